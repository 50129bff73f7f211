//! One step of the world, from turn n to n + 1.
//!
//! In this order: consequences that fall due, the plan, shocks and the schedule's events; then all rules at once, on
//! one snapshot taken after those; sums are applied and clamped; memory takes its new values from the same snapshot;
//! derived meters follow. The invariant: the order of rules, and of declarations, changes nothing.

use crate::{
    engine::{
        chance::Draws,
        eval::{Reader, Scratch, short},
        fault::{Fault, TurnError, at},
        ledger::{Happening, Witness},
        state::{Setup, State},
    },
    story::{
        Story,
        expr::{ast::Write, lower::Code},
        ids::{EventId, LaterId, PlanId, ScheduleId, VarId},
        model::{Cause, Span, TURN, slot_of},
    },
};

/// Room for what a turn works out on the way, kept between turns so that none allocates.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    pub(super) eval: Scratch,
    /// What rules add up to, by [`Flat::sums`](crate::story::model::Flat::sums). All are 0 between turns; a turn that
    /// fails leaves the room to be thrown away.
    pub(super) sums: Vec<i64>,
    /// What they add beyond that, numbers of more than 32 bits: to which sum, how much.
    pub(super) wide: Vec<(u32, i64)>,
    /// Rules that applied and are remembered.
    pub(super) fired: Vec<usize>,
    /// Memory's new values.
    pub(super) memory: Vec<(VarId, i64)>,
}

impl Room {
    /// Makes room for the rules of a turn.
    #[inline]
    pub(super) fn ready(&mut self, sums: usize) {
        if self.sums.len() != sums {
            self.sums.resize(sums, 0);
        }
        self.eval.forget();
        self.wide.clear();
        self.fired.clear();
        self.memory.clear();
    }
}

/// What a turn changes: where the play stands, its luck, the room it works in, and who writes down what it does.
///
/// One record, so that a turn finds all of it by one address.
#[derive(Debug, Clone)]
pub(super) struct Course<W, L> {
    pub(super) state: State,
    pub(super) luck: L,
    pub(super) room: Room,
    pub(super) witness: W,
}

/// A turn being worked out.
pub(super) struct Turn<'a, W, L> {
    pub(super) story: &'a Story,
    pub(super) setup: &'a Setup,
    pub(super) course: &'a mut Course<W, L>,
}

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Advances the world by one turn.
    #[inline(never)]
    pub(super) fn step(&mut self) -> Result<(), TurnError> {
        if !(self.story.flat.calm && self.setup.schedule.is_none()) {
            return self.full_step();
        }
        self.all_rules()?;
        self.course.witness.turn_end(&self.course.state);
        Ok(())
    }

    /// A step of a story in which more than rules can move the world.
    #[inline(never)]
    fn full_step(&mut self) -> Result<(), TurnError> {
        self.consequences()?;
        self.plan()?;
        if let Some(schedule) = self.setup.schedule {
            self.schedule(schedule)?;
        }
        // What is derived from a shock or a plan is seen by the rules of the same turn.
        self.derive()?;
        self.all_rules()?;
        // Once for what is derived from a peak, and once for the peaks of what is derived.
        self.peaks();
        self.derive()?;
        self.peaks();
        self.course.witness.turn_end(&self.course.state);
        Ok(())
    }

    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    fn all_rules(&mut self) -> Result<(), TurnError> {
        self.course.witness.rules_read(&self.course.state);
        if !self.course.luck.blind() {
            self.rules()?;
        }
        let turn = self.course.state.turn() + 1;
        self.course.state.set(TURN, turn);
        Ok(())
    }

    /// Advances the world until a turn; not at all where it has passed.
    pub(super) fn advance(&mut self, until: i64) -> Result<(), TurnError> {
        while self.course.state.turn() < until {
            self.step()?;
        }
        Ok(())
    }

    /// The value of code in the state as it is now.
    #[inline]
    pub(super) fn value(&mut self, code: Code) -> Result<i64, Fault> {
        match short(&self.story.pool, &self.course.state.slots, code) {
            Some(value) => Ok(value),
            None => self.reader().value(code),
        }
    }

    /// Whether a condition holds in the state as it is now, if there is one.
    #[inline]
    pub(super) fn holds_or(&mut self, when: Option<Code>) -> Result<bool, Fault> {
        let Some(code) = when else { return Ok(true) };
        match self.course.luck.guess(self.story, code) {
            Some(guessed) => Ok(guessed),
            None => self.value(code).map(|v| v != 0),
        }
    }

    pub(super) fn reader(&mut self) -> Reader<'_> {
        Reader::new(self.story, self.setup, &self.course.state, &mut self.course.room.eval)
    }

    #[inline(never)]
    fn consequences(&mut self) -> Result<(), TurnError> {
        let turn = self.course.state.turn();
        for n in 0..self.story.laters_by_id.len() {
            let id = self.story.laters_by_id[n];
            let later = self.story.later(id);
            let due = self.course.state.get(later.due);
            if due < 0 || due > turn {
                continue;
            }
            let name = || format!("consequence `{}`", later.id);
            let comes = self.holds_or(later.when.map(|w| w.code)).map_err(at(name))?;
            if comes {
                self.course.state.set(later.due, -1);
                self.course.witness.happened(turn, Happening::Came(id));
                self.apply(self.story.flat.laters[id.at()], Cause::Later(id))?;
                continue;
            }
            let tries = self.course.state.get(later.tries);
            if tries > 0 {
                self.course.state.set(later.tries, tries - 1);
                self.course.state.set(later.due, turn + 1);
            } else {
                self.course.state.set(later.due, -1);
                self.course.witness.happened(turn, Happening::Dropped(id));
            }
        }
        Ok(())
    }

    /// Lets consequences wait; one that waits already keeps its date.
    pub(super) fn schedule_laters(&mut self, laters: std::ops::Range<usize>) {
        for n in laters {
            let later = self.story.later(LaterId::new(n));
            if self.course.state.get(later.due) < 0 {
                self.course.state.set(later.due, self.course.state.turn() + later.after);
                self.course.state.set(later.tries, later.retries);
            }
        }
    }

    #[inline(never)]
    fn plan(&mut self) -> Result<(), TurnError> {
        let turn = self.course.state.turn();
        for n in 0..self.story.plan.len() {
            let entry = &self.story.plan[n];
            if turn < entry.from || self.course.state.get(entry.done) != 0 {
                continue;
            }
            let name = || format!("entry {} of the plan", n + 1);
            let holds = self.holds_or(entry.when.map(|w| w.code)).map_err(at(name))?;
            // An entry that cannot be paid for waits until it can.
            let affordable = holds && {
                let mut wanted = self.course.state.clone();
                entry.levers.iter().for_each(|(lever, value)| wanted.set(slot_of(*lever), *value));
                wanted.spent(self.story) <= self.story.budget
            };
            if !affordable {
                continue;
            }
            self.course.state.set(entry.done, 1);
            let id = PlanId::new(n);
            self.course.witness.happened(turn, Happening::Planned(id));
            for (lever, value) in &entry.levers {
                self.write(*lever, Write::Set, *value, Cause::Plan(id)).map_err(at(name))?;
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn schedule(&mut self, id: ScheduleId) -> Result<(), TurnError> {
        let turn = self.course.state.turn();
        let Some(now) = self.story.schedules[id.at()].at(turn) else { return Ok(()) };
        for shock in &now.shocks {
            self.course.witness.happened(turn, Happening::Shock(*shock));
            if let Some(last) = self.story.shock(*shock).last {
                self.course.state.set(last, turn);
            }
        }
        self.events(Span::of(&now.events))
    }

    /// Draws each event once; those that happen have their effects.
    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    pub(super) fn events(&mut self, events: Span) -> Result<(), TurnError> {
        let story = self.story;
        for (n, event) in events.numbered(&story.flat.events) {
            let id = EventId::of(n);
            if event.asks {
                let event = story.event(id);
                let name = || format!("event `{}`", event.id);
                if !self.holds_or(event.when.map(|w| w.code)).map_err(at(name))? {
                    continue;
                }
            }
            if !event.odds.certain() && !self.course.luck.happens(n as usize, &event.odds) {
                continue;
            }
            self.course.witness.happened(self.course.state.turn(), Happening::Event(id));
            self.apply(event.does, Cause::Event(id))?;
        }
        Ok(())
    }
}
