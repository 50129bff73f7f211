//! The world `gulf` against the reference figures it was designed by.
//!
//! `data/gulf_expected.csv` holds eight strategies in five schedules and three presets, 25 turns each; every cell and
//! every region is compared. The strategy that changes its levers midway is a story whose plan does.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use cermin::{
    engine::{Point, Run, Setup, Timeline, grounds, region, replay},
    story::{Story, load, model::Cause, source::Shelves},
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

/// A case of the reference: levers by turn, and what else is set.
#[derive(serde::Deserialize)]
struct Case {
    name: String,
    /// From a turn on: the turn, then the levers in the world's order.
    levers: Vec<[i64; 6]>,
    #[serde(default)]
    schedule: String,
    #[serde(default)]
    params: BTreeMap<String, i64>,
    #[serde(default)]
    start: BTreeMap<String, i64>,
}

const LEVERS: [&str; 5] = ["c", "k", "g", "h", "o"];
const TURNS: i64 = 24;

fn played(story: &Story, case: &Case) -> Timeline {
    let mut run = Run::new(story, 0);
    run.turns = TURNS;
    if !case.schedule.is_empty() {
        run.schedule.clone_from(&case.schedule);
    }
    (run.parameters, run.start) = (case.params.clone(), case.start.clone());
    for [turn, levers @ ..] in &case.levers {
        let set = LEVERS.iter().zip(levers).map(|(id, value)| ((*id).to_owned(), *value));
        run.levers.insert(*turn, set.collect());
    }
    replay(story, &run).expect("it plays").timeline
}

/// Compares every cell and every region of a table with the cases it was made of; how many there were.
fn compared(story: &Story, cases: &[Case], csv: &str) -> usize {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let mut plays: BTreeMap<&str, Timeline> = BTreeMap::new();
    let mut count = 0;
    for line in lines {
        let row: Vec<&str> = line.split(',').collect();
        let case = cases.iter().find(|c| c.name == row[0]).expect("a case");
        let timeline = plays.entry(&case.name).or_insert_with(|| played(story, case));
        let turn: i64 = row[1].parse().expect("a turn");
        let (state, _) = timeline.at(Point::Turn(turn));
        assert_eq!(state.turn(), turn);
        for (name, cell) in header.iter().zip(&row).skip(2) {
            let found = story.var_named(name).map_or_else(
                || {
                    let found = region(story, &timeline.setup, state).expect("worked out");
                    story.region(found.expect("one fits")).id.clone()
                },
                |var| state.value(var).to_string(),
            );
            assert_eq!(found, *cell, "{name} in {line}");
            count += 1;
        }
    }
    count
}

/// Lock-in, R27's reset, R31, R32, scandals, and each parameter far from 100: what the table of strategies does not
/// reach. Each case of a parameter differs from the same case with 100 there, so that it is really reached.
#[test]
fn the_corners_are_the_reference_s_too() {
    let story = gulf();
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/gulf_corners.json")).expect("cases");
    let count = compared(&story, &cases, include_str!("data/gulf_corners.csv"));
    assert_eq!(count, cases.len() * 25 * 15);
    let contested = cases.iter().filter(|c| !c.params.is_empty());
    let scaled: BTreeSet<&String> = contested.clone().flat_map(|c| c.params.keys()).collect();
    assert_eq!(scaled.len(), story.parameters.len());
    for case in contested {
        let (name, levers, schedule) = (case.name.clone(), case.levers.clone(), case.schedule.clone());
        let plain = Case { name, levers, schedule, params: BTreeMap::new(), start: case.start.clone() };
        let (other, same) = (played(&story, case), played(&story, &plain));
        assert_ne!(
            other.now().state.digest(&story),
            same.now().state.digest(&story),
            "{} reaches nothing",
            case.name
        );
    }
    let fired = |name: &str, rule: &str| {
        let case = cases.iter().find(|c| c.name == name).expect("a case");
        let wrote = |e: &cermin::engine::Entry| matches!(e.cause, Cause::Rule(r) if story.rule(r).id == rule);
        played(&story, case).ledger.iter().any(wrote)
    };
    assert!(fired("reset", "R27") && fired("reset", "R28") && fired("emergency_open", "R31"));
    assert!(fired("successor_wide", "R32") && fired("late_scandal", "R17") && fired("sunset", "R21"));
}

#[test]
fn a_locked_in_world_says_so_where_reach_is_asked_about() {
    let story = gulf();
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/gulf_corners.json")).expect("cases");
    let timeline = played(&story, cases.iter().find(|c| c.name == "lock_in").expect("it is there"));
    let reach = story.var_named("reach").expect("a meter");
    let named = |turn: i64| {
        let entry = timeline.ledger.iter().find(|e| e.turn == turn && e.var == reach).expect("it moved");
        let grounds = grounds(&story, &timeline, entry).expect("worked out");
        grounds.of_which.iter().map(|(id, _)| story.named(*id).id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named(2), [""; 0], "nothing holds it before the fourth quarter");
    assert_eq!(named(8), ["held"]);
    assert_eq!(named(20), [""; 0], "three safeguards set it free");
}

/// The contributions of every rule to every number, turn by turn.
#[test]
fn the_ledger_is_the_reference_s_rule_by_rule() {
    let story = gulf();
    let mut expected: BTreeMap<(String, i64, String, String), i64> = BTreeMap::new();
    for line in include_str!("data/gulf_ledger.csv").lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        let key = (row[0].to_owned(), row[1].parse().expect("a turn"), row[2].to_owned(), row[3].to_owned());
        expected.insert(key, row[4].parse().expect("an amount"));
    }
    assert!(expected.len() > 1_000);
    let mut found: BTreeMap<(String, i64, String, String), i64> = BTreeMap::new();
    for (name, levers) in [
        ("watchful", vec![[0, 4, 4, 0, 2, 0]]),
        ("regulated", vec![[0, 2, 2, 3, 1, 2]]),
        ("feedback", vec![[0, 4, 3, 0, 1, 1], [9, 2, 1, 3, 1, 3]]),
    ] {
        let (params, start) = (BTreeMap::new(), BTreeMap::new());
        let case = Case { name: name.to_owned(), levers, schedule: "mixed".to_owned(), params, start };
        for entry in &played(&story, &case).ledger {
            if let Cause::Rule(rule) = entry.cause {
                let key = (
                    name.to_owned(),
                    entry.turn,
                    story.rule(rule).id.clone(),
                    story.var(entry.var).id.clone(),
                );
                *found.entry(key).or_default() += entry.amount;
            }
        }
    }
    found.retain(|_, amount| *amount != 0);
    let differ: Vec<_> = expected.iter().filter(|(key, amount)| found.get(*key) != Some(amount)).collect();
    assert!(differ.is_empty(), "{differ:?}");
    let more: Vec<_> = found.keys().filter(|key| !expected.contains_key(*key)).collect();
    assert!(more.is_empty(), "{more:?}");
}

/// The program and the reference, side by side on random levers, starts, parameters and schedules.
#[test]
fn two_hundred_random_cases_agree_with_the_reference() {
    use std::{io::Write as _, process};
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    if process::Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3 here to run the reference model with");
        return;
    }
    let story = gulf();
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |sides: i64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        i64::try_from(dice % u64::try_from(sides).expect("positive")).expect("small")
    };
    let cost = |l: &[i64; 5]| l[0] * 10 + l[1] + l[2] * 10 + l[3] * 13 + l[4] * 2;
    let mut cases = Vec::new();
    for n in 0..200 {
        let mut levers = Vec::new();
        let mut turn = 0;
        while turn < TURNS {
            let set = [(); 5].map(|()| roll(5));
            if cost(&set) <= 70 {
                levers.push([turn, set[0], set[1], set[2], set[3], set[4]]);
                turn += 1 + roll(12);
            }
        }
        let schedule = &story.schedules[usize::try_from(roll(5)).expect("small")].id;
        let params = (0..roll(6)).map(|_| {
            let parameter = usize::try_from(roll(28)).expect("small");
            (story.parameters[parameter].id.clone(), roll(301))
        });
        let params: BTreeMap<String, i64> = params.collect();
        let starts = [
            "order",
            "service",
            "privacy",
            "voice",
            "trust",
            "fairness",
            "oversight",
            "reach",
            "scope",
            "errors",
        ];
        let start =
            (0..roll(5)).map(|_| (starts[usize::try_from(roll(10)).expect("small")].to_owned(), roll(1001)));
        let start: BTreeMap<String, i64> = start.collect();
        cases.push(serde_json::json!({
            "name": n.to_string(), "levers": levers, "schedule": schedule, "params": params, "start": start,
        }));
    }
    let input = serde_json::to_string(&cases).expect("JSON");
    let mut python = process::Command::new("python3")
        .args(["-B", "cases.py"])
        .current_dir(data)
        .stdin(process::Stdio::piped())
        .stdout(process::Stdio::piped())
        .spawn()
        .expect("python3 starts");
    python.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    let expected = |n: usize| {
        let mine = format!("{n},");
        let rows = table.lines().filter(|l| l.starts_with(&mine)).map(|l| {
            let cells: Vec<&str> = l.split(',').collect();
            cells[1..cells.len() - 1].join(",")
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    for (n, case) in cases.iter().enumerate() {
        let mut command = process::Command::new(env!("CARGO_BIN_EXE_cermin"));
        command.args(["sandbox", "--format", "csv", "--schedule", case["schedule"].as_str().expect("text")]);
        for row in case["levers"].as_array().expect("a list") {
            let row: Vec<String> = row.as_array().expect("a list").iter().map(ToString::to_string).collect();
            command.args(["--levers", &format!("{}:{}", row[0], row[1..].join(","))]);
        }
        for (option, key) in [("--param", "params"), ("--start", "start")] {
            for (id, value) in case[key].as_object().expect("a map") {
                command.args([option, &format!("{id}={value}")]);
            }
        }
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{case}: {}", String::from_utf8_lossy(&output.stderr));
        let csv = String::from_utf8(output.stdout).expect("UTF-8");
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(rows.join("\n"), expected(n), "{case}");
    }
}
