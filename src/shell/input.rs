//! What comes from outside while the full screen is up: keys, the mouse, sizes, signals, all in one queue.
//!
//! The one place where a terminal's events become ours. The invariant: a key that is let go is no key press
//! (Windows reports both).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

use ratatui::crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::app::{Action, keys::Key};

/// Something that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A letter of something that was pasted.
    Pasted(char),
    /// A click: column, row.
    Click(u16, u16),
    /// The wheel.
    Wheel(Action),
    /// News of long work.
    Letter,
    /// The window has another size.
    Resize,
    /// The program is woken after it was stopped.
    Woken,
    /// The program is asked to end, with this signal.
    End(i32),
    /// The terminal is gone.
    Gone,
}

/// Who listens: everything arrives in the queue, into which others may write too.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) sender: Sender<Input>,
    pub(super) inputs: Receiver<Input>,
    over: Arc<AtomicBool>,
    keys: JoinHandle<()>,
    #[cfg(unix)]
    signals: Option<signal_hook::iterator::Handle>,
}

impl Listener {
    /// Starts listening.
    pub(super) fn new() -> Self {
        let (sender, inputs) = channel();
        let over = Arc::new(AtomicBool::new(false));
        let (keys, stop) = (sender.clone(), Arc::clone(&over));
        let keys = thread::spawn(move || read_terminal(&keys, &stop));
        Self {
            #[cfg(unix)]
            signals: signals(sender.clone()),
            sender,
            inputs,
            over,
            keys,
        }
    }

    /// Stops listening, so that somebody else can read the terminal.
    #[cfg(unix)]
    pub(super) fn stop(self) {
        self.over.store(true, Ordering::SeqCst);
        if let Some(signals) = &self.signals {
            signals.close();
        }
        // Reading a terminal cannot be called off, but a change of its size wakes it.
        let _ = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
        let _ = self.keys.join();
    }

    /// Stops listening with the next key: there is nothing here that could wake the reader.
    #[cfg(not(unix))]
    pub(super) fn stop(self) {
        self.over.store(true, Ordering::SeqCst);
        drop(self.keys);
    }
}

fn read_terminal(sender: &Sender<Input>, over: &AtomicBool) {
    loop {
        let event = event::read();
        if over.load(Ordering::SeqCst) {
            return;
        }
        let sent = match event {
            Err(_) => {
                let _ = sender.send(Input::Gone);
                return;
            }
            // Each letter by itself; a line's end in a paste is no Enter, and no control character is a letter.
            Ok(Event::Paste(text)) => {
                let letters = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
                letters.filter(|c| !c.is_control()).try_for_each(|c| sender.send(Input::Pasted(c)))
            }
            Ok(event) => convert(&event).map_or(Ok(()), |input| sender.send(input)),
        };
        if sent.is_err() {
            return;
        }
    }
}

#[cfg(unix)]
fn signals(sender: Sender<Input>) -> Option<signal_hook::iterator::Handle> {
    use signal_hook::{
        consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT]).ok()?;
    let handle = signals.handle();
    thread::spawn(move || {
        for signal in signals.forever() {
            let input = if signal == SIGCONT { Input::Woken } else { Input::End(signal) };
            if sender.send(input).is_err() {
                return;
            }
        }
    });
    Some(handle)
}

/// One of ours, if it means anything here.
pub(super) fn convert(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) => convert_key(key).map(Input::Key),
        Event::Mouse(MouseEvent { kind, column, row, .. }) => match kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(*column, *row)),
            MouseEventKind::ScrollUp => Some(Input::Wheel(Action::Up)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(Action::Down)),
            _ => None,
        },
        Event::Resize(..) => Some(Input::Resize),
        Event::Paste(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn convert_key(key: &KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    Some(match key.code {
        KeyCode::Char(c) if control => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_once_where_the_terminal_reports_press_and_release() {
        let press = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::NONE);
        let release = KeyEvent { kind: KeyEventKind::Release, ..press };
        assert_eq!(convert(&Event::Key(press)), Some(Input::Key(Key::Char('u'))));
        assert_eq!(convert(&Event::Key(release)), None);
    }
}
