//! A play written out from first to last: as text, as Markdown, or as JSON with every contribution.
//!
//! The invariant: it shows the same pages as the faces, in the same order.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    app::{
        Game, Lang,
        page::{self, Block, Page},
    },
    engine::{Paragraph, Passage, Place},
    story::model::Cause,
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
        Format::Markdown => prose(&pages, game, lang, Marks::Markdown),
        Format::Json => json(&pages, game, lang),
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
                Block::List { heading, lines } => {
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

#[derive(Serialize)]
struct Replay<'a> {
    story: &'a str,
    pack: &'a str,
    engine: &'a str,
    seed: u64,
    schedule: &'a str,
    preset: &'a str,
    language: &'a str,
    moments: Vec<MomentRow<'a>>,
    ending: Option<&'a str>,
}

#[derive(Serialize)]
struct MomentRow<'a> {
    turn: i64,
    scene: Option<&'a str>,
    chosen: Option<&'a str>,
    digest: String,
    text: Vec<String>,
    values: std::collections::BTreeMap<&'a str, i64>,
    contributions: Vec<Contribution<'a>>,
}

#[derive(Serialize)]
struct Contribution<'a> {
    turn: i64,
    to: &'a str,
    amount: i64,
    kind: &'static str,
    by: Option<&'a str>,
}

fn json(pages: &[Page], game: &Game, lang: &Lang) -> String {
    let story = &*game.story;
    let moments = game.timeline.moments().iter().zip(pages).enumerate();
    let rows = moments.map(|(n, (moment, page))| MomentRow {
        turn: moment.state.turn(),
        scene: match moment.state.place {
            Place::Scene(s) => Some(story.scene(s).id.as_str()),
            Place::Ended(e) => Some(story.ending(e).id.as_str()),
            Place::Nowhere => None,
        },
        chosen: moment.by.map(|c| story.choice(c).id.as_str()),
        digest: moment.state.digest(story),
        text: page.blocks.iter().flat_map(|b| lines_of(b, game)).collect(),
        values: story.vars().map(|(id, v)| (v.id.as_str(), moment.state.value(id))).collect(),
        contributions: game
            .timeline
            .entries(n)
            .iter()
            .map(|e| {
                let (kind, by) = cause(game, e.cause);
                Contribution { turn: e.turn, to: &story.var(e.var).id, amount: e.amount, kind, by }
            })
            .collect(),
    });
    let ending = match game.timeline.now().state.place {
        Place::Ended(e) => Some(story.ending(e).id.as_str()),
        Place::Scene(_) | Place::Nowhere => None,
    };
    let replay = Replay {
        story: &story.about.id,
        pack: &game.run.pack,
        engine: &game.run.engine,
        seed: game.run.seed,
        schedule: &game.run.schedule,
        preset: &game.run.preset,
        language: lang.tag(),
        moments: rows.collect(),
        ending,
    };
    let mut out = serde_json::to_string_pretty(&replay).unwrap_or_default();
    out.push('\n');
    out
}

fn lines_of(block: &Block, game: &Game) -> Vec<String> {
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

fn cause(game: &Game, cause: Cause) -> (&'static str, Option<&str>) {
    let story = &*game.story;
    match cause {
        Cause::Choice(c) => ("choice", Some(&story.choice(c).id)),
        Cause::Scene(s) => ("scene", Some(&story.scene(s).id)),
        Cause::Event(e) => ("event", Some(&story.event(e).id)),
        Cause::Later(l) => ("later", Some(&story.later(l).id)),
        Cause::Plan(_) => ("plan", None),
        Cause::Rule(r) => ("rule", Some(&story.rule(r).id)),
        Cause::Hand => ("hand", None),
        Cause::Clamp => ("clamp", None),
        Cause::Definition => ("definition", None),
    }
}
