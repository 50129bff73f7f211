//! What is kept of a session when it is over: counts that may be shown, and nothing else.
//!
//! The invariant: no participant, no order of arrival and no count that is hidden is in it, so it can be given away.

use serde::{Deserialize, Serialize};

use super::{
    ballot::How,
    board::{Finding, board},
    drafts::Standing,
    people::{Answer, Person},
    privacy::{Cell, FEW, line, square},
    room::{Past, Room},
    stage::Stage,
};

/// The version of what is kept.
pub const KEPT_FORMAT: u32 = 1;

/// What is kept of a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBallot {
    /// Which half of the room.
    pub half: usize,
    /// The scene's id.
    pub scene: String,
    /// The options' ids.
    pub options: Vec<String>,
    /// The first votes.
    pub first: Vec<Cell>,
    /// The last votes, where there was a second one.
    pub last: Option<Vec<Cell>>,
    /// From which option to which.
    pub moves: Option<Vec<Vec<Cell>>>,
    /// The last votes of each role.
    pub by_role: Vec<Vec<Cell>>,
    /// The bets, where there were any.
    pub bets: Option<Vec<Cell>>,
    /// Whether the room was cut in two then.
    pub cut: bool,
    /// What was decided.
    pub decided: Option<usize>,
    /// How, where that tells nothing that is hidden.
    pub how: Option<How>,
    /// What one person, one vote would have decided.
    pub plain: Option<usize>,
    /// When it was over, in seconds of the session.
    pub at: u32,
}

/// What is kept of an item that was asked before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptItem {
    /// Answers before, by value.
    pub before: Vec<Cell>,
    /// Answers after.
    pub after: Vec<Cell>,
    /// How sure people were before: hardly, rather, very.
    pub sure_before: Vec<Cell>,
    /// How sure they were after.
    pub sure_after: Vec<Cell>,
    /// Of those who answered both times: fewer, the same, more. For a case: missed both, changed, right both times.
    pub change: Vec<Cell>,
}

/// What is kept of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// [`KEPT_FORMAT`].
    pub format: u32,
    /// How many took part.
    pub people: Cell,
    /// The ballots.
    pub ballots: Vec<KeptBallot>,
    /// The statements, then the cases.
    pub items: Vec<KeptItem>,
    /// Safeguards that were let through, with their dots, the most first.
    pub safeguards: Vec<(String, Cell)>,
    /// Was it worth the time: no, partly, yes.
    pub worth: Vec<Cell>,
    /// What to change: less talk, as it is, more talk.
    pub change: Vec<Cell>,
    /// What is worth talking about.
    pub board: Vec<Finding>,
    /// When each part began, in seconds.
    pub began: Vec<(Stage, u32)>,
}

/// What may be kept of a room. `best` is the fitting option of each case, before and after.
#[must_use]
pub fn keep(room: &Room, best: &[(usize, usize)]) -> Kept {
    let (statements, cases) = room.settings.items;
    let people: Vec<&Person> = room.people.values().collect();
    let items = (0..statements + cases).map(|item| {
        let best = item.checked_sub(statements).and_then(|case| best.get(case)).copied();
        kept_item(&people, item, best)
    });
    let parted = |pick: fn(&(u8, u8)) -> u8| {
        let mut counts = [0; 3];
        for parting in people.iter().filter_map(|p| p.parting.as_ref()) {
            counts[usize::from(pick(parting).min(2))] += 1;
        }
        line(&counts)
    };
    Kept {
        format: KEPT_FORMAT,
        people: Cell::alone(u32::try_from(people.len()).unwrap_or(u32::MAX)),
        ballots: room.past.iter().filter(|p| p.options.len() > 1).map(kept_ballot).collect(),
        items: room.counted.clone().unwrap_or_else(|| items.collect()),
        safeguards: safeguards(room).into_iter().map(|(text, dots)| (text, Cell::alone(dots))).collect(),
        worth: parted(|p| p.0),
        change: parted(|p| p.1),
        board: board(&room.past.iter().filter(|p| p.options.len() > 1).cloned().collect::<Vec<_>>()),
        began: room.began.clone(),
    }
}

/// Safeguards that were let through, with their dots, the most first.
#[must_use]
pub fn safeguards(room: &Room) -> Vec<(String, u32)> {
    let shown = room.drafts.iter().enumerate().filter(|(_, d)| d.standing == Standing::Shown);
    let mut ranked: Vec<(String, u32)> = shown
        .map(|(n, draft)| {
            let dots = room.people.values().filter(|p| p.dots.contains(&n)).count();
            (draft.text.clone(), u32::try_from(dots).unwrap_or(u32::MAX).saturating_add(draft.left))
        })
        .collect();
    ranked.sort_by_key(|(_, dots)| std::cmp::Reverse(*dots));
    ranked
}

fn kept_ballot(past: &Past) -> KeptBallot {
    let (first, last) = (line(&past.first), line(&past.last));
    let hidden = |cells: &[Cell]| cells.iter().map(|c| c.shown().is_none()).collect::<Vec<_>>();
    // Where the first vote hides an option, so do the ways that lead from it.
    let mut moves = square(&past.moves, &hidden(&last));
    for (row, cell) in moves.iter_mut().zip(&first) {
        if cell.shown().is_none() {
            row.fill(Cell::Hidden);
        }
    }
    KeptBallot {
        half: past.half,
        scene: past.scene.clone(),
        options: past.options.clone(),
        by_role: square(&past.by_role, &hidden(&last)),
        // Who came to the second vote alone is what both votes and the ways between them differ by.
        moves: (past.twice && past.new.iter().all(|n| *n == 0 || *n >= FEW)).then_some(moves),
        bets: past.bets.iter().any(|n| *n > 0).then(|| line(&past.bets)),
        first,
        last: past.twice.then_some(last.clone()),
        cut: past.cut,
        decided: past.decided.map(|(option, _)| option),
        how: past.decided.map(|(_, how)| how).filter(|_| !hidden(&last).contains(&true)),
        plain: past.plain,
        at: past.at,
    }
}

fn kept_item(people: &[&Person], item: usize, best: Option<(usize, usize)>) -> KeptItem {
    let values = if best.is_some() { 4 } else { 5 };
    let answers = |after: bool| -> Vec<Option<Answer>> {
        let of = |p: &&Person| if after { &p.after } else { &p.before }.get(item).copied().flatten();
        people.iter().map(of).collect()
    };
    let (before, after) = (answers(false), answers(true));
    let count = |answers: &[Option<Answer>], of: usize, pick: fn(&Answer) -> u8| {
        let mut counts = vec![0; of];
        for answer in answers.iter().flatten() {
            if let Some(count) = counts.get_mut(usize::from(pick(answer))) {
                *count += 1;
            }
        }
        line(&counts)
    };
    let mut change = [0; 3];
    for (was, is) in before.iter().zip(&after) {
        let (Some(was), Some(is)) = (was, is) else { continue };
        let place = match best {
            None => match is.value.cmp(&was.value) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Greater => 2,
            },
            Some((first, second)) => {
                usize::from(usize::from(was.value) == first) + usize::from(usize::from(is.value) == second)
            }
        };
        change[place] += 1;
    }
    KeptItem {
        sure_before: count(&before, 3, |a| a.sure),
        sure_after: count(&after, 3, |a| a.sure),
        before: count(&before, values, |a| a.value),
        after: count(&after, values, |a| a.value),
        // Beside the answers before and after, one that is hidden could be worked out from those that are not.
        change: change
            .map(|n| if change.iter().all(|n| *n >= FEW) { Cell::Shown(n) } else { Cell::Hidden })
            .to_vec(),
    }
}
