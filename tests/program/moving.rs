//! Text that unfolds, in a real terminal: it comes by itself, any key brings the rest, and what was read is there at once.

use std::time::Duration;

use crate::{Room, pty::Pty};

const MOVING: [(&str, &str); 1] = [("NO_MOTION", "")];

fn playing(room: &Room) -> Pty {
    Pty::start(room, &["play", "measure", "--seed", "7"], (80, 50), &MOVING)
}

/// A line of the first choice of the first scene, and its last sentence.
const CHOICE: &str = "Widen the Measure to rent arrears";

#[test]
fn a_new_scene_unfolds_and_its_choices_come_last() {
    let room = Room::new();
    let mut pty = playing(&room);
    pty.sees("Before it begins");
    assert!(!pty.contents().contains(CHOICE), "{}", pty.contents());
    pty.sees(CHOICE);
    pty.keys("\u{3}").ends();
}

#[test]
fn any_key_brings_the_rest_and_takes_nothing() {
    let room = Room::new();
    // At a pace at which the text alone would take longer than the test waits for anything.
    room.write("data/settings.ron", "Settings(pace: \"slow\")");
    let mut pty = playing(&room);
    pty.sees("Before it begins");
    pty.keys(";").sees(CHOICE);
    // The next takes; the scene that follows unfolds in its turn.
    std::thread::sleep(Duration::from_millis(300));
    pty.keys("3").sees("You chose: Widen");
    assert!(!pty.contents().contains("gives"), "{}", pty.contents());
    // Enter brings the rest, and a second one at once is one that is held down.
    pty.keys("\r").sees("1  ");
    pty.keys("\r\r\r");
    std::thread::sleep(Duration::from_millis(60));
    let before = pty.contents();
    assert!(before.contains("You chose: Widen"), "{before}");
    pty.keys("\u{3}").ends();
}

#[test]
fn a_number_takes_nothing_that_was_not_shown_and_is_heard_at_once_then() {
    let room = Room::new();
    room.write("data/settings.ron", "Settings(pace: \"slow\")");
    let mut pty = playing(&room);
    pty.sees("Before it begins");
    pty.keys("3").sees(CHOICE);
    assert!(!pty.contents().contains("You chose"), "{}", pty.contents());
    pty.keys("3").sees("You chose: Widen");
    pty.keys("\u{3}").ends();
}

#[test]
fn what_was_read_before_is_there_at_once() {
    let room = Room::new();
    room.write("data/settings.ron", "Settings(pace: \"slow\")");
    let mut pty = playing(&room);
    pty.sees("Before it begins");
    pty.keys(";").sees(CHOICE);
    pty.keys("3").sees("You chose: Widen");
    pty.keys(";").sees("1  ");
    pty.keys("u").sees("taken back").sees(CHOICE);
    // What was taken back was read.
    pty.keys("3").sees("You chose: Widen").sees("1  ");
    pty.keys("\u{3}").ends();
    // The run is kept, and so the second time nobody waits for the first scene.
    let mut again = playing(&room);
    again.sees("Before it begins").sees(CHOICE);
    again.keys("\u{3}").ends();
}

#[test]
fn where_motion_is_reduced_nothing_unfolds() {
    let room = Room::new();
    room.write("data/settings.ron", "Settings(motion: \"reduced\", pace: \"slow\")");
    let mut pty = playing(&room);
    pty.sees(CHOICE);
    pty.keys("\u{3}").ends();
}

/// How often the program's threads have given up the processor by themselves: each wake-up is one.
#[cfg(target_os = "linux")]
fn wakes(pid: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).expect("it runs");
    let of = |task: std::io::Result<std::fs::DirEntry>| {
        let status = std::fs::read_to_string(task.expect("a thread").path().join("status")).expect("read");
        let line = status.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:")).expect("a count");
        line.trim().parse::<u64>().expect("a number")
    };
    tasks.map(of).sum()
}

#[test]
#[cfg(target_os = "linux")]
fn an_idle_screen_wakes_for_nothing() {
    let room = Room::new();
    let mut pty = playing(&room);
    // Text has unfolded here, so whatever counted time for it must have stopped.
    pty.sees(CHOICE);
    let pid = pty.child.process_id().expect("a process");
    std::thread::sleep(Duration::from_millis(800));
    let before = wakes(pid);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(wakes(pid), before);
    pty.keys("\u{3}").ends();
}
