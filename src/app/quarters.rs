//! What the quarters between two scenes brought: three lines of what changed and which rule, one of for whom.
//!
//! It reads the ledger and computes no figure of its own. The invariant: a number shown here is a sum of ledger
//! entries.

use std::collections::BTreeMap;

use super::{
    game::Game,
    lang::{Lang, number},
    seen::{Seen, group_seen, seen},
};
use crate::{
    engine::{Asked, groups},
    story::{
        ids::{RuleId, VarId},
        model::{Cause, VarKind},
    },
};

/// How many meters are named.
const LINES: usize = 3;

/// A line, and what it tells of.
type Told = (String, Option<Asked>);

/// The heading and the lines for the quarters that passed before the `n`-th moment; nothing where none did.
#[must_use]
pub fn passed(game: &Game, n: usize, lang: &Lang) -> Option<(String, Vec<Told>)> {
    let story = &*game.story;
    let before = game.timeline.before(n);
    let after = &game.timeline.moments()[n].state;
    let quarters = usize::try_from(after.turn() - before.turn()).ok().filter(|q| *q > 0)?;
    if n == 0 {
        return None;
    }
    // By meter: the whole change by rules, and the change by each rule.
    let mut changes: BTreeMap<VarId, (i64, BTreeMap<RuleId, i64>)> = BTreeMap::new();
    for entry in game.timeline.entries(n) {
        let seen = matches!(story.var(entry.var).kind, VarKind::Meter)
            && matches!(seen(game, after, entry.var), Seen::Exact(_));
        if let (true, Cause::Rule(rule)) = (seen, entry.cause) {
            let (whole, rules) = changes.entry(entry.var).or_default();
            *whole = whole.saturating_add(entry.amount);
            let by_rule = rules.entry(rule).or_default();
            *by_rule = by_rule.saturating_add(entry.amount);
        }
    }
    let mut ranked: Vec<_> = changes.into_iter().filter(|(_, (whole, _))| *whole != 0).collect();
    ranked.sort_by_key(|(var, (whole, _))| (std::cmp::Reverse(whole.unsigned_abs()), *var));
    let mut lines: Vec<Told> = ranked
        .into_iter()
        .take(LINES)
        .map(|(var, (whole, rules))| {
            let record = story.var(var);
            let name = story.label_or(record.name, game.language, &record.id).to_owned();
            let change = lang.signed(whole, story.point);
            let strongest = rules.into_iter().filter(|(_, a)| a.signum() == whole.signum());
            let line = match strongest.max_by_key(|(rule, a)| (a.unsigned_abs(), std::cmp::Reverse(*rule))) {
                None => {
                    lang.say_with("quarter-line-several", &[("name", name.into()), ("change", change.into())])
                }
                Some((rule, _)) => {
                    let rule = story.rule(rule);
                    let because = story.label(rule.because, game.language).to_owned();
                    lang.say_with(
                        "quarter-line",
                        &[
                            ("name", name.into()),
                            ("change", change.into()),
                            ("because", because.into()),
                            ("rule", rule.id.clone().into()),
                        ],
                    )
                }
            };
            (line, Some(Asked::Var(var)))
        })
        .collect();
    lines.extend(for_whom(game, n, lang));
    let heading = lang.say_with("quarters-passed", &[("n", number(quarters))]);
    Some((heading, lines))
}

/// The groups whose content rose and fell the most.
fn for_whom(game: &Game, n: usize, lang: &Lang) -> Vec<Told> {
    let story = &*game.story;
    let setup = &game.timeline.setup;
    let before = groups(story, setup, game.timeline.before(n)).unwrap_or_default();
    let after = groups(story, setup, &game.timeline.moments()[n].state).unwrap_or_default();
    let changes = before.iter().zip(&after).map(|((id, a), (_, b))| (b - a, *id));
    let mut changes: Vec<_> = changes.collect();
    changes.sort_by_key(|(change, id)| (*change, *id));
    let line = |key: &str, change: i64, group: crate::story::ids::GroupId| {
        let name = story.label(story.groups[group.at()].name, game.language).to_owned();
        // A change to the tenth would tell what is told in a band.
        let exact = [game.timeline.before(n), &game.timeline.moments()[n].state]
            .iter()
            .all(|s| matches!(group_seen(game, s, group), Seen::Exact(_)));
        let said = if exact {
            lang.say_with(key, &[("group", name.into()), ("change", lang.signed(change, 10).into())])
        } else {
            lang.say_with(&format!("{key}-plain"), &[("group", name.into())])
        };
        (said, Some(Asked::Group(group)))
    };
    let glad = changes.last().filter(|(change, _)| *change > 0).map(|(c, g)| line("group-glad", *c, *g));
    let sore = changes.first().filter(|(change, _)| *change < 0).map(|(c, g)| line("group-sore", *c, *g));
    glad.into_iter().chain(sore).collect()
}
