//! Long work with a bar to watch, where somebody sits before it.
//!
//! The invariant: the bar goes to stderr, and only to a terminal.

use std::{
    io::{self, IsTerminal as _},
    num::NonZero,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// How many threads to use: as asked, or all cores.
pub(super) fn threads(asked: Option<usize>) -> usize {
    asked.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), |n| n.clamp(1, 256))
}

/// Does work of `all` plays, which counts those that are done.
pub(super) fn watched<T: Send>(all: u64, work: impl FnOnce(&AtomicU64) -> T + Send) -> T {
    let done = AtomicU64::new(0);
    if !io::stderr().is_terminal() {
        return work(&done);
    }
    let bar = ProgressBar::new(all);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {per_sec}  {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let result = thread::scope(|scope| {
        let work = scope.spawn(|| work(&done));
        while !work.is_finished() {
            bar.set_position(done.load(Ordering::Relaxed));
            thread::sleep(Duration::from_millis(50));
        }
        work.join().unwrap_or_else(|e| std::panic::resume_unwind(e))
    });
    bar.finish_and_clear();
    result
}
