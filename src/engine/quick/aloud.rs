//! A quick play read out: what came on the way, the scene and its choices, what a choice leads to; a line a text.
//!
//! The invariant: it is what a player reads, in the order they read it, and to read it changes nothing.

use super::{Quick, listed};
use crate::{
    engine::{
        fault::{Fault, TurnError},
        ledger::Happening,
        prose::Told,
        state::Place,
    },
    story::{
        ids::{ChoiceId, TextId},
        prose::Reading,
    },
};

impl<const LEDGER: bool> Quick<'_, LEDGER> {
    /// Reads out, in the story's own language and as UTF-8, what there is to read here: what came on the way, the scene, its open
    /// choices; or the ending.
    ///
    /// # Errors
    /// A number or condition whose arithmetic fails, in a text or of a choice.
    pub fn read(&mut self, out: &mut Vec<u8>) -> Result<(), TurnError> {
        if !self.looked {
            self.open()?;
        }
        self.read_here(out).map_err(unread)
    }

    fn read_here(&mut self, out: &mut Vec<u8>) -> Result<(), Fault> {
        let told = Told { story: self.story, setup: &self.setup, state: &self.course.state };
        let (flat, scratch) = (&self.story.flat, &mut self.course.room.eval);
        let open = listed(flat, self.known, &self.asked);
        let elsewhere = |text: TextId| self.story.texts.reading(text, 0);
        for happening in &self.course.witness.heard {
            let text = match *happening {
                Happening::Event(event) => flat.events[event.at()].text,
                Happening::Came(later) => self.story.later(later).text.map(elsewhere),
                Happening::Shock(_) | Happening::Dropped(_) | Happening::Planned(_) => None,
            };
            if let Some(text) = text {
                told.line(text, scratch, out)?;
            }
        }
        match self.course.state.place {
            Place::Scene(scene) => {
                let scene = &flat.scenes[scene.at()];
                let mut run = told.most(scene.text, scratch, out)?;
                let mut follows = |text: Reading| match text {
                    // The labels lie after the scene's prose: most are one copy with its last letters.
                    Reading::Line(start, end) if start == run.1 => {
                        run.1 = end;
                        Ok(())
                    }
                    Reading::Line(..) | Reading::Cues(_) | Reading::Pieces(..) => {
                        told.copy(run, out);
                        run = told.most(text, scratch, out)?;
                        Ok(())
                    }
                };
                match scene.labels {
                    Some((start, end)) if open.len() == scene.choices.len() => {
                        follows(Reading::Line(start, end))?;
                    }
                    Some(_) | None => {
                        open.iter().try_for_each(|c| follows(flat.choices[c.at()].text))?;
                    }
                }
                told.copy(run, out);
                Ok(())
            }
            Place::Ended(ending) => told.line(elsewhere(self.story.ending(ending).text), scratch, out),
            Place::Nowhere => Ok(()),
        }
    }

    /// Reads out what is read when a choice has been made.
    ///
    /// # Errors
    /// A number or condition in it whose arithmetic fails.
    pub fn read_outcome(&mut self, choice: ChoiceId, out: &mut Vec<u8>) -> Result<(), TurnError> {
        let told = Told { story: self.story, setup: &self.setup, state: &self.course.state };
        let outcome = self.story.flat.choices[choice.at()].outcome;
        told.line(outcome, &mut self.course.room.eval, out).map_err(unread)
    }
}

fn unread(fault: Fault) -> TurnError {
    TurnError::new(fault, "a text")
}
