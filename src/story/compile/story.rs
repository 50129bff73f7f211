//! The story's half: what it says of itself, its variables, cast, decks, endings and plan.
//!
//! The invariant: a story made of a world alone is complete too; it has no scene and ends at once.

use super::{
    Build,
    parts::Parts,
    world::{WIDEST, good, text_of},
};
use crate::story::{
    diagnostic::Code as Problem,
    hash,
    ids::{CastId, ChoiceId, DeckId, EndingId, PlanId, SceneId, VarId},
    index::{Does, space},
    model::{Cast, Deck, Ending, LAST_ON_SHELF, Owner, Plan, Story, Target, VarKind},
    names::Tracker,
    nearest::did_you_mean,
    raw::{self, Str},
};

impl<'s> Build<'s> {
    /// The story's languages, then those that only the world has.
    pub(super) fn settle_languages(&mut self, parts: &Parts<'s>) {
        let own = parts.story.iter().flat_map(|s| &s.languages);
        let world = parts.world.iter().flat_map(|w| &w.languages);
        for leaf in own.chain(world) {
            let Some(tag) = self.sink.take(leaf).map(ToString::to_string) else { continue };
            let good = !tag.is_empty()
                && tag.len() <= 12
                && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if !good {
                let help = "a language is a tag such as \"en\" or \"id\"";
                self.sink.report(Problem::BadId, leaf.text, "this is no language tag", help);
            } else if !self.languages.contains(&tag) {
                self.languages.push(tag);
            }
        }
        if self.languages.is_empty() {
            self.languages.push("en".to_owned());
        }
        let first = parts.world.as_ref().and_then(|w| w.languages.first()?.value.as_ref().ok());
        self.world_language = first.and_then(|f| self.languages.iter().position(|l| l == f)).unwrap_or(0);
    }

    /// Declares every name of both packs.
    pub(super) fn declare(&mut self, parts: &Parts<'s>) -> Story {
        let mut story = Story::empty(self.languages.len());
        if let Some(world) = &parts.world {
            self.declare_world(world, parts, &mut story);
        }
        if let Some(raw) = &parts.story {
            self.declare_story(raw, &mut story);
        }
        self.declare_lets(parts);
        self.declare_scenes(parts);
        let title = parts.story.as_ref().map(|s| &s.title).or(parts.world.as_ref().map(|w| &w.id));
        if let Some(title) = title {
            story.about.title = self.label(title, "story.title", Owner::Story);
            story.about.chair = story.about.title;
        }
        story
    }

    fn declare_story(&mut self, raw: &raw::Story<'s>, story: &mut Story) {
        self.int(Some(&raw.format), 1..2, 1);
        story.about.id = self.id("story", &raw.id).unwrap_or_default();
        if let Some(world) = self.sink.take(&raw.world)
            && *world != story.world
        {
            let message = format!("the world here is called `{}`", crate::story::sane(&story.world));
            self.sink.report(Problem::World, raw.world.text, message, "name the world by its own id");
        }
        self.declare_meters(&raw.meters, VarKind::Meter, Owner::Story, story);
        self.declare_meters(&raw.stocks, VarKind::Stock, Owner::Story, story);
        self.declare_flags(&raw.flags, (Owner::Story, false), story);
        self.declare_flags(&raw.carried, (Owner::Story, true), story);
        self.read_all(&raw.lets);
        for (n, (id, _)) in raw.decks.0.iter().enumerate() {
            if let Some(name) = self.id("scene", id) {
                self.names.decks.insert(name, DeckId::new(n));
            }
        }
        self.read_all(&raw.endings);
        for (n, ending) in good(&raw.endings).enumerate() {
            if let Some(name) = self.id("scene", &ending.id) {
                self.names.endings.insert(name, EndingId::new(n));
            }
        }
    }

    fn declare_scenes(&mut self, parts: &Parts<'s>) {
        let own = parts.story.iter().flat_map(|s| &s.cast.0);
        for (n, (id, _)) in parts.people.iter().map(|(_, item)| item).chain(own).enumerate() {
            if let Some(name) = self.id("person", id) {
                self.names.cast.insert(name, CastId::new(n));
            }
        }
        let mut choices = 0;
        for (n, (id, scene)) in parts.scenes.iter().enumerate() {
            if let Some(name) = self.id("scene", id) {
                self.names.scenes.insert(name, SceneId::new(n));
            }
            let Some(scene) = self.sink.take(scene) else { continue };
            self.read_all(&scene.choices);
            for choice in good(&scene.choices) {
                if let Some(name) = self.id("choice", &choice.id) {
                    self.names.choices.insert(name, ChoiceId::new(choices));
                }
                choices += 1;
            }
        }
    }

    /// Compiles everything of a story but its scenes.
    pub(super) fn story_bodies(&mut self, parts: &Parts<'s>, story: &mut Story) {
        for renamed in parts.world.iter().map(|w| &w.renamed).chain(parts.story.iter().map(|s| &s.renamed)) {
            self.once(renamed);
        }
        let renamed = parts.world.iter().flat_map(|w| &w.renamed.0);
        let own = parts.story.iter().flat_map(|s| &s.renamed.0);
        for (old, new_leaf) in renamed.chain(own) {
            let (Some(old), Some(new)) = (self.sink.take(old), self.sink.take(new_leaf)) else {
                continue;
            };
            story.about.renamed.push((old.to_string(), new.to_string()));
            self.note("renamed", new_leaf, Does::Renames);
        }
        let cast = parts.story.iter().flat_map(|s| &s.cast.0).map(|item| (Owner::Story, item));
        for (owner, (id, raw)) in parts.people.iter().map(|(owner, item)| (*owner, item)).chain(cast) {
            let id = text_of(id);
            let raw = self.sink.take(raw);
            let name = match raw {
                Some(raw) => self.label(&raw.name, &format!("cast.{id}.name"), owner),
                None => self.texts_declare(&format!("cast.{id}.name")),
            };
            let about =
                raw.and_then(|r| self.label_opt(r.about.as_ref(), &format!("cast.{id}.about"), owner));
            let side = raw.and_then(|r| r.side.as_ref()).and_then(|s| self.sink.take(s)).copied();
            story.cast.push(Cast { id, name, about, side });
        }
        if let Some(raw) = &parts.story {
            self.about(raw, story);
            self.start(raw, story);
            self.plan(raw, story);
            self.decks(raw, story);
            self.endings(raw, story);
        }
    }

    /// A text that nothing fills, where what it belongs to was broken.
    fn texts_declare(&mut self, key: &str) -> crate::story::ids::TextId {
        let kind = super::TextKind { prose: false, owner: Owner::Story, place: 0, source: "" };
        self.note_kind(kind);
        self.texts.declare(key)
    }

    fn about(&mut self, raw: &raw::Story<'s>, story: &mut Story) {
        let owner = Owner::Story;
        let (from, to) = self.sink.take(&raw.turns).copied().unwrap_or((0, 1));
        if !(0..=100_000).contains(&from) || to <= from || to > 100_000 {
            let help = "as in (0, 24): the turn it begins at, and the later turn it ends at";
            self.sink.report(Problem::Range, raw.turns.text, "these turns cannot be played", help);
        }
        story.about.turns = (from.clamp(0, 100_000), to.clamp(0, 100_000));
        story.about.chair = self.label(&raw.chair, "story.chair", owner);
        story.about.about = self.label_opt(raw.about.as_ref(), "story.about", owner);
        for (n, note) in raw.notes.iter().enumerate() {
            let note = self.label(note, &format!("story.note.{n}"), owner);
            story.about.notes.push(note);
        }
        story.about.shelf = self.int(raw.shelf.as_ref(), 1..LAST_ON_SHELF + 1, LAST_ON_SHELF);
        story.about.minutes = raw.minutes.as_ref().and_then(|minutes| {
            let (from, to) = *self.sink.take(minutes)?;
            if from < 1 || to < from {
                let help = "as in (35, 50): the minutes of a quick play and of a slow one";
                self.sink.report(Problem::Range, minutes.text, "no play takes so long", help);
            }
            Some((from, to))
        });
        story.about.country = raw.country.as_ref().and_then(|c| self.id("country", c));
        for held in &raw.holds {
            story.about.holds.extend(self.lever(held));
        }
        story.about.opens = self.target(&raw.opens, false);
    }

    fn lever(&mut self, leaf: &Str<'s>) -> Option<VarId> {
        let name = self.sink.take(leaf)?;
        self.note(space::VALUE, leaf, Does::Reads);
        let kind = |v: &VarId| self.kinds.get(v.at()).map(|(kind, _)| *kind);
        let found = self.names.vars.get(name.as_ref()).copied().filter(|v| kind(v) == Some(VarKind::Lever));
        if found.is_none() {
            let levers = self.names.vars.iter().filter(|(_, v)| kind(v) == Some(VarKind::Lever));
            let help = did_you_mean(name, levers.map(|(n, _)| n.as_str()));
            let message = format!("there is no lever `{}`", crate::story::sane(name));
            self.sink.report(Problem::UnknownName, leaf.text, message, help);
        }
        found
    }

    fn start(&mut self, raw: &raw::Story<'s>, story: &mut Story) {
        self.once(&raw.levers);
        self.once(&raw.start);
        for (name, change) in &raw.levers.0 {
            let (Some(lever), Some(change)) = (self.lever(name), self.sink.take(change)) else { continue };
            let max = self.int(change.max.as_ref(), 0..1001, story.var(lever).max);
            let cost = self.int(change.cost.as_ref(), 0..1_000_001, story.var(lever).cost);
            let var = &mut story.vars[lever.at()];
            (var.max, var.cost, var.start) = (max, cost, var.start.min(max));
        }
        for (name, value) in &raw.start.0 {
            let Some(var) = self.find(name, "meter, stock or lever", |n| &n.vars) else { continue };
            if story.var(var).kind == VarKind::Derived {
                let help = "set what it is made of";
                self.sink.report(Problem::ReadOnly, name.text, "a derived meter has no start", help);
                continue;
            }
            let range = story.var(var).min..story.var(var).max + 1;
            story.vars[var.at()].start = self.int(Some(value), range, story.var(var).start);
        }
        let spent: i64 = story.vars.iter().map(|v| v.cost.saturating_mul(v.start)).sum();
        if spent > story.budget {
            let message = format!("the levers cost {spent} at the start; the budget is {}", story.budget);
            let at = raw.start.0.first().map_or(raw.id.text, |(name, _)| name.text);
            self.sink.report(Problem::Range, at, message, "lower one of them");
        }
    }

    fn plan(&mut self, raw: &raw::Story<'s>, story: &mut Story) {
        self.read_all(&raw.plan);
        for (n, entry) in good(&raw.plan).enumerate() {
            let from = self.int(Some(&entry.from), 0..100_001, 0);
            let when = self.condition(entry.when.as_ref(), Owner::Story);
            let mut levers = Vec::new();
            self.once(&entry.levers);
            for (name, value) in &entry.levers.0 {
                let Some(lever) = self.lever(name) else { continue };
                if story.about.holds.contains(&lever) {
                    let help = "leave it out of `holds`, or out of the plan";
                    self.sink.report(Problem::ReadOnly, name.text, "the chair holds this lever itself", help);
                }
                let value = self.int(Some(value), WIDEST.start.max(0)..story.var(lever).max + 1, 0);
                levers.push((lever, value));
            }
            let cost: i64 =
                levers.iter().map(|(l, v): &(VarId, i64)| story.var(*l).cost.saturating_mul(*v)).sum();
            if cost > story.budget {
                let message = format!("these levers cost {cost}; the budget is {}", story.budget);
                self.sink.report(
                    Problem::Range,
                    entry.from.text,
                    message,
                    "it would never apply; lower one of them",
                );
            }
            let done = self.trackers.slot(Tracker::Planned(PlanId::new(n)));
            story.plan.push(Plan { from, when, levers, done });
        }
    }

    fn decks(&mut self, raw: &raw::Story<'s>, story: &mut Story) {
        for (name, deck) in &raw.decks.0 {
            let id = text_of(name);
            let place = hash(format!("deck {id}").as_bytes());
            let mut made =
                Deck { id, draw: (0, 0), turn: None, then: Target::End, storylets: Vec::new(), place };
            if let Some(deck) = self.sink.take(deck) {
                if let Some(&(low, high)) = self.sink.take(&deck.draw) {
                    match (u32::try_from(low), u32::try_from(high)) {
                        (Ok(low), Ok(high)) if low <= high && high <= 1000 => made.draw = (low, high),
                        _ => {
                            let help = "as in (1, 2): at least one, at most two";
                            self.sink.report(Problem::Range, deck.draw.text, "so many cannot be drawn", help);
                        }
                    }
                }
                made.turn = self.turn_of(deck.turn.as_ref(), story);
                made.then = self.target(&deck.then, false);
            }
            story.decks.push(made);
        }
    }

    fn endings(&mut self, raw: &raw::Story<'s>, story: &mut Story) {
        for ending in good(&raw.endings) {
            let id = text_of(&ending.id);
            let title = self.label_opt(ending.title.as_ref(), &format!("ending.{id}.title"), Owner::Story);
            let when = self.condition(ending.when.as_ref(), Owner::Story);
            let turn = self.turn_of(ending.turn.as_ref(), story);
            let text = self.prose(&ending.text, &format!("ending.{id}"), Owner::Story);
            story.endings.push(Ending { id, title, when, turn, text });
        }
    }

    /// A turn of the story.
    pub(super) fn turn_of(&mut self, leaf: Option<&raw::Int<'s>>, story: &Story) -> Option<i64> {
        let (from, to) = story.about.turns;
        leaf.map(|leaf| self.int(Some(leaf), from..to + 1, from))
    }

    /// Where a `goto` leads.
    pub(super) fn target(&mut self, leaf: &Str<'s>, storylet: bool) -> Target {
        let Some(name) = self.sink.take(leaf) else { return Target::End };
        if !matches!(name.as_ref(), "end" | "return") {
            self.note(space::PLACE, leaf, Does::Reads);
        }
        let names = &self.names;
        let known = match name.as_ref() {
            "end" => Some(Target::End),
            "return" if storylet => Some(Target::Return),
            "return" => {
                let help = "name a scene, a deck, an ending, or \"end\"";
                self.sink.report(Problem::Goto, leaf.text, "only a storylet can return to its deck", help);
                return Target::End;
            }
            name => {
                let scene = names.scenes.get(name).map(|s| Target::Scene(*s));
                let deck = names.decks.get(name).map(|d| Target::Deck(*d));
                scene.or(deck).or_else(|| names.endings.get(name).map(|e| Target::Ending(*e)))
            }
        };
        known.unwrap_or_else(|| {
            let all = names.scenes.keys().chain(names.decks.keys()).chain(names.endings.keys());
            let help = did_you_mean(name, all.map(String::as_str).chain(["end"]));
            let message = format!("there is no scene, deck or ending `{}`", crate::story::sane(name));
            self.sink.report(Problem::Goto, leaf.text, message, help);
            Target::End
        })
    }
}
