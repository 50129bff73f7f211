//! What may be typed at a place: ids where an id is asked for, names and functions in an expression, keys elsewhere.
//!
//! It looks at the text before the cursor alone, which is most often broken. The invariant: what it offers exists.

use lsp_types::{CompletionItem, CompletionItemKind};

use super::Pack;
use crate::story::{
    expr::calls::{CALLS, MEANINGS},
    index::{Does, Index, space},
    layout::{quoted, raw},
    raw::SHAPES,
};

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// An id of a namespace.
    Id(&'static str),
    /// A place to go to.
    Goto,
    /// An expression; whether it is an effect.
    Expression,
    /// One of some words.
    Words(&'static [&'static str]),
    /// A key of a shape.
    Key(&'static str),
    Nothing,
}

pub(super) fn complete(pack: &Pack, file: usize, byte: usize) -> Vec<CompletionItem> {
    let index = &pack.checked.index;
    let text = pack.checked.loaded.findings.files.get(file).map_or("", |f| f.text.as_str());
    let before = text.get(..byte).unwrap_or_default();
    match asked(before) {
        Asked::Id(space) => ids(index, space).collect(),
        Asked::Goto => {
            let ends = ["end", "return"].map(|w| item(w, CompletionItemKind::KEYWORD, "where a play goes"));
            ids(index, space::PLACE).chain(ends).collect()
        }
        Asked::Expression => {
            let meaning = |name: &str| MEANINGS.iter().find(|(of, _)| *of == name).map_or("", |(_, m)| *m);
            let calls = CALLS.iter().map(|(name, form)| CompletionItem {
                documentation: Some(lsp_types::Documentation::String(meaning(name).to_owned())),
                ..item(name, CompletionItemKind::FUNCTION, form)
            });
            let words = ["turn", "not", "and", "or", "if", "then", "else", "true", "false", "when"];
            let words = words.map(|w| item(w, CompletionItemKind::KEYWORD, ""));
            ids(index, space::VALUE).chain(calls).chain(words).collect()
        }
        Asked::Words(words) => words.iter().map(|w| item(w, CompletionItemKind::ENUM_MEMBER, "")).collect(),
        Asked::Key(shape) => {
            let fields = SHAPES.iter().find(|s| s.name == shape).map_or(&[][..], |s| s.fields);
            let of = |f: &crate::story::raw::Field| if f.needed { "needed" } else { "" };
            fields.iter().map(|f| item(f.name, CompletionItemKind::FIELD, of(f))).collect()
        }
        Asked::Nothing => Vec::new(),
    }
}

fn item(label: &str, kind: CompletionItemKind, detail: &str) -> CompletionItem {
    let detail = Some(detail.to_owned()).filter(|d| !d.is_empty());
    CompletionItem { label: label.to_owned(), kind: Some(kind), detail, ..CompletionItem::default() }
}

fn ids<'a>(index: &'a Index, space: &'static str) -> impl Iterator<Item = CompletionItem> + 'a {
    let kind =
        if space == space::VALUE { CompletionItemKind::VARIABLE } else { CompletionItemKind::REFERENCE };
    let defined = index.mentions.iter().filter(move |m| m.does == Does::Defines && m.space == space);
    let mut names: Vec<&str> = defined.map(|m| m.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(move |name| item(name, kind, ""))
}

/// Where the cursor stands: the key whose value is written, whether inside a string, and in which shape.
fn asked(before: &str) -> Asked {
    let state = scan(before);
    let Some(string) = state.string else {
        let line = before.rsplit(['\n', ',', '(']).next().unwrap_or_default();
        if let Some((key, _)) = line.split_once(':') {
            return match key.trim() {
                "stance" => Asked::Words(&["Watch", "Regulate", "Refuse", "Listen"]),
                "side" => Asked::Words(&["For", "Against", "Undecided"]),
                _ => Asked::Nothing,
            };
        }
        return state.shape.map_or(Asked::Nothing, Asked::Key);
    };
    inside(&state.key, string)
}

/// Inside a string, which begins there.
fn inside(key: &str, string: &str) -> Asked {
    let call =
        string.rsplit('(').next().is_some_and(|rest| rest.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let function = string.rsplit_once('(').map(|(head, _)| {
        head.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
    });
    if let (true, Some(function)) = (call, function) {
        match function {
            "visits" => return Asked::Id(space::PLACE),
            "chosen" => return Asked::Id("choice"),
            "fired" => return Asked::Id("rule"),
            "shock" | "happened" => return Asked::Id("shock"),
            "region" => return Asked::Id("region"),
            "param" | "scaled" => return Asked::Id("parameter"),
            _ => {}
        }
    }
    match key {
        "goto" | "then" | "opens" if !string.contains(' ') => Asked::Goto,
        "deck" => Asked::Id(space::PLACE),
        "role" => Asked::Id("role"),
        "as_it_is" => Asked::Id("choice"),
        "beside" | "holds" => Asked::Id(space::VALUE),
        "when" | "is" | "do" | "then" | "band" => Asked::Expression,
        "text" | "outcome" | "gives" | "costs" | "foreshadow" => {
            let mark = string.rsplit('{').next().filter(|m| string.contains('{') && !m.contains('}'));
            match mark {
                Some(mark) if mark.starts_with("say ") => Asked::Id(space::PERSON),
                Some(_) => Asked::Expression,
                None if string.rsplit('\n').next().is_some_and(|l| l.trim_start().starts_with('@')) => {
                    Asked::Id(space::PERSON)
                }
                None => Asked::Nothing,
            }
        }
        _ => Asked::Nothing,
    }
}

/// What was read up to the cursor.
struct Scanned<'t> {
    /// The string that the cursor stands in, from its beginning.
    string: Option<&'t str>,
    /// The last key before it.
    key: String,
    /// The shape that the innermost bracket is of.
    shape: Option<&'static str>,
}

/// What stands in a bracket after a key.
fn shape_of(key: &str, around: Option<&'static str>) -> Option<&'static str> {
    Some(match key {
        "World" => "World",
        "Story" => "Story",
        "Guide" => "Guide",
        "Workshop" => "Workshop",
        "Audit" => "Audit",
        "Translation" => "Translation",
        "Rules" => "Rule",
        "Schedules" => "Schedule",
        "Regions" => "Region",
        "People" | "cast" => "Person",
        "Scenes" => "Scene",
        "choices" => "Choice",
        "events" => "Event",
        "later" => "Later",
        "storylet" => "Storylet",
        "meters" | "stocks" => "Meter",
        "memory" => "Memory",
        "levers" if around == Some("World") => "Lever",
        "levers" if around == Some("Story") => "LeverChange",
        "parameters" => "Parameter",
        "let" => "Let",
        "shocks" => "Shock",
        "presets" => "Preset",
        "groups" => "Group",
        "figures" => "Figure",
        "plan" => "Plan",
        "decks" => "Deck",
        "endings" => "Ending",
        "dilemmas" => "Dilemma",
        "prompts" => "Prompt",
        "powers" => "Power",
        "uses" => "Use",
        "roles" => "Role",
        "statements" => "Statement",
        "cases" => "Case",
        "debrief" => "Question",
        "strategies" => "Strategy",
        "texts" => "Translated",
        _ => return None,
    })
}

/// Reads a file up to a place: comments and strings are passed over, brackets are counted.
fn scan(text: &str) -> Scanned<'_> {
    let mut shapes: Vec<Option<&'static str>> = Vec::new();
    let (mut word, mut key) = (String::new(), String::new());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let next = rest.chars().next().unwrap_or(' ');
        if let Some(len) = comment(rest) {
            at += len;
        } else if let Some((open, close)) = string(rest) {
            let inner = rest.get(open..).unwrap_or_default();
            let Some(end) = ends(inner, &close) else {
                let shape = shapes.last().copied().flatten();
                return Scanned { string: Some(inner), key, shape };
            };
            inner.get(..end).unwrap_or_default().clone_into(&mut word);
            at += open + end + close.len();
        } else {
            at += next.len_utf8();
            match next {
                '(' | '[' | '{' => {
                    let around = shapes.iter().rev().copied().flatten().next();
                    let name = if word.is_empty() { key.as_str() } else { word.as_str() };
                    // A list or map passes on what it holds; `"id": (` is one of what the map holds.
                    let shape = shape_of(name, around).or_else(|| shapes.last().copied().flatten());
                    shapes.push(shape);
                    word.clear();
                }
                ')' | ']' | '}' => {
                    shapes.pop();
                    word.clear();
                }
                ':' => key = std::mem::take(&mut word),
                c if c.is_alphanumeric() || c == '_' => word.push(c),
                ',' => word.clear(),
                _ => {}
            }
        }
    }
    Scanned { string: None, key, shape: shapes.last().copied().flatten() }
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.starts_with("/*").then(|| rest.find("*/").map_or(rest.len(), |n| n + 2))
}

/// How a string opens, in bytes, and how it closes.
fn string(rest: &str) -> Option<(usize, String)> {
    if rest.starts_with('"') { Some((1, "\"".to_owned())) } else { raw(rest) }
}

/// Where a string ends, in bytes.
fn ends(inner: &str, close: &str) -> Option<usize> {
    if close.len() > 1 { inner.find(close) } else { quoted(inner) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_follows_from_the_text_before() {
        let scene = "Scenes({\n \"a\": (text: \"Here\", choices: [\n (id: \"go\", ";
        let cases = [
            ("goto: \"", Asked::Goto),
            ("when: \"trust > ", Asked::Expression),
            ("when: \"visits(", Asked::Id(space::PLACE)),
            ("when: \"since(chosen(w", Asked::Id("choice")),
            ("do: [\"tr", Asked::Expression),
            ("stance: W", Asked::Words(&["Watch", "Regulate", "Refuse", "Listen"])),
            ("", Asked::Key("Choice")),
            ("text: \"Say {say ", Asked::Id(space::PERSON)),
            ("text: \"Say {if tr", Asked::Expression),
            ("text: \"Say ", Asked::Nothing),
            ("goto: \"x\")]), \"b\": (", Asked::Key("Scene")),
            ("// goto: \"\n", Asked::Key("Choice")),
        ];
        for (typed, want) in cases {
            assert_eq!(asked(&format!("{scene}{typed}")), want, "{typed}");
        }
        assert_eq!(asked("World(id: \"w\", meters: [("), Asked::Key("Meter"));
        assert_eq!(asked("Rules([(id: \"R\", "), Asked::Key("Rule"));
    }
}
