//! The people of a room, each a random number: role, half, answers. No name, no address, nothing typed but drafts.
//!
//! The invariant: roles and halves are dealt evenly, by numbers nobody chose and never by what somebody answered.

use serde::{Deserialize, Serialize};

/// A participant: a random number, made of a phone's token so that the token cannot be had back from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Who(pub u128);

impl Who {
    /// A number that mixes this one with a seed; who has which cannot be foreseen.
    #[must_use]
    pub fn mixed(self, seed: u64) -> u64 {
        let mut bytes = self.0.to_le_bytes().to_vec();
        bytes.extend(seed.to_le_bytes());
        crate::story::hash(&bytes)
    }
}

/// What a participant is called on their own page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// Which colour, below [`Alias::COLOURS`].
    pub colour: u8,
    /// A number of two digits.
    pub number: u8,
}

impl Alias {
    /// How many colours there are.
    pub const COLOURS: u8 = 12;

    /// The alias of a participant.
    #[must_use]
    pub fn of(who: Who, seed: u64) -> Self {
        let mixed = who.mixed(seed);
        let part = |shift: u32, of: u64| u8::try_from((mixed >> shift) % of).unwrap_or(0);
        Self { colour: part(0, u64::from(Self::COLOURS)), number: 10 + part(32, 90) }
    }
}

/// An answer to a statement or a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// From 0: how much one agrees (0 not at all to 4 wholly), or which option.
    pub value: u8,
    /// How sure one is: 0 hardly, 1 rather, 2 very.
    pub sure: u8,
}

/// What the room knows of a participant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// The role, once roles are dealt; in the workshop's order.
    pub role: Option<usize>,
    /// Which half of the room.
    pub half: usize,
    /// The number of the ballot that was next when this person came.
    pub came: u32,
    /// Answers before the play: the statements, then the cases.
    pub before: Vec<Option<Answer>>,
    /// The same after it.
    pub after: Vec<Option<Answer>>,
    /// The drafts that were given dots.
    pub dots: Vec<usize>,
    /// What one takes along and what one would change, in the two taps at the end: worth it, and whether to change.
    pub parting: Option<(u8, u8)>,
}

/// The place with the fewest people, the first of them where there are several.
pub(super) fn fewest(of: usize, taken: impl Iterator<Item = usize>) -> usize {
    let mut counts = vec![0usize; of.max(1)];
    for place in taken {
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    counts.iter().enumerate().min_by_key(|(_, n)| **n).map_or(0, |(place, _)| place)
}
