//! Hinges: how far each decision of a play moved the odds of the endings.
//!
//! From every decision, each choice that was open is made, and what comes after is decided at random under fresh luck:
//! counted out where every state that can come can be looked at, otherwise played many times. The invariant: the choices
//! of one decision share luck, play by play, so a choice that changes nothing moves the odds by exactly nothing; and the
//! counts are the same on any number of threads.

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

use super::{
    judge::odds,
    lens::Lens,
    search::{Limits, Search},
    sim::seed_of,
    walk::to_its_end,
};
use crate::{
    engine::{Moment, Place, Quick, Timeline, TurnError, WHOLE, choices},
    story::{Story, ids::ChoiceId},
};

/// How many states may be looked at for one choice, to count out what comes of it.
const STATES: usize = 4_000;

/// What came after one choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Road {
    /// The choice.
    pub choice: ChoiceId,
    /// In how many plays each ending came, in the order of [`Story::endings`]; in shares of
    /// [`WHOLE`] where it was counted out.
    pub endings: Vec<u64>,
    /// Plays that did not come to an end.
    pub stuck: u64,
}

impl Road {
    /// The total variation between what came after this choice and after another, in plays: how many would have to
    /// end otherwise for the two counts to be alike. Both have the same number of plays.
    #[must_use]
    pub fn variation(&self, other: &Self) -> u64 {
        let apart: u64 = self.endings.iter().zip(&other.endings).map(|(a, b)| a.abs_diff(*b)).sum();
        u64::midpoint(apart, self.stuck.abs_diff(other.stuck))
    }
}

/// A decision of a play, and what else could have come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hinge {
    /// Which decision, from 0.
    pub decision: usize,
    /// What came after the choice that was made.
    pub taken: Road,
    /// What came after each other choice that was open, the one that moves most first.
    pub others: Vec<Road>,
    /// Whether every state that could come was looked at: then these are the odds themselves.
    pub exact: bool,
    /// How many plays each road stands for, or the whole share.
    pub of: u64,
}

impl Hinge {
    /// How many plays of those made for each choice the decision moved, in millionths: the most that another choice
    /// would have.
    #[must_use]
    pub fn moved(&self) -> u64 {
        let moved = self.others.first().map_or(0, |o| o.variation(&self.taken));
        u64::try_from(u128::from(moved) * 1_000_000 / u128::from(self.of.max(1))).unwrap_or(0)
    }
}

/// How many roads [`hinges`] will try; each takes its number of plays.
#[must_use]
pub fn roads(story: &Story, yours: &Timeline) -> usize {
    decisions(story, yours).iter().map(|(_, open)| open.len()).sum()
}

/// Each decision of a play where there was something to decide, and the choices that were open.
fn decisions(story: &Story, yours: &Timeline) -> Vec<(usize, Vec<ChoiceId>)> {
    let moments = yours.moments();
    let open = |moment: &Moment| {
        let offers = choices(story, &yours.setup, &moment.state);
        offers.iter().filter(|o| o.lock.is_none()).map(|o| o.choice).collect::<Vec<_>>()
    };
    let all = moments.iter().take(yours.decisions()).enumerate();
    all.map(|(n, moment)| (n, open(moment))).filter(|(_, open)| open.len() > 1).collect()
}

/// Every decision of a play where more than one choice was open, the one that moved most first; equal ones in the order
/// of the play. `plays` for each choice, on `threads`; `done` is how many have been made, for whoever waits.
///
/// # Errors
/// A story that cannot be begun.
pub fn hinges(
    story: &Story,
    yours: &Timeline,
    plays: u64,
    threads: usize,
    done: &AtomicU64,
) -> Result<Vec<Hinge>, TurnError> {
    Quick::new(story, yours.setup.clone())?;
    let decisions = decisions(story, yours);
    let lens = Lens::whole(story, &[]);
    let mut found: Vec<(usize, Vec<Road>, u64)> = Vec::new();
    // From the end: before a decision after which too much can come, still more can.
    for (decision, open) in decisions.iter().rev() {
        let moment = &yours.moments()[*decision];
        let exact = open.iter().map(|choice| counted_out(story, yours, &lens, moment, *choice)).collect();
        let Some(roads) = exact else { break };
        found.push((*decision, roads, WHOLE));
        done.fetch_add(plays * open.len() as u64, Ordering::Relaxed);
    }
    let early = &decisions[..decisions.len() - found.len()];
    let tasks: Vec<(usize, ChoiceId)> =
        early.iter().flat_map(|(n, open)| open.iter().map(|c| (*n, *c))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        let Ok(mut play) = Quick::new(story, yours.setup.clone()) else { return found };
        while let Some((decision, choice)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let moment = &yours.moments()[*decision];
            let mut road = Road { choice: *choice, endings: vec![0; story.endings.len()], stuck: 0 };
            for number in 0..plays {
                let seed = seed_of(yours.setup.seed, number);
                play.go_on(moment, seed);
                match to_its_end(story, &mut play, *choice, (seed, 0)) {
                    Place::Ended(ending) => road.endings[ending.at()] += 1,
                    Place::Scene(_) | Place::Nowhere => road.stuck += 1,
                }
                done.fetch_add(1, Ordering::Relaxed);
            }
            found.push((*decision, road));
        }
        found
    };
    let roads: Vec<(usize, Road)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mine = work();
        // A thread that panicked has lost its roads; its panic is this one's.
        let theirs = others.into_iter().map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e)));
        std::iter::once(mine).chain(theirs).flatten().collect()
    });
    for (decision, _) in early {
        let mut own: Vec<Road> =
            roads.iter().filter(|(d, _)| d == decision).map(|(_, road)| road.clone()).collect();
        own.sort_by_key(|road| road.choice.at());
        found.push((*decision, own, plays));
    }
    found.sort_by_key(|(decision, ..)| *decision);
    let mut hinges: Vec<Hinge> = found
        .into_iter()
        .filter_map(|(decision, roads, of)| {
            let chosen = yours.moments().get(decision + 1)?.by?;
            let (mut taken, mut others): (Vec<Road>, Vec<Road>) =
                roads.into_iter().partition(|r| r.choice == chosen);
            let taken = taken.pop()?;
            others.sort_by_key(|o| std::cmp::Reverse(o.variation(&taken)));
            Some(Hinge { decision, taken, others, exact: of == WHOLE, of })
        })
        .collect();
    hinges.sort_by_key(|h| std::cmp::Reverse(h.moved()));
    Ok(hinges)
}

/// The odds after a choice, where every state that can come of it can be looked at.
fn counted_out(
    story: &Story,
    yours: &Timeline,
    lens: &Lens,
    moment: &Moment,
    choice: ChoiceId,
) -> Option<Road> {
    let search = Search { story, setup: &yours.setup, lens, claims: &[] };
    let limits = Limits { states: STATES, bytes: usize::MAX, threads: 1 };
    let graph = search.run_from(Some((&moment.state, choice)), limits, &AtomicU64::new(0)).ok()?;
    if !graph.whole || graph.fault.is_some() {
        return None;
    }
    let (endings, left) = odds(&graph, story.endings.len());
    // What rounding loses is not a play that never ends.
    let stuck = if left > WHOLE / 1_000_000_000_000 { left } else { 0 };
    Some(Road { choice, endings, stuck })
}
