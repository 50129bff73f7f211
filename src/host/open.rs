//! A room opened: an address, a code, a log, and the threads that serve.
//!
//! The invariant: there is one way in over the network, at one address, and everything else stays on this laptop.

use std::{
    io,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{runtime::Runtime, sync::Semaphore};
use tokio_io_timeout::TimeoutStream;

use super::{
    guard::{Names, PATIENCE},
    keeper::Keeper,
    limits::Limits,
    log::FileLog,
    near,
    net::{connections, more_files, names, wifi},
    place::Place,
    record::{Opened, Record, opened, replayed},
    seal::Sealed,
    server::{Served, pages},
    tongue,
};
use crate::{
    app::{
        Lang,
        workshop::{Join, Session, Workshop},
    },
    group::Settings,
    story::Story,
};

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
    pub(super) keeper: Keeper,
    pub(super) keeping: Option<JoinHandle<()>>,
    pub(super) served: Arc<Served>,
    pub(super) place: Place,
    pub(super) lang: &'static str,
    pub(super) story: String,
    /// Ends with the room.
    runtime: Option<Runtime>,
    /// What to do with what may be kept.
    pub(super) keep: Box<dyn Kept>,
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
        place.note().map_err(system("the room's log"))?;
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
    pub fn resume(place: Place, story: &Arc<Story>, keep: Box<dyn Kept>) -> Result<Self, CannotOpen> {
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
            streams: Arc::new(Semaphore::new(seats + 32)),
            wall: tokio::sync::Mutex::default(),
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

    /// A sheet for printing: how to join.
    #[must_use]
    pub fn sheet(&self) -> String {
        super::html::sheet(&self.served.join, &self.served.title, &tongue::lang(self.lang))
    }

    /// The keeper, for who asks for more than the desk does.
    #[must_use]
    pub const fn keeper(&self) -> &Keeper {
        &self.keeper
    }
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
        // Who asks and does not read the answer is let go.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(PATIENCE));
        let stream = Box::pin(stream);
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

impl Drop for Hosted {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.place.wall);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_millis(200));
        }
    }
}
