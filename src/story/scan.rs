//! The entries of a map or struct of RON, found without reading what is in them.
//!
//! Not a parser: it knows strings, comments and brackets, and whoever wants a value reads its slice. A shelf needs five
//! texts of a translation of a thousand. The invariant: keys and values are subslices of the text, in its order.

/// The entries of `{key: value, …}`, `(field: value, …)` or `Name(field: value, …)`, one after the other; it ends where
/// the text is no such thing.
pub(super) struct Entries<'s> {
    text: &'s str,
    at: usize,
}

/// Looks at the entries of a map or struct.
#[must_use]
pub(super) fn entries(text: &str) -> Entries<'_> {
    let mut scan = Entries { text, at: 0 };
    scan.blank();
    while scan.byte().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
        scan.at += 1;
    }
    scan.blank();
    // Past the bracket; without one there are no entries.
    scan.at = if matches!(scan.byte(), Some(b'(' | b'{')) { scan.at + 1 } else { text.len() };
    scan
}

impl<'s> Iterator for Entries<'s> {
    type Item = (&'s str, &'s str);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.until(b':')?;
        let value = self.until(b',')?;
        (!key.is_empty() && !value.is_empty()).then_some((key, value))
    }
}

impl<'s> Entries<'s> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The slice up to a sign outside brackets, or to the bracket that closes; the sign is passed over.
    fn until(&mut self, sign: u8) -> Option<&'s str> {
        self.blank();
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.byte()? {
                b'"' => self.string()?,
                b'r' if self.begins_raw(start) => self.raw()?,
                b'/' if self.rest().starts_with("//") || self.rest().starts_with("/*") => self.blank(),
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' if depth == 0 => {
                    // The last value may go without its comma; a key may not go without its value.
                    return (sign == b',')
                        .then(|| self.text.get(start..self.at))
                        .flatten()
                        .map(str::trim_end);
                }
                b')' | b']' | b'}' => {
                    depth -= 1;
                    self.at += 1;
                }
                b if b == sign && depth == 0 => {
                    let slice = self.text.get(start..self.at)?;
                    self.at += 1;
                    return Some(slice.trim_end());
                }
                _ => self.at += 1,
            }
        }
    }

    /// Whether an `r` opens a raw string, and is no letter of a word.
    fn begins_raw(&self, start: usize) -> bool {
        let before = self.at.checked_sub(1).and_then(|n| self.text.as_bytes().get(n));
        let in_word = self.at > start && before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        !in_word && self.rest().get(1..).is_some_and(|r| r.trim_start_matches('#').starts_with('"'))
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.byte()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    fn raw(&mut self) -> Option<()> {
        let after = self.rest().get(1..)?;
        let hashes = after.len() - after.trim_start_matches('#').len();
        let inside = after.get(hashes + 1..)?;
        let close = format!("\"{}", "#".repeat(hashes));
        self.at += 1 + hashes + 1 + inside.find(&close)? + close.len();
        Some(())
    }

    /// Passes over white space and comments.
    fn blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let length = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |n| n + 2)
            } else {
                return;
            };
            self.at += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(&str, &str)> {
        entries(text).collect()
    }

    #[test]
    fn keys_and_values_are_found_whatever_stands_in_them() {
        let text = r##"// a comment, with: signs
            Translation(
                lang: "id", of: "en\",", /* texts: */ texts: {
                    "a": (text: "x, y: z"), // "b": no
                    "c": (text: r#"a "quoted", thing) }"#, of: "1"),
                }, last: [1, 2])"##;
        let top = all(text);
        assert_eq!(top.iter().map(|(key, _)| *key).collect::<Vec<_>>(), ["lang", "of", "texts", "last"]);
        assert_eq!((top[0].1, top[1].1, top[3].1), ("\"id\"", "\"en\\\",\"", "[1, 2]"));
        let texts = all(top[2].1);
        assert_eq!(texts.iter().map(|(key, _)| *key).collect::<Vec<_>>(), ["\"a\"", "\"c\""]);
        assert_eq!(all(texts[1].1)[0], ("text", r##"r#"a "quoted", thing) }"#"##));
    }

    #[test]
    fn what_is_no_map_has_no_entries() {
        for text in [
            "",
            "(",
            "{\"a\"",
            "{\"a\": ",
            "{\"a\": \"",
            "{\"a\": r#\"",
            "[1, 2]",
            "x",
            "{: 3}",
            "\"a\": 1",
            "{\"a\": (}",
        ] {
            assert!(all(text).is_empty(), "{text}");
        }
    }
}
