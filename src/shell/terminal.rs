//! The terminal: taken up, given back, and what it can show.
//!
//! One list of modes, entered and left together. The invariant: leaving is done once, whoever is first: the end of the
//! game, a signal, or a panic of the thread that draws.

use std::{
    io::{self, BufWriter, IsTerminal as _, Stdout, Write as _},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    },
    thread,
};

use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    crossterm::{
        clipboard::CopyToClipboard,
        cursor::{Hide, Show},
        event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
        execute, queue,
        style::{Print, force_color_output},
        terminal::{
            BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
            SetTitle, disable_raw_mode, enable_raw_mode,
        },
    },
};

use super::{
    Doors,
    input::{Input, Listener},
    room::DeskLeft,
    screen::{self, Host, Left},
};
use crate::{
    app::{
        Lang, Model, Msg,
        model::{Capture, Shown},
        update,
        workshop::{Conductor, Wall},
    },
    ui::{Depth, Look, Means},
};

static TAKEN: AtomicBool = AtomicBool::new(false);

type Screen = CrosstermBackend<BufWriter<Stdout>>;

fn take(mouse: Capture) -> io::Result<()> {
    if TAKEN.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    enable_raw_mode()?;
    // The window's title is put on the terminal's stack, and taken from there in the end.
    execute!(io::stdout(), EnterAlternateScreen, Hide, EnableBracketedPaste, Print("\u{1b}[22;2t"))?;
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
    let _ = execute!(io::stdout(), DisableBracketedPaste);
    let _ = execute!(io::stdout(), EndSynchronizedUpdate, Print("\u{1b}[23;2t"), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

struct Real {
    mouse: Capture,
    title: String,
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
        let _ = execute!(io::stdout(), SetTitle(&self.title));
    }

    fn copy(&mut self, text: &str) {
        // A terminal that cannot copy passes over it.
        let _ = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
    }

    fn title(&mut self, title: &str) {
        title.clone_into(&mut self.title);
        let _ = execute!(io::stdout(), SetTitle(title));
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
pub fn play(model: &mut Model, doors: &mut Doors, means: Means) -> io::Result<Left> {
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
    let result = take(model.mouse).and_then(|()| run(model, doors, means));
    give_back();
    let _ = std::panic::take_hook();
    result
}

fn run(model: &mut Model, doors: &mut Doors, means: Means) -> io::Result<Left> {
    let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::new(io::stdout())))?;
    let _ = update(model, Msg::Shown(Shown::Screen));
    let _ = update(model, Msg::Clock);
    let listener = Listener::new();
    doors.letters.wakes(Some(listener.sender.clone()));
    let mut host = Real { mouse: model.mouse, title: String::new() };
    let left = screen::run(&mut terminal, &listener.inputs, model, means, doors, &mut host);
    terminal.backend_mut().flush()?;
    doors.letters.wakes(None);
    if matches!(left, Ok(Left::OtherFace)) {
        listener.stop();
    }
    left
}

/// The desk of a room on the full screen, until the facilitator leaves it or ends the session.
///
/// # Errors
/// What the terminal said.
pub fn desk(room: &mut impl Conductor, lang: &Lang, look: &Look) -> io::Result<DeskLeft> {
    with_screen(|terminal, inputs| super::room::desk_on_screen(terminal, inputs, room, lang, look))
}

/// The wall on the full screen, until somebody leaves it or the room is over.
///
/// # Errors
/// What the terminal said.
pub fn wall(walls: impl Iterator<Item = Wall> + Send + 'static, look: &Look) -> io::Result<()> {
    with_screen(|terminal, inputs| super::room::wall_on_screen(terminal, inputs, walls, look))
}

/// Takes the terminal up, and gives it back whatever happens.
fn with_screen<T>(
    work: impl FnOnce(&mut Terminal<Screen>, &Receiver<Input>) -> io::Result<T>,
) -> io::Result<T> {
    force_color_output(true);
    let drawer = thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawer {
            give_back();
        }
        before(info);
    }));
    let result = take(Capture::Terminal).and_then(|()| {
        let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::new(io::stdout())))?;
        let listener = Listener::new();
        let done = work(&mut terminal, &listener.inputs);
        terminal.backend_mut().flush()?;
        done
    });
    give_back();
    let _ = std::panic::take_hook();
    result
}

/// What this terminal can show, from its environment alone: it is asked nothing, so the first frame waits for nobody.
/// `say` gives a variable of the environment.
#[must_use]
pub fn means(say: impl Fn(&str) -> Option<String>, locale: &str) -> Means {
    let of = |name: &str| say(name).unwrap_or_default();
    let (term, colours) = (of("TERM"), of("COLORTERM"));
    let millions = matches!(colours.as_str(), "truecolor" | "24bit") || term.ends_with("-direct");
    let depth = if !of("NO_COLOR").is_empty() || matches!(term.as_str(), "vt100" | "vt220") {
        Depth::None
    } else if of("TERM_PROGRAM") == "Apple_Terminal" {
        // It says so of itself where it cannot.
        Depth::Indexed
    } else if millions {
        Depth::Full
    } else if term.contains("256color") {
        Depth::Indexed
    } else {
        Depth::Sixteen
    };
    let locale = locale.to_lowercase();
    let unicode = (locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows)) && term != "linux";
    Means { depth, unicode }
}

/// Whether both ends are a terminal that can show a full screen.
#[must_use]
pub fn is_screen(term: &str) -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && term != "dumb"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        let depth = |said: &[(&str, &str)]| {
            let say =
                |name: &str| said.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
            means(say, "en_GB.UTF-8").depth
        };
        assert_eq!(depth(&[("TERM", "xterm")]), Depth::Sixteen);
        assert_eq!(depth(&[("TERM", "linux")]), Depth::Sixteen);
        assert_eq!(depth(&[("TERM", "screen-256color")]), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::Full);
        assert_eq!(depth(&[("TERM", "xterm-direct")]), Depth::Full);
        let apple =
            [("TERM_PROGRAM", "Apple_Terminal"), ("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
        assert_eq!(depth(&apple), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "vt100")]), Depth::None);
        assert_eq!(depth(&[("TERM", "xterm"), ("COLORTERM", "24bit"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(depth(&[("TERM", "xterm"), ("COLORTERM", "24bit"), ("NO_COLOR", "")]), Depth::Full);
    }

    #[test]
    fn signs_beyond_ascii_need_a_locale_and_a_font_that_have_them() {
        let unicode = |term: &str, locale: &str| {
            means(|name: &str| (name == "TERM").then(|| term.to_owned()), locale).unicode
        };
        assert!(unicode("xterm", "id_ID.utf8"));
        assert!(!unicode("linux", "id_ID.utf8"));
        assert!(cfg!(windows) || !unicode("xterm", "C"));
    }
}
