//! The hour: when each part is meant to begin, and how far the room is behind.
//!
//! Shares of the time are those of the workshop's hour (lobby, before, roles, play to minute 39, debrief to 55, after).
//! The invariant: the debrief has a third of the time or more, whatever is planned.

use super::{ballot::Pace, room::Room, stage::Stage};
use crate::story::model::Step;

/// When a part is meant to begin, in seconds, in a session of so many minutes.
#[must_use]
pub fn starts_at(stage: Stage, minutes: u32) -> u32 {
    let of_an_hour = match stage {
        Stage::Lobby => 0,
        Stage::Before => 4,
        Stage::Roles => 8,
        Stage::Play => 11,
        Stage::Ending => 36,
        Stage::Debrief(Step::Describe) => 39,
        Stage::Debrief(Step::Analyse) => 44,
        Stage::Debrief(Step::Apply) => 49,
        Stage::Ranking => 53,
        Stage::After => 55,
        Stage::Closing => 58,
    };
    of_an_hour * minutes
}

/// The seconds of the session at a moment: what people took to come in, beyond what is planned for it, does not count.
#[must_use]
fn session(room: &Room, at: u32) -> u32 {
    let minutes = room.settings.minutes;
    match room.began.iter().find(|(stage, _)| *stage > Stage::Lobby) {
        Some((stage, began)) => at.saturating_sub(began.saturating_sub(starts_at(*stage, minutes))),
        None => at.min(starts_at(Stage::Before, minutes)),
    }
}

/// What the clock says at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Seconds since the session began.
    pub at: u32,
    /// Seconds until the session is meant to be over; 0 where it is.
    pub left: u32,
    /// Seconds until what is going on is meant to be over, if that was said.
    pub until: Option<u32>,
    /// Whether the clock is stopped.
    pub paused: bool,
}

impl Clock {
    /// The clock of a room.
    #[must_use]
    pub fn of(room: &Room, at: u32) -> Self {
        // A clock that is stopped stands where it was stopped, for what has a limit; the hour goes on.
        let stands = room.paused.unwrap_or(at);
        let passed = session(room, at);
        Self {
            at: passed,
            left: (room.settings.minutes * 60).saturating_sub(passed),
            until: room.until.map(|until| until.saturating_sub(stands)),
            paused: room.paused.is_some(),
        }
    }
}

/// How far a room is behind its plan, and what would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    /// So many seconds before the plan, or on it.
    Ahead(u32),
    /// So many seconds behind.
    Behind(u32),
    /// So many seconds behind: take the next vote without talk.
    GoQuick(u32),
    /// The play takes from the debrief: go there. So many seconds are left in all.
    Debrief(u32),
}

/// From how far behind the desk is told what would help, in seconds.
const LATE: u32 = 180;

/// How far a room is behind its plan.
#[must_use]
pub fn drift(room: &Room, at: u32) -> Drift {
    let at = session(room, at);
    let minutes = room.settings.minutes;
    let left = (minutes * 60).saturating_sub(at);
    let begins = starts_at(room.stage, minutes);
    if room.stage == Stage::Play {
        let third_left = left * 3 < minutes * 60;
        if third_left || at > starts_at(Stage::Ending, minutes) {
            return Drift::Debrief(left);
        }
        let done: u32 = room.past.iter().filter(|p| p.half == 0).map(|p| p.minutes * 60).sum();
        let due = begins + done;
        let behind = at.saturating_sub(due + this_one(room));
        return match behind {
            0 => Drift::Ahead(due.saturating_sub(at)),
            LATE.. if room.pace == Pace::Full => Drift::GoQuick(behind),
            _ => Drift::Behind(behind),
        };
    }
    let ends = room.stage.next().map_or(minutes * 60, |next| starts_at(next, minutes));
    if at > ends { Drift::Behind(at - ends) } else { Drift::Ahead(begins.saturating_sub(at)) }
}

/// What the ballot that is open may take, in seconds.
fn this_one(room: &Room) -> u32 {
    let planned = room.ballots.first().and_then(|b| b.asked.minutes).unwrap_or(1);
    60 * if room.pace == Pace::Full { planned } else { 1 }
}
