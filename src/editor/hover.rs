//! What is known of a name: what it is, what the pack says of it, and what a number can be where it stands.
//!
//! The invariant: a range is told only of a scene that the survey has seen, in the numbers of the pack.

use std::fmt::Write as _;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::{Good, Pack, place};
use crate::story::{
    Story,
    ids::{SceneId, TextId},
    index::{Does, Index, Mention, space},
    model::{VarKind, slot_of},
};

pub(super) fn hover(pack: &Pack, file: usize, byte: usize) -> Option<Hover> {
    let index = &pack.checked.index;
    let mention = index.at(file, byte)?;
    let good = pack.good.as_ref()?;
    let text = match mention.space {
        space::VALUE => value(good, index, mention)?,
        _ => other(&good.story, mention)?,
    };
    let source = pack.checked.loaded.findings.files.get(file).map_or("", |f| f.text.as_str());
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: text }),
        range: Some(place::range(source, &mention.place.span)),
    })
}

/// The scene in whose part of the file a mention stands: the last that is defined before it.
pub(super) fn scene_of(story: &Story, index: &Index, file: usize, byte: usize) -> Option<SceneId> {
    let before = |m: &&Mention| {
        m.does == Does::Defines
            && m.place.file == file
            && m.place.span.start <= byte
            && m.space == space::PLACE
    };
    let last = index.mentions.iter().filter(before).max_by_key(|m| m.place.span.start)?;
    story.scenes.iter().position(|s| s.id == last.name).map(SceneId::new)
}

fn value(good: &Good, index: &Index, mention: &Mention) -> Option<String> {
    let story = &good.story;
    if let Some(named) = story.lets.iter().find(|l| l.id == mention.name) {
        let mut out = format!("`{}`: a `let`", named.id);
        for text in [named.name, named.because].into_iter().flatten() {
            let _ = write!(out, "\n\n{}", label(story, text));
        }
        return Some(out);
    }
    let id = story.var_named(&mention.name)?;
    let var = story.var(id);
    let kind = match var.kind {
        VarKind::Meter => "meter",
        VarKind::Derived => "derived meter",
        VarKind::Stock => "stock",
        VarKind::Memory => "memory",
        VarKind::Lever => "lever",
        VarKind::Flag => "flag",
    };
    let mut out = format!("`{}`: {kind}", var.id);
    if let Some(name) = var.name {
        let _ = write!(out, ", {}", label(story, name));
    }
    if var.kind != VarKind::Flag {
        let _ = write!(out, ", {} to {}, begins at {}", var.min, var.max, var.start);
    }
    if let Some(about) = var.about {
        let _ = write!(out, "\n\n{}", label(story, about));
    }
    let scene = scene_of(story, index, mention.place.file, mention.place.span.start);
    let here = scene.and_then(|scene| Some((scene, good.ranges.get(scene.at())?.as_ref()?)));
    if let Some((scene, ranges)) = here {
        let told = match (ranges.of(slot_of(id)), var.kind) {
            ((0, 0), VarKind::Flag) => "false".to_owned(),
            ((1, 1), VarKind::Flag) => "true".to_owned(),
            (_, VarKind::Flag) => "true or false".to_owned(),
            ((low, high), _) if low == high => low.to_string(),
            ((low, high), _) => format!("{low} to {high}"),
        };
        let _ = write!(out, "\n\nIn `{}`: **{told}**", story.scene(scene).id);
    }
    Some(out)
}

fn label(story: &Story, text: TextId) -> &str {
    story.label(text, 0)
}

fn other(story: &Story, mention: &Mention) -> Option<String> {
    let name = mention.name.as_str();
    let told = |what: &str, parts: &[Option<TextId>]| {
        let mut out = format!("`{name}`: {what}");
        for text in parts.iter().flatten() {
            let _ = write!(out, "\n\n{}", label(story, *text));
        }
        Some(out)
    };
    match mention.space {
        space::PLACE => {
            if let Some(scene) = story.scenes.iter().find(|s| s.id == name) {
                return told(if scene.storylet.is_some() { "storylet" } else { "scene" }, &[scene.title]);
            }
            if let Some(ending) = story.endings.iter().find(|e| e.id == name) {
                return told("ending", &[ending.title]);
            }
            let deck = story.decks.iter().find(|d| d.id == name)?;
            let what = format!("deck of {}, draws {} to {}", deck.storylets.len(), deck.draw.0, deck.draw.1);
            told(&what, &[])
        }
        space::PERSON => {
            let person = story.cast.iter().find(|p| p.id == name)?;
            let side = person.side.map_or(String::new(), |side| format!(", {side:?}"));
            told(&format!("person{side}"), &[Some(person.name), person.about])
        }
        "choice" => {
            let choice = story.choices.iter().find(|c| c.id == name)?;
            told(&format!("choice in `{}`", story.scene(choice.scene).id), &[Some(choice.text)])
        }
        "rule" => {
            let rule = story.rules.iter().find(|r| r.id == name)?;
            told("rule", &[Some(rule.name), rule.says, Some(rule.because)])
        }
        "parameter" => {
            let parameter = story.parameters.iter().find(|p| p.id == name)?;
            let what = if parameter.contested { "contested parameter" } else { "parameter" };
            told(what, &[Some(parameter.name), parameter.about])
        }
        "shock" => told("shock", &[Some(story.shocks.iter().find(|s| s.id == name)?.name)]),
        "region" => told("region", &[Some(story.regions.iter().find(|r| r.id == name)?.name)]),
        "schedule" => told("schedule", &[Some(story.schedules.iter().find(|s| s.id == name)?.name)]),
        "preset" => told("preset", &[Some(story.presets.iter().find(|p| p.id == name)?.name)]),
        "group" => told("group", &[Some(story.groups.iter().find(|g| g.id == name)?.name)]),
        other => told(other, &[]),
    }
}
