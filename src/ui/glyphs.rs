//! The signs that are drawn, each with an ASCII twin.
//!
//! The invariant: a screen draws no sign but these and the letters of its texts.

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
    pub own: &'static str,
    /// Places of a map, by what is known: here, been, in another run, ahead, passed; scenes, decks, endings.
    pub places: [[&'static str; 5]; 3],
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
    own: "●",
    places: [["◉", "●", "◐", "○", "×"], ["▣", "■", "◧", "□", "×"], ["◆", "◆", "◈", "◇", "×"]],
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
    own: "*",
    places: [["@", "O", "o", "?", "-"], ["@", "#", "+", "?", "-"], ["@", "X", "x", "?", "-"]],
    bar: ("#", "."),
    spark: ["_", "_", ".", ".", "-", "-", "=", "="],
};
