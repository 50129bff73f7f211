//! Text that unfolds letter by letter, for those who want it: how far it is, and what a key does meanwhile.
//!
//! It knows no clock: the shell says how much time has passed, and where nobody says so everything is there at once.
//! The invariant: what was read before comes at once, and no text waits for anything but time or a key.

use std::collections::HashSet;

use super::{
    action::Action,
    game::Game,
    model::{Model, Screen, Shown},
    settings::{Motion, Pace},
};
use crate::engine::Place;

/// For how long Enter takes nothing in a new scene, in ms: a key held down shall not choose.
const GUARD: u64 = 150;

/// What moves, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moving {
    /// Whether somebody says how time passes.
    clock: bool,
    /// Whether the environment asks for no motion.
    pub still: bool,
    /// For how long the scene has unfolded, in ms; none is all there.
    unfolding: Option<u64>,
    /// For how long Enter still takes nothing, in ms.
    guard: u64,
    /// What has come up in this sitting: the story's id, and the scene or ending.
    shown: HashSet<(String, Place)>,
}

impl Moving {
    /// Whether time matters now.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.unfolding.is_some() || self.guard > 0
    }

    /// Whether text is unfolding.
    #[must_use]
    pub const fn unfolds(&self) -> bool {
        self.unfolding.is_some()
    }
}

/// How much may move.
#[must_use]
pub const fn motion(model: &Model) -> Motion {
    match model.settings.motion {
        Motion::Auto if model.moving.still => Motion::Reduced,
        Motion::Auto => Motion::Full,
        set => set,
    }
}

/// How many letters of the scene are there; none is all. A pause counts as several.
#[must_use]
pub fn letters(model: &Model) -> Option<usize> {
    let ms = model.moving.unfolding?;
    let a_second = match model.settings.pace {
        Pace::Fast => 500,
        Pace::Middling => 180,
        Pace::Slow => 60,
        Pace::Instant => return None,
    };
    usize::try_from(ms.saturating_mul(a_second) / 1000).ok()
}

/// How many letters' time a letter takes: what ends a sentence is followed by a pause.
#[must_use]
pub fn weight(letter: &str) -> usize {
    match letter {
        "." | "!" | "?" | "…" => 14,
        "," | ";" | ":" | "-" | "–" | "—" => 6,
        _ => 1,
    }
}

/// Time is told from here on; a story that has just begun unfolds.
pub(super) fn clock(model: &mut Model) {
    model.moving.clock = true;
    let begun = |game: &Game| game.timeline.decisions() == 0 && game.file.is_none();
    if matches!(model.screen(), Screen::Play { .. }) && model.game.as_ref().is_some_and(begun) {
        begin(model);
    }
}

/// This face shows it from here on. Lines know no time, and what stands here is told by them.
pub(super) fn shown_by(model: &mut Model, face: Shown) {
    model.shown = face;
    if face == Shown::Lines {
        (model.moving.clock, model.moving.unfolding, model.moving.guard) = (false, None, 0);
        read_before(model);
    }
}

/// A scene has come up by a decision.
pub(super) fn begin(model: &mut Model) {
    model.moving.unfolding = None;
    if !model.moving.clock {
        // Lines tell it at once; a screen that is not there yet has shown nothing.
        if model.shown == Shown::Lines {
            read_before(model);
        }
        return;
    }
    model.moving.guard = GUARD;
    let before = read_before(model);
    if motion(model) == Motion::Full && model.settings.pace != Pace::Instant && !before {
        model.moving.unfolding = Some(0);
    }
}

/// Whether some run was here before, this one or another, or this one before it was taken back.
fn read_before(model: &mut Model) -> bool {
    let known = model.known();
    let Some(game) = &model.game else { return true };
    let moments = game.timeline.moments();
    let Some((now, past)) = moments.split_last() else { return true };
    let place = now.state.place;
    if !model.moving.shown.insert((game.story.about.id.clone(), place)) {
        return true;
    }
    match place {
        Place::Scene(scene) if known.scenes.contains(&scene) => true,
        Place::Ended(ending) if known.endings.contains(&ending) => true,
        Place::Scene(_) | Place::Ended(_) => past.iter().any(|moment| moment.state.place == place),
        Place::Nowhere => true,
    }
}

/// So many ms have passed.
pub(super) fn tick(model: &mut Model, ms: u64) {
    model.moving.guard = model.moving.guard.saturating_sub(ms);
    if let Some(so_far) = &mut model.moving.unfolding {
        *so_far = so_far.saturating_add(ms);
    }
}

/// All of it is there.
pub(super) const fn end(model: &mut Model) {
    if model.moving.unfolding.is_some() {
        model.moving.unfolding = None;
        model.moving.guard = GUARD;
    }
}

/// Whether an action does nothing but to bring the rest of the text, or comes too soon after it.
pub(super) fn takes(model: &mut Model, action: Action) -> bool {
    if !matches!(model.screen(), Screen::Play { .. }) {
        return false;
    }
    let unfolded = model.moving.unfolding.is_some();
    end(model);
    match action {
        // A key that is held down is heard again and again: as long as it is, it takes nothing.
        Action::Confirm if unfolded || model.moving.guard > 0 => {
            model.moving.guard = GUARD;
            true
        }
        Action::Choose(_)
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last => unfolded,
        _ => false,
    }
}
