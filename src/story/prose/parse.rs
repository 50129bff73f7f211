//! The grammar of prose: an author's text in, pieces out.
//!
//! Conditions and values are handed to a [`Marks`], which knows the names; this file knows only the marks. The
//! invariant: on success the pieces' skips stay inside the text.

use std::ops::Range;

use super::{Piece, Texts, dedent};
use crate::story::{expr::lower::Code, ids::CastId};

/// Something wrong with a text, at bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// Where.
    pub span: Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Who knows the names in a text. Each answers `None` after it has reported what was wrong.
pub trait Marks {
    /// A condition at that offset of the text.
    fn condition(&mut self, text: &str, at: usize) -> Option<Code>;
    /// A value, and whether it is a meter's points.
    fn value(&mut self, text: &str, at: usize) -> Option<(Code, bool)>;
    /// Somebody who speaks.
    fn cast(&mut self, id: &str, at: usize) -> Option<CastId>;
}

/// How deep marks may nest.
const DEEPEST: usize = 16;

/// Reads a text into `texts`; `place` is the key for its variations.
///
/// # Errors
/// The first mark that is not understood or does not close. Pieces that were already written stay and are harmless:
/// no text refers to them.
pub fn parse(text: &str, place: u64, texts: &mut Texts, marks: &mut impl Marks) -> Result<(), TextError> {
    let mut parser =
        Parser { texts, marks, open: Vec::new(), emphasis: None, varied: 0, place, landed: usize::MAX };
    let mut fresh = true;
    for (at, line) in dedent(text) {
        if line.is_empty() {
            fresh = true;
            continue;
        }
        if fresh {
            let (skip, speaker) = parser.speaker(line, at)?;
            parser.texts.pieces.push(Piece::Paragraph(speaker));
            parser.line(line, at, skip)?;
        } else {
            parser.letters(" ");
            parser.line(line, at, 0)?;
        }
        fresh = false;
    }
    parser.end(text.len())
}

/// What was opened and waits for its `{end}`.
enum Open {
    If { unless: usize, jump: Option<usize>, at: usize, emphasised: bool },
    Say { at: usize },
}

/// Letters up to the first that may be more than a letter, and that one.
fn cut(text: &str) -> (&str, Option<char>) {
    // By their first bytes: signs, controls, and the blocks in which those of other scripts and of direction lie.
    let stops = |byte: u8| matches!(byte, b'\\' | b'*' | b'{' | b'}' | 0..0x20 | 0x7f | 0xc2 | 0xe2);
    let (plain, rest) = text.split_at(text.bytes().position(stops).unwrap_or(text.len()));
    (plain, rest.chars().next())
}

struct Parser<'a, M> {
    texts: &'a mut Texts,
    marks: &'a mut M,
    open: Vec<Open>,
    emphasis: Option<usize>,
    varied: u64,
    place: u64,
    /// Where the last skip landed.
    landed: usize,
}

impl<M: Marks> Parser<'_, M> {
    /// `@id:` at the start of a paragraph: how many bytes it takes, and who speaks.
    fn speaker(&mut self, line: &str, at: usize) -> Result<(usize, Option<CastId>), TextError> {
        let Some(rest) = line.strip_prefix('@') else { return Ok((0, None)) };
        let Some((id, _)) = rest.split_once(':') else {
            let help = "as in `@daveth: The Minister wants it wider.`; write `\\@` for the sign itself";
            return Err(error(at..at + 1, "`@` opens a speaker's paragraph and needs `id:`", help));
        };
        let cast = self.marks.cast(id, at + 1);
        let len = 1 + id.len() + 1;
        let spaces = line.get(len..).map_or(0, |r| r.len() - r.trim_start().len());
        Ok((len + spaces, cast))
    }

    fn letters(&mut self, letters: &str) {
        if letters.is_empty() {
            return;
        }
        let start = u32::try_from(self.texts.letters.len()).unwrap_or(u32::MAX);
        self.texts.letters.push_str(letters);
        let end = u32::try_from(self.texts.letters.len()).unwrap_or(u32::MAX);
        // Where a skip lands, letters start a piece of their own.
        let lands = self.landed == self.texts.pieces.len();
        if let Some(Piece::Letters { end: last, .. }) = self.texts.pieces.last_mut()
            && *last == start
            && !lands
        {
            *last = end;
            return;
        }
        self.texts.pieces.push(Piece::Letters { start, end, spaced: false });
    }

    fn line(&mut self, line: &str, at: usize, skip: usize) -> Result<(), TextError> {
        let rest = |from: usize| line.get(from..).unwrap_or_default();
        let mut from = skip;
        loop {
            let (plain, next) = cut(rest(from));
            self.letters(plain);
            let Some(c) = next else { return Ok(()) };
            let i = from + plain.len();
            from = i + c.len_utf8();
            match c {
                '\\' => {
                    let escaped = rest(from).chars().next();
                    if !matches!(escaped, Some('*' | '{' | '}' | '|' | '\\' | '@')) {
                        let help = "it stands before `*`, `{`, `}`, `|`, `@` or itself";
                        return Err(error(at + i..at + i + 1, "`\\` escapes nothing here", help));
                    }
                    self.letters(line.get(from..=from).unwrap_or_default());
                    from += 1;
                }
                '*' => {
                    let on = self.emphasis.is_none();
                    self.emphasis = on.then_some(at + i);
                    self.texts.pieces.push(Piece::Emphasis(on));
                }
                '}' => {
                    let help = "write `\\}` for the sign itself";
                    return Err(error(at + i..at + i + 1, "`}` closes nothing", help));
                }
                '{' => {
                    let Some((inside, _)) = rest(from).split_once('}') else {
                        let help = "a mark opens and closes on one line; write `\\{` for the sign itself";
                        return Err(error(at + i..at + line.len(), "`{` is not closed", help));
                    };
                    self.mark(inside, at + from)?;
                    from += inside.len() + 1;
                }
                control if crate::story::is_unsafe(control) => {
                    let message = format!("control character {} in a text", control.escape_default());
                    return Err(error(at + i..at + from, &message, "delete it"));
                }
                _ => self.letters(line.get(i..from).unwrap_or_default()),
            }
        }
    }

    fn mark(&mut self, inside: &str, at: usize) -> Result<(), TextError> {
        let span = at.saturating_sub(1)..at + inside.len() + 1;
        if self.open.len() >= DEEPEST {
            return Err(error(span, "marks nest too deeply here", "split the paragraph"));
        }
        if let Some((i, c)) = inside.char_indices().find(|(_, c)| crate::story::is_unsafe(*c)) {
            let message = format!("control character {} in a text", c.escape_default());
            return Err(error(at + i..at + i + c.len_utf8(), &message, "delete it"));
        }
        if let Some(i) = inside.find('\\') {
            let help = "close the mark first, and write the sign outside of it";
            return Err(error(at + i..at + i + 1, "`\\` escapes nothing inside a mark", help));
        }
        let trimmed = inside.trim();
        let offset = at + (inside.len() - inside.trim_start().len());
        if let Some(condition) = trimmed.strip_prefix("if ") {
            let code = self.marks.condition(condition, offset + 3).unwrap_or(Code::constant(0));
            let unless = self.texts.pieces.len();
            self.texts.pieces.push(Piece::Unless { code, over: 0 });
            let emphasised = self.emphasis.is_some();
            self.open.push(Open::If { unless, jump: None, at: span.start, emphasised });
        } else if trimmed == "else" {
            self.same_emphasis(&span)?;
            let here = self.texts.pieces.len();
            let Some(Open::If { unless, jump: jump @ None, .. }) = self.open.last_mut() else {
                return Err(error(span, "`{else}` stands in no `{if …}`", ""));
            };
            *jump = Some(here);
            let unless = *unless;
            self.texts.pieces.push(Piece::Jump { over: 0 });
            self.land(unless);
        } else if trimmed == "end" {
            self.same_emphasis(&span)?;
            match self.open.pop() {
                Some(Open::If { unless, jump, .. }) => self.land(jump.unwrap_or(unless)),
                Some(Open::Say { .. }) => self.texts.pieces.push(Piece::Said),
                None => return Err(error(span, "`{end}` closes nothing", "")),
            }
        } else if let Some(id) = trimmed.strip_prefix("say ") {
            if self.open.iter().any(|o| matches!(o, Open::Say { .. })) {
                return Err(error(span, "somebody is speaking already", "close it with `{end}` first"));
            }
            if let Some(cast) = self.marks.cast(id.trim(), offset + 4) {
                self.texts.pieces.push(Piece::Say(cast));
            }
            self.open.push(Open::Say { at: span.start });
        } else if trimmed.contains('|') {
            self.vary(trimmed);
        } else if trimmed.is_empty() {
            return Err(error(span, "empty mark", "write `\\{` for the sign itself"));
        } else if let Some((code, points)) = self.marks.value(trimmed, offset) {
            self.texts.pieces.push(Piece::Value { code, points });
        }
        Ok(())
    }

    /// Emphasis that opens in one branch and closes in another would depend on what is read.
    fn same_emphasis(&self, span: &Range<usize>) -> Result<(), TextError> {
        match self.open.last() {
            Some(Open::If { emphasised, .. }) if *emphasised != self.emphasis.is_some() => {
                let help = "close it before the mark, and open it again after it";
                Err(error(span.clone(), "emphasis goes over the edge of this `{if …}`", help))
            }
            Some(Open::If { .. } | Open::Say { .. }) | None => Ok(()),
        }
    }

    fn vary(&mut self, inside: &str) {
        let count = inside.split('|').count();
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let first = self.texts.options.len();
        let key = [self.place.to_le_bytes(), self.varied.to_le_bytes()].concat();
        let place = crate::story::hash(&key);
        self.varied += 1;
        self.texts.pieces.push(Piece::Vary { place, first: index(first), count: index(count) });
        let from = self.texts.pieces.len();
        let mut jumps = Vec::new();
        for option in inside.split('|') {
            self.texts.options.push(index(self.texts.pieces.len() - from));
            let start = index(self.texts.letters.len());
            self.texts.letters.push_str(option);
            let end = index(self.texts.letters.len());
            self.texts.pieces.push(Piece::Letters { start, end, spaced: false });
            jumps.push(self.texts.pieces.len());
            self.texts.pieces.push(Piece::Jump { over: 0 });
        }
        for jump in jumps {
            self.land(jump);
        }
    }

    /// Makes the skip at `at` lead to here.
    fn land(&mut self, at: usize) {
        self.landed = self.texts.pieces.len();
        let distance = u32::try_from(self.landed - at - 1).unwrap_or(u32::MAX);
        if let Some(Piece::Unless { over, .. } | Piece::Jump { over }) = self.texts.pieces.get_mut(at) {
            *over = distance;
        }
    }

    fn end(self, len: usize) -> Result<(), TextError> {
        if let Some(open) = self.open.last() {
            let (at, what) = match open {
                Open::If { at, .. } => (*at, "`{if …}` has no `{end}`"),
                Open::Say { at } => (*at, "`{say …}` has no `{end}`"),
            };
            return Err(error(at..(at + 1).min(len), what, "close it in the same text"));
        }
        if let Some(at) = self.emphasis {
            let help = "close it with a second `*`, or write `\\*` for the sign itself";
            return Err(error(at..(at + 1).min(len), "this emphasis does not close", help));
        }
        Ok(())
    }
}

fn error(span: Range<usize>, message: &str, help: &str) -> TextError {
    TextError { span, message: message.to_owned(), help: help.to_owned() }
}
