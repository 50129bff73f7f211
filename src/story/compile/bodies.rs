//! What every part of a pack is made of: ids, expressions, effects and texts, each compiled with its place in mind.
//!
//! The invariant: every method answers something usable even after it reported a problem.

use std::{borrow::Cow, ops::Range};

use hashbrown::HashMap;

use super::{Build, Sink, TextKind};
use crate::story::{
    diagnostic::Code as Problem,
    expr::{
        Type, Wrong,
        lower::{Code, Condition},
        parse::{self, is_reserved},
        resolve::{self, Expr, Writer},
    },
    hash,
    ids::{CastId, TextId, TreeId},
    index::{Does, space},
    model::{Effect, Owner, VarKind},
    nearest::did_you_mean,
    prose::{self, Marks, Piece},
    raw::{Int, List, Str},
    spanned::Pairs,
};

impl<'s> Build<'s> {
    /// An id: checked for its form, and against others of its kind. `None` where it is broken or there twice.
    pub(super) fn id(&mut self, kind: &'static str, id: &Str<'s>) -> Option<String> {
        let name = self.sink.take(id)?.clone();
        let named_in_expressions = kind == "name";
        let good = crate::story::is_id(&name);
        if !good {
            let message = format!("`{}` cannot be an id", crate::story::sane(&name));
            let help =
                "an id has letters, digits and `_`, starts with a letter or `_`, and has at most 60 of them";
            self.sink.report(Problem::BadId, id.text, message, help);
            return None;
        }
        if is_reserved(&name) && (named_in_expressions || matches!(name.as_ref(), "end" | "return")) {
            let message = format!("`{name}` is a word of the language");
            self.sink.report(Problem::BadId, id.text, message, "choose another id");
            return None;
        }
        if let Some(first) = self.first.get(&(kind, name.clone())) {
            let what = if named_in_expressions { "" } else { kind };
            let message = format!("{what} `{name}` is there twice").trim_start().to_owned();
            let help = "give one of them another id; ids are never given up, so keep the older one";
            self.sink.twice(Problem::Duplicate, id.text, message, help, first);
            return None;
        }
        self.first.insert((kind, name.clone()), id.text);
        self.note(kind, id, Does::Defines);
        Some(name.into_owned())
    }

    /// Reports the keys of a map that stand there twice.
    pub(super) fn once<V>(&mut self, pairs: &Pairs<'s, V>) {
        for (n, (key, _)) in pairs.0.iter().enumerate() {
            let Ok(name) = &key.value else { continue };
            let first = pairs.0.iter().take(n).find(|(k, _)| k.value.as_ref() == Ok(name));
            if let Some((first, _)) = first {
                let message = format!("`{}` is there twice", crate::story::sane(name));
                self.sink.twice(Problem::Duplicate, key.text, message, "keep one of them", first.text);
            }
        }
    }

    /// A whole number within bounds; `or` where it is missing or broken.
    pub(super) fn int(&mut self, int: Option<&Int<'s>>, range: Range<i64>, or: i64) -> i64 {
        let Some(leaf) = int else { return or };
        let Some(&n) = self.sink.take(leaf) else { return or };
        if range.contains(&n) {
            return n;
        }
        let message = format!("{n} is out of range");
        let help = format!("it runs from {} to {}", range.start, range.end - 1);
        self.sink.report(Problem::Range, leaf.text, message, help);
        or
    }

    fn resolve(
        &mut self,
        text: &str,
        literal: &str,
        shift: usize,
        owner: Owner,
        ty: Option<Type>,
    ) -> Option<Expr> {
        let ast = parse::expression(text);
        if let Ok(ast) = &ast {
            self.note_names(ast, literal, shift);
        }
        let Self { names, kinds, let_types, trackers, sink, .. } = self;
        let scope = crate::story::names::Scope { names, vars: kinds, lets: let_types, owner };
        let result = ast.and_then(|ast| match ty {
            Some(ty) => resolve::expression(&ast, ty, &scope, trackers),
            None => resolve::any(&ast, &scope, trackers),
        });
        result.map_err(|wrong: Wrong| sink.wrong(&wrong, literal, shift)).ok()
    }

    /// A condition, kept as code and as a tree.
    pub(super) fn condition(&mut self, when: Option<&Str<'s>>, owner: Owner) -> Option<Condition> {
        let leaf = when?;
        let text = self.sink.take(leaf)?;
        let tree = self.resolve(text, leaf.text, 0, owner, Some(Type::Truth))?;
        let code = self.pool.lower(&tree);
        self.trees.push(tree);
        self.note_condition(leaf);
        Some(Condition { code, tree: TreeId::new(self.trees.len() - 1) })
    }

    /// A number.
    pub(super) fn number(&mut self, leaf: &Str<'s>, owner: Owner) -> Code {
        let tree =
            self.sink.take(leaf).and_then(|t| self.resolve(t, leaf.text, 0, owner, Some(Type::Number)));
        if let Some(tree) = &tree {
            self.note_number(leaf, tree);
        }
        tree.map_or(Code::constant(0), |tree| self.pool.lower(&tree))
    }

    /// The effects of a `do` or `then`, appended to `all`; their range is given.
    pub(super) fn effects(
        &mut self,
        list: &List<'s, Cow<'s, str>>,
        writer: Writer,
        owner: Owner,
        all: &mut Vec<Effect>,
    ) -> Range<usize> {
        let start = all.len();
        for leaf in list {
            let Some(text) = self.sink.take(leaf) else { continue };
            let ast = parse::effect(text);
            if let Ok(ast) = &ast {
                self.note_part(space::VALUE, ast.target, leaf.text, ast.span.start, Does::Writes);
                self.note_names(&ast.value, leaf.text, 0);
                ast.when.iter().for_each(|when| self.note_names(when, leaf.text, 0));
            }
            let Self { names, kinds, let_types, trackers, sink, .. } = self;
            let scope = crate::story::names::Scope { names, vars: kinds, lets: let_types, owner };
            let tree = ast.and_then(|ast| resolve::effect(&ast, writer, &scope, trackers));
            match tree {
                Err(wrong) => sink.wrong(&wrong, leaf.text, 0),
                Ok(tree) => {
                    let value = self.pool.lower(&tree.value);
                    let when = tree.when.as_ref().map(|w| self.pool.lower(w));
                    all.push(Effect { var: tree.var, write: tree.write, value, when });
                    self.note_effect(leaf.text, text.len(), tree.value, tree.when);
                }
            }
        }
        start..all.len()
    }

    /// A plain text without markup: a name, a title.
    pub(super) fn label(&mut self, leaf: &Str<'s>, key: &str, owner: Owner) -> TextId {
        self.text(leaf, key, owner, false)
    }

    /// A plain text that may be missing.
    pub(super) fn label_opt(&mut self, leaf: Option<&Str<'s>>, key: &str, owner: Owner) -> Option<TextId> {
        leaf.map(|leaf| self.label(leaf, key, owner))
    }

    /// A text with markup.
    pub(super) fn prose(&mut self, leaf: &Str<'s>, key: &str, owner: Owner) -> TextId {
        self.text(leaf, key, owner, true)
    }

    /// A text with markup that may be missing.
    pub(super) fn prose_opt(&mut self, leaf: Option<&Str<'s>>, key: &str, owner: Owner) -> Option<TextId> {
        leaf.map(|leaf| self.prose(leaf, key, owner))
    }

    fn text(&mut self, leaf: &Str<'s>, key: &str, owner: Owner, prose: bool) -> TextId {
        let place = hash(key.as_bytes());
        let id = self.texts.declare(key);
        let kind = TextKind { prose, owner, place, source: leaf.text };
        self.note_kind(kind);
        let language = self.source_language(owner);
        self.write_text(id, language, leaf, &kind);
        id
    }

    /// Whether the text has variations, which need the number of the visit.
    pub(super) fn varies(&self, text: TextId) -> bool {
        (0..self.languages.len())
            .any(|l| self.texts.read(text, l).iter().any(|p| matches!(p, Piece::Vary { .. })))
    }

    /// Compiles a text into a language.
    pub(super) fn write_text(&mut self, id: TextId, language: usize, leaf: &Str<'s>, kind: &TextKind<'s>) {
        let Some(text) = self.sink.take(leaf) else { return };
        self.note_text(id, language, leaf.text);
        // A translation that is empty is one that is missing.
        if text.trim().is_empty() && language == self.source_language(kind.owner) {
            self.sink.report(
                Problem::Empty,
                leaf.text,
                "there is nothing in this text",
                "write it, or leave the field out",
            );
        }
        let mut texts = std::mem::take(&mut self.texts);
        let start = texts.pieces.len();
        let result = if kind.prose {
            let mut marks =
                InText { build: self, literal: leaf.text, owner: kind.owner, text: (id, language) };
            prose::parse(text, kind.place, &mut texts, &mut marks)
        } else {
            plain(text, &mut texts)
        };
        texts.write(id, language, start);
        self.texts = texts;
        match result {
            Ok(()) => self.sink.widths(text, leaf.text),
            Err(error) => self.sink.text(&error, leaf.text),
        }
    }

    /// The language a pack is written in.
    pub(super) fn source_language(&self, owner: Owner) -> usize {
        match owner {
            Owner::Story => 0,
            Owner::World => self.world_language,
        }
    }

    /// The index of a name, or `None` after the unknown name was reported.
    pub(super) fn find<T: Copy>(
        &mut self,
        leaf: &Str<'s>,
        what: &'static str,
        table: fn(&crate::story::names::Names) -> &HashMap<String, T>,
    ) -> Option<T> {
        let space = match what {
            "meter" | "lever" | "meter, stock or lever" => space::VALUE,
            "ending" | "deck" => space::PLACE,
            other => other,
        };
        let name = self.sink.take(leaf)?;
        self.note(space, leaf, Does::Reads);
        let table = table(&self.names);
        let found = table.get(name.as_ref()).copied();
        if found.is_none() {
            let message = format!("there is no {what} `{}`", crate::story::sane(name));
            let help = did_you_mean(name, table.keys().map(String::as_str));
            self.sink.report(Problem::UnknownName, leaf.text, message, help);
        }
        found
    }
}

/// A label: letters alone, on one line.
fn plain(text: &str, texts: &mut prose::Texts) -> Result<(), prose::TextError> {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| crate::story::is_unsafe(*c)) {
        return Err(prose::TextError {
            span: at..at + c.len_utf8(),
            message: format!("control character {} in a text", c.escape_default()),
            help: "a name or title stands on one line".to_owned(),
        });
    }
    let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    // What is not filled in yet is not there.
    if text.is_empty() {
        return Ok(());
    }
    let start = index(texts.letters.len());
    texts.letters.push_str(text);
    texts.pieces.push(Piece::Letters { start, end: index(texts.letters.len()), spaced: false });
    Ok(())
}

/// The names that stand in a text.
struct InText<'a, 's> {
    build: &'a mut Build<'s>,
    literal: &'s str,
    owner: Owner,
    /// Which text, in which language.
    text: (TextId, usize),
}

impl Marks for InText<'_, '_> {
    fn condition(&mut self, text: &str, at: usize) -> Option<Code> {
        let tree = self.build.resolve(text, self.literal, at, self.owner, Some(Type::Truth))?;
        self.build.note_in_text(self.text, text, self.literal, at, &tree);
        Some(self.build.pool.lower(&tree))
    }

    fn value(&mut self, text: &str, at: usize) -> Option<(Code, bool)> {
        let tree = self.build.resolve(text, self.literal, at, self.owner, Some(Type::Number))?;
        self.build.note_in_text(self.text, text, self.literal, at, &tree);
        let points = self.build.names.vars.get(text).is_some_and(|v| {
            let kind = self.build.kinds.get(v.at()).map(|(kind, _)| *kind);
            matches!(kind, Some(VarKind::Meter | VarKind::Derived | VarKind::Stock))
        });
        Some((self.build.pool.lower(&tree), points))
    }

    fn cast(&mut self, id: &str, at: usize) -> Option<CastId> {
        self.build.note_part(space::PERSON, id, self.literal, at, Does::Reads);
        let found = self.build.names.cast.get(id).copied();
        if found.is_none() {
            let wrong = Wrong {
                code: Problem::UnknownName,
                span: 0..id.len(),
                message: format!("nobody of the cast is called `{}`", crate::story::sane(id)),
                help: did_you_mean(id, self.build.names.cast.keys().map(String::as_str)),
            };
            let sink: &mut Sink<'_> = &mut self.build.sink;
            sink.wrong(&wrong, self.literal, at);
        }
        found
    }
}
