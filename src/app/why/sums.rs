//! Why a number is what it is: by cause, and one cause turn by turn.
//!
//! The invariant: the start and the amounts of the rows below it add up to the total at the end.

use super::{Maker, Page, Row, Subject, Tone};
use crate::{
    app::{
        page::date,
        seen::{Seen, group_seen, seen},
    },
    engine::{Asked, By, Point, Sum, why},
    story::model::Cause,
};

/// How much one cause did in all.
struct Share {
    cause: Cause,
    amount: i64,
    /// The last entry of the cause.
    last: usize,
    times: usize,
}

impl Maker<'_> {
    pub(super) fn sum(&self, asked: Asked) -> Page {
        let args = [("name", self.name(asked).into()), ("date", self.date().into())];
        let title = self.lang.say_with("why-number", &args);
        if let Some(rows) = self.kept_back(asked) {
            return Page { title, rows };
        }
        let found = why(&self.game.story, &self.game.timeline, asked, self.point);
        let Ok(sum) = found else {
            return Page { title, rows: vec![Row::text(self.lang.say("worked-out"))] };
        };
        let point = self.point_of(asked);
        let mut rows = self.described(asked);
        let start = self.lang.exact(sum.start, point);
        rows.push(Row { amount: start, ..Row::text(self.lang.say("why-start")) });
        rows.extend(self.inputs(&sum, point));
        for share in self.shares(&sum) {
            let text = self.cause(share.cause, share.last, share.times);
            rows.push(
                self.amount(share.amount, point, text).to(Subject::Part(asked, share.cause), self.point),
            );
        }
        let total = Row {
            amount: self.lang.exact(sum.value, point),
            tone: Tone::Total,
            ..Row::text(self.name(asked))
        };
        rows.push(total);
        Page { title, rows }
    }

    /// What a number means, and what its ends look like.
    fn described(&self, asked: Asked) -> Vec<Row> {
        let story = &*self.game.story;
        let Asked::Var(var) = asked else { return Vec::new() };
        let record = story.var(var);
        let about = record.about.map(|t| story.label(t, self.game.language).to_owned());
        let ends = record.low.zip(record.high).map(|(low, high)| {
            let label = |t| story.label(t, self.game.language).to_owned();
            self.lang.say_with("why-ends", &[("low", label(low).into()), ("high", label(high).into())])
        });
        about.into_iter().chain(ends).map(Row::text).collect()
    }

    /// For a number the office does not see exactly: the causes and their direction, without an amount.
    fn kept_back(&self, asked: Asked) -> Option<Vec<Row>> {
        let found = match asked {
            Asked::Var(var) => seen(self.game, self.state(), var),
            Asked::Group(group) => group_seen(self.game, self.state(), group),
        };
        let seen = match found {
            Seen::Exact(_) => return None,
            Seen::Hidden => return Some(vec![Row::text(self.lang.say("why-hidden"))]),
            Seen::Between(low, high) => self.band(low, high, self.point_of(asked)),
        };
        let mut rows = self.described(asked);
        rows.push(Row::text(self.lang.say_with("why-band", &[("band", seen.into())])));
        let sum = why(&self.game.story, &self.game.timeline, asked, self.point).ok()?;
        for share in self.shares(&sum).into_iter().filter(|s| s.cause != Cause::Clamp) {
            let key = if share.amount > 0 { "why-raised" } else { "why-lowered" };
            let tone = if share.amount > 0 { Tone::Up } else { Tone::Down };
            let text = self.cause(share.cause, share.last, share.times);
            rows.push(Row { amount: self.lang.say(key), tone, ..Row::text(text) });
        }
        for line in &sum.lines {
            let By::Input(var) = line.by else { continue };
            let (key, tone) =
                if line.amount > 0 { ("why-raised", Tone::Up) } else { ("why-lowered", Tone::Down) };
            let row = Row { amount: self.lang.say(key), tone, ..Row::text(self.name(Asked::Var(var))) };
            rows.push(row.to(Subject::Sum(Asked::Var(var)), self.point));
        }
        Some(rows)
    }

    /// What each input moved; those that the office does not see exactly are told with the rounding, as one.
    fn inputs(&self, sum: &Sum, point: i64) -> Vec<Row> {
        let state = self.state();
        let mut rows = Vec::new();
        let (mut rest, mut key) = (0, None);
        for line in &sum.lines {
            match line.by {
                By::Entry(_) => {}
                By::Rounding => {
                    rest += line.amount;
                    key = key.or(Some("why-rounding"));
                }
                By::Input(var) if matches!(seen(self.game, state, var), Seen::Exact(_)) => {
                    let text = self.name(Asked::Var(var));
                    let row = self.amount(line.amount, point, text);
                    rows.push(row.to(Subject::Sum(Asked::Var(var)), self.point));
                }
                By::Input(_) => {
                    rest += line.amount;
                    key = Some("why-unseen");
                }
            }
        }
        rows.extend(key.map(|key| self.amount(rest, point, self.lang.say(key))));
        rows
    }

    /// The causes of a sum, the strongest first.
    fn shares(&self, sum: &Sum) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        for line in &sum.lines {
            let By::Entry(n) = line.by else { continue };
            let cause = self.game.timeline.ledger[n].cause;
            match shares.iter_mut().find(|s| s.cause == cause) {
                Some(share) => {
                    share.amount += line.amount;
                    share.last = n;
                    share.times += 1;
                }
                None => shares.push(Share { cause, amount: line.amount, last: n, times: 1 }),
            }
        }
        shares.sort_by_key(|s| std::cmp::Reverse(s.amount.unsigned_abs()));
        shares
    }

    /// What one cause did to a number, the newest first.
    pub(super) fn part(&self, asked: Asked, cause: Cause) -> Page {
        let point = self.point_of(asked);
        let mut rows = Vec::new();
        let (mut total, mut last) = (0, None);
        if let Ok(sum) = why(&self.game.story, &self.game.timeline, asked, self.point) {
            for line in sum.lines.iter().rev() {
                let By::Entry(n) = line.by else { continue };
                let entry = &self.game.timeline.ledger[n];
                if entry.cause == cause {
                    total += line.amount;
                    last = last.or(Some(n));
                    let text = date(entry.turn, self.lang);
                    rows.push(
                        self.amount(line.amount, point, text).to(Subject::Entry(n), Point::Turn(entry.turn)),
                    );
                }
            }
        }
        let amount = self.lang.exact_signed(total, point);
        rows.push(Row { amount, tone: Tone::Total, ..Row::text(self.lang.say("why-together")) });
        let title = format!(
            "{}: {}",
            self.name(asked),
            self.cause(cause, last.unwrap_or(0), rows.len().saturating_sub(1))
        );
        Page { title, rows }
    }

    pub(super) fn amount(&self, amount: i64, point: i64, text: String) -> Row {
        let tone = if amount < 0 { Tone::Down } else { Tone::Up };
        Row { amount: self.lang.exact_signed(amount, point), tone, ..Row::text(text) }
    }
}
