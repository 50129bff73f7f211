//! The lab: many plays of the same engine, counted.
//!
//! Pure: no clock, no disk, no screen; threads come from the caller's number. The invariant: what comes out depends on
//! the story, the setup and the seed, and never on how many threads worked on it.

pub mod audit;
mod exits;
mod flows;
mod gaps;
mod graph;
mod hinges;
mod judge;
mod lens;
mod mirror;
mod policy;
mod prove;
mod ranges;
mod search;
mod sim;
mod survey;
mod sway;
mod tally;
mod walk;
mod witness;

pub use gaps::{Gap, gaps};
pub use hinges::{Hinge, Road, hinges, roads};
pub use lens::Lens;
pub use mirror::{Parting, STANCES, Side, mirror};
pub use policy::Policy;
pub use prove::{Means, Odds, Proof, Verdict, Witness, prove};
pub use ranges::{Ranges, Span, settled};
pub use search::Limits;
pub use sim::{Order, seed_of, sim};
pub use survey::{lockable, ranges_by_scene, survey};
pub use sway::{Sway, sway};
pub use tally::{ChoiceTally, Shortest, Tally};
