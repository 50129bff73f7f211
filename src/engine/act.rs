//! What a decision does: its effects, the way to where it leads, and what opens there.
//!
//! The invariant: a storylet is selected by a pure query and committed only when it is taken.

use crate::{
    engine::{
        chance::{below, keyed},
        eval::Fault,
        ledger::{Entry, Witness},
        state::Place,
        step::{Turn, TurnError, at},
    },
    story::{
        Story,
        expr::ast::Write,
        ids::{ChoiceId, DeckId, EndingId, SceneId, TreeId, VarId},
        model::{Cause, Target, VarKind},
    },
};

/// Why a storylet is not the one that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDrawn {
    /// It was drawn in this sitting, this one or one before.
    Already,
    /// It has come as often as it may.
    Worn,
    /// It came not long ago; so many turns must still pass.
    Cooling(i64),
    /// Its condition does not hold.
    Condition(TreeId),
    /// Others go before it.
    Outranked,
    /// It could have been; the draw fell on another. Its share, and that of all that could be drawn.
    Luck(u32, u32),
}

impl<W: Witness> Turn<'_, W> {
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
    pub(super) fn apply(&mut self, effects: std::ops::Range<usize>, cause: Cause) -> Result<(), TurnError> {
        if effects.is_empty() {
            return Ok(());
        }
        let story = self.story;
        let name = || cause_name(story, cause);
        for effect in &story.effects[effects] {
            let mut reader = self.reader();
            if !reader.holds_or(effect.when).map_err(at(name))? {
                continue;
            }
            let value = reader.value(effect.value).map_err(at(name))?;
            self.write(effect.var, effect.write, value, cause).map_err(at(name))?;
        }
        self.derive()
    }

    /// Writes one variable.
    pub(super) fn write(&mut self, var: VarId, write: Write, value: i64, cause: Cause) -> Result<(), Fault> {
        let before = self.state.value(var);
        let after = match write {
            Write::Add => before.checked_add(value),
            Write::Sub => before.checked_sub(value),
            Write::Set => Some(value),
        }
        .ok_or(Fault::Overflow)?;
        let after = self.affordable(var, before, after, cause);
        let amount = after.checked_sub(before).ok_or(Fault::Overflow)?;
        if amount != 0 {
            self.witness.entry(Entry { turn: self.state.turn(), var, amount, cause });
        }
        self.bounded(var, after)
    }

    /// What of a lever's move the budget allows. A choice and a plan were asked beforehand, as a whole; whatever else
    /// moves a lever moves it as far as it can be paid for.
    fn affordable(&self, var: VarId, before: i64, after: i64, cause: Cause) -> i64 {
        let record = self.story.var(var);
        let asked = matches!(cause, Cause::Choice(_) | Cause::Plan(_) | Cause::Hand);
        if record.kind != VarKind::Lever || record.cost == 0 || after <= before || asked {
            return after;
        }
        let left = self.story.budget.saturating_sub(self.state.spent(self.story)).max(0);
        after.min(before.saturating_add(left / record.cost))
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
            if self.reader().holds_or(ending.when.map(|w| w.code)).map_err(at(name))? {
                self.state.place = Place::Ended(id);
                return Ok(());
            }
        }
        Err(TurnError { fault: Fault::NoEnding, place: "the story's endings".to_owned() })
    }

    fn sitting(&self) -> Option<DeckId> {
        usize::try_from(self.state.get(self.story.sitting.0)).ok().map(DeckId::new)
    }

    fn leave_deck(&mut self) {
        let (deck, left) = self.story.sitting;
        self.state.set(deck, -1);
        self.state.set(left, 0);
    }

    /// Opens a deck: how many are drawn is a draw itself.
    fn sit_down(&mut self, id: DeckId) -> Result<(), TurnError> {
        let story = self.story;
        let deck = story.deck(id);
        if let Some(turn) = deck.turn {
            self.advance(turn)?;
        }
        let (low, high) = deck.draw;
        let spread = high - low;
        let more = if spread == 0 { 0 } else { below(self.bits(id), spread + 1) };
        let (slot, left) = story.sitting;
        self.state.set(slot, i64::try_from(id.at()).unwrap_or(-1));
        self.state.set(left, i64::from(low + more));
        for scene in &deck.storylets {
            if let Some(storylet) = &story.scene(*scene).storylet {
                self.state.set(storylet.drawn, 0);
            }
        }
        Ok(())
    }

    /// The next draw of a deck, committed.
    fn bits(&mut self, id: DeckId) -> u64 {
        let n = self.story.events.len() + id.at();
        let bits = keyed(self.setup.seed, self.story.deck(id).place, self.luck.count(n));
        self.luck.commit(n);
        bits
    }

    /// Takes a storylet of the deck that is open, if there is one to take.
    fn draw(&mut self, id: DeckId) -> Result<Option<SceneId>, TurnError> {
        let (_, left) = self.story.sitting;
        let remaining = self.state.get(left);
        let eligible = if remaining > 0 { self.eligible(id)? } else { Vec::new() };
        let total: u32 = eligible.iter().map(|(_, weight)| weight).sum();
        if total == 0 {
            self.leave_deck();
            return Ok(None);
        }
        let mut drawn = if eligible.len() == 1 { 0 } else { below(self.bits(id), total) };
        let scene = eligible.iter().find_map(|(scene, weight)| {
            let here = drawn < *weight;
            drawn = drawn.saturating_sub(*weight);
            here.then_some(*scene)
        });
        let Some(scene) = scene else { return Ok(None) };
        self.state.set(left, remaining - 1);
        if let Some(storylet) = &self.story.scene(scene).storylet {
            self.state.set(storylet.drawn, 1);
        }
        Ok(Some(scene))
    }

    /// What keeps a storylet from being drawn now, its rank among the others left aside.
    pub(super) fn barred(&mut self, id: SceneId) -> Result<Option<NotDrawn>, TurnError> {
        let scene = self.story.scene(id);
        let Some(storylet) = &scene.storylet else { return Ok(None) };
        if self.state.get(storylet.drawn) != 0 {
            return Ok(Some(NotDrawn::Already));
        }
        if storylet.max > 0 && scene.visits.is_some_and(|v| self.state.get(v) >= storylet.max) {
            return Ok(Some(NotDrawn::Worn));
        }
        let last = scene.last.map_or(-1, |l| self.state.get(l));
        let waited = self.state.turn() - last;
        if storylet.cooldown > 0 && last >= 0 && waited < storylet.cooldown {
            return Ok(Some(NotDrawn::Cooling(storylet.cooldown - waited)));
        }
        let name = || format!("storylet `{}`", scene.id);
        let holds = self.reader().holds_or(storylet.when.map(|w| w.code)).map_err(at(name))?;
        Ok(storylet.when.filter(|_| !holds).map(|when| NotDrawn::Condition(when.tree)))
    }

    /// The storylets that may be drawn now, with their weights: those of the highest priority.
    fn eligible(&mut self, id: DeckId) -> Result<Vec<(SceneId, u32)>, TurnError> {
        let story = self.story;
        let mut best = i64::MIN;
        let mut found = Vec::new();
        for scene_id in &story.deck(id).storylets {
            let scene = story.scene(*scene_id);
            let Some(storylet) = &scene.storylet else { continue };
            if storylet.priority < best || self.barred(*scene_id)?.is_some() {
                continue;
            }
            if storylet.priority > best {
                best = storylet.priority;
                found.clear();
            }
            found.push((*scene_id, storylet.weight));
        }
        // By id, so that the order in which storylets are declared changes nothing.
        found.sort_by(|a, b| story.scene(a.0).id.cmp(&story.scene(b.0).id));
        Ok(found)
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
