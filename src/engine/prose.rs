//! Prose read out: the pieces of a text with their numbers, conditions and variations settled.
//!
//! Not wrapped and not coloured: the screens do that. The invariant: reading commits nothing, and the same text in the
//! same state reads the same, in any order and any number of times.

use crate::{
    engine::{
        chance::{below, keyed},
        eval::{Fault, Reader, Scratch, short},
        state::{Place, Setup, State},
    },
    story::{
        Story,
        ids::{CastId, LaterId, TextId},
        prose::Piece,
    },
};

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

/// Where the pieces of a text go as it is read out.
pub trait Told {
    /// Letters.
    fn letters(&mut self, letters: &str);
    /// A paragraph begins.
    fn paragraph(&mut self, speaker: Option<CastId>);
    /// Emphasis begins or ends.
    fn emphasis(&mut self, on: bool);
    /// Somebody begins to speak, or has spoken.
    fn said_by(&mut self, who: Option<CastId>);
}

/// Letters alone, a line a paragraph.
impl Told for String {
    #[inline]
    fn letters(&mut self, letters: &str) {
        // What was not read may have left a space on either side.
        let spaced = letters.as_bytes().first() == Some(&b' ')
            && matches!(self.as_bytes().last(), None | Some(b' ' | b'\n'));
        self.push_str(if spaced { letters.trim_start_matches(' ') } else { letters });
    }

    fn paragraph(&mut self, _: Option<CastId>) {
        if !self.is_empty() && !self.ends_with('\n') {
            self.push('\n');
        }
    }

    fn emphasis(&mut self, _: bool) {}

    fn said_by(&mut self, _: Option<CastId>) {}
}

/// Reads a text out.
///
/// # Errors
/// A number or condition in it whose arithmetic fails.
pub fn read(
    story: &Story,
    setup: &Setup,
    state: &State,
    text: TextId,
    language: usize,
) -> Result<Passage, Fault> {
    let mut page = Page::default();
    read_to(story, setup, state, (text, language), &mut Scratch::default(), &mut page)?;
    Ok(page.done())
}

/// Reads a text out, piece by piece.
///
/// # Errors
/// A number or condition in it whose arithmetic fails.
pub(super) fn read_to(
    story: &Story,
    setup: &Setup,
    state: &State,
    (text, language): (TextId, usize),
    scratch: &mut Scratch,
    told: &mut impl Told,
) -> Result<(), Fault> {
    let pieces = story.texts.read(text, language);
    if let [Piece::Letters { start, end }] = *pieces {
        told.letters(story.texts.letters(start, end));
        return Ok(());
    }
    // Most numbers and conditions of a text need no reader.
    let mut value = |code| match short(&story.pool, &state.slots, code) {
        Some(value) => Ok(value),
        None => Reader::new(story, setup, state, scratch).value(code),
    };
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match *piece {
            Piece::Letters { start, end } => told.letters(story.texts.letters(start, end)),
            Piece::Paragraph(speaker) => told.paragraph(speaker),
            Piece::Emphasis(on) => told.emphasis(on),
            Piece::Say(cast) => told.said_by(Some(cast)),
            Piece::Said => told.said_by(None),
            Piece::Value { code, points } => {
                let value = value(code)?;
                number(if points && story.point != 1 { value / story.point } else { value }, told);
            }
            Piece::Unless { code, over } => {
                if value(code)? == 0 {
                    at += over as usize;
                }
            }
            Piece::Jump { over } => at += over as usize,
            Piece::Vary { place, first, count } => {
                // The seed decides where the round begins, the visit how far it has gone.
                let begin = below(keyed(setup.seed, place, 0), count);
                let option = (begin + visit(story, state)) % count.max(1);
                let offset = story.texts.options.get((first + option) as usize).copied().unwrap_or(0);
                at += offset as usize;
            }
        }
    }
    Ok(())
}

/// All numbers of two digits.
const PAIRS: &str = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
                     5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// A number in digits, without a string of its own.
fn number(value: i64, told: &mut impl Told) {
    if let Ok(small @ 0..100) = usize::try_from(value) {
        let from = if small < 10 { 2 * small + 1 } else { 2 * small };
        told.letters(PAIRS.get(from..2 * small + 2).unwrap_or_default());
        return;
    }
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 || at == 0 {
            break;
        }
    }
    if value < 0 && at > 0 {
        at -= 1;
        digits[at] = b'-';
    }
    told.letters(std::str::from_utf8(&digits[at..]).unwrap_or_default());
}

/// How often the scene was opened before, if it counts that.
fn visit(story: &Story, state: &State) -> u32 {
    let Place::Scene(scene) = state.place else { return 0 };
    let visits = story.scene(scene).visits.map_or(1, |slot| state.get(slot));
    u32::try_from(visits.saturating_sub(1)).unwrap_or(0)
}

/// What the player is told of consequences that wait: each with the turn it falls due.
#[must_use]
pub fn foreshadowed(story: &Story, state: &State) -> Vec<(LaterId, TextId, i64)> {
    let all = story.laters.iter().enumerate();
    all.filter_map(|(n, later)| {
        let due = state.get(later.due);
        later.foreshadow.filter(|_| due >= 0).map(|text| (LaterId::new(n), text, due))
    })
    .collect()
}

#[derive(Default)]
struct Page {
    done: Vec<Paragraph>,
    now: Paragraph,
    emphasis: bool,
    said_by: Option<CastId>,
}

impl Told for Page {
    fn letters(&mut self, letters: &str) {
        let (emphasis, said_by) = (self.emphasis, self.said_by);
        match self.now.stretches.last_mut() {
            Some(last) if last.emphasis == emphasis && last.said_by == said_by => last.text.push_str(letters),
            _ => self.now.stretches.push(Stretch { text: letters.to_owned(), emphasis, said_by }),
        }
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

    fn done(mut self) -> Passage {
        let last = std::mem::take(&mut self.now);
        self.keep(last);
        Passage { paragraphs: self.done }
    }
}
