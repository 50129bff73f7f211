//! The keys as data: one table from which input, the footer and the keys screen are made.
//!
//! Not how a terminal reports a key: the shell turns that into a [`Key`]. The invariant: in one context no key stands
//! twice; a test says so.

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
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// Its keys; the first is shown.
    pub keys: &'static [Key],
    /// What it does.
    pub action: Action,
    /// Its place in the footer, the lowest first, and the Fluent key of the word there; none is not in the footer.
    pub footer: Option<(u8, &'static str)>,
}

const fn bind(
    context: Context,
    keys: &'static [Key],
    action: Action,
    footer: Option<(u8, &'static str)>,
) -> Binding {
    Binding { context, keys, action, footer }
}

/// All bindings.
pub const BINDINGS: &[Binding] = &[
    bind(Context::Everywhere, &[Key::Up, Key::Char('k')], Action::Up, Some((2, "foot-move"))),
    bind(Context::Everywhere, &[Key::Down, Key::Char('j')], Action::Down, None),
    bind(Context::Everywhere, &[Key::PageUp, Key::Ctrl('b')], Action::PageUp, None),
    bind(Context::Everywhere, &[Key::PageDown, Key::Ctrl('f')], Action::PageDown, None),
    bind(Context::Everywhere, &[Key::Home, Key::Char('g')], Action::First, None),
    bind(Context::Everywhere, &[Key::End, Key::Char('G')], Action::Last, None),
    bind(Context::Everywhere, &[Key::Char('?')], Action::Keys, Some((7, "key-keys"))),
    bind(Context::Everywhere, &[Key::Char('S')], Action::Settings, Some((8, "key-settings"))),
    bind(Context::Everywhere, &[Key::Char(':'), Key::Ctrl('p')], Action::Palette, Some((10, "key-palette"))),
    bind(Context::Everywhere, &[Key::Char('L')], Action::Language, Some((9, "key-language"))),
    bind(Context::Everywhere, &[Key::Ctrl('o')], Action::Mouse, None),
    bind(Context::Everywhere, &[Key::Char('P')], Action::OtherFace, None),
    bind(Context::Everywhere, &[Key::Ctrl('z')], Action::Suspend, None),
    bind(Context::Everywhere, &[Key::Ctrl('c')], Action::Quit, None),
    bind(
        Context::Library,
        &[Key::Enter, Key::Char(' '), Key::Right, Key::Char('l')],
        Action::Confirm,
        Some((1, "foot-open")),
    ),
    bind(Context::Library, &[Key::Char('n')], Action::Begin, Some((4, "key-begin"))),
    bind(Context::Library, &[Key::Char('s')], Action::Schedule, Some((5, "foot-schedule"))),
    bind(Context::Library, &[Key::Char('p')], Action::Preset, Some((6, "foot-preset"))),
    bind(Context::Library, &[Key::Char('c')], Action::Card, None),
    bind(Context::Library, &[Key::Char('q'), Key::Esc], Action::Quit, Some((9, "key-quit"))),
    bind(
        Context::Play,
        &[Key::Enter, Key::Char(' '), Key::Right, Key::Char('l')],
        Action::Confirm,
        Some((1, "foot-choose")),
    ),
    bind(
        Context::Play,
        &[Key::Char('u'), Key::Backspace, Key::Left, Key::Char('h')],
        Action::Undo(1),
        Some((4, "foot-undo")),
    ),
    bind(Context::Play, &[Key::Char('w')], Action::Why, Some((3, "key-why"))),
    bind(Context::Play, &[Key::Char('m')], Action::Mirror, Some((4, "key-mirror"))),
    bind(Context::Play, &[Key::Char('H')], Action::Hinges, None),
    bind(Context::Play, &[Key::Char('R')], Action::Rules, None),
    bind(Context::Play, &[Key::Char('c')], Action::Charts, Some((7, "key-charts"))),
    bind(Context::Play, &[Key::Char('M')], Action::Map, None),
    bind(Context::Play, &[Key::Char('p')], Action::People, None),
    bind(Context::Play, &[Key::Char('x')], Action::Card, Some((2, "foot-card"))),
    bind(Context::Play, &[Key::Char('r'), Key::Ctrl('r')], Action::Redo(1), None),
    bind(Context::Play, &[Key::Char('y')], Action::Copy, None),
    bind(Context::Play, &[Key::Char('t')], Action::Transcript, Some((5, "key-transcript"))),
    bind(Context::Play, &[Key::Char('n')], Action::Begin, None),
    bind(Context::Play, &[Key::Char('q'), Key::Esc], Action::Library, Some((6, "key-library"))),
    bind(
        Context::Govern,
        &[Key::Enter, Key::Char(' '), Key::Char('n')],
        Action::Quarters(1),
        Some((1, "key-quarter")),
    ),
    bind(Context::Govern, &[Key::Char('y')], Action::Quarters(4), Some((3, "key-year"))),
    bind(
        Context::Govern,
        &[Key::Left, Key::Char('h'), Key::Char('-')],
        Action::Less,
        Some((2, "foot-levers")),
    ),
    bind(Context::Govern, &[Key::Right, Key::Char('l'), Key::Char('+')], Action::More, None),
    bind(Context::Govern, &[Key::Char('u'), Key::Backspace], Action::Undo(1), Some((4, "foot-undo"))),
    bind(Context::Govern, &[Key::Char('w')], Action::Why, Some((5, "key-why"))),
    bind(Context::Govern, &[Key::Char('t')], Action::Transcript, Some((6, "foot-table"))),
    bind(Context::Govern, &[Key::Char('c')], Action::Charts, Some((8, "key-charts"))),
    bind(Context::Govern, &[Key::Char('R')], Action::Rules, None),
    bind(Context::Govern, &[Key::Char('p')], Action::Numbers, Some((7, "foot-preset"))),
    bind(
        Context::Numbers,
        &[Key::Left, Key::Char('h'), Key::Char('-')],
        Action::Less,
        Some((1, "foot-numbers")),
    ),
    bind(Context::Numbers, &[Key::Right, Key::Char('l'), Key::Char('+')], Action::More, None),
    bind(
        Context::Numbers,
        &[Key::Esc, Key::Char('q'), Key::Enter, Key::Backspace],
        Action::Back,
        Some((3, "key-back")),
    ),
    bind(Context::Numbers, &[Key::Char('R')], Action::Rules, Some((4, "key-rules"))),
    bind(Context::Govern, &[Key::Char('q'), Key::Esc], Action::Library, Some((9, "key-library"))),
    bind(
        Context::Answer,
        &[Key::Enter, Key::Char(' '), Key::Right, Key::Char('l')],
        Action::Confirm,
        Some((1, "foot-follow")),
    ),
    bind(
        Context::Answer,
        &[Key::Esc, Key::Char('q'), Key::Backspace, Key::Left, Key::Char('h')],
        Action::Back,
        Some((3, "key-back")),
    ),
    bind(Context::Answer, &[Key::Char('['), Key::Char(',')], Action::Earlier, Some((4, "foot-earlier"))),
    bind(Context::Answer, &[Key::Char(']'), Key::Char('.')], Action::Later, Some((5, "foot-later"))),
    bind(Context::Answer, &[Key::Char('R')], Action::Rules, Some((6, "key-rules"))),
    bind(
        Context::Mirror,
        &[Key::Char('['), Key::Char(','), Key::Left],
        Action::Earlier,
        Some((4, "foot-earlier")),
    ),
    bind(
        Context::Mirror,
        &[Key::Char(']'), Key::Char('.'), Key::Right],
        Action::Later,
        Some((5, "foot-later")),
    ),
    bind(Context::Mirror, &[Key::Char('c')], Action::Charts, Some((7, "key-charts"))),
    bind(Context::Mirror, &[Key::Char('H')], Action::Hinges, Some((6, "key-hinges"))),
    bind(
        Context::Mirror,
        &[Key::Esc, Key::Char('q'), Key::Enter, Key::Backspace],
        Action::Back,
        Some((1, "key-back")),
    ),
    bind(Context::Map, &[Key::Left, Key::Char('h')], Action::Left, None),
    bind(Context::Map, &[Key::Right, Key::Char('l')], Action::Right, None),
    bind(
        Context::Map,
        &[Key::Esc, Key::Char('q'), Key::Char('M'), Key::Enter, Key::Backspace],
        Action::Back,
        Some((1, "key-back")),
    ),
    bind(Context::Charts, &[Key::Char('t')], Action::Table, Some((3, "foot-table"))),
    bind(Context::Charts, &[Key::Char('m')], Action::Mirror, Some((4, "key-mirror"))),
    bind(Context::Charts, &[Key::Char('w')], Action::Why, Some((5, "key-why"))),
    bind(
        Context::Charts,
        &[Key::Esc, Key::Char('q'), Key::Char('c'), Key::Enter, Key::Backspace],
        Action::Back,
        Some((1, "key-back")),
    ),
    bind(Context::Reading, &[Key::Char('/')], Action::Find, Some((3, "key-find"))),
    bind(Context::Reading, &[Key::Char('n')], Action::FoundNext, None),
    bind(Context::Reading, &[Key::Char('N')], Action::FoundBefore, None),
    bind(Context::Find, &[Key::Enter], Action::Confirm, Some((1, "key-find"))),
    bind(Context::Find, &[Key::Backspace], Action::Erase, None),
    bind(Context::Find, &[Key::Esc], Action::Back, Some((3, "key-back"))),
    bind(Context::Palette, &[Key::Enter], Action::Confirm, Some((1, "foot-do"))),
    bind(Context::Palette, &[Key::Backspace], Action::Erase, None),
    bind(Context::Palette, &[Key::Esc], Action::Back, Some((3, "key-back"))),
    bind(
        Context::Settings,
        &[Key::Left, Key::Char('h'), Key::Char('-')],
        Action::Before,
        Some((1, "foot-change")),
    ),
    bind(
        Context::Settings,
        &[Key::Right, Key::Char('l'), Key::Char('+'), Key::Enter, Key::Char(' ')],
        Action::After,
        None,
    ),
    bind(Context::Settings, &[Key::Esc, Key::Char('q'), Key::Backspace], Action::Back, Some((3, "key-back"))),
    bind(
        Context::Reading,
        &[Key::Esc, Key::Char('q'), Key::Enter, Key::Backspace, Key::Left, Key::Char('h')],
        Action::Back,
        Some((1, "key-back")),
    ),
];

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

/// The bindings that hold on a screen, its own before those that hold everywhere.
pub fn on(screen: &Screen) -> impl Iterator<Item = &'static Binding> + use<> {
    let here = context(screen);
    let own = BINDINGS.iter().filter(move |b| b.context == here);
    // Where one types, a letter is a letter.
    let letters = matches!(here, Context::Palette | Context::Find);
    let free = move |b: &&Binding| !(letters && matches!(b.keys.first(), Some(Key::Char(_))));
    own.chain(BINDINGS.iter().filter(|b| b.context == Context::Everywhere).filter(free))
}

/// What a key does on a screen. Digits choose by number.
#[must_use]
pub fn action(screen: &Screen, key: Key) -> Option<Action> {
    if let Key::Char(c @ '1'..='9') = key
        && matches!(context(screen), Context::Library | Context::Play | Context::Answer)
    {
        return Some(Action::Choose(c as usize - '0' as usize));
    }
    if let (Context::Palette | Context::Find, Key::Char(letter)) = (context(screen), key) {
        return Some(Action::Type(letter));
    }
    on(screen).find(|b| b.keys.contains(&key)).map(|b| b.action)
}

/// The key that is shown for an action on a screen.
#[must_use]
pub fn key_for(screen: &Screen, action: Action) -> Option<Key> {
    on(screen).find(|b| b.action == action).and_then(|b| b.keys.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice_in_a_context() {
        let why = Screen::Why {
            subject: crate::app::why::Subject::Index,
            point: crate::engine::Point::Moment(0),
            marked: 0,
            scroll: 0,
        };
        for screen in [
            Screen::Library { marked: 0 },
            Screen::Play { marked: 0, scroll: 0 },
            Screen::Govern { marked: 0, scroll: 0 },
            Screen::Numbers { marked: 0, scroll: 0 },
            why,
            Screen::Mirror { turn: None, scroll: 0 },
            Screen::Charts { marked: 0, table: false, beside: false, scroll: 0 },
            Screen::Map { marked: 0 },
            Screen::Settings { marked: 0 },
            Screen::Palette { query: String::new(), marked: 0 },
            Screen::Find { query: String::new() },
            Screen::Transcript { scroll: 0 },
            Screen::Keys { scroll: 0 },
        ] {
            let mut seen = Vec::new();
            for key in on(&screen).flat_map(|b| b.keys) {
                assert!(!seen.contains(&key), "{key:?} stands twice in {screen:?}");
                seen.push(key);
            }
        }
    }

    #[test]
    fn every_binding_has_a_description_in_every_language() {
        for lang in super::super::lang::LANGUAGES.iter().map(|l| super::super::Lang::new(l)) {
            for binding in BINDINGS {
                for key in
                    [Some(binding.action.description()), binding.footer.map(|(_, f)| f)].into_iter().flatten()
                {
                    assert_ne!(lang.say(key), key);
                }
            }
        }
    }
}
