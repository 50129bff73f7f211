//! What is worth talking about after a session, found in its counts.
//!
//! The invariant: a finding says nothing that the hidden cells would hide.

use serde::{Deserialize, Serialize};

use super::{
    privacy::{line, square},
    room::Past,
};

/// Something worth talking about. Ballots are named by their place among those that are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// The closest vote: ballot, the two options and their votes.
    Closest(usize, (usize, u32), (usize, u32)),
    /// The biggest surprise: ballot, what most bet on, what most voted for at first.
    Surprise(usize, usize, usize),
    /// The largest gap between two roles: ballot, option, role and its share in hundredths, twice.
    Gap(usize, usize, (usize, u32), (usize, u32)),
    /// Where the room turned: ballot, what led at first, what led in the end. How many moved is not said: with both votes
    /// it would tell of single people.
    Turned(usize, usize, usize),
    /// Where most voted otherwise the second time, though what led still led: ballot.
    Moved(usize),
    /// Where the roles' power decided otherwise than one person, one vote: ballot, what power decided, what votes would.
    Power(usize, usize, usize),
}

/// The fewest votes of a ballot that anything is said of.
const ENOUGH: u32 = 8;

/// What is worth talking about, at most one of each kind.
#[must_use]
pub fn board(past: &[Past]) -> Vec<Finding> {
    let ballots: Vec<(usize, &Past)> =
        past.iter().enumerate().filter(|(_, p)| p.last.iter().sum::<u32>() >= ENOUGH).collect();
    let closest = ballots.iter().filter_map(|(n, p)| closest(*n, p)).min_by_key(|(apart, _)| *apart);
    let surprise = ballots.iter().filter_map(|(n, p)| surprise(*n, p)).max_by_key(|(apart, _)| *apart);
    let gap = ballots.iter().filter_map(|(n, p)| gap(*n, p)).max_by_key(|(apart, _)| *apart);
    let turned = ballots.iter().filter_map(|(n, p)| turned(*n, p)).max_by_key(|(moved, _)| *moved);
    let power = ballots.iter().find_map(|(n, p)| {
        let (decided, plain) = (p.decided?.0, p.plain?);
        (decided != plain).then_some((0, Finding::Power(*n, decided, plain)))
    });
    [closest, surprise, gap, turned, power].into_iter().flatten().map(|(_, finding)| finding).collect()
}

/// The place of the largest, the first of them.
fn top(counts: &[u32]) -> Option<usize> {
    let most = counts.iter().max().filter(|n| **n > 0)?;
    counts.iter().position(|n| n == most)
}

fn closest(n: usize, past: &Past) -> Option<(u32, Finding)> {
    let shown = line(&past.last);
    let mut votes: Vec<(usize, u32)> =
        shown.iter().enumerate().filter_map(|(o, cell)| Some((o, cell.shown()?))).collect();
    votes.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    let [first, second, ..] = votes[..] else { return None };
    // What is hidden may be no larger than what is shown second.
    let all: u32 = past.last.iter().sum();
    Some(((first.1 - second.1) * 1000 / all.max(1), Finding::Closest(n, first, second)))
}

fn surprise(n: usize, past: &Past) -> Option<(u32, Finding)> {
    let bets: u32 = past.bets.iter().sum();
    let votes: u32 = past.first.iter().sum();
    if bets < ENOUGH || votes < ENOUGH {
        return None;
    }
    let (bet, said) = (top(&past.bets)?, top(&past.first)?);
    let apart: u32 =
        past.bets.iter().zip(&past.first).map(|(b, v)| (b * 1000 / bets).abs_diff(v * 1000 / votes)).sum();
    (bet != said).then_some((apart, Finding::Surprise(n, bet, said)))
}

fn gap(n: usize, past: &Past) -> Option<(u32, Finding)> {
    let unknown: Vec<bool> = line(&past.last).iter().map(|c| c.shown().is_none()).collect();
    let shown = square(&past.by_role, &unknown);
    let mut best: Option<(u32, Finding)> = None;
    for option in 0..past.options.len() {
        let shares: Vec<(usize, u32)> = (shown.iter().zip(&past.by_role).enumerate())
            .filter_map(|(role, (cells, row))| {
                let all: u32 = row.iter().sum();
                Some((role, cells.get(option)?.shown()? * 100 / all.max(1)))
            })
            .collect();
        let most = shares.iter().max_by_key(|(_, share)| *share);
        let least = shares.iter().min_by_key(|(_, share)| *share);
        if let (Some(most), Some(least)) = (most, least)
            && most.1 > least.1
            && best.is_none_or(|(apart, _)| most.1 - least.1 > apart)
        {
            best = Some((most.1 - least.1, Finding::Gap(n, option, *most, *least)));
        }
    }
    best
}

fn turned(n: usize, past: &Past) -> Option<(u32, Finding)> {
    if !past.twice {
        return None;
    }
    let moved: u32 = (past.moves.iter().enumerate())
        .flat_map(|(from, row)| row.iter().enumerate().filter(move |(to, _)| *to != from).map(|(_, n)| *n))
        .sum();
    let stayed: u32 = past.moves.iter().enumerate().filter_map(|(from, row)| row.get(from)).sum();
    // Few who moved, or few who did not, are nobody's business.
    line(&[moved, stayed]).first()?.shown()?;
    let (was, is) = (top(&past.first)?, top(&past.last)?);
    let finding = if was == is { Finding::Moved(n) } else { Finding::Turned(n, was, is) };
    // A room that turned is worth more than one that moved.
    Some((moved + if was == is { 0 } else { 100_000 }, finding))
}
