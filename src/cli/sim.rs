//! `cermin sim`: many plays, counted, with a bar to watch while they are made.
//!
//! The invariant: what goes to stdout is the same on any number of threads.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use clap::ValueEnum as _;

use super::{
    again::{played, say},
    args::{Common, How, Odds, Sim},
    play::{language, shelves, story},
    watched::{threads, watched},
};
use crate::{
    app::{Game, numbers},
    engine::{Run, Setup},
    lab::{self, Order, Policy, Tally},
    report::{
        odds::{self, Told},
        picture,
    },
    save,
    story::{Story, model::Stance},
};

/// How many plays are gone through again with everything else that was open.
const COMPARED: u64 = 200;

pub(super) fn sim(common: &Common, args: &Sim) -> anyhow::Result<ExitCode> {
    let story = story(&shelves(common)?, &args.story)?;
    let lang = language(common);
    let mut run = Run::new(&story, args.seed);
    if let Some(schedule) = &args.schedule {
        run.schedule.clone_from(schedule);
    }
    if let Some(preset) = &args.preset {
        run.preset.clone_from(preset);
    }
    run.parameters = args.param.iter().cloned().collect();
    let mut setup = Setup::new(&story, args.seed, &run.schedule, &run.preset)?;
    numbers::apply(&mut setup, &story, &run)?;
    let policy = match args.policy {
        How::Uniform => Policy::Uniform,
        How::LeastUsed => Policy::LeastUsed,
        How::Watch => Policy::Stance(Stance::Watch),
        How::Regulate => Policy::Stance(Stance::Regulate),
        How::Refuse => Policy::Stance(Stance::Refuse),
        How::Listen => Policy::Stance(Stance::Listen),
    };
    let order = Order { setup: setup.clone(), plays: args.plays, policy, threads: threads(args.threads) };
    let tally = watched(order.plays, |done| lab::sim(&story, &order, done))?;
    if let Some(folder) = &args.replays {
        replays(folder, &story, &run, &setup, &tally)?;
    }
    let words = Game::resume(story.clone(), run.clone(), None, lang.tag())?;
    let told = Told {
        story: &story,
        language: words.game.language,
        policy: args.policy.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default(),
        schedule: run.schedule.clone(),
        numbers: numbers::changed(&words.game, &lang),
        seed: args.seed,
        gaps: lab::gaps(&story, &tally),
        sway: lab::sway(&story, &setup, args.plays.min(COMPARED))?,
    };
    say(&match args.format {
        Odds::Text => odds::text(&told, &tally, &lang),
        Odds::Json => odds::json(&told, &tally),
        Odds::Csv => odds::csv(&told, &tally),
        Odds::Svg => picture::svg(&told, &tally, &lang),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the shortest play to each ending as a run that `cermin replay` reads.
fn replays(folder: &Path, story: &Story, run: &Run, setup: &Setup, tally: &Tally) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (ending, shortest) in story.endings.iter().zip(&tally.shortest) {
        let Some(shortest) = shortest else { continue };
        let seed = lab::seed_of(run.seed, shortest.play);
        let run = played(story, run, setup, seed, &shortest.choices)?;
        let path = folder.join(format!("{}.ron", ending.id));
        save::write_to(&path, &run)?;
    }
    Ok(())
}
