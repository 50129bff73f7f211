//! Whether a scene fits the smallest usual screen, 80 columns by 24 rows.
//!
//! Prose scrolls; what is to be weighed against each other should not. A scene fits if all its choices stand on one
//! screen, and its prose with them on two, the longest of every variation read. Nothing is drawn: rows are counted as
//! the full screen sets them. The invariant: a scene that is told of is too tall on the longest way through its text.

use std::fmt::Write as _;

use super::{
    lang::Lang,
    wrap::{columns, wrap_plain},
};
use crate::story::{
    Story,
    diagnostic::{Code, Diagnostic},
    ids::{SceneId, TextId},
    index::{Index, space},
    prose::Piece,
};

/// The columns that prose has on 80.
const MEASURE: usize = 72;
/// The rows of 24 that are left below the head and the meters and above the foot.
const ROWS: usize = 18;
/// What stands before a choice's label: the marker, its number, a lock.
const LEAD: usize = 5;

/// The scenes that do not fit, in any of the story's languages.
#[must_use]
pub(super) fn tall(story: &Story, index: &Index) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let words: Vec<Lang> = story.languages.iter().map(|tag| Lang::new(tag)).collect();
    for (n, scene) in story.scenes.iter().enumerate() {
        let rows = |(language, lang): (usize, &Lang)| {
            let choices = choice_rows(story, SceneId::new(n), language, lang);
            (choices, prose_rows(story, scene.text, language) + 1 + choices, language)
        };
        let mut all = words.iter().enumerate().map(rows);
        let too_tall = all.find(|(choices, all, _)| *choices > ROWS || *all > 2 * ROWS);
        let Some((choices, all, language)) = too_tall else { continue };
        let tag = &story.languages[language];
        let message = if choices > ROWS {
            format!(
                "the choices of `{}` take {choices} rows in `{tag}`; {ROWS} stand on a screen of 80x24",
                scene.id
            )
        } else {
            format!(
                "`{}` takes {all} rows in `{tag}` with its choices; two screens of 80x24 have {}",
                scene.id,
                2 * ROWS
            )
        };
        found.push(Diagnostic {
            code: Code::TooTall,
            place: index.definition(space::PLACE, &scene.id).map(|m| m.place.clone()),
            message,
            help: "shorten it, or make two scenes of it".to_owned(),
            also: None,
        });
    }
    found
}

fn choice_rows(story: &Story, scene: SceneId, language: usize, lang: &Lang) -> usize {
    let rows = |text: &str, width: usize| wrap_plain(text, width).len().max(1);
    let each = story.choices_of(scene).map(|(_, choice)| {
        let label = longest(story, story.texts.read(choice.text, language));
        let mut below = String::new();
        for (word, text) in [("gives", choice.gives), ("costs", choice.costs)] {
            let Some(text) = text else { continue };
            let gap = if below.is_empty() { "" } else { "   " };
            let text = longest(story, story.texts.read(text, language));
            let _ = write!(below, "{gap}{} {}", lang.say(word), text.trim());
        }
        let below = if below.is_empty() { 0 } else { rows(below.trim(), MEASURE - LEAD) };
        1 + rows(label.trim(), MEASURE - LEAD) + below
    });
    // A blank row before each but the first.
    each.sum::<usize>().saturating_sub(1)
}

fn prose_rows(story: &Story, text: TextId, language: usize) -> usize {
    let whole = longest(story, story.texts.read(text, language));
    let paragraphs: Vec<&str> = whole.split('\n').map(str::trim).filter(|p| !p.is_empty()).collect();
    let rows: usize = paragraphs.iter().map(|p| wrap_plain(p, MEASURE).len()).sum();
    rows + paragraphs.len().saturating_sub(1)
}

/// The longest that some pieces read; a number is three columns, a paragraph begins on a line of its own.
fn longest(story: &Story, pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut at = 0;
    let part = |from: usize, to: usize| pieces.get(from..to.min(pieces.len())).unwrap_or_default();
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match *piece {
            Piece::Letters { start, end, .. } => {
                let letters = story.texts.letters(start, end);
                // What was left out may leave a space on either side.
                let spaced = out.ends_with([' ', '\n']) || out.is_empty();
                out.push_str(if spaced { letters.trim_start() } else { letters });
            }
            Piece::Paragraph(_) => out.push('\n'),
            Piece::Value { .. } => out.push_str("000"),
            Piece::Unless { over, .. } => {
                let end = at + over as usize;
                let yes = part(at, end);
                let (yes, no, next) = match yes.split_last() {
                    Some((Piece::Jump { over }, before)) => {
                        let over = *over as usize;
                        (before, part(end, end + over), end + over)
                    }
                    _ => (yes, part(0, 0), end),
                };
                let (yes, no) = (longest(story, yes), longest(story, no));
                out.push_str(if columns(&yes) >= columns(&no) { &yes } else { &no });
                at = next;
            }
            Piece::Vary { count, .. } => {
                let end = at + 2 * count as usize;
                let options = part(at, end).iter().filter_map(|p| match *p {
                    Piece::Letters { start, end, .. } => Some(story.texts.letters(start, end)),
                    _ => None,
                });
                out.push_str(options.max_by_key(|o| columns(o)).unwrap_or_default());
                at = end;
            }
            Piece::Emphasis(_) | Piece::Say(_) | Piece::Said | Piece::Jump { .. } => {}
        }
    }
    out
}
