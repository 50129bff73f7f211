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
    spanned::{Quick, Spanned, from_ron},
    split,
};

/// An item with its id.
pub(super) type Item<'s, T> = (raw::Str<'s>, Spanned<'s, T>);

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
    /// With the pack it belongs to.
    pub(super) workshop: Option<(Owner, raw::Workshop<'s>)>,
    /// Each with the pack it belongs to.
    pub(super) audits: Vec<(Owner, raw::Audit<'s>)>,
    /// Each with the pack it belongs to; where there is one pack only, with none.
    pub(super) translations: Vec<(Option<Owner>, raw::Translation<'s>)>,
}

/// The words a file can open with.
const PARTS: &[&str] = &[
    "World",
    "Story",
    "Rules",
    "Schedules",
    "Regions",
    "People",
    "Scenes",
    "Guide",
    "Workshop",
    "Audit",
    "Translation",
];

macro_rules! whole {
    ($($name:ident($inner:ty);)+) => {$(
        #[derive(Debug, PartialEq, Deserialize)]
        struct $name<'s>(#[serde(borrow)] $inner);

        impl<'s> $name<'s> {
            fn quick(text: &'s str) -> Option<Self> {
                Quick::quick(split::wrapped(stringify!($name), text)?).map(Self)
            }
        }
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
        // A world by itself owns all of its files.
        let alone = !super::is_story(files);
        let owner = |n: usize| if n < own || alone { Owner::World } else { Owner::Story };
        let mut world_at = None;
        let mut story_at = None;
        let mut workshop_at = None;
        for (n, file) in files.iter().enumerate() {
            let text = file.text.as_str();
            let word = first_word(text);
            match word {
                "World" => {
                    once(sink, "World", word, &mut world_at);
                    parts.world = parts.world.take().or(read(text, sink, raw::World::quick));
                }
                "Story" => {
                    once(sink, "Story", word, &mut story_at);
                    parts.story = parts.story.take().or(read(text, sink, raw::Story::quick));
                }
                "Rules" => {
                    parts.rules.extend(read(text, sink, Rules::quick).map(|r| r.0).unwrap_or_default());
                }
                "Schedules" => {
                    parts
                        .schedules
                        .extend(read(text, sink, Schedules::quick).map(|r| r.0).unwrap_or_default());
                }
                "Regions" => {
                    parts.regions.extend(read(text, sink, Regions::quick).map(|r| r.0).unwrap_or_default());
                }
                "People" => {
                    let owner = owner(n);
                    let people = read(text, sink, People::quick).map(|r| r.0.0).unwrap_or_default();
                    parts.people.extend(people.into_iter().map(|item| (owner, item)));
                }
                "Scenes" => {
                    let found = read(text, sink, Scenes::quick).map(|r| r.0.0).unwrap_or_default();
                    if parts.scenes.is_empty() {
                        parts.scenes = found;
                    } else {
                        parts.scenes.extend(found);
                    }
                }
                "Guide" => parts.guides.extend(read(text, sink, raw::Guide::quick)),
                "Workshop" => {
                    once(sink, "Workshop", word, &mut workshop_at);
                    let owner = owner(n);
                    let found = read(text, sink, raw::Workshop::quick).map(|workshop| (owner, workshop));
                    parts.workshop = parts.workshop.take().or(found);
                }
                "Audit" => {
                    let owner = owner(n);
                    parts.audits.extend(read(text, sink, raw::Audit::quick).map(|audit| (owner, audit)));
                }
                "Translation" => {
                    let owner = (own > 0).then_some(if n < own { Owner::World } else { Owner::Story });
                    parts.translations.extend(read(text, sink, raw::Translation::quick).map(|t| (owner, t)));
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

fn read<'s, T: Deserialize<'s>>(
    text: &'s str,
    sink: &mut Sink<'s>,
    quick: impl Fn(&'s str) -> Option<T>,
) -> Option<T> {
    quick(text).or_else(|| from_ron(text).map_err(|error| sink.lost_file(&error, text)).ok())
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

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use proptest::prelude::*;

    use super::*;

    /// Every file of the packs that come with the source.
    fn files() -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packs = ["scenarios/gulf", "scenarios/measure", "scenarios/shop", "benches/peers/packs/gate12"];
        let mut files = Vec::new();
        for pack in packs {
            for entry in fs::read_dir(root.join(pack)).expect("the pack is there") {
                let path = entry.expect("an entry").path();
                if path.extension().is_some_and(|e| e == "ron") {
                    files.push(fs::read_to_string(path).expect("text"));
                }
            }
        }
        files
    }

    /// Whether the short way agrees with RON's, and whether it was taken.
    fn agrees<'s, T: Deserialize<'s> + PartialEq>(
        text: &'s str,
        quick: fn(&'s str) -> Option<T>,
    ) -> (bool, bool) {
        match quick(text) {
            Some(found) => (from_ron::<T>(text).is_ok_and(|slow| slow == found), true),
            None => (true, false),
        }
    }

    fn both(text: &str) -> (bool, bool) {
        match first_word(text) {
            "World" => agrees(text, raw::World::quick),
            "Story" => agrees(text, raw::Story::quick),
            "Rules" => agrees(text, Rules::quick),
            "Schedules" => agrees(text, Schedules::quick),
            "Regions" => agrees(text, Regions::quick),
            "People" => agrees(text, People::quick),
            "Scenes" => agrees(text, Scenes::quick),
            "Guide" => agrees(text, raw::Guide::quick),
            "Workshop" => agrees(text, raw::Workshop::quick),
            "Audit" => agrees(text, raw::Audit::quick),
            "Translation" => agrees(text, raw::Translation::quick),
            _ => (true, false),
        }
    }

    #[test]
    fn every_file_that_is_shipped_is_read_the_short_way_as_ron_reads_it() {
        for text in files() {
            assert_eq!(both(&text), (true, true), "{}", text.get(..80).unwrap_or(&text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// A file with a few characters broken is read as RON reads it, or left to RON.
        #[test]
        fn a_broken_file_is_never_read_otherwise_than_by_ron(
            file in any::<prop::sample::Index>(),
            breaks in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..28), 1..4),
        ) {
            const SIGNS: [&str; 28] = [
                "", "", "", "", "(", ")", "[", "]", "{", "}", ",", ":", "\"", "#", "r", "/", "*", "//", "/* x */", " ", "\n", "'", "\\", "x", "7",
                "None", "Some(", "-",
            ];
            let files = files();
            let mut text = file.get(&files).clone();
            // A long file costs RON much and shows nothing more.
            let cut = (0..=text.len().min(6_000)).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
            let (head, tail) = (text.get(..cut).unwrap_or_default().to_owned(), text.len() - cut);
            if tail > 0 {
                // Closed where it was cut, so that most of it still reads.
                text = head.rsplit_once("\n    ),").map_or(head.clone(), |(kept, _)| format!("{kept}\n    ),\n]}})"));
            }
            for (at, sign) in breaks {
                let at = at.index(text.len() + 1);
                if text.is_char_boundary(at) {
                    let until = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
                    text.replace_range(at..if sign % 2 == 0 { until } else { at }, SIGNS[sign]);
                }
            }
            prop_assert!(both(&text).0, "{text}");
        }
    }
}
