//! What a run is expected to come to: a test that a pack keeps beside itself.
//!
//! It holds the run and what was so at each of its decisions. The invariant: a run compared with what was made of it by
//! the same files differs in nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    engine::{
        replay::{CannotBegin, Changed, replay},
        run::Run,
        state::{Place, State},
    },
    story::{Story, model::VarKind},
};

/// The version of the file's format.
pub const EXPECTED_FORMAT: u32 = 1;

/// How a play stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// The scene or ending.
    pub at: String,
    /// The turn.
    pub turn: i64,
    /// Meters, stocks, memory, levers and flags that are not where they were a moment before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, i64>,
}

/// A run and what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// [`EXPECTED_FORMAT`].
    pub format: u32,
    /// The run.
    pub run: Run,
    /// Before any decision, then after each.
    pub stands: Vec<Stand>,
}

/// What is not as it was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// After so many decisions a choice cannot be made.
    Cut(usize, String, String),
    /// After so many decisions the play is elsewhere: expected, found.
    Place(usize, String, String),
    /// After so many decisions it is another turn: expected, found.
    Turn(usize, i64, i64),
    /// After so many decisions a number is another: its id, expected, found; none where it is not there.
    Number(usize, String, Option<i64>, Option<i64>),
}

fn place(story: &Story, state: &State) -> String {
    match state.place {
        Place::Scene(scene) => story.scene(scene).id.clone(),
        Place::Ended(ending) => story.ending(ending).id.clone(),
        Place::Nowhere => String::new(),
    }
}

fn values(story: &Story, state: &State) -> BTreeMap<String, i64> {
    let kept = story.vars().filter(|(_, v)| v.kind != VarKind::Derived);
    kept.map(|(id, v)| (v.id.clone(), state.value(id))).collect()
}

fn stands(story: &Story, timeline: &crate::engine::Timeline) -> Vec<Stand> {
    let mut before: BTreeMap<String, i64> = BTreeMap::new();
    let mut stands = Vec::new();
    for moment in timeline.moments() {
        let now = values(story, &moment.state);
        let moved = now.iter().filter(|(name, value)| before.get(*name) != Some(value));
        let values = moved.map(|(name, value)| (name.clone(), *value)).collect();
        stands.push(Stand { at: place(story, &moment.state), turn: moment.state.turn(), values });
        before = now;
    }
    stands
}

impl Expected {
    /// What a run comes to now.
    ///
    /// # Errors
    /// [`CannotBegin`]; a run that is cut is expected as far as it goes.
    pub fn of(story: &Story, run: &Run) -> Result<(Self, Option<Changed>), CannotBegin> {
        let replayed = replay(story, run)?;
        let stands = stands(story, &replayed.timeline);
        let mut run = run.clone();
        run.undone.clear();
        run.decisions.truncate(replayed.timeline.decisions());
        Ok((Self { format: EXPECTED_FORMAT, run, stands }, replayed.changed))
    }

    /// What a story makes of the run now that is not as expected, at the first moment that differs.
    ///
    /// # Errors
    /// [`CannotBegin`].
    pub fn differs(&self, story: &Story) -> Result<Vec<Difference>, CannotBegin> {
        let replayed = replay(story, &self.run)?;
        let found = stands(story, &replayed.timeline);
        // A number that is new, or no more, differs in nothing by itself.
        let begun = |stands: &[Stand]| stands.first().map(|s| s.values.clone()).unwrap_or_default();
        let (before, now) = (begun(&self.stands), begun(&found));
        let both = |name: &String| before.contains_key(name) && now.contains_key(name);
        let mut differences = Vec::new();
        for (n, (expected, found)) in self.stands.iter().zip(&found).enumerate() {
            if expected.at != found.at {
                differences.push(Difference::Place(n, expected.at.clone(), found.at.clone()));
            }
            if expected.turn != found.turn {
                differences.push(Difference::Turn(n, expected.turn, found.turn));
            }
            let names: std::collections::BTreeSet<&String> =
                expected.values.keys().chain(found.values.keys()).collect();
            for name in names.into_iter().filter(|name| both(name)) {
                let (was, is) = (expected.values.get(name).copied(), found.values.get(name).copied());
                if was != is {
                    differences.push(Difference::Number(n, name.clone(), was, is));
                }
            }
            // What follows differs by what differs here.
            if !differences.is_empty() {
                return Ok(differences);
            }
        }
        if let Some(Changed::Cut { kept, choice, why }) = replayed.changed {
            differences.push(Difference::Cut(kept, choice, why.to_string()));
        }
        Ok(differences)
    }
}
