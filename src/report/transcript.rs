//! A play written out from first to last: as text, or as Markdown with a page of why; JSON has a file of its own.
//!
//! The invariant: it shows the same pages as the faces, in the same order.

use std::fmt::Write as _;

use super::json;
use crate::{
    app::{
        Game, Lang, numbers,
        page::{self, Block, Page},
        why::{self, Subject},
    },
    engine::{Paragraph, Passage, Point},
};

/// How a transcript is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lines of text.
    Text,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}

/// The transcript of a play, up to a turn if one is given.
#[must_use]
pub fn write(game: &Game, lang: &Lang, format: Format, until: Option<i64>) -> String {
    let moments = game.timeline.moments().iter();
    let shown = moments.take_while(|m| until.is_none_or(|turn| m.state.turn() <= turn)).count();
    let pages: Vec<Page> = (0..shown).map(|n| page::of(game, n, lang)).collect();
    match format {
        Format::Text => prose(&pages, game, lang, Marks::Plain),
        Format::Markdown => prose(&pages, game, lang, Marks::Markdown) + &reasons(game, shown, lang),
        Format::Json => json::write(&pages, game, lang),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Plain,
    Markdown,
}

fn prose(pages: &[Page], game: &Game, lang: &Lang, marks: Marks) -> String {
    let mut out = String::new();
    let (h1, h2, quote) = match marks {
        Marks::Plain => ("", "", ""),
        Marks::Markdown => ("# ", "## ", "> "),
    };
    let title = pages.first().map(|p| p.title.clone()).unwrap_or_default();
    let _ = writeln!(out, "{h1}{title}\n");
    if let Some(changed) = numbers::changed(game, lang) {
        let _ = writeln!(out, "{quote}{changed}\n");
    }
    for page in pages {
        let place = if page.place.is_empty() { String::new() } else { format!("{}, ", page.place) };
        let _ = writeln!(out, "{h2}{place}{}\n", page.date);
        for block in &page.blocks {
            match block {
                Block::Prose(passage) | Block::News(passage) => {
                    for paragraph in &passage.paragraphs {
                        let _ = writeln!(out, "{}\n", paragraph_text(paragraph, game, marks));
                    }
                }
                Block::List { heading, lines, .. } => {
                    let _ = writeln!(out, "{quote}{heading}");
                    for line in lines {
                        let _ = writeln!(out, "{quote}{line}");
                    }
                    out.push('\n');
                }
                Block::Notes(line)
                | Block::Chosen(line)
                | Block::Line(line)
                | Block::Pending(line)
                | Block::Ending(line)
                | Block::Fact(line) => {
                    let _ = writeln!(out, "{quote}{line}\n");
                }
            }
        }
        let meters: Vec<String> = page.meters.iter().map(|m| page::meter_words(m, lang)).collect();
        let _ = writeln!(out, "{quote}{}.\n", meters.join("; "));
    }
    out
}

/// Why every number that can be asked about is what it is at the last moment that is shown.
fn reasons(game: &Game, shown: usize, lang: &Lang) -> String {
    let mut out = String::new();
    let point = Point::Moment(shown.saturating_sub(1));
    let index = why::page(game, Subject::Index, point, lang);
    let _ = writeln!(out, "## {}\n", escape(&index.title));
    for row in index.rows {
        let Some((subject @ Subject::Sum(_), point)) = row.follow else { continue };
        let _ = writeln!(out, "### {} {}\n", escape(&row.text), row.amount);
        for reason in why::page(game, subject, point, lang).rows {
            let lead =
                if reason.amount.is_empty() { String::new() } else { format!("**{}** ", reason.amount) };
            let _ = writeln!(out, "- {lead}{}", escape(&reason.text));
        }
        out.push('\n');
    }
    out
}

/// A paragraph on one line, its speaker before it.
fn paragraph_text(paragraph: &Paragraph, game: &Game, marks: Marks) -> String {
    let mut text = String::new();
    if let Some(speaker) = paragraph.speaker {
        let name = game.story.label(game.story.person(speaker).name, game.language);
        let _ = write!(text, "{name}: ");
    }
    for stretch in &paragraph.stretches {
        match (stretch.emphasis, marks) {
            (true, Marks::Markdown) => {
                let _ = write!(text, "*{}*", escape(&stretch.text));
            }
            (false, Marks::Markdown) => text.push_str(&escape(&stretch.text)),
            (_, Marks::Plain) => text.push_str(&stretch.text),
        }
    }
    text
}

/// Markdown's own signs, made harmless.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '<' | '[' | ']' | '\\' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

pub(super) fn lines_of(block: &Block, game: &Game) -> Vec<String> {
    let lines = |p: &Passage| p.paragraphs.iter().map(|p| paragraph_text(p, game, Marks::Plain)).collect();
    match block {
        Block::Prose(passage) | Block::News(passage) => lines(passage),
        Block::List { lines, .. } => lines.clone(),
        Block::Notes(line)
        | Block::Chosen(line)
        | Block::Line(line)
        | Block::Pending(line)
        | Block::Ending(line)
        | Block::Fact(line) => vec![line.clone()],
    }
}
