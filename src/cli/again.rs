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
    engine::{Decision, Run, Setup, Timeline},
    save,
    story::{Story, ids::ChoiceId, source::Shelves},
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

/// The run of a play that somebody else made: these choices, under this seed.
pub(super) fn played(
    story: &Story,
    run: &Run,
    setup: &Setup,
    seed: u64,
    choices: &[ChoiceId],
) -> anyhow::Result<Run> {
    let mut timeline = Timeline::begin(story, Setup { seed, ..setup.clone() })?;
    let mut run = Run { seed, ..run.clone() };
    for choice in choices {
        timeline.decide(story, *choice)?;
        let digest = timeline.now().state.digest(story);
        run.decisions.push(Decision(story.choice(*choice).id.clone(), digest));
    }
    Ok(run)
}

/// Writes an answer to stdout.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
