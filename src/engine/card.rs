//! World cards: the history of a world, written at an ending, that another story can be begun from.
//!
//! A card holds the world's numbers as they stood when each turn began, what happened, and all flags. The invariant: a
//! story begun from a card of its country goes on as if it had lived that history; from another country's it takes the
//! flags alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    engine::{
        eval::{Reader, Scratch},
        run::{Run, version_word},
        state::{Setup, SetupError, wrong},
        timeline::{Point, Timeline},
    },
    story::{
        Story,
        ids::{Slot, VarId},
        model::{Owner, VarKind},
        names::Tracker,
    },
};

/// The version of the file's format.
pub const CARD_FORMAT: u32 = 1;

/// A world card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// [`CARD_FORMAT`].
    pub format: u32,
    /// The world's id.
    pub world: String,
    /// The country; empty where the story names none.
    #[serde(default)]
    pub country: String,
    /// The story it comes from.
    pub story: String,
    /// The hash of that story's and the world's files, sixteen hexadecimal digits.
    pub pack: String,
    /// The schedule it was lived under.
    #[serde(default)]
    pub schedule: String,
    /// The preset.
    #[serde(default)]
    pub preset: String,
    /// Parameters set one by one, in hundredths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, i64>,
    /// The highest value of each number before the first of these turns, and its turn, where the history began from a
    /// card itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub peaks: BTreeMap<String, (i64, i64)>,
    /// The world's numbers and flags as each turn began.
    pub turns: BTreeMap<i64, BTreeMap<String, i64>>,
    /// The flags that are set at the end, the story's and the world's.
    pub flags: Vec<String>,
    /// The turns of each shock.
    #[serde(default)]
    pub shocks: BTreeMap<String, Vec<i64>>,
    /// The turns in which each rule applied.
    #[serde(default)]
    pub fired: BTreeMap<String, Vec<i64>>,
}

/// What a run keeps of the card that it was begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The story it comes from.
    pub story: String,
    /// The world's numbers at the turn the story begins; none where the card is of another country.
    #[serde(default)]
    pub values: BTreeMap<String, i64>,
    /// The flags that are set.
    #[serde(default)]
    pub flags: Vec<String>,
    /// The highest value of each number until then, and its turn.
    #[serde(default)]
    pub peaks: BTreeMap<String, (i64, i64)>,
    /// The last turn of each shock until then.
    #[serde(default)]
    pub shocks: BTreeMap<String, i64>,
    /// The last turn of each rule until then.
    #[serde(default)]
    pub fired: BTreeMap<String, i64>,
}

/// Why a story cannot be begun from a card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// It is a card of another world.
    #[error("this card is of the world `{0}`; this story plays in `{1}`")]
    World(String, String),
    /// It is written by another version of the format.
    #[error("this card has format {0}; this version of Cermin reads {CARD_FORMAT}")]
    Format(u32),
    /// It does not reach as far as the story's first turn.
    #[error("this card ends at turn {ends}; the story begins at turn {begins}")]
    TooShort {
        /// The card's last turn.
        ends: i64,
        /// The story's first.
        begins: i64,
    },
    /// A turn is not on it.
    #[error("this card has no turn {0}, where the story begins")]
    NoTurn(i64),
}

impl Card {
    /// The card of a play, as far as it has come; `before` is what it was itself begun from.
    #[must_use]
    pub fn of(story: &Story, timeline: &Timeline, before: Option<&Taken>) -> Self {
        let setup = &timeline.setup;
        let now = &timeline.now().state;
        let first = timeline.start.turn();
        let turns = (first..=now.turn()).map(|turn| {
            let (state, _) = timeline.at(Point::Turn(turn));
            let world = story.vars().filter(|(_, v)| v.owner == Owner::World);
            (turn, world.map(|(id, v)| (v.id.clone(), state.value(id))).collect())
        });
        let flags = story.vars().filter(|(id, v)| v.kind == VarKind::Flag && now.value(*id) != 0);
        let mut shocks = lists(before.map(|b| &b.shocks));
        for scheduled in setup.schedule.iter().flat_map(|s| &story.schedules[s.at()].turns) {
            if (first..now.turn()).contains(&scheduled.turn) {
                for shock in &scheduled.shocks {
                    shocks.entry(story.shock(*shock).id.clone()).or_default().push(scheduled.turn);
                }
            }
        }
        let mut fired = lists(before.map(|b| &b.fired));
        let mut scratch = Scratch::default();
        for end in &timeline.history {
            for rule in &story.rules {
                let when = rule.when.map(|w| w.code);
                // It has been worked out before, when the turn was played.
                if Reader::new(story, setup, &end.read, &mut scratch).holds_or(when).unwrap_or(false) {
                    fired.entry(rule.id.clone()).or_default().push(end.read.turn());
                }
            }
        }
        let preset = setup.preset.map(|p| &story.presets[p.at()]);
        let default = |param: usize| {
            let set = preset.and_then(|p| p.set.iter().find(|(id, _)| id.at() == param));
            set.map_or(100, |(_, value)| *value)
        };
        let own = story.parameters.iter().enumerate().filter(|(n, _)| setup.params[*n] != default(*n));
        Self {
            format: CARD_FORMAT,
            world: story.world.clone(),
            country: story.about.country.clone().unwrap_or_default(),
            story: story.about.id.clone(),
            pack: version_word(story.version),
            schedule: setup.schedule.map(|s| story.schedules[s.at()].id.clone()).unwrap_or_default(),
            preset: preset.map(|p| p.id.clone()).unwrap_or_default(),
            parameters: own.map(|(n, p)| (p.id.clone(), setup.params[n])).collect(),
            peaks: before.map(|b| b.peaks.clone()).unwrap_or_default(),
            turns: turns.collect(),
            flags: flags.map(|(_, v)| v.id.clone()).collect(),
            shocks,
            fired,
        }
    }

    /// What a story takes over when it is begun from this card.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn taken(&self, story: &Story) -> Result<Taken, CardError> {
        if self.format != CARD_FORMAT {
            return Err(CardError::Format(self.format));
        }
        if self.world != story.world {
            let world = crate::story::sane(&self.world);
            return Err(CardError::World(world, story.world.clone()));
        }
        let mut taken = Taken {
            story: self.story.clone(),
            values: BTreeMap::new(),
            flags: self.flags.clone(),
            peaks: BTreeMap::new(),
            shocks: BTreeMap::new(),
            fired: BTreeMap::new(),
        };
        if Some(&self.country) != story.about.country.as_ref() {
            return Ok(taken);
        }
        let begins = story.about.turns.0;
        let Some(values) = self.turns.get(&begins) else {
            let ends = self.turns.keys().next_back().copied().unwrap_or(0);
            return Err(if ends < begins {
                CardError::TooShort { ends, begins }
            } else {
                CardError::NoTurn(begins)
            });
        };
        taken.values.clone_from(values);
        taken.peaks.clone_from(&self.peaks);
        for (turn, row) in self.turns.range(..=begins) {
            for (name, value) in row {
                let peak = taken.peaks.entry(name.clone()).or_insert((*value, *turn));
                if *value > peak.0 {
                    *peak = (*value, *turn);
                }
            }
        }
        let last = |turns: &Vec<i64>| turns.iter().copied().filter(|t| *t < begins).max();
        taken.shocks = self.shocks.iter().filter_map(|(id, t)| Some((id.clone(), last(t)?))).collect();
        taken.fired = self.fired.iter().filter_map(|(id, t)| Some((id.clone(), last(t)?))).collect();
        Ok(taken)
    }
}

/// What came last before, as the beginnings of lists.
fn lists(last: Option<&BTreeMap<String, i64>>) -> BTreeMap<String, Vec<i64>> {
    last.into_iter().flatten().map(|(id, turn)| (id.clone(), vec![*turn])).collect()
}

impl Run {
    /// Has a run of a story begin from a card: what the story takes over of it, under the schedule, preset and
    /// parameters that it was lived under.
    ///
    /// # Errors
    /// [`CardError`]; the run is as it was then.
    pub fn begin_from(&mut self, card: &Card, story: &Story) -> Result<(), CardError> {
        let taken = card.taken(story)?;
        if !taken.values.is_empty() {
            self.schedule.clone_from(&card.schedule);
            self.preset.clone_from(&card.preset);
            self.parameters.clone_from(&card.parameters);
        }
        self.card = Some(taken);
        Ok(())
    }
}

impl Setup {
    /// Begins from what was taken over of a card. Numbers that the story does not know are passed over, and flags
    /// that it does not name as carried: other stories have other flags.
    ///
    /// # Errors
    /// A number out of its bounds.
    pub fn take(&mut self, story: &Story, card: &Taken) -> Result<(), SetupError> {
        for (name, value) in &card.values {
            let Some(var) = story.var_named(name).filter(|v| story.var(*v).owner == Owner::World) else {
                continue;
            };
            let record = story.var(var);
            if record.kind == VarKind::Derived {
                continue;
            }
            if !(record.min..=record.max).contains(value) {
                let help = format!("{value} is out of range; it runs from {} to {}", record.min, record.max);
                return Err(wrong("a number of the world card", name, help));
            }
            self.start.push((var, *value));
        }
        for name in &card.flags {
            // The world's own flags have a history; they stand among its numbers.
            let history = |v: &VarId| story.var(*v).owner == Owner::World && card.values.contains_key(name);
            let brought = |v: &VarId| story.var(*v).kind == VarKind::Flag && story.var(*v).carried;
            let flag = story.var_named(name).filter(|v| brought(v) && !history(v));
            self.start.extend(flag.map(|flag| (flag, 1)));
        }
        if card.values.is_empty() {
            return Ok(());
        }
        let mut remembered: Vec<(Slot, i64)> = Vec::new();
        for (n, tracker) in story.trackers.iter().enumerate() {
            let slot = Slot::new(1 + story.vars.len() + n);
            let value = match tracker {
                // Another story of the country may have let it go further.
                Tracker::Peak(var) => {
                    let record = story.var(*var);
                    card.peaks.get(&record.id).map(|(value, _)| (*value).clamp(record.min, record.max))
                }
                Tracker::PeakTurn(var) => card.peaks.get(&story.var(*var).id).map(|(_, turn)| *turn),
                Tracker::ShockTurn(shock) => card.shocks.get(&story.shock(*shock).id).copied(),
                Tracker::RuleTurn(rule) => card.fired.get(&story.rule(*rule).id).copied(),
                // What the plan would have done before is in the numbers already.
                Tracker::Planned(plan) => {
                    let entry = &story.plan[plan.at()];
                    (entry.from < story.about.turns.0 && entry.when.is_none()).then_some(1)
                }
                Tracker::Visits(_)
                | Tracker::SceneTurn(_)
                | Tracker::ChoiceTurn(_)
                | Tracker::LaterDue(_)
                | Tracker::LaterTries(_)
                | Tracker::Deck
                | Tracker::DeckLeft
                | Tracker::Drawn(_) => None,
            };
            remembered.extend(value.map(|value| (slot, value)));
        }
        self.taken = Some((story.about.turns.0, remembered));
        Ok(())
    }
}
