//! Why a condition does not hold: the parts of its tree that fail, with their distances.
//!
//! It walks the typed tree that was kept beside the code. The invariant: a condition that holds has no need, and one
//! that does not has at least one.

use crate::{
    engine::{
        eval::{Reader, Scratch},
        fault::Fault,
        state::{Setup, State},
    },
    story::{
        Story,
        expr::{
            Binary,
            lower::Pool,
            resolve::{Expr, Node},
        },
        ids::{Slot, TreeId, VarId},
        model::slot_of,
    },
};

/// One thing that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A variable must be at least so much.
    AtLeast(VarId, i64),
    /// A variable must be at most so much.
    AtMost(VarId, i64),
    /// A flag must be set, or not.
    Flag(VarId, Set),
    /// Something else, which has no short form.
    Other,
}

/// Which way a flag is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// It must be set.
    Yes,
    /// It must not be set.
    No,
}

/// What is missing for a condition of the story to hold; nothing if it holds.
///
/// # Errors
/// A part whose arithmetic fails.
pub fn needs(story: &Story, setup: &Setup, state: &State, tree: TreeId) -> Result<Vec<Need>, Fault> {
    let mut walk = Walk { story, setup, state, needs: Vec::new() };
    walk.expr(&story.trees[tree.at()])?;
    Ok(walk.needs)
}

/// A row of a condition shown as a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch<'a> {
    /// How deep it stands, from 0.
    pub depth: usize,
    /// What stands there.
    pub part: Part<'a>,
    /// Whether it holds; unknown where its arithmetic fails.
    pub holds: Option<bool>,
    /// For a comparison that does not hold: by how much it is missed, in units.
    pub distance: Option<i64>,
}

/// What stands in a row of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// All of the rows below it.
    All,
    /// Any of the rows below it.
    Any,
    /// This by itself.
    Leaf(&'a Expr),
}

/// A condition as a tree, each part with whether it holds.
#[must_use]
pub fn branches<'a>(story: &'a Story, setup: &Setup, state: &State, tree: TreeId) -> Vec<Branch<'a>> {
    let walk = Walk { story, setup, state, needs: Vec::new() };
    let mut rows = Vec::new();
    walk.branch(&story.trees[tree.at()], 0, &mut rows);
    rows
}

struct Walk<'a> {
    story: &'a Story,
    setup: &'a Setup,
    state: &'a State,
    needs: Vec<Need>,
}

impl Walk<'_> {
    /// The value of a part of the tree, by the same code that plays it.
    fn value(&self, expr: &Expr) -> Result<i64, Fault> {
        let mut pool = Pool::default();
        let code = pool.lower(expr);
        Reader::new(self.story, self.setup, self.state, &mut Scratch::default()).value_in(&pool, code)
    }

    fn branch<'b>(&self, expr: &'b Expr, depth: usize, rows: &mut Vec<Branch<'b>>) {
        let holds = self.value(expr).ok().map(|v| v != 0);
        let part = match &expr.node {
            Node::And(_) => Part::All,
            Node::Or(_) => Part::Any,
            _ => Part::Leaf(expr),
        };
        let distance = self.distance(expr).filter(|_| holds == Some(false));
        rows.push(Branch { depth, part, holds, distance });
        let mut below = Vec::new();
        same(expr, part, &mut below);
        for inner in below {
            self.branch(inner, depth + 1, rows);
        }
    }

    /// By how much a comparison of numbers is missed.
    fn distance(&self, expr: &Expr) -> Option<i64> {
        let Node::Binary(op, ab) = &expr.node else { return None };
        let (a, b) = (self.value(&ab.0).ok()?, self.value(&ab.1).ok()?);
        let by = match op {
            Binary::AtLeast | Binary::AtMost | Binary::Equal => a.checked_sub(b)?.checked_abs()?,
            Binary::More | Binary::Less => a.checked_sub(b)?.checked_abs()?.checked_add(1)?,
            _ => return None,
        };
        Some(by)
    }

    fn var(&self, slot: Slot) -> Option<VarId> {
        let var = VarId::new(slot.at().checked_sub(1)?);
        (var.at() < self.story.vars.len() && slot_of(var) == slot).then_some(var)
    }

    fn expr(&mut self, expr: &Expr) -> Result<(), Fault> {
        if self.value(expr)? != 0 {
            return Ok(());
        }
        match &expr.node {
            Node::And(ab) => {
                self.expr(&ab.0)?;
                // As in play: the second part is looked at only where the first holds; but both failing are shown.
                if self.value(&ab.1).is_ok() {
                    self.expr(&ab.1)?;
                }
            }
            Node::Binary(op, ab) => {
                let need = self.comparison(*op, &ab.0, &ab.1)?;
                self.needs.push(need);
            }
            Node::Read(slot) => {
                let need = self.var(*slot).map_or(Need::Other, |v| Need::Flag(v, Set::Yes));
                self.needs.push(need);
            }
            Node::Not(inner) => {
                let need = match inner.node {
                    Node::Read(slot) => self.var(slot).map_or(Need::Other, |v| Need::Flag(v, Set::No)),
                    _ => Need::Other,
                };
                self.needs.push(need);
            }
            _ => self.needs.push(Need::Other),
        }
        Ok(())
    }

    fn comparison(&self, op: Binary, a: &Expr, b: &Expr) -> Result<Need, Fault> {
        let (var, op, bound) = match (&a.node, &b.node) {
            (Node::Read(slot), _) => (self.var(*slot), op, self.value(b)?),
            (_, Node::Read(slot)) => (self.var(*slot), op.turned(), self.value(a)?),
            _ => (None, op, 0),
        };
        let Some(var) = var else { return Ok(Need::Other) };
        Ok(match op {
            Binary::AtLeast => Need::AtLeast(var, bound),
            Binary::More => Need::AtLeast(var, bound.saturating_add(1)),
            Binary::AtMost => Need::AtMost(var, bound),
            Binary::Less => Need::AtMost(var, bound.saturating_sub(1)),
            _ => Need::Other,
        })
    }
}

/// The parts of `and` after `and`, or of `or` after `or`, as one list.
fn same<'b>(expr: &'b Expr, part: Part<'_>, found: &mut Vec<&'b Expr>) {
    let (Node::And(ab) | Node::Or(ab)) = &expr.node else { return };
    for inner in [&ab.0, &ab.1] {
        let alike = matches!((&inner.node, part), (Node::And(_), Part::All) | (Node::Or(_), Part::Any));
        if alike {
            same(inner, part, found);
        } else {
            found.push(inner);
        }
    }
}
