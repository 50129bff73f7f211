//! Packs: how they are written, checked, and made into an immutable [`Story`].
//!
//! Text goes in at [`source`], the only file here that touches a disk; [`load`](fn@load) reads and compiles it, and
//! reports every problem in one pass. What comes out has no names left to look up. It knows nothing of play: that is
//! the engine's. The invariant: a [`Story`] exists only if no error was found.

mod compile;
pub mod diagnostic;
pub mod expr;
pub mod head;
pub mod ids;
pub mod index;
pub mod layout;
pub mod load;
pub mod model;
pub mod names;
pub mod nearest;
pub mod prose;
pub mod raw;
pub mod refresh;
mod scan;
pub mod source;
pub mod spanned;
mod split;

use std::hash::Hasher;

pub use head::Head;
pub use load::load;
pub use model::{Loaded, Story};

/// A hash that is the same on every machine and in every version: SipHash-1-3 with zero keys.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = hasher();
    hasher.write(bytes);
    hasher.finish()
}

/// The same for what comes in parts.
fn hasher() -> siphasher::sip::SipHasher13 {
    siphasher::sip::SipHasher13::new()
}

/// Text from outside, made harmless for a terminal: control characters become `\u{fffd}`, and it is cut at 60 characters.
#[must_use]
pub fn sane(text: &str) -> String {
    let shown: String = text.chars().take(60).map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(60).is_some() { shown + "…" } else { shown }
}

/// Characters that steer a terminal or turn its text about: control characters, line separators, marks of direction.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a word can be an id: letters, digits and `_`, starting with a letter or `_`, at most 60 of them. So an id
/// can also be the name of a folder, and never leads out of one.
#[must_use]
pub fn is_id(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.len() <= 60
}
