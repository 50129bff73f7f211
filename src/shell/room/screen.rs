//! The loops of the desk and the wall on the full screen.
//!
//! They wake for a key, for news of the room, and twice a second for the clock. The invariant: a key that is held does
//! no more than one that is pressed, for every step of a room is seen by all of it.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use ratatui::{Terminal, backend::Backend};

use super::DeskLeft;
use crate::{
    app::{
        Lang,
        keys::Key,
        workshop::{Act, Conductor, Wall},
    },
    shell::input::Input,
    ui::{
        Look,
        room::{self, DeskScreen, Side},
    },
};

/// How long a screen stands while nothing happens.
const TICK: Duration = Duration::from_millis(500);
/// How soon after a step the next one is heard: a key that is held repeats much faster.
const STEP: Duration = Duration::from_millis(350);
/// How many seconds one key adds.
const MORE: u32 = 30;

/// Where the desk's screen is.
#[derive(Default)]
struct State {
    side: Side,
    scroll: usize,
    typed: Option<String>,
    notice: Option<String>,
    stepped: Option<Instant>,
    /// Whether the facilitator has asked to leave.
    leaving: bool,
}

/// What a key asks for.
enum Wanted {
    Nothing,
    Do(Act),
    Line(String),
    Leave,
}

/// The desk.
pub(in crate::shell) fn desk_on_screen<B: Backend>(
    terminal: &mut Terminal<B>,
    inputs: &Receiver<Input>,
    at: &mut impl Conductor,
    lang: &Lang,
    look: &Look,
) -> io::Result<DeskLeft>
where
    B::Error: Send + Sync + 'static,
{
    // First of all, people come in.
    let mut state = State { side: Side::Join, ..State::default() };
    let (join, checks) = (at.join(), at.checks());
    loop {
        let Some((desk, wall)) = at.look() else { return Ok(DeskLeft::Left) };
        let phones = at.phones();
        let mut most = 0;
        let shown = DeskScreen {
            desk: &desk,
            wall: &wall,
            join: &join,
            checks: &checks,
            phones,
            side: state.side,
            scroll: state.scroll,
            typed: state.typed.as_deref(),
            notice: state.notice.as_deref(),
            lang,
        };
        terminal.draw(|frame| most = room::desk(&shown, look, frame)).map_err(io::Error::other)?;
        state.scroll = state.scroll.min(most);
        let input = match inputs.recv_timeout(TICK) {
            Ok(input) => input,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(DeskLeft::Left),
        };
        let wanted = match input {
            Input::Key(key) => heard(key, &mut state),
            Input::Pasted(letter) => {
                if let Some(typed) = &mut state.typed {
                    typed.push(letter);
                }
                Wanted::Nothing
            }
            Input::End(_) | Input::Gone => return Ok(DeskLeft::Left),
            Input::Click(..) | Input::Wheel(_) | Input::Letter | Input::Resize | Input::Woken => {
                Wanted::Nothing
            }
        };
        let act = match wanted {
            Wanted::Nothing => continue,
            // Who leaves closes the door for every phone, so it is asked once more.
            Wanted::Leave if !std::mem::replace(&mut state.leaving, true) => {
                state.notice = Some(lang.say("room-quit-sure"));
                continue;
            }
            Wanted::Leave => return Ok(DeskLeft::Left),
            Wanted::Do(act) => Some(act),
            Wanted::Line(line) => at.hear(&line),
        };
        match act {
            None => state.notice = Some(lang.say("room-typed-nothing")),
            Some(Act::Help) => state.side = Side::Help,
            Some(Act::Join) => state.side = Side::Join,
            Some(Act::Look) => state.side = Side::Desk,
            Some(Act::Quit) => return Ok(DeskLeft::Left),
            Some(Act::End { sure: false }) => state.notice = Some(lang.say("room-end-sure")),
            Some(Act::End { sure: true }) => match at.end() {
                Ok(told) => return Ok(DeskLeft::Ended(told)),
                Err(why) => state.notice = Some(why),
            },
            Some(act) => match at.act(&act) {
                Ok(()) => (state.notice, state.scroll, state.side) = (None, 0, Side::Desk),
                Err(why) => state.notice = Some(why),
            },
        }
    }
}

/// What a key asks for, and what it changes on this screen alone.
fn heard(key: Key, state: &mut State) -> Wanted {
    if let Some(typed) = &mut state.typed {
        match key {
            Key::Char(letter) => typed.push(letter),
            Key::Backspace if !typed.is_empty() => drop(typed.pop()),
            Key::Backspace | Key::Esc => state.typed = None,
            Key::Enter => {
                let line = state.typed.take().unwrap_or_default();
                return if line.trim().is_empty() { Wanted::Nothing } else { Wanted::Line(line) };
            }
            _ => {}
        }
        return Wanted::Nothing;
    }
    state.notice = None;
    if !matches!(key, Key::Char('q') | Key::Ctrl('c')) {
        state.leaving = false;
    }
    let turn = |state: &mut State, side: Side| {
        state.side = if state.side == side { Side::Desk } else { side };
        state.scroll = 0;
        Wanted::Nothing
    };
    match key {
        Key::Enter | Key::Char(' ') => {
            let now = Instant::now();
            let held = state.stepped.is_some_and(|at| now.duration_since(at) < STEP);
            state.stepped = Some(now);
            if held { Wanted::Nothing } else { Wanted::Do(Act::Next { all_the_same: false }) }
        }
        Key::Char('u') => Wanted::Do(Act::Undo),
        Key::Char('p') => Wanted::Do(Act::Pause),
        Key::Char('+') => Wanted::Do(Act::Longer(MORE)),
        Key::Char('b') => Wanted::Do(Act::Blank),
        Key::Char('w') => turn(state, Side::Wall),
        Key::Char('?') => turn(state, Side::Help),
        Key::Char('j') => turn(state, Side::Join),
        Key::Char(':') => {
            state.typed = Some(String::new());
            Wanted::Nothing
        }
        Key::Char('q') | Key::Ctrl('c') => Wanted::Leave,
        Key::Esc => turn(state, Side::Desk),
        Key::Up => scroll(state, |at| at.saturating_sub(1)),
        Key::Down => scroll(state, |at| at + 1),
        Key::PageUp => scroll(state, |at| at.saturating_sub(10)),
        Key::PageDown => scroll(state, |at| at + 10),
        Key::Home => scroll(state, |_| 0),
        _ => Wanted::Nothing,
    }
}

fn scroll(state: &mut State, to: impl Fn(usize) -> usize) -> Wanted {
    state.scroll = to(state.scroll);
    Wanted::Nothing
}

/// The wall.
pub(in crate::shell) fn wall_on_screen<B: Backend>(
    terminal: &mut Terminal<B>,
    inputs: &Receiver<Input>,
    walls: impl Iterator<Item = Wall> + Send + 'static,
    look: &Look,
) -> io::Result<()>
where
    B::Error: Send + Sync + 'static,
{
    let (sender, coming) = channel();
    thread::spawn(move || {
        let mut coming = walls.map(Some).chain([None]);
        // Until the room is over, or nobody looks any more.
        coming.all(|wall| sender.send(wall).is_ok())
    });
    let mut shown: Option<(Wall, Instant)> = None;
    let (mut at, mut lang) = (0, Lang::new("en"));
    loop {
        // The last of those that wait; the others nobody has seen.
        while let Ok(next) = coming.try_recv() {
            let Some(wall) = next else { return Ok(()) };
            if wall.lang != lang.tag() {
                lang = Lang::new(&wall.lang);
            }
            shown = Some((wall, Instant::now()));
        }
        if let Some((wall, since)) = &shown {
            let mut now = wall.clone();
            let passed = u32::try_from(since.elapsed().as_secs()).unwrap_or(0);
            now.until = now.until.map(|left| if now.paused { left } else { left.saturating_sub(passed) });
            let mut most = 0;
            terminal
                .draw(|frame| most = room::wall(&now, &lang, at, look, frame))
                .map_err(io::Error::other)?;
            at = at.min(most);
        }
        match inputs.recv_timeout(TICK / 2) {
            Ok(Input::Key(Key::Char('q') | Key::Esc | Key::Ctrl('c')) | Input::End(_) | Input::Gone)
            | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Ok(Input::Key(Key::Down | Key::PageDown)) => at += 3,
            Ok(Input::Key(Key::Up | Key::PageUp)) => at = at.saturating_sub(3),
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
