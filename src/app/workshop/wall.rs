//! What the projector shows: what the whole room may see, and nothing else.
//!
//! The invariant: no note of the desk, no draft that waits, no count before its reveal is on it.

use serde::{Deserialize, Serialize};

use super::{
    Workshop,
    pages::{Join, Piece},
    words::{finding_words, half_key, scene_words, stage_key},
};
use crate::{
    app::{Lang, lang::number},
    group::{Ballot, Cell, Clock, Finding, Phase, Stage, board, keep, safeguards},
    story::model::Step,
};

/// A wall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    /// Counts up with what happens.
    pub heard: u64,
    /// The language.
    pub lang: String,
    /// The story's title.
    pub title: String,
    /// What is going on.
    pub heading: String,
    /// Whether nothing is to be seen.
    pub blank: bool,
    /// What is seen: side by side where the room is cut in two.
    pub columns: Vec<Vec<Piece>>,
    /// How many have answered, in words.
    pub foot: String,
    /// Seconds until what is going on is meant to be over.
    pub until: Option<u32>,
    /// Whether the clock is stopped.
    pub paused: bool,
}

/// The wall of a room.
#[must_use]
pub fn wall(shop: &Workshop, join: &Join, at: u32, lang: &Lang) -> Wall {
    let room = &shop.room;
    let clock = Clock::of(room, at);
    let heading = shop.stage_words(lang);
    let columns = match room.stage {
        Stage::Play => (0..shop.games.len()).map(|half| playing(shop, half, lang)).collect(),
        Stage::Ending => (0..shop.games.len()).map(|half| ended(shop, half, lang)).collect(),
        Stage::Lobby => vec![lobby(shop, join, lang)],
        Stage::Before | Stage::After => vec![vec![Piece::Text(lang.say("room-questions-wall"))]],
        Stage::Roles => vec![roles(shop, lang)],
        Stage::Debrief(step) => vec![debrief(shop, step, lang)],
        Stage::Ranking => vec![ranking(shop, lang)],
        Stage::Closing => vec![closing(shop, lang)],
    };
    Wall {
        heard: room.heard,
        lang: lang.tag().to_owned(),
        title: shop.label(shop.story.about.title, lang),
        heading,
        blank: room.blank,
        columns,
        foot: foot(shop, lang),
        until: clock.until,
        paused: clock.paused,
    }
}

/// How many are here and have answered, in words.
pub(super) fn foot(shop: &Workshop, lang: &Lang) -> String {
    let room = &shop.room;
    let (answered, here) = room.answered();
    let asked = match room.stage {
        Stage::Before | Stage::After | Stage::Ranking | Stage::Closing | Stage::Debrief(Step::Apply) => true,
        Stage::Play => {
            let votes = room.ballots.iter().any(Ballot::votes);
            votes && (room.phase.votes() || room.phase == Phase::Bet)
        }
        Stage::Lobby | Stage::Roles | Stage::Ending | Stage::Debrief(_) => false,
    };
    let args = [("n", number(answered)), ("here", number(here))];
    lang.say_with(if asked { "room-answered" } else { "room-here" }, &args)
}

impl Workshop {
    /// What is going on, in a few words.
    pub(super) fn stage_words(&self, lang: &Lang) -> String {
        lang.say(match self.room.stage {
            Stage::Play => match self.room.phase {
                Phase::Consequence => "room-phase-consequence",
                Phase::Read => "room-phase-read",
                Phase::Vote => "room-phase-vote",
                Phase::Bet => "room-phase-bet",
                Phase::Reveal => "room-phase-reveal",
                Phase::Talk => "room-phase-talk",
                Phase::Revote => "room-phase-revote",
                Phase::Result => "room-phase-result",
            },
            stage => stage_key(stage),
        })
    }

    /// What each half is called, where there are two.
    pub(super) fn half_words(&self, half: usize, lang: &Lang) -> Option<String> {
        (self.games.len() > 1).then(|| lang.say(half_key(half)))
    }

    /// The questions of a part of the debrief.
    pub(super) fn questions(&self, step: Step, lang: &Lang) -> Vec<String> {
        let asked = self.story.workshop.debrief.iter().filter(|q| q.step == step);
        asked.map(|q| self.label(q.text, lang)).collect()
    }

    /// What is worth talking about, in words.
    pub(super) fn findings(&self, lang: &Lang) -> Vec<String> {
        let voted: Vec<_> = self.room.past.iter().filter(|p| p.options.len() > 1).cloned().collect();
        let ballots: Vec<(&str, &[String])> =
            voted.iter().map(|p| (p.scene.as_str(), p.options.as_slice())).collect();
        let words = |finding: &Finding| finding_words(&self.story, &ballots, *finding, lang);
        let hinges = self.hinges.iter().flatten().cloned();
        board(&voted).iter().map(words).chain(hinges).collect()
    }

    /// The title of a scene by its id.
    pub(super) fn scene_title(&self, id: &str, lang: &Lang) -> String {
        scene_words(&self.story, id, lang)
    }
}

fn lobby(shop: &Workshop, join: &Join, lang: &Lang) -> Vec<Piece> {
    let rules = shop.story.workshop.rules.iter().map(|t| shop.label(*t, lang)).collect();
    vec![Piece::Join(join.clone()), Piece::List(rules)]
}

fn roles(shop: &Workshop, lang: &Lang) -> Vec<Piece> {
    let names = shop.story.workshop.roles.iter().map(|r| shop.label(r.name, lang)).collect();
    let chair = shop.label(shop.story.about.chair, lang);
    let mut pieces = vec![Piece::Text(chair), Piece::Text(lang.say("room-roles-wall")), Piece::List(names)];
    pieces.extend(shop.content_notes(lang));
    pieces
}

fn playing(shop: &Workshop, half: usize, lang: &Lang) -> Vec<Piece> {
    let room = &shop.room;
    let mut pieces: Vec<Piece> = shop.half_words(half, lang).map(Piece::Heading).into_iter().collect();
    let ended = shop.scene(half).is_none();
    match room.phase {
        Phase::Consequence => pieces.extend(shop.consequence(half, lang)),
        _ if ended => pieces.extend(shop.scene_prose(half, lang)),
        Phase::Read => {
            pieces.extend(shop.scene_prose(half, lang));
            pieces.push(Piece::Options(shop.options(half, lang)));
        }
        Phase::Vote | Phase::Bet | Phase::Revote => {
            if let Some(scene) = shop.scene(half) {
                pieces.push(Piece::Heading(shop.scene_title(&shop.story.scene(scene).id, lang)));
            }
            pieces.push(Piece::Options(shop.options(half, lang)));
            pieces.extend(shop.rules_of(half, lang).into_iter().map(Piece::Note));
        }
        Phase::Reveal | Phase::Result => pieces.extend(shop.counts(half, lang)),
        Phase::Talk => {
            let prompts = shop.scene(half).and_then(|s| shop.dilemma(s)).map(|d| &d.prompts);
            let prompts: Vec<String> =
                prompts.into_iter().flatten().map(|p| shop.label(p.text, lang)).collect();
            if prompts.is_empty() {
                pieces.push(Piece::Text(lang.say("room-talk")));
            } else {
                pieces.push(Piece::List(prompts));
            }
            pieces.extend(shop.counts(half, lang));
        }
    }
    pieces
}

fn ended(shop: &Workshop, half: usize, lang: &Lang) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = shop.half_words(half, lang).map(Piece::Heading).into_iter().collect();
    if shop.scene(half).is_none() {
        pieces.extend(shop.scene_prose(half, lang));
    } else {
        pieces.push(Piece::Text(lang.say("room-left-open")));
        if let Some(page) = shop.page(half, lang) {
            let meters = page.meters.iter().map(|m| crate::app::page::meter_words(m, lang)).collect();
            pieces.push(Piece::List(meters));
        }
    }
    if half == 0
        && let Some(leaving) = shop.story.workshop.leaving
    {
        pieces.push(Piece::Notice(shop.label(leaving, lang)));
    }
    pieces
}

fn debrief(shop: &Workshop, step: Step, lang: &Lang) -> Vec<Piece> {
    let mut pieces = vec![Piece::List(shop.questions(step, lang))];
    let findings = shop.findings(lang);
    if step != Step::Apply && !findings.is_empty() {
        pieces.push(Piece::Heading(lang.say("room-board")));
        pieces.push(Piece::List(findings));
    }
    if step == Step::Apply {
        pieces.push(Piece::Text(lang.say("room-draft-wall")));
        let shown: Vec<String> = safeguards(&shop.room).into_iter().map(|(text, _)| text).collect();
        if !shown.is_empty() {
            pieces.push(Piece::List(shown));
        }
    }
    pieces
}

fn ranking(shop: &Workshop, lang: &Lang) -> Vec<Piece> {
    let shown: Vec<String> = safeguards(&shop.room).into_iter().map(|(text, _)| text).collect();
    let mut shown = shown;
    // Not in the order of their dots: the room is still giving them.
    shown.sort();
    vec![Piece::Text(lang.say("room-ranking-wall")), Piece::List(shown)]
}

/// How many agreed less, the same or more with each statement, as far as it may be told.
fn changes(shop: &Workshop, lang: &Lang) -> Option<Piece> {
    let kept = keep(&shop.room, &shop.best());
    let statements = shop.story.workshop.statements.iter().zip(&kept.items);
    let lines: Vec<String> = statements
        .filter_map(|(statement, item)| {
            let [less, same, more] = item.change[..] else { return None };
            let word = |cell: Cell| cell.shown().map_or_else(|| lang.say("room-few"), |n| n.to_string());
            (less.shown().or(same.shown()).or(more.shown())).map(|_| {
                let args = [
                    ("text", shop.label(statement.after, lang).into()),
                    ("less", word(less).into()),
                    ("same", word(same).into()),
                    ("more", word(more).into()),
                ];
                lang.say_with("room-changes", &args)
            })
        })
        .collect();
    (!lines.is_empty()).then_some(Piece::List(lines))
}

fn closing(shop: &Workshop, lang: &Lang) -> Vec<Piece> {
    let ranked = safeguards(&shop.room);
    let mut pieces = Vec::new();
    if !ranked.is_empty() {
        pieces.push(Piece::Heading(lang.say("room-safeguards")));
        let line = |(text, dots): &(String, u32)| match Cell::alone(*dots) {
            Cell::Shown(n) => {
                lang.say_with("room-dots-many", &[("text", text.clone().into()), ("n", number(n as usize))])
            }
            Cell::Hidden => lang.say_with("room-dots-few", &[("text", text.clone().into())]),
        };
        pieces.push(Piece::List(ranked.iter().take(3).map(line).collect()));
    }
    pieces.extend(changes(shop, lang));
    pieces.push(Piece::Text(lang.say("room-closing-wall")));
    pieces
}
