//! A number over the quarters: drawn with the decisions marked, alone or beside the plays of the stances; or as a table.
//!
//! The invariant: a chart says nothing by colour: each play has a sign of its own, each decision a letter, and all of
//! it stands in the table.

use ratatui::{
    Frame,
    layout::Rect,
    symbols::Marker,
    text::{Line, Span},
    widgets::canvas::{Canvas, Line as Stroke},
};

use super::{Drawn, Look, Role, Size, body::Body, foot, head, put, right_of, rule};
use crate::{
    app::{
        Action, Game, Model,
        chart::{self, Mark, Subject, Trace},
        made,
        page::{date, stance_key},
        wrap,
    },
    lab::Side,
};

/// Columns of the scale at the left of a chart.
const SCALE: u16 = 4;

/// Columns for the values at its right end.
const ENDS: u16 = 6;

/// A play on a chart.
struct Play {
    sign: String,
    name: String,
    trace: Trace,
}

/// Draws the charts.
pub(super) fn draw(
    model: &Model,
    game: &Game,
    (marked, scroll): (usize, usize),
    (table, beside): (bool, bool),
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let area = frame.area();
    let size = Size::of(area.width, area.height);
    let subjects = chart::subjects(game, &model.lang);
    let title = model.lang.say("key-charts");
    let Some(subject) = subjects.get(marked.min(subjects.len().saturating_sub(1))) else {
        head(frame, &title, &right_of(model, look), look);
        put(frame, (1, 2), &Line::styled(model.lang.say("chart-none"), look.style(Role::Muted)), area.width);
        return Drawn { hits: foot(model, look, frame, 0), ..Drawn::default() };
    };
    head(
        frame,
        &model.lang.say_with("chart-by-quarter", &[("name", subject.name.clone().into())]),
        &right_of(model, look),
        look,
    );
    rule(frame, 1, look);
    let mut hits = foot(model, look, frame, 0);
    let height = area.height.saturating_sub(4);
    let left =
        if size == Size::Narrow { 0 } else { list(game, &subjects, marked, height, &mut hits, look, frame) };
    let place = Rect { x: left + 1, y: 2, width: area.width.saturating_sub(left + 2), height };
    let plays = plays(model, game, subject, beside, look);
    if table {
        let body = rows(game, subject, &plays, beside, usize::from(place.width), model, look);
        let (extent, _) = body.draw(frame, place, scroll, model, look);
        return Drawn { hits, extent };
    }
    let marks = chart::marks(game);
    let legend = legend(&plays, &marks, (beside, height / 3), usize::from(place.width), model, look);
    let below = u16::try_from(legend.len()).unwrap_or(0);
    plot(
        game,
        subject,
        &plays,
        &marks,
        Rect { height: height.saturating_sub(below), ..place },
        model,
        look,
        frame,
    );
    for (n, line) in legend.iter().enumerate() {
        let row = place.bottom().saturating_sub(below) + u16::try_from(n).unwrap_or(0);
        put(frame, (place.x, row), line, place.width);
    }
    Drawn { hits, ..Drawn::default() }
}

/// The numbers to choose from; how many columns they took.
fn list(
    game: &Game,
    subjects: &[Subject],
    marked: usize,
    height: u16,
    hits: &mut Vec<(Rect, Action)>,
    look: &Look,
    frame: &mut Frame<'_>,
) -> u16 {
    let widest = subjects.iter().map(|s| wrap::columns(&s.name)).max().unwrap_or(0).min(20);
    let width = u16::try_from(widest + 9).unwrap_or(29);
    let skip = (marked + 1).saturating_sub(height.into());
    for (n, subject) in subjects.iter().enumerate().skip(skip).take(height.into()) {
        let y = 2 + u16::try_from(n - skip).unwrap_or(0);
        let (marker, role) = if n == marked { (look.glyphs.marker, Role::Marked) } else { (" ", Role::Text) };
        let name = wrap::cut(&subject.name, widest, look.glyphs.more);
        let pad = " ".repeat(widest.saturating_sub(wrap::columns(&name)));
        let now = chart::trace(game, subject.of).last().map(|(_, value)| chart::words(*value, subject.point));
        let line = Line::from(vec![
            Span::styled(format!("{marker} {name}{pad}"), look.style(role)),
            Span::styled(format!(" {:>5}", now.unwrap_or_default()), look.style(Role::Muted)),
        ]);
        put(frame, (1, y), &line, width);
        hits.push((Rect { x: 1, y, width, height: 1 }, Action::Choose(n + 1)));
    }
    width
}

/// The player's play and, where they are asked for and may be told, those of the stances.
fn plays(model: &Model, game: &Game, subject: &Subject, beside: bool, look: &Look) -> Vec<Play> {
    let own = Play {
        sign: look.glyphs.own.to_owned(),
        name: model.lang.say("mirror-yours"),
        trace: chart::trace(game, subject.of),
    };
    let mirrored = beside.then(|| made::mirrored(game));
    let sides: &[Side] = match mirrored.as_deref() {
        Some(Ok(sides)) => sides,
        Some(Err(_)) | None => &[],
    };
    let others = sides.iter().filter_map(|side| Some((side, side.stance?)));
    let others = others.zip('1'..='9').filter_map(|((side, stance), sign)| {
        let trace = chart::beside(game, side, subject.of)?;
        Some(Play { sign: sign.to_string(), name: model.lang.say(stance_key(stance)), trace })
    });
    std::iter::once(own).chain(others).collect()
}

/// The plays with their signs, as many beside each other as have room.
fn signed(plays: &[Play], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in plays.iter().map(|p| format!("{} {}", p.sign, p.name)) {
        match lines.last_mut() {
            Some(line) if wrap::columns(line) + 3 + wrap::columns(&piece) <= width => {
                line.push_str("   ");
                line.push_str(&piece);
            }
            _ => lines.push(piece),
        }
    }
    lines
}

/// What the signs mean: the plays, or the decisions, the last ones where not all have room.
fn legend(
    plays: &[Play],
    marks: &[Mark],
    (beside, most): (bool, u16),
    width: usize,
    model: &Model,
    look: &Look,
) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    if beside {
        let said = if plays.len() > 1 {
            signed(plays, width)
        } else {
            wrap::wrap_plain(&model.lang.say("chart-hidden"), width)
        };
        lines.extend(said.into_iter().map(|line| Line::styled(line, look.style(Role::Text))));
    }
    if most > 3 && !marks.is_empty() {
        let room = usize::from(most).saturating_sub(lines.len() + 1);
        lines.push(Line::styled(model.lang.say("chart-decisions"), look.style(Role::Muted)));
        for mark in &marks[marks.len().saturating_sub(room)..] {
            let text = format!("{}, {}", date(mark.turn, &model.lang), mark.label);
            let text = wrap::cut(&text, width.saturating_sub(3), look.glyphs.more);
            lines.push(Line::from(vec![
                Span::styled(format!("{}  ", mark.letter), look.style(Role::Key)),
                Span::styled(text, look.style(Role::Muted)),
            ]));
        }
    }
    lines
}

/// The table: every quarter with the number in each play, and what was decided.
fn rows(
    game: &Game,
    subject: &Subject,
    plays: &[Play],
    beside: bool,
    width: usize,
    model: &Model,
    look: &Look,
) -> Body {
    let mut body = Body::default();
    if beside && plays.len() == 1 {
        body.text(&model.lang.say("chart-hidden"), Role::Notice, width, look);
        body.gap();
    }
    let traces: Vec<Trace> = plays.iter().map(|p| p.trace.clone()).collect();
    let table = chart::table(game, &traces, subject.point, &model.lang);
    let dates = table.iter().map(|(date, ..)| wrap::columns(date)).max().unwrap_or(0);
    // Where several stand side by side, each column is headed by its sign; a band needs more room than a number.
    let column: usize = if plays.len() > 1 { 4 } else { 7 };
    let cell =
        |text: &str| format!("{}{text}", " ".repeat(column.saturating_sub(wrap::columns(text)).max(1)));
    if plays.len() > 1 {
        let signs = signed(plays, width).into_iter();
        body.lines.extend(signs.map(|line| Line::styled(line, look.style(Role::Text))));
        let heads: String = plays.iter().map(|p| cell(&p.sign)).collect();
        body.lines.push(Line::styled(format!("{}{heads}", " ".repeat(dates)), look.style(Role::Muted)));
    }
    for (date, cells, decided) in table {
        let pad = " ".repeat(dates.saturating_sub(wrap::columns(&date)));
        let cells: String = cells.iter().map(|c| cell(c)).collect();
        let lead = Line::from(vec![
            Span::styled(format!("{date}{pad}"), look.style(Role::Muted)),
            Span::styled(cells, look.style(Role::Text)),
        ]);
        let wide = lead.width() + 2;
        body.lines.push(lead);
        if decided.is_empty() {
            continue;
        }
        // Beside the number where there is room for words, else below it.
        let (hang, beside) = if width >= wide + 24 { (wide, true) } else { (4, false) };
        for (n, line) in wrap::wrap_plain(&decided, width.saturating_sub(hang)).into_iter().enumerate() {
            let text = Span::styled(line, look.style(Role::Muted));
            match body.lines.last_mut() {
                Some(last) if n == 0 && beside => last.spans.extend([Span::raw("  "), text]),
                _ => body.lines.push(Line::from(vec![Span::raw(" ".repeat(hang)), text])),
            }
        }
    }
    body
}

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
fn plot(
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
