//! Why a number is what it is: its start plus a list of contributions that adds up exactly.
//!
//! For a meter or stock the lines are the ledger's. For what is derived (a derived meter, a group) they are what each
//! thing it is made of moved by itself, and one line for rounding and bounds. It reads a timeline and changes nothing.
//! The invariant: `start` plus all lines is `value`.

use crate::{
    engine::{
        eval::{Reader, Scratch},
        fault::Fault,
        ledger::Entry,
        reads::Reads,
        state::{Setup, State},
        timeline::{Point, Timeline},
    },
    story::{
        Story,
        expr::lower::Code,
        ids::{GroupId, LetId, VarId},
        model::{Cause, slot_of},
    },
};

/// A number that can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asked {
    /// A meter, stock, lever, memory or flag.
    Var(VarId),
    /// How content a group is.
    Group(GroupId),
}

/// Where a line of a sum comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The ledger entry of that index.
    Entry(usize),
    /// What this variable moved, everything else as it was at the start.
    Input(VarId),
    /// What division cut off, bounds took, and inputs did only together.
    Rounding,
}

/// A line of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// How much, in units.
    pub amount: i64,
    /// Where from.
    pub by: By,
}

/// Why a number is what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Its value when the run began.
    pub start: i64,
    /// What came since, the oldest first.
    pub lines: Vec<Line>,
    /// Its value at the point that was asked about.
    pub value: i64,
}

/// Why a number is what it is at a point of a play.
///
/// # Errors
/// A definition whose arithmetic fails.
pub fn why(story: &Story, timeline: &Timeline, asked: Asked, point: Point) -> Result<Sum, Fault> {
    let (state, entries) = timeline.at(point);
    let made_of = match asked {
        Asked::Group(group) => Some((story.groups[group.at()].is, (0, 1000))),
        Asked::Var(var) => {
            let record = story.var(var);
            // Memory has a definition too, but of the turn before; its ledger says when it changed.
            let derived = record.kind == crate::story::model::VarKind::Derived;
            record.is.filter(|_| derived).map(|is| (is, (record.min, record.max)))
        }
    };
    match (made_of, asked) {
        (Some((code, bounds)), _) => derived(story, timeline, state, code, bounds),
        (None, Asked::Var(var)) => Ok(summed(timeline, var, state, entries)),
        (None, Asked::Group(_)) => Ok(Sum { start: 0, lines: Vec::new(), value: 0 }),
    }
}

fn summed(timeline: &Timeline, var: VarId, state: &State, entries: usize) -> Sum {
    let mine = timeline.ledger.iter().take(entries).enumerate().filter(|(_, e)| e.var == var);
    let lines = mine.map(|(n, e)| Line { amount: e.amount, by: By::Entry(n) }).collect();
    Sum { start: timeline.start.value(var), lines, value: state.value(var) }
}

/// What each input moved by itself, and a line for the rest.
fn derived(
    story: &Story,
    timeline: &Timeline,
    now: &State,
    code: Code,
    (min, max): (i64, i64),
) -> Result<Sum, Fault> {
    let setup = &timeline.setup;
    let start = &timeline.start;
    let of = |state: &State| -> Result<i64, Fault> { value(story, setup, state, code) };
    let bare = of(start)?;
    let (first, last) = (bare.clamp(min, max), of(now)?.clamp(min, max));
    let mut reads = Reads::default();
    reads.code(story, code);
    let mut lines = Vec::new();
    let mut told = 0_i64;
    for var in reads.vars {
        let mut moved = start.clone();
        moved.set(slot_of(var), now.value(var));
        // A state that is half of one moment and half of another may not add up; its share is left to the rest.
        let amount = of(&moved).ok().and_then(|moved| moved.checked_sub(bare)).unwrap_or(0);
        if amount != 0 {
            lines.push(Line { amount, by: By::Input(var) });
            told = told.checked_add(amount).ok_or(Fault::Overflow)?;
        }
    }
    let rest = last.checked_sub(first).and_then(|all| all.checked_sub(told)).ok_or(Fault::Overflow)?;
    if rest != 0 {
        lines.push(Line { amount: rest, by: By::Rounding });
    }
    Ok(Sum { start: first, lines, value: last })
}

fn value(story: &Story, setup: &Setup, state: &State, code: Code) -> Result<i64, Fault> {
    Reader::new(story, setup, state, &mut Scratch::default()).value(code)
}

/// What a second figure says at a state.
///
/// # Errors
/// A definition whose arithmetic fails.
pub fn figures(story: &Story, setup: &Setup, state: &State) -> Result<Vec<i64>, Fault> {
    story.figures.iter().map(|f| value(story, setup, state, f.is)).collect()
}

/// How wide the band is in which an office sees a variable; 0 is exact.
///
/// # Errors
/// A definition whose arithmetic fails.
pub fn band(story: &Story, setup: &Setup, state: &State, var: VarId) -> Result<i64, Fault> {
    story.var(var).band.map_or(Ok(0), |code| value(story, setup, state, code)).map(|w| w.max(0))
}

/// What a rule's contribution rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// What the rule read, with the values that it read.
    pub read: Reads,
    /// Of the amount, what a named expression of the world made: the amount less what it would be with that at 0.
    pub of_which: Vec<(LetId, i64)>,
}

/// What a ledger entry of a rule rests on; nothing for entries of other causes.
///
/// # Errors
/// A rule whose arithmetic fails.
pub fn grounds(story: &Story, timeline: &Timeline, entry: &Entry) -> Result<Grounds, Fault> {
    let Cause::Rule(rule) = entry.cause else { return Ok(Grounds::default()) };
    let mut read = Reads::default();
    let record = story.rule(rule);
    if let Some(when) = record.when {
        read.code(story, when.code);
    }
    let effects = || story.effects[record.then.clone()].iter().filter(|e| e.var == entry.var);
    for effect in effects() {
        read.code(story, effect.value);
        if let Some(when) = effect.when {
            read.code(story, when);
        }
    }
    let mut of_which = Vec::new();
    let Some(state) = timeline.read_at(entry.turn) else { return Ok(Grounds { read, of_which }) };
    for id in read.lets.iter().copied().filter(|id| story.named(*id).name.is_some()) {
        let mut part = 0_i64;
        for effect in effects() {
            let mut scratch = Scratch::default();
            let mut reader = Reader::new(story, &timeline.setup, state, &mut scratch);
            if !reader.holds_or(effect.when)? {
                continue;
            }
            let whole = reader.value(effect.value)?;
            let mut scratch = Scratch::default();
            let without = Reader::new(story, &timeline.setup, state, &mut scratch).without(id, effect.value);
            // A rule that cannot do without it has no such share.
            let share = without.ok().and_then(|without| whole.checked_sub(without)).unwrap_or(0);
            let sub = effect.write == crate::story::expr::ast::Write::Sub;
            part = part.saturating_add(if sub { share.saturating_neg() } else { share });
        }
        if part != 0 {
            of_which.push((id, part));
        }
    }
    Ok(Grounds { read, of_which })
}

/// The ledger entry that last moved a variable before the entry of an index.
#[must_use]
pub fn last_moved(timeline: &Timeline, var: VarId, before: usize) -> Option<usize> {
    let moves = |e: &Entry| e.var == var && e.cause != Cause::Clamp;
    timeline.ledger.iter().take(before).rposition(moves)
}
