//! The one function that changes the game: a message in, effects out.
//!
//! The invariant: after every decision, undo and redo there is an effect that saves the run.

use super::{
    action::Action,
    begin::{self, play, save},
    choose::{choose, choose_id, confirm, redo, undo},
    find,
    game::Game,
    govern, library,
    model::{Model, Screen, Weighed},
    msg::{Effect, Msg},
    notes,
    page::{self, Block},
    palette,
    scroll::{keep_marks_inside, move_by, note_read, page_height, scroll_by},
    set,
    why::{self, Subject},
};
use crate::engine::{Card, Paragraph, Point};

/// Changes the model by a message; what is to be done outside is given back.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Act(action) => {
            model.notice = None;
            act(model, action)
        }
        Msg::Drawn(extent) => {
            model.extent = extent;
            note_read(model);
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
            match result {
                Ok(file) => {
                    if let Some(game) = &mut model.game {
                        game.file = Some(file);
                    }
                }
                Err(why) => {
                    model.notice = Some(model.lang.say_with("notice-not-saved", &[("why", why.into())]));
                }
            }
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
            model.notice = Some(match result {
                Ok(path) => model.lang.say_with("notice-card", &[("path", path.into())]),
                Err(why) => model.lang.say_with("notice-no-card", &[("why", why.into())]),
            });
            Vec::new()
        }
        Msg::Ask { subject, point } => {
            model.notice = None;
            ask(model, subject, point);
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
            if let Some(weighed) = model.hinges.as_mut().filter(|w| w.of == of) {
                (weighed.done, weighed.all) = (done, all);
            }
            Vec::new()
        }
        Msg::Weighed { of, found } => {
            if let Some(weighed) = model.hinges.as_mut().filter(|w| w.of == of) {
                weighed.found = Some(found);
            }
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
        Msg::SettingsWritten(result) => set::written(model, result),
        Msg::ChooseId(id) => {
            model.notice = None;
            choose_id(model, &id)
        }
    }
}

/// Shows the hinges of the play; they are worked out outside, once for each moment of it.
fn weigh(model: &mut Model) -> Vec<Effect> {
    let Some(game) = model.game.as_ref().filter(|g| !g.governs()) else { return Vec::new() };
    let of = game.decided();
    open(model, Screen::Hinges { scroll: 0 });
    if model.hinges.as_ref().is_some_and(|w| w.of == of) {
        return Vec::new();
    }
    model.hinges = Some(Weighed { of, done: 0, all: 0, found: None });
    vec![Effect::Weigh]
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
        Action::Transcript => {
            if model.game.is_some() {
                open(model, Screen::Transcript { scroll: 0 });
            }
        }
        Action::Why => {
            if let Some(game) = &model.game {
                let point = why::here(game);
                ask(model, Subject::Index, point);
            }
        }
        Action::Earlier => another_turn(model, -1),
        Action::Later => another_turn(model, 1),
        Action::Mirror => {
            if model.game.as_ref().is_some_and(|g| !g.governs()) {
                open(model, Screen::Mirror { turn: None, scroll: 0 });
            }
        }
        Action::Hinges => return weigh(model),
        Action::People => {
            if model.game.as_ref().is_some_and(|g| !g.governs()) {
                open(model, Screen::People { scroll: 0 });
            }
        }
        Action::Rules => {
            if model.game.is_some() {
                open(model, Screen::Rules { scroll: 0 });
            }
        }
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
        Action::Numbers => {
            if model.game.as_ref().is_some_and(Game::governs) {
                open(model, Screen::Numbers { marked: 0, scroll: 0 });
            }
        }
        Action::Less => return if govern::step(model, -1) { save(model) } else { Vec::new() },
        Action::More => return if govern::step(model, 1) { save(model) } else { Vec::new() },
        Action::Quarters(n) => {
            if model.game.as_ref().is_some_and(|g| !g.governs()) {
                model.notice = Some(model.lang.say("notice-only-sandbox"));
            }
            return if govern::quarters(model, n) { save(model) } else { Vec::new() };
        }
        Action::Copy => return copy(model),
        Action::Settings => open(model, Screen::Settings { marked: 0 }),
        Action::Before => return set::turn(model, -1),
        Action::After => return set::turn(model, 1),
        Action::Palette => open(model, Screen::Palette { query: String::new(), marked: 0 }),
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
        Action::Keys => open(model, Screen::Keys { scroll: 0 }),
        Action::Language => return set::language(model),
        Action::Begin => return begin::asked(model),
        Action::Library => {
            model.screens = vec![Screen::Library { marked: 0 }];
            model.game = None;
            return vec![Effect::Shelf];
        }
        Action::Mouse => return set::mouse(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

/// Copies the passage that is read: its letters alone, a paragraph a line.
fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(game) = &model.game else { return Vec::new() };
    let mut paragraphs = Vec::new();
    for block in page::now(game, &model.lang).blocks {
        if let Block::Prose(passage) | Block::News(passage) = block {
            paragraphs.extend(passage.paragraphs.iter().map(Paragraph::plain));
        }
    }
    model.notice = Some(model.lang.say("notice-copied"));
    vec![Effect::Copy(paragraphs.join("\n\n"))]
}

/// Opens a screen over the others; the same one again closes it.
fn open(model: &mut Model, screen: Screen) {
    if std::mem::discriminant(model.screen()) == std::mem::discriminant(&screen) {
        model.screens.pop();
    } else {
        model.screens.push(screen);
    }
}

/// Opens an answer.
pub(super) fn ask(model: &mut Model, subject: Subject, point: Point) {
    if model.game.is_some() {
        model.screens.push(Screen::Why { subject, point, marked: 0, scroll: 0 });
        keep_marks_inside(model);
        move_by(model, 0);
    }
}

/// Asks the same of another turn.
fn another_turn(model: &mut Model, by: i64) {
    let Some(game) = &model.game else { return };
    let (first, last) = (game.timeline.start.turn(), game.timeline.now().state.turn());
    if let Some(Screen::Mirror { turn, .. }) = model.screens.last_mut() {
        let next = turn.unwrap_or(last) + by;
        *turn = (next < last).then_some(next.max(first));
        return;
    }
    let Some(Screen::Why { subject: Subject::Index | Subject::Sum(_) | Subject::Part(..), point, .. }) =
        model.screens.last_mut()
    else {
        return;
    };
    let turn = game.timeline.at(*point).0.turn() + by;
    *point = if turn >= last && by > 0 { why::here(game) } else { Point::Turn(turn.clamp(first, last)) };
    keep_marks_inside(model);
}
