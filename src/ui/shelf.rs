//! The library: the storylines as a shelf, each with its chair, and what can be begun or gone on with. The one that is
//! marked lies open.
//!
//! The invariant: the marked row is always in sight.

use ratatui::Frame;

use super::{Drawn, Look, MEASURE, Role, body::Body, head, middle, noticed, rule};
use crate::{
    app::{Action, Model, lang::number, library, model::Stock, wrap},
    story::Head,
};

/// Draws the library.
pub(super) fn draw(model: &Model, marked: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let lang = &model.lang;
    let key = model
        .keys
        .key_for(model.screen(), Action::Language)
        .map(|k| k.shown(look.glyphs.ascii))
        .unwrap_or_default();
    head(
        frame,
        &lang.say("app-name"),
        &lang.say_with("library-other-language", &[("key", key.into())]),
        look,
    );
    rule(frame, 1, look);
    let (measure, _) = middle(frame, MEASURE);
    let body = body(model, marked, measure, look);
    body.list(frame, 2, marked, model, look)
}

fn body(model: &Model, marked: usize, width: usize, look: &Look) -> Body {
    let lang = &model.lang;
    let mut body = noticed(model, width, look);
    body.text(&lang.say("app-line"), Role::Muted, width, look);
    let (rows, open) = (model.rows(), model.open_on_shelf());
    for (n, shelved) in model.shelf.iter().enumerate() {
        body.gap();
        match &shelved.stock {
            Stock::Broken(errors) => {
                let args = [("name", shelved.name.clone().into()), ("n", number(*errors))];
                body.text(&lang.say_with("library-broken", &args), Role::Locked, width, look);
            }
            Stock::Unread | Stock::Story(_) => {
                let open = open == Some(n);
                if shelved.world {
                    body.text(&lang.say("sandbox-title"), Role::Title, width, look);
                    if open {
                        body.text(&lang.say("sandbox-about"), Role::Text, width, look);
                        body.gap();
                    }
                } else {
                    about(&mut body, model, (&shelved.head, open), width, look);
                    if let Some((found, words)) = library::endings(shelved, lang).filter(|_| open) {
                        let signs = found.iter().map(|f| look.glyphs.places[2][if *f { 1 } else { 3 }]);
                        let signs = (format!("{}  ", signs.collect::<String>()), Role::Key);
                        body.runs(&[signs, (words, Role::Muted)], width, 0, look);
                        body.gap();
                    }
                }
                for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.story == n) {
                    let first = body.lines.len();
                    let (marker, role) =
                        if at == marked { (look.glyphs.marker, Role::Marked) } else { (" ", Role::Text) };
                    let lead = format!("{marker} {}  ", at + 1);
                    let indent = wrap::columns(&lead);
                    let words = library::row_words(model, *row);
                    body.runs(&[(lead, role), (words, role)], width, indent, look);
                    let last = body.lines.len() - 1;
                    body.choices.push((first, last));
                    body.hits.push((first, last, Action::Choose(at + 1)));
                }
            }
        }
    }
    let fresh = library::fresh_words(model);
    if !fresh.is_empty() && model.notice.as_ref() != Some(&fresh) {
        body.gap();
        body.text(&fresh, Role::Muted, width, look);
    }
    if rows.is_empty() {
        body.gap();
        body.text(&lang.say("library-empty"), Role::Text, width, look);
    }
    body
}

fn about(body: &mut Body, model: &Model, (head, open): (&Head, bool), width: usize, look: &Look) {
    let lang = &model.lang;
    let words = head.words(lang.tag());
    let chair = format!("  {}", words.chair);
    body.runs(&[(words.title.clone(), Role::Title), (chair, Role::Text)], width, 0, look);
    if !open {
        return;
    }
    if !words.about.is_empty() {
        body.text(&words.about, Role::Text, width, look);
    }
    if let Some((from, to)) = head.minutes {
        body.text(
            &lang.say_with("minutes", &[("from", from.into()), ("to", to.into())]),
            Role::Muted,
            width,
            look,
        );
    }
    if !words.notes.is_empty() {
        let notes = lang.say_with("content-notes", &[("notes", words.notes.join(" ").into())]);
        body.text(&notes, Role::Muted, width, look);
    }
    body.gap();
}
