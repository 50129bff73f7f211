//! Runs and world cards as files of RON: read with an exact place for what is wrong, written for people to read.
//!
//! The invariant: whatever is in a file, reading it is a value or a [`SaveError`], and takes bounded memory.

use std::{fs, io::Read as _, path::Path};

use serde::{Serialize, de::DeserializeOwned};

use super::SaveError;
use crate::{
    app::workshop::{SESSION_FORMAT, Session},
    engine::{CARD_FORMAT, Card, EXPECTED_FORMAT, Expected, RUN_FORMAT, Run},
    story::spanned::options,
};

/// The largest file that is read, in bytes; a run of a thousand decisions has 40,000, a card of 24 turns 20,000.
const LARGEST: u64 = 8 * 1024 * 1024;

macro_rules! format_of {
    ($name:ident, $word:literal) => {
        /// What is read before all else.
        #[derive(serde::Deserialize)]
        #[serde(rename = $word)]
        struct $name {
            format: u32,
        }
    };
}

format_of!(RunFormat, "Run");
format_of!(CardFormat, "Card");
format_of!(SessionFormat, "Session");
format_of!(ExpectedFormat, "Expected");

/// Reads a run from a file.
///
/// # Errors
/// [`SaveError`].
pub fn read(path: &Path) -> Result<Run, SaveError> {
    let text = text_of(path)?;
    // The format first, so that a later version is recognised by more than its first unknown field.
    match options().from_str(&text) {
        Ok(RunFormat { format }) if format > RUN_FORMAT => {
            Err(SaveError::Later { path: path.to_owned(), format, reads: RUN_FORMAT })
        }
        _ => parsed(path, &text, "run"),
    }
}

/// Reads a world card from a file.
///
/// # Errors
/// [`SaveError`]; a card of another format among them.
pub fn read_card(path: &Path) -> Result<Card, SaveError> {
    let text = text_of(path)?;
    match options().from_str(&text) {
        Ok(CardFormat { format }) if format != CARD_FORMAT => {
            Err(SaveError::Later { path: path.to_owned(), format, reads: CARD_FORMAT })
        }
        _ => parsed(path, &text, "world card"),
    }
}

/// Reads what was kept of a session.
///
/// # Errors
/// [`SaveError`]; one of another format among them.
pub fn read_session(path: &Path) -> Result<Session, SaveError> {
    let text = text_of(path)?;
    match options().from_str(&text) {
        Ok(SessionFormat { format }) if format != SESSION_FORMAT => {
            Err(SaveError::Later { path: path.to_owned(), format, reads: SESSION_FORMAT })
        }
        _ => parsed(path, &text, "session"),
    }
}

/// Reads what a run is expected to come to.
///
/// # Errors
/// [`SaveError`]; one of another format among them.
pub fn read_expected(path: &Path) -> Result<Expected, SaveError> {
    let text = text_of(path)?;
    match options().from_str(&text) {
        Ok(ExpectedFormat { format }) if format != EXPECTED_FORMAT => {
            Err(SaveError::Later { path: path.to_owned(), format, reads: EXPECTED_FORMAT })
        }
        _ => parsed(path, &text, "expected run"),
    }
}

fn damaged(path: &Path, line: usize, column: usize, message: String) -> SaveError {
    SaveError::Damaged { path: path.to_owned(), line, column, message }
}

pub(super) fn text_of(path: &Path) -> Result<String, SaveError> {
    let io = |e| SaveError::io(path, e);
    let size = fs::metadata(path).map_err(io)?.len();
    if size > LARGEST {
        return Err(damaged(path, 1, 1, format!("{} MB is more than such a file has", size / 1_000_000)));
    }
    let mut bytes = Vec::new();
    // A device may have no size and no end.
    fs::File::open(path).map_err(io)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(damaged(path, 1, 1, "more than such a file has".to_owned()));
    }
    String::from_utf8(bytes).map_err(|e| {
        let before = e.as_bytes().get(..e.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.split(|b| *b == b'\n').count();
        let column = before.rsplit(|b| *b == b'\n').next().map_or(0, <[u8]>::len) + 1;
        damaged(path, line, column, "not UTF-8 text".to_owned())
    })
}

fn parsed<T: DeserializeOwned>(path: &Path, text: &str, what: &str) -> Result<T, SaveError> {
    options().from_str(text).map_err(|e| {
        let (line, column) = (e.span.start.line, e.span.start.col);
        let why = crate::story::sane(&e.code.to_string());
        damaged(path, line, column, format!("this is no {what}: {why}"))
    })
}

/// A run as its file says it.
#[must_use]
pub fn text(run: &Run) -> String {
    let about = "A run of Cermin: `cermin replay` reads it, `cermin play --from` goes on with it.";
    written(run, about)
}

/// A world card as its file says it.
#[must_use]
pub fn card_text(card: &Card) -> String {
    written(card, "A world card of Cermin: `cermin play STORY --world-card FILE` begins from it.")
}

/// What a run is expected to come to, as a file.
#[must_use]
pub fn expected_text(expected: &Expected) -> String {
    written(
        expected,
        "What a run is expected to come to: `cermin test` compares it with what the story makes of it now.",
    )
}

/// What is kept of a session, as a file.
#[must_use]
pub fn session_text(session: &Session) -> String {
    written(
        session,
        "A session of Cermin: `cermin report FILE` writes it out. It has counts and no participant.",
    )
}

fn written(value: &impl Serialize, about: &str) -> String {
    let pretty = ron::ser::PrettyConfig::new().struct_names(true).compact_arrays(false).depth_limit(2);
    let body = options().to_string_pretty(value, pretty).unwrap_or_default();
    format!("// {about}\n{body}\n")
}
