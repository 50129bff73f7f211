//! How a play begins: anew, or where a saved run stands; and that it is saved.
//!
//! The invariant: nothing is written before the first decision.

use super::{
    game::Game,
    known,
    model::{Model, Screen},
    msg::Effect,
    notes, unfold,
};
use crate::{engine::Run, story::Story};

/// Begins a story of the shelf with a seed and with what the library was set to.
pub(super) fn fresh(model: &mut Model, story: usize, seed: u64) -> Vec<Effect> {
    let Some(found) = model.shelf.get(story).and_then(|s| s.story().cloned()) else { return Vec::new() };
    let run = match begun(model, &found, seed) {
        Ok(run) => run,
        Err(why) => {
            model.notice = Some(why);
            return Vec::new();
        }
    };
    // A story that lay open on the shelf has told its notes there.
    model.introduced = model.open_on_shelf() == Some(story);
    play(model, story, run, None)
}

/// A run that begins now, with what the library was set to.
fn begun(model: &Model, story: &Story, seed: u64) -> Result<Run, String> {
    let mut run = Run::new(story, seed);
    let fresh = &model.fresh;
    let card = fresh.card.and_then(|n| model.cards.get(n)).filter(|_| !story.scenes.is_empty());
    if let Some(card) = card {
        run.begin_from(card, story).map_err(|e| e.to_string())?;
    }
    // What was set for one world may not be there in another.
    if let Some(id) = fresh.schedule.as_ref().filter(|id| story.schedules.iter().any(|s| s.id == **id)) {
        run.schedule.clone_from(id);
    }
    if let Some(id) = fresh.preset.as_ref().filter(|id| story.presets.iter().any(|p| p.id == **id)) {
        run.preset.clone_from(id);
    }
    Ok(run)
}

/// Opens a run, begun or saved.
pub fn play(model: &mut Model, story: usize, run: Run, file: Option<u32>) -> Vec<Effect> {
    let Some(found) = model.shelf.get(story).and_then(|s| s.story().cloned()) else { return Vec::new() };
    match Game::resume(found, run, file, model.lang.tag()) {
        Err(error) => {
            model.notice = Some(notes::cannot_begin(&error, &model.lang));
            Vec::new()
        }
        Ok(resumed) => {
            let told = notes::changed(resumed.changed.as_ref(), resumed.edited, &model.lang);
            let again = (file.is_some()).then(|| model.lang.say("notice-resumed"));
            model.notice = told.or(again);
            let cut = file.is_some() && resumed.game.file.is_none();
            known::take_in(model);
            model.game = Some(resumed.game);
            model.screens.retain(|s| matches!(s, Screen::Library { .. }));
            let governs = model.game.as_ref().is_some_and(Game::governs);
            model.screens.push(if governs {
                Screen::Govern { marked: 0, scroll: 0 }
            } else {
                Screen::Play { marked: 0, scroll: 0 }
            });
            model.read = false;
            // Where a run goes on, the scene was read.
            if file.is_none() {
                unfold::begin(model);
            }
            // Nothing is written before the first decision; a run that was cut is kept as a run of its own.
            let begun = model.game.as_ref().is_some_and(|g| g.timeline.decisions() > 0 && g.file.is_none());
            if cut || begun { save(model) } else { Vec::new() }
        }
    }
}

pub(super) fn save(model: &Model) -> Vec<Effect> {
    let save = |game: &Game| Effect::Save { run: Box::new(game.run.clone()), file: game.file };
    model.game.as_ref().map(save).into_iter().collect()
}

/// Asks for a new run of the story that is marked or open.
pub(super) fn asked(model: &Model) -> Vec<Effect> {
    let story = match model.screen() {
        Screen::Library { marked } => model.rows().get(*marked).map(|r| r.story),
        Screen::Play { .. }
        | Screen::Govern { .. }
        | Screen::Why { .. }
        | Screen::Numbers { .. }
        | Screen::Mirror { .. }
        | Screen::Hinges { .. }
        | Screen::Rules { .. }
        | Screen::People { .. }
        | Screen::Charts { .. }
        | Screen::Map { .. }
        | Screen::Transcript { .. }
        | Screen::Settings { .. }
        | Screen::Palette { .. }
        | Screen::Find { .. }
        | Screen::Keys { .. } => {
            let id = model.game.as_ref().map(|g| g.run.story.as_str());
            model.shelf.iter().position(|s| Some(s.head.id.as_str()) == id)
        }
    };
    story.map(|story| Effect::Begin { story }).into_iter().collect()
}
