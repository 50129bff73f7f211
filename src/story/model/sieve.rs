//! Which rules apply, asked by variable instead of by rule.
//!
//! Nearly all conditions of rules are ranges of a few variables. So each variable has a table that says, by its value,
//! which rules it lets through, a bit for each; what all variables let through applies. The invariant: a bit stands
//! exactly where every test of the rule holds; a rule without tests stands always.

use crate::story::{expr::guard::Test, ids::Slot};

/// The longest range of values for which each value is written down.
const LONGEST: u64 = 1 << 14;

/// The rules in layers of 64, a bit each, the lowest first.
#[derive(Debug, Clone, Default)]
pub struct Sieve {
    first: Layer,
    more: Vec<Layer>,
}

/// Up to 64 rules.
#[derive(Debug, Clone, Default)]
struct Layer {
    /// All of them.
    all: u64,
    meshes: Vec<Mesh>,
}

/// What one variable lets through.
#[derive(Debug, Clone)]
struct Mesh {
    slot: Slot,
    /// The lowest value that is written down.
    lowest: i64,
    /// By value from there on, what it lets through.
    values: Box<[u64]>,
    /// Where the parts of its whole range begin, ascending, but for the first.
    cuts: Box<[i64]>,
    /// What each part lets through.
    parts: Box<[u64]>,
}

impl Sieve {
    /// A sieve for rules by their tests, with the values that a slot is likely to have: from, to.
    #[must_use]
    pub fn of(rules: &[&[Test]], range: impl Fn(Slot) -> Option<(i64, i64)>) -> Self {
        let mut layers = rules.chunks(64).map(|rules| Layer::of(rules, &range));
        Self { first: layers.next().unwrap_or_default(), more: layers.collect() }
    }

    /// How many layers there are, 1 at least.
    #[must_use]
    pub const fn layers(&self) -> usize {
        self.more.len() + 1
    }

    /// Which rules of the first layer apply to the numbers of a state.
    #[inline]
    #[must_use]
    pub fn first(&self, slots: &[i64]) -> u64 {
        self.first.through(slots)
    }

    /// The first layer from this one on in which rules apply to the numbers of a state, and which.
    #[inline]
    #[must_use]
    pub fn through(&self, from: usize, slots: &[i64]) -> Option<(usize, u64)> {
        let layers = std::iter::once(&self.first).chain(&self.more).enumerate().skip(from);
        layers.map(|(n, layer)| (n, layer.through(slots))).find(|(_, bits)| *bits != 0)
    }
}

impl Layer {
    #[inline]
    fn through(&self, slots: &[i64]) -> u64 {
        self.meshes.iter().fold(self.all, |bits, mesh| bits & mesh.through(slots[mesh.slot.at()]))
    }

    fn of(rules: &[&[Test]], range: impl Fn(Slot) -> Option<(i64, i64)>) -> Self {
        let tests = || rules.iter().enumerate().flat_map(|(n, tests)| tests.iter().map(move |t| (n, *t)));
        let slots: std::collections::BTreeSet<Slot> = tests().map(|(_, test)| test.slot).collect();
        let mesh = |slot: Slot| {
            let own: Vec<(usize, Test)> = tests().filter(|(_, test)| test.slot == slot).collect();
            Mesh::of(slot, &own, range(slot))
        };
        let all = u64::MAX.checked_shr(64 - u32::try_from(rules.len()).unwrap_or(64)).unwrap_or(0);
        Self { all, meshes: slots.into_iter().map(mesh).collect() }
    }
}

impl Mesh {
    fn of(slot: Slot, tests: &[(usize, Test)], range: Option<(i64, i64)>) -> Self {
        // A test changes its mind at the beginning of its range and after its end.
        let ends = tests.iter().flat_map(|(_, test)| [Some(test.low), test.after()]);
        let mut cuts: Vec<i64> = ends.flatten().filter(|cut| *cut > i64::MIN).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let lets = |value: i64| {
            let failed = tests.iter().filter(|(_, test)| !test.holds(value));
            failed.fold(u64::MAX, |bits, (n, _)| bits & !(1 << n))
        };
        let parts = std::iter::once(i64::MIN).chain(cuts.iter().copied()).map(lets).collect();
        let mut mesh = Self { slot, lowest: 0, values: Box::default(), cuts: cuts.into(), parts };
        if let Some((low, high)) = range.filter(|(low, high)| high.abs_diff(*low) < LONGEST) {
            mesh.lowest = low;
            mesh.values = (low..=high).map(|value| mesh.sought(value)).collect();
        }
        mesh
    }

    /// The rules that a value lets through.
    #[inline]
    fn through(&self, value: i64) -> u64 {
        // Below the lowest the difference wraps around to more than any table has.
        let at = usize::try_from(value.wrapping_sub(self.lowest).cast_unsigned()).unwrap_or(usize::MAX);
        self.values.get(at).map_or_else(|| self.sought(value), |bits| *bits)
    }

    #[cold]
    fn sought(&self, value: i64) -> u64 {
        self.parts[self.cuts.partition_point(|cut| *cut <= value)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_test() -> impl Strategy<Value = Test> {
        let number = || prop_oneof![-3..30_i64, Just(i64::MIN), Just(i64::MAX), any::<i64>()];
        (0..3_usize, number(), prop_oneof![0..20_u64, any::<u64>()]).prop_map(|(slot, low, span)| Test {
            slot: Slot::new(slot),
            low,
            span,
        })
    }

    proptest! {
        #[test]
        fn a_rule_comes_through_exactly_where_all_its_tests_hold(
            rules in prop::collection::vec(prop::collection::vec(any_test(), 0..4), 0..150),
            slots in prop::collection::vec(prop_oneof![-5..35_i64, any::<i64>()], 3),
        ) {
            let rules: Vec<&[Test]> = rules.iter().map(Vec::as_slice).collect();
            let sieve = Sieve::of(&rules, |slot| (slot.at() < 2).then_some((0, 30)));
            for (n, tests) in rules.iter().enumerate() {
                let here = sieve.through(n / 64, &slots).filter(|(layer, _)| *layer == n / 64);
                let came = here.is_some_and(|(_, bits)| bits >> (n % 64) & 1 == 1);
                prop_assert_eq!(came, tests.iter().all(|t| t.holds(slots[t.slot.at()])), "rule {}", n);
            }
        }
    }
}
