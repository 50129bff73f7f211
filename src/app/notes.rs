//! What the player is told beside the story: why a run was cut, why something is not saved.
//!
//! The invariant: every problem that play survives has a sentence here that says what, and what to do next.

use super::{
    lang::{Lang, number},
    msg::Unreadable,
};
use crate::engine::{CannotBegin, Changed};

/// What has changed since a run was saved.
#[must_use]
pub fn changed(changed: Option<&Changed>, edited: bool, lang: &Lang) -> Option<String> {
    match changed {
        Some(Changed::Cut { kept, choice, .. }) => {
            Some(lang.say_with("notice-cut", &[("n", number(*kept)), ("choice", choice.clone().into())]))
        }
        Some(Changed::Numbers { from }) => Some(lang.say_with("notice-numbers", &[("n", number(from + 1))])),
        None => edited.then(|| lang.say("notice-edited")),
    }
}

/// Why a run cannot be played at all.
#[must_use]
pub fn cannot_begin(error: &CannotBegin, lang: &Lang) -> String {
    match error {
        CannotBegin::OtherStory(story) => {
            lang.say_with("notice-other-story", &[("story", story.clone().into())])
        }
        CannotBegin::Setup(error) => lang.say_with("notice-unreadable", &[("why", error.to_string().into())]),
        CannotBegin::Turn(error) => lang.say_with("notice-fault", &[("why", error.to_string().into())]),
    }
}

/// Why a file could not be read, and where it is now.
#[must_use]
pub fn unreadable(problem: &Unreadable, lang: &Lang) -> String {
    let why = problem.why.clone();
    match &problem.set_aside {
        Some(path) => lang.say_with("notice-damaged", &[("why", why.into()), ("path", path.clone().into())]),
        None => lang.say_with("notice-unreadable", &[("why", why.into())]),
    }
}
