//! A room as a pure machine: votes, ties, powers, roles, halves; and what may be told of its counts.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use cermin::{
    group::{
        Answer, Asked, Ballot, Cell, Choosable, Decision, Event, FEW, How, Pace, Phase, Powers, Refused,
        Room, Settings, Stage, Tie, Who, keep, line, square,
    },
    story::model::Might,
};
use proptest::prelude::*;

fn settings() -> Settings {
    Settings { seed: 11, minutes: 60, seats: 400, quorum: 50, roles: 7, items: (3, 2) }
}

fn asked(open: &[bool], powers: &[(usize, Might)]) -> Asked {
    Asked {
        scene: "scene".to_owned(),
        options: open.iter().enumerate().map(|(n, o)| Choosable { id: format!("c{n}"), open: *o }).collect(),
        powers: powers.to_vec(),
        as_it_is: Some(0),
        minutes: Some(6),
    }
}

/// A room that reads its first scene, with so many people.
fn reading(people: u128, asks: Asked) -> Room {
    let mut room = Room::new(settings());
    for n in 0..people {
        room.hear(0, &Event::Joined(Who(n))).unwrap();
    }
    for stage in [Stage::Before, Stage::Roles, Stage::Play] {
        room.hear(1, &Event::Stage(stage)).unwrap();
    }
    room.ask(0, asks);
    room
}

/// The same at its first vote.
fn voting(people: u128, asks: Asked) -> Room {
    let mut room = reading(people, asks);
    room.hear(2, &Event::Phase(Phase::Vote)).unwrap();
    room
}

fn vote(room: &mut Room, who: u128, option: usize) -> Result<(), Refused> {
    let number = room.ballots[0].number;
    room.hear(3, &Event::Voted(Who(who), number, option))
}

#[test]
fn a_vote_counts_once_and_the_last_one_stands() {
    let mut room = voting(3, asked(&[true, true], &[]));
    for option in [0, 1, 0, 1, 1] {
        vote(&mut room, 0, option).unwrap();
    }
    assert_eq!(room.ballots[0].tally_now().counts, [0, 1]);
    assert_eq!(vote(&mut room, 9, 0), Err(Refused::Unknown));
    assert_eq!(vote(&mut room, 1, 2), Err(Refused::NoOption));
    assert_eq!(room.hear(3, &Event::Voted(Who(1), 99, 0)), Err(Refused::Closed), "a form of another ballot");
}

#[test]
fn a_locked_option_and_a_closed_vote_are_refused() {
    let mut room = voting(3, asked(&[true, false, true], &[]));
    assert_eq!(vote(&mut room, 0, 1), Err(Refused::NoOption));
    assert_eq!(room.hear(3, &Event::Counted(0, vec![1, 1, 0])), Err(Refused::NoOption));
    room.hear(3, &Event::Phase(Phase::Bet)).unwrap();
    assert_eq!(vote(&mut room, 0, 0), Err(Refused::Closed));
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut room = voting(4, asked(&[true, true], &[]));
    vote(&mut room, 0, 1).unwrap();
    let before = room.clone();
    let refused = [
        Event::Voted(Who(77), 1, 0),
        Event::Bet(Who(0), 1, 0),
        Event::Answered(Who(0), 0, Answer { value: 1, sure: 1 }),
        Event::Drafted(Who(0), "x".to_owned()),
        Event::Dotted(Who(0), vec![0]),
        Event::Parted(Who(0), 1, 1),
        Event::Decided(vec![Some("nothing".to_owned())]),
        Event::Decided(vec![None, None]),
        Event::Counted(1, vec![1, 1]),
        Event::Undone,
        Event::Judged(0, true),
        Event::Forgotten(Who(50)),
    ];
    for event in refused {
        assert!(room.hear(9, &event).is_err(), "{event:?}");
        assert_eq!(room, before, "{event:?}");
    }
}

fn tied(tie: Tie, powers: &[(usize, Might)]) -> Room {
    let mut room = voting(14, asked(&[true, true, true], powers));
    room.hear(3, &Event::Tie(tie)).unwrap();
    // Seven for the second, seven for the third.
    for n in 0..14 {
        vote(&mut room, n, 1 + usize::from(n % 2 == 0)).unwrap();
    }
    room
}

#[test]
fn a_tie_is_broken_by_the_rule_that_was_told() {
    let lot = tied(Tie::Lot, &[]).outcome(0, Powers::Held);
    assert!(matches!(lot, Decision::For(1 | 2, How::Lot)), "{lot:?}");
    assert_eq!(lot, tied(Tie::Lot, &[]).outcome(0, Powers::Held), "a lot falls once");
    assert_eq!(tied(Tie::AsItIs, &[]).outcome(0, Powers::Held), Decision::For(0, How::AsItIs));
    let mut again = tied(Tie::Again, &[]);
    assert_eq!(again.outcome(0, Powers::Held), Decision::Again);
    assert_eq!(again.choices(), Err(Refused::Tied));
    for phase in [Phase::Bet, Phase::Reveal, Phase::Talk, Phase::Revote, Phase::Result] {
        again.hear(4, &Event::Phase(phase)).unwrap();
    }
    assert_eq!(
        again.outcome(0, Powers::Held),
        Decision::Again,
        "the vote after the talk is the first that decides"
    );
    again.hear(4, &Event::Phase(Phase::Revote)).unwrap();
    assert!(
        matches!(again.outcome(0, Powers::Held), Decision::For(1 | 2, How::Lot)),
        "a second tie is drawn"
    );
    let room = tied(Tie::Role(3), &[]);
    let mut counts = [0; 3];
    for (who, option) in &room.ballots[0].last {
        counts[*option] += usize::from(room.people[who].role == Some(3));
    }
    let expected = if counts[1] == counts[2] { How::Lot } else { How::Role(3) };
    assert!(matches!(room.outcome(0, Powers::Held), Decision::For(_, how) if how == expected));
}

#[test]
fn a_role_s_power_decides_and_one_person_one_vote_is_told_beside_it() {
    // A veto: nobody of the role is for what most want.
    let mut room = voting(14, asked(&[true, true], &[(2, Might::Veto)]));
    let holders: Vec<Who> = room.people.iter().filter(|(_, p)| p.role == Some(2)).map(|(w, _)| *w).collect();
    assert_eq!(holders.len(), 2, "seven roles among fourteen");
    for n in 0..14 {
        vote(&mut room, n, usize::from(holders.contains(&Who(n)))).unwrap();
    }
    assert_eq!(room.outcome(0, Powers::Held), Decision::For(1, How::Most));
    assert_eq!(room.outcome(0, Powers::Aside), Decision::For(0, How::Most));
    // A weight: two who count nine times outvote twelve.
    let mut room = voting(14, asked(&[true, true], &[(2, Might::Weight(9))]));
    for n in 0..14 {
        vote(&mut room, n, usize::from(holders.contains(&Who(n)))).unwrap();
    }
    assert_eq!(room.outcome(0, Powers::Held), Decision::For(1, How::Most));
    assert_eq!(room.ballots[0].tally_now().counts, [12, 2], "the tally that is shown is of persons");
    // A veto of nobody who votes is none.
    let mut room = voting(14, asked(&[true, true], &[(2, Might::Veto)]));
    for n in (0..14).filter(|n| !holders.contains(&Who(*n))) {
        vote(&mut room, n, 0).unwrap();
    }
    assert_eq!(room.outcome(0, Powers::Held), Decision::For(0, How::Most));
}

#[test]
fn roles_and_halves_are_dealt_evenly_and_late_comers_fill_gaps() {
    let mut room = reading(36, asked(&[true, true], &[]));
    let count = |room: &Room, role| room.people.values().filter(|p| p.role == Some(role)).count();
    assert!((0..7).all(|r| (5..=6).contains(&count(&room, r))));
    for n in 100..106 {
        room.hear(4, &Event::Joined(Who(n))).unwrap();
    }
    assert!((0..7).all(|r| count(&room, r) == 6), "six more fill the gaps");
    let before: Vec<_> = room.people.values().map(|p| p.role).collect();
    room.hear(5, &Event::Rotated).unwrap();
    let after: Vec<_> = room.people.values().map(|p| p.role).collect();
    assert!(before.iter().zip(&after).all(|(a, b)| a.map(|r| (r + 1) % 7) == *b));
    room.hear(6, &Event::Split("a".to_owned(), "b".to_owned())).unwrap();
    assert_eq!(room.people.values().filter(|p| p.half == 0).count(), 21);
    for role in 0..7 {
        let left = room.people.values().filter(|p| p.role == Some(role) && p.half == 0).count();
        assert_eq!(left, 3, "each role is in both halves");
    }
}

#[test]
fn a_role_comes_from_a_number_nobody_chose_and_never_from_an_answer() {
    let roles = |value: u8| {
        let mut room = Room::new(settings());
        (0..40).for_each(|n| room.hear(0, &Event::Joined(Who(n))).unwrap());
        room.hear(1, &Event::Stage(Stage::Before)).unwrap();
        for n in 0..40 {
            room.hear(2, &Event::Answered(Who(n), 0, Answer { value, sure: 2 })).unwrap();
        }
        room.hear(3, &Event::Stage(Stage::Roles)).unwrap();
        room.people.values().map(|p| p.role).collect::<Vec<_>>()
    };
    assert_eq!(roles(0), roles(4));
}

#[test]
fn the_clock_that_is_stopped_keeps_what_is_left() {
    let mut room = voting(2, asked(&[true, true], &[]));
    room.hear(100, &Event::Longer(60)).unwrap();
    assert_eq!(room.until, Some(160));
    room.hear(110, &Event::Longer(30)).unwrap();
    assert_eq!(room.until, Some(190));
    room.hear(120, &Event::Paused(true)).unwrap();
    assert_eq!(cermin::group::Clock::of(&room, 500).until, Some(70), "time stands still");
    room.hear(500, &Event::Paused(false)).unwrap();
    assert_eq!(cermin::group::Clock::of(&room, 510).until, Some(60));
}

#[test]
fn whoever_is_forgotten_is_in_nothing_that_is_left() {
    let mut room = voting(5, asked(&[true, true], &[]));
    (0..5).for_each(|n| vote(&mut room, n, 1).unwrap());
    room.hear(4, &Event::Forgotten(Who(3))).unwrap();
    let left = format!("{room:?}");
    assert!(!left.contains("Who(3)"), "{left}");
    assert_eq!(room.ballots[0].tally_now().counts, [0, 4]);
}

#[test]
fn who_is_forgotten_after_a_vote_is_closed_changes_nothing_that_was_seen() {
    let mut room = voting(12, asked(&[true, true, true], &[]));
    (0..12).for_each(|n| vote(&mut room, n, usize::from(n > 5) + usize::from(n > 10)).unwrap());
    for phase in [Phase::Bet, Phase::Reveal] {
        room.hear(4, &Event::Phase(phase)).unwrap();
    }
    let seen = room.ballots[0].first_tally().counts;
    let decided = room.outcome(0, Powers::Held);
    for n in [11, 0, 1] {
        room.hear(5, &Event::Forgotten(Who(n))).unwrap();
        assert_eq!(room.ballots[0].first_tally().counts, seen);
        assert_eq!(room.outcome(0, Powers::Held), decided);
    }
}

#[test]
fn a_decision_that_is_taken_back_is_where_it_was_with_both_votes() {
    let mut room = voting(12, asked(&[true, true], &[]));
    (0..12).for_each(|n| vote(&mut room, n, usize::from(n > 6)).unwrap());
    for phase in [Phase::Bet, Phase::Reveal, Phase::Talk, Phase::Revote] {
        room.hear(4, &Event::Phase(phase)).unwrap();
    }
    (0..6).for_each(|n| vote(&mut room, n, 1).unwrap());
    room.hear(5, &Event::Phase(Phase::Result)).unwrap();
    let before = room.clone();
    room.hear(6, &Event::Decided(room.choices().unwrap())).unwrap();
    room.ask(0, asked(&[true, true], &[]));
    room.pace = Pace::Quick;
    room.hear(7, &Event::Undone).unwrap();
    assert_eq!(
        (room.again(), room.pace, &room.ballots, room.past.len()),
        (true, Pace::Full, &before.ballots, 0)
    );
}

#[test]
fn a_vote_that_was_begun_is_counted_when_the_play_is_left() {
    let mut room = voting(12, asked(&[true, true], &[]));
    (0..12).for_each(|n| vote(&mut room, n, 1).unwrap());
    room.hear(5, &Event::Stage(Stage::Ending)).unwrap();
    assert_eq!((room.past.len(), &room.past[0].last[..], room.past[0].decided), (1, &[0, 12][..], None));
    assert!(room.ballots[0].last.is_empty(), "and is nobody's any more");
    room.hear(6, &Event::Stage(Stage::Play)).unwrap();
    assert_eq!(room.next(), Ok(Some(Event::Phase(Phase::Vote))), "who comes back votes anew");
}

#[test]
fn nobody_cuts_or_rotates_a_room_that_votes() {
    let mut room = voting(12, asked(&[true, true], &[]));
    vote(&mut room, 0, 1).unwrap();
    let before = room.clone();
    assert_eq!(room.hear(5, &Event::Split("c0".to_owned(), "c1".to_owned())), Err(Refused::NotNow));
    assert_eq!(room.hear(5, &Event::Rotated), Err(Refused::NotNow));
    assert_eq!(room, before);
}

#[test]
fn the_hour_begins_when_people_are_in() {
    let mut room = Room::new(settings());
    room.hear(0, &Event::Joined(Who(1))).unwrap();
    assert_eq!(
        cermin::group::Clock::of(&room, 1500).left,
        60 * 60 - 4 * 60,
        "the lobby takes no more than is planned for it"
    );
    room.hear(1500, &Event::Stage(Stage::Before)).unwrap();
    assert_eq!(cermin::group::Clock::of(&room, 1560).at, 300);
}

#[test]
fn the_same_events_make_the_same_room() {
    let play = || {
        let mut room = voting(9, asked(&[true, true, true], &[]));
        (0..9).for_each(|n| vote(&mut room, n, usize::try_from(n % 3).unwrap()).unwrap());
        room.hear(8, &Event::Phase(Phase::Result)).unwrap();
        room.hear(9, &Event::Decided(room.choices().unwrap())).unwrap();
        room
    };
    assert_eq!(play(), play());
}

#[test]
fn what_is_kept_names_nobody_and_hides_small_cells() {
    let mut room = voting(20, asked(&[true, true], &[]));
    (0..20).for_each(|n| vote(&mut room, n, usize::from(n < 3)).unwrap());
    room.hear(8, &Event::Phase(Phase::Result)).unwrap();
    room.hear(9, &Event::Decided(room.choices().unwrap())).unwrap();
    let kept = keep(&room, &[(1, 2), (0, 0)]);
    assert_eq!(kept.ballots[0].first, [Cell::Hidden, Cell::Hidden], "seventeen would give the three away");
    assert!(!format!("{kept:?}").contains("Who("));
}

/// Every way to fill the hidden cells so that all sums are as they are.
fn fillings(rows: &[Vec<u32>], cells: &[Vec<Cell>]) -> Vec<Vec<u32>> {
    fn fill(
        at: usize,
        hidden: &[(usize, usize)],
        out: &mut Vec<u32>,
        into: &mut Vec<u32>,
        now: &mut Vec<u32>,
        found: &mut Vec<Vec<u32>>,
    ) {
        let Some((i, j)) = hidden.get(at).copied() else {
            if out.iter().chain(into.iter()).all(|n| *n == 0) {
                found.push(now.clone());
            }
            return;
        };
        for value in 0..=out[i].min(into[j]) {
            out[i] -= value;
            into[j] -= value;
            now.push(value);
            fill(at + 1, hidden, out, into, now, found);
            now.pop();
            out[i] += value;
            into[j] += value;
        }
    }
    let hidden: Vec<(usize, usize)> = (0..rows.len())
        .flat_map(|i| (0..rows[0].len()).map(move |j| (i, j)))
        .filter(|(i, j)| cells[*i][*j] == Cell::Hidden)
        .collect();
    let left = |i: usize, j: usize| if cells[i][j] == Cell::Hidden { rows[i][j] } else { 0 };
    let mut out: Vec<u32> = (0..rows.len()).map(|i| (0..rows[0].len()).map(|j| left(i, j)).sum()).collect();
    let mut into: Vec<u32> = (0..rows[0].len()).map(|j| (0..rows.len()).map(|i| left(i, j)).sum()).collect();
    let mut found = Vec::new();
    fill(0, &hidden, &mut out, &mut into, &mut Vec::new(), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_hidden_cell_cannot_be_worked_out_from_the_sums(
        rows in (2usize..4, 2usize..4).prop_flat_map(|(r, c)| prop::collection::vec(prop::collection::vec(0u32..12, c), r))
    ) {
        let cells = square(&rows, &[]);
        for (row, shown) in rows.iter().zip(&cells) {
            for (n, cell) in row.iter().zip(shown) {
                prop_assert!(cell.shown().is_none_or(|s| s == *n && s >= FEW), "a cell that is shown is true and not small");
            }
        }
        let all_hidden = cells.iter().flatten().all(|c| *c == Cell::Hidden);
        let ways = fillings(&rows, &cells);
        if !all_hidden && !ways.is_empty() && !ways[0].is_empty() {
            for n in 0..ways[0].len() {
                let values: BTreeSet<u32> = ways.iter().map(|w| w[n]).collect();
                prop_assert!(values.len() > FEW as usize, "cell {} of {:?} is one of {:?}: {:?}", n, rows, values, cells);
            }
        }
    }

    #[test]
    fn a_line_hides_more_than_one_cell_and_more_than_a_few_people(counts in prop::collection::vec(0u32..20, 1..6)) {
        let cells = line(&counts);
        let hidden: Vec<u32> =
            counts.iter().zip(&cells).filter(|(_, c)| **c == Cell::Hidden).map(|(n, _)| *n).collect();
        prop_assert!(counts.iter().zip(&cells).all(|(n, c)| *n >= FEW || *c == Cell::Hidden));
        let sum: u32 = hidden.iter().sum();
        prop_assert!(hidden.is_empty() || hidden.len() == counts.len() || (hidden.len() > 1 && sum >= FEW));
    }

    #[test]
    fn whatever_comes_a_vote_is_counted_once(
        events in prop::collection::vec((0u128..8, 0u32..4, 0usize..4, 0u8..9), 1..200)
    ) {
        let mut room = voting(6, asked(&[true, true, true], &[(1, Might::Weight(3))]));
        for (who, ballot, option, what) in events {
            let who = Who(who);
            let event = match what {
                0 => Event::Joined(who),
                1 => Event::Forgotten(who),
                2..=4 => Event::Voted(who, ballot, option),
                5 => Event::Bet(who, ballot, option),
                6 => Event::Phase([Phase::Vote, Phase::Bet, Phase::Reveal, Phase::Revote][option]),
                7 => Event::Pace(if option == 0 { Pace::Quick } else { Pace::Full }),
                _ => Event::Rotated,
            };
            let before = room.clone();
            if room.hear(5, &event).is_err() {
                prop_assert_eq!(&room, &before);
            }
            let ballot: &Ballot = &room.ballots[0];
            prop_assert!(ballot.last.keys().all(|who| room.people.contains_key(who)));
            // Who was forgotten after the vote was closed stays a number in it, of nobody.
            let left: u32 = ballot.releft.iter().sum();
            prop_assert_eq!(ballot.tally_now().all() as usize, ballot.last.len() + left as usize);
            prop_assert!(ballot.first.len() <= room.people.len());
            prop_assert!(ballot.first.keys().all(|who| ballot.last.contains_key(who)));
        }
    }
}
