//! The drawing of a chart: scale, lines or signs, values at their ends, the decisions below.
//!
//! Which plays and numbers it draws is not decided here. The invariant: what does not fit is left out, never drawn over
//! the scale or the dates.

use ratatui::{
    Frame,
    layout::Rect,
    symbols::Marker,
    text::Line,
    widgets::canvas::{Canvas, Line as Stroke},
};

use super::Play;
use crate::{
    app::{
        Game, Model,
        chart::{self, Mark, Subject, Trace},
        page::date,
        wrap,
    },
    ui::{Look, Role, put},
};

/// Columns of the scale at the left of a chart.
const SCALE: u16 = 4;

/// Columns for the values at its right end.
const ENDS: u16 = 6;

#[expect(clippy::cast_precision_loss, reason = "turns and units are small, and this is drawn")]
const fn real(n: i64) -> f64 {
    n as f64
}

/// Where a value lies on so many cells, 0 the first.
fn cell(value: i64, (low, high): (i64, i64), cells: u16) -> u16 {
    let span = (high - low).max(1);
    let last = i64::from(cells.saturating_sub(1));
    let at = ((value.clamp(low, high) - low) * last * 2 + span) / (span * 2);
    u16::try_from(at).unwrap_or(0)
}

#[expect(clippy::too_many_arguments, reason = "a chart is of something, in a place, on a screen")]
pub(super) fn draw(
    game: &Game,
    subject: &Subject,
    plays: &[Play],
    marks: &[Mark],
    area: Rect,
    model: &Model,
    look: &Look,
    frame: &mut Frame<'_>,
) {
    // Two rows below: the decisions' letters, and the dates of both ends.
    let inner = Rect {
        x: area.x + SCALE,
        y: area.y,
        width: area.width.saturating_sub(SCALE + ENDS),
        height: area.height.saturating_sub(2),
    };
    if inner.width < 8 || inner.height < 2 {
        return;
    }
    let span = chart::span(game);
    let row = |value: i64| inner.bottom() - 1 - cell(value, subject.range, inner.height);
    let column = |turn: i64| inner.x + cell(turn, span, inner.width);
    let (low, high) = subject.range;
    for value in [low, i64::midpoint(low, high), high] {
        let line = Line::styled(format!("{:>3}", value / subject.point), look.style(Role::Muted));
        put(frame, (area.x, row(value)), &line, SCALE);
        let guide = look.glyphs.dot.repeat(usize::from(inner.width));
        put(frame, (inner.x, row(value)), &Line::styled(guide, look.style(Role::Rule)), inner.width);
    }
    if let [own] = plays {
        stroke(&own.trace, subject, span, inner, look, frame);
    } else {
        // The player's own last, so that it is never hidden.
        for play in plays.iter().rev() {
            let role = if play.sign == look.glyphs.own { Role::Marked } else { Role::Muted };
            signs(play, (inner.x, inner.right()), column, row, role, look, frame);
        }
    }
    ends(plays, subject, span, inner, (column, row), look, frame);
    // Those of one quarter stand beside each other, as far as there is room before the next.
    let mut free = inner.right();
    for together in marks.chunk_by(|a, b| a.turn == b.turn).rev() {
        let Some(at) = together.first().map(|mark| column(mark.turn)) else { continue };
        let letters: String = together.iter().map(|mark| mark.letter).collect();
        let letters = Line::styled(letters, look.style(Role::Key));
        put(frame, (at, inner.bottom()), &letters, free.saturating_sub(at));
        free = at;
    }
    let (first, last) = (date(span.0, &model.lang), date(span.1 - i64::from(!game.governs()), &model.lang));
    let bottom = inner.bottom() + 1;
    put(frame, (area.x, bottom), &Line::styled(first.clone(), look.style(Role::Muted)), area.width);
    let wide = u16::try_from(wrap::columns(&last)).unwrap_or(0);
    let x = area.right().saturating_sub(wide + 1);
    if x > area.x + u16::try_from(wrap::columns(&first)).unwrap_or(0) {
        put(frame, (x, bottom), &Line::styled(last, look.style(Role::Muted)), wide);
    }
}

/// The value at the end of each play: beside its end where there is room, those that end at the right in the order of
/// their values.
fn ends(
    plays: &[Play],
    subject: &Subject,
    span: (i64, i64),
    inner: Rect,
    (column, row): (impl Fn(i64) -> u16, impl Fn(i64) -> u16),
    look: &Look,
    frame: &mut Frame<'_>,
) {
    let mut right = Vec::new();
    for play in plays {
        let Some((turn, value)) = play.trace.last() else { continue };
        let Some(units) = chart::place(*value) else { continue };
        let words = chart::words(*value, subject.point);
        if plays.len() > 1 && *turn >= span.1 {
            right.push((row(units), format!("{} {words}", play.sign)));
        } else {
            let words = format!(" {words} ");
            put(
                frame,
                (column(*turn) + 1, row(units)),
                &Line::styled(words, look.style(Role::Key)),
                ENDS + 1,
            );
        }
    }
    right.sort();
    let count = u16::try_from(right.len()).unwrap_or(0);
    let mut free = inner.y;
    for (n, (wanted, words)) in (0..count).zip(right) {
        // Each as near to its line as those above let it, and with room for those that follow.
        let y = wanted.max(free).min(inner.bottom().saturating_sub(count - n)).max(inner.y);
        free = y + 1;
        put(frame, (inner.right() + 1, y), &Line::styled(words, look.style(Role::Key)), ENDS);
    }
}

/// One play as a line.
fn stroke(
    trace: &Trace,
    subject: &Subject,
    span: (i64, i64),
    inner: Rect,
    look: &Look,
    frame: &mut Frame<'_>,
) {
    let style = look.style(Role::Text);
    let color = style.fg.unwrap_or_default();
    let marker = if look.glyphs.ascii { Marker::Custom('*') } else { Marker::Braille };
    let points: Vec<(f64, f64)> =
        trace.iter().filter_map(|(turn, value)| Some((real(*turn), real(chart::place(*value)?)))).collect();
    let canvas = Canvas::default()
        .marker(marker)
        .background_color(look.ground.unwrap_or_default())
        .x_bounds([real(span.0), real(span.1)])
        .y_bounds([real(subject.range.0), real(subject.range.1)])
        .paint(|context| {
            if let [(x, y)] = points.as_slice() {
                context.draw(&Stroke { x1: *x, y1: *y, x2: *x, y2: *y, color });
            }
            for ends in points.windows(2) {
                if let [(x1, y1), (x2, y2)] = ends {
                    context.draw(&Stroke { x1: *x1, y1: *y1, x2: *x2, y2: *y2, color });
                }
            }
        });
    frame.render_widget(canvas, inner);
}

/// One play among others: its sign in every column, between two quarters on the way from one to the other.
fn signs(
    play: &Play,
    (first, after): (u16, u16),
    column: impl Fn(i64) -> u16,
    row: impl Fn(i64) -> u16,
    role: Role,
    look: &Look,
    frame: &mut Frame<'_>,
) {
    let points: Vec<(u16, i64)> =
        play.trace.iter().filter_map(|(turn, value)| Some((column(*turn), chart::place(*value)?))).collect();
    let sign = Line::styled(play.sign.clone(), look.style(role));
    for x in first..after {
        let before = points.iter().rev().find(|(at, _)| *at <= x);
        let next = points.iter().find(|(at, _)| *at >= x);
        let (Some((x1, v1)), Some((x2, v2))) = (before, next) else { continue };
        let (along, whole) = (i64::from(x - x1), i64::from((x2 - x1).max(1)));
        put(frame, (x, row(v1 + (v2 - v1) * along / whole)), &sign, 1);
    }
}
