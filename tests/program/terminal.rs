//! A real terminal: the program in a pty, and what the terminal then shows.

use portable_pty::PtySize;

use crate::{
    Room, binary,
    pty::{Pty, cells},
};

/// Plays to the end by taking the first choice of each scene, or the second where the first is locked.
fn to_the_end(pty: &mut Pty, end: &str) {
    for _ in 0..32 {
        if pty.contents().contains(end) {
            return;
        }
        let before = pty.contents();
        pty.keys("1");
        pty.until("another scene", |p| p.contents() != before);
        if ["That choice is locked", "Pilihan itu terkunci"].iter().any(|told| pty.contents().contains(told))
        {
            pty.keys("2");
        }
    }
    pty.sees(end);
}

#[test]
fn the_measure_is_played_to_an_ending_in_both_languages() {
    for (lang, begin, end, seed) in
        [("en", "Begin", "The end:", "Seed"), ("id", "Mulai", "Selesai:", "Benih")]
    {
        let room = Room::new();
        let mut pty = Pty::start(&room, &["--lang", lang], (100, 40), &[]);
        pty.sees(begin);
        pty.keys("\r").sees("221");
        to_the_end(&mut pty, end);
        pty.keys("G").sees(seed);
        // A decision is taken back, and made again.
        pty.keys("u").until("the scene before", |p| !p.contents().contains(end));
        pty.keys("r").sees(end);
        pty.keys("q").sees(if lang == "en" { "Look back:" } else { "Lihat lagi:" });
        pty.keys("q");
        assert_eq!(pty.ends(), 0);
        pty.is_sane();
        assert!(room.path("data/runs/measure/1.ron").exists());
    }
}

#[test]
fn one_quits_in_the_middle_and_comes_back_where_one_was() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), &[]);
    pty.sees("Begin");
    pty.keys("\r").sees("The wall is awake");
    pty.keys("3").sees("The front counter");
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
    let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), &[]);
    pty.sees("Go on: The front counter");
    pty.keys("\r").sees("You are where you stopped.");
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn a_frame_is_wrapped_and_the_terminal_is_asked_nothing() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), &[]);
    pty.sees("Begin");
    pty.keys("\u{3}");
    pty.ends();
    pty.is_sane();
    let screen = pty.screen.lock().expect("not poisoned");
    let bytes = String::from_utf8_lossy(&screen.1);
    assert!(bytes.contains("\u{1b}[?2026h") && bytes.contains("\u{1b}[?2026l"), "frames are synchronized");
    assert!(
        bytes.contains("\u{1b}[22;2t") && bytes.contains("\u{1b}[23;2t"),
        "the window's title is given back"
    );
    assert!(!bytes.contains("\u{1b}[6n") && !bytes.contains("\u{1b}[c"), "no question waits for an answer");
}

#[test]
fn a_resize_is_drawn_anew_and_a_window_too_small_says_so() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), &[]);
    pty.sees("Begin");
    for (cols, rows, what) in [(30, 8, "Cermin needs 40 columns"), (40, 12, "Begin"), (120, 36, "Begin")] {
        pty.screen.lock().expect("not poisoned").0.screen_mut().set_size(cells(rows), cells(cols));
        pty.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("resized");
        pty.sees(what);
    }
    pty.keys("q");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
}

#[test]
fn signals_leave_a_sane_terminal_and_a_saved_run() {
    for (signal, code) in [("TERM", 143), ("HUP", 129)] {
        let room = Room::new();
        let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), &[]);
        pty.sees("Begin");
        pty.keys("\r").sees("The wall is awake");
        pty.keys("3").sees("The front counter");
        let pid = pty.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("sh")
            .args(["-c", &format!("kill -{signal} {pid}")])
            .status()
            .expect("sh");
        assert!(sent.success());
        assert_eq!(pty.ends(), code);
        pty.is_sane();
        assert!(room.path("data/runs/measure/1.ron").exists());
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_draws_again() {
    let room = Room::new();
    // A shell with job control, as a person has it.
    let script = format!("{} --lang en --data {}; echo it is 'over'", binary(), room.path("data").display());
    let mut pty = Pty::shell(&script);
    pty.sees("Bahasa Indonesia");
    pty.keys("\u{1a}").sees("Stopped");
    pty.is_sane();
    pty.keys("fg\n").sees("Bahasa Indonesia");
    pty.keys("q").until("the shell", |p| !p.contents().contains("Bahasa Indonesia"));
    pty.is_sane();
    pty.leaves_the_shell();
}

#[test]
fn without_colour_weight_stays_and_colour_goes() {
    let room = Room::new();
    for (env, colour) in [(&[("NO_COLOR", "1")][..], false), (&[("NO_COLOR", "")][..], true)] {
        let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), env);
        pty.sees("Begin");
        pty.keys("q");
        pty.ends();
        pty.is_sane();
        let screen = pty.screen.lock().expect("not poisoned");
        let bytes = String::from_utf8_lossy(&screen.1);
        assert_eq!(bytes.contains("\u{1b}[38;5;"), colour, "{env:?}");
        assert!(bytes.contains("\u{1b}[1m"), "{env:?}");
    }
}

#[test]
fn plain_by_itself_where_the_terminal_is_dumb() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["play", "measure", "--lang", "en"], (80, 90), &[("TERM", "dumb")]);
    pty.sees("Choose a number.");
    pty.keys("3\n").sees("You chose: Widen");
    pty.keys("quit\n");
    assert_eq!(pty.ends(), 0);
    assert!(!pty.screen.lock().expect("not poisoned").1.contains(&0x1b), "no escape byte");
}

#[test]
fn in_a_terminal_one_governs_asks_why_and_reads_the_rules() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["--lang", "en"], (100, 36), &[]);
    pty.sees("Govern without a story");
    pty.keys("4").sees("Cost 0 of 70 a quarter; 70 left.");
    // Collection to 3, a year.
    pty.keys("lll").sees("Cost 30 of 70");
    pty.keys("y").sees("year 2, quarter 1");
    pty.keys("w").sees("Why? year 2, quarter 1");
    pty.keys("\r").sees("Why Order?");
    pty.keys("[").sees("Why Order? year 1, quarter 4");
    pty.keys("R").sees("The presets");
    pty.keys("q").sees("Why Order?");
    pty.keys("qq").sees("Cost 30 of 70");
    pty.keys("u").sees("year 1, quarter 4");
    pty.keys("q").sees("Go on: year 1, quarter 4");
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
    assert!(room.path("data/runs/gulf/1.ron").exists());
}

#[test]
fn the_passage_is_copied_by_the_terminal() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["--lang", "en"], (80, 24), &[]);
    pty.sees("Begin");
    pty.keys("\r").sees("The wall is awake");
    pty.keys("y").sees("Copied");
    pty.keys("\u{3}");
    pty.ends();
    let screen = pty.screen.lock().expect("not poisoned");
    let bytes = String::from_utf8_lossy(&screen.1);
    // "The wall is awake" as OSC 52 has it.
    assert!(bytes.contains("\u{1b}]52;c;") && bytes.contains("VGhlIHdhbGwgaXMgYXdha2"), "{bytes:?}");
}

#[test]
fn a_setting_is_seen_at_once_kept_and_found_again() {
    let room = Room::new();
    let ground = |pty: &Pty| {
        let screen = pty.screen.lock().expect("not poisoned");
        screen.0.screen().cell(12, 12).map(vt100::Cell::bgcolor)
    };
    let ink = Some(vt100::Color::Rgb(0x15, 0x17, 0x1c));
    let env = [("COLORTERM", "truecolor")];
    let mut pty = Pty::start(&room, &[], (80, 24), &env);
    pty.sees("Begin");
    assert_eq!(ground(&pty), Some(vt100::Color::Default), "the terminal's own, unless one asks for more");
    // Colours, one further; then the language, two further, which is Indonesian.
    pty.keys("S").sees("Colours");
    pty.keys("jl").until("a ground of ink", |p| ground(p) == ink);
    pty.keys("kll").sees("Bahasa semua yang tertulis");
    pty.keys("\u{1b}").sees("Mulai");
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
    let mut pty = Pty::start(&room, &[], (80, 24), &env);
    pty.sees("Mulai").until("a ground of ink", |p| ground(p) == ink);
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
    let written = std::fs::read_to_string(room.path("data/settings.ron")).expect("it was written");
    assert!(written.contains("theme: \"ink\"") && written.contains("language: \"id\""), "{written}");
}

#[test]
fn what_is_pasted_is_typed_where_one_types_and_is_nothing_elsewhere() {
    let room = Room::new();
    let mut pty = Pty::start(&room, &["play", "measure", "--seed", "7"], (80, 24), &[]);
    pty.sees("u undo");
    // A choice's number and Enter, pasted: nothing is chosen.
    pty.keys("\u{1b}[200~3\r\u{1b}[201~");
    pty.keys(":").sees("Commands");
    // A line's end in a paste takes nothing, and an escape in it is no key.
    pty.keys("\u{1b}[200~trans\rcr\u{7}ipt\u{1b}[201~").sees("trans cript_");
    pty.keys("\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}cript\r").sees("Transcript");
    assert!(!pty.contents().contains("You chose"), "{}", pty.contents());
    pty.keys("\u{3}");
    assert_eq!(pty.ends(), 0);
    pty.is_sane();
    assert!(!pty.screen.lock().expect("not poisoned").0.screen().bracketed_paste());
}
