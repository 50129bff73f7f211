//! A line that somebody types: with editing, what was typed before, and completion.
//!
//! Not what a line means. What was typed is kept as long as the program runs and written nowhere. The invariant: a
//! terminal that has no such means gets its lines all the same.

use std::io;

use rustyline::{
    CompletionType, Config, Context, Editor, Helper,
    completion::{Completer, Pair},
    config::Configurer as _,
    error::ReadlineError,
    highlight::Highlighter,
    hint::Hinter,
    history::MemHistory,
    validate::Validator,
};

use super::{lines::Lines, modes::Guard};
use crate::plain::Completions;

/// Lines typed at a terminal.
pub struct Typed {
    editor: Editor<Known, MemHistory>,
    /// Held for what it does when a signal comes.
    _modes: Guard,
}

impl Typed {
    /// Begins to listen.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn new() -> io::Result<Self> {
        let config = Config::builder().completion_type(CompletionType::List).auto_add_history(true).build();
        let mut editor = Editor::with_history(config, MemHistory::new()).map_err(io::Error::other)?;
        editor.set_history_ignore_space(true);
        editor.set_helper(Some(Known::default()));
        Ok(Self { editor, _modes: Guard::new() })
    }
}

impl Lines for Typed {
    fn next(&mut self, known: Completions) -> io::Result<Option<String>> {
        self.editor.set_helper(Some(Known(known)));
        match self.editor.readline("> ") {
            Ok(line) => Ok(Some(line)),
            // Ctrl-D and Ctrl-C leave; everything is saved.
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
            Err(ReadlineError::Io(error)) => Err(error),
            Err(error) => Err(io::Error::other(error)),
        }
    }
}

/// What can be typed here.
#[derive(Default)]
struct Known(Completions);

impl Completer for Known {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, found) = self.0.of(line.get(..at).unwrap_or(line));
        let pair = |word: String| Pair { display: word.trim_end().to_owned(), replacement: word };
        Ok((start, found.into_iter().map(pair).collect()))
    }
}

impl Hinter for Known {
    type Hint = String;
}
impl Highlighter for Known {}
impl Validator for Known {}
impl Helper for Known {}
