//! The outer reading of a pack's files: which parts there are, each item still unread or read by itself.
//!
//! The invariant: a file that is no RON costs its own parts and no other file's.

use serde::Deserialize;

use super::sink::Sink;
use crate::story::{
    diagnostic::Code,
    model::Owner,
    nearest::did_you_mean,
    raw,
    source::SourceFile,
    spanned::{Spanned, options},
};

/// An item with its id.
pub(super) type Item<'s, T> = (Spanned<'s, String>, Spanned<'s, T>);

/// All parts of a world and a story.
#[derive(Default)]
pub(super) struct Parts<'s> {
    pub(super) world: Option<raw::World<'s>>,
    pub(super) story: Option<raw::Story<'s>>,
    pub(super) rules: Vec<Spanned<'s, raw::Rule<'s>>>,
    pub(super) schedules: Vec<Spanned<'s, raw::Schedule<'s>>>,
    pub(super) regions: Vec<Spanned<'s, raw::Region<'s>>>,
    /// Each with the pack it belongs to.
    pub(super) people: Vec<(Owner, Item<'s, raw::Person<'s>>)>,
    pub(super) scenes: Vec<Item<'s, raw::Scene<'s>>>,
    pub(super) guides: Vec<raw::Guide<'s>>,
    /// Each with the pack it belongs to.
    pub(super) audits: Vec<(Owner, raw::Audit<'s>)>,
    /// Each with the pack it belongs to; where there is one pack only, with none.
    pub(super) translations: Vec<(Option<Owner>, raw::Translation<'s>)>,
}

/// The words a file can open with.
const PARTS: &[&str] =
    &["World", "Story", "Rules", "Schedules", "Regions", "People", "Scenes", "Guide", "Audit", "Translation"];

macro_rules! whole {
    ($($name:ident($inner:ty);)+) => {$(
        #[derive(Deserialize)]
        struct $name<'s>(#[serde(borrow)] $inner);
    )+};
}

whole! {
    Rules(raw::List<'s, raw::Rule<'s>>);
    Schedules(raw::List<'s, raw::Schedule<'s>>);
    Regions(raw::List<'s, raw::Region<'s>>);
    People(raw::Map<'s, raw::Person<'s>>);
    Scenes(raw::Map<'s, raw::Scene<'s>>);
}

impl<'s> Parts<'s> {
    /// Reads the files; those before `own` belong to the world.
    pub(super) fn read(files: &'s [SourceFile], own: usize, sink: &mut Sink<'s>) -> Self {
        let mut parts = Self::default();
        let mut world_at = None;
        let mut story_at = None;
        for (n, file) in files.iter().enumerate() {
            let text = file.text.as_str();
            let word = first_word(text);
            match word {
                "World" => {
                    once(sink, "World", word, &mut world_at);
                    parts.world = parts.world.take().or(read(text, sink));
                }
                "Story" => {
                    once(sink, "Story", word, &mut story_at);
                    parts.story = parts.story.take().or(read(text, sink));
                }
                "Rules" => parts.rules.extend(read::<Rules<'s>>(text, sink).map(|r| r.0).unwrap_or_default()),
                "Schedules" => {
                    parts
                        .schedules
                        .extend(read::<Schedules<'s>>(text, sink).map(|r| r.0).unwrap_or_default());
                }
                "Regions" => {
                    parts.regions.extend(read::<Regions<'s>>(text, sink).map(|r| r.0).unwrap_or_default());
                }
                "People" => {
                    let owner = if n < own { Owner::World } else { Owner::Story };
                    let people = read::<People<'s>>(text, sink).map(|r| r.0.0).unwrap_or_default();
                    parts.people.extend(people.into_iter().map(|item| (owner, item)));
                }
                "Scenes" => {
                    parts.scenes.extend(read::<Scenes<'s>>(text, sink).map(|r| r.0.0).unwrap_or_default());
                }
                "Guide" => parts.guides.extend(read(text, sink)),
                "Audit" => {
                    let owner = if n < own { Owner::World } else { Owner::Story };
                    parts.audits.extend(read(text, sink).map(|audit| (owner, audit)));
                }
                "Translation" => {
                    let owner = (own > 0).then_some(if n < own { Owner::World } else { Owner::Story });
                    parts.translations.extend(read(text, sink).map(|t| (owner, t)));
                }
                "" => sink.report(
                    Code::UnknownPart,
                    text.trim_start().get(..1).unwrap_or(text),
                    "this file opens with no part of a pack",
                    format!("a file is one of: {}", PARTS.join(", ")),
                ),
                other => sink.report(
                    Code::UnknownPart,
                    other,
                    format!("a pack has no part `{}`", crate::story::sane(other)),
                    did_you_mean(other, PARTS.iter().copied()),
                ),
            }
        }
        if let (None, Some((first, _))) = (&parts.story, parts.scenes.first())
            && story_at.is_none()
        {
            let help = "write `Story(id: …)` in a file of its own, or leave the scenes out";
            sink.report(Code::Part, first.text, "scenes, and no Story that they belong to", help);
        }
        parts
    }
}

fn once<'s>(sink: &mut Sink<'s>, part: &str, word: &'s str, seen: &mut Option<&'s str>) {
    match seen {
        Some(first) => {
            let message = format!("a second {part} in one pack");
            sink.twice(Code::Part, word, message, "a pack has one; make it a pack of its own", first);
        }
        None => *seen = Some(word),
    }
}

fn read<'s, T: Deserialize<'s>>(text: &'s str, sink: &mut Sink<'s>) -> Option<T> {
    options().from_str(text).map_err(|error| sink.lost_file(&error, text)).ok()
}

/// The word that a file opens with, comments and white space passed over; empty if it opens with no word.
pub(super) fn first_word(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if rest.starts_with("#![") {
            rest = rest.split_once(']').map_or("", |(_, after)| after);
        } else {
            break;
        }
    }
    let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    rest.get(..len.min(40)).filter(|_| len <= 40).unwrap_or_default()
}
