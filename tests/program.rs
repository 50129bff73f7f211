//! The program itself, as a stranger runs it: bad input, exit codes, and a real terminal.

#[path = "program/author.rs"]
mod author;
#[path = "program/bad_input.rs"]
mod bad_input;
#[path = "program/faces.rs"]
mod faces;
#[path = "program/govern.rs"]
mod govern;
#[path = "program/lab.rs"]
mod lab;
#[cfg(unix)]
#[path = "program/moving.rs"]
mod moving;
#[path = "program/pty.rs"]
mod pty;
#[path = "program/room.rs"]
mod room;
#[path = "program/storm.rs"]
mod storm;
#[path = "program/terminal.rs"]
mod terminal;
#[path = "program/verbs.rs"]
mod verbs;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The binary that cargo built.
fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_cermin")
}

/// A folder that goes with the test, and a command whose runs are kept in it.
struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, its folders made.
    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(&path, bytes).expect("written");
        path
    }

    /// A copy of the story `measure` and its world that can be changed.
    fn packs(&self) -> PathBuf {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        for pack in ["gulf", "measure"] {
            for entry in fs::read_dir(from.join(pack)).expect("there") {
                let path = entry.expect("an entry").path();
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                self.write(&format!("packs/{pack}/{name}"), fs::read(&path).expect("read"));
            }
        }
        self.path("packs")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(args).arg("--data").arg(self.path("data")).env_remove("NO_COLOR").env("LANG", "C.UTF-8");
        command.env_remove("LC_ALL");
        command
    }

    /// Runs it, these lines typed.
    fn run(&self, args: &[&str], input: &str) -> Told {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        // It may leave before it has read all.
        let typing = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, input.as_bytes()));
        let output = child.wait_with_output().expect("it ends");
        let _ = typing.join();
        Told::of(output)
    }
}

/// What came of a run.
#[derive(Debug)]
struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Told {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let told = Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!told.err.contains("panicked"), "{told:?}");
        assert!(!told.out.contains('\u{1b}') && !told.err.contains('\u{1b}'), "{told:?}");
        told
    }

    /// Both streams on one line, so that a phrase is found wherever it was broken.
    fn words(&self) -> String {
        format!("{} {}", self.out, self.err).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    fn says(self, what: &str) -> Self {
        assert!(self.words().contains(what), "«{what}» is not in {self:#?}");
        self
    }
}
