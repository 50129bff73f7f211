//! What a decision does: its effects, the way to where it leads, and what opens there.
//!
//! Drawing from decks is [`decks`](super::decks)'. The invariant: effects are applied in order, each clamped by itself.

use crate::{
    engine::{
        chance::Draws,
        eval::Fault,
        ledger::Witness,
        state::Place,
        step::{Turn, TurnError, at},
    },
    story::{
        Story,
        expr::ast::Write,
        ids::{ChoiceId, EndingId, SceneId, VarId},
        model::{Cause, Target},
    },
};

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Makes a choice.
    pub(super) fn choose(&mut self, id: ChoiceId) -> Result<(), TurnError> {
        let choice = self.story.choice(id);
        self.apply(choice.effects.clone(), Cause::Choice(id))?;
        if let Some(last) = choice.last {
            self.state.set(last, self.state.turn());
        }
        self.schedule_laters(choice.laters.clone());
        self.derive()?;
        self.go(choice.goto)
    }

    /// Sets levers by hand.
    pub(super) fn set_levers(&mut self, levers: &[(VarId, i64)]) -> Result<(), TurnError> {
        for (lever, value) in levers {
            let name = || format!("lever `{}`", self.story.var(*lever).id);
            let set = self.state.value(*lever) != *value;
            if set {
                let at = at(name);
                self.write(*lever, Write::Set, *value, Cause::Hand).map_err(at)?;
            }
        }
        Ok(())
    }

    /// Opens the story: the world is run to its first turn, then to where it opens.
    pub(super) fn open(&mut self) -> Result<(), TurnError> {
        if self.story.scenes.is_empty() {
            return Ok(());
        }
        self.advance(self.story.about.turns.0)?;
        self.go(self.story.about.opens)
    }

    /// Works out what is derived at the start, and the first peaks.
    pub(super) fn before_all(&mut self) -> Result<(), TurnError> {
        self.first_peaks();
        self.derive()?;
        self.first_peaks();
        Ok(())
    }

    fn first_peaks(&mut self) {
        for (id, var) in self.story.vars() {
            if let Some(peak) = var.peak {
                // A history that was taken over may have been higher.
                let known =
                    self.setup.taken.as_ref().and_then(|(_, all)| all.iter().find(|(s, _)| *s == peak));
                let now = self.state.value(id);
                let higher = known.is_none_or(|(_, before)| now > *before);
                self.state.set(peak, known.map_or(now, |(_, before)| now.max(*before)));
                if let Some(turn) = var.peak_turn.filter(|_| higher) {
                    self.state.set(turn, self.state.turn());
                }
            }
        }
    }

    /// Applies effects in order, each clamped by itself.
    #[inline]
    pub(super) fn apply(&mut self, effects: std::ops::Range<usize>, cause: Cause) -> Result<(), TurnError> {
        if effects.is_empty() {
            return Ok(());
        }
        let story = self.story;
        let name = || cause_name(story, cause);
        for effect in &story.effects[effects] {
            if let Some(amount) = effect.plain {
                self.add(effect.var, amount.into(), cause).map_err(at(name))?;
                continue;
            }
            if !self.holds_or(effect.when).map_err(at(name))? {
                continue;
            }
            let value = self.value(effect.value).map_err(at(name))?;
            self.write(effect.var, effect.write, value, cause).map_err(at(name))?;
        }
        self.derive()
    }

    fn go(&mut self, target: Target) -> Result<(), TurnError> {
        let mut target = target;
        // Each deck can be passed through once on the way; a second time is a circle.
        for _ in 0..=self.story.decks.len() {
            target = match target {
                Target::Scene(scene) => {
                    self.leave_deck();
                    return self.arrive(scene);
                }
                Target::Ending(ending) => {
                    self.leave_deck();
                    if let Some(turn) = self.story.ending(ending).turn {
                        self.advance(turn)?;
                    }
                    self.state.place = Place::Ended(ending);
                    return Ok(());
                }
                Target::End => {
                    self.leave_deck();
                    return self.end();
                }
                Target::Deck(deck) => {
                    self.sit_down(deck)?;
                    match self.draw(deck)? {
                        Some(scene) => return self.arrive(scene),
                        None => self.story.deck(deck).then,
                    }
                }
                Target::Return => {
                    let deck = self.sitting();
                    let drawn = match deck {
                        Some(deck) => self.draw(deck)?,
                        None => None,
                    };
                    match (drawn, deck) {
                        (Some(scene), _) => return self.arrive(scene),
                        (None, Some(deck)) => self.story.deck(deck).then,
                        (None, None) => Target::End,
                    }
                }
            };
        }
        Err(TurnError { fault: Fault::DeckCircle, place: "the story's decks".to_owned() })
    }

    fn arrive(&mut self, id: SceneId) -> Result<(), TurnError> {
        let scene = self.story.scene(id);
        if let Some(turn) = scene.turn {
            self.advance(turn)?;
        }
        self.state.place = Place::Scene(id);
        if let Some(visits) = scene.visits {
            let n = self.state.get(visits);
            self.state.set(visits, n + 1);
        }
        if let Some(last) = scene.last {
            self.state.set(last, self.state.turn());
        }
        self.derive()?;
        self.events(scene.events.clone())?;
        self.apply(scene.effects.clone(), Cause::Scene(id))
    }

    fn end(&mut self) -> Result<(), TurnError> {
        self.advance(self.story.about.turns.1)?;
        for n in 0..self.story.endings.len() {
            let id = EndingId::new(n);
            let ending = self.story.ending(id);
            let name = || format!("ending `{}`", ending.id);
            if self.holds_or(ending.when.map(|w| w.code)).map_err(at(name))? {
                self.state.place = Place::Ended(id);
                return Ok(());
            }
        }
        Err(TurnError { fault: Fault::NoEnding, place: "the story's endings".to_owned() })
    }
}

/// The kind and id of a cause, for messages.
pub(super) fn cause_name(story: &Story, cause: Cause) -> String {
    match cause {
        Cause::Choice(c) => format!("choice `{}`", story.choice(c).id),
        Cause::Scene(s) => format!("scene `{}`", story.scene(s).id),
        Cause::Event(e) => format!("event `{}`", story.event(e).id),
        Cause::Later(l) => format!("consequence `{}`", story.later(l).id),
        Cause::Plan(p) => format!("entry {} of the plan", p.at() + 1),
        Cause::Rule(r) => format!("rule {}", story.rule(r).id),
        Cause::Hand => "the hand on the levers".to_owned(),
        Cause::Clamp => "a bound".to_owned(),
        Cause::Definition => "a definition".to_owned(),
    }
}
