//! How a play decides when nobody does: at random, by what was tried least, or as a stance would.
//!
//! The invariant: a draw depends on the play's own seed and on how far it has come, so that plays can be made in any
//! order.

use crate::{
    engine::{below, keyed},
    story::{
        Story,
        ids::{ChoiceId, DeckId, SceneId},
        model::{Stance, Target},
    },
};

/// Keeps the player's draws apart from the story's own, which are keyed by places of the pack.
const PLAYER: u64 = 0x706c_6179_6572_0001;

/// Decisions after which a walk that prefers the least tried takes any: what was tried is counted between rounds of plays,
/// so in a circle it would always prefer the same.
const LONG: u32 = 200;

/// How a play decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Every open choice alike.
    Uniform,
    /// Rather what was tried least so far, or what leads to it.
    LeastUsed,
    /// What leans so; the first of several in the pack, and the nearest stance where there is none.
    Stance(Stance),
}

impl Policy {
    /// The choice among those that are open; `rarity` is that of each choice of the story, worked out from what was tried so far.
    ///
    /// Nothing where nothing is open.
    #[must_use]
    pub fn choose(
        self,
        story: &Story,
        open: &[ChoiceId],
        (seed, step): (u64, u32),
        rarity: &[u64],
    ) -> Option<ChoiceId> {
        let draw = |count: usize| {
            let bound = u32::try_from(count).unwrap_or(u32::MAX);
            below(keyed(seed, PLAYER, step), bound) as usize
        };
        match self {
            Self::Uniform => open.get(draw(open.len())).copied(),
            Self::LeastUsed if step >= LONG => open.get(draw(open.len())).copied(),
            Self::LeastUsed => {
                let least = open.iter().map(|c| rarity[c.at()]).min()?;
                // Up to twice as often as the least counts as alike: a walk that always took the very least would
                // never see two rare choices in one play.
                let rare: Vec<ChoiceId> =
                    open.iter().copied().filter(|c| rarity[c.at()] <= least.saturating_mul(2)).collect();
                rare.get(draw(rare.len())).copied()
            }
            Self::Stance(stance) => {
                let leaning =
                    |wanted| open.iter().find(|c| story.choice(**c).stance == Some(wanted)).copied();
                nearest(stance).into_iter().find_map(leaning).or_else(|| open.first().copied())
            }
        }
    }
}

/// A stance and the others, the nearest first: by whether it asks those who are watched, then by how much it watches.
const fn nearest(stance: Stance) -> [Stance; 4] {
    match stance {
        Stance::Watch => [Stance::Watch, Stance::Regulate, Stance::Listen, Stance::Refuse],
        Stance::Regulate => [Stance::Regulate, Stance::Listen, Stance::Watch, Stance::Refuse],
        Stance::Refuse => [Stance::Refuse, Stance::Listen, Stance::Regulate, Stance::Watch],
        Stance::Listen => [Stance::Listen, Stance::Regulate, Stance::Refuse, Stance::Watch],
    }
}

/// How rare each choice is: how often it, or the least tried of what it can lead to, was taken so far.
#[must_use]
pub(super) fn rarity(story: &Story, taken: &[u64]) -> Vec<u64> {
    let mut scenes = vec![u64::MAX; story.scenes.len()];
    let mut choices = taken.to_vec();
    // Each round carries a number one scene further back; a number only ever falls.
    for _ in 0..=story.scenes.len() {
        let mut changed = false;
        for (n, choice) in story.choices.iter().enumerate() {
            let beyond = beyond(story, choice.goto, choice.scene, &scenes);
            let least = choices[n].min(beyond);
            changed |= least < choices[n];
            choices[n] = least;
            let scene = &mut scenes[choice.scene.at()];
            changed |= least < *scene;
            *scene = least.min(*scene);
        }
        if !changed {
            break;
        }
    }
    choices
}

/// The least of what a target can lead to.
fn beyond(story: &Story, target: Target, from: SceneId, scenes: &[u64]) -> u64 {
    let deck = |id: DeckId| {
        let deck = story.deck(id);
        let drawn = deck.storylets.iter().map(|s| scenes[s.at()]).min().unwrap_or(u64::MAX);
        // One deck may lead to another; what lies behind that is found from its own storylets.
        match deck.then {
            Target::Scene(scene) => drawn.min(scenes[scene.at()]),
            Target::Deck(_) | Target::Return | Target::End | Target::Ending(_) => drawn,
        }
    };
    match target {
        Target::Scene(scene) => scenes[scene.at()],
        Target::Deck(id) => deck(id),
        Target::Return => story.scene(from).storylet.as_ref().map_or(u64::MAX, |s| deck(s.deck)),
        Target::End | Target::Ending(_) => u64::MAX,
    }
}
