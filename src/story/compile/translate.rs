//! Texts in the pack's other languages: each is compiled as its source was, and what is missing, stale or left over is
//! reported.
//!
//! The invariant: a translation never changes what a story does, only what is read.

use hashbrown::HashMap;

use super::{Build, parts::Parts};
use crate::story::{diagnostic::Code as Problem, ids::TextId, model::Owner, nearest::did_you_mean, raw};

/// How many missing texts of one language are named.
const NAMED: usize = 5;

impl<'s> Build<'s> {
    /// Compiles all translations.
    pub(super) fn translations(&mut self, parts: &Parts<'s>) {
        let keys: HashMap<String, TextId> = self.texts.keys().map(|(id, key)| (key.to_owned(), id)).collect();
        for (owner, translation) in &parts.translations {
            let pack = owner.unwrap_or(if parts.story.is_some() { Owner::Story } else { Owner::World });
            self.translation(*owner, pack, translation, &keys);
        }
        for (owner, leaf) in [
            (Owner::World, parts.world.as_ref().map(|w| &w.languages)),
            (Owner::Story, parts.story.as_ref().map(|s| &s.languages)),
        ] {
            for leaf in leaf.into_iter().flatten().skip(1) {
                self.missing(owner, leaf);
            }
        }
    }

    fn translation(
        &mut self,
        owner: Option<Owner>,
        pack: Owner,
        raw: &raw::Translation<'s>,
        keys: &HashMap<String, TextId>,
    ) {
        let Some(tag) = self.sink.take(&raw.lang) else { return };
        let Some(language) = self.languages.iter().position(|l| l == tag) else {
            let help = "add it to the pack's `languages`";
            self.sink.report(
                Problem::UnknownName,
                raw.lang.text,
                "the pack does not have this language",
                help,
            );
            return;
        };
        if language == self.source_language(pack) {
            let help = "the texts of this language stand in the pack's own files";
            self.sink.report(
                Problem::Part,
                raw.lang.text,
                "this is the language the pack is written in",
                help,
            );
            return;
        }
        let source = self.languages.get(self.source_language(pack)).cloned().unwrap_or_default();
        if self.sink.take(&raw.of).is_some_and(|of| *of != source) {
            let help = format!("write `of: \"{source}\"`");
            self.sink.report(Problem::Part, raw.of.text, "the pack is not written in this language", help);
        }
        let mut seen: HashMap<&str, &'s str> = HashMap::new();
        for (key, text) in &raw.texts.0 {
            let (Some(name), Some(text)) = (self.sink.take(key), self.sink.take(text)) else { continue };
            if let Some(first) = seen.insert(name, key.text) {
                let message = format!("`{}` is there twice", crate::story::sane(name));
                self.sink.twice(Problem::Duplicate, key.text, message, "keep one of them", first);
                continue;
            }
            let own = keys
                .get(name.as_ref())
                .filter(|id| owner.is_none_or(|owner| self.text_kinds_of(**id).owner == owner));
            let Some(&id) = own else {
                let message = format!("the pack has no text `{}`", crate::story::sane(name));
                let help = did_you_mean(name, keys.keys().map(String::as_str).filter(|k| !k.is_empty()));
                self.sink.report(Problem::Orphan, key.text, message, help);
                continue;
            };
            self.note_key(key);
            let kind = *self.text_kinds_of(id);
            match text.of.as_ref().map(|of| (self.sink.take(of), of.text)) {
                None => {
                    let help = format!("if it is right, add `of: \"{}\"`", kind.mark());
                    self.sink.report(Problem::Unmarked, key.text, "no mark of its source", help);
                }
                Some((Some(of), at)) if *of != kind.mark().as_str() => {
                    let help = format!("look at the source; when the two agree, write \"{}\"", kind.mark());
                    self.sink.report(Problem::Stale, at, "its source has changed since", help);
                }
                Some(_) => {}
            }
            self.write_text(id, language, &text.text, &kind);
        }
    }

    fn text_kinds_of(&self, id: TextId) -> &super::TextKind<'s> {
        &self.text_kinds[id.at()]
    }

    fn missing(&mut self, owner: Owner, leaf: &raw::Str<'s>) {
        let Ok(tag) = &leaf.value else { return };
        let Some(language) = self.languages.iter().position(|l| l == tag) else { return };
        let source = self.source_language(owner);
        let missing: Vec<String> = self
            .texts
            .keys()
            .filter(|(id, key)| !key.is_empty() && self.text_kinds_of(*id).owner == owner && !is_name(key))
            .filter(|(id, _)| self.texts.has(*id, source) && !self.texts.has(*id, language))
            .map(|(_, key)| key.to_owned())
            .collect();
        if missing.is_empty() {
            return;
        }
        let some = missing.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = missing.len().saturating_sub(NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let count =
            if missing.len() == 1 { "1 text is".to_owned() } else { format!("{} texts are", missing.len()) };
        let message = format!("{count} missing in `{tag}`: {some}{rest}");
        self.sink.report(
            Problem::Untranslated,
            leaf.text,
            message,
            "the source text is shown in their place",
        );
    }
}

/// Whether a text is a person's name, which is the same in every language unless a translation says otherwise.
fn is_name(key: &str) -> bool {
    key.strip_prefix("cast.").and_then(|rest| rest.split_once('.')).is_some_and(|(_, field)| field == "name")
}
