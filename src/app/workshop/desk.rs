//! What the facilitator sees: the script, what to watch for, who is here, and how far the room is behind.
//!
//! Counts of people, never who; what the room voted only as far as the wall may show it. The invariant: everything the
//! desk can do next is named by one line.

use super::{
    Workshop,
    pages::{Piece, clock_words},
};
use crate::{
    app::{Lang, lang::number},
    group::{Clock, Drift, Event, Pace, Phase, Refused, Stage, Standing, Tie, drift, starts_at},
    story::model::{Side, Step},
};

/// A desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// What is going on.
    pub heading: String,
    /// What the next step does, or why it cannot be taken.
    pub next: String,
    /// What to say and do now.
    pub say: Vec<Piece>,
    /// What to watch for, facts, questions, what comes next: for the facilitator alone.
    pub notes: Vec<Piece>,
    /// How many are here and have answered.
    pub here: String,
    /// How far the room is behind, and what would help.
    pub drift: String,
    /// Whether that needs to be looked at.
    pub late: bool,
    /// The clock, and how long what is going on is meant to take.
    pub clock: String,
    /// Ties, pace, what the wall shows: what holds now.
    pub set: String,
    /// Drafts that wait: number from 1, and words.
    pub waiting: Vec<(usize, String)>,
}

/// The desk of a room.
#[must_use]
pub fn desk(shop: &Workshop, at: u32, lang: &Lang) -> Desk {
    let room = &shop.room;
    let clock = Clock::of(room, at);
    let (drift, late) = drifting(shop, at, lang);
    let mut clock_line = vec![lang.say_with(
        "room-clock",
        &[("at", clock_words(clock.at).into()), ("left", clock_words(clock.left).into())],
    )];
    if let Some(until) = clock.until {
        clock_line.push(lang.say_with("room-until", &[("until", clock_words(until).into())]));
    }
    if clock.paused {
        clock_line.push(lang.say("room-paused"));
    }
    Desk {
        heading: shop.stage_words(lang),
        next: next_words(shop, lang),
        say: say(shop, lang),
        notes: notes(shop, clock.at, lang),
        here: super::wall::foot(shop, lang),
        drift,
        late,
        clock: clock_line.join(" · "),
        set: set(shop, lang),
        waiting: (room.drafts.iter().enumerate())
            .filter(|(_, d)| d.standing == Standing::Waits)
            .map(|(n, d)| (n + 1, d.text.clone()))
            .collect(),
    }
}

fn drifting(shop: &Workshop, at: u32, lang: &Lang) -> (String, bool) {
    let minutes = |seconds: u32| number((seconds / 60) as usize);
    match drift(&shop.room, at) {
        Drift::Ahead(seconds) if seconds < 60 => (lang.say("room-on-time"), false),
        Drift::Ahead(seconds) => (lang.say_with("room-ahead", &[("n", minutes(seconds))]), false),
        Drift::Behind(seconds) if seconds < 60 => (lang.say("room-on-time"), false),
        Drift::Behind(seconds) => (lang.say_with("room-behind", &[("n", minutes(seconds))]), true),
        Drift::GoQuick(seconds) => (lang.say_with("room-behind-quick", &[("n", minutes(seconds))]), true),
        Drift::Debrief(seconds) => (lang.say_with("room-behind-debrief", &[("n", minutes(seconds))]), true),
    }
}

/// What the next step does.
fn next_words(shop: &Workshop, lang: &Lang) -> String {
    match shop.next() {
        Err(Refused::Quorum) => {
            let args = [("quorum", shop.room.settings.quorum.into())];
            lang.say_with("room-next-quorum", &args)
        }
        Err(_) | Ok(None) => lang.say("room-next-end"),
        Ok(Some(Event::Stage(stage))) => lang.say(match stage {
            Stage::Lobby => "room-stage-lobby",
            Stage::Before => "room-next-before",
            Stage::Roles => "room-next-roles",
            Stage::Play => "room-next-play",
            Stage::Ending => "room-next-ending",
            Stage::Debrief(Step::Describe) => "room-next-describe",
            Stage::Debrief(Step::Analyse) => "room-next-analyse",
            Stage::Debrief(Step::Apply) => "room-next-apply",
            Stage::Ranking => "room-next-ranking",
            Stage::After => "room-next-after",
            Stage::Closing => "room-next-closing",
        }),
        Ok(Some(Event::Phase(phase))) => lang.say(match phase {
            Phase::Consequence | Phase::Read => "room-next-read",
            Phase::Vote => "room-next-vote",
            Phase::Bet => "room-next-bet",
            Phase::Reveal => "room-next-reveal",
            Phase::Talk => "room-next-talk",
            Phase::Revote => "room-next-revote",
            Phase::Result => "room-next-result",
        }),
        Ok(Some(_)) => lang.say("room-next-decide"),
    }
}

/// What to say and do now.
fn say(shop: &Workshop, lang: &Lang) -> Vec<Piece> {
    let room = &shop.room;
    let key = match room.stage {
        Stage::Lobby => "room-say-lobby",
        Stage::Before => "room-say-before",
        Stage::Roles => "room-say-roles",
        Stage::Play => match room.phase {
            Phase::Consequence => "room-say-consequence",
            Phase::Read => "room-say-read",
            Phase::Vote => "room-say-vote",
            Phase::Bet => "room-say-bet",
            Phase::Reveal => "room-say-reveal",
            Phase::Talk => "room-say-talk",
            Phase::Revote => "room-say-revote",
            Phase::Result => "room-say-result",
        },
        Stage::Ending => "room-say-ending",
        Stage::Debrief(Step::Describe) => "room-say-describe",
        Stage::Debrief(Step::Analyse) => "room-say-analyse",
        Stage::Debrief(Step::Apply) => "room-say-apply",
        Stage::Ranking => "room-say-ranking",
        Stage::After => "room-say-after",
        Stage::Closing => "room-say-closing",
    };
    let mut pieces = vec![Piece::Text(lang.say(key))];
    if room.stage == Stage::Lobby {
        let rules: Vec<String> = shop.story.workshop.rules.iter().map(|t| shop.label(*t, lang)).collect();
        pieces.push(Piece::List(rules));
    }
    if let Stage::Debrief(step) = room.stage {
        pieces.push(Piece::List(shop.questions(step, lang)));
    }
    pieces
}

/// For the facilitator alone.
fn notes(shop: &Workshop, at: u32, lang: &Lang) -> Vec<Piece> {
    let (mut pieces, room) = (Vec::new(), &shop.room);
    if room.stage == Stage::Lobby {
        let uses = shop.story.guide.uses.iter().map(|u| shop.label(u.text, lang)).collect();
        pieces.push(Piece::Heading(lang.say("room-uses")));
        pieces.push(Piece::List(uses));
    }
    if room.stage != Stage::Play {
        return pieces;
    }
    // From the middle of the play on, until it is done.
    let (begins, ends) =
        (starts_at(Stage::Play, room.settings.minutes), starts_at(Stage::Ending, room.settings.minutes));
    if room.rotated == Some(0) && at >= u32::midpoint(begins, ends) {
        pieces.push(Piece::Notice(lang.say("room-rotate-now")));
    }
    for half in 0..shop.games.len() {
        pieces.extend(shop.half_words(half, lang).map(Piece::Heading));
        let Some(scene) = shop.scene(half) else { continue };
        if let Some(dilemma) = shop.dilemma(scene) {
            if let Some(watch) = dilemma.watch {
                let text = shop.label(watch, lang);
                pieces.push(Piece::Notice(lang.say_with("room-watch", &[("text", text.into())])));
            }
            if let Some(fact) = dilemma.fact {
                let text = shop.label(fact, lang);
                pieces.push(Piece::Text(lang.say_with("room-fact", &[("text", text.into())])));
            }
            for side in [Side::For, Side::Against] {
                let key = if side == Side::For { "room-ask-for" } else { "room-ask-against" };
                let asked: Vec<String> = (dilemma.prompts.iter().filter(|p| p.side == side))
                    .map(|p| shop.label(p.text, lang))
                    .collect();
                pieces.push(Piece::Heading(lang.say(key)));
                pieces.push(Piece::List(asked));
            }
        }
        pieces.push(Piece::Heading(lang.say("room-leads")));
        pieces.push(Piece::List(leads(shop, half, lang)));
    }
    pieces
}

/// Where each option leads, by the title of the next scene.
fn leads(shop: &Workshop, half: usize, lang: &Lang) -> Vec<String> {
    use crate::story::model::Target;
    let Some(page) = shop.page(half, lang) else { return Vec::new() };
    let line = |(n, c): (usize, &crate::app::page::Choice)| {
        let to = match shop.story.choice(c.choice).goto {
            Target::Scene(scene) => shop.scene_title(&shop.story.scene(scene).id, lang),
            Target::Deck(_) | Target::Return => lang.say("room-leads-deck"),
            Target::End | Target::Ending(_) => lang.say("room-leads-end"),
        };
        format!("{}. {} → {to}", n + 1, c.label)
    };
    page.choices.iter().enumerate().map(line).collect()
}

/// What holds now: pace, ties, the wall.
fn set(shop: &Workshop, lang: &Lang) -> String {
    let room = &shop.room;
    let pace = lang.say(match room.pace {
        Pace::Full => "room-pace-full",
        Pace::Quick => "room-pace-quick",
    });
    let tie = match room.tie {
        Tie::Lot => lang.say("room-set-lot"),
        Tie::AsItIs => lang.say("room-set-as-it-is"),
        Tie::Again => lang.say("room-set-again"),
        Tie::Role(role) => lang.say_with("room-set-role", &[("role", shop.role_name(role, lang).into())]),
    };
    let typed: u32 = room.ballots.iter().flat_map(|b| &b.retyped).sum();
    let typed = (typed > 0).then(|| lang.say_with("room-typed", &[("n", number(typed as usize))]));
    let blank = room.blank.then(|| lang.say("room-set-blank"));
    [Some(pace), Some(tie), typed, blank].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
