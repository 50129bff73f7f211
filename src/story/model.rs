//! A story and its world, compiled: immutable, every name resolved to an index.
//!
//! Records are small and lie in flat tables; what repeats (choices of a scene, effects of a choice) lies side by side
//! and is named by a range. Nothing here changes during play. The invariant: every index and range lies inside its
//! table, because the compiler makes them together.

mod flat;
mod guide;
mod odds;
mod pack;
mod sieve;
mod tale;
mod world;

use super::{
    diagnostic::Findings,
    expr::{lower::Pool, resolve::Expr},
    ids::{
        CastId, ChoiceId, DeckId, EndingId, EventId, LaterId, LetId, ParamId, RegionId, RuleId, SceneId,
        ShockId, Slot, TextId, VarId,
    },
    names::Tracker,
    prose::Texts,
};

pub use super::raw::{Might, Side, Stance, Step};
pub use flat::{
    Add, Bound, Brief, Does, Flat, FlatChoice, FlatEvent, FlatRule, FlatScene, Listing, Part, Span,
};
pub use guide::{Case, Dilemma, Guide, Item, Power, Prompt, Question, Role, Statement, Use, Workshop};
pub use odds::Odds;
pub use sieve::Sieve;
pub use tale::{
    About, Cast, Choice, Claim, Deck, Ending, LAST_ON_SHELF, Plan, Says, Scene, Storylet, Target,
};
pub use world::{
    Audit, Bounds, Cause, Effect, Event, Figure, Group, Later, Let, Named, PARAMETER_RANGE, Parameter,
    Preset, Region, Rule, Schedule, ScheduledTurn, Shock, Strategy, Var, VarKind,
};

/// The slot that holds the turn.
pub const TURN: Slot = Slot::FIRST;

/// The slot of a variable.
#[must_use]
pub const fn slot_of(var: VarId) -> Slot {
    var.slot()
}

/// Which pack something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The world.
    World,
    /// The story.
    Story,
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
    /// The bounds of each variable, side by side: what a turn asks of them most.
    pub bounds: Vec<Bounds>,
    pub lets: Vec<Let>,
    pub parameters: Vec<Parameter>,
    pub presets: Vec<Preset>,
    pub groups: Vec<Group>,
    pub figures: Vec<Figure>,
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
    /// What the packs are measured by.
    pub audit: Audit,
    /// What the story says can be proved of it.
    pub claims: Vec<Claim>,
    /// What a facilitator has in hand.
    pub guide: Guide,
    /// What a room needs around the story.
    pub workshop: Workshop,
    pub effects: Vec<Effect>,
    /// What the engine remembers beside the variables; their slots follow those of the variables.
    pub trackers: Vec<Tracker>,
    /// Where the deck that is being drawn from is kept, and how many are still to be drawn.
    pub sitting: (Slot, Slot),
    /// Consequences by id: the order in which those of one turn come.
    pub laters_by_id: Vec<LaterId>,
    /// Memory, by declaration.
    pub memories: Vec<VarId>,
    /// Variables whose highest value is kept.
    pub peaked: Vec<VarId>,
    /// Variables that rules add to, by declaration.
    pub summed: Vec<VarId>,
    /// Derived meters in the order in which they can be computed.
    pub derived: Vec<VarId>,
    /// Code of all expressions.
    pub pool: Pool,
    /// Trees of the conditions.
    pub trees: Vec<Expr>,
    pub texts: Texts,
    /// What a turn reads of all this, packed.
    pub flat: Flat,
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
    named(LetId) -> Let, lets;
    parameter(ParamId) -> Parameter, parameters;
    region(RegionId) -> Region, regions;
    shock(ShockId) -> Shock, shocks;
    rule(RuleId) -> Rule, rules;
    scene(SceneId) -> Scene, scenes;
    choice(ChoiceId) -> Choice, choices;
    event(EventId) -> Event, events;
    later(LaterId) -> Later, laters;
    deck(DeckId) -> Deck, decks;
    ending(EndingId) -> Ending, endings;
    person(CastId) -> Cast, cast;
}

impl Story {
    /// A story with nothing in it, for the compiler to fill.
    #[must_use]
    pub(super) fn empty(languages: usize) -> Self {
        let mut texts = Texts::new(languages);
        let nothing = texts.declare("");
        Self {
            about: About {
                id: String::new(),
                title: nothing,
                chair: nothing,
                about: None,
                notes: Vec::new(),
                minutes: None,
                shelf: LAST_ON_SHELF,
                country: None,
                turns: (0, 24),
                opens: Target::End,
                holds: Vec::new(),
                renamed: Vec::new(),
            },
            world: String::new(),
            version: 0,
            languages: Vec::new(),
            point: 10,
            budget: i64::MAX,
            vars: Vec::new(),
            bounds: Vec::new(),
            lets: Vec::new(),
            parameters: Vec::new(),
            presets: Vec::new(),
            groups: Vec::new(),
            figures: Vec::new(),
            regions: Vec::new(),
            shocks: Vec::new(),
            schedules: Vec::new(),
            rules: Vec::new(),
            scenes: Vec::new(),
            choices: Vec::new(),
            events: Vec::new(),
            laters: Vec::new(),
            decks: Vec::new(),
            endings: Vec::new(),
            cast: Vec::new(),
            plan: Vec::new(),
            audit: Audit::default(),
            claims: Vec::new(),
            guide: Guide::default(),
            workshop: Workshop::default(),
            effects: Vec::new(),
            trackers: Vec::new(),
            sitting: (Slot::FIRST, Slot::FIRST),
            laters_by_id: Vec::new(),
            memories: Vec::new(),
            peaked: Vec::new(),
            summed: Vec::new(),
            derived: Vec::new(),
            pool: Pool::default(),
            trees: Vec::new(),
            texts,
            flat: Flat::default(),
        }
    }

    /// Whether something leads to a scene by its name, and not by a draw.
    #[must_use]
    pub fn is_named(&self, scene: SceneId) -> bool {
        let target = Target::Scene(scene);
        self.about.opens == target
            || self.choices.iter().any(|c| c.goto == target)
            || self.decks.iter().any(|d| d.then == target)
    }

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
    pub fn choices_of(&self, scene: SceneId) -> impl Iterator<Item = (ChoiceId, &Choice)> {
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
