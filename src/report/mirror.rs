//! The mirror written out: five plays of one beginning, side by side.
//!
//! The invariant: every side is told at the same turns, and what an office sees only in a band stays in its band while
//! the player's own play is on.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

use crate::{
    app::{
        Game, Lang,
        page::{self, date, stance_key},
        seen::{Seen, group_seen, seen},
        wrap,
    },
    engine::{Place, Point, groups, read},
    lab::Side,
    story::{
        ids::{GroupId, VarId},
        model::{Stance, VarKind},
    },
};

/// The numbers that are told: what the player sees exactly.
fn numbers(game: &Game) -> Vec<VarId> {
    let state = &game.timeline.now().state;
    let told = |(id, v): &(VarId, &crate::story::model::Var)| {
        matches!(v.kind, VarKind::Meter | VarKind::Derived | VarKind::Stock)
            && matches!(seen(game, state, *id), Seen::Exact(_))
    };
    game.story.vars().filter(told).map(|(id, _)| id).collect()
}

/// How content each group is on each side, where the player sees that exactly.
fn content(game: &Game, sides: &[Side], turn: i64) -> Vec<(GroupId, Vec<String>)> {
    let state = &game.timeline.now().state;
    let told = |group: &GroupId| matches!(group_seen(game, state, *group), Seen::Exact(_));
    let by_side: Vec<Vec<(GroupId, i64)>> = sides
        .iter()
        .map(|side| {
            let (state, _) = side.timeline.at(Point::Turn(turn));
            groups(&game.story, &side.timeline.setup, state).unwrap_or_default()
        })
        .collect();
    let all = (0..game.story.groups.len()).map(GroupId::new).filter(told);
    let of = |group: GroupId| {
        let cell = |side: &Vec<(GroupId, i64)>| {
            let found = side.iter().find(|(g, _)| *g == group);
            found.map_or_else(|| "-".to_owned(), |(_, content)| (content / 10).to_string())
        };
        by_side.iter().map(cell).collect()
    };
    all.map(|group| (group, of(group))).collect()
}

fn name(side: &Side, lang: &Lang) -> String {
    side.stance.map_or_else(|| lang.say("mirror-yours"), |s| lang.say(stance_key(s)))
}

/// The columns of a number, and of its name.
const COLUMN: usize = 10;
const NAME: usize = 20;

/// For people: numbers where the player's play has come to, endings, and where the sides parted. Where the table does
/// not fit into `width` columns, each number has a line of words. With a turn, numbers and groups are those of the end
/// of the step to it.
#[must_use]
pub fn text(game: &Game, sides: &[Side], lang: &Lang, width: usize, turn: Option<i64>) -> String {
    let story = &*game.story;
    let at = turn.unwrap_or_else(|| game.timeline.now().state.turn());
    let mut out = String::new();
    let now = turn.map_or_else(|| page::now(game, lang).date.clone(), |turn| date(turn, lang));
    let _ = writeln!(out, "{}", lang.say_with("mirror-head", &[("date", now.into())]));
    if let Some(changed) = crate::app::numbers::changed(game, lang) {
        let _ = writeln!(out, "{changed}");
    }
    let pad = |text: &str, width: usize| {
        let text = wrap::cut(text, width, "…");
        format!("{}{text}", " ".repeat(width.saturating_sub(wrap::columns(&text))))
    };
    let left = |text: &str| {
        let text = wrap::cut(text, NAME, "…");
        format!("{text}{}", " ".repeat(NAME.saturating_sub(wrap::columns(&text))))
    };
    let value = |side: &Side, var: VarId| {
        // A side that ended before tells where it ended.
        let (state, _) = side.timeline.at(Point::Turn(at));
        lang.exact(state.value(var), story.point)
    };
    let wide = NAME + COLUMN * sides.len() <= width;
    out.push('\n');
    if wide {
        let heads: String = sides.iter().map(|s| pad(&name(s, lang), COLUMN)).collect();
        let _ = writeln!(out, "{}{heads}", left(""));
    }
    let mut row = |title: &str, cells: Vec<String>| {
        if wide {
            let cells: String = cells.iter().map(|cell| pad(cell, COLUMN)).collect();
            let _ = writeln!(out, "{}{cells}", left(title));
        } else {
            let cells = sides.iter().zip(cells).map(|(s, cell)| format!("{} {cell}", name(s, lang)));
            let _ = writeln!(out, "{title}: {}", cells.collect::<Vec<_>>().join(", "));
        }
    };
    for var in numbers(game) {
        let record = story.var(var);
        let title = story.label_or(record.name, game.language, &record.id);
        row(title, sides.iter().map(|side| value(side, var)).collect());
    }
    for group in content(game, sides, at) {
        row(story.label(story.groups[group.0.at()].name, game.language), group.1);
    }
    out.push('\n');
    for side in sides {
        let ending = match side.timeline.now().state.place {
            Place::Ended(e) => {
                let record = story.ending(e);
                story.label_or(record.title, game.language, &record.id).to_owned()
            }
            Place::Scene(_) | Place::Nowhere => lang.say("mirror-open"),
        };
        let _ = writeln!(out, "{}: {ending}", name(side, lang));
        let Some(parted) = side.parted else { continue };
        let label = |choice: Option<crate::story::ids::ChoiceId>| {
            let (state, _) = side.timeline.at(Point::Turn(parted.turn));
            let text = choice.map(|c| story.choice(c).text);
            let read = text.map(|t| read(story, &side.timeline.setup, state, t, game.language));
            read.and_then(Result::ok).map_or_else(|| "-".to_owned(), |p| p.plain())
        };
        let args = [
            ("date", date(parted.turn, lang).into()),
            ("yours", label(parted.chose.0).into()),
            ("theirs", label(parted.chose.1).into()),
        ];
        // Where the player has not decided, nothing was chosen otherwise.
        let key = if parted.chose.0.is_some() { "mirror-parted" } else { "mirror-ahead" };
        let _ = writeln!(out, "  {}", lang.say_with(key, &args));
        if let Some((turn, rule, var)) = parted.rule {
            let rule = story.rule(rule);
            let record = story.var(var);
            let args = [
                ("date", date(turn, lang).into()),
                ("rule", format!("{} ({})", story.label(rule.name, game.language), rule.id).into()),
                ("name", story.label_or(record.name, game.language, &record.id).to_owned().into()),
            ];
            let _ = writeln!(out, "  {}", lang.say_with("mirror-rule", &args));
        }
    }
    out
}

#[derive(Serialize)]
struct SideRow<'a> {
    side: &'static str,
    ending: Option<&'a str>,
    choices: Vec<&'a str>,
    parted: Option<PartingRow<'a>>,
    turns: Vec<TurnRow<'a>>,
}

#[derive(Serialize)]
struct PartingRow<'a> {
    turn: i64,
    yours: Option<&'a str>,
    theirs: Option<&'a str>,
    rule: Option<&'a str>,
    rule_turn: Option<i64>,
    number: Option<&'a str>,
}

#[derive(Serialize)]
struct TurnRow<'a> {
    turn: i64,
    values: BTreeMap<&'a str, i64>,
}

/// The five plays turn by turn, as JSON.
#[must_use]
pub fn json(game: &Game, sides: &[Side]) -> String {
    let story = &*game.story;
    let told = numbers(game);
    let rows: Vec<SideRow<'_>> = sides
        .iter()
        .map(|side| {
            let timeline = &side.timeline;
            let turns = timeline.start.turn()..=timeline.now().state.turn();
            SideRow {
                side: match side.stance {
                    None => "yours",
                    Some(Stance::Watch) => "watch",
                    Some(Stance::Regulate) => "regulate",
                    Some(Stance::Refuse) => "refuse",
                    Some(Stance::Listen) => "listen",
                },
                ending: match timeline.now().state.place {
                    Place::Ended(e) => Some(story.ending(e).id.as_str()),
                    Place::Scene(_) | Place::Nowhere => None,
                },
                choices: timeline
                    .moments()
                    .iter()
                    .filter_map(|m| Some(story.choice(m.by?).id.as_str()))
                    .collect(),
                parted: side.parted.map(|p| PartingRow {
                    turn: p.turn,
                    yours: p.chose.0.map(|c| story.choice(c).id.as_str()),
                    theirs: p.chose.1.map(|c| story.choice(c).id.as_str()),
                    rule: p.rule.map(|(_, rule, _)| story.rule(rule).id.as_str()),
                    rule_turn: p.rule.map(|(turn, _, _)| turn),
                    number: p.rule.map(|(_, _, var)| story.var(var).id.as_str()),
                }),
                turns: turns
                    .map(|turn| {
                        let (state, _) = timeline.at(Point::Turn(turn));
                        let values = told.iter().map(|v| (story.var(*v).id.as_str(), state.value(*v)));
                        TurnRow { turn, values: values.collect() }
                    })
                    .collect(),
            }
        })
        .collect();
    serde_json::to_string_pretty(&rows).map(|text| text + "\n").unwrap_or_default()
}
