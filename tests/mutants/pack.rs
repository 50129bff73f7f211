//! The shipped packs as they are, a change in one of their files, and what the checker says of it.

use cermin::{
    app::check::{Checked, check_files},
    story::{
        Story,
        source::{PackFiles, Shelves, SourceFile},
    },
};

/// A pack as it is shipped.
pub(crate) struct Original {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) name: String,
    pub(crate) story: Story,
    /// What is said of it as it is; `cermin check` over everything shipped sees to it that this is nothing.
    known: Vec<String>,
}

/// One change in one file.
pub(crate) struct Mutant {
    /// Which pack, which file of it.
    pub(crate) pack: usize,
    pub(crate) file: usize,
    /// What kind of change.
    pub(crate) kind: &'static str,
    /// The file after it.
    pub(crate) text: String,
    /// The line it stands on, from 1.
    pub(crate) line: usize,
    /// What was changed into what.
    pub(crate) what: String,
}

/// What the checker says of a mutant.
pub(crate) struct Found {
    pub(crate) any: bool,
    /// Lines from the change to the nearest problem in its file.
    pub(crate) distance: Option<usize>,
    pub(crate) said: Vec<String>,
}

/// Every shipped pack.
pub(crate) fn originals() -> Vec<Original> {
    let shelves = Shelves::default();
    let made = ["gulf", "lanterns", "measure", "shop"].map(|name| {
        let files = shelves.read(name).expect("it is shipped").files;
        let checked = check_files(
            &shelves,
            PackFiles { name: name.to_owned(), beside: None, files: files.clone(), below: Vec::new() },
        );
        let known = checked.loaded.findings.diagnostics.into_iter().map(|d| d.message).collect();
        Original {
            files,
            name: name.to_owned(),
            story: checked.loaded.story.expect("it can be played"),
            known,
        }
    });
    made.into()
}

impl Original {
    pub(crate) fn checked(&self, mutant: &Mutant) -> Checked {
        let mut files = self.files.clone();
        files[mutant.file].text.clone_from(&mutant.text);
        check_files(
            &Shelves::default(),
            PackFiles { name: self.name.clone(), beside: None, files, below: Vec::new() },
        )
    }

    pub(crate) fn look(&self, mutant: &Mutant) -> Found {
        let checked = self.checked(mutant);
        let findings = &checked.loaded.findings;
        let first = findings.files.len() - self.files.len();
        let new: Vec<_> = findings.diagnostics.iter().filter(|d| !self.known.contains(&d.message)).collect();
        let here = new.iter().filter_map(|d| {
            let place = d.place.as_ref().filter(|p| p.file == first + mutant.file)?;
            Some(findings.line_column(place.file, place.span.start).0.abs_diff(mutant.line))
        });
        Found {
            any: !new.is_empty(),
            distance: here.min(),
            said: new.iter().map(|d| format!("{} {}", d.code.word(), d.message)).take(3).collect(),
        }
    }
}

/// Evenly chosen items of a list, at most so many.
pub(crate) fn some<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|n| all[n * all.len() / most + all.len() / (2 * most)].clone()).collect()
}

/// Where in a file what is between `before` and `after` stands, as bytes; on one line.
pub(crate) fn between(text: &str, before: &str, after: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(before) {
        let start = at + before.len();
        let Some(end) = text.get(start..).and_then(|rest| rest.find(after)).map(|n| start + n) else {
            continue;
        };
        if end > start && !text.get(start..end).unwrap_or_default().contains('\n') {
            found.push(start..end);
        }
    }
    found
}

/// The line of a byte, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// A mutant that puts `with` where a range of a file is.
pub(crate) fn replaced(
    (pack, file): (usize, usize),
    kind: &'static str,
    text: &str,
    range: &std::ops::Range<usize>,
    with: &str,
) -> Mutant {
    let mut changed = text.to_owned();
    changed.replace_range(range.clone(), with);
    let what = format!("«{}» to «{with}»", text.get(range.clone()).unwrap_or_default());
    Mutant { pack, file, kind, text: changed, line: line_of(text, range.start), what }
}
