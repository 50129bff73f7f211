//! A play walked to its end at random.
//!
//! The invariant: the draws depend on the seed and on the step they are made at, so two walks that meet go on alike.

use super::policy::Policy;
use crate::{
    engine::{Place, Quick},
    story::{Story, ids::ChoiceId},
};

/// The longest a play may be; a story may go round in a circle.
pub(super) const LONGEST: u32 = 10_000;

/// Makes a choice, and then any, until there is none; where that is. The choices after the first are drawn from this
/// step on.
pub(super) fn to_its_end(
    story: &Story,
    play: &mut Quick<'_>,
    first: ChoiceId,
    (seed, step): (u64, u32),
) -> Place {
    let mut choice = first;
    for step in step..LONGEST {
        if play.decide(choice).is_err() {
            break;
        }
        let Ok(open) = play.open() else { break };
        match Policy::Uniform.choose(story, open, (seed, step), &[]) {
            Some(next) => choice = next,
            None => return play.state().place,
        }
    }
    Place::Nowhere
}
