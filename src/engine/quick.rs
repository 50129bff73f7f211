//! Plays that nobody watches: the same turns by the same code, without a history or an undo.
//!
//! For thousands of plays between two key presses; with a ledger only where somebody reads it. The invariant: the states
//! it passes through are those of a [`Timeline`] under the same setup and decisions, and so is its ledger.

mod aloud;

use crate::{
    engine::{
        fault::TurnError,
        ledger::{Entry, Happening, Witness},
        locks,
        state::{Luck, Place, Setup, State},
        step::{Course, Room, Turn},
        timeline::{Decide, Moment, Timeline},
    },
    story::{
        Story,
        ids::{ChoiceId, EndingId, SceneId, VarId},
        model::{Flat, Listing, Span},
    },
};

/// What came on the way, for those who want to read of it; and the ledger, if it is asked for.
#[derive(Debug, Clone, Default)]
struct Ears<const LEDGER: bool> {
    heard: Vec<Happening>,
    ledger: Vec<Entry>,
}

impl<const LEDGER: bool> Witness for Ears<LEDGER> {
    const LOOKS: bool = false;
    #[inline]
    fn entry(&mut self, entry: Entry) {
        if LEDGER {
            self.ledger.push(entry);
        }
    }
    #[inline]
    fn happened(&mut self, _: i64, what: Happening) {
        self.heard.push(what);
    }
    fn rules_read(&mut self, _: &State) {}
    fn turn_end(&mut self, _: &State) {}
}

impl<const LEDGER: bool> Ears<LEDGER> {
    fn forget(&mut self) {
        self.heard.clear();
        self.ledger.clear();
    }
}

/// A play under way that keeps nothing but where it is; and, with `LEDGER`, who wrote what on the way.
#[derive(Debug, Clone)]
pub struct Quick<'a, const LEDGER: bool = false> {
    story: &'a Story,
    setup: Setup,
    /// The first scene, if it does not depend on luck, and the luck there.
    opened: (State, Luck),
    course: Course<Ears<LEDGER>, Luck>,
    /// The choices that are open, in [`Flat::listed`]; none where each had to be asked.
    known: Span,
    /// The choices that are open where each had to be asked.
    asked: Vec<ChoiceId>,
    /// Whether they are those of where it is now.
    looked: bool,
}

impl<'a> Quick<'a> {
    /// A play at its first scene.
    ///
    /// # Errors
    /// A rule or effect on the way there that cannot be worked out.
    pub fn new(story: &'a Story, setup: Setup) -> Result<Self, TurnError> {
        Self::begin(story, setup)
    }
}

impl<'a> Quick<'a, true> {
    /// A play at its first scene that keeps a ledger from its next beginning on.
    ///
    /// # Errors
    /// A rule or effect on the way there that cannot be worked out.
    pub fn with_ledger(story: &'a Story, setup: Setup) -> Result<Self, TurnError> {
        Self::begin(story, setup)
    }

    /// Every contribution since the play was begun again or went on, in the order it was written.
    #[must_use]
    pub fn ledger(&self) -> &[Entry] {
        &self.course.witness.ledger
    }
}

impl<'a, const LEDGER: bool> Quick<'a, LEDGER> {
    fn begin(story: &'a Story, setup: Setup) -> Result<Self, TurnError> {
        let start = Timeline::begin(story, setup.clone())?;
        let opened = (start.start.clone(), Luck::at_start(story, 0));
        let (state, luck) = (start.now().state.clone(), start.now().luck.clone());
        Ok(Self {
            story,
            setup,
            opened,
            course: Course { state, luck, room: Room::default(), witness: Ears::default() },
            known: Span::default(),
            asked: Vec::new(),
            looked: false,
        })
    }

    /// Begins again with another seed.
    ///
    /// # Errors
    /// A rule or effect on the way to the first scene that cannot be worked out.
    pub fn restart(&mut self, seed: u64) -> Result<(), TurnError> {
        self.setup.seed = seed;
        self.course.state.turn_into(&self.opened.0);
        self.course.luck.turn_into(&self.opened.1);
        self.course.luck.reseed(seed);
        self.course.witness.forget();
        self.turn().open()
    }

    /// Goes on from a moment of a play of the same setup, with another seed for what is still to be drawn.
    pub fn go_on(&mut self, moment: &Moment, seed: u64) {
        self.setup.seed = seed;
        self.course.state.turn_into(&moment.state);
        self.course.luck.turn_into(&moment.luck);
        self.course.luck.reseed(seed);
        self.course.witness.forget();
        self.looked = false;
    }

    fn turn(&mut self) -> Turn<'_, Ears<LEDGER>, Luck> {
        self.looked = false;
        Turn { story: self.story, setup: &self.setup, course: &mut self.course }
    }

    /// What it was begun with.
    #[must_use]
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The state it has come to.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.course.state
    }

    /// Where it ended, if it has.
    #[must_use]
    pub const fn ended(&self) -> Option<EndingId> {
        match self.course.state.place {
            Place::Ended(ending) => Some(ending),
            Place::Scene(_) | Place::Nowhere => None,
        }
    }

    /// The choices that are open now, in the pack's order.
    ///
    /// # Errors
    /// A condition that cannot be worked out.
    #[inline]
    pub fn open(&mut self) -> Result<&[ChoiceId], TurnError> {
        (self.known, self.looked) = (Span::default(), true);
        self.asked.clear();
        let Place::Scene(scene) = self.course.state.place else { return Ok(&[]) };
        let flat = &self.story.flat;
        match flat.scenes[scene.at()].listing {
            Listing::Known { asks, all, rest } => {
                let holds = flat.choices[asks.at()].guard.holds(&self.course.state.slots);
                self.known = if holds { all } else { rest };
            }
            Listing::Asked => self.ask(scene)?,
        }
        Ok(listed(flat, self.known, &self.asked))
    }

    #[inline(never)]
    fn ask(&mut self, scene: SceneId) -> Result<(), TurnError> {
        let Self { story, setup, course: Course { state, room, .. }, asked, .. } = self;
        let flat = &story.flat;
        for (n, choice) in flat.scenes[scene.at()].choices.numbered(&flat.choices) {
            let id = ChoiceId::of(n);
            let open = choice.free
                || if choice.simple {
                    choice.guard.holds(&state.slots)
                } else {
                    locks::is_open(story, setup, state, id, room)?
                };
            if open {
                asked.push(id);
            }
        }
        Ok(())
    }

    /// Makes a choice that is open.
    ///
    /// # Errors
    /// [`Decide::NotHere`], or a turn that cannot be worked out; the play is of no use then.
    pub fn decide(&mut self, choice: ChoiceId) -> Result<(), Decide> {
        if self.course.state.place != Place::Scene(self.story.flat.choices[choice.at()].scene) {
            return Err(Decide::NotHere);
        }
        self.course.witness.heard.clear();
        self.turn().choose(choice)?;
        Ok(())
    }

    /// Sets levers by hand and advances the world by one turn, as the sandbox does.
    ///
    /// # Errors
    /// A turn that cannot be worked out.
    pub fn govern(&mut self, levers: &[(VarId, i64)]) -> Result<(), TurnError> {
        self.course.witness.heard.clear();
        let mut turn = self.turn();
        turn.set_levers(levers)?;
        turn.step()
    }
}

/// The choices that are open: of those that are known, or those that were asked.
#[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
#[inline(always)]
fn listed<'a>(flat: &'a Flat, known: Span, asked: &'a [ChoiceId]) -> &'a [ChoiceId] {
    if asked.is_empty() { known.among(&flat.listed) } else { asked }
}
