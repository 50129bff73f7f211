//! What a facilitator has in hand, as it is written: the guide of a story and the workshop of a world or a story.
//!
//! Shapes alone, like the rest of `raw`. The invariant: every leaf keeps its place.

use std::borrow::Cow;

use ron::error::SpannedError;
use serde::Deserialize;

use super::{
    super::{
        spanned::{Leaf, Quick, Spanned, from_ron, leaf},
        split,
    },
    Field, Int, List, Map, Shape, Side, Str,
};

raw! {
    /// `Guide(…)`: what a facilitator has in hand.
    Guide {
        #[serde(default)] uses: List<'s, Use<'s>>,
        dilemmas: Map<'s, Dilemma<'s>>,
    }
    /// A way to use a storyline.
    Use {
        minutes: Int<'s>,
        text: Str<'s>,
    }
    /// A scene to talk about.
    Dilemma {
        minutes: Int<'s>,
        prompts: List<'s, Prompt<'s>>,
        #[serde(default)] watch: Option<Str<'s>>,
        #[serde(default)] fact: Option<Str<'s>>,
        #[serde(default)] claims: List<'s, Cow<'s, str>>,
        #[serde(default)] arguments: List<'s, Cow<'s, str>>,
        #[serde(default)] powers: List<'s, Power<'s>>,
        #[serde(default)] as_it_is: Option<Str<'s>>,
    }
    /// A question for the room.
    Prompt {
        side: Spanned<'s, Side>,
        text: Str<'s>,
    }
    /// What the fiction lets a role do in one vote.
    Power {
        role: Str<'s>,
        power: Spanned<'s, Might>,
        because: Str<'s>,
    }
    /// `Workshop(…)`: what a room needs around the story.
    Workshop {
        #[serde(default)] rules: List<'s, Cow<'s, str>>,
        #[serde(default)] roles: List<'s, Role<'s>>,
        #[serde(default)] statements: List<'s, Statement<'s>>,
        #[serde(default)] cases: List<'s, Case<'s>>,
        #[serde(default)] debrief: List<'s, Question<'s>>,
        #[serde(default)] leaving: Option<Str<'s>>,
    }
    /// A role that is dealt.
    Role {
        id: Str<'s>,
        name: Str<'s>,
        card: Str<'s>,
    }
    /// A statement that people agree with more or less, before and after.
    Statement {
        id: Str<'s>,
        before: Str<'s>,
        after: Str<'s>,
    }
    /// Two descriptions of one kind, one for before and one for after.
    Case {
        id: Str<'s>,
        before: Spanned<'s, Item<'s>>,
        after: Spanned<'s, Item<'s>>,
    }
    /// A design that is described, and what may be missing in it.
    Item {
        text: Str<'s>,
        options: List<'s, Cow<'s, str>>,
        best: Int<'s>,
    }
    /// A question of the debrief.
    Question {
        step: Spanned<'s, Step>,
        text: Str<'s>,
    }
}

/// What a role may do in a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
pub enum Might {
    /// No option can win that nobody of this role voted for.
    Veto,
    /// Where options have equally many votes, those of this role decide.
    Casting,
    /// A vote of this role counts so many times.
    Weight(u32),
}

/// A part of the debrief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
pub enum Step {
    /// What happened, and to whom.
    Describe,
    /// What it shows, and what nobody believes.
    Analyse,
    /// What follows for what is near.
    Apply,
}

leaf!(Might, Step);
