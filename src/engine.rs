//! The engine: a story and decisions in, a timeline out.
//!
//! Pure: no clock, no disk, no screen, no floating point. One turn is worked out on a copy and kept only if all of it
//! succeeds. Which function to start with: [`Timeline::begin`] and [`Timeline::decide`] play; [`replay`](fn@replay)
//! does both from a [`Run`]; [`choices`] lists what can be done; [`read`](fn@read) reads prose out.
//!
//! Why cascades cannot loop, by construction: rules read one snapshot and write only sums that are applied after all
//! of them were read, so no rule sees another's writing in the same turn; memory and derived meters are computed once,
//! in an order fixed when the story was compiled; a consequence waits at least one turn; and a chain of decks that
//! lead to each other is cut after as many hops as there are decks. So the work of a turn is bounded by the size of
//! the story.

mod act;
mod brief;
mod card;
mod chance;
mod decks;
mod eval;
mod expect;
mod explain;
mod explore;
mod fault;
mod ledger;
mod locks;
mod passage;
mod prose;
mod quick;
mod reads;
mod replay;
mod rules;
mod run;
mod state;
mod step;
mod timeline;
mod why;
mod write;

pub use card::{CARD_FORMAT, Card, CardError, Taken};
pub use chance::{below, keyed};
pub use decks::NotDrawn;
pub use eval::{Reader, Scratch};
pub use expect::{Difference, EXPECTED_FORMAT, Expected, Stand};
pub use explain::{Branch, Need, Part, Set, branches, needs};
pub use explore::{Explorer, Fall, Share, WHOLE, Watched, Way, read_slots};
pub use fault::{Fault, TurnError};
pub use ledger::{Entry, Happening, Quiet, Witness};
pub use locks::{Lock, Offer, Sitting, check_levers, choices, deck, group_with, groups, region};
pub use passage::{Paragraph, Passage, Stretch};
pub use prose::{foreshadowed, read};
pub use quick::Quick;
pub use reads::Reads;
pub use replay::{CannotBegin, Changed, LONGEST, Replayed, find, named_levers, replay};
pub use run::{Decision, RUN_FORMAT, Run, version_word};
pub use state::{Luck, Place, Setup, SetupError, State};
pub use timeline::{Decide, Moment, Point, Timeline, TurnEnd};
pub use why::{Asked, By, Grounds, Line, Sum, band, figures, grounds, last_moved, why};
