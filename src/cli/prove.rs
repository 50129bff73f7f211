//! `cermin prove`: every state of a story, and what its claims come to.
//!
//! The invariant: what goes to stdout is the same on any number of threads.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Context as _;

use super::{
    NO,
    again::{played, say},
    args::{Common, Listed, Prove},
    play::{language, shelves, story},
    watched::{threads, watched},
};
use crate::{
    app::{Game, numbers},
    engine::{Run, Setup},
    lab::{self, Limits, Witness},
    report::proof::{self, Told, Tried},
    save,
    story::Story,
};

pub(super) fn prove(common: &Common, args: &Prove) -> anyhow::Result<ExitCode> {
    let story = story(&shelves(common)?, &args.story)?;
    let lang = language(common);
    let mut run = Run::new(&story, 0);
    if let Some(preset) = &args.preset {
        run.preset.clone_from(preset);
    }
    run.parameters = args.param.iter().cloned().collect();
    let limits = Limits {
        states: args.limit,
        bytes: args.memory.saturating_mul(1 << 20),
        threads: threads(args.threads),
    };
    let named: Vec<String> = match &args.schedule {
        Some(one) => vec![one.clone()],
        None if story.schedules.is_empty() => vec![String::new()],
        None => story.schedules.iter().map(|s| s.id.clone()).collect(),
    };
    let mut tried = Vec::new();
    for schedule in named {
        let mut setup = Setup::new(&story, 0, &schedule, &run.preset)?;
        numbers::apply(&mut setup, &story, &run)?;
        let proof = watched(limits.states as u64, |done| lab::prove(&story, &setup, limits, done))?;
        let run = Run { schedule: schedule.clone(), ..run.clone() };
        if let Some(folder) = &args.replays {
            replays(folder, &story, &run, &setup, &proof)?;
        }
        tried.push(Tried { schedule, proof });
    }
    let words = Game::resume(Arc::clone(&story), run, None, lang.tag())?;
    let told = Told {
        story: &story,
        language: words.game.language,
        limits,
        numbers: numbers::changed(&words.game, &lang),
        tried,
    };
    say(&match args.format {
        Listed::Text => proof::text(&told, &lang),
        Listed::Json => proof::json(&told),
    })?;
    Ok(if told.broken() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}

/// Writes the plays that show something as runs that `cermin replay` reads.
fn replays(folder: &Path, story: &Story, run: &Run, setup: &Setup, proof: &lab::Proof) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let write = |name: String, witness: &Witness| -> anyhow::Result<()> {
        let Some(seed) = witness.seed else { return Ok(()) };
        save::write_to(&folder.join(name), &played(story, run, setup, seed, &witness.choices)?)?;
        Ok(())
    };
    for (n, verdict) in proof.verdicts.iter().enumerate() {
        if let Some(witness) = verdict.witness() {
            write(proof::file_name(n, &run.schedule), witness)?;
        }
    }
    if let Some((_, Some(witness))) = &proof.fault {
        // The last choice is the one that cannot be worked out.
        let mut before = witness.clone();
        before.choices.pop();
        write(proof::fault_name(&run.schedule), &before)?;
    }
    Ok(())
}
