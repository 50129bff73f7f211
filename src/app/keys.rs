//! The keys as data: one table from which input, the footer, the keys screen, the palette and the manual are made.
//!
//! Not how a terminal reports a key: the shell turns that into a [`Key`]. The invariant: whatever a player sets, in one
//! context no key stands twice.

mod map;
mod table;

use std::borrow::Cow;

pub use map::{Keymap, Wishes};
pub use table::BINDINGS;

use super::{action::Action, model::Screen};

/// A key as this program names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character.
    Char(char),
    /// A character with Ctrl.
    Ctrl(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

impl Key {
    /// As it is shown; `ascii` avoids arrows.
    #[must_use]
    pub fn shown(self, ascii: bool) -> String {
        let word = |unicode: &'static str, plain: &'static str| if ascii { plain } else { unicode };
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(c) => c.to_string(),
            Self::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
            Self::Enter => "Enter".to_owned(),
            Self::Esc => "Esc".to_owned(),
            Self::Backspace => "Backspace".to_owned(),
            Self::Up => word("↑", "Up").to_owned(),
            Self::Down => word("↓", "Down").to_owned(),
            Self::Left => word("←", "Left").to_owned(),
            Self::Right => word("→", "Right").to_owned(),
            Self::PageUp => "PgUp".to_owned(),
            Self::PageDown => "PgDn".to_owned(),
            Self::Home => "Home".to_owned(),
            Self::End => "End".to_owned(),
        }
    }

    /// The key of a name, as [`shown`](Self::shown) without arrows gives it; capitals do not matter but in a letter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut letters = name.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return (!letter.is_control() && letter != ' ').then_some(Self::Char(letter));
        }
        let lower = name.to_lowercase();
        if let Some(rest) = lower.strip_prefix("ctrl-") {
            let mut letters = rest.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_ascii_lowercase() => Some(Self::Ctrl(letter)),
                _ => None,
            };
        }
        Self::NAMED.iter().find(|key| key.shown(true).to_lowercase() == lower).copied()
    }

    /// The keys that have a name of more than one letter.
    const NAMED: &'static [Self] = &[
        Self::Char(' '),
        Self::Enter,
        Self::Esc,
        Self::Backspace,
        Self::Up,
        Self::Down,
        Self::Left,
        Self::Right,
        Self::PageUp,
        Self::PageDown,
        Self::Home,
        Self::End,
    ];
}

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// On every screen.
    Everywhere,
    /// In the library.
    Library,
    /// In a play and at its ending.
    Play,
    /// Where one governs without a story.
    Govern,
    /// Where the world's numbers are changed.
    Numbers,
    /// Where a question is answered.
    Answer,
    /// Where plays stand side by side.
    Mirror,
    /// Where a number is drawn over the quarters.
    Charts,
    /// Where a story is a graph of places.
    Map,
    /// Where one sets how the program is.
    Settings,
    /// Where one types the name of what is to be done.
    Palette,
    /// Where one types a word that is sought.
    Find,
    /// Where one reads and scrolls: transcript, hinges, rules, keys.
    Reading,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// Its keys; the first is shown.
    pub keys: Cow<'static, [Key]>,
    /// What it does.
    pub action: Action,
    /// Its place in the footer, the lowest first, and the Fluent key of the word there; none is not in the footer.
    pub footer: Option<(u8, &'static str)>,
}

/// The context of a screen.
#[must_use]
pub const fn context(screen: &Screen) -> Context {
    match screen {
        Screen::Library { .. } => Context::Library,
        Screen::Play { .. } => Context::Play,
        Screen::Govern { .. } => Context::Govern,
        Screen::Numbers { .. } => Context::Numbers,
        Screen::Why { .. } => Context::Answer,
        Screen::Mirror { .. } => Context::Mirror,
        Screen::Charts { .. } => Context::Charts,
        Screen::Map { .. } => Context::Map,
        Screen::Settings { .. } => Context::Settings,
        Screen::Palette { .. } => Context::Palette,
        Screen::Find { .. } => Context::Find,
        Screen::Transcript { .. }
        | Screen::Hinges { .. }
        | Screen::Rules { .. }
        | Screen::People { .. }
        | Screen::Keys { .. } => Context::Reading,
    }
}

impl Context {
    /// The word by which it is named in the settings.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Library => "library",
            Self::Play => "play",
            Self::Govern => "sandbox",
            Self::Numbers => "numbers",
            Self::Answer => "why",
            Self::Mirror => "mirror",
            Self::Charts => "charts",
            Self::Map => "map",
            Self::Settings => "settings",
            Self::Palette => "palette",
            Self::Find => "find",
            Self::Reading => "reading",
        }
    }

    /// Whether a letter is a letter here.
    const fn types(self) -> bool {
        matches!(self, Self::Palette | Self::Find)
    }

    /// Whether a number takes an entry here.
    const fn counts(self) -> bool {
        matches!(self, Self::Library | Self::Play | Self::Answer)
    }
}

impl Binding {
    /// The key that is shown for it on a screen: the first that is heard there.
    #[must_use]
    pub fn shown(&self, screen: &Screen) -> Option<Key> {
        let types = context(screen).types();
        self.keys.iter().copied().find(|key| !(types && matches!(key, Key::Char(_))))
    }

    /// The name by which it is set: where it holds, and what it does.
    #[must_use]
    pub fn id(&self) -> String {
        let what = self.action.description();
        format!("{}.{}", self.context.id(), what.strip_prefix("key-").unwrap_or(what))
    }
}
