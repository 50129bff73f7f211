//! Where problems are collected while a pack is compiled.
//!
//! Places are found from slices: a slice of a file's text says by its address which file it is and where it stands.
//! The invariant: what is reported with a slice of no file gets no place, rather than a wrong one.

use std::ops::Range;

use ron::error::{Error as Ron, Position, SpannedError};

use crate::story::{
    diagnostic::{Code, Diagnostic, Place, Severity},
    expr::Wrong,
    nearest::did_you_mean,
    prose::TextError,
    source::SourceFile,
    spanned::{Spanned, offset_in_literal, options},
};

/// Collects problems.
pub(super) struct Sink<'s> {
    files: &'s [SourceFile],
    pub(super) found: Vec<Diagnostic>,
    /// Whether a whole file could not be read.
    file_lost: bool,
    /// Ids of items that could not be read.
    lost: Vec<String>,
}

impl<'s> Sink<'s> {
    pub(super) const fn new(files: &'s [SourceFile]) -> Self {
        Self { files, found: Vec::new(), file_lost: false, lost: Vec::new() }
    }

    /// Where a slice of a file stands.
    pub(super) fn place(&self, slice: &str) -> Option<Place> {
        let start = slice.as_ptr() as usize;
        self.files.iter().enumerate().find_map(|(file, source)| {
            let from = source.text.as_ptr() as usize;
            let inside = start >= from && start + slice.len() <= from + source.text.len();
            inside.then(|| Place { file, span: start - from..start - from + slice.len() })
        })
    }

    /// Reports a problem of a slice.
    pub(super) fn report(
        &mut self,
        code: Code,
        at: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.place(at);
        self.found.push(Diagnostic { code, place, message: message.into(), help: help.into(), also: None });
    }

    /// Reports a problem of the whole pack.
    pub(super) fn whole(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic {
            code,
            place: None,
            message: message.into(),
            help: help.into(),
            also: None,
        });
    }

    /// Reports a problem that has a second place.
    pub(super) fn twice(&mut self, code: Code, at: &str, message: String, help: &str, first: &str) {
        let also = self.place(first).map(|p| (p, "first here".to_owned()));
        let place = self.place(at);
        self.found.push(Diagnostic { code, place, message, help: help.to_owned(), also });
    }

    /// The value of a leaf, or `None` after its error was reported.
    pub(super) fn take<'a, T>(&mut self, leaf: &'a Spanned<'s, T>) -> Option<&'a T> {
        match &leaf.value {
            Ok(value) => Some(value),
            Err(error) => {
                self.ron(error, leaf.text);
                None
            }
        }
    }

    /// Reports a file that could not be read.
    pub(super) fn lost_file(&mut self, error: &SpannedError, text: &str) {
        self.file_lost = true;
        self.ron(error, text);
    }

    /// Notes the id of an item that could not be read, if that much of it can be.
    pub(super) fn lost_item(&mut self, text: &str) {
        let id = options().from_str::<OnlyId>(text).ok().map(|item| item.id);
        self.lost.extend(id);
    }

    /// Leaves out what would only be said because something else could not be read: a name that was lost with its
    /// file or item is not unknown.
    pub(super) fn drop_echoes(&mut self) {
        let (file_lost, lost) = (self.file_lost, std::mem::take(&mut self.lost));
        // What is broken has no text to be translated, or another one's.
        let broken = self.found.iter().any(|d| d.code.severity() == Severity::Error);
        self.found.retain(|d| {
            let translation = matches!(
                d.code,
                Code::Untranslated | Code::Stale | Code::Orphan | Code::Unmarked | Code::Holes
            );
            !(broken && translation)
        });
        self.found.retain(|d| match d.code {
            Code::UnknownName | Code::Goto | Code::Orphan => {
                !file_lost && !lost.iter().any(|id| d.message.contains(&format!("`{id}`")))
            }
            Code::Unreachable | Code::NoWayOut | Code::Untranslated | Code::World => !file_lost,
            _ => true,
        });
    }

    /// Reports what RON said of a slice.
    pub(super) fn ron(&mut self, error: &SpannedError, slice: &str) {
        let pointed =
            slice.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) && slice.contains('.');
        let code = if pointed { &Ron::ExpectedInteger } else { &error.code };
        let (code, message, help) = explain(code);
        let start = byte_at(slice, error.span.start);
        let end = byte_at(slice, error.span.end).max(start);
        let at = self.place(slice).map(|p| {
            let from = (p.span.start + start).min(p.span.end);
            Place { file: p.file, span: from..(p.span.start + end).clamp(from, p.span.end) }
        });
        self.found.push(Diagnostic { code, place: at, message, help, also: None });
    }

    /// Reports a problem inside the text of a string's literal.
    fn inside(&mut self, code: Code, literal: &str, span: &Range<usize>, message: &str, help: &str) {
        let place = self.place(literal).map(|p| match offset_in_literal(literal, span.start) {
            Some(offset) => {
                let start = (p.span.start + offset).min(p.span.end);
                Place { file: p.file, span: start..(start + span.len()).min(p.span.end) }
            }
            None => p,
        });
        self.found.push(Diagnostic {
            code,
            place,
            message: message.to_owned(),
            help: help.to_owned(),
            also: None,
        });
    }

    /// Reports what is wrong with an expression that starts `shift` bytes into a string.
    pub(super) fn wrong(&mut self, wrong: &Wrong, literal: &str, shift: usize) {
        let span = wrong.span.start + shift..wrong.span.end + shift;
        self.inside(wrong.code, literal, &span, &wrong.message, &wrong.help);
    }

    /// Reports a sign that one terminal sets wider than another: one made of several by a joiner, or one that a
    /// variation selector makes a picture. Lines with it would not align (ratatui issue 75).
    pub(super) fn widths(&mut self, text: &str, literal: &str) {
        let sign = text.char_indices().find(|(_, c)| matches!(c, '\u{200d}' | '\u{fe0f}'));
        if let Some((at, c)) = sign {
            let message = "terminals do not agree how wide this sign is";
            self.inside(
                Code::Joined,
                literal,
                &(at..at + c.len_utf8()),
                message,
                "use a sign that stands by itself",
            );
        }
    }

    /// Reports what is wrong with a text.
    pub(super) fn text(&mut self, error: &TextError, literal: &str) {
        let code = if error.message.starts_with("control") { Code::Control } else { Code::Markup };
        self.inside(code, literal, &error.span, &error.message, &error.help);
    }
}

/// The id of an item, whatever else is in it.
#[derive(serde::Deserialize)]
struct OnlyId {
    id: String,
}

/// What a RON error means for an author.
fn explain(error: &Ron) -> (Code, String, String) {
    match error {
        Ron::NoSuchStructField { expected, found, .. } => (
            Code::UnknownField,
            format!("there is no field `{found}` here"),
            did_you_mean(found, expected.iter().copied()),
        ),
        Ron::NoSuchEnumVariant { expected, found, .. } => (
            Code::Shape,
            format!("`{found}` is none of the words that can stand here"),
            did_you_mean(found, expected.iter().copied()),
        ),
        Ron::MissingStructField { field, .. } => {
            (Code::Shape, format!("the field `{field}` is missing"), format!("write `{field}: …`"))
        }
        Ron::DuplicateStructField { field, .. } => {
            (Code::Duplicate, format!("the field `{field}` stands twice"), "keep one of them".to_owned())
        }
        Ron::ExpectedString | Ron::ExpectedStringEnd => {
            (Code::Shape, "a string is needed here".to_owned(), "put it in quotes".to_owned())
        }
        Ron::ExpectedInteger | Ron::IntegerOutOfBounds | Ron::FloatUnderscore => (
            Code::Shape,
            "a whole number is needed here".to_owned(),
            "without quotes and without a point; in tenths of the point a player sees".to_owned(),
        ),
        Ron::ExpectedArray => (
            Code::Shape,
            "a list is needed here".to_owned(),
            "put it in brackets, also where there is one: [ … ]".to_owned(),
        ),
        Ron::ExceededRecursionLimit => (
            Code::Syntax,
            "this file nests too deeply to be read".to_owned(),
            "is a bracket repeated by accident?".to_owned(),
        ),
        Ron::Message(_)
        | Ron::InvalidValueForType { .. }
        | Ron::ExpectedDifferentLength { .. }
        | Ron::ExpectedBoolean
        | Ron::ExpectedMap
        | Ron::ExpectedStructLike
        | Ron::ExpectedNamedStructLike(_)
        | Ron::ExpectedOption
        | Ron::ExpectedUnit => (Code::Shape, error.to_string(), String::new()),
        other => {
            let said = other.to_string();
            let mut letters = said.chars();
            let message: String =
                letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default();
            let help = "look here and just before: a bracket, a comma or a quote is missing or too many";
            (Code::Syntax, message, help.to_owned())
        }
    }
}

/// The byte of a line and column, both from 1, columns in characters.
fn byte_at(text: &str, position: Position) -> usize {
    let mut at = 0;
    for _ in 1..position.line {
        match text.get(at..).and_then(|rest| rest.find('\n')) {
            Some(end) => at += end + 1,
            None => return text.len(),
        }
    }
    let rest = text.get(at..).unwrap_or_default();
    rest.char_indices().nth(position.col.saturating_sub(1)).map_or(text.len(), |(i, _)| at + i)
}
