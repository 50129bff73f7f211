//! Every kind of mistake in a pack: its code, its place, and what it tells the author to do.

use crate::packs::pack;
use cermin::{
    report::diagnostics::{Colour, json, text},
    story::diagnostic::Code,
};

const WORLD: &str = r#"World(id: "w", format: 1, languages: ["en"],
    meters: [(id: "trust", name: "Trust", start: 500), (id: "calm", name: "Calm", is: "1000 - trust")],
    stocks: [(id: "debt", name: "Debt")],
    memory: [(id: "count", is: "count + 1", max: 9)],
    levers: [(id: "c", name: "Cameras", max: 4, cost: 10)], budget: 20,
    parameters: [(id: "chill", name: "Chill")], flags: ["sworn"],
    let: [(id: "half", is: "trust / 2")],
    shocks: [(id: "crime", name: "Crime")],
)"#;

fn story_with(endings: &str, more: &str) -> String {
    format!(
        "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"T\", chair: \"C\",\n    turns: (0, 8), opens: \"a\",\n    endings: [{endings}],\n    {more}\n)"
    )
}

const END: &str = r#"(id: "over", text: "Over.")"#;

/// What is wrong with a pack whose only scene has this choice, beside its id, label and `goto`.
fn choice(fields: &str) -> Vec<(String, usize, usize, String, String)> {
    let scene = format!(
        "Scenes({{\n\"a\": (text: \"Here.\", choices: [\n(id: \"go\", text: \"Go\", {fields}),\n]),\n}})"
    );
    problems(&[("act.ron", &scene), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)])
}

/// What is wrong with these files: code, line, column, message, help.
fn problems(files: &[(&str, &str)]) -> Vec<(String, usize, usize, String, String)> {
    let loaded = pack(files);
    assert_eq!(loaded.story.is_some(), loaded.findings.errors() == 0);
    loaded
        .findings
        .diagnostics
        .iter()
        .map(|d| {
            let at = d.place.as_ref().map_or((0, 0), |p| loaded.findings.line_column(p.file, p.span.start));
            (d.code.word().to_owned(), at.0, at.1, d.message.clone(), d.help.clone())
        })
        .collect()
}

/// The one problem of a list, without message and help.
fn one(found: &[(String, usize, usize, String, String)]) -> (&str, usize, usize) {
    assert_eq!(found.len(), 1, "{found:#?}");
    (&found[0].0, found[0].1, found[0].2)
}

#[test]
fn a_good_pack_has_no_problem() {
    assert_eq!(choice("when: \"trust >= 300\", do: [\"trust -= 20\", \"sworn = true\"], goto: \"end\""), []);
}

#[test]
fn an_unknown_name_gets_the_nearest_one_at_its_own_column() {
    let found = choice("when: \"trsut >= 300\", goto: \"end\"");
    assert_eq!(one(&found), ("C0011", 3, 31));
    assert_eq!(found[0].4, "did you mean `trust`?");
    let found = choice("do: [\"c += 1\", \"debt += scaled(chil, 3)\"], goto: \"end\"");
    assert_eq!(one(&found), ("C0011", 3, 55));
    assert_eq!(found[0].3, "there is no parameter `chil`");
}

#[test]
fn a_wrong_type_is_found_where_it_stands() {
    assert_eq!(one(&choice("when: \"trust + 1\", goto: \"end\"")), ("C0012", 3, 31));
    assert_eq!(one(&choice("do: [\"sworn = 3\"], goto: \"end\"")), ("C0012", 3, 38));
    assert_eq!(one(&choice("do: [\"sworn += 3\"], goto: \"end\"")), ("C0012", 3, 30));
    assert_eq!(one(&choice("when: \"trust and sworn\", goto: \"end\"")), ("C0012", 3, 31));
}

#[test]
fn what_nothing_may_write_is_not_written() {
    for (effect, why) in [("calm += 1", "derived"), ("count += 1", "memory"), ("half += 1", "`let`")] {
        let found = choice(&format!("do: [\"{effect}\"], goto: \"end\""));
        assert_eq!(one(&found), ("C0013", 3, 30));
        assert!(found[0].3.contains(why), "{found:?}");
    }
    let rules = "Rules([(id: \"r\", name: \"R\", because: \"B\", then: [\"c += 1\", \"trust = 3\"])])";
    let scene = "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let files =
        [("act.ron", scene), ("rules.ron", rules), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)];
    let found = problems(&files);
    assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["C0013", "C0013"]);
}

#[test]
fn a_story_does_not_see_the_lets_of_its_world() {
    let found = choice("when: \"half > 3\", goto: \"end\"");
    assert_eq!(one(&found), ("C0011", 3, 31));
    assert!(found[0].3.contains("`let` of the world"));
}

#[test]
fn a_goto_to_nowhere_names_what_there_is() {
    let found = choice("goto: \"ned\"");
    assert_eq!(one(&found), ("C0020", 3, 30));
    assert_eq!(found[0].4, "did you mean `end`?");
    assert_eq!(one(&choice("goto: \"return\"")), ("C0020", 3, 30));
}

#[test]
fn one_broken_scene_hides_no_other() {
    let scenes = "Scenes({\n\"a\": (txt: \"x\"),\n\"b\": (text: \"x\", choices: 3),\n\"c\": (text: \"{trust\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")]),\n})";
    let found = problems(&[("act.ron", scenes), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)]);
    let places: Vec<_> = found.iter().map(|f| (f.0.as_str(), f.1)).collect();
    assert_eq!(places, [("C0002", 2), ("C0003", 3), ("C0030", 4)]);
    assert_eq!(found[0].4, "did you mean `text`?");
}

#[test]
fn what_is_lost_with_a_broken_file_or_item_is_not_called_unknown() {
    let scene =
        "Scenes({\"a\": (text: \"{trust} {mood}\", choices: [(id: \"go\", text: \"Go\", goto: \"b\")])})";
    let broken = "Scenes({\"b\": (text: \"x\", choices: [(id: \"on\", text: \"On\", goto: \"end\")})";
    let world = WORLD.replace("(id: \"trust\"", "(id: \"mood\", name: 3), (id: \"trust\"");
    let world = world.replace("name: 3)", "nam: 3)");
    let head = story_with(END, "");
    let found = problems(&[("a.ron", scene), ("b.ron", broken), ("story.ron", &head), ("world.ron", WORLD)]);
    assert_eq!(one(&found).0, "C0001");
    let whole = broken.replace(")})", ")])})");
    let found = problems(&[("a.ron", scene), ("b.ron", &whole), ("story.ron", &head), ("world.ron", &world)]);
    assert_eq!(one(&found).0, "C0002");
}

#[test]
fn nothing_can_ask_for_itself_by_way_of_regions_lets_or_derived_meters() {
    let go = "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let head = story_with(END, "");
    let regions = "Regions([(id: \"r\", name: \"R\", when: \"region(r)\")])";
    let found =
        problems(&[("a.ron", go), ("regions.ron", regions), ("story.ron", &head), ("world.ron", WORLD)]);
    assert_eq!(one(&found).0, "C0014");
    let lets = WORLD.replace("\"trust / 2\"", "\"if region(r) then 1 else 2\"");
    let regions = "Regions([(id: \"r\", name: \"R\", when: \"half > 1\")])";
    let found =
        problems(&[("a.ron", go), ("regions.ron", regions), ("story.ron", &head), ("world.ron", &lets)]);
    assert_eq!(one(&found).0, "C0014");
    let circle = WORLD.replace("\"trust / 2\"", "\"calm / 2\"").replace("\"1000 - trust\"", "\"half + 1\"");
    let found = problems(&[("a.ron", go), ("story.ron", &head), ("world.ron", &circle)]);
    assert_eq!(one(&found).0, "C0014");
}

#[test]
fn a_world_knows_nothing_of_its_stories() {
    let go = "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let head = story_with(END, "meters: [(id: \"means\", name: \"Means\")],");
    for (asks, code) in [("visits(a)", "C0010"), ("peak(means)", "C0011"), ("means", "C0011")] {
        let world = WORLD.replace("\"trust / 2\"", &format!("\"{asks}\""));
        let found = problems(&[("a.ron", go), ("story.ron", &head), ("world.ron", &world)]);
        assert_eq!(one(&found).0, code, "{asks}");
    }
}

#[test]
fn a_key_twice_in_a_map_is_found() {
    let go = "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let head = story_with(END, "start: {\"c\": 1, \"c\": 2},");
    let found = problems(&[("a.ron", go), ("story.ron", &head), ("world.ron", WORLD)]);
    assert_eq!(one(&found).0, "C0004");
}

#[test]
fn the_same_id_twice_shows_both_places() {
    let scene = |id: &str| {
        format!("Scenes({{\"a\": (text: \"x\", choices: [(id: \"{id}\", text: \"Go\", goto: \"end\")])}})")
    };
    let files = [
        ("act1.ron", &*scene("go")),
        ("act2.ron", &*scene("go2")),
        ("story.ron", &story_with(END, "")),
        ("world.ron", WORLD),
    ];
    let loaded = pack(&files);
    let found = &loaded.findings.diagnostics;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, Code::Duplicate);
    let (also, _) = found[0].also.as_ref().expect("a second place");
    assert_eq!((found[0].place.as_ref().expect("a place").file, also.file), (1, 0));
    let printed = text(&loaded.findings, Colour::No);
    assert!(printed.contains("act1.ron:1:9") && printed.contains("act2.ron:1:9"), "{printed}");
}

#[test]
fn a_let_that_needs_itself_is_no_endless_loop() {
    let world = WORLD.replace(
        "\"trust / 2\")",
        "\"other\"), (id: \"other\", is: \"half + 1\"), (id: \"own\", is: \"own\")",
    );
    let scene = "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let found = problems(&[("act.ron", scene), ("story.ron", &story_with(END, "")), ("world.ron", &world)]);
    assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["C0014"; 3]);
}

#[test]
fn shapes_of_stories_are_checked() {
    let scenes = |text: &str| {
        problems(&[("act.ron", text), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)])
            .into_iter()
            .map(|f| (f.0, f.1))
            .collect::<Vec<_>>()
    };
    let code = |c: &str, l: usize| (c.to_owned(), l);
    let go = |id: &str, to: &str| format!("(id: \"{id}\", text: \"Go\", goto: \"{to}\")");
    let unreachable = format!(
        "Scenes({{\n\"a\": (text: \"x\", choices: [{}]),\n\"b\": (text: \"x\", choices: [{}])}})",
        go("g", "end"),
        go("h", "end")
    );
    assert_eq!(scenes(&unreachable), [code("C0021", 3)]);
    let stuck = format!(
        "Scenes({{\n\"a\": (text: \"x\", choices: [{}, {}]),\n\"b\": (text: \"x\", choices: [{}])}})",
        go("g", "end"),
        go("i", "b"),
        go("h", "b")
    );
    assert_eq!(scenes(&stuck), [code("C0022", 3)]);
    // With no choice nothing comes to an end, so the ending is out of reach as well.
    assert_eq!(scenes("Scenes({\n\"a\": (text: \"x\")})"), [code("C0022", 2), code("C0021", 3)]);
}

#[test]
fn an_end_that_a_play_may_not_fit_is_an_error() {
    let ending = r#"(id: "high", when: "trust > 900", text: "x")"#;
    let scene = "Scenes({\"a\": (text: \"x\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let found = problems(&[("act.ron", scene), ("story.ron", &story_with(ending, "")), ("world.ron", WORLD)]);
    assert_eq!(one(&found).0, "C0022");
    let both = format!("{END}, (id: \"never\", text: \"x\")");
    let found = problems(&[("act.ron", scene), ("story.ron", &story_with(&both, "")), ("world.ron", WORLD)]);
    assert_eq!(one(&found).0, "C0021");
}

#[test]
fn numbers_outside_their_bounds_are_found() {
    let scene =
        "Scenes({\"a\": (text: \"x\", turn: 99, choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let story = story_with(END, "start: {\"c\": 3}, plan: [(from: 2, levers: {\"c\": 7})],");
    let found = problems(&[("act.ron", scene), ("story.ron", &story), ("world.ron", WORLD)]);
    let words: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(words, ["C0015"; 3], "{found:#?}");
    assert!(found.iter().any(|f| f.3.contains("the levers cost 30 at the start; the budget is 20")));
}

#[test]
fn texts_are_checked_as_they_are_read() {
    let text = |text: &str| {
        let scene = format!(
            "Scenes({{\"a\": (text: r#\"\n{text}\n\"#, choices: [(id: \"go\", text: \"Go\", goto: \"end\")])}})"
        );
        let found =
            problems(&[("act.ron", &scene), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)]);
        let (code, line, column) = one(&found);
        (code.to_owned(), line, column)
    };
    assert_eq!(text("One *two"), ("C0030".to_owned(), 2, 5));
    assert_eq!(text("One {if sworn} two"), ("C0030".to_owned(), 2, 5));
    assert_eq!(text("{if sworn}One *two{end} three*"), ("C0030".to_owned(), 2, 19));
    assert_eq!(text("One {end}"), ("C0030".to_owned(), 2, 5));
    assert_eq!(text("One } two"), ("C0030".to_owned(), 2, 5));
    assert_eq!(text("Two {trusst}"), ("C0011".to_owned(), 2, 6));
    assert_eq!(text("{say nobody}Hm{end}"), ("C0011".to_owned(), 2, 6));
    assert_eq!(text("{a|b\u{1b}[31m}"), ("C0031".to_owned(), 2, 5));
    assert_eq!(text("An escape \u{1b}[31m"), ("C0031".to_owned(), 2, 11));
    // A family that is joined, and a heart made a picture; the signs by themselves are good.
    assert_eq!(text("Two \u{1f468}\u{200d}\u{1f466}"), ("C0032".to_owned(), 2, 6));
    assert_eq!(text("A \u{2764}\u{fe0f} of paper"), ("C0032".to_owned(), 2, 4));
}

#[test]
fn translations_are_held_against_their_source() {
    let story = story_with(END, "").replace("[\"en\"]", "[\"en\", \"id\"]");
    let scene = "Scenes({\"a\": (text: \"Here.\", choices: [(id: \"go\", text: \"Go\", goto: \"end\")])})";
    let other = "Translation(lang: \"id\", of: \"en\", texts: {\n\"scene.a\": (of: \"000000\", text: \"Di sini.\"),\n\"choice.go\": (text: \"Pergi\"),\n\"scene.b\": (text: \"?\"),\n})";
    let found =
        problems(&[("act.ron", scene), ("id.ron", other), ("story.ron", &story), ("world.ron", WORLD)]);
    let places: Vec<_> = found.iter().map(|f| (f.0.as_str(), f.1)).collect();
    assert_eq!(places, [("C0041", 2), ("C0043", 3), ("C0042", 4), ("C0040", 1)]);
    assert!(found[3].3.contains("story.title"), "{found:#?}");
}

#[test]
fn the_printed_form_points_at_the_place() {
    let scene = "Scenes({\n\"a\": (text: \"Here.\", choices: [\n(id: \"go\", text: \"Go\", when: \"oversigt > 3\", goto: \"end\"),\n]),\n})";
    let world = WORLD.replace("\"trust\"", "\"oversight\"").replace("trust", "oversight");
    let loaded = pack(&[("act.ron", scene), ("story.ron", &story_with(END, "")), ("world.ron", &world)]);
    insta::assert_snapshot!("printed_diagnostic", text(&loaded.findings, Colour::No));
    let rows: serde_json::Value = serde_json::from_str(&json(&[&loaded.findings])).expect("JSON");
    assert_eq!(rows[0]["line"], 3);
    assert_eq!(rows[0]["column"], 31);
    assert_eq!(rows[0]["severity"], "error");
    assert_eq!(rows[0]["help"], "did you mean `oversight`?");
}

#[test]
fn a_long_line_is_cut_and_its_columns_stay_true() {
    let far = " ".repeat(3_000);
    let scene = format!(
        "Scenes({{\"a\": (text: \"x\", {far} choices: [(id: \"go\", text: \"Go\", goto: \"ned\")])}})"
    );
    let loaded = pack(&[("act.ron", &scene), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)]);
    let printed = text(&loaded.findings, Colour::No);
    let column = scene.find("\"ned\"").expect("there") + 1;
    assert!(printed.contains(&format!("act.ron:1:{column}")) && printed.len() < 1_200, "{printed}");
}

#[test]
fn whatever_a_file_holds_the_answer_is_a_diagnosis() {
    let deep = format!("Scenes({{\"a\": {}", "[".repeat(10_000));
    let sums = format!("World(id: \"w\", format: 1, let: [(id: \"x\", is: \"{}\")])", "1+".repeat(100_000));
    let parens = format!("World(id: \"w\", format: 1, let: [(id: \"x\", is: \"{}\")])", "(".repeat(100_000));
    let wide = format!("World(id: \"{}\u{1b}[31m\", format: 1)", "é".repeat(5_000));
    for text in [
        "",
        "\u{feff}",
        "Scenes",
        "Scenes(",
        "Wrold(id: 3)",
        "\u{1b}[31m",
        "World(id: 1)",
        "{{{{",
        "World(\r\n  id: 3,\r\n)",
        &deep,
        &sums,
        &parens,
        &wide,
    ] {
        let loaded = pack(&[("x.ron", text)]);
        assert!(loaded.story.is_none());
        assert!(!loaded.findings.diagnostics.is_empty(), "{text:.40}");
        let printed = cermin::report::diagnostics::text(&loaded.findings, Colour::No);
        assert!(!printed.contains('\u{1b}'));
        assert!(printed.len() < 20_000, "{}", printed.len());
    }
}

mod any {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_from_anywhere_never_panics(text in "\\PC{0,80}", inside in "[-+*/%<>=()a-z0-9 ,{}|*@\\\\]{0,60}") {
            let _ = pack(&[("x.ron", &text)]);
            let scene = format!("Scenes({{\"a\": (text: r##\"{inside}\"##, choices: [(id: \"go\", text: \"Go\", when: r##\"{inside}\"##, do: [r##\"{inside}\"##], goto: \"end\")])}})");
            let _ = pack(&[("act.ron", &scene), ("story.ron", &story_with(END, "")), ("world.ron", WORLD)]);
        }
    }
}
