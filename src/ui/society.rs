//! The society at the side of a wide window: every meter as a bar with its number, change and history, the groups and
//! how content each is, the people of the scene.
//!
//! The invariant: it shows no number that the narrow window cannot show too.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Look, Role, put};
use crate::{
    app::{
        Action, Game, chart,
        page::{Meter, Page},
        people,
        seen::group_seen,
        wrap,
    },
    engine::Asked,
    story::{ids::GroupId, model::Owner},
};

/// Cells of a bar where there is room.
const BAR: usize = 10;

/// Columns of a row beside its name and its bar: a space, a number or a band, a change.
const REST: usize = 1 + 6 + 4;

/// How a block of rows is set: columns for names, cells for bars.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    names: usize,
    bar: usize,
}

impl Columns {
    /// As many for names as the longest has, if so many are left beside the shortest bar; the bar has the rest.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> Self {
        let longest = names.map(wrap::columns).max().unwrap_or(0).max(12);
        let names = longest.min(width.saturating_sub(REST + 4)).max(4);
        // What is beyond 12 columns is taken from the bar first, and from the history then.
        let bar = BAR
            .saturating_sub((names.saturating_sub(12)).div_ceil(2))
            .min(width.saturating_sub(names + REST));
        Self { names, bar: bar.max(4) }
    }
}

/// Draws the panel; a click on a number asks why it is what it is.
pub(super) fn draw(
    game: &Game,
    page: &Page,
    area: Rect,
    hits: &mut Vec<(Rect, Action)>,
    look: &Look,
    frame: &mut Frame<'_>,
) {
    let mut lines: Vec<(Line<'static>, Option<Asked>)> = Vec::new();
    let inner = usize::from(area.width.saturating_sub(2));
    let columns = Columns::of(page.meters.iter().map(|m| m.name.as_str()), inner);
    let gap = || (Line::default(), None);
    for owner in [Owner::World, Owner::Story] {
        let meters: Vec<&Meter> = page.meters.iter().filter(|m| m.owner == owner).collect();
        if !lines.is_empty() && !meters.is_empty() {
            lines.push(gap());
        }
        let row = |m: &Meter| (meter(m, game, (inner, columns), look), Some(Asked::Var(m.var)));
        lines.extend(meters.into_iter().map(row));
    }
    if !game.story.groups.is_empty() {
        lines.push(gap());
    }
    let columns = group_columns(game, inner);
    for (n, group) in game.story.groups.iter().enumerate() {
        let name = game.story.label(group.name, game.language);
        let seen = group_seen(game, &game.timeline.now().state, GroupId::new(n));
        let Some(value) = chart::place(seen) else { continue };
        let shown = chart::words(seen, 10);
        let line = row(name, bar(value, 1000, columns, look), &shown, None, columns, look);
        lines.push((line, Some(Asked::Group(GroupId::new(n)))));
    }
    let people = people::speakers(page);
    if !people.is_empty() {
        lines.push(gap());
    }
    for person in people {
        let record = game.story.person(person);
        let name = game.story.label(record.name, game.language).to_owned();
        let about = game.story.label_or(record.about, game.language, "");
        let text = if about.is_empty() { name } else { format!("{name}, {about}") };
        let wrapped = wrap::wrap_plain(&text, inner).into_iter();
        lines.extend(wrapped.map(|line| (Line::styled(line, look.style(Role::Muted)), None)));
    }
    for (n, (line, asked)) in lines.iter().take(area.height.into()).enumerate() {
        let Ok(n) = u16::try_from(n) else { break };
        put(frame, (area.x + 1, area.y + n), line, area.width.saturating_sub(1));
        hits.extend(asked.map(|asked| (Rect { y: area.y + n, height: 1, ..area }, Action::Ask(asked))));
    }
}

/// The columns for the groups of a story.
pub(super) fn group_columns(game: &Game, width: usize) -> Columns {
    Columns::of(game.story.groups.iter().map(|g| game.story.label(g.name, game.language)), width)
}

fn meter(meter: &Meter, game: &Game, (width, columns): (usize, Columns), look: &Look) -> Line<'static> {
    let bar = bar(meter.points, meter.most, columns, look);
    let mut line = row(&meter.name, bar, &points(meter), change(meter, look), columns, look);
    let room = width.saturating_sub(line.width() + 1).min(8);
    let spark = if meter.band.is_some() { String::new() } else { history(meter, game, room, look) };
    if !spark.is_empty() {
        line.push_span(Span::raw(" "));
        line.push_span(Span::styled(spark, look.style(Role::Muted)));
    }
    line
}

pub(super) fn row(
    name: &str,
    bar: String,
    value: &str,
    change: Option<Span<'static>>,
    columns: Columns,
    look: &Look,
) -> Line<'static> {
    let room = columns.names;
    let name = wrap::cut(name, room, look.glyphs.more);
    let pad = room.saturating_sub(wrap::columns(&name));
    let mut spans = vec![
        Span::styled(format!("{name}{} ", " ".repeat(pad)), look.style(Role::Muted)),
        Span::styled(bar, look.style(Role::Text)),
        Span::styled(format!(" {value:>3}"), look.style(Role::Text)),
    ];
    let wide = change.as_ref().map_or(0, Span::width);
    spans.extend(change);
    spans.push(Span::raw(" ".repeat(4usize.saturating_sub(wide))));
    Line::from(spans)
}

pub(super) fn bar(value: i64, most: i64, columns: Columns, look: &Look) -> String {
    let most = most.max(1);
    let part = usize::try_from(value.clamp(0, most) * 100 / most).unwrap_or(0);
    let full = ((part * columns.bar + 50) / 100).min(columns.bar);
    look.glyphs.bar.0.repeat(full) + &look.glyphs.bar.1.repeat(columns.bar - full)
}

/// The meter at the last turns' ends, the newest at the right.
fn history(meter: &Meter, game: &Game, room: usize, look: &Look) -> String {
    let values: Vec<i64> = game.timeline.history.iter().map(|t| t.state.value(meter.var)).collect();
    let last = values.len().saturating_sub(room);
    let record = game.story.var(meter.var);
    spark(values.get(last..).unwrap_or_default(), (record.min, record.max), room, look)
}

/// Values as a line of signs, the newest at the right; each sign the value at its place where there are more values
/// than room.
pub(super) fn spark(values: &[i64], (min, max): (i64, i64), room: usize, look: &Look) -> String {
    let span = (max - min).max(1);
    let count = values.len().min(room);
    let sign = |n: usize| {
        let at = if count < 2 { values.len() - 1 } else { n * (values.len() - 1) / (count - 1) };
        let level = (values[at].clamp(min, max) - min) * 7 / span;
        look.glyphs.spark[usize::try_from(level).unwrap_or(0).min(7)]
    };
    (0..count).map(sign).collect()
}

/// A meter's points as they are seen: a number, or the band it lies in.
pub(super) fn points(meter: &Meter) -> String {
    meter.band.map_or_else(|| meter.points.to_string(), |(low, high)| format!("{low}-{high}"))
}

/// `▴2`, where there is a change.
pub(super) fn change(meter: &Meter, look: &Look) -> Option<Span<'static>> {
    let (sign, role) = match meter.change {
        0 => return None,
        1.. => (look.glyphs.up, Role::Up),
        _ => (look.glyphs.down, Role::Down),
    };
    Some(Span::styled(format!("{sign}{}", meter.change.abs()), look.style(role)))
}
