//! The library in words: what a row of it offers.
//!
//! The invariant: a run that can no longer be played is still offered, so that the player is told why.

use super::{Game, Model, lang::number, model::Row, page};
use crate::engine::Place;

/// A row of the library in words.
#[must_use]
pub fn row_words(model: &Model, row: Row) -> String {
    let lang = &model.lang;
    let shelved = &model.shelf[row.story];
    let Some((_, run)) = row.run.and_then(|n| shelved.runs.get(n)) else {
        return lang.say(if shelved.runs.is_empty() { "library-begin" } else { "library-begin-again" });
    };
    let decisions = number(run.decisions.len());
    let resumed = shelved.story().and_then(|s| Game::resume(s.clone(), run.clone(), None, lang.tag()).ok());
    let Some(game) = resumed.map(|r| r.game) else {
        return lang
            .say_with("library-continue", &[("scene", "?".into()), ("date", "?".into()), ("n", decisions)]);
    };
    let state = &game.timeline.now().state;
    let mut page = page::now(&game, lang);
    if page.place.is_empty() {
        page.place.clone_from(&page.title);
    }
    match state.place {
        Place::Ended(_) => lang.say_with("library-ended", &[("ending", page.place.into()), ("n", decisions)]),
        Place::Scene(_) | Place::Nowhere => {
            let args = [("scene", page.place.into()), ("date", page.date.into()), ("n", decisions)];
            lang.say_with("library-continue", &args)
        }
    }
}
