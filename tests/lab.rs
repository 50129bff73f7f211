//! The lab: what it counts is what a slow and obvious program counts, on any number of threads.

#[path = "lab/audit.rs"]
mod audit;
#[path = "lab/exits.rs"]
mod exits;
#[path = "story/packs.rs"]
mod packs;
#[path = "lab/proof.rs"]
mod proof;
#[path = "lab/quiet.rs"]
mod quiet;
#[path = "lab/survey.rs"]
mod survey;

use std::{collections::BTreeMap, fmt::Write as _, sync::atomic::AtomicU64};

use cermin::{
    engine::{Place, Setup, Timeline, WHOLE, choices},
    lab::{Order, Policy, Tally, gaps, hinges, mirror, roads, seed_of, sim},
    story::{Story, ids::ChoiceId, load, model::Stance, source::Shelves},
};
use packs::random_story;
use proptest::prelude::*;

fn order(story: &Story, seed: u64, plays: u64, policy: Policy, threads: usize) -> Order {
    Order { setup: Setup::new(story, seed, "", "").expect("the defaults"), plays, policy, threads }
}

fn simulated(story: &Story, order: &Order) -> Tally {
    sim(story, order, &AtomicU64::new(0)).expect("it begins")
}

/// A pack in a folder of its own.
fn pack(files: &[(&str, &str)]) -> Story {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small");
    std::fs::create_dir(&path).expect("made");
    for (name, text) in files {
        std::fs::write(path.join(name), text).expect("written");
    }
    let loaded = load(&Shelves::default(), &path.display().to_string()).expect("it is read");
    loaded.story.unwrap_or_else(|| panic!("{:#?}", loaded.findings.diagnostics))
}

/// What many plays come to, counted the slow way: watched plays, one after the other, maps and names.
fn slowly(story: &Story, order: &Order) -> (BTreeMap<String, u64>, BTreeMap<String, [u64; 3]>, u64) {
    let (mut endings, mut taken, mut stuck) = (BTreeMap::new(), BTreeMap::new(), 0);
    for number in 0..order.plays {
        let seed = seed_of(order.setup.seed, number);
        let setup = Setup { seed, ..order.setup.clone() };
        let Ok(mut timeline) = Timeline::begin(story, setup) else {
            stuck += 1;
            continue;
        };
        while let Place::Scene(_) = timeline.now().state.place {
            let offers = choices(story, &timeline.setup, &timeline.now().state);
            let open: Vec<ChoiceId> = offers.iter().filter(|o| o.lock.is_none()).map(|o| o.choice).collect();
            for offer in &offers {
                let row: &mut [u64; 3] = taken.entry(story.choice(offer.choice).id.clone()).or_default();
                row[0] += 1;
                row[1] += u64::from(offer.lock.is_none());
            }
            let step = u32::try_from(timeline.decisions()).expect("few");
            let Some(choice) = order.policy.choose(story, &open, (seed, step), &[]) else { break };
            if timeline.decide(story, choice).is_err() {
                break;
            }
            taken.entry(story.choice(choice).id.clone()).or_default()[2] += 1;
        }
        match timeline.now().state.place {
            Place::Ended(ending) => *endings.entry(story.ending(ending).id.clone()).or_default() += 1,
            Place::Scene(_) | Place::Nowhere => stuck += 1,
        }
    }
    (endings, taken, stuck)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_counted_is_what_a_slow_program_counts(seed in any::<u64>(), leaning in 0_usize..5) {
        let story = random_story(seed, 0, false);
        let policies = [
            Policy::Uniform,
            Policy::Stance(Stance::Watch),
            Policy::Stance(Stance::Regulate),
            Policy::Stance(Stance::Refuse),
            Policy::Stance(Stance::Listen),
        ];
        let order = order(&story, seed, 40, policies[leaning], 2);
        let tally = simulated(&story, &order);
        let (endings, taken, stuck) = slowly(&story, &order);
        // A fault in the middle of a scene counts a met scene here and there alike, unless a lock itself is broken.
        prop_assert_eq!(tally.plays, 40);
        prop_assert_eq!(tally.stuck, stuck);
        for (n, ending) in story.endings.iter().enumerate() {
            prop_assert_eq!(tally.endings[n], endings.get(&ending.id).copied().unwrap_or(0), "{}", &ending.id);
        }
        for (n, choice) in story.choices.iter().enumerate() {
            let row = taken.get(&choice.id).copied().unwrap_or_default();
            prop_assert_eq!(tally.choices[n].taken, row[2], "{}", &choice.id);
        }
    }

    #[test]
    fn threads_and_declaration_order_change_nothing(seed in any::<u64>(), least in any::<bool>()) {
        let policy = if least { Policy::LeastUsed } else { Policy::Uniform };
        let story = random_story(seed, 0, false);
        let one = simulated(&story, &order(&story, seed, 1_500, policy, 1));
        for threads in [2, 3, 7] {
            prop_assert_eq!(&simulated(&story, &order(&story, seed, 1_500, policy, threads)), &one);
        }
    }
}

const WORLD: &str = r#"World(id: "w", format: 1, languages: ["en"], meters: [(id: "calm", name: "Calm", start: 500)],
    shocks: [(id: "storm", name: "Storm")])"#;

/// One draw of 1 in 4 and one free choice of two: 1/8, 1/8, 3/8, 3/8, worked out by hand.
#[test]
fn odds_that_can_be_worked_out_by_hand_lie_in_the_interval() {
    let story = pack(&[
        ("world.ron", WORLD),
        (
            "story.ron",
            r#"Story(id: "small", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "a",
            flags: ["wet", "left"], endings: [
                (id: "wet_left", when: "wet and left", text: "x"), (id: "wet_right", when: "wet", text: "x"),
                (id: "dry_left", when: "left", text: "x"), (id: "dry_right", text: "x")])"#,
        ),
        (
            "scenes.ron",
            r#"Scenes({"a": (text: "x", events: [(id: "rain", chance: (1, 4), do: ["wet = true"])], choices: [
            (id: "go_left", text: "L", do: ["left = true"], goto: "end"), (id: "go_right", text: "R", goto: "end")])})"#,
        ),
    ]);
    let plays = 40_000;
    let tally = simulated(&story, &order(&story, 5, plays, Policy::Uniform, 2));
    for (n, eighths) in [1, 1, 3, 3].into_iter().enumerate() {
        let expected = plays * eighths / 8;
        // Five standard deviations: sqrt(40000 * 3/8 * 5/8) is 97.
        assert!(tally.endings[n].abs_diff(expected) < 485, "{:?}", tally.endings);
        assert_eq!(tally.shortest[n].as_ref().map(|s| s.choices.len()), Some(1));
    }
    assert_eq!(tally.endings.iter().sum::<u64>(), plays);
    assert_eq!(tally.decisions, plays);
    assert_eq!(tally.quantile(&story, 0, 0, 50), Some(50));
}

#[test]
fn a_gap_says_what_it_hangs_on() {
    let story = pack(&[
        ("world.ron", WORLD),
        (
            "schedules.ron",
            r#"Schedules([(id: "calm", name: "Calm", turns: {}), (id: "rough", name: "Rough", turns: {0: ["storm"]})])"#,
        ),
        (
            "story.ron",
            r#"Story(id: "small", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "a",
            flags: ["halls_sunset"], endings: [(id: "over", text: "x")])"#,
        ),
        (
            "scenes.ron",
            r#"Scenes({
            "a": (text: "x", choices: [(id: "halls_b", when: "calm > 900", text: "B", do: ["halls_sunset = true"], goto: "b"),
                (id: "halls_c", text: "C", goto: "c")]),
            "b": (text: "y", choices: [(id: "on", text: "On", goto: "end")]),
            "c": (turn: 1, text: "z", choices: [(id: "dated", when: "halls_sunset", text: "D", goto: "end"),
                (id: "stormy", when: "happened(storm)", text: "S", goto: "end"), (id: "plain", text: "P", goto: "end")])})"#,
        ),
    ]);
    let tally = simulated(&story, &order(&story, 5, 200, Policy::LeastUsed, 2));
    let found: BTreeMap<String, String> =
        gaps(&story, &tally).into_iter().map(|g| (g.what, g.why.join("; "))).collect();
    assert_eq!(found["scene `b`"], "only `halls_b` lead there");
    assert_eq!(found["choice `halls_b`"], "gated on `calm`");
    assert_eq!(found["choice `dated`"], "gated on `halls_sunset`, which only `halls_b` sets");
    assert_eq!(found["choice `stormy`"], "needs the shock `storm`, which the schedules `rough` bring");
    assert_eq!(found.len(), 4);
}

/// A walk that prefers what was tried least comes to what chance alone hardly sees.
#[test]
fn the_walk_that_prefers_the_least_tried_finds_what_is_rare() {
    // Twelve doors in a row, one of three leads on, the others out: 1 in 531,441 by chance.
    let mut scenes = String::from("Scenes({");
    for n in 0..12 {
        let on = if n == 11 { "deep".to_owned() } else { format!("s{}", n + 1) };
        let _ = write!(
            scenes,
            r#""s{n}": (text: "x", choices: [(id: "on{n}", text: "On", goto: "{on}"), (id: "out{n}", text: "O", goto: "end"),
               (id: "off{n}", text: "F", goto: "end")]),"#
        );
    }
    scenes += "})";
    let story = pack(&[
        ("world.ron", WORLD),
        (
            "story.ron",
            r#"Story(id: "small", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "s0",
            endings: [(id: "over", text: "x"), (id: "deep", text: "x")])"#,
        ),
        ("scenes.ron", &scenes),
    ]);
    let seen = |policy| simulated(&story, &order(&story, 5, 60_000, policy, 2)).endings[1];
    assert!(seen(Policy::LeastUsed) > 50, "{}", seen(Policy::LeastUsed));
    assert!(seen(Policy::Uniform) < 5);
}

#[test]
fn the_mirror_shares_beginning_and_luck_and_says_where_the_sides_part() {
    let loaded = load(&Shelves::default(), "measure").expect("it is in the binary");
    let story = loaded.story.expect("it has no error");
    let setup = Setup::new(&story, 7, "mixed", "mostly_harms").expect("they exist");
    let mut yours = Timeline::begin(&story, setup.clone()).expect("it begins");
    for id in ["widen", "w_keep_list"] {
        let choice = cermin::engine::find(&story, &yours, id).expect("it is here");
        yours.decide(&story, choice).expect("it is open");
    }
    let sides = mirror(&story, &yours).expect("it begins");
    assert_eq!(
        sides.iter().map(|s| s.stance).collect::<Vec<_>>(),
        [None, Some(Stance::Watch), Some(Stance::Regulate), Some(Stance::Refuse), Some(Stance::Listen),]
    );
    assert_eq!(sides[0].timeline, yours);
    let id = |c: Option<ChoiceId>| c.map(|c| story.choice(c).id.as_str());
    for side in &sides[1..] {
        assert_eq!(side.timeline.setup, setup);
        assert_eq!(side.timeline.start, yours.start);
        assert!(matches!(side.timeline.now().state.place, Place::Ended(_)), "each is played to its end");
    }
    // Watching would have done the same twice; it parts where the player has not decided yet.
    let watch = sides[1].parted.expect("it goes on");
    assert_eq!((id(watch.chose.0), watch.turn), (None, yours.now().state.turn()));
    assert!(watch.rule.is_none(), "as far as both reach, the rules did the same");
    // Rules would have answered the nine: a safeguard more, so that the cameras come more slowly in the first quarter.
    let regulate = sides[2].parted.expect("it parts");
    assert_eq!(
        (id(regulate.chose.0), id(regulate.chose.1), regulate.turn),
        (Some("widen"), Some("nine_first"), 0)
    );
    let (turn, rule, var) = regulate.rule.expect("a rule did otherwise");
    assert_eq!((turn, story.rule(rule).id.as_str(), story.var(var).id.as_str()), (0, "R01", "reach"));
}

#[test]
fn a_coin_worth_half_moves_half_and_a_choice_without_effect_moves_exactly_nothing() {
    let story = pack(&[
        ("world.ron", WORLD),
        (
            "story.ron",
            r#"Story(id: "small", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "a",
            flags: ["lost"], endings: [(id: "won", when: "not lost", text: "x"), (id: "gone", text: "x")])"#,
        ),
        (
            "scenes.ron",
            r#"Scenes({
            "a": (text: "x", choices: [(id: "left", text: "L", goto: "b"), (id: "right", text: "R", goto: "b")]),
            "b": (text: "y", choices: [(id: "sure", text: "S", goto: "end"), (id: "toss", text: "T", goto: "c")]),
            "c": (text: "z", events: [(id: "tails", chance: (1, 2), do: ["lost = true"])], choices: [
                (id: "home", text: "H", goto: "end")])})"#,
        ),
    ]);
    let setup = Setup::new(&story, 3, "", "").expect("the defaults");
    let mut yours = Timeline::begin(&story, setup).expect("it begins");
    for id in ["left", "sure"] {
        let choice = cermin::engine::find(&story, &yours, id).expect("it is here");
        yours.decide(&story, choice).expect("it is open");
    }
    let plays = 2000;
    let found = |threads| hinges(&story, &yours, plays, threads, &AtomicU64::new(0)).expect("it begins");
    let all = found(1);
    assert_eq!(all, found(3), "on any number of threads");
    let [strong, none] = all.as_slice() else { panic!("two decisions: {all:?}") };
    // Whoever tosses gets half; whoever takes what is sure never loses it: half of the plays end otherwise.
    assert_eq!((strong.decision, story.choice(strong.taken.choice).id.as_str()), (1, "sure"));
    assert!(strong.exact && none.exact, "so few states are counted out");
    assert_eq!(
        (strong.taken.endings.as_slice(), strong.others[0].endings.as_slice()),
        (&[WHOLE, 0][..], &[WHOLE / 2; 2][..])
    );
    assert_eq!(strong.moved(), 500_000);
    // Left and right lead to the same table, under the same luck.
    assert_eq!((none.decision, none.moved()), (0, 0));
    // From the first table: half are sure, half toss, and half of those lose: a quarter.
    assert_eq!(none.taken.endings, [WHOLE / 4 * 3, WHOLE / 4]);
    assert_eq!(none.taken.endings, none.others[0].endings);
    assert_eq!(roads(&story, &yours), 4);
}

/// The same, one watched play after the other.
fn slow_road(story: &Story, yours: &Timeline, decision: usize, choice: ChoiceId, plays: u64) -> Vec<u64> {
    let mut endings = vec![0; story.endings.len()];
    for number in 0..plays {
        let seed = seed_of(yours.setup.seed, number);
        let mut timeline = yours.clone();
        timeline.undo(yours.decisions() - decision);
        timeline.setup.seed = seed;
        let mut next = Some(choice);
        let mut step = 0;
        while let Some(choice) = next {
            timeline.decide(story, choice).expect("it is open");
            let offers = choices(story, &timeline.setup, &timeline.now().state);
            let open: Vec<ChoiceId> = offers.iter().filter(|o| o.lock.is_none()).map(|o| o.choice).collect();
            next = Policy::Uniform.choose(story, &open, (seed, step), &[]);
            step += 1;
        }
        let Place::Ended(ending) = timeline.now().state.place else { panic!("it ends") };
        endings[ending.at()] += 1;
    }
    endings
}

#[test]
fn hinges_of_the_measure_count_what_watched_plays_count() {
    let loaded = load(&Shelves::default(), "measure").expect("it is in the binary");
    let story = loaded.story.expect("it has no error");
    let setup = Setup::new(&story, 11, "wave", "").expect("they exist");
    let mut yours = Timeline::begin(&story, setup).expect("it begins");
    for _ in 0..3 {
        let offers = choices(&story, &yours.setup, &yours.now().state);
        let open = offers.iter().find(|o| o.lock.is_none()).expect("one is open");
        yours.decide(&story, open.choice).expect("it is open");
    }
    let all = hinges(&story, &yours, 25, 2, &AtomicU64::new(0)).expect("it begins");
    assert_eq!(all.len(), 3);
    assert!(all.is_sorted_by_key(|h| std::cmp::Reverse(h.moved())));
    for hinge in &all {
        assert!(!hinge.exact, "two acts are still to come");
        for road in hinge.others.iter().chain([&hinge.taken]) {
            assert_eq!(road.endings, slow_road(&story, &yours, hinge.decision, road.choice, 25));
        }
    }
}
