//! The doors of a single player's game: the terminal, the disk, the seed of luck, signals.
//!
//! It performs effects, feeds messages, and draws when there is nothing left to hear. The invariant: however the
//! program ends, the terminal is as it was and the run is saved.

pub mod doors;
pub mod lines;
mod modes;
pub mod room;
pub mod screen;
mod terminal;
pub mod typed;
mod watch;
mod weigh;

mod input;

pub use doors::Doors;
pub use input::Input;
pub use terminal::{desk, is_screen, means, play, wall};
