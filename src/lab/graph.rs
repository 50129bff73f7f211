//! The states that a search has found, each once, and the steps between them.
//!
//! A state is kept as bytes, in one row for all; a table of hashes finds it again, and the bytes themselves say whether
//! it is the same. The invariant: two states have one number only if all their bytes are alike.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::{
    engine::{Share, TurnError},
    story::{
        Story,
        ids::{ChoiceId, EndingId},
    },
};

/// A step from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) to: u32,
    /// Its choice, twice its number, and one more where it is surely open.
    pub(super) by: u32,
    /// Its share among what can come after a state when every open choice is taken alike.
    pub(super) share: Share,
}

/// A way on which a claim did not hold: the state it left from, the choice, and the bytes of the state it led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Breach {
    pub(super) from: Option<(u32, ChoiceId)>,
    pub(super) key: Vec<u8>,
}

/// What a search found.
#[derive(Debug)]
pub(super) struct Graph {
    /// The bytes of all states, one after the other.
    keys: Vec<u8>,
    /// Where each begins; one more than there are states.
    starts: Vec<usize>,
    /// By state, how it was first come to.
    pub(super) parents: Vec<Option<(u32, ChoiceId)>>,
    /// Where the steps of each state begin; one more than there are states that were looked at.
    pub(super) first: Vec<usize>,
    pub(super) steps: Vec<Step>,
    /// The states in which plays begin, with their shares.
    pub(super) roots: Vec<Step>,
    /// By state, the claims that are to hold sooner or later and do, a bit each.
    pub(super) holds: Vec<u64>,
    /// By ending, its state.
    pub(super) endings: Vec<Option<u32>>,
    /// By claim, the first way on which it did not hold.
    pub(super) breaches: Vec<Option<Breach>>,
    /// The first turn that could not be worked out.
    pub(super) fault: Option<(u32, ChoiceId, TurnError)>,
    /// How many states were looked at.
    pub(super) looked_at: usize,
    /// How many bytes all of this takes.
    pub(super) taken: usize,
    /// Whether all were.
    pub(super) whole: bool,
}

/// What can come after a state, as one thread found it.
#[derive(Default)]
pub(super) struct Found {
    /// The bytes of each state, one after the other.
    pub(super) keys: Vec<u8>,
    pub(super) ways: Vec<FoundWay>,
    pub(super) fault: Option<(u32, ChoiceId, TurnError)>,
}

pub(super) struct FoundWay {
    pub(super) from: u32,
    pub(super) choice: Option<ChoiceId>,
    pub(super) sure: bool,
    pub(super) end: usize,
    pub(super) share: Share,
    pub(super) broken: u64,
    pub(super) holds: u64,
    pub(super) ended: Option<EndingId>,
}

/// How a state is found again.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) table: HashTable<u32>,
    pub(super) hasher: DefaultHashBuilder,
}

impl Graph {
    pub(super) fn new(story: &Story, claims: usize) -> Self {
        Self {
            keys: Vec::new(),
            starts: vec![0],
            parents: Vec::new(),
            first: vec![0],
            steps: Vec::new(),
            roots: Vec::new(),
            holds: Vec::new(),
            endings: vec![None; story.endings.len()],
            breaches: vec![None; claims],
            fault: None,
            looked_at: 0,
            taken: 0,
            whole: true,
        }
    }

    /// How many states there are.
    pub(super) const fn len(&self) -> usize {
        self.parents.len()
    }

    /// The ending that a state is.
    pub(super) fn ending(&self, n: usize) -> Option<EndingId> {
        let place = usize::try_from(take(&mut self.key(n))).unwrap_or(0);
        (place % 3 == 1).then(|| EndingId::new(place / 3))
    }

    /// Whether a state was looked at to see what comes after it.
    pub(super) fn looked(&self, n: usize) -> bool {
        n < self.looked_at
    }

    /// The bytes of a state.
    pub(super) fn key(&self, n: usize) -> &[u8] {
        &self.keys[self.starts[n]..self.starts[n + 1]]
    }

    /// The steps that lead on from a state; none from one that was not looked at.
    pub(super) fn after(&self, n: usize) -> &[Step] {
        match (self.first.get(n), self.first.get(n + 1)) {
            (Some(from), Some(to)) => &self.steps[*from..*to],
            _ => &[],
        }
    }

    pub(super) fn bytes(&self, seen: &Seen) -> usize {
        self.keys.capacity()
            + self.starts.capacity() * 8
            + self.parents.capacity() * size_of::<Option<(u32, ChoiceId)>>()
            + self.first.capacity() * 8
            + self.steps.capacity() * size_of::<Step>()
            + self.holds.capacity() * 8
            + seen.table.capacity() * 5
    }

    pub(super) fn add(&mut self, found: Found, seen: &mut Seen, claims: usize) {
        let mut from = 0;
        for way in &found.ways {
            let key = &found.keys[from..way.end];
            from = way.end;
            if way.choice.is_none() && key.is_empty() {
                self.first.push(self.steps.len());
                continue;
            }
            let by = way.choice.map(|choice| (way.from, choice));
            let to = self.number(key, by, way, seen);
            let choice =
                way.choice.map_or(0, |c| 2 * u32::try_from(c.at()).unwrap_or(0) + u32::from(way.sure));
            // Two ways of a choice to one state are one step.
            let own = self.first.last().is_some_and(|first| *first < self.steps.len());
            match self.steps.last_mut().filter(|step| own && (step.to, step.by) == (to, choice)) {
                Some(step) => step.share += way.share,
                None => self.steps.push(Step { to, by: choice, share: way.share }),
            }
            for n in (0..claims).filter(|n| way.broken & (1 << n) != 0) {
                let breach = || Breach { from: by, key: key.to_vec() };
                self.breaches[n].get_or_insert_with(breach);
            }
        }
        if self.fault.is_none() {
            self.fault = found.fault;
        }
    }

    /// The number of a state, which is kept if it is new.
    fn number(&mut self, key: &[u8], by: Option<(u32, ChoiceId)>, way: &FoundWay, seen: &mut Seen) -> u32 {
        let Seen { table, hasher } = seen;
        let hash = hasher.hash_one(key);
        let (keys, starts) = (&self.keys, &self.starts);
        let of = |n: u32| &keys[starts[n as usize]..starts[n as usize + 1]];
        if let Some(known) = table.find(hash, |n| of(*n) == key) {
            return *known;
        }
        let number = u32::try_from(self.parents.len()).unwrap_or(u32::MAX);
        table.insert_unique(hash, number, |n| hasher.hash_one(of(*n)));
        self.keys.extend_from_slice(key);
        self.starts.push(self.keys.len());
        self.parents.push(by);
        self.holds.push(way.holds);
        if let Some(ending) = way.ended {
            self.endings[ending.at()].get_or_insert(number);
        }
        number
    }
}

/// Seven bits a byte, the lowest first.
pub(super) fn put(key: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        key.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    key.push(value.to_le_bytes()[0]);
}

pub(super) fn take(key: &mut &[u8]) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    while let Some((byte, rest)) = key.split_first() {
        *key = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    value
}
