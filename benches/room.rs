//! A room full of phones, all on this machine over loopback: joining, voting within five seconds, a reveal.
//!
//! `cargo bench --bench room [PHONES…]`, 300 and 3,000 if none is named. It prints times as the phones see them, what the
//! host took of the machine, and whether the votes that phones were told are in are the votes that the wall counts. The
//! phones run on the same cores. The figures of other programs stand in the workshop's notes; nothing is asserted but the
//! counts.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader as AsyncReader},
    net::TcpStream,
    sync::{Barrier, broadcast},
};

struct Host {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
    address: String,
    code: String,
    _folder: tempfile::TempDir,
}

impl Host {
    fn open(seats: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_cermin"))
            .args(["host", "measure", "--bind", "127.0.0.1:0", "--seed", "7", "--seats", &seats.to_string()])
            .arg("--data")
            .arg(folder.path().join("data"))
            .arg("--runtime")
            .arg(folder.path().join("run"))
            .env("LANG", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let stdin = child.stdin.take().expect("a pipe");
        let mut host =
            Self { child, stdin, lines, address: String::new(), code: String::new(), _folder: folder };
        let told = host.until_next();
        let url = told.iter().find_map(|l| l.split_once("http://")).expect("an address").1;
        let (address, code) = url.split_once("/j/").expect("a code");
        (host.address, host.code) = (address.to_owned(), code.to_owned());
        host
    }

    fn until_next(&self) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60)).expect("the desk answers");
            let last = line.starts_with("Next:");
            told.push(line);
            if last {
                return told;
            }
        }
    }

    fn desk(&mut self, line: &str) -> Vec<String> {
        writeln!(self.stdin, "{line}").expect("the desk hears");
        self.until_next()
    }

    /// Memory in MB, and seconds of processor time so far.
    fn takes(&self) -> (f64, f64) {
        let read =
            |what: &str| fs::read_to_string(format!("/proc/{}/{what}", self.child.id())).unwrap_or_default();
        let status = read("status");
        let resident = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or_default();
        let kb: f64 = resident.trim().trim_end_matches("kB").trim().parse().unwrap_or(0.0);
        let stat = read("stat");
        let after = stat.rsplit(')').next().unwrap_or_default();
        let ticks: f64 =
            after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
        (kb / 1024.0, ticks / 100.0)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One question on a connection of its own that stays open.
struct Line {
    stream: AsyncReader<TcpStream>,
    address: String,
}

impl Line {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        Self { stream: AsyncReader::new(stream), address: address.to_owned() }
    }

    async fn ask(&mut self, head: &str, body: &str) -> (u16, String) {
        let request = format!(
            "{head} HTTP/1.1\r\nHost: {}\r\nX-Part: main\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \
             {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let sent = self.stream.get_mut().write_all(request.as_bytes()).await;
        let mut status = 0;
        let mut length = 0;
        let mut line = String::new();
        let mut first = true;
        loop {
            line.clear();
            let read = if sent.is_ok() { self.stream.read_line(&mut line).await.unwrap_or(0) } else { 0 };
            if read == 0 {
                // It was closed while nobody asked anything; as a browser, ask anew.
                *self = Self::open(&self.address.clone()).await;
                return Box::pin(self.ask(head, body)).await;
            }
            if first {
                status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
                first = false;
            }
            if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
                length = n.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut text = vec![0; length];
        self.stream.read_exact(&mut text).await.expect("an answer");
        (status, String::from_utf8_lossy(&text).into_owned())
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(found, _)| found)
}

/// A moment within a time, by a number.
fn spread(within: Duration, n: usize) -> Duration {
    within * u32::try_from(n % 1000).unwrap_or(0) / 1000
}

/// What a phone is told to do.
#[derive(Debug, Clone, Copy)]
enum Told {
    /// Vote within so long.
    Vote(Duration),
    /// The desk is about to reveal.
    Reveal,
}

async fn phone(
    n: usize,
    address: String,
    code: String,
    within: Duration,
    here: Arc<Barrier>,
    mut told: broadcast::Receiver<Told>,
    times: std::sync::mpsc::Sender<(&'static str, Duration)>,
) {
    tokio::time::sleep(spread(within, n * 7919)).await;
    let began = Instant::now();
    let mut line = Line::open(&address).await;
    let path = format!("/j/{code}");
    let (_, page) = line.ask(&format!("GET {path}"), "").await;
    let token = between(&page, "name=\"token\" value=\"", "\"").expect("a token").to_owned();
    let body = |what: &str| format!("token={token}&lang=en&do={what}");
    while line.ask(&format!("POST {path}"), &body("join")).await.0 != 200 {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let mut news = Line::open(&address).await;
    let request = format!("GET {path}/live HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n");
    news.stream.get_mut().write_all(request.as_bytes()).await.expect("a stream");
    let mut heard = String::new();
    while !heard.starts_with("data:") {
        heard.clear();
        news.stream.read_line(&mut heard).await.expect("news");
    }
    let _ = times.send(("join", began.elapsed()));
    here.wait().await;
    loop {
        let what = tokio::select! {
            what = told.recv() => what,
            // What comes meanwhile is read and let go.
            _ = news.stream.read_line(&mut heard) => { heard.clear(); continue }
        };
        match what {
            Err(_) => return,
            Ok(Told::Vote(within)) => {
                let (_, page) = line.ask(&format!("POST {path}"), &body("page")).await;
                let ballot = between(&page, "name=\"ballot\" value=\"", "\"").expect("a ballot").to_owned();
                here.wait().await;
                tokio::time::sleep(spread(within, n * 6151)).await;
                let vote = format!("{}&ballot={ballot}&option={}", body("vote"), n % 3);
                let began = Instant::now();
                let (status, page) = line.ask(&format!("POST {path}"), &vote).await;
                if status == 200 && page.contains("Your vote is in") {
                    let _ = times.send(("vote", began.elapsed()));
                }
                here.wait().await;
            }
            Ok(Told::Reveal) => {
                here.wait().await;
                loop {
                    heard.clear();
                    news.stream.read_line(&mut heard).await.expect("news");
                    if heard.starts_with("data:") {
                        let (_, page) = line.ask(&format!("POST {path}"), &body("page")).await;
                        if page.contains("class=\"bars\"") {
                            break;
                        }
                    }
                }
                let _ = times.send(("reveal", Duration::ZERO));
                here.wait().await;
            }
        }
    }
}

fn quantiles(what: &str, times: &mut Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!("  {what:<22} p50 {:8.1} ms   p99 {:8.1} ms   most {:8.1} ms", at(50), at(99), at(100));
    times.clear();
}

fn run(phones: usize) {
    println!("{phones} phones");
    let mut host = Host::open(phones);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let here = Arc::new(Barrier::new(phones + 1));
    let (tell, _) = broadcast::channel(4);
    let (times, measured) = channel();
    let within = Duration::from_secs(if phones > 1000 { 45 } else { 20 });
    let began = Instant::now();
    for n in 0..phones {
        let (address, code) = (host.address.clone(), host.code.clone());
        runtime.spawn(phone(n, address, code, within, Arc::clone(&here), tell.subscribe(), times.clone()));
    }
    let wait = || runtime.block_on(here.wait());
    wait();
    println!(
        "  all joined after {:.1} s (they come within {} s)",
        began.elapsed().as_secs_f64(),
        within.as_secs()
    );
    let mut all: Vec<Duration> = measured.try_iter().map(|(_, t)| t).collect();
    quantiles("join, with news", &mut all);
    println!("  memory {:.1} MB", host.takes().0);
    for _ in 0..3 {
        host.desk("next");
    }
    host.desk("quick");
    host.desk("next");
    let (_, before) = host.takes();
    let began = Instant::now();
    tell.send(Told::Vote(Duration::from_secs(5))).expect("phones");
    wait();
    wait();
    let (memory, after) = host.takes();
    let share = (after - before) / began.elapsed().as_secs_f64() * 100.0;
    all.extend(measured.try_iter().map(|(_, t)| t));
    let told = all.len();
    quantiles("vote to told it is in", &mut all);
    println!("  host: {share:.0} % of a core, {memory:.1} MB; {told} votes told to be in");
    tell.send(Told::Reveal).expect("phones");
    wait();
    let revealed = Instant::now();
    writeln!(host.stdin, "next").expect("the desk hears");
    let collector = thread::spawn(move || {
        let mut all = Vec::new();
        while all.len() < phones {
            let Ok(_) = measured.recv_timeout(Duration::from_secs(60)) else { break };
            all.push(revealed.elapsed());
        }
        all
    });
    wait();
    let mut all = collector.join().expect("times");
    quantiles("reveal to page", &mut all);
    host.until_next();
    let mut wall = std::net::TcpStream::connect(&host.address).expect("a wall");
    let request =
        format!("GET /w/{} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", host.code, host.address);
    wall.write_all(request.as_bytes()).expect("a question");
    let mut page = String::new();
    std::io::Read::read_to_string(&mut wall, &mut page).expect("a wall");
    let counted: usize = page
        .match_indices("class=\"count\">")
        .filter_map(|(at, mark)| page.get(at + mark.len()..)?.split(' ').next()?.parse::<usize>().ok())
        .sum();
    println!(
        "  the wall counts {counted}, phones were told {told}: {}",
        if counted == told { "the same" } else { "NOT THE SAME" }
    );
    assert_eq!(counted, told, "a vote was lost or doubled");
}

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    for phones in if asked.is_empty() { vec![300, 3000] } else { asked } {
        run(phones);
    }
}
