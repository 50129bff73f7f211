//! Running flat code on the numbers of a state.
//!
//! The invariant: evaluation changes nothing but the scratch space, and every arithmetic step is checked, so a wrong
//! number never comes out: a [`Fault`] does.

use crate::{
    engine::{
        fault::Fault,
        state::{Setup, State},
    },
    story::{
        Story,
        expr::{
            Binary,
            guard::Test,
            lower::{Code, From, Op, Pool},
        },
        ids::{LetId, RegionId, ShockId},
    },
};

/// Room for intermediate results, kept between evaluations so that none allocates.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    temps: Vec<i64>,
    lets: Vec<Option<i64>>,
    region: Region,
    /// Whether what is in it was worked out of the state at hand.
    ready: bool,
}

impl Scratch {
    /// Forgets what was worked out of another state.
    #[inline]
    pub(super) const fn forget(&mut self) {
        self.ready = false;
    }
}

/// Where the world is, once somebody asked.
#[derive(Debug, Clone, Copy, Default)]
enum Region {
    #[default]
    Unknown,
    Known(Option<RegionId>),
}

/// Reads values from one state. While it lives the state cannot change, so named expressions are worked out once.
#[derive(Debug)]
pub struct Reader<'a> {
    story: &'a Story,
    setup: &'a Setup,
    slots: &'a [i64],
    scratch: &'a mut Scratch,
    /// Where the temps of the running code begin, and where they end.
    base: usize,
    top: usize,
}

impl<'a> Reader<'a> {
    /// A reader of a state.
    #[inline]
    pub fn new(story: &'a Story, setup: &'a Setup, state: &'a State, scratch: &'a mut Scratch) -> Self {
        scratch.forget();
        Self::again(story, setup, state, scratch)
    }

    /// A reader of the state that the last reader with this scratch space read, or of none before.
    #[inline]
    pub(super) const fn again(
        story: &'a Story,
        setup: &'a Setup,
        state: &'a State,
        scratch: &'a mut Scratch,
    ) -> Self {
        Self { story, setup, slots: &state.slots, scratch, base: 0, top: 0 }
    }

    /// Makes the scratch space ready before the first code is run: most readers run none.
    fn prepare(&mut self) {
        if !self.scratch.ready {
            self.scratch.ready = true;
            self.scratch.lets.clear();
            self.scratch.lets.resize(self.story.lets.len(), None);
            self.scratch.region = Region::Unknown;
        }
    }

    /// Whether a condition holds.
    ///
    /// # Errors
    /// [`Fault`] of its arithmetic.
    #[inline]
    pub fn holds(&mut self, code: Code) -> Result<bool, Fault> {
        self.value(code).map(|v| v != 0)
    }

    /// Whether a condition holds, if there is one.
    ///
    /// # Errors
    /// [`Fault`] of its arithmetic.
    #[inline]
    pub fn holds_or(&mut self, when: Option<Code>) -> Result<bool, Fault> {
        when.map_or(Ok(true), |code| self.holds(code))
    }

    /// The value of a piece of code; truth is 0 or 1.
    ///
    /// # Errors
    /// [`Fault`] of its arithmetic.
    #[inline]
    pub fn value(&mut self, code: Code) -> Result<i64, Fault> {
        match short(&self.story.pool, self.slots, code) {
            Some(value) => Ok(value),
            None => self.value_in(&self.story.pool, code),
        }
    }

    /// The value of code that lies in another pool than the story's: a part of a tree, lowered to be explained.
    ///
    /// # Errors
    /// [`Fault`] of its arithmetic.
    #[inline(never)]
    pub fn value_in(&mut self, pool: &Pool, code: Code) -> Result<i64, Fault> {
        self.prepare();
        let start = code.start as usize;
        let ops = &pool.ops[start..start + code.len as usize];
        self.top = self.base + pool.temps;
        if self.scratch.temps.len() < self.top {
            self.scratch.temps.resize(self.top, 0);
        }
        let mut at = 0;
        while let Some(op) = ops.get(at) {
            at += 1;
            match *op {
                Op::Binary { op, to, a, b } => {
                    let value = binary(op, self.get(pool, a), self.get(pool, b))?;
                    self.put(to, value);
                }
                Op::Minus { to, a } => {
                    let value = self.get(pool, a).checked_neg().ok_or(Fault::Overflow)?;
                    self.put(to, value);
                }
                Op::Not { to, a } => {
                    let value = i64::from(self.get(pool, a) == 0);
                    self.put(to, value);
                }
                Op::Abs { to, a } => {
                    let value = self.get(pool, a).checked_abs().ok_or(Fault::Overflow)?;
                    self.put(to, value);
                }
                Op::Copy { to, a } => {
                    let value = self.get(pool, a);
                    self.put(to, value);
                }
                Op::Skip { a, on, over } => {
                    if (self.get(pool, a) != 0) == on {
                        at += over as usize;
                    }
                }
                Op::Jump { over } => at += over as usize,
                Op::Scaled { to, param, a } => {
                    let scaled = self
                        .get(pool, a)
                        .checked_mul(self.setup.params[param.at()])
                        .ok_or(Fault::Overflow)?;
                    self.put(to, scaled / 100);
                }
                Op::Param { to, param } => {
                    let value = self.setup.params[param.at()];
                    self.put(to, value);
                }
                Op::Marked { to, slot } => {
                    let value = i64::from(self.slots[slot.at()] >= 0);
                    self.put(to, value);
                }
                Op::Since { to, slot } => {
                    let last = self.slots[slot.at()];
                    let value = if last < 0 { -1 } else { self.slots[0] - last };
                    self.put(to, value);
                }
                Op::Shock { to, shock } => {
                    let value = i64::from(self.shock(shock));
                    self.put(to, value);
                }
                Op::Region { to, region } => {
                    let value = i64::from(self.region()? == Some(region));
                    self.put(to, value);
                }
                Op::Let { to, id } => {
                    let value = self.named(id)?;
                    self.put(to, value);
                }
                Op::OutOfRange => return Err(Fault::OutOfRange),
            }
        }
        Ok(self.get(pool, code.result))
    }

    /// The value of code as it would be with a named expression at 0.
    ///
    /// # Errors
    /// [`Fault`] of its arithmetic.
    pub(super) fn without(mut self, id: LetId, code: Code) -> Result<i64, Fault> {
        self.prepare();
        self.scratch.lets[id.at()] = Some(0);
        self.value(code)
    }

    fn get(&self, pool: &Pool, from: From) -> i64 {
        match from {
            From::Slot(slot) => self.slots[slot.at()],
            From::Number(n) => i64::from(n),
            From::Large(n) => pool.large[n as usize],
            From::Temp(n) => self.scratch.temps[self.base + usize::from(n)],
        }
    }

    fn put(&mut self, to: u16, value: i64) {
        self.scratch.temps[self.base + usize::from(to)] = value;
    }

    /// Runs code of another definition in temps of its own.
    fn inner(&mut self, code: Code) -> Result<i64, Fault> {
        let (base, top) = (self.base, self.top);
        self.base = top;
        let value = self.value(code);
        (self.base, self.top) = (base, top);
        value
    }

    fn named(&mut self, id: LetId) -> Result<i64, Fault> {
        if let Some(known) = self.scratch.lets[id.at()] {
            return Ok(known);
        }
        let value = self.inner(self.story.named(id).is)?;
        self.scratch.lets[id.at()] = Some(value);
        Ok(value)
    }

    /// The region the world is in: the first that fits.
    ///
    /// # Errors
    /// [`Fault`] of a condition's arithmetic.
    pub fn region(&mut self) -> Result<Option<RegionId>, Fault> {
        self.prepare();
        if let Region::Known(known) = self.scratch.region {
            return Ok(known);
        }
        let mut found = None;
        for (n, region) in self.story.regions.iter().enumerate() {
            let fits = match region.when {
                None => true,
                Some(when) => self.inner(when.code)? != 0,
            };
            if fits {
                found = Some(RegionId::new(n));
                break;
            }
        }
        self.scratch.region = Region::Known(found);
        Ok(found)
    }

    fn shock(&self, shock: ShockId) -> bool {
        let schedule = self.setup.schedule.map(|s| &self.story.schedules[s.at()]);
        schedule.and_then(|s| s.at(self.slots[0])).is_some_and(|t| t.shocks.contains(&shock))
    }
}

/// The value of code that is a constant, a slot, or a few tests: no record is run.
#[expect(
    clippy::inline_always,
    reason = "most of a turn is this, and a call would cost more than what it does"
)]
#[inline(always)]
pub(super) fn short(pool: &Pool, slots: &[i64], code: Code) -> Option<i64> {
    let (first, count) = code.tests;
    if count > 0 {
        let tests = &pool.tests[first as usize..(first + count) as usize];
        let holds = |test: &Test| test.holds(slots[test.slot.at()]);
        return Some(i64::from(match tests {
            [a] => holds(a),
            // Both are asked whatever the first says: a branch that cannot be foreseen costs more.
            [a, b] => holds(a) & holds(b),
            all => all.iter().all(holds),
        }));
    }
    if code.len > 0 {
        return None;
    }
    match code.result {
        From::Number(n) => Some(i64::from(n)),
        From::Slot(slot) => Some(slots[slot.at()]),
        From::Large(_) | From::Temp(_) => None,
    }
}

fn binary(op: Binary, a: i64, b: i64) -> Result<i64, Fault> {
    let whole = |value: Option<i64>| value.ok_or(Fault::Overflow);
    match op {
        Binary::Add => whole(a.checked_add(b)),
        Binary::Sub => whole(a.checked_sub(b)),
        Binary::Mul => whole(a.checked_mul(b)),
        Binary::Div | Binary::Rem if b == 0 => Err(Fault::DivisionByZero),
        Binary::Div => whole(a.checked_div(b)),
        Binary::Rem => whole(a.checked_rem(b)),
        Binary::Less => Ok(i64::from(a < b)),
        Binary::AtMost => Ok(i64::from(a <= b)),
        Binary::More => Ok(i64::from(a > b)),
        Binary::AtLeast => Ok(i64::from(a >= b)),
        Binary::Equal => Ok(i64::from(a == b)),
        Binary::Differs => Ok(i64::from(a != b)),
        Binary::Min => Ok(a.min(b)),
        Binary::Max => Ok(a.max(b)),
    }
}
