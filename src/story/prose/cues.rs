//! Texts packed for those who read thousands of plays: which letters, which number after them, which test decides.
//!
//! Only what consists of letters, of numbers that stand in a slot and of conditions that are tests is packed; the rest
//! is read piece by piece. What is read without a break lies in one cue, up to its line break, though a condition stands
//! in between: so each way through a text has cues of its own, as far as there is [`ROOM`] for them. The invariant:
//! cues read as the pieces do that they are made from.

use super::{Piece, Reading, Texts};
use crate::story::{expr::lower::Pool, ids::Slot};

/// What is to be read next of a text, a line a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// The last letters, from and to in [`Texts::letters`]; the line break is among them.
    Last(u32, u32),
    /// Letters: from, to.
    Letters(u32, u32),
    /// Letters, then a number.
    Number {
        /// The letters, from and to.
        letters: (u32, u32),
        /// Where the number stands.
        slot: Slot,
        /// Whether it is a meter's points, which are shown without their tenths.
        points: bool,
    },
    /// Goes on further down unless a test holds.
    Unless {
        /// In [`Pool::tests`].
        test: u32,
        /// How many cues to skip.
        over: u32,
    },
}

/// The most cues of a text.
const ROOM: usize = 40;

/// How a text is read that begins a line, with its cues written after those that are there.
#[must_use]
pub fn pack(texts: &Texts, pool: &Pool, reading: Reading, cues: &mut Vec<Cue>) -> Reading {
    let Reading::Pieces(start, end) = reading else { return reading };
    let pieces = texts.pieces.get(start as usize..end as usize).unwrap_or_default();
    let letters = texts.letters.as_bytes();
    // The text's own line break, so that what lies after it may follow at once.
    let own = pieces.last().and_then(|piece| match piece {
        Piece::Letters { end, .. } => Some(*end),
        _ => None,
    });
    let breaks = |at: &u32| letters.get(*at as usize) == Some(&b'\n');
    let Some(line_break) = own.filter(breaks) else { return reading };
    let first = cues.len();
    let mut packer = Packer { pieces, pool, cues: Vec::new(), line_break };
    if packer.pack(0, None).is_none() {
        return reading;
    }
    cues.append(&mut packer.cues);
    u32::try_from(first).map_or(reading, Reading::Cues)
}

struct Packer<'a> {
    pieces: &'a [Piece],
    pool: &'a Pool,
    cues: Vec<Cue>,
    line_break: u32,
}

impl Packer<'_> {
    /// Packs from a piece on to the end, after letters that are still to be read; nothing where that cannot be.
    fn pack(&mut self, from: usize, mut run: Option<(u32, u32)>) -> Option<()> {
        let mut at = from;
        while let Some(piece) = self.pieces.get(at) {
            at += 1;
            match *piece {
                Piece::Letters { start, end, spaced: false } => run = Some(self.join(run, (start, end))?),
                // They break no line, and nobody is named in one.
                Piece::Emphasis(_) | Piece::Say(_) | Piece::Said => {}
                Piece::Value { code, points } => {
                    let letters = run.take().unwrap_or_default();
                    self.cue(Cue::Number { letters, slot: code.slot()?, points })?;
                }
                Piece::Unless { code, over } => return self.branch(code.tests, at, over as usize, run),
                Piece::Jump { over } => at += over as usize,
                Piece::Letters { spaced: true, .. } | Piece::Paragraph(_) | Piece::Vary { .. } => {
                    return None;
                }
            }
        }
        let (start, end) = self.join(run, (self.line_break, self.line_break + 1))?;
        self.cue(Cue::Last(start, end))
    }

    /// Packs both ways on from a condition.
    fn branch(
        &mut self,
        (first, count): (u32, u32),
        at: usize,
        over: usize,
        run: Option<(u32, u32)>,
    ) -> Option<()> {
        let tests = first..first + count;
        if tests.is_empty() || self.pool.tests.len() < tests.end as usize {
            return None;
        }
        let asked = self.cues.len();
        tests.clone().try_for_each(|test| self.cue(Cue::Unless { test, over: 0 }))?;
        self.pack(at, run)?;
        let there = self.cues.len();
        for (n, cue) in self.cues.iter_mut().enumerate().skip(asked).take(tests.len()) {
            if let Cue::Unless { over, .. } = cue {
                *over = u32::try_from(there - n - 1).ok()?;
            }
        }
        self.pack(at + over, run)
    }

    /// Letters after letters: one run where they lie side by side.
    fn join(&mut self, run: Option<(u32, u32)>, next: (u32, u32)) -> Option<(u32, u32)> {
        match run {
            Some((start, end)) if end == next.0 => return Some((start, next.1)),
            Some((start, end)) => self.cue(Cue::Letters(start, end))?,
            None => {}
        }
        Some(next)
    }

    fn cue(&mut self, cue: Cue) -> Option<()> {
        (self.cues.len() < ROOM).then(|| self.cues.push(cue))
    }
}
