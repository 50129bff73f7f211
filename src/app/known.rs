//! What a player has seen of a story in all their runs: scenes where they decided, and endings.
//!
//! It is worked out from the saved runs whenever the shelf is, and kept nowhere. The invariant: nothing is known that
//! no run came to.

use std::{collections::BTreeSet, sync::Arc};

use super::{game::Game, model::Model};
use crate::{
    engine::{Place, Run},
    story::{
        Story,
        ids::{EndingId, SceneId},
        model::Target,
    },
};

/// What has been seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Scenes in which something was decided.
    pub scenes: BTreeSet<SceneId>,
    /// Endings that were reached.
    pub endings: BTreeSet<EndingId>,
}

/// What the runs of a story have come to.
#[must_use]
pub fn of<'a>(story: &Arc<Story>, runs: impl Iterator<Item = &'a Run>) -> Known {
    let mut known = Known::default();
    for run in runs {
        let mut decided = run.decisions.iter().filter_map(|decision| choice(story, &decision.0));
        known.scenes.extend(decided.clone().map(|choice| choice.scene));
        // Only a run whose last choice may lead to an ending is played again to see which.
        let may_end = decided.next_back().is_some_and(|last| !matches!(last.goto, Target::Scene(_)));
        if may_end
            && let Ok(resumed) = Game::resume(story.clone(), run.clone(), None, "")
            && let Place::Ended(ending) = resumed.game.timeline.now().state.place
        {
            known.endings.insert(ending);
        }
    }
    known
}

/// Takes what the play that is left has come to into what is known of its story: the shelf is looked over only in the
/// library.
pub(super) fn take_in(model: &mut Model) {
    let Some(game) = &model.game else { return };
    let id = &game.run.story;
    let Some(shelved) = model.shelf.iter_mut().find(|s| s.head.id == *id) else { return };
    let decided = game.timeline.moments().iter().filter_map(|moment| moment.by);
    shelved.known.scenes.extend(decided.map(|choice| game.story.choice(choice).scene));
    if let Place::Ended(ending) = game.timeline.now().state.place {
        shelved.known.endings.insert(ending);
    }
}

/// A choice by its id, or by the id it has had before.
fn choice<'a>(story: &'a Story, id: &str) -> Option<&'a crate::story::model::Choice> {
    let now = story.about.renamed.iter().find(|(old, _)| old == id).map_or(id, |(_, new)| new);
    story.choices.iter().find(|choice| choice.id == now)
}
