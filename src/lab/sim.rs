//! Many plays of a story, spread over threads.
//!
//! Plays are numbered and made in blocks; a round of blocks sees what the rounds before it tried. The invariant: a
//! play depends on its number alone, and the rounds are the same for any number of threads.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use super::{
    policy::{Policy, rarity},
    tally::Tally,
};
use crate::{
    engine::{Place, Quick, Setup, TurnError, keyed},
    story::{Story, ids::ChoiceId},
};

/// Plays that one thread makes before it takes the next.
const BLOCK: u64 = 64;
/// Blocks after which the walk that prefers the least tried looks again at what was tried.
const ROUND: u64 = 16;
/// The longest a play may be; a story may go round in a circle.
const LONGEST: usize = 10_000;
/// Keeps the seeds of plays apart from each other.
const PLAYS: u64 = 0x0073_696d_7570_6c61;

/// What is asked of a simulation.
#[derive(Debug, Clone)]
pub struct Order {
    /// What every play begins with; its seed makes theirs.
    pub setup: Setup,
    /// How many plays.
    pub plays: u64,
    /// How they decide.
    pub policy: Policy,
    /// How many threads work on it, at least 1.
    pub threads: usize,
}

/// Makes the plays and counts them. `done` is how many have been made, for whoever waits.
///
/// # Errors
/// A story that cannot be begun.
pub fn sim(story: &Story, order: &Order, done: &AtomicU64) -> Result<Tally, TurnError> {
    // Whether it can be begun at all is asked once, so that no thread has to answer.
    Quick::new(story, order.setup.clone())?;
    let mut all = Tally::new(story);
    let mut first = 0;
    while first < order.plays {
        // Without a look at what was tried, one round does.
        let length = if order.policy == Policy::LeastUsed { BLOCK * ROUND } else { order.plays };
        let end = order.plays.min(first.saturating_add(length));
        let taken: Vec<u64> = all.choices.iter().map(|c| c.taken).collect();
        let rare = if order.policy == Policy::LeastUsed { rarity(story, &taken) } else { taken };
        let next = AtomicU64::new(first);
        let work = || {
            let mut tally = Tally::new(story);
            let Ok(mut play) = Quick::new(story, order.setup.clone()) else { return tally };
            loop {
                let block = next.fetch_add(BLOCK, Ordering::Relaxed);
                if block >= end {
                    return tally;
                }
                for number in block..end.min(block + BLOCK) {
                    one(story, order, number, &rare, &mut play, &mut tally);
                }
                done.fetch_add(end.min(block + BLOCK) - block, Ordering::Relaxed);
            }
        };
        let found: Vec<Tally> = thread::scope(|scope| {
            let others: Vec<_> = (1..order.threads).map(|_| scope.spawn(work)).collect();
            let mine = work();
            // A thread that panicked has lost its plays; its panic is this one's.
            let theirs =
                others.into_iter().map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e)));
            std::iter::once(mine).chain(theirs).collect()
        });
        for tally in found {
            all.add(tally);
        }
        first = end;
    }
    Ok(all)
}

/// The seed of a play, by its number.
#[must_use]
pub fn seed_of(seed: u64, number: u64) -> u64 {
    let (low, high) = (number & 0xffff_ffff, number >> 32);
    keyed(seed, PLAYS ^ high, u32::try_from(low).unwrap_or(0))
}

fn one(story: &Story, order: &Order, number: u64, rare: &[u64], play: &mut Quick<'_>, tally: &mut Tally) {
    let seed = seed_of(order.setup.seed, number);
    tally.plays += 1;
    let mut choices: Vec<ChoiceId> = Vec::new();
    let mut seen: Vec<bool> = vec![false; story.scenes.len()];
    if play.restart(seed).is_err() {
        tally.stuck += 1;
        return;
    }
    let mut turn = i64::MIN;
    loop {
        let state = play.state();
        if state.turn() > turn {
            turn = state.turn();
            tally.turn(story, state);
        }
        let Place::Scene(scene) = state.place else { break };
        if !std::mem::replace(&mut seen[scene.at()], true) {
            tally.scenes[scene.at()] += 1;
        }
        let Ok(open) = play.open() else { break };
        for n in story.scene(scene).choices.clone() {
            tally.choices[n].met += 1;
        }
        for choice in open {
            tally.choices[choice.at()].open += 1;
        }
        let step = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        let Some(choice) = order.policy.choose(story, open, (seed, step), rare) else { break };
        if choices.len() >= LONGEST || play.decide(choice).is_err() {
            break;
        }
        tally.choices[choice.at()].taken += 1;
        choices.push(choice);
    }
    tally.ended(story, play, (number, &choices));
}
