//! The one who keeps a room: a thread that hears what happens, writes it down, and answers who asks.
//!
//! Everything comes in one queue. What has come together is written together and is on the disk before any of it is
//! answered. The invariant: nobody is told that something happened before the log has it.

use std::{
    collections::HashMap,
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tokio::sync::{oneshot, watch};

use super::{
    record::{Opened, Record},
    seal::Sealed,
};
use crate::{
    app::{Lang, lang::LANGUAGES, lang::number, workshop::Workshop},
    group::{Clock, Event, Refused, Stage},
    lab,
};

/// How many may wait in the queue.
const QUEUE: usize = 4096;
/// How many are heard together.
const TOGETHER: usize = 512;
/// How many plays are made for each choice when it is worked out what moved the odds.
const PLAYS: u64 = 400;

/// What may be known of a room without asking: enough to know when to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct News {
    /// Counts up when what is shown changes.
    pub turned: u64,
    /// How many have answered.
    pub answered: usize,
    /// How many are here.
    pub here: usize,
    /// Seconds until what is going on is meant to be over.
    pub until: Option<u32>,
    /// Whether the clock is stopped.
    pub paused: bool,
    /// Whether the log can no longer be written: then nothing that is heard counts.
    pub broken: bool,
}

/// Why something did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Said {
    /// The room refused it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It could not be written down.
    #[error("the log cannot be written: {0}")]
    Log(String),
    /// Too much waits.
    #[error("too many at once; try again")]
    Busy,
    /// The room is closed.
    #[error("the room is closed")]
    Over,
}

/// What a question is asked of.
#[derive(Debug)]
pub struct View<'a> {
    /// The room and its plays.
    pub shop: &'a Workshop,
    /// Seconds since it was opened.
    pub at: u32,
    /// Counts up when what is shown changes.
    pub turned: u64,
    langs: &'a HashMap<&'static str, Lang>,
    first: &'a Lang,
}

impl View<'_> {
    /// A language of the interface; the first of them where there is none such.
    #[must_use]
    pub fn lang(&self, tag: &str) -> &Lang {
        self.langs.get(tag).unwrap_or(self.first)
    }
}

type Question = Box<dyn FnOnce(&View<'_>) + Send>;

enum Ask {
    Tell(Event, oneshot::Sender<Result<(), Said>>),
    Read(Question),
    Hinges(Vec<Vec<String>>),
    Destroy(oneshot::Sender<io::Result<()>>),
}

/// Somebody who may speak to the room.
#[derive(Clone)]
pub struct Keeper {
    asks: SyncSender<Ask>,
    news: watch::Receiver<News>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keeper({:?})", *self.news.borrow())
    }
}

impl Keeper {
    /// Takes a room into keeping. `last` is when the last of it happened, in seconds since it was opened.
    #[must_use]
    pub fn keep(shop: Workshop, opened: Opened, log: Sealed, last: u32) -> (Self, JoinHandle<()>) {
        let (asks, queue) = sync_channel(QUEUE);
        let (news, heard) = watch::channel(News::default());
        let back = asks.clone();
        let thread = thread::spawn(move || Room::new(shop, opened, log, last, news, back).run(&queue));
        (Self { asks, news: heard }, thread)
    }

    /// Lets something happen. It is on the disk when this answers well.
    ///
    /// # Errors
    /// [`Said`].
    pub async fn tell(&self, event: Event) -> Result<(), Said> {
        let (answer, answered) = oneshot::channel();
        self.send(Ask::Tell(event, answer))?;
        answered.await.map_err(|_error| Said::Over)?
    }

    /// The same for who does not wait for many at once.
    ///
    /// # Errors
    /// [`Said`].
    pub fn say(&self, event: Event) -> Result<(), Said> {
        let (answer, answered) = oneshot::channel();
        // The desk waits its turn, however many ask.
        self.asks.send(Ask::Tell(event, answer)).map_err(|_error| Said::Over)?;
        answered.blocking_recv().map_err(|_error| Said::Over)?
    }

    /// Asks something of the room.
    ///
    /// # Errors
    /// [`Said::Log`], [`Said::Busy`] and [`Said::Over`].
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&View<'_>) -> T + Send + 'static,
    ) -> Result<T, Said> {
        if self.news.borrow().broken {
            return Err(Said::Log(String::new()));
        }
        let (ask, answered) = asking(question);
        self.send(ask)?;
        answered.await.map_err(|_error| Said::Over)
    }

    /// The same for who does not wait for many at once.
    ///
    /// # Errors
    /// [`Said::Over`].
    pub fn look<T: Send + 'static>(
        &self,
        question: impl FnOnce(&View<'_>) -> T + Send + 'static,
    ) -> Result<T, Said> {
        let (ask, answered) = asking(question);
        self.asks.send(ask).map_err(|_error| Said::Over)?;
        answered.blocking_recv().map_err(|_error| Said::Over)
    }

    fn send(&self, ask: Ask) -> Result<(), Said> {
        self.asks.try_send(ask).map_err(|e| match e {
            TrySendError::Full(_) => Said::Busy,
            TrySendError::Disconnected(_) => Said::Over,
        })
    }

    /// What may be known without asking, and a way to wait for more of it.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<News> {
        self.news.clone()
    }

    /// Destroys the log and everything the room knows, and ends it.
    ///
    /// # Errors
    /// What the disk said; [`Said::Over`] as an error of its own kind.
    pub fn destroy(&self) -> io::Result<()> {
        let (answer, answered) = oneshot::channel();
        self.asks.send(Ask::Destroy(answer)).map_err(|_error| io::Error::other(Said::Over))?;
        answered.blocking_recv().map_err(io::Error::other)?
    }
}

/// A question as it is asked, and where its answer comes.
fn asking<T: Send + 'static>(
    question: impl FnOnce(&View<'_>) -> T + Send + 'static,
) -> (Ask, oneshot::Receiver<T>) {
    let (answer, answered) = oneshot::channel();
    let ask = Ask::Read(Box::new(move |view| {
        // Who asked may have gone meanwhile.
        let _ = answer.send(question(view));
    }));
    (ask, answered)
}

struct Room {
    shop: Workshop,
    opened: Opened,
    log: Sealed,
    langs: HashMap<&'static str, Lang>,
    first: Lang,
    /// What is added to the time since `since`.
    before: u32,
    since: Instant,
    turned: u64,
    broken: Option<String>,
    weighed: Option<usize>,
    news: watch::Sender<News>,
    back: SyncSender<Ask>,
}

impl Room {
    fn new(
        shop: Workshop,
        opened: Opened,
        log: Sealed,
        last: u32,
        news: watch::Sender<News>,
        back: SyncSender<Ask>,
    ) -> Self {
        let langs = LANGUAGES.iter().map(|tag| (*tag, Lang::new(tag))).collect();
        let first = Lang::new(&opened.lang);
        let turned = shop.room.heard;
        // A laptop's clock may have been set back meanwhile; the room's goes on.
        let passed = u32::try_from(super::now().saturating_sub(opened.at)).unwrap_or(u32::MAX);
        Self {
            shop,
            opened,
            log,
            langs,
            first,
            before: passed.max(last),
            since: Instant::now(),
            turned,
            broken: None,
            weighed: None,
            news,
            back,
        }
    }

    fn at(&self) -> u32 {
        let since = u32::try_from(self.since.elapsed().as_secs()).unwrap_or(u32::MAX);
        self.before.saturating_add(since)
    }

    fn run(mut self, queue: &Receiver<Ask>) {
        self.publish();
        loop {
            let first = match queue.recv_timeout(Duration::from_secs(60)) {
                Ok(ask) => ask,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let mut asks = vec![first];
            asks.extend(queue.try_iter().take(TOGETHER));
            let mut records = Vec::new();
            let mut answers = Vec::new();
            let mut questions = Vec::new();
            let mut whole = false;
            let mut last = None;
            for ask in asks {
                match ask {
                    Ask::Tell(event, answer) => {
                        // To come again is no news.
                        let known =
                            matches!(event, Event::Joined(who) if self.shop.room.people.contains_key(&who));
                        let heard = self.hear(&event);
                        if heard.is_ok() && !known {
                            whole |= matches!(event, Event::Forgotten(_));
                            records.push(Record::Event(self.at(), event).bytes());
                        }
                        answers.push((answer, heard));
                    }
                    Ask::Read(question) => questions.push(question),
                    Ask::Hinges(hinges) => {
                        self.shop.hinges = hinges;
                        self.turned += 1;
                    }
                    Ask::Destroy(answer) => last = Some(answer),
                }
            }
            let written = self.write(&records, whole);
            if written.is_err() {
                // Before anybody is answered.
                self.publish();
            }
            for (answer, heard) in answers {
                let heard = heard.and(written.clone().map_err(Said::Log));
                let _ = answer.send(heard);
            }
            for question in questions {
                question(&self.view());
            }
            self.weigh();
            self.publish();
            if let Some(answer) = last {
                let destroyed = self.log.destroy();
                // Every page is told to look once more, and finds that it is over.
                self.turned += 1;
                self.publish();
                let _ = answer.send(destroyed);
                return;
            }
        }
    }

    fn hear(&mut self, event: &Event) -> Result<(), Said> {
        if let Some(why) = &self.broken {
            return Err(Said::Log(why.clone()));
        }
        self.shop.hear(self.at(), event)?;
        if turns(event) {
            self.turned = self.turned.max(self.shop.room.heard) + 1;
        }
        Ok(())
    }

    /// Writes what has happened. Who asked to be forgotten is in no record after it: then the log is written anew.
    fn write(&mut self, records: &[Vec<u8>], whole: bool) -> Result<(), String> {
        if records.is_empty() {
            return Ok(());
        }
        let written = if whole {
            let opened = Record::Opened(Box::new(self.opened.clone()));
            self.log.replace(&[opened.bytes(), Record::whole(&self.shop).bytes()])
        } else {
            self.log.append(records)
        };
        written.map_err(|e| {
            // What was heard and not written is no longer to be built upon.
            self.broken = Some(e.to_string());
            e.to_string()
        })
    }

    fn view(&self) -> View<'_> {
        View { shop: &self.shop, at: self.at(), turned: self.turned, langs: &self.langs, first: &self.first }
    }

    fn publish(&self) {
        let (answered, here) = self.shop.room.answered();
        let clock = Clock::of(&self.shop.room, self.at());
        let news = News {
            turned: self.turned,
            answered,
            here,
            until: clock.until,
            paused: clock.paused,
            broken: self.broken.is_some(),
        };
        self.news.send_if_modified(|old| std::mem::replace(old, news) != news);
    }

    /// Has it worked out what moved the odds most, once the play is over.
    fn weigh(&mut self) {
        let decided = self.shop.games.iter().map(|g| g.timeline.decisions()).sum();
        if self.shop.room.stage < Stage::Ending || self.weighed == Some(decided) || decided == 0 {
            return;
        }
        self.weighed = Some(decided);
        let games = self.shop.games.clone();
        let (back, tag) = (self.back.clone(), self.opened.lang.clone());
        thread::spawn(move || {
            let lang = Lang::new(&tag);
            let most = |game: &crate::app::Game| -> Option<String> {
                let done = std::sync::atomic::AtomicU64::new(0);
                let hinges = lab::hinges(&game.story, &game.timeline, PLAYS, 1, &done).ok()?;
                let hinge = hinges.first().filter(|h| h.moved() > 0)?;
                let choice = game.chosen(hinge.decision + 1)?;
                let share = usize::try_from(hinge.moved() / 10_000).unwrap_or(0);
                Some(lang.say_with("room-found-hinge", &[("choice", choice.into()), ("n", number(share))]))
            };
            let hinges = games.iter().map(|game| most(game).into_iter().collect()).collect();
            // The room may be over by now.
            let _ = back.try_send(Ask::Hinges(hinges));
        });
    }
}

/// Whether an event changes what others see, beside counts.
const fn turns(event: &Event) -> bool {
    !matches!(
        event,
        Event::Joined(_)
            | Event::Forgotten(_)
            | Event::Voted(..)
            | Event::Bet(..)
            | Event::Answered(..)
            | Event::Drafted(..)
            | Event::Dotted(..)
            | Event::Parted(..)
            | Event::Counted(..)
    )
}
