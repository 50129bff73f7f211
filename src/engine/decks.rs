//! Drawing storylets from decks.
//!
//! The invariant: a storylet is selected by a pure query and committed only when it is taken.

use crate::{
    engine::{
        chance::Draws,
        fault::{TurnError, at},
        ledger::Witness,
        step::Turn,
    },
    story::ids::{DeckId, SceneId, TreeId},
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

impl<W: Witness, L: Draws> Turn<'_, W, L> {
    pub(super) fn sitting(&self) -> Option<DeckId> {
        usize::try_from(self.course.state.get(self.story.sitting.0)).ok().map(DeckId::new)
    }

    pub(super) fn leave_deck(&mut self) {
        let (deck, left) = self.story.sitting;
        self.course.state.set(deck, -1);
        self.course.state.set(left, 0);
    }

    /// Opens a deck: how many are drawn is a draw itself.
    pub(super) fn sit_down(&mut self, id: DeckId) -> Result<(), TurnError> {
        let story = self.story;
        let deck = story.deck(id);
        if let Some(turn) = deck.turn {
            self.advance(turn)?;
        }
        let (low, high) = deck.draw;
        let more = if high == low { 0 } else { self.one_of(id, &vec![1; (high - low) as usize + 1]) };
        let more = i64::try_from(more).unwrap_or(0);
        let (slot, left) = story.sitting;
        self.course.state.set(slot, i64::try_from(id.at()).unwrap_or(-1));
        self.course.state.set(left, i64::from(low) + more);
        for scene in &deck.storylets {
            if let Some(storylet) = &story.scene(*scene).storylet {
                self.course.state.set(storylet.drawn, 0);
            }
        }
        Ok(())
    }

    /// The next draw of a deck, committed.
    fn one_of(&mut self, id: DeckId, weights: &[u32]) -> usize {
        let n = self.story.events.len() + id.at();
        self.course.luck.one_of(n, self.story.deck(id).place, weights)
    }

    /// Takes a storylet of the deck that is open, if there is one to take.
    pub(super) fn draw(&mut self, id: DeckId) -> Result<Option<SceneId>, TurnError> {
        let (_, left) = self.story.sitting;
        let remaining = self.course.state.get(left);
        if self.course.luck.blind() {
            return self.draw_any(id, remaining);
        }
        let eligible = if remaining > 0 { self.eligible(id)? } else { Vec::new() };
        let total: u32 = eligible.iter().map(|(_, weight)| weight).sum();
        if total == 0 {
            self.leave_deck();
            return Ok(None);
        }
        let weights: Vec<u32> = eligible.iter().map(|(_, weight)| *weight).collect();
        let drawn = if eligible.len() == 1 { 0 } else { self.one_of(id, &weights) };
        let Some((scene, _)) = eligible.get(drawn).copied() else { return Ok(None) };
        self.taken(scene, remaining);
        Ok(Some(scene))
    }

    /// Takes any storylet that was not drawn in this sitting, or none: whether it may come is not known.
    fn draw_any(&mut self, id: DeckId, remaining: i64) -> Result<Option<SceneId>, TurnError> {
        let mut open = Vec::new();
        for scene in self.story.deck(id).storylets.iter().filter(|_| remaining > 0) {
            let Some(storylet) = &self.story.scene(*scene).storylet else { continue };
            let name = || format!("storylet `{}`", self.story.scene(*scene).id);
            let unknown = storylet.when.is_some_and(|w| self.course.luck.unknown(self.story, w.code));
            let when = storylet.when.filter(|_| !unknown).map(|w| w.code);
            if self.course.state.get(storylet.drawn) == 0 && self.holds_or(when).map_err(at(name))? {
                open.push(*scene);
            }
        }
        let Some(scene) = open.get(self.course.luck.any(open.len() + 1)).copied() else {
            self.leave_deck();
            return Ok(None);
        };
        self.taken(scene, remaining);
        Ok(Some(scene))
    }

    fn taken(&mut self, scene: SceneId, remaining: i64) {
        self.course.state.set(self.story.sitting.1, remaining - 1);
        if let Some(storylet) = &self.story.scene(scene).storylet {
            self.course.state.set(storylet.drawn, 1);
        }
    }

    /// What keeps a storylet from being drawn now, its rank among the others left aside.
    pub(super) fn barred(&mut self, id: SceneId) -> Result<Option<NotDrawn>, TurnError> {
        let scene = self.story.scene(id);
        let Some(storylet) = &scene.storylet else { return Ok(None) };
        if self.course.state.get(storylet.drawn) != 0 {
            return Ok(Some(NotDrawn::Already));
        }
        if storylet.max > 0 && scene.visits.is_some_and(|v| self.course.state.get(v) >= storylet.max) {
            return Ok(Some(NotDrawn::Worn));
        }
        let last = scene.last.map_or(-1, |l| self.course.state.get(l));
        let waited = self.course.state.turn() - last;
        if storylet.cooldown > 0 && last >= 0 && waited < storylet.cooldown {
            return Ok(Some(NotDrawn::Cooling(storylet.cooldown - waited)));
        }
        let name = || format!("storylet `{}`", scene.id);
        let holds = self.holds_or(storylet.when.map(|w| w.code)).map_err(at(name))?;
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
