//! Events with a chance, and consequences that wait: parts that scenes, schedules, choices and rules all have.
//!
//! The invariant: those of one owner lie side by side in the story's tables.

use super::{
    Build,
    world::{good, text_of},
};
use crate::story::{
    diagnostic::Code as Problem,
    expr::resolve::Writer,
    ids::{EventId, LaterId},
    model::{Cause, Event, Later, Owner, Story},
    names::Tracker,
    raw::{self, List, Or},
};

impl<'s> Build<'s> {
    /// Events, appended to the story's; their range is given.
    pub(super) fn events(
        &mut self,
        list: &List<'s, raw::Event<'s>>,
        owner: Owner,
        story: &mut Story,
    ) -> std::ops::Range<usize> {
        self.read_all(list);
        let start = story.events.len();
        for raw in good(list) {
            let id = text_of(&raw.id);
            if let Some(name) = self.id("event", &raw.id) {
                self.names.events.insert(name, EventId::new(story.events.len()));
            }
            let chance = raw.chance.as_ref().and_then(|c| self.sink.take(c).copied().map(|v| (v, c.text)));
            let chance = match chance {
                None => (1, 1),
                Some(((n, of), text)) => match (u32::try_from(n), u32::try_from(of)) {
                    (Ok(n), Ok(of)) if of > 0 && n <= of => (n, of),
                    _ => {
                        let help = "a chance is (1, 4): one in four";
                        self.sink.report(Problem::Range, text, "this is no chance", help);
                        (1, 1)
                    }
                },
            };
            let when = self.condition(raw.when.as_ref(), owner);
            let text = self.prose_opt(raw.text.as_ref(), &format!("event.{id}"), owner);
            let effects = self.effects(&raw.effects, Writer::Act, owner, &mut story.effects);
            let place = crate::story::hash(format!("event {id}").as_bytes());
            story.events.push(Event { id, chance, when, text, effects, place });
        }
        start..story.events.len()
    }

    /// Consequences that wait, appended to the story's; their range is given.
    pub(super) fn laters(
        &mut self,
        list: &List<'s, raw::Later<'s>>,
        by: Cause,
        owner: Owner,
        story: &mut Story,
    ) -> std::ops::Range<usize> {
        self.read_all(list);
        let start = story.laters.len();
        for raw in good(list) {
            let id = text_of(&raw.id);
            let index = LaterId::new(story.laters.len());
            if let Some(name) = self.id("later", &raw.id) {
                self.names.laters.insert(name, index);
            }
            let after = self.int(Some(&raw.after), 1..100_001, 1);
            let when = self.condition(raw.when.as_ref(), owner);
            let text = self.prose_opt(raw.text.as_ref(), &format!("later.{id}"), owner);
            let foreshadow =
                self.prose_opt(raw.foreshadow.as_ref(), &format!("later.{id}.foreshadow"), owner);
            let effects = self.effects(&raw.effects, Writer::Act, owner, &mut story.effects);
            let retries = match raw.or.as_ref().map(|o| (self.sink.take(o), o.text)) {
                None | Some((None | Some(Or::Drop), _)) => 0,
                Some((Some(Or::Retry(n)), text)) => {
                    if !(1..=100_000).contains(n) {
                        let help = "Retry(n) tries again for n turns; to try once, write Drop";
                        self.sink.report(Problem::Range, text, format!("{n} is out of range"), help);
                    }
                    (*n).clamp(0, 100_000)
                }
            };
            let due = self.trackers.slot(Tracker::LaterDue(index));
            let tries = self.trackers.slot(Tracker::LaterTries(index));
            story.laters.push(Later { id, after, when, effects, text, foreshadow, retries, due, tries, by });
        }
        start..story.laters.len()
    }
}
