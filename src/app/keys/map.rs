//! The bindings as a player has set them, and what a key does on a screen.
//!
//! The invariant: a wish that would let one key mean two things is not granted, and says which two.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{BINDINGS, Binding, Context, Key, context};
use crate::{
    app::{action::Action, model::Screen},
    story::nearest::did_you_mean,
};

/// What a player wishes: by a binding's name, the names of its keys.
pub type Wishes = BTreeMap<String, Vec<String>>;

/// The bindings that hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: BINDINGS.to_vec() }
    }
}

impl Keymap {
    /// The table with what a player wishes; and a sentence for each wish that was not granted.
    #[must_use]
    pub fn with(wishes: &Wishes) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let mut wanted: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
        for (id, names) in wishes {
            let shown = crate::story::sane(id);
            let Some(at) = BINDINGS.iter().position(|binding| binding.id() == *id) else {
                let all: Vec<String> = BINDINGS.iter().map(Binding::id).collect();
                let help = did_you_mean(id, all.iter().map(String::as_str));
                notes.push(format!("no key does `{shown}`; {help}"));
                continue;
            };
            match keys(names, BINDINGS[at].context) {
                Ok(keys) => drop(wanted.insert(at, keys)),
                Err(why) => notes.push(format!("`{shown}`: {why}")),
            }
        }
        loop {
            let map = Self::granted(&wanted);
            let Some((a, b, key)) = map.twice() else { return (map, notes) };
            // What was not wished for stays; of two wishes, neither is granted.
            let refused: Vec<usize> = [a, b].into_iter().filter(|n| wanted.remove(n).is_some()).collect();
            let (first, second) = (BINDINGS[a].id(), BINDINGS[b].id());
            notes.push(format!(
                "`{}` would be both `{first}` and `{second}`; they keep their keys",
                key.shown(true)
            ));
            if refused.is_empty() {
                return (Self::default(), notes);
            }
        }
    }

    /// The wishes that were granted: what is not as it comes.
    #[must_use]
    pub fn wishes(&self) -> Wishes {
        let names = |binding: &Binding| binding.keys.iter().map(|key| key.shown(true)).collect();
        let changed = self.bindings.iter().zip(BINDINGS).filter(|(now, before)| now != before);
        changed.map(|(now, _)| (now.id(), names(now))).collect()
    }

    fn granted(wanted: &BTreeMap<usize, Vec<Key>>) -> Self {
        let mut map = Self::default();
        for (at, keys) in wanted {
            map.bindings[*at].keys = Cow::Owned(keys.clone());
        }
        map
    }

    /// Two bindings that hold at once and have a key in common.
    fn twice(&self) -> Option<(usize, usize, Key)> {
        let meet = |a: Context, b: Context| a == b || a == Context::Everywhere || b == Context::Everywhere;
        for (n, first) in self.bindings.iter().enumerate() {
            for (m, second) in self.bindings.iter().enumerate().skip(n + 1) {
                // A letter is a letter where one types, whatever it does elsewhere.
                let types = first.context.types() || second.context.types();
                let counts = |key: &&Key| !(types && matches!(key, Key::Char(_)));
                let both = first.keys.iter().filter(counts).find(|key| second.keys.contains(key));
                if let Some(key) = both.filter(|_| meet(first.context, second.context)) {
                    return Some((n, m, *key));
                }
            }
        }
        None
    }

    /// The bindings that hold on a screen, its own before those that hold everywhere.
    pub fn on(&self, screen: &Screen) -> impl Iterator<Item = &Binding> + use<'_> {
        let here = context(screen);
        let own = self.bindings.iter().filter(move |b| b.context == here);
        // Where one types, what only letters do cannot be done; nor is a palette opened over what is typed.
        let free = move |b: &&Binding| {
            !here.types()
                || (b.action != Action::Palette && b.keys.iter().any(|key| !matches!(key, Key::Char(_))))
        };
        own.chain(self.bindings.iter().filter(|b| b.context == Context::Everywhere).filter(free))
    }

    /// What a key does on a screen. Digits choose by number.
    #[must_use]
    pub fn action(&self, screen: &Screen, key: Key) -> Option<Action> {
        let here = context(screen);
        match key {
            Key::Char(c @ '1'..='9') if here.counts() => Some(Action::Choose(c as usize - '0' as usize)),
            Key::Char(letter) if here.types() => Some(Action::Type(letter)),
            _ => self.on(screen).find(|b| b.keys.contains(&key)).map(|b| b.action),
        }
    }

    /// The key that is shown for an action on a screen.
    #[must_use]
    pub fn key_for(&self, screen: &Screen, action: Action) -> Option<Key> {
        self.on(screen).find(|b| b.action == action).and_then(|b| b.shown(screen))
    }

    /// All bindings, in the order of the table.
    #[must_use]
    pub fn all(&self) -> &[Binding] {
        &self.bindings
    }
}

/// The keys of names, in a context.
fn keys(names: &[String], context: Context) -> Result<Vec<Key>, String> {
    if names.is_empty() {
        return Err("it needs one key at least".to_owned());
    }
    let mut seen = BTreeSet::new();
    let mut keys = Vec::new();
    for name in names {
        let shown = crate::story::sane(name);
        let Some(key) = Key::named(name) else {
            let named = Key::NAMED.iter().map(|key| key.shown(true)).collect::<Vec<_>>().join(", ");
            return Err(format!(
                "there is no key `{shown}`; a key is a letter, Ctrl-A to Ctrl-Z, or {named}"
            ));
        };
        match key {
            Key::Char('0'..='9') => return Err(format!("`{shown}` is taken: numbers choose")),
            Key::Char(_) if context.types() => {
                return Err(format!("`{shown}` is a letter there, to be typed"));
            }
            _ => {}
        }
        if seen.insert(key.shown(true)) {
            keys.push(key);
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wishes(all: &[(&str, &[&str])]) -> Wishes {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        all.iter().map(|(id, keys)| ((*id).to_owned(), owned(keys))).collect()
    }

    #[test]
    fn every_binding_has_a_name_of_its_own_and_every_key_its_name() {
        let ids: BTreeSet<String> = BINDINGS.iter().map(Binding::id).collect();
        assert_eq!(ids.len(), BINDINGS.len());
        for key in BINDINGS.iter().flat_map(|b| b.keys.iter()) {
            assert_eq!(Key::named(&key.shown(true)), Some(*key));
        }
    }

    #[test]
    fn a_wish_holds_and_two_can_change_places() {
        let wish = wishes(&[("play.undo", &["w", "Ctrl-X"]), ("play.why", &["u"])]);
        let (map, notes) = Keymap::with(&wish);
        assert_eq!(notes, Vec::<String>::new());
        let play = Screen::Play { marked: 0, scroll: 0 };
        assert_eq!(map.action(&play, Key::Char('w')), Some(Action::Undo(1)));
        assert_eq!(map.action(&play, Key::Ctrl('x')), Some(Action::Undo(1)));
        assert_eq!(map.action(&play, Key::Char('u')), Some(Action::Why));
        assert_eq!(map.action(&play, Key::Backspace), None, "what it was is not any more");
        assert_eq!(map.key_for(&play, Action::Undo(1)), Some(Key::Char('w')));
        assert_eq!(map.wishes(), wish);
    }

    #[test]
    fn a_conflict_is_refused_and_both_places_are_named() {
        let (map, notes) = Keymap::with(&wishes(&[("play.undo", &["w"])]));
        assert_eq!(map, Keymap::default());
        assert_eq!(notes, ["`w` would be both `play.undo` and `play.why`; they keep their keys"]);
        let (map, notes) = Keymap::with(&wishes(&[("everywhere.settings", &["u"]), ("play.map", &["Z"])]));
        assert_eq!(notes, ["`u` would be both `everywhere.settings` and `play.undo`; they keep their keys"]);
        assert_eq!(map.wishes(), wishes(&[("play.map", &["Z"])]), "the other wish is granted");
    }

    #[test]
    fn where_one_types_a_letter_set_first_takes_no_other_key_away() {
        let quit = wishes(&[("everywhere.quit", &["Q", "Ctrl-C"]), ("everywhere.up", &["k", "Up"])]);
        let (map, notes) = Keymap::with(&quit);
        assert_eq!(notes, Vec::<String>::new());
        let palette = Screen::Palette { query: String::new(), marked: 0 };
        assert_eq!(map.action(&palette, Key::Ctrl('c')), Some(Action::Quit));
        assert_eq!(map.action(&palette, Key::Up), Some(Action::Up));
        assert_eq!(map.action(&palette, Key::Char('Q')), Some(Action::Type('Q')));
        assert_eq!(map.key_for(&palette, Action::Up), Some(Key::Up), "the key that is heard is shown");
        let (_, notes) = Keymap::with(&wishes(&[("palette.confirm", &["Down"])]));
        assert_eq!(
            notes,
            ["`Down` would be both `everywhere.down` and `palette.confirm`; they keep their keys"]
        );
    }

    #[test]
    fn a_wish_that_is_not_understood_says_what_would_be() {
        let told = |id: &str, keys: &[&str]| Keymap::with(&wishes(&[(id, keys)])).1.join(" ");
        assert_eq!(told("play.undoo", &["z"]), "no key does `play.undoo`; did you mean `play.undo`?");
        assert!(told("play.undo", &["F1"]).contains("there is no key `F1`; a key is a letter"));
        assert_eq!(told("play.undo", &["7"]), "`play.undo`: `7` is taken: numbers choose");
        assert_eq!(told("play.undo", &[]), "`play.undo`: it needs one key at least");
        assert!(told("palette.confirm", &["x"]).contains("a letter there"));
    }

    proptest! {
        #[test]
        fn whatever_is_wished_no_key_does_two_things_at_once(
            wish in prop::collection::vec((0..BINDINGS.len(), prop::collection::vec("[a-zA-Z?:/]|Ctrl-[A-F]|Enter|Esc|Left|Home", 0..3)), 0..8),
        ) {
            let wish: Wishes = wish.into_iter().map(|(n, keys)| (BINDINGS[n].id(), keys)).collect();
            let (map, notes) = Keymap::with(&wish);
            prop_assert_eq!(map.twice(), None);
            let granted = map.wishes();
            for screen in [Screen::Find { query: String::new() }, Screen::Keys { scroll: 0 }] {
                let types = context(&screen).types();
                let mut seen = BTreeSet::new();
                for key in map.on(&screen).flat_map(|b| b.keys.iter()) {
                    let letter = types && matches!(key, Key::Char(_));
                    prop_assert!(letter || seen.insert(key.shown(true)), "{key:?} stands twice");
                }
            }
            // What was granted is granted again, and nothing else is said of it.
            prop_assert_eq!(Keymap::with(&granted), (map, Vec::new()));
            prop_assert!(granted.keys().all(|id| wish.contains_key(id)), "{:?}", notes);
        }
    }

    #[test]
    fn no_key_stands_twice_in_a_context() {
        let map = Keymap::default();
        let why = Screen::Why {
            subject: crate::app::why::Subject::Index,
            point: crate::engine::Point::Moment(0),
            marked: 0,
            scroll: 0,
        };
        for screen in [
            Screen::Library { marked: 0 },
            Screen::Play { marked: 0, scroll: 0 },
            Screen::Govern { marked: 0, scroll: 0 },
            Screen::Numbers { marked: 0, scroll: 0 },
            why,
            Screen::Mirror { turn: None, scroll: 0 },
            Screen::Charts { marked: 0, table: false, beside: false, scroll: 0 },
            Screen::Map { marked: 0, table: false, scroll: 0 },
            Screen::Settings { marked: 0 },
            Screen::Palette { query: String::new(), marked: 0 },
            Screen::Find { query: String::new() },
            Screen::Transcript { scroll: 0 },
            Screen::Keys { scroll: 0 },
        ] {
            let mut seen = Vec::new();
            for key in map.on(&screen).flat_map(|b| b.keys.iter()) {
                assert!(!seen.contains(&key), "{key:?} stands twice in {screen:?}");
                seen.push(key);
            }
        }
    }

    #[test]
    fn every_binding_has_a_description_in_every_language() {
        for lang in crate::app::lang::LANGUAGES.iter().map(|l| crate::app::Lang::new(l)) {
            for binding in BINDINGS {
                for key in
                    [Some(binding.action.description()), binding.footer.map(|(_, f)| f)].into_iter().flatten()
                {
                    assert_ne!(lang.say(key), key);
                }
            }
        }
    }
}
