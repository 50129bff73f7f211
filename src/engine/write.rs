//! Writing a number: within its bounds, within the budget, and into the ledger.
//!
//! The invariant: what the ledger says of a variable adds up to what it became; what the bounds took away is an entry
//! of its own.

use crate::{
    engine::{
        chance::Draws,
        eval::Fault,
        ledger::{Entry, Witness},
        step::{Turn, TurnError, at},
    },
    story::{
        expr::ast::Write,
        ids::VarId,
        model::{Bounds, Cause, slot_of},
    },
};

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Writes one variable.
    pub(super) fn write(&mut self, var: VarId, write: Write, value: i64, cause: Cause) -> Result<(), Fault> {
        let before = self.state.value(var);
        let after = match write {
            Write::Add => before.checked_add(value),
            Write::Sub => before.checked_sub(value),
            Write::Set => Some(value),
        }
        .ok_or(Fault::Overflow)?;
        let after = if self.story.bounds[var.at()].priced {
            self.affordable(var, before, after, cause)
        } else {
            after
        };
        let amount = after.checked_sub(before).ok_or(Fault::Overflow)?;
        if amount != 0 {
            self.witness.entry(Entry { turn: self.state.turn(), var, amount, cause });
        }
        self.bounded(var, after)
    }

    /// What of a lever's move the budget allows. A choice and a plan were asked beforehand, as a whole; whatever else
    /// moves a lever moves it as far as it can be paid for.
    fn affordable(&self, var: VarId, before: i64, after: i64, cause: Cause) -> i64 {
        let record = self.story.var(var);
        let asked = matches!(cause, Cause::Choice(_) | Cause::Plan(_) | Cause::Hand);
        if after <= before || asked {
            return after;
        }
        let left = self.story.budget.saturating_sub(self.state.spent(self.story)).max(0);
        after.min(before.saturating_add(left / record.cost))
    }

    /// Sets a variable to a value within its bounds; what the bounds take away is an entry of its own.
    #[inline]
    pub(super) fn bounded(&mut self, var: VarId, value: i64) -> Result<(), Fault> {
        let Bounds { min, max, .. } = self.story.bounds[var.at()];
        let kept = value.clamp(min, max);
        if kept != value {
            let amount = kept.checked_sub(value).ok_or(Fault::Overflow)?;
            self.witness.entry(Entry { turn: self.state.turn(), var, amount, cause: Cause::Clamp });
        }
        self.state.set(slot_of(var), kept);
        Ok(())
    }

    /// Adds to a variable, within its bounds.
    #[inline]
    pub(super) fn add(&mut self, var: VarId, amount: i64, cause: Cause) -> Result<(), Fault> {
        let Bounds { min, max, priced } = self.story.bounds[var.at()];
        if priced {
            return self.write(var, Write::Add, amount, cause);
        }
        let slot = slot_of(var);
        let value = self.state.get(slot).checked_add(amount).ok_or(Fault::Overflow)?;
        let turn = self.state.turn();
        if amount != 0 {
            self.witness.entry(Entry { turn, var, amount, cause });
        }
        let kept = value.clamp(min, max);
        if kept != value {
            let amount = kept.checked_sub(value).ok_or(Fault::Overflow)?;
            self.witness.entry(Entry { turn, var, amount, cause: Cause::Clamp });
        }
        self.state.set(slot, kept);
        Ok(())
    }

    pub(super) fn define(&mut self, var: VarId, value: i64) {
        let amount = value - self.state.value(var);
        if amount != 0 {
            self.witness.entry(Entry { turn: self.state.turn(), var, amount, cause: Cause::Definition });
            self.state.set(slot_of(var), value);
        }
    }

    /// Computes the derived meters.
    #[inline]
    pub(super) fn derive(&mut self) -> Result<(), TurnError> {
        if self.story.derived.is_empty() { Ok(()) } else { self.derive_all() }
    }

    fn derive_all(&mut self) -> Result<(), TurnError> {
        let story = self.story;
        for id in &story.derived {
            let var = story.var(*id);
            let Some(is) = var.is else { continue };
            let name = || format!("meter `{}`", var.id);
            let value = self.value(is).map_err(at(name))?;
            self.define(*id, value.clamp(var.min, var.max));
        }
        Ok(())
    }

    /// Remembers the highest values, as they stand at a turn's end.
    #[inline]
    pub(super) fn peaks(&mut self) {
        for id in &self.story.peaked {
            let var = self.story.var(*id);
            let Some(peak) = var.peak else { continue };
            let value = self.state.value(*id);
            if value > self.state.get(peak) {
                self.state.set(peak, value);
                if let Some(turn) = var.peak_turn {
                    self.state.set(turn, self.state.turn());
                }
            }
        }
    }
}
