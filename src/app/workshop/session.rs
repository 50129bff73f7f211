//! What is kept of a session, as it is written and read: counts, the path, and how to play it again.
//!
//! The invariant: it is made of [`Kept`] and of decisions that the whole room saw, so it can be given away.

use serde::{Deserialize, Serialize};

use super::{Hinges, Workshop};
use crate::{
    engine::Run,
    group::{KEPT_FORMAT, Kept, keep},
};

/// What is kept of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// [`SESSION_FORMAT`].
    pub format: u32,
    /// The story's name on the shelf.
    pub story: String,
    /// The language of the wall.
    pub lang: String,
    /// How long it was planned, in minutes.
    pub minutes: u32,
    /// Counts.
    pub kept: Kept,
    /// The play of the room, or of each half; a run like any other.
    pub runs: Vec<Run>,
    /// What moved the odds most in each.
    pub hinges: Vec<Hinges>,
}

/// The version of what is kept.
pub const SESSION_FORMAT: u32 = KEPT_FORMAT;

impl Session {
    /// What may be kept of a room.
    #[must_use]
    pub fn of(shop: &Workshop, story: &str, lang: &str) -> Self {
        Self {
            format: SESSION_FORMAT,
            story: story.to_owned(),
            lang: lang.to_owned(),
            minutes: shop.room.settings.minutes,
            kept: keep(&shop.room, &shop.best()),
            runs: shop.games.iter().map(|g| g.run.clone()).collect(),
            hinges: shop.hinges.clone(),
        }
    }
}
