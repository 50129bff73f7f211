//! From starting the program to its first whole frame, beside the smallest program that draws one.
//!
//! Both run in a pty, in turn, in the same minute; the ratio is what counts. The small one is this file, started with
//! `--smallest`: a terminal taken up, three lines drawn, a key awaited.

use std::{
    env,
    io::Read as _,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::widgets::Paragraph;

/// How often each is started.
const ROUNDS: usize = 40;

fn main() {
    if env::args().any(|a| a == "--smallest") {
        smallest();
        return;
    }
    let own = env::current_exe().expect("this program");
    let data = tempfile::tempdir().expect("a folder");
    let (mut small, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut command = CommandBuilder::new(&own);
        command.arg("--smallest");
        small.push(first_frame(command, "smallest"));
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_cermin"));
        command.args(["--lang", "en", "--data"]);
        command.arg(data.path());
        ours.push(first_frame(command, "keys"));
    }
    let (small, ours) = (median(&mut small), median(&mut ours));
    println!("first frame, median of {ROUNDS}: cermin {ours:?}, smallest {small:?}");
    println!("ratio {:.2} (at most 2)", ours.as_secs_f64() / small.as_secs_f64());
}

fn smallest() {
    let mut terminal = ratatui::init();
    let drawn =
        terminal.draw(|frame| frame.render_widget(Paragraph::new("the\nsmallest\nprogram"), frame.area()));
    drawn.expect("drawn");
    let _ = ratatui::crossterm::event::read();
    ratatui::restore();
}

/// How long it takes until a word of the last line drawn has arrived.
fn first_frame(mut command: CommandBuilder, word: &str) -> Duration {
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pty");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let since = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("it starts");
    let mut shown = Vec::new();
    let mut bytes = [0; 8192];
    while !String::from_utf8_lossy(&shown).contains(word) {
        let n = reader.read(&mut bytes).expect("it draws");
        shown.extend_from_slice(&bytes[..n]);
    }
    let taken = since.elapsed();
    child.kill().expect("ended");
    let _ = child.wait();
    taken
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
