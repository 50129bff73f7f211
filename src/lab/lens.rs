//! What of a state a proof has to look at: the numbers on which anything that can still come depends.
//!
//! A number is live at a scene where something reads it that decides what may come from there: a lock, a condition, a
//! claim; or where it goes into a number that is. The invariant: two states of a scene that are alike in what is live
//! there have the same ways to go on, with the same shares, and the same claims hold on them.

use std::collections::BTreeSet;

use super::flows::{Flow, flows, priced};
use crate::{
    engine::{Place, read_slots},
    story::{
        Story,
        expr::lower::Condition,
        ids::{DeckId, SceneId, Slot},
        model::{Says, TURN, Target},
        names::Tracker,
    },
};

/// Which slots matter, by scene.
#[derive(Debug, Clone)]
pub struct Lens {
    /// By scene, ascending.
    kept: Vec<Vec<Slot>>,
    /// At an ending: what the claims of some time read.
    at_end: Vec<Slot>,
    /// By slot, whether its content is not known; empty where all is known.
    pub blind: Vec<bool>,
}

impl Lens {
    /// Looks at everything that is live.
    #[must_use]
    pub fn whole(story: &Story, claims: &[Says]) -> Self {
        let flows = flows(story);
        let observed = observed_by(story, claims);
        let scenes = (0..story.scenes.len()).map(SceneId::new);
        let kept = scenes.map(|scene| live(story, &flows, &observed, scene).into_iter().collect()).collect();
        let sometime = |says: &&Says| matches!(says, Says::AlwaysEventually(_));
        let sometime: Vec<Says> = claims.iter().filter(sometime).copied().collect();
        let at_end: BTreeSet<Slot> = observed_by(story, &sometime).into_iter().collect();
        Self { kept, at_end: at_end.into_iter().collect(), blind: Vec::new() }
    }

    /// Looks at these slots alone, and at the deck that is open.
    #[must_use]
    pub(super) fn narrow(story: &Story, claims: &[Says], tracked: &BTreeSet<Slot>) -> Self {
        let mut lens = Self::whole(story, claims);
        let known = |slot: &Slot| *slot == TURN || tracked.contains(slot) || of_sitting(story, *slot);
        for kept in lens.kept.iter_mut().chain([&mut lens.at_end]) {
            kept.retain(known);
        }
        lens.blind = (0..story.slots()).map(|n| !known(&Slot::new(n))).collect();
        lens
    }

    /// The slots that matter in a place, ascending.
    #[must_use]
    pub fn kept(&self, place: Place) -> &[Slot] {
        match place {
            Place::Scene(scene) => &self.kept[scene.at()],
            Place::Ended(_) => &self.at_end,
            Place::Nowhere => &[],
        }
    }
}

/// Whether a slot is part of the deck that is open.
fn of_sitting(story: &Story, slot: Slot) -> bool {
    let tracker = slot.at().checked_sub(1 + story.vars.len()).and_then(|n| story.trackers.get(n));
    matches!(tracker, Some(Tracker::Deck | Tracker::DeckLeft | Tracker::Drawn(_)))
}

/// What a claim reads at moments of a play.
pub(super) fn observed_by(story: &Story, claims: &[Says]) -> Vec<Slot> {
    let conditions = claims.iter().filter_map(|says| match says {
        Says::Always(is) | Says::Never(is) | Says::AlwaysEventually(is) | Says::Implies(_, is) => {
            Some(is.code)
        }
        Says::Reachable(_) | Says::CanAlwaysEnd => None,
    });
    conditions.flat_map(|code| read_slots(story, code)).collect()
}

/// Which scenes can come after one, itself among them, which decks, and whether the story can end by its endings'
/// conditions.
struct Ahead {
    scenes: Vec<bool>,
    decks: Vec<bool>,
    ends: bool,
}

fn ahead(story: &Story, from: SceneId) -> Ahead {
    let mut ahead =
        Ahead { scenes: vec![false; story.scenes.len()], decks: vec![false; story.decks.len()], ends: false };
    let mut next = vec![Target::Scene(from)];
    while let Some(target) = next.pop() {
        match target {
            Target::Scene(scene) => {
                if !std::mem::replace(&mut ahead.scenes[scene.at()], true) {
                    let storylet = story.scene(scene).storylet.as_ref();
                    next.extend(storylet.map(|s| Target::Deck(s.deck)));
                    next.extend(story.choices_of(scene).map(|(_, c)| c.goto));
                }
            }
            Target::Deck(deck) => {
                if !std::mem::replace(&mut ahead.decks[deck.at()], true) {
                    next.extend(story.deck(deck).storylets.iter().map(|s| Target::Scene(*s)));
                    next.push(story.deck(deck).then);
                }
            }
            // Returning without a deck ends the story.
            Target::End | Target::Return => ahead.ends = true,
            Target::Ending(_) => {}
        }
    }
    ahead
}

/// What decides by itself what can come.
fn controls(story: &Story, ahead: &Ahead, here: SceneId) -> Vec<Slot> {
    let mut slots = vec![TURN];
    let read = |when: Option<Condition>, slots: &mut Vec<Slot>| {
        slots.extend(when.map(|w| read_slots(story, w.code)).unwrap_or_default());
    };
    for choice in story.choices.iter().filter(|c| ahead.scenes[c.scene.at()]) {
        read(choice.when, &mut slots);
        if choice.moves_levers {
            slots.extend(priced(story));
        }
    }
    let decks = (0..story.decks.len()).filter(|n| ahead.decks[*n]).map(DeckId::new);
    for scene in decks.flat_map(|d| &story.deck(d).storylets) {
        let record = story.scene(*scene);
        let Some(storylet) = &record.storylet else { continue };
        read(storylet.when, &mut slots);
        slots.extend(record.visits.filter(|_| storylet.max > 0));
        slots.extend(record.last.filter(|_| storylet.cooldown > 0));
    }
    if ahead.ends {
        story.endings.iter().for_each(|e| read(e.when, &mut slots));
    }
    // What was drawn from a deck is forgotten when one sits down to it again.
    if let Some(storylet) = &story.scene(here).storylet {
        slots.extend([story.sitting.0, story.sitting.1]);
        let mates = story.deck(storylet.deck).storylets.iter().map(|s| story.scene(*s));
        slots.extend(mates.filter_map(|s| s.storylet.as_ref()).map(|s| s.drawn));
    }
    slots
}

/// The slots that are live in a scene.
fn live(story: &Story, flows: &[Flow], observed: &[Slot], scene: SceneId) -> BTreeSet<Slot> {
    let ahead = ahead(story, scene);
    let mut live: BTreeSet<Slot> = controls(story, &ahead, scene).into_iter().collect();
    live.extend(observed);
    let flows: Vec<&Flow> =
        flows.iter().filter(|f| f.scene.is_none_or(|scene| ahead.scenes[scene.at()])).collect();
    loop {
        let before = live.len();
        for flow in &flows {
            if flow.writes.iter().any(|slot| live.contains(slot)) {
                live.extend(flow.made_of.iter().chain(&flow.when));
            }
        }
        if live.len() == before {
            return live;
        }
    }
}
