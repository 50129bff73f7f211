//! Names that nothing uses: values that nothing writes, or that nothing reads.
//!
//! A world's flags and numbers are for its stories to write, and a meter is read by the player, so of those nothing is
//! said. The invariant: whatever is told of is named nowhere else in the pack's files, translations aside.

use std::collections::HashSet;

use crate::story::{
    Story,
    diagnostic::{Code, Diagnostic},
    index::{Does, Index, space},
    model::{Owner, VarKind},
};

/// The values of a pack that nothing writes, and those that nothing reads.
pub(super) fn unused(story: &Story, index: &Index) -> Vec<Diagnostic> {
    let mut written: HashSet<&str> = HashSet::new();
    let mut read: HashSet<&str> = HashSet::new();
    for mention in index.mentions.iter().filter(|m| m.space == space::VALUE) {
        match mention.does {
            Does::Writes => written.insert(&mention.name),
            Does::Reads => read.insert(&mention.name),
            Does::Defines | Does::Translates | Does::Renames => false,
        };
    }
    let mut found = Vec::new();
    let mut tell = |code: Code, name: &str, message: String, help: &str| {
        let place = index.definition(space::VALUE, name).map(|m| m.place.clone());
        found.push(Diagnostic { code, place, message, help: help.to_owned(), also: None });
    };
    for var in story.vars.iter().filter(|v| v.owner == Owner::Story) {
        let name = var.id.as_str();
        let hidden = match var.kind {
            VarKind::Flag => true,
            VarKind::Stock => !var.shown && var.band.is_none(),
            VarKind::Meter | VarKind::Derived | VarKind::Memory | VarKind::Lever => false,
        };
        let changes = match var.kind {
            VarKind::Flag | VarKind::Stock | VarKind::Meter => true,
            VarKind::Derived | VarKind::Memory | VarKind::Lever => false,
        };
        if changes && !var.carried && !written.contains(name) {
            let value = match (var.kind, var.start) {
                (VarKind::Flag, 0) => "false".to_owned(),
                (VarKind::Flag, _) => "true".to_owned(),
                (_, start) => start.to_string(),
            };
            let message = format!("nothing writes `{name}`, so it is always {value}");
            tell(Code::NeverWritten, name, message, "write it in a `do`, or take it out");
        } else if hidden && !read.contains(name) {
            let message = format!("nothing reads `{name}`");
            tell(Code::NeverRead, name, message, "ask for it in a condition or a text, or take it out");
        }
    }
    // A world without a story is for others to read; its stocks are its own.
    for var in story.vars.iter().filter(|v| v.owner == Owner::World && v.kind == VarKind::Stock) {
        if !var.shown && var.band.is_none() && !read.contains(var.id.as_str()) {
            let message = format!("nothing reads `{}`", var.id);
            tell(Code::NeverRead, &var.id, message, "ask for it in a rule, show it, or take it out");
        }
    }
    for named in &story.lets {
        if named.name.is_none() && !read.contains(named.id.as_str()) {
            let message = format!("nothing uses the `let` `{}`", named.id);
            tell(Code::NeverRead, &named.id, message, "use it, or take it out");
        }
    }
    found
}
