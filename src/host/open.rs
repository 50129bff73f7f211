//! A room opened: an address, a code, a log, and the threads that serve.
//!
//! The invariant: there is one way in over the network, at one address, and everything else stays on this laptop.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{runtime::Runtime, sync::Semaphore};

use super::{
    guard::{Names, PATIENCE},
    keeper::{Keeper, Said, View},
    limits::Limits,
    log::FileLog,
    near,
    place::Place,
    record::{Opened, Record, opened, replayed},
    seal::Sealed,
    server::{Served, pages},
    tongue,
};
use crate::{
    app::{
        Lang,
        workshop::{Act, Conductor, Desk, Join, Session, Wall, Workshop, desk, wall},
    },
    group::Settings,
    story::Story,
};

/// Ports that are tried, the first that is free.
const PORTS: std::ops::Range<u16> = 8080..8100;

/// Where phones could reach this laptop: name of the interface and address.
#[must_use]
pub fn addresses() -> Vec<(String, IpAddr)> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let mut found: Vec<(String, IpAddr)> = all
        .into_iter()
        .filter(|i| !i.is_loopback() && !i.is_link_local())
        .map(|i| (i.name.clone(), i.ip()))
        .filter(|(_, ip)| ip.is_ipv4())
        .collect();
    // A network of one's own before one that leads out.
    found.sort_by_key(|(_, ip)| !matches!(ip, IpAddr::V4(v4) if v4.is_private()));
    found
}

/// Listens where it was asked to: an address, an address and port, or the first that phones could reach.
///
/// # Errors
/// What the system said, or an address that is none.
pub fn listen(bind: Option<&str>) -> io::Result<TcpListener> {
    if let Some(bind) = bind {
        if let Ok(address) = bind.parse::<SocketAddr>() {
            return TcpListener::bind(address);
        }
        let no = || {
            let why = format!("`{bind}` is no address; write one as in 192.168.1.10 or 192.168.1.10:8080");
            io::Error::new(io::ErrorKind::InvalidInput, why)
        };
        return on(bind.parse().map_err(|_error| no())?);
    }
    on(addresses().first().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |(_, ip)| *ip))
}

fn on(ip: IpAddr) -> io::Result<TcpListener> {
    let mut last = None;
    for port in PORTS {
        match TcpListener::bind((ip, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// What a room is opened with.
#[derive(Debug)]
pub struct Opening {
    /// The story's name on the shelf.
    pub name: String,
    /// The story.
    pub story: Arc<Story>,
    /// The run it begins with, as RON.
    pub run: String,
    /// The language of wall and desk.
    pub lang: &'static str,
    /// The settings.
    pub settings: Settings,
    /// The Wi-Fi's name and password.
    pub wifi: Option<(String, String)>,
}

/// A room that is open.
#[derive(Debug)]
pub struct Hosted {
    keeper: Keeper,
    keeping: Option<JoinHandle<()>>,
    served: Arc<Served>,
    place: Place,
    lang: &'static str,
    story: String,
    /// Ends with the room.
    runtime: Option<Runtime>,
    /// What to do with what may be kept.
    keep: Box<dyn Kept>,
}

/// Who keeps what may be kept of a session.
pub trait Kept: Send + std::fmt::Debug {
    /// Keeps it, and says where.
    ///
    /// # Errors
    /// Why it could not.
    fn keep(&mut self, session: &Session) -> Result<String, String>;
}

/// Why a room was not opened.
#[derive(Debug, thiserror::Error)]
pub enum CannotOpen {
    /// The system refused something.
    #[error("{0}: {1}")]
    Io(&'static str, io::Error),
    /// The log makes no room.
    #[error("this room cannot be taken up again: {0}")]
    Log(#[from] super::record::Unreadable),
    /// The story cannot be begun.
    #[error("{0}")]
    Story(String),
}

fn system(what: &'static str) -> impl Fn(io::Error) -> CannotOpen {
    move |error| CannotOpen::Io(what, error)
}

impl Hosted {
    /// Opens a new room.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open(
        opening: Opening,
        listener: TcpListener,
        place: Place,
        keep: Box<dyn Kept>,
    ) -> Result<Self, CannotOpen> {
        let lang = Lang::new(opening.lang);
        let run: crate::engine::Run =
            ron::from_str(&opening.run).map_err(|e| CannotOpen::Story(e.to_string()))?;
        let shop = Workshop::new(Arc::clone(&opening.story), run, opening.settings, &lang)
            .map_err(|e| CannotOpen::Story(e.to_string()))?;
        let address = listener.local_addr().map_err(system("the network"))?;
        let key = place.key.draw().map_err(system("the room's key"))?;
        let log = FileLog::open(&place.log).map_err(system("the room's log"))?;
        let (mut log, _) = Sealed::open(Box::new(log), &key).map_err(system("the room's log"))?;
        let opened = Opened {
            story: opening.name,
            pack: crate::engine::version_word(opening.story.version),
            run: opening.run,
            lang: opening.lang.to_owned(),
            settings: opening.settings,
            address: address.to_string(),
            code: super::code::draw_code().map_err(system("the code"))?,
            wifi: opening.wifi,
            at: super::now(),
        };
        let first = Record::Opened(Box::new(opened.clone())).bytes();
        log.append(&[first]).map_err(system("the room's log"))?;
        Self::serve(shop, opened, log, 0, listener, place, keep)
    }

    /// What a room that was left says of itself; the name of its story among it.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn left(place: &Place) -> Result<Opened, CannotOpen> {
        let (_, records) = Self::unsealed(place)?;
        Ok(opened(&records)?)
    }

    fn unsealed(place: &Place) -> Result<(Sealed, Vec<Vec<u8>>), CannotOpen> {
        let key = place.key.read().map_err(system("the room's key"))?;
        let log = FileLog::open(&place.log).map_err(system("the room's log"))?;
        Sealed::open(Box::new(log), &key).map_err(system("the room's log"))
    }

    /// Takes a room up again that was left.
    ///
    /// # Errors
    /// [`CannotOpen`]; nothing is lost then.
    pub fn resume(place: Place, story: Arc<Story>, keep: Box<dyn Kept>) -> Result<Self, CannotOpen> {
        let (log, records) = Self::unsealed(&place)?;
        let opened = opened(&records)?;
        let (shop, last) = replayed(&records, &opened, story, &Lang::new(&opened.lang))?;
        let listener = TcpListener::bind(&opened.address).map_err(system("the address that phones know"))?;
        Self::serve(shop, opened, log, last, listener, place, keep)
    }

    fn serve(
        shop: Workshop,
        opened: Opened,
        log: Sealed,
        last: u32,
        listener: TcpListener,
        place: Place,
        keep: Box<dyn Kept>,
    ) -> Result<Self, CannotOpen> {
        let lang = tongue::known(&opened.lang).unwrap_or("en");
        let address = listener.local_addr().map_err(system("the network"))?;
        let names = names(address);
        let short = names.first().cloned().unwrap_or_default();
        let join = Join {
            url: format!("http://{short}/j/{}", opened.code),
            short: format!("http://{short}/"),
            code: opened.code.clone(),
            wifi: opened.wifi.as_ref().map(|(name, password)| wifi(name, password)),
            wifi_name: opened.wifi.as_ref().map(|(name, _)| name.clone()),
        };
        let title = {
            let story = &shop.story;
            story.label(story.about.title, story.language(lang)).to_owned()
        };
        let (story, seats) = (opened.story.clone(), opened.settings.seats);
        let (keeper, keeping) = Keeper::keep(shop, opened, log, last);
        let served = Arc::new(Served {
            keeper: keeper.clone(),
            join: join.clone(),
            title,
            lang,
            limits: Limits::new(),
            listening: AtomicUsize::new(0),
            reached: AtomicBool::new(false),
        });
        more_files(connections(seats));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_io()
            .enable_time()
            .build()
            .map_err(system("the server"))?;
        let near = near::serve(keeper.clone(), join, lang, place.wall.clone());
        runtime.block_on(near).map_err(system("the wall on this laptop"))?;
        listener.set_nonblocking(true).map_err(system("the network"))?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(system("the network"))?
        };
        runtime.spawn(accept(listener, Arc::clone(&served), Names(Arc::new(names)), connections(seats)));
        Ok(Self { keeper, keeping: Some(keeping), served, place, lang, story, runtime: Some(runtime), keep })
    }

    /// The keeper, for who asks for more than the desk does.
    #[must_use]
    pub const fn keeper(&self) -> &Keeper {
        &self.keeper
    }
}

/// How many connections there may be: a stream and a question for each seat, and some for walls and the curious.
const fn connections(seats: usize) -> usize {
    seats * 2 + 64
}

/// Asks the system for as many open files as there may be connections; where it will not, fewer phones get in.
#[cfg(unix)]
fn more_files(wanted: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let wanted = wanted as u64 + 128;
    if now.current.is_some_and(|n| n < wanted) {
        let current = now.maximum.map_or(wanted, |most| most.min(wanted));
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(current), maximum: now.maximum });
    }
}

#[cfg(not(unix))]
fn more_files(_: usize) {}

/// The names by which an address is asked for.
fn names(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    let with = |ip: IpAddr| match (ip, port) {
        (IpAddr::V4(ip), 80) => ip.to_string(),
        (IpAddr::V4(ip), _) => format!("{ip}:{port}"),
        (IpAddr::V6(ip), _) => format!("[{ip}]:{port}"),
    };
    let mut names = Vec::new();
    if address.ip().is_unspecified() {
        names.extend(addresses().into_iter().map(|(_, ip)| with(ip)));
        names.push(with(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    } else {
        names.push(with(address.ip()));
    }
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        names.push(format!("localhost:{port}"));
    }
    names
}

/// What a phone's camera reads to join a Wi-Fi: some letters are marked, as its makers ask.
fn wifi(name: &str, password: &str) -> String {
    let marked = |text: &str| -> String {
        text.chars()
            .flat_map(|c| ['\\'].into_iter().filter(move |_| r#"\;,:""#.contains(c)).chain([c]))
            .collect()
    };
    if password.is_empty() {
        return format!("WIFI:T:nopass;S:{};;", marked(name));
    }
    format!("WIFI:T:WPA;S:{};P:{};;", marked(name), marked(password))
}

/// Serves who comes, no more at once than there is room for, and nobody who does not say what they want.
async fn accept(listener: tokio::net::TcpListener, served: Arc<Served>, names: Names, most: usize) {
    let room = Arc::new(Semaphore::new(most));
    let pages = pages(Arc::clone(&served), names);
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((stream, from)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // The one thing that is looked at in an address: whether it is another machine's.
        if !from.ip().is_loopback() && Some(from.ip()) != listener.local_addr().ok().map(|a| a.ip()) {
            served.reached.store(true, Ordering::Relaxed);
        }
        let _ = stream.set_nodelay(true);
        let service = hyper_util::service::TowerToHyperService::new(pages.clone());
        tokio::spawn(async move {
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(16 * 1024)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(place);
        });
    }
}

impl Conductor for Hosted {
    fn act(&mut self, act: &Act) -> Result<(), String> {
        let wanted = act.clone();
        let tag = self.lang;
        let asked = self.keeper.look(move |view: &View<'_>| wanted.event(view.shop));
        let lang = tongue::lang(tag);
        let said = |said: &Said| lang.say(desk_words(said));
        match asked.map_err(|e| said(&e))? {
            Ok(None) => Ok(()),
            Ok(Some(event)) => self.keeper.say(event).map_err(|e| said(&e)),
            Err(refused) => Err(said(&Said::Refused(refused))),
        }
    }

    fn hear(&mut self, line: &str) -> Option<Act> {
        let (line, tag) = (line.to_owned(), self.lang);
        self.keeper.look(move |view: &View<'_>| Act::of(&line, view.shop, view.lang(tag))).ok().flatten()
    }

    fn look(&mut self) -> Option<(Desk, Wall)> {
        let (join, tag) = (self.served.join.clone(), self.lang);
        let seen = self.keeper.look(move |view: &View<'_>| {
            let lang = view.lang(tag);
            (desk(view.shop, view.at, lang), wall(view.shop, &join, view.at, lang))
        });
        seen.ok()
    }

    fn turned(&self) -> u64 {
        self.keeper.news().borrow().turned
    }

    fn phones(&self) -> (usize, bool) {
        (self.served.listening.load(Ordering::Relaxed), self.served.reached.load(Ordering::Relaxed))
    }

    fn join(&self) -> Join {
        self.served.join.clone()
    }

    fn end(&mut self) -> Result<Vec<String>, String> {
        let (story, tag) = (self.story.clone(), self.lang);
        let kept = self
            .keeper
            .look(move |view: &View<'_>| (Session::of(view.shop, &story, tag), view.shop.room.people.len()));
        let (session, people) = kept.map_err(|e| e.to_string())?;
        // First what is kept, then what is destroyed: between the two nothing is lost.
        let path = self.keep.keep(&session)?;
        let lang = tongue::lang(tag);
        self.place.key.destroy().map_err(|e| e.to_string())?;
        self.keeper.destroy().map_err(|e| e.to_string())?;
        let _ = std::fs::remove_file(&self.place.wall);
        if let Some(thread) = self.keeping.take() {
            let _ = thread.join();
        }
        let n = crate::app::lang::number(people);
        Ok(vec![
            lang.say_with("room-ended", &[("n", n)]),
            lang.say_with("room-kept", &[("path", path.into())]),
        ])
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.place.wall);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_millis(200));
        }
    }
}

/// Why something was not done, for the desk.
const fn desk_words(said: &Said) -> &'static str {
    use crate::group::Refused;
    match said {
        Said::Refused(Refused::Quorum) => "room-no-quorum",
        Said::Refused(Refused::Tied) => "room-no-tied",
        Said::Refused(Refused::NoOption) => "room-no-option",
        Said::Refused(
            Refused::NotNow | Refused::Closed | Refused::Unknown | Refused::Full | Refused::Enough,
        ) => "room-not-now",
        Said::Log(_) => "room-no-log",
        Said::Busy => "room-too-fast",
        Said::Over => "room-over",
    }
}
