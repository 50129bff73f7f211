//! Files that are edited while they are played: looked at a few times a second, and read again when they change.
//!
//! The system's own news of files is different on every system and lost over networks; a look at a handful of names,
//! sizes and times costs nothing. The invariant: what is read is whole: a change is taken up only once two looks agree.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use super::{Doors, weigh::Letters};
use crate::{
    app::{Msg, check::check, reload::Reloaded},
    report::diagnostics,
    story::{diagnostic::Severity, source::Shelves},
};

/// From one look to the next.
const LOOK: Duration = Duration::from_millis(150);

/// What tells two states of some folders apart.
type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

fn look(folders: &[PathBuf]) -> Look {
    let files = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Look = folders
        .iter()
        .flat_map(|folder| files(folder))
        .filter(|e| e.path().extension().is_some_and(|x| x == "ron"))
        .filter_map(|e| {
            let meta = e.metadata().ok()?;
            Some((e.path(), meta.len(), meta.modified().ok()))
        })
        .collect();
    found.sort();
    found
}

/// What a pack is now.
fn read(shelves: &Shelves, name: &str) -> Reloaded {
    let checked = match check(shelves, name) {
        Ok(checked) => checked.loaded,
        Err(error) => return Reloaded::Broken(vec![error.to_string()]),
    };
    if let Some(story) = checked.story {
        return Reloaded::Story(Arc::new(story));
    }
    let errors = checked.findings.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error);
    Reloaded::Broken(errors.map(|d| diagnostics::line(&checked.findings, d)).collect())
}

impl Doors {
    /// Follows the files of a pack from here on.
    pub fn watch(&self, name: &str, folders: Vec<PathBuf>) {
        let (shelves, name, letters) = (self.shelves.clone(), name.to_owned(), self.letters.clone());
        thread::spawn(move || follow(&shelves, &name, &folders, &letters));
    }

    /// What has come of the files meanwhile, for a face that is not woken.
    pub(super) fn news(&self) -> Vec<Msg> {
        self.letters.take()
    }
}

fn follow(shelves: &Shelves, name: &str, folders: &[PathBuf], letters: &Letters) {
    let mut known = look(folders);
    loop {
        thread::sleep(LOOK);
        let mut now = look(folders);
        if now == known {
            continue;
        }
        // An editor writes in several steps: wait until nothing moves.
        loop {
            thread::sleep(LOOK);
            let again = look(folders);
            if again == now {
                break;
            }
            now = again;
        }
        known = now;
        letters.put(Msg::Reloaded(read(shelves, name)));
    }
}
