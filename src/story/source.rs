//! The one file that reads packs: from the binary itself, from `--packs DIR`, or from a path.
//!
//! It reads text and nothing else; what the text means is [`load`](mod@super::load)'s. The invariant: a pack is given
//! whole or not at all, its files in the order of their names.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use include_dir::{Dir, include_dir};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// The largest file that is read, in bytes. The largest story known to us has 12 MB.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// One file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name as the user would write it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The folder below a pack in which runs lie that are expected of it.
pub const EXPECTED: &str = "expected";

/// A folder of RON files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFiles {
    /// The folder's name, which is the pack's id.
    pub name: String,
    /// Where its neighbours are looked for: the folder it stands in, if it stands in one.
    pub beside: Option<PathBuf>,
    /// Its files by name.
    pub files: Vec<SourceFile>,
    /// Files of RON in folders below it, which are not read; runs that are expected of it aside.
    pub below: Vec<String>,
}

/// Why a pack could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// No pack of that name.
    #[error("there is no pack `{name}`{hint}\n  looked in: {looked}")]
    NotFound {
        /// What was asked for.
        name: String,
        /// A nearer name, ready to print.
        hint: String,
        /// Where it was looked for.
        looked: String,
    },
    /// A folder without `.ron` files.
    #[error("{0}: no .ron file in this folder; a pack is a folder with at least story.ron or world.ron")]
    Empty(PathBuf),
    /// A path that is no folder.
    #[error("{0}: not a folder; a pack is a folder of .ron files")]
    NotAFolder(PathBuf),
    /// A file beyond [`LARGEST`].
    #[error("{0}: {1} MB is more than a pack's file may have (32 MB); split it into several files")]
    TooLarge(PathBuf, u64),
    /// Not UTF-8.
    #[error("{0}: not UTF-8 text (first bad byte at {1}); save it as UTF-8")]
    NotUtf8(PathBuf, usize),
    /// The system said no.
    #[error("{path}: {error}")]
    Io {
        /// What was being read.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Where packs are looked for.
#[derive(Debug, Clone, Default)]
pub struct Shelves {
    /// Folders of packs, searched before those in the binary.
    pub folders: Vec<PathBuf>,
    /// Files that are read as they stand in an editor, by their paths, whatever lies on the disk.
    pub edited: BTreeMap<PathBuf, String>,
}

impl Shelves {
    /// The names of all packs: on the shelves, then in the binary; each name once.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN.dirs().map(|d| file_name(d.path())).collect();
        for folder in &self.folders {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            names.extend(entries.filter(|e| has_ron(&e.path())).map(|e| file_name(&e.path())));
        }
        names.sort();
        names.dedup();
        names
    }

    /// Reads a pack by name or by path.
    ///
    /// # Errors
    /// [`SourceError`] when there is none, or it cannot be read whole.
    pub fn read(&self, name: &str) -> Result<PackFiles, SourceError> {
        self.read_beside(name, None)
    }

    /// The folder that a pack is read from; none for one that only the program carries.
    #[must_use]
    pub fn folder(&self, name: &str, beside: Option<&Path>) -> Option<PathBuf> {
        if name.contains(['/', '\\']) || name.starts_with('.') {
            return Some(PathBuf::from(name));
        }
        let places = beside.into_iter().chain(self.folders.iter().map(PathBuf::as_path));
        let found = places.map(|folder| folder.join(name)).find(|path| path.is_dir());
        let here = || Some(PathBuf::from(name)).filter(|p| BUILT_IN.get_dir(name).is_none() && p.is_dir());
        found.or_else(here)
    }

    /// Reads a pack by name, looking first beside another one.
    ///
    /// # Errors
    /// As [`Shelves::read`].
    pub fn read_beside(&self, name: &str, beside: Option<&Path>) -> Result<PackFiles, SourceError> {
        let looks_like_path = name.contains(['/', '\\']) || name.starts_with('.');
        if looks_like_path {
            return self.read_folder(Path::new(name));
        }
        let places = beside.into_iter().chain(self.folders.iter().map(PathBuf::as_path));
        for folder in places {
            let path = folder.join(name);
            if path.is_dir() {
                return self.read_folder(&path);
            }
        }
        if let Some(dir) = BUILT_IN.get_dir(name) {
            return Ok(built_in(dir));
        }
        let here = Path::new(name);
        if here.is_dir() {
            return self.read_folder(here);
        }
        let names = self.names();
        let hint = super::nearest::nearest(name, names.iter().map(String::as_str))
            .map(|n| format!("; did you mean `{n}`?"))
            .unwrap_or_default();
        let mut looked: Vec<String> = self.folders.iter().map(|f| f.display().to_string()).collect();
        looked.push(format!("this program ({})", names.join(", ")));
        Err(SourceError::NotFound { name: super::sane(name), hint, looked: looked.join("; ") })
    }

    fn read_folder(&self, path: &Path) -> Result<PackFiles, SourceError> {
        let io = |error| SourceError::Io { path: path.to_owned(), error };
        let meta = fs::metadata(path).map_err(io)?;
        if !meta.is_dir() {
            return Err(SourceError::NotAFolder(path.to_owned()));
        }
        let (mut paths, mut below) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(path).map_err(io)? {
            let entry = entry.map_err(io)?.path();
            if hidden(&entry) {
                continue;
            }
            if !entry.is_dir() {
                paths.extend(is_ron(&entry).then_some(entry));
            } else if file_name(&entry) != EXPECTED {
                let files = fs::read_dir(&entry).into_iter().flatten().flatten().map(|file| file.path());
                below.extend(files.filter(|file| is_ron(file) && !hidden(file)));
            }
        }
        if paths.is_empty() {
            return Err(SourceError::Empty(path.to_owned()));
        }
        paths.sort();
        let files = paths.iter().map(|p| self.read_file(p)).collect::<Result<_, _>>()?;
        let name = path.canonicalize().map_or_else(|_| file_name(path), |p| file_name(&p));
        let beside = path.canonicalize().ok().and_then(|p| p.parent().map(Path::to_owned));
        below.sort();
        let below = below.iter().map(|file| file.display().to_string()).collect();
        Ok(PackFiles { name, beside, files, below })
    }

    fn read_file(&self, path: &Path) -> Result<SourceFile, SourceError> {
        match self.edited.get(path) {
            Some(text) => Ok(SourceFile { name: path.display().to_string(), text: text.clone() }),
            None => read_file(path),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_ron(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "ron")
}

/// What editors and systems leave beside a file, which is no part of a pack.
fn hidden(path: &Path) -> bool {
    file_name(path).starts_with('.')
}

fn has_ron(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| is_ron(&e.path()))))
}

fn built_in(dir: &Dir<'_>) -> PackFiles {
    let name = file_name(dir.path());
    let mut files: Vec<SourceFile> = dir
        .files()
        .filter(|f| is_ron(f.path()))
        .filter_map(|f| {
            let text = f.contents_utf8()?.to_owned();
            Some(SourceFile { name: format!("{name}/{}", file_name(f.path())), text })
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    PackFiles { name, beside: None, files, below: Vec::new() }
}

fn read_file(path: &Path) -> Result<SourceFile, SourceError> {
    let io = |error| SourceError::Io { path: path.to_owned(), error };
    let size = fs::metadata(path).map_err(io)?.len();
    if size > LARGEST {
        return Err(SourceError::TooLarge(path.to_owned(), size / 1_000_000));
    }
    let mut bytes = Vec::new();
    // A device may have no size and no end.
    fs::File::open(path).map_err(io)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(io)?;
    let mut text = String::from_utf8(bytes)
        .map_err(|e| SourceError::NotUtf8(path.to_owned(), e.utf8_error().valid_up_to()))?;
    // A mark of byte order says nothing in UTF-8, and RON does not know it.
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(SourceFile { name: path.display().to_string(), text })
}
