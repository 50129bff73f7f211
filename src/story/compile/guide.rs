//! The facilitator's guide: which scenes are talked about, with which questions.
//!
//! The invariant: every scene of a compiled guide has a question for each side.

use std::borrow::Cow;

use super::{Build, parts::Parts, world::good};
use crate::story::{
    diagnostic::Code as Problem,
    model::{Dilemma, Owner, Prompt, Side, Story, Use},
    raw,
};

/// How long a talk may be planned, in minutes.
const MINUTES: std::ops::Range<i64> = 1..601;

impl<'s> Build<'s> {
    pub(super) fn guide(&mut self, parts: &Parts<'s>, story: &mut Story) {
        for guide in &parts.guides {
            self.read_all(&guide.uses);
            for raw in good(&guide.uses) {
                let key = format!("guide.use.{}", story.guide.uses.len());
                let minutes = self.int(Some(&raw.minutes), MINUTES, 1);
                let text = self.label(&raw.text, &key, Owner::Story);
                story.guide.uses.push(Use { minutes, text });
            }
            self.once(&guide.dilemmas);
            for (id, raw) in &guide.dilemmas.0 {
                let scene = self.find(id, "scene", |n| &n.scenes);
                let (Some(scene), Some(raw)) = (scene, self.sink.take(raw)) else { continue };
                let id = id.value.clone().unwrap_or_default();
                let dilemma = self.dilemma(&id, raw);
                self.both_sides(&id, raw, &dilemma);
                story.guide.dilemmas.push(Dilemma { scene, ..dilemma });
            }
        }
    }

    fn dilemma(&mut self, id: &str, raw: &raw::Dilemma<'s>) -> Dilemma {
        let owner = Owner::Story;
        let minutes = self.int(Some(&raw.minutes), MINUTES, 1);
        self.read_all(&raw.claims);
        self.read_all(&raw.arguments);
        self.read_all(&raw.prompts);
        let watch = self.label_opt(raw.watch.as_ref(), &format!("guide.{id}.watch"), owner);
        let fact = self.label_opt(raw.fact.as_ref(), &format!("guide.{id}.fact"), owner);
        let mut prompts = Vec::new();
        for prompt in good(&raw.prompts) {
            let text = self.label(&prompt.text, &format!("guide.{id}.prompt.{}", prompts.len()), owner);
            let side = self.sink.take(&prompt.side).copied();
            prompts.extend(side.map(|side| Prompt { side, text }));
        }
        Dilemma {
            scene: crate::story::ids::SceneId::new(0),
            minutes,
            claims: good(&raw.claims).cloned().map(Cow::into_owned).collect(),
            arguments: good(&raw.arguments).cloned().map(Cow::into_owned).collect(),
            watch,
            fact,
            prompts,
        }
    }

    fn both_sides(&mut self, id: &str, raw: &raw::Dilemma<'s>, dilemma: &Dilemma) {
        let asks = |side: Side| dilemma.prompts.iter().any(|p| p.side == side);
        if !(asks(Side::For) && asks(Side::Against)) {
            let message = format!("the guide to `{id}` asks one side only");
            let help = "give it a prompt with `side: For` and one with `side: Against`";
            self.sink.report(Problem::Guide, raw.minutes.text, message, help);
        }
    }
}
