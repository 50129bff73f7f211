//! A play from its start to now: one moment for each decision, with everything that was written down on the way.
//!
//! The invariant: a timeline is what its decisions make of the start. Undoing cuts its end off and nothing else, so
//! after `undo(n)` it is the timeline of the decisions that are left.

use crate::{
    engine::{
        fault::TurnError,
        ledger::{Entry, Happening, Quiet, Witness},
        locks::{self, Lock},
        state::{Luck, Place, Setup, SetupError, State},
        step::{Course, Room, Turn},
    },
    story::{
        Story,
        ids::{ChoiceId, VarId},
    },
};

/// The world at the end of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnEnd {
    /// What the rules of the step read.
    pub read: State,
    /// One past the last ledger entry that was written by then.
    pub read_entries: usize,
    /// The state when the step was done.
    pub state: State,
    /// One past the last ledger entry that was written by then.
    pub entries: usize,
}

/// A point of a play that can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// A moment, counted from 0.
    Moment(usize),
    /// The end of the step that led to this turn; the start at turn 0.
    Turn(i64),
    /// What the rules of the step from this turn on read: after its decisions, and what came of them.
    Read(i64),
}

/// A state in which the player decides, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The choice that led here; the first moment has none.
    pub by: Option<ChoiceId>,
    /// The state.
    pub state: State,
    /// How often each place has drawn.
    pub luck: Luck,
    /// What happened on the way, with the turn.
    pub happenings: Vec<(i64, Happening)>,
    /// One past the last ledger entry that was written by then.
    pub entries: usize,
    /// One past the last turn end by then.
    pub turns: usize,
}

/// A play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What was set when it began.
    pub setup: Setup,
    /// The state at turn 0, before anything happened.
    pub start: State,
    /// The moments, the first of them before any decision; never empty.
    moments: Vec<Moment>,
    /// Every contribution, in the order it was written.
    pub ledger: Vec<Entry>,
    /// The world at the end of each step.
    pub history: Vec<TurnEnd>,
}

/// Why a decision was not taken. The timeline stands as it stood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Decide {
    /// The scene has no such choice.
    #[error("there is no such choice here")]
    NotHere,
    /// The choice is locked.
    #[error("this choice is locked")]
    Locked(Lock),
    /// The turn could not be worked out.
    #[error(transparent)]
    Turn(#[from] TurnError),
    /// The levers cannot be set so.
    #[error(transparent)]
    Levers(SetupError),
}

#[derive(Default)]
struct Pen {
    ledger: Vec<Entry>,
    /// How many entries the timeline has before those of this pen.
    before: usize,
    read: Option<(State, usize)>,
    history: Vec<TurnEnd>,
    happenings: Vec<(i64, Happening)>,
}

impl Witness for Pen {
    const LOOKS: bool = true;
    fn entry(&mut self, entry: Entry) {
        self.ledger.push(entry);
    }

    fn happened(&mut self, turn: i64, what: Happening) {
        self.happenings.push((turn, what));
    }

    fn rules_read(&mut self, state: &State) {
        self.read = Some((state.clone(), self.before + self.ledger.len()));
    }

    fn turn_end(&mut self, state: &State) {
        let entries = self.before + self.ledger.len();
        let (read, read_entries) = self.read.take().unwrap_or_else(|| (state.clone(), entries));
        self.history.push(TurnEnd { read, read_entries, state: state.clone(), entries });
    }
}

impl Timeline {
    /// Opens a story.
    ///
    /// # Errors
    /// A rule or effect on the way to the first scene that cannot be worked out.
    pub fn begin(story: &Story, setup: Setup) -> Result<Self, TurnError> {
        let state = State::at_start(story, &setup);
        let (luck, room) = (Luck::at_start(story, setup.seed), Room::default());
        // What is derived is so from the start; nobody wrote it.
        let mut course = Course { state, luck, room, witness: Quiet };
        Turn { story, setup: &setup, course: &mut course }.before_all()?;
        let Course { state, luck, room, .. } = course;
        let start = state.clone();
        let mut course = Course { state, luck, room, witness: Pen::default() };
        Turn { story, setup: &setup, course: &mut course }.open()?;
        let mut timeline =
            Self { setup, start, moments: Vec::new(), ledger: Vec::new(), history: Vec::new() };
        timeline.keep(None, course);
        Ok(timeline)
    }

    /// Makes a choice. On success the new moment is the last one.
    ///
    /// # Errors
    /// [`Decide`]; nothing has changed then.
    pub fn decide(&mut self, story: &Story, choice: ChoiceId) -> Result<(), Decide> {
        let now = self.now();
        if now.state.place != Place::Scene(story.choice(choice).scene) {
            return Err(Decide::NotHere);
        }
        let mut room = Room::default();
        if let Some(lock) = locks::lock(story, &self.setup, &now.state, choice, &mut room)? {
            return Err(Decide::Locked(lock));
        }
        let mut course = self.course(room);
        Turn { story, setup: &self.setup, course: &mut course }.choose(choice)?;
        self.keep(Some(choice), course);
        Ok(())
    }

    /// Sets levers by hand and advances the world by one turn, as the sandbox does.
    ///
    /// The levers are those that were asked before, with [`check_levers`](super::check_levers); none is fine.
    ///
    /// # Errors
    /// A rule that cannot be worked out; nothing has changed then.
    pub fn advance(&mut self, story: &Story, levers: &[(VarId, i64)]) -> Result<(), TurnError> {
        let mut course = self.course(Room::default());
        let mut turn = Turn { story, setup: &self.setup, course: &mut course };
        turn.set_levers(levers)?;
        turn.step()?;
        self.keep(None, course);
        Ok(())
    }

    /// From the last moment on.
    fn course(&self, room: Room) -> Course<Pen, Luck> {
        let (state, mut luck) = (self.now().state.clone(), self.now().luck.clone());
        luck.reseed(self.setup.seed);
        Course { state, luck, room, witness: Pen { before: self.ledger.len(), ..Pen::default() } }
    }

    fn keep(&mut self, by: Option<ChoiceId>, course: Course<Pen, Luck>) {
        let Course { state, luck, witness: pen, .. } = course;
        self.ledger.extend(pen.ledger);
        self.history.extend(pen.history);
        let (entries, turns) = (self.ledger.len(), self.history.len());
        self.moments.push(Moment { by, state, luck, happenings: pen.happenings, entries, turns });
    }

    /// Takes the last `n` decisions back; fewer where there are fewer.
    pub fn undo(&mut self, n: usize) {
        let left = self.moments.len().saturating_sub(n).max(1);
        self.moments.truncate(left);
        let (entries, turns) = (self.now().entries, self.now().turns);
        self.ledger.truncate(entries);
        self.history.truncate(turns);
    }

    /// The last moment.
    #[must_use]
    pub fn now(&self) -> &Moment {
        &self.moments[self.moments.len() - 1]
    }

    /// All moments, the first of them before any decision.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// How many decisions were made.
    #[must_use]
    pub fn decisions(&self) -> usize {
        self.moments.len() - 1
    }

    /// The ledger entries that were written between the moment before the `n`-th and the `n`-th.
    #[must_use]
    pub fn entries(&self, n: usize) -> &[Entry] {
        let from = n.checked_sub(1).map_or(0, |m| self.moments[m].entries);
        &self.ledger[from..self.moments[n].entries]
    }

    /// The state at a point, and one past the last ledger entry that was written by then. The nearest point there is,
    /// where there is no such point.
    #[must_use]
    pub fn at(&self, point: Point) -> (&State, usize) {
        match point {
            Point::Moment(n) => {
                let moment = &self.moments[n.min(self.moments.len() - 1)];
                (&moment.state, moment.entries)
            }
            Point::Turn(turn) => {
                let passed = self.history.iter().rev().find(|end| end.state.turn() <= turn);
                passed.map_or((&self.start, 0), |end| (&end.state, end.entries))
            }
            Point::Read(turn) => {
                let read = self.history.iter().find(|end| end.read.turn() == turn);
                read.map_or_else(|| self.at(Point::Turn(turn)), |end| (&end.read, end.read_entries))
            }
        }
    }

    /// What the rules of a turn read, if that turn was stepped through.
    #[must_use]
    pub fn read_at(&self, turn: i64) -> Option<&State> {
        self.history.iter().map(|end| &end.read).find(|read| read.turn() == turn)
    }

    /// The state before what led to the `n`-th moment.
    #[must_use]
    pub fn before(&self, n: usize) -> &State {
        n.checked_sub(1).map_or(&self.start, |m| &self.moments[m].state)
    }
}
