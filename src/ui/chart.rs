//! A number over the quarters: drawn with the decisions marked, alone or beside the plays of the stances; or as a table.
//!
//! The invariant: a chart says nothing by colour: each play has a sign of its own, each decision a letter, and all of
//! it stands in the table.

mod plot;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
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
    plot::draw(
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
