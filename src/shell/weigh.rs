//! The hinges of a play worked out while the screen stays awake.
//!
//! The invariant: the answer names the play it is of, so one that comes late changes nothing.

use std::{
    collections::VecDeque,
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::Sender,
    },
    thread,
    time::Duration,
};

use super::input::Input;
use crate::{
    app::{Game, Msg, model::PLAYS},
    lab,
};

/// How long the screen waits for news of long work.
const NEWS: Duration = Duration::from_millis(80);

/// Where news of long work is left until the loop has time for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Letters {
    /// Whoever is to be woken; without one, work is done at once.
    wake: Arc<Mutex<Option<Sender<Input>>>>,
    box_: Arc<Mutex<VecDeque<Msg>>>,
}

impl Letters {
    /// Says who is to be woken from here on, by work that is under way too; whoever it is looks in at once.
    pub(super) fn wakes(&self, whom: Option<Sender<Input>>) {
        if let Some(whom) = &whom {
            let _ = whom.send(Input::Letter);
        }
        *self.wake.lock().unwrap_or_else(PoisonError::into_inner) = whom;
    }

    /// Takes what has come, the oldest first.
    pub(super) fn take(&self) -> Vec<Msg> {
        // A thread that panicked while it put a letter in has left the others as they were.
        self.box_.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }

    pub(super) fn put(&self, msg: Msg) {
        self.box_.lock().unwrap_or_else(PoisonError::into_inner).push_back(msg);
        if let Some(wake) = &*self.wake.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = wake.send(Input::Letter);
        }
    }
}

/// Weighs the decisions of a play: at once where nobody can be woken, otherwise beside the loop.
pub(super) fn weigh(game: &Game, letters: &Letters) -> Option<Msg> {
    let (story, timeline, of) = (Arc::clone(&game.story), game.timeline.clone(), game.decided());
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let all = PLAYS.saturating_mul(lab::roads(&story, &timeline) as u64);
    let done = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&done);
    let work = move || {
        let found = lab::hinges(&story, &timeline, PLAYS, threads, &counter);
        found.map_err(|error| error.to_string())
    };
    if letters.wake.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
        return Some(Msg::Weighed { of, found: work() });
    }
    let letters = letters.clone();
    thread::spawn(move || {
        let working = thread::spawn(work);
        while !working.is_finished() {
            let done = done.load(Ordering::Relaxed);
            letters.put(Msg::Weighing { of: of.clone(), done, all });
            thread::sleep(NEWS);
        }
        let found = working.join().unwrap_or_else(|_| Err("the work was broken off".to_owned()));
        letters.put(Msg::Weighed { of, found });
    });
    None
}
