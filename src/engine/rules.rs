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
        state::turn_of,
        step::{Course, Turn},
        write::{add, beyond},
    },
    story::{
        expr::ast::Write,
        ids::{RuleId, VarId},
        model::{Bound, Cause, Effect, Flat, FlatRule},
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

/// Applies the rules of a story where they are [`brief`](Flat::brief).
///
/// # Errors
/// Who made a number grow beyond all numbers.
#[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
#[inline(always)]
pub(super) fn brief<W: Witness>(
    flat: &Flat,
    slots: &mut [i64],
    sums: &mut Vec<i64>,
    witness: &mut W,
) -> Result<(), Cause> {
    let through = flat.sieve.first(slots);
    if through == 0 {
        return Ok(());
    }
    // Most often one rule applies, and adds what it adds.
    let n = through.trailing_zeros() as usize;
    let alone = flat.rules[n].alone;
    if through.is_power_of_two() && !alone.is_empty() {
        return add(slots, alone.among(&flat.adds), Cause::Rule(RuleId::new(n)), witness);
    }
    several(flat, through, slots, sums, witness)
}

#[inline(never)]
fn several<W: Witness>(
    flat: &Flat,
    mut through: u64,
    slots: &mut [i64],
    sums: &mut Vec<i64>,
    witness: &mut W,
) -> Result<(), Cause> {
    let (turn, first) = (turn_of(slots), through.trailing_zeros() as usize);
    sums.resize(flat.sums.len(), 0);
    while through != 0 {
        add_parts(flat, through.trailing_zeros() as usize, turn, sums, witness);
        through &= through - 1;
    }
    if sum_up(&flat.sums, slots, sums, witness) { Ok(()) } else { Err(Cause::Rule(RuleId::new(first))) }
}

/// What a rule adds as it stands.
#[inline]
fn add_parts<W: Witness>(flat: &Flat, n: usize, turn: i64, sums: &mut [i64], witness: &mut W) {
    for part in flat.rules[n].parts.among(&flat.parts) {
        // So many numbers of 32 bits as fit into any memory add up to less than 64.
        let sum = &mut sums[part.sum as usize];
        *sum = sum.wrapping_add(part.amount.into());
        wrote(n, part.var, part.amount.into(), turn, witness);
    }
}

#[inline]
fn wrote<W: Witness>(rule: usize, var: VarId, amount: i64, turn: i64, witness: &mut W) {
    if amount != 0 {
        witness.entry(Entry { turn, var, amount, cause: Cause::Rule(RuleId::new(rule)) });
    }
}

/// Adds sums to what they are sums for, and leaves them at 0; false at the first that is too much for a number.
#[inline]
fn sum_up<W: Witness>(bounds: &[Bound], slots: &mut [i64], sums: &mut [i64], witness: &mut W) -> bool {
    let turn = turn_of(slots);
    for (bound, sum) in bounds.iter().zip(sums) {
        let value = &mut slots[bound.slot.at()];
        let Some(wanted) = value.checked_add(*sum) else { return false };
        *sum = 0;
        let kept = wanted.max(bound.min).min(bound.max);
        *value = kept;
        if kept != wanted {
            let (var, amount) = (bound.slot.var(), kept.saturating_sub(wanted));
            witness.entry(Entry { turn, var, amount, cause: Cause::Clamp });
        }
    }
    true
}

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Applies all rules.
    #[expect(
        clippy::inline_always,
        reason = "one body for all that a decision does: a third of a turn was calls"
    )]
    #[inline(always)]
    pub(super) fn rules(&mut self) -> Result<(), TurnError> {
        let flat = &self.story.flat;
        if flat.brief {
            let Course { state, room, witness, .. } = &mut *self.course;
            return brief(flat, &mut state.slots, &mut room.sums, witness)
                .map_err(|cause| beyond(self.story, cause));
        }
        match flat.sieve.through(0, &self.course.state.slots) {
            Some((layer, through)) => self.came_through(layer, through),
            None if self.story.memories.is_empty() => Ok(()),
            None => self.came_through(flat.sieve.layers(), 0),
        }
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
                    let Course { room, witness, .. } = &mut *self.course;
                    add_parts(flat, n, turn, &mut room.sums, witness);
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
        let Course { room, witness, .. } = &mut *self.course;
        add_parts(&story.flat, n, turn, &mut room.sums, witness);
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
            wrote(n, effect.var, amount, turn, &mut self.course.witness);
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
        let Course { state, room, witness, .. } = &mut *self.course;
        let narrow =
            room.wide.is_empty() && sum_up(&self.story.flat.sums, &mut state.slots, &mut room.sums, witness);
        if narrow { Ok(()) } else { self.sum_wide() }
    }

    /// The same for any size of number; what was added up already is at 0.
    #[inline(never)]
    fn sum_wide(&mut self) -> Result<(), TurnError> {
        for (n, bound) in self.story.flat.sums.iter().enumerate() {
            let narrow = std::mem::take(&mut self.course.room.sums[n]);
            let wide = self.course.room.wide.iter().filter(|(of, _)| *of as usize == n);
            let sum = wide.fold(i128::from(narrow), |sum, (_, amount)| sum + i128::from(*amount));
            let at = at(|| format!("the sum of `{}`", self.story.var(bound.slot.var()).id));
            let sum = i128::from(self.course.state.get(bound.slot)) + sum;
            let value = i64::try_from(sum).map_err(|_wide| at(Fault::Overflow))?;
            self.bounded(bound.slot.var(), value).map_err(at)?;
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
