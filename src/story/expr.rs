//! The expression language of packs: small, typed, whole numbers and yes/no.
//!
//! A text goes through [`lex`], [`parse`], [`resolve`] and [`lower`]: words, a tree of names, a typed tree of indices,
//! and flat code on slots. The typed tree is kept for explaining, the code for playing. The grammar stands in
//! `docs/authoring.md`.
//!
//! The invariant: after [`resolve`] no name is left, and every tree is of the type it is used as.

pub mod ast;
pub mod calls;
pub mod guard;
pub mod lex;
pub mod lower;
pub mod parse;
pub mod resolve;

use std::ops::Range;

/// Something wrong with an expression, at bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What kind of problem.
    pub code: super::diagnostic::Code,
    /// Where in the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A whole number, 64 bits.
    Number,
    /// Yes or no.
    Truth,
}

impl Type {
    /// The words for it in a message.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Truth => "a yes or no",
        }
    }
}

/// An operator between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Differs,
    Min,
    Max,
}

impl Binary {
    /// As it is written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Rem => "%",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
            Self::Differs => "!=",
            Self::Min => "min",
            Self::Max => "max",
        }
    }

    /// Whether the result is a yes or no.
    #[must_use]
    pub const fn compares(self) -> bool {
        matches!(self, Self::Less | Self::AtMost | Self::More | Self::AtLeast | Self::Equal | Self::Differs)
    }

    /// The comparison with its sides exchanged; anything else as it is.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::More => Self::Less,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            other => other,
        }
    }
}
