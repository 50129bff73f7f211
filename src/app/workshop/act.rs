//! What the facilitator can do, as words and as what then happens.
//!
//! Every act has a word in each language and a letter on the full screen. The invariant: an act that the room would
//! refuse says why instead.

use super::Workshop;
use crate::{
    app::Lang,
    group::{Ballot, Event, Pace, Refused, Stage, Tie},
    story::model::Step,
};

/// Something the facilitator does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The next step; whether also where too few have voted.
    Next {
        /// Even so.
        all_the_same: bool,
    },
    /// The part before.
    Back,
    /// The last reveal or decision is taken back.
    Undo,
    /// The clock stops, or goes on.
    Pause,
    /// So many seconds more.
    Longer(u32),
    /// The wall shows nothing, or again.
    Blank,
    /// One quick vote from here.
    Quick,
    /// With talk and a second vote.
    Full,
    /// What breaks ties.
    Tie(Tie),
    /// Everybody takes the next role.
    Rotate,
    /// The room is cut in two.
    Split,
    /// Votes of people without a phone: which half from 0, how many for each option.
    Count(usize, Vec<u32>),
    /// A draft from 1 is shown or kept back.
    Judge(usize, bool),
    /// Drafts may be sent, or no longer.
    Writing,
    /// On to the debrief.
    Debrief,
    /// The session is over; whether that was confirmed.
    End {
        /// It was.
        sure: bool,
    },
    /// Leaves the desk; the room can be taken up again.
    Quit,
    /// Says what can be typed.
    Help,
    /// Says again where the room is.
    Look,
    /// Says how to join.
    Join,
}

/// The words of a language for each act that needs no number: act, words.
const WORDS: &[(&str, Act, &[&str])] = &[
    ("next", Act::Next { all_the_same: false }, &["next", "n", "lanjut"]),
    ("next!", Act::Next { all_the_same: true }, &["next!", "lanjut!"]),
    ("back", Act::Back, &["back", "kembali"]),
    ("undo", Act::Undo, &["undo", "u", "batalkan"]),
    ("pause", Act::Pause, &["pause", "p", "jeda"]),
    ("blank", Act::Blank, &["blank", "hide", "b", "kosong"]),
    ("quick", Act::Quick, &["quick", "cepat"]),
    ("full", Act::Full, &["full", "lengkap"]),
    ("rotate", Act::Rotate, &["rotate", "tukar"]),
    ("split", Act::Split, &["split", "belah"]),
    ("writing", Act::Writing, &["writing", "tulis"]),
    ("debrief", Act::Debrief, &["debrief", "bahas"]),
    ("end", Act::End { sure: false }, &["end", "selesai"]),
    ("end!", Act::End { sure: true }, &["end!", "selesai!"]),
    ("quit", Act::Quit, &["quit", "q", "keluar"]),
    ("help", Act::Help, &["help", "?", "h", "bantuan"]),
    ("look", Act::Look, &["look", "l", "lihat"]),
    ("join", Act::Join, &["join", "gabung"]),
    ("tie-lot", Act::Tie(Tie::Lot), &["tie lot", "seri undi"]),
    ("tie-keep", Act::Tie(Tie::AsItIs), &["tie keep", "seri tetap"]),
    ("tie-again", Act::Tie(Tie::Again), &["tie again", "seri ulang"]),
];

impl Act {
    /// What a line means; none where it means nothing.
    #[must_use]
    pub fn of(line: &str, shop: &Workshop, lang: &Lang) -> Option<Self> {
        let line = line.trim().to_lowercase();
        if let Some((_, act, _)) = WORDS.iter().find(|(_, _, words)| words.contains(&line.as_str())) {
            return Some(act.clone());
        }
        let mut words = line.split_whitespace();
        let first = words.next()?;
        let numbers: Vec<u32> = words.clone().map_while(|w| w.parse().ok()).collect();
        let rest = words.clone().count();
        if let Some(seconds) = line.strip_prefix('+') {
            return seconds.trim().parse().ok().filter(|s| *s <= 3600).map(Self::Longer);
        }
        match first {
            "count" | "hitung" => match words.next()? {
                side @ ("left" | "kiri" | "right" | "kanan") => {
                    let counts: Vec<u32> = words.map_while(|w| w.parse().ok()).collect();
                    let half = usize::from(matches!(side, "right" | "kanan"));
                    (counts.len() + 1 == rest && !counts.is_empty()).then_some(Self::Count(half, counts))
                }
                _ => (numbers.len() == rest).then_some(Self::Count(0, numbers)),
            },
            "ok" | "no" | "tolak" => match numbers[..] {
                [n] if rest == 1 && n >= 1 => Some(Self::Judge(n as usize, first == "ok")),
                _ => None,
            },
            "tie" | "seri" => {
                let name = words.collect::<Vec<_>>().join(" ");
                let roles = &shop.story.workshop.roles;
                let is = |n: &usize| roles[*n].id == name || shop.role_name(*n, lang).to_lowercase() == name;
                (0..roles.len()).find(is).map(|n| Self::Tie(Tie::Role(n)))
            }
            _ => None,
        }
    }

    /// What can be typed, each with what it does.
    #[must_use]
    pub fn help(lang: &Lang) -> Vec<(String, String)> {
        let local = |words: &[&'static str]| {
            let pick = if lang.tag() == "id" { words.last() } else { words.first() };
            pick.copied().unwrap_or_default().to_owned()
        };
        let mut told: Vec<(String, String)> = WORDS
            .iter()
            .map(|(key, _, words)| {
                (local(words), lang.say(&format!("room-act-{}", key.replace('!', "-all"))))
            })
            .collect();
        for key in ["longer", "count", "judge", "tie-role"] {
            told.push((lang.say(&format!("room-word-{key}")), lang.say(&format!("room-act-{key}"))));
        }
        told
    }

    /// What happens then; none for what is the desk's alone.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn event(&self, shop: &Workshop) -> Result<Option<Event>, Refused> {
        let room = &shop.room;
        Ok(Some(match self {
            Self::Next { all_the_same: false } => return shop.next(),
            Self::Next { all_the_same: true } => return shop.next_all_the_same(),
            Self::Back => match room.stage.previous() {
                // What was decided is taken back by `undo`; the play is not left backwards.
                Some(before) if room.stage != Stage::Play => Event::Stage(before),
                _ => return Err(Refused::NotNow),
            },
            Self::Undo => Event::Undone,
            Self::Pause => Event::Paused(room.paused.is_none()),
            Self::Longer(seconds) => Event::Longer(*seconds),
            Self::Blank => Event::Blank(!room.blank),
            Self::Quick => Event::Pace(Pace::Quick),
            Self::Full => Event::Pace(Pace::Full),
            Self::Tie(tie) => {
                // The rule is told before the vote, and is not changed under it.
                if room.stage == Stage::Play && room.ballots.iter().any(Ballot::begun) {
                    return Err(Refused::NotNow);
                }
                Event::Tie(*tie)
            }
            Self::Rotate => Event::Rotated,
            Self::Split => return shop.split().map(Some).ok_or(Refused::NotNow),
            Self::Count(half, counts) => Event::Counted(*half, counts.clone()),
            Self::Judge(n, shown) => Event::Judged(n.saturating_sub(1), *shown),
            Self::Writing => Event::Writing(!room.writing),
            Self::Debrief => {
                let step = if room.stage == Stage::Play {
                    Stage::Ending
                } else if room.stage == Stage::Ending {
                    Stage::Debrief(Step::Describe)
                } else {
                    return Err(Refused::NotNow);
                };
                Event::Stage(step)
            }
            Self::End { .. } | Self::Quit | Self::Help | Self::Look | Self::Join => return Ok(None),
        }))
    }
}

/// Who keeps the room, as the desk sees it.
pub trait Conductor {
    /// Lets something happen.
    ///
    /// # Errors
    /// Why it did not, in words.
    fn act(&mut self, act: &Act) -> Result<(), String>;

    /// What a line means.
    fn hear(&mut self, line: &str) -> Option<Act>;

    /// What the desk and the wall show now; none where the room is over.
    fn look(&mut self) -> Option<(super::Desk, super::Wall)>;

    /// A number that changes when there is something new to look at.
    fn turned(&self) -> u64;

    /// How many pages listen, and whether a phone has reached this laptop.
    fn phones(&self) -> (usize, bool);

    /// How to join.
    fn join(&self) -> super::Join;

    /// What was looked at before the first phone came, in words; first what is wrong.
    fn checks(&self) -> Vec<String>;

    /// Keeps what may be kept, destroys the rest, and says what remains.
    ///
    /// # Errors
    /// Why it could not.
    fn end(&mut self) -> Result<Vec<String>, String>;
}
