//! `cermin hinges`: which decisions of a run moved the odds of the endings.
//!
//! The invariant: what goes to stdout is the same on any number of threads.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use super::{
    NO,
    args::{Common, Hinges, Listed},
    play::{language, shelves, story},
    watched::{threads, watched},
};
use crate::{
    app::{Game, notes},
    lab,
    report::hinges as told,
    save,
};

pub(super) fn hinges(common: &Common, args: &Hinges) -> anyhow::Result<ExitCode> {
    let run = save::read(&args.run)?;
    let story = story(&shelves(common)?, &run.story)?;
    let lang = language(common);
    let resumed = Game::resume(story, run, None, lang.tag())?;
    if let Some(message) = notes::changed(resumed.changed.as_ref(), resumed.edited, &lang) {
        let _ = writeln!(io::stderr(), "cermin: {message}");
    }
    let game = resumed.game;
    let all = args.plays.saturating_mul(lab::roads(&game.story, &game.timeline) as u64);
    let (story, played, threads) = (&game.story, &game.timeline, threads(args.threads));
    let hinges = watched(all, |done| lab::hinges(story, played, args.plays, threads, done))?;
    let text = match args.format {
        Listed::Text => told::text(&game, &hinges, args.plays, &lang),
        Listed::Json => told::json(&game, &hinges, args.plays),
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(if resumed.changed.is_some() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}
