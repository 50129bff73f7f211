//! What a turn reads of a story, packed: small records of numbers that lie side by side.
//!
//! The speaking records, with their ids and texts, stay what screens and proofs read. The invariant: nothing stands here
//! that is not made from them, by [`Flat::of`] when they are settled; how is `pack`'s.

use std::ops::Range;

use crate::story::{
    expr::guard::Guard,
    ids::{SceneId, VarId},
    model::{Sieve, Target},
    prose::Reading,
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
    /// What is written.
    pub var: VarId,
    /// How much is added.
    pub amount: i32,
    /// The variable's lowest value.
    pub min: i64,
    /// Its highest.
    pub max: i64,
}

/// The bounds of a variable that rules add to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Which.
    pub var: VarId,
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
    /// What it adds where no other rule applies, in [`Flat::adds`]; nothing where there is more to a turn even then.
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
    /// The scene it leads to, where it does nothing but to add as it stands and no deck is to be left.
    pub plainly: Option<SceneId>,
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
    /// What opening it does.
    pub does: Does,
    /// Its prose, in the story's own language.
    pub text: Reading,
    /// The labels of all its choices, where they lie side by side and nothing in them is to be settled.
    pub labels: Option<Reading>,
    /// Whether its visits or its turn are kept.
    pub remembered: bool,
    /// Whether nothing comes with it but its events.
    pub quiet: bool,
}

/// An event.
#[derive(Debug, Clone, Copy)]
pub struct FlatEvent {
    /// The place of its draws.
    pub place: u64,
    /// Its chance: `.0` in `.1`.
    pub chance: (u32, u32),
    /// What it does.
    pub does: Does,
    /// What is read when it happens.
    pub text: Option<Reading>,
    /// Whether it has a condition.
    pub asks: bool,
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
    /// When each ending fits.
    pub endings: Vec<Guard>,
    pub events: Vec<FlatEvent>,
    /// Whether a turn is nothing but its schedule and its rules.
    pub calm: bool,
    /// What each consequence that waits does.
    pub laters: Vec<Does>,
    pub adds: Vec<Add>,
}
