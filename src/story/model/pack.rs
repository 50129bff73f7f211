//! Packing: the records that a turn reads, made from the speaking ones.
//!
//! Not what they mean: that is [`Flat`]'s. The invariant: nothing is packed that would play otherwise than the record
//! it is made from.

use std::ops::Range;

use crate::story::{
    expr::{
        guard::{Guard, Test},
        lower::Code,
    },
    ids::{ChoiceId, SceneId, Slot, TextId},
    model::{
        Add, Bound, Brief, Does, Event, Flat, FlatChoice, FlatEvent, FlatRule, FlatScene, Listing, Odds,
        Part, Rule, Sieve, Span, Story, Target,
    },
    prose::{self, Reading},
};

impl Flat {
    /// Packs a story whose records are settled.
    #[must_use]
    pub fn of(story: &Story) -> Self {
        let mut flat = Self::default();
        let mut adds = Vec::new();
        flat.rules(story, &mut adds);
        let mut cues = Vec::new();
        let mut reading =
            |text: TextId| prose::pack(&story.texts, &story.pool, story.texts.reading(text, 0), &mut cues);
        let events: Vec<FlatEvent> =
            story.events.iter().map(|event| self::event(story, event, &mut adds, &mut reading)).collect();
        let guard = |when: Option<Code>| Guard::of(&story.pool, when);
        let calm = story.laters.is_empty()
            && story.plan.is_empty()
            && story.derived.is_empty()
            && story.peaked.is_empty();
        let endings = story.endings.iter().map(|ending| guard(ending.when.map(|w| w.code)));
        let endings: Vec<Guard> = endings.collect();
        let choices = story.choices.iter().map(|choice| {
            let guard = guard(choice.when.map(|w| w.code));
            let does = does(story, &choice.effects, &mut adds);
            let remembered = choice.last.is_some() || !choice.laters.is_empty();
            let plain = calm && flat.brief && !remembered && does.rest.is_empty() && story.decks.is_empty();
            let quiet = |to: &SceneId| {
                let scene = story.scene(*to);
                let still = scene.visits.is_none() && scene.last.is_none() && scene.effects.is_empty();
                still && events[scene.events.clone()].iter().all(|event| event.plain)
            };
            FlatChoice {
                guard,
                scene: choice.scene,
                goto: choice.goto,
                does,
                text: reading(choice.text),
                outcome: choice.outcome.map_or(Reading::Line(0, 0), &mut reading),
                free: choice.when.is_none() && !choice.moves_levers,
                simple: guard.whole && !choice.moves_levers,
                remembered,
                brief: match choice.goto {
                    Target::Scene(scene) => (plain && quiet(&scene)).then_some(Brief::Scene(scene)),
                    Target::End => (plain && endings.iter().all(|guard| guard.whole)).then_some(Brief::End),
                    Target::Ending(_) | Target::Deck(_) | Target::Return => None,
                },
            }
        });
        let choices: Vec<FlatChoice> = choices.collect();
        let mut lists = Vec::new();
        let scenes = story.scenes.iter().map(|scene| {
            let does = does(story, &scene.effects, &mut adds);
            let remembered = scene.visits.is_some() || scene.last.is_some();
            FlatScene {
                turn: scene.turn.unwrap_or(i64::MIN),
                events: Span::of(&scene.events),
                choices: Span::of(&scene.choices),
                listing: listing(&choices, &scene.choices, &mut lists),
                does,
                text: reading(scene.text),
                labels: side_by_side(story.choices[scene.choices.clone()].iter().map(|c| reading(c.text))),
                remembered,
                quiet: calm && !remembered && does.is_empty(),
            }
        });
        let scenes = scenes.collect();
        let laters = story.laters.iter().map(|later| does(story, &later.effects, &mut adds)).collect();
        adds.shrink_to_fit();
        cues.shrink_to_fit();
        Self { choices, scenes, listed: lists, endings, events, calm, laters, adds, cues, ..flat }
    }

    fn rules(&mut self, story: &Story, adds: &mut Vec<Add>) {
        let tests = |rule: &Rule| story.pool.tests_of(rule.when.map(|w| w.code));
        let range = |slot: Slot| {
            let var = slot.at().checked_sub(1).and_then(|n| story.bounds.get(n))?;
            Some((var.min, var.max))
        };
        let all: Vec<&[Test]> = story.rules.iter().map(tests).collect();
        self.sieve = Sieve::of(&all, range);
        self.sum_of = vec![0; story.vars.len()];
        for var in &story.summed {
            let bounds = story.bounds[var.at()];
            self.sum_of[var.at()] = u32::try_from(self.sums.len()).unwrap_or(u32::MAX);
            self.sums.push(Bound { slot: var.slot(), min: bounds.min, max: bounds.max });
        }
        for rule in &story.rules {
            let first = self.parts.len();
            let effects = story.effects[rule.then.clone()].iter();
            self.parts.extend(effects.map_while(|effect| {
                let sum = self.sum_of[effect.var.at()];
                Some(Part { sum, var: effect.var, amount: effect.plain()? })
            }));
            let rest = Span::of(&(rule.then.start + (self.parts.len() - first)..rule.then.end));
            let whole = rule.when.is_none() || !tests(rule).is_empty();
            let remembered = rule.last.is_some() || !rule.laters.is_empty();
            let parts = Span::of(&(first..self.parts.len()));
            let alone = alone(story, parts.among(&self.parts), adds);
            let plain = whole && !remembered && rest.is_empty();
            self.rules.push(FlatRule { parts, rest, whole, remembered, plain, alone });
        }
        self.brief =
            self.sieve.layers() <= 1 && story.memories.is_empty() && self.rules.iter().all(|rule| rule.plain);
    }
}

fn event(
    story: &Story,
    event: &Event,
    adds: &mut Vec<Add>,
    reading: &mut impl FnMut(TextId) -> Reading,
) -> FlatEvent {
    let (odds, does) = (Odds::new(event.place, event.chance), does(story, &event.effects, adds));
    FlatEvent {
        odds,
        does,
        text: event.text.map(reading),
        asks: event.when.is_some(),
        plain: event.when.is_none() && !odds.certain() && does.rest.is_empty(),
    }
}

/// Which of a scene's choices are open, with lists written after those that are there.
fn listing(choices: &[FlatChoice], of: &Range<usize>, lists: &mut Vec<ChoiceId>) -> Listing {
    let open = |n: &usize| choices[*n].free;
    let mut asking = of.clone().filter(|n| !open(n));
    let asks = asking.next();
    if asking.next().is_some() || asks.is_some_and(|n| !choices[n].simple) || of.is_empty() {
        return Listing::Asked;
    }
    let mut list = |some: &mut dyn Iterator<Item = usize>| {
        let first = lists.len();
        lists.extend(some.map(ChoiceId::new));
        Span::of(&(first..lists.len()))
    };
    let all = list(&mut of.clone());
    let rest = if asks.is_some() { list(&mut of.clone().filter(open)) } else { all };
    Listing::Known { asks: ChoiceId::new(asks.unwrap_or(of.start)), all, rest }
}

/// What the parts of a rule add by themselves. A variable that stands in two of them is summed before it is bounded.
fn alone(story: &Story, parts: &[Part], adds: &mut Vec<Add>) -> Span {
    let once = |part: &Part| parts.iter().filter(|other| other.var == part.var).count() == 1;
    let add = |part: &Part| Add::of(part.var, part.amount, &story.bounds[part.var.at()]);
    let all: Option<Vec<Add>> = parts.iter().map(|part| add(part).filter(|_| once(part))).collect();
    let first = adds.len();
    adds.extend(all.unwrap_or_default());
    Span::of(&(first..adds.len()))
}

/// What a range of effects does, its plain beginning packed.
fn does(story: &Story, effects: &Range<usize>, adds: &mut Vec<Add>) -> Does {
    let first = adds.len();
    adds.extend(story.effects[effects.clone()].iter().map_while(|effect| {
        let bounds = &story.bounds[effect.var.at()];
        let amount = effect.plain().filter(|_| !bounds.priced)?;
        Add::of(effect.var, amount, bounds)
    }));
    let rest = effects.start + (adds.len() - first)..effects.end;
    Does { adds: Span::of(&(first..adds.len())), rest: Span::of(&rest) }
}

/// Lines that lie side by side, as one: from, to.
fn side_by_side(lines: impl Iterator<Item = Reading>) -> Option<(u32, u32)> {
    lines
        .map(|line| match line {
            Reading::Line(start, end) => Some((start, end)),
            Reading::Cues(_) | Reading::Pieces(..) => None,
        })
        .reduce(|all, next| {
            let ((start, end), (next, last)) = (all?, next?);
            (next == end).then_some((start, last))
        })
        .flatten()
}
