//! The hinges of a play written out, for people and as JSON.
//!
//! How far the odds moved has bounds that hold for 95 of 100 such counts, whatever the endings. Two counts of `n` plays
//! that share luck pair by pair lie within `sqrt(2 ln 40 / n)` of what is to be expected of them (`McDiarmid`'s bounded
//! differences, 1989); and what is to be expected is too large by at most half the sum of the shares' standard
//! deviations. Where a decision was counted out, both bounds are the odds' own difference. The invariant: where the
//! bounds reach nothing, no difference is claimed.

use std::fmt::Write as _;

use serde::Serialize;

use super::odds::{Share, percent};
use crate::{
    app::{Game, Lang, page::date},
    engine::{Moment, read},
    lab::{Hinge, Road},
    story::ids::ChoiceId,
};

/// How far one choice moved the odds beside another, in plays of 100: as counted, and its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Moved {
    plays_of_100: f64,
    low: f64,
    high: f64,
}

/// Less than this of 100 plays is what rounding makes.
const ROUNDING: f64 = 1e-7;

fn moved(road: &Road, hinge: &Hinge) -> Moved {
    let (taken, plays) = (&hinge.taken, hinge.of);
    let moved = percent(road.variation(taken), plays);
    if hinge.exact {
        let moved = if moved < ROUNDING { 0.0 } else { moved };
        return Moved { plays_of_100: moved, low: moved, high: moved };
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of plays are far below 2^52")]
    let n = plays.max(1) as f64;
    let spread = |road: &Road| -> f64 {
        let deviation = |count: &u64| {
            let share = percent(*count, plays) / 100.0;
            (share * (1.0 - share) / n).sqrt()
        };
        road.endings.iter().chain([&road.stuck]).map(deviation).sum()
    };
    let by_chance = f64::midpoint(spread(road), spread(taken)) * 100.0;
    let half = (2.0 * 40_f64.ln() / n).sqrt() * 100.0;
    Moved { plays_of_100: moved, low: (moved - half - by_chance).max(0.0), high: (moved + half).min(100.0) }
}

/// A choice as it was read in that moment.
fn label(game: &Game, moment: &Moment, choice: ChoiceId) -> String {
    let text = game.story.choice(choice).text;
    let read = read(&game.story, &game.timeline.setup, &moment.state, text, game.language);
    read.map_or_else(|_fault| game.story.choice(choice).id.clone(), |p| p.plain())
}

/// A line of the answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Words, set in by so many columns; no words are a gap.
    Words(usize, String),
    /// The odds of the endings that can come after a choice, the likeliest first, in percent.
    Odds(Vec<(String, f64)>),
}

/// Percent with one decimal, as the language writes it.
#[must_use]
pub fn percents(share: f64, lang: &Lang) -> String {
    let share = format!("{share:.1}");
    if lang.tag() == "id" { share.replace('.', ",") } else { share }
}

/// For people: the decisions that moved most first, each with what came after every choice that was open.
#[must_use]
pub fn text(game: &Game, hinges: &[Hinge], plays: u64, lang: &Lang) -> String {
    let mut out = String::new();
    for line in lines(game, hinges, plays, lang) {
        let _ = match line {
            Line::Words(_, words) if words.is_empty() => writeln!(out),
            Line::Words(indent, words) => writeln!(out, "{}{words}", " ".repeat(indent)),
            Line::Odds(odds) => {
                let told = odds.iter().map(|(name, share)| format!("{name} {} %", percents(*share, lang)));
                writeln!(out, "      {}", told.collect::<Vec<_>>().join(", "))
            }
        };
    }
    out
}

/// The same line by line.
#[must_use]
pub fn lines(game: &Game, hinges: &[Hinge], plays: u64, lang: &Lang) -> Vec<Line> {
    let story = &*game.story;
    let words = |indent: usize, words: String| Line::Words(indent, words);
    let mut out = vec![words(0, story.label(story.about.title, game.language).to_owned())];
    if hinges.is_empty() {
        out.push(words(0, lang.say("hinges-none")));
        return out;
    }
    out.push(words(0, lang.say_with("hinges-head", &[("plays", plays.into())])));
    out.extend(crate::app::numbers::changed(game, lang).map(|changed| words(0, changed)));
    out.push(words(0, lang.say("sim-claim")));
    let showed = |hinge: &&Hinge| hinge.others.iter().any(|o| moved(o, hinge).low > 0.0);
    let (strong, still): (Vec<&Hinge>, Vec<&Hinge>) = hinges.iter().partition(showed);
    let head = |hinge: &Hinge| {
        let turn = game.timeline.moments()[hinge.decision].state.turn();
        let scene = story.scene(story.choice(hinge.taken.choice).scene);
        format!("{}. {}", date(turn, lang), story.label_or(scene.title, game.language, &scene.id))
    };
    for (n, hinge) in strong.iter().enumerate() {
        out.push(words(0, String::new()));
        out.push(words(0, format!("{}. {}", n + 1, head(hinge))));
        out.extend(road(game, hinge, &hinge.taken, "hinges-taken", lang));
        for other in &hinge.others {
            out.extend(road(game, hinge, other, "hinges-other", lang));
            out.push(words(6, difference(other, hinge, plays, lang)));
        }
    }
    if !still.is_empty() {
        out.push(words(0, String::new()));
        out.push(words(0, format!("{}:", lang.say_with("hinges-still", &[("plays", plays.into())]))));
        for hinge in still {
            let moment = &game.timeline.moments()[hinge.decision];
            out.push(words(3, format!("{}: “{}”", head(hinge), label(game, moment, hinge.taken.choice))));
        }
    }
    out
}

/// A choice, and the odds after it.
fn road(game: &Game, hinge: &Hinge, road: &Road, word: &str, lang: &Lang) -> [Line; 2] {
    let story = &*game.story;
    let choice = label(game, &game.timeline.moments()[hinge.decision], road.choice);
    let mut odds: Vec<(u64, String)> = story
        .endings
        .iter()
        .zip(&road.endings)
        .map(|(e, count)| (*count, story.label_or(e.title, game.language, &e.id).to_owned()))
        .chain([(road.stuck, lang.say("hinges-stuck"))])
        .filter(|(count, _)| percent(*count, hinge.of) > ROUNDING)
        .collect();
    odds.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let odds = odds.into_iter().map(|(count, name)| (name, percent(count, hinge.of)));
    [Line::Words(3, format!("{}: “{choice}”", lang.say(word))), Line::Odds(odds.collect())]
}

/// How far a choice would have moved the odds, and how sure that is.
fn difference(other: &Road, hinge: &Hinge, plays: u64, lang: &Lang) -> String {
    let m = moved(other, hinge);
    let tenth = |n: f64| percents(n, lang);
    if hinge.exact && m.low > 0.0 {
        lang.say_with("hinges-exact", &[("moved", tenth(m.plays_of_100).into())])
    } else if hinge.exact {
        lang.say("hinges-same")
    } else if m.low > 0.0 {
        let args = [
            ("moved", tenth(m.plays_of_100).into()),
            ("low", tenth(m.low).into()),
            ("high", tenth(m.high).into()),
        ];
        lang.say_with("hinges-moved", &args)
    } else {
        lang.say_with("hinges-unsure", &[("plays", plays.into())])
    }
}

#[derive(Serialize)]
struct Row<'a> {
    decision: usize,
    turn: i64,
    scene: &'a str,
    plays: u64,
    /// Whether every state that could come was looked at; shares are then the odds themselves.
    exact: bool,
    taken: RoadRow<'a>,
    others: Vec<RoadRow<'a>>,
}

#[derive(Serialize)]
struct RoadRow<'a> {
    choice: &'a str,
    /// Beside the choice that was taken; none for that one itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<Moved>,
    /// Percent that come to no end.
    stuck: f64,
    endings: Vec<Share<'a>>,
}

/// The same as JSON; shares and their bounds in percent.
#[must_use]
pub fn json(game: &Game, hinges: &[Hinge], plays: u64) -> String {
    let story = &*game.story;
    let share = |id, count: u64, hinge: &Hinge| {
        if hinge.exact { Share::exact(id, percent(count, hinge.of)) } else { Share::new(id, count, hinge.of) }
    };
    let row = |road: &Road, hinge: &Hinge, moved: Option<Moved>| RoadRow {
        choice: &story.choice(road.choice).id,
        moved,
        stuck: percent(road.stuck, hinge.of),
        endings: story
            .endings
            .iter()
            .zip(&road.endings)
            .map(|(ending, count)| share(ending.id.as_str(), *count, hinge))
            .collect(),
    };
    let rows: Vec<Row<'_>> = hinges
        .iter()
        .map(|hinge| Row {
            decision: hinge.decision,
            turn: game.timeline.moments()[hinge.decision].state.turn(),
            scene: &story.scene(story.choice(hinge.taken.choice).scene).id,
            plays,
            exact: hinge.exact,
            taken: row(&hinge.taken, hinge, None),
            others: hinge.others.iter().map(|o| row(o, hinge, Some(moved(o, hinge)))).collect(),
        })
        .collect();
    serde_json::to_string_pretty(&rows).map(|text| text + "\n").unwrap_or_default()
}
