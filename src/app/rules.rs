//! The world's rules as a list to read: what each does, why, and which of its numbers people disagree about.
//!
//! The invariant: every rule and every contested parameter of the world is there, with the number it has in this run.

use std::collections::BTreeSet;

use super::{game::Game, lang::Lang};
use crate::{
    engine::Reads,
    story::ids::{ParamId, VarId},
};

/// A rule as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name and id.
    pub title: String,
    /// What it does, in plain words.
    pub says: Option<String>,
    /// Its reason.
    pub because: String,
    /// What it moves, by name.
    pub moves: String,
    /// As it is written in the pack.
    pub written: Vec<String>,
    /// Its factors: each in words, and whether it is contested.
    pub factors: Vec<(String, bool)>,
}

/// The world's rules, in the order of the pack.
#[must_use]
pub fn list(game: &Game, lang: &Lang) -> Vec<Rule> {
    let story = &*game.story;
    let language = game.language;
    let label = |t| story.label(t, language).to_owned();
    let rule = |record: &crate::story::model::Rule| {
        let mut moved: BTreeSet<VarId> = BTreeSet::new();
        let mut reads = Reads::default();
        for effect in &story.effects[record.then.clone()] {
            moved.insert(effect.var);
            reads.code(story, effect.value);
        }
        let names = moved.iter().map(|v| {
            let var = story.var(*v);
            story.label_or(var.name, language, &var.id).to_owned()
        });
        let (when, then) = &record.written;
        let when = when.iter().map(|w| lang.say_with("rule-when", &[("text", w.clone().into())]));
        Rule {
            title: format!("{} ({})", label(record.name), record.id),
            says: record.says.map(label),
            because: label(record.because),
            moves: names.collect::<Vec<_>>().join(", "),
            written: when.chain(then.iter().cloned()).collect(),
            factors: reads
                .params
                .iter()
                .map(|p| (factor(game, *p, lang), story.parameter(*p).contested))
                .collect(),
        }
    };
    story.rules.iter().map(rule).collect()
}

/// A parameter in words: its name, its number in this run, and what people disagree about.
fn factor(game: &Game, id: ParamId, lang: &Lang) -> String {
    let story = &*game.story;
    let record = story.parameter(id);
    let value = game.timeline.setup.params[id.at()];
    let args = [
        ("name", story.label(record.name, game.language).to_owned().into()),
        ("value", value.into()),
        ("about", story.label_or(record.about, game.language, "").to_owned().into()),
    ];
    let key = match (record.contested, value == 100) {
        (true, true) => "factor-contested",
        (true, false) => "factor-contested-changed",
        (false, true) => "factor-plain",
        (false, false) => "factor-changed",
    };
    lang.say_with(key, &args)
}

/// The presets in words: what each sets, and which one this run has.
#[must_use]
pub fn presets(game: &Game, lang: &Lang) -> Vec<String> {
    let story = &*game.story;
    let label = |t| story.label(t, game.language).to_owned();
    let line = |(n, preset): (usize, &crate::story::model::Preset)| {
        let set =
            preset.set.iter().map(|(id, value)| format!("{} {value}", label(story.parameter(*id).name)));
        let list = set.collect::<Vec<_>>().join(", ");
        let list = if list.is_empty() { lang.say("preset-nothing") } else { list };
        let mine = game.timeline.setup.preset.map_or(preset.set.is_empty(), |p| p.at() == n);
        let key = if mine { "preset-mine" } else { "preset-other" };
        lang.say_with(key, &[("name", label(preset.name).into()), ("list", list.into())])
    };
    story.presets.iter().enumerate().map(line).collect()
}
