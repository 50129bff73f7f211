//! A story and its world, compiled: immutable, every name resolved to an index.
//!
//! Records are small and lie in flat tables; what repeats (choices of a scene, effects of a choice) lies side by side
//! and is named by a range. Nothing here changes during play. The invariant: every index and range lies inside its
//! table, because the compiler makes them together.

use std::ops::Range;

use super::{
    diagnostic::Findings,
    expr::{
        Type,
        lower::{Code, Condition, Pool},
        parse::Write,
        resolve::Expr,
    },
    ids::{
        CastId, ChoiceId, DeckId, EndingId, EventId, LaterId, ParamId, RegionId, ShockId, Slot, TextId, VarId,
    },
    names::Tracker,
    prose::Texts,
};

pub use super::raw::{Side, Stance};

/// The slot that holds the turn.
pub const TURN: Slot = Slot::FIRST;

/// The slot of a variable.
#[must_use]
pub fn slot_of(var: VarId) -> Slot {
    Slot::new(var.at() + 1)
}

/// Which pack something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The world.
    World,
    /// The story.
    Story,
}

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
    /// Where its highest value is kept, if something asks for it.
    pub peak: Option<Slot>,
    /// Where the turn of that is kept.
    pub peak_turn: Option<Slot>,
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

/// A consequence rule of the world.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// Its reason.
    pub because: TextId,
    /// When it applies.
    pub when: Option<Condition>,
    /// What it adds, in [`Story::effects`].
    pub then: Range<usize>,
    /// What it schedules, in [`Story::laters`].
    pub laters: Range<usize>,
    /// Where its last turn is kept, if something asks for it.
    pub last: Option<Slot>,
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
    /// What it does, in [`Story::effects`].
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
    /// What it does, in [`Story::effects`].
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
    Scene(super::ids::SceneId),
    /// An event.
    Event(EventId),
    /// A consequence that fell due.
    Later(LaterId),
    /// An entry of the plan.
    Plan(super::ids::PlanId),
    /// A rule.
    Rule(super::ids::RuleId),
    /// The bound of a meter: what it took away of the lines before it.
    Clamp,
    /// The definition of a derived meter or memory.
    Definition,
}

/// Where a choice or deck leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a scene.
    Scene(super::ids::SceneId),
    /// To a deck, which draws.
    Deck(DeckId),
    /// Back to the deck that drew this storylet.
    Return,
    /// To the first ending that fits, at the story's last turn.
    End,
    /// To one ending, whatever its condition.
    Ending(EndingId),
}

/// What can be done in a scene.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The author's id.
    pub id: String,
    /// The scene it stands in.
    pub scene: super::ids::SceneId,
    /// Its label.
    pub text: TextId,
    /// Who gains, in a few words.
    pub gives: Option<TextId>,
    /// Who pays.
    pub costs: Option<TextId>,
    /// How it leans.
    pub stance: Option<Stance>,
    /// When it is open.
    pub when: Option<Condition>,
    /// What it does, in [`Story::effects`].
    pub effects: Range<usize>,
    /// What it schedules, in [`Story::laters`].
    pub laters: Range<usize>,
    /// Where it leads.
    pub goto: Target,
    /// Where its last turn is kept, if something asks for it.
    pub last: Option<Slot>,
}

/// What makes a scene a storylet.
#[derive(Debug, Clone)]
pub struct Storylet {
    /// The deck it lies in.
    pub deck: DeckId,
    /// When it may be drawn.
    pub when: Option<Condition>,
    /// Higher ones are drawn before lower ones.
    pub priority: i64,
    /// Its share among those of its priority.
    pub weight: u32,
    /// Turns that must pass before it comes again.
    pub cooldown: i64,
    /// How often it comes in a run; 0 is without limit.
    pub max: i64,
    /// Where it is kept that it was drawn in this sitting.
    pub drawn: Slot,
}

/// A passage of prose and what can be done there.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The author's id.
    pub id: String,
    /// Its place or title, for the status line.
    pub title: Option<TextId>,
    /// The turn the world is advanced to before it opens.
    pub turn: Option<i64>,
    /// What makes it a storylet.
    pub storylet: Option<Storylet>,
    /// Its events, in [`Story::events`].
    pub events: Range<usize>,
    /// What opening it does, in [`Story::effects`].
    pub effects: Range<usize>,
    /// Its prose.
    pub text: TextId,
    /// Its choices, in [`Story::choices`].
    pub choices: Range<usize>,
    /// Where its visits are counted, if something asks for them.
    pub visits: Option<Slot>,
    /// Where its last turn is kept.
    pub last: Option<Slot>,
}

/// A set of storylets.
#[derive(Debug, Clone)]
pub struct Deck {
    /// The author's id.
    pub id: String,
    /// How many are drawn: at least, at most.
    pub draw: (u32, u32),
    /// The turn the world is advanced to before the first.
    pub turn: Option<i64>,
    /// Where it leads when nothing is left to draw.
    pub then: Target,
    /// Its storylets.
    pub storylets: Vec<super::ids::SceneId>,
    /// The place of its draws.
    pub place: u64,
}

/// How a story closes.
#[derive(Debug, Clone)]
pub struct Ending {
    /// The author's id.
    pub id: String,
    /// Its title.
    pub title: Option<TextId>,
    /// When it fits.
    pub when: Option<Condition>,
    /// The turn the world is advanced to when it is named by a `goto`.
    pub turn: Option<i64>,
    /// Its prose.
    pub text: TextId,
}

/// Somebody who speaks.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The author's id.
    pub id: String,
    /// The name.
    pub name: TextId,
    /// Who it is.
    pub about: Option<TextId>,
    /// Where they stand.
    pub side: Option<Side>,
}

/// An entry of the plan for the levers that the chair does not hold.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The first turn it may apply.
    pub from: i64,
    /// When it applies.
    pub when: Option<Condition>,
    /// The levers it sets.
    pub levers: Vec<(VarId, i64)>,
    /// Where it is kept that it was applied.
    pub done: Slot,
}

/// What a story says of itself.
#[derive(Debug, Clone)]
pub struct About {
    /// The story's id.
    pub id: String,
    /// Its title.
    pub title: TextId,
    /// Who the player is.
    pub chair: TextId,
    /// What the shelf says of it.
    pub about: Option<TextId>,
    /// What a player should know before it begins.
    pub notes: Vec<TextId>,
    /// Minutes to play: from, to.
    pub minutes: Option<(i64, i64)>,
    /// The country it plays in.
    pub country: Option<String>,
    /// The turn it begins at and the turn it ends at.
    pub turns: (i64, i64),
    /// Where it opens.
    pub opens: Target,
    /// The levers its chair may move by itself.
    pub holds: Vec<VarId>,
    /// Old ids and what they are called now.
    pub renamed: Vec<(String, String)>,
}

/// A story and its world.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each table is named for what it holds, and its records are documented")]
pub struct Story {
    /// What the story says of itself.
    pub about: About,
    /// The world's id.
    pub world: String,
    /// A hash of all files of both packs, the same on every machine.
    pub version: u64,
    /// The language it is written in, then the others.
    pub languages: Vec<String>,
    /// Units to the point that a player sees.
    pub point: i64,
    /// What all levers together may cost a turn.
    pub budget: i64,
    pub vars: Vec<Var>,
    pub lets: Vec<Let>,
    pub parameters: Vec<Parameter>,
    pub presets: Vec<Preset>,
    pub groups: Vec<Group>,
    pub regions: Vec<Region>,
    pub shocks: Vec<Shock>,
    pub schedules: Vec<Schedule>,
    pub rules: Vec<Rule>,
    pub scenes: Vec<Scene>,
    pub choices: Vec<Choice>,
    pub events: Vec<Event>,
    pub laters: Vec<Later>,
    pub decks: Vec<Deck>,
    pub endings: Vec<Ending>,
    pub cast: Vec<Cast>,
    pub plan: Vec<Plan>,
    pub effects: Vec<Effect>,
    /// What the engine remembers beside the variables; their slots follow those of the variables.
    pub trackers: Vec<Tracker>,
    /// Where the deck that is being drawn from is kept, and how many are still to be drawn.
    pub sitting: (Slot, Slot),
    /// Consequences by id: the order in which those of one turn come.
    pub laters_by_id: Vec<LaterId>,
    /// Derived meters in the order in which they can be computed.
    pub derived: Vec<VarId>,
    /// Code of all expressions.
    pub pool: Pool,
    /// Trees of the conditions.
    pub trees: Vec<Expr>,
    pub texts: Texts,
}

/// What came of loading a pack: the story if it can be played, and everything that was found.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The story, unless there was an error.
    pub story: Option<Story>,
    /// Problems, and the files they are in.
    pub findings: Findings,
}

macro_rules! getters {
    ($($get:ident($id:ty) -> $record:ty, $table:ident;)+) => {
        impl Story {
            $(
                /// The record of an index.
                #[must_use]
                pub fn $get(&self, id: $id) -> &$record {
                    &self.$table[id.at()]
                }
            )+
        }
    };
}

getters! {
    var(VarId) -> Var, vars;
    named(super::ids::LetId) -> Let, lets;
    parameter(ParamId) -> Parameter, parameters;
    region(RegionId) -> Region, regions;
    shock(ShockId) -> Shock, shocks;
    rule(super::ids::RuleId) -> Rule, rules;
    scene(super::ids::SceneId) -> Scene, scenes;
    choice(ChoiceId) -> Choice, choices;
    event(EventId) -> Event, events;
    later(LaterId) -> Later, laters;
    deck(DeckId) -> Deck, decks;
    ending(EndingId) -> Ending, endings;
    person(CastId) -> Cast, cast;
}

impl Story {
    /// How many slots a state has.
    #[must_use]
    pub const fn slots(&self) -> usize {
        1 + self.vars.len() + self.trackers.len()
    }

    /// Which language of [`Story::languages`] a tag names; the first if none does.
    #[must_use]
    pub fn language(&self, tag: &str) -> usize {
        self.languages.iter().position(|l| l == tag).unwrap_or(0)
    }

    /// The choices of a scene, with their ids.
    pub fn choices_of(&self, scene: super::ids::SceneId) -> impl Iterator<Item = (ChoiceId, &Choice)> {
        let range = self.scene(scene).choices.clone();
        range.map(|n| (ChoiceId::new(n), &self.choices[n]))
    }

    /// The variables with their ids.
    pub fn vars(&self) -> impl Iterator<Item = (VarId, &Var)> {
        self.vars.iter().enumerate().map(|(n, v)| (VarId::new(n), v))
    }

    /// The variable of an id.
    #[must_use]
    pub fn var_named(&self, id: &str) -> Option<VarId> {
        self.vars.iter().position(|v| v.id == id).map(VarId::new)
    }

    /// A text without markup, in a language: names, titles, labels.
    #[must_use]
    pub fn label(&self, text: TextId, language: usize) -> &str {
        self.texts.label(text, language)
    }

    /// The label of a text that may be missing.
    #[must_use]
    pub fn label_or<'a>(&'a self, text: Option<TextId>, language: usize, or: &'a str) -> &'a str {
        text.map_or(or, |t| self.label(t, language))
    }
}
