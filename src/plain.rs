//! The plain face: the whole game as lines of words, for ears, pipes and scripts.
//!
//! Append-only: no cursor moves, no escape bytes, no boxes. It writes a [`Model`](crate::app::Model) out and turns a
//! line that was typed into a message; the shell reads and prints. The invariant: everything the full screen shows of
//! a play can be had here.

mod answers;
mod complete;
mod desk;
mod speak;
mod words;

pub use complete::{Completions, completions};
pub use desk::{desk_help, desk_lines, join_lines, wall_lines};
pub use speak::{Voice, farewell};
pub use words::{Said, hear};
