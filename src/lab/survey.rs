//! What every number of a story can be at every place of it, and so which conditions can never hold or never fail.
//!
//! An interpretation on ranges (intervals; P. Cousot and R. Cousot, "Abstract interpretation", POPL 1977): scenes and
//! decks are places, choices and draws lead from one to another, and at each place the ranges of all ways there are
//! joined until nothing is new. It looks at plays under every schedule, preset and parameter; where a story names its
//! country it may be begun from a world card, so the world's numbers may be anything then. The invariant: what is
//! called impossible cannot come about in any such play. What is possible here may still never come.

mod culprit;
mod facts;
mod names;
mod narrow;
mod open;
mod step;
mod texts;
mod way;

use std::collections::BTreeSet;

use super::ranges::{Ranges, Reading, hull};
use crate::story::{
    Story,
    diagnostic::Diagnostic,
    expr::{lower::Condition, resolve::Expr},
    index::{Index, WrittenEffect},
    model::{Owner, TURN, VarKind, slot_of},
    names::Tracker,
};

/// How often a place is joined before what still grows is let go.
const PATIENCE: u32 = 6;

/// What was seen of a condition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Chance {
    /// It may hold.
    holds: bool,
    /// It may fail.
    fails: bool,
}

/// What was seen of an effect.
#[derive(Debug, Clone, Copy, Default)]
struct EffectSeen {
    /// Its `when`.
    when: Chance,
    /// It was come to.
    came: bool,
    /// It may come out within the bounds.
    uncut: bool,
}

/// What was seen on the way.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// By tree.
    conditions: Vec<Chance>,
    /// By tree: the ranges of all states in which it was asked.
    asked: Vec<Option<Ranges>>,
    /// By effect.
    effects: Vec<EffectSeen>,
    /// By choice: whether it may be open, whether it may be locked.
    choices: Vec<Chance>,
    /// By ending: whether a play may come to it.
    endings: Vec<bool>,
    /// By ending: whether its condition may hold at the end, whatever stands before it.
    alone: Vec<bool>,
    /// By scene: whether a play may come there before its turn has passed.
    in_time: Vec<bool>,
    /// By consequence: the soonest turn it can fall due at, if anything lets it wait.
    laters: Vec<Option<i128>>,
    /// Whether anything leads to the end, and what is known there.
    came_to_end: bool,
    at_end: Option<Ranges>,
}

/// The ranges of a story at its places.
#[derive(Debug)]
struct Survey<'a> {
    reading: Reading<'a>,
    index: &'a Index,
    /// By effect.
    effects: Vec<Option<&'a WrittenEffect>>,
    /// By variable.
    definitions: Vec<Option<&'a Expr>>,
    /// What holds anywhere.
    bounds: Ranges,
    /// Scenes when their choices are open, then decks when they draw; none where no play comes to.
    places: Vec<Option<Ranges>>,
    joined: Vec<u32>,
    open: BTreeSet<usize>,
    /// Every state that was met.
    all: Option<Ranges>,
    seen: Seen,
}

/// The trees of the `let`s, by their index.
fn let_trees<'a>(story: &Story, index: &'a Index) -> Vec<Option<&'a Expr>> {
    let mut lets = vec![None; story.lets.len()];
    for (id, written) in &index.lets {
        lets[id.at()] = Some(&written.tree);
    }
    lets
}

/// What the analysis finds in a pack that has no error: what cannot be, what is always so, what nothing uses; of the
/// pack and its world.
#[must_use]
pub fn survey(story: &Story, index: &Index) -> Vec<Diagnostic> {
    let lets = let_trees(story, index);
    let mut survey = Survey::new(story, index, &lets);
    survey.run();
    let mut found = survey.facts();
    found.extend(survey.shut_in());
    found.extend(names::unused(story, index));
    found.extend(texts::texts(story, index));
    found
}

/// By choice, whether it can ever be locked.
#[must_use]
pub fn lockable(story: &Story, index: &Index) -> Vec<bool> {
    let lets = let_trees(story, index);
    let mut survey = Survey::new(story, index, &lets);
    survey.run();
    survey.seen.choices.iter().map(|c| c.fails).collect()
}

/// By scene, what every slot can hold while its choices are open; nothing where no play comes to the scene.
#[must_use]
pub fn ranges_by_scene(story: &Story, index: &Index) -> Vec<Option<Ranges>> {
    let lets = let_trees(story, index);
    let mut survey = Survey::new(story, index, &lets);
    survey.run();
    survey.places.truncate(story.scenes.len());
    survey.places
}

impl<'a> Survey<'a> {
    fn new(story: &'a Story, index: &'a Index, lets: &'a [Option<&'a Expr>]) -> Self {
        let mut definitions = vec![None; story.vars.len()];
        for (var, written) in &index.definitions {
            definitions[var.at()] = Some(&written.tree);
        }
        let places = story.scenes.len() + story.decks.len();
        Self {
            reading: Reading { story, lets, schedule: None },
            index,
            effects: index.effects.iter().map(Option::as_ref).collect(),
            definitions,
            bounds: Ranges::bounds(story),
            places: vec![None; places],
            joined: vec![0; places],
            open: BTreeSet::new(),
            all: None,
            seen: Seen {
                conditions: vec![Chance::default(); story.trees.len()],
                asked: vec![None; story.trees.len()],
                effects: vec![EffectSeen::default(); story.effects.len()],
                choices: vec![Chance::default(); story.choices.len()],
                endings: vec![false; story.endings.len()],
                alone: vec![false; story.endings.len()],
                in_time: vec![false; story.scenes.len()],
                laters: vec![None; story.laters.len()],
                came_to_end: false,
                at_end: None,
            },
        }
    }

    /// Takes in a state that was met.
    fn note(&mut self, ranges: &Ranges) {
        match &mut self.all {
            Some(all) => {
                all.widen_to(ranges);
            }
            None => self.all = Some(ranges.clone()),
        }
    }

    /// The states on which a condition holds, if there may be any, and whether it holds on all.
    fn condition(&mut self, now: &Ranges, when: Option<Condition>) -> (Option<Ranges>, bool) {
        self.note(now);
        let Some(when) = when else { return (Some(now.clone()), true) };
        let tree = &self.reading.story.trees[when.tree.at()];
        let seen = &mut self.seen.conditions[when.tree.at()];
        let holds = self.reading.possible(now, &[(tree, true)]);
        let fails = self.reading.possible(now, &[(tree, false)]);
        (seen.holds, seen.fails) = (seen.holds || holds, seen.fails || fails);
        match &mut self.seen.asked[when.tree.at()] {
            Some(asked) => {
                asked.widen_to(now);
            }
            asked @ None => *asked = Some(now.clone()),
        }
        let mut left = now.clone();
        let left = (holds && self.reading.narrow(&mut left, tree, true)).then_some(left);
        (left, !fails)
    }

    /// What a play can begin with, from a card of the story's country or without one.
    fn start(&mut self, card: bool) -> Ranges {
        let story = self.reading.story;
        let mut now = self.bounds.clone();
        for (id, var) in story.vars() {
            let start = i128::from(var.start);
            let known = match var.kind {
                // The first peaks are taken before anything is derived.
                VarKind::Derived => true,
                VarKind::Flag => !var.carried,
                VarKind::Meter | VarKind::Stock | VarKind::Memory | VarKind::Lever => {
                    var.owner == Owner::Story || !card
                }
            };
            if known {
                now.set(slot_of(id), (start, start));
            }
        }
        for (n, tracker) in story.trackers.iter().enumerate() {
            let slot = crate::story::ids::Slot::new(1 + story.vars.len() + n);
            let history = matches!(
                tracker,
                Tracker::Peak(_)
                    | Tracker::PeakTurn(_)
                    | Tracker::ShockTurn(_)
                    | Tracker::RuleTurn(_)
                    | Tracker::Planned(_)
            );
            let sitting = matches!(tracker, Tracker::Deck | Tracker::DeckLeft | Tracker::Drawn(_));
            let begins = i128::from(story.about.turns.0);
            match tracker {
                _ if sitting => {}
                // What happened before the turn at which the story begins.
                Tracker::ShockTurn(_) | Tracker::RuleTurn(_) if card => now.set(slot, (-1, begins - 1)),
                Tracker::PeakTurn(_) if card => now.set(slot, (0, begins)),
                _ if card && history => {}
                _ => {
                    let start = i128::from(tracker.at_start());
                    now.set(slot, (start, start));
                }
            }
        }
        let first = if card { i128::from(story.about.turns.0) } else { 0 };
        now.set(TURN, (first, first));
        self.first_peaks(&mut now, card);
        self.derive(&mut now);
        self.first_peaks(&mut now, card);
        self.note(&now);
        now
    }

    /// The highest values at the beginning; a history that was taken over may have been higher.
    fn first_peaks(&self, now: &mut Ranges, card: bool) {
        for (id, var) in self.reading.story.vars() {
            let value = now.of(slot_of(id));
            if let Some(peak) = var.peak {
                now.set(peak, if card { hull(now.of(peak), value) } else { value });
            }
            if let Some(turn) = var.peak_turn {
                now.set(turn, hull(now.of(turn), now.of(TURN)));
            }
        }
    }
}
