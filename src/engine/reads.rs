//! What a piece of code reads: variables, parameters, what is remembered, and the named expressions on the way.
//!
//! It looks at the code and runs nothing. The invariant: whatever could change the value is named, whichever branch is
//! taken.

use std::collections::BTreeSet;

use crate::story::{
    Story,
    expr::lower::{Code, From, Op, Pool},
    ids::{LetId, ParamId, ShockId, Slot, VarId},
    model::slot_of,
};

/// What a piece of code reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Variables, in the order of their declaration.
    pub vars: BTreeSet<VarId>,
    /// Parameters.
    pub params: BTreeSet<ParamId>,
    /// Named expressions, those that others need among them.
    pub lets: BTreeSet<LetId>,
    /// Shocks.
    pub shocks: BTreeSet<ShockId>,
    /// Slots of what is remembered beside the variables.
    pub slots: BTreeSet<Slot>,
}

impl Reads {
    /// Adds what `code` reads.
    pub fn code(&mut self, story: &Story, code: Code) {
        self.code_in(story, &story.pool, code);
    }

    /// Adds what code of another pool than the story's reads.
    pub fn code_in(&mut self, story: &Story, pool: &Pool, code: Code) {
        let start = code.start as usize;
        self.from(story, code.result);
        for op in &pool.ops[start..start + code.len as usize] {
            match *op {
                Op::Binary { a, b, .. } => {
                    self.from(story, a);
                    self.from(story, b);
                }
                Op::Minus { a, .. } | Op::Not { a, .. } | Op::Abs { a, .. } | Op::Copy { a, .. } => {
                    self.from(story, a);
                }
                Op::Skip { a, .. } => self.from(story, a),
                Op::Scaled { param, a, .. } => {
                    self.params.insert(param);
                    self.from(story, a);
                }
                Op::Param { param, .. } => {
                    self.params.insert(param);
                }
                Op::Marked { slot, .. } | Op::Since { slot, .. } => self.slot(story, slot),
                Op::Shock { shock, .. } => {
                    self.shocks.insert(shock);
                }
                Op::Let { id, .. } => {
                    if self.lets.insert(id) {
                        self.code(story, story.named(id).is);
                    }
                }
                Op::Region { .. } => {
                    for when in story.regions.iter().filter_map(|r| r.when) {
                        self.code(story, when.code);
                    }
                }
                Op::Jump { .. } | Op::OutOfRange => {}
            }
        }
    }

    fn from(&mut self, story: &Story, from: From) {
        if let From::Slot(slot) = from {
            self.slot(story, slot);
        }
    }

    fn slot(&mut self, story: &Story, slot: Slot) {
        let var = slot.at().checked_sub(1).map(VarId::new);
        match var.filter(|v| v.at() < story.vars.len() && slot_of(*v) == slot) {
            Some(var) => self.vars.insert(var),
            None => self.slots.insert(slot),
        };
    }
}
