//! Every name of a pack while it is compiled: which index it stands for, and who may see it.
//!
//! Gone when the story is made: nothing is looked up by name during play. The invariant: variables and `let`s share
//! one namespace, everything else has its own.

use hashbrown::HashMap;

use super::{
    expr::Type,
    ids::{
        CastId, ChoiceId, DeckId, EndingId, EventId, GroupId, LaterId, LetId, ParamId, PlanId, PresetId,
        RegionId, RuleId, SceneId, ScheduleId, ShockId, Slot, VarId,
    },
    model::{Owner, VarKind},
};

/// Names to indices, one table a kind.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each table is named for what it holds")]
pub struct Names {
    pub vars: HashMap<String, VarId>,
    pub lets: HashMap<String, LetId>,
    pub params: HashMap<String, ParamId>,
    pub shocks: HashMap<String, ShockId>,
    pub schedules: HashMap<String, ScheduleId>,
    pub presets: HashMap<String, PresetId>,
    pub groups: HashMap<String, GroupId>,
    pub regions: HashMap<String, RegionId>,
    pub rules: HashMap<String, RuleId>,
    pub scenes: HashMap<String, SceneId>,
    pub choices: HashMap<String, ChoiceId>,
    pub events: HashMap<String, EventId>,
    pub laters: HashMap<String, LaterId>,
    pub decks: HashMap<String, DeckId>,
    pub endings: HashMap<String, EndingId>,
    pub cast: HashMap<String, CastId>,
}

/// What the engine remembers beside the variables; each has a slot only if something reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tracker {
    /// The highest value a meter had at a turn's end.
    Peak(VarId),
    /// The turn of that.
    PeakTurn(VarId),
    /// How often a scene was opened.
    Visits(SceneId),
    /// When a scene was last opened.
    SceneTurn(SceneId),
    /// When a choice was last made.
    ChoiceTurn(ChoiceId),
    /// When a shock last happened.
    ShockTurn(ShockId),
    /// When a rule last applied.
    RuleTurn(RuleId),
    /// Whether an entry of the plan has been applied.
    Planned(PlanId),
    /// The turn at which a consequence falls due.
    LaterDue(LaterId),
    /// How often it may still be tried.
    LaterTries(LaterId),
    /// The deck that is being drawn from.
    Deck,
    /// How many storylets are still to be drawn from it.
    DeckLeft,
    /// Whether a storylet was drawn in this sitting.
    Drawn(SceneId),
}

impl Tracker {
    /// The value before anything happened: no turn is -1, no deck is -1, everything else 0.
    #[must_use]
    pub const fn at_start(self) -> i64 {
        match self {
            Self::SceneTurn(_)
            | Self::ChoiceTurn(_)
            | Self::ShockTurn(_)
            | Self::RuleTurn(_)
            | Self::LaterDue(_)
            | Self::Deck => -1,
            Self::Peak(_)
            | Self::PeakTurn(_)
            | Self::Visits(_)
            | Self::Planned(_)
            | Self::LaterTries(_)
            | Self::DeckLeft
            | Self::Drawn(_) => 0,
        }
    }
}

/// Gives slots to trackers as they are first needed.
#[derive(Debug, Default)]
pub struct Trackers {
    first: usize,
    slots: HashMap<Tracker, Slot>,
    /// In the order of their slots.
    pub list: Vec<Tracker>,
}

impl Trackers {
    /// No tracker yet; their slots will start at `first`.
    #[must_use]
    pub fn starting_at(first: usize) -> Self {
        Self { first, ..Self::default() }
    }

    /// The slot of a tracker, made if it has none.
    pub fn slot(&mut self, tracker: Tracker) -> Slot {
        let next = Slot::new(self.first + self.list.len());
        *self.slots.entry(tracker).or_insert_with(|| {
            self.list.push(tracker);
            next
        })
    }

    /// The slot of a tracker that something needed.
    #[must_use]
    pub fn find(&self, tracker: Tracker) -> Option<Slot> {
        self.slots.get(&tracker).copied()
    }
}

/// What an expression may see.
#[derive(Debug)]
pub struct Scope<'a> {
    /// All names.
    pub names: &'a Names,
    /// Kind and owner of each variable.
    pub vars: &'a [(VarKind, Owner)],
    /// Type and owner of each `let`; `None` while it is not resolved.
    pub lets: &'a [(Option<Type>, Owner)],
    /// Whose expression it is: a world sees nothing of a story, a story no `let` of its world.
    pub owner: Owner,
}

impl Scope<'_> {
    /// Whether this scope sees a variable.
    #[must_use]
    pub fn sees_var(&self, var: VarId) -> bool {
        match self.owner {
            Owner::Story => true,
            Owner::World => self.vars.get(var.at()).is_some_and(|(_, owner)| *owner == Owner::World),
        }
    }

    /// Whether this scope sees a `let`.
    #[must_use]
    pub fn sees_let(&self, id: LetId) -> bool {
        self.lets.get(id.at()).is_some_and(|(_, owner)| *owner == self.owner)
    }

    /// The names of values that could stand in an expression here.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let vars = self.names.vars.iter().filter(|(_, id)| self.sees_var(**id)).map(|(n, _)| n.as_str());
        let lets = self.names.lets.iter().filter(|(_, id)| self.sees_let(**id)).map(|(n, _)| n.as_str());
        vars.chain(lets)
    }
}
