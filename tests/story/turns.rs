//! What happens in a turn, part by part, on packs small enough to be worked out by hand.

use crate::packs::story;
use cermin::{
    engine::{Decide, Fault, Happening, Lock, Place, Quick, Setup, Timeline, choices, find, read},
    story::{Story, ids::ChoiceId, model::Cause},
};

/// A story of one scene after another, each choice named for where it leads.
fn tale(world: &str, story_fields: &str, scenes: &str) -> Story {
    let world = format!("World(id: \"w\", format: 1, languages: [\"en\"], {world})");
    let head = format!(
        "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"T\", chair: \"C\", turns: (0, 8), opens: \"a\", endings: [(id: \"over\", text: \"Over.\")], {story_fields})"
    );
    let scenes = format!("Scenes({{{scenes}}})");
    story(&[("world.ron", &world), ("story.ron", &head), ("scenes.ron", &scenes)])
}

fn begin(story: &Story, seed: u64) -> Timeline {
    Timeline::begin(story, Setup::new(story, seed, "", "").expect("defaults")).expect("it begins")
}

fn choose(story: &Story, timeline: &mut Timeline, id: &str) {
    let choice = find(story, timeline, id).unwrap_or_else(|| panic!("no choice {id}"));
    timeline.decide(story, choice).unwrap_or_else(|e| panic!("{id}: {e}"));
}

fn value(story: &Story, timeline: &Timeline, id: &str) -> i64 {
    timeline.now().state.value(story.var_named(id).expect("a variable"))
}

fn place(story: &Story, timeline: &Timeline) -> String {
    match timeline.now().state.place {
        Place::Scene(s) => story.scene(s).id.clone(),
        Place::Ended(e) => story.ending(e).id.clone(),
        Place::Nowhere => "nowhere".to_owned(),
    }
}

#[test]
fn effects_run_in_order_and_clamp_one_by_one() {
    let s = tale(
        "meters: [(id: \"m\", name: \"M\", start: 950)]",
        "",
        "\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", do: [\"m += 100\", \"m -= 30\"], goto: \"end\")])",
    );
    let mut t = begin(&s, 0);
    choose(&s, &mut t, "go");
    assert_eq!(value(&s, &t, "m"), 970);
    let amounts: Vec<(i64, bool)> = t.ledger.iter().map(|e| (e.amount, e.cause == Cause::Clamp)).collect();
    assert_eq!(amounts, [(100, false), (-50, true), (-30, false)]);
}

#[test]
fn all_rules_read_one_snapshot_and_are_clamped_once() {
    let world = "meters: [(id: \"m\", name: \"M\", start: 990), (id: \"n\", name: \"N\", start: 0)]";
    let rules = "Rules([(id: \"up\", name: \"U\", because: \"B\", then: [\"m += 50\", \"n += m\"]), (id: \"down\", name: \"D\", because: \"B\", then: [\"m -= 45\"])])";
    let s = story(&[
        ("world.ron", &format!("World(id: \"w\", format: 1, languages: [\"en\"], {world})")),
        ("rules.ron", rules),
    ]);
    let mut t = begin(&s, 0);
    t.advance(&s, &[]).expect("a turn");
    // 990 + 50 - 45: the sum is clamped, not each rule; and n took m from before.
    assert_eq!((value(&s, &t, "m"), value(&s, &t, "n")), (995, 990));
}

#[test]
fn memory_and_peaks_and_marks_follow_the_turn() {
    let files = [
        (
            "world.ron",
            "World(id: \"w\", format: 1, languages: [\"en\"], meters: [(id: \"m\", name: \"M\", start: 500), (id: \"top\", name: \"T\", is: \"peak(m)\"), (id: \"ago\", name: \"A\", is: \"since(happened(x)) + 1\"), (id: \"seen\", name: \"S\", is: \"if fired(late) then since(fired(late)) else 0\")], memory: [(id: \"count\", max: 3, is: \"count + 1\")], shocks: [(id: \"x\", name: \"X\")])",
        ),
        (
            "rules.ron",
            "Rules([(id: \"fall\", name: \"F\", because: \"B\", when: \"shock(x)\", then: [\"m -= 200\"]), (id: \"rise\", name: \"R\", because: \"B\", when: \"not happened(x)\", then: [\"m += 100\"]), (id: \"late\", name: \"L\", because: \"B\", when: \"turn >= 2\", then: [])])",
        ),
        ("schedules.ron", "Schedules([(id: \"one\", name: \"O\", turns: {1: [\"x\"]})])"),
    ];
    let s = story(&files);
    let mut t = begin(&s, 0);
    let mut rows = Vec::new();
    for _ in 0..5 {
        t.advance(&s, &[]).expect("a turn");
        rows.push(["m", "top", "ago", "seen", "count"].map(|id| value(&s, &t, id)));
    }
    // m rises once, the shock of turn 1 takes 200; its peak stays; `ago` counts turns since the shock, plus one.
    assert_eq!(
        rows,
        [
            [600, 600, 0, 0, 1],
            [400, 600, 2, 0, 2],
            [400, 600, 3, 1, 3],
            [400, 600, 4, 1, 3],
            [400, 600, 5, 1, 3]
        ]
    );
}

#[test]
fn a_fault_names_its_rule_and_leaves_everything_as_it_was() {
    for (rule, fault) in [
        ("m += 9000000000 * 9000000000", Fault::Overflow),
        ("m += 1 / (turn - 1)", Fault::DivisionByZero),
        ("m += pick(turn, 1)", Fault::OutOfRange),
    ] {
        let rules = format!(
            "Rules([(id: \"bad\", name: \"B\", because: \"B\", when: \"turn == 1\", then: [\"{rule}\"])])"
        );
        let s = story(&[
            (
                "world.ron",
                "World(id: \"w\", format: 1, languages: [\"en\"], meters: [(id: \"m\", name: \"M\", start: 500)])",
            ),
            ("rules.ron", &rules),
            (
                "story.ron",
                "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"T\", chair: \"C\", turns: (0, 8), opens: \"a\", endings: [(id: \"over\", text: \"Over.\")])",
            ),
            (
                "scenes.ron",
                "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", do: [\"m += 9\"], goto: \"end\")])})",
            ),
        ]);
        let mut t = begin(&s, 0);
        let before = t.clone();
        let choice = find(&s, &t, "go").expect("there");
        let error = t.decide(&s, choice).expect_err("it faults");
        let Decide::Turn(error) = error else { panic!("{error:?}") };
        assert_eq!((error.fault(), error.place()), (fault, "rule bad"));
        assert_eq!(t, before);
    }
}

#[test]
fn a_choice_that_cannot_be_paid_for_is_locked_and_says_what_is_left() {
    let s = tale(
        "levers: [(id: \"c\", name: \"C\", max: 4, cost: 10), (id: \"k\", name: \"K\", max: 4, cost: 1)], budget: 25",
        "start: {\"c\": 2},",
        "\"a\": (text: \"x\", choices: [(id: \"more\", text: \"More\", do: [\"c += 1\"], goto: \"end\"), (id: \"swap\", text: \"Swap\", do: [\"c += 1\", \"c -= 1\", \"k += 4\"], goto: \"end\")])",
    );
    let mut t = begin(&s, 0);
    let offers = choices(&s, &t.setup, &t.now().state);
    assert_eq!(offers[0].lock, Some(Lock::Budget { cost: 10, left: 5 }));
    assert_eq!(offers[1].lock, None);
    let before = t.clone();
    assert_eq!(t.decide(&s, offers[0].choice), Err(Decide::Locked(Lock::Budget { cost: 10, left: 5 })));
    assert_eq!(t, before);
}

#[test]
fn a_consequence_comes_when_due_or_is_retried_or_dropped() {
    let s = tale(
        "meters: [(id: \"m\", name: \"M\", start: 100)]",
        "",
        "\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", later: [
            (id: \"plain\", after: 2, do: [\"m += 1\"]),
            (id: \"never\", after: 1, when: \"m > 900\", do: [\"m += 10\"]),
            (id: \"again\", after: 1, when: \"m > 100\", or: Retry(2), do: [\"m += 100\"]),
        ], goto: \"b\")]),
        \"b\": (turn: 6, text: \"x\", choices: [(id: \"on\", text: \"On\", goto: \"end\")])",
    );
    let mut t = begin(&s, 0);
    choose(&s, &mut t, "go");
    assert_eq!(value(&s, &t, "m"), 201);
    let told: Vec<(i64, String)> = t
        .now()
        .happenings
        .iter()
        .map(|(turn, what)| match what {
            Happening::Came(l) => (*turn, format!("{} came", s.later(*l).id)),
            Happening::Dropped(l) => (*turn, format!("{} dropped", s.later(*l).id)),
            other => (*turn, format!("{other:?}")),
        })
        .collect();
    // In one turn they come by id: at turn 2 `again` looks before `plain` has raised the meter.
    let said = |turn, what: &str| (turn, what.to_owned());
    assert_eq!(told, [said(1, "never dropped"), said(2, "plain came"), said(3, "again came")]);
}

#[test]
fn a_plan_applies_each_entry_once_and_waits_until_it_can_be_paid() {
    let s = tale(
        "levers: [(id: \"c\", name: \"C\", max: 4, cost: 10), (id: \"g\", name: \"G\", max: 4, cost: 10)], budget: 40",
        "holds: [\"g\"], start: {\"g\": 2}, plan: [(from: 1, levers: {\"c\": 3}), (from: 2, levers: {\"c\": 1})],",
        "\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"b\")]),
        \"b\": (turn: 4, text: \"x\", choices: [(id: \"free\", text: \"Free\", do: [\"g = 0\"], goto: \"d\")]),
        \"d\": (turn: 6, text: \"x\", choices: [(id: \"on\", text: \"On\", goto: \"end\")])",
    );
    let mut t = begin(&s, 0);
    choose(&s, &mut t, "go");
    assert_eq!(value(&s, &t, "c"), 1);
    choose(&s, &mut t, "free");
    assert_eq!(value(&s, &t, "c"), 3);
    let planned = t.ledger.iter().filter(|e| matches!(e.cause, Cause::Plan(_))).count();
    assert_eq!(planned, 2);
}

const DECK: &str = "\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"street\")]),
    \"one\": (text: \"1\", storylet: (deck: \"street\", priority: 1, max: 1), choices: [(id: \"c1\", text: \"On\", goto: \"return\")]),
    \"two\": (text: \"2\", storylet: (deck: \"street\", cooldown: 3), choices: [(id: \"c2\", text: \"On\", goto: \"return\")]),
    \"three\": (text: \"3\", storylet: (deck: \"street\", when: \"open\"), choices: [(id: \"c3\", text: \"On\", goto: \"return\")]),
    \"b\": (text: \"x\", choices: [(id: \"again\", text: \"Again\", goto: \"street\"), (id: \"wait\", text: \"Wait\", do: [\"open = true\"], goto: \"later\"), (id: \"on\", text: \"On\", goto: \"end\")]),
    \"later\": (turn: 5, text: \"x\", choices: [(id: \"back\", text: \"Back\", goto: \"street\")])";

#[test]
fn a_deck_draws_by_priority_and_heeds_max_cooldown_and_condition() {
    let s = tale("flags: [\"open\"]", "decks: {\"street\": (draw: (3, 3), then: \"b\")},", DECK);
    let mut t = begin(&s, 3);
    let mut seen = vec![];
    let step = |t: &mut Timeline, id: &str, seen: &mut Vec<String>| {
        choose(&s, t, id);
        seen.push(place(&s, t));
    };
    // The one of the higher priority first; the third is not open; nothing twice in a sitting.
    step(&mut t, "go", &mut seen);
    step(&mut t, "c1", &mut seen);
    step(&mut t, "c2", &mut seen);
    assert_eq!(seen, ["one", "two", "b"]);
    // `one` comes once in a run, `two` is cooling: the deck is empty and leads on.
    step(&mut t, "again", &mut seen);
    assert_eq!(seen.last().expect("a place"), "b");
    // Five turns later `two` is back, and `three` is open.
    step(&mut t, "wait", &mut seen);
    step(&mut t, "back", &mut seen);
    let first = place(&s, &t);
    step(&mut t, if first == "two" { "c2" } else { "c3" }, &mut seen);
    let mut both = [first, place(&s, &t)];
    both.sort();
    assert_eq!(both, ["three", "two"]);
}

#[test]
fn chances_are_what_they_say() {
    let s = tale(
        "meters: [(id: \"m\", name: \"M\")]",
        "",
        "\"a\": (text: \"x\", events: [(id: \"quarter\", chance: (1, 4), do: [\"m += 1\"]), (id: \"never\", chance: (0, 4), do: [\"m += 100\"]), (id: \"not_now\", when: \"turn > 3\", do: [\"m += 100\"])], choices: [(id: \"go\", text: \"Go\", goto: \"end\")])",
    );
    let hits: i64 = (0..4000).map(|seed| value(&s, &begin(&s, seed), "m")).sum();
    // 1,000 expected; five standard deviations are 137.
    assert!((863..1137).contains(&hits), "{hits}");
}

#[test]
fn weights_are_shares() {
    let scenes = "\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"d\")]),
        \"one\": (text: \"1\", storylet: (deck: \"d\", weight: 1), choices: [(id: \"c1\", text: \"On\", goto: \"return\")]),
        \"two\": (text: \"2\", storylet: (deck: \"d\", weight: 3), choices: [(id: \"c2\", text: \"On\", goto: \"return\")])";
    let s = tale("", "decks: {\"d\": (draw: (1, 1), then: \"end\")},", scenes);
    let ones = (0..2000)
        .filter(|seed| {
            let mut t = begin(&s, *seed);
            choose(&s, &mut t, "go");
            place(&s, &t) == "one"
        })
        .count();
    assert!((403..597).contains(&ones), "{ones}");
}

#[test]
fn decks_that_lead_in_a_circle_are_an_error_and_no_loop() {
    let scenes = "\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"d\"), (id: \"out\", text: \"Out\", goto: \"end\")])";
    let s =
        tale("", "decks: {\"d\": (draw: (1, 1), then: \"e\"), \"e\": (draw: (1, 1), then: \"d\")},", scenes);
    let mut t = begin(&s, 0);
    let choice = find(&s, &t, "go").expect("there");
    assert!(matches!(t.decide(&s, choice), Err(Decide::Turn(e)) if e.fault() == Fault::DeckCircle));
}

#[test]
fn prose_reads_conditions_numbers_speakers_and_variations() {
    let scenes = "\"a\": (text: r#\"
            One {if sworn}yes{else}no{end}, trust {m}, twice {m * 2}. \\*Plain\\*
            and *bold*.

            {if sworn}Only then.{end}

            @ann: Hello, {say_}there.
        \"#, choices: [(id: \"go\", text: \"Go\", goto: \"a\"), (id: \"out\", text: \"{a|b|c}\", goto: \"end\")])";
    let scenes = scenes.replace("{say_}", "");
    let s = tale(
        "meters: [(id: \"m\", name: \"M\", start: 519)], flags: [\"sworn\"]",
        "cast: {\"ann\": (name: \"Ann\")},",
        &scenes,
    );
    let t = begin(&s, 0);
    let Place::Scene(scene) = t.now().state.place else { panic!() };
    let passage = read(&s, &t.setup, &t.now().state, s.scene(scene).text, 0).expect("it reads");
    let lines: Vec<String> = passage.paragraphs.iter().map(cermin::engine::Paragraph::plain).collect();
    assert_eq!(lines, ["One no, trust 51, twice 1038. *Plain* and bold.", "Hello, there."]);
    assert!(passage.paragraphs[0].stretches.iter().any(|r| r.emphasis && r.text == "bold"));
    assert_eq!(passage.paragraphs[1].speaker.map(|c| s.person(c).id.clone()).as_deref(), Some("ann"));
}

#[test]
fn a_variation_goes_round_with_the_visits_and_begins_by_the_seed() {
    let scenes = "\"a\": (text: \"{x|y|z}\", choices: [(id: \"go\", text: \"Go\", goto: \"a\"), (id: \"out\", text: \"Out\", goto: \"end\")])";
    let s = tale("", "", scenes);
    let text = |t: &Timeline| {
        let Place::Scene(scene) = t.now().state.place else { panic!() };
        read(&s, &t.setup, &t.now().state, s.scene(scene).text, 0).expect("it reads").plain()
    };
    let mut firsts = std::collections::BTreeSet::new();
    for seed in 0..20 {
        let mut t = begin(&s, seed);
        firsts.insert(text(&t));
        let mut seen = vec![];
        for _ in 0..3 {
            seen.push(text(&t));
            choose(&s, &mut t, "go");
        }
        seen.sort();
        assert_eq!(seen, ["x", "y", "z"]);
    }
    assert_eq!(firsts.len(), 3);
}

#[test]
fn letters_of_every_script_and_escaped_signs_are_read_as_they_stand() {
    let scenes = "\"a\": (text: r#\"“Café” – é… \\*not\\* \\{so\\} *ü*€ \\\\ 日本\"#, choices: [(id: \"out\", text: \
                  \"Out\", goto: \"end\")])";
    let s = tale("", "", scenes);
    let t = begin(&s, 0);
    let Place::Scene(scene) = t.now().state.place else { panic!() };
    let passage = read(&s, &t.setup, &t.now().state, s.scene(scene).text, 0).expect("it reads");
    assert_eq!(passage.plain(), "“Café” – é… *not* {so} ü€ \\ 日本");
    let marked: Vec<&str> = passage.paragraphs[0]
        .stretches
        .iter()
        .filter(|run| run.emphasis)
        .map(|run| run.text.as_str())
        .collect();
    assert_eq!(marked, ["ü"]);
}

#[test]
fn letters_after_a_long_condition_are_not_lost() {
    let long = "{m} ".repeat(80);
    let scenes = format!(
        "\"a\": (text: \"Start {{if sworn}}{long}{{end}}tail.\", choices: [(id: \"out\", text: \"Out\", goto: \"end\")])"
    );
    let s = tale("meters: [(id: \"m\", name: \"M\")], flags: [\"sworn\"]", "", &scenes);
    let t = begin(&s, 0);
    let Place::Scene(scene) = t.now().state.place else { panic!() };
    let passage = read(&s, &t.setup, &t.now().state, s.scene(scene).text, 0).expect("it reads");
    assert_eq!(passage.plain(), "Start tail.");
}

#[test]
fn a_choice_whose_condition_cannot_be_worked_out_is_locked_and_hides_no_other() {
    let s = tale(
        "meters: [(id: \"m\", name: \"M\")]",
        "",
        "\"a\": (text: \"x\", choices: [(id: \"bad\", text: \"Bad\", when: \"1 / m > 0\", goto: \"end\"), (id: \"go\", text: \"Go\", goto: \"end\")])",
    );
    let t = begin(&s, 0);
    let offers = choices(&s, &t.setup, &t.now().state);
    assert!(
        matches!(&offers[0].lock, Some(Lock::Broken(e)) if e.fault() == Fault::DivisionByZero && e.place() == "choice `bad`")
    );
    assert_eq!(offers[1].lock, None);
}

#[test]
fn an_event_moves_a_lever_only_as_far_as_the_budget_goes() {
    let s = tale(
        "levers: [(id: \"c\", name: \"C\", max: 4, cost: 10)], budget: 25",
        "",
        "\"a\": (text: \"x\", events: [(id: \"push\", do: [\"c = 4\"])], choices: [(id: \"go\", text: \"Go\", goto: \"end\")])",
    );
    assert_eq!(value(&s, &begin(&s, 0), "c"), 2);
}

#[test]
fn sums_of_rules_do_not_overflow_by_the_order_they_are_written_in() {
    let big = "9223372036854775000";
    for order in [[0, 1, 2], [0, 2, 1], [1, 2, 0]] {
        let rules = [("a", "+="), ("b", "-="), ("c", "+=")];
        let rule = |n: usize| {
            format!(
                "(id: \"{}\", name: \"R\", because: \"B\", then: [\"m {} {big}\"]),",
                rules[n].0, rules[n].1
            )
        };
        let s = story(&[
            (
                "world.ron",
                "World(id: \"w\", format: 1, languages: [\"en\"], meters: [(id: \"m\", name: \"M\", start: 500)])",
            ),
            ("rules.ron", &format!("Rules([{}])", order.map(rule).concat())),
        ]);
        let mut t = begin(&s, 0);
        t.advance(&s, &[]).expect("500 and one large number fit");
        assert_eq!(value(&s, &t, "m"), 1000);
    }
}

/// What the rules of a turn had added up when one of them failed is in no other turn.
#[test]
fn a_play_that_failed_begins_again_like_any_other() {
    let s = story(&[
        (
            "world.ron",
            "World(id: \"w\", format: 1, languages: [\"en\"], meters: [(id: \"m\", name: \"M\", start: 500), (id: \"n\", name: \"N\", start: 100)])",
        ),
        (
            "rules.ron",
            "Rules([(id: \"first\", name: \"A\", because: \"A\", then: [\"m += 7\"]), (id: \"second\", name: \"B\", because: \"B\", then: [\"m += 10 / n\"])])",
        ),
        (
            "story.ron",
            "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"T\", chair: \"C\", turns: (0, 2), opens: \"a\", endings: [(id: \"over\", text: \"Over.\")])",
        ),
        (
            "scenes.ron",
            "Scenes({\"a\": (text: \"x\", choices: [(id: \"none\", text: \"None\", do: [\"n = 0\"], goto: \"end\"), (id: \"some\", text: \"Some\", goto: \"end\")])})",
        ),
    ]);
    let mut play = Quick::new(&s, Setup::new(&s, 0, "", "").expect("a setup")).expect("it begins");
    let [none, some] = [0, 1].map(ChoiceId::new);
    assert!(play.decide(none).is_err(), "a division by zero");
    play.restart(0).expect("it begins");
    play.decide(some).expect("it goes");
    let m = s.var_named("m").expect("a meter");
    // Twice 7, and a tenth that whole numbers leave out.
    assert_eq!(play.state().value(m), 514);
}
