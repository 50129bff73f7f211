//! Where everything stands, written down while it is compiled, for those who asked for it.
//!
//! The invariant: nothing here changes what is compiled or reported; without an index it does nothing.

use super::Build;
use crate::story::{
    diagnostic::Place,
    expr::{ast::Ast, resolve::Expr},
    ids::{LetId, TextId, VarId},
    index::{Does, InText, Mention, TextPlace, Written, WrittenEffect, names_in},
    raw::Str,
    spanned::offset_in_literal,
};

impl<'s> Build<'s> {
    /// The place of `len` bytes, `shift` bytes into a string; the whole literal where its escapes hide them.
    fn inner(&self, literal: &str, shift: usize, len: usize) -> Option<Place> {
        let place = self.sink.place(literal)?;
        Some(match offset_in_literal(literal, shift) {
            Some(offset) => {
                let start = (place.span.start + offset).min(place.span.end);
                Place { file: place.file, span: start..(start + len).min(place.span.end) }
            }
            None => place,
        })
    }

    /// Notes a name that stands as a string of its own.
    pub(super) fn note(&mut self, space: &'static str, leaf: &Str<'s>, does: Does) {
        if self.index.is_none() {
            return;
        }
        let Ok(name) = &leaf.value else { return };
        let place = self.inner(leaf.text, 0, name.len());
        if let (Some(index), Some(place)) = (&mut self.index, place) {
            index.mentions.push(Mention { space, name: name.to_string(), place, does });
        }
    }

    /// Notes a name inside a string.
    pub(super) fn note_part(
        &mut self,
        space: &'static str,
        name: &str,
        literal: &str,
        shift: usize,
        does: Does,
    ) {
        if self.index.is_none() {
            return;
        }
        let place = self.inner(literal, shift, name.len());
        if let (Some(index), Some(place)) = (&mut self.index, place) {
            index.mentions.push(Mention { space, name: name.to_owned(), place, does });
        }
    }

    /// Notes every name of an expression that stands `shift` bytes into a string.
    pub(super) fn note_names(&mut self, ast: &Ast<'_>, literal: &str, shift: usize) {
        if self.index.is_some() {
            names_in(ast, &mut |space, name, span| {
                self.note_part(space, name, literal, shift + span.start, Does::Reads);
            });
        }
    }

    fn written(&self, tree: &Expr, literal: &str, shift: usize, len: usize) -> Option<Written> {
        Some(Written { place: self.inner(literal, shift, len)?, tree: tree.clone() })
    }

    /// Notes a condition that was kept as a tree.
    pub(super) fn note_condition(&mut self, leaf: &Str<'s>) {
        if self.index.is_none() {
            return;
        }
        let len = leaf.value.as_ref().map_or(0, |text| text.len());
        let place = self.inner(leaf.text, 0, len);
        if let Some(index) = &mut self.index {
            index.conditions.push(place);
        }
    }

    /// Notes an effect.
    pub(super) fn note_effect(&mut self, literal: &str, len: usize, value: Expr, when: Option<Expr>) {
        if self.index.is_none() {
            return;
        }
        let place = self.inner(literal, 0, len);
        if let Some(index) = &mut self.index {
            index.effects.push(place.map(|place| WrittenEffect { place, value, when }));
        }
    }

    /// Notes a number; [`defines`](Self::defines) says what it is, where it defines something.
    pub(super) fn note_number(&mut self, leaf: &Str<'s>, tree: &Expr) {
        if self.index.is_none() {
            return;
        }
        let len = leaf.value.as_ref().map_or(0, |text| text.len());
        let written = self.written(tree, leaf.text, 0, len);
        if let Some(index) = &mut self.index {
            index.numbers.extend(written);
        }
    }

    /// The number that was noted last is what a variable is.
    pub(super) fn defines(&mut self, var: VarId) {
        if let Some(index) = &mut self.index {
            index.definitions.extend(index.numbers.pop().map(|written| (var, written)));
        }
    }

    /// Notes a `let`.
    pub(super) fn note_let(&mut self, id: LetId, leaf: &Str<'s>, tree: &Expr) {
        if self.index.is_none() {
            return;
        }
        let len = leaf.value.as_ref().map_or(0, |text| text.len());
        let written = self.written(tree, leaf.text, 0, len);
        if let Some(index) = &mut self.index {
            index.lets.extend(written.map(|written| (id, written)));
        }
    }

    /// Notes a text.
    pub(super) fn note_text(&mut self, text: TextId, language: usize, literal: &str) {
        if self.index.is_none() {
            return;
        }
        let place = self.sink.place(literal);
        if let (Some(index), Some(place)) = (&mut self.index, place) {
            index.texts.push(TextPlace { text, language, place });
        }
    }

    /// Notes an expression in a text.
    pub(super) fn note_in_text(
        &mut self,
        (text, language): (TextId, usize),
        words: &str,
        literal: &str,
        shift: usize,
        tree: &Expr,
    ) {
        if self.index.is_none() {
            return;
        }
        let written = self.written(tree, literal, shift, words.len());
        if let (Some(index), Some(written)) = (&mut self.index, written) {
            index.in_texts.push(InText { text, language, written, words: words.to_owned() });
        }
    }

    /// Notes the id that stands in the key of a translation.
    pub(super) fn note_key(&mut self, key: &Str<'s>) {
        const SPACES: &[(&str, &str)] = &[
            ("scene", "scene"),
            ("ending", "scene"),
            ("choice", "choice"),
            ("event", "event"),
            ("later", "later"),
            ("let", "name"),
            ("meter", "name"),
            ("stock", "name"),
            ("lever", "name"),
            ("rule", "rule"),
            ("parameter", "parameter"),
            ("shock", "shock"),
            ("preset", "preset"),
            ("group", "group"),
            ("figure", "figure"),
            ("region", "region"),
            ("schedule", "schedule"),
            ("strategy", "strategy"),
            ("cast", "person"),
            ("guide", "scene"),
        ];
        let Ok(name) = &key.value else { return };
        let mut parts = name.split('.');
        let (Some(kind), Some(id)) = (parts.next(), parts.next()) else { return };
        let Some((_, space)) = SPACES.iter().find(|(word, _)| *word == kind) else { return };
        if !(kind == "guide" && id == "use") {
            self.note_part(space, id, key.text, kind.len() + 1, Does::Translates);
        }
    }
}
