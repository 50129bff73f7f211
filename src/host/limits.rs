//! How often something may be done: per participant, and in all; never per address, which a whole room shares.
//!
//! Buckets that fill with time. The invariant: what is remembered stays within bounds, whoever knocks.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use crate::group::Who;

/// How many a participant may send in a second, and at once.
const EACH: (f64, f64) = (5.0, 10.0);
/// How many wrong codes in a second are answered as such, in all.
const CODES: (f64, f64) = (20.0, 20.0);
/// How many newcomers in a second, in all.
const NEW: (f64, f64) = (100.0, 100.0);
/// How many of those who are not known here are heard in a second, in all.
const STRANGERS: (f64, f64) = (300.0, 600.0);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn full(of: (f64, f64)) -> Self {
        Self { left: of.1, at: Instant::now() }
    }

    fn take(&mut self, of: (f64, f64)) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * of.0).min(of.1);
        self.at = now;
        let enough = self.left >= 1.0;
        if enough {
            self.left -= 1.0;
        }
        enough
    }
}

/// The limits of a room.
#[derive(Debug)]
pub(super) struct Limits {
    /// Of those who are in the room, so there are no more than it has seats.
    each: Mutex<HashMap<Who, Bucket>>,
    strangers: Mutex<Bucket>,
    codes: Mutex<Bucket>,
    new: Mutex<Bucket>,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self {
            each: Mutex::default(),
            strangers: Mutex::new(Bucket::full(STRANGERS)),
            codes: Mutex::new(Bucket::full(CODES)),
            new: Mutex::new(Bucket::full(NEW)),
        }
    }

    /// Whether somebody may send something now: who is known by their own measure, all others by one.
    pub(super) fn may(&self, who: Who) -> bool {
        let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
        match each.get_mut(&who) {
            Some(bucket) => bucket.take(EACH),
            None => self.strangers.lock().unwrap_or_else(PoisonError::into_inner).take(STRANGERS),
        }
    }

    /// Notes that somebody is in the room.
    pub(super) fn knows(&self, who: Who) {
        let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
        each.entry(who).or_insert_with(|| Bucket::full(EACH));
    }

    /// Notes that somebody is not.
    pub(super) fn forgets(&self, who: Who) {
        self.each.lock().unwrap_or_else(PoisonError::into_inner).remove(&who);
    }

    /// Whether somebody is noted to be in the room.
    pub(super) fn is_known(&self, who: Who) -> bool {
        self.each.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&who)
    }

    /// Whether a wrong code is still answered.
    pub(super) fn wrong_code(&self) -> bool {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).take(CODES)
    }

    /// Whether somebody new may come in now.
    pub(super) fn newcomer(&self) -> bool {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).take(NEW)
    }
}
