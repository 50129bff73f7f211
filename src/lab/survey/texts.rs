//! What is wrong with words: labels too long for a line, words that judge, numbers that nobody is to see, holes that a
//! translation lost.
//!
//! The invariant: a text is told of where it stands, in the language it stands in.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr as _;

use crate::{
    lab::audit::Banned,
    story::{
        Story,
        diagnostic::{Code, Diagnostic, Place},
        expr::resolve::{Expr, Node},
        ids::{Slot, TextId},
        index::{Index, is_condition},
        model::{VarKind, slot_of},
        names::Tracker,
        prose::Piece,
    },
};

/// The longest label of a choice, in columns: what stands on one line of 80 with its number, its stance and its lock.
pub(super) const LONGEST_LABEL: usize = 56;

/// Everything that is wrong with the words of a pack.
pub(super) fn texts(story: &Story, index: &Index) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let places: BTreeMap<(usize, usize), &Place> =
        index.texts.iter().map(|t| ((t.text.at(), t.language), &t.place)).collect();
    labels(story, &places, &mut found);
    judging(story, &places, &mut found);
    hidden(story, index, &mut found);
    holes(story, index, &places, &mut found);
    found
}

type Places<'a> = BTreeMap<(usize, usize), &'a Place>;

fn problem(code: Code, place: Option<&Place>, message: String, help: &str) -> Diagnostic {
    Diagnostic { code, place: place.cloned(), message, help: help.to_owned(), also: None }
}

fn labels(story: &Story, places: &Places<'_>, found: &mut Vec<Diagnostic>) {
    for choice in &story.choices {
        for language in 0..story.languages.len() {
            let Some(place) = places.get(&(choice.text.at(), language)) else { continue };
            let long = width(story, choice.text, language);
            if long > LONGEST_LABEL {
                let message =
                    format!("this label takes {long} columns; {LONGEST_LABEL} stand on one line of 80");
                let help = "shorten it; who gains and who pays has its own lines, `gives` and `costs`";
                found.push(problem(Code::LongLabel, Some(place), message, help));
            }
        }
    }
}

/// The columns of a label, at its longest: a number counts as three, of variations and branches all letters but those
/// of the shorter ones.
fn width(story: &Story, text: TextId, language: usize) -> usize {
    let pieces = story.texts.read(text, language);
    let branches = pieces.iter().any(|p| matches!(p, Piece::Unless { .. } | Piece::Vary { .. }));
    let widths = pieces.iter().map(|piece| match *piece {
        Piece::Letters { start, end, .. } => story.texts.letters(start, end).trim_end_matches('\n').width(),
        Piece::Value { .. } => 3,
        Piece::Paragraph(_)
        | Piece::Emphasis(_)
        | Piece::Say(_)
        | Piece::Said
        | Piece::Unless { .. }
        | Piece::Jump { .. }
        | Piece::Vary { .. } => 0,
    });
    // Which branch is read is the play's; the longest alone is surely too long.
    if branches { widths.max().unwrap_or(0) } else { widths.sum() }
}

fn judging(story: &Story, places: &Places<'_>, found: &mut Vec<Diagnostic>) {
    let keys: BTreeMap<&str, TextId> = story.texts.keys().map(|(id, key)| (key, id)).collect();
    for banned in Banned::all(story) {
        let language = story.language(&banned.language);
        let place = keys.get(banned.key.as_str()).and_then(|id| places.get(&(id.at(), language)));
        let message = format!("the narration says `{}`, which judges", banned.word);
        let help = "let somebody of the cast say it, or show what they saw";
        found.push(problem(Code::Judging, place.copied(), message, help));
    }
}

fn hidden(story: &Story, index: &Index, found: &mut Vec<Diagnostic>) {
    let secret = |slot: Slot| {
        let var = slot.at().checked_sub(1).and_then(|n| story.vars.get(n));
        var.filter(|v| v.kind == VarKind::Stock && !v.shown && v.band.is_none())
    };
    let lets = super::let_trees(story, index);
    for written in index.in_texts.iter().filter(|w| !is_condition(&w.written)) {
        if let Some(var) = first_read(story, &lets, &written.written.tree).and_then(secret) {
            let message = format!("`{}` is a hidden stock; the text would show it", var.id);
            let help = "say it in words, as in `{if …}`, or give the stock `shown: true`";
            found.push(problem(Code::Hidden, Some(&written.written.place), message, help));
        }
    }
}

/// The slot whose number an expression shows, where it is one.
fn first_read(story: &Story, lets: &[Option<&Expr>], expr: &Expr) -> Option<Slot> {
    let inner = |e: &Expr| first_read(story, lets, e);
    match &expr.node {
        Node::Read(slot) => {
            // The highest that it was tells of it as well.
            let tracker = slot.at().checked_sub(1 + story.vars.len()).and_then(|n| story.trackers.get(n));
            match tracker {
                Some(Tracker::Peak(var)) => Some(slot_of(*var)),
                _ => Some(*slot),
            }
        }
        Node::Let(id) => lets.get(id.at()).copied().flatten().and_then(inner),
        Node::Binary(op, ab) if !op.compares() => inner(&ab.0).or_else(|| inner(&ab.1)),
        Node::Minus(a) | Node::Abs(a) | Node::Scaled(_, a) => inner(a),
        Node::Pick(_, entries) => entries.iter().find_map(inner),
        _ => None,
    }
}

fn holes(story: &Story, index: &Index, places: &Places<'_>, found: &mut Vec<Diagnostic>) {
    let mut shown: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for written in index.in_texts.iter().filter(|w| !is_condition(&w.written)) {
        let words: String = written.words.split_whitespace().collect();
        shown.entry((written.text.at(), written.language)).or_default().push(words);
    }
    for list in shown.values_mut() {
        list.sort();
        list.dedup();
    }
    let none = Vec::new();
    for (text, key) in story.texts.keys() {
        let languages: Vec<usize> =
            (0..story.languages.len()).filter(|l| places.contains_key(&(text.at(), *l))).collect();
        let Some((source, others)) = languages.split_first() else { continue };
        let of = |language: usize| shown.get(&(text.at(), language)).unwrap_or(&none);
        for other in others.iter().filter(|other| of(**other) != of(*source)) {
            let list = |values: &[String]| match values {
                [] => "no number".to_owned(),
                some => some.iter().map(|v| format!("{{{v}}}")).collect::<Vec<_>>().join(", "),
            };
            let message = format!(
                "`{key}` shows {} in `{}`, and here {}",
                list(of(*source)),
                story.languages[*source],
                list(of(*other))
            );
            let help = "show the same numbers in both";
            found.push(problem(Code::Holes, places.get(&(text.at(), *other)).copied(), message, help));
        }
    }
}
