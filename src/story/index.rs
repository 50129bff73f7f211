//! Where everything of a pack stands: every name, defined or used, and every expression as a tree.
//!
//! Made only for those who work on a pack (`check`, editors); playing needs none of it. The invariant: a place lies
//! inside the file it names, and a mention's place holds the name as it is written.

use super::{
    diagnostic::Place,
    expr::{
        Type,
        ast::{Ast, Kind},
        resolve::Expr,
    },
    ids::{LetId, TextId, VarId},
};

/// The namespaces of ids, by the word that messages have for them.
pub mod space {
    /// Meters, stocks, memory, levers, flags and `let`s.
    pub const VALUE: &str = "name";
    /// Scenes, storylets, decks and endings.
    pub const PLACE: &str = "scene";
    /// People who speak.
    pub const PERSON: &str = "person";
}

/// What a mention does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Does {
    /// Says what it is.
    Defines,
    /// Names it: a value that is read, a place that is led to.
    Reads,
    /// Has an effect on it.
    Writes,
    /// Names it in the key of a translation.
    Translates,
    /// Names it as what something old is called now.
    Renames,
}

/// One place where a name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The namespace: `name`, `scene`, `choice`, `rule`, …
    pub space: &'static str,
    /// The name.
    pub name: String,
    /// Where its letters stand, without quotes.
    pub place: Place,
    /// What is done with it.
    pub does: Does,
}

/// An expression, with the place of each of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The place of the whole expression.
    pub place: Place,
    /// The expression; its spans are bytes after the start of the place.
    pub tree: Expr,
}

/// An effect as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenEffect {
    /// The place of the whole effect.
    pub place: Place,
    /// The amount or value.
    pub value: Expr,
    /// When it applies at all.
    pub when: Option<Expr>,
}

/// An expression in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InText {
    /// The text.
    pub text: TextId,
    /// The language, of the story's.
    pub language: usize,
    /// The expression.
    pub written: Written,
    /// As it is written.
    pub words: String,
}

/// A text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPlace {
    /// The text.
    pub text: TextId,
    /// The language, of the story's.
    pub language: usize,
    /// Its literal.
    pub place: Place,
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Every name, in the order in which they were met.
    pub mentions: Vec<Mention>,
    /// The places of the conditions, by the tree's index.
    pub conditions: Vec<Option<Place>>,
    /// The effects, as [`Story::effects`](super::Story::effects).
    pub effects: Vec<Option<WrittenEffect>>,
    /// The `let`s.
    pub lets: Vec<(LetId, Written)>,
    /// What derived meters and memory are.
    pub definitions: Vec<(VarId, Written)>,
    /// Conditions and values in texts.
    pub in_texts: Vec<InText>,
    /// Every text.
    pub texts: Vec<TextPlace>,
    /// Other numbers: what groups and figures are, how wide bands are.
    pub numbers: Vec<Written>,
}

impl Index {
    /// Where a name is defined.
    #[must_use]
    pub fn definition(&self, space: &str, name: &str) -> Option<&Mention> {
        self.mentions.iter().find(|m| m.does == Does::Defines && m.space == space && m.name == name)
    }

    /// Every mention of a name.
    pub fn all<'a>(&'a self, space: &'a str, name: &'a str) -> impl Iterator<Item = &'a Mention> {
        self.mentions.iter().filter(move |m| m.space == space && m.name == name)
    }

    /// What stands at a byte of a file.
    #[must_use]
    pub fn at(&self, file: usize, byte: usize) -> Option<&Mention> {
        let here =
            |m: &&Mention| m.place.file == file && m.place.span.start <= byte && byte <= m.place.span.end;
        self.mentions.iter().find(here)
    }
}

/// Calls `found` with every name of an expression: its namespace, the name, and its bytes.
pub fn names_in<'t>(ast: &Ast<'t>, found: &mut impl FnMut(&'static str, &'t str, std::ops::Range<usize>)) {
    match &ast.kind {
        Kind::Number(_) | Kind::Truth(_) | Kind::Name("turn") => {}
        Kind::Name(name) => found(space::VALUE, name, ast.span.clone()),
        Kind::Minus(a) | Kind::Not(a) => names_in(a, found),
        Kind::Binary(_, ab) | Kind::And(ab) | Kind::Or(ab) => {
            names_in(&ab.0, found);
            names_in(&ab.1, found);
        }
        Kind::If(abc) => {
            names_in(&abc.0, found);
            names_in(&abc.1, found);
            names_in(&abc.2, found);
        }
        Kind::Call(word, arguments) => {
            let first = match *word {
                "scaled" | "param" => Some("parameter"),
                "shock" | "happened" => Some("shock"),
                "region" => Some("region"),
                "visits" => Some(space::PLACE),
                "chosen" => Some("choice"),
                "fired" => Some("rule"),
                _ => None,
            };
            for (n, argument) in arguments.iter().enumerate() {
                match (n, first, &argument.kind) {
                    (0, Some(space), Kind::Name(name)) => found(space, name, argument.span.clone()),
                    _ => names_in(argument, found),
                }
            }
        }
    }
}

/// The type of an expression that stands in a text: a condition, or a value that is shown.
#[must_use]
pub fn is_condition(written: &Written) -> bool {
    written.tree.ty == Type::Truth
}
