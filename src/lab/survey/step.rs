//! A turn of the world on ranges instead of numbers.
//!
//! It follows [`step`](crate::engine), part by part, and takes every way that luck, schedules and parameters leave
//! open. The invariant: where a state lies within the ranges before, the state the engine makes of it lies within those
//! after.

use super::{Survey, narrow::perhaps};
use crate::{
    lab::ranges::{Ranges, Span, common, hull},
    story::{
        expr::ast::Write,
        ids::Slot,
        model::{TURN, slot_of},
    },
};

/// Turns that are followed one by one; after so many they are taken together.
const EXACT: usize = 64;

impl Survey<'_> {
    /// The ranges after the world has been advanced until a turn.
    pub(super) fn advance(&mut self, mut now: Ranges, until: i64) -> Ranges {
        let until = i128::from(until);
        let mut out: Option<Ranges> = None;
        let keep = |out: &mut Option<Ranges>, ranges: &Ranges| {
            let turn = ranges.of(TURN);
            if turn.1 >= until {
                let mut there = ranges.clone();
                there.set(TURN, (turn.0.max(until), turn.1));
                match out {
                    Some(out) => {
                        out.widen_to(&there);
                    }
                    None => *out = Some(there),
                }
            }
        };
        for turns in 0.. {
            keep(&mut out, &now);
            let turn = now.of(TURN);
            if turn.0 >= until {
                break;
            }
            now.set(TURN, (turn.0, turn.1.min(until - 1)));
            if turns == EXACT {
                let all = self.any_turns(now, until);
                keep(&mut out, &all);
                break;
            }
            now = self.step(now);
        }
        out.unwrap_or_else(|| self.bounds.clone())
    }

    /// All that any number of turns before `until` can make of it, and one turn more.
    fn any_turns(&mut self, mut wide: Ranges, until: i128) -> Ranges {
        let first = wide.of(TURN).0;
        wide.set(TURN, (first, until - 1));
        loop {
            let mut next = self.step(wide.clone());
            next.set(TURN, (first, until - 1));
            next.cap();
            let before = wide.clone();
            if !wide.widen_to(&next) {
                let mut after = self.step(wide);
                after.set(TURN, (first, until));
                return after;
            }
            self.let_go(&before, &mut wide);
        }
    }

    /// Where a range has grown, its end is let go to the bound, so that growing comes to an end.
    pub(super) fn let_go(&self, before: &Ranges, now: &mut Ranges) {
        for (n, (old, new)) in before.0.iter().zip(&mut now.0).enumerate() {
            let bound = self.bounds.of(Slot::new(n));
            if new.0 < old.0 {
                new.0 = bound.0.min(new.0);
            }
            if new.1 > old.1 {
                new.1 = bound.1.max(new.1);
            }
        }
    }

    fn step(&mut self, mut now: Ranges) -> Ranges {
        self.consequences(&mut now);
        self.plan(&mut now);
        self.schedules(&mut now);
        self.derive(&mut now);
        self.rules(&mut now);
        let turn = now.of(TURN);
        now.set(TURN, (turn.0 + 1, turn.1 + 1));
        self.peaks(&mut now);
        self.derive(&mut now);
        self.peaks(&mut now);
        self.note(&now);
        now
    }

    fn consequences(&mut self, now: &mut Ranges) {
        let story = self.reading.story;
        for id in &story.laters_by_id {
            let later = story.later(*id);
            let (turn, due) = (now.of(TURN), now.of(later.due));
            if due.1 < 0 || due.0.max(0) > turn.1 {
                continue;
            }
            let surely_due = due.0 >= 0 && due.1 <= turn.0;
            let (holds, surely) = self.condition(now, later.when);
            if let Some(mut comes) = holds {
                comes.set(later.due, (-1, -1));
                self.effects(&mut comes, later.effects.clone(), false);
                if surely_due && surely {
                    *now = comes;
                    continue;
                }
                now.widen_to(&comes);
            }
            // It may also wait, be tried again or lapse.
            now.set(later.due, (-1, due.1.max(turn.1 + 1)));
            now.set(later.tries, hull((0, 0), now.of(later.tries)));
        }
    }

    /// A consequence may begin to wait, or does so surely.
    pub(super) fn waits(&mut self, now: &mut Ranges, laters: std::ops::Range<usize>, surely: bool) {
        for n in laters {
            let later = &self.reading.story.laters[n];
            let soonest = now.of(TURN).0 + i128::from(later.after);
            let known = &mut self.seen.laters[n];
            *known = Some(known.map_or(soonest, |k| k.min(soonest)));
            let (turn, due) = (now.of(TURN), now.of(later.due));
            let after = (turn.0 + i128::from(later.after), turn.1 + i128::from(later.after));
            let free = due.1 < 0;
            if due.0 < 0 {
                now.set(later.due, perhaps(due, hull(after, (after.0, due.1.max(after.1))), surely && free));
                let tries = now.of(later.tries);
                let fresh = (i128::from(later.retries), i128::from(later.retries));
                now.set(later.tries, perhaps(tries, fresh, surely && free));
            }
        }
    }

    fn plan(&mut self, now: &mut Ranges) {
        let story = self.reading.story;
        for entry in &story.plan {
            let (turn, done) = (now.of(TURN), now.of(entry.done));
            if turn.1 < i128::from(entry.from) || done.0 > 0 {
                continue;
            }
            let mut then = now.clone();
            then.set(TURN, (turn.0.max(i128::from(entry.from)), turn.1));
            let (holds, surely) = self.condition(&then, entry.when);
            let Some(mut applied) = holds else { continue };
            applied.set(TURN, turn);
            applied.set(entry.done, (1, 1));
            for (lever, value) in &entry.levers {
                let bounds = self.bounds.of(slot_of(*lever));
                let value = i128::from(*value).clamp(bounds.0, bounds.1);
                applied.set(slot_of(*lever), (value, value));
            }
            let paid = self.spent(&applied).1 <= i128::from(story.budget);
            if surely && paid && turn.0 >= i128::from(entry.from) && done.1 == 0 {
                *now = applied;
            } else {
                now.widen_to(&applied);
            }
        }
    }

    /// What all levers together cost: at least, at most.
    pub(super) fn spent(&self, ranges: &Ranges) -> Span {
        let levers = self.reading.story.vars().filter(|(_, v)| v.cost != 0);
        levers.fold((0, 0), |(low, high), (id, var)| {
            let (least, most) = ranges.of(slot_of(id));
            (low + least * i128::from(var.cost), high + most * i128::from(var.cost))
        })
    }

    fn schedules(&mut self, now: &mut Ranges) {
        let story = self.reading.story;
        let turn = now.of(TURN);
        let surely = turn.0 == turn.1 && self.reading.schedule.is_some();
        for scheduled in self.reading.scheduled(turn) {
            let at = i128::from(scheduled.turn);
            for last in scheduled.shocks.iter().filter_map(|s| story.shock(*s).last) {
                now.set(last, perhaps(now.of(last), (at, at), surely));
            }
            let mut with = now.clone();
            with.set(TURN, (at, at));
            self.events(&mut with, scheduled.events.clone());
            with.set(TURN, turn);
            if surely {
                *now = with;
            } else {
                // It may be another turn, which brings nothing.
                now.widen_to(&with);
            }
        }
    }

    /// Each event may happen or not, those without a chance as their condition says.
    pub(super) fn events(&mut self, now: &mut Ranges, events: std::ops::Range<usize>) {
        let story = self.reading.story;
        for event in &story.events[events] {
            let (holds, surely) = self.condition(now, event.when);
            let (Some(mut happens), true) = (holds, event.chance.0 > 0) else { continue };
            self.effects(&mut happens, event.effects.clone(), false);
            if surely && event.chance.0 >= event.chance.1 {
                *now = happens;
            } else {
                now.widen_to(&happens);
            }
        }
    }

    /// Works out what is derived.
    pub(super) fn derive(&mut self, now: &mut Ranges) {
        self.note(now);
        for id in &self.reading.story.derived {
            let Some(tree) = self.definitions[id.at()] else { continue };
            let value = self.reading.span(now, tree);
            now.set(slot_of(*id), self.clamped(slot_of(*id), value));
        }
    }

    pub(super) fn clamped(&self, slot: Slot, value: Span) -> Span {
        let (min, max) = self.bounds.of(slot);
        (value.0.clamp(min, max), value.1.clamp(min, max))
    }

    fn rules(&mut self, now: &mut Ranges) {
        let story = self.reading.story;
        let read = now.clone();
        self.note(&read);
        let mut sums: Vec<Span> = vec![(0, 0); story.vars.len()];
        for rule in &story.rules {
            let (holds, surely) = self.condition(&read, rule.when);
            let Some(applies) = holds else { continue };
            for n in rule.then.clone() {
                let Some((amount, always)) = self.amount(&applies, n) else { continue };
                let sum = &mut sums[story.effects[n].var.at()];
                let amount = perhaps((0, 0), amount, surely && always);
                *sum = (sum.0 + amount.0, sum.1 + amount.1);
            }
            if let Some(last) = rule.last {
                now.set(last, perhaps(now.of(last), read.of(TURN), surely));
            }
            self.waits(now, rule.laters.clone(), surely);
        }
        for (n, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum != (0, 0)) {
            let slot = slot_of(crate::story::ids::VarId::new(n));
            let before = read.of(slot);
            now.set(slot, self.clamped(slot, (before.0 + sum.0, before.1 + sum.1)));
        }
        for id in &story.memories {
            let Some(tree) = self.definitions[id.at()] else { continue };
            let value = self.reading.span(&read, tree);
            now.set(slot_of(*id), self.clamped(slot_of(*id), value));
        }
    }

    fn peaks(&self, now: &mut Ranges) {
        let story = self.reading.story;
        for id in &story.peaked {
            let var = story.var(*id);
            let Some(peak) = var.peak else { continue };
            let (value, before) = (now.of(slot_of(*id)), now.of(peak));
            now.set(peak, (before.0.max(value.0), before.1.max(value.1)));
            if let Some(turn) = var.peak_turn.filter(|_| value.1 > before.0) {
                now.set(turn, hull(now.of(turn), now.of(TURN)));
            }
        }
    }

    /// What an effect adds, sets or takes, and whether it surely applies; nothing where it never does.
    pub(super) fn amount(&mut self, now: &Ranges, effect: usize) -> Option<(Span, bool)> {
        self.note(now);
        let Some(written) = self.effects[effect] else { return Some((crate::lab::ranges::ANY, false)) };
        let mut then = now.clone();
        let mut surely = true;
        if let Some(when) = &written.when {
            let seen = &mut self.seen.effects[effect].when;
            (seen.holds, seen.fails) = (
                seen.holds || self.reading.possible(now, &[(when, true)]),
                seen.fails || self.reading.possible(now, &[(when, false)]),
            );
            surely = self.reading.settled(now, when) == Some(true);
            if !self.reading.narrow(&mut then, when, true) {
                return None;
            }
        }
        let value = self.reading.span(&then, &written.value);
        let value =
            if self.reading.story.effects[effect].write == Write::Sub { (-value.1, -value.0) } else { value };
        Some((value, surely))
    }

    /// Effects in order, each clamped by itself. Who did not ask beforehand moves a lever as far as it can be paid for.
    pub(super) fn effects(&mut self, now: &mut Ranges, effects: std::ops::Range<usize>, asked: bool) {
        let story = self.reading.story;
        let any = !effects.is_empty();
        for n in effects {
            let effect = story.effects[n];
            let Some((amount, surely)) = self.amount(now, n) else { continue };
            let slot = slot_of(effect.var);
            let before = now.of(slot);
            let wanted = match effect.write {
                Write::Add | Write::Sub => (before.0 + amount.0, before.1 + amount.1),
                Write::Set => amount,
            };
            let bounds = self.bounds.of(slot);
            let kept = common(wanted, bounds);
            self.seen.effects[n].came = true;
            let short = !asked && story.bounds[effect.var.at()].priced;
            // What the budget has taken away no bound takes away.
            let beyond = wanted.0 <= crate::lab::ranges::ANY.0 || wanted.1 >= crate::lab::ranges::ANY.1;
            self.seen.effects[n].uncut |= short || beyond || kept.0 <= kept.1;
            let after = if short { (wanted.0.min(before.0), wanted.1) } else { wanted };
            now.set(slot, perhaps(before, self.clamped(slot, after), surely));
        }
        if any {
            self.derive(now);
        }
    }
}
