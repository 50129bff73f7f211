//! What an expression can be at all, from the bounds of what it reads.
//!
//! The invariant: no state of the story gives a value outside the range that is answered.

use crate::story::{
    Story,
    expr::{
        Binary, Type,
        resolve::{Expr, Node},
    },
    ids::Slot,
};

type Span = (i128, i128);

const ANY: Span = (i64::MIN as i128, i64::MAX as i128);
const TRUTH: Span = (0, 1);

/// Whether a condition holds in every state, or in none; nothing where that cannot be told.
#[must_use]
pub fn settled(story: &Story, expr: &Expr) -> Option<bool> {
    match span(story, expr) {
        (0, 0) => Some(false),
        (low, high) if low > 0 || high < 0 => Some(true),
        _ => None,
    }
}

fn of_slot(story: &Story, slot: Slot) -> Span {
    let bounds = slot.at().checked_sub(1).and_then(|n| story.bounds.get(n));
    bounds.map_or(ANY, |b| (b.min.into(), b.max.into()))
}

fn span(story: &Story, expr: &Expr) -> Span {
    let truth = |known: Option<bool>| known.map_or(TRUTH, |k| (k.into(), k.into()));
    let within = |(low, high): Span| (low.max(ANY.0), high.min(ANY.1));
    match &expr.node {
        Node::Constant(n) => ((*n).into(), (*n).into()),
        Node::Read(slot) => of_slot(story, *slot),
        Node::Minus(a) => {
            let (low, high) = span(story, a);
            within((-high, -low))
        }
        Node::Abs(a) => {
            let (low, high) = span(story, a);
            let least = if low <= 0 && high >= 0 { 0 } else { low.abs().min(high.abs()) };
            within((least, low.abs().max(high.abs())))
        }
        Node::Not(a) => truth(settled(story, a).map(|k| !k)),
        Node::And(ab) => truth(match (settled(story, &ab.0), settled(story, &ab.1)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }),
        Node::Or(ab) => truth(match (settled(story, &ab.0), settled(story, &ab.1)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }),
        Node::Binary(op, ab) => binary(*op, span(story, &ab.0), span(story, &ab.1)),
        Node::If(abc) => {
            let (a, b) = (span(story, &abc.1), span(story, &abc.2));
            (a.0.min(b.0), a.1.max(b.1))
        }
        Node::Marked(_)
        | Node::Since(_)
        | Node::Let(_)
        | Node::Param(_)
        | Node::Shock(_)
        | Node::Region(_)
        | Node::Scaled(..)
        | Node::Pick(..) => {
            if expr.ty == Type::Truth {
                TRUTH
            } else {
                ANY
            }
        }
    }
}

fn binary(op: Binary, a: Span, b: Span) -> Span {
    let truth = |yes: bool, no: bool| match (yes, no) {
        (true, _) => (1, 1),
        (_, true) => (0, 0),
        _ => TRUTH,
    };
    let within = |(low, high): Span| (low.max(ANY.0), high.min(ANY.1));
    let (one, apart) = (a.0 == a.1 && a == b, a.1 < b.0 || b.1 < a.0);
    match op {
        Binary::Add => within((a.0 + b.0, a.1 + b.1)),
        Binary::Sub => within((a.0 - b.1, a.1 - b.0)),
        Binary::Less => truth(a.1 < b.0, a.0 >= b.1),
        Binary::AtMost => truth(a.1 <= b.0, a.0 > b.1),
        Binary::More => truth(a.0 > b.1, a.1 <= b.0),
        Binary::AtLeast => truth(a.0 >= b.1, a.1 < b.0),
        Binary::Equal => truth(one, apart),
        Binary::Differs => truth(apart, one),
        Binary::Min => (a.0.min(b.0), a.1.min(b.1)),
        Binary::Max => (a.0.max(b.0), a.1.max(b.1)),
        Binary::Mul | Binary::Div | Binary::Rem => ANY,
    }
}
