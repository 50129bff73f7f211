//! Effects performed: runs read and written, the shelf looked over, seeds drawn.
//!
//! The invariant: a problem outside becomes a message, never an end of the game.

use std::sync::Arc;

use super::weigh::{Letters, weigh};
use crate::{
    app::{
        Effect, Game, Msg, Settings,
        known::{self, Known},
        model::{Shelved, Stock},
        msg::Unreadable,
    },
    engine::Card,
    save::{self, SaveError, Store},
    story::{Head, Story, head, load, source::Shelves},
};

/// Seeds that people can read to each other are below this.
const SEEDS: u64 = 1_000_000;

/// What lies outside.
#[derive(Debug)]
pub struct Doors {
    /// Where packs are.
    pub shelves: Shelves,
    /// Where runs are kept, or why nowhere.
    pub store: Result<Store, String>,
    /// The stories, each loaded once: the pack's name, its head, and what is behind it.
    stories: Vec<(String, Head, Stock)>,
    /// News of work that goes on beside the loop.
    pub(super) letters: Letters,
}

impl Doors {
    /// Doors to these places; the shelf is empty until it is looked over.
    #[must_use]
    pub fn new(shelves: Shelves, store: Result<Store, SaveError>) -> Self {
        Self {
            shelves,
            store: store.map_err(|e| e.to_string()),
            stories: Vec::new(),
            letters: Letters::default(),
        }
    }

    /// Looks over the shelves: which stories there are, and what they say of themselves.
    pub fn look(&mut self) {
        let mut worlds = Vec::new();
        for name in self.shelves.names() {
            match head::read(&self.shelves, &name) {
                Ok(Some(head)) => self.stories.push((name, head, Stock::Unread)),
                Ok(None) => worlds.push((name.clone(), Head::named(&name), Stock::Unread)),
                Err(_) => {}
            }
        }
        self.stories.sort_by_key(|(_, head, _)| head.shelf);
        // Worlds come after the stories that are told in them.
        self.stories.extend(worlds);
    }

    /// Loads every story of the shelves that is not loaded yet.
    pub fn load_all(&mut self) {
        if self.stories.is_empty() {
            self.look();
        }
        for (name, head, stock) in &mut self.stories {
            if !matches!(stock, Stock::Unread) {
                continue;
            }
            let Ok(loaded) = load(&self.shelves, name) else { continue };
            let errors = loaded.findings.errors();
            *stock = match loaded.story {
                Some(story) => {
                    if !story.scenes.is_empty() {
                        *head = Head::of(&story);
                    }
                    Stock::Story(Arc::new(story))
                }
                None => Stock::Broken(errors),
            };
        }
    }

    /// Puts one story on the shelf, that was loaded from somewhere.
    pub fn add(&mut self, name: &str, story: Arc<Story>) {
        let head = if story.scenes.is_empty() { Head::named(&story.world) } else { Head::of(&story) };
        self.stories.push((name.to_owned(), head, Stock::Story(story)));
    }

    /// Whether a story of the shelf is still to be loaded.
    #[must_use]
    pub fn unread(&self) -> bool {
        self.stories.iter().any(|(_, _, stock)| matches!(stock, Stock::Unread))
    }

    /// The shelf as it is now.
    #[must_use]
    pub fn shelf(&self) -> Vec<Shelved> {
        let shelved = self.stories.iter().map(|(name, head, stock)| {
            let runs = match (&self.store, stock) {
                (Ok(store), Stock::Story(_)) => store.runs(&head.id),
                (Err(_), _) | (_, Stock::Unread | Stock::Broken(_)) => Vec::new(),
            };
            let world = match stock {
                Stock::Story(story) => story.scenes.is_empty(),
                Stock::Unread | Stock::Broken(_) => head.words("").chair.is_empty(),
            };
            let known = match stock {
                Stock::Story(story) => known::of(story, runs.iter().map(|(_, run)| run)),
                Stock::Unread | Stock::Broken(_) => Known::default(),
            };
            Shelved { name: name.clone(), head: head.clone(), stock: stock.clone(), world, runs, known }
        });
        shelved.collect()
    }

    /// The world cards that are kept, the newest first; those that cannot be read are passed over.
    #[must_use]
    pub fn cards(&self) -> Vec<Card> {
        self.store.as_ref().map(Store::cards).unwrap_or_default()
    }

    /// What is set, and what in its file was not understood.
    #[must_use]
    pub fn settings(&self) -> (Settings, Vec<String>) {
        self.store.as_ref().map(Store::settings).unwrap_or_default()
    }

    /// A seed that nobody chose.
    #[must_use]
    pub fn seed() -> u64 {
        rand::random_range(0..SEEDS)
    }

    /// Performs an effect that concerns no terminal; what comes of it is a message.
    pub fn perform(&mut self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::Begin { story } => Some(Msg::Begin { story: *story, seed: Self::seed() }),
            Effect::Shelf => Some(Msg::Shelf { shelf: self.shelf(), cards: self.cards() }),
            Effect::Card(card) => {
                let written = match &self.store {
                    Ok(store) => {
                        store.keep_card(card).map(|p| p.display().to_string()).map_err(|e| e.to_string())
                    }
                    Err(why) => Err(why.clone()),
                };
                Some(Msg::CardWritten(written))
            }
            Effect::Settings(settings) => {
                let written = match &self.store {
                    Ok(store) => store
                        .write_settings(settings)
                        .map(|p| p.display().to_string())
                        .map_err(|e| e.to_string()),
                    Err(why) => Err(why.clone()),
                };
                Some(Msg::SettingsWritten(written))
            }
            Effect::Open { story, file } => {
                let id = self.stories.get(*story)?.1.id.clone();
                let run = self.open(&id, *file);
                Some(Msg::Opened { story: *story, file: *file, run: run.map(Box::new) })
            }
            Effect::Save { run, file } => {
                let saved = match &self.store {
                    Ok(store) => store.write(run, *file).map_err(|e| e.to_string()),
                    Err(why) => Err(why.clone()),
                };
                Some(Msg::Saved(saved))
            }
            Effect::Weigh
            | Effect::Suspend
            | Effect::Mouse(_)
            | Effect::Copy(_)
            | Effect::OtherFace
            | Effect::Quit => None,
        }
    }

    /// Weighs the decisions of a play; the answer comes at once, or in a letter.
    #[must_use]
    pub fn weigh(&self, game: &Game) -> Option<Msg> {
        weigh(game, &self.letters)
    }

    fn open(&self, story: &str, file: u32) -> Result<crate::engine::Run, Unreadable> {
        let store = self.store.as_ref().map_err(|why| Unreadable { why: why.clone(), set_aside: None })?;
        save::read(&store.path(story, file)).map_err(|error| {
            let set_aside = match &error {
                SaveError::Damaged { .. } => {
                    store.set_aside(story, file).ok().map(|p| p.display().to_string())
                }
                SaveError::NoHome | SaveError::Io { .. } | SaveError::Later { .. } => None,
            };
            Unreadable { why: error.to_string(), set_aside }
        })
    }

    /// Sets aside the damaged runs of every story on the shelf; the message for each.
    pub fn sweep(&mut self) -> Vec<Unreadable> {
        let Ok(store) = &self.store else { return Vec::new() };
        let mut found = Vec::new();
        for (_, head, _) in &self.stories {
            let id = &head.id;
            for number in store.numbers(id) {
                if let Err(problem) = self.open(id, number)
                    && problem.set_aside.is_some()
                {
                    found.push(problem);
                }
            }
        }
        found
    }

    /// Where a run is kept.
    #[must_use]
    pub fn path(&self, story: &str, file: u32) -> Option<String> {
        self.store.as_ref().ok().map(|s| s.path(story, file).display().to_string())
    }
}
