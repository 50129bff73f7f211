//! Messages in, effects out: the only two ways between the game and the world outside.
//!
//! The invariant: an effect is data; nothing happens until a shell performs it, and its answer is a message.

use super::{
    action::Action,
    model::{Capture, Extent, Fresh, Shelved, Shown},
    reload::Reloaded,
    settings::{Setting, Settings},
    why::Subject,
};
use crate::{
    engine::{Card, Point, Run},
    lab::Hinge,
    story::ids::ChoiceId,
};

/// What came in.
#[derive(Debug, Clone)]
pub enum Msg {
    /// The player did something.
    Act(Action),
    /// What was drawn: how much of the screen there is to see.
    Drawn(Extent),
    /// It is shown by this face from here on.
    Shown(Shown),
    /// From here on somebody says how time passes.
    Clock,
    /// So many milliseconds have passed.
    Tick(u64),
    /// A new run of a story is to begin, with this seed.
    Begin {
        /// The story's place on the shelf.
        story: usize,
        /// The seed.
        seed: u64,
    },
    /// A saved run was read.
    Opened {
        /// The story's place on the shelf.
        story: usize,
        /// Its file's number.
        file: u32,
        /// The run, or why it could not be read.
        run: Result<Box<Run>, Unreadable>,
    },
    /// The run was saved under this number, or could not be.
    Saved(Result<u32, String>),
    /// The shelf as it is now.
    Shelf {
        /// The storylines and worlds.
        shelf: Vec<Shelved>,
        /// The world cards that are kept, the newest first.
        cards: Vec<Card>,
    },
    /// The world card was written there, or could not be.
    CardWritten(Result<String, String>),
    /// A question was asked.
    Ask {
        /// What about.
        subject: Subject,
        /// Of which point of the play.
        point: Point,
    },
    /// A lever is to be set, by its place among them.
    Lever(usize, i64),
    /// A parameter is to be set, by its place in the world, in hundredths.
    Parameter(usize, i64),
    /// So many plays have been made to weigh the decisions of a play.
    Weighing {
        /// The play.
        of: (u64, Vec<ChoiceId>),
        /// How many are made.
        done: u64,
        /// How many will be.
        all: u64,
    },
    /// The decisions of a play have been weighed, or could not be.
    Weighed {
        /// The play.
        of: (u64, Vec<ChoiceId>),
        /// Its hinges.
        found: Result<Vec<Hinge>, String>,
    },
    /// The next run is to be begun so.
    Fresh(Fresh),
    /// The choice of that id is to be made.
    ChooseId(String),
    /// All is to be said in the language of this tag.
    Speak(String),
    /// A setting is to be this word.
    Set(Setting, String),
    /// The settings were written there, or could not be.
    SettingsWritten(Result<String, String>),
    /// The files of the story that is played were edited.
    Reloaded(Reloaded),
}

/// Why a saved run could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong with it.
    pub why: String,
    /// Where it was set aside, if it was.
    pub set_aside: Option<String>,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Draw a seed and answer with [`Msg::Begin`].
    Begin {
        /// The story's place on the shelf.
        story: usize,
    },
    /// Read a saved run and answer with [`Msg::Opened`].
    Open {
        /// The story's place on the shelf.
        story: usize,
        /// Its file's number.
        file: u32,
    },
    /// Save the run and answer with [`Msg::Saved`].
    Save {
        /// The run.
        run: Box<Run>,
        /// Its file's number; none yet for a new one.
        file: Option<u32>,
    },
    /// Write a world card and answer with [`Msg::CardWritten`].
    Card(Box<Card>),
    /// Weigh the decisions of the play, and answer with [`Msg::Weighing`] on the way and [`Msg::Weighed`] at the end.
    Weigh,
    /// Look at the saved runs again and answer with [`Msg::Shelf`].
    Shelf,
    /// Leave the terminal, stop, and come back when woken.
    Suspend,
    /// Take the mouse, or leave it to the terminal.
    Mouse(Capture),
    /// Copy this where the player can paste it.
    Copy(String),
    /// Write the settings and answer with [`Msg::SettingsWritten`].
    Settings(Settings),
    /// Go on by the other face, if there is one here.
    OtherFace,
    /// Leave the program.
    Quit,
}
