//! Plays that nobody watches: the same turns by the same code, without a history or an undo.
//!
//! For thousands of plays between two key presses; with a ledger only where somebody reads it. The invariant: the states
//! it passes through are those of a [`Timeline`] under the same setup and decisions, and so is its ledger.

use crate::{
    engine::{
        fault::Fault,
        fault::TurnError,
        ledger::{Entry, Happening, Witness},
        locks,
        prose::Told,
        state::{Luck, Place, Setup, State},
        step::{Room, Turn},
        timeline::{Decide, Moment, Timeline},
    },
    story::{
        Story,
        ids::{ChoiceId, EndingId, TextId, VarId},
    },
};

/// What came on the way, for those who want to read of it; and the ledger, if it is asked for.
#[derive(Debug, Clone, Default)]
struct Ears<const LEDGER: bool> {
    heard: Vec<Happening>,
    ledger: Vec<Entry>,
}

impl<const LEDGER: bool> Witness for Ears<LEDGER> {
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
    state: State,
    luck: Luck,
    room: Room,
    ears: Ears<LEDGER>,
    open: Vec<ChoiceId>,
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
        &self.ears.ledger
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
            state,
            luck,
            room: Room::default(),
            ears: Ears::default(),
            open: Vec::new(),
        })
    }

    /// Begins again with another seed.
    ///
    /// # Errors
    /// A rule or effect on the way to the first scene that cannot be worked out.
    pub fn restart(&mut self, seed: u64) -> Result<(), TurnError> {
        self.setup.seed = seed;
        self.state.turn_into(&self.opened.0);
        self.luck.turn_into(&self.opened.1);
        self.luck.reseed(seed);
        self.ears.forget();
        self.turn().open()
    }

    /// Goes on from a moment of a play of the same setup, with another seed for what is still to be drawn.
    pub fn go_on(&mut self, moment: &Moment, seed: u64) {
        self.setup.seed = seed;
        self.state.turn_into(&moment.state);
        self.luck.turn_into(&moment.luck);
        self.luck.reseed(seed);
        self.ears.forget();
    }

    fn turn(&mut self) -> Turn<'_, Ears<LEDGER>, Luck> {
        Turn {
            story: self.story,
            setup: &self.setup,
            state: &mut self.state,
            luck: &mut self.luck,
            room: &mut self.room,
            witness: &mut self.ears,
        }
    }

    /// What it was begun with.
    #[must_use]
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The state it has come to.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Where it ended, if it has.
    #[must_use]
    pub const fn ended(&self) -> Option<EndingId> {
        match self.state.place {
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
        self.open.clear();
        let Place::Scene(scene) = self.state.place else { return Ok(&self.open) };
        let flat = &self.story.flat;
        let choices = flat.scenes[scene.at()].choices;
        for (n, choice) in choices.numbered(&flat.choices) {
            let id = ChoiceId::of(n);
            let open = choice.free
                || (choice.guard.holds(&self.state.slots)
                    && (choice.simple
                        || locks::is_open(self.story, &self.setup, &self.state, id, &mut self.room)?));
            if open {
                self.open.push(id);
            }
        }
        Ok(&self.open)
    }

    /// Makes a choice that is open.
    ///
    /// # Errors
    /// [`Decide::NotHere`], or a turn that cannot be worked out; the play is of no use then.
    pub fn decide(&mut self, choice: ChoiceId) -> Result<(), Decide> {
        if self.state.place != Place::Scene(self.story.flat.choices[choice.at()].scene) {
            return Err(Decide::NotHere);
        }
        self.ears.heard.clear();
        self.turn().choose(choice)?;
        Ok(())
    }

    /// Sets levers by hand and advances the world by one turn, as the sandbox does.
    ///
    /// # Errors
    /// A turn that cannot be worked out.
    pub fn govern(&mut self, levers: &[(VarId, i64)]) -> Result<(), TurnError> {
        self.ears.heard.clear();
        let mut turn = self.turn();
        turn.set_levers(levers)?;
        turn.step()
    }

    /// Reads out, in the story's own language, what there is to read here: what came on the way, the scene, its open
    /// choices; or the ending.
    ///
    /// # Errors
    /// A number or condition in a text whose arithmetic fails.
    pub fn read(&mut self, out: &mut String) -> Result<(), Fault> {
        let told = Told { story: self.story, setup: &self.setup, state: &self.state };
        let (flat, scratch) = (&self.story.flat, &mut self.room.eval);
        let elsewhere = |text: TextId| self.story.texts.reading(text, 0);
        for happening in &self.ears.heard {
            let text = match *happening {
                Happening::Event(event) => flat.events[event.at()].text,
                Happening::Came(later) => self.story.later(later).text.map(elsewhere),
                Happening::Shock(_) | Happening::Dropped(_) | Happening::Planned(_) => None,
            };
            if let Some(text) = text {
                told.line(text, scratch, out)?;
            }
        }
        match self.state.place {
            Place::Scene(scene) => {
                let scene = &flat.scenes[scene.at()];
                told.line(scene.text, scratch, out)?;
                match scene.labels {
                    Some(labels) if self.open.len() == scene.choices.len() => told.line(labels, scratch, out),
                    Some(_) | None => {
                        self.open.iter().try_for_each(|c| told.line(flat.choices[c.at()].text, scratch, out))
                    }
                }
            }
            Place::Ended(ending) => told.line(elsewhere(self.story.ending(ending).text), scratch, out),
            Place::Nowhere => Ok(()),
        }
    }

    /// Reads out what is read when a choice has been made.
    ///
    /// # Errors
    /// A number or condition in it whose arithmetic fails.
    pub fn read_outcome(&mut self, choice: ChoiceId, out: &mut String) -> Result<(), Fault> {
        let told = Told { story: self.story, setup: &self.setup, state: &self.state };
        told.line(self.story.flat.choices[choice.at()].outcome, &mut self.room.eval, out)
    }
}
