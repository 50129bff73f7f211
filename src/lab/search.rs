//! Every state that a story can come to, found once each.
//!
//! Breadth first, by decisions: the first way to a state is a shortest one. A state is kept as the bytes of what the
//! lens looks at, and two are the same only if all these bytes are. The invariant: numbers of states do not depend on
//! the number of threads, and a search that was cut off says so.

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

use super::{
    graph::{Found, FoundWay, Graph, Seen, put, take},
    lens::Lens,
};
use crate::{
    engine::{
        Explorer, Place, Reader, Scratch, Setup, Share, State, Timeline, TurnError, WHOLE, Watched, Way,
        read_slots,
    },
    story::{
        Story,
        expr::lower::Condition,
        ids::{ChoiceId, EndingId, SceneId, Slot},
        model::Says,
    },
};

/// States that one thread takes at a time.
const BLOCK: usize = 256;
/// States that are looked at before the limits are asked again: the same for any number of threads.
const ROUND: usize = 16 * BLOCK;

/// How much a search may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many states are kept.
    pub states: usize,
    /// How many bytes they and what leads from one to another may take.
    pub bytes: usize,
    /// How many threads look for more, at least 1.
    pub threads: usize,
}

/// What a search is about.
pub(super) struct Search<'a> {
    pub(super) story: &'a Story,
    pub(super) setup: &'a Setup,
    pub(super) lens: &'a Lens,
    pub(super) claims: &'a [Says],
}

impl Search<'_> {
    pub(super) fn watched(&self) -> Vec<Watched> {
        let knows = |is: Condition| {
            let blind = |slot: &Slot| self.lens.blind.get(slot.at()).copied().unwrap_or(false);
            !read_slots(self.story, is.code).iter().any(blind)
        };
        let watched = |says: &Says| match says {
            Says::Always(is) if knows(*is) => Some((is.code, true)),
            Says::Never(is) if knows(*is) => Some((is.code, false)),
            _ => None,
        };
        self.claims.iter().map(watched).collect()
    }

    fn explorer(&self) -> Explorer<'_> {
        Explorer::new(self.story, self.setup, self.watched()).blind(self.lens.blind.clone())
    }

    /// Which of the claims about a choice have had theirs made, once `choice` is.
    pub(super) fn marks(&self, before: u64, choice: ChoiceId) -> u64 {
        let made =
            self.claims.iter().enumerate().filter(|(_, s)| matches!(s, Says::Implies(c, _) if *c == choice));
        made.fold(before, |marks, (n, _)| marks | 1 << n)
    }

    /// Whether a condition holds in a state; one that cannot be worked out does not.
    fn holds(&self, state: &State, is: Condition) -> bool {
        let mut scratch = Scratch::default();
        Reader::new(self.story, self.setup, state, &mut scratch).holds(is.code).unwrap_or(false)
    }

    /// The claims about endings that an ending breaks, and those of some time that this state fulfils.
    pub(super) fn judged(&self, state: &State, marks: u64) -> (u64, u64) {
        let ended = matches!(state.place, Place::Ended(_));
        let mut judged = (0, 0);
        for (n, says) in self.claims.iter().enumerate() {
            match says {
                Says::Implies(_, is) if ended && marks & (1 << n) != 0 && !self.holds(state, *is) => {
                    judged.0 |= 1 << n;
                }
                Says::AlwaysEventually(is) if self.holds(state, *is) => judged.1 |= 1 << n,
                _ => {}
            }
        }
        judged
    }

    /// Writes what the lens looks at of a state: its place, the marks, and each number by how far it is from the start.
    pub(super) fn key(&self, state: &State, marks: u64, key: &mut Vec<u8>) {
        let (kind, index) = match state.place {
            Place::Scene(scene) => (0, scene.at()),
            Place::Ended(ending) => (1, ending.at()),
            Place::Nowhere => (2, 0),
        };
        put(key, (index * 3 + kind) as u64);
        if matches!(state.place, Place::Scene(_)) {
            put(key, marks);
        }
        for slot in self.lens.kept(state.place) {
            let away = state.get(*slot).wrapping_sub(self.start(*slot));
            // Zigzag: small numbers of either sign are short.
            put(key, ((away << 1) ^ (away >> 63)).cast_unsigned());
        }
    }

    fn start(&self, slot: Slot) -> i64 {
        let story = self.story;
        let tracker = || story.trackers.get(slot.at() - 1 - story.vars.len()).map_or(0, |t| t.at_start());
        slot.at().checked_sub(1).map_or(0, |n| story.vars.get(n).map_or_else(tracker, |v| v.start))
    }

    /// The state of a key, and the marks: what the lens does not look at is as it was at the start.
    fn state(&self, mut key: &[u8], blank: &State) -> (State, u64) {
        let mut state = blank.clone();
        let place = usize::try_from(take(&mut key)).unwrap_or(0);
        state.place = match place % 3 {
            0 => Place::Scene(SceneId::new(place / 3)),
            1 => Place::Ended(EndingId::new(place / 3)),
            _ => Place::Nowhere,
        };
        let marks = if place % 3 == 0 { take(&mut key) } else { 0 };
        for slot in self.lens.kept(state.place) {
            let zigzag = take(&mut key);
            let away = (zigzag >> 1).cast_signed() ^ -((zigzag & 1).cast_signed());
            state.set(*slot, away.wrapping_add(self.start(*slot)));
        }
        (state, marks)
    }

    /// Looks at everything, or as much as the limits allow. `done` is how many states were found so far.
    ///
    /// # Errors
    /// A story that cannot be begun.
    pub(super) fn run(&self, limits: Limits, done: &AtomicU64) -> Result<Graph, TurnError> {
        self.run_from(None, limits, done)
    }

    /// The same from a choice on that is made in a state.
    ///
    /// # Errors
    /// A turn that cannot be worked out.
    pub(super) fn run_from(
        &self,
        start: Option<(&State, ChoiceId)>,
        limits: Limits,
        done: &AtomicU64,
    ) -> Result<Graph, TurnError> {
        let mut graph = Graph::new(self.story, self.claims.len());
        let mut seen = Seen::default();
        let blank = Timeline::begin(self.story, self.setup.clone())?.start;
        let mut found = Found::default();
        let see = &mut |way: Way<'_>| found.keep(self, (0, None, true), 0, &way, WHOLE);
        match start {
            None => self.explorer().begin(see)?,
            Some((state, choice)) => self.explorer().decide(state, choice, see)?,
        }
        graph.add(found, &mut seen, self.claims.len());
        graph.roots = std::mem::take(&mut graph.steps);
        let mut next = 0;
        while next < graph.parents.len() && graph.fault.is_none() {
            if graph.parents.len() >= limits.states || graph.bytes(&seen) >= limits.bytes {
                // Endings are looked at as soon as they are found.
                graph.whole = (next..graph.len()).all(|n| graph.ending(n).is_some());
                break;
            }
            let end = graph.parents.len().min(next + ROUND);
            for found in self.beyond(&graph, next..end, &blank, limits.threads) {
                graph.add(found, &mut seen, self.claims.len());
            }
            next = end;
            graph.looked_at = end;
            done.store(graph.parents.len() as u64, Ordering::Relaxed);
        }
        while graph.first.len() <= next {
            graph.first.push(graph.steps.len());
        }
        graph.taken = graph.bytes(&seen);
        Ok(graph)
    }

    /// What can come after some states, in their order.
    fn beyond(
        &self,
        graph: &Graph,
        states: std::ops::Range<usize>,
        blank: &State,
        threads: usize,
    ) -> Vec<Found> {
        let blocks: Vec<_> =
            states.clone().step_by(BLOCK).map(|from| from..states.end.min(from + BLOCK)).collect();
        let work = |block: std::ops::Range<usize>| {
            let mut found = Found::default();
            let (mut explorer, mut open) = (self.explorer(), Vec::new());
            for n in block {
                let from = u32::try_from(n).unwrap_or(u32::MAX);
                let (state, marks) = self.state(graph.key(n), blank);
                if let Err((choice, fault)) =
                    self.ways(&mut explorer, (&state, marks), &mut open, from, &mut found)
                {
                    found.fault = Some((from, choice, fault));
                    break;
                }
            }
            found
        };
        if threads < 2 || blocks.len() < 2 {
            return blocks.into_iter().map(work).collect();
        }
        let taken = AtomicUsize::new(0);
        let some = || {
            let next = || blocks.get(taken.fetch_add(1, Ordering::Relaxed)).cloned();
            std::iter::from_fn(next).map(|block| (block.start, work(block))).collect::<Vec<_>>()
        };
        let mut found: Vec<(usize, Found)> = thread::scope(|scope| {
            let others: Vec<_> = (1..threads.min(blocks.len())).map(|_| scope.spawn(some)).collect();
            let mine = some();
            let theirs =
                others.into_iter().map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e)));
            std::iter::once(mine).chain(theirs).flatten().collect()
        });
        found.sort_by_key(|(start, _)| *start);
        found.into_iter().map(|(_, found)| found).collect()
    }

    fn ways(
        &self,
        explorer: &mut Explorer<'_>,
        (state, marks): (&State, u64),
        open: &mut Vec<ChoiceId>,
        from: u32,
        found: &mut Found,
    ) -> Result<(), (ChoiceId, TurnError)> {
        explorer.open(state, open).map_err(|fault| (ChoiceId::FIRST, fault))?;
        let alike = WHOLE / (open.len().max(1) as u64);
        for choice in open.iter().copied() {
            let marks = self.marks(marks, choice);
            let by = (from, Some(choice), !explorer.unsure(choice));
            let see = &mut |way: Way<'_>| found.keep(self, by, marks, &way, alike);
            explorer.decide(state, choice, see).map_err(|fault| (choice, fault))?;
        }
        found.mark(from);
        Ok(())
    }
}

impl Found {
    fn keep(
        &mut self,
        search: &Search<'_>,
        (from, choice, sure): (u32, Option<ChoiceId>, bool),
        marks: u64,
        way: &Way<'_>,
        alike: Share,
    ) {
        search.key(way.state, marks, &mut self.keys);
        let (broken, holds) = search.judged(way.state, marks);
        let share = u128::from(way.share) * u128::from(alike) / u128::from(WHOLE);
        let share = u64::try_from(share).unwrap_or(0);
        let ended = match way.state.place {
            Place::Ended(ending) => Some(ending),
            Place::Scene(_) | Place::Nowhere => None,
        };
        let broken = broken | way.broken;
        self.ways.push(FoundWay { from, choice, sure, end: self.keys.len(), share, broken, holds, ended });
    }

    /// Marks that a state has been looked at, whatever came after it.
    fn mark(&mut self, from: u32) {
        let end = self.keys.len();
        self.ways.push(FoundWay {
            from,
            choice: None,
            sure: true,
            end,
            share: 0,
            broken: 0,
            holds: 0,
            ended: None,
        });
    }
}
