//! A program in a pty, and the screen that its terminal shows: what the tests of the terminal stand on.

use std::{
    io::{Read as _, Write as _},
    num::NonZeroU16,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::{Room, binary};

/// How long anything may take before the test gives up. Only a failure waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A program and its terminal.
pub(crate) struct Pty {
    pub(crate) master: Box<dyn MasterPty + Send>,
    pub(crate) writer: Box<dyn std::io::Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) screen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
}

impl Pty {
    /// The program with these arguments, where nothing moves unless the environment says so.
    pub(crate) fn start(room: &Room, args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(binary());
        command.args(args);
        command.arg("--data");
        command.arg(room.path("data"));
        Self::spawn(command, size, env)
    }

    /// A shell with job control, this line typed.
    pub(crate) fn shell(script: &str) -> Self {
        let mut command = CommandBuilder::new("bash");
        command.args(["--norc", "--noprofile", "-i"]);
        let mut pty = Self::spawn(command, (80, 24), &[]);
        pty.keys(script).keys("\n");
        pty
    }

    fn spawn(mut command: CommandBuilder, (cols, rows): (u16, u16), env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        for (name, value) in
            [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("NO_MOTION", "1")].iter().chain(env)
        {
            command.env(name, value);
        }
        command.env_remove("LC_ALL");
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let screen = Arc::new(Mutex::new((vt100::Parser::new(cells(rows), cells(cols), 0), Vec::new())));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let shown = screen.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n) = reader.read(&mut bytes) {
                if n == 0 {
                    break;
                }
                let read = bytes.get(..n).unwrap_or_default();
                let mut screen = shown.lock().expect("not poisoned");
                screen.0.process(read);
                screen.1.extend_from_slice(read);
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self { master: pair.master, writer, child, screen }
    }

    pub(crate) fn contents(&self) -> String {
        self.screen.lock().expect("not poisoned").0.screen().contents()
    }

    /// Waits until the screen shows this.
    pub(crate) fn sees(&self, what: &str) -> &Self {
        self.until(what, |p| p.contents().contains(what));
        self
    }

    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let since = Instant::now();
        while !holds(self) {
            assert!(
                since.elapsed() < PATIENCE,
                "waited for «{what}»; the screen shows:\n{}",
                self.contents()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        // Nobody may listen any more; then the screen says so.
        let _ = self.writer.write_all(keys.as_bytes());
        let _ = self.writer.flush();
        self
    }

    pub(crate) fn ends(&mut self) -> u32 {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.exit_code();
            }
            assert!(since.elapsed() < PATIENCE, "it does not end; the screen shows:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Types `exit` until the shell hears it: what is typed while a program is still ending is read by the program.
    pub(crate) fn leaves_the_shell(&mut self) {
        let since = Instant::now();
        while self.child.try_wait().expect("a child").is_none() {
            assert!(since.elapsed() < PATIENCE, "the shell does not end; it shows:\n{}", self.contents());
            let _ = self.writer.write_all(b"exit\n");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The terminal comes to be as it was: the first screen, the cursor seen, no mouse taken.
    pub(crate) fn is_sane(&self) {
        self.until("a terminal as it was", |pty| {
            let screen = pty.screen.lock().expect("not poisoned");
            let shown = screen.0.screen();
            let free = shown.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
            !shown.alternate_screen() && !shown.hide_cursor() && free
        });
    }
}

/// A size that a terminal can have.
pub(crate) fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a size")
}
