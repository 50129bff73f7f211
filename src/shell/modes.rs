//! The terminal's modes while lines are typed: put back where a signal ends the program in the middle of one.
//!
//! The full screen has a list of its own. The invariant: a program that a signal ends here leaves the terminal as it
//! found it, and ends as the signal would have ended it.

/// Watches over the modes as long as it is there.
#[derive(Debug, Default)]
pub(super) struct Guard {
    #[cfg(unix)]
    signals: Option<signal_hook::iterator::Handle>,
}

impl Guard {
    /// Notes how the terminal is now.
    #[cfg(unix)]
    pub(super) fn new() -> Self {
        use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
        use signal_hook::{
            consts::{SIGHUP, SIGINT, SIGTERM},
            iterator::Signals,
            low_level::emulate_default_handler,
        };
        let modes = tcgetattr(std::io::stdin()).ok();
        let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT]) else { return Self::default() };
        let handle = signals.handle();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if let Some(modes) = &modes {
                    let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, modes);
                }
                // Pastes are no longer marked; by the file, for whoever holds standard output may hold a lock.
                let _ = rustix::io::write(std::io::stdout(), b"\x1b[?2004l");
                let _ = emulate_default_handler(signal);
            }
        });
        Self { signals: Some(handle) }
    }

    /// Where there are no signals, nothing has to be noted.
    #[cfg(not(unix))]
    pub(super) fn new() -> Self {
        Self::default()
    }
}

#[cfg(unix)]
impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(signals) = &self.signals {
            signals.close();
        }
    }
}
