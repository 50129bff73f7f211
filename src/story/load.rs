//! From the name of a pack to a [`Story`](super::Story): finds the files of the story and of its world, and has them compiled.
//!
//! The invariant: whatever the files hold, the answer is a story, or findings that say why not, or a
//! [`SourceError`]; never a panic.

use super::{
    Loaded, compile,
    diagnostic::{Code, Diagnostic, Findings, Place},
    index::Index,
    source::{PackFiles, Shelves, SourceError},
};

/// Loads a pack and, for a story, the world it names.
///
/// # Errors
/// [`SourceError`] when the pack's own files cannot be read. Everything that is wrong inside them is in
/// [`Loaded::findings`].
pub fn load(shelves: &Shelves, name: &str) -> Result<Loaded, SourceError> {
    Ok(read(shelves, shelves.read(name)?, None))
}

/// The same, with where everything stands: for those who work on the pack.
///
/// # Errors
/// As [`load`].
pub fn examine(shelves: &Shelves, name: &str) -> Result<(Loaded, Index), SourceError> {
    Ok(examine_files(shelves, shelves.read(name)?))
}

/// The same for files at hand, which may be newer than those on the disk.
#[must_use]
pub fn examine_files(shelves: &Shelves, pack: PackFiles) -> (Loaded, Index) {
    let mut index = Index::default();
    let loaded = read(shelves, pack, Some(&mut index));
    (loaded, index)
}

fn read(shelves: &Shelves, pack: PackFiles, index: Option<&mut Index>) -> Loaded {
    let world_name = compile::world_named(&pack.files);
    let mut missing = None;
    let mut world = None;
    if let Some((id, place)) = world_name {
        match shelves.read_beside(&id, pack.beside.as_deref()) {
            Ok(found) => world = Some(found),
            Err(error) => missing = Some((error, place)),
        }
    }
    let own = pack.files.len();
    let mut loaded = compile_with(world, pack, index);
    if let Some((error, place)) = missing {
        // Without its world every name of the world would be unknown: say the one thing that matters.
        let first = loaded.findings.files.len() - own;
        let place = Place { file: place.file + first, span: place.span };
        loaded.story = None;
        loaded.findings.diagnostics = vec![Diagnostic {
            code: Code::World,
            place: Some(place),
            message: format!("the story's world cannot be read: {error}"),
            help: "put the world's folder beside the story's, or name its folder with --packs".to_owned(),
            also: None,
        }];
    }
    loaded
}

/// Compiles packs whose files are at hand.
#[must_use]
pub fn compile_packs(world: Option<PackFiles>, pack: PackFiles) -> Loaded {
    compile_with(world, pack, None)
}

fn compile_with(world: Option<PackFiles>, pack: PackFiles, index: Option<&mut Index>) -> Loaded {
    let below = pack.below;
    let mut files = world.map(|w| w.files).unwrap_or_default();
    let own = files.len();
    files.extend(pack.files);
    let compile::Compiled { story, found: diagnostics, allowed } =
        compile::compile(&files, own, &pack.name, index);
    let mut findings = Findings { files, diagnostics, allowed, ..Findings::default() };
    findings.diagnostics.extend(below.iter().map(|file| not_read(file)));
    findings.sort();
    Loaded { story: story.filter(|_| findings.errors() == 0), findings }
}

/// A file that an author may take for a part of the pack.
fn not_read(file: &str) -> Diagnostic {
    Diagnostic {
        code: Code::Below,
        place: None,
        message: format!("`{}` is not read: it lies in a folder below the pack's", super::sane(file)),
        help: "move it into the pack's own folder, or keep it elsewhere".to_owned(),
        also: None,
    }
}
