//! The languages of the interface, read once by each thread that serves.
//!
//! The invariant: nobody keeps one while waiting, as it belongs to its thread.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use axum::http::{HeaderMap, header};

use crate::app::{Lang, lang::LANGUAGES};

thread_local! {
    static READ: RefCell<HashMap<&'static str, Rc<Lang>>> = RefCell::default();
}

/// A language of the interface.
pub(super) fn lang(tag: &'static str) -> Rc<Lang> {
    READ.with_borrow_mut(|read| Rc::clone(read.entry(tag).or_insert_with(|| Rc::new(Lang::new(tag)))))
}

/// The tag as the interface has it; none where it has no such language.
pub(super) fn known(tag: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|l| l.eq_ignore_ascii_case(tag)).copied()
}

/// The language that a browser asks for, or else this one.
pub(super) fn asked(headers: &HeaderMap, or: &'static str) -> &'static str {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut tags = asked.split(',').filter_map(|part| part.trim().split(['-', ';']).next());
    tags.find_map(known).unwrap_or(or)
}
