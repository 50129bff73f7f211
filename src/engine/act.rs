//! What a decision does: its effects, the way to where it leads, and what opens there.
//!
//! Drawing from decks is [`decks`](super::decks)'. The invariant: effects are applied in order, each clamped by itself.

use crate::{
    engine::{
        brief,
        chance::Draws,
        fault::Fault,
        fault::{TurnError, at},
        ledger::Witness,
        state::Place,
        step::Turn,
    },
    story::{
        Story,
        expr::ast::Write,
        ids::{ChoiceId, EndingId, SceneId, VarId},
        model::{Cause, Does, Span, Target},
    },
};

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Makes a choice.
    #[expect(
        clippy::inline_always,
        reason = "one body for all that a decision does: a third of a turn was calls"
    )]
    #[inline(always)]
    pub(super) fn choose(&mut self, id: ChoiceId) -> Result<(), TurnError> {
        // Taken apart, so that the brief way has what it needs at hand.
        let Turn { story, setup, ref mut course } = *self;
        match story.flat.choices[id.at()].brief {
            Some(next) if !W::LOOKS && setup.schedule.is_none() && !course.luck.blind() => {
                brief::choose(story, course, id, next)
            }
            Some(_) | None => Turn { story, setup, course }.choose_any(id),
        }
    }

    /// Makes a choice that does more, or of which somebody wants to see more, than the brief way has.
    #[inline(never)]
    fn choose_any(&mut self, id: ChoiceId) -> Result<(), TurnError> {
        let choice = &self.story.flat.choices[id.at()];
        self.apply(choice.does, Cause::Choice(id))?;
        if choice.remembered {
            self.remember(id);
            self.derive()?;
        }
        self.go(choice.goto)
    }

    #[inline(never)]
    fn remember(&mut self, id: ChoiceId) {
        let choice = self.story.choice(id);
        if let Some(last) = choice.last {
            self.course.state.set(last, self.course.state.turn());
        }
        self.schedule_laters(choice.laters.clone());
    }

    /// Sets levers by hand.
    pub(super) fn set_levers(&mut self, levers: &[(VarId, i64)]) -> Result<(), TurnError> {
        for (lever, value) in levers {
            let name = || format!("lever `{}`", self.story.var(*lever).id);
            let set = self.course.state.value(*lever) != *value;
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
        let Some(scene) = self.setup.at else { return self.go(self.story.about.opens) };
        self.advance(self.story.scene(scene).turn.unwrap_or(0))?;
        if let Some(storylet) = &self.story.scene(scene).storylet {
            // It was drawn, so to say, and nothing more is drawn after it.
            let deck = storylet.deck;
            self.advance(self.story.deck(deck).turn.unwrap_or(0))?;
            self.course.state.set(self.story.sitting.0, i64::try_from(deck.at()).unwrap_or(-1));
            self.course.state.set(storylet.drawn, 1);
        }
        // What was set is so in the scene, whatever the turns before it made of it.
        for (var, value) in &self.setup.start {
            self.course.state.set(crate::story::model::slot_of(*var), *value);
        }
        self.derive()?;
        self.come_to(scene)
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
                let now = self.course.state.value(id);
                let higher = known.is_none_or(|(_, before)| now > *before);
                self.course.state.set(peak, known.map_or(now, |(_, before)| now.max(*before)));
                if let Some(turn) = var.peak_turn.filter(|_| higher) {
                    self.course.state.set(turn, self.course.state.turn());
                }
            }
        }
    }

    /// Applies effects in order, each clamped by itself.
    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    pub(super) fn apply(&mut self, does: Does, cause: Cause) -> Result<(), TurnError> {
        if !does.adds.is_empty() {
            self.add(does.adds, cause)?;
        }
        if !does.rest.is_empty() {
            self.apply_each(does.rest, cause)?;
        }
        if does.is_empty() { Ok(()) } else { self.derive() }
    }

    /// Applies effects that have to be worked out.
    #[inline(never)]
    fn apply_each(&mut self, effects: Span, cause: Cause) -> Result<(), TurnError> {
        let story = self.story;
        let name = || cause_name(story, cause);
        for effect in effects.among(&story.effects) {
            if !self.holds_or(effect.when).map_err(at(name))? {
                continue;
            }
            let value = self.value(effect.value).map_err(at(name))?;
            self.write(effect.var, effect.write, value, cause).map_err(at(name))?;
        }
        Ok(())
    }

    /// Goes where a target leads, by way of decks.
    fn go(&mut self, target: Target) -> Result<(), TurnError> {
        let mut target = target;
        // Each deck can be passed through once on the way; a second time is a circle.
        for _ in 0..=self.story.decks.len() {
            target = match target {
                Target::Scene(scene) => {
                    self.leave_deck();
                    return self.come_to(scene);
                }
                Target::Ending(ending) => {
                    self.leave_deck();
                    if let Some(turn) = self.story.ending(ending).turn {
                        self.advance(turn)?;
                    }
                    self.course.state.place = Place::Ended(ending);
                    return Ok(());
                }
                Target::End => {
                    self.leave_deck();
                    return self.end();
                }
                Target::Deck(deck) => {
                    self.sit_down(deck)?;
                    match self.draw(deck)? {
                        Some(scene) => return self.come_to(scene),
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
                        (Some(scene), _) => return self.come_to(scene),
                        (None, Some(deck)) => self.story.deck(deck).then,
                        (None, None) => Target::End,
                    }
                }
            };
        }
        Err(TurnError::new(Fault::DeckCircle, "the story's decks"))
    }

    #[inline(never)]
    fn come_to(&mut self, id: SceneId) -> Result<(), TurnError> {
        let scene = &self.story.flat.scenes[id.at()];
        self.advance(scene.turn)?;
        self.course.state.place = Place::Scene(id);
        if scene.quiet {
            return self.events(scene.events);
        }
        self.opened(id)
    }

    /// What comes with a scene that is counted or does something.
    #[inline(never)]
    fn opened(&mut self, id: SceneId) -> Result<(), TurnError> {
        let scene = &self.story.flat.scenes[id.at()];
        if scene.remembered {
            self.visit(id);
        }
        self.derive()?;
        self.events(scene.events)?;
        self.apply(scene.does, Cause::Scene(id))
    }

    #[inline(never)]
    fn visit(&mut self, id: SceneId) {
        let scene = self.story.scene(id);
        if let Some(visits) = scene.visits {
            let n = self.course.state.get(visits);
            self.course.state.set(visits, n + 1);
        }
        if let Some(last) = scene.last {
            self.course.state.set(last, self.course.state.turn());
        }
    }

    fn end(&mut self) -> Result<(), TurnError> {
        self.advance(self.story.about.turns.1)?;
        for (n, guard) in self.story.flat.endings.iter().enumerate() {
            let id = EndingId::new(n);
            let fits = if self.course.luck.blind() || !guard.whole {
                self.fits(id)?
            } else {
                guard.holds(&self.course.state.slots)
            };
            if fits {
                self.course.state.place = Place::Ended(id);
                return Ok(());
            }
        }
        Err(TurnError::new(Fault::NoEnding, "the story's endings"))
    }
}

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    /// Whether an ending fits.
    #[inline(never)]
    fn fits(&mut self, id: EndingId) -> Result<bool, TurnError> {
        let ending = self.story.ending(id);
        self.holds_or(ending.when.map(|w| w.code)).map_err(at(|| format!("ending `{}`", ending.id)))
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
