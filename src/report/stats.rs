//! What a pack holds, counted: words by language and speaker, scenes, choices, endings, and how long it takes to read.
//!
//! The invariant: every text of the pack is counted once in each language that has it.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

use crate::{
    engine::{Place, Quick, Setup},
    lab::{Policy, audit::spoken, lockable, seed_of},
    story::{Story, index::Index, model::Owner},
};

/// Words a minute, read silently: the mean for English over 190 studies (M. Brysbaert, "How many words do we read per
/// minute?", Journal of Memory and Language 109, 2019). For another language it is reckoned alike.
pub const A_MINUTE: u64 = 238;
/// Plays that are made to see how much of a story one of them reads.
const PLAYS: u64 = 200;
/// The longest of them.
const LONGEST: u32 = 2_000;

/// The words of one language.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// Its tag.
    pub language: String,
    /// All words that a player can read.
    pub words: u64,
    /// Those that nobody of the cast says.
    pub narrated: u64,
    /// Those of each speaker, by id.
    pub speakers: BTreeMap<String, u64>,
    /// Words of one play: the mean of plays that take every open choice alike.
    pub words_in_a_play: u64,
    /// Minutes to read those.
    pub minutes: u64,
}

/// What a pack holds.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "each field is named for what it counts")]
pub struct Stats {
    pub story: String,
    pub scenes: usize,
    pub storylets: usize,
    pub choices: usize,
    pub locked_choices: usize,
    pub events: usize,
    pub consequences: usize,
    pub decks: usize,
    pub endings: usize,
    pub flags: usize,
    pub cast: usize,
    pub languages: Vec<Words>,
}

fn count(text: &str) -> u64 {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count() as u64
}

/// Counts a story.
#[must_use]
pub fn stats(story: &Story, index: &Index) -> Stats {
    let own = |owner: Owner| owner == Owner::Story;
    let mut languages: Vec<Words> = (0..story.languages.len()).map(|n| words(story, n)).collect();
    let played = in_a_play(story);
    let source = languages.first().map_or(0, |l| l.words).max(1);
    for language in &mut languages {
        // Another language reads as much of itself.
        language.words_in_a_play = played * language.words / source;
        language.minutes = language.words_in_a_play.div_ceil(A_MINUTE);
    }
    Stats {
        story: if story.about.id.is_empty() { story.world.clone() } else { story.about.id.clone() },
        scenes: story.scenes.iter().filter(|s| s.storylet.is_none()).count(),
        storylets: story.scenes.iter().filter(|s| s.storylet.is_some()).count(),
        choices: story.choices.len(),
        locked_choices: lockable(story, index).into_iter().filter(|locked| *locked).count(),
        events: story.events.len(),
        consequences: story.laters.len(),
        decks: story.decks.len(),
        endings: story.endings.len(),
        flags: story
            .vars
            .iter()
            .filter(|v| own(v.owner) && v.kind == crate::story::model::VarKind::Flag)
            .count(),
        cast: story.cast.len(),
        languages,
    }
}

fn words(story: &Story, language: usize) -> Words {
    let mut words = Words {
        language: story.languages[language].clone(),
        words: 0,
        narrated: 0,
        speakers: BTreeMap::new(),
        words_in_a_play: 0,
        minutes: 0,
    };
    for (text, key) in story.texts.keys() {
        let read =
            ["scene.", "choice.", "event.", "later.", "ending."].iter().any(|part| key.starts_with(part));
        if !read {
            continue;
        }
        spoken(story, text, language, |who, letters| {
            let count = count(letters);
            words.words += count;
            match who {
                None => words.narrated += count,
                Some(who) => *words.speakers.entry(story.person(who).id.clone()).or_default() += count,
            }
        });
    }
    words
}

/// The words that a play reads, on the mean.
fn in_a_play(story: &Story) -> u64 {
    let begun = Setup::new(story, 0, "", "").ok().and_then(|setup| Quick::new(story, setup).ok());
    let Some(mut play) = begun.filter(|_| !story.scenes.is_empty()) else { return 0 };
    let (mut bytes, mut plays) = (Vec::new(), 0);
    for number in 0..PLAYS {
        if play.restart(seed_of(0, number)).is_err() {
            continue;
        }
        plays += 1;
        for step in 0..LONGEST {
            if play.read(&mut bytes).is_err() || !matches!(play.state().place, Place::Scene(_)) {
                break;
            }
            let Ok(open) = play.open() else { break };
            let Some(choice) = Policy::Uniform.choose(story, open, (number, step), &[]) else { break };
            if play.read_outcome(choice, &mut bytes).is_err() || play.decide(choice).is_err() {
                break;
            }
        }
    }
    count(&String::from_utf8_lossy(&bytes)).checked_div(plays).unwrap_or(0)
}

impl Stats {
    /// For people.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.story);
        let rows = [
            ("scenes", self.scenes),
            ("storylets", self.storylets),
            ("choices", self.choices),
            ("of them with a lock", self.locked_choices),
            ("events", self.events),
            ("consequences", self.consequences),
            ("decks", self.decks),
            ("endings", self.endings),
            ("flags", self.flags),
            ("people", self.cast),
        ];
        for (name, count) in rows {
            let _ = writeln!(out, "  {name:<20} {count:>7}");
        }
        for words in &self.languages {
            let _ = writeln!(out, "\n{}\n  {:<20} {:>7}", words.language, "words", words.words);
            let _ = writeln!(out, "  {:<20} {:>7}", "narrated", words.narrated);
            let mut speakers: Vec<(&String, &u64)> = words.speakers.iter().collect();
            speakers.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
            for (speaker, count) in speakers {
                let _ = writeln!(out, "  {speaker:<20} {count:>7}");
            }
            if words.words_in_a_play > 0 {
                let _ = writeln!(out, "  {:<20} {:>7}", "words in a play", words.words_in_a_play);
                let _ = writeln!(out, "  {:<20} {:>7}", "minutes to read", words.minutes);
            }
        }
        out
    }

    /// For machines.
    #[must_use]
    pub fn json(&self) -> String {
        let mut out = serde_json::to_string_pretty(self).unwrap_or_default();
        out.push('\n');
        out
    }
}
