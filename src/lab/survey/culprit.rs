//! Why a condition comes out one way alone: the least part of it that does, and what is known of what that reads.
//!
//! The invariant: what is told of a number is its range where the condition stands.

use super::Survey;
use crate::{
    lab::ranges::{Ranges, Span},
    story::{
        Story,
        diagnostic::Place,
        expr::resolve::{Expr, Node},
        ids::Slot,
        model::VarKind,
        names::Tracker,
    },
};

/// The place of a part of an expression.
pub(super) fn part(place: &Place, expr: &Expr) -> Place {
    let at = |n: usize| (place.span.start + n).min(place.span.end);
    Place { file: place.file, span: at(expr.span.start)..at(expr.span.end) }
}

/// A slot in words, as an author would write what reads it.
pub(super) fn slot_words(story: &Story, slot: Slot) -> String {
    let Some(n) = slot.at().checked_sub(1) else { return "`turn`".to_owned() };
    if let Some(var) = story.vars.get(n) {
        return format!("`{}`", var.id);
    }
    match story.trackers.get(n - story.vars.len()) {
        Some(Tracker::Peak(var) | Tracker::PeakTurn(var)) => format!("`peak({})`", story.var(*var).id),
        Some(Tracker::Visits(scene) | Tracker::SceneTurn(scene)) => {
            format!("`visits({})`", story.scene(*scene).id)
        }
        Some(Tracker::ChoiceTurn(choice)) => format!("the turn of `chosen({})`", story.choice(*choice).id),
        Some(Tracker::ShockTurn(shock)) => format!("the turn of `happened({})`", story.shock(*shock).id),
        Some(Tracker::RuleTurn(rule)) => format!("the turn of `fired({})`", story.rule(*rule).id),
        Some(
            Tracker::Planned(_)
            | Tracker::LaterDue(_)
            | Tracker::LaterTries(_)
            | Tracker::Deck
            | Tracker::DeckLeft
            | Tracker::Drawn(_),
        )
        | None => "what the engine remembers".to_owned(),
    }
}

impl<'a> Survey<'a> {
    /// The least part of a condition that by itself cannot come out so, and what is known of what it reads.
    pub(super) fn culprit<'e>(&self, at: Option<&Ranges>, tree: &'e Expr, want: bool) -> (&'e Expr, String)
    where
        'a: 'e,
    {
        let Some(ranges) = at else { return (tree, String::new()) };
        let mut here = tree;
        let mut wanted = want;
        loop {
            here = match (&here.node, wanted) {
                (Node::Not(a), _) => {
                    wanted = !wanted;
                    a
                }
                (Node::And(ab), true) | (Node::Or(ab), false) => {
                    let mut left = ranges.clone();
                    if !self.reading.narrow(&mut left, &ab.0, wanted) {
                        &ab.0
                    } else if !self.reading.narrow(&mut ranges.clone(), &ab.1, wanted) {
                        &ab.1
                    } else {
                        return (here, ": its parts exclude each other".to_owned());
                    }
                }
                _ => break,
            };
        }
        if self.reading.narrow(&mut ranges.clone(), here, wanted) {
            return (here, String::new());
        }
        let mut slots = Vec::new();
        reads(here, &mut slots);
        slots.dedup();
        let known: Vec<String> =
            slots.iter().take(3).map(|slot| self.known(*slot, ranges.of(*slot))).collect();
        (here, if known.is_empty() { String::new() } else { format!(": {}", known.join(", ")) })
    }

    /// What is known of a slot, in words.
    fn known(&self, slot: Slot, span: Span) -> String {
        let name = slot_words(self.reading.story, slot);
        let bounds = self.bounds.of(slot);
        let flag = slot.at().checked_sub(1).and_then(|n| self.reading.story.vars.get(n));
        // A turn that is remembered tells whether something happened at all.
        if let Some(what) = name.strip_prefix("the turn of ") {
            return match span {
                (_, high) if high < 0 => format!("{what} never holds before this"),
                (low, _) if low >= 0 => format!("{what} always holds by then"),
                _ => format!("{what} may hold or not"),
            };
        }
        match (span, flag.map(|v| v.kind)) {
            ((0, 0), Some(VarKind::Flag)) => format!("{name} is false"),
            ((1, 1), Some(VarKind::Flag)) => format!("{name} is true"),
            ((low, high), _) if low == high => format!("{name} is {low}"),
            ((low, high), _) if span == bounds => format!("{name} runs from {low} to {high}"),
            ((low, high), _) if low == bounds.0 => format!("{name} is at most {high}"),
            ((low, high), _) if high == bounds.1 => format!("{name} is at least {low}"),
            ((low, high), _) => format!("{name} is between {low} and {high}"),
        }
    }
}

/// The slots that an expression names itself.
fn reads(expr: &Expr, slots: &mut Vec<Slot>) {
    each(expr, &mut |e| match &e.node {
        Node::Read(slot) | Node::Marked(slot) | Node::Since(slot) => slots.push(*slot),
        _ => {}
    });
}

/// Calls `found` with an expression and every part of it.
pub(super) fn each<'e>(expr: &'e Expr, found: &mut impl FnMut(&'e Expr)) {
    found(expr);
    match &expr.node {
        Node::Minus(a) | Node::Not(a) | Node::Abs(a) | Node::Scaled(_, a) => each(a, found),
        Node::Binary(_, ab) | Node::And(ab) | Node::Or(ab) => {
            each(&ab.0, found);
            each(&ab.1, found);
        }
        Node::If(abc) => {
            each(&abc.0, found);
            each(&abc.1, found);
            each(&abc.2, found);
        }
        Node::Pick(index, entries) => {
            each(index, found);
            for entry in entries {
                each(entry, found);
            }
        }
        Node::Constant(_)
        | Node::Read(_)
        | Node::Marked(_)
        | Node::Since(_)
        | Node::Let(_)
        | Node::Param(_)
        | Node::Shock(_)
        | Node::Region(_) => {}
    }
}
