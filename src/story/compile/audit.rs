//! What a pack is measured by: the numbers that count as outcomes, and ways to govern its world.
//!
//! The invariant: an outcome is a meter or stock, and every setting of a strategy lies within its lever's bounds.

use super::{Build, parts::Parts, world::good};
use crate::story::{
    diagnostic::Code as Problem,
    ids::VarId,
    model::{Owner, Story, Strategy, VarKind},
    raw,
    spanned::Pairs,
};

impl<'s> Build<'s> {
    pub(super) fn audits(&mut self, parts: &Parts<'s>, story: &mut Story) {
        for (owner, raw) in &parts.audits {
            for leaf in &raw.outcomes {
                let found = self.find(leaf, "meter", |n| &n.vars);
                let counts = |v: &VarId| {
                    matches!(story.var(*v).kind, VarKind::Meter | VarKind::Derived | VarKind::Stock)
                };
                if let Some(var) = found.filter(counts) {
                    story.audit.outcomes.push(var);
                } else if found.is_some() {
                    let help = "name a meter or a stock";
                    self.sink.report(
                        Problem::UnknownName,
                        leaf.text,
                        "this is no number that can be an outcome",
                        help,
                    );
                }
            }
            self.read_all(&raw.strategies);
            for raw in good(&raw.strategies) {
                // A story may have narrower levers than its world: the world's strategies are for the world alone.
                let elsewhere = *owner == Owner::World && parts.story.is_some();
                let strategy = self.strategy(*owner, raw, story, elsewhere);
                story.audit.strategies.extend(Some(strategy).filter(|_| !elsewhere));
            }
        }
    }

    fn strategy(
        &mut self,
        owner: Owner,
        raw: &raw::Strategy<'s>,
        story: &Story,
        elsewhere: bool,
    ) -> Strategy {
        let id = self.id("strategy", &raw.id).unwrap_or_default();
        let name = self.label(&raw.name, &format!("strategy.{id}.name"), owner);
        let stance = raw.stance.as_ref().and_then(|s| self.sink.take(s)).copied();
        let mut levers = Vec::new();
        for (turn, set) in raw.levers.0.iter().filter(|_| !elsewhere) {
            let turn = self.int(Some(turn), 0..100_001, 0);
            levers.push((turn, self.set_of(set, story)));
        }
        levers.sort_by_key(|(turn, _)| *turn);
        Strategy { id, name, stance, levers }
    }

    fn set_of(&mut self, set: &Pairs<'s, raw::Int<'s>>, story: &Story) -> Vec<(VarId, i64)> {
        let mut levers = Vec::new();
        for (lever, value) in &set.0 {
            let Some(var) = self.find(lever, "lever", |n| &n.vars) else { continue };
            let record = story.var(var);
            if record.kind != VarKind::Lever {
                self.sink.report(
                    Problem::UnknownName,
                    lever.text,
                    "this is no lever",
                    "name a lever of the world",
                );
                continue;
            }
            let value = self.int(Some(value), record.min..record.max + 1, record.min);
            levers.push((var, value));
        }
        levers
    }
}
