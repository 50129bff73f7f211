//! The full screen's loop: hear all there is to hear, then draw once.
//!
//! Generic over the backend and the queue, so that a test drives the same loop. It blocks when idle and wakes for
//! nothing else; while text unfolds it wakes once a frame. The invariant: messages that wait are handled before the next input, and both before the next frame.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use ratatui::{Terminal, backend::Backend};

use super::{Doors, input::Input};
use crate::{
    app::{Action, Effect, Model, Msg, Screen, keys::Key, model::Capture, update},
    ui::{Drawn, Look, Means, view},
};

/// How long a frame stands while something moves.
const FRAME: Duration = Duration::from_millis(33);

/// What only the terminal at hand can do.
pub trait Host<B: Backend> {
    /// Opens a frame that is shown at once.
    fn open_frame(&mut self, backend: &mut B);
    /// Closes it.
    fn close_frame(&mut self, backend: &mut B);
    /// Leaves the terminal, stops, and comes back.
    fn suspend(&mut self);
    /// Takes up the terminal again after somebody else had it.
    fn retake(&mut self);
    /// Copies a text where the player can paste it, if the terminal lets it.
    fn copy(&mut self, text: &str);
    /// Calls the window so.
    fn title(&mut self, title: &str);
    /// Takes or leaves the mouse.
    fn mouse(&mut self, capture: Capture);
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The player quit.
    Quit,
    /// The player goes on by the other face.
    OtherFace,
    /// A signal.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// Runs until somebody ends it.
///
/// # Errors
/// What drawing said.
pub fn run<B: Backend, H: Host<B>>(
    terminal: &mut Terminal<B>,
    inputs: &Receiver<Input>,
    model: &mut Model,
    means: Means,
    doors: &mut Doors,
    host: &mut H,
) -> Result<Left, B::Error> {
    if doors.unread() {
        // The shelf is seen before the stories on it are read through; no key is heard in between.
        draw(terminal, model, means, host)?;
        doors.load_all();
        let _ = update(model, Msg::Shelf { shelf: doors.shelf(), cards: doors.cards() });
    }
    let mut titled = String::new();
    loop {
        let title = model.title();
        if title != titled {
            host.title(&title);
            titled = title;
        }
        let drawn = draw(terminal, model, means, host)?;
        let _ = update(model, Msg::Drawn(drawn.extent.clone()));
        let mut next = if model.moving.waits() {
            let since = Instant::now();
            let heard = inputs.recv_timeout(FRAME);
            let passed = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
            let _ = update(model, Msg::Tick(passed));
            match heard {
                Ok(input) => Some(input),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(Left::Gone),
            }
        } else {
            let Ok(input) = inputs.recv() else { return Ok(Left::Gone) };
            Some(input)
        };
        let scene = scene(model);
        while let Some(input) = next {
            let mut letters = Vec::new();
            let messages = match input {
                // Any key brings the rest of a text that unfolds.
                Input::Key(key) => model
                    .keys
                    .action(model.screen(), key)
                    .or(model.moving.unfolds().then_some(Action::Confirm))
                    .map(Msg::Act),
                // Where nobody types, a paste is nothing.
                Input::Pasted(letter) => {
                    let typed = model.keys.action(model.screen(), Key::Char(letter));
                    typed.filter(|action| matches!(action, Action::Type(_))).map(Msg::Act)
                }
                Input::Click(column, row) => drawn.hit(column, row).map(Msg::Act),
                Input::Wheel(action) => Some(Msg::Act(action)),
                // Every frame is drawn to the size the window has then.
                Input::Resize => None,
                Input::Letter => {
                    letters = doors.letters.take();
                    None
                }
                Input::Woken => {
                    host.retake();
                    redraw(terminal)?;
                    None
                }
                Input::End(signal) => return Ok(Left::Signal(signal)),
                Input::Gone => return Ok(Left::Gone),
            };
            letters.reverse();
            let mut other = false;
            let mut waiting: Vec<Msg> = messages.into_iter().chain(letters).collect();
            while let Some(msg) = waiting.pop() {
                for effect in update(model, msg) {
                    match effect {
                        Effect::Quit => return Ok(Left::Quit),
                        // What else is to be done is done first, and its answer heard.
                        Effect::OtherFace => other = true,
                        Effect::Suspend => {
                            host.suspend();
                            redraw(terminal)?;
                        }
                        Effect::Mouse(capture) => host.mouse(capture),
                        Effect::Copy(text) => host.copy(&text),
                        Effect::Weigh => waiting.extend(model.game.as_ref().and_then(|g| doors.weigh(g))),
                        Effect::Begin { .. }
                        | Effect::Open { .. }
                        | Effect::Save { .. }
                        | Effect::Card(_)
                        | Effect::Settings(_)
                        | Effect::Shelf => {
                            waiting.extend(doors.perform(&effect));
                        }
                    }
                }
            }
            if other {
                return Ok(Left::OtherFace);
            }
            // What is clicked and what was read belong to a frame: a new scene is drawn before the next input.
            next = if scene == self::scene(model) { inputs.try_recv().ok() } else { None };
        }
    }
}

/// What makes one frame another to a player: the screen, the moment of the play, the language.
fn scene(model: &Model) -> (usize, std::mem::Discriminant<Screen>, Option<(u64, usize)>, &'static str) {
    let game = model.game.as_ref().map(|g| (g.run.seed, g.timeline.decisions()));
    (model.screens.len(), std::mem::discriminant(model.screen()), game, model.lang.tag())
}

fn draw<B: Backend, H: Host<B>>(
    terminal: &mut Terminal<B>,
    model: &Model,
    means: Means,
    host: &mut H,
) -> Result<Drawn, B::Error> {
    let mut drawn = Drawn::default();
    let look = Look::of(model.settings.theme, model.settings.signs, means);
    host.open_frame(terminal.backend_mut());
    let result = terminal.draw(|frame| drawn = view(model, &look, frame)).map(|_| ());
    host.close_frame(terminal.backend_mut());
    result?;
    Ok(drawn)
}

/// Makes the next frame draw every cell. `Terminal::clear` would ask the terminal where its cursor is, and wait.
fn redraw<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let size = terminal.size()?;
    terminal.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
}
