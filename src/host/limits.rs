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
const NEW: (f64, f64) = (100.0, 400.0);
/// How many participants are remembered.
const REMEMBERED: usize = 20_000;

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
    each: Mutex<HashMap<Who, Bucket>>,
    codes: Mutex<Bucket>,
    new: Mutex<Bucket>,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self {
            each: Mutex::default(),
            codes: Mutex::new(Bucket::full(CODES)),
            new: Mutex::new(Bucket::full(NEW)),
        }
    }

    /// Whether a participant may send something now.
    pub(super) fn may(&self, who: Who) -> bool {
        let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
        if each.len() >= REMEMBERED {
            // Whose bucket is full again need not be remembered.
            each.retain(|_, b| b.at.elapsed().as_secs_f64() * EACH.0 < EACH.1);
            if each.len() >= REMEMBERED {
                return false;
            }
        }
        each.entry(who).or_insert_with(|| Bucket::full(EACH)).take(EACH)
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
