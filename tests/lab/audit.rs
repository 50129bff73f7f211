//! The fairness ledger: what it counts is what can be counted by hand, and what the reference says.

use std::{collections::BTreeMap, sync::atomic::AtomicU64};

use crate::packs::story;
use cermin::{
    engine::Setup,
    lab::audit::{Banned, Voices, draws, last_words, prices, standing, voices},
    story::{Story, load, model::Side, source::Shelves},
};

fn gulf() -> Story {
    load(&Shelves::default(), "gulf").expect("it is in the binary").story.expect("it has no error")
}

/// Every outcome of every strategy in every schedule and preset, against the reference's last turn.
#[test]
fn strategies_come_to_what_the_reference_says() {
    let world = gulf();
    let csv = include_str!("../data/gulf_expected.csv");
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let mut expected: BTreeMap<(&str, &str, &str), Vec<&str>> = BTreeMap::new();
    for row in lines.map(|l| l.split(',').collect::<Vec<_>>()).filter(|row| row[3] == "24") {
        expected.insert((row[0], row[1], row[2]), row);
    }
    let found = standing(&world, 24).expect("it can be worked out");
    let mut compared = 0;
    for one in &found.worlds {
        let schedule = &world.schedules[one.schedule.expect("one").at()].id;
        let preset = &world.presets[one.preset.expect("one").at()].id;
        for (strategy, outcome) in world.audit.strategies.iter().zip(&one.outcomes) {
            let row = &expected[&(strategy.id.as_str(), schedule.as_str(), preset.as_str())];
            for (var, value) in world.audit.outcomes.iter().zip(&outcome.values) {
                let column = header.iter().position(|h| *h == world.var(*var).id).expect("a column");
                assert_eq!(
                    value.to_string(),
                    row[column],
                    "{} {schedule} {preset} {}",
                    strategy.id,
                    header[column]
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 8 * 5 * 3 * 7);
    // The model's own finding: the four that the debate is about never dominate each other, in any world.
    for one in &found.worlds {
        for (strategy, outcome) in world.audit.strategies.iter().zip(&one.outcomes) {
            let by = outcome.dominated_by.iter().filter(|n| world.audit.strategies[**n].stance.is_some());
            assert!(strategy.stance.is_none() || by.count() == 0, "{}", strategy.id);
        }
    }
}

#[test]
fn draws_that_move_nothing_say_what_the_default_numbers_say_and_threads_change_nothing() {
    let world = gulf();
    let still = draws(&world, 24, (3, 0), 1, &AtomicU64::new(0)).expect("it can be worked out");
    assert_eq!((still.draws, still.undominated.clone()), (15, vec![15; 4]));
    let found = standing(&world, 24).expect("it can be worked out");
    let stances: Vec<usize> = (0..8).filter(|n| world.audit.strategies[*n].stance.is_some()).collect();
    for (outcome, best) in still.best.iter().enumerate() {
        for (n, strategy) in stances.iter().enumerate() {
            let leads = found.worlds.iter().filter(|w| w.preset.is_some_and(|p| p.at() == 0)).filter(|w| {
                let mine = w.outcomes[*strategy].values[outcome];
                stances.iter().all(|other| w.outcomes[*other].values[outcome] <= mine)
            });
            assert_eq!(best[n], 3 * leads.count() as u64);
        }
    }
    let count =
        |threads| draws(&world, 24, (20, 30), threads, &AtomicU64::new(0)).expect("it can be worked out");
    assert_eq!(count(1), count(3));
    assert_ne!(count(1).best, draws(&world, 24, (20, 0), 1, &AtomicU64::new(0)).expect("it can be").best);
}

/// Three options whose prices can be read off: one gives and costs, one is beaten on everything, one is the better.
#[test]
fn prices_are_those_worked_out_by_hand() {
    let story = story(&[
        (
            "world.ron",
            r#"World(id: "w", format: 1, languages: ["en"], meters: [
                (id: "calm", name: "Calm", start: 500), (id: "bread", name: "Bread", start: 500)])"#,
        ),
        (
            "rules.ron",
            r#"Rules([(id: "R1", name: "Hunger", because: "b", when: "bread < 500", then: ["calm -= 10"])])"#,
        ),
        (
            "story.ron",
            r#"Story(id: "demo", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 8), opens: "a",
                cast: {"pro": (name: "P", side: For), "con": (name: "C", side: Against), "who": (name: "W", side: Undecided)},
                endings: [(id: "e", text: "x")])"#,
        ),
        (
            "scenes.ron",
            r#"Scenes({
                "a": (text: "Rain, and a sinister hat. {say pro}Two words.{end} {say who}Hm.{end} {say con}Not so fast.{end} The door shuts.", choices: [
                    (id: "feast", text: "Feast", do: ["calm += 60", "bread -= 100"], goto: "b", gives: "the hall", costs: "the mill"),
                    (id: "wait", text: "Wait", goto: "b"),
                    (id: "bake", text: "Bake", do: ["bread += 30"], goto: "b")]),
                "b": (text: "@pro: Sinister, I say.", turn: 2, choices: [(id: "on", text: "On", goto: "c")]),
                "c": (text: "x", turn: 6, choices: [(id: "end_it", text: "On", goto: "end")]),
            })"#,
        ),
        (
            "guide.ron",
            r#"Guide(dilemmas: {"a": (minutes: 5, prompts: [(side: For, text: "x"), (side: Against, text: "y")])})"#,
        ),
        ("audit.ron", r#"Audit(outcomes: ["calm", "bread"])"#),
    ]);
    let setup = Setup::new(&story, 1, "", "").expect("the defaults");
    let found = prices(&story, &setup, 10).expect("it begins");
    let dilemma = &found[0];
    assert_eq!((found.len(), dilemma.met), (1, 10));
    // Six turns on: feast 500 + 60 - 6 * 10 = 500 calm, 400 bread; wait 500, 500; bake 500, 530.
    let means = |n: usize| [dilemma.options[n].mean(0), dilemma.options[n].mean(1)];
    assert_eq!(means(0), [0, -115]);
    assert_eq!(means(1), [0, 35]);
    assert_eq!(means(2), [0, 80]);
    let id = |n: usize| dilemma.dominated(n).map(|c| story.choice(c).id.as_str());
    assert_eq!([id(0), id(1), id(2)], [Some("wait"), Some("bake"), None]);

    let said = voices(&story, 0);
    assert_eq!(said[0].voices, Voices { pro: 2, con: 3, undecided: 1, told: 5 + 3 + 1 + 2 + 2 + 1 + 1 });
    assert_eq!(said[1].voices, Voices { pro: 3, con: 0, undecided: 0, told: 1 });
    assert_eq!(last_words(&story, 0), [(dilemma.scene, Some(Side::Against))]);
    let banned = Banned::all(&story);
    assert_eq!(banned.len(), 1, "{banned:?}");
    assert_eq!((banned[0].word, banned[0].key.as_str()), ("sinister", "scene.a"));
}

#[test]
fn nothing_shipped_narrates_a_word_that_judges() {
    let story =
        load(&Shelves::default(), "measure").expect("it is in the binary").story.expect("it has no error");
    assert_eq!(Banned::all(&story), []);
}

/// A story whose country has narrower levers than its world is good, and is audited with the world's own strategies.
#[test]
fn a_story_with_narrower_levers_keeps_its_world_s_strategies_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("small");
    std::fs::create_dir(&pack).expect("made");
    let text = r#"Story(id: "small", format: 1, world: "gulf", languages: ["en"], title: "T", chair: "C", turns: (0, 2),
        opens: "a", levers: {"c": (max: 2)}, endings: [(id: "e", text: "x")])"#;
    std::fs::write(pack.join("story.ron"), text).expect("written");
    let scenes = r#"Scenes({"a": (text: "x", choices: [(id: "go", text: "Go", goto: "end")])})"#;
    std::fs::write(pack.join("scenes.ron"), scenes).expect("written");
    let loaded = load(&Shelves::default(), &pack.display().to_string()).expect("it is read");
    let problems: Vec<_> = loaded.findings.diagnostics.iter().map(|d| &d.message).collect();
    let story = loaded.story.unwrap_or_else(|| panic!("{problems:#?}"));
    assert_eq!((story.audit.strategies.len(), story.audit.outcomes.len()), (0, 7));
}
