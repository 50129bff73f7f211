//! A saved run played again, to be written about.
//!
//! The invariant: a run that no longer plays as it did is told on stderr, and the answer is "no".

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use super::{
    NO,
    args::Common,
    play::{language, shelves},
};
use crate::{
    app::{Game, Lang, notes},
    save,
    story::{Story, source::Shelves},
};

/// The run of a file, played again, and the exit code that it has earned. `load` finds its story.
pub(super) fn again(
    common: &Common,
    path: &Path,
    load: impl FnOnce(&Shelves, &str) -> anyhow::Result<Arc<Story>>,
) -> anyhow::Result<(Game, Lang, ExitCode)> {
    let run = save::read(path)?;
    let story = load(&shelves(common)?, &run.story)?;
    let lang = language(common);
    let resumed = Game::resume(story, run, None, lang.tag())?;
    if let Some(message) = notes::changed(resumed.changed.as_ref(), resumed.edited, &lang) {
        let _ = writeln!(io::stderr(), "cermin: {message}");
    }
    let code = if resumed.changed.is_some() { ExitCode::from(NO) } else { ExitCode::SUCCESS };
    Ok((resumed.game, lang, code))
}

/// Writes an answer to stdout.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
