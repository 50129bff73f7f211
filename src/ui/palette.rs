//! The palette: a line that is typed, and all that can be done which has it in its name.
//!
//! The invariant: the marked row is always in sight.

use ratatui::Frame;

use super::{Drawn, Look, MEASURE, Role, body::Body, head, middle, put, right_of, rule};
use crate::app::{Action, Model, palette, wrap};

/// Draws the palette.
pub(super) fn draw(model: &Model, query: &str, marked: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let (area, lang) = (frame.area(), &model.lang);
    head(frame, &lang.say("key-palette"), &right_of(model, look), look);
    rule(frame, 1, look);
    let (width, x) = middle(frame, MEASURE);
    let mut typed = Body::default();
    typed.runs(
        &[
            (format!("{} ", look.glyphs.marker), Role::Key),
            (query.to_owned(), Role::Text),
            ("_".to_owned(), Role::Key),
        ],
        width,
        2,
        look,
    );
    if let Some(line) = typed.lines.first() {
        put(frame, (x, 2), line, area.width);
    }
    let entries = palette::entries(model, look.glyphs.ascii);
    let column = entries.iter().map(|e| wrap::columns(&e.what)).max().unwrap_or(0).min(width / 2) + 4;
    let mut body = Body::default();
    for (n, entry) in entries.iter().enumerate() {
        let first = body.lines.len();
        let (sign, role) = if n == marked { (look.glyphs.marker, Role::Marked) } else { (" ", Role::Text) };
        let pad = " ".repeat(column.saturating_sub(wrap::columns(&entry.what)).max(2));
        let runs = [
            (format!("{sign} {}{pad}", entry.what), role),
            (entry.keys.first().cloned().unwrap_or_default(), Role::Key),
        ];
        body.runs(&runs, width, 4, look);
        let last = body.lines.len().saturating_sub(1);
        body.choices.push((first, last));
        body.hits.push((first, last, Action::Choose(n + 1)));
    }
    if entries.is_empty() {
        body.text(&lang.say("palette-none"), Role::Muted, width, look);
    }
    body.list(frame, 4, marked, model, look)
}
