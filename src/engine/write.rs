//! Writing a number: within its bounds, within the budget, and into the ledger.
//!
//! The invariant: what the ledger says of a variable adds up to what it became; what the bounds took away is an entry
//! of its own.

use crate::{
    engine::{
        act::cause_name,
        chance::Draws,
        fault::Fault,
        fault::{TurnError, at},
        ledger::{Entry, Witness},
        state::turn_of,
        step::{Course, Turn},
    },
    story::{
        Story,
        expr::ast::Write,
        ids::VarId,
        model::{Add, Bounds, Cause, Span, slot_of},
    },
};

/// The error of a number that grew beyond all numbers.
#[cold]
pub(super) fn beyond(story: &Story, cause: Cause) -> TurnError {
    TurnError::new(Fault::Overflow, cause_name(story, cause))
}

/// Adds to numbers of a state, each within its bounds.
///
/// # Errors
/// Who made a number grow beyond all numbers.
#[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
#[inline(always)]
pub(super) fn add<W: Witness>(
    slots: &mut [i64],
    adds: &[Add],
    cause: Cause,
    witness: &mut W,
) -> Result<(), Cause> {
    let turn = turn_of(slots);
    for add in adds {
        let amount = i64::from(add.amount);
        let value = &mut slots[add.slot.at()];
        let wanted = value.checked_add(amount).ok_or(cause)?;
        let kept = wanted.max(add.min.into()).min(add.max.into());
        *value = kept;
        let var = add.slot.var();
        if amount != 0 {
            witness.entry(Entry { turn, var, amount, cause });
        }
        if kept != wanted {
            witness.entry(Entry { turn, var, amount: kept.saturating_sub(wanted), cause: Cause::Clamp });
        }
    }
    Ok(())
}

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Writes one variable.
    pub(super) fn write(&mut self, var: VarId, write: Write, value: i64, cause: Cause) -> Result<(), Fault> {
        let before = self.course.state.value(var);
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
            self.course.witness.entry(Entry { turn: self.course.state.turn(), var, amount, cause });
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
        let left = self.story.budget.saturating_sub(self.course.state.spent(self.story)).max(0);
        after.min(before.saturating_add(left / record.cost))
    }

    /// Sets a variable to a value within its bounds; what the bounds take away is an entry of its own.
    #[inline]
    pub(super) fn bounded(&mut self, var: VarId, value: i64) -> Result<(), Fault> {
        let Bounds { min, max, .. } = self.story.bounds[var.at()];
        let kept = value.clamp(min, max);
        if kept != value {
            let amount = kept.checked_sub(value).ok_or(Fault::Overflow)?;
            self.course.witness.entry(Entry {
                turn: self.course.state.turn(),
                var,
                amount,
                cause: Cause::Clamp,
            });
        }
        self.course.state.set(slot_of(var), kept);
        Ok(())
    }

    /// Adds to variables, within their bounds.
    #[inline]
    pub(super) fn add(&mut self, adds: Span, cause: Cause) -> Result<(), TurnError> {
        let Course { state, witness, .. } = &mut *self.course;
        add(&mut state.slots, adds.among(&self.story.flat.adds), cause, witness)
            .map_err(|cause| beyond(self.story, cause))
    }

    pub(super) fn define(&mut self, var: VarId, value: i64) {
        let amount = value - self.course.state.value(var);
        if amount != 0 {
            self.course.witness.entry(Entry {
                turn: self.course.state.turn(),
                var,
                amount,
                cause: Cause::Definition,
            });
            self.course.state.set(slot_of(var), value);
        }
    }

    /// Computes the derived meters.
    #[inline]
    pub(super) fn derive(&mut self) -> Result<(), TurnError> {
        if self.story.flat.calm { Ok(()) } else { self.derive_all() }
    }

    #[inline(never)]
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
        if !self.story.peaked.is_empty() {
            self.all_peaks();
        }
    }

    #[inline(never)]
    fn all_peaks(&mut self) {
        for id in &self.story.peaked {
            let var = self.story.var(*id);
            let Some(peak) = var.peak else { continue };
            let value = self.course.state.value(*id);
            if value > self.course.state.get(peak) {
                self.course.state.set(peak, value);
                if let Some(turn) = var.peak_turn {
                    self.course.state.set(turn, self.course.state.turn());
                }
            }
        }
    }
}
