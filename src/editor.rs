//! What an editor asks about a pack, answered: problems, where names stand, what a number can be here, what may follow.
//!
//! Text in, answers out; the protocol's pipes are the command line's. The invariant: an answer is worked out from the
//! text as it is in the editor, whatever lies on the disk, and a place that is answered is one of that text.

mod complete;
mod hover;
mod place;
mod rename;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use lsp_types::{
    CodeDescription, CompletionItem, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Hover,
    Location, NumberOrString, Position, Uri, WorkspaceEdit,
};

use crate::{
    app::check::{Checked, check},
    lab::{Ranges, ranges_by_scene},
    story::{
        Story,
        diagnostic::{self, Findings, Severity},
        index::{Does, Index, Mention},
        source::Shelves,
    },
};

pub use place::{path_of, uri_of};

/// A pack as it was last looked at.
#[derive(Debug)]
struct Pack {
    checked: Checked,
    /// The last story that could be played, with where everything stood in it and what its numbers could be.
    good: Option<Good>,
}

#[derive(Debug)]
struct Good {
    story: Story,
    ranges: Vec<Option<Ranges>>,
}

/// The packs whose files are open.
#[derive(Debug, Default)]
pub struct Editor {
    shelves: Shelves,
    packs: BTreeMap<PathBuf, Pack>,
}

impl Editor {
    /// An editor that finds worlds in these places too.
    #[must_use]
    pub fn new(shelves: Shelves) -> Self {
        Self { shelves, packs: BTreeMap::new() }
    }

    /// A file is as it stands in the editor from here on; the folders whose packs may be others now.
    pub fn opened(&mut self, path: &Path, text: String) -> Vec<PathBuf> {
        self.shelves.edited.insert(path.to_owned(), text);
        self.look(path)
    }

    /// A file is as it lies on the disk again.
    pub fn closed(&mut self, path: &Path) -> Vec<PathBuf> {
        self.shelves.edited.remove(path);
        self.look(path)
    }

    /// Looks at the pack of a file again, and at open stories of its world.
    fn look(&mut self, path: &Path) -> Vec<PathBuf> {
        let Some(folder) = path.parent().map(Path::to_owned) else { return Vec::new() };
        let mut folders = vec![folder.clone()];
        let tells =
            |pack: &Pack| pack.checked.loaded.findings.files.iter().any(|f| Path::new(&f.name) == path);
        folders.extend(
            self.packs.iter().filter(|(at, pack)| **at != folder && tells(pack)).map(|(at, _)| at.clone()),
        );
        for folder in &folders {
            let name = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
            let Ok(checked) = check(&self.shelves, &name) else {
                self.packs.remove(folder);
                continue;
            };
            let before = self.packs.remove(folder).and_then(|p| p.good);
            let good = checked.loaded.story.clone().map(|story| {
                let ranges = ranges_by_scene(&story, &checked.index);
                Good { story, ranges }
            });
            self.packs.insert(folder.clone(), Pack { checked, good: good.or(before) });
        }
        folders
    }

    /// The problems of a pack by file, files without any among them.
    #[must_use]
    pub fn problems(&self, folder: &Path) -> Vec<(Uri, Vec<Diagnostic>)> {
        let Some(pack) = self.packs.get(folder) else { return Vec::new() };
        let findings = &pack.checked.loaded.findings;
        let mut by_file: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
        for (n, file) in findings.files.iter().enumerate() {
            if Path::new(&file.name).parent() == Some(folder) {
                by_file.insert(n, Vec::new());
            }
        }
        let first = by_file.keys().next().copied().unwrap_or(0);
        for problem in &findings.diagnostics {
            let file = problem.place.as_ref().map_or(first, |p| p.file);
            if let Some(list) = by_file.get_mut(&file) {
                list.push(told(findings, problem));
            }
        }
        by_file
            .into_iter()
            .filter_map(|(n, list)| Some((uri_of(Path::new(&findings.files[n].name))?, list)))
            .collect()
    }

    /// The pack of a file, the file's number in it, and the byte of a position.
    fn at(&self, path: &Path, position: Position) -> Option<(&Pack, usize, usize)> {
        let pack = self.packs.get(path.parent()?)?;
        let files = &pack.checked.loaded.findings.files;
        let file = files.iter().position(|f| Path::new(&f.name) == path)?;
        Some((pack, file, place::byte(&files[file].text, position)))
    }

    /// Where the name at a position is defined.
    #[must_use]
    pub fn definition(&self, path: &Path, position: Position) -> Option<Location> {
        let (pack, file, byte) = self.at(path, position)?;
        let mention = pack.checked.index.at(file, byte)?;
        let found = defined(&pack.checked.index, mention)?;
        place::location(&pack.checked.loaded.findings, &found.place)
    }

    /// Every place where the name at a position stands.
    #[must_use]
    pub fn references(&self, path: &Path, position: Position) -> Vec<Location> {
        let Some((pack, file, byte)) = self.at(path, position) else { return Vec::new() };
        let index = &pack.checked.index;
        let Some(mention) = index.at(file, byte) else { return Vec::new() };
        let findings = &pack.checked.loaded.findings;
        index.all(mention.space, &mention.name).filter_map(|m| place::location(findings, &m.place)).collect()
    }

    /// What is known of the name at a position.
    #[must_use]
    pub fn hover(&self, path: &Path, position: Position) -> Option<Hover> {
        let (pack, file, byte) = self.at(path, position)?;
        hover::hover(pack, file, byte)
    }

    /// What may be typed at a position.
    #[must_use]
    pub fn complete(&self, path: &Path, position: Position) -> Vec<CompletionItem> {
        let Some((pack, file, byte)) = self.at(path, position) else { return Vec::new() };
        complete::complete(pack, file, byte)
    }

    /// What has to be written where, so that the name at a position is another.
    ///
    /// # Errors
    /// A word that cannot be a name there, and why.
    pub fn rename(&self, path: &Path, position: Position, to: &str) -> Result<WorkspaceEdit, String> {
        let (pack, file, byte) = self.at(path, position).ok_or("nothing here has a name")?;
        let mention = pack.checked.index.at(file, byte).ok_or("nothing here has a name")?;
        rename::rename(pack, mention, to)
    }
}

/// Where a name is defined; of what `renamed` names, in whichever namespace it is.
fn defined<'a>(index: &'a Index, mention: &Mention) -> Option<&'a Mention> {
    index.definition(mention.space, &mention.name).or_else(|| {
        index
            .mentions
            .iter()
            .find(|m| mention.does == Does::Renames && m.does == Does::Defines && m.name == mention.name)
    })
}

/// A problem as editors show it.
fn told(findings: &Findings, problem: &diagnostic::Diagnostic) -> Diagnostic {
    let range = problem.place.as_ref().map(|p| place::range(&findings.files[p.file].text, &p.span));
    let message = match problem.help.as_str() {
        "" => problem.message.clone(),
        help => format!("{}\n{help}", problem.message),
    };
    let related = problem.also.as_ref().and_then(|(at, label)| {
        let location = place::location(findings, at)?;
        Some(vec![DiagnosticRelatedInformation { location, message: label.clone() }])
    });
    Diagnostic {
        range: range.unwrap_or_default(),
        severity: Some(match problem.code.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(problem.code.word().to_owned())),
        code_description: None::<CodeDescription>,
        source: Some("cermin".to_owned()),
        message,
        related_information: related,
        tags: None,
        data: None,
    }
}
