//! What a turn reads of a story, packed: small records of numbers that lie side by side.
//!
//! The speaking records, with their ids and texts, stay what screens and proofs read. The invariant: nothing stands here
//! that is not made from them, by [`Flat::of`] when they are settled.

use std::ops::Range;

use crate::story::{
    expr::{
        guard::{Guard, Test},
        lower::Code,
    },
    ids::{SceneId, Slot, TextId, VarId},
    model::{Rule, Sieve, Story, Target},
    prose::Reading,
};

/// A run of records in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The same as a range.
    #[must_use]
    pub fn of(range: &Range<usize>) -> Self {
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: index(range.start), end: index(range.end) }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Its records.
    #[inline]
    #[must_use]
    pub fn among<T>(self, table: &[T]) -> &[T] {
        &table[self.start as usize..self.end as usize]
    }

    /// Its records, each with its place in the table.
    #[inline]
    pub fn numbered<T>(self, table: &[T]) -> impl Iterator<Item = (u32, &T)> {
        (self.start..).zip(self.among(table))
    }

    /// How many records.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
}

/// A constant added to a variable that nothing pays for, with that variable's bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Add {
    /// What is written.
    pub var: VarId,
    /// How much is added.
    pub amount: i32,
    /// The variable's lowest value.
    pub min: i64,
    /// Its highest.
    pub max: i64,
}

/// The bounds of a variable that rules add to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Which.
    pub var: VarId,
    /// Its lowest value.
    pub min: i64,
    /// Its highest.
    pub max: i64,
}

/// A constant that a rule adds to a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is added to, in [`Flat::sums`].
    pub sum: u32,
    /// The same as a variable.
    pub var: VarId,
    /// How much.
    pub amount: i32,
}

/// What something does, in order: first what is added as it stands, then what has to be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Does {
    /// In [`Flat::adds`].
    pub adds: Span,
    /// In [`Story::effects`].
    pub rest: Span,
}

impl Does {
    /// Whether it does nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.adds.is_empty() && self.rest.is_empty()
    }
}

/// A rule of the world. When it applies says [`Flat::sieve`].
#[derive(Debug, Clone, Copy)]
pub struct FlatRule {
    /// What it adds as it stands, in [`Flat::parts`].
    pub parts: Span,
    /// What has to be worked out then, in [`Story::effects`].
    pub rest: Span,
    /// Whether it applies wherever it comes through the sieve.
    pub whole: bool,
    /// Whether something is to be done once it has applied.
    pub remembered: bool,
    /// Whether nothing is to be done but to add its parts.
    pub plain: bool,
}

/// A choice.
#[derive(Debug, Clone, Copy)]
pub struct FlatChoice {
    /// When it is open.
    pub guard: Guard,
    /// The scene it stands in.
    pub scene: SceneId,
    /// Where it leads.
    pub goto: Target,
    /// What it does.
    pub does: Does,
    /// Its label, in the story's own language.
    pub text: Reading,
    /// What is read when it has been made; no letters where there is nothing.
    pub outcome: Reading,
    /// Whether it is open always.
    pub free: bool,
    /// Whether it is open wherever its guard holds.
    pub simple: bool,
    /// Whether something is to be noted once it was made.
    pub remembered: bool,
}

/// A scene.
#[derive(Debug, Clone, Copy)]
pub struct FlatScene {
    /// The turn the world is advanced to before it opens; the lowest number where it is not.
    pub turn: i64,
    /// Its events.
    pub events: Span,
    /// Its choices.
    pub choices: Span,
    /// What opening it does.
    pub does: Does,
    /// Its prose, in the story's own language.
    pub text: Reading,
    /// The labels of all its choices, where they lie side by side and nothing in them is to be settled.
    pub labels: Option<Reading>,
    /// Whether its visits or its turn are kept.
    pub remembered: bool,
}

/// An event.
#[derive(Debug, Clone, Copy)]
pub struct FlatEvent {
    /// The place of its draws.
    pub place: u64,
    /// Its chance: `.0` in `.1`.
    pub chance: (u32, u32),
    /// What it does.
    pub does: Does,
    /// What is read when it happens.
    pub text: Option<Reading>,
    /// Whether it has a condition.
    pub asks: bool,
}

/// All of them, each in the place of its speaking record.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each table is named for what it holds, and its records are documented")]
pub struct Flat {
    pub rules: Vec<FlatRule>,
    /// When each rule applies.
    pub sieve: Sieve,
    pub parts: Vec<Part>,
    /// The variables that rules add to.
    pub sums: Vec<Bound>,
    /// By variable, its sum; of no account for one that no rule adds to.
    pub sum_of: Vec<u32>,
    pub choices: Vec<FlatChoice>,
    pub scenes: Vec<FlatScene>,
    /// When each ending fits.
    pub endings: Vec<Guard>,
    pub events: Vec<FlatEvent>,
    /// Whether a turn is nothing but its schedule and its rules.
    pub calm: bool,
    /// What each consequence that waits does.
    pub laters: Vec<Does>,
    pub adds: Vec<Add>,
}

impl Flat {
    /// Packs a story whose records are settled.
    #[must_use]
    pub fn of(story: &Story) -> Self {
        let mut flat = Self::default();
        flat.rules(story);
        let mut adds = Vec::new();
        let reading = |text: TextId| story.texts.reading(text, 0);
        let guard = |when: Option<Code>| Guard::of(&story.pool, when);
        let choices = story.choices.iter().map(|choice| {
            let guard = guard(choice.when.map(|w| w.code));
            FlatChoice {
                guard,
                scene: choice.scene,
                goto: choice.goto,
                does: does(story, &choice.effects, &mut adds),
                text: reading(choice.text),
                outcome: choice.outcome.map_or(Reading::Line(0, 0), reading),
                free: choice.when.is_none() && !choice.moves_levers,
                simple: guard.whole && !choice.moves_levers,
                remembered: choice.last.is_some() || !choice.laters.is_empty(),
            }
        });
        let choices = choices.collect();
        let scenes = story.scenes.iter().map(|scene| FlatScene {
            turn: scene.turn.unwrap_or(i64::MIN),
            events: Span::of(&scene.events),
            choices: Span::of(&scene.choices),
            does: does(story, &scene.effects, &mut adds),
            text: reading(scene.text),
            labels: side_by_side(story.choices[scene.choices.clone()].iter().map(|c| reading(c.text))),
            remembered: scene.visits.is_some() || scene.last.is_some(),
        });
        let scenes = scenes.collect();
        let endings = story.endings.iter().map(|ending| guard(ending.when.map(|w| w.code))).collect();
        let events = story.events.iter().map(|event| FlatEvent {
            place: event.place,
            chance: event.chance,
            does: does(story, &event.effects, &mut adds),
            text: event.text.map(reading),
            asks: event.when.is_some(),
        });
        let events = events.collect();
        let laters = story.laters.iter().map(|later| does(story, &later.effects, &mut adds)).collect();
        adds.shrink_to_fit();
        let calm = story.laters.is_empty()
            && story.plan.is_empty()
            && story.derived.is_empty()
            && story.peaked.is_empty();
        Self { choices, scenes, endings, events, calm, laters, adds, ..flat }
    }

    fn rules(&mut self, story: &Story) {
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
            self.sums.push(Bound { var: *var, min: bounds.min, max: bounds.max });
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
            let plain = whole && !remembered && rest.is_empty();
            let parts = Span::of(&(first..self.parts.len()));
            self.rules.push(FlatRule { parts, rest, whole, remembered, plain });
        }
    }
}

/// What a range of effects does, its plain beginning packed.
fn does(story: &Story, effects: &Range<usize>, adds: &mut Vec<Add>) -> Does {
    let first = adds.len();
    adds.extend(story.effects[effects.clone()].iter().map_while(|effect| {
        let bounds = story.bounds[effect.var.at()];
        let amount = effect.plain().filter(|_| !bounds.priced)?;
        Some(Add { var: effect.var, amount, min: bounds.min, max: bounds.max })
    }));
    let rest = effects.start + (adds.len() - first)..effects.end;
    Does { adds: Span::of(&(first..adds.len())), rest: Span::of(&rest) }
}

/// Lines that lie side by side, as one.
fn side_by_side(lines: impl Iterator<Item = Reading>) -> Option<Reading> {
    lines
        .map(Some)
        .reduce(|all, next| match (all?, next?) {
            (Reading::Line(start, end), Reading::Line(next, last)) if next == end => {
                Some(Reading::Line(start, last))
            }
            (Reading::Line(..) | Reading::Pieces(..), Reading::Line(..) | Reading::Pieces(..)) => None,
        })
        .flatten()
        .filter(|all| matches!(all, Reading::Line(..)))
}
