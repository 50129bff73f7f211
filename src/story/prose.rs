//! Prose: how an author writes it, and the flat pieces it becomes.
//!
//! Texts are written as they read: common indentation is dropped, a line break is a space, a blank line ends a
//! paragraph. Marks: `*emphasis*`, `{trust}`, `{if …}…{else}…{end}`, `{one|two|three}`, `{say id}…{end}`, and
//! `@id:` at the start of a paragraph. Reading them out is the engine's; wrapping and colour are the screens'.
//!
//! The invariant: every mark that opens closes inside its text, so pieces can be read front to back without a stack.

mod cues;
mod parse;
mod source;
mod spaces;

use super::{
    expr::lower::Code,
    ids::{CastId, TextId},
};

pub use cues::{Cue, pack};
pub use parse::{Marks, TextError, parse};
pub use source::{dedent, mark};

/// One piece of a text, read front to back. Its kind stands in a byte of its own: reading asks nothing as often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Piece {
    /// Bytes of [`Texts::letters`].
    Letters {
        /// First byte.
        start: u32,
        /// One past the last.
        end: u32,
        /// Whether they begin with a space where what is read before them may end with one, or a line begins.
        spaced: bool,
    },
    /// A new paragraph, perhaps of a speaker.
    Paragraph(Option<CastId>),
    /// Emphasis from here on, or no longer.
    Emphasis(bool),
    /// Somebody speaks from here on.
    Say(CastId),
    /// Nobody speaks any more.
    Said,
    /// A number; points of a meter are shown without their tenths.
    Value {
        /// The number.
        code: Code,
        /// Whether it is a meter's.
        points: bool,
    },
    /// Skips `over` pieces unless the condition holds.
    Unless {
        /// The condition.
        code: Code,
        /// How many pieces.
        over: u32,
    },
    /// Skips `over` pieces.
    Jump {
        /// How many pieces.
        over: u32,
    },
    /// One of several: skips to the one that this visit draws.
    Vary {
        /// The place of the draw.
        place: u64,
        /// The options' offsets from the next piece, in [`Texts::options`].
        first: u32,
        /// How many options.
        count: u32,
    },
}

/// A text in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Entry {
    start: u32,
    end: u32,
}

/// A text as it is read out, a line a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Letters and a line break, nothing to be settled: from, to, in [`Texts::letters`].
    Line(u32, u32),
    /// Where its cues begin, in [`Flat::cues`](super::model::Flat::cues).
    Cues(u32),
    /// From, to, in [`Texts::pieces`].
    Pieces(u32, u32),
}

/// All texts of a story in all its languages.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// The letters of all texts.
    pub letters: String,
    /// The pieces of all texts.
    pub pieces: Vec<Piece>,
    /// Where the options of a variation begin.
    pub options: Vec<u32>,
    /// By language, then by text.
    entries: Vec<Vec<Entry>>,
    /// The keys of all texts, `scene.letters`, one after the other.
    keys: String,
    /// Where each ends.
    key_ends: Vec<u32>,
}

impl Texts {
    /// Room for texts in so many languages.
    #[must_use]
    pub fn new(languages: usize) -> Self {
        Self { entries: vec![Vec::new(); languages.max(1)], ..Self::default() }
    }

    /// A new text; it stays empty until it is written.
    pub fn declare(&mut self, key: &str) -> TextId {
        self.keys.push_str(key);
        self.key_ends.push(u32::try_from(self.keys.len()).unwrap_or(u32::MAX));
        for entries in &mut self.entries {
            entries.push(Entry::default());
        }
        TextId::new(self.key_ends.len() - 1)
    }

    /// The key of a text, under which a translation gives it.
    #[must_use]
    pub fn key(&self, text: TextId) -> &str {
        let ends = |n: usize| self.key_ends.get(n).map_or(0, |end| *end as usize);
        let start = text.at().checked_sub(1).map_or(0, ends);
        self.keys.get(start..ends(text.at())).unwrap_or_default()
    }

    /// How many texts there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.key_ends.len()
    }

    /// Every text with its key.
    pub fn keys(&self) -> impl Iterator<Item = (TextId, &str)> {
        (0..self.key_ends.len()).map(|n| (TextId::new(n), self.key(TextId::new(n))))
    }

    /// Marks the pieces from `start` to the end as a text in a language.
    pub(crate) fn write(&mut self, text: TextId, language: usize, start: usize) {
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        // A line break after what is nothing but letters: so it is read out in one go.
        if let Some(Piece::Letters { end, .. }) = self.pieces.get(start..).unwrap_or_default().last()
            && *end as usize == self.letters.len()
        {
            self.letters.push('\n');
        }
        spaces::mark(
            self.pieces.get_mut(start..).unwrap_or_default(),
            self.letters.as_bytes(),
            &self.options,
        );
        let entry = Entry { start: index(start), end: index(self.pieces.len()) };
        if let Some(place) = self.entries.get_mut(language).and_then(|e| e.get_mut(text.at())) {
            *place = entry;
        }
    }

    /// The pieces of a text in a language, or in the first one that has it.
    #[must_use]
    pub fn read(&self, text: TextId, language: usize) -> &[Piece] {
        let entry = self.entry(text, language);
        self.pieces.get(entry.start as usize..entry.end as usize).unwrap_or_default()
    }

    /// The same, as it is read out a line a text.
    #[must_use]
    pub fn reading(&self, text: TextId, language: usize) -> Reading {
        let broken = |end: u32| self.letters.as_bytes().get(end as usize) == Some(&b'\n');
        let Entry { start, end } = self.entry(text, language);
        match *self.read(text, language) {
            [] => Reading::Line(0, 0),
            [Piece::Letters { start, end, .. }]
            | [Piece::Paragraph(_), Piece::Letters { start, end, .. }]
                if broken(end) =>
            {
                Reading::Line(start, end + 1)
            }
            // Every text begins on a line of its own.
            [Piece::Paragraph(_), _, ..] => Reading::Pieces(start + 1, end),
            [_, ..] => Reading::Pieces(start, end),
        }
    }

    fn entry(&self, text: TextId, language: usize) -> Entry {
        let written = |entries: &Vec<Entry>| entries.get(text.at()).copied().filter(|e| e.end > e.start);
        let own = self.entries.get(language).and_then(written);
        own.or_else(|| self.entries.iter().find_map(written)).unwrap_or_default()
    }

    /// Whether a text is given in a language.
    #[must_use]
    pub fn has(&self, text: TextId, language: usize) -> bool {
        self.entries.get(language).and_then(|e| e.get(text.at())).is_some_and(|e| e.end > e.start)
    }

    /// The letters of a piece.
    #[inline]
    #[must_use]
    pub fn letters(&self, start: u32, end: u32) -> &str {
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Every letter of a text in every language, whatever is read of it.
    #[must_use]
    pub fn letters_of(&self, text: TextId) -> String {
        let pieces = (0..self.entries.len()).filter(|l| self.has(text, *l)).flat_map(|l| self.read(text, l));
        pieces
            .map(|piece| match piece {
                Piece::Letters { start, end, .. } => self.letters(*start, *end),
                Piece::Paragraph(_) => "\n",
                Piece::Emphasis(_) => "*",
                Piece::Say(_) | Piece::Said => "@",
                Piece::Value { .. } | Piece::Unless { .. } | Piece::Jump { .. } | Piece::Vary { .. } => {
                    "\u{0}"
                }
            })
            .collect()
    }

    /// A text that is a single run of letters: a name, a title, a label.
    #[must_use]
    pub fn label(&self, text: TextId, language: usize) -> &str {
        self.read(text, language)
            .iter()
            .find_map(|p| match p {
                Piece::Letters { start, end, .. } => Some(self.letters(*start, *end)),
                Piece::Paragraph(_)
                | Piece::Emphasis(_)
                | Piece::Say(_)
                | Piece::Said
                | Piece::Value { .. }
                | Piece::Unless { .. }
                | Piece::Jump { .. }
                | Piece::Vary { .. } => None,
            })
            .unwrap_or_default()
    }
}
