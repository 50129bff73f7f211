//! Why a condition does not hold: the parts of its tree that fail, with their distances.
//!
//! It walks the typed tree that was kept beside the code. The invariant: a condition that holds has no need, and one
//! that does not has at least one.

use crate::{
    engine::{
        eval::{Fault, Reader, Scratch},
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
            (_, Node::Read(slot)) => (self.var(*slot), turned(op), self.value(a)?),
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

/// The comparison with its sides exchanged.
const fn turned(op: Binary) -> Binary {
    match op {
        Binary::Less => Binary::More,
        Binary::More => Binary::Less,
        Binary::AtMost => Binary::AtLeast,
        Binary::AtLeast => Binary::AtMost,
        other => other,
    }
}
