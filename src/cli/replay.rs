//! `cermin replay`: a run written out.

use std::{
    io::{self, Write as _},
    process::ExitCode,
    sync::Arc,
};

use super::{
    NO,
    args::{Common, Replay, Written},
    play::{language, load_pack, shelves},
};
use crate::{
    app::{Game, notes},
    report::transcript::{self, Format},
    save,
};

pub(super) fn replay(common: &Common, args: &Replay) -> anyhow::Result<ExitCode> {
    let run = save::read(&args.run)?;
    // A run of a world is replayed as one of a story is.
    let story = Arc::new(load_pack(&shelves(common)?, &run.story)?);
    let lang = language(common);
    let resumed = Game::resume(story, run, None, lang.tag())?;
    let changed = notes::changed(resumed.changed.as_ref(), resumed.edited, &lang);
    if let Some(message) = &changed {
        let _ = writeln!(std::io::stderr(), "cermin: {message}");
    }
    let format = match args.format {
        Written::Text => Format::Text,
        Written::Markdown => Format::Markdown,
        Written::Json => Format::Json,
    };
    let mut out = io::stdout().lock();
    out.write_all(transcript::write(&resumed.game, &lang, format, args.until).as_bytes())?;
    out.flush()?;
    // A run that no longer plays as it did is an answer of "no".
    Ok(if resumed.changed.is_some() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}
