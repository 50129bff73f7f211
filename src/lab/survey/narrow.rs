//! What is known of the numbers once a condition is known to hold, or not to.
//!
//! The invariant: a state within the ranges on which the condition comes out so lies within what is left; nothing is
//! left only where there is no such state.

use crate::{
    lab::ranges::{ANY, Ranges, Reading, Span, common, hull},
    story::{
        expr::{
            Binary, Type,
            resolve::{Expr, Node},
        },
        model::TURN,
    },
};

/// How many cases of a condition are looked at before it is let go as possible.
const CASES: usize = 64;

/// What is asked to come out how.
pub(super) type Goal<'a> = (&'a Expr, bool);

impl<'a> Reading<'a> {
    /// Whether some state within the ranges may let all goals come out together.
    pub(in crate::lab) fn possible(&self, ranges: &Ranges, goals: &[Goal<'a>]) -> bool {
        self.any_case(ranges.clone(), goals.to_vec(), &mut Vec::new(), &mut { CASES })
    }

    /// Case by case: an `or` that is to hold, an `and` that is not, are tried both ways.
    fn any_case(
        &self,
        mut ranges: Ranges,
        mut goals: Vec<Goal<'a>>,
        done: &mut Vec<Goal<'a>>,
        fuel: &mut usize,
    ) -> bool {
        while let Some((expr, want)) = goals.pop() {
            match (&expr.node, want) {
                (Node::Not(a), _) => goals.push((a, !want)),
                (Node::And(ab), true) | (Node::Or(ab), false) => {
                    goals.push((&ab.1, want));
                    goals.push((&ab.0, want));
                }
                (Node::Let(id), _) if self.named(*id).is_some() => {
                    goals.extend(self.named(*id).map(|tree| (tree, want)));
                }
                (Node::And(ab), false) | (Node::Or(ab), true) => {
                    if *fuel == 0 {
                        return true;
                    }
                    *fuel -= 1;
                    return [&ab.0, &ab.1].into_iter().any(|side| {
                        let mut rest = goals.clone();
                        rest.push((side, want));
                        self.any_case(ranges.clone(), rest, &mut done.clone(), fuel)
                    });
                }
                _ => {
                    done.push((expr, want));
                    if !self.narrow(&mut ranges, expr, want) {
                        return false;
                    }
                }
            }
        }
        // What came later may have left nothing for what came first.
        done.iter().all(|(expr, want)| self.narrow(&mut ranges, expr, *want))
    }

    /// Leaves the states on which a condition comes out so; whether there may be any.
    pub(in crate::lab) fn narrow(&self, ranges: &mut Ranges, expr: &Expr, want: bool) -> bool {
        if self.settled(ranges, expr) == Some(!want) {
            return false;
        }
        let truth: Span = if want { (1, 1) } else { (0, 0) };
        match &expr.node {
            Node::Read(_) => self.limit(ranges, expr, truth),
            Node::Marked(slot) => {
                let left = common(ranges.of(*slot), if want { (0, ANY.1) } else { (ANY.0, -1) });
                ranges.set(*slot, left);
                left.0 <= left.1
            }
            Node::Not(a) => self.narrow(ranges, a, !want),
            Node::And(ab) if want => self.both(ranges, (&ab.0, true), (&ab.1, true)),
            Node::Or(ab) if !want => self.both(ranges, (&ab.0, false), (&ab.1, false)),
            Node::And(ab) | Node::Or(ab) => self.either(ranges, &[&[(&ab.0, want)], &[(&ab.1, want)]]),
            Node::If(abc) => {
                let (yes, no) = ([(&abc.0, true), (&abc.1, want)], [(&abc.0, false), (&abc.2, want)]);
                self.either(ranges, &[&yes, &no])
            }
            Node::Let(id) => self.named(*id).is_none_or(|tree| self.narrow(ranges, tree, want)),
            Node::Binary(op, ab) if op.compares() => self.compare(ranges, *op, &ab.0, &ab.1, want),
            Node::Region(region) if want => {
                let tree = |n: usize| self.story.regions[n].when.map(|w| &self.story.trees[w.tree.at()]);
                let before = (0..region.at()).all(|n| tree(n).is_none_or(|t| self.narrow(ranges, t, false)));
                before && tree(region.at()).is_none_or(|t| self.narrow(ranges, t, true))
            }
            Node::Constant(_)
            | Node::Since(_)
            | Node::Param(_)
            | Node::Shock(_)
            | Node::Region(_)
            | Node::Minus(_)
            | Node::Abs(_)
            | Node::Binary(..)
            | Node::Scaled(..)
            | Node::Pick(..) => true,
        }
    }

    /// Twice over, so that what the second leaves is known to the first.
    fn both(&self, ranges: &mut Ranges, a: Goal<'_>, b: Goal<'_>) -> bool {
        self.narrow(ranges, a.0, a.1)
            && self.narrow(ranges, b.0, b.1)
            && self.narrow(ranges, a.0, a.1)
            && self.narrow(ranges, b.0, b.1)
    }

    /// What is left by one list of goals or another.
    fn either(&self, ranges: &mut Ranges, cases: &[&[Goal<'_>]]) -> bool {
        let left = cases.iter().filter_map(|goals| {
            let mut left = ranges.clone();
            goals.iter().all(|(expr, want)| self.narrow(&mut left, expr, *want)).then_some(left)
        });
        let all = left.reduce(|mut a, b| {
            a.widen_to(&b);
            a
        });
        match all {
            Some(left) => {
                *ranges = left;
                true
            }
            None => false,
        }
    }

    fn compare(&self, ranges: &mut Ranges, op: Binary, a: &Expr, b: &Expr, want: bool) -> bool {
        if a.ty == Type::Truth {
            // Two conditions that are to agree, or not to.
            let agree = (op == Binary::Equal) == want;
            let (yes, no) = ([(a, true), (b, agree)], [(a, false), (b, !agree)]);
            return self.either(ranges, &[&yes, &no]);
        }
        let op = if want { op } else { opposite(op) };
        let (left, right) = (self.span(ranges, a), self.span(ranges, b));
        let (of_a, of_b) = match op {
            Binary::Less => ((ANY.0, right.1 - 1), (left.0 + 1, ANY.1)),
            Binary::AtMost => ((ANY.0, right.1), (left.0, ANY.1)),
            Binary::More => ((right.0 + 1, ANY.1), (ANY.0, left.1 - 1)),
            Binary::AtLeast => ((right.0, ANY.1), (ANY.0, left.1)),
            Binary::Equal => (right, left),
            Binary::Differs => (cut(left, right), cut(right, left)),
            Binary::Add
            | Binary::Sub
            | Binary::Mul
            | Binary::Div
            | Binary::Rem
            | Binary::Min
            | Binary::Max => return true,
        };
        self.limit(ranges, a, of_a) && self.limit(ranges, b, of_b)
    }

    /// Leaves the states on which a number lies within a range; whether there may be any.
    fn limit(&self, ranges: &mut Ranges, expr: &Expr, to: Span) -> bool {
        let is = common(self.span(ranges, expr), to);
        if is.0 > is.1 {
            return false;
        }
        match &expr.node {
            Node::Read(slot) => {
                ranges.set(*slot, common(ranges.of(*slot), is));
                true
            }
            Node::Minus(a) => self.limit(ranges, a, (-is.1, -is.0)),
            Node::Since(slot) => {
                let (now, last) = (ranges.of(TURN), ranges.of(*slot));
                let left = match is {
                    (-1, -1) => common(last, (ANY.0, -1)),
                    (0.., _) => common(last, (0.max(now.0 - is.1), now.1 - is.0)),
                    _ => last,
                };
                ranges.set(*slot, left);
                left.0 <= left.1
            }
            Node::Let(id) => self.named(*id).is_none_or(|tree| self.limit(ranges, tree, is)),
            Node::If(abc) => {
                let case = |want: bool, value: &Expr| {
                    let mut left = ranges.clone();
                    (self.narrow(&mut left, &abc.0, want) && self.limit(&mut left, value, is)).then_some(left)
                };
                let left = match (case(true, &abc.1), case(false, &abc.2)) {
                    (Some(mut a), Some(b)) => {
                        a.widen_to(&b);
                        a
                    }
                    (Some(one), None) | (None, Some(one)) => one,
                    (None, None) => return false,
                };
                *ranges = left;
                true
            }
            Node::Binary(op, ab) => self.limit_parts(ranges, *op, (&ab.0, &ab.1), is),
            Node::Constant(_)
            | Node::Marked(_)
            | Node::Param(_)
            | Node::Shock(_)
            | Node::Region(_)
            | Node::Not(_)
            | Node::Abs(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Scaled(..)
            | Node::Pick(..) => true,
        }
    }

    fn limit_parts(&self, ranges: &mut Ranges, op: Binary, (a, b): (&Expr, &Expr), is: Span) -> bool {
        let (left, right) = (self.span(ranges, a), self.span(ranges, b));
        match op {
            Binary::Add => {
                self.limit(ranges, a, (is.0 - right.1, is.1 - right.0))
                    && self.limit(ranges, b, (is.0 - left.1, is.1 - left.0))
            }
            Binary::Sub => {
                self.limit(ranges, a, (is.0 + right.0, is.1 + right.1))
                    && self.limit(ranges, b, (left.0 - is.1, left.1 - is.0))
            }
            Binary::Min => {
                let (a_least, b_least) = ((is.0, ANY.1), (is.0, ANY.1));
                let a_most = if right.0 > is.1 { (ANY.0, is.1) } else { ANY };
                let b_most = if left.0 > is.1 { (ANY.0, is.1) } else { ANY };
                self.limit(ranges, a, common(a_least, a_most))
                    && self.limit(ranges, b, common(b_least, b_most))
            }
            Binary::Max => {
                let a_least = if right.1 < is.0 { (is.0, ANY.1) } else { ANY };
                let b_least = if left.1 < is.0 { (is.0, ANY.1) } else { ANY };
                self.limit(ranges, a, common((ANY.0, is.1), a_least))
                    && self.limit(ranges, b, common((ANY.0, is.1), b_least))
            }
            // By a number that is known and above zero.
            Binary::Mul if right.0 == right.1 && right.0 > 0 => {
                let by = right.0;
                self.limit(ranges, a, (-(-is.0).div_euclid(by), is.1.div_euclid(by)))
            }
            Binary::Mul if left.0 == left.1 && left.0 > 0 => {
                let by = left.0;
                self.limit(ranges, b, (-(-is.0).div_euclid(by), is.1.div_euclid(by)))
            }
            Binary::Div if right.0 == right.1 && right.0 > 0 => {
                let by = right.0;
                let low = if is.0 > 0 { is.0 * by } else { is.0 * by - (by - 1) };
                let high = if is.1 >= 0 { is.1 * by + (by - 1) } else { is.1 * by };
                self.limit(ranges, a, (low, high))
            }
            Binary::Mul
            | Binary::Div
            | Binary::Rem
            | Binary::Less
            | Binary::AtMost
            | Binary::More
            | Binary::AtLeast
            | Binary::Equal
            | Binary::Differs => true,
        }
    }
}

/// The comparison that holds where this one does not.
const fn opposite(op: Binary) -> Binary {
    match op {
        Binary::Less => Binary::AtLeast,
        Binary::AtLeast => Binary::Less,
        Binary::More => Binary::AtMost,
        Binary::AtMost => Binary::More,
        Binary::Equal => Binary::Differs,
        Binary::Differs => Binary::Equal,
        other => other,
    }
}

/// A range without the one number that another is known to be, where that lies at its end.
fn cut(span: Span, other: Span) -> Span {
    match other {
        (a, b) if a != b => span,
        (n, _) if span.0 == n => (n + 1, span.1),
        (n, _) if span.1 == n => (span.0, n - 1),
        _ => span,
    }
}

/// What a number is after something that may move it, or surely does.
pub(super) fn perhaps(before: Span, after: Span, surely: bool) -> Span {
    if surely { after } else { hull(before, after) }
}
