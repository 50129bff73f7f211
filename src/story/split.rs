//! A struct, list or map of RON cut into its parts, without reading what is in them.
//!
//! Strict where [`scan`](super::scan) is forgiving: the whole text must be accounted for, and whatever is out of the
//! ordinary (nested comments, characters in quotes, names that differ) is left to RON. The invariant: the parts are
//! subslices without white space or comments around them, as RON itself would cut them.

use memchr::memchr2;

/// The fields of `(name: value, …)`, which may bear this name.
#[must_use]
pub(super) fn fields<'s>(name: &str, text: &'s str) -> Option<Vec<(&'s str, &'s str)>> {
    let mut cut = Cut { bytes: text.as_bytes(), text, at: 0 };
    cut.blank()?;
    cut.name(name)?;
    cut.all(b'(', b')', Cut::pair)
}

/// The one value in `Name(value)`.
#[must_use]
pub(super) fn wrapped<'s>(name: &str, text: &'s str) -> Option<&'s str> {
    let mut cut = Cut { bytes: text.as_bytes(), text, at: 0 };
    cut.blank()?;
    cut.name(name)?;
    match cut.all(b'(', b')', Cut::value)?.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// The items of `[…]`.
#[must_use]
pub(super) fn items(text: &str) -> Option<Vec<&str>> {
    Cut { bytes: text.as_bytes(), text, at: 0 }.all(b'[', b']', Cut::value)
}

/// One value without the white space and comments around it.
#[must_use]
pub(super) fn bare(text: &str) -> &str {
    let mut cut = Cut { bytes: text.as_bytes(), text, at: 0 };
    cut.blank().and_then(|()| cut.part(TO_THE_END)).unwrap_or(text)
}

/// The entries of `{key: value, …}`.
#[must_use]
pub(super) fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    Cut { bytes: text.as_bytes(), text, at: 0 }.all(b'{', b'}', Cut::pair)
}

/// Instead of a sign: all that there is.
const TO_THE_END: u8 = 0;

struct Cut<'s> {
    bytes: &'s [u8],
    text: &'s str,
    at: usize,
}

impl<'s> Cut<'s> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over a name, if there is one; it must be this.
    fn name(&mut self, name: &str) -> Option<()> {
        if self.byte()? != b'(' {
            self.at += self.text.get(self.at..)?.starts_with(name).then_some(name.len())?;
            self.blank()?;
        }
        Some(())
    }

    /// What stands between two brackets, divided by commas; after the second there may be nothing.
    fn all<T>(&mut self, open: u8, close: u8, part: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.blank()?;
        if self.byte()? != open {
            return None;
        }
        self.at += 1;
        let mut parts = Vec::new();
        loop {
            self.blank()?;
            if self.byte()? == close {
                break;
            }
            parts.push(part(self)?);
            match self.byte()? {
                b',' => self.at += 1,
                last if last == close => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.blank()?;
        (self.at == self.bytes.len()).then_some(parts)
    }

    fn pair(&mut self) -> Option<(&'s str, &'s str)> {
        let key = self.part(b':')?;
        self.at += 1;
        self.blank()?;
        Some((key, self.value()?))
    }

    fn value(&mut self) -> Option<&'s str> {
        self.part(b',')
    }

    /// What stands before a sign, or before the bracket that closes what it is in.
    fn part(&mut self, sign: u8) -> Option<&'s str> {
        let start = self.at;
        let mut end = start;
        let mut depth = 0_usize;
        loop {
            let Some(byte) = self.byte() else {
                if sign == TO_THE_END && depth == 0 {
                    break;
                }
                return None;
            };
            match byte {
                b'"' => self.string()?,
                b'r' if self.raw_begins(start) => self.raw()?,
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' if sign == b',' => break,
                b')' | b']' | b'}' | b'\'' => return None,
                found if found == sign && depth == 0 => break,
                // A key ends with its sign, and nothing comes between.
                b',' if depth == 0 => return None,
                b' ' | b'\n' | b'\t' | b'\r' | b'/' => {
                    self.blank()?;
                    continue;
                }
                _ => self.at += 1,
            }
            end = self.at;
        }
        self.text.get(start..end).filter(|part| !part.is_empty())
    }

    /// Whether an `r` opens a raw string, and is no letter of a word.
    fn raw_begins(&self, start: usize) -> bool {
        let before = self.bytes.get(self.at.wrapping_sub(1)).filter(|_| self.at > start);
        let in_word = before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let next = self.bytes.get(self.at + 1..).and_then(|rest| rest.iter().find(|b| **b != b'#'));
        !in_word && next == Some(&b'"')
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.at += memchr2(b'"', b'\\', self.bytes.get(self.at..)?)?;
            if self.byte()? == b'"' {
                self.at += 1;
                return Some(());
            }
            self.at += 2;
        }
    }

    fn raw(&mut self) -> Option<()> {
        self.at += 1;
        let hashes = self.bytes.get(self.at..)?.iter().take_while(|b| **b == b'#').count();
        self.at += hashes + 1;
        loop {
            self.at += self.text.get(self.at..)?.find('"')? + 1;
            let closed = self.bytes.get(self.at..self.at + hashes)?.iter().all(|b| *b == b'#');
            if closed {
                self.at += hashes;
                return Some(());
            }
        }
    }

    /// Passes over white space and comments; nothing where a comment is out of the ordinary.
    fn blank(&mut self) -> Option<()> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                Some(b'/') => {
                    let rest = self.text.get(self.at..)?;
                    let length = if rest.starts_with("//") {
                        rest.find('\n').unwrap_or(rest.len())
                    } else {
                        let inside = rest.strip_prefix("/*")?;
                        let end = inside.find("*/")?;
                        // RON nests comments.
                        if inside.get(..end)?.contains("/*") {
                            return None;
                        }
                        end + 4
                    };
                    self.at += length;
                }
                _ => return Some(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_without_what_stands_around_them() {
        let text = "Scene( /* a */ text : r#\"x, \"y\" )\"# // b\n , choices: [(id: \"a\"), ( )], )";
        let found = fields("Scene", text).expect("a struct");
        assert_eq!(found, [("text", "r#\"x, \"y\" )\"#"), ("choices", "[(id: \"a\"), ( )]")]);
        assert_eq!(items(found[1].1), Some(vec!["(id: \"a\")", "( )"]));
        assert_eq!(pairs("{\"a\" : 1, 2: [b]}"), Some(vec![("\"a\"", "1"), ("2", "[b]")]));
        assert_eq!(wrapped("Rules", " Rules([1, 2],)"), Some("[1, 2]"));
        assert_eq!(items("[]"), Some(Vec::new()));
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_left_to_ron() {
        for text in [
            "(a: 1,, b: 2)",
            "(a: )",
            "(: 1)",
            "(a 1)",
            "Other(a: 1)",
            "(a: 1) x",
            "(a: 'x')",
            "(a: 1",
            "(a: /* /* */ */ 1)",
            "(a: \"x)",
            "#![enable(x)] (a: 1)",
            "(a: ])",
        ] {
            assert_eq!(fields("Scene", text), None, "{text}");
        }
    }
}
