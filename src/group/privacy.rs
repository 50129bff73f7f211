//! Counts that may be shown: cells of fewer than five people are hidden, together with what would give them away.
//!
//! The rule of statistical offices: primary suppression of small cells, then complementary suppression until no hidden
//! cell can be worked out to within [`FEW`] from the sums. The invariant: with every sum known, each hidden cell of a
//! square that is not hidden wholly could still have [`FEW`] + 1 different values or more.

use serde::{Deserialize, Serialize};

/// The smallest count that is shown.
pub const FEW: u32 = 5;

/// A count, if it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// So many.
    Shown(u32),
    /// Too few, or what would tell how few.
    Hidden,
}

impl Cell {
    /// The count, if it may be shown.
    #[must_use]
    pub const fn shown(self) -> Option<u32> {
        match self {
            Self::Shown(n) => Some(n),
            Self::Hidden => None,
        }
    }

    /// One count by itself, of which no sum is told.
    #[must_use]
    pub const fn alone(n: u32) -> Self {
        if n < FEW { Self::Hidden } else { Self::Shown(n) }
    }
}

/// Counts whose sum is known.
#[must_use]
pub fn line(counts: &[u32]) -> Vec<Cell> {
    let mut hidden: Vec<bool> = counts.iter().map(|n| *n < FEW).collect();
    loop {
        let (number, sum) = (counts.iter().zip(&hidden).filter(|(_, h)| **h))
            .fold((0, 0), |(number, sum), (n, _)| (number + 1, sum + n));
        if number == 0 || (number > 1 && sum >= FEW) {
            break;
        }
        let next = (0..counts.len()).filter(|i| !hidden[*i]).min_by_key(|i| counts[*i]);
        let Some(next) = next else { break };
        hidden[next] = true;
    }
    let cell = |(n, hidden): (&u32, bool)| if hidden { Cell::Hidden } else { Cell::Shown(*n) };
    counts.iter().zip(hidden).map(cell).collect()
}

/// Counts in rows and columns whose sums are known, but for the columns whose sums are `unknown`: those are hidden wholly.
#[must_use]
pub fn square(rows: &[Vec<u32>], unknown: &[bool]) -> Vec<Vec<Cell>> {
    let columns = rows.first().map_or(0, Vec::len);
    let mut hidden: Vec<Vec<bool>> = rows
        .iter()
        .map(|row| {
            let cells = row.iter().enumerate();
            cells.map(|(j, n)| *n < FEW || unknown.get(j).copied().unwrap_or(false)).collect()
        })
        .collect();
    while let Some((i, j)) = known(rows, &hidden) {
        // The smallest that is still shown, beside it if there is one.
        let shown = |beside: bool| {
            let all = (0..rows.len()).flat_map(|r| (0..columns).map(move |c| (r, c)));
            all.filter(|(r, c)| !hidden[*r][*c] && (!beside || *r == i || *c == j))
                .min_by_key(|(r, c)| rows[*r][*c])
        };
        let Some((r, c)) = shown(true).or_else(|| shown(false)) else { break };
        hidden[r][c] = true;
    }
    rows.iter()
        .zip(&hidden)
        .map(|(row, hidden)| {
            let cell = |(n, hidden): (&u32, &bool)| if *hidden { Cell::Hidden } else { Cell::Shown(*n) };
            row.iter().zip(hidden).map(cell).collect()
        })
        .collect()
}

/// A hidden cell that the sums give away to within [`FEW`].
fn known(rows: &[Vec<u32>], hidden: &[Vec<bool>]) -> Option<(usize, usize)> {
    let columns = rows.first().map_or(0, Vec::len);
    let left = |i: usize, j: usize| if hidden[i][j] { rows[i][j] } else { 0 };
    let out: Vec<u32> = (0..rows.len()).map(|i| (0..columns).map(|j| left(i, j)).sum()).collect();
    let into: Vec<u32> = (0..columns).map(|j| (0..rows.len()).map(|i| left(i, j)).sum()).collect();
    let all = (0..rows.len()).flat_map(|i| (0..columns).map(move |j| (i, j)));
    all.filter(|(i, j)| hidden[*i][*j]).find(|(i, j)| {
        let could_be = |value: u32| {
            let (mut out, mut into, mut others) = (out.clone(), into.clone(), hidden.to_vec());
            let (Some(o), Some(n)) = (out[*i].checked_sub(value), into[*j].checked_sub(value)) else {
                return false;
            };
            (out[*i], into[*j], others[*i][*j]) = (o, n, false);
            fits(&out, into, &others)
        };
        let value = rows[*i][*j];
        // What could be is an interval, and the value itself is in it.
        let below = (1..=FEW.min(value)).take_while(|d| could_be(value - d)).count();
        let above = (1..=FEW).take_while(|d| could_be(value + d)).count();
        below + above < FEW as usize
    })
}

/// Whether so much can go out of each row and into each column, through the cells that are open: a flow that is pushed
/// through, one way at a time.
fn fits(out: &[u32], mut into: Vec<u32>, open: &[Vec<bool>]) -> bool {
    let mut flow = vec![vec![0u32; into.len()]; out.len()];
    for (row, amount) in out.iter().enumerate() {
        for _ in 0..*amount {
            let mut seen = vec![false; out.len()];
            if !push(row, &mut flow, &mut into, open, &mut seen) {
                return false;
            }
        }
    }
    true
}

/// Sends one more out of a row, moving what was sent before where that makes room.
fn push(row: usize, flow: &mut [Vec<u32>], into: &mut [u32], open: &[Vec<bool>], seen: &mut [bool]) -> bool {
    seen[row] = true;
    for column in (0..into.len()).filter(|c| open[row][*c]) {
        if into[column] > 0 {
            into[column] -= 1;
            flow[row][column] += 1;
            return true;
        }
    }
    for column in (0..into.len()).filter(|c| open[row][*c]) {
        for other in 0..flow.len() {
            if flow[other][column] > 0 && !seen[other] && push(other, flow, into, open, seen) {
                flow[other][column] -= 1;
                flow[row][column] += 1;
                return true;
            }
        }
    }
    false
}
