//! What a play is at one moment: a row of numbers and a place; beside it what stays the same all through a run.
//!
//! The invariant: a [`State`] is a plain value; two that are equal go on equally under equal luck.

use super::chance::{Draws, below, drawn, next, stream};
use crate::story::{
    Story,
    ids::{EndingId, ParamId, PresetId, SceneId, ScheduleId, Slot, VarId},
    model::{Odds, PARAMETER_RANGE, TURN, VarKind, slot_of},
};

/// Where a play is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a scene, a choice to be made.
    Scene(SceneId),
    /// At an ending.
    Ended(EndingId),
    /// Nowhere: a world without a story, or a story that has not opened.
    Nowhere,
}

/// The numbers of a moment and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct State {
    pub(super) slots: Box<[i64]>,
    /// Where the play is.
    pub place: Place,
}

/// The turn that the numbers of a state stand at.
#[inline]
pub(super) const fn turn_of(slots: &[i64]) -> i64 {
    if let [turn, ..] = slots { *turn } else { 0 }
}

impl State {
    /// The state at turn 0: every variable at its start.
    #[must_use]
    pub(super) fn at_start(story: &Story, setup: &Setup) -> Self {
        let mut slots = Vec::with_capacity(story.slots());
        slots.push(0);
        slots.extend(story.vars.iter().map(|v| v.start));
        slots.extend(story.trackers.iter().map(|t| t.at_start()));
        let mut state = Self { slots: slots.into_boxed_slice(), place: Place::Nowhere };
        for (var, value) in &setup.start {
            state.set(slot_of(*var), *value);
        }
        if let Some((turn, remembered)) = &setup.taken {
            state.set(TURN, *turn);
            for (slot, value) in remembered {
                state.set(*slot, *value);
            }
        }
        state
    }

    /// Becomes another state of the same story, in the room it has.
    pub(super) fn turn_into(&mut self, other: &Self) {
        self.slots.copy_from_slice(&other.slots);
        self.place = other.place;
    }

    /// The value of a slot.
    #[must_use]
    pub fn get(&self, slot: Slot) -> i64 {
        self.slots[slot.at()]
    }

    /// The value of a variable, in units (tenths of a point unless the world says otherwise).
    #[must_use]
    pub fn value(&self, var: VarId) -> i64 {
        self.get(slot_of(var))
    }

    /// The turn: how many steps of the world lie behind.
    #[must_use]
    pub fn turn(&self) -> i64 {
        self.get(TURN)
    }

    /// Budget points a turn that the levers cost.
    #[must_use]
    pub fn spent(&self, story: &Story) -> i64 {
        let levers = story.vars().filter(|(_, v)| v.kind == VarKind::Lever);
        levers.map(|(id, v)| v.cost.saturating_mul(self.value(id))).fold(0, i64::saturating_add)
    }

    /// Sets a slot: for those who make states up, not for play.
    pub fn set(&mut self, slot: Slot, value: i64) {
        self.slots[slot.at()] = value;
    }

    /// A short digest of the variables, the turn and the place: the same on every machine, and in every version of
    /// the story that gives them the same values. Eight hexadecimal digits.
    #[must_use]
    pub fn digest(&self, story: &Story) -> String {
        // By the oldest name, so that a rename changes no digest.
        let first = |id: &str| -> String {
            let renamed = story.about.renamed.iter().find(|(_, new)| new == id);
            renamed.map_or(id, |(old, _)| old).to_owned()
        };
        let mut rows: Vec<(String, i64)> =
            story.vars().map(|(id, v)| (first(&v.id), self.value(id))).collect();
        rows.sort_unstable();
        let place = match self.place {
            Place::Scene(s) => first(&story.scene(s).id),
            Place::Ended(e) => first(&story.ending(e).id),
            Place::Nowhere => String::new(),
        };
        rows.push((place, self.turn()));
        let mut bytes = Vec::new();
        for (id, value) in rows {
            bytes.extend_from_slice(id.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        format!("{:08x}", crate::story::hash(&bytes) & 0xffff_ffff)
    }
}

/// How many draws each place has committed. No part of the state: looking is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luck {
    /// What the seed makes of itself, once for all draws.
    stream: u64,
    /// Where the sequence of each place goes on: by event, then by deck.
    next: Box<[u64]>,
}

impl Luck {
    pub(super) fn at_start(story: &Story, seed: u64) -> Self {
        let places = story.events.iter().map(|e| e.place).chain(story.decks.iter().map(|d| d.place));
        Self { stream: stream(seed), next: places.map(next).collect() }
    }

    /// Becomes the luck of another moment of the same story, in the room it has.
    pub(super) fn turn_into(&mut self, other: &Self) {
        self.next.copy_from_slice(&other.next);
        self.stream = other.stream;
    }

    /// Draws by another seed from here on.
    pub(super) fn reseed(&mut self, seed: u64) {
        self.stream = stream(seed);
    }

    /// The next bits of the `n`-th place; decks follow events.
    #[inline]
    fn bits(&mut self, n: usize) -> u64 {
        let at = &mut self.next[n];
        let bits = drawn(self.stream, *at);
        *at = next(*at);
        bits
    }
}

impl Draws for Luck {
    #[inline]
    fn happens(&mut self, n: usize, odds: &Odds) -> bool {
        odds.come(self.bits(n))
    }

    fn one_of(&mut self, n: usize, _: u64, weights: &[u32]) -> usize {
        let mut drawn = below(self.bits(n), weights.iter().sum());
        let found = weights.iter().position(|weight| {
            let here = drawn < *weight;
            drawn = drawn.saturating_sub(*weight);
            here
        });
        found.unwrap_or(0)
    }
}

/// What is set when a run begins and stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The seed of all luck.
    pub seed: u64,
    /// What the world brings, and when.
    pub schedule: Option<ScheduleId>,
    /// The named set of parameters.
    pub preset: Option<PresetId>,
    /// All parameters, in hundredths: those of the preset, then those set one by one.
    pub params: Box<[i64]>,
    /// Values that differ from the story's own start.
    pub start: Vec<(VarId, i64)>,
    /// The turn at which a history was taken over, with what is remembered of it by slot.
    pub taken: Option<(i64, Vec<(Slot, i64)>)>,
    /// The scene it opens with in place of the story's own.
    pub at: Option<SceneId>,
}

/// Something set at the start that this story does not have, or not so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} `{name}`: {help}")]
pub struct SetupError {
    /// What kind of thing, `schedule`.
    pub what: &'static str,
    /// What was asked for.
    pub name: String,
    /// What is allowed.
    pub help: String,
}

impl Setup {
    /// A setup with the story's own start.
    ///
    /// # Errors
    /// A schedule or preset that the world does not have. An empty name is the first schedule, and no preset.
    pub fn new(story: &Story, seed: u64, schedule: &str, preset: &str) -> Result<Self, SetupError> {
        let schedules = story.schedules.iter().map(|s| s.id.as_str());
        let schedule =
            position("schedule", schedule, schedules)?.or((!story.schedules.is_empty()).then_some(0));
        let preset =
            position("preset", preset, story.presets.iter().map(|p| p.id.as_str()))?.map(PresetId::new);
        let mut params = vec![100; story.parameters.len()];
        if let Some(preset) = preset {
            for (param, value) in &story.presets[preset.at()].set {
                params[param.at()] = *value;
            }
        }
        let schedule = schedule.map(ScheduleId::new);
        Ok(Self {
            seed,
            schedule,
            preset,
            params: params.into_boxed_slice(),
            start: Vec::new(),
            taken: None,
            at: None,
        })
    }

    /// Opens with a scene, in place of where the story opens.
    ///
    /// # Errors
    /// A scene that the story does not have.
    pub fn open_at(&mut self, story: &Story, name: &str) -> Result<(), SetupError> {
        let at = position("scene", name, story.scenes.iter().map(|s| s.id.as_str()))?;
        self.at = at.map(SceneId::new);
        Ok(())
    }

    /// Sets one parameter.
    ///
    /// # Errors
    /// No such parameter, or a value outside 0 to 300.
    pub fn set_parameter(&mut self, story: &Story, name: &str, value: i64) -> Result<(), SetupError> {
        let at = position("parameter", name, story.parameters.iter().map(|p| p.id.as_str()))?;
        let Some(at) = at else { return Err(wrong("parameter", name, "an empty name".to_owned())) };
        if !PARAMETER_RANGE.contains(&value) {
            return Err(wrong("parameter", name, format!("{value} is out of range; it runs from 0 to 300")));
        }
        self.params[ParamId::new(at).at()] = value;
        Ok(())
    }

    /// Sets the start value of a meter, stock or lever.
    ///
    /// # Errors
    /// No such variable, one that is derived, or a value outside its bounds.
    pub fn set_start(&mut self, story: &Story, name: &str, value: i64) -> Result<(), SetupError> {
        let at = position("start value", name, story.vars.iter().map(|v| v.id.as_str()))?;
        let Some(var) = at.map(VarId::new) else {
            return Err(wrong("start value", name, "an empty name".to_owned()));
        };
        let record = story.var(var);
        if record.kind == VarKind::Derived {
            return Err(wrong("start value", name, "it is derived; set what it is made of".to_owned()));
        }
        if !(record.min..=record.max).contains(&value) {
            let help = format!("{value} is out of range; it runs from {} to {}", record.min, record.max);
            return Err(wrong("start value", name, help));
        }
        self.start.push((var, value));
        Ok(())
    }
}

pub(super) fn wrong(what: &'static str, name: &str, help: String) -> SetupError {
    SetupError { what, name: crate::story::sane(name), help }
}

fn position<'a>(
    what: &'static str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<Option<usize>, SetupError> {
    if name.is_empty() {
        return Ok(None);
    }
    known
        .clone()
        .position(|k| k == name)
        .map(Some)
        .ok_or_else(|| wrong(what, name, crate::story::nearest::did_you_mean(name, known)))
}
