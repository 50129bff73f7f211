//! Numbers over the quarters, for a chart or a table: made once for both faces.
//!
//! Nothing is drawn here. The invariant: what the office sees in a band is here in that band, quarter by quarter, and
//! beside other plays stands only what it sees to the point.

use super::{
    game::Game,
    lang::Lang,
    page,
    seen::{Seen, group_seen, seen},
};
use crate::{
    engine::{Asked, Point, State, Timeline, groups},
    lab::Side,
    story::ids::GroupId,
};

/// Something that can be charted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What.
    pub of: Asked,
    /// Its name.
    pub name: String,
    /// The lowest and highest it can be, in units.
    pub range: (i64, i64),
    /// How many units a point has.
    pub point: i64,
}

/// A decision on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The turn it was made in.
    pub turn: i64,
    /// How it is named on a chart.
    pub letter: char,
    /// What was chosen.
    pub label: String,
}

/// A number at the end of each turn that has passed, the present last.
pub type Trace = Vec<(i64, Seen)>;

/// Units of how content a group is, in a point.
const GROUP_POINT: i64 = 10;

/// All that can be charted: the meters as they stand beside a play, then the groups.
#[must_use]
pub fn subjects(game: &Game, lang: &Lang) -> Vec<Subject> {
    let story = &*game.story;
    let page = page::now(game, lang);
    let meters = page.meters.iter().map(|meter| {
        let record = story.var(meter.var);
        let range = (record.min, record.max);
        Subject { of: Asked::Var(meter.var), name: meter.name.clone(), range, point: story.point }
    });
    let state = &game.timeline.now().state;
    let shown = (0..story.groups.len()).map(GroupId::new);
    let shown = shown.filter(|group| group_seen(game, state, *group) != Seen::Hidden);
    let groups = shown.map(|group| Subject {
        of: Asked::Group(group),
        name: story.label(story.groups[group.at()].name, game.language).to_owned(),
        range: (0, 100 * GROUP_POINT),
        point: GROUP_POINT,
    });
    meters.chain(groups).collect()
}

fn shown(game: &Game, state: &State, of: Asked) -> Seen {
    match of {
        Asked::Var(var) => seen(game, state, var),
        Asked::Group(group) => group_seen(game, state, group),
    }
}

fn turns(timeline: &Timeline) -> impl Iterator<Item = (i64, &State)> {
    let (first, last) = (timeline.start.turn(), timeline.now().state.turn());
    let passed = (first..last).map(|turn| (turn, timeline.at(Point::Turn(turn)).0));
    passed.chain(std::iter::once((last, &timeline.now().state)))
}

/// The player's own play.
#[must_use]
pub fn trace(game: &Game, of: Asked) -> Trace {
    turns(&game.timeline).map(|(turn, state)| (turn, shown(game, state, of))).collect()
}

/// The same number on another side of the mirror; nothing where the office does not see it to the point now.
#[must_use]
pub fn beside(game: &Game, side: &Side, of: Asked) -> Option<Trace> {
    if !matches!(shown(game, &game.timeline.now().state, of), Seen::Exact(_)) {
        return None;
    }
    let value = |state: &State| match of {
        Asked::Var(var) => Seen::Exact(state.value(var)),
        Asked::Group(group) => {
            let all = groups(&game.story, &side.timeline.setup, state).unwrap_or_default();
            all.iter().find(|(id, _)| *id == group).map_or(Seen::Hidden, |(_, content)| Seen::Exact(*content))
        }
    };
    // What was seen in a band in the player's own play is told of no other play in that quarter: until they part it is
    // the same number.
    let own = trace(game, of);
    let told = |turn: i64| {
        let then = own.iter().find(|(t, _)| *t == turn).or(own.last());
        then.is_some_and(|(_, seen)| matches!(seen, Seen::Exact(_)))
    };
    let value = |(turn, state): (i64, &State)| (turn, if told(turn) { value(state) } else { Seen::Hidden });
    Some(turns(&side.timeline).map(value).collect())
}

/// The decisions that were made, each with a letter.
#[must_use]
pub fn marks(game: &Game) -> Vec<Mark> {
    let made = (0..game.timeline.moments().len()).filter_map(|n| Some((n, game.chosen(n)?)));
    let letters = ('a'..='z').chain('A'..='Z').chain(std::iter::repeat('*'));
    made.zip(letters)
        .map(|((n, label), letter)| Mark { turn: game.timeline.before(n).turn(), letter, label })
        .collect()
}

/// The turns from the beginning to where the story ends; where nothing ends, to now, and six years at least.
#[must_use]
pub fn span(game: &Game) -> (i64, i64) {
    let first = game.timeline.start.turn();
    let now = game.timeline.now().state.turn();
    let end = if game.governs() { first + 24 } else { game.story.about.turns.1 };
    (first, end.max(now).max(first + 1))
}

/// A value in words: points, or the points that it lies between.
#[must_use]
pub fn words(value: Seen, point: i64) -> String {
    match value {
        Seen::Exact(units) => (units / point).to_string(),
        Seen::Between(low, high) => {
            format!("{}-{}", low.div_euclid(point), (high + point - 1).div_euclid(point))
        }
        Seen::Hidden => "-".to_owned(),
    }
}

/// A value as a place on the scale, in units: the middle of a band.
#[must_use]
pub const fn place(value: Seen) -> Option<i64> {
    match value {
        Seen::Exact(units) => Some(units),
        Seen::Between(low, high) => Some(i64::midpoint(low, high)),
        Seen::Hidden => None,
    }
}

/// Rows of a table: the date, the number in each play, what was decided then.
#[must_use]
pub fn table(game: &Game, traces: &[Trace], point: i64, lang: &Lang) -> Vec<(String, Vec<String>, String)> {
    let marks = marks(game);
    let longest = traces.iter().max_by_key(|trace| trace.len());
    let rows = longest.into_iter().flatten().map(|(turn, _)| {
        let at = |trace: &Trace| trace.iter().find(|(t, _)| t == turn).map(|(_, value)| words(*value, point));
        let cells = traces.iter().map(|trace| at(trace).unwrap_or_default()).collect();
        let decided = marks.iter().filter(|mark| mark.turn == *turn);
        let decided: Vec<String> = decided.map(|mark| format!("{}) {}", mark.letter, mark.label)).collect();
        (page::date(*turn, lang), cells, decided.join(" "))
    });
    rows.collect()
}
