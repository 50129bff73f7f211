//! A world's numbers turn by turn, for other programs: CSV, or JSON with what was set.
//!
//! All numbers are units (tenths of a point in the Gulf), as in packs. The invariant: row n is the world as turn n
//! begins, and the columns are the world's meters and stocks in the order of their declaration.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    app::Game,
    engine::{Point, groups, region},
    story::model::{Owner, Var, VarKind},
};

/// The table as CSV: `turn`, then a column for each meter and stock.
#[must_use]
pub fn csv(game: &Game) -> String {
    let story = &*game.story;
    let columns: Vec<_> = story.vars().filter(|(_, v)| seen(v)).collect();
    let mut out = String::from("turn");
    for (_, var) in &columns {
        out.push(',');
        out.push_str(&var.id);
    }
    out.push('\n');
    for turn in 0..=game.timeline.now().state.turn() {
        let (state, _) = game.timeline.at(Point::Turn(turn));
        out.push_str(&turn.to_string());
        for (id, _) in &columns {
            out.push(',');
            out.push_str(&state.value(*id).to_string());
        }
        out.push('\n');
    }
    out
}

fn seen(var: &Var) -> bool {
    var.owner == Owner::World && matches!(var.kind, VarKind::Meter | VarKind::Derived | VarKind::Stock)
}

#[derive(Serialize)]
struct Table<'a> {
    world: &'a str,
    pack: &'a str,
    engine: &'a str,
    schedule: &'a str,
    preset: &'a str,
    /// Every parameter as it stood, in hundredths.
    parameters: BTreeMap<&'a str, i64>,
    /// Whether any of them differs from what the world gives.
    numbers_changed: bool,
    start: &'a BTreeMap<String, i64>,
    turns: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    turn: i64,
    values: BTreeMap<&'a str, i64>,
    levers: BTreeMap<&'a str, i64>,
    groups: BTreeMap<&'a str, i64>,
    region: Option<&'a str>,
    shocks: Vec<&'a str>,
}

/// The table as JSON.
#[must_use]
pub fn json(game: &Game) -> String {
    let story = &*game.story;
    let setup = &game.timeline.setup;
    let row = |turn: i64| {
        let (state, _) = game.timeline.at(Point::Turn(turn));
        let having = |keep: fn(&Var) -> bool| {
            story.vars().filter(|(_, v)| keep(v)).map(|(id, v)| (v.id.as_str(), state.value(id))).collect()
        };
        let content = groups(story, setup, state).unwrap_or_default();
        let scheduled = setup.schedule.and_then(|s| story.schedules[s.at()].at(turn));
        let shocks = scheduled.iter().flat_map(|t| &t.shocks).map(|s| story.shock(*s).id.as_str());
        let found = region(story, setup, state).ok().flatten();
        Row {
            turn,
            values: having(seen),
            levers: having(|v| v.kind == VarKind::Lever),
            groups: content.into_iter().map(|(id, v)| (story.groups[id.at()].id.as_str(), v)).collect(),
            region: found.map(|r| story.region(r).id.as_str()),
            shocks: shocks.collect(),
        }
    };
    let parameters = story.parameters.iter().enumerate().map(|(n, p)| (p.id.as_str(), setup.params[n]));
    let table = Table {
        world: &story.world,
        pack: &game.run.pack,
        engine: &game.run.engine,
        schedule: &game.run.schedule,
        preset: &game.run.preset,
        parameters: parameters.collect(),
        numbers_changed: setup.params.iter().any(|p| *p != 100),
        start: &game.run.start,
        turns: (0..=game.timeline.now().state.turn()).map(row).collect(),
    };
    serde_json::to_string_pretty(&table).map(|text| text + "\n").unwrap_or_default()
}
