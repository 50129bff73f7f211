//! A panic while drawing, in a real terminal: the terminal is given back, and the message can be read on it.
//!
//! This test starts itself again inside a pty with `--inside`, where it draws a game that cannot be drawn: its story
//! has lost the scenes that its timeline speaks of. So it has a `main` of its own.

use std::{env, io::Read as _, num::NonZeroU16, sync::Arc};

use cermin::{
    app::{Game, Lang, Model, Screen},
    engine::Run,
    save::Store,
    shell::{self, Doors},
    story::{load, source::Shelves},
    ui::{Depth, Means},
};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

fn main() {
    if env::args().any(|a| a == "--inside") {
        inside();
    } else {
        outside();
        println!("test a_panic_gives_the_terminal_back ... ok");
    }
}

fn inside() {
    let story = load(&Shelves::default(), "measure").expect("in the binary").story.expect("good");
    let run = Run::new(&story, 7);
    let mut broken = Game::resume(Arc::new(story.clone()), run, None, "en").expect("it begins").game;
    let mut without = story;
    without.scenes.clear();
    broken.story = Arc::new(without);
    let mut model = Model::new(Lang::new("en"), Vec::new());
    model.game = Some(broken);
    model.screens.push(Screen::Play { marked: 0, scroll: 0 });
    let mut doors = Doors::new(Shelves::default(), Ok(Store::at(env::temp_dir())));
    let _ = shell::play(&mut model, &mut doors, Means { depth: Depth::Sixteen, unicode: true });
}

fn outside() {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pty");
    let mut command = CommandBuilder::new(env::current_exe().expect("this test"));
    command.arg("--inside");
    command.env("TERM", "xterm-256color");
    command.env("RUST_BACKTRACE", "0");
    let mut child = pair.slave.spawn_command(command).expect("it starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut bytes = Vec::new();
    // A pty's end is an error on some systems; what was read before it stands.
    let _ = reader.read_to_end(&mut bytes);
    let status = child.wait().expect("it ends");
    assert!(!status.success(), "a panic is no success");
    let cells = |n| NonZeroU16::new(n).expect("a size");
    let mut parser = vt100::Parser::new(cells(24), cells(80), 0);
    parser.process(&bytes);
    let screen = parser.screen();
    assert!(String::from_utf8_lossy(&bytes).contains("\u{1b}[?1049h"), "the second screen was taken up");
    assert!(!screen.alternate_screen(), "still on the second screen");
    assert!(!screen.hide_cursor(), "the cursor is hidden");
    for said in ["panicked at", "Every decision made before it is saved"] {
        assert!(screen.contents().contains(said), "«{said}» is not to be read:\n{}", screen.contents());
    }
}
