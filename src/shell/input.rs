//! What comes from outside while the full screen is up: keys, the mouse, sizes, signals, all in one queue.
//!
//! The one place where a terminal's events become ours. The invariant: a key that is let go is no key press
//! (Windows reports both).

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
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

/// Starts listening; everything arrives in the queue, into which others may write too.
pub(super) fn listen() -> (Sender<Input>, Receiver<Input>) {
    let (sender, receiver) = channel();
    let keys = sender.clone();
    thread::spawn(move || read_terminal(&keys));
    signals(sender.clone());
    (sender, receiver)
}

fn read_terminal(sender: &Sender<Input>) {
    loop {
        let sent = match event::read() {
            Err(_) => {
                let _ = sender.send(Input::Gone);
                return;
            }
            Ok(event) => convert(&event).map_or(Ok(()), |input| sender.send(input)),
        };
        if sent.is_err() {
            return;
        }
    }
}

#[cfg(unix)]
fn signals(sender: Sender<Input>) {
    use signal_hook::{
        consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT]) else { return };
    thread::spawn(move || {
        for signal in signals.forever() {
            let input = if signal == SIGCONT { Input::Woken } else { Input::End(signal) };
            if sender.send(input).is_err() {
                return;
            }
        }
    });
}

#[cfg(not(unix))]
fn signals(_: Sender<Input>) {}

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
