//! What can go wrong while a turn is worked out: the story's mistakes, never the player's.
//!
//! The invariant: a fault names its place, and the state before it stands.

/// Why a value could not be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Beyond 64 bits.
    #[error("a number grew beyond 64 bits")]
    Overflow,
    /// Divided by zero.
    #[error("a division by zero")]
    DivisionByZero,
    /// `pick` had no such entry.
    #[error("`pick` has no entry of that number")]
    OutOfRange,
    /// No ending fits.
    #[error("no ending fits")]
    NoEnding,
    /// Decks lead to each other with nothing to draw.
    #[error("decks lead to each other and none has anything to draw")]
    DeckCircle,
}

/// A turn that could not be worked out; the state before it stands.
// In a box, so that what goes well is told in a register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}, in {}", .0.0, .0.1)]
pub struct TurnError(Box<(Fault, String)>);

impl TurnError {
    /// What went wrong.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.0.0
    }

    /// Where: the rule, choice or scene by kind and id.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.0.1
    }

    #[cold]
    pub(super) fn new(fault: Fault, place: impl Into<String>) -> Self {
        Self(Box::new((fault, place.into())))
    }
}

/// Names the place of a fault.
#[inline]
pub(super) fn at(place: impl Fn() -> String) -> impl Fn(Fault) -> TurnError {
    #[cold]
    fn placed(fault: Fault, place: &dyn Fn() -> String) -> TurnError {
        TurnError::new(fault, place())
    }
    move |fault| placed(fault, &place)
}
