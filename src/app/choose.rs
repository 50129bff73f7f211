//! Taking what is marked or named: a choice, a row of the library, a row of an answer; and taking decisions back.
//!
//! The invariant: after every decision, undo and redo there is an effect that saves the run.

use super::{
    begin::save,
    find,
    lang::number,
    locks,
    model::{Model, Row, Screen},
    msg::Effect,
    open::ask,
    page, palette,
    scroll::{follow, in_sight, keep_marks_inside, page_height, scroll_by},
    unfold,
    update::act,
    why,
};
use crate::{app::action::Action, engine::Decide};

pub(super) fn confirm(model: &mut Model) -> Vec<Effect> {
    match model.screen() {
        // What was not read is not chosen: the key reads on first.
        Screen::Play { .. } if !model.read => {
            scroll_by(model, page_height(model));
            Vec::new()
        }
        Screen::Play { marked, scroll } if !in_sight(&model.extent, *marked, *scroll) => {
            let (extent, marked) = (model.extent.clone(), *marked);
            if let Some(Screen::Play { scroll, .. }) = model.screens.last_mut() {
                follow(&extent, marked, scroll);
            }
            Vec::new()
        }
        Screen::Library { marked } | Screen::Play { marked, .. } | Screen::Why { marked, .. } => {
            choose(model, marked + 1)
        }
        Screen::Palette { .. } => palette::take(model).map_or_else(Vec::new, |action| act(model, action)),
        Screen::Find { .. } => {
            find::begin(model);
            Vec::new()
        }
        Screen::Govern { .. } => Vec::new(),
        Screen::Transcript { .. }
        | Screen::Mirror { .. }
        | Screen::Hinges { .. }
        | Screen::Rules { .. }
        | Screen::People { .. }
        | Screen::Charts { .. }
        | Screen::Map { .. }
        | Screen::Numbers { .. }
        | Screen::Settings { .. }
        | Screen::Keys { .. } => {
            model.screens.pop();
            Vec::new()
        }
    }
}

/// Takes the entry of a number, from 1.
pub(super) fn choose(model: &mut Model, n: usize) -> Vec<Effect> {
    let missing = |model: &mut Model| {
        model.notice = Some(model.lang.say_with("notice-no-such", &[("n", number(n))]));
        Vec::new()
    };
    match model.screen() {
        Screen::Library { .. } => match n.checked_sub(1).and_then(|n| model.rows().get(n).copied()) {
            None => missing(model),
            Some(Row { story, run: None }) => vec![Effect::Begin { story }],
            Some(Row { story, run: Some(run) }) => {
                let file = model.shelf.get(story).and_then(|s| s.runs.get(run)).map(|(file, _)| *file);
                file.map(|file| Effect::Open { story, file }).into_iter().collect()
            }
        },
        Screen::Play { .. } => {
            let Some(game) = &model.game else { return Vec::new() };
            let id = n
                .checked_sub(1)
                .and_then(|n| page::now(game, &model.lang).choices.get(n).map(|c| c.id.clone()));
            match id {
                None if game.ended() => Vec::new(),
                None => missing(model),
                Some(id) => choose_id(model, &id),
            }
        }
        Screen::Why { subject, point, .. } => {
            let Some(game) = &model.game else { return Vec::new() };
            let page = why::page(game, *subject, *point, &model.lang);
            let leads = page.rows.iter().filter_map(|r| r.follow);
            if let Some((subject, point)) = n.checked_sub(1).and_then(|n| leads.clone().nth(n)) {
                ask(model, subject, point);
            }
            Vec::new()
        }
        Screen::Settings { .. } | Screen::Palette { .. } | Screen::Charts { .. } | Screen::Map { .. } => {
            if let Some(
                Screen::Settings { marked }
                | Screen::Palette { marked, .. }
                | Screen::Charts { marked, .. }
                | Screen::Map { marked, .. },
            ) = model.screens.last_mut()
            {
                *marked = n.saturating_sub(1);
            }
            keep_marks_inside(model);
            if matches!(model.screen(), Screen::Palette { .. }) { confirm(model) } else { Vec::new() }
        }
        Screen::Govern { .. }
        | Screen::Numbers { .. }
        | Screen::Transcript { .. }
        | Screen::Mirror { .. }
        | Screen::Hinges { .. }
        | Screen::Rules { .. }
        | Screen::People { .. }
        | Screen::Find { .. }
        | Screen::Keys { .. } => Vec::new(),
    }
}

pub(super) fn choose_id(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(game) = &mut model.game else { return Vec::new() };
    let result = match crate::engine::find(&game.story, &game.timeline, id) {
        Some(choice) => game.decide(choice),
        None => Err(Decide::NotHere),
    };
    match result {
        Ok(()) => {
            reopen(model);
            unfold::begin(model);
            save(model)
        }
        Err(error) => {
            let n = game.timeline.decisions();
            model.notice = Some(match error {
                Decide::NotHere => {
                    model.lang.say_with("notice-no-such", &[("n", crate::story::sane(id).into())])
                }
                Decide::Locked(lock) => {
                    let why = locks::words(game, n, &lock, &model.lang);
                    model.lang.say_with("notice-locked", &[("why", why.into())])
                }
                Decide::Levers(error) => error.to_string(),
                Decide::Turn(error) => {
                    model.lang.say_with("notice-fault", &[("why", error.to_string().into())])
                }
            });
            Vec::new()
        }
    }
}

/// Shows the moment a play has come to from its beginning, its first open choice marked.
fn reopen(model: &mut Model) {
    let Some(game) = &model.game else { return };
    if game.governs() {
        return;
    }
    let page = page::now(game, &model.lang);
    let first = page.choices.iter().position(|c| c.locked.is_none());
    if first.is_none() && !page.choices.is_empty() {
        let play = Screen::Play { marked: 0, scroll: 0 };
        let key = model.keys.key_for(&play, Action::Undo(1)).map(|k| k.shown(true)).unwrap_or_default();
        model.notice = Some(model.lang.say_with("notice-dead-end", &[("key", key.into())]));
    }
    model.read = false;
    while !matches!(model.screen(), Screen::Play { .. } | Screen::Govern { .. }) && model.screens.len() > 1 {
        model.screens.pop();
    }
    if let Some(Screen::Play { marked, scroll }) = model.screens.last_mut() {
        (*marked, *scroll) = (first.unwrap_or(0), 0);
    }
}

pub(super) fn undo(model: &mut Model, n: usize) -> Vec<Effect> {
    let Some(game) = &mut model.game else { return Vec::new() };
    let done = game.undo(n);
    told(model, done, "notice-undone", "notice-nothing-to-undo")
}

pub(super) fn redo(model: &mut Model, n: usize) -> Vec<Effect> {
    let Some(game) = &mut model.game else { return Vec::new() };
    let done = game.redo(n);
    told(model, done, "notice-redone", "notice-nothing-to-redo")
}

fn told(model: &mut Model, done: usize, some: &str, none: &str) -> Vec<Effect> {
    if done == 0 {
        model.notice = Some(model.lang.say(none));
        return Vec::new();
    }
    reopen(model);
    model.notice = Some(model.lang.say_with(some, &[("n", number(done))]));
    save(model)
}
