//! The words a player can type, in every language at once.
//!
//! The invariant: a word means the same whatever language is shown, so a script works in both.

use crate::app::{Action, Model, Msg, Setting};

/// What a line meant.
#[derive(Debug, Clone)]
pub enum Said {
    /// Something to do.
    Do(Msg),
    /// Read all meters out.
    Meters,
    /// Read all that was read.
    Transcript,
    /// Answer why: a word that names a number, or nothing; and a turn as the calendar counts it, if one is given.
    Why(String, Option<i64>),
    /// Follow the row of that number of the last answer, from 1.
    Follow(usize),
    /// Lay the play beside those of the stances.
    Mirror,
    /// Say which decisions moved the odds of the endings.
    Hinges,
    /// Read a number quarter by quarter: the one that this word names, or all of them in short.
    Chart(String),
    /// Say where one was, and how much nobody has seen.
    Map,
    /// Say the keys of the full screen, each with the name by which it is set.
    Keys,
    /// Say who has spoken.
    People,
    /// Read the world's rules; those with this word in them.
    Rules(String),
    /// Say what is set.
    Settings,
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
pub(super) enum Word {
    Undo,
    Redo,
    Meters,
    Transcript,
    Why,
    Mirror,
    Hinges,
    Rules,
    People,
    Keys,
    Map,
    Chart,
    Set,
    Next,
    Year,
    Schedule,
    Preset,
    Card,
    Param,
    Settings,
    Help,
    Again,
    Library,
    Begin,
    Language,
    OtherFace,
    Quit,
}

const WORDS: &[(Word, &[&str])] = &[
    (Word::Undo, &["undo", "u", "batal"]),
    (Word::Redo, &["redo", "r", "lagi"]),
    (Word::Meters, &["meters", "m", "angka"]),
    (Word::Transcript, &["transcript", "t", "catatan"]),
    (Word::Why, &["why", "w", "mengapa"]),
    (Word::Mirror, &["mirror", "cermin"]),
    (Word::Hinges, &["hinges", "engsel"]),
    (Word::People, &["people", "orang"]),
    (Word::Keys, &["keys", "tombol"]),
    (Word::Map, &["map", "peta"]),
    (Word::Chart, &["chart", "charts", "grafik"]),
    (Word::Rules, &["rules", "aturan"]),
    (Word::Set, &["set", "setel"]),
    (Word::Next, &["next", "n", "quarter", "maju"]),
    (Word::Year, &["year", "y", "setahun"]),
    (Word::Schedule, &["schedule", "jadwal"]),
    (Word::Preset, &["preset", "setelan"]),
    (Word::Card, &["card", "kartu"]),
    (Word::Param, &["param", "parameter"]),
    (Word::Settings, &["settings", "pengaturan"]),
    (Word::Help, &["help", "?", "h", "bantuan"]),
    (Word::Again, &["again", "repeat", "ulangi"]),
    (Word::Library, &["library", "back", "rak", "kembali"]),
    (Word::Begin, &["begin", "new", "mulai"]),
    (Word::Language, &["language", "lang", "bahasa"]),
    (Word::OtherFace, &["screen", "layar"]),
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
    match word {
        Some(Word::Why) => return why(&rest),
        Some(Word::Mirror) if rest.is_empty() => return Said::Mirror,
        Some(Word::Hinges) if rest.is_empty() => return Said::Hinges,
        Some(Word::Chart) => return Said::Chart(rest.join(" ")),
        Some(Word::Rules) => return Said::Rules(rest.join(" ")),
        Some(Word::Param) => return param(&rest, model).unwrap_or_else(unknown),
        Some(Word::Settings) => return setting(&rest).unwrap_or_else(unknown),
        Some(Word::Set) => return set(&rest, model).unwrap_or_else(unknown),
        Some(Word::Schedule | Word::Preset | Word::Card) if model.game.is_none() && !rest.is_empty() => {
            return fresh(word, rest[0], model).unwrap_or_else(unknown);
        }
        _ => {}
    }
    match (word, count, rest.is_empty()) {
        (Some(Word::Next), Some(n), _) => act(Action::Quarters(n)),
        (Some(Word::Year), Some(n), _) => act(Action::Quarters(n.saturating_mul(4))),
        (Some(Word::Card), _, true) => act(Action::Card),
        (Some(Word::Schedule), _, true) => act(Action::Schedule),
        (Some(Word::Preset), _, true) => act(Action::Preset),
        (Some(Word::Undo), Some(n), _) => act(Action::Undo(n)),
        (Some(Word::Redo), Some(n), _) => act(Action::Redo(n)),
        (Some(Word::Meters), _, true) => Said::Meters,
        (Some(Word::Transcript), _, true) => Said::Transcript,
        (Some(Word::People), _, true) => Said::People,
        (Some(Word::Keys), _, true) => Said::Keys,
        (Some(Word::Map), _, true) => Said::Map,
        (Some(Word::Help), _, true) => Said::Help,
        (Some(Word::Again), _, true) => Said::Again,
        (Some(Word::Library), _, true) => act(Action::Library),
        (Some(Word::Begin), _, true) => act(Action::Begin),
        (Some(Word::Language), _, true) => act(Action::Language),
        (Some(Word::OtherFace), _, true) => act(Action::OtherFace),
        (Some(Word::Quit), _, true) => act(Action::Quit),
        _ => unknown(),
    }
}

/// `why`, `why trust`, `why trust 12`, `why 3`: the first number alone follows a row.
fn why(rest: &[&str]) -> Said {
    let last = rest.last().and_then(|n| n.parse::<i64>().ok());
    match (rest, last) {
        ([n], Some(_)) => n.parse().map_or_else(|_error| Said::Unknown(crate::story::sane(n)), Said::Follow),
        ([words @ .., _], Some(turn)) => Said::Why(words.join(" "), Some(turn)),
        (words, None) => Said::Why(words.join(" "), None),
        ([], Some(_)) => Said::Why(String::new(), None),
    }
}

/// `set c 3`: a lever by its id or the beginning of its name.
fn set(rest: &[&str], model: &Model) -> Option<Said> {
    let game = model.game.as_ref().filter(|g| g.governs())?;
    let [name @ .., value] = rest else { return None };
    let (name, value) = (name.join(" ").to_lowercase(), value.parse().ok()?);
    let levers = crate::app::govern::levers(game);
    let found = levers.iter().position(|l| {
        let id = &game.story.var(l.var).id;
        !name.is_empty() && (*id == name || l.name.to_lowercase().starts_with(&name))
    })?;
    Some(Said::Do(Msg::Lever(found, value)))
}

/// `param chill 130`: a parameter of the world that is governed, by its id.
fn param(rest: &[&str], model: &Model) -> Option<Said> {
    let game = model.game.as_ref().filter(|g| g.governs())?;
    let [name, value] = rest else { return None };
    let found = game.story.parameters.iter().position(|p| p.id == *name)?;
    Some(Said::Do(Msg::Parameter(found, value.parse().ok()?)))
}

/// `settings`: all of them; `settings theme ink`: one is to be so.
fn setting(rest: &[&str]) -> Option<Said> {
    match rest {
        [] => Some(Said::Settings),
        [name, word] => {
            let found = Setting::ALL.iter().find(|s| s.id() == *name)?;
            Some(Said::Do(Msg::Set(*found, (*word).to_owned())))
        }
        _ => None,
    }
}

/// `schedule mixed`, `preset mostly_harms`, `card 1`: for the next run.
///
/// No such thing is not understood.
fn fresh(word: Option<Word>, what: &str, model: &Model) -> Option<Said> {
    let mut fresh = model.fresh.clone();
    let stories = || model.shelf.iter().filter_map(|s| s.story());
    match word {
        Some(Word::Schedule) => {
            stories().flat_map(|s| &s.schedules).find(|s| s.id == what)?;
            fresh.schedule = Some(what.to_owned());
        }
        Some(Word::Preset) => {
            stories().flat_map(|s| &s.presets).find(|p| p.id == what)?;
            fresh.preset = Some(what.to_owned());
        }
        _ => {
            let n: usize = what.parse().ok()?;
            fresh.card = n.checked_sub(1);
            if n > model.cards.len() {
                return None;
            }
        }
    }
    Some(Said::Do(Msg::Fresh(fresh)))
}

impl Word {
    /// All of them, in the order of the table.
    pub(super) const ALL: [Self; WORDS.len()] = {
        let mut all = [Self::Quit; WORDS.len()];
        let mut n = 0;
        while n < all.len() {
            all[n] = WORDS[n].0;
            n += 1;
        }
        all
    };
}

/// Every way to say a word.
pub(super) fn spelled(word: Word) -> Vec<String> {
    let found = WORDS.iter().find(|(known, _)| *known == word);
    found.into_iter().flat_map(|(_, said)| said.iter()).map(|w| (*w).to_owned()).collect()
}

/// How a word is said in a language.
pub(super) fn said(word: Word, tag: &str) -> Option<String> {
    let (_, words) = WORDS.iter().find(|(known, _)| *known == word)?;
    let said = if tag == "id" { words.last() } else { words.first() };
    said.map(|w| (*w).to_owned())
}

/// The words that are offered, in a language.
#[must_use]
pub(super) fn offered(tag: &str) -> String {
    let words = [
        Word::Undo,
        Word::Why,
        Word::Meters,
        Word::Transcript,
        Word::Mirror,
        Word::Map,
        Word::Chart,
        Word::Rules,
        Word::Help,
        Word::Quit,
    ];
    words.into_iter().filter_map(|word| said(word, tag)).collect::<Vec<_>>().join(", ")
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
