//! One question to the room: private, hidden, bet, reveal, talk, vote again.
//!
//! Counts and rules for ties and powers; which scene this is, and what a choice does, is not known here. The invariant:
//! everybody has one vote, their last; and the tally of one person, one vote is made whatever power a role has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::people::Who;
use crate::story::model::Might;

/// Where a ballot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// What the last decision brought is read.
    Consequence,
    /// The scene is read; nobody votes yet.
    Read,
    /// Everybody votes, alone.
    Vote,
    /// Votes are closed and hidden; everybody bets on the room.
    Bet,
    /// The votes and the bets are shown.
    Reveal,
    /// Two by two.
    Talk,
    /// Everybody may vote otherwise.
    Revote,
    /// Both votes are shown, and what was decided.
    Result,
}

impl Phase {
    /// Whether a vote can be given.
    #[must_use]
    pub const fn votes(self) -> bool {
        matches!(self, Self::Vote | Self::Revote)
    }

    /// Whether counts may be seen.
    #[must_use]
    pub const fn shows(self) -> bool {
        matches!(self, Self::Reveal | Self::Talk | Self::Result)
    }
}

/// How a ballot goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// With bets, talk and a second vote.
    Full,
    /// One vote.
    Quick,
}

/// What breaks a tie, announced before the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tie {
    /// A lot among those that are tied.
    Lot,
    /// The choice that leaves things as they are; a lot where there is none.
    AsItIs,
    /// Another vote; a lot where that is tied too.
    Again,
    /// What most of this role voted for among those that are tied; a lot where that is tied too.
    Role(usize),
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choosable {
    /// The choice's id.
    pub id: String,
    /// Whether it can be voted for.
    pub open: bool,
}

/// What a ballot asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// The scene's id; of an ending, that.
    pub scene: String,
    /// The options; none where the story has ended.
    pub options: Vec<Choosable>,
    /// What roles may do in this vote.
    pub powers: Vec<(usize, Might)>,
    /// The option that leaves things as they are.
    pub as_it_is: Option<usize>,
    /// Minutes the guide plans for it; none where it does not speak of it.
    pub minutes: Option<u32>,
}

/// How the winner was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// It has the most votes.
    Most,
    /// It was tied, and drawn.
    Lot,
    /// It was tied, and leaves things as they are.
    AsItIs,
    /// It was tied, and a role decided.
    Role(usize),
}

/// What a vote came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// An option has it.
    For(usize, How),
    /// To be voted again.
    Again,
    /// Nobody voted.
    Nobody,
}

/// The counts of a vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// One person, one vote, those without a phone among them.
    pub counts: Vec<u32>,
    /// Of those, how many were typed at the desk.
    pub typed: Vec<u32>,
}

impl Tally {
    /// All votes.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// One question to one half of the room, or to all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Counts up through the session: a form of an older one is refused.
    pub number: u32,
    /// What is asked.
    pub asked: Asked,
    /// The first votes.
    pub first: BTreeMap<Who, usize>,
    /// The votes as they stand now; the first ones until somebody votes again.
    pub last: BTreeMap<Who, usize>,
    /// What people think the room says.
    pub bets: BTreeMap<Who, usize>,
    /// First votes of people without a phone.
    pub typed: Vec<u32>,
    /// Their votes as they stand now.
    pub retyped: Vec<u32>,
    /// First votes of people who were forgotten after this vote was closed: counts, by nobody.
    pub left: Vec<u32>,
    /// Their votes as they stood.
    pub releft: Vec<u32>,
}

impl Ballot {
    /// A ballot that is about to begin.
    #[must_use]
    pub fn new(number: u32, asked: Asked) -> Self {
        let none = vec![0; asked.options.len()];
        let votes = BTreeMap::new();
        Self {
            number,
            asked,
            first: votes.clone(),
            last: votes.clone(),
            bets: votes,
            typed: none.clone(),
            retyped: none.clone(),
            left: none.clone(),
            releft: none,
        }
    }

    /// Whether there is something to vote on: more than one option that is open.
    #[must_use]
    pub fn votes(&self) -> bool {
        self.asked.options.iter().filter(|o| o.open).count() > 1
    }

    /// Whether somebody has voted.
    #[must_use]
    pub fn begun(&self) -> bool {
        self.tally_now().all() > 0
    }

    /// Whether an option can be voted for.
    #[must_use]
    pub fn is_open(&self, option: usize) -> bool {
        self.asked.options.get(option).is_some_and(|o| o.open)
    }

    /// The first votes.
    #[must_use]
    pub fn first_tally(&self) -> Tally {
        self.tally(&self.first, &self.typed, &self.left)
    }

    /// The votes as they stand now.
    #[must_use]
    pub fn tally_now(&self) -> Tally {
        self.tally(&self.last, &self.retyped, &self.releft)
    }

    /// What was bet.
    #[must_use]
    pub fn bet_tally(&self) -> Tally {
        self.tally(&self.bets, &[], &[])
    }

    fn tally(&self, votes: &BTreeMap<Who, usize>, typed: &[u32], left: &[u32]) -> Tally {
        let mut counts = vec![0; self.asked.options.len()];
        let mut typed = typed.to_vec();
        typed.resize(counts.len(), 0);
        for (count, more) in counts.iter_mut().zip(&typed) {
            *count += more;
        }
        for (count, more) in counts.iter_mut().zip(left) {
            *count += more;
        }
        for option in votes.values() {
            if let Some(count) = counts.get_mut(*option) {
                *count += 1;
            }
        }
        Tally { counts, typed }
    }

    /// Takes a participant out. Of a vote that is `closed` the counts stay as they were seen.
    pub fn forget(&mut self, who: Who, closed: bool) {
        for (votes, left) in [(&mut self.first, &mut self.left), (&mut self.last, &mut self.releft)] {
            if let Some(option) = votes.remove(&who)
                && let Some(count) = left.get_mut(option).filter(|_| closed)
            {
                *count += 1;
            }
        }
        self.bets.remove(&who);
    }

    /// What the votes as they stand come to. `role` says who has which; `with` whether roles have their power, without it
    /// is one person, one vote. `lot` is a number that nobody chose.
    #[must_use]
    pub fn decide(&self, role: impl Fn(Who) -> Option<usize>, with: Powers, tie: Tie, lot: u64) -> Decision {
        let mut counts: Vec<u64> = self.tally_now().counts.iter().map(|n| u64::from(*n)).collect();
        let powers: &[(usize, Might)] = match with {
            Powers::Held => &self.asked.powers,
            Powers::Aside => &[],
        };
        for (who, option) in &self.last {
            for (holder, might) in powers {
                if let (Might::Weight(n), true) = (might, role(*who) == Some(*holder))
                    && let Some(count) = counts.get_mut(*option)
                {
                    *count += u64::from(*n) - 1;
                }
            }
        }
        for (holder, might) in powers {
            if *might == Might::Veto {
                let for_them = self.of_role(*holder, &role);
                // Where nobody of the role votes, nobody says no.
                if for_them.iter().any(|n| *n > 0) {
                    counts.iter_mut().zip(&for_them).filter(|(_, n)| **n == 0).for_each(|(c, _)| *c = 0);
                }
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        if most == 0 {
            return Decision::Nobody;
        }
        let tied: Vec<usize> = (0..counts.len()).filter(|n| counts[*n] == most).collect();
        if let [only] = tied[..] {
            return Decision::For(only, How::Most);
        }
        let casting = powers.iter().filter(|(_, might)| *might == Might::Casting).map(|(holder, _)| *holder);
        let by_rule = if let Tie::Role(holder) = tie { Some(holder) } else { None };
        for holder in casting.chain(by_rule) {
            let for_them = self.of_role(holder, &role);
            let most = tied.iter().map(|n| for_them[*n]).max().unwrap_or(0);
            let mut theirs = tied.iter().filter(|n| for_them[**n] == most && most > 0);
            if let (Some(one), None) = (theirs.next(), theirs.next()) {
                return Decision::For(*one, How::Role(holder));
            }
        }
        match tie {
            Tie::Again => return Decision::Again,
            Tie::AsItIs => {
                if let Some(option) = self.asked.as_it_is.filter(|o| self.is_open(*o)) {
                    return Decision::For(option, How::AsItIs);
                }
            }
            Tie::Lot | Tie::Role(_) => {}
        }
        let drawn = usize::try_from(lot % tied.len() as u64).unwrap_or(0);
        Decision::For(tied[drawn], How::Lot)
    }

    /// How many of a role voted for each option.
    fn of_role(&self, holder: usize, role: &impl Fn(Who) -> Option<usize>) -> Vec<u32> {
        let mut counts = vec![0; self.asked.options.len()];
        for (_, option) in self.last.iter().filter(|(who, _)| role(**who) == Some(holder)) {
            if let Some(count) = counts.get_mut(*option) {
                *count += 1;
            }
        }
        counts
    }
}

/// Whether roles have the power that the fiction gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Powers {
    /// They have.
    Held,
    /// They have laid it aside: one person, one vote.
    Aside,
}
