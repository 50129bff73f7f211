//! Everything that is wrong with a pack, in one pass: what compiling found, what the analysis found, what does not fit.
//!
//! Not how it is printed: `report` does that. The invariant: a pack with an error has no analysis, and what a pack
//! allows with a reason is left out, unless it is an error.

use super::fit;
use crate::{
    lab,
    story::{
        Loaded,
        diagnostic::{Allowed, Code, Diagnostic, Place},
        index::Index,
        load,
        source::{PackFiles, Shelves, SourceError},
    },
};

/// A pack that was looked at.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The story, if it can be played, and everything that was found.
    pub loaded: Loaded,
    /// Where everything stands.
    pub index: Index,
}

/// Looks at a pack.
///
/// # Errors
/// [`SourceError`] when its own files cannot be read.
pub fn check(shelves: &Shelves, name: &str) -> Result<Checked, SourceError> {
    Ok(check_files(shelves, shelves.read(name)?))
}

/// The same for files at hand.
#[must_use]
pub fn check_files(shelves: &Shelves, pack: PackFiles) -> Checked {
    let own = pack.files.len();
    let (mut loaded, index) = load::examine_files(shelves, pack);
    let first = loaded.findings.files.len().saturating_sub(own);
    let mut more = Vec::new();
    if let Some(story) = &loaded.story {
        more.extend(lab::survey(story, &index));
        more.extend(fit::tall(story, &index));
        // A world is looked at by itself.
        more.retain(|d| d.place.as_ref().is_none_or(|p| p.file >= first));
    }
    let found = &mut loaded.findings;
    found.diagnostics.extend(more);
    allow(&mut found.diagnostics, &found.allowed, first);
    found.sort();
    Checked { loaded, index }
}

/// Leaves out what the packs allow; tells of what the pack itself allows in vain.
///
/// A problem without a place is the pack's own. What is allowed in vain can itself be allowed.
fn allow(found: &mut Vec<Diagnostic>, allowed: &[Allowed], first: usize) {
    let is_own = |place: &Place| place.file >= first;
    let covers = |one: &Allowed, d: &Diagnostic| {
        let named = one.of.as_ref().is_none_or(|of| d.message.contains(&format!("`{of}`")));
        d.code == one.code && named && d.place.as_ref().is_none_or(is_own) == is_own(&one.place)
    };
    let (of_allow, others): (Vec<&Allowed>, Vec<&Allowed>) =
        allowed.iter().partition(|a| a.code == Code::Allow);
    for group in [others, of_allow] {
        let in_vain: Vec<&Allowed> = (group.iter().copied())
            .filter(|one| is_own(&one.place) && !found.iter().any(|d| covers(one, d)))
            .collect();
        found.retain(|d| !group.iter().any(|one| covers(one, d)));
        found.extend(in_vain.into_iter().map(|one| Diagnostic {
            code: Code::Allow,
            place: Some(one.place.clone()),
            message: format!("there is no {} here to allow", one.code.word()),
            help: "take it out; a later one would go unseen".to_owned(),
            also: None,
        }));
    }
}
