//! Plays that nobody watches: the same turns by the same code, without a ledger, a history or an undo.
//!
//! For thousands of plays between two key presses. The invariant: the states it passes through are those of a
//! [`Timeline`] under the same setup and decisions.

use crate::{
    engine::{
        eval::Fault,
        ledger::{Entry, Happening, Witness},
        locks,
        prose::read_to,
        state::{Luck, Place, Setup, State},
        step::{Room, Turn, TurnError},
        timeline::{Decide, Moment, Timeline},
    },
    story::{
        Story,
        ids::{ChoiceId, EndingId, TextId, VarId},
    },
};

/// What came on the way, for those who want to read of it.
#[derive(Debug, Clone, Default)]
struct Ears {
    heard: Vec<Happening>,
}

impl Witness for Ears {
    fn entry(&mut self, _: Entry) {}
    fn happened(&mut self, _: i64, what: Happening) {
        self.heard.push(what);
    }
    fn rules_read(&mut self, _: &State) {}
    fn turn_end(&mut self, _: &State) {}
}

/// A play under way that keeps nothing but where it is.
#[derive(Debug, Clone)]
pub struct Quick<'a> {
    story: &'a Story,
    setup: Setup,
    /// The first scene, if it does not depend on luck, and the luck there.
    opened: (State, Luck),
    state: State,
    luck: Luck,
    room: Room,
    ears: Ears,
    open: Vec<ChoiceId>,
}

impl<'a> Quick<'a> {
    /// A play at its first scene.
    ///
    /// # Errors
    /// A rule or effect on the way there that cannot be worked out.
    pub fn new(story: &'a Story, setup: Setup) -> Result<Self, TurnError> {
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
        self.state.clone_from(&self.opened.0);
        self.luck.clone_from(&self.opened.1);
        self.luck.reseed(seed);
        self.ears.heard.clear();
        self.turn().open()
    }

    /// Goes on from a moment of a play of the same setup, with another seed for what is still to be drawn.
    pub fn go_on(&mut self, moment: &Moment, seed: u64) {
        self.setup.seed = seed;
        self.state.clone_from(&moment.state);
        self.luck.clone_from(&moment.luck);
        self.luck.reseed(seed);
        self.ears.heard.clear();
    }

    fn turn(&mut self) -> Turn<'_, Ears, Luck> {
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
    pub fn open(&mut self) -> Result<&[ChoiceId], TurnError> {
        self.open.clear();
        let Place::Scene(scene) = self.state.place else { return Ok(&self.open) };
        for n in self.story.scene(scene).choices.clone() {
            let id = ChoiceId::new(n);
            if locks::is_open(self.story, &self.setup, &self.state, id, &mut self.room)? {
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
        if self.state.place != Place::Scene(self.story.choice(choice).scene) {
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
        for n in 0..self.ears.heard.len() {
            let text = match self.ears.heard[n] {
                Happening::Event(event) => self.story.event(event).text,
                Happening::Came(later) => self.story.later(later).text,
                Happening::Shock(_) | Happening::Dropped(_) | Happening::Planned(_) => None,
            };
            if let Some(text) = text {
                self.tell(text, out)?;
            }
        }
        match self.state.place {
            Place::Scene(scene) => {
                self.tell(self.story.scene(scene).text, out)?;
                for n in 0..self.open.len() {
                    self.tell(self.story.choice(self.open[n]).text, out)?;
                }
                Ok(())
            }
            Place::Ended(ending) => self.tell(self.story.ending(ending).text, out),
            Place::Nowhere => Ok(()),
        }
    }

    /// Reads out what is read when a choice has been made.
    ///
    /// # Errors
    /// A number or condition in it whose arithmetic fails.
    pub fn read_outcome(&mut self, choice: ChoiceId, out: &mut String) -> Result<(), Fault> {
        self.story.choice(choice).outcome.map_or(Ok(()), |text| self.tell(text, out))
    }

    #[inline]
    fn tell(&mut self, text: TextId, out: &mut String) -> Result<(), Fault> {
        read_to(self.story, &self.setup, &self.state, (text, 0), &mut self.room.eval, out)?;
        out.push('\n');
        Ok(())
    }
}
