//! The facilitator's guide: which scenes are talked about, with which questions.
//!
//! The invariant: every scene of a compiled guide has a question for each side.

use std::borrow::Cow;

use super::{Build, parts::Parts, world::good};
use crate::story::{
    diagnostic::Code as Problem,
    index::Does,
    model::{Dilemma, Might, Owner, Power, Prompt, Side, Story, Use},
    nearest::did_you_mean,
    raw,
};

/// How long a talk may be planned, in minutes.
const MINUTES: std::ops::Range<i64> = 1..601;

/// How often a vote may count.
const WEIGHT: std::ops::Range<u32> = 2..10;

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
                let dilemma = self.dilemma(&id, raw, story);
                self.both_sides(&id, raw, &dilemma);
                story.guide.dilemmas.push(Dilemma { scene, ..dilemma });
            }
        }
    }

    fn dilemma(&mut self, id: &str, raw: &raw::Dilemma<'s>, story: &Story) -> Dilemma {
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
            powers: self.powers(id, raw, story),
            as_it_is: raw.as_it_is.as_ref().and_then(|leaf| self.find(leaf, "choice", |n| &n.choices)),
        }
    }

    fn powers(&mut self, id: &str, raw: &raw::Dilemma<'s>, story: &Story) -> Vec<Power> {
        self.read_all(&raw.powers);
        let mut powers = Vec::new();
        for raw in good(&raw.powers) {
            let (Some(role), Some(might)) = (self.sink.take(&raw.role), self.sink.take(&raw.power)) else {
                continue;
            };
            self.note("role", &raw.role, Does::Reads);
            let found = story.workshop.roles.iter().position(|r| r.id == *role);
            let Some(found) = found else {
                let message = format!("there is no role `{}`", crate::story::sane(role));
                let help = did_you_mean(role, story.workshop.roles.iter().map(|r| r.id.as_str()));
                self.sink.report(Problem::UnknownName, raw.role.text, message, help);
                continue;
            };
            if matches!(might, Might::Weight(n) if !WEIGHT.contains(n)) {
                let help = format!("it runs from {} to {}", WEIGHT.start, WEIGHT.end - 1);
                self.sink.report(Problem::Range, raw.power.text, "this weight is out of range", help);
                continue;
            }
            let might = *might;
            let because = self.label(&raw.because, &format!("guide.{id}.power.{role}"), Owner::Story);
            powers.push(Power { role: found, might, because });
        }
        powers
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
