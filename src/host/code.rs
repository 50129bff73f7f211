//! Codes that let a phone in, and tokens that tell phones apart.
//!
//! Both are drawn from the system. The invariant: a token is in no log and no address, and what a room knows of it
//! cannot be turned back into it.

use std::io;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::seal::random;
use crate::group::Who;

/// Thirty letters that are not mistaken for each other: no 0 O 1 I L U.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many letters a code has: 30^8, which is 6.6e11. Whoever tries as fast as this laptop answers, some tens of thousands
/// a second, finds it within an hour once in thousands of times.
pub(super) const LENGTH: usize = 8;

/// A code that is drawn.
///
/// # Errors
/// The system has nothing to draw from.
pub fn draw_code() -> io::Result<String> {
    let mut code = String::new();
    while code.len() < LENGTH {
        // 240 is the largest multiple of 30 in a byte: what is above is drawn again, so no letter is likelier.
        let fair = random::<16>()?.into_iter().filter(|b| *b < 240);
        code.extend(fair.take(LENGTH - code.len()).map(|b| char::from(LETTERS[usize::from(b) % 30])));
    }
    Ok(code)
}

/// Whether a code is this one, whatever its case, in a time that does not tell how much of it is.
#[must_use]
pub fn same_code(given: &str, code: &str) -> bool {
    let given = given.trim().to_ascii_uppercase();
    given.len() == code.len() && bool::from(given.as_bytes().ct_eq(code.as_bytes()))
}

/// A token that is drawn: 128 bits, as 32 hexadecimal digits.
///
/// # Errors
/// The system has nothing to draw from.
pub fn draw_token() -> io::Result<String> {
    Ok(format!("{:032x}", u128::from_be_bytes(random::<16>()?)))
}

/// The participant that a token belongs to; none where it is no token.
#[must_use]
pub fn who(token: &str) -> Option<Who> {
    let good = token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    let digest = good.then(|| Sha256::digest(token.as_bytes()))?;
    let (first, _) = digest.split_first_chunk::<16>()?;
    Some(Who(u128::from_le_bytes(*first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_letters_that_are_not_mistaken() {
        let code = draw_code().expect("a code");
        assert_eq!(code.len(), LENGTH);
        assert!(code.bytes().all(|b| LETTERS.contains(&b)), "{code}");
        assert!(same_code(&code.to_lowercase(), &code));
        assert!(!same_code("", &code) && !same_code(code.get(..5).unwrap_or_default(), &code));
    }

    #[test]
    fn a_token_tells_who_and_not_the_other_way_round() {
        let token = draw_token().expect("a token");
        assert_eq!(who(&token), who(&token));
        assert_ne!(who(&token), who(&draw_token().expect("another")));
        assert_eq!(who("0123"), None);
        assert_eq!(who(&token.to_uppercase().replace(|c: char| c.is_ascii_digit(), "A")), None);
    }
}
