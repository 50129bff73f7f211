//! The verbs of the lab: odds, proofs, the mirror and hinges.

use std::fs;

use crate::Room;

#[test]
fn many_plays_are_counted_and_the_shortest_to_each_ending_can_be_replayed() {
    let room = Room::new();
    let folder = room.path("shortest").display().to_string();
    let sim = |more: &[&str]| {
        let mut args = vec!["sim", "measure", "--plays", "600", "--seed", "4"];
        args.extend(more);
        room.run(&args, "").exits(0)
    };
    let told = sim(&["--threads", "1"]).says("600 plays, uniform, schedule calm, seed 4");
    assert!(told.err.is_empty(), "no bar where nobody sits before it: {told:?}");
    assert_eq!(sim(&["--threads", "5"]).out, told.out);
    let json: serde_json::Value =
        serde_json::from_str(&sim(&["--format", "json", "--replays", &folder]).out).expect("JSON");
    let plays: u64 =
        json["endings"].as_array().expect("rows").iter().filter_map(|e| e["plays"].as_u64()).sum();
    assert_eq!((plays, json["stuck"].as_u64()), (600, Some(0)));
    let mut replayed = 0;
    for ending in json["endings"].as_array().expect("rows") {
        let id = ending["id"].as_str().expect("an id");
        let path = format!("{folder}/{id}.ron");
        assert_eq!(ending["plays"] != 0, fs::exists(&path).expect("asked"), "{id}");
        if ending["plays"] != 0 {
            let run = room.run(&["replay", &path, "--format", "json"], "").exits(0).out;
            let run: serde_json::Value = serde_json::from_str(&run).expect("JSON");
            assert_eq!(run["ending"], id);
            replayed += 1;
        }
    }
    assert!(replayed >= 4);
    let csv = sim(&["--format", "csv", "--policy", "least-used"]).out;
    assert_eq!(csv.lines().next(), Some("turn,id,owner,q05,q25,q50,q75,q95"));
    // Sixteen numbers at 25 turns.
    assert_eq!(csv.lines().count(), 1 + 16 * 25);
    sim(&["--preset", "mostly_harms", "--lang", "id"])
        .says("Angka dunia yang diubah")
        .says("Lebih sering merugikan");
    room.run(&["sim", "gulf"], "").exits(2).says("is a world, not a storyline");
    room.run(&["sim", "measure", "--plays", "0"], "").exits(2);
    room.run(&["sim", "measure", "--policy", "brave"], "").exits(2).says("least-used");
}

#[test]
fn a_run_is_laid_beside_what_each_stance_would_have_made_of_it_and_its_hinges_are_found() {
    let room = Room::new();
    let whole = format!("3\n{}", "1\n".repeat(25));
    room.run(&["play", "measure", "--plain", "--seed", "7", "--schedule", "mixed"], &whole).exits(0);
    let path = room.path("data/runs/measure/1.ron").display().to_string();
    let told = room
        .run(&["mirror", &path], "")
        .exits(0)
        .says("year 6, quarter 4")
        .says("The first rule that did otherwise");
    assert!(
        told.out.lines().any(|l| l.split_whitespace().collect::<Vec<_>>()
            == ["yours", "watch", "regulate", "refuse", "listen"])
    );
    let json: serde_json::Value =
        serde_json::from_str(&room.run(&["mirror", &path, "--format", "json"], "").exits(0).out)
            .expect("JSON");
    let sides = json.as_array().expect("rows");
    assert_eq!(sides.len(), 5);
    let endings: std::collections::BTreeSet<&str> =
        sides.iter().filter_map(|s| s["ending"].as_str()).collect();
    assert!(endings.len() >= 3, "stances matter: {endings:?}");
    assert!(sides.iter().all(|s| s["turns"].as_array().map(Vec::len) == Some(25)));
    let hinges =
        |more: &[&str]| room.run(&[&["hinges", path.as_str(), "--plays", "60"], more].concat(), "").exits(0);
    let told = hinges(&["--threads", "1"])
        .says("every choice that was open was played 60 times")
        .says("not the world's")
        .says("of 100 plays end elsewhere; counted out")
        .says("60 plays show no difference");
    assert_eq!(hinges(&["--threads", "4"]).out, told.out);
    let rows: serde_json::Value = serde_json::from_str(&hinges(&["--format", "json"]).out).expect("JSON");
    let moved =
        |row: &serde_json::Value| row["others"][0]["moved"]["plays_of_100"].as_f64().expect("a figure");
    let rows = rows.as_array().expect("rows");
    assert!(rows.len() > 20 && rows.is_sorted_by(|a, b| moved(a) >= moved(b)));
    hinges(&["--lang", "id"]).says("dari 100 permainan berakhir berbeda");
    room.run(&["mirror", "/nowhere.ron"], "").exits(2).says("/nowhere.ron");
}

#[test]
fn the_claims_of_what_is_shipped_are_proved() {
    let room = Room::new();
    let told = room.run(&["prove", "measure", "--limit", "60000"], "").exits(0);
    assert!(
        told.out.contains("proved  CanAlwaysEnd") && told.out.contains("Not all were looked at"),
        "{told:?}"
    );
    let one = room.run(&["prove", "measure", "--limit", "3000", "--threads", "1"], "").exits(0);
    let four = room.run(&["prove", "measure", "--limit", "3000", "--threads", "4"], "").exits(0);
    assert_eq!(one.out, four.out);
    let id = room.run(&["prove", "measure", "--limit", "60000", "--lang", "id"], "").exits(0);
    assert!(id.out.contains("terbukti  CanAlwaysEnd"), "{id:?}");
}

#[test]
fn a_broken_claim_is_an_answer_of_no_and_its_play_can_be_replayed() {
    let room = Room::new();
    let packs = room.packs();
    let story = packs.join("measure/story.ron");
    let text = fs::read_to_string(&story).expect("read");
    fs::write(&story, text.replacen("CanAlwaysEnd,", "CanAlwaysEnd, Never(\"rent_season\"),", 1))
        .expect("written");
    let (packs, shown) = (packs.display().to_string(), room.path("shown"));
    let shown_ = shown.display().to_string();
    let arguments = ["prove", "measure", "--packs", &packs, "--limit", "2000", "--schedule", "wave"];
    let told = room.run(&[&arguments[..], &["--replays", &shown_]].concat(), "").exits(1);
    assert!(told.out.contains("broken  Never(\"rent_season\")"), "{told:?}");
    assert!(told.out.contains("shortest play, 1 decision, seed 0: widen"), "{told:?}");
    let file = shown.join("claim9-wave.ron").display().to_string();
    room.run(&["replay", &file, "--packs", &packs], "").exits(0).says("You chose: Widen");
    let json = room.run(&[&arguments[..], &["--format", "json"]].concat(), "").exits(1).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["claims"][8]["verdict"], "broken");
    assert_eq!(json["claims"][8]["by_schedule"][0]["play"]["choices"], serde_json::json!(["widen"]));
}

#[test]
fn a_claim_that_names_nothing_is_an_error_with_its_place() {
    let room = Room::new();
    let packs = room.packs();
    let story = packs.join("measure/story.ron");
    let text = fs::read_to_string(&story).expect("read");
    fs::write(&story, text.replacen("Reachable(\"quiet\")", "Reachable(\"quite\")", 1)).expect("written");
    let told = room.run(&["check", &packs.join("measure").display().to_string()], "").exits(1);
    assert!(format!("{told:?}").contains("there is no ending `quite`"), "{told:?}");
    assert!(format!("{told:?}").contains("did you mean `quiet`"), "{told:?}");
}

#[test]
fn the_ledger_is_written_for_people_for_handing_out_and_for_machines() {
    let room = Room::new();
    let few = |more: &[&str]| {
        let all = [&["audit", "--plays", "40", "--draws", "10"], more].concat();
        room.run(&all, "").exits(0).out
    };
    let text = few(&[]);
    assert!(
        text.contains("a claim, not a measurement") && text.contains("The Measure: What each option gains")
    );
    assert!(text.contains("gulf: Who dominates whom"), "{text}");
    assert_eq!(few(&["--threads", "1"]), few(&["--threads", "4"]));
    let markdown = few(&["--format", "markdown"]);
    assert!(
        markdown.starts_with("# The fairness ledger\n") && markdown.contains("\n| Watchful city |"),
        "{markdown}"
    );
    let json: serde_json::Value = serde_json::from_str(&few(&["measure", "--format", "json"])).expect("JSON");
    let sections = json.as_array().expect("a list");
    for id in ["words", "prices", "reached", "banned", "coverage", "outcomes", "front", "content", "draws"] {
        let found = sections.iter().find(|s| s["id"] == id).unwrap_or_else(|| panic!("{id}"));
        let columns = found["columns"].as_array().expect("columns").len();
        assert!(
            found["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .all(|r| r.as_array().map(Vec::len) == Some(columns)),
            "{id}"
        );
        assert!(!found["how"].as_str().expect("how").is_empty());
    }
    assert!(few(&["--lang", "id"]).contains("Buku keadilan"));
}

#[test]
fn the_odds_can_be_had_as_a_picture_and_say_which_choices_change_nothing() {
    let room = Room::new();
    let packs = room.packs();
    let story = packs.join("measure/story.ron");
    let text = fs::read_to_string(&story).expect("read");
    fs::write(&story, text.replacen("title: \"The Measure\"", "title: \"<b> & \\\"Measure\\\"\"", 1))
        .expect("written");
    let packs = packs.display().to_string();
    let svg = room
        .run(&["sim", "measure", "--plays", "200", "--format", "svg", "--packs", &packs], "")
        .exits(0)
        .out;
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("&lt;b&gt; &amp; &quot;Measure&quot;") && !svg.contains("<b>"), "names are data");
    // Each number has its panel: two bands and a line; each ending its bar.
    let count = |what: &str| svg.matches(what).count();
    assert_eq!((count("<polygon"), count("<polyline"), count("#4477aa")), (32, 16, 7));
    let json = room.run(&["sim", "measure", "--plays", "60", "--format", "json"], "").exits(0).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let choice = |id: &str| {
        let all = json["choices"].as_array().expect("a list");
        all.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
    };
    assert!(choice("widen")["changed"].as_u64() > Some(0), "the first decision matters");
    let last = choice("ll_top");
    assert!(
        last["compared"].as_u64() > Some(20) && last["changed"] == 0,
        "the last one comes too late: {last}"
    );
    room.run(&["sim", "measure", "--plays", "60"], "").exits(0).says("Choices that changed no ending");
}
