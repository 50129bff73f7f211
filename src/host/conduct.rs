//! The desk's hand on a room: what the facilitator does, and how the session ends.
//!
//! The invariant: at the end, what may be kept is kept first, and then the key is destroyed before the log.

use super::{
    keeper::{Said, View},
    net::addresses,
    open::Hosted,
    tongue,
};
use crate::{
    app::workshop::{Act, Conductor, Desk, Join, Session, Wall, desk, wall},
    group::{Event, Refused, Stage},
};
use std::sync::atomic::Ordering;

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
        let (mut desk, wall) = seen.ok()?;
        if self.keeper.news().borrow().broken {
            (desk.drift, desk.late) = (tongue::lang(tag).say("room-no-log"), true);
        }
        Some((desk, wall))
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

    fn checks(&self) -> Vec<String> {
        let lang = tongue::lang(self.lang);
        let mut told = Vec::new();
        let all = addresses();
        if all.is_empty() {
            told.push(lang.say("room-check-no-network"));
        }
        // What says the hour must know the year.
        if super::now() < 1_767_225_600 {
            told.push(lang.say("room-check-clock"));
        }
        if free(&self.place.log).is_some_and(|mb| mb < 100) {
            told.push(lang.say("room-check-disk"));
        }
        for (name, ip) in all {
            let args = [("name", name.into()), ("ip", ip.to_string().into())];
            told.push(lang.say_with("room-check-interface", &args));
        }
        let address = self.served.join.short.clone();
        told.push(lang.say_with("room-check-address", &[("address", address.into())]));
        told
    }

    fn end(&mut self) -> Result<Vec<String>, String> {
        let (story, tag) = (self.story.clone(), self.lang);
        let playing = |view: &View<'_>| view.shop.room.stage == Stage::Play;
        if self.keeper.look(playing).map_err(|e| e.to_string())? {
            // A vote that was begun is counted, not lost.
            self.keeper.say(Event::Stage(Stage::Ending)).map_err(|e| e.to_string())?;
        }
        let kept = self
            .keeper
            .look(move |view: &View<'_>| (Session::of(view.shop, &story, tag), view.shop.room.people.len()));
        let (session, people) = kept.map_err(|e| e.to_string())?;
        // First what is kept, then what is destroyed: between the two nothing is lost.
        let path = self.keep.keep(&session)?;
        let lang = tongue::lang(tag);
        self.place.key.destroy().map_err(|e| e.to_string())?;
        self.keeper.destroy().map_err(|e| e.to_string())?;
        self.place.forget();
        // Long enough for pages to see that it is over.
        std::thread::sleep(std::time::Duration::from_millis(1200));
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

/// How many megabytes are free where a file lies, as far as the system tells.
#[cfg(unix)]
fn free(file: &std::path::Path) -> Option<u64> {
    let about = rustix::fs::statvfs(file).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize) >> 20)
}

#[cfg(not(unix))]
fn free(_: &std::path::Path) -> Option<u64> {
    None
}

/// Why something was not done, for the desk.
const fn desk_words(said: &Said) -> &'static str {
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
