//! Findings and answers in words, for the wall and for what is written afterwards.
//!
//! The invariant: a finding is told from the ids that were kept, so it reads the same months later.

use crate::{
    app::{Lang, lang::number},
    group::{Finding, Stage},
    story::{Story, model::Step},
};

/// The message that names a part of a session.
#[must_use]
pub const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Lobby => "room-stage-lobby",
        Stage::Before => "room-stage-before",
        Stage::Roles => "room-stage-roles",
        Stage::Play => "room-stage-play",
        Stage::Ending => "room-stage-ending",
        Stage::Debrief(Step::Describe) => "room-stage-describe",
        Stage::Debrief(Step::Analyse) => "room-stage-analyse",
        Stage::Debrief(Step::Apply) => "room-stage-apply",
        Stage::Ranking => "room-stage-ranking",
        Stage::After => "room-stage-after",
        Stage::Closing => "room-stage-closing",
    }
}

/// The message that names a half of the room.
#[must_use]
pub const fn half_key(half: usize) -> &'static str {
    if half == 0 { "room-half-left" } else { "room-half-right" }
}

/// The label of a choice by its id; the id where the story no longer has it.
#[must_use]
pub fn choice_words(story: &Story, id: &str, lang: &Lang) -> String {
    let choice = story.choices.iter().find(|c| c.id == id);
    choice.map_or_else(|| id.to_owned(), |c| story.label(c.text, story.language(lang.tag())).to_owned())
}

/// The title of a scene by its id; the id where it has none.
#[must_use]
pub fn scene_words(story: &Story, id: &str, lang: &Lang) -> String {
    let title = story.scenes.iter().find(|s| s.id == id).and_then(|s| s.title);
    title.map_or_else(|| id.to_owned(), |t| story.label(t, story.language(lang.tag())).to_owned())
}

/// The name of a role by its place.
#[must_use]
pub fn role_words(story: &Story, role: usize, lang: &Lang) -> String {
    let found = story.workshop.roles.get(role);
    found.map(|r| story.label(r.name, story.language(lang.tag())).to_owned()).unwrap_or_default()
}

/// What a finding says. `ballots` are those it counts: scene and options by their ids.
#[must_use]
pub fn finding_words(story: &Story, ballots: &[(&str, &[String])], finding: Finding, lang: &Lang) -> String {
    let option = |ballot: usize, option: usize| {
        let id = ballots.get(ballot).and_then(|(_, options)| options.get(option));
        id.map(|id| choice_words(story, id, lang)).unwrap_or_default()
    };
    let count = |n: u32| number(n as usize);
    match finding {
        Finding::Closest(b, (one, n), (other, m)) => lang.say_with(
            "room-found-closest",
            &[
                ("one", option(b, one).into()),
                ("n", count(n)),
                ("other", option(b, other).into()),
                ("m", count(m)),
            ],
        ),
        Finding::Surprise(b, bet, said) => {
            let args = [("bet", option(b, bet).into()), ("said", option(b, said).into())];
            lang.say_with("room-found-surprise", &args)
        }
        Finding::Gap(b, chosen, (most, n), (least, m)) => lang.say_with(
            "room-found-gap",
            &[
                ("option", option(b, chosen).into()),
                ("most", role_words(story, most, lang).into()),
                ("n", count(n)),
                ("least", role_words(story, least, lang).into()),
                ("m", count(m)),
            ],
        ),
        Finding::Turned(b, was, is) => {
            let args = [("was", option(b, was).into()), ("is", option(b, is).into())];
            lang.say_with("room-found-turned", &args)
        }
        Finding::Moved(b) => {
            let scene = ballots.get(b).map(|(scene, _)| scene_words(story, scene, lang)).unwrap_or_default();
            lang.say_with("room-found-moved", &[("scene", scene.into())])
        }
        Finding::Power(b, power, votes) => {
            let args = [("power", option(b, power).into()), ("votes", option(b, votes).into())];
            lang.say_with("room-found-power", &args)
        }
    }
}
