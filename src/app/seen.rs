//! What the player's office sees of a number: the number, a band that it lies in, or nothing.
//!
//! The invariant: a band holds its number and says no more of it than its width; at the end of a run, and to those who
//! govern without a story, everything is seen.

use super::game::Game;
use crate::{
    engine::{Reads, State, band, group_with},
    story::{
        ids::{GroupId, VarId},
        model::VarKind,
    },
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

/// The most numbers in a band that one group may rest on and still be worked out from their ends.
const MOST: usize = 6;

/// What is seen of how content a group is: where it rests on numbers in bands, what they leave open.
#[must_use]
pub fn group_seen(game: &Game, state: &State, group: GroupId) -> Seen {
    let story = &*game.story;
    let mut reads = Reads::default();
    reads.code(story, story.groups[group.at()].is);
    let mut open = Vec::new();
    for var in reads.vars {
        match seen(game, state, var) {
            Seen::Between(low, high) => open.push((var, low, high)),
            Seen::Hidden if story.var(var).kind == VarKind::Stock => {
                let record = story.var(var);
                open.push((var, record.min, record.max));
            }
            Seen::Exact(_) | Seen::Hidden => {}
        }
    }
    if open.len() > MOST {
        return Seen::Hidden;
    }
    // Every corner of what is open; for what rises or falls with each number, that is its whole range.
    let corners = (0..1_usize << open.len()).map(|corner| {
        let pick = |(n, (var, low, high)): (usize, &(VarId, i64, i64))| {
            (*var, if corner >> n & 1 == 1 { *high } else { *low })
        };
        let with: Vec<(VarId, i64)> = open.iter().enumerate().map(pick).collect();
        group_with(story, &game.timeline.setup, state, group, &with)
    });
    let Ok(values) = corners.collect::<Result<Vec<i64>, _>>() else { return Seen::Hidden };
    match (values.iter().min(), values.iter().max()) {
        (Some(low), Some(high)) if low == high => Seen::Exact(*low),
        (Some(low), Some(high)) => Seen::Between(*low, *high),
        _ => Seen::Hidden,
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
