//! What the survey says is so in every play: no play leaves the ranges, opens a choice that is called always locked, or
//! comes to an ending that is called out of reach.

use std::collections::BTreeSet;

use cermin::{
    app::check::{Checked, check_files},
    engine::{Place, Setup, Timeline, choices},
    lab::{Ranges, ranges_by_scene},
    story::{
        Story,
        ids::Slot,
        source::{PackFiles, Shelves, SourceFile},
    },
};
use proptest::prelude::*;

use crate::packs::{Dice, random};

/// A pack of these files, looked at.
pub(crate) fn checked(files: &[(String, String)]) -> Checked {
    let file = |(name, text): &(String, String)| SourceFile { name: name.clone(), text: text.clone() };
    let files = files.iter().map(file).collect();
    check_files(
        &Shelves::default(),
        PackFiles { name: "demo".to_owned(), beside: None, files, below: Vec::new() },
    )
}

fn within(story: &Story, ranges: &[Option<Ranges>], timeline: &Timeline) -> Result<(), String> {
    let state = &timeline.now().state;
    let Place::Scene(scene) = state.place else { return Ok(()) };
    let Some(known) = &ranges[scene.at()] else {
        return Err(format!("a play came to `{}`", story.scene(scene).id));
    };
    for n in 0..story.slots() {
        let slot = Slot::new(n);
        let (value, (low, high)) = (i128::from(state.get(slot)), known.of(slot));
        if value < low || value > high {
            let what = n.checked_sub(1).and_then(|n| story.vars.get(n)).map_or("?", |v| v.id.as_str());
            let tracker = (n > story.vars.len()).then(|| story.trackers[n - 1 - story.vars.len()]);
            return Err(format!(
                "slot {n} (`{what}`, {tracker:?}) is {value} in `{}`, not in {low}..={high}",
                story.scene(scene).id
            ));
        }
    }
    Ok(())
}

/// Choices that are called always locked, and endings that are called out of reach, by id.
fn refuted(checked: &Checked) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut locked, mut endings) = (BTreeSet::new(), BTreeSet::new());
    for d in &checked.loaded.findings.diagnostics {
        let named = d.message.split('`').nth(1).unwrap_or_default().to_owned();
        match d.code.word() {
            "C0052" => locked.insert(named),
            "C0057" | "C0058" if d.message.contains("ending") => endings.insert(named),
            _ => false,
        };
    }
    (locked, endings)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_play_leaves_what_the_survey_knows(seed in any::<u64>()) {
        let checked = checked(&random(seed, 0, false));
        let story = checked.loaded.story.as_ref().expect("it can be played");
        let ranges = ranges_by_scene(story, &checked.index);
        let (locked, endings) = refuted(&checked);
        let mut dice = Dice::new(seed ^ 0x5eed);
        for number in 0..12 {
            let mut setup = Setup::new(story, number, if number % 2 == 0 { "calm" } else { "all" }, "").expect("the defaults");
            setup.set_parameter(story, "p", i64::try_from(dice.roll(301)).expect("small")).expect("in range");
            let Ok(mut timeline) = Timeline::begin(story, setup) else { continue };
            for _ in 0..24 {
                let known = within(story, &ranges, &timeline);
                prop_assert!(known.is_ok(), "{:?}", known);
                let offers = choices(story, &timeline.setup, &timeline.now().state);
                let open: Vec<_> = offers.iter().filter(|o| o.lock.is_none()).collect();
                for offer in &open {
                    let id = &story.choice(offer.choice).id;
                    prop_assert!(!locked.contains(id), "`{}` is open", id);
                }
                if open.is_empty() {
                    break;
                }
                let taken = open[usize::try_from(dice.roll(open.len() as u64)).expect("small")].choice;
                if timeline.decide(story, taken).is_err() {
                    break;
                }
            }
            if let Place::Ended(ending) = timeline.now().state.place {
                prop_assert!(!endings.contains(&story.ending(ending).id), "{}", &story.ending(ending).id);
            }
        }
    }
}

/// The codes that the checker has for a pack, by its files' texts; the story's id is `demo`, its world's `w`.
fn codes(story: &str, world: &str, more: &[&str]) -> Vec<String> {
    let mut files = vec![
        (
            "story.ron".to_owned(),
            format!("Story(id: \"demo\", format: 1, world: \"w\", title: \"T\", chair: \"C\", {story})"),
        ),
        ("world.ron".to_owned(), format!("World(id: \"w\", format: 1, {world})")),
    ];
    files.extend(more.iter().enumerate().map(|(n, text)| (format!("{n}.ron"), (*text).to_owned())));
    let found = checked(&files).loaded.findings.diagnostics;
    found.iter().map(|d| format!("{} {}", d.code.word(), d.message)).collect()
}

const METER: &str = "meters: [(id: \"m\", name: \"M\", start: 500)]";
const END: &str = "endings: [(id: \"f\", text: \"f\")]";

fn one_scene(choice: &str) -> String {
    format!("Scenes({{\"a\": (text: \"a\", choices: [(id: \"k\", text: \"k\", {choice}, goto: \"end\")])}})")
}

/// Each was called impossible once, and came about in a play.
#[test]
fn what_was_once_called_impossible_is_not() {
    let none: Vec<String> = Vec::new();
    // Between entries of a plan nothing is derived.
    let found = codes(
        "turns: (0, 2), opens: \"a\", plan: [(from: 0, levers: {\"g\": 1}), (from: 0, when: \"d == 0\", levers: {\"h\": 1})], endings: [(id: \"e\", when: \"h == 1\", text: \"e\"), (id: \"f\", text: \"f\")]",
        "meters: [(id: \"m\", name: \"M\", start: 500), (id: \"d\", name: \"D\", is: \"g * 10\")], levers: [(id: \"g\", name: \"G\", max: 4), (id: \"h\", name: \"H\", max: 4)]",
        &[&one_scene("do: [\"m += 1\"]")],
    );
    assert!(!found.iter().any(|f| f.starts_with("C0050") || f.contains("`e`")), "{found:?}");
    // Who was led to a storylet by its name has no deck to return to.
    let storylet = "Scenes({\"a\": (text: \"a\", choices: [(id: \"k\", text: \"k\", do: [\"m += 1\"], goto: \"s\"), (id: \"l\", text: \"l\", goto: \"dk\")]),\n\"s\": (storylet: (deck: \"dk\"), text: \"s\", choices: [(id: \"r\", text: \"r\", goto: \"return\")]),\n\"b\": (text: \"b\", choices: [(id: \"z\", text: \"z\", do: [\"x = true\"], goto: \"end\")])})";
    let found = codes(
        "turns: (0, 2), opens: \"a\", flags: [\"x\"], decks: {\"dk\": (draw: (1, 1), then: \"b\")}, endings: [(id: \"never\", when: \"not x\", text: \"n\"), (id: \"f\", text: \"f\")]",
        METER,
        &[storylet],
    );
    assert_eq!(found, none);
    let circle = "Scenes({\"a\": (text: \"a\", choices: [(id: \"k\", text: \"k\", do: [\"m += 1\"], goto: \"s\")]),\n\"s\": (storylet: (deck: \"dk\"), text: \"s\", choices: [(id: \"r\", text: \"r\", goto: \"return\")])})";
    let story = format!("turns: (0, 2), opens: \"a\", decks: {{\"dk\": (draw: (1, 1), then: \"a\")}}, {END}");
    assert_eq!(codes(&story, METER, &[circle]), none);
    // A number in the middle of a `do`, and in the middle of a turn.
    let both = "meters: [(id: \"m\", name: \"M\", start: 0, max: 5000), (id: \"x\", name: \"X\", start: 0)]";
    let story = format!("turns: (0, 2), opens: \"a\", {END}");
    assert_eq!(
        codes(&story, both, &[&one_scene("do: [\"x = 900\", \"m += max(500, x)\", \"x = 0\"]")]),
        none
    );
    let event = "Schedules([(id: \"s\", name: \"S\", events: {1: [(id: \"ev\", do: [\"x = 900\"])]})])";
    let rule = "Rules([(id: \"R\", name: \"R\", then: [\"m += max(100, x)\", \"x -= x\"], because: \"b\")])";
    assert_eq!(codes(&story, both, &[&one_scene("do: [\"m += 1\"]"), event, rule]), none);
    // Without a card the world is run from turn 0, and what its rules let wait comes later.
    let rule = "Rules([(id: \"R\", name: \"R\", when: \"turn == 3\", then: [\"m += 1\"], because: \"b\", later: [(id: \"l\", after: 2, do: [\"m += 100\"])])])";
    let found = codes(
        "turns: (4, 8), opens: \"a\", country: \"k\", endings: [(id: \"e\", when: \"m == 600\", text: \"e\"), (id: \"f\", text: \"f\")]",
        METER,
        &[&one_scene("do: [\"m = 500\"]"), rule],
    );
    assert_eq!(found, none);
    // What the budget keeps small no bound cuts; and a scene that is come back to is not too late.
    let story = format!("turns: (0, 4), opens: \"a\", {END}");
    let lever = "levers: [(id: \"g\", name: \"G\", max: 4, cost: 10)], budget: 20";
    let scene = "Scenes({\"a\": (turn: 0, text: \"a\", do: [\"g += 9\"], choices: [(id: \"k\", text: \"k\", goto: \"b\")]),\n\"b\": (turn: 2, text: \"b\", choices: [(id: \"z\", text: \"z\", goto: \"a\"), (id: \"y\", text: \"y\", goto: \"end\")])})";
    assert_eq!(codes(&story, lever, &[scene]), none);
}

#[test]
fn what_cannot_be_is_told() {
    let story = format!("turns: (0, 4), opens: \"a\", {END}");
    let late = "Scenes({\"a\": (turn: 3, text: \"a\", choices: [(id: \"k\", text: \"k\", do: [\"m += 1\"], goto: \"b\")]),\n\"b\": (turn: 2, text: \"b\", choices: [(id: \"z\", text: \"z\", goto: \"end\")])})";
    assert_eq!(codes(&story, METER, &[late]), ["C0023 the turn of `b` has passed before it opens"]);
    let endings = "turns: (0, 4), opens: \"a\", endings: [(id: \"e\", when: \"m >= 400\", text: \"e\"), (id: \"g\", when: \"m >= 450\", text: \"g\"), (id: \"f\", when: \"m < 400\", text: \"f\"), (id: \"h\", text: \"h\")]";
    let scene = "Scenes({\"a\": (text: \"a\", choices: [(id: \"k\", text: \"k\", do: [\"m -= 200\"], goto: \"end\"), (id: \"l\", text: \"l\", goto: \"end\")])})";
    let found = codes(endings, METER, &[scene]);
    assert!(
        found.contains(&"C0058 no play comes to the ending `g`: one before it always fits first".to_owned()),
        "{found:#?}"
    );
    assert!(found.iter().any(|f| f.starts_with("C0057") && f.contains("`h`")), "{found:#?}");
    assert_eq!(found.len(), 2, "{found:#?}");
    // The words of a locked choice name the number, and what it can be.
    let locked = one_scene("when: \"m > 600\", do: [\"m += 1\"]")
        .replace("goto: \"end\")]", "goto: \"end\"), (id: \"l\", text: \"l\", goto: \"end\")]");
    assert_eq!(codes(&story, METER, &[&locked]), ["C0052 the choice `k` is always locked: `m` is 500"]);
    // One that every play meets before the end of the turns comes; one after does not.
    let later = |after: u8| {
        one_scene(&format!("do: [\"m += 1\"], later: [(id: \"w\", after: {after}, do: [\"m -= 1\"])]"))
    };
    assert!(codes(&story, METER, &[&later(3)]).is_empty());
    assert_eq!(codes(&story, METER, &[&later(4)]), ["C0061 `w` never falls due: every play is over by then"]);
}
