//! Where a room's things lie: its log with the runs, its key where the system forgets it.
//!
//! The invariant: a log without a key is noise and is destroyed when somebody looks; a log with one is never destroyed
//! unasked.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use super::{
    log::FileLog,
    seal::{KeyFile, private_file, private_folder},
};

/// The places of all rooms of a user.
#[derive(Debug, Clone)]
pub struct Places {
    logs: PathBuf,
    runtime: PathBuf,
}

/// The places of one room.
#[derive(Debug, Clone)]
pub struct Place {
    /// The room's name: eight letters that were drawn.
    pub room: String,
    /// The log.
    pub log: PathBuf,
    /// The key.
    pub key: KeyFile,
    /// How a wall on this laptop finds the room.
    pub wall: PathBuf,
    /// A note beside the log that says where the key was put.
    note: PathBuf,
    /// Where it is put.
    runtime: PathBuf,
}

impl Place {
    /// Notes beside the log where the key is.
    ///
    /// # Errors
    /// What the system said.
    pub fn note(&self) -> io::Result<()> {
        private_file(&self.note, self.runtime.as_os_str().as_encoded_bytes())
    }

    /// Where the key was put, if that is another place than this.
    fn elsewhere(&self) -> Option<PathBuf> {
        let bytes = fs::read(&self.note).ok()?;
        let noted = PathBuf::from(String::from_utf8(bytes).ok()?);
        (noted != self.runtime).then_some(noted)
    }

    /// Removes what lies about beside log and key.
    pub fn forget(&self) {
        let _ = fs::remove_file(&self.note);
        let _ = fs::remove_file(&self.wall);
    }
}

impl Places {
    /// The places below a folder for what is kept; `runtime` is where the system forgets, found if it is not named.
    ///
    /// # Errors
    /// A directory that cannot be made, or that others can read.
    pub fn new(data: &Path, runtime: Option<PathBuf>) -> io::Result<Self> {
        let runtime = runtime.unwrap_or_else(forgotten);
        let logs = data.join("rooms");
        private_folder(&logs)?;
        private_folder(&runtime)?;
        only_ours(&runtime)?;
        Ok(Self { logs, runtime })
    }

    /// The place of a room.
    #[must_use]
    pub fn of(&self, room: &str) -> Place {
        Place {
            room: room.to_owned(),
            log: self.logs.join(format!("{room}.log")),
            key: KeyFile::at(&self.runtime, room),
            wall: self.runtime.join(format!("{room}.wall")),
            note: self.logs.join(format!("{room}.key-at")),
            runtime: self.runtime.clone(),
        }
    }

    /// Rooms that were left without an end, the last written first. Logs whose keys are gone are destroyed on the way;
    /// how many is told.
    ///
    /// # Errors
    /// What the system said.
    pub fn left(&self) -> io::Result<(Vec<Place>, usize)> {
        let (mut left, mut destroyed) = (Vec::new(), 0);
        for entry in fs::read_dir(&self.logs)?.flatten() {
            let name = entry.file_name().into_string().unwrap_or_default();
            if name.starts_with(".tmp") {
                // What a log was being written anew to when the program died.
                let _ = fs::remove_file(entry.path());
            }
            let Some(room) = name.strip_suffix(".log") else { continue };
            let place = self.of(room);
            if !place.key.exists() {
                // A key that lies in another place, as of another session of this user, is not gone.
                let other = place.elsewhere().map(|runtime| KeyFile::at(&runtime, room));
                if other.is_none_or(|key| !key.exists()) && FileLog::open(&place.log).is_ok() {
                    fs::remove_file(&place.log)?;
                    place.forget();
                    destroyed += 1;
                }
                continue;
            }
            let written = entry.metadata().and_then(|m| m.modified()).ok();
            left.push((written, place));
        }
        left.sort_by_key(|(written, _)| std::cmp::Reverse(*written));
        Ok((left.into_iter().map(|(_, place)| place).collect(), destroyed))
    }

    /// Files by which walls find rooms, the last written first.
    #[must_use]
    pub fn walls(&self) -> Vec<PathBuf> {
        let mut found: Vec<_> = fs::read_dir(&self.runtime)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|e| e.path().extension().is_some_and(|e| e == "wall"))
            .map(|e| (e.metadata().and_then(|m| m.modified()).ok(), e.path()))
            .collect();
        found.sort_by_key(|(written, _)| std::cmp::Reverse(*written));
        found.into_iter().map(|(_, path)| path).collect()
    }
}

/// The directory that the system forgets when it is turned off, or else its place for what is not meant to last.
fn forgotten() -> PathBuf {
    let runtime = env::var_os("XDG_RUNTIME_DIR").filter(|d| !d.is_empty()).map(PathBuf::from);
    match runtime {
        Some(folder) => folder.join("cermin"),
        None => env::temp_dir().join(format!("cermin-{}", user())),
    }
}

#[cfg(unix)]
fn user() -> String {
    rustix::process::geteuid().as_raw().to_string()
}

#[cfg(not(unix))]
fn user() -> String {
    "rooms".to_owned()
}

/// A directory that somebody else made, or can read, is no place for keys.
#[cfg(unix)]
fn only_ours(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let about = fs::symlink_metadata(folder)?;
    let ours = about.is_dir()
        && about.uid() == rustix::process::geteuid().as_raw()
        && about.mode().trailing_zeros() >= 6;
    if ours {
        return Ok(());
    }
    let why = format!("{} is not yours alone; remove it, or make it so (chmod 700)", folder.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

#[cfg(not(unix))]
fn only_ours(_: &Path) -> io::Result<()> {
    Ok(())
}
