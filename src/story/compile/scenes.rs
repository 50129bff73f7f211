//! Scenes, storylets and choices.
//!
//! The invariant: the n-th scene of the files is the n-th record, and the choices of a scene lie side by side.

use super::{
    Build,
    parts::Item,
    world::{good, text_of},
};
use crate::story::{
    diagnostic::Code as Problem,
    expr::resolve::Writer,
    ids::{ChoiceId, SceneId, TextId},
    model::{Cause, Choice, Owner, Scene, Story, Storylet},
    names::Tracker,
    raw,
};

impl<'s> Build<'s> {
    /// Compiles all scenes; where the id of each stands is given.
    pub(super) fn scene_bodies(
        &mut self,
        scenes: Vec<Item<'s, raw::Scene<'s>>>,
        story: &mut Story,
    ) -> Vec<&'s str> {
        let mut places = Vec::with_capacity(scenes.len());
        story.scenes.reserve_exact(scenes.len());
        story.choices.reserve_exact(self.names.choices.len());
        for (n, (id, raw)) in scenes.into_iter().enumerate() {
            let scene = SceneId::new(n);
            places.push(id.text);
            let id = text_of(&id);
            let made = match &raw.value {
                Ok(raw) => self.scene(scene, id, raw, story),
                Err(_) => self.broken(id, story),
            };
            story.scenes.push(made);
        }
        places
    }

    /// A scene that could not be read: its name is known, so that nothing else seems wrong.
    fn broken(&mut self, id: String, story: &Story) -> Scene {
        let text = self.texts.declare(&format!("scene.{id}"));
        self.note_kind(super::TextKind { prose: true, owner: Owner::Story, place: 0, source: "" });
        let none = 0..0;
        Scene {
            id,
            title: None,
            turn: None,
            storylet: None,
            events: none.clone(),
            effects: none,
            text,
            choices: story.choices.len()..story.choices.len(),
            visits: None,
            last: None,
        }
    }

    fn scene(&mut self, scene: SceneId, id: String, raw: &raw::Scene<'s>, story: &mut Story) -> Scene {
        let owner = Owner::Story;
        let title = self.label_opt(raw.title.as_deref(), &format!("scene.{id}.title"), owner);
        let turn = self.turn_of(raw.turn.as_ref(), story);
        let storylet = raw.storylet.as_ref().and_then(|s| {
            let raw = self.sink.take(s)?;
            self.storylet(scene, raw, story)
        });
        if let (Some(turn), Some(_)) = (&raw.turn, &storylet) {
            let help = "a storylet comes when it is drawn; give the deck a turn";
            self.sink.report(Problem::Range, turn.text, "a storylet has no turn of its own", help);
        }
        let events = self.events(&raw.events, owner, story);
        let effects = self.effects(&raw.effects, Writer::Act, owner, &mut story.effects);
        let text = self.prose(&raw.text, &format!("scene.{id}"), owner);
        if self.varies(text) {
            self.trackers.slot(Tracker::Visits(scene));
        }
        // The labels lie side by side, as they are read, so that they are copied at once.
        let mut labels = Vec::new();
        for choice in good(&raw.choices) {
            labels.push(self.prose(&choice.text, &format!("choice.{}", text_of(&choice.id)), owner));
        }
        let start = story.choices.len();
        for choice in good(&raw.choices).zip(labels) {
            let choice = self.choice(scene, choice, storylet.is_some(), story);
            story.choices.push(choice);
        }
        let choices = start..story.choices.len();
        Scene { id, title, turn, storylet, events, effects, text, choices, visits: None, last: None }
    }

    fn storylet(&mut self, scene: SceneId, raw: &raw::Storylet<'s>, story: &mut Story) -> Option<Storylet> {
        let deck = self.find(&raw.deck, "deck", |n| &n.decks);
        let when = self.condition(raw.when.as_ref(), Owner::Story);
        let priority = self.int(raw.priority.as_ref(), -1000..1001, 0);
        let weight = self.int(raw.weight.as_ref(), 1..1001, 1);
        let cooldown = self.int(raw.cooldown.as_ref(), 0..100_001, 0);
        let max = self.int(raw.max.as_ref(), 1..100_001, 0);
        if cooldown > 0 {
            self.trackers.slot(Tracker::SceneTurn(scene));
        }
        if max > 0 {
            self.trackers.slot(Tracker::Visits(scene));
        }
        let deck = deck?;
        let drawn = self.trackers.slot(Tracker::Drawn(scene));
        story.decks.get_mut(deck.at())?.storylets.push(scene);
        let weight = u32::try_from(weight).unwrap_or(1);
        Some(Storylet { deck, when, priority, weight, cooldown, max, drawn })
    }

    fn choice(
        &mut self,
        scene: SceneId,
        (raw, text): (&raw::Choice<'s>, TextId),
        storylet: bool,
        story: &mut Story,
    ) -> Choice {
        let owner = Owner::Story;
        let id = text_of(&raw.id);
        let index = ChoiceId::new(story.choices.len());
        let outcome = self.prose_opt(raw.outcome.as_ref(), &format!("choice.{id}.outcome"), owner);
        let gives = self.prose_opt(raw.gives.as_deref(), &format!("choice.{id}.gives"), owner);
        let costs = self.prose_opt(raw.costs.as_deref(), &format!("choice.{id}.costs"), owner);
        let stance = raw.stance.as_ref().and_then(|s| self.sink.take(s)).copied();
        let when = self.condition(raw.when.as_deref(), owner);
        let effects = self.effects(&raw.effects, Writer::Act, owner, &mut story.effects);
        let laters = self.laters(&raw.later, Cause::Choice(index), owner, story);
        let goto = self.target(&raw.goto, storylet);
        Choice {
            id,
            scene,
            text,
            outcome,
            gives,
            costs,
            stance,
            when,
            effects,
            laters,
            goto,
            moves_levers: false,
            last: None,
        }
    }
}
