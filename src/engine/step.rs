//! One step of the world, from turn n to n + 1.
//!
//! In this order: consequences that fall due, the plan, shocks and the schedule's events; then all rules at once, on
//! one snapshot taken after those; sums are applied and clamped; memory takes its new values from the same snapshot;
//! derived meters follow. The invariant: the order of rules, and of declarations, changes nothing.

use crate::{
    engine::{
        chance::Draws,
        eval::{Fault, Reader, Scratch, short},
        ledger::{Happening, Witness},
        state::{Setup, State},
    },
    story::{
        Story,
        expr::{ast::Write, lower::Code},
        ids::{EventId, LaterId, PlanId, VarId},
        model::{Cause, TURN, slot_of},
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

/// Room for what a turn works out on the way, kept between turns so that none allocates.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    pub(super) eval: Scratch,
    /// By variable, what rules add to it.
    pub(super) sums: Vec<i128>,
    /// Rules that applied and are remembered.
    pub(super) fired: Vec<usize>,
    /// Memory's new values.
    pub(super) memory: Vec<(VarId, i64)>,
}

/// A turn being worked out: the state it changes, and who writes it down.
pub(super) struct Turn<'a, W, L> {
    pub(super) story: &'a Story,
    pub(super) setup: &'a Setup,
    pub(super) state: &'a mut State,
    pub(super) luck: &'a mut L,
    pub(super) room: &'a mut Room,
    pub(super) witness: &'a mut W,
}

/// Names the place of a fault.
#[inline]
pub(super) fn at(place: impl Fn() -> String) -> impl Fn(Fault) -> TurnError {
    #[cold]
    fn placed(fault: Fault, place: &dyn Fn() -> String) -> TurnError {
        TurnError { fault, place: place() }
    }
    move |fault| placed(fault, &place)
}

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Advances the world by one turn.
    pub(super) fn step(&mut self) -> Result<(), TurnError> {
        if !self.story.laters.is_empty() {
            self.consequences()?;
        }
        if !self.story.plan.is_empty() {
            self.plan()?;
        }
        self.schedule()?;
        // What is derived from a shock or a plan is seen by the rules of the same turn.
        self.derive()?;
        self.witness.rules_read(self.state);
        if !self.luck.blind() {
            self.rules()?;
        }
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
        let Some(code) = when else { return Ok(true) };
        match self.luck.guess(self.story, code) {
            Some(guessed) => Ok(guessed),
            None => self.value(code).map(|v| v != 0),
        }
    }

    pub(super) fn reader(&mut self) -> Reader<'_> {
        Reader::new(self.story, self.setup, self.state, &mut self.room.eval)
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
            let certain = event.chance.0 >= event.chance.1;
            if !certain && !self.luck.happens(n, event.place, event.chance) {
                continue;
            }
            self.witness.happened(self.state.turn(), Happening::Event(id));
            self.apply(event.effects.clone(), Cause::Event(id))?;
        }
        Ok(())
    }
}
