//! How ways to govern a world stand beside each other: on every outcome, in every schedule and preset, and where
//! people disagree about the numbers.
//!
//! The invariant: all ways of one world share its schedule, its numbers and its luck.

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

use crate::{
    engine::{Quick, Setup, State, TurnError, below, groups, keyed},
    story::{
        Story,
        ids::{PresetId, ScheduleId},
        model::Strategy,
    },
};

/// Keeps these draws apart from those of a story.
const CONTESTED: u64 = 0x636f_6e74_6573_7401;

/// What a strategy came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// By outcome of the pack, in units.
    pub values: Vec<i64>,
    /// By group, how content it is, 0 to 1000.
    pub groups: Vec<i64>,
    /// Which strategies are at least as good on every outcome and better on one.
    pub dominated_by: Vec<usize>,
}

/// A schedule with a preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The schedule.
    pub schedule: Option<ScheduleId>,
    /// The preset.
    pub preset: Option<PresetId>,
    /// By strategy.
    pub outcomes: Vec<Outcome>,
}

/// How strategies stand in all worlds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// After how many turns.
    pub turns: i64,
    /// By schedule, then by preset.
    pub worlds: Vec<World>,
}

/// How strategies stand when every contested number is moved at random.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// How many draws, over all schedules alike.
    pub draws: u64,
    /// By strategy, in how many of them none of those compared dominates it.
    pub undominated: Vec<u64>,
    /// By outcome and strategy, in how many of them it is best on it; ties count for all.
    pub best: Vec<Vec<u64>>,
}

/// Whether `b` is at least as good as `a` on everything and better on something.
fn dominates(b: &[i64], a: &[i64]) -> bool {
    a.iter().zip(b).all(|(a, b)| b >= a) && a != b
}

/// Governs a world by a strategy.
fn govern<'a>(play: &'a mut Quick<'_>, strategy: &Strategy, turns: i64) -> Result<&'a State, TurnError> {
    let seed = play.setup().seed;
    play.restart(seed)?;
    for turn in 0..turns {
        let set = strategy.levers.iter().find(|(from, _)| *from == turn);
        play.govern(set.map_or(&[], |(_, set)| set))?;
    }
    Ok(play.state())
}

fn values(story: &Story, state: &State) -> Vec<i64> {
    story.audit.outcomes.iter().map(|var| state.value(*var)).collect()
}

/// Every strategy in every schedule under every preset.
///
/// # Errors
/// A turn that cannot be worked out.
pub fn standing(story: &Story, turns: i64) -> Result<Standing, TurnError> {
    let schedules = all(story.schedules.len(), ScheduleId::new);
    let presets = all(story.presets.len(), PresetId::new);
    let mut worlds = Vec::new();
    for schedule in &schedules {
        for preset in &presets {
            let setup = setup(story, *schedule, *preset);
            let mut play = Quick::new(story, setup.clone())?;
            let mut outcomes: Vec<Outcome> = Vec::new();
            for strategy in &story.audit.strategies {
                let state = govern(&mut play, strategy, turns)?;
                let content = groups(story, &setup, state).unwrap_or_default();
                let groups = content.into_iter().map(|(_, content)| content).collect();
                outcomes.push(Outcome { values: values(story, state), groups, dominated_by: Vec::new() });
            }
            for n in 0..outcomes.len() {
                let by = |m: &usize| dominates(&outcomes[*m].values, &outcomes[n].values);
                outcomes[n].dominated_by = (0..outcomes.len()).filter(by).collect();
            }
            worlds.push(World { schedule: *schedule, preset: *preset, outcomes });
        }
    }
    Ok(Standing { turns, worlds })
}

fn all<T>(count: usize, id: impl Fn(usize) -> T) -> Vec<Option<T>> {
    if count == 0 { vec![None] } else { (0..count).map(|n| Some(id(n))).collect() }
}

fn setup(story: &Story, schedule: Option<ScheduleId>, preset: Option<PresetId>) -> Setup {
    let mut params = vec![100; story.parameters.len()].into_boxed_slice();
    for (param, value) in preset.iter().flat_map(|p| &story.presets[p.at()].set) {
        params[param.at()] = *value;
    }
    Setup { seed: 0, schedule, preset, params, start: Vec::new(), taken: None, at: None }
}

/// The strategies with a stance against each other, every contested number moved by itself by up to `spread`
/// hundredths either way, in `count` draws for each schedule. `done` is how many have been made.
///
/// # Errors
/// A turn that cannot be worked out.
pub fn draws(
    story: &Story,
    turns: i64,
    (count, spread): (u64, u32),
    threads: usize,
    done: &AtomicU64,
) -> Result<Draws, TurnError> {
    let compared: Vec<&Strategy> = story.audit.strategies.iter().filter(|s| s.stance.is_some()).collect();
    let schedules = all(story.schedules.len(), ScheduleId::new);
    let blank = || Draws {
        draws: 0,
        undominated: vec![0; compared.len()],
        best: vec![vec![0; compared.len()]; story.audit.outcomes.len()],
    };
    let next = AtomicUsize::new(0);
    let total = usize::try_from(count).unwrap_or(0) * schedules.len();
    let work = || -> Result<Draws, TurnError> {
        let mut found = blank();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= total {
                return Ok(found);
            }
            let mut setup = setup(story, schedules[n % schedules.len()], None);
            moved(story, &mut setup, n / schedules.len(), spread);
            let mut play = Quick::new(story, setup)?;
            let mut came = Vec::new();
            for strategy in &compared {
                came.push(values(story, govern(&mut play, strategy, turns)?));
            }
            found.draws += 1;
            for (n, mine) in came.iter().enumerate() {
                found.undominated[n] += u64::from(!came.iter().any(|other| dominates(other, mine)));
                for (outcome, best) in found.best.iter_mut().enumerate() {
                    best[n] += u64::from(came.iter().all(|other| other[outcome] <= mine[outcome]));
                }
            }
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    let all: Vec<Result<Draws, TurnError>> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mine = work();
        let theirs = others.into_iter().map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e)));
        std::iter::once(mine).chain(theirs).collect()
    });
    let mut sum = blank();
    for found in all {
        let found = found?;
        sum.draws += found.draws;
        let add = |mine: &mut [u64], theirs: &[u64]| mine.iter_mut().zip(theirs).for_each(|(a, b)| *a += b);
        add(&mut sum.undominated, &found.undominated);
        sum.best.iter_mut().zip(&found.best).for_each(|(a, b)| add(a, b));
    }
    Ok(sum)
}

/// Moves every contested number; the draw's number decides how.
fn moved(story: &Story, setup: &mut Setup, draw: usize, spread: u32) {
    for (n, parameter) in story.parameters.iter().enumerate().filter(|(_, p)| p.contested) {
        let place = CONTESTED ^ crate::story::hash(parameter.id.as_bytes());
        let bits = keyed(draw as u64, place, 0);
        let by = i64::from(below(bits, 2 * spread + 1)) - i64::from(spread);
        setup.params[n] = 100 + by;
    }
}
