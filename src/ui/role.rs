//! Roles: what a piece of text is, whatever it looks like.
//!
//! Widgets name a role; what it looks like is a theme's. The invariant: no meaning is in colour alone: every role that
//! matters differs in its words, its sign, or its weight as well.

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
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
