//! Governing without a story: levers moved within the budget, quarters that pass.
//!
//! The invariant: a lever is never moved to where the budget does not reach.

use super::{
    game::Game,
    lang::Lang,
    model::{Model, Screen},
    page::date,
};
use crate::{
    engine::{Decide, Happening, LONGEST, check_levers},
    story::ids::VarId,
};

/// A lever as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Which.
    pub var: VarId,
    /// Its name.
    pub name: String,
    /// What a step of it is.
    pub about: String,
    /// Where the hand has put it.
    pub value: i64,
    /// Where it stands now.
    pub now: i64,
    /// The highest it goes.
    pub max: i64,
    /// What a step of it costs a quarter.
    pub cost: i64,
}

/// The levers, in the world's order.
#[must_use]
pub fn levers(game: &Game) -> Vec<Lever> {
    let story = &*game.story;
    let lever = |(var, value): &(VarId, i64)| {
        let record = story.var(*var);
        Lever {
            var: *var,
            name: story.label_or(record.name, game.language, &record.id).to_owned(),
            about: story.label_or(record.about, game.language, "").to_owned(),
            value: *value,
            now: game.timeline.now().state.value(*var),
            max: record.max,
            cost: record.cost,
        }
    };
    game.hand.iter().map(lever).collect()
}

/// What the levers cost as the hand has put them, and the budget.
#[must_use]
pub fn budget(game: &Game) -> (i64, i64) {
    let costs = game.hand.iter().map(|(var, value)| game.story.var(*var).cost.saturating_mul(*value));
    (costs.fold(0, i64::saturating_add), game.story.budget)
}

/// The budget in words.
#[must_use]
pub fn budget_words(game: &Game, lang: &Lang) -> String {
    let (cost, all) = budget(game);
    // A world may have levers that cost nothing, or none.
    if all == i64::MAX {
        return String::new();
    }
    let args = [("cost", cost.into()), ("all", all.into()), ("left", (all - cost).into())];
    lang.say_with("budget", &args)
}

/// Where a lever stands, and the budget, in one line.
pub(super) fn standing(game: &Game, n: usize, lang: &Lang) -> String {
    let levers = levers(game);
    let lever = levers.get(n).map(|l| format!("{} {}. ", l.name, l.value)).unwrap_or_default();
    lever + &budget_words(game, lang)
}

/// Puts a lever somewhere; what stands in the way is told.
pub(super) fn put(game: &mut Game, n: usize, value: i64, lang: &Lang) -> Option<String> {
    let (var, before) = *game.hand.get(n)?;
    let record = game.story.var(var);
    if !(record.min..=record.max).contains(&value) {
        let args = [("low", record.min.into()), ("high", record.max.into())];
        return Some(lang.say_with("lever-range", &args));
    }
    let step = record.cost;
    game.hand[n].1 = value;
    // Down is always a way to go, also where the levers began beyond the budget.
    if value < before || check_levers(&game.story, &game.timeline.now().state, &game.hand).is_ok() {
        return None;
    }
    game.hand[n].1 = before;
    let (cost, all) = budget(game);
    let args = [("cost", step.into()), ("left", (all - cost).max(0).into())];
    Some(lang.say_with("lever-budget", &args))
}

/// Moves the marked lever or parameter by a step; whether the run is another one now.
pub(super) fn step(model: &mut Model, by: i64) -> bool {
    match *model.screen() {
        Screen::Govern { marked, .. } => {
            let Some(game) = &mut model.game else { return false };
            let Some(value) = game.hand.get(marked).map(|(_, v)| v.saturating_add(by)) else { return false };
            model.notice = put(game, marked, value, &model.lang);
            false
        }
        Screen::Numbers { marked, .. } => {
            let order = order(model.game.as_ref());
            let Some(n) = order.get(marked).copied() else { return false };
            let now = model.game.as_ref().map_or(100, |g| g.timeline.setup.params[n]);
            parameter(model, n, now.saturating_add(by.saturating_mul(STEP)))
        }
        _ => false,
    }
}

/// How far a step moves a parameter, in hundredths.
const STEP: i64 = 10;

/// The parameters in the order in which they are shown: the contested ones first.
#[must_use]
pub fn order(game: Option<&Game>) -> Vec<usize> {
    let parameters = game.map(|g| g.story.parameters.as_slice()).unwrap_or_default();
    let mut order: Vec<usize> = (0..parameters.len()).collect();
    order.sort_by_key(|n| !parameters[*n].contested);
    order
}

/// Sets a parameter, and plays what was governed so far again under it; whether it could be.
pub(super) fn parameter(model: &mut Model, n: usize, value: i64) -> bool {
    let Some(game) = model.game.as_mut().filter(|g| g.governs()) else { return false };
    let Some(name) = game.story.parameters.get(n).map(|p| p.id.clone()) else { return false };
    let mut run = game.run.clone();
    run.parameters.insert(name, value);
    match Game::resume(game.story.clone(), run, game.file, model.lang.tag()) {
        Ok(resumed) => {
            let hand = std::mem::take(&mut game.hand);
            *game = resumed.game;
            game.hand = hand;
            true
        }
        Err(error) => {
            model.notice = Some(error.to_string());
            false
        }
    }
}

/// Lets quarters pass; the first that cannot is told.
pub(super) fn quarters(model: &mut Model, n: usize) -> bool {
    let Some(game) = model.game.as_mut().filter(|g| g.governs()) else { return false };
    for passed in 0..n {
        if game.timeline.now().state.turn() >= LONGEST {
            model.notice = Some(model.lang.say_with("notice-longest", &[("n", LONGEST.into())]));
            return passed > 0;
        }
        if let Err(error) = game.quarter() {
            model.notice = Some(match error {
                Decide::Turn(error) => {
                    model.lang.say_with("notice-fault", &[("why", error.to_string().into())])
                }
                Decide::Levers(_) => {
                    let (cost, all) = budget(game);
                    model.lang.say_with("budget-over", &[("over", (cost - all).into())])
                }
                Decide::NotHere | Decide::Locked(_) => error.to_string(),
            });
            return passed > 0;
        }
    }
    // Of the quarters between, what came is told; the last one stands on the screen.
    let game = &*game;
    let moments = game.timeline.moments();
    let between = moments.len().saturating_sub(n)..moments.len().saturating_sub(1);
    let shocks = moments.get(between).into_iter().flatten().flat_map(|m| &m.happenings);
    let told: Vec<String> = shocks
        .filter_map(|(turn, what)| {
            let Happening::Shock(shock) = what else { return None };
            let name = game.story.label(game.story.shock(*shock).name, game.language);
            Some(format!("{name} ({})", date(*turn, &model.lang)))
        })
        .collect();
    if !told.is_empty() {
        let args = [("name", told.join(", ").into())];
        model.notice = Some(model.lang.say_with("shock-came", &args));
    }
    true
}
