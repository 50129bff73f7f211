//! The lab: many plays of the same engine, counted.
//!
//! Pure: no clock, no disk, no screen; threads come from the caller's number. The invariant: what comes out depends on
//! the story, the setup and the seed, and never on how many threads worked on it.

mod gaps;
mod hinges;
mod mirror;
mod policy;
mod sim;
mod tally;

pub use gaps::{Gap, gaps};
pub use hinges::{Hinge, Road, hinges, roads};
pub use mirror::{Parting, STANCES, Side, mirror};
pub use policy::Policy;
pub use sim::{Order, seed_of, sim};
pub use tally::{ChoiceTally, Shortest, Tally};
