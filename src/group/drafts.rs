//! Safeguards that people draft, and the dots that rank them.
//!
//! The invariant: nothing that was typed is seen by the room before the desk let it through.

use serde::{Deserialize, Serialize};

use super::people::Who;

/// How many dots each participant has.
pub const DOTS: usize = 3;
/// How many drafts one participant can send.
pub const MOST_DRAFTS: usize = 3;
/// How many drafts a room holds.
pub(super) const ROOM_FOR_DRAFTS: usize = 300;

/// Whether a draft may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// The desk has not said.
    Waits,
    /// It may.
    Shown,
    /// It may not.
    Kept,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its words, harmless.
    pub text: String,
    /// Who wrote it, until they are forgotten or the session ends; for the limit, shown to nobody.
    pub by: Option<Who>,
    /// Whether it may be seen.
    pub standing: Standing,
    /// Dots of people who were forgotten after the dots were given.
    pub left: u32,
}
