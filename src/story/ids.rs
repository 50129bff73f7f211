//! Indices into a [`Story`](super::model::Story): what every name becomes before play.
//!
//! Not names: those stay in the records, for screens and files. The invariant: an index is made only while a
//! pack is compiled, so it always lies inside the table it was made for.

use std::fmt;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The first entry of its table.
            pub const FIRST: Self = Self(0);

            /// The index of the `n`-th entry of its table.
            #[must_use]
            pub fn new(n: usize) -> Self {
                Self(u32::try_from(n).unwrap_or(u32::MAX))
            }

            /// The same for a number that is known to fit.
            #[must_use]
            pub const fn of(n: u32) -> Self {
                Self(n)
            }

            /// The position in its table.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

impl VarId {
    /// Where its value stands: after the turn.
    #[must_use]
    pub const fn slot(self) -> Slot {
        Slot(self.0.wrapping_add(1))
    }
}

impl Slot {
    /// The variable whose value stands here; of no account where none does.
    #[must_use]
    pub const fn var(self) -> VarId {
        VarId(self.0.wrapping_sub(1))
    }
}

index! {
    /// A place in the state: the value of a variable, or something the engine remembers.
    Slot,
    /// A variable of the world or the story; its value stands in the slot of the same number.
    VarId,
    /// A named expression.
    LetId,
    /// A factor on rules.
    ParamId,
    /// An event of the world.
    ShockId,
    /// A named list of shocks by turn.
    ScheduleId,
    /// A named set of parameters.
    PresetId,
    /// A part of the people.
    GroupId,
    /// A part of meter space.
    RegionId,
    /// A consequence rule of the world.
    RuleId,
    /// A scene or storylet.
    SceneId,
    /// A choice in a scene.
    ChoiceId,
    /// An event with a chance.
    EventId,
    /// A consequence that waits.
    LaterId,
    /// A set of storylets.
    DeckId,
    /// How a story closes.
    EndingId,
    /// Somebody who speaks.
    CastId,
    /// An entry of a story's plan for the levers.
    PlanId,
    /// A text in every language of the pack.
    TextId,
    /// A condition, kept as a tree for explaining.
    TreeId,
}
