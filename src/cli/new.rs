//! `cermin new`: a small complete pack to begin from.
//!
//! The invariant: nothing that is there is written over.

use std::{fs, io::Write as _, process::ExitCode};

use anyhow::{Context as _, bail};
use include_dir::{Dir, include_dir};

use super::{args::New, play};
use crate::save;

static BEGINNING: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/new");

pub(super) fn new(args: &New) -> anyhow::Result<ExitCode> {
    let name = args.dir.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if !crate::story::is_id(&name) || name.len() > 50 || matches!(name.as_str(), "end" | "return") {
        bail!(
            "`{}` cannot be a storyline's id: letters, digits and `_`, beginning with a letter, at most 50; call the folder so",
            crate::story::sane(&name)
        );
    }
    if play::shelves_of_the_program().contains(&name) {
        bail!("`{name}` is a pack of the program itself; choose another name");
    }
    if args.dir.exists() {
        bail!("{}: is there already; nothing was written", args.dir.display());
    }
    fs::create_dir_all(&args.dir).with_context(|| format!("{}", args.dir.display()))?;
    for file in BEGINNING.files() {
        let text = file.contents_utf8().unwrap_or_default().replace("NAME", &name);
        let file = file.path().file_name().unwrap_or_default();
        save::write_text(&args.dir.join(file), &text)?;
    }
    let shown = args.dir.display().to_string();
    let path = if shown.contains(['/', '\\']) { shown } else { format!("./{shown}") };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{path}: a world, a story in two scenes, and its Indonesian.")?;
    writeln!(out, "\n  cermin play {path} --watch   play it, and see each change as you save it")?;
    writeln!(out, "  cermin check {path}          every mistake")?;
    writeln!(out, "  cermin prove {path}          what the story claims of itself")?;
    Ok(ExitCode::SUCCESS)
}
