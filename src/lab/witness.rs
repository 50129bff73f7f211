//! From a state that a search found to a play that can be played: its choices, and a seed whose luck falls so.
//!
//! The invariant: a seed that is given has been played, and came there.

use super::{graph::Graph, judge::Seen, prove::Witness, search::Search};
use crate::{
    engine::{Explorer, Fall, Setup, State, Timeline, below, keyed},
    story::ids::ChoiceId,
};

/// How many seeds are tried. Luck of one in some millions is found.
const SEEDS: u64 = 50_000_000;

/// A play to where something was seen; `claim` is what breaks on the last step, if the step itself was seen.
pub(super) fn realize(search: &Search<'_>, graph: &Graph, seen: &Seen, claim: usize) -> Option<Witness> {
    let mut way: Vec<(Option<ChoiceId>, Vec<u8>)> = Vec::new();
    let mut at = seen.state;
    while let Some(state) = at {
        let by = graph.parents[state as usize];
        way.push((by.map(|(_, choice)| choice), graph.key(state as usize).to_vec()));
        at = by.map(|(from, _)| from);
    }
    way.reverse();
    way.extend(seen.then.clone());
    let breaks = seen.then.is_some();
    let (mut explorer, mut marks) = (Explorer::new(search.story, search.setup, search.watched()), 0);
    let mut state: Option<State> = None;
    let mut falls: Vec<Fall> = Vec::new();
    let last = way.len().checked_sub(1)?;
    for (n, (choice, key)) in way.iter().enumerate() {
        let must = if n == last && breaks { 1_u64 << claim } else { 0 };
        // The likeliest of the ways that lead there: its luck is found soonest.
        let mut best: Option<(u64, State, Vec<Fall>)> = None;
        let mut made = Vec::new();
        marks = choice.map_or(marks, |choice| search.marks(marks, choice));
        let mut see = |found: crate::engine::Way<'_>| {
            made.clear();
            search.key(found.state, marks, &mut made);
            let broken = found.broken | search.judged(found.state, marks).0;
            let better = best.as_ref().is_none_or(|(share, ..)| found.share > *share);
            if made == *key && broken & must == must && better {
                best = Some((found.share, found.state.clone(), found.falls.to_vec()));
            }
        };
        match (choice, &state) {
            (Some(choice), Some(from)) => explorer.decide(from, *choice, &mut see).ok()?,
            (None, None) => explorer.begin(&mut see).ok()?,
            _ => return None,
        }
        let (_, to, fell) = best?;
        falls.extend(fell);
        state = Some(to);
    }
    let choices: Vec<ChoiceId> = way.iter().filter_map(|(choice, _)| *choice).collect();
    let seed = seed_for(&falls).filter(|seed| plays(search, *seed, &choices, state.as_ref()));
    Some(Witness { seed, choices, shortest: true })
}

/// A seed whose draws fall so, one after the other.
fn seed_for(falls: &[Fall]) -> Option<u64> {
    let mut counts = std::collections::HashMap::new();
    let counted: Vec<(Fall, u32)> = falls
        .iter()
        .map(|fall| {
            let count = counts.entry(fall.n).or_insert(0);
            *count += 1;
            (*fall, *count - 1)
        })
        .collect();
    (0..SEEDS).find(|seed| {
        counted.iter().all(|(fall, count)| {
            let drawn = below(keyed(*seed, fall.place, *count), fall.of);
            (fall.from..fall.to).contains(&drawn)
        })
    })
}

/// Whether the play with this seed comes to this state.
fn plays(search: &Search<'_>, seed: u64, choices: &[ChoiceId], to: Option<&State>) -> bool {
    let setup = Setup { seed, ..search.setup.clone() };
    let Ok(mut timeline) = Timeline::begin(search.story, setup) else { return false };
    choices.iter().all(|choice| timeline.decide(search.story, *choice).is_ok())
        && to == Some(&timeline.now().state)
}
