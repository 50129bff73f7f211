//! What many plays came to: counts that add up, whoever made which play.
//!
//! The invariant: adding tallies is commutative and associative, ties broken by the play's number.

use crate::{
    engine::{Quick, State},
    story::{
        Story,
        ids::{ChoiceId, EndingId, VarId},
        model::VarKind,
    },
};

/// What became of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChoiceTally {
    /// How often its scene was come to.
    pub met: u64,
    /// How often it was open then.
    pub open: u64,
    /// How often it was taken.
    pub taken: u64,
}

/// The shortest play to an ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortest {
    /// The play's number.
    pub play: u64,
    /// Its decisions.
    pub choices: Vec<ChoiceId>,
}

/// What many plays came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How many plays.
    pub plays: u64,
    /// How many of them met a turn that could not be worked out, or a scene whose choices were all locked.
    pub stuck: u64,
    /// How often each ending came.
    pub endings: Vec<u64>,
    /// How often each region was where the world ended.
    pub regions: Vec<u64>,
    /// How many plays came to each scene.
    pub scenes: Vec<u64>,
    /// By choice.
    pub choices: Vec<ChoiceTally>,
    /// Decisions in all.
    pub decisions: u64,
    /// The shortest play to each ending.
    pub shortest: Vec<Option<Shortest>>,
    /// For each turn since the first, for each meter and stock in [`Tally::numbers`], how often it had each whole
    /// point, from its lowest.
    pub points: Vec<Vec<Vec<u64>>>,
    /// The meters and stocks that are counted.
    pub numbers: Vec<VarId>,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(story: &Story) -> Self {
        let counted = |kind| matches!(kind, VarKind::Meter | VarKind::Derived | VarKind::Stock);
        Self {
            plays: 0,
            stuck: 0,
            endings: vec![0; story.endings.len()],
            regions: vec![0; story.regions.len()],
            scenes: vec![0; story.scenes.len()],
            choices: vec![ChoiceTally::default(); story.choices.len()],
            decisions: 0,
            shortest: vec![None; story.endings.len()],
            points: Vec::new(),
            numbers: story.vars().filter(|(_, v)| counted(v.kind)).map(|(id, _)| id).collect(),
        }
    }

    /// Counts the numbers of a turn.
    pub(super) fn turn(&mut self, story: &Story, state: &State) {
        let turn = usize::try_from(state.turn() - story.about.turns.0).unwrap_or(0);
        if turn >= self.points.len() {
            self.points.resize(turn + 1, vec![Vec::new(); self.numbers.len()]);
        }
        for (row, var) in self.points[turn].iter_mut().zip(&self.numbers) {
            let record = story.var(*var);
            let point = usize::try_from((state.value(*var) - record.min) / story.point).unwrap_or(0);
            if point >= row.len() {
                row.resize(point + 1, 0);
            }
            row[point] += 1;
        }
    }

    /// Counts how a play ended.
    pub(super) fn ended(&mut self, story: &Story, play: &Quick<'_>, (number, choices): (u64, &[ChoiceId])) {
        self.decisions += choices.len() as u64;
        let Some(ending) = play.ended() else {
            self.stuck += 1;
            return;
        };
        self.endings[ending.at()] += 1;
        if let Ok(Some(region)) = crate::engine::region(story, play.setup(), play.state()) {
            self.regions[region.at()] += 1;
        }
        self.keep_shorter(ending, Shortest { play: number, choices: choices.to_vec() });
    }

    fn keep_shorter(&mut self, ending: EndingId, found: Shortest) {
        let kept = &mut self.shortest[ending.at()];
        let key = |s: &Shortest| (s.choices.len(), s.play);
        if kept.as_ref().is_none_or(|k| key(&found) < key(k)) {
            *kept = Some(found);
        }
    }

    /// Adds another tally of the same story.
    pub fn add(&mut self, other: Self) {
        let sum = |mine: &mut Vec<u64>, theirs: Vec<u64>| {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            for (a, b) in mine.iter_mut().zip(theirs) {
                *a += b;
            }
        };
        self.plays += other.plays;
        self.stuck += other.stuck;
        self.decisions += other.decisions;
        sum(&mut self.endings, other.endings);
        sum(&mut self.regions, other.regions);
        sum(&mut self.scenes, other.scenes);
        for (mine, theirs) in self.choices.iter_mut().zip(other.choices) {
            mine.met += theirs.met;
            mine.open += theirs.open;
            mine.taken += theirs.taken;
        }
        for (n, found) in other.shortest.into_iter().enumerate() {
            if let Some(found) = found {
                self.keep_shorter(EndingId::new(n), found);
            }
        }
        if self.points.len() < other.points.len() {
            self.points.resize(other.points.len(), vec![Vec::new(); self.numbers.len()]);
        }
        for (mine, theirs) in self.points.iter_mut().zip(other.points) {
            for (a, b) in mine.iter_mut().zip(theirs) {
                sum(a, b);
            }
        }
    }

    /// The whole point below which so many hundredths of the plays lie, at a turn since the first, for the `n`-th of
    /// [`Tally::numbers`]; nothing where no play came to that turn.
    #[must_use]
    pub fn quantile(&self, story: &Story, turn: usize, n: usize, hundredths: u64) -> Option<i64> {
        let row = self.points.get(turn)?.get(n)?;
        let all: u64 = row.iter().sum();
        let wanted = (all.saturating_mul(hundredths)).div_ceil(100).max(1);
        let mut before = 0;
        let at = row.iter().position(|count| {
            before += count;
            before >= wanted
        })?;
        let low = story.var(*self.numbers.get(n)?).min / story.point;
        i64::try_from(at).ok().map(|at| at + low)
    }
}
