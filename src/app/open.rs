//! Screens opened over others, and asked of another quarter.
//!
//! The invariant: a screen that is open is not opened again over itself; asked for once more, it closes.

use super::{
    Action, Game, chart, map,
    model::{Extent, Model, Screen, Weighed},
    msg::Effect,
    scroll::keep_marks_inside,
    why::{self, Subject},
};
use crate::{engine::Point, lab::Hinge, story::ids::ChoiceId};

/// Opens the screen that an action asks for, where there is something to show on it.
pub(super) fn asked(model: &mut Model, action: Action) {
    let playing = model.game.as_ref().is_some_and(|game| !game.governs());
    let scroll = 0;
    let screen = match action {
        Action::Why => return why_here(model),
        Action::Mirror if matches!(model.screen(), Screen::Charts { .. }) => {
            if let Some(Screen::Charts { beside, .. }) = model.screens.last_mut() {
                *beside = !*beside && playing;
            }
            return;
        }
        Action::Transcript if model.game.is_some() => Screen::Transcript { scroll },
        Action::Rules if model.game.is_some() => Screen::Rules { scroll },
        Action::Charts if model.game.is_some() => {
            let beside = matches!(model.screen(), Screen::Mirror { .. });
            Screen::Charts { marked: 0, table: false, beside, scroll }
        }
        Action::Mirror if playing => Screen::Mirror { turn: None, scroll },
        Action::Map if playing => {
            let game = model.game.as_ref();
            let map = game.map(|g| map::of(g, &model.known(), &model.lang)).unwrap_or_default();
            Screen::Map { marked: map.here(), table: false, scroll }
        }
        Action::People if playing => Screen::People { scroll },
        Action::Numbers if model.game.as_ref().is_some_and(Game::governs) => {
            Screen::Numbers { marked: 0, scroll }
        }
        Action::Settings => Screen::Settings { marked: 0 },
        Action::Palette => Screen::Palette { query: String::new(), marked: 0 },
        Action::Keys => Screen::Keys { scroll },
        _ => return,
    };
    open(model, screen);
}

/// What can be asked about here; on a chart, the number that is drawn.
fn why_here(model: &mut Model) {
    let Some(game) = &model.game else { return };
    let point = why::here(game);
    let drawn = match model.screen() {
        Screen::Charts { marked, .. } => chart::subjects(game, &model.lang).get(*marked).map(|s| s.of),
        _ => None,
    };
    ask(model, drawn.map_or(Subject::Index, Subject::Sum), point);
}

/// Shows the hinges of the play; they are worked out outside, once for each moment of it.
pub(super) fn weigh(model: &mut Model) -> Vec<Effect> {
    let Some(game) = model.game.as_ref().filter(|g| !g.governs()) else { return Vec::new() };
    let of = game.decided();
    open(model, Screen::Hinges { scroll: 0 });
    if model.hinges.as_ref().is_some_and(|w| w.of == of) {
        return Vec::new();
    }
    model.hinges = Some(Weighed { of, done: 0, all: 0, found: None });
    vec![Effect::Weigh]
}

/// How far the hinges of a play are worked out, or what came of it; news of another moment of it is of no use.
pub(super) fn weighing(
    model: &mut Model,
    of: &(u64, Vec<ChoiceId>),
    (done, all): (u64, u64),
    found: Option<Result<Vec<Hinge>, String>>,
) {
    let Some(weighed) = model.hinges.as_mut().filter(|w| w.of == *of) else { return };
    (weighed.done, weighed.all) = (done, all);
    weighed.found = found.or(weighed.found.take());
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
        // What was last drawn was another screen.
        model.extent = Extent::default();
        keep_marks_inside(model);
    }
}

/// Asks the same of another turn.
pub(super) fn another_turn(model: &mut Model, by: i64) {
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
