//! The contested numbers of a run: which were changed, and how every screen and export says so.
//!
//! The invariant: a run whose numbers differ from the world's own is never shown without a word of it.

use super::{game::Game, lang::Lang};
use crate::{
    engine::{Run, Setup, SetupError},
    story::{Story, model::VarKind},
};

/// Sets the parameters and start values of a run.
///
/// # Errors
/// A parameter or start value that the world does not have, or not so.
pub fn apply(setup: &mut Setup, story: &Story, run: &Run) -> Result<(), SetupError> {
    for (name, value) in &run.parameters {
        setup.set_parameter(story, name, *value)?;
    }
    for (name, value) in &run.start {
        setup.set_start(story, name, *value)?;
    }
    if let Some(at) = &run.at {
        setup.open_at(story, at)?;
    }
    Ok(())
}

/// What was changed, in words: the preset, then single parameters and start values; nothing where nothing was.
#[must_use]
pub fn changed(game: &Game, lang: &Lang) -> Option<String> {
    let list = list(game, lang);
    (!list.is_empty()).then(|| lang.say_with("numbers-changed", &[("list", list.join(", ").into())]))
}

/// The same in a few words, for a title line.
#[must_use]
pub fn short(game: &Game, lang: &Lang) -> Option<String> {
    let list = list(game, lang);
    match list.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, rest @ ..] => Some(format!("{first} +{}", rest.len())),
    }
}

fn list(game: &Game, lang: &Lang) -> Vec<String> {
    let story = &*game.story;
    let setup = &game.timeline.setup;
    let preset = setup.preset.map(|p| &story.presets[p.at()]).filter(|p| !p.set.is_empty());
    let mut list: Vec<String> =
        preset.map(|p| story.label(p.name, game.language).to_owned()).into_iter().collect();
    let given = |n: usize| {
        let set = preset.and_then(|p| p.set.iter().find(|(id, _)| id.at() == n));
        set.map_or(100, |(_, value)| *value)
    };
    for (n, parameter) in story.parameters.iter().enumerate() {
        let value = setup.params[n];
        if value != given(n) {
            list.push(format!("{} {value}", story.label(parameter.name, game.language)));
        }
    }
    for name in game.run.start.keys() {
        let var = story.var_named(name).map(|v| (v, story.var(v)));
        list.extend(var.map(|(id, record)| {
            let value = game.timeline.start.value(id);
            let point = match record.kind {
                VarKind::Meter | VarKind::Derived | VarKind::Stock => story.point,
                VarKind::Lever | VarKind::Memory | VarKind::Flag => 1,
            };
            format!("{} {}", story.label_or(record.name, game.language, &record.id), lang.exact(value, point))
        }));
    }
    list
}
