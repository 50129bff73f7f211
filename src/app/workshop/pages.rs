//! What the wall, a phone and the desk are made of.
//!
//! Words and numbers, not how they are set: the same pieces become HTML, cells and lines of words. The invariant: every
//! bar comes with its words, so nothing is said by length alone.

use serde::{Deserialize, Serialize};

use crate::{
    app::Lang,
    engine::Passage,
    story::{Story, ids::CastId},
};

/// A line of prose: stretches, each with whether it is emphasised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who says it, by name.
    pub speaker: Option<String>,
    /// Its letters.
    pub stretches: Vec<(String, bool)>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How long it is, in thousandths of the longest there can be.
    pub share: u32,
    /// What it says: `18 of 34`.
    pub words: String,
    /// Whether it leads.
    pub leads: bool,
}

/// How to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The address to open.
    pub url: String,
    /// The address without the code, for those who type.
    pub short: String,
    /// The code.
    pub code: String,
    /// What a phone reads to join the Wi-Fi, where its name was given.
    pub wifi: Option<String>,
    /// Its name.
    pub wifi_name: Option<String>,
}

/// A part of what is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// A heading.
    Heading(String),
    /// What can be unfolded: its name, and what is in it.
    Folded(String, Vec<Self>),
    /// A paragraph.
    Text(String),
    /// Prose of the story.
    Prose(Vec<Line>),
    /// Something to be seen beside the rest.
    Note(String),
    /// Something that must not be missed.
    Notice(String),
    /// Lines that belong together.
    List(Vec<String>),
    /// Options, numbered from 1; what locks one stands beside it.
    Options(Vec<Offer>),
    /// A chart: what it shows, and its bars.
    Bars(String, Vec<Bar>),
    /// How to join.
    Join(Join),
}

/// An option of a vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its label.
    pub label: String,
    /// Who gains and who pays.
    pub details: Vec<String>,
    /// What locks it.
    pub locked: Option<String>,
    /// Whether it is what this participant said.
    pub chosen: bool,
}

/// A question with answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// The answers.
    pub answers: Vec<String>,
    /// What this participant answered, and how sure.
    pub given: Option<(u8, u8)>,
}

/// What a participant can send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A vote in a ballot of this number.
    Vote(u32, Vec<Offer>),
    /// A bet on the room.
    Bet(u32, Vec<Offer>),
    /// Answers to all questions.
    Answers(Vec<Question>),
    /// A safeguard in one's own words; how many more can be sent.
    Draft(usize),
    /// Dots for drafts: number, words, whether it has one.
    Dots(Vec<(usize, String, bool)>),
    /// Two taps at the end, and what was tapped.
    Parting(Option<(u8, u8)>),
}

/// Prose as lines.
pub(super) fn lines(passage: &Passage, story: &Story, lang: &Lang) -> Vec<Line> {
    let name = |cast: CastId| {
        let person = &story.cast[cast.at()];
        story.label(person.name, story.language(lang.tag())).to_owned()
    };
    let line = |p: &crate::engine::Paragraph| Line {
        speaker: p.speaker.map(name),
        stretches: p.stretches.iter().map(|s| (s.text.clone(), s.emphasis)).collect(),
    };
    passage.paragraphs.iter().map(line).collect()
}

/// Seconds as minutes and seconds, `4:05`.
#[must_use]
pub fn clock_words(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A bar in one line of words: `Widen it: 18 of 34`.
#[must_use]
pub fn bar_words(bar: &Bar) -> String {
    format!("{}: {}", bar.label, bar.words)
}
