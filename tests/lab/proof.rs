//! Proofs: what is said of a story is what a slow and obvious program finds, and what can be worked out by hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::atomic::AtomicU64,
};

use crate::packs::{self, Dice, random, story};
use cermin::{
    engine::{Place, Setup, Timeline, WHOLE, choices},
    lab::{Limits, Means, Order, Policy, Proof, Verdict, Witness, prove, sim},
    story::{Story, ids::ChoiceId},
};

use proptest::prelude::*;

const LIMITS: Limits = Limits { states: 1_000_000, bytes: 1 << 30, threads: 2 };

fn setup(story: &Story) -> Setup {
    Setup::new(story, 0, "", "").expect("the defaults")
}

fn proof(story: &Story, limits: Limits) -> Proof {
    prove(story, &setup(story), limits, &AtomicU64::new(0)).expect("it begins")
}

/// Plays a witness and says where it came.
fn play(story: &Story, witness: &Witness) -> Timeline {
    let seed = witness.seed.expect("a seed");
    let mut timeline = Timeline::begin(story, Setup { seed, ..setup(story) }).expect("it begins");
    for choice in &witness.choices {
        timeline.decide(story, *choice).expect("it is open");
    }
    timeline
}

const WORLD: &str = r#"World(id: "w", format: 1, languages: ["en"], point: 1,
    meters: [(id: "calm", name: "Calm", start: 5, max: 10), (id: "unread", name: "Unread", start: 5, max: 10)])"#;

/// A lantern is lit or not, then it rains or not, then one goes home or waits; two rounds of that.
fn lantern(claims: &str) -> Story {
    story(&[
        ("world.ron", WORLD),
        (
            "story.ron",
            &format!(
                r#"Story(id: "demo", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "light",
                flags: ["lit", "wet"], claims: [{claims}], endings: [
                    (id: "home_dry", when: "lit and not wet", text: "x"), (id: "home_wet", when: "wet", text: "x"),
                    (id: "dark", text: "x")])"#
            ),
        ),
        (
            "scenes.ron",
            r#"Scenes({
            "light": (text: "x", choices: [
                (id: "light_it", text: "L", do: ["lit = true", "calm += 2", "unread += 1"], goto: "rain"),
                (id: "leave_it", text: "D", do: ["unread -= 1"], goto: "rain")]),
            "rain": (text: "x", events: [(id: "rains", chance: (1, 4), do: ["wet = true"])], choices: [
                (id: "go", text: "G", goto: "end"),
                (id: "wait", text: "W", when: "wet", do: ["wet = false", "calm -= 1"], goto: "end")]),
            })"#,
        ),
    ])
}

/// The states by hand: one at the lantern; lit or not, wet or not, in the rain; three endings. `unread` decides nothing
/// and tells no states apart. The odds by hand: 1/2 lit; 1/4 wet; wet, 1/2 waits.
/// dry home: 1/2 (3/4 + 1/4 1/2) = 7/16; wet home: 1/4 1/2 = 2/16; dark: 1/2 (3/4 + 1/4 1/2) = 7/16.
#[test]
fn states_and_odds_are_those_worked_out_by_hand() {
    let story = lantern("");
    let found = proof(&story, LIMITS);
    assert_eq!((found.states, found.whole), (1 + 4 + 3, true));
    // From the lantern 2 choices with 2 ways each; from the rain, dry 1 and wet 2 ways to end.
    assert_eq!(found.steps, 4 + 1 + 1 + 2 + 2);
    let odds = found.odds.expect("all was looked at");
    let sixteenths = |n: u64| WHOLE / 16 * n;
    for (is, hand) in odds.endings.iter().zip([7, 2, 7]) {
        assert!(is.abs_diff(sixteenths(hand)) < WHOLE / 1_000_000_000_000, "{is} of {hand}");
    }
    assert!(odds.left < WHOLE / 1_000_000_000_000);
}

#[test]
fn what_a_claim_reads_tells_states_apart() {
    let found = proof(&lantern(r#"Always("unread >= 4")"#), LIMITS);
    // Lit and unread go together: still four states in the rain.
    assert_eq!(found.states, 8);
    assert_eq!(found.verdicts, [Verdict::Proved(Means::Search, None)]);
}

#[test]
fn a_broken_claim_comes_with_the_shortest_play() {
    let story = lantern(
        r#"Never("lit and wet"), Always("calm >= 5"), Implies("light_it", "lit and not wet"), Reachable("home_wet"),
        AlwaysEventually("lit"), CanAlwaysEnd, AlwaysEventually("calm >= 4"), Implies("wait", "not wet")"#,
    );
    let found = proof(&story, LIMITS);
    let ids = |witness: &Witness| -> Vec<&str> {
        assert!(witness.shortest);
        witness.choices.iter().map(|c| story.choice(*c).id.as_str()).collect()
    };
    let broken = |n: usize| match &found.verdicts[n] {
        Verdict::Broken(Means::Search, Some(witness)) => witness,
        other => panic!("claim {n}: {other:?}"),
    };
    assert_eq!(ids(broken(0)), ["light_it"]);
    assert_eq!(play(&story, broken(0)).now().state.value(story.var_named("wet").expect("it is there")), 1);
    assert_eq!(ids(broken(1)), ["leave_it", "wait"]);
    let calm = play(&story, broken(1)).now().state.value(story.var_named("calm").expect("it is there"));
    assert_eq!(calm, 4);
    assert_eq!(ids(broken(2)), ["light_it", "go"]);
    let Verdict::Proved(Means::Search, Some(reached)) = &found.verdicts[3] else {
        panic!("it can be reached")
    };
    let Place::Ended(ending) = play(&story, reached).now().state.place else { panic!("it ends") };
    assert_eq!(story.ending(ending).id, "home_wet");
    assert_eq!(ids(broken(4)), ["leave_it", "go"]);
    for n in [5, 6, 7] {
        assert_eq!(found.verdicts[n], Verdict::Proved(Means::Search, None), "claim {n}");
    }
}

#[test]
fn a_circle_is_no_end_and_one_without_a_way_out_is_found() {
    let round = |out: &str| {
        story(&[
            ("world.ron", WORLD),
            (
                "story.ron",
                r#"Story(id: "demo", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "a",
                flags: ["seen"], claims: [CanAlwaysEnd, AlwaysEventually("seen"), Reachable("e")], endings: [(id: "e", text: "x")])"#,
            ),
            (
                "scenes.ron",
                &format!(
                    r#"Scenes({{"a": (text: "x", choices: [(id: "on", text: "L", goto: "b"), (id: "out", text: "O", do: ["seen = true"], goto: "end")]),
                    "b": (text: "x", choices: [(id: "back", text: "L", goto: "b"){out}])}})"#
                ),
            ),
        ])
    };
    let stuck = round(r#", (id: "leave", text: "O", when: "seen", goto: "a")"#);
    let found = proof(&stuck, LIMITS);
    let Verdict::Broken(_, Some(witness)) = &found.verdicts[0] else { panic!("it never ends") };
    assert_eq!(witness.choices.len(), 1);
    assert!(matches!(found.verdicts[1], Verdict::Broken(..)));
    assert!(matches!(found.verdicts[2], Verdict::Proved(..)));
    // Half of all plays go round for ever.
    let odds = found.odds.expect("all was looked at");
    assert!(odds.left.abs_diff(WHOLE / 2) < WHOLE / 1_000_000);
    let open = round(r#", (id: "leave", text: "O", goto: "a")"#);
    let found = proof(&open, LIMITS);
    assert!(matches!(found.verdicts[0], Verdict::Proved(..)));
    // One may still go round for ever and never see it.
    assert!(matches!(found.verdicts[1], Verdict::Broken(..)));
}

#[test]
fn what_search_cannot_close_is_closed_by_the_numbers_it_depends_on_or_stays_open() {
    let cut = Limits { states: 5, ..LIMITS };
    let story = lantern(
        r#"Never("calm > 10"), Implies("wait", "not wet"), CanAlwaysEnd, Reachable("home_dry"), Always("calm >= 1")"#,
    );
    let found = proof(&story, cut);
    assert!(!found.whole && found.odds.is_none());
    assert_eq!(found.verdicts[0], Verdict::Proved(Means::Bounds, None));
    assert!(matches!(found.verdicts[1], Verdict::Proved(Means::Parts(_), None)), "{:?}", found.verdicts[1]);
    assert_eq!(found.verdicts[2], Verdict::Proved(Means::Bounds, None));
    let Verdict::Proved(Means::Play, Some(witness)) = &found.verdicts[3] else { panic!("plays come there") };
    let Place::Ended(ending) = play(&story, witness).now().state.place else { panic!("it ends") };
    assert_eq!(story.ending(ending).id, "home_dry");
    // True, and beyond what five states and bounds can show.
    assert_eq!(found.verdicts[4], Verdict::Open);
}

/// A random story of scenes in a row: what it says, kept as plain tables for the slow program below.
struct Row {
    /// Per scene, the chance in 8 and what the event adds to either meter.
    events: Vec<(u64, [i64; 2])>,
    /// Per scene, per choice: what it adds, the least of the first meter it needs, the scene it leads to.
    choices: Vec<Vec<([i64; 2], i64, usize)>>,
}

const HIGH: i64 = 12;

impl Row {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut small = |n: u64| i64::try_from(dice.roll(n)).expect("small");
        let scenes = 3 + usize::try_from(small(3)).expect("small");
        let (mut events, mut choices) = (Vec::new(), Vec::new());
        for scene in 0..scenes {
            events.push((u64::try_from(small(8)).expect("small"), [small(5) - 2, small(5) - 2]));
            let leads = |far: i64| scenes.min(scene + 1 + usize::try_from(far).expect("small"));
            let some = (0..2 + small(2)).map(|n| {
                (
                    [small(7) - 3, small(7) - 3],
                    if n == 0 { 0 } else { small(8) },
                    leads(if n == 0 { 0 } else { small(2) }),
                )
            });
            choices.push(some.collect());
        }
        Self { events, choices }
    }

    fn written(&self, claims: &str, backwards: bool) -> Story {
        let mut scenes: Vec<String> = Vec::new();
        for (n, ((chance, add), choices)) in self.events.iter().zip(&self.choices).enumerate() {
            let effects = |add: &[i64; 2]| format!(r#"["a += {}", "b += {}"]"#, add[0], add[1]);
            let mut text = format!(
                r#""s{n}": (text: "x", events: [(id: "e{n}", chance: ({chance}, 8), do: {})], choices: ["#,
                effects(add)
            );
            for (c, (add, least, to)) in choices.iter().enumerate() {
                let goto = if *to == self.events.len() { "end".to_owned() } else { format!("s{to}") };
                let _ = write!(
                    text,
                    r#"(id: "c{n}_{c}", text: "c", when: "a >= {least}", do: {}, goto: "{goto}"),"#,
                    effects(add)
                );
            }
            scenes.push(text + "]),");
        }
        if backwards {
            scenes.reverse();
        }
        let meters =
            [r#"(id: "a", name: "A", start: 5, max: 12),"#, r#"(id: "b", name: "B", start: 5, max: 12),"#];
        let meters: String = if backwards { meters.iter().rev().copied().collect() } else { meters.concat() };
        story(&[
            (
                "world.ron",
                &format!(r#"World(id: "w", format: 1, languages: ["en"], point: 1, meters: [{meters}])"#),
            ),
            (
                "story.ron",
                &format!(
                    r#"Story(id: "demo", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 1), opens: "s0",
                    claims: [{claims}], endings: [(id: "low", when: "a + b < 9", text: "x"), (id: "rich", when: "b > 7", text: "x"), (id: "other", text: "x")])"#
                ),
            ),
            ("scenes.ron", &format!("Scenes({{{}}})", scenes.concat())),
        ])
    }

    fn add(at: [i64; 2], add: [i64; 2]) -> [i64; 2] {
        [(at[0] + add[0]).clamp(0, HIGH), (at[1] + add[1]).clamp(0, HIGH)]
    }

    /// Every play, one after the other: the shares of the endings, and every pair of meters at a decision or ending,
    /// with the fewest decisions to it.
    fn walk(&self, scene: usize, at: [i64; 2], share: f64, depth: usize, seen: &mut Slow) {
        if scene == self.events.len() {
            seen.met(at, depth);
            let ending = if at[0] + at[1] < 9 {
                "low"
            } else if at[1] > 7 {
                "rich"
            } else {
                "other"
            };
            *seen.endings.entry(ending).or_insert(0.0) += share;
            return;
        }
        let (chance, add) = self.events[scene];
        #[expect(clippy::cast_precision_loss, reason = "below 8")]
        let wins = chance as f64 / 8.0;
        for (at, share) in [(Self::add(at, add), share * wins), (at, share * (1.0 - wins))] {
            if share <= 0.0 {
                continue;
            }
            seen.met(at, depth);
            seen.decisions.insert((scene, at));
            let open: Vec<_> = self.choices[scene].iter().filter(|(_, least, _)| at[0] >= *least).collect();
            #[expect(clippy::cast_precision_loss, reason = "few")]
            let each = share / open.len() as f64;
            for (add, _, to) in open {
                self.walk(*to, Self::add(at, *add), each, depth + 1, seen);
            }
        }
    }
}

#[derive(Default)]
struct Slow {
    endings: BTreeMap<&'static str, f64>,
    pairs: BTreeMap<[i64; 2], usize>,
    decisions: BTreeSet<(usize, [i64; 2])>,
}

impl Slow {
    fn met(&mut self, at: [i64; 2], depth: usize) {
        let fewest = self.pairs.entry(at).or_insert(depth);
        *fewest = depth.min(*fewest);
    }
}

#[expect(clippy::cast_precision_loss, reason = "compared to nine places")]
fn share(share: u64) -> f64 {
    share as f64 / WHOLE as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_proof_finds_what_a_slow_program_finds(seed in any::<u64>(), low in 0_i64..5, high in 7_i64..13) {
        let row = Row::new(seed);
        let mut slow = Slow::default();
        row.walk(0, [5, 5], 1.0, 0, &mut slow);
        let claims = format!(
            r#"Never("a <= {low} and b >= {high}"), Reachable("low"), Reachable("rich"), Reachable("other"), CanAlwaysEnd"#
        );
        let story = row.written(&claims, false);
        let found = proof(&story, LIMITS);
        prop_assert!(found.whole);
        // Every state at a decision, and one for each ending that is come to.
        prop_assert_eq!(found.states, slow.decisions.len() + slow.endings.len());
        let odds = found.odds.clone().expect("all was looked at");
        for (n, ending) in story.endings.iter().enumerate() {
            let theirs = slow.endings.get(ending.id.as_str()).copied().unwrap_or(0.0);
            prop_assert!((share(odds.endings[n]) - theirs).abs() < 1e-9, "{}", &ending.id);
            prop_assert_eq!(matches!(found.verdicts[n + 1], Verdict::Proved(..)), theirs > 0.0);
        }
        let worst = slow.pairs.iter().filter(|(at, _)| at[0] <= low && at[1] >= high).map(|(_, depth)| *depth).min();
        match (&found.verdicts[0], worst) {
            (Verdict::Proved(..), None) => {}
            (Verdict::Broken(_, Some(witness)), Some(fewest)) => {
                prop_assert_eq!(witness.choices.len(), fewest);
                let end = play(&story, witness);
                let value = |id: &str| end.now().state.value(story.var_named(id).expect("it is there"));
                prop_assert!(value("a") <= low && value("b") >= high);
            }
            other => prop_assert!(false, "{other:?}"),
        }
        // The same, cut off early: what is still said is true.
        let cut = proof(&story, Limits { states: 3, ..LIMITS });
        for (n, verdict) in cut.verdicts.iter().enumerate() {
            match verdict {
                Verdict::Proved(..) => prop_assert!(matches!(found.verdicts[n], Verdict::Proved(..)), "{n}"),
                Verdict::Broken(..) => prop_assert!(matches!(found.verdicts[n], Verdict::Broken(..)), "{n}"),
                Verdict::Open => {}
            }
        }
        // The order in which things are declared changes nothing.
        let turned = proof(&row.written(&claims, true), LIMITS);
        prop_assert_eq!(turned.states, found.states);
        let there = turned.odds.expect("all was looked at");
        for (a, b) in odds.endings.iter().zip(&there.endings) {
            prop_assert!(a.abs_diff(*b) < WHOLE / 1_000_000_000);
        }
    }

    #[test]
    fn threads_change_nothing(seed in any::<u64>()) {
        let story = Row::new(seed).written(r#"Never("a > 9"), Reachable("low")"#, false);
        let one = proof(&story, Limits { threads: 1, ..LIMITS });
        prop_assert_eq!(proof(&story, Limits { threads: 5, ..LIMITS }), one);
    }

    /// On stories with decks, rules, laters and plans: plays never leave what was proved, and come as often to each
    /// ending as its odds say.
    #[test]
    fn plays_keep_to_what_was_proved(seed in any::<u64>()) {
        let claims = r#"claims: [Never("m0 > 900"), Always("m1 > 20"), Implies("c0", "m0 > 300"), AlwaysEventually("m0 > 400"), Reachable("high")], endings: ["#;
        let files: Vec<(String, String)> = random(seed, 0, false)
            .into_iter()
            .map(|(name, text)| (name, text.replace("endings: [", claims)))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let Some(story) = packs::pack(&files).story else { return Ok(()) };
        let limits = Limits { states: 20_000, ..LIMITS };
        let found = proof(&story, limits);
        let plays = 400;
        for number in 0..plays {
            let setup = Setup { seed: number, ..setup(&story) };
            let Ok(mut timeline) = Timeline::begin(&story, setup) else { break };
            let mut dice = Dice::new(number);
            let mut made: Vec<ChoiceId> = Vec::new();
            while let Place::Scene(_) = timeline.now().state.place {
                let offers = choices(&story, &timeline.setup, &timeline.now().state);
                let open: Vec<_> = offers.iter().filter(|o| o.lock.is_none()).collect();
                if open.is_empty() || made.len() > 60 {
                    break;
                }
                let choice = open[usize::try_from(dice.roll(open.len() as u64)).expect("few")].choice;
                if timeline.decide(&story, choice).is_err() {
                    break;
                }
                made.push(choice);
            }
            let value = |state: &cermin::engine::State, id: &str| state.value(story.var_named(id).expect("it is there"));
            let states = || timeline.moments().iter().map(|m| &m.state).chain(timeline.history.iter().map(|h| &h.state));
            let ended = matches!(timeline.now().state.place, Place::Ended(_));
            let last = &timeline.now().state;
            let kept = [
                states().all(|s| value(s, "m0") <= 900),
                states().all(|s| value(s, "m1") > 20),
                !(ended && made.iter().any(|c| story.choice(*c).id == "c0")) || value(last, "m0") > 300,
                !ended || timeline.moments().iter().any(|m| value(&m.state, "m0") > 400),
            ];
            for (n, kept) in kept.iter().enumerate() {
                prop_assert!(*kept || !matches!(found.verdicts[n], Verdict::Proved(..)), "claim {n}, seed {number}");
            }
            if let Place::Ended(ending) = timeline.now().state.place
                && story.ending(ending).id == "high"
            {
                prop_assert!(!matches!(found.verdicts[4], Verdict::Broken(..)));
            }
        }
        if let Some(odds) = &found.odds {
            let plays = 4_000;
            let order = Order { setup: setup(&story), plays, policy: Policy::Uniform, threads: 1 };
            let tally = sim(&story, &order, &AtomicU64::new(0)).expect("it begins");
            for (n, odds) in odds.endings.iter().enumerate() {
                let odds = share(*odds);
                #[expect(clippy::cast_precision_loss, reason = "few")]
                let (counted, plays) = (tally.endings[n] as f64, plays as f64);
                // Five standard deviations, and one play more for odds near nothing.
                let far = 5.0 * (odds * (1.0 - odds) * plays).sqrt() + 1.0;
                prop_assert!((counted - odds * plays).abs() <= far, "ending {n}: {counted} of {plays}, odds {odds}");
            }
        }
    }
}
