//! What can be done now, and why something cannot; and other questions asked of a state without changing it.
//!
//! The invariant: asking commits nothing; every answer is worked out on a copy.

use crate::{
    engine::{
        eval::{Fault, Reader, Scratch},
        ledger::Quiet,
        state::{Luck, Place, Setup, State},
        step::{Turn, TurnError, at},
    },
    story::{
        Story,
        ids::{ChoiceId, GroupId, RegionId, TreeId},
        model::{Cause, VarKind},
    },
};

/// Why a choice is not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// Its condition does not hold.
    Condition(TreeId),
    /// It costs more than the budget leaves.
    Budget {
        /// Budget points a turn that it needs beyond what is spent.
        cost: i64,
        /// Budget points a turn that are left.
        left: i64,
    },
    /// Whether it is open cannot be worked out: the story has a mistake.
    Broken(TurnError),
}

/// A choice of the scene, open or locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub choice: ChoiceId,
    /// Why it is not open.
    pub lock: Option<Lock>,
}

/// The choices of the scene a state is in, in the pack's order.
#[must_use]
pub fn choices(story: &Story, setup: &Setup, state: &State) -> Vec<Offer> {
    let Place::Scene(scene) = state.place else { return Vec::new() };
    let mut scratch = Scratch::default();
    story
        .choices_of(scene)
        .map(|(choice, _)| {
            let lock =
                lock(story, setup, state, choice, &mut scratch).unwrap_or_else(|e| Some(Lock::Broken(e)));
            Offer { choice, lock }
        })
        .collect()
}

/// Why a choice is not open in this state.
pub(super) fn lock(
    story: &Story,
    setup: &Setup,
    state: &State,
    id: ChoiceId,
    scratch: &mut Scratch,
) -> Result<Option<Lock>, TurnError> {
    let choice = story.choice(id);
    let name = || format!("choice `{}`", choice.id);
    if let Some(when) = choice.when
        && !Reader::new(story, setup, state, scratch).holds(when.code).map_err(at(name))?
    {
        return Ok(Some(Lock::Condition(when.tree)));
    }
    let effects = &story.effects[choice.effects.clone()];
    if !effects.iter().any(|e| story.var(e.var).kind == VarKind::Lever) {
        return Ok(None);
    }
    let mut after = state.clone();
    let mut luck = Luck::at_start(story);
    let mut turn = Turn { story, setup, state: &mut after, luck: &mut luck, scratch, witness: &mut Quiet };
    turn.apply(choice.effects.clone(), Cause::Choice(id))?;
    let (before, after) = (state.spent(story), after.spent(story));
    let locked = after > story.budget && after > before;
    Ok(locked.then(|| Lock::Budget { cost: after - before, left: story.budget - before }))
}

/// The region a state is in.
///
/// # Errors
/// A condition whose arithmetic fails.
pub fn region(story: &Story, setup: &Setup, state: &State) -> Result<Option<RegionId>, Fault> {
    Reader::new(story, setup, state, &mut Scratch::default()).region()
}

/// How content each group is, 0 to 1000.
///
/// # Errors
/// A definition whose arithmetic fails.
pub fn groups(story: &Story, setup: &Setup, state: &State) -> Result<Vec<(GroupId, i64)>, Fault> {
    let mut scratch = Scratch::default();
    let mut reader = Reader::new(story, setup, state, &mut scratch);
    let groups = story.groups.iter().enumerate();
    groups.map(|(n, g)| Ok((GroupId::new(n), reader.value(g.is)?.clamp(0, 1000)))).collect()
}
