//! The people of a story: those who have spoken so far, with what one knows of them.
//!
//! The invariant: nobody is named who has not spoken in this run.

use super::{
    game::Game,
    lang::Lang,
    page::{self, Block, Page},
};
use crate::story::ids::CastId;

/// Somebody who has spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What one knows; may be nothing.
    pub about: String,
    /// In how many scenes of this run.
    pub scenes: usize,
}

/// Who speaks on a page, each once, in the order in which they first do.
#[must_use]
pub fn speakers(page: &Page) -> Vec<CastId> {
    let mut found = Vec::new();
    for block in &page.blocks {
        let (Block::Prose(passage) | Block::News(passage)) = block else { continue };
        for paragraph in &passage.paragraphs {
            let said = paragraph.stretches.iter().filter_map(|s| s.said_by);
            for person in paragraph.speaker.into_iter().chain(said) {
                if !found.contains(&person) {
                    found.push(person);
                }
            }
        }
    }
    found
}

/// Who has spoken, in the order in which they first did, and how many of the story have not yet.
#[must_use]
pub fn met(game: &Game, lang: &Lang) -> (Vec<Person>, usize) {
    let mut met: Vec<(CastId, usize)> = Vec::new();
    for moment in 0..=game.timeline.decisions() {
        for person in speakers(&page::of(game, moment, lang)) {
            match met.iter_mut().find(|(known, _)| *known == person) {
                Some((_, scenes)) => *scenes += 1,
                None => met.push((person, 1)),
            }
        }
    }
    let unmet = game.story.cast.len().saturating_sub(met.len());
    let people = met.into_iter().map(|(id, scenes)| {
        let record = game.story.person(id);
        Person {
            name: game.story.label(record.name, game.language).to_owned(),
            about: game.story.label_or(record.about, game.language, "").to_owned(),
            scenes,
        }
    });
    (people.collect(), unmet)
}
