//! Where runs are kept: one small RON file each, in the platform's data directory.
//!
//! A door: it touches the disk. `runs/STORY/N.ron` holds run N of a story. The invariant: a file is written whole or
//! not at all, and nothing that cannot be read is ever deleted; it is set aside under another name.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

use crate::{
    app::workshop::Session,
    engine::{Card, Run},
};

mod files;
mod settings;

pub use files::{card_text, expected_text, read, read_card, read_expected, read_session, session_text, text};

/// The folder of all that is kept.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// Why a run cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// No place to keep anything.
    #[error("there is no home directory to keep runs in; name a folder with --data DIR")]
    NoHome,
    /// The system said no.
    #[error("{path}: {error}")]
    Io {
        /// What was being done to.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file is no run, or no card.
    #[error("{path}:{line}:{column}: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where, from 1.
        line: usize,
        /// Where, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// The run was written by a later version.
    #[error(
        "{path}: written by another version of Cermin (format {format}, this one reads {reads}); {}",
        if format > reads { "update Cermin" } else { "make it again with this version" }
    )]
    Later {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
        /// The format that is read.
        reads: u32,
    },
}

impl SaveError {
    fn io(path: &Path, error: io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }
}

impl Store {
    /// The platform's place for data.
    ///
    /// # Errors
    /// [`SaveError::NoHome`].
    pub fn of_platform() -> Result<Self, SaveError> {
        let args = AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "cermin".to_owned(),
        };
        let strategy = choose_app_strategy(args).map_err(|_error| SaveError::NoHome)?;
        Ok(Self { folder: strategy.data_dir() })
    }

    /// A place of the user's choice.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder of all that is kept.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a run.
    #[must_use]
    pub fn path(&self, story: &str, number: u32) -> PathBuf {
        self.of_story(story).join(format!("{number}.ron"))
    }

    fn of_story(&self, story: &str) -> PathBuf {
        self.folder.join("runs").join(story)
    }

    /// The numbers of a story's runs, the last saved first.
    #[must_use]
    pub fn numbers(&self, story: &str) -> Vec<u32> {
        numbered(&self.of_story(story))
    }

    /// A story's runs that can be read, the last saved first.
    #[must_use]
    pub fn runs(&self, story: &str) -> Vec<(u32, Run)> {
        let numbers = self.numbers(story).into_iter();
        numbers.filter_map(|n| Some((n, read(&self.path(story, n)).ok()?))).collect()
    }

    /// Writes a run under its number, or under the next free one. The number is given back.
    ///
    /// # Errors
    /// [`SaveError::Io`]; what was there before is untouched then.
    pub fn write(&self, run: &Run, number: Option<u32>) -> Result<u32, SaveError> {
        let folder = self.of_story(&run.story);
        fs::create_dir_all(&folder).map_err(|e| SaveError::io(&folder, e))?;
        let text = text(run);
        if let Some(number) = number {
            let path = self.path(&run.story, number);
            let file = temporary(&folder, &text)?;
            file.persist(&path).map_err(|e| SaveError::io(&path, e.error))?;
            return Ok(number);
        }
        let mut number = self.numbers(&run.story).into_iter().max().map_or(1, |n| n.saturating_add(1));
        loop {
            let path = self.path(&run.story, number);
            match temporary(&folder, &text)?.persist_noclobber(&path) {
                Ok(_) => return Ok(number),
                // Another window took this number first.
                Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists && number < u32::MAX => number += 1,
                Err(e) => return Err(SaveError::io(&path, e.error)),
            }
        }
    }

    /// Puts a file that could not be read aside, under a name that is free. The new name is given back.
    ///
    /// # Errors
    /// [`SaveError::Io`]; the file is where it was then.
    pub fn set_aside(&self, story: &str, number: u32) -> Result<PathBuf, SaveError> {
        let path = self.path(story, number);
        let aside = aside(&path);
        fs::rename(&path, &aside).map_err(|e| SaveError::io(&path, e))?;
        Ok(aside)
    }

    /// Keeps a world card under the next free number; its path is given back.
    ///
    /// # Errors
    /// [`SaveError::Io`].
    pub fn keep_card(&self, card: &Card) -> Result<PathBuf, SaveError> {
        self.keep_in("cards", &card_text(card))
    }

    /// Keeps what may be kept of a session under the next free number; its path is given back.
    ///
    /// # Errors
    /// [`SaveError::Io`].
    pub fn keep_session(&self, session: &Session) -> Result<PathBuf, SaveError> {
        self.keep_in("sessions", &session_text(session))
    }

    /// The session that was kept last.
    #[must_use]
    pub fn last_session(&self) -> Option<PathBuf> {
        let folder = self.folder.join("sessions");
        let last = numbered(&folder).first().copied()?;
        Some(folder.join(format!("{last}.ron")))
    }

    fn keep_in(&self, kind: &str, text: &str) -> Result<PathBuf, SaveError> {
        let folder = self.folder.join(kind);
        fs::create_dir_all(&folder).map_err(|e| SaveError::io(&folder, e))?;
        let mut number = numbered(&folder).into_iter().max().map_or(1, |n| n.saturating_add(1));
        loop {
            let path = folder.join(format!("{number}.ron"));
            match temporary(&folder, text)?.persist_noclobber(&path) {
                Ok(_) => return Ok(path),
                Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists && number < u32::MAX => number += 1,
                Err(e) => return Err(SaveError::io(&path, e.error)),
            }
        }
    }

    /// The world cards that can be read, the last kept first.
    #[must_use]
    pub fn cards(&self) -> Vec<Card> {
        let folder = self.folder.join("cards");
        numbered(&folder)
            .into_iter()
            .filter_map(|n| read_card(&folder.join(format!("{n}.ron"))).ok())
            .collect()
    }

    /// Deletes all that is kept; whether there was anything.
    ///
    /// # Errors
    /// [`SaveError::Io`].
    pub fn delete(&self) -> Result<bool, SaveError> {
        let mut any = false;
        // A room that is open has its log locked; first it is ended.
        let logs = fs::read_dir(self.folder.join("rooms")).into_iter().flatten().flatten().map(|e| e.path());
        for log in logs.filter(|p| p.extension().is_some_and(|e| e == "log")) {
            let file = fs::File::open(&log).map_err(|e| SaveError::io(&log, e))?;
            let open = || io::Error::other("a room is open; end it first");
            file.try_lock().map_err(|_error| SaveError::io(&log, open()))?;
        }
        let settings = self.settings_path();
        if settings.exists() {
            fs::remove_file(&settings).map_err(|e| SaveError::io(&settings, e))?;
            any = true;
        }
        for kept in ["runs", "cards", "sessions", "rooms"] {
            let folder = self.folder.join(kept);
            if folder.exists() {
                fs::remove_dir_all(&folder).map_err(|e| SaveError::io(&folder, e))?;
                any = true;
            }
        }
        Ok(any)
    }
}

/// Writes a run to a file of the caller's choice, whole or not at all.
///
/// # Errors
/// [`SaveError::Io`].
pub fn write_to(path: &Path, run: &Run) -> Result<(), SaveError> {
    write_text(path, &text(run))
}

/// Writes a text to a file of the caller's choice, whole or not at all.
///
/// # Errors
/// [`SaveError::Io`].
pub fn write_text(path: &Path, text: &str) -> Result<(), SaveError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let file = temporary(folder, text)?;
    file.persist(path).map_err(|e| SaveError::io(path, e.error))?;
    Ok(())
}

/// The numbers of a folder's files, the last saved first.
fn numbered(folder: &Path) -> Vec<u32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let number: u32 = name.strip_suffix(".ron")?.parse().ok()?;
            let saved = e.metadata().and_then(|m| m.modified()).ok();
            Some((saved, number))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().rev().map(|(_, number)| number).collect()
}

/// A name beside a file's that is free.
fn aside(path: &Path) -> PathBuf {
    let free = (1..10_000).map(|n| path.with_extension(format!("damaged-{n}"))).find(|p| !p.exists());
    free.unwrap_or_else(|| path.with_extension("damaged"))
}

fn temporary(folder: &Path, text: &str) -> Result<tempfile::NamedTempFile, SaveError> {
    let io = |e| SaveError::io(folder, e);
    let mut file = tempfile::Builder::new().prefix(".run-").tempfile_in(folder).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)?;
    file.as_file().sync_data().map_err(io)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Decision, RUN_FORMAT};

    fn run() -> Run {
        Run {
            format: RUN_FORMAT,
            story: "demo".to_owned(),
            pack: "0123456789abcdef".to_owned(),
            engine: "0.1.0".to_owned(),
            seed: 7,
            schedule: "calm".to_owned(),
            preset: String::new(),
            parameters: [("chill".to_owned(), 130)].into(),
            start: [("order".to_owned(), 420)].into(),
            at: None,
            card: None,
            levers: [(9, [("c".to_owned(), 2)].into())].into(),
            turns: 12,
            decisions: vec![Decision("widen".to_owned(), "00c0ffee".to_owned())],
            undone: vec!["later".to_owned()],
        }
    }

    #[test]
    fn what_was_written_is_read_and_written_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().to_owned());
        let number = store.write(&run(), None).expect("written");
        let back = read(&store.path("demo", number)).expect("read");
        assert_eq!(back, run());
        assert_eq!(text(&back), text(&run()));
        assert_eq!(store.write(&run(), None).expect("written"), number + 1);
        assert_eq!(store.write(&run(), Some(number)).expect("written"), number);
        assert_eq!(store.numbers("demo").len(), 2);
    }

    #[test]
    fn a_damaged_run_is_set_aside_and_never_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().to_owned());
        let number = store.write(&run(), None).expect("written");
        let path = store.path("demo", number);
        fs::write(&path, "Run(format: 1, sto").expect("written");
        assert!(matches!(read(&path), Err(SaveError::Damaged { .. })));
        let aside = store.set_aside("demo", number).expect("moved");
        assert_eq!(fs::read_to_string(aside).expect("still there"), "Run(format: 1, sto");
        assert!(store.numbers("demo").is_empty());
    }

    #[test]
    fn a_later_format_is_refused_politely() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("1.ron");
        fs::write(&path, "Run(format: 99, dreams: [])").expect("written");
        assert!(matches!(read(&path), Err(SaveError::Later { format: 99, .. })));
    }
}
