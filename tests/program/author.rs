//! An author's day with the real binary: a pack begun, checked, played while it is edited, kept in step, tested, drawn.

use std::{fs, path::PathBuf};

use crate::{Room, pty::Pty};

/// A pack as `new` makes it.
fn made(room: &Room) -> (PathBuf, String) {
    let path = room.path("well");
    let name = path.display().to_string();
    let told = room.run(&["new", &name], "");
    assert_eq!(told.code, Some(0), "{}", told.err);
    (path, name)
}

fn edit(path: &std::path::Path, file: &str, from: &str, to: &str) {
    let path = path.join(file);
    let text = fs::read_to_string(&path).expect("it is there");
    assert!(text.contains(from), "{file} has no «{from}»");
    fs::write(&path, text.replacen(from, to, 1)).expect("written");
}

#[test]
fn a_new_pack_is_clean_laid_out_translated_proved_and_playable() {
    let room = Room::new();
    let (path, name) = made(&room);
    for verb in [
        vec!["check", &name],
        vec!["format", &name, "--check"],
        vec!["prove", &name],
        vec!["translate", &name, "id"],
    ] {
        let told = room.run(&verb, "");
        assert_eq!(told.code, Some(0), "{verb:?}: {}{}", told.out, told.err);
        assert!(!told.out.contains("broken") && !told.out.contains("open  "), "{}", told.out);
    }
    let played = room.run(&["play", &name, "--plain", "--seed", "1"], "guard\nburn\n");
    assert!(played.out.trim_end().ends_with("ending: both"), "{}", played.out);
    // What is there is not written over.
    let before = fs::read_to_string(path.join("scenes.ron")).expect("it is there");
    let again = room.run(&["new", &name], "");
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(fs::read_to_string(path.join("scenes.ron")).expect("it is there"), before);
    for (bad, why) in [("my-story", "letters, digits"), ("measure", "a pack of the program itself")] {
        let told = room.run(&["new", &room.path(bad).display().to_string()], "");
        assert_eq!(told.code, Some(2));
        assert!(told.err.contains(why), "{}", told.err);
    }
}

#[test]
fn an_expected_run_holds_until_the_story_changes_and_then_says_what() {
    let room = Room::new();
    let (path, name) = made(&room);
    let nothing = room.run(&["test", &name], "");
    assert_eq!(nothing.code, Some(2), "no test is no success: {}", nothing.out);
    room.run(&["play", &name, "--plain", "--seed", "3"], "guard\nburn\n");
    let run = room.path("data/runs/well/1.ron").display().to_string();
    let kept = room.run(&["expect", &run, "--story", &name, "--name", "burnt"], "");
    assert_eq!(kept.code, Some(0), "{}", kept.err);
    assert_eq!(room.run(&["test", &name], "").code, Some(0));
    let again = room.run(&["expect", &run, "--story", &name, "--name", "burnt"], "");
    assert!(again.code == Some(2) && again.err.contains("--anew"), "{}", again.err);
    // The expected runs are no part of the pack.
    assert_eq!(room.run(&["check", &name], "").code, Some(0));
    edit(&path, "scenes.ron", "\"trust += 60\"", "\"trust += 50\"");
    let told = room.run(&["test", &name], "");
    assert_eq!(told.code, Some(1));
    assert!(
        told.out.contains("FAIL burnt")
            && told.out.contains("after decision 2: at `water_left`, expected `both`"),
        "{}",
        told.out
    );
    edit(&path, "scenes.ron", "id: \"burn\"", "id: \"torch\"");
    let told = room.run(&["test", &name], "");
    assert!(told.out.contains("`burn` cannot be chosen"), "{}", told.out);
}

#[test]
fn a_play_begins_anywhere_with_anything() {
    let room = Room::new();
    let (_, name) = made(&room);
    let told = room.run(
        &[
            "play",
            &name,
            "--plain",
            "--seed",
            "3",
            "--at",
            "evening",
            "--set",
            "trust=320",
            "--set",
            "book_kept=true",
        ],
        "burn\n",
    );
    assert!(told.out.contains("Trust 32.") && told.out.contains("locked, needs Trust 46"), "{}", told.out);
    assert!(told.out.contains("ending: "), "{}", told.out);
    // It is a run like any other.
    let run = room.path("data/runs/well/1.ron").display().to_string();
    let packs = room.path("").display().to_string();
    let replayed = room.run(&["replay", &run, "--packs", &packs], "");
    assert_eq!(replayed.code, Some(0), "{}", replayed.err);
    assert!(!replayed.out.contains("The wall of the well"), "{}", replayed.out);
    for (args, why) in [
        (["--at", "evenin"], "did you mean `evening`"),
        (["--set", "trust=5000"], "it runs from 0 to 1000"),
        (["--set", "trst=500"], "did you mean `trust`"),
        (["--set", "trust"], "write trust=320"),
    ] {
        let told = room.run(&["play", &name, "--plain", args[0], args[1]], "");
        assert!(told.code == Some(2) && told.err.contains(why), "{args:?}: {}", told.err);
    }
}

#[cfg(unix)]
#[test]
fn what_is_saved_while_one_plays_is_played_at_once_and_a_broken_file_stops_nothing() {
    let room = Room::new();
    let (path, name) = made(&room);
    let mut pty = Pty::start(&room, &["play", &name, "--watch", "--seed", "3"], (80, 24), &[]);
    pty.sees("ninth knot");
    pty.keys("1").sees("You chose: A guard");
    // The scene before has another text now: back to it, and what came after can be made again.
    edit(&path, "scenes.ron", "dry down to the ninth knot", "wet down to the tenth knot");
    pty.sees("tenth knot").sees("`morning` reads otherwise now");
    pty.keys("r").sees("You chose: A guard");
    // A broken file shows its problem in place, and play goes on with the story as it was.
    edit(&path, "scenes.ron", "goto: \"evening\"", "goto: \"evning\"");
    pty.sees("C0020").sees("evning");
    pty.keys("u").sees("tenth knot");
    edit(&path, "scenes.ron", "goto: \"evning\"", "goto: \"evening\"");
    pty.sees("reads as before");
    pty.keys("1").sees("You chose: A guard");
    // A decision that no longer fits takes the play back to where it does; mended, it can be made again.
    edit(&path, "scenes.ron", "id: \"guard\"", "id: \"sentry\"");
    pty.sees("tenth knot").sees("guard");
    edit(&path, "scenes.ron", "id: \"sentry\"", "id: \"guard\"");
    pty.sees("`morning` reads otherwise now");
    pty.keys("r").sees("You chose: A guard");
    pty.keys("\u{3}").ends();
}

#[test]
fn a_pack_of_the_program_cannot_be_followed_or_written_to() {
    let room = Room::new();
    for args in [
        vec!["play", "measure", "--watch"],
        vec!["translate", "measure", "id"],
        vec!["format", "measure"],
        vec!["test", "measure"],
    ] {
        let told = room.run(&args, "");
        assert!(told.code == Some(2) && told.err.contains("the program itself"), "{args:?}: {}", told.err);
    }
}

#[test]
fn a_language_is_kept_in_step_and_its_old_source_is_shown() {
    let room = Room::new();
    let (path, name) = made(&room);
    edit(&path, "scenes.ron", "Leave the lid off.", "Leave the cover off.");
    assert_eq!(room.run(&["check", &name], "").code, Some(1));
    let told = room.run(&["translate", &name, "id"], "");
    assert!(told.out.contains("1 stale"), "{}", told.out);
    let text = fs::read_to_string(path.join("id.ron")).expect("it is there");
    let old = "        // en was: Leave the lid off. We all know the rope.\n        // en: Leave the cover off. We all know the rope.\n        \"choice.open\"";
    assert!(text.contains(old), "{text}");
    // A language that is new is begun, and the pack has it.
    let told = room.run(&["translate", &name, "nl"], "");
    assert!(told.code == Some(0) && told.out.contains("46 to fill in"), "{}", told.out);
    let checked = room.run(&["check", &name, "--format", "json"], "");
    assert!(checked.out.contains("missing in `nl`") && !checked.out.contains("\"error\""), "{}", checked.out);
}

#[test]
fn a_pack_far_down_is_written_to_like_any_other() {
    let room = Room::new();
    let far = room.path(&"folder_with_a_long_name/".repeat(5)).join("well").display().to_string();
    assert_eq!(room.run(&["new", &far], "").code, Some(0));
    for args in [vec!["translate", &far, "id"], vec!["format", &far]] {
        let told = room.run(&args, "");
        assert_eq!(told.code, Some(0), "{args:?}: {}", told.err);
    }
}

#[test]
fn a_story_is_drawn_counted_and_its_problems_are_explained() {
    let room = Room::new();
    let dot = room.run(&["graph", "measure", "--plays", "200"], "").out;
    assert!(
        dot.starts_with("digraph story {") && dot.contains("style=dashed") && dot.contains("doubleoctagon"),
        "{dot}"
    );
    assert!(dot.contains("letters\\nThe wall") && dot.contains('%'), "{dot}");
    let mermaid = room.run(&["graph", "measure", "--format", "mermaid"], "").out;
    assert!(mermaid.contains("flowchart TD") && mermaid.contains("subgraph act0 [\"act1\"]"), "{mermaid}");
    for story in ["measure", "shop", "lanterns"] {
        let svg = room.run(&["graph", story, "--format", "svg"], "").out;
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{story}");
        let ways = svg.matches("<path class=\"w\"").count();
        let places = svg.matches("<rect class=\"p\"").count();
        assert!(ways > 60 && places > 60, "{story}: {places} places, {ways} ways");
    }
    let stats: serde_json::Value =
        serde_json::from_str(&room.run(&["stats", "measure", "--format", "json"], "").out).expect("JSON");
    let languages = stats["languages"].as_array().expect("a list");
    assert_eq!(languages.len(), 2);
    for words in languages {
        let sum: u64 = words["speakers"]
            .as_object()
            .expect("a map")
            .values()
            .filter_map(serde_json::Value::as_u64)
            .sum();
        assert_eq!(words["words"].as_u64(), words["narrated"].as_u64().map(|n| n + sum));
        assert!(
            words["words_in_a_play"].as_u64() > Some(1_000)
                && words["words_in_a_play"].as_u64() < words["words"].as_u64()
        );
    }
    for word in ["C0052", "c0052", "c52", "52"] {
        assert!(room.run(&["explain", word], "").out.starts_with("# C0052: "), "{word}");
    }
    assert!(room.run(&["explain"], "").out.lines().count() >= 44);
    assert_eq!(room.run(&["explain", "C9999"], "").code, Some(2));
}
