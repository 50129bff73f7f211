//! Why a choice is locked, in the player's words.
//!
//! The invariant: a number shown here never seems to be enough when it is not: bounds are rounded up, values down.

use super::{
    game::Game,
    lang::Lang,
    seen::{Seen, seen},
};
use crate::{
    engine::{Lock, Need, Set, State, needs},
    story::model::VarKind,
};

/// Why a choice is locked, in words.
#[must_use]
pub fn words(game: &Game, n: usize, lock: &Lock, lang: &Lang) -> String {
    words_at(game, &game.timeline.moments()[n].state, lock, lang)
}

/// Why a choice is locked in a state, in words.
#[must_use]
pub fn words_at(game: &Game, state: &State, lock: &Lock, lang: &Lang) -> String {
    match lock {
        Lock::Budget { cost, left } => {
            lang.say_with("needs-budget", &[("cost", (*cost).into()), ("left", (*left.max(&0)).into())])
        }
        Lock::Broken(error) => lang.say_with("notice-fault", &[("why", error.to_string().into())]),
        Lock::Condition(tree) => {
            let story = &*game.story;
            let needs = needs(story, &game.timeline.setup, state, *tree).unwrap_or_default();
            let words: Vec<String> =
                needs.iter().filter_map(|need| need_words(game, state, *need, lang)).collect();
            if words.is_empty() { lang.say("needs-other") } else { words.join("; ") }
        }
    }
}

fn need_words(game: &Game, state: &State, need: Need, lang: &Lang) -> Option<String> {
    let story = &*game.story;
    let (key, var, bound) = match need {
        Need::AtLeast(var, bound) => ("needs", var, bound),
        Need::AtMost(var, bound) => ("needs-at-most", var, bound),
        Need::Flag(_, Set::Yes | Set::No) | Need::Other => return None,
    };
    let record = story.var(var);
    let shown = matches!(record.kind, VarKind::Meter | VarKind::Derived | VarKind::Lever) || record.shown;
    let name = record.name.filter(|_| shown)?;
    let point = if record.kind == VarKind::Lever { 1 } else { story.point };
    // A number in a band is not told by the way of a lock.
    let Seen::Exact(value) = seen(game, state, var) else { return None };
    // A bound is rounded up and a value down, so that what is shown never seems to be enough when it is not.
    let up = i64::from(key == "needs" && bound.rem_euclid(point) != 0);
    let needed = bound.div_euclid(point).saturating_add(up);
    let name = story.label(name, game.language).to_owned();
    Some(
        lang.say_with(
            key,
            &[("name", name.into()), ("needed", needed.into()), ("have", (value / point).into())],
        ),
    )
}
