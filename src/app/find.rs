//! A word sought on a screen that one reads: typed, then gone through from one place to the next.
//!
//! Which rows have it is known from the last frame, in [`Extent`](super::model::Extent). The invariant: seeking scrolls
//! and changes nothing else.

use super::{
    keys::{self, Context},
    model::{Model, Screen},
};

/// So many letters a word may have.
const LONGEST: usize = 40;

/// What is sought: what is being typed, or was.
#[must_use]
pub fn sought(model: &Model) -> &str {
    match model.screen() {
        Screen::Find { query } => query,
        screen if keys::context(screen) == Context::Reading => &model.sought,
        _ => "",
    }
}

/// Opens the line that is typed into, where there is something to seek in.
pub(super) fn open(model: &mut Model) {
    if keys::context(model.screen()) == Context::Reading {
        model.screens.push(Screen::Find { query: String::new() });
    }
}

/// Adds a letter to the word.
pub(super) fn write(model: &mut Model, letter: char) {
    if let Some(Screen::Find { query }) = model.screens.last_mut()
        && !letter.is_control()
        && query.chars().count() < LONGEST
    {
        query.push(letter);
    }
}

/// Takes the last letter back; where there is none, leaves.
pub(super) fn erase(model: &mut Model) {
    if let Some(Screen::Find { query }) = model.screens.last_mut()
        && query.pop().is_none()
    {
        model.screens.pop();
    }
}

/// Seeks what was typed: the first place from the top of what is seen, or from the beginning.
pub(super) fn begin(model: &mut Model) {
    if let Some(Screen::Find { query }) = model.screens.last() {
        model.sought.clone_from(query);
        model.screens.pop();
        seek(model, 0);
    }
}

/// The next place, or the one before, round and round; with 0 the one that is seen first counts too.
pub(super) fn seek(model: &mut Model, by: isize) {
    if model.sought.is_empty() {
        return;
    }
    let last = model.extent.last();
    let top = match model.screen() {
        Screen::Transcript { scroll } => last.saturating_sub(*scroll),
        Screen::Rules { scroll }
        | Screen::People { scroll }
        | Screen::Hinges { scroll }
        | Screen::Keys { scroll } => *scroll,
        _ => return,
    };
    // Rows of the last page can be scrolled to only together.
    let found: Vec<usize> = model.extent.found.iter().map(|row| (*row).min(last)).collect();
    let next = match by {
        0 => found.iter().find(|row| **row >= top).or(found.first()),
        1.. => found.iter().find(|row| **row > top).or(found.first()),
        _ => found.iter().rev().find(|row| **row < top).or(found.last()),
    };
    let Some(row) = next.copied() else {
        let args = [("word", crate::story::sane(&model.sought).into())];
        model.notice = Some(model.lang.say_with("notice-not-found", &args));
        return;
    };
    match model.screens.last_mut() {
        Some(Screen::Transcript { scroll }) => *scroll = last - row,
        Some(
            Screen::Rules { scroll }
            | Screen::People { scroll }
            | Screen::Hinges { scroll }
            | Screen::Keys { scroll },
        ) => {
            *scroll = row;
        }
        _ => {}
    }
}
