//! `cermin check`: every problem of the named packs, for people or for machines.

use std::{
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
};

use super::{
    NO,
    args::{Check, Common, Listed},
    play::{environment, shelves},
};
use crate::{
    app::check::check as look,
    report::diagnostics::{self, Colour},
};

pub(super) fn check(common: &Common, args: &Check) -> anyhow::Result<ExitCode> {
    let shelves = shelves(common)?;
    let names = if args.names.is_empty() { shelves.names() } else { args.names.clone() };
    let (mut loaded, mut unread) = (Vec::new(), Vec::new());
    for name in &names {
        match look(&shelves, name) {
            Ok(found) => loaded.push((name, found.loaded)),
            // The others are still checked.
            Err(error) => unread.push(error),
        }
    }
    let mut out = io::stdout().lock();
    match args.format {
        Listed::Json => {
            let all: Vec<_> = loaded.iter().map(|(_, l)| &l.findings).collect();
            out.write_all(diagnostics::json(&all).as_bytes())?;
        }
        Listed::Text => {
            let no_colour = environment("NO_COLOR").is_some_and(|v| !v.is_empty());
            let colour = if out.is_terminal() && !no_colour { Colour::Yes } else { Colour::No };
            for (name, loaded) in &loaded {
                out.write_all(diagnostics::text(&loaded.findings, colour).as_bytes())?;
                writeln!(out, "{}", diagnostics::summary(&crate::story::sane(name), &loaded.findings))?;
            }
        }
    }
    out.flush()?;
    if let Some(last) = unread.pop() {
        for error in unread {
            let _ = writeln!(io::stderr(), "cermin: {}", super::harmless(&error.to_string()));
        }
        return Err(last.into());
    }
    let clean = loaded.iter().all(|(_, l)| l.findings.diagnostics.is_empty());
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}
