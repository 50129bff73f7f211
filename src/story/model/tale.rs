//! The story's records: scenes, choices, decks, endings, people, and what a story says of itself.
//!
//! Plain data, made by the compiler and read by the engine. The invariant: ranges lie inside the story's tables.

use std::ops::Range;

use crate::story::{
    expr::lower::Condition,
    ids::{ChoiceId, DeckId, EndingId, SceneId, Slot, TextId, VarId},
    raw::{Side, Stance},
};

/// Where a choice or deck leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a scene.
    Scene(SceneId),
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
    pub scene: SceneId,
    /// Its label.
    pub text: TextId,
    /// Who gains, in a few words.
    pub gives: Option<TextId>,
    /// What is read when it has been made, before the next scene.
    pub outcome: Option<TextId>,
    /// Who pays.
    pub costs: Option<TextId>,
    /// How it leans.
    pub stance: Option<Stance>,
    /// When it is open.
    pub when: Option<Condition>,
    /// What it does, in [`Story::effects`](crate::story::Story::effects).
    pub effects: Range<usize>,
    /// What it schedules, in [`Story::laters`](crate::story::Story::laters).
    pub laters: Range<usize>,
    /// Where it leads.
    pub goto: Target,
    /// Whether its effects move a lever, which the budget must allow.
    pub moves_levers: bool,
    /// Where its last turn is kept, if something asks for it.
    pub last: Option<Slot>,
}

impl Choice {
    /// Every text that comes with it.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        [Some(self.text), self.outcome, self.gives, self.costs].into_iter().flatten()
    }
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
    /// Its events, in [`Story::events`](crate::story::Story::events).
    pub events: Range<usize>,
    /// What opening it does, in [`Story::effects`](crate::story::Story::effects).
    pub effects: Range<usize>,
    /// Its prose.
    pub text: TextId,
    /// Its choices, in [`Story::choices`](crate::story::Story::choices).
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
    pub storylets: Vec<SceneId>,
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

/// The place in the library of a story that names none.
pub const LAST_ON_SHELF: i64 = 1000;

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
    /// Its place in the library, lower ones first.
    pub shelf: i64,
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

/// What a story says can be proved of it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// As it is written, on one line.
    pub written: String,
    /// What it says.
    pub says: Says,
}

/// What a claim says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Some play comes to this ending.
    Reachable(EndingId),
    /// At every decision, at the end of every turn and at every ending.
    Always(Condition),
    /// At none of them.
    Never(Condition),
    /// Sooner or later in every play, at a decision or an ending.
    AlwaysEventually(Condition),
    /// From wherever a play can come to, it can come to an end.
    CanAlwaysEnd,
    /// A play in which this choice was made ends so.
    Implies(ChoiceId, Condition),
}
