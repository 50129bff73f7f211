//! Whether choices that are always open lead to an end from everywhere, seen from the map alone.
//!
//! No state is looked at: whatever the numbers are and whatever luck brings, a choice without a condition that moves no
//! lever is open. The invariant: yes is said only where it is so; no says nothing.

use crate::story::{
    Story,
    ids::{ChoiceId, DeckId, SceneId},
    model::Target,
};

/// Whether from every scene choices that are always open lead to an ending.
#[must_use]
pub(super) fn open_to_the_end(story: &Story) -> bool {
    let mut exits = Exits {
        story,
        scenes: vec![false; story.scenes.len()],
        decks: vec![false; story.decks.len()],
        // At the story's last turn some ending must fit.
        end: story.endings.iter().any(|e| e.when.is_none()),
    };
    while exits.widen() {}
    exits.decks.iter().all(|safe| *safe)
        && (0..story.scenes.len()).all(|n| {
            let id = SceneId::new(n);
            exits.scenes[n] || (story.scene(id).storylet.is_some() && exits.drawn(id))
        })
}

struct Exits<'a> {
    story: &'a Story,
    /// Scenes from which an end is in reach, however they were come to.
    scenes: Vec<bool>,
    /// Decks from whose opening an end is in reach, whatever they draw.
    decks: Vec<bool>,
    end: bool,
}

impl Exits<'_> {
    /// Notes what follows from what is known; whether that was anything.
    fn widen(&mut self) -> bool {
        let mut more = false;
        for n in 0..self.decks.len() {
            let deck = self.story.deck(DeckId::new(n));
            if !self.decks[n] && self.leads(deck.then) && deck.storylets.iter().all(|s| self.drawn(*s)) {
                self.decks[n] = true;
                more = true;
            }
        }
        for n in 0..self.scenes.len() {
            if !self.scenes[n] && self.always(SceneId::new(n)).any(|target| self.leads(target)) {
                self.scenes[n] = true;
                more = true;
            }
        }
        more
    }

    /// Whether a storylet that its deck drew goes on: with each return the deck has one draw less, and then closes.
    fn drawn(&self, storylet: SceneId) -> bool {
        self.always(storylet).any(|target| target == Target::Return || self.leads(target))
    }

    /// Where the choices of a scene lead that are always open.
    fn always(&self, scene: SceneId) -> impl Iterator<Item = Target> {
        let choices = self.story.scene(scene).choices.clone().map(|n| self.story.choice(ChoiceId::new(n)));
        choices.filter(|c| c.when.is_none() && !c.moves_levers).map(|c| c.goto)
    }

    /// Whether an end is in reach from where a target leads.
    fn leads(&self, target: Target) -> bool {
        match target {
            Target::Scene(scene) => self.scenes[scene.at()],
            Target::Deck(deck) => self.decks[deck.at()],
            // To whichever deck lies open, or to the end where none does.
            Target::Return => self.end && self.decks.iter().all(|safe| *safe),
            Target::End => self.end,
            Target::Ending(_) => true,
        }
    }
}
