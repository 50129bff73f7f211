//! Conditions that are a few ranges of numbers: the form in which nearly all of them are asked.
//!
//! The invariant: a condition that is written as tests holds exactly where all of them do; what cannot be written so is
//! left to the code.

use super::{
    Binary, Type,
    lower::{Code, Pool},
    resolve::{Expr, Node},
};
use crate::story::ids::Slot;

/// Whether a slot lies in a range, which may lead from the highest number round to the lowest: most conditions are a
/// few of these, and need no records run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Test {
    /// What is looked at.
    pub slot: Slot,
    /// Where the range begins.
    pub low: i64,
    /// How far its end lies above that.
    pub span: u64,
}

impl Test {
    /// Holds of every value.
    pub const NONE: Self = Self { slot: Slot::FIRST, low: i64::MIN, span: u64::MAX };

    /// Whether it holds of a value.
    #[inline]
    #[must_use]
    pub const fn holds(self, value: i64) -> bool {
        // Below the range the difference wraps around to more than any span.
        value.wrapping_sub(self.low).cast_unsigned() <= self.span
    }

    /// The first number after the range, where it ends before the highest.
    #[must_use]
    pub const fn after(self) -> Option<i64> {
        self.low.wrapping_add_unsigned(self.span).checked_add(1)
    }

    const fn within(slot: Slot, low: i64, high: i64) -> Self {
        Self { slot, low, span: high.wrapping_sub(low).cast_unsigned() }
    }

    /// Holds where this one does not; none where this one always does.
    const fn not(self) -> Option<Self> {
        if self.span == u64::MAX {
            return None;
        }
        let low = self.low.wrapping_add_unsigned(self.span).wrapping_add(1);
        Some(Self { slot: self.slot, low, span: u64::MAX - 1 - self.span })
    }

    /// A slot compared with a number; none where the operation compares nothing, or no number passes.
    fn compared(slot: Slot, op: Binary, with: i64) -> Option<Self> {
        match op {
            Binary::Less => Some(Self::within(slot, i64::MIN, with.checked_sub(1)?)),
            Binary::AtMost => Some(Self::within(slot, i64::MIN, with)),
            Binary::More => Some(Self::within(slot, with.checked_add(1)?, i64::MAX)),
            Binary::AtLeast => Some(Self::within(slot, with, i64::MAX)),
            Binary::Equal => Some(Self::within(slot, with, with)),
            Binary::Differs => Self::within(slot, with, with).not(),
            Binary::Add
            | Binary::Sub
            | Binary::Mul
            | Binary::Div
            | Binary::Rem
            | Binary::Min
            | Binary::Max => None,
        }
    }
}

/// A condition as a turn asks it first: two tests, and whether there is more to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// What must hold whatever else does.
    both: [Test; 2],
    /// Whether that is all, or the condition's code is to be run where they hold.
    pub whole: bool,
}

impl Pool {
    /// The test that a condition is, if it is a single one.
    #[inline]
    #[must_use]
    pub fn test(&self, code: Code) -> Option<&Test> {
        if code.tests.1 == 1 { self.tests.get(code.tests.0 as usize) } else { None }
    }

    /// The tests that a condition is; none where there is none, or it is more than tests.
    #[must_use]
    pub fn tests_of(&self, when: Option<Code>) -> &[Test] {
        let (first, count) = when.map_or((0, 0), |code| code.tests);
        self.tests.get(first as usize..(first + count) as usize).unwrap_or_default()
    }
}

impl Guard {
    /// The guard of a condition, or of none.
    #[must_use]
    pub fn of(pool: &Pool, when: Option<Code>) -> Self {
        match *pool.tests_of(when) {
            [] => Self { both: [Test::NONE; 2], whole: when.is_none() },
            [a] => Self { both: [a, Test::NONE], whole: true },
            [a, b] => Self { both: [a, b], whole: true },
            [a, b, ..] => Self { both: [a, b], whole: false },
        }
    }

    /// Whether its tests hold of the numbers of a state.
    #[inline]
    #[must_use]
    pub fn holds(&self, slots: &[i64]) -> bool {
        self.ways(slots) != 0
    }

    /// The same as a number, 1 where they hold and else 0: to be added, with no branch.
    #[inline]
    #[must_use]
    pub fn ways(&self, slots: &[i64]) -> usize {
        let [a, b] = &self.both;
        // Both are asked whatever the first says: a branch that cannot be foreseen costs more.
        let (first, second) = (slots[a.slot.at()], slots[b.slot.at()]);
        usize::from(a.holds(first)) & usize::from(b.holds(second))
    }
}

/// Writes a condition as tests that must all hold; whether it is nothing more.
pub(super) fn write(expr: &Expr, found: &mut Vec<Test>) -> bool {
    match &expr.node {
        Node::And(ab) => write(&ab.0, found) && write(&ab.1, found),
        Node::Binary(op, ab) => {
            let test = match (&ab.0.node, &ab.1.node) {
                (Node::Read(slot), Node::Constant(value)) => Test::compared(*slot, *op, *value),
                (Node::Constant(value), Node::Read(slot)) => Test::compared(*slot, op.turned(), *value),
                _ => None,
            };
            found.extend(test);
            test.is_some()
        }
        Node::Read(slot) if expr.ty == Type::Truth => {
            found.extend(Test::compared(*slot, Binary::Differs, 0));
            true
        }
        Node::Marked(slot) => {
            found.extend(Test::compared(*slot, Binary::AtLeast, 0));
            true
        }
        Node::Not(inner) => {
            let mut one = Vec::new();
            let alone = write(inner, &mut one);
            match one.as_slice() {
                [test] if alone => {
                    found.extend(test.not());
                    test.not().is_some()
                }
                _ => false,
            }
        }
        _ => false,
    }
}
