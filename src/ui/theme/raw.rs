//! Themes as they are written: everything optional, the rest taken from the theme that is extended.
//!
//! ```ron
//! Theme(
//!     extends: "terminal",
//!     ground: "#15171c", ground_sixteen: "black",
//!     roles: {title: (ink: "#f0e9dc", sixteen: "bright-white", weight: [Bold])},
//! )
//! ```
//!
//! An ink is `#rrggbb`, one of the sixteen names (`cyan`, `bright-black`), or `own`, the terminal's. The invariant: what
//! comes out has every role.

use std::collections::HashMap;

use ratatui::style::Modifier;
use serde::Deserialize;

use super::{Dress, Dressed};
use crate::{story::spanned::options, ui::Role};

/// A colour as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// One of the terminal's sixteen, from 0.
    Named(u8),
    /// Red, green, blue.
    Mixed(u8, u8, u8),
}

/// Why a theme cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// It is not written as a theme is.
    #[error("{0}")]
    Written(String),
    /// It extends a theme that is not there.
    #[error("there is no theme `{0}` to extend")]
    NoParent(String),
    /// It extends itself, by way of others.
    #[error("the theme `{0}` extends itself")]
    Circle(String),
    /// A colour that is none.
    #[error("`{0}` is no colour; write `#rrggbb`, a name such as `bright-cyan`, or `own`")]
    NoColour(String),
    /// A role without a look.
    #[error("nothing says what the role {0:?} looks like")]
    Missing(Role),
}

#[derive(Debug, Deserialize)]
#[serde(rename = "Theme", deny_unknown_fields)]
struct Theme {
    #[serde(default)]
    extends: Option<String>,
    #[serde(default)]
    ground: Option<String>,
    #[serde(default)]
    ground_sixteen: Option<String>,
    roles: HashMap<Role, RawDress>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDress {
    #[serde(default)]
    ink: Option<String>,
    #[serde(default)]
    sixteen: Option<String>,
    #[serde(default)]
    weight: Option<Vec<Weight>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Weight {
    Bold,
    Dim,
    Italic,
    Underlined,
    Reversed,
}

/// Reads a theme; `parent` gives the text of another by its id.
///
/// # Errors
/// [`ThemeError`].
pub fn read<'a>(text: &'a str, parent: impl Fn(&str) -> Option<&'a str>) -> Result<Dressed, ThemeError> {
    let mut chain: Vec<Theme> = vec![parsed(text)?];
    let mut seen = Vec::new();
    while let Some(id) = chain.last().and_then(|theme| theme.extends.clone()) {
        if seen.contains(&id) {
            return Err(ThemeError::Circle(id));
        }
        chain.push(parsed(parent(&id).ok_or_else(|| ThemeError::NoParent(id.clone()))?)?);
        seen.push(id);
    }
    let mut ground = None;
    let mut roles: [Option<Dress>; Role::ALL.len()] = [None; Role::ALL.len()];
    // From the one that extends nothing to the one that was asked for.
    for Theme { extends: _, ground: own, ground_sixteen, roles: given } in chain.into_iter().rev() {
        if let Some(own) = own {
            let sixteen = ground_sixteen.map(|s| ink(&s)).transpose()?.flatten();
            ground = ink(&own)?.map(|ground| (ground, sixteen));
        }
        for (role, RawDress { ink: own, sixteen, weight }) in given {
            let dress = roles[role as usize].get_or_insert_default();
            if let Some(own) = own {
                // What was near to the old ink is not near to a new one.
                (dress.ink, dress.sixteen) = (ink(&own)?, None);
            }
            if let Some(sixteen) = sixteen {
                dress.sixteen = ink(&sixteen)?;
            }
            if let Some(weight) = weight {
                dress.weight = weight.into_iter().map(modifier).collect();
            }
        }
    }
    let mut dressed = Dressed { ground, roles: [Dress::default(); Role::ALL.len()] };
    for (n, dress) in roles.into_iter().enumerate() {
        dressed.roles[n] = dress.ok_or(ThemeError::Missing(Role::ALL[n]))?;
    }
    Ok(dressed)
}

fn parsed(text: &str) -> Result<Theme, ThemeError> {
    options().from_str(text).map_err(|e| ThemeError::Written(e.to_string()))
}

const fn modifier(weight: Weight) -> Modifier {
    match weight {
        Weight::Bold => Modifier::BOLD,
        Weight::Dim => Modifier::DIM,
        Weight::Italic => Modifier::ITALIC,
        Weight::Underlined => Modifier::UNDERLINED,
        Weight::Reversed => Modifier::REVERSED,
    }
}

/// The names of the sixteen, in their order.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// A colour by what is written; none is the terminal's own.
fn ink(text: &str) -> Result<Option<Ink>, ThemeError> {
    let wrong = || ThemeError::NoColour(text.to_owned());
    if text == "own" {
        return Ok(None);
    }
    if let Some(n) = NAMES.iter().position(|name| *name == text) {
        return Ok(u8::try_from(n).ok().map(Ink::Named));
    }
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii()).ok_or_else(wrong)?;
    let part =
        |at: usize| digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(wrong);
    Ok(Some(Ink::Mixed(part(0)?, part(2)?, part(4)?)))
}
