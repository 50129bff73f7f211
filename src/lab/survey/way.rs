//! From place to place: what choices, draws and endings make of the ranges.
//!
//! The invariant: wherever a play can go from a place, the ranges there hold what it brings.

use super::{PATIENCE, Survey};
use crate::{
    lab::ranges::Ranges,
    story::{
        ids::{ChoiceId, DeckId, EndingId, SceneId, ScheduleId},
        model::{TURN, Target},
    },
};

impl<'a> Survey<'a> {
    /// Follows every way until nothing is new.
    pub(super) fn run(&mut self) {
        let story = self.reading.story;
        if story.scenes.is_empty() {
            self.world_alone();
            return;
        }
        // Under one schedule after the other, so that what happened when is known.
        let mut schedules: Vec<_> = (0..story.schedules.len()).map(|n| Some(ScheduleId::new(n))).collect();
        if schedules.is_empty() {
            schedules.push(None);
        }
        let mut known: Vec<Option<Ranges>> = vec![None; self.places.len()];
        for schedule in schedules {
            self.reading.schedule = schedule;
            self.run_one();
            for (known, found) in known.iter_mut().zip(&mut self.places) {
                match (&mut *known, found.take()) {
                    (Some(known), Some(found)) => {
                        known.widen_to(&found);
                    }
                    (None, found) => *known = found,
                    (Some(_), None) => {}
                }
            }
            self.joined.fill(0);
        }
        self.reading.schedule = None;
        self.places = known;
    }

    fn run_one(&mut self) {
        let story = self.reading.story;
        // A story that names its country is also begun without a card.
        let cards = if story.about.country.is_some() { &[false, true][..] } else { &[false] };
        for card in cards {
            let start = self.start(*card);
            let start = self.advance(start, story.about.turns.0);
            self.go(&start, story.about.opens, None);
        }
        while let Some(place) = self.open.pop_first() {
            let Some(here) = self.places[place].clone() else { continue };
            if place < story.scenes.len() {
                self.scene(SceneId::new(place), &here);
            } else {
                self.deck(DeckId::new(place - story.scenes.len()), &here);
            }
        }
    }

    /// A world without a story: its numbers may be anything.
    fn world_alone(&mut self) {
        let story = self.reading.story;
        let anything = self.bounds.clone();
        self.note(&anything);
        for region in &story.regions {
            self.condition(&anything, region.when);
        }
        let mut now = anything;
        self.schedules_anywhere(&mut now);
        for rule in &story.rules {
            let (holds, _) = self.condition(&now, rule.when);
            if let Some(applies) = holds {
                // All of them read the same numbers, and what they add is summed up before it is cut.
                for n in rule.then.clone() {
                    self.amount(&applies, n);
                }
            }
        }
        for later in &story.laters {
            let (holds, _) = self.condition(&now, later.when);
            if let Some(mut comes) = holds {
                self.effects(&mut comes, later.effects.clone(), false);
            }
        }
    }

    fn schedules_anywhere(&mut self, now: &mut Ranges) {
        let turn = now.of(TURN);
        for scheduled in self.reading.story.schedules.iter().flat_map(|s| &s.turns) {
            let mut then = now.clone();
            let at = i128::from(scheduled.turn);
            then.set(TURN, (at, at));
            self.events(&mut then, scheduled.events.clone());
        }
        now.set(TURN, turn);
    }

    fn scene(&mut self, id: SceneId, here: &Ranges) {
        let story = self.reading.story;
        let deck = story.scene(id).storylet.as_ref().map(|s| (s.deck, story.is_named(id)));
        for n in story.scene(id).choices.clone() {
            let choice = story.choice(ChoiceId::new(n));
            let (holds, surely) = self.condition(here, choice.when);
            let mut after = holds;
            let mut dear = false;
            if let Some(then) = &mut after {
                let before = self.spent(then);
                self.effects(then, choice.effects.clone(), true);
                let spent = self.spent(then);
                let budget = i128::from(story.budget);
                // Dear in every state: beyond the budget, and beyond what was spent before.
                let shut = choice.moves_levers && spent.0 > budget && spent.0 > before.1;
                dear = choice.moves_levers && spent.1 > budget;
                if shut {
                    after = None;
                }
            }
            let seen = &mut self.seen.choices[n];
            seen.holds |= after.is_some();
            seen.fails |= !surely || dear || after.is_none();
            let Some(mut then) = after else { continue };
            if let Some(last) = choice.last {
                then.set(last, then.of(TURN));
            }
            self.waits(&mut then, choice.laters.clone(), true);
            self.derive(&mut then);
            self.note(&then);
            self.go(&then, choice.goto, deck);
        }
    }

    fn deck(&mut self, id: DeckId, here: &Ranges) {
        let story = self.reading.story;
        let deck = story.deck(id);
        if deck.draw.1 > 0 {
            for scene in &deck.storylets {
                let Some(storylet) = &story.scene(*scene).storylet else { continue };
                let mut drawn = here.clone();
                let visits = story.scene(*scene).visits.filter(|_| storylet.max > 0);
                if let Some(visits) = visits {
                    let (low, high) = drawn.of(visits);
                    if low >= i128::from(storylet.max) {
                        continue;
                    }
                    drawn.set(visits, (low, high.min(i128::from(storylet.max) - 1)));
                }
                let (holds, _) = self.condition(&drawn, storylet.when);
                if let Some(then) = holds {
                    self.arrive(*scene, then);
                }
            }
        }
        self.go(here, deck.then, None);
    }

    /// Where a target leads; `deck` is that of the storylet it stands in, and whether that is also led to by its name.
    fn go(&mut self, from: &Ranges, target: Target, deck: Option<(DeckId, bool)>) {
        let story = self.reading.story;
        match target {
            Target::Scene(scene) => self.arrive(scene, from.clone()),
            Target::Deck(id) => {
                let there = match story.deck(id).turn {
                    Some(turn) => self.advance(from.clone(), turn),
                    None => from.clone(),
                };
                self.join(story.scenes.len() + id.at(), there);
            }
            Target::Return => {
                if let Some((id, _)) = deck {
                    self.join(story.scenes.len() + id.at(), from.clone());
                }
                // Nobody sits at a deck who was led to the storylet by its name.
                if deck.is_none_or(|(_, named)| named) {
                    self.end(from.clone());
                }
            }
            Target::End => self.end(from.clone()),
            Target::Ending(ending) => {
                if let Some(turn) = story.ending(ending).turn {
                    self.advance(from.clone(), turn);
                }
                self.seen.endings[ending.at()] = true;
            }
        }
    }

    fn end(&mut self, from: Ranges) {
        let story = self.reading.story;
        let mut left = self.advance(from, story.about.turns.1);
        let whole = left.clone();
        self.seen.came_to_end = true;
        match &mut self.seen.at_end {
            Some(known) => {
                known.widen_to(&left);
            }
            None => self.seen.at_end = Some(left.clone()),
        }
        for (n, ending) in story.endings.iter().enumerate() {
            let holds = |tree| self.reading.possible(&whole, &[(tree, true)]);
            self.seen.alone[n] |= ending.when.is_none_or(|w| holds(&story.trees[w.tree.at()]));
        }
        for (n, ending) in story.endings.iter().enumerate() {
            let id = EndingId::new(n);
            let (holds, surely) = self.condition(&left, ending.when);
            let Some(when) = ending.when else {
                self.seen.endings[id.at()] = true;
                return;
            };
            // Those before it do not fit: all of them together, case by case.
            if holds.is_some() && self.reading.possible(&whole, &self.first_of(n)) {
                self.seen.endings[id.at()] = true;
            }
            let tree = &story.trees[when.tree.at()];
            if surely || !self.reading.narrow(&mut left, tree, false) {
                return;
            }
        }
    }

    /// What has to be so that an ending is the first that fits.
    fn first_of(&self, ending: usize) -> Vec<(&'a crate::story::expr::resolve::Expr, bool)> {
        let story = self.reading.story;
        let tree = |n: usize| story.endings[n].when.map(|w| &story.trees[w.tree.at()]);
        let before = (0..ending).filter_map(tree).map(|tree| (tree, false));
        tree(ending).map(|tree| (tree, true)).into_iter().chain(before).collect()
    }

    fn arrive(&mut self, id: SceneId, from: Ranges) {
        let story = self.reading.story;
        let scene = story.scene(id);
        self.seen.in_time[id.at()] |= scene.turn.is_none_or(|turn| from.of(TURN).0 <= i128::from(turn));
        let mut now = match scene.turn {
            Some(turn) => self.advance(from, turn),
            None => from,
        };
        if let Some(visits) = scene.visits {
            let (low, high) = now.of(visits);
            now.set(visits, (low + 1, high + 1));
        }
        if let Some(last) = scene.last {
            now.set(last, now.of(TURN));
        }
        self.derive(&mut now);
        self.events(&mut now, scene.events.clone());
        self.effects(&mut now, scene.effects.clone(), false);
        self.note(&now);
        self.join(id.at(), now);
    }

    /// Takes in another way to a place; where that is new, the place is looked at again.
    fn join(&mut self, place: usize, mut there: Ranges) {
        there.cap();
        let Some(mut known) = self.places[place].take() else {
            self.places[place] = Some(there);
            self.open.insert(place);
            return;
        };
        let before = known.clone();
        if known.widen_to(&there) {
            self.joined[place] += 1;
            if self.joined[place] > PATIENCE {
                self.let_go(&before, &mut known);
            }
            self.open.insert(place);
        }
        self.places[place] = Some(known);
    }
}
