//! The laws of the engine, on random stories and random plays.

use std::sync::Arc;

use crate::packs::{Dice, random_story};
use cermin::{
    app::{Game, Lang, made::Made, page},
    engine::{
        Lock, Moment, Place, Quick, Run, Setup, State, Timeline, choices, find, foreshadowed, groups, needs,
        region, replay,
    },
    story::{Story, ids::ChoiceId, model::VarKind},
};
use proptest::prelude::*;

fn begin(story: &Story, seed: u64) -> Timeline {
    let setup = Setup::new(story, seed, "", "").expect("the defaults");
    Timeline::begin(story, setup).expect("it begins")
}

/// Plays random open choices, at most `steps`; turns that fault are passed over.
fn wander(story: &Story, timeline: &mut Timeline, dice: &mut Dice, steps: usize) {
    for _ in 0..steps {
        let state = &timeline.now().state;
        let open: Vec<_> =
            choices(story, &timeline.setup, state).into_iter().filter(|o| o.lock.is_none()).collect();
        if open.is_empty() {
            return;
        }
        let pick = usize::try_from(dice.roll(open.len() as u64)).expect("it fits");
        let before = timeline.clone();
        if timeline.decide(story, open[pick].choice).is_err() {
            // A turn is a transaction: what failed has changed nothing.
            assert_eq!(*timeline, before);
        }
    }
}

/// A quick play makes the choice of a moment, and stands where the watched one stood.
pub(crate) fn follows(quick: &mut Quick<'_, true>, moment: &Moment, watched: &Timeline) {
    if let Some(choice) = moment.by {
        quick.decide(choice).expect("it was open");
    }
    assert_eq!(quick.state(), &moment.state);
    assert_eq!(quick.ledger(), &watched.ledger[..moment.entries]);
}

pub(crate) fn played(story: &Story, seed: u64) -> Timeline {
    let mut timeline = begin(story, seed);
    wander(story, &mut timeline, &mut Dice::new(seed), 12);
    timeline
}

fn run_of(story: &Story, timeline: &Timeline, seed: u64) -> Run {
    let mut run = Run::new(story, seed);
    run.decisions = timeline
        .moments()
        .iter()
        .skip(1)
        .map(|m| {
            cermin::engine::Decision(story.choice(m.by.expect("it fits")).id.clone(), m.state.digest(story))
        })
        .collect();
    run
}

fn in_range(story: &Story, state: &State) -> bool {
    story.vars().all(|(id, v)| (v.min..=v.max).contains(&state.value(id)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn meters_stay_in_range(seed in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let timeline = played(&story, seed);
        for moment in timeline.moments() {
            prop_assert!(in_range(&story, &moment.state));
        }
        for turn in &timeline.history {
            prop_assert!(in_range(&story, &turn.state));
        }
    }

    #[test]
    fn start_plus_contributions_and_clamps_is_the_value_at_every_moment(seed in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let timeline = played(&story, seed);
        for (n, moment) in timeline.moments().iter().enumerate() {
            for (var, record) in story.vars() {
                let sum: i64 = timeline.entries(n).iter().filter(|e| e.var == var).map(|e| e.amount).sum();
                let before = timeline.before(n).value(var);
                prop_assert_eq!(before + sum, moment.state.value(var), "{} at moment {}", &record.id, n);
            }
        }
    }

    #[test]
    fn the_order_of_rules_changes_nothing(seed in any::<u64>(), order in 1usize..7) {
        let (one, other) = (random_story(seed, 0, false), random_story(seed, order, false));
        let (a, b) = (played(&one, seed), played(&other, seed));
        prop_assert_eq!(a.decisions(), b.decisions());
        for (x, y) in a.moments().iter().zip(b.moments()) {
            prop_assert_eq!(x.state.digest(&one), y.state.digest(&other));
        }
    }

    #[test]
    fn a_replay_is_identical(seed in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let timeline = played(&story, seed);
        let again = replay(&story, &run_of(&story, &timeline, seed)).expect("it replays");
        prop_assert_eq!(again.changed, None);
        prop_assert_eq!(again.timeline, timeline);
    }

    #[test]
    fn undo_is_the_prefix(seed in any::<u64>(), back in 0usize..14) {
        let story = random_story(seed, 0, false);
        let mut timeline = played(&story, seed);
        let mut run = run_of(&story, &timeline, seed);
        timeline.undo(back);
        run.decisions.truncate(timeline.decisions());
        prop_assert_eq!(replay(&story, &run).expect("it replays").timeline, timeline);
    }

    /// Plays that nobody watches are the same plays.
    #[test]
    fn a_quick_play_passes_through_the_same_states(seed in any::<u64>(), again in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let watched = played(&story, seed);
        let mut quick = Quick::with_ledger(&story, watched.setup.clone()).expect("it begins");
        // Begun again with another luck in between, it forgets what it was.
        if quick.restart(again).is_ok() {
            let open: Vec<ChoiceId> = quick.open().map(<[_]>::to_vec).unwrap_or_default();
            let _ = open.first().map(|c| quick.decide(*c));
        }
        quick.restart(watched.setup.seed).expect("it begins");
        for moment in watched.moments() {
            follows(&mut quick, moment, &watched);
            let offers = choices(&story, &watched.setup, &moment.state);
            let open: Vec<ChoiceId> = offers.iter().filter(|o| o.lock.is_none()).map(|o| o.choice).collect();
            if offers.iter().all(|o| !matches!(o.lock, Some(Lock::Broken(_)))) {
                prop_assert_eq!(quick.open().expect("worked out"), open.as_slice());
            }
        }
    }

    #[test]
    fn looking_never_changes_what_comes(seed in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let blind = played(&story, seed);
        let shared = Arc::new(story.clone());
        let mut looking = begin(&story, seed);
        for n in 1..=blind.decisions() {
            let state = looking.now().state.clone();
            let game = Game { story: shared.clone(), run: run_of(&story, &looking, seed), timeline: looking.clone(), file: None, made: Made::default(), language: 0, hand: Vec::new() };
            for _ in 0..2 {
                let _ = page::now(&game, &Lang::new("en"));
                let _ = choices(&story, &looking.setup, &state);
                let _ = groups(&story, &looking.setup, &state);
                let _ = region(&story, &looking.setup, &state);
                let _ = foreshadowed(&story, &state);
            }
            let id = &story.choice(blind.moments()[n].by.expect("it fits")).id;
            let choice = find(&story, &looking, id).expect("the same scene");
            looking.decide(&story, choice).expect("the same choice");
        }
        prop_assert_eq!(looking, blind);
    }

    #[test]
    fn a_draw_added_in_one_scene_shifts_no_other_scene_s_luck(seed in any::<u64>()) {
        let (one, other) = (random_story(seed, 0, false), random_story(seed, 0, true));
        let (a, b) = (played(&one, seed), played(&other, seed));
        prop_assert_eq!(a.decisions(), b.decisions());
        for (x, y) in a.moments().iter().zip(b.moments()) {
            prop_assert_eq!(x.state.digest(&one), y.state.digest(&other));
        }
    }

    #[test]
    fn a_lock_on_a_condition_names_at_least_one_need(seed in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let timeline = played(&story, seed);
        for moment in timeline.moments() {
            for offer in choices(&story, &timeline.setup, &moment.state) {
                if let Some(cermin::engine::Lock::Condition(tree)) = offer.lock {
                    let needs = needs(&story, &timeline.setup, &moment.state, tree).expect("it can be explained");
                    prop_assert!(!needs.is_empty());
                }
            }
        }
    }

    #[test]
    fn what_is_saved_is_loaded_and_saved_the_same(seed in any::<u64>()) {
        let story = random_story(seed, 0, false);
        let run = run_of(&story, &played(&story, seed), seed);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("1.ron");
        let text = cermin::save::text(&run);
        std::fs::write(&path, &text).expect("written");
        prop_assert_eq!(cermin::save::text(&cermin::save::read(&path).expect("read")), text);
    }
}

#[test]
fn random_plays_reach_endings_and_use_every_part() {
    let (mut ended, mut faults, mut budget) = (0, 0, 0);
    for seed in 0..60 {
        let story = random_story(seed * 7919, 0, false);
        let timeline = played(&story, seed);
        ended += usize::from(matches!(timeline.now().state.place, Place::Ended(_)));
        faults += usize::from(timeline.ledger.is_empty());
        let lever = story.vars().find(|(_, v)| v.kind == VarKind::Lever).expect("a lever").0;
        for moment in timeline.moments() {
            let cost = moment.state.value(lever) * 10;
            assert!(cost <= story.budget, "the budget is never exceeded");
            budget += usize::from(cost == story.budget);
        }
    }
    assert!(ended > 30 && faults < 30 && budget > 0, "{ended} {faults} {budget}");
}
