//! Trees whose names are still words: what the grammar makes of a text.
//!
//! The invariant: spans are bytes of the text that was read, and lie inside it.

use std::ops::Range;

use super::Binary;

/// A tree whose names are still words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ast<'t> {
    /// What stands here.
    pub kind: Kind<'t>,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// What can stand in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'t> {
    /// A number.
    Number(i64),
    /// `true` or `false`.
    Truth(bool),
    /// A name.
    Name(&'t str),
    /// `-e`.
    Minus(Box<Ast<'t>>),
    /// `not e`.
    Not(Box<Ast<'t>>),
    /// `a op b`.
    Binary(Binary, Box<(Ast<'t>, Ast<'t>)>),
    /// `a and b`.
    And(Box<(Ast<'t>, Ast<'t>)>),
    /// `a or b`.
    Or(Box<(Ast<'t>, Ast<'t>)>),
    /// `if a then b else c`.
    If(Box<(Ast<'t>, Ast<'t>, Ast<'t>)>),
    /// `word(a, b, …)`.
    Call(&'t str, Vec<Ast<'t>>),
}

/// How an effect writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// `x += e`.
    Add,
    /// `x -= e`.
    Sub,
    /// `x = e`.
    Set,
}

/// `x += e when c`, names still words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectAst<'t> {
    /// What is written.
    pub target: &'t str,
    /// Where its name stands.
    pub span: Range<usize>,
    /// How.
    pub write: Write,
    /// The amount or value.
    pub value: Ast<'t>,
    /// When it applies at all.
    pub when: Option<Ast<'t>>,
}
