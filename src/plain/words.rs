//! The words a player can type, in every language at once.
//!
//! The invariant: a word means the same whatever language is shown, so a script works in both.

use crate::app::{Action, Model, Msg};

/// What a line meant.
#[derive(Debug, Clone)]
pub enum Said {
    /// Something to do.
    Do(Msg),
    /// Read all meters out.
    Meters,
    /// Read all that was read.
    Transcript,
    /// Say what can be said.
    Help,
    /// Say it all again.
    Again,
    /// An empty line.
    Nothing,
    /// Not understood.
    Unknown(String),
}

/// A word of the plain face: what it means, and how it is said in each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Undo,
    Redo,
    Meters,
    Transcript,
    Help,
    Again,
    Library,
    Begin,
    Language,
    Quit,
}

const WORDS: &[(Word, &[&str])] = &[
    (Word::Undo, &["undo", "u", "batal"]),
    (Word::Redo, &["redo", "r", "lagi"]),
    (Word::Meters, &["meters", "m", "angka"]),
    (Word::Transcript, &["transcript", "t", "catatan"]),
    (Word::Help, &["help", "?", "h", "bantuan"]),
    (Word::Again, &["again", "repeat", "ulangi"]),
    (Word::Library, &["library", "back", "rak", "kembali"]),
    (Word::Begin, &["begin", "new", "mulai"]),
    (Word::Language, &["language", "lang", "bahasa"]),
    (Word::Quit, &["quit", "q", "exit", "keluar"]),
];

/// What a typed line means now.
#[must_use]
pub fn hear(line: &str, model: &Model) -> Said {
    let line = line.trim();
    let mut parts = line.split_whitespace();
    let Some(first) = parts.next() else { return Said::Nothing };
    let rest: Vec<&str> = parts.collect();
    // An id of this scene wins over a word, so that a scene may have a choice called `help`.
    let is_choice =
        model.game.as_ref().is_some_and(|g| crate::engine::find(&g.story, &g.timeline, first).is_some());
    if is_choice && rest.is_empty() {
        return Said::Do(Msg::ChooseId(first.to_owned()));
    }
    if let (Ok(n), true) = (first.parse::<usize>(), rest.is_empty()) {
        return Said::Do(Msg::Act(Action::Choose(n)));
    }
    let lower = first.to_lowercase();
    let word = WORDS.iter().find(|(_, said)| said.contains(&lower.as_str())).map(|(word, _)| *word);
    let count = match rest.as_slice() {
        [] => Some(1),
        [n] => n.parse::<usize>().ok().filter(|n| *n > 0),
        _ => None,
    };
    let unknown = || Said::Unknown(crate::story::sane(line));
    let act = |action| Said::Do(Msg::Act(action));
    match (word, count, rest.is_empty()) {
        (Some(Word::Undo), Some(n), _) => act(Action::Undo(n)),
        (Some(Word::Redo), Some(n), _) => act(Action::Redo(n)),
        (Some(Word::Meters), _, true) => Said::Meters,
        (Some(Word::Transcript), _, true) => Said::Transcript,
        (Some(Word::Help), _, true) => Said::Help,
        (Some(Word::Again), _, true) => Said::Again,
        (Some(Word::Library), _, true) => act(Action::Library),
        (Some(Word::Begin), _, true) => act(Action::Begin),
        (Some(Word::Language), _, true) => act(Action::Language),
        (Some(Word::Quit), _, true) => act(Action::Quit),
        _ => unknown(),
    }
}

/// The words that are offered, in a language.
#[must_use]
pub(super) fn offered(tag: &str) -> String {
    let said = |words: &'static [&'static str]| if tag == "id" { words.last() } else { words.first() };
    let words = [Word::Undo, Word::Meters, Word::Transcript, Word::Help, Word::Quit];
    let rows = words.iter().filter_map(|w| WORDS.iter().find(|(word, _)| word == w));
    rows.filter_map(|(_, words)| said(words).copied()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_has_two_meanings() {
        let mut all: Vec<&str> = WORDS.iter().flat_map(|(_, said)| said.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
