//! A text as it stands in a file: its lines without their indentation, and the mark that a translation names it by.
//!
//! Not its marks: those are `parse`'s. The invariant: neither depends on how far a text is indented.

/// The text as it reads: common indentation dropped, without blank lines at its ends. The offsets of its lines in the
/// original are given beside them.
#[must_use]
pub fn dedent(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.push((at, line));
        at += line.len() + 1;
    }
    let blank = |line: &str| line.trim().is_empty();
    // The first line follows the opening quote; its indentation says nothing.
    let indent = lines
        .iter()
        .skip(1)
        .filter(|(_, l)| !blank(l))
        .map(|(_, l)| l.len() - l.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let cut = |(at, line): (usize, &'_ str)| -> (usize, usize) {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let drop = if at == 0 { spaces } else { spaces.min(indent) };
        (at + drop, at + line.trim_end().len().max(drop))
    };
    let mut cuts: Vec<(usize, usize)> = lines.iter().map(|l| cut(*l)).collect();
    while cuts.first().is_some_and(|(a, b)| a >= b) {
        cuts.remove(0);
    }
    while cuts.last().is_some_and(|(a, b)| a >= b) {
        cuts.pop();
    }
    cuts.into_iter().map(|(a, b)| (a, text.get(a..b).unwrap_or_default())).collect()
}

/// The mark of a source text that a translation is written against: six hexadecimal digits. Where its lines break
/// says nothing, since a line break is a space.
#[must_use]
pub fn mark(text: &str) -> String {
    let mut read = String::new();
    for (_, line) in dedent(text) {
        let joint = if line.is_empty() || read.is_empty() || read.ends_with('\n') { "" } else { " " };
        read.push_str(joint);
        read.push_str(if line.is_empty() { "\n" } else { line.trim() });
    }
    let hash = crate::story::hash(read.as_bytes());
    format!("{:06x}", hash & 0x00ff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_indentation_is_dropped_and_places_are_kept() {
        let text = "\n        One\n          two\n\n        three\n    ";
        let lines = dedent(text);
        let words: Vec<&str> = lines.iter().map(|(_, l)| *l).collect();
        assert_eq!(words, ["One", "  two", "", "three"]);
        for (at, line) in lines {
            assert!(text.get(at..).is_some_and(|rest| rest.starts_with(line)));
        }
    }

    #[test]
    fn a_mark_does_not_depend_on_indentation_or_on_where_lines_break() {
        assert_eq!(mark("\n   one two\n   three\n\n   four\n"), mark("\n one\n two three\n\n four\n"));
        assert_ne!(mark("\n one\n\n two\n"), mark("\n one\n two\n"));
        assert_eq!(mark("\n   a\n   b\n"), mark("\n a\n b\n"));
        assert_ne!(mark("a"), mark("b"));
    }
}
