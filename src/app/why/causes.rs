//! Why a line of the ledger stands there: its rule, what the rule read, and the choices that led to that.
//!
//! The invariant: every cause leads to a rule, a choice, an event, the plan or a hand; nothing is a dead end without a
//! reason.

use super::{Maker, Page, Row, Subject};
use crate::{
    app::page::date,
    engine::{Asked, Grounds, Point, grounds, last_moved},
    story::{
        ids::{ChoiceId, RuleId},
        model::{Cause, VarKind},
    },
};

impl Maker<'_> {
    /// A cause in one line: a rule's reason, a choice's words. `times` is how often it wrote.
    pub(super) fn cause(&self, cause: Cause, entry: usize, times: usize) -> String {
        let story = &*self.game.story;
        let language = self.game.language;
        match cause {
            Cause::Rule(rule) => {
                let record = story.rule(rule);
                let because = story.label(record.because, language).to_owned();
                self.lang.say_with(
                    "cause-rule",
                    &[("because", because.into()), ("rule", record.id.clone().into())],
                )
            }
            Cause::Choice(choice) => self.chose(choice, entry),
            Cause::Later(later) => {
                let record = story.later(later);
                let text = self.plain(record.text, self.game.timeline.at(self.point).0);
                if text.is_empty() {
                    self.from(record.by, entry)
                } else {
                    self.lang.say_with("cause-later", &[("text", text.into())])
                }
            }
            Cause::Event(event) => {
                let text = self.plain(story.event(event).text, self.state());
                if text.is_empty() { self.lang.say("cause-event") } else { text }
            }
            Cause::Scene(scene) => {
                let record = story.scene(scene);
                let name = story.label_or(record.title, language, &record.id).to_owned();
                self.lang.say_with("cause-scene", &[("scene", name.into())])
            }
            Cause::Plan(_) => self.lang.say("cause-plan"),
            Cause::Hand if times > 1 => self.lang.say("cause-hand"),
            Cause::Hand => {
                let when = self.game.timeline.ledger.get(entry).map_or(0, |e| e.turn);
                self.lang.say_with("cause-hand-at", &[("date", date(when, self.lang).into())])
            }
            Cause::Clamp => self.lang.say("cause-clamp"),
            Cause::Definition => self.lang.say("cause-definition"),
        }
    }

    /// `You chose "…"`, with its scene and date.
    fn chose(&self, choice: ChoiceId, entry: usize) -> String {
        let moments = self.game.timeline.moments();
        // The last time it was chosen before that entry was written.
        let begun = |n: &usize| moments[*n].by == Some(choice) && *n > 0 && moments[*n - 1].entries <= entry;
        let at = (0..moments.len()).rev().find(begun);
        let before = at.map_or(&self.game.timeline.start, |n| self.game.timeline.before(n));
        let label = self.plain(Some(self.game.story.choice(choice).text), before);
        let args = [
            ("choice", label.into()),
            ("scene", self.place(before).into()),
            ("date", date(before.turn(), self.lang).into()),
        ];
        self.lang.say_with("cause-choice", &args)
    }

    /// What scheduled a consequence, in one line.
    fn from(&self, by: Cause, entry: usize) -> String {
        match by {
            Cause::Choice(choice) => self.chose(choice, entry),
            other => self.cause(other, entry, 1),
        }
    }

    /// A row for what scheduled a consequence.
    pub(super) fn set_off(&self, by: Cause) -> Option<Row> {
        let what = match by {
            Cause::Choice(choice) => self.chose(choice, usize::MAX),
            Cause::Rule(_) => self.cause(by, 0, 1),
            Cause::Scene(_)
            | Cause::Event(_)
            | Cause::Later(_)
            | Cause::Plan(_)
            | Cause::Hand
            | Cause::Clamp
            | Cause::Definition => return None,
        };
        Some(Row::text(self.lang.say_with("why-set-off", &[("what", what.into())])))
    }

    /// One line of the ledger.
    pub(super) fn entry(&self, n: usize) -> Page {
        let story = &*self.game.story;
        let Some(entry) = self.game.timeline.ledger.get(n) else {
            return Page { title: String::new(), rows: Vec::new() };
        };
        let amount = self.lang.exact_signed(entry.amount, self.point_of_var(entry.var));
        let args = [
            ("name", self.name(Asked::Var(entry.var)).into()),
            ("amount", amount.into()),
            ("date", date(entry.turn, self.lang).into()),
        ];
        let title = self.lang.say_with("why-entry", &args);
        let mut rows = Vec::new();
        match entry.cause {
            Cause::Rule(rule) => {
                rows.extend(self.rule(rule));
                if let Ok(grounds) = grounds(story, &self.game.timeline, entry) {
                    rows.extend(self.grounds(n, &grounds));
                }
            }
            Cause::Later(later) => {
                rows.push(Row::text(self.cause(entry.cause, n, 1)));
                rows.extend(self.set_off(story.later(later).by));
            }
            Cause::Choice(choice) => {
                rows.push(Row::text(self.cause(entry.cause, n, 1)));
                let record = story.choice(choice);
                for (key, text) in [("gives", record.gives), ("costs", record.costs)] {
                    let text = self.plain(text, self.state());
                    if !text.is_empty() {
                        rows.push(Row::text(format!("{} {text}", self.lang.say(key))));
                    }
                }
            }
            Cause::Scene(_)
            | Cause::Event(_)
            | Cause::Plan(_)
            | Cause::Hand
            | Cause::Clamp
            | Cause::Definition => rows.push(Row::text(self.cause(entry.cause, n, 1))),
        }
        Page { title, rows }
    }

    /// A rule by its name, its reason and what it does.
    fn rule(&self, rule: RuleId) -> Vec<Row> {
        let story = &*self.game.story;
        let record = story.rule(rule);
        let label = |t| story.label(t, self.game.language).to_owned();
        let mut rows = vec![
            Row::heading(format!("{} ({})", label(record.name), record.id)),
            Row::text(label(record.because)),
        ];
        rows.extend(record.says.map(|t| Row::text(label(t))));
        rows
    }

    fn grounds(&self, n: usize, grounds: &Grounds) -> Vec<Row> {
        let story = &*self.game.story;
        let timeline = &self.game.timeline;
        let language = self.game.language;
        let entry = &timeline.ledger[n];
        let point = self.point_of_var(entry.var);
        let mut rows = Vec::new();
        for (id, part) in &grounds.of_which {
            let record = story.named(*id);
            let name = story.label_or(record.name, language, &record.id).to_owned();
            let because = story.label_or(record.because, language, "").to_owned();
            let args = [("name", name.into()), ("because", because.into())];
            rows.push(self.amount(*part, point, self.lang.say_with("why-of-which", &args)));
        }
        for param in &grounds.read.params {
            let record = story.parameter(*param);
            let value = timeline.setup.params[param.at()];
            let key = if record.contested { "why-contested" } else { "why-scaled" };
            let name = story.label(record.name, language).to_owned();
            rows.push(Row::text(self.lang.say_with(key, &[("name", name.into()), ("value", value.into())])));
        }
        let Some(state) = timeline.read_at(entry.turn) else { return rows };
        let read: Vec<_> = grounds.read.vars.iter().copied().collect();
        let of =
            |levers: bool| read.iter().filter(move |v| (story.var(**v).kind == VarKind::Lever) == levers);
        let mut seen = Vec::new();
        for var in of(false) {
            let Some(value) = self.seen(state, *var) else { continue };
            let row = Row { amount: value, ..Row::text(self.name(Asked::Var(*var))) };
            seen.push(row.to(Subject::Sum(Asked::Var(*var)), Point::Read(entry.turn)));
        }
        if !seen.is_empty() {
            rows.push(Row::heading(self.lang.say("why-read")));
            rows.extend(seen);
        }
        let flags = read.iter().filter(|v| story.var(**v).kind == VarKind::Flag && state.value(**v) != 0);
        let mut moved = Vec::new();
        for var in of(true).chain(flags) {
            let lever = story.var(*var).kind == VarKind::Lever;
            let value = if lever { state.value(*var).to_string() } else { String::new() };
            let name = if lever { self.name(Asked::Var(*var)) } else { story.var(*var).id.replace('_', " ") };
            moved.push(if let Some(by) = last_moved(timeline, *var, n) {
                let entry = &timeline.ledger[by];
                let text = format!("{name}: {}", self.cause(entry.cause, by, 1));
                let row = Row { amount: value, ..Row::text(text) };
                row.to(Subject::Entry(by), Point::Turn(entry.turn))
            } else {
                let text = format!("{name}: {}", self.lang.say("why-from-the-start"));
                Row { amount: value, ..Row::text(text) }
            });
        }
        if !moved.is_empty() {
            rows.push(Row::heading(self.lang.say("why-moved")));
            rows.extend(moved);
        }
        rows
    }
}
