//! The library in words: what a row of it offers.
//!
//! The invariant: a run that can no longer be played is still offered, so that the player is told why.

use super::{
    Action, Game, Lang, Model, Screen,
    lang::number,
    model::{Row, Shelved},
    page,
};
use crate::{engine::Place, story::ids::EndingId};

/// A row of the library in words.
#[must_use]
pub fn row_words(model: &Model, row: Row) -> String {
    let lang = &model.lang;
    let shelved = &model.shelf[row.story];
    let Some((_, run)) = row.run.and_then(|n| shelved.runs.get(n)) else {
        if shelved.world {
            return lang.say("library-govern");
        }
        return lang.say(if shelved.runs.is_empty() { "library-begin" } else { "library-begin-again" });
    };
    let decisions = number(run.decisions.len());
    let resumed = shelved.story().and_then(|s| Game::resume(s.clone(), run.clone(), None, lang.tag()).ok());
    let Some(game) = resumed.map(|r| r.game) else {
        return lang
            .say_with("library-continue", &[("scene", "?".into()), ("date", "?".into()), ("n", decisions)]);
    };
    let state = &game.timeline.now().state;
    let mut page = page::of(&game, game.timeline.decisions(), lang);
    if page.place.is_empty() {
        page.place.clone_from(&page.title);
    }
    let words = match state.place {
        Place::Ended(_) => lang.say_with("library-ended", &[("ending", page.place.into()), ("n", decisions)]),
        Place::Nowhere => lang.say_with("library-govern-on", &[("date", page.date.into())]),
        Place::Scene(_) => {
            let args = [("scene", page.place.into()), ("date", page.date.into()), ("n", decisions)];
            lang.say_with("library-continue", &args)
        }
    };
    page.numbers.map_or(words.clone(), |numbers| format!("{words}, {numbers}"))
}

/// The endings of a story as silhouettes, each whether some run has reached it, and those that were in words; nothing
/// where none was, or there is no story.
#[must_use]
pub fn endings(shelved: &Shelved, lang: &Lang) -> Option<(Vec<bool>, String)> {
    let story = shelved.story().filter(|_| !shelved.known.endings.is_empty())?;
    let found = |n: usize| shelved.known.endings.contains(&EndingId::new(n));
    let silhouettes: Vec<bool> = (0..story.endings.len()).map(found).collect();
    let language = story.language(lang.tag());
    let title = |ending: &EndingId| {
        let record = story.ending(*ending);
        story.label_or(record.title, language, &record.id).to_owned()
    };
    let titles: Vec<String> = shelved.known.endings.iter().map(title).collect();
    let args = [
        ("n", number(titles.len())),
        ("all", number(silhouettes.len())),
        ("titles", titles.join(", ").into()),
    ];
    Some((silhouettes, lang.say_with("library-endings", &args)))
}

/// At the end of a story, the others of its country that stand on the shelf, in words; nothing before, or where there is
/// none.
#[must_use]
pub fn other_chairs(model: &Model) -> Option<String> {
    let game = model.game.as_ref().filter(|game| game.ended())?;
    let here = |shelved: &&Shelved| {
        let story = shelved.story();
        story.is_some_and(|s| {
            s.world == game.story.world && s.about.id != game.story.about.id && !s.scenes.is_empty()
        })
    };
    let chair = |shelved: &Shelved| {
        let words = shelved.head.words(model.lang.tag());
        format!("{} ({})", words.title, words.chair.trim_end_matches('.'))
    };
    let chairs: Vec<String> = model.shelf.iter().filter(here).map(chair).collect();
    let list = chairs.join("; ");
    (!chairs.is_empty()).then(|| model.lang.say_with("ending-chairs", &[("list", list.into())]))
}

/// The story that the marked row is about.
fn marked(model: &Model) -> Option<&Shelved> {
    let Screen::Library { marked } = model.screen() else { return None };
    let row = model.rows().get(*marked).copied()?;
    model.shelf.get(row.story)
}

/// What the next run will be begun with, in words: schedule, preset, card.
#[must_use]
pub fn fresh_words(model: &Model) -> String {
    let lang = &model.lang;
    let found = marked(model).or_else(|| model.shelf.first());
    let Some(story) = found.and_then(Shelved::story) else { return String::new() };
    let language = story.language(lang.tag());
    let schedule = story.schedules.iter().find(|s| Some(&s.id) == model.fresh.schedule.as_ref());
    let schedule = schedule.or(story.schedules.first()).map(|s| story.label(s.name, language).to_owned());
    let preset = story.presets.iter().find(|p| Some(&p.id) == model.fresh.preset.as_ref());
    let preset = preset.or_else(|| story.presets.iter().find(|p| p.set.is_empty()));
    let preset = preset.map(|p| story.label(p.name, language).to_owned());
    let card = model.fresh.card.and_then(|n| model.cards.get(n).map(|c| (n, c)));
    let card = card.map(|(n, c)| {
        let args =
            [("n", number(n + 1)), ("story", c.story.clone().into()), ("country", c.country.clone().into())];
        lang.say_with("fresh-card", &args)
    });
    let parts = [schedule, preset, card];
    lang.say_with("fresh", &[("list", parts.into_iter().flatten().collect::<Vec<_>>().join(" / ").into())])
}

/// Takes the next schedule, preset or card for the next run.
pub(super) fn turn_over(model: &mut Model, action: Action) {
    let Some(story) = marked(model).and_then(|s| s.story().cloned()) else { return };
    let next = |ids: Vec<&String>, now: Option<&String>| -> Option<String> {
        let at = now.and_then(|n| ids.iter().position(|i| *i == n)).unwrap_or(0);
        ids.get((at + 1) % ids.len().max(1)).map(|i| (*i).clone())
    };
    match action {
        Action::Schedule => {
            let ids = story.schedules.iter().map(|s| &s.id).collect();
            model.fresh.schedule = next(ids, model.fresh.schedule.as_ref());
        }
        Action::Preset => {
            let ids = story.presets.iter().map(|p| &p.id).collect();
            model.fresh.preset = next(ids, model.fresh.preset.as_ref());
        }
        _ => {
            let count = model.cards.len();
            model.fresh.card = match model.fresh.card {
                None => (count > 0).then_some(0),
                Some(n) => Some(n + 1).filter(|n| *n < count),
            };
            if count == 0 {
                model.notice = Some(model.lang.say("notice-no-cards"));
                return;
            }
        }
    }
    model.notice = Some(fresh_words(model));
}
