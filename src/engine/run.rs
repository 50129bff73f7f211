//! A run as it is written: what was set when it began, and the decisions. A save, a replay and a test are all this.
//!
//! Not its timeline: [`replay`](fn@super::replay) makes that. The invariant: everything is named by ids, so a run
//! outlives an edit of its story.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::card::Taken;

/// The version of the file's format.
pub const RUN_FORMAT: u32 = 1;

/// A decision and a short digest of the state it led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision(
    /// The choice's id.
    pub String,
    /// [`State::digest`](super::State::digest).
    pub String,
);

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// [`RUN_FORMAT`].
    pub format: u32,
    /// The story's id.
    pub story: String,
    /// The hash of the story's and the world's files, sixteen hexadecimal digits.
    pub pack: String,
    /// The version of the engine.
    pub engine: String,
    /// The seed of all luck.
    pub seed: u64,
    /// The schedule's id; empty for a world that has none.
    #[serde(default)]
    pub schedule: String,
    /// The preset's id; empty for none.
    #[serde(default)]
    pub preset: String,
    /// Parameters set one by one, in hundredths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, i64>,
    /// Meters, stocks and levers that began elsewhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub start: BTreeMap<String, i64>,
    /// The scene it opens with in place of the story's own, for whoever tries a story out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The history that a story was begun from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Taken>,
    /// Levers set by hand, by the turn from which they stand so; in a world without a story.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub levers: BTreeMap<i64, BTreeMap<String, i64>>,
    /// How many turns were played by hand.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub turns: i64,
    /// The decisions, first to last.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Decisions that were taken back and can be made again, the next one last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(n: &i64) -> bool {
    *n == 0
}

impl Run {
    /// A run that is about to begin.
    #[must_use]
    pub fn new(story: &crate::story::Story, seed: u64) -> Self {
        let id = if story.scenes.is_empty() { &story.world } else { &story.about.id };
        Self {
            format: RUN_FORMAT,
            story: id.clone(),
            pack: version_word(story.version),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            schedule: story.schedules.first().map(|s| s.id.clone()).unwrap_or_default(),
            preset: String::new(),
            parameters: BTreeMap::new(),
            start: BTreeMap::new(),
            at: None,
            card: None,
            levers: BTreeMap::new(),
            turns: 0,
            decisions: Vec::new(),
            undone: Vec::new(),
        }
    }
}

/// A version as a run writes it.
#[must_use]
pub fn version_word(version: u64) -> String {
    format!("{version:016x}")
}
