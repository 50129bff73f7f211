//! What a facilitator has in hand: the guide of a story, and what a room needs around it.
//!
//! Plain data, made by the compiler; no turn reads it. The invariant: a power names a role of the workshop, and the best
//! answer of a case is one of its options.

use crate::story::{
    ids::{ChoiceId, SceneId, TextId},
    raw::{Might, Side, Step},
};

/// What a facilitator has in hand.
#[derive(Debug, Clone, Default)]
pub struct Guide {
    /// Ways to use the storyline, the shortest first.
    pub uses: Vec<Use>,
    /// The scenes to talk about, as they are written.
    pub dilemmas: Vec<Dilemma>,
}

/// A way to use a storyline.
#[derive(Debug, Clone)]
pub struct Use {
    /// How long it takes.
    pub minutes: i64,
    /// How it goes.
    pub text: TextId,
}

/// A scene to talk about.
#[derive(Debug, Clone)]
pub struct Dilemma {
    /// Which.
    pub scene: SceneId,
    /// How long the talk takes.
    pub minutes: i64,
    /// The claims it plays, by the debate's ids.
    pub claims: Vec<String>,
    /// The arguments it gives a voice.
    pub arguments: Vec<String>,
    /// What to look out for in the room.
    pub watch: Option<TextId>,
    /// What both sides can accept.
    pub fact: Option<TextId>,
    /// Questions for the room.
    pub prompts: Vec<Prompt>,
    /// What the fiction lets roles do in this vote.
    pub powers: Vec<Power>,
    /// The choice that leaves things as they are.
    pub as_it_is: Option<ChoiceId>,
}

/// A question for the room.
#[derive(Debug, Clone, Copy)]
pub struct Prompt {
    /// The side it speaks for.
    pub side: Side,
    /// The question.
    pub text: TextId,
}

/// What the fiction lets a role do in one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Power {
    /// Which role, in [`Workshop::roles`].
    pub role: usize,
    /// What it may do.
    pub might: Might,
    /// Why, in the fiction.
    pub because: TextId,
}

/// What a room needs around the story.
#[derive(Debug, Clone, Default)]
pub struct Workshop {
    /// What is said at the beginning.
    pub rules: Vec<TextId>,
    /// The roles that are dealt.
    pub roles: Vec<Role>,
    /// Statements, before and after.
    pub statements: Vec<Statement>,
    /// Designs to judge, before and after.
    pub cases: Vec<Case>,
    /// Questions for the debrief, in the order of its steps.
    pub debrief: Vec<Question>,
    /// What everybody says when the roles end.
    pub leaving: Option<TextId>,
}

/// A role that is dealt.
#[derive(Debug, Clone)]
pub struct Role {
    /// The author's id.
    pub id: String,
    /// Its name.
    pub name: TextId,
    /// What its holder reads in silence.
    pub card: TextId,
}

/// A statement that people agree with more or less.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The author's id.
    pub id: String,
    /// How it reads before the play.
    pub before: TextId,
    /// How a matched one reads after it.
    pub after: TextId,
}

/// A design to judge, one before the play and a matched one after it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The author's id.
    pub id: String,
    /// The one before.
    pub before: Item,
    /// The one after.
    pub after: Item,
}

/// A design that is described, and what may be missing in it.
#[derive(Debug, Clone)]
pub struct Item {
    /// The description.
    pub text: TextId,
    /// The answers.
    pub options: Vec<TextId>,
    /// The answer that fits the description, from 0.
    pub best: usize,
}

/// A question of the debrief.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Which part.
    pub step: Step,
    /// The question.
    pub text: TextId,
}
