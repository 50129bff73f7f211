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
fn settings_are_told_and_changed_by_words() {
    let room = Room::new();
    let told = room.run(
        &["--plain", "--lang", "en"],
        "settings\nsettings theme paper\nsettings theme papr\nsettings\nquit\n",
    );
    told.exits(0)
        .says("Colours: settings theme terminal. It can be terminal, ink, paper,")
        .says("Colours: paper.")
        .says("did you mean `paper`?")
        .says("Colours: settings theme paper.");
    // A mistake in the file is told with what to write, and the rest of it holds.
    std::fs::write(room.path("data/settings.ron"), "Settings(language: \"id\", colours: \"ink\")")
        .expect("written");
    room.run(&["--plain"], "keluar\n").exits(0).says("there is no setting `colours`").says("Sebelas Lentera");
    room.run(&["data", "--delete"], "").exits(0);
    assert!(!room.path("data/settings.ron").exists());
}

/// In a real shell, as after a press of the tab key.
#[cfg(unix)]
#[test]
fn a_shell_fills_in_verbs_and_options() {
    let room = Room::new();
    let script = room.run(&["completions", "bash"], "").exits(0).out;
    let file = room.write("cermin.bash", &script).display().to_string();
    let completed = |words: &[&str]| {
        let (line, last) = (words.join(" "), words.len() - 1);
        let press = format!(
            "source {file}; COMP_WORDS=({line}); COMP_CWORD={last}; _cermin cermin {} {}; echo ${{COMPREPLY[@]}}",
            words[last],
            words[last - 1]
        );
        let out =
            std::process::Command::new("bash").args(["--norc", "-c", &press]).output().expect("a shell");
        String::from_utf8(out.stdout).expect("text").trim().to_owned()
    };
    assert_eq!(completed(&["cermin", "sa"]), "sandbox");
    assert_eq!(completed(&["cermin", "sim", "--pol"]), "--policy");
    for shell in ["elvish", "fish", "powershell", "zsh"] {
        let script = room.run(&["completions", shell], "").exits(0).out;
        assert!(script.contains("sandbox") && script.contains("policy"), "{shell}");
    }
    room.run(&["completions", "command.com"], "").exits(2);
}
