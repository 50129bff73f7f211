//! A play as JSON: every moment with its text, its numbers, and every contribution to them; and why each number is so.
//!
//! Numbers are units (tenths of a point in the Gulf), as in packs. The invariant: while a play is under way it holds
//! nothing of a number that the player's office does not see.

use std::collections::BTreeMap;

use serde::Serialize;

use super::transcript::lines_of;
use crate::{
    app::{
        Game, Lang,
        page::Page,
        seen::{Seen, group_seen, seen},
    },
    engine::{Asked, By, Place, Point, State, why},
    story::{
        ids::{GroupId, VarId},
        model::{Cause, VarKind},
    },
};

#[derive(Serialize)]
struct Replay<'a> {
    story: &'a str,
    pack: &'a str,
    engine: &'a str,
    seed: u64,
    schedule: &'a str,
    preset: &'a str,
    /// Parameters that are not 100, in hundredths.
    parameters: BTreeMap<&'a str, i64>,
    start: &'a BTreeMap<String, i64>,
    language: &'a str,
    moments: Vec<MomentRow<'a>>,
    why: Vec<WhyRow<'a>>,
    ending: Option<&'a str>,
    /// The second figures of the world, once the play has ended.
    figures: BTreeMap<&'a str, i64>,
}

#[derive(Serialize)]
struct MomentRow<'a> {
    turn: i64,
    scene: Option<&'a str>,
    chosen: Option<&'a str>,
    digest: String,
    text: Vec<String>,
    values: BTreeMap<&'a str, Value>,
    contributions: Vec<Contribution<'a>>,
}

/// A number, or the band that it lies in.
#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Exact(i64),
    Band { low: i64, high: i64 },
}

#[derive(Serialize)]
struct Contribution<'a> {
    turn: i64,
    to: &'a str,
    amount: i64,
    kind: &'static str,
    by: Option<&'a str>,
}

#[derive(Serialize)]
struct WhyRow<'a> {
    of: &'a str,
    start: i64,
    value: i64,
    by: Vec<Share<'a>>,
}

#[derive(Serialize)]
struct Share<'a> {
    amount: i64,
    kind: &'static str,
    by: Option<&'a str>,
}

/// Writes the pages of a play.
pub(super) fn write(pages: &[Page], game: &Game, lang: &Lang) -> String {
    let story = &*game.story;
    let moments = game.timeline.moments().iter().zip(pages).enumerate();
    let rows = moments.map(|(n, (moment, page))| MomentRow {
        turn: moment.state.turn(),
        scene: match moment.state.place {
            Place::Scene(s) => Some(story.scene(s).id.as_str()),
            Place::Ended(e) => Some(story.ending(e).id.as_str()),
            Place::Nowhere => None,
        },
        chosen: moment.by.map(|c| story.choice(c).id.as_str()),
        digest: moment.state.digest(story),
        text: page.blocks.iter().flat_map(|b| lines_of(b, game)).collect(),
        values: story
            .vars()
            .filter_map(|(id, v)| Some((v.id.as_str(), shown(game, &moment.state, id)?)))
            .collect(),
        contributions: contributions(game, n),
    });
    let now = &game.timeline.now().state;
    let (ending, figures) = match now.place {
        Place::Ended(e) => {
            let values = crate::engine::figures(story, &game.timeline.setup, now).unwrap_or_default();
            let figures = story.figures.iter().zip(values).map(|(f, v)| (f.id.as_str(), v)).collect();
            (Some(story.ending(e).id.as_str()), figures)
        }
        Place::Scene(_) | Place::Nowhere => (None, BTreeMap::new()),
    };
    let changed =
        story.parameters.iter().enumerate().map(|(n, p)| (p.id.as_str(), game.timeline.setup.params[n]));
    let replay = Replay {
        story: &game.run.story,
        pack: &game.run.pack,
        engine: &game.run.engine,
        seed: game.run.seed,
        schedule: &game.run.schedule,
        preset: &game.run.preset,
        parameters: changed.filter(|(_, value)| *value != 100).collect(),
        start: &game.run.start,
        language: lang.tag(),
        moments: rows.collect(),
        why: reasons(game, Point::Moment(pages.len().saturating_sub(1))),
        ending,
        figures,
    };
    let mut out = serde_json::to_string_pretty(&replay).unwrap_or_default();
    out.push('\n');
    out
}

/// What may be told of a variable in a state.
fn shown(game: &Game, state: &State, var: VarId) -> Option<Value> {
    match game.story.var(var).kind {
        VarKind::Flag => Some(Value::Exact(state.value(var))),
        // Memory is worked out from numbers that are hidden while a play is under way.
        VarKind::Memory => (game.ended() || game.governs()).then(|| Value::Exact(state.value(var))),
        VarKind::Meter | VarKind::Derived | VarKind::Stock | VarKind::Lever => match seen(game, state, var) {
            Seen::Exact(value) => Some(Value::Exact(value)),
            Seen::Between(low, high) => Some(Value::Band { low, high }),
            Seen::Hidden => None,
        },
    }
}

/// What led to a moment, to the numbers that are told exactly.
fn contributions(game: &Game, n: usize) -> Vec<Contribution<'_>> {
    let story = &*game.story;
    let state = &game.timeline.moments()[n].state;
    let before = game.timeline.before(n);
    let told =
        |var| [before, state].into_iter().all(|s| matches!(shown(game, s, var), Some(Value::Exact(_))));
    let entries = game.timeline.entries(n).iter().filter(|e| told(e.var));
    entries
        .map(|e| {
            let (kind, by) = cause(game, e.cause);
            Contribution { turn: e.turn, to: &story.var(e.var).id, amount: e.amount, kind, by }
        })
        .collect()
}

/// Why each number that is told exactly, and each group, is what it is: by cause, the parts adding up.
fn reasons(game: &Game, point: Point) -> Vec<WhyRow<'_>> {
    let story = &*game.story;
    let (state, _) = game.timeline.at(point);
    let numbers = story.vars().filter(|(id, v)| {
        let asked = matches!(v.kind, VarKind::Meter | VarKind::Derived | VarKind::Stock);
        asked && matches!(seen(game, state, *id), Seen::Exact(_))
    });
    let numbers = numbers.map(|(id, v)| (Asked::Var(id), v.id.as_str()));
    let groups = story.groups.iter().enumerate().map(|(n, g)| (GroupId::new(n), g.id.as_str()));
    let groups = groups.filter(|(id, _)| matches!(group_seen(game, state, *id), Seen::Exact(_)));
    let groups = groups.map(|(id, name)| (Asked::Group(id), name));
    numbers
        .chain(groups)
        .filter_map(|(asked, of)| {
            let sum = why(story, &game.timeline, asked, point).ok()?;
            let mut by: Vec<Share<'_>> = Vec::new();
            for line in &sum.lines {
                let (kind, id) = match line.by {
                    By::Entry(n) => cause(game, game.timeline.ledger[n].cause),
                    By::Input(var) => ("input", Some(story.var(var).id.as_str())),
                    By::Rounding => ("rounding", None),
                };
                match by.iter_mut().find(|s| (s.kind, s.by) == (kind, id)) {
                    Some(share) => share.amount += line.amount,
                    None => by.push(Share { amount: line.amount, kind, by: id }),
                }
            }
            Some(WhyRow { of, start: sum.start, value: sum.value, by })
        })
        .collect()
}

fn cause(game: &Game, cause: Cause) -> (&'static str, Option<&str>) {
    let story = &*game.story;
    match cause {
        Cause::Choice(c) => ("choice", Some(&story.choice(c).id)),
        Cause::Scene(s) => ("scene", Some(&story.scene(s).id)),
        Cause::Event(e) => ("event", Some(&story.event(e).id)),
        Cause::Later(l) => ("later", Some(&story.later(l).id)),
        Cause::Plan(_) => ("plan", None),
        Cause::Rule(r) => ("rule", Some(&story.rule(r).id)),
        Cause::Hand => ("hand", None),
        Cause::Clamp => ("clamp", None),
        Cause::Definition => ("definition", None),
    }
}
