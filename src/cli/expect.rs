//! `cermin expect` and `cermin test`: runs kept beside a pack as what it is expected to do.
//!
//! They lie in the folder `expected` of the pack, which is no part of it. The invariant: an expected run is never
//! written over without a word.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};

use super::{
    NO,
    args::{Common, Expect, Test},
    play,
};
use crate::{
    engine::{Difference, Expected},
    save,
    story::source::{EXPECTED, Shelves},
};

/// Where the expected runs of a pack lie.
fn folder(shelves: &Shelves, name: &str) -> anyhow::Result<PathBuf> {
    match shelves.folder(name, None) {
        Some(folder) => Ok(folder.join(EXPECTED)),
        None => bail!(
            "`{}` is a pack of the program itself; expected runs lie in a pack's own folder",
            crate::story::sane(name)
        ),
    }
}

pub(super) fn expect(common: &Common, args: &Expect) -> anyhow::Result<ExitCode> {
    let run = save::read(&args.run)?;
    let shelves = play::shelves(common)?;
    let name = args.story.clone().unwrap_or_else(|| run.story.clone());
    let folder = folder(&shelves, &name)?;
    let story = play::story(&shelves, &name)?;
    let (expected, changed) = Expected::of(&story, &run)?;
    if let Some(changed) = changed {
        let lang = play::language(common);
        let note = crate::app::notes::changed(Some(&changed), false, &lang).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "cermin: {note}");
    }
    fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    let path = match &args.name {
        Some(name) if !crate::story::is_id(name) => {
            bail!("`{}` cannot be a name: letters, digits and `_`", crate::story::sane(name))
        }
        Some(name) => folder.join(format!("{name}.ron")),
        None => free(&folder),
    };
    if path.exists() && !args.anew {
        bail!("{}: is there already; `--anew` writes it anew", path.display());
    }
    save::write_text(&path, &save::expected_text(&expected))?;
    let decisions = expected.run.decisions.len();
    let at = expected.stands.last().map_or("", |s| s.at.as_str());
    writeln!(std::io::stdout().lock(), "{}: {decisions} decisions, to `{at}`", path.display())?;
    Ok(ExitCode::SUCCESS)
}

/// The first number that no file has.
fn free(folder: &Path) -> PathBuf {
    let all = (1..).map(|n: u32| folder.join(format!("{n}.ron")));
    all.into_iter().find(|p| !p.exists()).unwrap_or_else(|| folder.join("0.ron"))
}

pub(super) fn test(common: &Common, args: &Test) -> anyhow::Result<ExitCode> {
    let shelves = play::shelves(common)?;
    let folder = folder(&shelves, &args.story)?;
    let story = play::story(&shelves, &args.story)?;
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path());
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "ron")).collect();
    paths.sort();
    let mut out = std::io::stdout().lock();
    if paths.is_empty() {
        bail!("{}: no expected run; `cermin expect RUN --story {}` keeps one", folder.display(), args.story);
    }
    let mut failed = 0;
    for path in &paths {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let lines: Vec<String> = match save::read_expected(path) {
            Err(error) => vec![error.to_string()],
            Ok(expected) => match expected.differs(&story) {
                Err(error) => vec![error.to_string()],
                Ok(found) => found.iter().map(|d| told(d, story.point)).collect(),
            },
        };
        failed += usize::from(!lines.is_empty());
        writeln!(out, "{} {name}", if lines.is_empty() { "ok  " } else { "FAIL" })?;
        for line in lines {
            writeln!(out, "     {}", super::harmless(&line))?;
        }
    }
    writeln!(out, "\n{} as expected, {failed} not", paths.len() - failed)?;
    out.flush()?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}

/// A difference in words.
fn told(difference: &Difference, point: i64) -> String {
    let when = |n: usize| if n == 0 { "at the beginning".to_owned() } else { format!("after decision {n}") };
    let number = |value: &Option<i64>| value.map_or_else(|| "as before".to_owned(), |v| v.to_string());
    match difference {
        Difference::Cut(n, choice, why) => format!("{}: `{choice}` cannot be chosen: {why}", when(*n)),
        Difference::Place(n, was, is) => format!("{}: at `{is}`, expected `{was}`", when(*n)),
        Difference::Turn(n, was, is) => format!("{}: turn {is}, expected {was}", when(*n)),
        Difference::Number(n, name, was, is) => {
            let unit = if point == 1 { "" } else { " (in the pack's numbers)" };
            format!("{}: {name} {}, expected {}{unit}", when(*n), number(is), number(was))
        }
    }
}
