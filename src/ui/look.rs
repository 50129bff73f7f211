//! What roles and signs look like on the terminal at hand: a theme, at the depth that it can show.
//!
//! The invariant: with no colours every theme looks alike, by weight, underline and reverse.

use ratatui::style::{Color, Style};

use super::{
    Role,
    glyphs::{ASCII, Glyphs, UNICODE},
    theme,
};
use crate::app::{Signs, Theme};

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Sixteen million.
    Full,
    /// 256.
    Indexed,
    /// The terminal's own sixteen.
    Sixteen,
    /// None: weight, underline and reverse alone.
    None,
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// How many colours.
    pub depth: Depth,
    /// Whether it has more signs than ASCII.
    pub unicode: bool,
}

/// What roles and signs look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    styles: [Style; Role::ALL.len()],
    /// What all is painted on; none is the terminal's own ground.
    pub ground: Option<Color>,
    /// The signs.
    pub glyphs: Glyphs,
}

impl Look {
    /// The look of a theme and of signs, as far as the terminal can show them.
    #[must_use]
    pub fn of(theme: Theme, signs: Signs, means: Means) -> Self {
        let unicode = match signs {
            Signs::Auto => means.unicode,
            Signs::Unicode => true,
            Signs::Ascii => false,
        };
        let shown = if means.depth == Depth::None { Theme::Mono } else { theme };
        let theme = theme::get(shown);
        Self {
            styles: theme.styles(means.depth),
            ground: theme.ground(means.depth),
            glyphs: if unicode { UNICODE } else { ASCII },
        }
    }

    /// The style of a role.
    #[must_use]
    pub const fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}
