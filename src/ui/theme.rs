//! Themes, resolved: every role with its ink and weight, no option left open.
//!
//! What is written in `assets/themes` is `raw`'s. The invariant: a theme has every role, and names no colour that
//! some depth cannot show.

mod raw;

use std::sync::LazyLock;

use anstyle_lossy::palette::VGA;
use ratatui::style::{Color, Modifier, Style};

use super::{Depth, Role};
use crate::app::Theme;

pub use raw::{Ink, ThemeError, read};

/// A role's look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dress {
    /// Its colour; none is the terminal's own.
    pub ink: Option<Ink>,
    /// Its colour where there are sixteen; none is the nearest.
    pub sixteen: Option<Ink>,
    /// Its weight.
    pub weight: Modifier,
}

/// A theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dressed {
    /// What all is painted on, and the same where there are sixteen colours; none is the terminal's own.
    ground: Option<(Ink, Option<Ink>)>,
    /// By role, in the order of [`Role::ALL`].
    roles: [Dress; Role::ALL.len()],
}

impl Dressed {
    /// The styles of all roles, in the order of [`Role::ALL`].
    #[must_use]
    pub fn styles(&self, depth: Depth) -> [Style; Role::ALL.len()] {
        self.roles.map(|dress| {
            let style = Style::new().add_modifier(dress.weight);
            match dress.ink.and_then(|ink| shown(ink, dress.sixteen, depth)) {
                Some(colour) => style.fg(colour),
                None => style,
            }
        })
    }

    /// What all is painted on.
    #[must_use]
    pub fn ground(&self, depth: Depth) -> Option<Color> {
        self.ground.and_then(|(ink, sixteen)| shown(ink, sixteen, depth))
    }
}

/// A colour at a depth; the nearest there is.
fn shown(ink: Ink, sixteen: Option<Ink>, depth: Depth) -> Option<Color> {
    match (depth, ink) {
        (Depth::None, _) => None,
        (Depth::Full, Ink::Mixed(r, g, b)) => Some(Color::Rgb(r, g, b)),
        (Depth::Indexed, Ink::Mixed(r, g, b)) => {
            Some(Color::Indexed(anstyle_lossy::rgb_to_xterm(anstyle::RgbColor(r, g, b)).0))
        }
        (Depth::Full | Depth::Indexed, Ink::Named(n)) => Some(named(n)),
        (Depth::Sixteen, _) => match sixteen.unwrap_or(ink) {
            Ink::Named(n) => Some(named(n)),
            Ink::Mixed(r, g, b) => {
                let ansi = anstyle_lossy::rgb_to_ansi(anstyle::RgbColor(r, g, b), VGA);
                Some(named(anstyle::Ansi256Color::from_ansi(ansi).0))
            }
        },
    }
}

/// One of the sixteen.
const fn named(n: u8) -> Color {
    match n {
        0 => Color::Black,
        1 => Color::Red,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Blue,
        5 => Color::Magenta,
        6 => Color::Cyan,
        7 => Color::Gray,
        8 => Color::DarkGray,
        9 => Color::LightRed,
        10 => Color::LightGreen,
        11 => Color::LightYellow,
        12 => Color::LightBlue,
        13 => Color::LightMagenta,
        14 => Color::LightCyan,
        _ => Color::White,
    }
}

/// The text of a theme in the program.
const fn text(theme: Theme) -> &'static str {
    match theme {
        Theme::Terminal => include_str!("../../assets/themes/terminal.ron"),
        Theme::Ink => include_str!("../../assets/themes/ink.ron"),
        Theme::Paper => include_str!("../../assets/themes/paper.ron"),
        Theme::Contrast => include_str!("../../assets/themes/contrast.ron"),
        Theme::OkabeIto => include_str!("../../assets/themes/okabe-ito.ron"),
        Theme::Mono => include_str!("../../assets/themes/mono.ron"),
    }
}

static DRESSED: LazyLock<[Dressed; Theme::ALL.len()]> = LazyLock::new(|| {
    let parent = |id: &str| Theme::ALL.iter().find(|t| t.id() == id).map(|t| text(*t));
    // That every theme in the program can be read, a test says; in play the terminal's own colours are always there.
    let bare = Dressed { ground: None, roles: [Dress::default(); Role::ALL.len()] };
    std::array::from_fn(|n| read(text(Theme::ALL[n]), parent).unwrap_or_else(|_unreadable| bare.clone()))
});

/// A theme of the program.
#[must_use]
pub fn get(theme: Theme) -> &'static Dressed {
    &DRESSED[theme as usize]
}
