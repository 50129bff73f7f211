//! From typed trees to flat code on slots: the form that is played.
//!
//! One pool holds all code as small fixed records addressed by ranges, three-address: two operands and a place for the
//! result. The shape was chosen by measurement (`shared` figures: flat pools beat boxes, and beat a stack machine by
//! more than two). The invariant: every jump leads forward, so code ends after at most as many steps as it has records.

use super::{
    Binary,
    guard::{self, Test},
    resolve::{Expr, Node},
};
use crate::story::ids::{LetId, ParamId, RegionId, ShockId, Slot, TreeId};

/// Where an operand comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// A slot of the state.
    Slot(Slot),
    /// A small constant.
    Number(i32),
    /// A large constant, by its place in [`Pool::large`].
    Large(u32),
    /// A result computed before, in this code.
    Temp(u16),
}

/// One record of code. `to` is the temp that takes the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the operands are explained by the operation")]
pub enum Op {
    /// `to = a op b`.
    Binary { op: Binary, to: u16, a: From, b: From },
    /// `to = -a`.
    Minus { to: u16, a: From },
    /// `to = 1 - a`, for truths.
    Not { to: u16, a: From },
    /// `to = |a|`.
    Abs { to: u16, a: From },
    /// `to = a`.
    Copy { to: u16, a: From },
    /// Skips `over` records when `a` is `on`.
    Skip { a: From, on: bool, over: u32 },
    /// Skips `over` records.
    Jump { over: u32 },
    /// `to = a * parameter / 100`.
    Scaled { to: u16, param: ParamId, a: From },
    /// `to = parameter`.
    Param { to: u16, param: ParamId },
    /// `to = ` whether the slot holds a turn.
    Marked { to: u16, slot: Slot },
    /// `to = ` turns since the turn in the slot, or -1.
    Since { to: u16, slot: Slot },
    /// `to = ` whether the shock happens this turn.
    Shock { to: u16, shock: ShockId },
    /// `to = ` whether the world is in the region.
    Region { to: u16, region: RegionId },
    /// `to = ` the named expression.
    Let { to: u16, id: LetId },
    /// A `pick` whose index found no entry.
    OutOfRange,
}

/// A piece of code in the pool: run its records, then take `result`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// First record.
    pub start: u32,
    /// How many.
    pub len: u32,
    /// Where the value is when they have run.
    pub result: From,
    /// The same as tests that must all hold, in [`Pool::tests`]: the first, and how many; none where it is more.
    pub tests: (u32, u32),
}

impl Code {
    /// Code that is always `value` and runs nothing.
    #[must_use]
    pub const fn constant(value: i32) -> Self {
        Self { start: 0, len: 0, result: From::Number(value), tests: (0, 0) }
    }
}

impl Code {
    /// The slot that code is, if it is no more than that.
    #[inline]
    #[must_use]
    pub const fn slot(self) -> Option<Slot> {
        match self.result {
            From::Slot(slot) if self.len == 0 && self.tests.1 == 0 => Some(slot),
            From::Slot(_) | From::Number(_) | From::Large(_) | From::Temp(_) => None,
        }
    }

    /// The value of code that is a small constant.
    #[must_use]
    pub const fn as_constant(self) -> Option<i32> {
        match self.result {
            From::Number(n) if self.len == 0 => Some(n),
            From::Number(_) | From::Slot(_) | From::Large(_) | From::Temp(_) => None,
        }
    }
}

/// A condition: code to play, and its tree to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// Its code.
    pub code: Code,
    /// Its tree, in [`Story::trees`](crate::story::model::Story::trees).
    pub tree: TreeId,
}

/// All code of a story.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    /// The records.
    pub ops: Vec<Op>,
    /// Constants beyond 32 bits.
    pub large: Vec<i64>,
    /// Slots in ranges.
    pub tests: Vec<Test>,
    /// The most temps that any code needs.
    pub temps: usize,
}

impl Pool {
    /// Adds a tree's code.
    pub fn lower(&mut self, expr: &Expr) -> Code {
        let start = self.ops.len();
        let mut lowering = Lowering { pool: self, next: 0 };
        let result = lowering.expr(expr);
        let next = usize::from(lowering.next);
        self.temps = self.temps.max(next);
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let first = self.tests.len();
        if !guard::write(expr, &mut self.tests) {
            self.tests.truncate(first);
        }
        let tests = (index(first), index(self.tests.len() - first));
        Code { start: index(start), len: index(self.ops.len() - start), result, tests }
    }
}

struct Lowering<'p> {
    pool: &'p mut Pool,
    next: u16,
}

impl Lowering<'_> {
    fn temp(&mut self) -> u16 {
        // An expression has at most `lex::LONGEST` words, so this cannot run out.
        self.next += 1;
        self.next - 1
    }

    fn push(&mut self, op: Op) -> usize {
        self.pool.ops.push(op);
        self.pool.ops.len() - 1
    }

    /// Makes the skip or jump at `at` lead to here.
    fn land(&mut self, at: usize) {
        let distance = u32::try_from(self.pool.ops.len() - at - 1).unwrap_or(u32::MAX);
        if let Some(Op::Skip { over, .. } | Op::Jump { over }) = self.pool.ops.get_mut(at) {
            *over = distance;
        }
    }

    fn expr(&mut self, expr: &Expr) -> From {
        match &expr.node {
            Node::Constant(n) => self.constant(*n),
            Node::Read(slot) => From::Slot(*slot),
            Node::Marked(slot) => self.one(|to| Op::Marked { to, slot: *slot }),
            Node::Since(slot) => self.one(|to| Op::Since { to, slot: *slot }),
            Node::Let(id) => self.one(|to| Op::Let { to, id: *id }),
            Node::Param(param) => self.one(|to| Op::Param { to, param: *param }),
            Node::Shock(shock) => self.one(|to| Op::Shock { to, shock: *shock }),
            Node::Region(region) => self.one(|to| Op::Region { to, region: *region }),
            Node::Minus(a) => {
                let a = self.expr(a);
                self.one(|to| Op::Minus { to, a })
            }
            Node::Not(a) => {
                let a = self.expr(a);
                self.one(|to| Op::Not { to, a })
            }
            Node::Abs(a) => {
                let a = self.expr(a);
                self.one(|to| Op::Abs { to, a })
            }
            Node::Binary(op, ab) => {
                let (a, b) = (self.expr(&ab.0), self.expr(&ab.1));
                self.one(|to| Op::Binary { op: *op, to, a, b })
            }
            Node::Scaled(param, a) => {
                let a = self.expr(a);
                self.one(|to| Op::Scaled { to, param: *param, a })
            }
            Node::And(ab) => self.short(&ab.0, &ab.1, false),
            Node::Or(ab) => self.short(&ab.0, &ab.1, true),
            Node::If(abc) => {
                let condition = self.expr(&abc.0);
                let to = self.temp();
                let skip = self.push(Op::Skip { a: condition, on: false, over: 0 });
                self.store(&abc.1, to);
                let jump = self.push(Op::Jump { over: 0 });
                self.land(skip);
                self.store(&abc.2, to);
                self.land(jump);
                From::Temp(to)
            }
            Node::Pick(index, entries) => self.pick(index, entries),
        }
    }

    fn constant(&mut self, n: i64) -> From {
        i32::try_from(n).map_or_else(
            |_| {
                self.pool.large.push(n);
                From::Large(u32::try_from(self.pool.large.len() - 1).unwrap_or(u32::MAX))
            },
            From::Number,
        )
    }

    fn one(&mut self, op: impl FnOnce(u16) -> Op) -> From {
        let to = self.temp();
        self.push(op(to));
        From::Temp(to)
    }

    fn store(&mut self, expr: &Expr, to: u16) {
        let a = self.expr(expr);
        self.push(Op::Copy { to, a });
    }

    fn short(&mut self, a: &Expr, b: &Expr, done: bool) -> From {
        let to = self.temp();
        self.store(a, to);
        let skip = self.push(Op::Skip { a: From::Temp(to), on: done, over: 0 });
        self.store(b, to);
        self.land(skip);
        From::Temp(to)
    }

    fn pick(&mut self, index: &Expr, entries: &[Expr]) -> From {
        let index = self.expr(index);
        let to = self.temp();
        let is = self.temp();
        let mut jumps = Vec::new();
        for (n, entry) in entries.iter().enumerate() {
            let b = From::Number(i32::try_from(n).unwrap_or(i32::MAX));
            self.push(Op::Binary { op: Binary::Equal, to: is, a: index, b });
            let skip = self.push(Op::Skip { a: From::Temp(is), on: false, over: 0 });
            self.store(entry, to);
            jumps.push(self.push(Op::Jump { over: 0 }));
            self.land(skip);
        }
        self.push(Op::OutOfRange);
        for jump in jumps {
            self.land(jump);
        }
        From::Temp(to)
    }
}
