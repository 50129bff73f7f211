//! The desk and the wall in a real terminal.

use crate::{Room, pty::Pty};

fn desk(room: &Room, size: (u16, u16)) -> Pty {
    let runtime = room.path("runtime");
    let runtime = runtime.to_str().expect("a path");
    let args = ["host", "measure", "--bind", "127.0.0.1:0", "--lang", "en", "--runtime", runtime];
    Pty::start(room, &args, size, &[])
}

#[test]
fn the_desk_opens_with_how_to_join_and_goes_on_by_keys() {
    let room = Room::new();
    let mut pty = desk(&room, (80, 24));
    pty.sees("Code:").sees("j the desk");
    pty.keys("j").sees("Welcome them.").sees("Next: the questions before the play");
    pty.keys("\r").sees("Give them quiet.");
    // A key that is held goes one step.
    std::thread::sleep(std::time::Duration::from_millis(500));
    pty.keys("\r\r\r\r").sees("Cards are read in silence.");
    pty.keys(":").keys("nonsense\r").sees("That is not understood.");
    pty.keys(":").keys("blank\r").sees("the wall is blank");
    pty.keys("?").sees("the next step, though few have voted");
    pty.keys("\u{1b}").sees("Cards are read");
    pty.keys("q").sees("closes the door for every phone");
    pty.keys("q");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
}

#[test]
fn a_session_ends_only_when_it_is_meant_and_says_what_remains() {
    let room = Room::new();
    let mut pty = desk(&room, (80, 24));
    pty.sees("Code:");
    pty.keys(":").keys("end\r").sees("This closes the room for good");
    pty.keys(":").keys("end!\r").sees("The log and its key are destroyed.");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
    assert!(room.path("data").join("sessions/1.ron").exists());
}

#[test]
fn the_wall_of_another_terminal_follows_the_room() {
    let room = Room::new();
    let mut pty = desk(&room, (80, 24));
    pty.sees("Code:");
    let runtime = room.path("runtime");
    let args = ["wall", "--runtime", runtime.to_str().expect("a path")];
    let mut wall = Pty::start(&room, &args, (100, 30), &[]);
    wall.sees("Coming in").sees("http://127.0.0.1:");
    pty.keys("\r").sees("Give them quiet.");
    wall.sees("The questions are on your phone.");
    wall.keys("q");
    assert_eq!(wall.ends(), 0);
    wall.is_sane();
    pty.keys("qq");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn the_paper_kit_has_a_card_for_everybody_and_asks_for_nothing_from_elsewhere() {
    let room = Room::new();
    for (lang, role) in [("en", "The scored citizen"), ("id", "Warga yang dinilai")] {
        let kit = room.run(&["kit", "measure", "--people", "8", "--lang", lang], "");
        assert_eq!(kit.code, Some(0), "{}", kit.err);
        let page = kit.out;
        assert_eq!(page.matches("class=\"card\"").count(), 8);
        assert_eq!(page.matches(role).count(), 2, "seven roles, then the first again");
        assert!(!page.contains("<script") && !page.contains("http"), "{lang}");
    }
}

#[test]
fn nothing_is_deleted_under_a_room_that_is_open() {
    let room = Room::new();
    let mut pty = desk(&room, (80, 24));
    pty.sees("Code:");
    let refused = room.run(&["data", "--delete"], "");
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("a room is open"), "{}", refused.err);
    pty.keys("j").sees("Welcome them.");
    pty.keys("qq");
    assert_eq!(pty.ends(), 0);
}
