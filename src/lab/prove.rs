//! What can be proved of a story, and what cannot.
//!
//! First every state is looked at, as far as the limits allow. A claim that this leaves open is tried on fewer numbers:
//! those it depends on alone, everything else taken both ways, so that what holds there holds in the story too. An
//! ending that no search came to is looked for by plays. The invariant: *proved* is said only where nothing was left
//! out, and a claim that is broken comes with a play on which it breaks.

use std::{collections::BTreeSet, sync::atomic::AtomicU64};

use super::{
    exits::open_to_the_end,
    flows::{flows, followed, priced, trackable},
    graph::Graph,
    judge::{Judged, Seen, judge, odds, surely_ends},
    lens::{Lens, observed_by},
    policy::Policy,
    ranges::settled,
    search::{Limits, Search},
    sim::{Order, seed_of, sim},
    witness::realize,
};
use crate::{
    engine::{Setup, Share, TurnError},
    story::{
        Story,
        expr::lower::Condition,
        ids::{ChoiceId, Slot},
        model::Says,
    },
};

/// Plays that look for an ending that no search came to.
const PLAYS: u64 = 4_096;
/// How often a claim is tried again with more numbers.
const WIDER: usize = 3;

/// How something was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Every state was looked at.
    Search,
    /// Every state of the numbers that it depends on was looked at: so many.
    Parts(usize),
    /// It follows from the bounds of the numbers, or from choices that are always open.
    Bounds,
    /// A play shows it.
    Play,
}

/// A play that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its seed; none where no seed was found that brings this luck.
    pub seed: Option<u64>,
    /// Its decisions.
    pub choices: Vec<ChoiceId>,
    /// Whether no play is shorter.
    pub shortest: bool,
}

/// What came of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Proved(Means, Option<Witness>),
    /// It does not; where a play shows that, the play.
    Broken(Means, Option<Witness>),
    /// Nothing was found against it, and not everything was looked at.
    Open,
}

impl Verdict {
    /// The play that shows it.
    #[must_use]
    pub const fn witness(&self) -> Option<&Witness> {
        match self {
            Self::Proved(_, witness) | Self::Broken(_, witness) => witness.as_ref(),
            Self::Open => None,
        }
    }
}

/// The odds of the endings when every open choice is taken alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odds {
    /// By ending, in shares of [`WHOLE`](crate::engine::WHOLE).
    pub endings: Vec<Share>,
    /// Plays that do not end, and what is lost by rounding.
    pub left: Share,
}

/// What came of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How many states were found.
    pub states: usize,
    /// How many steps from one to another.
    pub steps: usize,
    /// How many bytes they took.
    pub bytes: usize,
    /// Whether all states were looked at.
    pub whole: bool,
    /// By claim.
    pub verdicts: Vec<Verdict>,
    /// The odds of the endings, where all states were looked at.
    pub odds: Option<Odds>,
    /// A turn that cannot be worked out, and a play that comes to it.
    pub fault: Option<(TurnError, Option<Witness>)>,
}

/// Tries to prove the claims of a story. `done` is how many states were found, for whoever waits.
///
/// # Errors
/// A story that cannot be begun.
pub fn prove(story: &Story, setup: &Setup, limits: Limits, done: &AtomicU64) -> Result<Proof, TurnError> {
    let claims: Vec<Says> = story.claims.iter().map(|c| c.says).collect();
    let lens = Lens::whole(story, &claims);
    let search = Search { story, setup, lens: &lens, claims: &claims };
    let mut graph = search.run(limits, done)?;
    // It stops where a turn cannot be worked out; what lies behind that was not looked at.
    graph.whole &= graph.fault.is_none();
    let mut plays = None;
    let mut verdicts = Vec::new();
    for (n, says) in claims.iter().enumerate() {
        let show = |seen: Option<Seen>| seen.and_then(|seen| realize(&search, &graph, &seen, n));
        let verdict = match judge(&graph, n, *says) {
            Judged::Yes(seen) => {
                Verdict::Proved(if graph.whole { Means::Search } else { Means::Play }, show(seen))
            }
            Judged::No(seen) => {
                Verdict::Broken(if graph.whole { Means::Search } else { Means::Play }, show(seen))
            }
            // Plays first: they are few, and an ending that one comes to needs no search for what forbids it.
            Judged::Unknown => match played(story, setup, *says, limits.threads, &mut plays) {
                Some(verdict) => verdict,
                None => closed(story, setup, *says, limits)?.unwrap_or(Verdict::Open),
            },
        };
        verdicts.push(verdict);
    }
    let fault = graph.fault.clone().map(|(from, choice, error)| {
        let seen = Seen { state: Some(from), then: None };
        let mut witness = realize(&search, &graph, &seen, claims.len());
        if let Some(witness) = &mut witness {
            witness.choices.push(choice);
        }
        (error, witness)
    });
    let odds = graph.whole.then(|| {
        let (endings, left) = odds(&graph, story.endings.len());
        Odds { endings, left }
    });
    let (states, steps, bytes, whole) = (graph.len(), graph.steps.len(), graph.taken, graph.whole);
    Ok(Proof { states, steps, bytes, whole, verdicts, odds, fault })
}

/// What can be said of a claim without looking at every state.
fn closed(story: &Story, setup: &Setup, says: Says, limits: Limits) -> Result<Option<Verdict>, TurnError> {
    let proved = |means| Ok(Some(Verdict::Proved(means, None)));
    let settled = |is: Condition| settled(story, &story.trees[is.tree.at()]);
    match says {
        Says::Always(is) | Says::AlwaysEventually(is) | Says::Implies(_, is) if settled(is) == Some(true) => {
            return proved(Means::Bounds);
        }
        Says::Never(is) if settled(is) == Some(false) => return proved(Means::Bounds),
        Says::CanAlwaysEnd if open_to_the_end(story) => return proved(Means::Bounds),
        _ => {}
    }
    let flows = flows(story);
    let trackable = trackable(story, &flows);
    let mut tracked: BTreeSet<Slot> = observed_by(story, &[says]).into_iter().collect();
    if says == Says::CanAlwaysEnd {
        // What a choice costs is what most often locks it.
        tracked.extend(priced(story).into_iter().filter(|slot| trackable.contains(slot)));
    }
    if !tracked.is_subset(&trackable) {
        return Ok(None);
    }
    for wider in 0..WIDER {
        let before = tracked.len();
        tracked = followed(story, &flows, &trackable, tracked, wider > 0);
        if wider > 0 && tracked.len() == before {
            return Ok(None);
        }
        let lens = Lens::narrow(story, &[says], &tracked);
        let search = Search { story, setup, lens: &lens, claims: &[says] };
        let graph: Graph = search.run(limits, &AtomicU64::new(0))?;
        // What it takes both ways may never come about together: only yes can be believed, and that nothing leads there.
        match (judge(&graph, 0, says), says) {
            (_, Says::CanAlwaysEnd) if surely_ends(&graph) => return proved(Means::Parts(graph.len())),
            (_, Says::CanAlwaysEnd) => {}
            (Judged::Yes(None), _) if graph.fault.is_none() => return proved(Means::Parts(graph.len())),
            (Judged::No(_), Says::Reachable(_)) if graph.fault.is_none() => {
                return Ok(Some(Verdict::Broken(Means::Parts(graph.len()), None)));
            }
            _ => {}
        }
        if !graph.whole {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Whether plays come to an ending that no search came to.
fn played(
    story: &Story,
    setup: &Setup,
    says: Says,
    threads: usize,
    plays: &mut Option<super::Tally>,
) -> Option<Verdict> {
    let Says::Reachable(ending) = says else { return None };
    let order = Order { setup: setup.clone(), plays: PLAYS, policy: Policy::LeastUsed, threads };
    if plays.is_none() {
        *plays = sim(story, &order, &AtomicU64::new(0)).ok();
    }
    let found = plays.as_ref()?.shortest[ending.at()].clone()?;
    let seed = Some(seed_of(setup.seed, found.play));
    let witness = Witness { seed, choices: found.choices, shortest: false };
    Some(Verdict::Proved(Means::Play, Some(witness)))
}
