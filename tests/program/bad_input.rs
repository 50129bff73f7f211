//! Bad input: a clear message, exit code 2 or play goes on, never a panic, nothing lost.

use std::{fs, process::Stdio};

use crate::{Room, Told, binary};

const RUN: &str = "Run(format: 1, story: \"measure\", pack: \"0\", engine: \"0\", seed: 7, schedule: \"calm\", decisions: [(\"widen\", \"0\")])";

#[test]
fn a_ron_syntax_error_is_shown_with_line_and_caret() {
    let room = Room::new();
    room.packs();
    let act = room.path("packs/measure/act1.ron");
    let text = fs::read_to_string(&act).expect("read").replacen("choices: [", "choices: [[", 1);
    fs::write(&act, text).expect("written");
    let pack = room.path("packs/measure").display().to_string();
    room.run(&["check", &pack], "").exits(1).says("error[C0001]").says("act1.ron:");
    room.run(&["play", &pack, "--plain"], "").exits(2).says("it cannot be played");
}

#[test]
fn an_unknown_field_gets_a_suggestion() {
    let room = Room::new();
    room.packs();
    let act = room.path("packs/measure/act1.ron");
    let text = fs::read_to_string(&act).expect("read").replacen("choices: [", "chocies: [", 1);
    fs::write(&act, text).expect("written");
    let pack = room.path("packs/measure").display().to_string();
    room.run(&["check", &pack], "")
        .exits(1)
        .says("there is no field `chocies` here")
        .says("did you mean `choices`?");
}

#[test]
fn a_pack_that_is_not_there_is_named_with_a_nearer_one() {
    let room = Room::new();
    room.run(&["play", "mesure", "--plain"], "")
        .exits(2)
        .says("there is no pack `mesure`; did you mean `measure`?");
    room.run(&["check", "./nowhere"], "").exits(2).says("nowhere");
    room.run(&["check", "--packs", "./nowhere"], "").exits(2).says("--packs ./nowhere");
    room.run(&["play", "gulf", "--plain"], "").exits(2).says("is a world, not a storyline");
}

#[test]
fn a_file_below_the_pack_s_folder_is_told_of_but_not_the_runs_expected_of_it() {
    let room = Room::new();
    let pack = room.packs().join("measure");
    for folder in ["expected", ".trash", "act9"] {
        room.write(&format!("packs/measure/{folder}/new.ron"), "Scenes({})");
    }
    let told = room.run(&["check", &pack.display().to_string()], "").exits(1);
    assert_eq!(told.out.matches("warning[C0016]").count(), 1, "{told:?}");
    told.says("act9/new.ron` is not read");
}

#[test]
fn a_play_that_takes_less_than_no_time_is_refused() {
    let room = Room::new();
    let story = room.packs().join("measure/story.ron");
    let text = fs::read_to_string(&story).expect("read");
    assert!(text.contains("minutes: (35, 50)"));
    for minutes in ["(50, 35)", "(0, 20)", "(-5, 5)"] {
        fs::write(&story, text.replacen("(35, 50)", minutes, 1)).expect("written");
        let told = room.run(&["check", &story.with_file_name("").display().to_string()], "").exits(1);
        told.says("no play takes so long").says("error[C0015]");
    }
}

#[test]
fn a_story_whose_world_is_missing_says_so_once() {
    let room = Room::new();
    let packs = room.packs();
    let story = packs.join("measure/story.ron");
    let text = fs::read_to_string(&story).expect("read").replacen("world: \"gulf\"", "world: \"gulp\"", 1);
    fs::write(&story, text).expect("written");
    let told = room.run(&["check", &packs.join("measure").display().to_string()], "").exits(1);
    assert_eq!(told.out.matches("error[").count(), 1, "{told:?}");
    told.says("did you mean `gulf`?");
}

/// The program run by somebody who may not read or write what its owner has closed: the superuser, who may do
/// everything, runs a copy of it as nobody.
#[cfg(unix)]
fn as_somebody_else(room: &Room) -> std::process::Command {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let program = room.path("cermin");
    fs::copy(binary(), &program).expect("copied");
    for path in [room.folder.path(), &program] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("opened");
    }
    // A process that another test starts in this moment holds the copy open for writing until it is itself.
    for _ in 0..200 {
        match std::process::Command::new(&program).arg("--version").output() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            _ => break,
        }
    }
    let mut command = std::process::Command::new(&program);
    command.env("HOME", "/nonexistent").env("LANG", "C.UTF-8").stdin(Stdio::null());
    let closed = room.path("closed");
    fs::create_dir_all(&closed).expect("made");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("closed");
    if fs::read_dir(&closed).is_ok() {
        command.uid(65_534).gid(65_534);
    }
    command
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_an_error_and_no_panic() {
    let room = Room::new();
    let mut command = as_somebody_else(&room);
    let output = command.arg("check").arg(room.path("closed")).output().expect("it starts");
    Told::of(output).exits(2).says("Permission denied");
}

#[cfg(unix)]
#[test]
fn a_read_only_data_directory_is_told_and_play_goes_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = Room::new();
    let mut command = as_somebody_else(&room);
    let data = room.path("data");
    fs::create_dir(&data).expect("made");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o555)).expect("read only");
    let typed = room.write("typed", "widen\nw_keep_list\n");
    command
        .args(["play", "measure", "--plain", "--data"])
        .arg(&data)
        .stdin(fs::File::open(typed).expect("typed"));
    let told = Told::of(command.output().expect("it starts")).exits(0);
    told.says("This decision is not saved").says("Permission denied").says("You chose: Keep");
    assert_eq!(fs::read_dir(&data).expect("there").count(), 0);
}

#[test]
fn fifty_megabytes_of_garbage_are_refused_at_once() {
    let room = Room::new();
    let garbage = vec![b'{'; 50_000_000];
    room.write("packs/demo/story.ron", &garbage);
    let pack = room.path("packs/demo").display().to_string();
    room.run(&["check", &pack], "").exits(2).says("50 MB is more than a pack's file may have");
    let run = room.write("big.ron", &garbage);
    room.run(&["replay", &run.display().to_string()], "").exits(2).says("50 MB is more than such a file has");
    // Below the limit it is read, and refused for what it is.
    room.write("packs/demo/story.ron", vec![b'x'; 20_000_000]);
    room.run(&["check", &pack], "").exits(1).says("error[C0005]");
}

#[test]
fn ten_thousand_levels_of_nesting_do_not_exhaust_the_stack() {
    let room = Room::new();
    for text in [
        format!("Scenes({{\"a\": {}}})", "[".repeat(10_000)),
        format!("Scenes({{\"a\": (text: {}{})}})", "(".repeat(10_000), ")".repeat(10_000)),
        format!(
            "World(id: \"w\", format: 1, let: [(id: \"x\", is: \"{}1{}\")])",
            "(".repeat(10_000),
            ")".repeat(10_000)
        ),
    ] {
        room.write("packs/demo/story.ron", &text);
        room.run(&["check", &room.path("packs/demo").display().to_string()], "").exits(1).says("error[");
        let run = room.write("deep.ron", &text);
        room.run(&["replay", &run.display().to_string()], "").exits(2).says("this is no run");
    }
}

#[test]
fn text_that_is_no_utf_8_is_named_with_its_byte() {
    let room = Room::new();
    room.write("packs/demo/story.ron", b"Story(id: \"\xff\xfe\")");
    room.run(&["check", &room.path("packs/demo").display().to_string()], "")
        .exits(2)
        .says("not UTF-8 text (first bad byte at 11)");
    let run = room.write("run.ron", b"Run(\n  story: \"\xff\")");
    room.run(&["replay", &run.display().to_string()], "").exits(2).says("run.ron:2:11: not UTF-8 text");
}

#[test]
fn escape_sequences_in_files_never_reach_the_terminal() {
    let room = Room::new();
    room.write("packs/demo/story.ron", "Story(id: \"\u{1b}[31mred\", \u{1b}[2J: 3)");
    room.run(&["check", &room.path("packs/demo").display().to_string()], "").exits(1);
    let run = room.write("run.ron", RUN.replace("measure", "\u{1b}[31m"));
    room.run(&["replay", &run.display().to_string()], "").exits(2);
    let run = room.write("run.ron", RUN.replace("widen", "\u{1b}[31m"));
    room.run(&["replay", &run.display().to_string()], "").exits(1);
}

#[test]
fn a_save_of_another_story_is_refused() {
    let room = Room::new();
    let run = room.write("run.ron", RUN.replace("measure", "elsewhere")).display().to_string();
    room.run(&["play", "measure", "--plain", "--from", &run], "")
        .exits(2)
        .says("This run is of another story (`elsewhere`).");
    room.run(&["replay", &run], "").exits(2).says("there is no pack `elsewhere`");
}

#[test]
fn a_save_with_an_unknown_choice_goes_on_from_where_it_holds() {
    let room = Room::new();
    let text = RUN.replace("[(\"widen\", \"0\")]", "[(\"widen\", \"0\"), (\"no_such\", \"0\")]");
    let run = room.write("run.ron", &text);
    let path = run.display().to_string();
    room.run(&["play", "--plain", "--from", &path], "1\n")
        .exits(0)
        .says("it no longer allows `no_such`")
        .says("saved: ");
    room.run(&["replay", &path], "").exits(1).says("it no longer allows `no_such`");
    assert_eq!(fs::read_to_string(run).expect("still there"), text);
}

#[test]
fn a_save_with_other_settings_names_what_is_allowed() {
    let room = Room::new();
    for (text, says) in [
        (RUN.replace("\"calm\"", "\"clam\""), "did you mean `calm`?"),
        (RUN.replace("decisions", "parameters: {\"chill\": 900}, decisions"), "it runs from 0 to 300"),
        (RUN.replace("decisions", "start: {\"standing\": 3}, decisions"), "it is derived"),
        (RUN.replace("seed: 7", "seed: -7"), "this is no run"),
        (RUN.replace("format: 1", "format: 9"), "written by another version"),
    ] {
        let run = room.write("run.ron", text).display().to_string();
        room.run(&["replay", &run], "").exits(2).says(says);
    }
    room.run(&["play", "measure", "--schedule", "clam"], "").exits(2).says("did you mean `calm`?");
}

#[test]
fn a_damaged_save_is_set_aside_and_the_player_is_told_its_name() {
    let room = Room::new();
    room.run(&["play", "measure", "--plain"], "1\n").exits(0);
    let path = room.path("data/runs/measure/1.ron");
    let whole = fs::read_to_string(&path).expect("saved");
    let half = whole.get(..whole.len() / 2).expect("a half");
    fs::write(&path, half).expect("cut");
    room.run(&["--plain"], "").exits(0).says("It was set aside as").says("1.damaged-1; nothing was deleted");
    assert_eq!(fs::read_to_string(room.path("data/runs/measure/1.damaged-1")).expect("kept"), half);
    assert!(!path.exists());
}

#[test]
fn a_data_directory_that_cannot_be_written_is_told_and_play_goes_on() {
    let room = Room::new();
    // A file where the folder should be: not even the superuser can make a folder there.
    room.write("data", "in the way");
    let told = room
        .run(&["play", "measure", "--plain", "--seed", "7"], &format!("3\n{}", "1\n".repeat(25)))
        .exits(0);
    let told = told.says("This decision is not saved").says("not saved");
    assert!(told.out.trim_end().lines().last().is_some_and(|l| l.starts_with("ending: ")), "{told:?}");
    assert_eq!(fs::read_to_string(room.path("data")).expect("there"), "in the way");
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let room = Room::new();
    room.run(&["play", "measure", "--plain", "--seed", "7"], "3\n").exits(0);
    let path = room.path("data/runs/measure/1.ron");
    let before = fs::read_to_string(&path).expect("saved");
    // No file may grow: every write fails as on a full disk, and the signal for it is ignored.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", script, "sh", binary(), "--plain", "--data"])
        .arg(room.path("data"))
        .stdout(Stdio::piped());
    command.stderr(Stdio::piped()).stdin(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), b"1\n1\n1\n").expect("typed");
    let told = Told::of(child.wait_with_output().expect("it ends"));
    told.exits(0).says("You are where you stopped.").says("This decision is not saved");
    assert_eq!(fs::read_to_string(&path).expect("still there"), before);
    let left = fs::read_dir(room.path("data/runs/measure")).expect("there").count();
    assert_eq!(left, 1, "nothing half-written is left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
    let room = Room::new();
    let output = room.command(&["check"]).stdout(full).output().expect("it starts");
    Told::of(output).exits(2).says("No space left on device");
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let room = Room::new();
    for args in [&["play", "measure", "--plain"][..], &["check", "--format", "json"]] {
        let mut child = room
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("a pipe");
        let _ = std::io::Write::write_all(&mut stdin, b"1\n1\n1\n1\n1\n");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn misuse_is_exit_code_2_with_help() {
    let room = Room::new();
    room.run(&["paly"], "").exits(2).says("play");
    room.run(&["play", "measure", "--lang", "fr"], "").exits(2).says("possible values: en, id");
    room.run(&["play", "--seed", "7"], "").exits(2).says("name the storyline");
    room.run(&["replay"], "").exits(2).says("<RUN>");
}
