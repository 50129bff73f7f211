//! What can be done now, and why something cannot; and other questions asked of a state without changing it.
//!
//! The invariant: asking commits nothing; every answer is worked out on a copy.

use crate::{
    engine::{
        chance::NoLuck,
        decks::NotDrawn,
        eval::{Reader, Scratch},
        fault::Fault,
        fault::{TurnError, at},
        ledger::Quiet,
        state::{Place, Setup, SetupError, State},
        step::{Course, Room, Turn},
    },
    story::{
        Story,
        expr::lower::Condition,
        ids::{ChoiceId, DeckId, GroupId, RegionId, SceneId, TreeId, VarId},
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
    let mut room = Room::default();
    story
        .choices_of(scene)
        .map(|(choice, _)| {
            let lock = lock(story, setup, state, choice, &mut room).unwrap_or_else(|e| Some(Lock::Broken(e)));
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
    room: &mut Room,
) -> Result<Option<Lock>, TurnError> {
    let choice = story.choice(id);
    if let Some(when) = choice.when
        && !holds(story, setup, state, id, when, room)?
    {
        return Ok(Some(Lock::Condition(when.tree)));
    }
    if choice.moves_levers { too_dear(story, setup, state, id, room) } else { Ok(None) }
}

/// Whether a choice is open in this state: [`lock`] for those who do not ask why.
#[inline(never)]
pub(super) fn is_open(
    story: &Story,
    setup: &Setup,
    state: &State,
    id: ChoiceId,
    room: &mut Room,
) -> Result<bool, TurnError> {
    let choice = &story.flat.choices[id.at()];
    if !choice.guard.holds(&state.slots) {
        return Ok(false);
    }
    if choice.simple {
        return Ok(true);
    }
    lock(story, setup, state, id, room).map(|lock| lock.is_none())
}

fn holds(
    story: &Story,
    setup: &Setup,
    state: &State,
    id: ChoiceId,
    when: Condition,
    room: &mut Room,
) -> Result<bool, TurnError> {
    let holds = Reader::new(story, setup, state, &mut room.eval).holds(when.code);
    holds.map_err(at(|| format!("choice `{}`", story.choice(id).id)))
}

/// Whether the levers that a choice moves cost more than the budget leaves.
fn too_dear(
    story: &Story,
    setup: &Setup,
    state: &State,
    id: ChoiceId,
    room: &mut Room,
) -> Result<Option<Lock>, TurnError> {
    let mut course =
        Course { state: state.clone(), luck: NoLuck, room: std::mem::take(room), witness: Quiet };
    let does = story.flat.choices[id.at()].does;
    Turn { story, setup, course: &mut course }.apply(does, Cause::Choice(id))?;
    *room = course.room;
    let (before, after) = (state.spent(story), course.state.spent(story));
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

/// How content a group would be if these numbers were so, 0 to 1000.
///
/// # Errors
/// A definition whose arithmetic fails.
pub fn group_with(
    story: &Story,
    setup: &Setup,
    state: &State,
    group: GroupId,
    with: &[(VarId, i64)],
) -> Result<i64, Fault> {
    let mut other = state.clone();
    for (var, value) in with {
        other.set(crate::story::model::slot_of(*var), *value);
    }
    let mut scratch = Scratch::default();
    let value = Reader::new(story, setup, &other, &mut scratch).value(story.groups[group.at()].is)?;
    Ok(value.clamp(0, 1000))
}

/// A deck that is open: which, and why each of its other storylets was not drawn.
pub type Sitting = (DeckId, Vec<(SceneId, NotDrawn)>);

/// The deck that a state is in, and why each of its other storylets is not the one that lies open.
///
/// Asked of the state that the draw led to: where the storylet itself changed what a condition reads, the answer is
/// that of after it.
///
/// # Errors
/// A condition whose arithmetic fails.
pub fn deck(story: &Story, setup: &Setup, state: &State) -> Result<Option<Sitting>, TurnError> {
    let Place::Scene(here) = state.place else { return Ok(None) };
    let Some(deck) = story.scene(here).storylet.as_ref().map(|s| s.deck) else { return Ok(None) };
    // A storylet that a `goto` named was not drawn.
    if usize::try_from(state.get(story.sitting.0)) != Ok(deck.at()) {
        return Ok(None);
    }
    let mut course = Course { state: state.clone(), luck: NoLuck, room: Room::default(), witness: Quiet };
    let mut turn = Turn { story, setup, course: &mut course };
    let mut reasons = Vec::new();
    let mut open = Vec::new();
    for scene in story.deck(deck).storylets.iter().filter(|s| **s != here) {
        match turn.barred(*scene)? {
            Some(reason) => reasons.push((*scene, reason)),
            None => open.push(*scene),
        }
    }
    let rank = |id: SceneId| story.scene(id).storylet.as_ref().map_or((0, 0), |s| (s.priority, s.weight));
    let (priority, weight) = rank(here);
    let mates = open.iter().filter(|s| rank(**s).0 == priority).map(|s| rank(*s).1).sum::<u32>();
    for scene in open {
        let (its, share) = rank(scene);
        let reason = if its < priority { NotDrawn::Outranked } else { NotDrawn::Luck(share, weight + mates) };
        reasons.push((scene, reason));
    }
    reasons.sort_by_key(|(scene, _)| *scene);
    Ok(Some((deck, reasons)))
}

/// Whether levers can be set so: each within its bounds, all of them within the budget.
///
/// # Errors
/// The lever that cannot, or what they cost together.
pub fn check_levers(story: &Story, state: &State, levers: &[(VarId, i64)]) -> Result<(), SetupError> {
    let wrong = |name: &str, help: String| SetupError { what: "lever", name: name.to_owned(), help };
    let mut wanted = state.clone();
    for (lever, value) in levers {
        let record = story.var(*lever);
        if !(record.min..=record.max).contains(value) {
            let help = format!("{value} is out of range; it runs from {} to {}", record.min, record.max);
            return Err(wrong(&record.id, help));
        }
        wanted.set(crate::story::model::slot_of(*lever), *value);
    }
    let (cost, before) = (wanted.spent(story), state.spent(story));
    if cost > story.budget && cost > before {
        let list = story.vars().filter(|(_, v)| v.kind == VarKind::Lever);
        let list: Vec<String> = list.map(|(id, v)| format!("{} {}", v.id, wanted.value(id))).collect();
        let help = format!("they cost {cost} a turn, and the budget is {}", story.budget);
        return Err(SetupError { what: "levers", name: list.join(", "), help });
    }
    Ok(())
}
