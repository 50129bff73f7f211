//! What a finished search says of a claim, and the odds of the endings.
//!
//! The invariant: yes and no are said only of what the search has looked at to its end; a breach that was found stands
//! whether it was or not.

use super::graph::{Graph, Step};
use crate::{
    engine::{Share, WHOLE},
    story::{ids::ChoiceId, model::Says},
};

/// Sixteen times finer than shares, so that rounding stays below them.
const FINE: u128 = 16;

/// The longest a play may be that still has a share in the odds; a story may go round in a circle.
const LONGEST: usize = 10_000;

/// Where a claim is seen to hold or to break: a state, and perhaps what comes of one more choice after it, or of the
/// beginning where there is no state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) state: Option<u32>,
    pub(super) then: Option<(Option<ChoiceId>, Vec<u8>)>,
}

/// What a search says of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    Yes(Option<Seen>),
    No(Option<Seen>),
    Unknown,
}

/// What a search says of the `n`-th claim.
pub(super) fn judge(graph: &Graph, n: usize, says: Says) -> Judged {
    let at = |state: u32| Some(Seen { state: Some(state), then: None });
    let unless = |no: Option<Option<Seen>>| match no {
        Some(seen) => Judged::No(seen),
        None if graph.whole => Judged::Yes(None),
        None => Judged::Unknown,
    };
    match says {
        Says::Reachable(ending) => match graph.endings[ending.at()] {
            Some(state) => Judged::Yes(at(state)),
            None if graph.whole => Judged::No(None),
            None => Judged::Unknown,
        },
        Says::Always(_) | Says::Never(_) | Says::Implies(..) => {
            let breach = graph.breaches[n].as_ref();
            unless(breach.map(|b| {
                let choice = b.from.map(|(_, choice)| choice);
                Some(Seen { state: b.from.map(|(from, _)| from), then: Some((choice, b.key.clone())) })
            }))
        }
        Says::CanAlwaysEnd => unless(no_end(graph).map(at)),
        Says::AlwaysEventually(_) => unless(never_held(graph, n).map(at)),
    }
}

/// The first state from which no ending can be come to.
fn no_end(graph: &Graph) -> Option<u32> {
    let ended = |n: usize| graph.ending(n).is_some();
    let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    if !graph.whole {
        // What was not looked at may lead anywhere; where nothing leads on at all, nothing will.
        let looked = 0..graph.first.len() - 1;
        return looked
            .into_iter()
            .find(|n| graph.after(*n).is_empty() && !ended(*n) && graph.looked(*n))
            .map(index);
    }
    let mut can: Vec<bool> = (0..graph.len()).map(ended).collect();
    // What was found later mostly lies later: from the back, one or two rounds do.
    loop {
        let mut changed = false;
        for n in (0..graph.len()).rev() {
            if !can[n] && graph.after(n).iter().any(|step| can[step.to as usize]) {
                can[n] = true;
                changed = true;
            }
        }
        if !changed {
            return can.iter().position(|can| !can).map(index);
        }
    }
}

/// Whether from every state a choice that is surely open leads on to an ending, whatever comes of it. For searches
/// that do not know everything: where they say yes, it is so.
pub(super) fn surely_ends(graph: &Graph) -> bool {
    if !graph.whole || graph.fault.is_some() {
        return false;
    }
    let mut sure: Vec<bool> = (0..graph.len()).map(|n| graph.ending(n).is_some()).collect();
    loop {
        let mut changed = false;
        for n in (0..graph.len()).rev() {
            let mut choices = graph.after(n).chunk_by(|a, b| a.by == b.by);
            if !sure[n] && choices.any(|ways| ways[0].by & 1 == 1 && ways.iter().all(|s| sure[s.to as usize]))
            {
                sure[n] = true;
                changed = true;
            }
        }
        if !changed {
            return sure.iter().all(|sure| *sure);
        }
    }
}

/// A state at which a play is over, or goes round for ever, and the claim has never held on the way; the nearest.
fn never_held(graph: &Graph, n: usize) -> Option<u32> {
    let holds = |state: u32| graph.holds[state as usize] & (1 << n) != 0;
    let mut avoided = vec![false; graph.len()];
    let mut order: Vec<u32> = Vec::new();
    let fresh = |steps: &[Step], avoided: &mut Vec<bool>, order: &mut Vec<u32>| {
        for step in steps.iter().filter(|s| !holds(s.to)) {
            if !std::mem::replace(&mut avoided[step.to as usize], true) {
                order.push(step.to);
            }
        }
    };
    fresh(&graph.roots, &mut avoided, &mut order);
    let mut at = 0;
    while let Some(state) = order.get(at).copied() {
        at += 1;
        let steps = graph.after(state as usize);
        if steps.is_empty() && (graph.whole || graph.looked(state as usize)) {
            return Some(state);
        }
        fresh(steps, &mut avoided, &mut order);
    }
    if !graph.whole {
        return None;
    }
    // No such play ends. Those that lead on into nothing but what holds are struck out; what is left goes in circles.
    loop {
        let before = order.len();
        order.retain(|state| {
            let circles = graph.after(*state as usize).iter().any(|s| avoided[s.to as usize]);
            avoided[*state as usize] = circles;
            circles
        });
        if order.len() == before {
            return order.first().copied();
        }
    }
}

/// The odds of the endings when every open choice is taken alike, in shares of [`WHOLE`], and what is left over: plays
/// that go on for ever or stick, and what is lost by rounding. The search must have been whole.
pub(super) fn odds(graph: &Graph, endings: usize) -> (Vec<Share>, Share) {
    let mut odds = vec![0_u128; endings];
    let mut mass = vec![0_u128; graph.len()];
    let mut now: Vec<u32> = Vec::new();
    let pass = |steps: &[Step], from: u128, mass: &mut Vec<u128>, next: &mut Vec<u32>| {
        for step in steps {
            let part = from * u128::from(step.share) / u128::from(WHOLE);
            let place = &mut mass[step.to as usize];
            if *place == 0 && part > 0 {
                next.push(step.to);
            }
            *place += part;
        }
    };
    pass(&graph.roots, u128::from(WHOLE) * FINE, &mut mass, &mut now);
    for _ in 0..LONGEST {
        if now.is_empty() {
            break;
        }
        let mut next = Vec::new();
        let masses: Vec<u128> = now.iter().map(|n| std::mem::take(&mut mass[*n as usize])).collect();
        for (n, part) in now.iter().zip(masses) {
            match graph.ending(*n as usize) {
                Some(ending) => odds[ending.at()] += part,
                None => pass(graph.after(*n as usize), part, &mut mass, &mut next),
            }
        }
        now = next;
    }
    let odds: Vec<Share> = odds.iter().map(|o| u64::try_from(o / FINE).unwrap_or(WHOLE)).collect();
    let left = WHOLE.saturating_sub(odds.iter().sum());
    (odds, left)
}
