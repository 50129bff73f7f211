//! Effects performed: runs read and written, the shelf looked over, seeds drawn.
//!
//! The invariant: a problem outside becomes a message, never an end of the game.

use std::sync::Arc;

use crate::{
    app::{Effect, Msg, model::Shelved, msg::Unreadable},
    save::{self, SaveError, Store},
    story::{Story, load::load_story, source::Shelves},
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
    /// The stories, loaded once.
    stories: Vec<(String, Result<Arc<Story>, usize>)>,
}

impl Doors {
    /// Doors to these places; all packs of the shelves are loaded.
    #[must_use]
    pub fn new(shelves: Shelves, store: Result<Store, SaveError>) -> Self {
        Self { shelves, store: store.map_err(|e| e.to_string()), stories: Vec::new() }
    }

    /// Loads every story of the shelves.
    pub fn load_all(&mut self) {
        for name in self.shelves.names() {
            let Ok(Some(loaded)) = load_story(&self.shelves, &name) else { continue };
            let errors = loaded.findings.errors();
            match loaded.story {
                Some(story) if story.scenes.is_empty() => {}
                Some(story) => self.stories.push((name, Ok(Arc::new(story)))),
                None => self.stories.push((name, Err(errors))),
            }
        }
    }

    /// Puts one story on the shelf, that was loaded from somewhere.
    pub fn add(&mut self, name: &str, story: Arc<Story>) {
        self.stories.push((name.to_owned(), Ok(story)));
    }

    /// The shelf as it is now.
    #[must_use]
    pub fn shelf(&self) -> Vec<Shelved> {
        let shelved = self.stories.iter().map(|(name, story)| {
            let runs = match (&self.store, story) {
                (Ok(store), Ok(story)) => store.runs(&story.about.id),
                (Err(_), _) | (_, Err(_)) => Vec::new(),
            };
            Shelved { name: name.clone(), story: story.clone(), runs }
        });
        shelved.collect()
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
            Effect::Shelf => Some(Msg::Shelf(self.shelf())),
            Effect::Open { story, file } => {
                let id = self.stories.get(*story)?.1.as_ref().ok()?.about.id.clone();
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
            Effect::Suspend | Effect::Mouse(_) | Effect::Quit => None,
        }
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
        for (_, story) in &self.stories {
            let Ok(story) = story else { continue };
            let id = &story.about.id;
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
