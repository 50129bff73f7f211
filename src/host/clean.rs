//! What people type, made harmless: one line, one form, and nothing that cannot be seen.
//!
//! Not what it says: that is the desk's to judge. The invariant: what comes out has no control character, no mark of
//! direction, nothing of zero width, and at most so many letters.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// The most letters of a draft.
pub const LETTERS: usize = 160;
/// The most marks that one letter can carry.
const MARKS: usize = 4;

/// One harmless line of at most [`LETTERS`] letters; none where nothing is left.
#[must_use]
pub fn clean(text: &str) -> Option<String> {
    let shown: String =
        text.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_seen(*c)).collect();
    let words: Vec<&str> = shown.split(' ').filter(|w| !w.is_empty()).collect();
    let letters = |line: &str| -> String {
        line.graphemes(true).take(LETTERS).flat_map(|letter| letter.chars().take(1 + MARKS)).collect()
    };
    let line = letters(&words.join(" ")).trim().to_owned();
    (!line.is_empty()).then_some(line)
}

/// Whether a character can be seen, or joins those that can.
fn is_seen(c: char) -> bool {
    !crate::story::is_unsafe(c)
        && !matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_or_hides_is_gone_and_letters_stay() {
        assert_eq!(clean("a\u{202e}b\u{200b}c\u{1b}[2Jd\r\ne\u{feff}").as_deref(), Some("abc[2Jd e"));
        assert_eq!(clean("  kota\t\u{2028} é  ").as_deref(), Some("kota é"));
        assert_eq!(clean("e\u{301}").as_deref(), Some("é"));
        assert_eq!(clean("\u{200b}\u{2066} \n"), None);
    }

    #[test]
    fn a_line_is_cut_at_whole_letters_and_no_letter_towers() {
        let long = "ö".repeat(500);
        assert_eq!(clean(&long).map(|l| l.chars().count()), Some(LETTERS));
        let tower = format!("a{}b", "\u{301}".repeat(200));
        assert!(clean(&tower).is_some_and(|l| l.chars().count() <= 2 + MARKS));
    }
}
