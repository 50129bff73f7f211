//! `cermin hinges`: which decisions of a run moved the odds of the endings.
//!
//! The invariant: what goes to stdout is the same on any number of threads.

use std::process::ExitCode;

use super::{
    again::{again, say},
    args::{Common, Hinges, Listed},
    play::story,
    watched::{threads, watched},
};
use crate::{lab, report::hinges as told};

pub(super) fn hinges(common: &Common, args: &Hinges) -> anyhow::Result<ExitCode> {
    let (game, lang, code) = again(common, &args.run, story)?;
    let all = args.plays.saturating_mul(lab::roads(&game.story, &game.timeline) as u64);
    let (story, played, threads) = (&game.story, &game.timeline, threads(args.threads));
    let hinges = watched(all, |done| lab::hinges(story, played, args.plays, threads, done))?;
    say(&match args.format {
        Listed::Text => told::text(&game, &hinges, args.plays, &lang),
        Listed::Json => told::json(&game, &hinges, args.plays),
    })?;
    Ok(code)
}
