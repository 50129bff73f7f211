//! A story that was edited while it is played: the play goes on in the new one.
//!
//! The decisions are made again, and the play goes back to the first scene whose text has changed; what came after it
//! can be made again. The invariant: a story that cannot be played leaves the play as it is, and no decision is lost.

use std::sync::Arc;

use super::{game::Game, model::Model, msg::Effect, notes, unfold};
use crate::{
    engine::{Changed, Place},
    story::{Story, ids::SceneId},
};

/// What became of the files that were watched.
#[derive(Debug, Clone)]
pub enum Reloaded {
    /// The story as it is now.
    Story(Arc<Story>),
    /// What keeps it from being played, a line each.
    Broken(Vec<String>),
}

/// How many problems are shown in place.
const SHOWN: usize = 4;

/// Goes on in the story as it is now.
pub(super) fn reload(model: &mut Model, found: Reloaded) -> Vec<Effect> {
    let story = match found {
        Reloaded::Story(story) => story,
        Reloaded::Broken(lines) => {
            let more = lines.len().saturating_sub(SHOWN);
            let mut shown: Vec<String> = lines.into_iter().take(SHOWN).collect();
            if more > 0 {
                shown.push(model.lang.say_with("watch-more", &[("n", super::lang::number(more))]));
            }
            let args = [("what", shown.join(" · ").into())];
            model.notice = Some(model.lang.say_with("watch-broken", &args));
            return Vec::new();
        }
    };
    let Some(before) = model.game.take() else { return Vec::new() };
    let decided: Vec<String> = before.run.decisions.iter().map(|d| d.0.clone()).collect();
    let mut run = before.run.clone();
    let undone = std::mem::take(&mut run.undone);
    let resumed = match Game::resume(Arc::clone(&story), run, before.file, model.lang.tag()) {
        Ok(resumed) => resumed,
        Err(error) => {
            model.notice = Some(notes::cannot_begin(&error, &model.lang));
            model.game = Some(before);
            return Vec::new();
        }
    };
    let mut game = resumed.game;
    // What no longer fits is kept, to be made again when it fits.
    game.run.undone = undone;
    if let Some(Changed::Cut { kept, .. }) = resumed.changed {
        game.run.undone.extend(decided.into_iter().skip(kept).rev());
    }
    let changed = first_changed(&before, &game);
    let now = game.timeline.decisions();
    if let Some(n) = changed.filter(|n| *n < now) {
        game.undo(now - n);
    }
    let place = match game.timeline.now().state.place {
        Place::Scene(scene) => game.story.scene(scene).id.clone(),
        Place::Ended(ending) => game.story.ending(ending).id.clone(),
        Place::Nowhere => String::new(),
    };
    let told = match (&resumed.changed, changed) {
        (Some(cut @ Changed::Cut { .. }), _) => notes::changed(Some(cut), false, &model.lang),
        (_, Some(_)) => Some(model.lang.say_with("watch-changed", &[("place", place.into())])),
        (_, None) => Some(model.lang.say("watch-reloaded")),
    };
    model.notice = told;
    for shelved in &mut model.shelf {
        if shelved.story().is_some_and(|s| s.about.id == story.about.id) {
            shelved.stock = super::model::Stock::Story(Arc::clone(&story));
        }
    }
    model.game = Some(game);
    model.read = false;
    unfold::begin(model);
    Vec::new()
}

/// The first moment of the play whose scene reads otherwise now, or is another.
fn first_changed(before: &Game, after: &Game) -> Option<usize> {
    let (old, new) = (before.timeline.moments(), after.timeline.moments());
    old.iter().zip(new).position(|(old, new)| match (old.state.place, new.state.place) {
        (Place::Scene(was), Place::Scene(is)) => written(&before.story, was) != written(&after.story, is),
        (Place::Ended(was), Place::Ended(is)) => {
            let text = |story: &Story, id| story.texts.letters_of(story.ending(id).text);
            text(&before.story, was) != text(&after.story, is)
        }
        (was, is) => std::mem::discriminant(&was) != std::mem::discriminant(&is),
    })
}

/// Everything that a scene and its choices say, in every language.
fn written(story: &Story, scene: SceneId) -> Vec<String> {
    let record = story.scene(scene);
    let choices = story.choices_of(scene).flat_map(|(_, c)| c.texts());
    std::iter::once(record.text)
        .chain(record.title)
        .chain(choices)
        .map(|t| story.texts.letters_of(t))
        .collect()
}
