//! Values that know where they stand in their file.
//!
//! Serde has no place for positions, so a [`Spanned`] first takes the raw slice of the source and then parses that
//! slice again. The slice *is* the position: its address inside the file says where it stands, and no offset has to
//! be carried along. A value that does not parse is kept as its error, so one wrong leaf hides no other.
//!
//! The invariant: `text` is always a subslice of the file that is being read.

use std::{borrow::Cow, fmt, marker::PhantomData};

use ron::{error::SpannedError, extensions::Extensions, value::RawValue};
use serde::{Deserialize, Deserializer, de};

use super::split;

/// How packs and runs are read: `Some(…)` may be left out.
#[must_use]
pub fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a slice as RON does. Errors are boxed: there are few of them, and many values.
pub(super) fn from_ron<'s, T: Deserialize<'s>>(text: &'s str) -> Result<T, Box<SpannedError>> {
    options().from_str(text).map_err(Box::new)
}

/// A value and the slice of the source it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<'s, T> {
    /// What was read, or why it could not be.
    pub value: Result<T, Box<SpannedError>>,
    /// The slice of the source, quotes included.
    pub text: &'s str,
}

/// What can be read from its slice. The common leaves have a short way, which must agree with RON's own.
pub trait Leaf<'s>: Sized {
    /// The value that the slice says.
    ///
    /// # Errors
    /// What RON says of the slice.
    fn read(text: &'s str) -> Result<Self, Box<SpannedError>>;
}

impl<'s> Leaf<'s> for String {
    fn read(text: &'s str) -> Result<Self, Box<SpannedError>> {
        match plain_string(text) {
            Some(inside) => Ok(inside.to_owned()),
            None => from_ron(text),
        }
    }
}

impl<'de: 's, 's> Leaf<'de> for Cow<'s, str> {
    fn read(text: &'de str) -> Result<Self, Box<SpannedError>> {
        match plain_string(text) {
            Some(inside) => Ok(Self::Borrowed(inside)),
            None => from_ron(text).map(Self::Owned),
        }
    }
}

impl<'s> Leaf<'s> for i64 {
    fn read(text: &'s str) -> Result<Self, Box<SpannedError>> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(number) if plain => Ok(number),
            _ => from_ron(text),
        }
    }
}

/// The inside of a string literal that has no escapes, whether raw or not.
fn plain_string(text: &str) -> Option<&str> {
    let inside = match text.strip_prefix('r') {
        Some(raw) => {
            let hashes = raw.len() - raw.trim_start_matches('#').len();
            let (open, close) = (raw.get(hashes..)?, raw.get(raw.len().checked_sub(hashes)?..)?);
            if !close.bytes().all(|b| b == b'#') {
                return None;
            }
            return open.strip_prefix('"')?.get(..open.len().checked_sub(hashes + 2)?);
        }
        None => text.strip_prefix('"')?.strip_suffix('"')?,
    };
    (!inside.contains(['\\', '"'])).then_some(inside)
}

/// Makes types that serde reads into leaves.
macro_rules! leaf {
    ($($ty:ty),+ $(,)?) => {$(
        impl<'s> $crate::story::spanned::Leaf<'s> for $ty {
            fn read(text: &'s str) -> Result<Self, Box<ron::error::SpannedError>> {
                $crate::story::spanned::from_ron(text)
            }
        }
    )+};
}

pub(super) use leaf;

leaf!(bool, (i64, i64));

impl<'de: 's, 's, T: Leaf<'de>> Deserialize<'de> for Spanned<'s, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // RON leaves comments around an item of a list in its slice.
        let text = split::bare(<&'de RawValue>::deserialize(deserializer)?.get_ron());
        Ok(Self { value: T::read(text), text })
    }
}

/// What can be made of a slice found by [`split`], without RON reading it again.
///
/// It must agree with what RON makes of the same slice; where it cannot be sure, it answers nothing, and RON is asked.
pub(super) trait Quick<'s>: Sized {
    /// The value of a field that is written.
    fn quick(text: &'s str) -> Option<Self>;
    /// The value of a field that is left out and has a default.
    fn missing() -> Option<Self>;
}

impl<'s, T: Leaf<'s>> Quick<'s> for Spanned<'s, T> {
    fn quick(text: &'s str) -> Option<Self> {
        let value = T::read(text);
        // What RON finds wrong here it may find wrong with what stands around it.
        value.is_ok().then_some(Self { value, text })
    }

    fn missing() -> Option<Self> {
        None
    }
}

impl<'s, T: Quick<'s>> Quick<'s> for Option<T> {
    fn quick(text: &'s str) -> Option<Self> {
        let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if matches!(word, "Some" | "None") { None } else { T::quick(text).map(Some) }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<'s, T: Quick<'s>> Quick<'s> for Box<T> {
    fn quick(text: &'s str) -> Option<Self> {
        T::quick(text).map(Self::new)
    }

    fn missing() -> Option<Self> {
        T::missing().map(Self::new)
    }
}

impl<'s, T: Leaf<'s>> Quick<'s> for Vec<Spanned<'s, T>> {
    fn quick(text: &'s str) -> Option<Self> {
        let items = split::items(text)?;
        // Exactly as long: a short list with room to grow would be mostly room.
        let mut list = Self::with_capacity(items.len());
        for item in items {
            list.push(Quick::quick(item)?);
        }
        Some(list)
    }

    fn missing() -> Option<Self> {
        Some(Self::new())
    }
}

impl<'s, V: Quick<'s>, K: Leaf<'s>> Quick<'s> for Pairs<'s, V, K> {
    fn quick(text: &'s str) -> Option<Self> {
        let pairs = split::pairs(text)?;
        let mut list = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            list.push((Quick::quick(key)?, V::quick(value)?));
        }
        Some(Self(list))
    }

    fn missing() -> Option<Self> {
        Some(Self(Vec::new()))
    }
}

/// A map read as the list that it is in the file, so that a key written twice is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs<'s, V, K = Cow<'s, str>>(pub Vec<(Spanned<'s, K>, V)>);

impl<V, K> Default for Pairs<'_, V, K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de: 's, 's, V, K> Deserialize<'de> for Pairs<'s, V, K>
where
    V: Deserialize<'de> + 's,
    K: Leaf<'de> + 's,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<'s, V, K>(PhantomData<&'s (V, K)>);

impl<'de: 's, 's, V: Deserialize<'de>, K: Leaf<'de>> de::Visitor<'de> for PairsVisitor<'s, V, K> {
    type Value = Pairs<'s, V, K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of ids: {\"id\": …}")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

/// Where byte `at` of a string's value stands in its literal, or `None` where the literal has escapes and the two
/// cannot be laid side by side.
#[must_use]
pub fn offset_in_literal(literal: &str, at: usize) -> Option<usize> {
    if let Some(rest) = literal.strip_prefix('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        return Some(1 + hashes + 1 + at);
    }
    (!literal.contains('\\')).then_some(1 + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_where_its_slice_stands() {
        let source = r#"{"a": 12, "b": "no"}"#;
        let pairs: Pairs<'_, Spanned<'_, i64>> = options().from_str(source).expect("a map");
        let (_, good) = &pairs.0[0];
        assert_eq!((good.value.as_ref().ok(), good.text), (Some(&12), "12"));
        let (_, bad) = &pairs.0[1];
        assert!(bad.value.is_err());
        assert_eq!(bad.text.as_ptr() as usize - source.as_ptr() as usize, 15);
    }

    #[test]
    fn the_short_way_agrees_with_ron() {
        for text in [
            r#""a b""#,
            r#""""#,
            r#""a\nb""#,
            r#"r"a\nb""#,
            r##"r#"a"b"#"##,
            "r#\"\"#",
            r#""a""b""#,
            "\"",
            "r#\"a\"",
            "4",
            "a",
        ] {
            assert_eq!(String::read(text).ok(), options().from_str::<String>(text).ok(), "{text}");
        }
        for text in
            ["0", "-7", "12", "007", "1_000", "0x10", "+3", "-", "9223372036854775808", "1.5", "\"3\""]
        {
            assert_eq!(i64::read(text).ok(), options().from_str::<i64>(text).ok(), "{text}");
        }
    }

    #[test]
    fn raw_and_plain_literals_say_where_their_bytes_stand() {
        assert_eq!(offset_in_literal("\"abc\"", 1), Some(2));
        assert_eq!(offset_in_literal("r##\"abc\"##", 1), Some(5));
        assert_eq!(offset_in_literal("\"a\\nc\"", 1), None);
    }
}
