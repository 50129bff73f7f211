//! A run made into its timeline again, and what has changed where the story was edited since.
//!
//! The invariant: the timeline that comes out is one the story allows; a decision that no longer fits ends it, and is
//! told, never passed over.

use std::collections::BTreeMap;

use crate::{
    engine::{
        fault::TurnError,
        locks::check_levers,
        run::{Run, version_word},
        state::{Place, Setup, SetupError, wrong},
        timeline::{Decide, Timeline},
    },
    story::{
        Story,
        ids::{ChoiceId, VarId},
        model::VarKind,
    },
};

/// How many turns a world can be governed without a story.
pub const LONGEST: i64 = 1000;

/// What is no longer as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Decisions from this one on (counted from 0) no longer fit; the choice's id is given, and why.
    Cut {
        /// How many decisions still hold.
        kept: usize,
        /// The choice that does not fit.
        choice: String,
        /// Whether the story no longer has it at all, has it elsewhere, or has locked it.
        why: Decide,
    },
    /// All decisions hold, but from this one on (counted from 0) the numbers differ.
    Numbers {
        /// The first decision that led to another state.
        from: usize,
    },
}

/// A timeline, and what came of the run on the way.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// The timeline.
    pub timeline: Timeline,
    /// What has changed, if the run shows it.
    pub changed: Option<Changed>,
    /// Whether the files differ from those the run was made with.
    pub edited: bool,
}

/// Why a run cannot begin at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotBegin {
    /// The run is another story's.
    #[error("this run is of the story `{0}`, not of this one")]
    OtherStory(String),
    /// Something it sets does not exist.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The way to the first scene cannot be worked out.
    #[error(transparent)]
    Turn(#[from] TurnError),
}

/// Replays a run.
///
/// # Errors
/// [`CannotBegin`] when not even its first moment can be made. A decision that does not fit is no error: the timeline
/// ends before it, and [`Replayed::changed`] says so.
pub fn replay(story: &Story, run: &Run) -> Result<Replayed, CannotBegin> {
    let id = if story.scenes.is_empty() { &story.world } else { &story.about.id };
    if renamed(story, &run.story) != id {
        return Err(CannotBegin::OtherStory(crate::story::sane(&run.story)));
    }
    let mut setup = Setup::new(story, run.seed, renamed(story, &run.schedule), renamed(story, &run.preset))?;
    for (name, value) in &run.parameters {
        setup.set_parameter(story, renamed(story, name), *value)?;
    }
    for (name, value) in &run.start {
        setup.set_start(story, renamed(story, name), *value)?;
    }
    if let Some(at) = &run.at {
        setup.open_at(story, renamed(story, at))?;
    }
    if let Some(card) = &run.card {
        setup.take(story, card)?;
    }
    let mut timeline = Timeline::begin(story, setup)?;
    let mut changed = None;
    if story.scenes.is_empty() && !(0..=LONGEST).contains(&run.turns) {
        let help = format!("{} is out of range; a world is governed for 0 to {LONGEST}", run.turns);
        return Err(wrong("the number of turns of", &run.story, help).into());
    }
    // A story's levers are moved by its choices alone.
    let turns = if story.scenes.is_empty() { run.turns } else { 0 };
    for turn in 0..turns {
        let levers = match run.levers.get(&turn) {
            Some(levers) => named_levers(story, levers)?,
            None => Vec::new(),
        };
        check_levers(story, &timeline.now().state, &levers)?;
        timeline.advance(story, &levers)?;
    }
    for (n, decision) in run.decisions.iter().enumerate() {
        let result = match find(story, &timeline, &decision.0) {
            Some(choice) => timeline.decide(story, choice),
            None => Err(Decide::NotHere),
        };
        if let Err(why) = result {
            changed = Some(Changed::Cut { kept: n, choice: crate::story::sane(&decision.0), why });
            break;
        }
        if changed.is_none() && timeline.now().state.digest(story) != decision.1 {
            changed = Some(Changed::Numbers { from: n });
        }
    }
    Ok(Replayed { timeline, changed, edited: run.pack != version_word(story.version) })
}

/// The choice of an id, or of the name it has now, in the scene that a timeline has come to.
#[must_use]
pub fn find(story: &Story, timeline: &Timeline, id: &str) -> Option<ChoiceId> {
    let Place::Scene(scene) = timeline.now().state.place else { return None };
    let new = renamed(story, id);
    story.choices_of(scene).find(|(_, c)| c.id == id || c.id == new).map(|(choice, _)| choice)
}

/// Levers by their ids.
///
/// # Errors
/// A lever that the world does not have.
pub fn named_levers(story: &Story, levers: &BTreeMap<String, i64>) -> Result<Vec<(VarId, i64)>, SetupError> {
    let all: Vec<(VarId, &str)> =
        story.vars().filter(|(_, v)| v.kind == VarKind::Lever).map(|(id, v)| (id, v.id.as_str())).collect();
    levers
        .iter()
        .map(|(name, value)| {
            let found = all.iter().find(|(_, id)| *id == renamed(story, name));
            found.map(|(id, _)| (*id, *value)).ok_or_else(|| SetupError {
                what: "lever",
                name: crate::story::sane(name),
                help: crate::story::nearest::did_you_mean(name, all.iter().map(|(_, id)| *id)),
            })
        })
        .collect()
}

/// What an id is called now.
fn renamed<'a>(story: &'a Story, id: &'a str) -> &'a str {
    story.about.renamed.iter().find(|(old, _)| old == id).map_or(id, |(_, new)| new)
}
