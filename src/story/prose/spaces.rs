//! Which letters of a text may have to give up the space they begin with.
//!
//! What is not read may have left a space on either side of it. Whether it can is known when a text is compiled, so that
//! reading need not ask it of every piece. The invariant: where letters are not marked, none of their readings has a
//! space, or the beginning of a line, before a space that they begin with.

use super::Piece;

/// Marks them among the pieces of one text, which refer to all letters and options of the story.
pub(super) fn mark(pieces: &mut [Piece], letters: &[u8], options: &[u32]) {
    // By piece, whether what is read before it may end with a space. Skips lead onward only: so once is enough.
    let mut spaces = vec![false; pieces.len() + 1];
    if let Some(first) = spaces.first_mut() {
        *first = true;
    }
    for (at, piece) in pieces.iter_mut().enumerate() {
        let (before, next) = (spaces.get(at) == Some(&true), at + 1);
        let mut follows = |over: u32, space: bool| {
            if let Some(there) = spaces.get_mut(next + over as usize) {
                *there |= space;
            }
        };
        match piece {
            Piece::Letters { start, end, spaced } => {
                let letters = letters.get(*start as usize..*end as usize).unwrap_or_default();
                *spaced = before && letters.first() == Some(&b' ');
                follows(0, letters.last().map_or(before, |last| *last == b' '));
            }
            Piece::Paragraph(_) => follows(0, true),
            Piece::Emphasis(_) | Piece::Say(_) | Piece::Said => follows(0, before),
            Piece::Value { .. } => follows(0, false),
            Piece::Unless { over, .. } => {
                follows(0, before);
                follows(*over, before);
            }
            Piece::Jump { over } => follows(*over, before),
            Piece::Vary { first, count, .. } => {
                let first = *first as usize;
                let options = options.get(first..first + *count as usize).unwrap_or_default();
                for over in options {
                    follows(*over, before);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Marks, Texts, parse},
        *,
    };
    use crate::story::{expr::lower::Code, ids::CastId};

    struct Any;

    impl Marks for Any {
        fn condition(&mut self, _: &str, _: usize) -> Option<Code> {
            Some(Code::constant(0))
        }
        fn value(&mut self, _: &str, _: usize) -> Option<(Code, bool)> {
            Some((Code::constant(0), false))
        }
        fn cast(&mut self, _: &str, _: usize) -> Option<CastId> {
            None
        }
    }

    /// The letters of a text that are marked.
    fn marked(text: &str) -> Vec<String> {
        let mut texts = Texts::new(1);
        let id = texts.declare("scene.here");
        assert_eq!(parse(text, 0, &mut texts, &mut Any), Ok(()));
        texts.write(id, 0, 0);
        let spaced = |piece: &Piece| match *piece {
            Piece::Letters { start, end, spaced: true } => Some(texts.letters(start, end).to_owned()),
            _ => None,
        };
        texts.read(id, 0).iter().filter_map(spaced).collect()
    }

    #[test]
    fn letters_are_marked_where_a_space_may_stand_before_the_one_they_begin_with() {
        assert_eq!(marked("The gate {if a}is shut{end} tonight."), [" tonight."]);
        assert_eq!(marked("{if a}Shut{end} tonight."), [" tonight."]);
        assert_eq!(marked("Stay {one| |three} here."), [" ", " here."]);
        assert_eq!(marked("*Stay * here."), [" here."]);
    }

    #[test]
    fn letters_are_not_marked_after_letters_and_numbers_that_always_stand_there() {
        assert_eq!(marked("Of {a} in {b} men.{if a} All came.{end} None left."), [""; 0]);
        assert_eq!(marked("One{if a} came{else} left{end} and {one|two} stayed."), [""; 0]);
    }
}
