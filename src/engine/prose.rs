//! Prose read out: the pieces of a text with their numbers, conditions and variations settled.
//!
//! Not wrapped and not coloured: the screens do that. The invariant: reading commits nothing, and the same text in the
//! same state reads the same, in any order and any number of times.

use std::ops::Range;

use crate::{
    engine::{
        chance::{below, keyed},
        eval::{Reader, Scratch},
        fault::Fault,
        passage::{Page, Passage},
        state::{Place, Setup, State},
    },
    story::{
        Story,
        expr::lower::Code,
        ids::{CastId, LaterId, TextId},
        prose::{Cue, Piece, Reading},
    },
};

/// Where the pieces of a text go as it is read out.
pub(super) trait Tell {
    /// Letters of a pool, from, to.
    fn letters(&mut self, pool: &str, from: usize, to: usize);
    /// Digits of a pool, from, to: letters that are no spaces.
    fn digits(&mut self, pool: &str, from: usize, to: usize);
    /// A paragraph begins.
    fn paragraph(&mut self, speaker: Option<CastId>);
    /// Emphasis begins or ends.
    fn emphasis(&mut self, on: bool);
    /// Somebody begins to speak, or has spoken.
    fn said_by(&mut self, who: Option<CastId>);
}

/// Letters alone, a line a paragraph, as bytes: every piece is whole letters, and to ask that of each again takes longer
/// than to copy it.
impl Tell for Vec<u8> {
    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    fn letters(&mut self, pool: &str, from: usize, to: usize) {
        let Some(letters) = pool.as_bytes().get(from..to) else { return };
        // What was not read may have left a space on either side.
        let spaced = letters.first() == Some(&b' ') && matches!(self.last(), None | Some(b' ' | b'\n'));
        self.extend_from_slice(if spaced { unspaced(letters) } else { letters });
    }

    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    fn digits(&mut self, pool: &str, from: usize, to: usize) {
        if let Some(digits) = pool.as_bytes().get(from..to) {
            self.extend_from_slice(digits);
        }
    }

    fn paragraph(&mut self, _: Option<CastId>) {
        if self.last().is_some_and(|last| *last != b'\n') {
            self.push(b'\n');
        }
    }

    fn emphasis(&mut self, _: bool) {}

    fn said_by(&mut self, _: Option<CastId>) {}
}

#[inline(never)]
fn unspaced(letters: &[u8]) -> &[u8] {
    let spaces = letters.iter().take_while(|letter| **letter == b' ').count();
    &letters[spaces..]
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
    let pieces = story.texts.read(text, language);
    Told { story, setup, state }.pieces(pieces, &mut Scratch::default(), &mut page)?;
    Ok(page.done())
}

/// What a text is read out of.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) story: &'a Story,
    pub(super) setup: &'a Setup,
    pub(super) state: &'a State,
}

impl Told<'_> {
    /// Reads a text out, a line a text.
    ///
    /// # Errors
    /// A number or condition in it whose arithmetic fails.
    pub(super) fn line(&self, text: Reading, scratch: &mut Scratch, out: &mut Vec<u8>) -> Result<(), Fault> {
        let last = self.most(text, scratch, out)?;
        self.copy(last, out);
        Ok(())
    }

    /// The same but for its last letters, from and to in the story's letters: what follows may lie beside them.
    ///
    /// # Errors
    /// As of [`line`](Self::line).
    #[expect(clippy::inline_always, reason = "most texts are one copy, and a call costs as much")]
    #[inline(always)]
    pub(super) fn most(
        &self,
        text: Reading,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) -> Result<(u32, u32), Fault> {
        match text {
            Reading::Line(start, end) => Ok((start, end)),
            Reading::Cues(first) => Ok(self.cues(first, out)),
            Reading::Pieces(start, end) => {
                self.line_of(start as usize..end as usize, scratch, out)?;
                Ok((0, 0))
            }
        }
    }

    /// Letters of the story, from and to.
    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    pub(super) fn copy(&self, (from, to): (u32, u32), out: &mut Vec<u8>) {
        if let Some(letters) = self.story.texts.letters.as_bytes().get(from as usize..to as usize) {
            out.extend_from_slice(letters);
        }
    }

    #[inline(never)]
    fn cues(&self, first: u32, out: &mut Vec<u8>) -> (u32, u32) {
        let (story, slots) = (self.story, &*self.state.slots);
        let mut at = first as usize;
        loop {
            match story.flat.cues[at] {
                Cue::Last(start, end) => return (start, end),
                Cue::Letters(start, end) => self.copy((start, end), out),
                Cue::Number { letters, slot, points } => {
                    self.copy(letters, out);
                    self.number(slots[slot.at()], points, out);
                }
                Cue::Unless { test, over } => {
                    let test = &story.pool.tests[test as usize];
                    if !test.holds(slots[test.slot.at()]) {
                        at += over as usize;
                    }
                }
            }
            at += 1;
        }
    }

    #[inline(never)]
    fn line_of(&self, pieces: Range<usize>, scratch: &mut Scratch, out: &mut Vec<u8>) -> Result<(), Fault> {
        self.pieces(&self.story.texts.pieces[pieces], scratch, out)?;
        out.push(b'\n');
        Ok(())
    }

    /// Reads pieces out, one by one.
    fn pieces(&self, pieces: &[Piece], scratch: &mut Scratch, to: &mut impl Tell) -> Result<(), Fault> {
        let (story, slots) = (self.story, &*self.state.slots);
        let letters = &*story.texts.letters;
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            match *piece {
                Piece::Letters { start, end, .. } => to.letters(letters, start as usize, end as usize),
                Piece::Paragraph(speaker) => to.paragraph(speaker),
                Piece::Emphasis(on) => to.emphasis(on),
                Piece::Say(cast) => to.said_by(Some(cast)),
                Piece::Said => to.said_by(None),
                Piece::Value { code, points } => {
                    let value = match code.slot() {
                        Some(slot) => slots[slot.at()],
                        None => self.value(code, scratch)?,
                    };
                    self.number(value, points, to);
                }
                Piece::Unless { code, over } => {
                    let holds = match story.pool.test(code) {
                        Some(test) => test.holds(slots[test.slot.at()]),
                        None => self.value(code, scratch)? != 0,
                    };
                    if !holds {
                        at += over as usize;
                    }
                }
                Piece::Jump { over } => at += over as usize,
                Piece::Vary { place, first, count } => at += self.varied(place, first, count),
            }
        }
        Ok(())
    }

    /// A number in digits; points of a meter without their tenths.
    #[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
    #[inline(always)]
    fn number(&self, value: i64, points: bool, to: &mut impl Tell) {
        let point = self.story.point;
        number(if points && point != 1 { value / point } else { value }, to);
    }

    /// A number or condition that is more than a slot or a test.
    #[inline(never)]
    fn value(&self, code: Code, scratch: &mut Scratch) -> Result<i64, Fault> {
        Reader::new(self.story, self.setup, self.state, scratch).value(code)
    }

    /// How many pieces to skip to the option that this visit draws.
    #[inline(never)]
    fn varied(&self, place: u64, first: u32, count: u32) -> usize {
        // The seed decides where the round begins, the visit how far it has gone.
        let begin = below(keyed(self.setup.seed, place, 0), count);
        let option = (begin + visit(self.story, self.state)) % count.max(1);
        self.story.texts.options.get((first + option) as usize).map_or(0, |offset| *offset as usize)
    }
}

/// All numbers of two digits.
const PAIRS: &str = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
                     5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// A number in digits, without a string of its own.
#[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
#[inline(always)]
fn number(value: i64, to: &mut impl Tell) {
    match usize::try_from(value) {
        // Each with a length that is known beforehand: so no copying is called for.
        Ok(small @ 0..10) => to.digits(PAIRS, 2 * small + 1, 2 * small + 2),
        Ok(small @ 10..100) => to.digits(PAIRS, 2 * small, 2 * small + 2),
        Ok(_) | Err(_) => large(value, to),
    }
}

#[inline(never)]
fn large(value: i64, to: &mut impl Tell) {
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
    let digits = std::str::from_utf8(&digits[at..]).unwrap_or_default();
    to.digits(digits, 0, digits.len());
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
