//! What a room needs around the story: rules to say, roles to deal, statements and cases, questions for the debrief.
//!
//! The invariant: the best answer of a case is one of its options, and both its items ask with as many.

use super::{Build, parts::Parts, world::good};
use crate::story::{
    diagnostic::Code as Problem,
    model::{Case, Item, Owner, Question, Role, Statement, Story},
    raw,
};

impl<'s> Build<'s> {
    pub(super) fn workshop(&mut self, parts: &Parts<'s>, story: &mut Story) {
        let Some((owner, raw)) = &parts.workshop else { return };
        let owner = *owner;
        self.read_all(&raw.rules);
        for (n, leaf) in raw.rules.iter().enumerate() {
            let text = self.label(leaf, &format!("workshop.rule.{n}"), owner);
            story.workshop.rules.push(text);
        }
        self.read_all(&raw.roles);
        for raw in good(&raw.roles) {
            let Some(id) = self.id("role", &raw.id) else { continue };
            let name = self.label(&raw.name, &format!("workshop.role.{id}.name"), owner);
            let card = self.label(&raw.card, &format!("workshop.role.{id}.card"), owner);
            story.workshop.roles.push(Role { id, name, card });
        }
        self.read_all(&raw.statements);
        for raw in good(&raw.statements) {
            let Some(id) = self.id("statement", &raw.id) else { continue };
            let before = self.label(&raw.before, &format!("workshop.statement.{id}.before"), owner);
            let after = self.label(&raw.after, &format!("workshop.statement.{id}.after"), owner);
            story.workshop.statements.push(Statement { id, before, after });
        }
        self.read_all(&raw.cases);
        for raw in good(&raw.cases) {
            let Some(id) = self.id("case", &raw.id) else { continue };
            let before = self.item(&raw.before, &format!("workshop.case.{id}.before"), owner);
            let after = self.item(&raw.after, &format!("workshop.case.{id}.after"), owner);
            let (Some(before), Some(after)) = (before, after) else { continue };
            story.workshop.cases.push(Case { id, before, after });
        }
        self.read_all(&raw.debrief);
        for (n, raw) in good(&raw.debrief).enumerate() {
            let text = self.label(&raw.text, &format!("workshop.debrief.{n}"), owner);
            let step = self.sink.take(&raw.step).copied();
            story.workshop.debrief.extend(step.map(|step| Question { step, text }));
        }
        story.workshop.debrief.sort_by_key(|q| q.step);
        story.workshop.leaving = self.label_opt(raw.leaving.as_ref(), "workshop.leaving", owner);
    }

    fn item(
        &mut self,
        leaf: &crate::story::spanned::Spanned<'s, raw::Item<'s>>,
        key: &str,
        owner: Owner,
    ) -> Option<Item> {
        let raw = self.sink.take(leaf)?;
        let text = self.label(&raw.text, &format!("{key}.text"), owner);
        let options: Vec<_> = (raw.options.iter().enumerate())
            .map(|(n, leaf)| self.label(leaf, &format!("{key}.option.{n}"), owner))
            .collect();
        let best = self.sink.take(&raw.best).copied()?;
        let place = usize::try_from(best).ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < options.len());
        if place.is_none() {
            let message = format!("{best} is none of the options");
            let help = format!("they are counted from 1 to {}", options.len());
            self.sink.report(Problem::Range, raw.best.text, message, help);
        }
        Some(Item { text, options, best: place? })
    }
}
