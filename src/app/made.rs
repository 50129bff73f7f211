//! What was made of a play to be shown, kept as long as the play stands where it stands.
//!
//! Not a part of the play: two games are the same whatever is kept here. The invariant: it is forgotten with every
//! decision, undo and quarter, and nothing is handed out that was made in another language.

use std::{
    cell::{OnceCell, RefCell},
    sync::Arc,
};

use super::{game::Game, page::Page};
use crate::{
    engine::TurnError,
    lab::{self, Side},
};

/// What is kept, each with the languages it was made in: the interface's, the story's.
#[derive(Debug, Clone, Default)]
pub struct Made {
    page: RefCell<Option<(Tongue, Arc<Page>)>>,
    transcript: RefCell<Option<Lines>>,
    sides: OnceCell<Arc<Sides>>,
}

/// Lines, the width and the languages they were made for.
type Lines = (usize, Tongue, Arc<[String]>);

/// The interface's language and the story's.
type Tongue = (&'static str, usize);

impl Made {
    /// The page of the moment.
    pub(super) fn page(&self, tongue: Tongue, make: impl FnOnce() -> Page) -> Arc<Page> {
        if let Some((of, made)) = &*self.page.borrow()
            && *of == tongue
        {
            return Arc::clone(made);
        }
        let made = Arc::new(make());
        *self.page.borrow_mut() = Some((tongue, Arc::clone(&made)));
        made
    }

    /// The transcript in lines of a width.
    pub fn transcript(
        &self,
        tongue: Tongue,
        width: usize,
        make: impl FnOnce() -> Vec<String>,
    ) -> Arc<[String]> {
        if let Some((of, in_, made)) = &*self.transcript.borrow()
            && (*of, *in_) == (width, tongue)
        {
            return Arc::clone(made);
        }
        let made: Arc<[String]> = make().into();
        *self.transcript.borrow_mut() = Some((width, tongue, Arc::clone(&made)));
        made
    }
}

/// The sides of the mirror, or why a play cannot be worked out.
pub type Sides = Result<Vec<Side>, TurnError>;

/// The play beside the same as each stance would decide it.
#[must_use]
pub fn mirrored(game: &Game) -> Arc<Sides> {
    let sides = game.made.sides.get_or_init(|| Arc::new(lab::mirror(&game.story, &game.timeline)));
    Arc::clone(sides)
}
