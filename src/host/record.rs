//! What a room writes to its log: how it was opened, what happened, and sometimes all of it at once.
//!
//! The invariant: the records of a log make the room that wrote them, or say why they cannot.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    app::{Game, Lang, workshop::Workshop},
    engine::Run,
    group::{Event, Room, Settings},
    story::Story,
};

/// How a room was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The story's name on the shelf.
    pub story: String,
    /// The pack's version, as a run writes it.
    pub pack: String,
    /// The run it began with, as RON: luck, schedule, numbers.
    pub run: String,
    /// The language of the wall and the desk.
    pub lang: String,
    /// The settings.
    pub settings: Settings,
    /// The address it listens at.
    pub address: String,
    /// The code.
    pub code: String,
    /// The Wi-Fi's name and password, for the sheet.
    pub wifi: Option<(String, String)>,
    /// When it was opened, in seconds since 1970.
    pub at: u64,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// The first: how the room was opened.
    Opened(Box<Opened>),
    /// Something happened, so many seconds after that.
    Event(u32, Event),
    /// The whole room, and the decisions of each play by their ids; nothing before it is needed.
    Whole(Box<Room>, Vec<Vec<String>>),
}

/// Why a log makes no room.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It has no beginning.
    #[error("the log does not begin with a room")]
    NoBeginning,
    /// A record is none of ours.
    #[error("record {0} was written by another version of Cermin")]
    Other(usize),
    /// The story cannot be played as it was.
    #[error("the story has changed since: {0}")]
    Story(String),
}

impl Record {
    /// As bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        // Only a length that cannot be known beforehand would fail, and none of ours is such.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// From bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// The whole room as it is now.
    #[must_use]
    pub fn whole(shop: &Workshop) -> Self {
        let decided = |game: &Game| game.run.decisions.iter().map(|d| d.0.clone()).collect();
        Self::Whole(Box::new(shop.room.clone()), shop.games.iter().map(decided).collect())
    }
}

/// How the room of a log was opened.
///
/// # Errors
/// [`Unreadable`].
pub fn opened(records: &[Vec<u8>]) -> Result<Opened, Unreadable> {
    match records.first().map(|bytes| Record::of(bytes)) {
        Some(Some(Record::Opened(opened))) => Ok(*opened),
        Some(None) => Err(Unreadable::Other(0)),
        Some(Some(Record::Event(..) | Record::Whole(..))) | None => Err(Unreadable::NoBeginning),
    }
}

/// The room that a log made, and when the last of it happened.
///
/// # Errors
/// [`Unreadable`].
pub fn replayed(
    records: &[Vec<u8>],
    opened: &Opened,
    story: &Arc<Story>,
    lang: &Lang,
) -> Result<(Workshop, u32), Unreadable> {
    let run: Run = ron::from_str(&opened.run).map_err(|e| Unreadable::Story(e.to_string()))?;
    if opened.pack != crate::engine::version_word(story.version) {
        return Err(Unreadable::Story("its files are not those the room began with".to_owned()));
    }
    let begin = || {
        Workshop::new(Arc::clone(story), run.clone(), opened.settings, lang)
            .map_err(|e| Unreadable::Story(e.to_string()))
    };
    let mut shop = begin()?;
    let mut last = 0;
    for (n, bytes) in records.iter().enumerate().skip(1) {
        match Record::of(bytes).ok_or(Unreadable::Other(n))? {
            Record::Opened(_) => return Err(Unreadable::Other(n)),
            Record::Event(at, event) => {
                last = at;
                shop.hear(at, &event).map_err(|e| Unreadable::Story(format!("record {n}: {e}")))?;
            }
            Record::Whole(room, plays) => {
                shop = begin()?;
                let first = shop.games.first().cloned();
                shop.games = plays
                    .iter()
                    .filter_map(|decided| {
                        let mut game = first.clone()?;
                        for id in decided {
                            let choice = crate::engine::find(&game.story, &game.timeline, id)?;
                            game.decide(choice).ok()?;
                        }
                        Some(game)
                    })
                    .collect();
                if shop.games.len() != plays.len() {
                    return Err(Unreadable::Story("a decision is no longer open".to_owned()));
                }
                shop.room = *room;
            }
        }
    }
    Ok((shop, last))
}
