//! The one function that changes the game: a message in, effects out.
//!
//! The invariant: after every decision, undo and redo there is an effect that saves the run.

use super::{
    action::Action,
    begin::{self, play, save},
    choose::{choose, choose_id, confirm, redo, undo},
    find, govern, library,
    model::{Model, Screen},
    msg::{Effect, Msg},
    notes, open,
    page::{self, Block},
    palette, reload,
    scroll::{keep_marks_inside, move_by, note_read, on_map, page_height, scroll_by},
    set, unfold,
    why::{self, Subject},
};
use crate::engine::{Card, Paragraph};

/// Changes the model by a message; what is to be done outside is given back.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Act(action) => {
            if unfold::takes(model, action) {
                return Vec::new();
            }
            model.notice = None;
            act(model, action)
        }
        Msg::Drawn(extent) => {
            if !extent.hidden {
                unfold::end(model);
            }
            model.extent = extent;
            note_read(model);
            Vec::new()
        }
        Msg::Shown(face) => {
            unfold::shown_by(model, face);
            Vec::new()
        }
        Msg::Clock => {
            unfold::clock(model);
            Vec::new()
        }
        Msg::Tick(ms) => {
            unfold::tick(model, ms);
            Vec::new()
        }
        Msg::Begin { story, seed } => begin::fresh(model, story, seed),
        Msg::Opened { story, file, run } => match run {
            Ok(run) => play(model, story, *run, Some(file)),
            Err(problem) => {
                model.notice = Some(notes::unreadable(&problem, &model.lang));
                vec![Effect::Shelf]
            }
        },
        Msg::Saved(result) => {
            saved(model, result);
            Vec::new()
        }
        Msg::Shelf { shelf, cards } => {
            if model.cards != cards {
                // The number of a card is its place among those that are kept.
                model.fresh.card = None;
            }
            (model.shelf, model.cards) = (shelf, cards);
            keep_marks_inside(model);
            Vec::new()
        }
        Msg::CardWritten(result) => {
            model.notice = Some(card_written(model, result));
            Vec::new()
        }
        Msg::Ask { subject, point } => {
            model.notice = None;
            open::ask(model, subject, point);
            Vec::new()
        }
        Msg::Lever(n, value) => {
            model.notice = model.game.as_mut().map(|game| {
                let wrong = govern::put(game, n, value, &model.lang);
                wrong.unwrap_or_else(|| govern::standing(game, n, &model.lang))
            });
            Vec::new()
        }
        Msg::Parameter(n, value) => {
            if govern::parameter(model, n, value) {
                save(model)
            } else {
                Vec::new()
            }
        }
        Msg::Fresh(fresh) => {
            model.fresh = fresh;
            model.notice = Some(library::fresh_words(model));
            Vec::new()
        }
        Msg::Weighing { of, done, all } => {
            open::weighing(model, &of, (done, all), None);
            Vec::new()
        }
        Msg::Weighed { of, found } => {
            open::weighing(model, &of, (0, 0), Some(found));
            Vec::new()
        }
        Msg::Speak(tag) => {
            set::speak(model, &tag);
            Vec::new()
        }
        Msg::Set(setting, word) => {
            model.notice = None;
            set::said(model, setting, &word)
        }
        Msg::Reloaded(found) => reload::reload(model, found),
        Msg::SettingsWritten(result) => set::written(model, result),
        Msg::ChooseId(id) => {
            model.notice = None;
            choose_id(model, &id)
        }
    }
}

/// What came of writing a world card, in words.
fn card_written(model: &Model, result: Result<String, String>) -> String {
    match result {
        Ok(path) => model.lang.say_with("notice-card", &[("path", path.into())]),
        Err(why) => model.lang.say_with("notice-no-card", &[("why", why.into())]),
    }
}

/// What came of saving the run.
fn saved(model: &mut Model, result: Result<u32, String>) {
    match (result, &mut model.game) {
        (Ok(file), Some(game)) => game.file = Some(file),
        (Ok(_), None) => {}
        (Err(why), _) => {
            model.notice = Some(model.lang.say_with("notice-not-saved", &[("why", why.into())]));
        }
    }
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Up => move_by(model, -1),
        Action::Down => move_by(model, 1),
        Action::PageUp => scroll_by(model, -page_height(model)),
        Action::PageDown => scroll_by(model, page_height(model)),
        Action::First => scroll_by(model, isize::MIN),
        Action::Last => scroll_by(model, isize::MAX),
        Action::Confirm => return confirm(model),
        Action::Choose(n) => return choose(model, n),
        Action::Back => {
            if model.screens.len() > 1 {
                model.screens.pop();
            }
        }
        Action::Undo(n) => return undo(model, n),
        Action::Redo(n) => return redo(model, n),
        Action::Transcript
        | Action::Why
        | Action::Charts
        | Action::Mirror
        | Action::Map
        | Action::People
        | Action::Rules
        | Action::Numbers
        | Action::Settings
        | Action::Palette
        | Action::Keys => open::asked(model, action),
        Action::Ask(asked) => {
            if let Some(game) = &model.game {
                let point = why::here(game);
                open::ask(model, Subject::Sum(asked), point);
            }
        }
        Action::Table => {
            if let Some(Screen::Charts { table, scroll, .. } | Screen::Map { table, scroll, .. }) =
                model.screens.last_mut()
            {
                (*table, *scroll) = (!*table, 0);
            }
        }
        Action::Left => on_map(model, (-1, 0)),
        Action::Right => on_map(model, (1, 0)),
        Action::Earlier => open::another_turn(model, -1),
        Action::Later => open::another_turn(model, 1),
        Action::Hinges => return open::weigh(model),
        Action::Schedule | Action::Preset if model.game.is_none() => library::turn_over(model, action),
        Action::Schedule | Action::Preset => model.notice = Some(model.lang.say("notice-not-in-play")),
        Action::Card => match &model.game {
            None => library::turn_over(model, action),
            Some(game) if game.ended() => {
                let card = Card::of(&game.story, &game.timeline, game.run.card.as_ref());
                return vec![Effect::Card(Box::new(card))];
            }
            Some(_) => model.notice = Some(model.lang.say("notice-card-when")),
        },
        Action::Less => return if govern::step(model, -1) { save(model) } else { Vec::new() },
        Action::More => return if govern::step(model, 1) { save(model) } else { Vec::new() },
        Action::Quarters(n) => {
            if model.game.as_ref().is_some_and(|g| !g.governs()) {
                model.notice = Some(model.lang.say("notice-only-sandbox"));
            }
            return if govern::quarters(model, n) { save(model) } else { Vec::new() };
        }
        Action::Copy => return copy(model),
        Action::Before => return set::turn(model, -1),
        Action::After => return set::turn(model, 1),
        Action::Find => find::open(model),
        Action::FoundNext => find::seek(model, 1),
        Action::FoundBefore => find::seek(model, -1),
        Action::Type(letter) => {
            palette::write(model, letter);
            find::write(model, letter);
        }
        // Each leaves its own screen where nothing is left, so only one of them is asked.
        Action::Erase if matches!(model.screen(), Screen::Find { .. }) => find::erase(model),
        Action::Erase => palette::erase(model),
        Action::Language => return set::language(model),
        Action::Begin => return begin::asked(model),
        Action::Library => {
            model.screens = vec![Screen::Library { marked: 0 }];
            model.game = None;
            return vec![Effect::Shelf];
        }
        Action::Mouse => return set::mouse(model),
        Action::OtherFace => return vec![Effect::OtherFace],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

/// Copies the passage that is read: its letters alone, a paragraph a line.
fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(game) = &model.game else { return Vec::new() };
    let mut paragraphs = Vec::new();
    for block in &page::now(game, &model.lang).blocks {
        if let Block::Prose(passage) | Block::News(passage) = block {
            paragraphs.extend(passage.paragraphs.iter().map(Paragraph::plain));
        }
    }
    model.notice = Some(model.lang.say("notice-copied"));
    vec![Effect::Copy(paragraphs.join("\n\n"))]
}
