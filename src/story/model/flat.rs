//! What a turn reads of a story, packed: small records of numbers that lie side by side.
//!
//! The speaking records, with their ids and texts, stay what screens and proofs read. The invariant: nothing stands here
//! that is not made from them, by [`Flat::of`] when they are settled; how is `pack`'s.

use std::ops::Range;

use crate::story::{
    expr::guard::Guard,
    ids::{ChoiceId, SceneId, Slot, VarId},
    model::{Bounds, Odds, Sieve, Target},
    prose::{Cue, Reading},
};

/// A run of records in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The same as a range.
    #[must_use]
    pub fn of(range: &Range<usize>) -> Self {
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: index(range.start), end: index(range.end) }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Its records.
    #[inline]
    #[must_use]
    pub fn among<T>(self, table: &[T]) -> &[T] {
        &table[self.start as usize..self.end as usize]
    }

    /// Its records, each with its place in the table.
    #[inline]
    pub fn numbered<T>(self, table: &[T]) -> impl Iterator<Item = (u32, &T)> {
        (self.start..).zip(self.among(table))
    }

    /// How many records.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
}

/// A constant added to a variable that nothing pays for, with that variable's bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Add {
    /// Where the value of what is written stands.
    pub slot: Slot,
    /// How much is added.
    pub amount: i32,
    /// The variable's lowest value.
    pub min: i32,
    /// Its highest.
    pub max: i32,
}

impl Add {
    /// A constant added to a variable within its bounds; none where they have more than 32 bits.
    #[must_use]
    pub fn of(var: VarId, amount: i32, bounds: &Bounds) -> Option<Self> {
        let (min, max) = (i32::try_from(bounds.min).ok()?, i32::try_from(bounds.max).ok()?);
        Some(Self { slot: var.slot(), amount, min, max })
    }
}

/// The bounds of a variable that rules add to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Where its value stands.
    pub slot: Slot,
    /// Its lowest value.
    pub min: i64,
    /// Its highest.
    pub max: i64,
}

/// A constant that a rule adds to a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is added to, in [`Flat::sums`].
    pub sum: u32,
    /// The same as a variable.
    pub var: VarId,
    /// How much.
    pub amount: i32,
}

/// What something does, in order: first what is added as it stands, then what has to be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Does {
    /// In [`Flat::adds`].
    pub adds: Span,
    /// In [`Story::effects`](super::Story::effects).
    pub rest: Span,
}

impl Does {
    /// Whether it does nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.adds.is_empty() && self.rest.is_empty()
    }
}

/// A rule of the world. When it applies says [`Flat::sieve`].
#[derive(Debug, Clone, Copy)]
pub struct FlatRule {
    /// What it adds as it stands, in [`Flat::parts`].
    pub parts: Span,
    /// What has to be worked out then, in [`Story::effects`](super::Story::effects).
    pub rest: Span,
    /// Whether it applies wherever it comes through the sieve.
    pub whole: bool,
    /// Whether something is to be done once it has applied.
    pub remembered: bool,
    /// Whether nothing is to be done but to add its parts.
    pub plain: bool,
    /// What its parts add where no other rule applies, in [`Flat::adds`]; nothing where they have to be summed first.
    pub alone: Span,
}

/// A choice.
#[derive(Debug, Clone, Copy)]
pub struct FlatChoice {
    /// When it is open.
    pub guard: Guard,
    /// The scene it stands in.
    pub scene: SceneId,
    /// Where it leads.
    pub goto: Target,
    /// What it does.
    pub does: Does,
    /// Its label, in the story's own language.
    pub text: Reading,
    /// What is read when it has been made; no letters where there is nothing.
    pub outcome: Reading,
    /// Whether it is open always.
    pub free: bool,
    /// Whether it is open wherever its guard holds.
    pub simple: bool,
    /// Whether something is to be noted once it was made.
    pub remembered: bool,
    /// Where it leads, where all that comes of it goes the [`brief`](Flat::brief) way.
    pub brief: Option<Brief>,
}

/// Where the brief way can lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brief {
    /// To a scene.
    Scene(SceneId),
    /// To the first ending that fits, at the story's last turn.
    End,
}

/// Which choices of a scene are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// At most one of them asks, and no more than its guard: two lists in [`Flat::listed`], in the pack's order.
    Known {
        /// The one whose guard is asked; any where none asks.
        asks: ChoiceId,
        /// What is open where it holds: all of them.
        all: Span,
        /// What is open else.
        rest: Span,
    },
    /// Whatever is found by asking each.
    Asked,
}

/// A scene.
#[derive(Debug, Clone, Copy)]
pub struct FlatScene {
    /// The turn the world is advanced to before it opens; the lowest number where it is not.
    pub turn: i64,
    /// Its events.
    pub events: Span,
    /// Its choices.
    pub choices: Span,
    /// Which of them are open.
    pub listing: Listing,
    /// What opening it does.
    pub does: Does,
    /// Its prose, in the story's own language.
    pub text: Reading,
    /// The labels of all its choices, from and to in the story's letters, where they lie side by side and nothing in
    /// them is to be settled.
    pub labels: Option<(u32, u32)>,
    /// Whether its visits or its turn are kept.
    pub remembered: bool,
    /// Whether nothing comes with it but its events.
    pub quiet: bool,
}

/// An event.
#[derive(Debug, Clone, Copy)]
pub struct FlatEvent {
    /// How likely it is.
    pub odds: Odds,
    /// What it does.
    pub does: Does,
    /// What is read when it happens.
    pub text: Option<Reading>,
    /// Whether it has a condition.
    pub asks: bool,
    /// Whether it is drawn by chance alone, and does no more than to add as it stands.
    pub plain: bool,
}

/// All of them, each in the place of its speaking record.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each table is named for what it holds, and its records are documented")]
pub struct Flat {
    pub rules: Vec<FlatRule>,
    /// When each rule applies.
    pub sieve: Sieve,
    pub parts: Vec<Part>,
    /// The variables that rules add to.
    pub sums: Vec<Bound>,
    /// By variable, its sum; of no account for one that no rule adds to.
    pub sum_of: Vec<u32>,
    pub choices: Vec<FlatChoice>,
    pub scenes: Vec<FlatScene>,
    pub listed: Vec<ChoiceId>,
    /// When each ending fits.
    pub endings: Vec<Guard>,
    pub events: Vec<FlatEvent>,
    /// Whether a turn is nothing but its schedule and its rules.
    pub calm: bool,
    /// Whether its rules are few, and nothing but ranges of numbers and what is added where they hold.
    pub brief: bool,
    /// What each consequence that waits does.
    pub laters: Vec<Does>,
    pub adds: Vec<Add>,
    /// What is read of texts that ask no more than a test.
    pub cues: Vec<Cue>,
}
