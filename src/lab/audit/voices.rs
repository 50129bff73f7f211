//! Who speaks how much, who has the last word, and words that the narration is not to use.
//!
//! Counted in the texts as they are written, whatever is read of them in one play. The invariant: a word is counted for
//! whoever says it, once.

use crate::story::{
    Story,
    ids::{CastId, SceneId, TextId},
    model::Side,
    prose::Piece,
};

/// Words that judge, which the narration leaves to those who speak: the story bible's list.
pub const BANNED: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "orwellian",
            "dystopia",
            "dystopian",
            "sinister",
            "chilling",
            "draconian",
            "naive",
            "hysterical",
            "finally free",
            "for your own good",
            "you failed",
            "you chose wrong",
        ],
    ),
    ("id", &["orwellian", "distopia", "mencekam", "kejam", "naif", "lebay", "demi kebaikanmu", "kamu gagal"]),
];

/// Words by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Voices {
    /// Said by those who are for more watching.
    pub pro: u64,
    /// Said by those who are against.
    pub con: u64,
    /// Said by others.
    pub undecided: u64,
    /// Narrated.
    pub told: u64,
}

/// What is said in a scene, with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneWords {
    /// The scene.
    pub scene: SceneId,
    /// Its words.
    pub voices: Voices,
}

/// A word that stands where it should not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banned {
    /// The word.
    pub word: &'static str,
    /// The key of the text.
    pub key: String,
    /// The language.
    pub language: String,
}

/// Goes through a text: each run of letters with who says it.
pub fn spoken(story: &Story, text: TextId, language: usize, mut each: impl FnMut(Option<CastId>, &str)) {
    if !story.texts.has(text, language) {
        return;
    }
    let (mut speaker, mut said_by) = (None, None);
    for piece in story.texts.read(text, language) {
        match *piece {
            Piece::Letters { start, end, .. } => each(said_by.or(speaker), story.texts.letters(start, end)),
            Piece::Paragraph(who) => speaker = who,
            Piece::Say(who) => said_by = Some(who),
            Piece::Said => said_by = None,
            Piece::Emphasis(_)
            | Piece::Value { .. }
            | Piece::Unless { .. }
            | Piece::Jump { .. }
            | Piece::Vary { .. } => {}
        }
    }
}

fn words(text: &str) -> u64 {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count() as u64
}

/// Every text that a scene shows: its own, its events', its choices' and what they bring.
fn texts(story: &Story, scene: SceneId) -> Vec<TextId> {
    let record = story.scene(scene);
    let mut texts = vec![record.text];
    texts.extend(story.events[record.events.clone()].iter().filter_map(|e| e.text));
    for (_, choice) in story.choices_of(scene) {
        texts.extend(choice.texts());
        texts.extend(story.laters[choice.laters.clone()].iter().filter_map(|l| l.text));
    }
    texts
}

/// By scene, what is said in a language.
#[must_use]
pub fn voices(story: &Story, language: usize) -> Vec<SceneWords> {
    let scenes = (0..story.scenes.len()).map(SceneId::new);
    scenes
        .map(|scene| {
            let mut voices = Voices::default();
            for text in texts(story, scene) {
                spoken(story, text, language, |who, letters| {
                    let count = words(letters);
                    match (who, who.and_then(|who| story.person(who).side)) {
                        (None, _) => voices.told += count,
                        (Some(_), Some(Side::For)) => voices.pro += count,
                        (Some(_), Some(Side::Against)) => voices.con += count,
                        (Some(_), Some(Side::Undecided) | None) => voices.undecided += count,
                    }
                });
            }
            SceneWords { scene, voices }
        })
        .collect()
}

/// By dilemma of the guide, the side that speaks last in its scene, of those that take one.
#[must_use]
pub fn last_words(story: &Story, language: usize) -> Vec<(SceneId, Option<Side>)> {
    let last = |scene: SceneId| {
        let mut last = None;
        spoken(story, story.scene(scene).text, language, |who, _| {
            if let Some(side @ (Side::For | Side::Against)) = who.and_then(|who| story.person(who).side) {
                last = Some(side);
            }
        });
        (scene, last)
    };
    story.guide.dilemmas.iter().map(|d| last(d.scene)).collect()
}

impl Banned {
    /// Every word of the list that the narration of a story uses, in each of its languages.
    #[must_use]
    pub fn all(story: &Story) -> Vec<Self> {
        let mut found = Vec::new();
        for (number, language) in story.languages.iter().enumerate() {
            let Some((_, list)) = BANNED.iter().find(|(tag, _)| tag == language) else { continue };
            for (text, key) in story.texts.keys() {
                let mut told = String::new();
                spoken(story, text, number, |who, letters| {
                    if who.is_none() {
                        told.push_str(letters);
                        told.push(' ');
                    }
                });
                let told = told.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
                let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let whole = |word: &&&str| {
                    let mut parts = told.split(**word).peekable();
                    std::iter::from_fn(|| parts.next().zip(parts.peek().copied())).any(|(before, after)| {
                        !letter(before.chars().next_back()) && !letter(after.chars().next())
                    })
                };
                found.extend(list.iter().filter(whole).map(|word| Self {
                    word,
                    key: key.to_owned(),
                    language: language.clone(),
                }));
            }
        }
        found
    }
}
