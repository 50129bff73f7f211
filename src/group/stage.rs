//! The parts of a session, in their order.
//!
//! The invariant: they are gone through forwards; only the desk moves them.

use serde::{Deserialize, Serialize};

use crate::story::model::Step;

/// A part of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// People join.
    Lobby,
    /// Statements and cases, in private.
    Before,
    /// Roles are dealt and read in silence.
    Roles,
    /// Scenes and ballots.
    Play,
    /// How it ended; the roles end too.
    Ending,
    /// The three parts of the debrief; safeguards are drafted in the last.
    Debrief(Step),
    /// The drafts get their dots.
    Ranking,
    /// Matched statements and cases.
    After,
    /// Two taps, and what remains.
    Closing,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 11] = [
        Self::Lobby,
        Self::Before,
        Self::Roles,
        Self::Play,
        Self::Ending,
        Self::Debrief(Step::Describe),
        Self::Debrief(Step::Analyse),
        Self::Debrief(Step::Apply),
        Self::Ranking,
        Self::After,
        Self::Closing,
    ];

    /// The next one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        at.checked_sub(1).map(|at| Self::ALL[at])
    }
}
