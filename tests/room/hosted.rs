//! The program as a host, its desk, and phones.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use tempfile::TempDir;

/// A room that is open.
pub(crate) struct Hosted {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    /// Where it listens.
    pub(crate) address: String,
    pub(crate) code: String,
    /// All that the desk has said.
    pub(crate) said: Vec<String>,
    pub(crate) folder: TempDir,
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cermin"));
    command.arg("host").arg("--data").arg(folder.join("data")).arg("--runtime").arg(folder.join("run"));
    command.env("LANG", "C").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Hosted {
    /// Opens a room.
    pub(crate) fn open(story: &str, args: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(folder.path());
        command.arg(story).args(["--bind", "127.0.0.1:0", "--seed", "7"]).args(args);
        Self::started(command, folder)
    }

    /// Takes up the room that was left in a folder.
    pub(crate) fn resume(folder: TempDir) -> Self {
        let mut command = command(folder.path());
        command.arg("--resume");
        Self::started(command, folder)
    }

    fn started(mut command: Command, folder: TempDir) -> Self {
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut err = child.stderr.take().unwrap();
        thread::spawn(move || {
            let mut text = String::new();
            let _ = err.read_to_string(&mut text);
            if !text.is_empty() && std::env::var_os("CERMIN_TEST_LOUD").is_some() {
                eprintln!("{text}");
            }
        });
        let stdin = child.stdin.take();
        let mut room = Self {
            child,
            stdin,
            lines,
            address: String::new(),
            code: String::new(),
            said: Vec::new(),
            folder,
        };
        let told = room.hear_until("Next:");
        let url = told.iter().find_map(|l| l.split_once("http://").map(|(_, rest)| rest.to_owned())).unwrap();
        let (address, code) = url.split_once("/j/").unwrap();
        (room.address, room.code) = (address.to_owned(), code.to_owned());
        room
    }

    /// What the desk says up to a line that begins so.
    pub(crate) fn hear_until(&mut self, begins: &str) -> Vec<String> {
        let mut heard = Vec::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(30)).unwrap_or_else(|e| {
                panic!("the desk says no line that begins with `{begins}` ({e}); it said {heard:#?}")
            });
            let done = line.starts_with(begins);
            heard.push(line);
            if done {
                self.said.extend(heard.iter().cloned());
                return heard;
            }
        }
    }

    /// Types a line at the desk; what it answers, up to what comes next.
    pub(crate) fn desk(&mut self, line: &str) -> Vec<String> {
        self.type_line(line);
        self.hear_until("Next:")
    }

    /// Types a line at the desk that is refused with one line.
    pub(crate) fn refused(&mut self, line: &str) -> String {
        self.type_line(line);
        self.hear_until("").pop().unwrap()
    }

    pub(crate) fn type_line(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        writeln!(stdin, "{line}").unwrap();
        stdin.flush().unwrap();
    }

    /// Goes on until the desk is at a heading.
    pub(crate) fn to(&mut self, heading: &str) -> Vec<String> {
        for _ in 0..30 {
            let told = self.desk("next");
            if told.iter().any(|l| *l == format!("# {heading}")) {
                return told;
            }
        }
        panic!("the desk never came to `{heading}`: {:#?}", self.said);
    }

    /// Kills it as a power cut would.
    pub(crate) fn kill(mut self) -> TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }

    /// Ends the session; what the desk says of it. The folder is left to be looked at.
    pub(crate) fn end(mut self) -> (Vec<String>, TempDir) {
        self.type_line("end!");
        drop(self.stdin.take());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}");
        let told = self.lines.iter().collect();
        (told, std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap()))
    }

    /// A phone that has joined.
    pub(crate) fn phone(&self) -> Phone {
        let phone = self.stranger();
        let answer = phone.send("join", &[]);
        assert_eq!(answer.status, 200, "{}", answer.body);
        phone
    }

    /// A phone that has opened the first page.
    pub(crate) fn stranger(&self) -> Phone {
        let page = get(&self.address, &format!("/j/{}", self.code));
        assert_eq!(page.status, 200, "{}", page.body);
        let token = page.field("token");
        Phone { address: self.address.clone(), code: self.code.clone(), token }
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of the first hidden field of this name.
    pub(crate) fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&mark).unwrap_or_else(|| panic!("no `{name}` in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    /// How the options read that can be tapped, each with its value.
    pub(crate) fn options(&self) -> Vec<usize> {
        self.body
            .match_indices("name=\"option\" value=\"")
            .map(|(at, mark)| {
                self.body.get(at + mark.len()..).unwrap().split('"').next().unwrap().parse().unwrap()
            })
            .collect()
    }

    pub(crate) fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

/// A phone.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    pub(crate) address: String,
    pub(crate) code: String,
    pub(crate) token: String,
}

impl Phone {
    pub(crate) fn try_send(&self, what: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let mut body = format!("token={}&lang=en&do={what}", self.token);
        for (name, value) in fields {
            body.extend(["&", name, "=", &escaped(value)]);
        }
        try_post(&self.address, &format!("/j/{}", self.code), &body, &[])
    }

    pub(crate) fn send(&self, what: &str, fields: &[(&str, &str)]) -> Answer {
        // Who sends faster than a person is asked to wait, and does.
        for _ in 0..40 {
            let answer = self.try_send(what, fields).expect("the host answers");
            if answer.status != 429 {
                return answer;
            }
            thread::sleep(Duration::from_millis(150));
        }
        panic!("the host never let this phone in again");
    }

    pub(crate) fn page(&self) -> Answer {
        self.send("page", &[])
    }

    /// Votes for an option as the page of now offers it.
    pub(crate) fn vote(&self, option: usize) -> Answer {
        let page = self.page();
        self.send("vote", &[("ballot", &page.field("ballot")), ("option", &option.to_string())])
    }
}

pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

pub(crate) fn get(address: &str, path: &str) -> Answer {
    raw(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
        .expect("the host answers")
}

pub(crate) fn try_post(address: &str, path: &str, body: &str, heads: &[&str]) -> Option<Answer> {
    let more: String = heads.iter().flat_map(|h| [*h, "\r\n"]).collect();
    raw(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{more}Content-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
}

/// Sends bytes as they are; the answer, if there is one.
pub(crate) fn raw(address: &str, request: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    let mut part = [0; 16 * 1024];
    // To the end of what was announced: not everybody closes.
    while !whole(&bytes) {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(n) => bytes.extend(part.get(..n)?),
            Err(_) if bytes.is_empty() => return None,
            Err(_) => break,
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_lowercase(), body: body.to_owned() })
}

/// Whether an answer is there as far as it was announced.
fn whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).to_lowercase();
    let length = head.lines().find_map(|l| l.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    length.is_some_and(|n| bytes.len() >= end + 4 + n)
}
