//! What no play came to, and what it hangs on: the flags, shocks and rules that its condition asks for, and who
//! brings those.
//!
//! Not a proof: what was not seen may be rare. The invariant: every reason names something that stands in the pack.

use super::tally::Tally;
use crate::{
    engine::Reads,
    story::{
        Story,
        ids::{ChoiceId, SceneId, VarId},
        model::{Target, VarKind},
        names::Tracker,
    },
};

/// Something that no play came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The scene or choice, by kind and id.
    pub what: String,
    /// What it hangs on.
    pub why: Vec<String>,
}

/// The scenes that no play came to and the choices that no play could take, each with what it hangs on.
#[must_use]
pub fn gaps(story: &Story, tally: &Tally) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (n, scene) in story.scenes.iter().enumerate().filter(|(n, _)| tally.scenes[*n] == 0) {
        let mut why = Vec::new();
        if let Some(storylet) = &scene.storylet {
            if let Some(when) = storylet.when {
                why.extend(hangs(story, when.code));
            }
            why.push(format!("drawn from the deck `{}`", story.deck(storylet.deck).id));
        } else {
            why.push(led_to_by(story, SceneId::new(n)));
        }
        gaps.push(Gap { what: format!("scene `{}`", scene.id), why });
    }
    for (n, choice) in story.choices.iter().enumerate() {
        let tally = tally.choices[n];
        if tally.met == 0 || tally.open > 0 {
            continue;
        }
        let mut why = choice.when.map(|w| hangs(story, w.code)).unwrap_or_default();
        if choice.moves_levers {
            why.push("the budget must allow its levers".to_owned());
        }
        gaps.push(Gap { what: format!("choice `{}`", choice.id), why });
    }
    gaps
}

/// What a condition reads that something has to bring about.
fn hangs(story: &Story, code: crate::story::expr::lower::Code) -> Vec<String> {
    let mut reads = Reads::default();
    reads.code(story, code);
    let mut why: Vec<String> = reads.vars.iter().map(|var| gated(story, *var)).collect();
    for slot in &reads.slots {
        let tracker = slot.at().checked_sub(1 + story.vars.len()).and_then(|n| story.trackers.get(n));
        why.extend(tracker.and_then(|t| remembered(story, *t)));
    }
    why
}

/// A variable and who writes it, as far as that is a flag.
fn gated(story: &Story, var: VarId) -> String {
    let record = story.var(var);
    if record.kind != VarKind::Flag {
        return format!("gated on `{}`", record.id);
    }
    let sets = |range: std::ops::Range<usize>| story.effects[range].iter().any(|e| e.var == var);
    let choices = story.choices.iter().filter(|c| sets(c.effects.clone())).map(|c| format!("`{}`", c.id));
    let laters = story.laters.iter().filter(|l| sets(l.effects.clone())).map(|l| format!("`{}`", l.id));
    let writers: Vec<String> = choices.chain(laters).collect();
    match writers.as_slice() {
        [] => format!("gated on `{}`, which nothing here sets", record.id),
        [one] => format!("gated on `{}`, which only {one} sets", record.id),
        many => format!("gated on `{}`, which {} set", record.id, many.join(", ")),
    }
}

fn remembered(story: &Story, tracker: Tracker) -> Option<String> {
    match tracker {
        Tracker::ShockTurn(shock) => {
            let brings =
                |s: &&crate::story::model::Schedule| s.turns.iter().any(|t| t.shocks.contains(&shock));
            let by: Vec<String> =
                story.schedules.iter().filter(brings).map(|s| format!("`{}`", s.id)).collect();
            Some(format!(
                "needs the shock `{}`, which the schedules {} bring",
                story.shock(shock).id,
                by.join(", ")
            ))
        }
        Tracker::RuleTurn(rule) => Some(format!("needs the rule {} to have applied", story.rule(rule).id)),
        Tracker::ChoiceTurn(choice) => Some(format!("gated on the choice `{}`", story.choice(choice).id)),
        Tracker::Visits(scene) | Tracker::SceneTurn(scene) => {
            Some(format!("gated on the scene `{}`", story.scene(scene).id))
        }
        Tracker::Peak(var) | Tracker::PeakTurn(var) => {
            Some(format!("gated on the peak of `{}`", story.var(var).id))
        }
        Tracker::Planned(_)
        | Tracker::LaterDue(_)
        | Tracker::LaterTries(_)
        | Tracker::Deck
        | Tracker::DeckLeft
        | Tracker::Drawn(_) => None,
    }
}

fn led_to_by(story: &Story, scene: SceneId) -> String {
    let leads = |(n, choice): (usize, &crate::story::model::Choice)| {
        (choice.goto == Target::Scene(scene)).then(|| format!("`{}`", story.choice(ChoiceId::new(n)).id))
    };
    let choices = story.choices.iter().enumerate().filter_map(leads);
    let decks =
        story.decks.iter().filter(|d| d.then == Target::Scene(scene)).map(|d| format!("the deck `{}`", d.id));
    let all: Vec<String> = choices.chain(decks).collect();
    if all.is_empty() {
        "nothing leads there".to_owned()
    } else {
        format!("only {} lead there", all.join(", "))
    }
}
