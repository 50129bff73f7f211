//! What a room decides: quorum, outcome, the counts that are left of a ballot, taking back, and what comes next.
//!
//! The invariant: when a ballot is over its votes are counts; who gave which is kept only until the next decision, for
//! who takes this one back.

use super::{
    ballot::{Ballot, Decision, How, Pace, Phase, Powers, Tie},
    event::{Event, Refused},
    people::{Person, Who},
    room::{Before, Past, Room, Second},
    stage::Stage,
};
use crate::story::model::Step;

impl Room {
    /// Whether enough of those present have voted: in every half that votes.
    #[must_use]
    pub fn quorum(&self) -> bool {
        self.ballots.iter().enumerate().filter(|(_, b)| b.votes()).all(|(half, ballot)| {
            let present = self.people.values().filter(|p| p.half == half).count();
            let typed: u32 = ballot.typed.iter().sum();
            let voted = ballot.last.len() as u64 + u64::from(typed);
            // Those without a phone who voted are present too.
            voted * 100 >= (present as u64 + u64::from(typed)) * u64::from(self.settings.quorum)
        })
    }

    /// How many of those who can have voted, bet or answered what is asked now, and how many could.
    #[must_use]
    pub fn answered(&self) -> (usize, usize) {
        let done = |who: &Who, person: &Person| match self.stage {
            Stage::Before => {
                person.before.iter().flatten().count() == self.settings.items.0 + self.settings.items.1
            }
            Stage::After => {
                person.after.iter().flatten().count() == self.settings.items.0 + self.settings.items.1
            }
            Stage::Play => self.ballots.get(person.half).is_some_and(|b| match self.phase {
                Phase::Bet => b.bets.contains_key(who),
                _ => b.last.contains_key(who),
            }),
            Stage::Ranking => !person.dots.is_empty(),
            Stage::Closing => person.parting.is_some(),
            Stage::Debrief(Step::Apply) => self.drafts.iter().any(|d| d.by == Some(*who)),
            Stage::Lobby | Stage::Roles | Stage::Ending | Stage::Debrief(_) => false,
        };
        (self.people.iter().filter(|(who, person)| done(who, person)).count(), self.people.len())
    }

    /// What the votes of a half come to now, with the powers that roles have or without them.
    #[must_use]
    pub fn outcome(&self, half: usize, with: Powers) -> Decision {
        let Some(ballot) = self.ballots.get(half) else { return Decision::Nobody };
        // A vote that was tied twice is drawn.
        let tie = if self.tie == Tie::Again && self.second == Second::ForTie { Tie::Lot } else { self.tie };
        let lot = Who(u128::from(ballot.number)).mixed(self.settings.seed);
        ballot.decide(|who| self.people.get(&who).and_then(|p| p.role), with, tie, lot)
    }

    pub(super) fn decided(&mut self, choices: &[Option<String>], at: u32) -> Result<(), Refused> {
        if self.stage != Stage::Play || choices.len() != self.ballots.len() {
            return Err(Refused::NotNow);
        }
        let known = choices.iter().zip(&self.ballots).all(|(choice, ballot)| {
            choice.as_ref().is_none_or(|id| ballot.asked.options.iter().any(|o| o.open && o.id == *id))
        });
        if !known || choices.iter().all(Option::is_none) {
            return Err(Refused::NoOption);
        }
        let before = self.past.len();
        for (half, choice) in choices.iter().enumerate() {
            if let Some(id) = choice {
                let past = self.closed(half, id, at);
                self.past.push(past);
            }
        }
        self.before_decision = Some(Before {
            ballots: self.ballots.clone(),
            past: before,
            second: self.second,
            pace: self.pace,
        });
        self.until = None;
        Ok(())
    }

    /// The counts of a ballot that is over.
    pub(super) fn closed(&self, half: usize, chosen: &str, at: u32) -> Past {
        let ballot = &self.ballots[half];
        let options = ballot.asked.options.len();
        let mut moves = vec![vec![0; options]; options];
        for (who, from) in &ballot.first {
            if let Some(to) = ballot.last.get(who) {
                moves[*from][*to] += 1;
            }
        }
        let mut new = vec![0; options];
        for (_, option) in ballot.last.iter().filter(|(who, _)| !ballot.first.contains_key(who)) {
            new[*option] += 1;
        }
        let mut by_role = vec![vec![0; options]; self.settings.roles];
        for (who, option) in &ballot.last {
            let role = self.people.get(who).and_then(|p| p.role);
            if let Some(row) = role.and_then(|r| by_role.get_mut(r)) {
                row[*option] += 1;
            }
        }
        let at_option = ballot.asked.options.iter().position(|o| o.id == chosen);
        let how = match self.outcome(half, Powers::Held) {
            Decision::For(option, how) if Some(option) == at_option => how,
            // The desk may decide otherwise; what the votes were is written beside it.
            Decision::For(..) | Decision::Again | Decision::Nobody => How::Most,
        };
        let plain = match self.outcome(half, Powers::Aside) {
            Decision::For(option, _) => Some(option),
            Decision::Again | Decision::Nobody => None,
        };
        Past {
            half,
            cut: self.ballots.len() > 1,
            scene: ballot.asked.scene.clone(),
            options: ballot.asked.options.iter().map(|o| o.id.clone()).collect(),
            first: ballot.first_tally().counts,
            last: ballot.tally_now().counts,
            twice: self.again(),
            moves,
            new,
            by_role,
            bets: ballot.bet_tally().counts,
            decided: at_option.map(|option| (option, how)),
            plain,
            at,
            minutes: match self.pace {
                Pace::Full => ballot.asked.minutes.unwrap_or(1),
                Pace::Quick => 1,
            },
        }
    }

    pub(super) fn undo(&mut self) -> Result<(), Refused> {
        match self.phase {
            Phase::Consequence | Phase::Read => {
                let before = self.before_decision.take().ok_or(Refused::NotNow)?;
                self.ballots = before.ballots;
                self.past.truncate(before.past);
                self.second = before.second;
                self.pace = before.pace;
                self.phase = if self.ballots.iter().any(Ballot::votes) { Phase::Result } else { Phase::Read };
            }
            Phase::Reveal | Phase::Bet if self.stage == Stage::Play => self.phase = Phase::Vote,
            Phase::Result if self.stage == Stage::Play => {
                self.phase = if self.again() { Phase::Revote } else { Phase::Vote };
            }
            Phase::Reveal | Phase::Result | Phase::Vote | Phase::Bet | Phase::Talk | Phase::Revote => {
                return Err(Refused::NotNow);
            }
        }
        self.until = None;
        Ok(())
    }

    /// Whether the decision of the last ballots can be taken back.
    #[must_use]
    pub const fn can_undo_decision(&self) -> bool {
        matches!(self.phase, Phase::Consequence | Phase::Read) && self.before_decision.is_some()
    }

    /// What the desk's next step is, as an event. None where the story has to be asked first, or nothing comes after.
    ///
    /// # Errors
    /// Too few votes, or a tie that is to be voted again.
    pub fn next(&self) -> Result<Option<Event>, Refused> {
        if self.stage != Stage::Play {
            return Ok(self.stage.next().map(Event::Stage));
        }
        let votes = self.ballots.iter().any(Ballot::votes);
        if self.ballots.iter().all(|b| b.asked.options.is_empty()) && self.phase == Phase::Read {
            return Ok(Some(Event::Stage(Stage::Ending)));
        }
        Ok(Some(match self.phase {
            Phase::Consequence => Event::Phase(Phase::Read),
            Phase::Read if votes => Event::Phase(Phase::Vote),
            Phase::Vote if !self.quorum() => return Err(Refused::Quorum),
            Phase::Vote => self.close_vote()?,
            Phase::Bet => Event::Phase(Phase::Reveal),
            Phase::Reveal => Event::Phase(Phase::Talk),
            Phase::Talk => Event::Phase(Phase::Revote),
            Phase::Revote => Event::Phase(Phase::Result),
            Phase::Read | Phase::Result => Event::Decided(self.choices()?),
        }))
    }

    /// What closing the vote is, however many have voted.
    ///
    /// # Errors
    /// There is none to close, or nobody has voted.
    pub fn close_vote(&self) -> Result<Event, Refused> {
        if self.phase != Phase::Vote || self.stage != Stage::Play {
            return Err(Refused::NotNow);
        }
        let voted = |b: &Ballot| !b.votes() || b.tally_now().all() > 0;
        if !self.ballots.iter().all(voted) {
            return Err(Refused::Quorum);
        }
        Ok(Event::Phase(if self.pace == Pace::Full { Phase::Bet } else { Phase::Result }))
    }

    /// What each half has decided; the only option where there is no other.
    ///
    /// # Errors
    /// A tie that is to be voted again, or no vote at all.
    pub fn choices(&self) -> Result<Vec<Option<String>>, Refused> {
        let mut choices = Vec::new();
        for (half, ballot) in self.ballots.iter().enumerate() {
            let open = || ballot.asked.options.iter().filter(|o| o.open);
            choices.push(if ballot.votes() {
                match self.outcome(half, Powers::Held) {
                    Decision::For(option, _) => ballot.asked.options.get(option).map(|o| o.id.clone()),
                    Decision::Again => return Err(Refused::Tied),
                    Decision::Nobody => return Err(Refused::Quorum),
                }
            } else {
                open().next().map(|o| o.id.clone())
            });
        }
        Ok(choices)
    }
}
