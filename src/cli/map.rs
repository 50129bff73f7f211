//! `cermin graph` and `cermin stats`: a story seen whole.

use std::{process::ExitCode, sync::atomic::AtomicU64};

use super::{
    again::say,
    args::{Common, Drawn, Graph, Listed, Stats},
    play,
};
use crate::{
    app::check::check,
    engine::Setup,
    lab::{Order, Policy, sim},
    report::{graph, stats},
};

pub(super) fn graph(common: &Common, args: &Graph) -> anyhow::Result<ExitCode> {
    let shelves = play::shelves(common)?;
    let story = play::story(&shelves, &args.story)?;
    let checked = check(&shelves, &args.story)?;
    let plays = match args.plays {
        None => None,
        Some(plays) => {
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            let setup = Setup::new(&story, 1, "", "")?;
            let order = Order { setup, plays, policy: Policy::Uniform, threads };
            Some(sim(&story, &order, &AtomicU64::new(0))?)
        }
    };
    let graph = graph::Graph::of(&story, &checked.index, &checked.loaded.findings, plays.as_ref());
    say(&match args.format {
        Drawn::Dot => graph.dot(),
        Drawn::Mermaid => graph.mermaid(),
        Drawn::Svg => graph.svg(),
    })?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn stats(common: &Common, args: &Stats) -> anyhow::Result<ExitCode> {
    let shelves = play::shelves(common)?;
    let story = play::load_pack(&shelves, &args.story)?;
    let stats = stats::stats(&story, &check(&shelves, &args.story)?.index);
    say(&match args.format {
        Listed::Text => stats.text(),
        Listed::Json => stats.json(),
    })?;
    Ok(ExitCode::SUCCESS)
}
