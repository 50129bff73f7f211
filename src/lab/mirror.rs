//! The mirror: the same play, the same luck, decided as each stance would.
//!
//! The invariant: all sides share setup and seed, so what parts them is what was decided.

use super::policy::Policy;
use crate::{
    engine::{Entry, Place, Timeline, TurnError, choices},
    story::{
        Story,
        ids::{ChoiceId, RuleId, VarId},
        model::{Cause, Stance},
    },
};

/// The stances, in the order in which they stand beside the player's own play.
pub const STANCES: [Stance; 4] = [Stance::Watch, Stance::Regulate, Stance::Refuse, Stance::Listen];

/// The longest a side may be played; a story may go round in a circle.
const LONGEST: usize = 10_000;

/// One side of the mirror.
#[derive(Debug, Clone)]
pub struct Side {
    /// Who decided; none is the player.
    pub stance: Option<Stance>,
    /// The play.
    pub timeline: Timeline,
    /// Where it first went another way than the player's; none for the player's own, and where it never did.
    pub parted: Option<Parting>,
}

/// Where two plays part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parting {
    /// The turn of the first decision that differs.
    pub turn: i64,
    /// What the player chose there, and what the stance did.
    pub chose: (Option<ChoiceId>, Option<ChoiceId>),
    /// The first rule that did not do the same in both, what it wrote, and in which turn.
    pub rule: Option<(i64, RuleId, VarId)>,
}

/// The player's play and those of the four stances, each played to its end.
///
/// # Errors
/// A story that cannot be begun.
pub fn mirror(story: &Story, yours: &Timeline) -> Result<Vec<Side>, TurnError> {
    let mut sides = vec![Side { stance: None, timeline: yours.clone(), parted: None }];
    for stance in STANCES {
        let timeline = as_stance(story, yours, stance)?;
        let parted = parting(yours, &timeline);
        sides.push(Side { stance: Some(stance), timeline, parted });
    }
    Ok(sides)
}

/// The play that a stance would have made of the same beginning.
fn as_stance(story: &Story, yours: &Timeline, stance: Stance) -> Result<Timeline, TurnError> {
    let setup = yours.setup.clone();
    let seed = setup.seed;
    let mut timeline = Timeline::begin(story, setup)?;
    while let Place::Scene(_) = timeline.now().state.place {
        let offers = choices(story, &timeline.setup, &timeline.now().state);
        let open: Vec<ChoiceId> = offers.iter().filter(|o| o.lock.is_none()).map(|o| o.choice).collect();
        let step = u32::try_from(timeline.decisions()).unwrap_or(u32::MAX);
        let chosen = Policy::Stance(stance).choose(story, &open, (seed, step), &[]);
        // A turn that cannot be worked out ends this side where it stands.
        let went = chosen.is_some_and(|choice| timeline.decide(story, choice).is_ok());
        if !went || timeline.decisions() >= LONGEST {
            break;
        }
    }
    Ok(timeline)
}

/// Where another play first differs from the player's.
fn parting(yours: &Timeline, theirs: &Timeline) -> Option<Parting> {
    let (mine, other) = (yours.moments(), theirs.moments());
    let at = (1..mine.len().max(other.len())).find(|n| {
        let by = |moments: &[crate::engine::Moment]| moments.get(*n).and_then(|m| m.by);
        by(mine) != by(other)
    })?;
    let turn = mine.get(at - 1).or(other.get(at - 1)).map_or(0, |m| m.state.turn());
    let chose = (mine.get(at).and_then(|m| m.by), other.get(at).and_then(|m| m.by));
    Some(Parting { turn, chose, rule: first_rule(yours, theirs) })
}

/// The first contribution of a rule that is not the same in both ledgers, as far as both reach.
fn first_rule(yours: &Timeline, theirs: &Timeline) -> Option<(i64, RuleId, VarId)> {
    let last = yours.now().state.turn().min(theirs.now().state.turn());
    let by_rules = |timeline: &Timeline| -> Vec<Entry> {
        let rules = timeline.ledger.iter().filter(|e| matches!(e.cause, Cause::Rule(_)) && e.turn < last);
        rules.copied().collect()
    };
    let (mine, other) = (by_rules(yours), by_rules(theirs));
    let at = (0..mine.len().max(other.len())).find(|n| mine.get(*n) != other.get(*n))?;
    let entry = match (mine.get(at), other.get(at)) {
        // Where one has a line that the other lacks, the earlier of the two is the one that is missing.
        (Some(a), Some(b)) if a.turn > b.turn => b,
        (Some(a), _) => a,
        (None, b) => b?,
    };
    match entry.cause {
        Cause::Rule(rule) => Some((entry.turn, rule, entry.var)),
        _ => None,
    }
}
