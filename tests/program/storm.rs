//! A storm: keys, resizes and pastes by the hundred on every screen.

use std::time::Duration;

use portable_pty::PtySize;

use crate::{
    Room,
    pty::{Pty, cells},
};

/// Everything that can be typed but what leaves the program: keys, chords, what arrows and the mouse send, pastes.
const TYPED: &[&str] = &[
    "1",
    "2",
    "3",
    "4",
    "j",
    "k",
    "g",
    "G",
    "h",
    "l",
    "w",
    "m",
    "H",
    "R",
    "t",
    "u",
    "r",
    "n",
    "s",
    "p",
    "c",
    "M",
    "P",
    "x",
    "y",
    "L",
    "S",
    ":",
    "?",
    "[",
    "]",
    ",",
    ".",
    "+",
    "-",
    " ",
    "\r",
    "\t",
    "\u{7f}",
    "\u{2}",
    "\u{6}",
    "\u{f}",
    "\u{10}",
    "\u{12}",
    "\u{1b}[A",
    "\u{1b}[B",
    "\u{1b}[C",
    "\u{1b}[D",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}[H",
    "\u{1b}[F",
    "\u{1b}[<0;12;9M",
    "\u{1b}[<0;12;9m",
    "\u{1b}[<64;5;5M",
    "\u{1b}[<65;5;5M",
    "\u{1b}[200~a\rb\u{1b}[201~",
    "é",
    "\u{1f600}",
];

/// Every screen: the arguments it is begun with, the keys that lead to it, and what it then shows.
const SCREENS: &[(&[&str], &str, &str)] = &[
    (&[], "", "Begin"),
    (&[], "\r", "The wall is awake"),
    (&[], "\rw", "Why?"),
    (&[], "\rm", "decided five ways"),
    (&[], "\rH", "What mattered"),
    (&[], "\rM", "34 places"),
    (&[], "\rc", "quarter by quarter"),
    (&[], "\rct", "quarter by quarter"),
    (&[], "\rt", "Transcript"),
    (&[], "\rt/", " / _"),
    (&[], "\rp", "People"),
    (&[], "\rR", "The presets"),
    (&[], "S", "Colours"),
    (&[], "?", "Keys"),
    (&[], ":", "Commands"),
    (&["sandbox"], "", "Sandbox"),
    (&["sandbox"], "p", "Numbers"),
    (&["--plain"], "", "> "),
];

/// How many keys each of them hears: more than five thousand in all.
const KEYS: usize = 300;

#[test]
fn five_thousand_keys_resizes_and_pastes_stop_no_screen_and_break_none() {
    let mut dice = 0x9e37_79b9_u64;
    let mut below = |n: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        usize::try_from(dice >> 33).expect("31 bits") % n
    };
    assert!(SCREENS.len() * KEYS > 5000);
    for (args, leads, shows) in SCREENS {
        let room = Room::new();
        let args = [*args, &["--lang", "en"]].concat();
        let mut pty = Pty::start(&room, &args, (80, 24), &[]);
        pty.sees(if args.contains(&"sandbox") { "Collection" } else { "Begin" });
        for key in leads.chars() {
            pty.keys(&key.to_string());
            if key == '\r' {
                pty.sees("The wall is awake");
            }
        }
        pty.sees(shows);
        for _ in 0..KEYS / 50 {
            let keys: String = (0..50).map(|_| TYPED[below(TYPED.len())]).collect();
            // What was typed into the palette is taken back, or it would hear all the rest.
            pty.keys(&keys).keys(&"\u{7f}".repeat(45));
            let (cols, rows) = [(80, 24), (40, 12), (120, 36), (20, 5)][below(4)];
            pty.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("resized");
            let runs = pty.child.try_wait().expect("a child").is_none();
            assert!(runs, "{shows}: it still runs; it shows:\n{}", pty.contents());
        }
        // It still hears: the keys of whatever screen there is, and then the end.
        pty.screen.lock().expect("not poisoned").0.screen_mut().set_size(cells(24), cells(80));
        pty.master.resize(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).expect("resized");
        // Where a line is being searched for or completed, the first Ctrl-C ends that, and the next one the program.
        for _ in 0..3 {
            pty.keys("\u{3}");
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(pty.ends(), 0, "{shows}");
        pty.is_sane();
    }
}
