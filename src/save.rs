//! Where runs are kept: one small RON file each, in the platform's data directory.
//!
//! A door: it touches the disk. `runs/STORY/N.ron` holds run N of a story. The invariant: a file is written whole or
//! not at all, and nothing that cannot be read is ever deleted; it is set aside under another name.

use std::{
    fs, io,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

use crate::{
    engine::{RUN_FORMAT, Run},
    story::spanned::options,
};

/// The largest run that is read, in bytes; one of a thousand decisions has 40,000.
const LARGEST: u64 = 8 * 1024 * 1024;

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
    /// The file is no run.
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
        "{path}: written by a later version of Cermin (format {format}, this one reads {RUN_FORMAT}); update Cermin"
    )]
    Later {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
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
        let entries = fs::read_dir(self.of_story(story)).into_iter().flatten().flatten();
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
        let free = (1..10_000).map(|n| path.with_extension(format!("damaged-{n}"))).find(|p| !p.exists());
        let aside = free.unwrap_or_else(|| path.with_extension("damaged"));
        fs::rename(&path, &aside).map_err(|e| SaveError::io(&path, e))?;
        Ok(aside)
    }

    /// Deletes all that is kept; whether there was anything.
    ///
    /// # Errors
    /// [`SaveError::Io`].
    pub fn delete(&self) -> Result<bool, SaveError> {
        let runs = self.folder.join("runs");
        if !runs.exists() {
            return Ok(false);
        }
        fs::remove_dir_all(&runs).map_err(|e| SaveError::io(&runs, e))?;
        Ok(true)
    }
}

/// What is read of a run before all else.
#[derive(serde::Deserialize)]
#[serde(rename = "Run")]
struct Format {
    format: u32,
}

/// Reads a run from a file.
///
/// # Errors
/// [`SaveError`].
pub fn read(path: &Path) -> Result<Run, SaveError> {
    let io = |e| SaveError::io(path, e);
    let damaged =
        |line, column, message: String| SaveError::Damaged { path: path.to_owned(), line, column, message };
    let size = fs::metadata(path).map_err(io)?.len();
    if size > LARGEST {
        return Err(damaged(1, 1, format!("{} MB is more than a run has", size / 1_000_000)));
    }
    let mut bytes = Vec::new();
    // A device may have no size and no end.
    fs::File::open(path).map_err(io)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(damaged(1, 1, "more than a run has".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let before = e.as_bytes().get(..e.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.split(|b| *b == b'\n').count();
        let column = before.rsplit(|b| *b == b'\n').next().map_or(0, <[u8]>::len) + 1;
        damaged(line, column, "not UTF-8 text".to_owned())
    })?;
    // The format first, so that a later version is recognised by more than its first unknown field.
    if let Ok(Format { format }) = options().from_str(&text)
        && format > RUN_FORMAT
    {
        return Err(SaveError::Later { path: path.to_owned(), format });
    }
    let run: Run = options().from_str(&text).map_err(|e| {
        let (line, column) = (e.span.start.line, e.span.start.col);
        damaged(line, column, format!("this is no run: {}", crate::story::sane(&e.code.to_string())))
    })?;
    Ok(run)
}

/// A run as its file says it.
#[must_use]
pub fn text(run: &Run) -> String {
    let pretty = ron::ser::PrettyConfig::new().struct_names(true).compact_arrays(false).depth_limit(2);
    let body = options().to_string_pretty(run, pretty).unwrap_or_default();
    format!("// A run of Cermin: `cermin replay` reads it, `cermin play --from` goes on with it.\n{body}\n")
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
    use crate::engine::Decision;

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
