//! What an expression can be at all, from what is known of the numbers it reads.
//!
//! The invariant: no state that lies within the ranges gives a value outside the range that is answered.

use crate::story::{
    Story,
    expr::{
        Binary, Type,
        resolve::{Expr, Node},
    },
    ids::{RegionId, ScheduleId, ShockId, Slot},
    model::{PARAMETER_RANGE, ScheduledTurn, TURN},
    names::Tracker,
};

/// From, to, both within.
pub type Span = (i128, i128);

/// Every number there is.
pub(super) const ANY: Span = (i64::MIN as i128, i64::MAX as i128);
/// Yes or no.
const TRUTH: Span = (0, 1);
/// Far beyond every turn and every count of visits.
const FAR: i128 = 1 << 40;

/// What is known of the state, by slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges(pub(super) Box<[Span]>);

impl Ranges {
    /// What holds in every state: the bounds of the variables, and what a memory of the engine can be.
    #[must_use]
    pub(super) fn bounds(story: &Story) -> Self {
        let vars = story.bounds.iter().map(|b| (i128::from(b.min), i128::from(b.max)));
        let remembered = story.trackers.iter().map(|tracker| match tracker {
            Tracker::Peak(var) => {
                let bounds = story.bounds[var.at()];
                (i128::from(bounds.min).min(0), i128::from(bounds.max).max(0))
            }
            Tracker::Planned(_) | Tracker::Drawn(_) => TRUTH,
            Tracker::Visits(_) | Tracker::LaterTries(_) | Tracker::DeckLeft | Tracker::PeakTurn(_) => {
                (0, FAR)
            }
            Tracker::SceneTurn(_)
            | Tracker::ChoiceTurn(_)
            | Tracker::ShockTurn(_)
            | Tracker::RuleTurn(_)
            | Tracker::LaterDue(_)
            | Tracker::Deck => (-1, FAR),
        });
        Self([(0, FAR)].into_iter().chain(vars).chain(remembered).collect())
    }

    /// What a slot can hold.
    #[must_use]
    pub fn of(&self, slot: Slot) -> Span {
        self.0.get(slot.at()).copied().unwrap_or(ANY)
    }

    pub(super) fn set(&mut self, slot: Slot, span: Span) {
        if let Some(place) = self.0.get_mut(slot.at()) {
            *place = span;
        }
    }

    /// Counts and turns that have gone beyond everything stay there.
    pub(super) fn cap(&mut self) {
        for span in &mut self.0 {
            *span = (span.0.min(FAR), span.1.min(FAR));
        }
    }

    /// Takes in what another knows to be possible too; whether that was anything new.
    pub(super) fn widen_to(&mut self, other: &Self) -> bool {
        let mut more = false;
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            let both = hull(*mine, *theirs);
            more |= both != *mine;
            *mine = both;
        }
        more
    }
}

/// The least range that holds both.
pub(super) fn hull(a: Span, b: Span) -> Span {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The range that lies in both; empty where its end is before its beginning.
pub(super) fn common(a: Span, b: Span) -> Span {
    (a.0.max(b.0), a.1.min(b.1))
}

fn within(span: Span) -> Span {
    common(span, ANY)
}

fn truth(known: Option<bool>) -> Span {
    known.map_or(TRUTH, |k| (k.into(), k.into()))
}

/// Whether a condition holds in every state, or in none; nothing where that cannot be told.
#[must_use]
pub fn settled(story: &Story, expr: &Expr) -> Option<bool> {
    Reading { story, lets: &[], schedule: None }.settled(&Ranges::bounds(story), expr)
}

/// What expressions are read with: the story, and what its `let`s stand for, as far as that is at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The story.
    pub(super) story: &'a Story,
    /// The `let`s' trees, by their index.
    pub(super) lets: &'a [Option<&'a Expr>],
    /// The schedule that holds; any where none is given.
    pub(super) schedule: Option<ScheduleId>,
}

impl<'a> Reading<'a> {
    /// The tree that a `let` stands for.
    pub(super) fn named(&self, id: crate::story::ids::LetId) -> Option<&'a Expr> {
        self.lets.get(id.at()).copied().flatten()
    }

    /// Whether a condition holds in all states within the ranges, or in none.
    #[must_use]
    pub(super) fn settled(&self, ranges: &Ranges, expr: &Expr) -> Option<bool> {
        match self.span(ranges, expr) {
            (0, 0) => Some(false),
            (low, high) if low > 0 || high < 0 => Some(true),
            _ => None,
        }
    }

    /// What an expression can be.
    #[must_use]
    pub(super) fn span(&self, ranges: &Ranges, expr: &Expr) -> Span {
        let settled = |e: &Expr| self.settled(ranges, e);
        match &expr.node {
            Node::Constant(n) => ((*n).into(), (*n).into()),
            Node::Read(slot) => ranges.of(*slot),
            Node::Marked(slot) => match ranges.of(*slot) {
                (low, _) if low >= 0 => (1, 1),
                (_, high) if high < 0 => (0, 0),
                _ => TRUTH,
            },
            Node::Since(slot) => {
                let (last, now) = (ranges.of(*slot), ranges.of(TURN));
                match last {
                    (_, high) if high < 0 => (-1, -1),
                    (low, high) => {
                        let least = if low < 0 { -1 } else { now.0 - high };
                        within((least.max(-1), now.1 - low.max(0)))
                    }
                }
            }
            Node::Let(id) => self.named(*id).map_or_else(|| any(expr), |tree| self.span(ranges, tree)),
            Node::Param(_) => (PARAMETER_RANGE.start.into(), i128::from(PARAMETER_RANGE.end) - 1),
            Node::Scaled(_, a) => {
                let (low, high) = self.span(ranges, a);
                let most = i128::from(PARAMETER_RANGE.end) - 1;
                within(((low * most / 100).min(0).min(low * most / 100), (high * most / 100).max(0)))
            }
            Node::Shock(shock) => truth(self.shock(ranges, *shock)),
            Node::Region(region) => truth(self.region(ranges, *region)),
            Node::Minus(a) => {
                let (low, high) = self.span(ranges, a);
                within((-high, -low))
            }
            Node::Abs(a) => {
                let (low, high) = self.span(ranges, a);
                let least = if low <= 0 && high >= 0 { 0 } else { low.abs().min(high.abs()) };
                within((least, low.abs().max(high.abs())))
            }
            Node::Not(a) => truth(settled(a).map(|k| !k)),
            Node::And(ab) => truth(match (settled(&ab.0), settled(&ab.1)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            }),
            Node::Or(ab) => truth(match (settled(&ab.0), settled(&ab.1)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }),
            Node::Binary(op, ab) => binary(*op, self.span(ranges, &ab.0), self.span(ranges, &ab.1)),
            Node::If(abc) => match settled(&abc.0) {
                Some(true) => self.span(ranges, &abc.1),
                Some(false) => self.span(ranges, &abc.2),
                None => hull(self.span(ranges, &abc.1), self.span(ranges, &abc.2)),
            },
            Node::Pick(index, entries) => {
                let at = self.span(ranges, index);
                let open = entries.iter().zip(0_i128..).filter(|(_, n)| at.0 <= *n && *n <= at.1);
                let spans = open.map(|(entry, _)| self.span(ranges, entry));
                spans.reduce(hull).unwrap_or_else(|| any(expr))
            }
        }
    }

    /// What comes in these turns, under the schedule that holds or under any.
    pub(super) fn scheduled(self, (from, to): Span) -> impl Iterator<Item = &'a ScheduledTurn> {
        let (story, holds) = (self.story, self.schedule);
        let schedules = story.schedules.iter().enumerate();
        let schedules = schedules.filter(move |(n, _)| holds.is_none_or(|id| id.at() == *n));
        let here = move |t: &&ScheduledTurn| from <= i128::from(t.turn) && i128::from(t.turn) <= to;
        schedules.flat_map(|(_, s)| &s.turns).filter(here)
    }

    /// Whether a shock comes in one of these turns, or surely in the only one.
    fn shock(&self, ranges: &Ranges, shock: ShockId) -> Option<bool> {
        let turn = ranges.of(TURN);
        let comes = self.scheduled(turn).any(|t| t.shocks.contains(&shock));
        match (comes, turn.0 == turn.1 && self.schedule.is_some()) {
            (false, _) => Some(false),
            (true, true) => Some(true),
            (true, false) => None,
        }
    }

    /// Whether the world is in a region: its condition holds, and those of the regions before it do not.
    fn region(&self, ranges: &Ranges, region: RegionId) -> Option<bool> {
        let holds = |n: usize| match self.story.regions[n].when {
            None => Some(true),
            Some(when) => self.settled(ranges, &self.story.trees[when.tree.at()]),
        };
        let before: Vec<Option<bool>> = (0..region.at()).map(holds).collect();
        if before.contains(&Some(true)) {
            return Some(false);
        }
        match holds(region.at()) {
            Some(false) => Some(false),
            Some(true) if before.iter().all(|b| *b == Some(false)) => Some(true),
            _ => None,
        }
    }
}

fn any(expr: &Expr) -> Span {
    if expr.ty == Type::Truth { TRUTH } else { ANY }
}

fn binary(op: Binary, a: Span, b: Span) -> Span {
    let decided = |yes: bool, no: bool| match (yes, no) {
        (true, _) => (1, 1),
        (_, true) => (0, 0),
        _ => TRUTH,
    };
    let (one, apart) = (a.0 == a.1 && a == b, a.1 < b.0 || b.1 < a.0);
    match op {
        Binary::Add => within((a.0 + b.0, a.1 + b.1)),
        Binary::Sub => within((a.0 - b.1, a.1 - b.0)),
        Binary::Less => decided(a.1 < b.0, a.0 >= b.1),
        Binary::AtMost => decided(a.1 <= b.0, a.0 > b.1),
        Binary::More => decided(a.0 > b.1, a.1 <= b.0),
        Binary::AtLeast => decided(a.0 >= b.1, a.1 < b.0),
        Binary::Equal => decided(one, apart),
        Binary::Differs => decided(apart, one),
        Binary::Min => (a.0.min(b.0), a.1.min(b.1)),
        Binary::Max => (a.0.max(b.0), a.1.max(b.1)),
        Binary::Mul => corners(a, b, |x, y| x * y),
        // Truncated towards zero: the ends lie where the divisor is nearest to zero and farthest from it.
        Binary::Div if b.0 > 0 || b.1 < 0 => corners(a, b, |x, y| x / y),
        Binary::Div => {
            let most = a.0.abs().max(a.1.abs());
            within((-most, most))
        }
        Binary::Rem if a.0 == a.1 && b.0 == b.1 && b.0 != 0 => (a.0 % b.0, a.0 % b.0),
        Binary::Rem => {
            let most = (b.0.abs().max(b.1.abs()) - 1).max(0).min(a.0.abs().max(a.1.abs()));
            (if a.0 < 0 { -most } else { 0 }, if a.1 > 0 { most } else { 0 })
        }
    }
}

/// The least range that holds what comes of the ends.
fn corners(a: Span, b: Span, of: impl Fn(i128, i128) -> i128) -> Span {
    // The ends have 64 bits, so that their products have 128.
    let all = [of(a.0, b.0), of(a.0, b.1), of(a.1, b.0), of(a.1, b.1)];
    within((all.into_iter().fold(i128::MAX, i128::min), all.into_iter().fold(i128::MIN, i128::max)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every operator against all pairs of numbers in small ranges.
    #[test]
    fn no_pair_of_numbers_leaves_the_range_of_an_operator() {
        use Binary::{Add, AtLeast, AtMost, Differs, Div, Equal, Less, Max, Min, More, Mul, Rem, Sub};
        let ends = [-7, -3, -1, 0, 1, 2, 5];
        let spans: Vec<Span> =
            ends.iter().flat_map(|a| ends.iter().filter(move |b| a <= *b).map(|b| (*a, *b))).collect();
        for op in [Add, Sub, Mul, Div, Rem, Less, AtMost, More, AtLeast, Equal, Differs, Min, Max] {
            for a in &spans {
                for b in &spans {
                    let (low, high) = binary(op, *a, *b);
                    for x in a.0..=a.1 {
                        for y in b.0..=b.1 {
                            let value = match op {
                                Add => x + y,
                                Sub => x - y,
                                Mul => x * y,
                                Div | Rem if y == 0 => continue,
                                Div => x / y,
                                Rem => x % y,
                                Less => (x < y).into(),
                                AtMost => (x <= y).into(),
                                More => (x > y).into(),
                                AtLeast => (x >= y).into(),
                                Equal => (x == y).into(),
                                Differs => (x != y).into(),
                                Min => x.min(y),
                                Max => x.max(y),
                            };
                            assert!(
                                low <= value && value <= high,
                                "{x} {op:?} {y} is {value}, not in {low}..={high}"
                            );
                        }
                    }
                }
            }
        }
    }
}
