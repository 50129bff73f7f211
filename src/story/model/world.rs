//! The world's records: variables, parameters, rules, shocks, schedules, and what they write.
//!
//! Plain data, made by the compiler and read by the engine. The invariant: ranges lie inside the story's tables.

use std::ops::Range;

use crate::story::{
    expr::{
        Type,
        ast::Write,
        lower::{Code, Condition},
    },
    ids::{ChoiceId, EventId, LaterId, ParamId, PlanId, RuleId, SceneId, ShockId, Slot, TextId, VarId},
    model::{Owner, Stance},
};

/// The kinds of variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarKind {
    /// A number the player sees.
    Meter,
    /// A meter computed from others.
    Derived,
    /// A hidden number.
    Stock,
    /// What rules carry from turn to turn.
    Memory,
    /// What an office can set.
    Lever,
    /// A yes or no that choices write.
    Flag,
}

impl VarKind {
    /// The type of its value.
    #[must_use]
    pub const fn ty(self) -> Type {
        match self {
            Self::Flag => Type::Truth,
            Self::Meter | Self::Derived | Self::Stock | Self::Memory | Self::Lever => Type::Number,
        }
    }
}

/// A variable.
#[derive(Debug, Clone)]
pub struct Var {
    /// The author's id.
    pub id: String,
    /// What kind.
    pub kind: VarKind,
    /// Whose.
    pub owner: Owner,
    /// Its name, where it has one.
    pub name: Option<TextId>,
    /// What it means.
    pub about: Option<TextId>,
    /// What its lowest value looks like.
    pub low: Option<TextId>,
    /// What its highest value looks like.
    pub high: Option<TextId>,
    /// Its value at turn 0, before a run changes it.
    pub start: i64,
    /// Its lowest value.
    pub min: i64,
    /// Its highest value.
    pub max: i64,
    /// For a lever: budget points a turn for one step.
    pub cost: i64,
    /// The definition of a derived meter or memory.
    pub is: Option<Code>,
    /// How wide the band is in which an office sees it.
    pub band: Option<Code>,
    /// For a stock: whether the player sees it all the same.
    pub shown: bool,
    /// For a flag: whether a world card may bring it.
    pub carried: bool,
    /// Where its highest value is kept, if something asks for it.
    pub peak: Option<Slot>,
    /// Where the turn of that is kept.
    pub peak_turn: Option<Slot>,
}

/// What keeps a variable where it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Its lowest value.
    pub min: i64,
    /// Its highest value.
    pub max: i64,
    /// Whether it is a lever that the budget pays for.
    pub priced: bool,
}

/// A named expression.
#[derive(Debug, Clone)]
pub struct Let {
    /// The author's id.
    pub id: String,
    /// What it stands for.
    pub is: Code,
    /// Its name, where Why shows it.
    pub name: Option<TextId>,
    /// Its reason.
    pub because: Option<TextId>,
}

/// Something with an id and a name: a parameter, a shock.
#[derive(Debug, Clone)]
pub struct Named {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
}

/// A factor on rules, in hundredths; 100 unless a run changes it.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// What it scales.
    pub about: Option<TextId>,
    /// Whether people disagree about it.
    pub contested: bool,
}

/// What a parameter may be set to.
pub const PARAMETER_RANGE: Range<i64> = 0..301;

/// A named set of parameters.
#[derive(Debug, Clone)]
pub struct Preset {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// What it sets; the others stay at 100.
    pub set: Vec<(ParamId, i64)>,
}

/// A part of the people.
#[derive(Debug, Clone)]
pub struct Group {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// How many in a hundred.
    pub share: i64,
    /// How content it is, clamped to 0..=1000.
    pub is: Code,
}

/// A second way to take the figure of a meter, shown when a run has ended.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// How it is taken.
    pub about: Option<TextId>,
    /// The meter it stands beside.
    pub beside: VarId,
    /// Its value, in that meter's units.
    pub is: Code,
}

/// A part of meter space; the first that fits is where the world is.
#[derive(Debug, Clone)]
pub struct Region {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// When it fits.
    pub when: Option<Condition>,
}

/// An event of the world.
#[derive(Debug, Clone)]
pub struct Shock {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// Where its last turn is kept, if something asks for it.
    pub last: Option<Slot>,
}

/// What a schedule brings at one turn.
#[derive(Debug, Clone, Default)]
pub struct ScheduledTurn {
    /// The turn.
    pub turn: i64,
    /// Its shocks.
    pub shocks: Vec<ShockId>,
    /// Its events.
    pub events: Range<usize>,
}

/// A named list of shocks and events by turn.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// Its turns, ascending.
    pub turns: Vec<ScheduledTurn>,
}

impl Schedule {
    /// What it brings at `turn`.
    #[must_use]
    pub fn at(&self, turn: i64) -> Option<&ScheduledTurn> {
        self.turns.binary_search_by_key(&turn, |t| t.turn).ok().and_then(|n| self.turns.get(n))
    }
}

/// One write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// What is written.
    pub var: VarId,
    /// How.
    pub write: Write,
    /// The amount or value.
    pub value: Code,
    /// When it applies at all.
    pub when: Option<Code>,
}

impl Effect {
    /// What it adds where that is a constant and always so; nothing needs to be worked out then.
    #[must_use]
    pub const fn plain(&self) -> Option<i32> {
        match (self.write, self.value.as_constant(), self.when) {
            (Write::Add, Some(amount), None) => Some(amount),
            (Write::Sub, Some(amount), None) => amount.checked_neg(),
            (Write::Add | Write::Sub | Write::Set, _, _) => None,
        }
    }
}

/// A consequence rule of the world.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// Its reason.
    pub because: TextId,
    /// What it does, in plain words.
    pub says: Option<TextId>,
    /// Its condition and its effects as they are written.
    pub written: (Option<String>, Vec<String>),
    /// When it applies.
    pub when: Option<Condition>,
    /// What it adds, in [`Story::effects`](crate::story::Story::effects).
    pub then: Range<usize>,
    /// What it schedules, in [`Story::laters`](crate::story::Story::laters).
    pub laters: Range<usize>,
    /// Where its last turn is kept, if something asks for it.
    pub last: Option<Slot>,
}

/// What a pack is measured by.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// The numbers that count as outcomes: more of each is better, and none stands for another.
    pub outcomes: Vec<VarId>,
    /// Ways to govern the world that are set beside each other.
    pub strategies: Vec<Strategy>,
}

/// A way to govern a world.
#[derive(Debug, Clone)]
pub struct Strategy {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// How it leans.
    pub stance: Option<Stance>,
    /// From which turn on it sets which levers how, ascending.
    pub levers: Vec<(i64, Vec<(VarId, i64)>)>,
}

/// An event, drawn once when it is reached.
#[derive(Debug, Clone)]
pub struct Event {
    /// The author's id.
    pub id: String,
    /// Its chance: `.0` in `.1`.
    pub chance: (u32, u32),
    /// When it can happen.
    pub when: Option<Condition>,
    /// What is read when it does.
    pub text: Option<TextId>,
    /// What it does, in [`Story::effects`](crate::story::Story::effects).
    pub effects: Range<usize>,
    /// The place of its draws.
    pub place: u64,
}

/// A consequence that waits.
#[derive(Debug, Clone)]
pub struct Later {
    /// The author's id.
    pub id: String,
    /// How many turns it waits, at least 1.
    pub after: i64,
    /// What must hold when it falls due.
    pub when: Option<Condition>,
    /// What it does, in [`Story::effects`](crate::story::Story::effects).
    pub effects: Range<usize>,
    /// What is read when it comes.
    pub text: Option<TextId>,
    /// What the player is told while it waits.
    pub foreshadow: Option<TextId>,
    /// How many more turns it is tried; 0 drops it at once.
    pub retries: i64,
    /// Where the turn it falls due is kept, -1 while it does not wait.
    pub due: Slot,
    /// Where the tries that are left are kept.
    pub tries: Slot,
    /// Who schedules it.
    pub by: Cause,
}

/// Who wrote a line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A choice's `do`.
    Choice(ChoiceId),
    /// A scene's own `do`.
    Scene(SceneId),
    /// An event.
    Event(EventId),
    /// A consequence that fell due.
    Later(LaterId),
    /// An entry of the plan.
    Plan(PlanId),
    /// A rule.
    Rule(RuleId),
    /// A lever set by hand, in the sandbox.
    Hand,
    /// The bound of a meter: what it took away of the lines before it.
    Clamp,
    /// The definition of a derived meter or memory.
    Definition,
}
