//! The world `gulf` against the reference figures it was designed by.
//!
//! `data/gulf_expected.csv` holds eight strategies in five schedules and three presets, 25 turns each; every cell and
//! every region is compared. The strategy that changes its levers midway is a story whose plan does.

use std::fs;

use cermin::{
    engine::{Setup, Timeline, region},
    story::{Story, load, source::Shelves},
};

fn gulf() -> Story {
    let loaded = load(&Shelves::default(), "gulf").expect("the world is in the binary");
    let problems: Vec<_> = loaded.findings.diagnostics.iter().map(|d| &d.message).collect();
    loaded.story.unwrap_or_else(|| panic!("{problems:#?}"))
}

/// A story in the Gulf that does nothing but change its levers at turn 9.
fn reform() -> Story {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("reform");
    fs::create_dir(&pack).expect("made");
    let story = r#"Story(id: "reform", format: 1, world: "gulf", languages: ["en"], title: "T", chair: "C",
        turns: (0, 24), opens: "a", endings: [(id: "over", text: "x")],
        plan: [(from: 9, levers: {"c": 2, "k": 1, "g": 3, "h": 1, "o": 3})])"#;
    let scenes = r#"Scenes({"a": (text: "x", choices: [(id: "go", text: "Go", goto: "end")])})"#;
    fs::write(pack.join("story.ron"), story).expect("written");
    fs::write(pack.join("scenes.ron"), scenes).expect("written");
    let loaded = load(&Shelves::default(), &pack.display().to_string()).expect("it is read");
    loaded.story.unwrap_or_else(|| panic!("{:#?}", loaded.findings.diagnostics))
}

const STRATEGIES: &[(&str, [i64; 5])] = &[
    ("watchful", [4, 4, 0, 2, 0]),
    ("regulated", [2, 2, 3, 1, 2]),
    ("refusal", [0, 0, 2, 3, 4]),
    ("feedback", [4, 3, 0, 1, 1]),
    ("promise", [3, 3, 1, 1, 3]),
    ("drift", [3, 1, 0, 2, 1]),
    ("paternal", [4, 2, 1, 1, 0]),
    ("bare_refusal", [0, 0, 0, 1, 3]),
];

#[test]
fn every_cell_is_the_reference_s() {
    let (world, reform) = (gulf(), reform());
    let csv = include_str!("data/gulf_expected.csv");
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let mut compared = 0;
    let mut timeline: Option<Timeline> = None;
    for line in lines {
        let row: Vec<&str> = line.split(',').collect();
        let Some((_, levers)) = STRATEGIES.iter().find(|(name, _)| *name == row[0]) else { continue };
        let story = if row[0] == "feedback" { &reform } else { &world };
        let turn: i64 = row[3].parse().expect("a turn");
        if turn == 0 {
            let mut setup = Setup::new(story, 0, row[1], row[2]).expect("a schedule and a preset");
            for (lever, value) in ["c", "k", "g", "h", "o"].into_iter().zip(levers) {
                setup.set_start(story, lever, *value).expect("a lever");
            }
            timeline = Some(Timeline::begin(story, setup).expect("it begins"));
        } else {
            timeline.as_mut().expect("begun").advance(story, &[]).expect("a turn");
        }
        let now = &timeline.as_ref().expect("begun").now().state;
        assert_eq!(now.turn(), turn);
        for (name, cell) in header.iter().zip(&row).skip(4) {
            if *name == "region" {
                if !cell.is_empty() {
                    let setup = &timeline.as_ref().expect("begun").setup;
                    let found = region(story, setup, now).expect("a region").expect("one fits");
                    assert_eq!(&story.region(found).id, cell, "{line}");
                    compared += 1;
                }
                continue;
            }
            let var = story.var_named(name).expect("a column is a variable");
            assert_eq!(now.value(var).to_string(), *cell, "{name} in {line}");
            compared += 1;
        }
    }
    assert_eq!(compared, 8 * 5 * 3 * (25 * 14 + 1));
}

#[test]
fn start_plus_contributions_and_clamps_is_the_value() {
    let story = gulf();
    let mut setup = Setup::new(&story, 0, "mixed", "mostly_harms").expect("they exist");
    setup.set_start(&story, "c", 4).expect("a lever");
    let mut timeline = Timeline::begin(&story, setup).expect("it begins");
    for _ in 0..36 {
        timeline.advance(&story, &[]).expect("a turn");
    }
    for (id, var) in story.vars() {
        let sum: i64 = timeline.ledger.iter().filter(|e| e.var == id).map(|e| e.amount).sum();
        assert_eq!(timeline.start.value(id) + sum, timeline.now().state.value(id), "{}", var.id);
    }
}
