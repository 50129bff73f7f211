//! What was proved, as JSON.
//!
//! The invariant: the words are those of the text for people, in English.

use serde::Serialize;

use super::{Overall, Told, Tried, of, percent};
use crate::lab::{Means, Verdict, Witness};

#[derive(Serialize)]
struct Json<'a> {
    story: &'a str,
    limit: usize,
    claims: Vec<JsonClaim<'a>>,
    schedules: Vec<JsonTried<'a>>,
}

#[derive(Serialize)]
struct JsonClaim<'a> {
    claim: &'a str,
    verdict: Overall,
    by_schedule: Vec<JsonVerdict<'a>>,
}

#[derive(Serialize)]
struct JsonVerdict<'a> {
    schedule: &'a str,
    verdict: Overall,
    means: Option<&'static str>,
    states: Option<usize>,
    play: Option<JsonPlay<'a>>,
}

#[derive(Serialize)]
struct JsonPlay<'a> {
    seed: Option<u64>,
    shortest: bool,
    choices: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonTried<'a> {
    schedule: &'a str,
    states: usize,
    steps: usize,
    bytes: usize,
    all: bool,
    fault: Option<String>,
    /// By ending, percent.
    odds: Option<Vec<(&'a str, String)>>,
    /// Plays without an ending, percent.
    left: Option<String>,
}

/// Everything, as JSON.
#[must_use]
pub fn json(told: &Told<'_>) -> String {
    let story = told.story;
    let play = |w: &Witness| JsonPlay {
        seed: w.seed,
        shortest: w.shortest,
        choices: w.choices.iter().map(|c| story.choice(*c).id.as_str()).collect(),
    };
    let one = |tried: &'_ Tried, n: usize| {
        let verdict = &tried.proof.verdicts[n];
        let means = match verdict {
            Verdict::Proved(means, _) | Verdict::Broken(means, _) => Some(means),
            Verdict::Open => None,
        };
        let (means, states) = match means {
            Some(Means::Search) => (Some("search"), Some(tried.proof.states)),
            Some(Means::Parts(states)) => (Some("parts"), Some(*states)),
            Some(Means::Bounds) => (Some("bounds"), None),
            Some(Means::Play) => (Some("play"), None),
            None => (None, Some(tried.proof.states)),
        };
        (of(verdict), means, states, verdict.witness().map(play))
    };
    let claims = story.claims.iter().enumerate().map(|(n, claim)| JsonClaim {
        claim: &claim.written,
        verdict: told.overall(n),
        by_schedule: told
            .tried
            .iter()
            .map(|tried| {
                let (verdict, means, states, play) = one(tried, n);
                JsonVerdict { schedule: &tried.schedule, verdict, means, states, play }
            })
            .collect(),
    });
    let schedules = told.tried.iter().map(|tried| {
        let proof = &tried.proof;
        let odds = proof.odds.as_ref();
        JsonTried {
            schedule: &tried.schedule,
            states: proof.states,
            steps: proof.steps,
            bytes: proof.bytes,
            all: proof.whole && proof.fault.is_none(),
            fault: proof.fault.as_ref().map(|(error, _)| error.to_string()),
            odds: odds.map(|o| {
                story
                    .endings
                    .iter()
                    .zip(&o.endings)
                    .map(|(e, share)| (e.id.as_str(), percent(*share)))
                    .collect()
            }),
            left: odds.map(|o| percent(o.left)),
        }
    });
    let json = Json {
        story: &story.about.id,
        limit: told.limits.states,
        claims: claims.collect(),
        schedules: schedules.collect(),
    };
    serde_json::to_string_pretty(&json).map(|text| text + "\n").unwrap_or_default()
}
