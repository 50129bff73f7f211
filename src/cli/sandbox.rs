//! `cermin sandbox`: a world governed without a story, unattended or by hand.
//!
//! The invariant: unattended, everything is worked out before the first byte is written.

use std::{
    io::{self, Write as _},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail};

use super::{
    args::{Common, Sandbox, Table},
    play::{self, language, shelves},
};
use crate::{
    app::{Game, numbers},
    engine::{Run, Setup, named_levers},
    report::table,
    story::{Story, model::VarKind},
};

/// Runs the sandbox.
pub(super) fn sandbox(common: &Common, args: &Sandbox) -> anyhow::Result<ExitCode> {
    let shelves = shelves(common)?;
    let world = play::load_pack(&shelves, args.world.as_deref().unwrap_or("gulf"))?;
    if !world.scenes.is_empty() {
        bail!("`{}` is a storyline; `cermin play` plays it, its world is `{}`", world.about.id, world.world);
    }
    let world = Arc::new(world);
    let mut run = Run::new(&world, 0);
    if let Some(schedule) = &args.schedule {
        run.schedule.clone_from(schedule);
    }
    if let Some(preset) = &args.preset {
        run.preset.clone_from(preset);
    }
    run.parameters = args.param.iter().cloned().collect();
    run.start = args.start.iter().cloned().collect();
    let lang = language(common);
    let Some(format) = args.format else {
        if args.turns.is_some() {
            bail!("--turns is for an unattended run: name a --format too, csv or json");
        }
        let levers = levers(&world, &args.levers)?;
        if levers.iter().any(|(turn, _)| *turn != 0) {
            bail!("levers from a later turn are for an unattended run: name a --format too, csv or json");
        }
        run.levers = by_turn(levers);
        let mut setup = Setup::new(&world, 0, &run.schedule, &run.preset)?;
        numbers::apply(&mut setup, &world, &run)?;
        return play::govern(common, shelves, world, run);
    };
    let turns = args.turns.unwrap_or(24);
    run.turns = turns;
    let levers = levers(&world, &args.levers)?;
    if let Some((turn, _)) = levers.iter().find(|(turn, _)| *turn >= turns) {
        bail!(
            "levers from turn {turn} on, in a run of {turns} turns: the last turn that can be set is {}",
            turns - 1
        );
    }
    run.levers = by_turn(levers);
    let resumed = Game::resume(world, run, None, lang.tag())?;
    if let Some(words) = numbers::changed(&resumed.game, &lang) {
        let _ = writeln!(io::stderr(), "cermin: {words}");
    }
    let text = match format {
        Table::Csv => table::csv(&resumed.game),
        Table::Json => table::json(&resumed.game),
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Levers by name, and the turn from which they are set so.
type Set = (i64, Vec<(String, i64)>);
type ByTurn = std::collections::BTreeMap<i64, std::collections::BTreeMap<String, i64>>;

fn by_turn(levers: Vec<Set>) -> ByTurn {
    let mut all = ByTurn::new();
    for (turn, set) in levers {
        all.entry(turn).or_default().extend(set);
    }
    all
}

/// `4,4,0,2,0`, `9:2,1,3,1,3` or `9:c=2,g=3`: the levers in the world's order, or by name, from a turn on.
fn levers(world: &Story, given: &[String]) -> anyhow::Result<Vec<Set>> {
    let ids: Vec<&str> =
        world.vars.iter().filter(|v| v.kind == VarKind::Lever).map(|v| v.id.as_str()).collect();
    let mut all = Vec::new();
    for text in given {
        let shown = crate::story::sane(text);
        let (turn, list) = match text.split_once(':') {
            Some((turn, list)) => {
                let from: i64 = turn.trim().parse().ok().filter(|t| *t >= 0).with_context(|| {
                    format!("--levers {shown}: before the colon stands the turn from which they hold, as in 9:2,1,3,1,3")
                })?;
                (from, list)
            }
            None => (0, text.as_str()),
        };
        let parts: Vec<&str> = list.split(',').map(str::trim).collect();
        let named = parts.iter().all(|p| p.contains('='));
        if !named && parts.len() != ids.len() {
            bail!(
                "--levers {shown}: {} numbers are needed, for {}; or name them, as in {}=2",
                ids.len(),
                ids.join(", "),
                ids.first().copied().unwrap_or("c")
            );
        }
        let mut set = Vec::new();
        for (n, part) in parts.iter().enumerate() {
            let (id, value) = part.split_once('=').unwrap_or((ids.get(n).copied().unwrap_or_default(), part));
            let value: i64 = value.trim().parse().ok().with_context(|| {
                format!("--levers {shown}: `{}` is no whole number", crate::story::sane(value))
            })?;
            set.push((id.trim().to_owned(), value));
        }
        let named: std::collections::BTreeMap<String, i64> = set.iter().cloned().collect();
        // Bounds are asked here, so that the message names what was typed; the budget where the turn is played.
        let found = named_levers(world, &named).with_context(|| format!("--levers {shown}"))?;
        for (lever, value) in &found {
            let record = world.var(*lever);
            if !(record.min..=record.max).contains(value) {
                bail!(
                    "--levers {shown}: `{}` runs from {} to {}, not {value}",
                    record.id,
                    record.min,
                    record.max
                );
            }
        }
        all.push((turn, set));
    }
    Ok(all)
}
