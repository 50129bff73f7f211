//! The verbs, when all is well.

use std::fs;

use crate::Room;

#[test]
fn everything_shipped_is_good() {
    let room = Room::new();
    let told = room.run(&["check"], "").exits(0);
    assert!(told.out.lines().count() >= 2 && told.out.lines().all(|l| l.ends_with(": good")), "{told:?}");
    let json: serde_json::Value =
        serde_json::from_str(&room.run(&["check", "--format", "json"], "").exits(0).out).expect("JSON");
    assert_eq!(json, serde_json::json!([]));
}

#[test]
fn a_path_stands_in_for_a_name_and_packs_come_before_the_built_in() {
    let room = Room::new();
    let packs = room.packs();
    let story = packs.join("measure/story.ron");
    let text = fs::read_to_string(&story).expect("read");
    fs::write(&story, text.replacen("title: \"The Measure\"", "title: \"My Measure\"", 1)).expect("written");
    let path = packs.join("measure").display().to_string();
    room.run(&["play", &path, "--plain"], "").exits(0).says("My Measure. The wall.");
    let packs = packs.display().to_string();
    room.run(&["play", "measure", "--plain", "--packs", &packs], "").exits(0).says("My Measure. The wall.");
    room.run(&["play", "measure", "--plain"], "").exits(0).says("The Measure. The wall.");
}

#[test]
fn one_seed_is_one_play_and_ids_do_as_well_as_numbers() {
    let room = Room::new();
    let play = |input: &str| {
        let out = room.run(&["play", "measure", "--plain", "--seed", "11"], input).exits(0).out;
        out.lines().filter(|l| !l.starts_with("saved: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(play("3\n1\n"), play("widen\n1\n"));
    assert_ne!(play("3\n1\n"), play("2\n1\n"));
}

#[test]
fn a_run_is_gone_on_with_from_the_library_and_replayed_from_its_file() {
    let room = Room::new();
    let first = room.run(&["play", "measure", "--plain", "--seed", "5"], "3\n1\nundo\n").exits(0);
    let path = room.path("data/runs/measure/1.ron").display().to_string();
    let first = first.says(&format!("saved: {path}"));
    assert!(!first.out.lines().any(|l| l.starts_with("ending: ")));
    room.run(&["--plain"], "").exits(0).says("1. Go on: The front counter, year 1, quarter 2 (one decision)");
    // Back where it stopped, what was undone can still be done again, and the same file goes on.
    room.run(&["--plain"], "1\nredo\n")
        .exits(0)
        .says("You are where you stopped.")
        .says("One decision made again.");
    assert_eq!(fs::read_dir(room.path("data/runs/measure")).expect("there").count(), 1);
    let text = room.run(&["replay", &path], "").exits(0).says("You chose: Widen");
    assert!(text.out.starts_with("The Measure\n"));
    let json = room.run(&["replay", &path, "--format", "json", "--until", "1"], "").exits(0).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["moments"].as_array().map(Vec::len), Some(2));
    // From another's run one goes on in a run of one's own.
    room.run(&["play", "--plain", "--from", &path], "1\n").exits(0).says("2.ron");
}

#[test]
fn a_run_of_an_edited_story_is_told_and_the_old_file_is_kept() {
    let room = Room::new();
    room.run(&["play", "measure", "--plain", "--seed", "5"], "widen\nw_keep_list\n").exits(0);
    let old = fs::read_to_string(room.path("data/runs/measure/1.ron")).expect("saved");
    let packs = room.packs();
    let act = packs.join("measure/act1.ron");
    let text = fs::read_to_string(&act).expect("read").replace("\"w_keep_list\"", "\"w_kept\"");
    fs::write(&act, &text).expect("written");
    let packs_arg = packs.display().to_string();
    room.run(&["--plain", "--packs", &packs_arg], "1\n")
        .exits(0)
        .says("it no longer allows `w_keep_list`")
        .says("2.ron");
    assert_eq!(fs::read_to_string(room.path("data/runs/measure/1.ron")).expect("kept"), old);
    // With the new name told, all of it holds.
    let story = packs.join("measure/story.ron");
    let head = fs::read_to_string(&story).expect("read");
    let head = head.replacen("opens: ", "renamed: {\"w_keep_list\": \"w_kept\"},\n    opens: ", 1);
    fs::write(&story, head).expect("written");
    let run = room.path("data/runs/measure/1.ron").display().to_string();
    room.run(&["replay", &run, "--packs", &packs_arg], "")
        .exits(0)
        .says("The story's files have changed since");
    // And a number that changed is seen.
    fs::write(&act, text.replacen("scope += 60", "scope += 61", 1)).expect("written");
    room.run(&["replay", &run, "--packs", &packs_arg], "")
        .exits(1)
        .says("from decision 1 on the numbers differ");
}

#[test]
fn data_says_where_it_is_and_deletes_it_when_asked() {
    let room = Room::new();
    room.run(&["play", "measure", "--plain"], "1\n").exits(0);
    let folder = room.path("data").display().to_string();
    assert_eq!(room.run(&["data"], "").exits(0).out, format!("{folder}\n"));
    room.run(&["data", "--delete"], "").exits(0).says("deleted: ");
    assert!(!room.path("data/runs").exists());
    room.run(&["data", "--delete"], "").exits(0).says("nothing is kept");
}

#[test]
fn the_language_follows_the_environment_unless_it_is_named() {
    let room = Room::new();
    let output =
        room.command(&["play", "measure", "--plain"]).env("LANG", "id_ID.UTF-8").output().expect("it starts");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Takaran."));
    let output =
        room.command(&["play", "measure", "--plain", "--lang", "en"]).env("LANG", "id_ID.UTF-8").output();
    assert!(String::from_utf8_lossy(&output.expect("it starts").stdout).contains("The Measure."));
}

#[test]
fn every_verb_has_help_with_an_example() {
    let room = Room::new();
    let mut command = std::process::Command::new(crate::binary());
    let help = command.arg("--help").output().expect("it starts");
    assert!(String::from_utf8_lossy(&help.stdout).contains("Examples:"));
    for verb in ["play", "replay", "check", "data"] {
        room.run(&[verb, "--help"], "").exits(0).says("Example");
    }
}

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
        .says("of 100 plays end elsewhere (95 %:")
        .says("60 plays show no difference");
    assert_eq!(hinges(&["--threads", "4"]).out, told.out);
    let rows: serde_json::Value = serde_json::from_str(&hinges(&["--format", "json"]).out).expect("JSON");
    let moved =
        |row: &serde_json::Value| row["others"][0]["moved"]["plays_of_100"].as_f64().expect("a figure");
    let rows = rows.as_array().expect("rows");
    assert!(rows.len() > 20 && rows.is_sorted_by(|a, b| moved(a) >= moved(b)));
    hinges(&["--lang", "id"]).says("dari 100 permainan tamat di tempat lain");
    room.run(&["mirror", "/nowhere.ron"], "").exits(2).says("/nowhere.ron");
}
