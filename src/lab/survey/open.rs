//! Where a play can be shut in, and where a deck may have nothing to draw.
//!
//! What the ranges leave possible may still never come, so a place is told of only where no choice can ever be open, or
//! where a play was found that stands there. The invariant: whatever is told has happened, or must.

use super::{Survey, culprit::slot_words};
use crate::{
    engine::{Place as At, Quick, Setup},
    lab::{Policy, seed_of},
    story::{
        Story,
        diagnostic::{Code, Diagnostic},
        ids::{ChoiceId, DeckId, SceneId},
        index::space,
        model::{Target, VarKind},
    },
};

/// Plays that look for a place without a way on, under each schedule.
const PLAYS: u64 = 256;
/// The longest of them.
const LONGEST: u32 = 2_000;

/// What plays found.
#[derive(Default)]
struct Found {
    /// By scene: what was known where no choice was open.
    stuck: Vec<Option<String>>,
    /// By deck: whether it was opened and had nothing.
    empty: Vec<bool>,
}

impl Survey<'_> {
    /// Scenes from which no play goes on, and decks that can be empty.
    pub(super) fn shut_in(&self) -> Vec<Diagnostic> {
        let story = self.reading.story;
        let mut found = Vec::new();
        let leads_out = self.leads_out();
        let mut narrow = vec![false; story.scenes.len()];
        for (n, scene) in story.scenes.iter().enumerate() {
            if self.places[n].is_none() {
                continue;
            }
            let place = self.index.definition(space::PLACE, &scene.id).map(|m| m.place.clone());
            let open = scene.choices.clone().any(|c| self.seen.choices[c].holds);
            let (message, help) = if !open {
                let message = format!("no choice of `{}` is ever open, so play would stop here", scene.id);
                (message, "leave one choice without a condition")
            } else if !leads_out[n] {
                let message =
                    format!("from `{}` no play comes to an end: what leads on is always locked", scene.id);
                (message, "loosen the condition of a choice that leads on")
            } else {
                narrow[n] = scene.choices.clone().all(|c| self.seen.choices[c].fails);
                continue;
            };
            found.push(Diagnostic { code: Code::ShutIn, place, message, help: help.to_owned(), also: None });
        }
        let decks: Vec<bool> = (0..story.decks.len()).map(|n| self.may_be_empty(DeckId::new(n))).collect();
        if found.is_empty() && (narrow.contains(&true) || decks.contains(&true)) {
            self.played(&narrow, &decks, &mut found);
        }
        found
    }

    /// Whether a deck that is to draw at least one may have none, as far as its storylets' conditions tell.
    fn may_be_empty(&self, id: DeckId) -> bool {
        let story = self.reading.story;
        let deck = story.deck(id);
        let Some(here) = &self.places[story.scenes.len() + id.at()] else { return false };
        let surely = |scene: &SceneId| {
            story.scene(*scene).storylet.as_ref().is_some_and(|s| {
                let holds = s
                    .when
                    .is_none_or(|w| self.reading.settled(here, &story.trees[w.tree.at()]) == Some(true));
                holds && s.max == 0 && s.cooldown == 0
            })
        };
        deck.draw.0 > 0 && !deck.storylets.iter().any(surely)
    }

    /// From which scenes an end is in reach over choices that may be open.
    fn leads_out(&self) -> Vec<bool> {
        let story = self.reading.story;
        let (mut scenes, mut decks) = (vec![false; story.scenes.len()], vec![false; story.decks.len()]);
        loop {
            let mut more = false;
            let leads = |target: Target, deck: Option<(DeckId, bool)>, scenes: &[bool], decks: &[bool]| {
                match target {
                    Target::Scene(scene) => scenes[scene.at()],
                    Target::Deck(deck) => decks[deck.at()],
                    Target::Return => deck.is_none_or(|(d, named)| named || decks[d.at()]),
                    Target::End | Target::Ending(_) => true,
                }
            };
            for n in (0..scenes.len()).rev().filter(|n| self.places[*n].is_some()) {
                let named = story.is_named(SceneId::new(n));
                let deck = story.scenes[n].storylet.as_ref().map(|s| (s.deck, named));
                let mut choices = story.scenes[n].choices.clone().filter(|c| self.seen.choices[*c].holds);
                if !scenes[n] && choices.any(|c| leads(story.choices[c].goto, deck, &scenes, &decks)) {
                    scenes[n] = true;
                    more = true;
                }
            }
            for n in 0..decks.len() {
                let deck = &story.decks[n];
                let on =
                    leads(deck.then, None, &scenes, &decks) || deck.storylets.iter().any(|s| scenes[s.at()]);
                if !decks[n] && on {
                    decks[n] = true;
                    more = true;
                }
            }
            if !more {
                return scenes;
            }
        }
    }

    fn played(&self, narrow: &[bool], decks: &[bool], found: &mut Vec<Diagnostic>) {
        let story = self.reading.story;
        let mut seen = Found { stuck: vec![None; narrow.len()], empty: vec![false; decks.len()] };
        let schedules: Vec<&str> = match story.schedules.as_slice() {
            [] => vec![""],
            all => all.iter().map(|s| s.id.as_str()).collect(),
        };
        for schedule in schedules {
            let Ok(setup) = Setup::new(story, 0, schedule, "") else { continue };
            let Ok(mut play) = Quick::new(story, setup) else { continue };
            for number in 0..PLAYS {
                walk(story, &mut play, seed_of(0, number), &mut seen);
            }
        }
        for (n, values) in seen.stuck.iter().enumerate() {
            let Some(values) = values.as_ref().filter(|_| narrow[n]) else { continue };
            let scene = &story.scenes[n];
            let place = self.index.definition(space::PLACE, &scene.id).map(|m| m.place.clone());
            let message = format!("a play can be shut in at `{}`: no choice is open when {values}", scene.id);
            let help = "leave one choice without a condition that holds then";
            found.push(Diagnostic { code: Code::ShutIn, place, message, help: help.to_owned(), also: None });
        }
        for (n, empty) in seen.empty.iter().enumerate().filter(|(n, empty)| **empty && decks[*n]) {
            debug_assert!(empty);
            let deck = &story.decks[n];
            let place = self.index.definition(space::PLACE, &deck.id).map(|m| m.place.clone());
            let message = format!(
                "the deck `{}` can be empty: a play opened it, and no storylet could be drawn",
                deck.id
            );
            let help = "give it a storylet without a condition, or say `draw: (0, …)`";
            found.push(Diagnostic {
                code: Code::EmptyDeck,
                place,
                message,
                help: help.to_owned(),
                also: None,
            });
        }
    }
}

/// One play, every open choice taken alike.
fn walk(story: &Story, play: &mut Quick<'_>, seed: u64, seen: &mut Found) {
    if play.restart(seed).is_err() {
        return;
    }
    let drawn = |place: At, deck: DeckId| match place {
        At::Scene(scene) => story.scene(scene).storylet.as_ref().is_some_and(|s| s.deck == deck),
        At::Ended(_) | At::Nowhere => false,
    };
    if let Target::Deck(deck) = story.about.opens {
        seen.empty[deck.at()] |= !drawn(play.state().place, deck);
    }
    for step in 0..LONGEST {
        let At::Scene(scene) = play.state().place else { return };
        let Ok(open) = play.open() else { return };
        let Some(choice) = Policy::Uniform.choose(story, open, (seed, step), &[]) else {
            let values = values(story, play, scene);
            seen.stuck[scene.at()].get_or_insert(values);
            return;
        };
        if play.decide(choice).is_err() {
            return;
        }
        if let Target::Deck(deck) = story.choice(choice).goto {
            seen.empty[deck.at()] |= !drawn(play.state().place, deck);
        }
    }
}

/// What the conditions of a scene's choices read, as it stands.
fn values(story: &Story, play: &Quick<'_>, scene: SceneId) -> String {
    let mut slots = Vec::new();
    for n in story.scene(scene).choices.clone() {
        let when = story.choice(ChoiceId::new(n)).when;
        slots.extend(when.map(|w| crate::engine::read_slots(story, w.code)).unwrap_or_default());
    }
    slots.sort_unstable();
    slots.dedup();
    let known = slots.iter().take(4).map(|slot| {
        let (name, value) = (slot_words(story, *slot), play.state().get(*slot));
        let flag =
            slot.at().checked_sub(1).and_then(|n| story.vars.get(n)).is_some_and(|v| v.kind == VarKind::Flag);
        match (flag, value) {
            (true, 0) => format!("{name} is false"),
            (true, _) => format!("{name} is true"),
            (false, -1) if name.starts_with("the turn of") => {
                format!("{} does not hold", name.trim_start_matches("the turn of "))
            }
            (false, value) => format!("{name} is {value}"),
        }
    });
    let known: Vec<String> = known.collect();
    if known.is_empty() { "the budget is spent".to_owned() } else { known.join(" and ") }
}
