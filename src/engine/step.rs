//! One step of the world, from turn n to n + 1.
//!
//! In this order: consequences that fall due, the plan, shocks and the schedule's events; then all rules at once, on
//! one snapshot taken after those; sums are applied and clamped; memory takes its new values from the same snapshot;
//! derived meters follow. The invariant: the order of rules, and of declarations, changes nothing.

use crate::{
    engine::{
        chance::{below, keyed},
        eval::{Fault, Reader, Scratch, short},
        ledger::{Entry, Happening, Witness},
        state::{Luck, Setup, State},
    },
    story::{
        Story,
        expr::{ast::Write, lower::Code},
        ids::{EventId, LaterId, PlanId, RuleId, VarId},
        model::{Cause, Effect, TURN, slot_of},
    },
};

/// A turn that could not be worked out; the state before it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}, in {place}")]
pub struct TurnError {
    /// What went wrong.
    pub fault: Fault,
    /// Where: the rule, choice or scene by kind and id.
    pub place: String,
}

/// A turn being worked out: the state it changes, and who writes it down.
pub(super) struct Turn<'a, W> {
    pub(super) story: &'a Story,
    pub(super) setup: &'a Setup,
    pub(super) state: &'a mut State,
    pub(super) luck: &'a mut Luck,
    pub(super) scratch: &'a mut Scratch,
    pub(super) witness: &'a mut W,
}

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

/// Names the place of a fault.
pub(super) fn at(place: impl Fn() -> String) -> impl Fn(Fault) -> TurnError {
    move |fault| TurnError { fault, place: place() }
}

impl<W: Witness> Turn<'_, W> {
    /// Advances the world by one turn.
    pub(super) fn step(&mut self) -> Result<(), TurnError> {
        self.consequences()?;
        self.plan()?;
        self.schedule()?;
        // What is derived from a shock or a plan is seen by the rules of the same turn.
        self.derive()?;
        self.witness.rules_read(self.state);
        self.rules()?;
        let turn = self.state.turn() + 1;
        self.state.set(TURN, turn);
        // Once for what is derived from a peak, and once for the peaks of what is derived.
        self.peaks();
        self.derive()?;
        self.peaks();
        self.witness.turn_end(self.state);
        Ok(())
    }

    /// Advances the world until a turn; not at all where it has passed.
    pub(super) fn advance(&mut self, until: i64) -> Result<(), TurnError> {
        while self.state.turn() < until {
            self.step()?;
        }
        Ok(())
    }

    /// The value of code in the state as it is now.
    #[inline]
    pub(super) fn value(&mut self, code: Code) -> Result<i64, Fault> {
        match short(&self.story.pool, &self.state.slots, code) {
            Some(value) => Ok(value),
            None => self.reader().value(code),
        }
    }

    /// Whether a condition holds in the state as it is now, if there is one.
    #[inline]
    pub(super) fn holds_or(&mut self, when: Option<Code>) -> Result<bool, Fault> {
        when.map_or(Ok(true), |code| self.value(code).map(|v| v != 0))
    }

    pub(super) fn reader(&mut self) -> Reader<'_> {
        Reader::new(self.story, self.setup, self.state, self.scratch)
    }

    fn consequences(&mut self) -> Result<(), TurnError> {
        let turn = self.state.turn();
        for n in 0..self.story.laters_by_id.len() {
            let id = self.story.laters_by_id[n];
            let later = self.story.later(id);
            let due = self.state.get(later.due);
            if due < 0 || due > turn {
                continue;
            }
            let name = || format!("consequence `{}`", later.id);
            let comes = self.holds_or(later.when.map(|w| w.code)).map_err(at(name))?;
            if comes {
                self.state.set(later.due, -1);
                self.witness.happened(turn, Happening::Came(id));
                self.apply(later.effects.clone(), Cause::Later(id))?;
                continue;
            }
            let tries = self.state.get(later.tries);
            if tries > 0 {
                self.state.set(later.tries, tries - 1);
                self.state.set(later.due, turn + 1);
            } else {
                self.state.set(later.due, -1);
                self.witness.happened(turn, Happening::Dropped(id));
            }
        }
        Ok(())
    }

    /// Lets consequences wait; one that waits already keeps its date.
    pub(super) fn schedule_laters(&mut self, laters: std::ops::Range<usize>) {
        for n in laters {
            let later = self.story.later(LaterId::new(n));
            if self.state.get(later.due) < 0 {
                self.state.set(later.due, self.state.turn() + later.after);
                self.state.set(later.tries, later.retries);
            }
        }
    }

    fn plan(&mut self) -> Result<(), TurnError> {
        let turn = self.state.turn();
        for n in 0..self.story.plan.len() {
            let entry = &self.story.plan[n];
            if turn < entry.from || self.state.get(entry.done) != 0 {
                continue;
            }
            let name = || format!("entry {} of the plan", n + 1);
            let holds = self.holds_or(entry.when.map(|w| w.code)).map_err(at(name))?;
            // An entry that cannot be paid for waits until it can.
            let affordable = holds && {
                let mut wanted = self.state.clone();
                entry.levers.iter().for_each(|(lever, value)| wanted.set(slot_of(*lever), *value));
                wanted.spent(self.story) <= self.story.budget
            };
            if !affordable {
                continue;
            }
            self.state.set(entry.done, 1);
            let id = PlanId::new(n);
            self.witness.happened(turn, Happening::Planned(id));
            for (lever, value) in &entry.levers {
                self.write(*lever, Write::Set, *value, Cause::Plan(id)).map_err(at(name))?;
            }
        }
        Ok(())
    }

    fn schedule(&mut self) -> Result<(), TurnError> {
        let turn = self.state.turn();
        let Some(schedule) = self.setup.schedule.map(|s| &self.story.schedules[s.at()]) else {
            return Ok(());
        };
        let Some(now) = schedule.at(turn) else { return Ok(()) };
        for shock in &now.shocks {
            self.witness.happened(turn, Happening::Shock(*shock));
            if let Some(last) = self.story.shock(*shock).last {
                self.state.set(last, turn);
            }
        }
        self.events(now.events.clone())
    }

    /// Draws each event once; those that happen have their effects.
    pub(super) fn events(&mut self, events: std::ops::Range<usize>) -> Result<(), TurnError> {
        for n in events {
            let id = EventId::new(n);
            let event = self.story.event(id);
            let name = || format!("event `{}`", event.id);
            if !self.holds_or(event.when.map(|w| w.code)).map_err(at(name))? {
                continue;
            }
            let (wins, of) = event.chance;
            if wins < of {
                let bits = keyed(self.setup.seed, event.place, self.luck.count(n));
                self.luck.commit(n);
                if below(bits, of) >= wins {
                    continue;
                }
            }
            self.witness.happened(self.state.turn(), Happening::Event(id));
            self.apply(event.effects.clone(), Cause::Event(id))?;
        }
        Ok(())
    }

    fn rules(&mut self) -> Result<(), TurnError> {
        let story = self.story;
        let turn = self.state.turn();
        // Wider than any sum of 64-bit numbers, so that the order in which they are added cannot matter.
        let mut sums = std::mem::take(&mut self.scratch.sums);
        let mut fired = std::mem::take(&mut self.scratch.fired);
        let mut memory = std::mem::take(&mut self.scratch.memory);
        sums.clear();
        sums.resize(story.vars.len(), 0);
        fired.clear();
        memory.clear();
        let mut reader = Reader::new(story, self.setup, self.state, self.scratch);
        for (n, rule) in story.rules.iter().enumerate() {
            let name = || format!("rule {}", rule.id);
            if let Some(when) = rule.when
                && !reader.holds(when.code).map_err(at(name))?
            {
                continue;
            }
            if rule.remembered {
                fired.push(n);
            }
            let cause = Cause::Rule(RuleId::new(n));
            for effect in &story.effects[rule.then.clone()] {
                let amount = match effect.plain {
                    Some(amount) => amount,
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
        for (n, sum) in sums.iter().copied().enumerate().filter(|(_, sum)| *sum != 0) {
            let var = VarId::new(n);
            let name = || format!("the sum of `{}`", story.var(var).id);
            let value =
                i64::try_from(i128::from(self.state.value(var)) + sum).map_err(|_wide| Fault::Overflow);
            value.and_then(|value| self.bounded(var, value)).map_err(at(name))?;
        }
        for (var, value) in &memory {
            self.define(*var, *value);
        }
        for n in &fired {
            let rule = story.rule(RuleId::new(*n));
            if let Some(last) = rule.last {
                self.state.set(last, turn);
            }
            self.schedule_laters(rule.laters.clone());
        }
        (self.scratch.sums, self.scratch.fired, self.scratch.memory) = (sums, fired, memory);
        Ok(())
    }

    /// Sets a variable to a value within its bounds; what the bounds take away is an entry of its own.
    pub(super) fn bounded(&mut self, var: VarId, value: i64) -> Result<(), Fault> {
        let (min, max) = self.story.bounds[var.at()];
        let kept = value.clamp(min, max);
        if kept != value {
            let amount = kept.checked_sub(value).ok_or(Fault::Overflow)?;
            self.witness.entry(Entry { turn: self.state.turn(), var, amount, cause: Cause::Clamp });
        }
        self.state.set(slot_of(var), kept);
        Ok(())
    }

    fn define(&mut self, var: VarId, value: i64) {
        let amount = value - self.state.value(var);
        if amount != 0 {
            self.witness.entry(Entry { turn: self.state.turn(), var, amount, cause: Cause::Definition });
            self.state.set(slot_of(var), value);
        }
    }

    /// Computes the derived meters.
    pub(super) fn derive(&mut self) -> Result<(), TurnError> {
        let story = self.story;
        if story.derived.is_empty() {
            return Ok(());
        }
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
