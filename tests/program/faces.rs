//! The two faces in one sitting: gone over to in the middle of a scene, and lines that are typed with help.

use crate::{Room, pty::Pty};

fn on_screen(pty: &Pty) -> bool {
    pty.screen.lock().expect("not poisoned").0.screen().alternate_screen()
}

/// How the terminal is set: what a shell would find.
fn modes(pty: &Pty) -> String {
    format!("{:?}", pty.master.get_termios())
}

#[test]
fn one_goes_over_to_the_other_face_in_the_middle_of_a_scene_and_back() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7"], (80, 40), &[]);
    let before = modes(&pty);
    pty.sees("u undo");
    pty.keys("3").sees("You chose: Widen");
    pty.keys("P").until("lines of words", |p| !on_screen(p) && p.contents().contains("> "));
    assert!(pty.contents().contains("1. "), "the scene is told again: {}", pty.contents());
    // What is decided here stands there.
    pty.keys("1\r").until("a prompt after the next scene", |p| p.contents().trim_end().ends_with('>'));
    pty.keys("meters\r").sees("of 100");
    pty.keys("screen\r").until("the full screen", |p| on_screen(p) && p.contents().contains("1-"));
    pty.keys("u").sees("One decision taken back");
    // And once more, for what is read twice is set up twice.
    pty.keys("P").until("lines of words again", |p| !on_screen(p));
    pty.keys("undo\r").sees("taken back");
    pty.keys("layar\r").until("the full screen again", on_screen);
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
    assert_eq!(modes(&pty), before);
}

#[test]
fn a_face_that_is_set_comes_up_by_itself() {
    let room = Room::new();
    room.write("data/settings.ron", "Settings(face: \"plain\")");
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7"], (80, 40), &[]);
    pty.sees("> ");
    assert!(!on_screen(&pty));
    pty.keys("settings face screen\r").until("the full screen", on_screen);
    pty.keys("\u{3}").ends();
    let kept = std::fs::read_to_string(room.path("data/settings.ron")).expect("it is kept");
    assert!(kept.contains("face: \"screen\""), "{kept}");
}

#[test]
fn a_line_is_completed_recalled_and_left_by_ctrl_d() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7", "--plain"], (80, 40), &[]);
    pty.sees("> ");
    pty.keys("met\t\r").sees("of 100");
    pty.keys("ch\tpri\t\r").sees("Privacy, quarter by quarter");
    // The line before the last, with its end taken back and another one typed.
    pty.keys("\u{1b}[A\u{1b}[A").sees("> meters");
    pty.keys("\u{15}\u{4}");
    assert_eq!(pty.ends(), 0);
}

#[test]
#[cfg(unix)]
fn a_signal_in_the_middle_of_a_line_leaves_the_terminal_as_it_was() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7", "--plain"], (80, 40), &[]);
    let pid = pty.child.process_id().expect("a process");
    pty.sees("> ");
    pty.keys("3\r").sees("You chose");
    pty.keys("half a li").sees("> half a li");
    let status = std::process::Command::new("kill").args(["-TERM", &pid.to_string()]).status();
    assert!(status.expect("kill").success());
    assert_ne!(pty.ends(), 0);
    let modes = modes(&pty);
    let fresh = Pty::start(&room, &["--version"], (80, 40), &[]);
    let untouched = format!("{:?}", fresh.master.get_termios());
    assert_eq!(modes, untouched);
    assert!(room.path("data/runs/measure/1.ron").exists(), "the decision is kept");
}

#[test]
fn a_key_that_is_set_does_what_it_says_and_the_footer_shows_it() {
    let room = Room::new();
    room.write("data/settings.ron", "Settings(keys: {\"play.undo\": [\"z\"], \"play.why\": [\"c\"]})");
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7"], (80, 40), &[]);
    pty.sees("z undo").sees("would be both `play.why` and `play.charts`");
    pty.keys("3").sees("You chose: Widen");
    pty.keys("z").sees("One decision taken back");
    pty.keys("u\u{3}");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn lines_that_are_typed_ahead_are_all_heard() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7", "--plain"], (80, 40), &[]);
    pty.sees("> ");
    pty.keys("3\r1\r1\rundo\rmeters\r").sees("of 100");
    pty.keys("quit\r");
    assert_eq!(pty.ends(), 0);
    let kept = std::fs::read_to_string(room.path("data/runs/measure/1.ron")).expect("a run");
    assert_eq!(kept.matches("Decision(").count(), 2, "{kept}");
}
