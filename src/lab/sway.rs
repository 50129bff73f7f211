//! Which choices change endings at all.
//!
//! In plays at random, everything else that was open is tried at each decision, with the same luck and the same draws
//! among later choices; where the play then ends elsewhere, both choices have changed an ending. The invariant: it
//! depends on the setup and the number of plays alone.

use super::{
    policy::Policy,
    sim::seed_of,
    walk::{LONGEST, to_its_end},
};
use crate::{
    engine::{Quick, Setup, TurnError},
    story::{Story, ids::ChoiceId},
};

/// What came of a choice beside others of its scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sway {
    /// How often it was compared with another that was open too.
    pub compared: u64,
    /// How often the play ended elsewhere.
    pub changed: u64,
}

/// By choice, how it sways endings, from so many plays.
///
/// # Errors
/// A story that cannot be begun.
pub fn sway(story: &Story, setup: &Setup, plays: u64) -> Result<Vec<Sway>, TurnError> {
    let mut found = vec![Sway::default(); story.choices.len()];
    let mut play = Quick::new(story, setup.clone())?;
    for number in 0..plays {
        let seed = seed_of(setup.seed, number);
        if play.restart(seed).is_err() {
            continue;
        }
        for step in 0..LONGEST {
            let Ok(open) = play.open().map(<[ChoiceId]>::to_vec) else { break };
            let Some(taken) = Policy::Uniform.choose(story, &open, (seed, step), &[]) else { break };
            let ends = |choice: ChoiceId| to_its_end(story, &mut play.clone(), choice, (seed, step + 1));
            if open.len() > 1 {
                let mine = ends(taken);
                for other in open.iter().copied().filter(|o| *o != taken) {
                    let changed = u64::from(ends(other) != mine);
                    for choice in [taken, other] {
                        found[choice.at()].compared += 1;
                        found[choice.at()].changed += changed;
                    }
                }
            }
            if play.decide(taken).is_err() {
                break;
            }
        }
    }
    Ok(found)
}
