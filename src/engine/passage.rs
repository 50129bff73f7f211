//! A text as the screens get it: paragraphs of stretches of letters that are set alike.
//!
//! The invariant: no paragraph and no stretch is empty, and no space stands beside another.

use super::prose::Tell;
use crate::story::ids::CastId;

/// A run of letters that are set alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The letters.
    pub text: String,
    /// Whether they are emphasised.
    pub emphasis: bool,
    /// Who says them.
    pub said_by: Option<CastId>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// Whose line it is, where the author gave it a speaker.
    pub speaker: Option<CastId>,
    /// Its letters.
    pub stretches: Vec<Stretch>,
}

impl Paragraph {
    /// Its letters alone.
    #[must_use]
    pub fn plain(&self) -> String {
        self.stretches.iter().map(|s| s.text.as_str()).collect()
    }
}

/// A text as it reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// Its paragraphs, none of them empty.
    pub paragraphs: Vec<Paragraph>,
}

impl Passage {
    /// Its letters alone, paragraphs divided by a space.
    #[must_use]
    pub fn plain(&self) -> String {
        self.paragraphs.iter().map(Paragraph::plain).collect::<Vec<_>>().join(" ")
    }
}

/// A passage under way.
#[derive(Default)]
pub(super) struct Page {
    done: Vec<Paragraph>,
    now: Paragraph,
    emphasis: bool,
    said_by: Option<CastId>,
}

impl Tell for Page {
    fn letters(&mut self, pool: &str, from: usize, to: usize) {
        let letters = pool.get(from..to).unwrap_or_default();
        let (emphasis, said_by) = (self.emphasis, self.said_by);
        match self.now.stretches.last_mut() {
            Some(last) if last.emphasis == emphasis && last.said_by == said_by => last.text.push_str(letters),
            _ => self.now.stretches.push(Stretch { text: letters.to_owned(), emphasis, said_by }),
        }
    }

    fn digits(&mut self, pool: &str, from: usize, to: usize) {
        self.letters(pool, from, to);
    }

    fn paragraph(&mut self, speaker: Option<CastId>) {
        let before = std::mem::replace(&mut self.now, Paragraph { speaker, stretches: Vec::new() });
        self.keep(before);
    }

    fn emphasis(&mut self, on: bool) {
        self.emphasis = on;
    }

    fn said_by(&mut self, who: Option<CastId>) {
        self.said_by = who;
    }
}

impl Page {
    /// Keeps a paragraph that has anything in it, spaces left by what was not read put right.
    fn keep(&mut self, mut paragraph: Paragraph) {
        let mut after_space = true;
        for stretch in &mut paragraph.stretches {
            let mut tidy = String::with_capacity(stretch.text.len());
            for c in stretch.text.chars() {
                if c == ' ' && after_space {
                    continue;
                }
                after_space = c == ' ';
                tidy.push(c);
            }
            stretch.text = tidy;
        }
        while let Some(last) = paragraph.stretches.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            paragraph.stretches.pop();
        }
        paragraph.stretches.retain(|s| !s.text.is_empty());
        if !paragraph.stretches.is_empty() {
            self.done.push(paragraph);
        }
    }

    pub(super) fn done(mut self) -> Passage {
        let last = std::mem::take(&mut self.now);
        self.keep(last);
        Passage { paragraphs: self.done }
    }
}
