//! Everything a player can do, whichever way: key, mouse, or a word in the plain face.
//!
//! The invariant: an action has a name, a description and, unless it takes a number, a binding in [`keys`](super::keys).

use crate::engine::Asked;

/// What a player does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Marks the entry above, or scrolls up.
    Up,
    /// Marks the entry below, or scrolls down.
    Down,
    /// Scrolls a page up.
    PageUp,
    /// Scrolls a page down.
    PageDown,
    /// To the beginning.
    First,
    /// To the end.
    Last,
    /// Takes what is marked.
    Confirm,
    /// Leaves this screen.
    Back,
    /// Takes the entry of that number, from 1.
    Choose(usize),
    /// Takes so many decisions back.
    Undo(usize),
    /// Makes so many of them again.
    Redo(usize),
    /// Shows all that was read.
    Transcript,
    /// Asks why.
    Why,
    /// Asks why a number is what it is.
    Ask(Asked),
    /// Asks the same of an earlier quarter.
    Earlier,
    /// Asks the same of a later quarter.
    Later,
    /// Shows the same play as each stance would have decided it.
    Mirror,
    /// Shows which decisions moved the odds of the endings.
    Hinges,
    /// Shows the story as a graph of places.
    Map,
    /// Marks the entry to the left.
    Left,
    /// Marks the entry to the right.
    Right,
    /// Shows numbers over the quarters.
    Charts,
    /// The same as a table, or drawn again.
    Table,
    /// Shows who has spoken.
    People,
    /// Shows the world's rules.
    Rules,
    /// Shows the world's numbers, to be changed where one governs.
    Numbers,
    /// Another schedule for the next run.
    Schedule,
    /// Another preset for the next run.
    Preset,
    /// Another world card for the next run; at an ending, writes one.
    Card,
    /// The marked lever one step down.
    Less,
    /// The marked lever one step up.
    More,
    /// Lets so many quarters pass.
    Quarters(usize),
    /// Copies the passage that is read.
    Copy,
    /// Shows what is set.
    Settings,
    /// The marked setting as it could be before this.
    Before,
    /// The marked setting as it could be after this.
    After,
    /// Shows all that can be done here.
    Palette,
    /// Seeks a word.
    Find,
    /// To the next place that has it.
    FoundNext,
    /// To the one before.
    FoundBefore,
    /// Adds a letter to what is typed.
    Type(char),
    /// Takes the last letter back.
    Erase,
    /// Shows the keys of this screen.
    Keys,
    /// The next language.
    Language,
    /// Begins the marked or open story anew.
    Begin,
    /// To the library.
    Library,
    /// Takes the mouse, or leaves it to the terminal.
    Mouse,
    /// Goes on by the other face.
    OtherFace,
    /// To the shell and back.
    Suspend,
    /// Quits; everything is saved.
    Quit,
}

impl Action {
    /// The Fluent key of its description.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Up => "key-up",
            Self::Down => "key-down",
            Self::PageUp => "key-page-up",
            Self::PageDown => "key-page-down",
            Self::First => "key-first",
            Self::Last => "key-last",
            Self::Confirm => "key-confirm",
            Self::Back => "key-back",
            Self::Choose(_) => "key-choose",
            Self::Undo(_) => "key-undo",
            Self::Redo(_) => "key-redo",
            Self::Transcript => "key-transcript",
            Self::Why | Self::Ask(_) => "key-why",
            Self::Earlier => "key-earlier",
            Self::Later => "key-later",
            Self::Mirror => "key-mirror",
            Self::Hinges => "key-hinges",
            Self::Map => "key-map",
            Self::Left => "key-left",
            Self::Right => "key-right",
            Self::Charts => "key-charts",
            Self::Table => "key-table",
            Self::People => "key-people",
            Self::Rules => "key-rules",
            Self::Numbers => "key-numbers",
            Self::Schedule => "key-schedule",
            Self::Preset => "key-preset",
            Self::Card => "key-card",
            Self::Less => "key-less",
            Self::More => "key-more",
            Self::Quarters(1) => "key-quarter",
            Self::Quarters(_) => "key-year",
            Self::Copy => "key-copy",
            Self::Settings => "key-settings",
            Self::Before => "key-before",
            Self::After => "key-after",
            Self::Palette => "key-palette",
            Self::Find => "key-find",
            Self::FoundNext => "key-found-next",
            Self::FoundBefore => "key-found-before",
            Self::Type(_) => "key-type",
            Self::Erase => "key-erase",
            Self::Keys => "key-keys",
            Self::Language => "key-language",
            Self::Begin => "key-begin",
            Self::Library => "key-library",
            Self::Mouse => "key-mouse",
            Self::OtherFace => "key-other-face",
            Self::Suspend => "key-suspend",
            Self::Quit => "key-quit",
        }
    }
}
