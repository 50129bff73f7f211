//! What a turn writes down for those who ask: every contribution with its cause, and everything that happened.
//!
//! The engine hands it to a [`Witness`]; [`Quiet`] lets it all go by and costs nothing. The invariant: for every
//! variable, its value before plus its entries is its value after; the bound of a meter has an entry of its own.

use crate::{
    engine::state::State,
    story::{
        ids::{EventId, LaterId, PlanId, ShockId, VarId},
        model::Cause,
    },
};

/// One contribution to one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The turn it was written in: the step from n to n + 1 writes n.
    pub turn: i64,
    /// What changed.
    pub var: VarId,
    /// By how much, in units.
    pub amount: i64,
    /// Why.
    pub cause: Cause,
}

/// Something that happened on the way from one scene to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// A shock hit.
    Shock(ShockId),
    /// An event was drawn.
    Event(EventId),
    /// A consequence fell due and came.
    Came(LaterId),
    /// A consequence fell due and its condition did not hold.
    Dropped(LaterId),
    /// An entry of the plan was applied.
    Planned(PlanId),
}

/// Who writes down what a turn does.
pub trait Witness {
    /// Whether it looks at the states on the way.
    const LOOKS: bool;
    /// A contribution.
    fn entry(&mut self, entry: Entry);
    /// A happening, in the turn it happened.
    fn happened(&mut self, turn: i64, what: Happening);
    /// What all rules of a step are about to read.
    fn rules_read(&mut self, state: &State);
    /// A step of the world is done.
    fn turn_end(&mut self, state: &State);
}

/// Nobody asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Witness for Quiet {
    const LOOKS: bool = false;
    fn entry(&mut self, _: Entry) {}
    fn happened(&mut self, _: i64, _: Happening) {}
    fn rules_read(&mut self, _: &State) {}
    fn turn_end(&mut self, _: &State) {}
}
