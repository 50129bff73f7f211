//! Words of the expression language.
//!
//! Not their order: [`parse`](super::parse) knows that. The invariant: the spans of the tokens do not overlap and lie
//! on character boundaries.

use std::ops::Range;

use super::Wrong;
use crate::story::diagnostic::Code;

/// One word or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'t> {
    /// A whole number.
    Number(i64),
    /// A name or a word of the language.
    Word(&'t str),
    /// An operator, a parenthesis or a comma.
    Sign(&'static str),
}

const SIGNS: &[&str] =
    &["+=", "-=", "<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "<", ">", "=", "(", ")", ","];

/// The most words and signs in one expression: trees of a sum grow by one level a term, and recursion walks them.
pub const LONGEST: usize = 500;

/// Cuts a text into tokens.
///
/// # Errors
/// A character that the language does not know, a number beyond 64 bits, or more than [`LONGEST`] tokens.
pub fn lex(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, Wrong> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, len) = if first.is_ascii_digit() {
            number(rest, at)?
        } else if is_word(first) {
            let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            (Token::Word(rest.get(..len).unwrap_or(rest)), len)
        } else if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(unknown(first, at));
        };
        if tokens.len() == LONGEST {
            return Err(Wrong {
                code: Code::ExprSyntax,
                span: at..at + len,
                message: format!("this expression has more than {LONGEST} words and signs"),
                help: "name parts of it with `let`, and use the names".to_owned(),
            });
        }
        tokens.push((token, at..at + len));
        at += len;
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn number(rest: &str, at: usize) -> Result<(Token<'_>, usize), Wrong> {
    let len = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let digits = rest.get(..len).unwrap_or(rest);
    digits.parse().map(|n| (Token::Number(n), len)).map_err(|error: std::num::ParseIntError| Wrong {
        code: Code::ExprSyntax,
        span: at..at + len,
        message: format!("`{digits}` is no whole number: {error}"),
        help: "numbers are whole, written with digits alone; names start with a letter".to_owned(),
    })
}

fn unknown(c: char, at: usize) -> Wrong {
    let help = match c {
        '&' => "write `and`",
        '|' => "write `or`",
        '!' => "write `not`, or `!=` between two values",
        '.' => "numbers are whole: tenths of the point a player sees",
        _ => "",
    };
    Wrong {
        code: Code::ExprSyntax,
        span: at..at + c.len_utf8(),
        message: format!("`{}` means nothing in an expression", c.escape_default()),
        help: help.to_owned(),
    }
}
