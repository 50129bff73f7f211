//! `cermin translate` and `cermin format`: a pack's own files, written by the program.
//!
//! The invariant: a file is written whole or not at all, and only where it is another than before.

use std::{
    borrow::Cow,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};

use super::{
    NO,
    args::{Common, Format, Translate},
    play,
};
use crate::{
    app::check::{Checked, check},
    save,
    story::{
        diagnostic::Severity,
        layout::settled,
        raw, refresh,
        refresh::{Source, refresh as bring_into_step},
        source::{Shelves, SourceFile},
        spanned::Leaf as _,
    },
};

/// The folder of a pack that may be written to.
fn folder(shelves: &Shelves, name: &str) -> anyhow::Result<PathBuf> {
    match shelves.folder(name, None) {
        Some(folder) if folder.is_dir() => Ok(folder),
        Some(folder) => bail!("{}: not a folder", folder.display()),
        None => {
            bail!(
                "`{}` is a pack of the program itself; name the folder of your own",
                crate::story::sane(name)
            )
        }
    }
}

pub(super) fn translate(common: &Common, args: &Translate) -> anyhow::Result<ExitCode> {
    let shelves = play::shelves(common)?;
    let folder = folder(&shelves, &args.story)?;
    let good = !args.lang.is_empty()
        && args.lang.len() <= 12
        && args.lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !good {
        bail!("`{}` is no language; write a tag such as id or pt-BR", crate::story::sane(&args.lang));
    }
    let checked = check(&shelves, &args.story)?;
    let Some(story) = &checked.loaded.story else {
        bail!("the pack has errors; `cermin check {}` names them", args.story);
    };
    let files = &checked.loaded.findings.files;
    let own =
        |file: usize| files.get(file).is_some_and(|f| Path::new(&f.name).parent() == Some(folder.as_path()));
    let first = checked.index.texts.iter().find(|t| own(t.place.file)).map_or(0, |t| t.language);
    let from = story.languages[first].clone();
    if from == args.lang {
        bail!("the pack is written in `{from}`; name another language");
    }
    let sources = sources(&checked, first, own);
    let existing = files.iter().enumerate().find(|(n, f)| own(*n) && is_translation(&f.text, &args.lang));
    let path =
        existing.map_or_else(|| folder.join(format!("{}.ron", args.lang)), |(_, f)| PathBuf::from(&f.name));
    if existing.is_none() && path.exists() {
        bail!("{}: is there already and is no translation into `{}`", path.display(), args.lang);
    }
    let text = existing.map(|(_, f)| f.text.as_str());
    let done = bring_into_step(text, &sources, (&from, &args.lang))
        .map_err(|why| anyhow::anyhow!("{}: {why}", path.display()))?;
    if text != Some(done.text.as_str()) {
        save::write_text(&path, &done.text)?;
    }
    if !story.languages.contains(&args.lang) {
        declare(files.iter().enumerate().filter(|(n, _)| own(*n)).map(|(_, f)| f), &from, &args.lang)?;
    }
    let refresh::Refreshed { added, stale, empty, orphaned, .. } = done;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}: {added} added, {} to fill in, {stale} stale, {orphaned} left over",
        path.display(),
        empty + added
    )?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Adds a language to the `languages` of a pack's own World and Story, or says that it is to be added.
fn declare<'a>(files: impl Iterator<Item = &'a SourceFile>, from: &str, lang: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for file in files.filter(|f| ["World(", "Story("].iter().any(|p| f.text.contains(p))) {
        let list = file.text.find("languages: [").map(|n| n + "languages: [".len());
        let end = list.and_then(|n| file.text.get(n..)?.find(']').map(|m| n + m));
        let (Some(list), Some(end)) = (list, end) else {
            writeln!(
                out,
                "{}: write `languages: [\"{from}\", \"{lang}\"]`, so that the pack has it",
                file.name
            )?;
            continue;
        };
        let known = file.text.get(list..end).unwrap_or_default().trim_end().trim_end_matches(',');
        let mut text = file.text.clone();
        text.replace_range(list..end, &format!("{known}, \"{lang}\""));
        save::write_text(Path::new(&file.name), &text)?;
        writeln!(out, "{}: has `{lang}` among its languages now", file.name)?;
    }
    Ok(())
}

/// The texts of a pack's own files in the language they are written in, names of people aside: those are the same in
/// every language.
fn sources(checked: &Checked, language: usize, own: impl Fn(usize) -> bool) -> Vec<Source> {
    let Some(story) = &checked.loaded.story else { return Vec::new() };
    let files = &checked.loaded.findings.files;
    let mut sources = Vec::new();
    for text in checked.index.texts.iter().filter(|t| t.language == language && own(t.place.file)) {
        let key = story.texts.key(text.text).to_owned();
        let name =
            key.strip_prefix("cast.").and_then(|rest| rest.split_once('.')).is_some_and(|(_, f)| f == "name");
        // A world by itself has no title; its id stands for one.
        let name = name || (story.about.id.is_empty() && key.starts_with("story."));
        let literal = files[text.place.file].text.get(text.place.span.clone()).unwrap_or_default();
        if let (false, Ok(read)) = (name || key.is_empty(), Cow::<str>::read(literal)) {
            sources.push(Source { key, text: read.into_owned() });
        }
    }
    sources
}

/// Whether a file is the translation into a language.
fn is_translation(text: &str, lang: &str) -> bool {
    raw::Translation::read(text).is_ok_and(|t| t.lang.value.as_deref().is_ok_and(|l| l == lang))
}

pub(super) fn format(common: &Common, args: &Format) -> anyhow::Result<ExitCode> {
    let shelves = play::shelves(common)?;
    let mut paths = Vec::new();
    for name in &args.names {
        let path = Path::new(name);
        if path.is_file() {
            paths.push(path.to_owned());
            continue;
        }
        let folder = folder(&shelves, name)?;
        // A file that cannot be read has no layout to settle.
        let checked = check(&shelves, name)?;
        let broken = checked
            .loaded
            .findings
            .diagnostics
            .iter()
            .any(|d| d.code.severity() == Severity::Error && d.code.word() == "C0001");
        if broken {
            bail!("{}: a file is no RON; `cermin check {name}` says where", folder.display());
        }
        let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|e| e == "ron"))
            .collect();
        found.sort();
        paths.extend(found);
    }
    let mut out = std::io::stdout().lock();
    let mut loose = 0;
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        let laid = settled(&text);
        if laid == text {
            continue;
        }
        loose += 1;
        if args.check {
            writeln!(out, "{}: not as `cermin format` would lay it out", path.display())?;
        } else {
            save::write_text(&path, &laid)?;
            writeln!(out, "{}", path.display())?;
        }
    }
    out.flush()?;
    Ok(if args.check && loose > 0 { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}
