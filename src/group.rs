//! A room that decides together: people, roles, ballots, what was thought before and after, and what is kept of it.
//!
//! A pure state machine: everything that happens is an [`Event`], and a [`Room`] is what its events make of an empty one.
//! It knows no clock, no socket and no story beyond the ids it is given. The invariant: what a room publishes, keeps or
//! gives out is counts; who answered what is known to the state alone, under a random number, and is dropped with it.

mod ballot;
mod board;
mod deal;
mod decide;
mod drafts;
mod event;
mod kept;
mod people;
mod plan;
mod privacy;
mod room;
mod stage;

pub use ballot::{Asked, Ballot, Choosable, Decision, How, Pace, Phase, Powers, Tally, Tie};
pub use board::{Finding, board};
pub use drafts::{DOTS, Draft, MOST_DRAFTS, Standing};
pub use event::{Event, Refused};
pub use kept::{KEPT_FORMAT, Kept, KeptBallot, KeptItem, keep, safeguards};
pub use people::{Alias, Answer, Person, Who};
pub use plan::{Clock, Drift, drift, starts_at};
pub use privacy::{Cell, FEW, line, square};
pub use room::{Before, Past, Room, Second, Settings};
pub use stage::Stage;
