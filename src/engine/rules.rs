//! All rules of a turn at once, and memory with them.
//!
//! They read one snapshot and write only sums, which are applied after all of them were read. The invariant: the order
//! of rules changes nothing.

use crate::{
    engine::{
        chance::Draws,
        eval::Reader,
        fault::Fault,
        fault::{TurnError, at},
        ledger::{Entry, Witness},
        step::Turn,
    },
    story::{
        expr::ast::Write,
        ids::{RuleId, VarId},
        model::{Bound, Cause, Effect, FlatRule, slot_of},
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
    #[expect(
        clippy::inline_always,
        reason = "one body for all that a decision does: a third of a turn was calls"
    )]
    #[inline(always)]
    pub(super) fn rules(&mut self) -> Result<(), TurnError> {
        let sieve = &self.story.flat.sieve;
        if let Some((layer, through)) = sieve.through(0, &self.course.state.slots) {
            // Most often one rule applies, and adds what it adds.
            let n = 64 * layer + through.trailing_zeros() as usize;
            let alone = self.story.flat.rules[n].alone;
            let only = through.is_power_of_two() && layer + 1 == sieve.layers();
            return if only && !alone.is_empty() {
                self.add(alone, Cause::Rule(RuleId::new(n)))
            } else {
                self.came_through(layer, through)
            };
        }
        if self.story.memories.is_empty() { Ok(()) } else { self.came_through(sieve.layers(), 0) }
    }

    /// Applies the rules of a layer of the sieve and those of the words after it; then writes what they come to.
    #[inline(never)]
    fn came_through(&mut self, mut layer: usize, mut through: u64) -> Result<(), TurnError> {
        let (flat, turn) = (&self.story.flat, self.course.state.turn());
        self.course.room.ready(flat.sums.len());
        loop {
            while through != 0 {
                let n = 64 * layer + through.trailing_zeros() as usize;
                through &= through - 1;
                let rule = &flat.rules[n];
                if rule.plain {
                    self.add_parts(n, rule, turn);
                } else if let Err(error) = self.rule(n, rule, turn) {
                    // What was added up so far is of no use to any other turn.
                    self.course.room.sums.clear();
                    return Err(error);
                }
            }
            let next = flat.sieve.through(layer + 1, &self.course.state.slots);
            let Some(next) = next else { break };
            (layer, through) = next;
        }
        if !self.story.memories.is_empty() {
            self.memories()?;
        }
        self.sum_up()?;
        if !self.course.room.memory.is_empty() || !self.course.room.fired.is_empty() {
            self.settle(turn);
        }
        Ok(())
    }

    /// What a rule adds as it stands.
    #[inline]
    fn add_parts(&mut self, n: usize, rule: &FlatRule, turn: i64) {
        for part in rule.parts.among(&self.story.flat.parts) {
            // So many numbers of 32 bits as fit into any memory add up to less than 64.
            let sum = &mut self.course.room.sums[part.sum as usize];
            *sum = sum.wrapping_add(part.amount.into());
            self.wrote(n, part.var, part.amount.into(), turn);
        }
    }

    #[inline]
    fn wrote(&mut self, rule: usize, var: VarId, amount: i64, turn: i64) {
        if amount != 0 {
            self.course.witness.entry(Entry { turn, var, amount, cause: Cause::Rule(RuleId::new(rule)) });
        }
    }

    /// A rule that has to be worked out, or is remembered.
    #[inline(never)]
    fn rule(&mut self, n: usize, rule: &FlatRule, turn: i64) -> Result<(), TurnError> {
        let story = self.story;
        let name = || format!("rule {}", story.rules[n].id);
        if !rule.whole {
            let when = story.rules[n].when.map(|w| w.code);
            if !self.same_reader().holds_or(when).map_err(at(name))? {
                return Ok(());
            }
        }
        if rule.remembered {
            self.course.room.fired.push(n);
        }
        self.add_parts(n, rule, turn);
        for effect in rule.rest.among(&story.effects) {
            let amount = worked_out(effect, &mut self.same_reader()).map_err(at(name))?;
            let Some(amount) = amount else { continue };
            let sum = story.flat.sum_of[effect.var.at()];
            if i32::try_from(amount).is_ok() {
                let sum = &mut self.course.room.sums[sum as usize];
                *sum = sum.wrapping_add(amount);
            } else {
                self.course.room.wide.push((sum, amount));
            }
            self.wrote(n, effect.var, amount, turn);
        }
        Ok(())
    }

    /// A reader that goes on where the last one stopped: nothing is written while the rules are read.
    #[inline]
    fn same_reader(&mut self) -> Reader<'_> {
        Reader::again(self.story, self.setup, &self.course.state, &mut self.course.room.eval)
    }

    /// Works out memory's new values.
    #[inline(never)]
    fn memories(&mut self) -> Result<(), TurnError> {
        let story = self.story;
        for id in &story.memories {
            let var = story.var(*id);
            let Some(is) = var.is else { continue };
            let value = self.same_reader().value(is).map_err(at(|| format!("memory `{}`", var.id)))?;
            self.course.room.memory.push((*id, value.clamp(var.min, var.max)));
        }
        Ok(())
    }

    /// Adds all sums to what they are sums for.
    #[inline]
    fn sum_up(&mut self) -> Result<(), TurnError> {
        let (story, turn) = (self.story, self.course.state.turn());
        if !self.course.room.wide.is_empty() {
            return self.sum_wide();
        }
        let slots = &mut *self.course.state.slots;
        for (bound, sum) in story.flat.sums.iter().zip(&mut self.course.room.sums) {
            let Bound { var, min, max } = *bound;
            let value = &mut slots[slot_of(var).at()];
            let Some(wanted) = value.checked_add(*sum) else { return self.sum_wide() };
            *sum = 0;
            let kept = wanted.max(min).min(max);
            *value = kept;
            if kept != wanted {
                let amount = kept.saturating_sub(wanted);
                self.course.witness.entry(Entry { turn, var, amount, cause: Cause::Clamp });
            }
        }
        Ok(())
    }

    /// The same for any size of number; what was added up already is at 0.
    #[inline(never)]
    fn sum_wide(&mut self) -> Result<(), TurnError> {
        for (n, bound) in self.story.flat.sums.iter().enumerate() {
            let narrow = std::mem::take(&mut self.course.room.sums[n]);
            let wide = self.course.room.wide.iter().filter(|(of, _)| *of as usize == n);
            let sum = wide.fold(i128::from(narrow), |sum, (_, amount)| sum + i128::from(*amount));
            let at = at(|| format!("the sum of `{}`", self.story.var(bound.var).id));
            let sum = i128::from(self.course.state.value(bound.var)) + sum;
            let value = i64::try_from(sum).map_err(|_wide| at(Fault::Overflow))?;
            self.bounded(bound.var, value).map_err(at)?;
        }
        Ok(())
    }

    /// Gives memory its new values, and notes which rules applied.
    #[inline(never)]
    fn settle(&mut self, turn: i64) {
        for n in 0..self.course.room.memory.len() {
            let (var, value) = self.course.room.memory[n];
            self.define(var, value);
        }
        for n in 0..self.course.room.fired.len() {
            let rule = self.story.rule(RuleId::new(self.course.room.fired[n]));
            if let Some(last) = rule.last {
                self.course.state.set(last, turn);
            }
            self.schedule_laters(rule.laters.clone());
        }
    }
}
