//! The terminal: taken up, given back, and what it can show.
//!
//! One list of modes, entered and left together. The invariant: leaving is done once, whoever is first: the end of the
//! game, a signal, or a panic of the thread that draws.

use std::{
    io::{self, BufWriter, IsTerminal as _, Stdout, Write as _},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    crossterm::{
        cursor::{Hide, Show},
        event::{DisableMouseCapture, EnableMouseCapture},
        execute, queue,
        style::force_color_output,
        terminal::{
            BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
            SetTitle, disable_raw_mode, enable_raw_mode,
        },
    },
};

use super::{
    Doors, input,
    screen::{self, Host, Left},
};
use crate::{
    app::{Model, model::Capture},
    ui::{ASCII, Depth, Look, UNICODE},
};

static TAKEN: AtomicBool = AtomicBool::new(false);

type Screen = CrosstermBackend<BufWriter<Stdout>>;

fn take(mouse: Capture) -> io::Result<()> {
    if TAKEN.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, Hide, SetTitle("Cermin"))?;
    match mouse {
        Capture::Ours => execute!(io::stdout(), EnableMouseCapture),
        Capture::Terminal => Ok(()),
    }
}

fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // Each by itself: where one fails, as on a terminal that is gone, the others are still tried.
    let _ = execute!(io::stdout(), DisableMouseCapture);
    let _ = execute!(io::stdout(), EndSynchronizedUpdate, SetTitle(""), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

struct Real {
    mouse: Capture,
}

impl Host<Screen> for Real {
    fn open_frame(&mut self, backend: &mut Screen) {
        let _ = queue!(backend, BeginSynchronizedUpdate);
    }

    fn close_frame(&mut self, backend: &mut Screen) {
        let _ = execute!(backend, EndSynchronizedUpdate);
    }

    fn suspend(&mut self) {
        give_back();
        stop();
        self.retake();
    }

    fn retake(&mut self) {
        // Whoever had the terminal meanwhile may have changed its modes, so they are all set again.
        TAKEN.store(false, Ordering::SeqCst);
        let _ = take(self.mouse);
    }

    fn mouse(&mut self, capture: Capture) {
        self.mouse = capture;
        let _ = match capture {
            Capture::Ours => execute!(io::stdout(), EnableMouseCapture),
            Capture::Terminal => execute!(io::stdout(), DisableMouseCapture),
        };
    }
}

/// Stops as Ctrl-Z does. A program that no shell waits for is not stopped: the system drops this signal then, where
/// `SIGSTOP` would freeze it for good.
#[cfg(unix)]
fn stop() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
}

#[cfg(not(unix))]
fn stop() {}

/// Plays on the full screen until somebody ends it.
///
/// # Errors
/// What the terminal said.
pub fn play(model: &mut Model, doors: &mut Doors, look: &Look) -> io::Result<Left> {
    // `NO_COLOR` would make crossterm drop weight and reverse too; our look decides instead.
    force_color_output(true);
    let drawer = thread::current().id();
    let before = std::panic::take_hook();
    let kept = doors.store.as_ref().map(|s| s.folder().display().to_string()).unwrap_or_default();
    std::panic::set_hook(Box::new(move |info| {
        let drawing = thread::current().id() == drawer;
        if drawing {
            give_back();
        }
        before(info);
        if drawing && !kept.is_empty() {
            let told = format!(
                "This is a mistake in Cermin itself. Every decision made before it is saved in {kept}."
            );
            let _ = writeln!(io::stderr(), "{told}");
        }
    }));
    let result = take(model.mouse).and_then(|()| run(model, doors, look));
    give_back();
    let _ = std::panic::take_hook();
    result
}

fn run(model: &mut Model, doors: &mut Doors, look: &Look) -> io::Result<Left> {
    let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::new(io::stdout())))?;
    let (wake, inputs) = input::listen();
    doors.letters.wake = Some(wake);
    let mut host = Real { mouse: model.mouse };
    let left = screen::run(&mut terminal, &inputs, model, look, doors, &mut host);
    terminal.backend_mut().flush()?;
    left
}

/// What this terminal can show, from its environment alone: it is asked nothing, so the first frame waits for nobody.
#[must_use]
pub fn look(no_color: Option<&str>, term: &str, locale: &str) -> Look {
    let plain = no_color.is_some_and(|v| !v.is_empty());
    let depth = if plain || term == "vt100" || term == "vt220" { Depth::None } else { Depth::Sixteen };
    let locale = locale.to_lowercase();
    let unicode = (locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows)) && term != "linux";
    Look::new(depth, if unicode { UNICODE } else { ASCII })
}

/// Whether both ends are a terminal that can show a full screen.
#[must_use]
pub fn is_screen(term: &str) -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && term != "dumb"
}
