//! `cermin audit`: the fairness ledger of stories and their worlds.
//!
//! The invariant: what goes to stdout is the same on any number of threads.

use std::{process::ExitCode, sync::Arc};

use super::{
    again::say,
    args::{Audit, Common, Ledger},
    play::{language, load_pack, shelves},
    watched::{threads, watched},
};
use crate::{
    app::Lang,
    engine::Setup,
    lab::{
        self, Order, Policy, STANCES, Tally,
        audit::{Banned, draws, prices, standing},
    },
    report::{
        audit::{self, Told},
        ledger::{self, Section},
    },
    story::{
        Story,
        source::{Shelves, SourceError},
    },
};

/// How far contested numbers are moved either way, in hundredths.
const SPREAD: u32 = 30;
/// After how many turns strategies are compared: the Gulf's six years.
const TURNS: i64 = 24;

pub(super) fn audit(common: &Common, args: &Audit) -> anyhow::Result<ExitCode> {
    let shelves = shelves(common)?;
    let lang = language(common);
    let wanted = if args.names.is_empty() { shelves.names() } else { args.names.clone() };
    let mut stories: Vec<Arc<Story>> = Vec::new();
    let mut worlds: Vec<Arc<Story>> = Vec::new();
    for name in wanted {
        let found = Arc::new(load_pack(&shelves, &name)?);
        let world = if found.scenes.is_empty() { Arc::clone(&found) } else { world_of(&shelves, &found)? };
        if worlds.iter().all(|w| w.world != world.world) {
            worlds.push(world);
        }
        if !found.scenes.is_empty() {
            stories.push(found);
        }
    }
    let mut sections = Vec::new();
    for story in &stories {
        let told = told(story, &lang);
        sections.extend(audit::words(&told));
        let setup = Setup::new(story, args.seed, "", "")?;
        sections.push(audit::options(&told, &prices(story, &setup, args.plays)?));
        sections.push(audit::reached(&told, &tallies(story, args, &lang)?));
        sections.push(audit::banned(&told, &Banned::all(story)));
    }
    if !stories.is_empty() {
        let all: Vec<Told<'_>> = stories.iter().map(|s| told(s, &lang)).collect();
        sections.push(audit::coverage(&all, &lang));
    }
    for world in worlds.iter().filter(|w| !w.audit.strategies.is_empty()) {
        sections.extend(strategies(world, args, &lang)?);
    }
    say(&match args.format {
        Ledger::Text => ledger::text(&sections, &lang),
        Ledger::Markdown => ledger::markdown(&sections, &lang),
        Ledger::Json => ledger::json(&sections),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn told<'a>(story: &'a Story, lang: &'a Lang) -> Told<'a> {
    Told { story, language: story.language(lang.tag()), lang }
}

/// The world of a story, by itself; the story where it brings its world along.
fn world_of(shelves: &Shelves, found: &Arc<Story>) -> anyhow::Result<Arc<Story>> {
    if matches!(shelves.read(&found.world), Err(SourceError::NotFound { .. })) {
        return Ok(Arc::clone(found));
    }
    Ok(Arc::new(load_pack(shelves, &found.world)?))
}

/// Plays at random under each schedule, then as each stance would over all of them.
fn tallies(story: &Story, args: &Audit, lang: &Lang) -> anyhow::Result<Vec<(String, Tally)>> {
    let schedules: Vec<String> = match story.schedules.as_slice() {
        [] => vec![String::new()],
        all => all.iter().map(|s| s.id.clone()).collect(),
    };
    let policies = std::iter::once(Policy::Uniform).chain(STANCES.map(Policy::Stance));
    let mut found = Vec::new();
    for policy in policies {
        let mut together: Option<Tally> = None;
        for schedule in &schedules {
            let setup = Setup::new(story, args.seed, schedule, "")?;
            let order = Order { setup, plays: args.plays, policy, threads: threads(args.threads) };
            let tally = watched(order.plays, |done| lab::sim(story, &order, done))?;
            if policy == Policy::Uniform {
                let name = lang.say_with("audit-at-random", &[("schedule", schedule.clone().into())]);
                found.push((name, tally));
            } else {
                match &mut together {
                    Some(all) => all.add(tally),
                    None => together = Some(tally),
                }
            }
        }
        if let (Policy::Stance(stance), Some(tally)) = (policy, together) {
            found.push((lang.say(audit::stance_word(stance)), tally));
        }
    }
    Ok(found)
}

fn strategies(world: &Story, args: &Audit, lang: &Lang) -> anyhow::Result<Vec<Section>> {
    let told = told(world, lang);
    let mut sections = audit::strategies(&told, &standing(world, TURNS)?);
    let each = args.draws.div_ceil(world.schedules.len().max(1) as u64);
    let all = each * world.schedules.len().max(1) as u64;
    let threads = threads(args.threads);
    let drawn = watched(all, |done| draws(world, TURNS, (each, SPREAD), threads, done))?;
    sections.push(audit::moved(&told, &drawn, SPREAD));
    Ok(sections)
}
