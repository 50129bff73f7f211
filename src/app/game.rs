//! A play under way: the story, the run as it will be saved, and its timeline.
//!
//! The invariant: the timeline is always the replay of the run's decisions.

use std::{collections::BTreeMap, sync::Arc};

use super::made::Made;
use crate::{
    engine::{
        CannotBegin, Changed, Decide, Decision, Place, Run, Timeline, check_levers, find, read, replay,
        version_word,
    },
    story::{
        Story,
        ids::{ChoiceId, VarId},
        model::VarKind,
    },
};

/// A play under way.
#[derive(Debug, Clone)]
pub struct Game {
    /// The story.
    pub story: Arc<Story>,
    /// The run as it is saved.
    pub run: Run,
    /// Its timeline.
    pub timeline: Timeline,
    /// The number of its file, once it has one.
    pub file: Option<u32>,
    /// Which language of the story is read.
    pub language: usize,
    /// For those who govern without a story: the levers as they will be set when the next quarter begins.
    pub hand: Vec<(VarId, i64)>,
    /// What was made of it to be shown.
    pub made: Made,
}

/// A game resumed, and what its player must be told.
#[derive(Debug)]
pub struct Resumed {
    /// The game.
    pub game: Game,
    /// What has changed since it was saved.
    pub changed: Option<Changed>,
    /// Whether the story's files differ.
    pub edited: bool,
}

impl Game {
    /// Begins or goes on with a run.
    ///
    /// # Errors
    /// [`CannotBegin`].
    pub fn resume(story: Arc<Story>, run: Run, file: Option<u32>, tag: &str) -> Result<Resumed, CannotBegin> {
        let replayed = replay(&story, &run)?;
        let language = story.language(tag);
        let timeline = replayed.timeline;
        let hand = story.vars().filter(|(_, v)| v.kind == VarKind::Lever);
        let hand = hand.map(|(id, _)| (id, timeline.now().state.value(id))).collect();
        let made = Made::default();
        let mut game = Self { story, run, timeline, file, language, hand, made };
        game.take_up_levers();
        // The old file stays as it was; what is played from here is a run of its own.
        match replayed.changed {
            Some(Changed::Cut { kept, .. }) => {
                game.run.decisions.truncate(kept);
                game.run.undone.clear();
                game.file = None;
            }
            Some(Changed::Numbers { .. }) => game.file = None,
            None => {}
        }
        // By the names and digests of this version.
        game.run.decisions.clear();
        game.refresh();
        Ok(Resumed { game, changed: replayed.changed, edited: replayed.edited })
    }

    /// Writes down what the run's decisions are now, by the names they have now.
    fn refresh(&mut self) {
        self.made = Made::default();
        self.run.story.clone_from(&self.story.about.id);
        self.run.pack = version_word(self.story.version);
        env!("CARGO_PKG_VERSION").clone_into(&mut self.run.engine);
        if self.governs() {
            self.run.story.clone_from(&self.story.world);
            self.run.turns = i64::try_from(self.timeline.decisions()).unwrap_or(0);
            return;
        }
        // Decisions are made at the end and taken back from there, so what stands before is as it was.
        self.run.decisions.truncate(self.timeline.decisions());
        let moments = self.timeline.moments().iter().skip(1 + self.run.decisions.len());
        let decisions = moments.filter_map(|m| {
            let id = self.story.choice(m.by?).id.clone();
            Some(Decision(id, m.state.digest(&self.story)))
        });
        self.run.decisions.extend(decisions);
    }

    /// Makes a choice. What was taken back before can no longer be made again, unless it is this very choice.
    ///
    /// # Errors
    /// [`Decide`]; nothing has changed then.
    pub fn decide(&mut self, choice: ChoiceId) -> Result<(), Decide> {
        self.timeline.decide(&self.story, choice)?;
        if self.run.undone.last() == Some(&self.story.choice(choice).id) {
            self.run.undone.pop();
        } else {
            self.run.undone.clear();
        }
        self.refresh();
        Ok(())
    }

    /// The label of the choice that led to the `n`-th moment, as it read when it was made; none led to the first.
    #[must_use]
    pub fn chosen(&self, n: usize) -> Option<String> {
        let choice = self.timeline.moments().get(n)?.by?;
        let text = self.story.choice(choice).text;
        let passage = read(&self.story, &self.timeline.setup, self.timeline.before(n), text, self.language);
        Some(passage.map(|p| p.plain()).unwrap_or_default())
    }

    /// What tells this play from others: its seed, and what was decided.
    #[must_use]
    pub fn decided(&self) -> (u64, Vec<ChoiceId>) {
        (self.run.seed, self.timeline.moments().iter().filter_map(|m| m.by).collect())
    }

    /// Whether this is a world governed without a story.
    #[must_use]
    pub fn governs(&self) -> bool {
        self.story.scenes.is_empty()
    }

    /// Sets the levers as the hand says, and lets a quarter pass.
    ///
    /// # Errors
    /// Levers beyond their bounds or the budget, or a rule that cannot be worked out; nothing has changed then.
    pub fn quarter(&mut self) -> Result<(), Decide> {
        let state = &self.timeline.now().state;
        check_levers(&self.story, state, &self.hand).map_err(Decide::Levers)?;
        let turn = state.turn();
        let moved = self.hand.iter().filter(|(id, value)| state.value(*id) != *value);
        let moved: BTreeMap<String, i64> =
            moved.map(|(id, v)| (self.story.var(*id).id.clone(), *v)).collect();
        self.timeline.advance(&self.story, &self.hand)?;
        self.run.levers.retain(|from, _| *from < turn);
        if !moved.is_empty() {
            self.run.levers.insert(turn, moved);
        }
        self.refresh();
        Ok(())
    }

    /// Puts the hand where the levers stand, and where the run would set them next.
    fn take_up_levers(&mut self) {
        let now = self.timeline.now();
        let next = self.run.levers.get(&now.state.turn());
        for (id, value) in &mut self.hand {
            let set = next.and_then(|l| l.get(&self.story.var(*id).id)).copied();
            *value = set.unwrap_or_else(|| now.state.value(*id));
        }
    }

    /// Takes decisions back; how many were.
    pub fn undo(&mut self, n: usize) -> usize {
        let n = n.min(self.timeline.decisions());
        if self.governs() {
            self.timeline.undo(n);
            self.take_up_levers();
            self.refresh();
            return n;
        }
        let taken = self.run.decisions.iter().rev().take(n).map(|d| d.0.clone());
        self.run.undone.extend(taken);
        self.timeline.undo(n);
        self.refresh();
        n
    }

    /// Makes decisions again that were taken back; how many could be.
    pub fn redo(&mut self, n: usize) -> usize {
        let mut done = 0;
        while done < n {
            let Some(id) = self.run.undone.last() else { break };
            let Some(choice) = find(&self.story, &self.timeline, id) else { break };
            if self.decide(choice).is_err() {
                break;
            }
            done += 1;
        }
        done
    }

    /// Whether the play has come to its end.
    #[must_use]
    pub fn ended(&self) -> bool {
        matches!(self.timeline.now().state.place, Place::Ended(_))
    }
}
