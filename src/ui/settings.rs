//! The settings: a row each, what it is set to, and what it does.
//!
//! The invariant: what is chosen is seen at once, for the screen is painted by it.

use ratatui::Frame;

use super::{Drawn, Look, MEASURE, Role, head, middle, noticed, right_of, rule};
use crate::app::{Action, Model, Setting, wrap};

/// Draws the settings.
pub(super) fn draw(model: &Model, marked: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let lang = &model.lang;
    head(frame, &lang.say("key-settings"), &right_of(model, look), look);
    rule(frame, 1, look);
    let (width, _) = middle(frame, MEASURE);
    let mut body = noticed(model, width, look);
    let names: Vec<String> = Setting::ALL.iter().map(|s| lang.say(&format!("setting-{}", s.id()))).collect();
    let column = names.iter().map(|n| wrap::columns(n)).max().unwrap_or(0) + 4;
    for (n, (setting, name)) in Setting::ALL.iter().zip(&names).enumerate() {
        let first = body.lines.len();
        let here = n == marked;
        let (before, after) = if here { look.glyphs.left_right } else { ("", "") };
        // As a pair of keys in the footer they are `Left/Right`.
        let after = after.trim_start_matches('/');
        let word = lang.say(&format!("setting-{}-{}", setting.id(), setting.word(&model.settings)));
        let sign = if here { look.glyphs.marker } else { " " };
        let pad = " ".repeat(column.saturating_sub(wrap::columns(name)));
        let role = if here { Role::Marked } else { Role::Text };
        let mut runs = vec![(format!("{sign} {name}{pad}"), role)];
        if here {
            runs.push((format!("{before} "), Role::Key));
        }
        runs.push((word, role));
        if here {
            runs.push((format!(" {after}"), Role::Key));
        }
        body.runs(&runs, width, column + 2, look);
        if here {
            let about = lang.say(&format!("setting-{}-about", setting.id()));
            body.runs(&[(format!("  {about}"), Role::Muted)], width, 2, look);
        }
        body.choices.push((first, body.lines.len().saturating_sub(1)));
        body.hits.push((
            first,
            body.lines.len().saturating_sub(1),
            if here { Action::After } else { Action::Choose(n + 1) },
        ));
    }
    body.list(frame, 2, marked, model, look)
}
