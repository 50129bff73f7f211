//! Luck, keyed: a draw depends on the seed, the place it is made at and how many draws that place has made, and on
//! nothing else.
//!
//! So an edit in one scene shifts no other scene's luck, and two runs with one seed share their luck wherever they
//! share a place. The generator is `SplitMix64` (Steele, Lea and Flood 2014), which is made to be split: each place of
//! each seed has a sequence of its own, and its `count`-th number costs one mixing. A bounded draw multiplies and keeps
//! the high word (Lemire 2019), whose bias is below 2^-32 for any bound that a pack can name. The invariant: the values
//! are pinned by a test and never change.

use crate::story::{Story, expr::lower::Code, model::Odds};

/// The 64 bits of the `count`-th draw of a place.
#[must_use]
pub const fn keyed(seed: u64, place: u64, count: u32) -> u64 {
    drawn(stream(seed), next(place).wrapping_add((count as u64).wrapping_mul(STEP)))
}

/// By how much the generator steps: the golden ratio in 64 bits.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a seed makes of itself, once for all its draws: seeds that are neighbours shall not be so any more.
pub(super) const fn stream(seed: u64) -> u64 {
    mix(seed ^ STEP)
}

/// Where a sequence goes on from here; from its place, where it begins.
#[inline]
pub(super) const fn next(at: u64) -> u64 {
    at.wrapping_add(STEP)
}

/// The 64 bits that a seed's [`stream`] has at a point of a sequence.
#[inline]
pub(super) const fn drawn(stream: u64, at: u64) -> u64 {
    mix(stream.wrapping_add(at))
}

/// Where a turn's luck comes from: a seed, or somebody who tries every way it can fall.
pub(super) trait Draws {
    /// Whether something happens, at the `n`-th place; decks follow events.
    fn happens(&mut self, n: usize, odds: &Odds) -> bool;
    /// Which of several, each with its weight; their sum is above 0.
    fn one_of(&mut self, n: usize, place: u64, weights: &[u32]) -> usize;
    /// Whether a condition reads what is not known.
    #[inline]
    fn unknown(&mut self, _: &Story, _: Code) -> bool {
        false
    }
    /// The answer to a condition, where it is not to be worked out but tried both ways.
    #[inline]
    fn guess(&mut self, _: &Story, _: Code) -> Option<bool> {
        None
    }
    /// Whether there are numbers that are not known, so that rules are left out and any storylet may come.
    #[inline]
    fn blind(&self) -> bool {
        false
    }
    /// One of so many, whatever their shares; asked only of who is blind.
    fn any(&mut self, _: usize) -> usize {
        0
    }
}

/// For questions that draw nothing: nothing happens, the first is taken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NoLuck;

impl Draws for NoLuck {
    fn happens(&mut self, _: usize, _: &Odds) -> bool {
        false
    }
    fn one_of(&mut self, _: usize, _: u64, _: &[u32]) -> usize {
        0
    }
}

/// A draw from 0 to `bound - 1`; 0 where `bound` is 0.
#[must_use]
pub fn below(bits: u64, bound: u32) -> u32 {
    let high = (u128::from(bits) * u128::from(bound)) >> 64;
    u32::try_from(high).unwrap_or(0)
}

/// The finalizer of `SplitMix64`.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_on_every_machine_and_for_ever() {
        let drawn: Vec<u32> = (0..8).map(|count| below(keyed(42, 7, count), 100)).collect();
        assert_eq!(drawn, PINNED);
    }

    const PINNED: [u32; 8] = [99, 41, 76, 71, 41, 5, 16, 38];

    #[test]
    fn draws_are_even() {
        let mut seen = [0u32; 6];
        for seed in 0..60_000 {
            seen[below(keyed(seed, 99, 0), 6) as usize] += 1;
        }
        // 10,000 expected each; five standard deviations are 456.
        assert!(seen.iter().all(|n| n.abs_diff(10_000) < 456), "{seen:?}");
    }

    #[test]
    fn neighbours_do_not_draw_alike() {
        let drawn =
            |seed, place, count: u64| below(keyed(seed, place, u32::try_from(count).unwrap_or(0)), 100);
        let pairs: [&dyn Fn(u64) -> bool; 3] =
            [&|n| drawn(n, 5, 0) == drawn(n + 1, 5, 0), &|n| drawn(3, n, 0) == drawn(3, n + 1, 0), &|n| {
                drawn(3, 5, n) == drawn(3, 5, n + 1)
            }];
        for alike in pairs {
            let alike = (0..60_000).filter(|n| alike(*n)).count();
            // 600 expected; five standard deviations are 122.
            assert!(alike.abs_diff(600) < 122, "{alike}");
        }
    }
}
