//! Text broken into lines of a width, its marks kept.
//!
//! Breaks stand where Unicode allows them (UAX 14) and never inside a grapheme; a word wider than a line is cut. The
//! invariant: no line is wider than the width, unless a single grapheme is.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Letters that are set alike, with their mark.
pub type Marked<T> = (String, T);

/// How many columns a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    // Printable ASCII takes a column a letter, and most of all text is that.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) { text.len() } else { text.width() }
}

/// Breaks a paragraph into lines of at most `width` columns.
#[must_use]
pub fn wrap<T: Copy + PartialEq>(runs: &[Marked<T>], width: usize) -> Vec<Vec<Marked<T>>> {
    hang(runs, width, 0)
}

/// The same, every line after the first by so many columns narrower: room for an indentation, which is not set.
#[must_use]
pub fn hang<T: Copy + PartialEq>(runs: &[Marked<T>], width: usize, indent: usize) -> Vec<Vec<Marked<T>>> {
    let widths = (width.max(1), width.saturating_sub(indent).max(1));
    let whole: String = runs.iter().map(|(text, _)| text.as_str()).collect();
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    let mut from = 0;
    for (at, opportunity) in linebreaks(&whole) {
        let Some(word) = whole.get(from..at) else { continue };
        let solid = word.trim_end();
        let (wide, behind) = (columns(solid), columns(word.get(solid.len()..).unwrap_or_default()));
        if used > 0 && used + wide > limit(&lines, widths) {
            lines.push(Vec::new());
            used = 0;
        }
        used = push(&mut lines, runs, from, from + solid.len(), used, widths);
        // The space behind a word stays only if another word follows on the line.
        let width = limit(&lines, widths);
        if used + behind <= width {
            used = push(&mut lines, runs, from + solid.len(), at, used, widths);
        } else {
            used = width;
        }
        if opportunity == BreakOpportunity::Mandatory && at < whole.len() {
            lines.push(Vec::new());
            used = 0;
        }
        from = at;
    }
    for line in &mut lines {
        trim_end(line);
    }
    lines
}

/// A plain text broken into lines.
#[must_use]
pub fn wrap_plain(text: &str, width: usize) -> Vec<String> {
    let lines = wrap(&[(text.to_owned(), ())], width);
    lines.into_iter().map(|line| line.into_iter().map(|(t, ())| t).collect()).collect()
}

/// A text cut to a width, with a sign where something was cut.
#[must_use]
pub fn cut(text: &str, width: usize, sign: &str) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(columns(sign));
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        if columns(&out) + columns(grapheme) > room {
            break;
        }
        out.push_str(grapheme);
    }
    if columns(sign) <= width { out + sign } else { out }
}

/// How wide the last line may be: the first, or any other.
const fn limit<T>(lines: &[T], (first, other): (usize, usize)) -> usize {
    if lines.len() <= 1 { first } else { other }
}

/// Adds letters to the last line.
fn add<T: Copy + PartialEq>(lines: &mut [Vec<Marked<T>>], letters: &str, mark: T) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some((last, m)) if *m == mark => last.push_str(letters),
        _ => line.push((letters.to_owned(), mark)),
    }
}

/// Adds bytes `from..to` of the runs to the last line, on new lines where they do not fit; the columns then used.
fn push<T: Copy + PartialEq>(
    lines: &mut Vec<Vec<Marked<T>>>,
    runs: &[Marked<T>],
    from: usize,
    to: usize,
    mut used: usize,
    widths: (usize, usize),
) -> usize {
    let mut start = 0;
    for (text, mark) in runs {
        let end = start + text.len();
        let (a, b) = (from.max(start), to.min(end));
        if a < b {
            let piece = text.get(a - start..b - start).unwrap_or_default();
            let wide = columns(piece);
            // Nearly always all of it fits.
            if used + wide <= limit(lines, widths) && !piece.contains(['\n', '\r']) {
                add(lines, piece, *mark);
                used += wide;
                start = end;
                continue;
            }
            for grapheme in piece.graphemes(true) {
                if grapheme.contains(['\n', '\r']) {
                    continue;
                }
                let wide = columns(grapheme);
                if used > 0 && used + wide > limit(lines, widths) {
                    lines.push(Vec::new());
                    used = 0;
                }
                add(lines, grapheme, *mark);
                used += wide;
            }
        }
        start = end;
    }
    used
}

fn trim_end<T>(line: &mut Vec<Marked<T>>) {
    while let Some((text, _)) = line.last_mut() {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        line.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(
            wrap_plain("the bread queue on Anchor Street", 12),
            ["the bread", "queue on", "Anchor", "Street"]
        );
        assert_eq!(wrap_plain("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap_plain("", 3), [""]);
    }

    #[test]
    fn marks_survive_a_break_inside_them() {
        let lines = wrap(&[("one ".to_owned(), 0), ("two three".to_owned(), 1)], 7);
        assert_eq!(
            lines,
            [vec![("one ".to_owned(), 0), ("two".to_owned(), 1)], vec![("three".to_owned(), 1)]]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-zA-Zé漢字 ,.\\-]{0,120}", width in 2usize..60) {
            let lines = wrap_plain(&text, width);
            for line in &lines {
                prop_assert!(columns(line) <= width, "{line:?}");
            }
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn lines_after_the_first_leave_room_for_an_indentation(
            text in "[a-zA-Zé漢字 ,.\\-]{0,120}", width in 12usize..60, indent in 0usize..8,
        ) {
            let lines = hang(&[(text.clone(), ())], width, indent);
            let wide = |line: &[Marked<()>]| line.iter().map(|(t, ())| columns(t)).sum::<usize>();
            for (n, line) in lines.iter().enumerate() {
                prop_assert!(wide(line) <= if n == 0 { width } else { width - indent }, "{line:?}");
            }
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let all: String = lines.into_iter().flatten().map(|(t, ())| t).collect();
            prop_assert_eq!(letters(&all), letters(&text));
        }
    }
}
