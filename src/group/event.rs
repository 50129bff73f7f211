//! What can happen in a room, as it is written to its log; and why something is refused.
//!
//! The invariant: an event says what happened, not who asked for it to happen, so the same events make the same room.

use serde::{Deserialize, Serialize};

use super::{
    ballot::{Pace, Phase, Tie},
    people::{Answer, Who},
    stage::Stage,
};

/// Something that happened. Participants appear as random numbers only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A phone came. To come again changes nothing.
    Joined(Who),
    /// A phone asked to be forgotten.
    Forgotten(Who),
    /// A vote: participant, ballot, option from 0.
    Voted(Who, u32, usize),
    /// A bet on what the room will say.
    Bet(Who, u32, usize),
    /// An answer to an item (statements, then cases) of the questions that are open.
    Answered(Who, usize, Answer),
    /// A safeguard in somebody's words, already made harmless.
    Drafted(Who, String),
    /// Up to three drafts that somebody would keep.
    Dotted(Who, Vec<usize>),
    /// The two taps at the end.
    Parted(Who, u8, u8),
    /// The session goes to another part; with [`Stage::Roles`] the roles are dealt.
    Stage(Stage),
    /// The ballots go to another phase.
    Phase(Phase),
    /// How the next phases go.
    Pace(Pace),
    /// How ties are broken from now on.
    Tie(Tie),
    /// Votes of people without a phone: which half, how many for each option. They replace those typed before.
    Counted(usize, Vec<u32>),
    /// The room decided: the choice of each half that has one, by the author's id.
    Decided(Vec<Option<String>>),
    /// Everybody takes the next role.
    Rotated,
    /// The room is cut in two: what each half plays on from.
    Split(String, String),
    /// The last reveal or decision is taken back.
    Undone,
    /// The clock stops, or goes on.
    Paused(bool),
    /// So many seconds for what is going on, or as many more.
    Longer(u32),
    /// The wall shows nothing, or again what is going on.
    Blank(bool),
    /// A draft is let onto the wall, or not.
    Judged(usize, bool),
    /// Free text may be sent, or no longer.
    Writing(bool),
}

/// Why something did not happen. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The room has no such participant.
    #[error("nobody here is known by this token")]
    Unknown,
    /// The room is full.
    #[error("the room is full")]
    Full,
    /// The ballot is closed, or another one is open by now.
    #[error("this vote is closed")]
    Closed,
    /// There is no such option, or it is locked.
    #[error("there is no such option")]
    NoOption,
    /// It is not the moment.
    #[error("not now")]
    NotNow,
    /// Too few have voted.
    #[error("too few have voted")]
    Quorum,
    /// The vote is tied, and the rule is to vote again.
    #[error("the vote is tied")]
    Tied,
    /// Enough was written.
    #[error("that is as much as can be sent")]
    Enough,
}
