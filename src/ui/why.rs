//! An answer: rows of amounts and reasons, some of which lead on.
//!
//! The invariant: it shows every row of the answer, in its order, and marks only rows that lead somewhere.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Drawn, Look, MEASURE, Role, body::Body, foot, head, middle, noticed, right_of, rule, society};
use crate::{
    app::{
        Action, Game, Model,
        seen::{Seen, seen},
        why::{self, Row, Subject, Tone},
        wrap,
    },
    engine::{Asked, Point},
};

/// Columns of an amount.
const AMOUNT: usize = 7;

/// Draws the answer about a subject.
pub(super) fn draw(
    model: &Model,
    game: &Game,
    (subject, point): (Subject, Point),
    (marked, scroll): (usize, usize),
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let area = frame.area();
    let page = why::page(game, subject, point, &model.lang);
    head(frame, &page.title, &right_of(model, look), look);
    rule(frame, 1, look);
    let (width, x) = middle(frame, MEASURE + AMOUNT);
    let mut body = noticed(model, width, look);
    if let Subject::Sum(Asked::Var(var)) = subject {
        body.lines.extend(history(game, var, point, width, model, look));
        body.gap();
    }
    let mut leads = 0;
    for row in &page.rows {
        if row.tone == Tone::Heading || row.tone == Tone::Total {
            body.gap();
        }
        let first = body.lines.len();
        let here = row.follow.is_some() && leads == marked;
        one_row(&mut body, row, here, width, look);
        if row.follow.is_some() {
            let last = body.lines.len().saturating_sub(1);
            body.choices.push((first, last));
            leads += 1;
            body.hits.push((first, last, Action::Choose(leads)));
        }
    }
    let place = Rect {
        x,
        y: 2,
        width: u16::try_from(width).unwrap_or(area.width),
        height: area.height.saturating_sub(4),
    };
    let mut hits = foot(model, look, frame, 0);
    let (extent, clicks) = body.draw(frame, place, scroll, model, look);
    hits.extend(clicks);
    Drawn { hits, extent }
}

fn one_row(body: &mut Body, row: &Row, here: bool, width: usize, look: &Look) {
    let role = match row.tone {
        Tone::Plain | Tone::Total => Role::Text,
        Tone::Heading => Role::Title,
        Tone::Up => Role::Up,
        Tone::Down => Role::Down,
        Tone::Holds => Role::Gives,
        Tone::Fails => Role::Costs,
    };
    let sign = match row.tone {
        Tone::Holds => look.glyphs.yes,
        Tone::Fails => look.glyphs.no,
        Tone::Plain | Tone::Heading | Tone::Up | Tone::Down | Tone::Total => "",
    };
    let marker = if here { look.glyphs.marker } else { " " };
    let amount = if row.amount.is_empty() { sign } else { &row.amount };
    let pad = " ".repeat(AMOUNT.saturating_sub(wrap::columns(amount)));
    let lead = format!("{marker}{}{pad}", "  ".repeat(row.depth));
    let indent = wrap::columns(&lead) + wrap::columns(amount) + 2;
    let text = if here {
        Role::Marked
    } else if row.tone == Tone::Heading {
        Role::Title
    } else {
        Role::Text
    };
    let before = body.lines.len();
    body.runs(&[(row.text.clone(), text)], width.saturating_sub(indent), 0, look);
    for (n, line) in body.lines.iter_mut().skip(before).enumerate() {
        if n == 0 {
            let spans = [
                Span::styled(lead.clone(), look.style(Role::Marked)),
                Span::styled(amount.to_owned(), look.style(role)),
                Span::raw("  "),
            ];
            line.spans.splice(0..0, spans);
        } else {
            line.spans.insert(0, Span::raw(" ".repeat(indent)));
        }
    }
}

/// A number's history as a line, its first and last values at the ends; nothing for what the office does not see.
fn history(
    game: &Game,
    var: crate::story::ids::VarId,
    point: Point,
    width: usize,
    model: &Model,
    look: &Look,
) -> Option<Line<'static>> {
    let story = &*game.story;
    let now = game.timeline.at(point).0.turn();
    let lever = story.var(var).kind == crate::story::model::VarKind::Lever;
    let shown = |value: i64| model.lang.exact(value, if lever { 1 } else { story.point });
    let mut values = Vec::new();
    for turn in game.timeline.start.turn()..=now {
        let state = game.timeline.at(Point::Turn(turn)).0;
        let Seen::Exact(value) = seen(game, state, var) else { return None };
        values.push(value);
    }
    let (first, last) = (shown(*values.first()?), shown(*values.last()?));
    if values.len() < 2 {
        return None;
    }
    let room = width.saturating_sub(wrap::columns(&first) + wrap::columns(&last) + 4);
    let record = story.var(var);
    let line = society::spark(&values, (record.min, record.max), room, look);
    Some(Line::from(vec![
        Span::styled(format!(" {first} "), look.style(Role::Muted)),
        Span::styled(line, look.style(Role::Text)),
        Span::styled(format!(" {last}"), look.style(Role::Muted)),
    ]))
}
