//! What can be typed here: completed from its beginning.
//!
//! The invariant: everything that is offered is understood; a test types each of them.

use super::words::{Word, said, spelled};
use crate::app::{Model, Setting, chart, govern};

/// The words that can begin a line now, and what can follow some of them.
#[derive(Debug, Clone, Default)]
pub struct Completions {
    first: Vec<String>,
    /// By words of one meaning, what can stand after them.
    after: Vec<(Vec<String>, Vec<String>)>,
}

impl Completions {
    /// Where what is completed begins in a line, in bytes, and all it can become.
    #[must_use]
    pub fn of(&self, line: &str) -> (usize, Vec<String>) {
        let lead = line.len() - line.trim_start().len();
        let begins = |word: &String, with: &str| word.to_lowercase().starts_with(&with.to_lowercase());
        let Some((word, rest)) = line.trim_start().split_once(' ') else {
            let found = self.first.iter().filter(|w| begins(w, line.trim_start()));
            // After a word that can be followed by more, more is typed at once.
            let more = |word: &String| self.after.iter().any(|(words, _)| words.contains(word));
            let found = found.map(|word| if more(word) { format!("{word} ") } else { word.clone() });
            return (lead, found.collect());
        };
        let rest = rest.trim_start();
        let known = self.after.iter().find(|(words, _)| words.contains(&word.to_lowercase()));
        let found = known.into_iter().flat_map(|(_, after)| after).filter(|w| begins(w, rest));
        (line.len() - rest.len(), found.cloned().collect())
    }

    /// Every whole line that can be completed.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let after = self.after.iter().flat_map(|(words, after)| {
            let word = words.first().cloned().unwrap_or_default();
            after.iter().map(move |rest| format!("{word} {rest}"))
        });
        self.first.iter().cloned().chain(after).collect()
    }
}

/// What can be typed in this moment of the game.
#[must_use]
pub fn completions(model: &Model) -> Completions {
    let tag = model.lang.tag();
    let mut first: Vec<String> =
        Word::ALL.iter().filter(|w| here(**w, model)).filter_map(|w| said(*w, tag)).collect();
    let mut after = Vec::new();
    let mut follow = |word: Word, rest: Vec<String>| {
        if here(word, model) && !rest.is_empty() {
            // The word of this language first.
            let words = said(word, tag).into_iter().chain(spelled(word));
            after.push((words.collect(), rest));
        }
    };
    let settings = Setting::ALL.iter();
    let settings = settings.flat_map(|s| s.words().into_iter().map(move |word| format!("{} {word}", s.id())));
    follow(Word::Settings, settings.collect());
    if let Some(game) = &model.game {
        let story = &*game.story;
        let state = &game.timeline.now().state;
        let offers = crate::engine::choices(story, &game.timeline.setup, state);
        first.extend(offers.iter().filter(|o| o.lock.is_none()).map(|o| story.choice(o.choice).id.clone()));
        let names: Vec<String> = chart::subjects(game, &model.lang).into_iter().map(|s| s.name).collect();
        follow(Word::Why, names.clone());
        follow(Word::Chart, names);
        let levers = govern::levers(game).into_iter();
        follow(Word::Set, levers.map(|l| format!("{} {}", story.var(l.var).id, l.value)).collect());
        let param = |(n, p): (usize, &crate::story::model::Parameter)| {
            format!("{} {}", p.id, game.timeline.setup.params[n])
        };
        follow(Word::Param, story.parameters.iter().enumerate().map(param).collect());
    } else {
        let stories: Vec<_> = model.shelf.iter().filter_map(|s| s.story()).collect();
        let ids = |all: Vec<String>| {
            let mut all = all;
            all.sort_unstable();
            all.dedup();
            all
        };
        follow(
            Word::Schedule,
            ids(stories.iter().flat_map(|s| &s.schedules).map(|s| s.id.clone()).collect()),
        );
        follow(Word::Preset, ids(stories.iter().flat_map(|s| &s.presets).map(|p| p.id.clone()).collect()));
        follow(Word::Card, (1..=model.cards.len()).map(|n| n.to_string()).collect());
    }
    first.sort_unstable();
    Completions { first, after }
}

/// Whether a word means something in this moment.
fn here(word: Word, model: &Model) -> bool {
    let playing = model.game.as_ref().is_some_and(|g| !g.governs());
    let governs = model.game.as_ref().is_some_and(crate::app::Game::governs);
    match word {
        Word::Help
        | Word::Again
        | Word::Language
        | Word::Settings
        | Word::Keys
        | Word::OtherFace
        | Word::Quit => true,
        Word::Schedule | Word::Preset => model.game.is_none(),
        Word::Card => model.game.is_none() || playing,
        Word::Mirror | Word::Hinges | Word::People | Word::Map => playing,
        Word::Set | Word::Param | Word::Next | Word::Year => governs,
        Word::Undo
        | Word::Redo
        | Word::Meters
        | Word::Transcript
        | Word::Why
        | Word::Chart
        | Word::Rules
        | Word::Library
        | Word::Begin => playing || governs,
    }
}
