//! `cermin mirror`: a run beside the same play as each stance would have decided it.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use super::{
    NO,
    args::{Common, Listed, Mirror},
    play::{language, shelves, story},
};
use crate::{
    app::{Game, notes},
    lab,
    report::mirror,
    save,
};

pub(super) fn mirror(common: &Common, args: &Mirror) -> anyhow::Result<ExitCode> {
    let run = save::read(&args.run)?;
    let story = story(&shelves(common)?, &run.story)?;
    let lang = language(common);
    let resumed = Game::resume(story, run, None, lang.tag())?;
    if let Some(message) = notes::changed(resumed.changed.as_ref(), resumed.edited, &lang) {
        let _ = writeln!(io::stderr(), "cermin: {message}");
    }
    let game = resumed.game;
    let sides = lab::mirror(&game.story, &game.timeline)?;
    let text = match args.format {
        Listed::Text => mirror::text(&game, &sides, &lang, usize::MAX),
        Listed::Json => mirror::json(&game, &sides),
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(if resumed.changed.is_some() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}
