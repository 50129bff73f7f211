//! Roles instead of colours, and glyphs that each have an ASCII twin.
//!
//! Widgets name a role; what it looks like is settled here, once, for the terminal at hand. The invariant: no meaning
//! is in colour alone: every role that matters differs in its words, its sign, or its weight as well.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Prose.
    Text,
    /// What stands back: dates, hints.
    Muted,
    /// The head of a screen.
    Title,
    /// Emphasis in prose.
    Emphasis,
    /// What somebody says.
    Speech,
    /// The name before a line that somebody says.
    Speaker,
    /// The entry that is marked.
    Marked,
    /// A choice that is locked.
    Locked,
    /// Who gains.
    Gives,
    /// Who pays.
    Costs,
    /// A number that rose.
    Up,
    /// A number that fell.
    Down,
    /// A key.
    Key,
    /// A rule.
    Rule,
    /// What the player must know.
    Notice,
    /// What happened on the way.
    News,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[
        Self::Text,
        Self::Muted,
        Self::Title,
        Self::Emphasis,
        Self::Speech,
        Self::Speaker,
        Self::Marked,
        Self::Locked,
        Self::Gives,
        Self::Costs,
        Self::Up,
        Self::Down,
        Self::Key,
        Self::Rule,
        Self::Notice,
        Self::News,
    ];
}

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The terminal's own sixteen.
    Sixteen,
    /// None: weight, underline and reverse alone.
    None,
}

/// The signs that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each sign is named for what it shows")]
pub struct Glyphs {
    pub ascii: bool,
    pub rule: &'static str,
    pub marker: &'static str,
    pub lock: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub up_key: &'static str,
    pub down_key: &'static str,
    pub left_right: (&'static str, &'static str),
    pub more: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub changed: &'static str,
    pub crumb: &'static str,
    pub dot: &'static str,
    pub bar: (&'static str, &'static str),
    pub spark: [&'static str; 8],
}

/// Signs for terminals that have Unicode.
pub const UNICODE: Glyphs = Glyphs {
    ascii: false,
    rule: "─",
    marker: "▸",
    lock: "✕",
    up: "▴",
    down: "▾",
    up_key: "↑",
    down_key: "↓",
    left_right: ("←", "→"),
    more: "…",
    yes: "✓",
    no: "✗",
    changed: "≠",
    crumb: "▸",
    dot: "·",
    bar: ("█", "░"),
    spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

/// Their twins for all others.
pub const ASCII: Glyphs = Glyphs {
    ascii: true,
    rule: "-",
    marker: ">",
    lock: "x",
    up: "+",
    down: "-",
    up_key: "Up",
    down_key: "/Down",
    left_right: ("Left", "/Right"),
    more: "...",
    yes: "yes",
    no: "no",
    changed: "!=",
    crumb: ">",
    dot: "-",
    bar: ("#", "."),
    spark: ["_", "_", ".", ".", "-", "-", "=", "="],
};

/// What roles and glyphs look like on the terminal at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// How many colours there are.
    pub depth: Depth,
    /// The signs.
    pub glyphs: Glyphs,
}

impl Look {
    /// A look.
    #[must_use]
    pub const fn new(depth: Depth, glyphs: Glyphs) -> Self {
        Self { depth, glyphs }
    }

    /// The style of a role. The terminal's own foreground and background are kept, so light and dark both work.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        let weight = match role {
            Role::Text | Role::Speech | Role::News | Role::Gives | Role::Costs => Modifier::empty(),
            Role::Muted | Role::Rule | Role::Locked => Modifier::DIM,
            Role::Title | Role::Speaker | Role::Up | Role::Down | Role::Key | Role::Marked => Modifier::BOLD,
            Role::Emphasis => Modifier::ITALIC,
            Role::Notice => Modifier::REVERSED,
        };
        let style = Style::new().add_modifier(weight);
        match self.depth {
            Depth::None if role == Role::Emphasis => Style::new().add_modifier(Modifier::UNDERLINED),
            Depth::None => style,
            Depth::Sixteen => match role {
                Role::Up | Role::Gives | Role::Key | Role::Speaker => style.fg(Color::Cyan),
                Role::Down | Role::Costs => style.fg(Color::Yellow),
                Role::Text
                | Role::Muted
                | Role::Title
                | Role::Emphasis
                | Role::Speech
                | Role::Marked
                | Role::Locked
                | Role::Rule
                | Role::Notice
                | Role::News => style,
            },
        }
    }
}
