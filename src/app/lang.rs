//! The interface in the player's language: Fluent messages carried in the binary.
//!
//! Stories keep their texts in their packs; this is only what the program itself says. The invariant: a key that a
//! language lacks is said in English, and a key that English lacks is shown as itself, so nothing is ever blank.

use std::{cell::RefCell, collections::HashMap};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/lang");

/// The languages of the interface.
pub const LANGUAGES: &[&str] = &["en", "id"];

/// A language of the interface.
pub struct Lang {
    tag: &'static str,
    /// The language itself, then English.
    bundles: Vec<FluentBundle<FluentResource>>,
    /// Messages without arguments that were said before: a screen says a dozen of them in every frame.
    said: RefCell<HashMap<String, String>>,
}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lang({})", self.tag)
    }
}

impl Lang {
    /// The language of a tag; English where there is none of it.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let tag = LANGUAGES.iter().copied().find(|l| *l == tag).unwrap_or("en");
        let mut bundles = vec![bundle(tag)];
        if tag != "en" {
            bundles.push(bundle("en"));
        }
        Self { tag, bundles, said: RefCell::default() }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(&self) -> &'static str {
        self.tag
    }

    /// The tag of the next language, round and round.
    #[must_use]
    pub fn next(&self) -> &'static str {
        let at = LANGUAGES.iter().position(|l| *l == self.tag).unwrap_or(0);
        LANGUAGES[(at + 1) % LANGUAGES.len()]
    }

    /// A message without arguments.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        if let Some(said) = self.said.borrow().get(key) {
            return said.clone();
        }
        let said = self.say_with(key, &[]);
        self.said.borrow_mut().insert(key.to_owned(), said.clone());
        said
    }

    /// A message with arguments.
    #[must_use]
    pub fn say_with(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(*name, value.clone());
        }
        for bundle in &self.bundles {
            let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { continue };
            let mut errors = Vec::new();
            return bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        }
        key.to_owned()
    }

    /// A whole number with its thousands set apart.
    #[must_use]
    pub fn grouped(&self, n: usize) -> String {
        let digits = n.to_string();
        let mark = if self.tag() == "id" { '.' } else { ',' };
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(mark);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Tenths of a point as a number with one decimal, `3.4` or `3,4`; no sign for a positive one.
    #[must_use]
    pub fn tenths(&self, units: i64, point: i64) -> String {
        if point == 1 {
            return units.to_string();
        }
        let comma = if self.tag == "id" { ',' } else { '.' };
        let sign = if units < 0 { "-" } else { "" };
        let whole = units.unsigned_abs() / point.unsigned_abs().max(1);
        let rest = (units.unsigned_abs() % point.unsigned_abs().max(1)) * 10 / point.unsigned_abs().max(1);
        format!("{sign}{whole}{comma}{rest}")
    }

    /// Units as a number of points that loses nothing: as many decimals as a point of a power of ten has; other worlds'
    /// units stand as they are.
    #[must_use]
    pub fn exact(&self, units: i64, point: i64) -> String {
        let mut decimals = 0;
        let mut power = 1;
        while power < point {
            power *= 10;
            decimals += 1;
        }
        if power != point || decimals == 0 {
            return units.to_string();
        }
        let comma = if self.tag == "id" { ',' } else { '.' };
        let sign = if units < 0 { "-" } else { "" };
        let (whole, rest) =
            (units.unsigned_abs() / power.unsigned_abs(), units.unsigned_abs() % power.unsigned_abs());
        format!("{sign}{whole}{comma}{rest:0decimals$}")
    }

    /// The same with a sign even where it is positive.
    #[must_use]
    pub fn exact_signed(&self, units: i64, point: i64) -> String {
        let plus = if units > 0 { "+" } else { "" };
        format!("{plus}{}", self.exact(units, point))
    }

    /// The same with its sign, `+3.4`.
    #[must_use]
    pub fn signed(&self, units: i64, point: i64) -> String {
        let plus = if units > 0 { "+" } else { "" };
        format!("{plus}{}", self.tenths(units, point))
    }
}

/// A number as a Fluent argument.
#[must_use]
pub fn number(n: usize) -> FluentValue<'static> {
    FluentValue::from(n)
}

fn bundle(tag: &str) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![id]);
    // Isolation marks are invisible characters that a terminal would show as boxes.
    bundle.set_use_isolating(false);
    let text = FILES.get_file(format!("{tag}.ftl")).and_then(|f| f.contents_utf8()).unwrap_or_default();
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(tag: &str) -> BTreeSet<String> {
        let text = FILES.get_file(format!("{tag}.ftl")).and_then(|f| f.contents_utf8()).expect("a file");
        FluentResource::try_new(text.to_owned()).expect("it parses");
        text.lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|l| l.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn every_language_has_the_same_keys() {
        for tag in LANGUAGES {
            assert_eq!(keys(tag), keys("en"), "{tag}");
        }
    }

    #[test]
    fn numbers_have_the_language_s_decimal_sign() {
        assert_eq!(Lang::new("en").signed(-34, 10), "-3.4");
        assert_eq!(Lang::new("id").signed(-34, 10), "-3,4");
        assert_eq!(Lang::new("id").signed(5, 10), "+0,5");
        assert_eq!(Lang::new("en").tenths(7, 1), "7");
    }

    #[test]
    fn a_plural_follows_its_number() {
        let en = Lang::new("en");
        assert_eq!(en.say_with("notice-undone", &[("n", number(1))]), "One decision taken back.");
        assert_eq!(en.say_with("notice-undone", &[("n", number(2))]), "2 decisions taken back.");
    }
}
