//! What the player's office sees of a number: the number, a band that it lies in, or nothing.
//!
//! The invariant: a band holds its number and says no more of it than its width; at the end of a run, and to those who
//! govern without a story, everything is seen.

use super::game::Game;
use crate::{
    engine::{State, band},
    story::{ids::VarId, model::VarKind},
};

/// What is seen of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The number, in units.
    Exact(i64),
    /// It lies between these, in units.
    Between(i64, i64),
    /// Nothing.
    Hidden,
}

/// What is seen of a variable in a state of a play.
#[must_use]
pub fn seen(game: &Game, state: &State, var: VarId) -> Seen {
    let story = &*game.story;
    let record = story.var(var);
    let value = state.value(var);
    let all = game.governs() || game.ended();
    match record.kind {
        VarKind::Memory | VarKind::Flag => Seen::Hidden,
        VarKind::Lever => Seen::Exact(value),
        VarKind::Meter | VarKind::Derived | VarKind::Stock if all => Seen::Exact(value),
        VarKind::Stock if !record.shown && record.band.is_none() => Seen::Hidden,
        VarKind::Meter | VarKind::Derived | VarKind::Stock => {
            // A width that cannot be worked out hides the number altogether.
            let Ok(width) = band(story, &game.timeline.setup, state, var) else { return Seen::Hidden };
            if width < 2 * story.point {
                return Seen::Exact(value);
            }
            let (low, high) = between(value, width);
            Seen::Between(low.max(record.min), high.min(record.max))
        }
    }
}

/// The cell that a value lies in, on a grid of the width: where in it the value lies, nothing says.
fn between(value: i64, width: i64) -> (i64, i64) {
    let low = value.div_euclid(width) * width;
    (low, low + width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_band_holds_its_number_and_hides_where_in_it(value in 0_i64..1000, width in 20_i64..400) {
            let (low, high) = between(value, width);
            prop_assert!(low <= value && value < high && high - low == width);
            // Every number of the band is shown as this band.
            prop_assert!((low..high).all(|v| between(v, width) == (low, high)));
        }
    }
}
