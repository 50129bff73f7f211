//! What was proved, for people and as JSON.
//!
//! The invariant: *proved* and *broken* are said of what was found so under every schedule that it needs: one for an
//! ending that can be reached, all for everything else.

mod json;

use std::fmt::Write as _;

pub use json::json;
use serde::Serialize;

use crate::{
    app::Lang,
    engine::{Share, WHOLE},
    lab::{Limits, Means, Proof, Verdict, Witness},
    story::{Story, model::Says},
};

/// A schedule, and what came of the story under it.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The schedule's id; empty where the world has none.
    pub schedule: String,
    /// What came of it.
    pub proof: Proof,
}

/// What is told beside the proofs.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// The story.
    pub story: &'a Story,
    /// Which of its languages the names are in.
    pub language: usize,
    /// What was allowed.
    pub limits: Limits,
    /// Which numbers were changed, in words.
    pub numbers: Option<String>,
    /// By schedule.
    pub tried: Vec<Tried>,
}

/// What all schedules together say of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Overall {
    Proved,
    Broken,
    Open,
}

/// What one schedule says of it.
const fn of(verdict: &Verdict) -> Overall {
    match verdict {
        Verdict::Proved(..) => Overall::Proved,
        Verdict::Broken(..) => Overall::Broken,
        Verdict::Open => Overall::Open,
    }
}

impl Told<'_> {
    /// Whether a claim is broken, or a turn cannot be worked out.
    #[must_use]
    pub fn broken(&self) -> bool {
        let claims = (0..self.story.claims.len()).any(|n| self.overall(n) == Overall::Broken);
        claims || self.tried.iter().any(|t| t.proof.fault.is_some())
    }

    fn overall(&self, n: usize) -> Overall {
        let all: Vec<Overall> = self.tried.iter().map(|t| of(&t.proof.verdicts[n])).collect();
        let (some, every) = match self.story.claims[n].says {
            Says::Reachable(_) => (Overall::Proved, Overall::Broken),
            Says::Always(_)
            | Says::Never(_)
            | Says::AlwaysEventually(_)
            | Says::CanAlwaysEnd
            | Says::Implies(..) => (Overall::Broken, Overall::Proved),
        };
        if all.contains(&some) {
            some
        } else if all.iter().all(|v| *v == every) {
            every
        } else {
            Overall::Open
        }
    }
}

/// The file that a claim's play is written to.
#[must_use]
pub fn file_name(claim: usize, schedule: &str) -> String {
    let schedule = if schedule.is_empty() { String::new() } else { format!("-{schedule}") };
    format!("claim{}{schedule}.ron", claim + 1)
}

/// The file that a play to a turn is written to that cannot be worked out.
#[must_use]
pub fn fault_name(schedule: &str) -> String {
    if schedule.is_empty() { "fault.ron".to_owned() } else { format!("fault-{schedule}.ron") }
}

/// A share in percent, to nine places: as exact as it is kept.
fn percent(share: Share) -> String {
    // Rounded to the nearest, in whole numbers.
    let billionths = (u128::from(share) * 100_000_000_000 + u128::from(WHOLE) / 2) / u128::from(WHOLE);
    format!("{}.{:09}", billionths / 1_000_000_000, billionths % 1_000_000_000)
}

/// For people.
#[must_use]
pub fn text(told: &Told<'_>, lang: &Lang) -> String {
    let story = told.story;
    let mut out = String::new();
    let title = story.label(story.about.title, told.language);
    let _ = writeln!(out, "{title}");
    if let Some(numbers) = &told.numbers {
        let _ = writeln!(out, "{numbers}");
    }
    if story.claims.is_empty() {
        let _ = writeln!(out, "{}", lang.say("prove-none"));
    }
    for (n, claim) in story.claims.iter().enumerate() {
        let word = match told.overall(n) {
            Overall::Proved => "prove-proved",
            Overall::Broken => "prove-broken",
            Overall::Open => "prove-open",
        };
        let _ = writeln!(out, "\n{}  {}", lang.say(word), claim.written);
        // What is the same under several schedules is said once.
        let mut said: Vec<(String, Vec<&str>)> = Vec::new();
        for tried in &told.tried {
            let line = verdict(told, &tried.proof.verdicts[n], &tried.proof, lang);
            match said.iter_mut().find(|(known, _)| *known == line) {
                Some((_, schedules)) => schedules.push(&tried.schedule),
                None => said.push((line, vec![&tried.schedule])),
            }
        }
        for (line, schedules) in said {
            let under = if schedules.len() == told.tried.len() {
                String::new()
            } else {
                format!("{}: ", schedules.join(", "))
            };
            let _ = writeln!(out, "    {under}{line}");
        }
    }
    if !story.claims.is_empty() {
        let _ = writeln!(out, "\n{}", lang.say("prove-replays"));
    }
    for tried in &told.tried {
        states(told, tried, lang, &mut out);
    }
    out
}

fn verdict(told: &Told<'_>, verdict: &Verdict, proof: &Proof, lang: &Lang) -> String {
    let how = |means: &Means| match means {
        Means::Search => lang.say_with("prove-by-search", &[("states", lang.grouped(proof.states).into())]),
        Means::Parts(states) => lang.say_with("prove-by-parts", &[("states", lang.grouped(*states).into())]),
        Means::Bounds => lang.say("prove-by-bounds"),
        Means::Play => String::new(),
    };
    let join = |parts: [String; 2]| {
        let parts = parts.into_iter().filter(|p| !p.is_empty());
        parts.collect::<Vec<_>>().join("; ")
    };
    match verdict {
        Verdict::Proved(means, witness) => {
            // The play itself is for whoever asks for its file.
            let play = witness.as_ref().map(|w| counted(w, lang)).unwrap_or_default();
            format!("{}: {}", lang.say("prove-holds"), join([how(means), play]))
        }
        Verdict::Broken(means, witness) => {
            let play = witness.as_ref().map(|w| shown(told.story, w, lang)).unwrap_or_default();
            format!("{}: {}", lang.say("prove-fails"), join([how(means), play]))
        }
        Verdict::Open => lang.say_with("prove-searched", &[("states", lang.grouped(proof.states).into())]),
    }
}

/// How long a play is.
fn counted(witness: &Witness, lang: &Lang) -> String {
    let word = if witness.shortest { "prove-shortest" } else { "prove-play" };
    lang.say_with(word, &[("n", witness.choices.len().into())])
}

/// A play in a line.
fn shown(story: &Story, witness: &Witness, lang: &Lang) -> String {
    let ids: Vec<&str> = witness.choices.iter().map(|c| story.choice(*c).id.as_str()).collect();
    let seed = witness.seed.map_or_else(
        || lang.say("prove-no-seed"),
        |seed| lang.say_with("prove-seed", &[("seed", seed.to_string().into())]),
    );
    format!("{}, {seed}: {}", counted(witness, lang), ids.join(", "))
}

/// What was looked at under a schedule, and the odds where it was everything.
fn states(told: &Told<'_>, tried: &Tried, lang: &Lang, out: &mut String) {
    let proof = &tried.proof;
    let number = |n: usize| lang.grouped(n);
    let args = [
        ("schedule", tried.schedule.clone().into()),
        ("states", number(proof.states).into()),
        ("steps", number(proof.steps).into()),
        ("mib", number(proof.bytes.div_ceil(1 << 20)).into()),
    ];
    let head = if tried.schedule.is_empty() { "prove-states" } else { "prove-states-under" };
    let all = if proof.fault.is_some() {
        "prove-fault"
    } else if proof.whole {
        "prove-all"
    } else {
        "prove-cut"
    };
    let _ = writeln!(out, "\n{} {}", lang.say_with(head, &args), lang.say(all));
    if let Some((error, witness)) = &proof.fault {
        let play = witness.as_ref().map(|w| shown(told.story, w, lang)).unwrap_or_default();
        let _ = writeln!(out, "    {error}\n    {play}");
    }
    let Some(odds) = &proof.odds else { return };
    let _ = writeln!(out, "{}", lang.say("prove-odds"));
    let comma = |share: Share| {
        let share = percent(share);
        if lang.tag() == "id" { share.replace('.', ",") } else { share }
    };
    for (ending, share) in told.story.endings.iter().zip(&odds.endings) {
        let title = told.story.label_or(ending.title, told.language, &ending.id);
        let _ = writeln!(out, "{:>14} %  {title}", comma(*share));
    }
    // What rounding alone loses is far below a billionth.
    if odds.left > WHOLE / 1_000_000_000_000 {
        let _ = writeln!(out, "{:>14} %  {}", comma(odds.left), lang.say("hinges-stuck"));
    }
}
