//! All that can be done on the screen below, found by a few letters of its name or by its key.
//!
//! The invariant: what is listed is what the table of keys has for that screen, so nothing can be done here that no key
//! does.

use super::{
    action::Action,
    model::{Model, Screen},
};

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is done.
    pub action: Action,
    /// The same in words.
    pub what: String,
    /// Its keys, as they are shown; the first is the one to learn.
    pub keys: Vec<String>,
}

/// What has all words of the query in its name or among its keys, in the order of the table; first what begins with it.
#[must_use]
pub fn entries(model: &Model, ascii: bool) -> Vec<Entry> {
    let Screen::Palette { query, .. } = model.screen() else { return Vec::new() };
    let below = model.screens.iter().rev().nth(1).cloned().unwrap_or(Screen::Library { marked: 0 });
    let all = model.keys.on(&below).filter(|b| b.action != Action::Palette).map(|binding| {
        let keys = binding.keys.iter().map(|k| k.shown(ascii)).collect();
        let what = model.lang.say(binding.action.description());
        Entry { action: binding.action, what, keys }
    });
    let query = query.to_lowercase();
    let mut found: Vec<Entry> = all.filter(|entry| holds(entry, &query)).collect();
    // Stable, so the table's order stays within both kinds.
    found.sort_by_key(|entry| !entry.what.to_lowercase().starts_with(&query));
    found
}

fn holds(entry: &Entry, query: &str) -> bool {
    let what = entry.what.to_lowercase();
    query
        .split_whitespace()
        .all(|word| what.contains(word) || entry.keys.iter().any(|key| key.to_lowercase() == word))
}

/// Adds a letter to the query.
pub(super) fn write(model: &mut Model, letter: char) {
    if let Some(Screen::Palette { query, marked }) = model.screens.last_mut()
        && !letter.is_control()
        && query.chars().count() < LONGEST
    {
        query.push(letter);
        *marked = 0;
    }
}

/// So many letters a query may have: more than any name has.
const LONGEST: usize = 40;

/// Takes the last letter back; where there is none, leaves.
pub(super) fn erase(model: &mut Model) {
    let Some(Screen::Palette { query, marked }) = model.screens.last_mut() else { return };
    *marked = 0;
    if query.pop().is_none() {
        model.screens.pop();
    }
}

/// Leaves the palette; what was marked there, to be done on the screen below.
pub(super) fn take(model: &mut Model) -> Option<Action> {
    let Screen::Palette { marked, .. } = model.screen() else { return None };
    let taken = entries(model, false).get(*marked).map(|entry| entry.action);
    if taken.is_some() {
        model.screens.pop();
    }
    taken
}
