//! What can be asked about at a point: numbers, groups, locks, the deck, what lapsed; and how a word finds it.
//!
//! The invariant: what the index names can be asked for by name or id, and nothing hidden is named.

use super::{Maker, Page, Row, Subject, here};
use crate::{
    app::{
        game::Game,
        seen::{Seen, group_seen},
    },
    engine::{Asked, Happening, Lock, Point, choices},
    story::{
        ids::GroupId,
        model::{Owner, VarKind},
    },
};

impl Maker<'_> {
    pub(super) fn index(&self) -> Page {
        let story = &*self.game.story;
        let state = self.state();
        let title = self.lang.say_with("why-index", &[("date", self.date().into())]);
        let mut rows = Vec::new();
        for owner in [Owner::World, Owner::Story] {
            for (var, record) in story.vars().filter(|(_, v)| v.owner == owner) {
                let asked = matches!(record.kind, VarKind::Meter | VarKind::Derived | VarKind::Stock);
                let Some(value) = self.seen(state, var).filter(|_| asked) else { continue };
                let row = Row { amount: value, ..Row::text(self.name(Asked::Var(var))) };
                rows.push(row.to(Subject::Sum(Asked::Var(var)), self.point));
            }
        }
        if !story.groups.is_empty() {
            rows.push(Row::heading(self.lang.say("why-groups")));
        }
        for group in (0..story.groups.len()).map(GroupId::new) {
            let amount = match group_seen(self.game, state, group) {
                Seen::Exact(value) => self.lang.exact(value, 10),
                Seen::Between(low, high) => self.band(low, high, 10),
                Seen::Hidden => continue,
            };
            let row = Row { amount, ..Row::text(self.name(Asked::Group(group))) };
            rows.push(row.to(Subject::Sum(Asked::Group(group)), self.point));
        }
        rows.extend(self.locks());
        rows.extend(self.lapses());
        if let Ok(Some((_, reasons))) = crate::engine::deck(story, &self.game.timeline.setup, state)
            && !reasons.is_empty()
        {
            rows.push(Row::heading(self.lang.say("why-others")));
            rows.push(Row::text(self.lang.say("why-deck")).to(Subject::Deck, self.point));
        }
        Page { title, rows }
    }

    fn locks(&self) -> Vec<Row> {
        let story = &*self.game.story;
        let mut rows = Vec::new();
        for offer in choices(story, &self.game.timeline.setup, self.state()) {
            let label = self.plain(Some(story.choice(offer.choice).text), self.state());
            let row = match offer.lock {
                None => continue,
                Some(Lock::Condition(tree)) => Row::text(label).to(Subject::Condition(tree), self.point),
                Some(lock @ (Lock::Budget { .. } | Lock::Broken(_))) => {
                    let why = crate::app::locks::words_at(self.game, self.state(), &lock, self.lang);
                    Row::text(format!("{label} {why}"))
                }
            };
            if rows.is_empty() {
                rows.push(Row::heading(self.lang.say("why-locked")));
            }
            rows.push(row);
        }
        rows
    }

    /// What the player was told of and did not come, on the way to this moment.
    fn lapses(&self) -> Vec<Row> {
        let Point::Moment(n) = self.point else { return Vec::new() };
        let Some(moment) = self.game.timeline.moments().get(n) else { return Vec::new() };
        let mut rows = Vec::new();
        for (turn, what) in &moment.happenings {
            let Happening::Dropped(later) = what else { continue };
            let record = self.game.story.later(*later);
            if record.foreshadow.is_none() {
                continue;
            }
            if rows.is_empty() {
                rows.push(Row::heading(self.lang.say("why-lapsed")));
            }
            let text = self.plain(record.foreshadow, &moment.state);
            rows.push(Row::text(text).to(Subject::Lapsed(*later, *turn), self.point));
        }
        rows
    }
}

/// What a word asks about: the id, the name or the beginning of the name of a number or group; the number of a locked
/// choice.
#[must_use]
pub fn find(game: &Game, word: &str) -> Option<Subject> {
    let story = &*game.story;
    let wanted = word.to_lowercase();
    if wanted.is_empty() {
        return Some(Subject::Index);
    }
    let state = &game.timeline.at(here(game)).0.clone();
    let mut known: Vec<(String, String, Subject)> = Vec::new();
    for (var, record) in story.vars() {
        let shown = crate::app::seen::seen(game, state, var) != crate::app::seen::Seen::Hidden;
        if shown && !matches!(record.kind, VarKind::Memory | VarKind::Flag) {
            let name = story.label_or(record.name, game.language, &record.id).to_lowercase();
            known.push((record.id.to_lowercase(), name, Subject::Sum(Asked::Var(var))));
        }
    }
    for (n, group) in story.groups.iter().enumerate() {
        let name = story.label(group.name, game.language).to_lowercase();
        known.push((group.id.to_lowercase(), name, Subject::Sum(Asked::Group(GroupId::new(n)))));
    }
    for offer in choices(story, &game.timeline.setup, state) {
        if let Some(Lock::Condition(tree)) = offer.lock {
            let id = story.choice(offer.choice).id.to_lowercase();
            known.push((id.clone(), id, Subject::Condition(tree)));
        }
    }
    if ["deck", "others", "lainnya"].contains(&wanted.as_str()) {
        return Some(Subject::Deck);
    }
    let exact = known.iter().find(|(id, name, _)| *id == wanted || *name == wanted);
    let begins = || known.iter().find(|(_, name, _)| name.starts_with(&wanted));
    exact.or_else(begins).map(|(_, _, subject)| *subject)
}
