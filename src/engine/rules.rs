//! All rules of a turn at once, and memory with them.
//!
//! They read one snapshot and write only sums, which are applied after all of them were read. The invariant: the order
//! of rules changes nothing.

use crate::{
    engine::{
        chance::Draws,
        eval::{Fault, Reader, guarded},
        ledger::{Entry, Witness},
        step::{Room, Turn, TurnError, at},
    },
    story::{
        expr::ast::Write,
        ids::RuleId,
        model::{Cause, Effect},
    },
};

/// What an effect of a rule adds, if it applies.
fn worked_out(effect: &Effect, reader: &mut Reader<'_>) -> Result<Option<i64>, Fault> {
    if !reader.holds_or(effect.when)? {
        return Ok(None);
    }
    let value = reader.value(effect.value)?;
    match effect.write {
        Write::Add | Write::Set => Ok(Some(value)),
        Write::Sub => value.checked_neg().map(Some).ok_or(Fault::Overflow),
    }
}

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Applies all rules.
    pub(super) fn rules(&mut self) -> Result<(), TurnError> {
        let story = self.story;
        let turn = self.state.turn();
        let Room { eval, sums, fired, memory } = &mut *self.room;
        // All sums are 0 between turns; a turn that fails leaves the room to be thrown away.
        sums.resize(story.vars.len(), 0);
        fired.clear();
        memory.clear();
        let mut reader = Reader::new(story, self.setup, self.state, eval);
        for (n, rule) in story.rules.iter().enumerate() {
            let name = || format!("rule {}", rule.id);
            let holds = match guarded(&rule.guard, &self.state.slots) {
                Some(holds) => holds,
                None => reader.holds_or(rule.when.map(|w| w.code)).map_err(at(name))?,
            };
            if !holds {
                continue;
            }
            if rule.remembered {
                fired.push(n);
            }
            let cause = Cause::Rule(RuleId::new(n));
            for effect in &story.effects[rule.then.clone()] {
                let amount = match effect.plain {
                    Some(amount) => i64::from(amount),
                    None => match worked_out(effect, &mut reader).map_err(at(name))? {
                        Some(amount) => amount,
                        None => continue,
                    },
                };
                sums[effect.var.at()] += i128::from(amount);
                if amount != 0 {
                    self.witness.entry(Entry { turn, var: effect.var, amount, cause });
                }
            }
        }
        for id in &story.memories {
            let var = story.var(*id);
            let Some(is) = var.is else { continue };
            let value = reader.value(is).map_err(at(|| format!("memory `{}`", var.id)))?;
            memory.push((*id, value.clamp(var.min, var.max)));
        }
        for var in story.summed.iter().copied() {
            let sum = std::mem::take(&mut self.room.sums[var.at()]);
            if sum == 0 {
                continue;
            }
            let name = || format!("the sum of `{}`", story.var(var).id);
            let value =
                i64::try_from(i128::from(self.state.value(var)) + sum).map_err(|_wide| Fault::Overflow);
            value.and_then(|value| self.bounded(var, value)).map_err(at(name))?;
        }
        for n in 0..self.room.memory.len() {
            let (var, value) = self.room.memory[n];
            self.define(var, value);
        }
        for n in 0..self.room.fired.len() {
            let rule = story.rule(RuleId::new(self.room.fired[n]));
            if let Some(last) = rule.last {
                self.state.set(last, turn);
            }
            self.schedule_laters(rule.laters.clone());
        }
        Ok(())
    }
}
