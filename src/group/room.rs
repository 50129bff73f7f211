//! The room itself: what its events make of an empty one.
//!
//! The invariant: an event that is refused changes nothing; and a vote that is counted is one that was given.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ballot::{Asked, Ballot, Decision, How, Pace, Phase, Powers, Tie},
    drafts::{DOTS, Draft, MOST_DRAFTS, ROOM_FOR_DRAFTS, Standing},
    event::{Event, Refused},
    people::{Answer, Person, Who, fewest},
    stage::Stage,
};
use crate::story::model::Step;

/// What was set when the room was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The seed of roles, halves and lots.
    pub seed: u64,
    /// How long the session is planned, in minutes.
    pub minutes: u32,
    /// How many may join.
    pub seats: usize,
    /// How many in a hundred of those present must vote.
    pub quorum: u32,
    /// How many roles there are to deal.
    pub roles: usize,
    /// How many items the questions before and after have: statements, then cases.
    pub items: (usize, usize),
}

/// A ballot that is over: counts alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Which half of the room.
    pub half: usize,
    /// The scene's id.
    pub scene: String,
    /// The options' ids.
    pub options: Vec<String>,
    /// The first votes.
    pub first: Vec<u32>,
    /// The last votes.
    pub last: Vec<u32>,
    /// Whether there was a second vote.
    pub twice: bool,
    /// Of those with a phone: from which option to which.
    pub moves: Vec<Vec<u32>>,
    /// Of those with a phone: the last votes of each role.
    pub by_role: Vec<Vec<u32>>,
    /// The bets.
    pub bets: Vec<u32>,
    /// What was decided; none where there was nothing to vote on.
    pub decided: Option<(usize, How)>,
    /// What one person, one vote would have decided.
    pub plain: Option<usize>,
    /// When it was over, in seconds of the session.
    pub at: u32,
    /// Minutes the guide planned for it.
    pub minutes: u32,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// What was set when it was opened.
    pub settings: Settings,
    /// How many events it has heard.
    pub heard: u64,
    /// Who is here.
    pub people: BTreeMap<Who, Person>,
    /// Which part of the session it is.
    pub stage: Stage,
    /// Where the ballots are.
    pub phase: Phase,
    /// How they go.
    pub pace: Pace,
    /// How ties are broken.
    pub tie: Tie,
    /// The ballots: one, or one for each half.
    pub ballots: Vec<Ballot>,
    /// The number of the next ballot.
    pub next_number: u32,
    /// The ballots that are over.
    pub past: Vec<Past>,
    /// What was before the last decision: the ballots, and how many were over.
    pub before_decision: Option<(Vec<Ballot>, usize)>,
    /// Whether a tied vote was already voted again.
    pub again: bool,
    /// Safeguards.
    pub drafts: Vec<Draft>,
    /// Whether drafts may be sent.
    pub writing: bool,
    /// Whether roles have been dealt, and how often rotated.
    pub rotated: Option<usize>,
    /// Whether the wall shows nothing.
    pub blank: bool,
    /// When the clock was stopped, in seconds of the session.
    pub paused: Option<u32>,
    /// Until when what is going on is meant to take, in seconds of the session.
    pub until: Option<u32>,
    /// When each part began, in seconds of the session.
    pub began: Vec<(Stage, u32)>,
}

impl Room {
    /// An empty room.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            heard: 0,
            people: BTreeMap::new(),
            stage: Stage::Lobby,
            phase: Phase::Read,
            pace: Pace::Full,
            tie: Tie::Lot,
            ballots: Vec::new(),
            next_number: 1,
            past: Vec::new(),
            before_decision: None,
            again: false,
            drafts: Vec::new(),
            writing: false,
            rotated: None,
            blank: false,
            paused: None,
            until: None,
            began: vec![(Stage::Lobby, 0)],
        }
    }

    /// Lets something happen, so many seconds after the session began.
    ///
    /// # Errors
    /// [`Refused`]; nothing has changed then.
    pub fn hear(&mut self, at: u32, event: &Event) -> Result<(), Refused> {
        match event {
            Event::Joined(who) => self.join(*who)?,
            Event::Forgotten(who) => self.forget(*who)?,
            Event::Voted(who, number, option) => self.vote(*who, *number, *option)?,
            Event::Bet(who, number, option) => {
                let phase = self.phase;
                let ballot = self.ballot_of(*who, *number)?;
                if phase != Phase::Bet {
                    return Err(Refused::Closed);
                }
                if !ballot.is_open(*option) {
                    return Err(Refused::NoOption);
                }
                ballot.bets.insert(*who, *option);
            }
            Event::Answered(who, item, answer) => self.answer(*who, *item, *answer)?,
            Event::Drafted(who, text) => self.draft(*who, text)?,
            Event::Dotted(who, dots) => self.dot(*who, dots)?,
            Event::Parted(who, worth, change) => {
                if self.stage != Stage::Closing {
                    return Err(Refused::NotNow);
                }
                self.person(*who)?.parting = Some((*worth, *change));
            }
            Event::Stage(stage) => self.go_to(*stage, at),
            Event::Phase(phase) => self.go_on(*phase)?,
            Event::Pace(pace) => self.pace = *pace,
            Event::Tie(tie) => self.tie = *tie,
            Event::Counted(half, counts) => self.count(*half, counts)?,
            Event::Decided(choices) => self.decided(choices, at)?,
            Event::Rotated => self.rotate()?,
            Event::Split(..) => self.split()?,
            Event::Undone => self.undo()?,
            Event::Paused(true) => self.paused = self.paused.or(Some(at)),
            Event::Paused(false) => {
                if let Some(since) = self.paused.take() {
                    self.until = self.until.map(|until| until.saturating_add(at.saturating_sub(since)));
                }
            }
            Event::Longer(seconds) => {
                let from = self.until.filter(|until| *until > at).unwrap_or(at);
                self.until = Some(from.saturating_add(*seconds));
            }
            Event::Blank(blank) => self.blank = *blank,
            Event::Judged(draft, shown) => {
                let draft = self.drafts.get_mut(*draft).ok_or(Refused::NoOption)?;
                draft.standing = if *shown { Standing::Shown } else { Standing::Kept };
            }
            Event::Writing(open) => self.writing = *open,
        }
        self.heard += 1;
        Ok(())
    }

    fn person(&mut self, who: Who) -> Result<&mut Person, Refused> {
        self.people.get_mut(&who).ok_or(Refused::Unknown)
    }

    fn join(&mut self, who: Who) -> Result<(), Refused> {
        if self.people.contains_key(&who) {
            return Ok(());
        }
        if self.people.len() >= self.settings.seats {
            return Err(Refused::Full);
        }
        let half = fewest(self.ballots.len(), self.people.values().map(|p| p.half));
        let roles = self.people.values().filter(|p| p.half == half).filter_map(|p| p.role);
        let role = self.rotated.map(|_| fewest(self.settings.roles, roles));
        let role = role.filter(|_| self.settings.roles > 0);
        let came = self.next_number.saturating_sub(1);
        self.people.insert(who, Person { role, half, came, ..Person::default() });
        Ok(())
    }

    fn forget(&mut self, who: Who) -> Result<(), Refused> {
        self.people.remove(&who).ok_or(Refused::Unknown)?;
        let before = self.before_decision.iter_mut().flat_map(|(ballots, _)| ballots);
        for ballot in self.ballots.iter_mut().chain(before) {
            for votes in [&mut ballot.first, &mut ballot.last, &mut ballot.bets] {
                votes.remove(&who);
            }
        }
        for draft in &mut self.drafts {
            if draft.by == Some(who) {
                draft.by = None;
                if draft.standing != Standing::Shown {
                    // Its place stays, so that the numbers of the others stand; its words go.
                    draft.text.clear();
                    draft.standing = Standing::Kept;
                }
            }
        }
        Ok(())
    }

    /// The ballot that a participant votes in.
    fn ballot_of(&mut self, who: Who, number: u32) -> Result<&mut Ballot, Refused> {
        let half = self.person(who)?.half;
        if self.stage != Stage::Play {
            return Err(Refused::Closed);
        }
        let ballot = self.ballots.get_mut(half).ok_or(Refused::Closed)?;
        if ballot.number == number { Ok(ballot) } else { Err(Refused::Closed) }
    }

    fn vote(&mut self, who: Who, number: u32, option: usize) -> Result<(), Refused> {
        let phase = self.phase;
        let ballot = self.ballot_of(who, number)?;
        if !phase.votes() || !ballot.votes() {
            return Err(Refused::Closed);
        }
        if !ballot.is_open(option) {
            return Err(Refused::NoOption);
        }
        if phase == Phase::Vote {
            ballot.first.insert(who, option);
        }
        ballot.last.insert(who, option);
        Ok(())
    }

    fn answer(&mut self, who: Who, item: usize, answer: Answer) -> Result<(), Refused> {
        let (stage, (statements, cases)) = (self.stage, self.settings.items);
        let most = if item < statements { 4 } else { 9 };
        if item >= statements + cases || answer.value > most || answer.sure > 2 {
            return Err(Refused::NoOption);
        }
        let person = self.person(who)?;
        let answers = match stage {
            Stage::Before => &mut person.before,
            Stage::After => &mut person.after,
            _ => return Err(Refused::NotNow),
        };
        answers.resize(statements + cases, None);
        answers[item] = Some(answer);
        Ok(())
    }

    fn draft(&mut self, who: Who, text: &str) -> Result<(), Refused> {
        self.person(who)?;
        if !self.writing || self.stage != Stage::Debrief(Step::Apply) {
            return Err(Refused::NotNow);
        }
        let theirs = self.drafts.iter().filter(|d| d.by == Some(who));
        if theirs.clone().any(|d| d.text == text) {
            return Ok(());
        }
        if theirs.count() >= MOST_DRAFTS || self.drafts.len() >= ROOM_FOR_DRAFTS {
            return Err(Refused::Enough);
        }
        let text = text.to_owned();
        self.drafts.push(Draft { text, by: Some(who), standing: Standing::Waits });
        Ok(())
    }

    fn dot(&mut self, who: Who, dots: &[usize]) -> Result<(), Refused> {
        if self.stage != Stage::Ranking {
            return Err(Refused::NotNow);
        }
        let shown = |n: &usize| self.drafts.get(*n).is_some_and(|d| d.standing == Standing::Shown);
        let mut dots = dots.to_vec();
        dots.sort_unstable();
        dots.dedup();
        if dots.len() > DOTS || !dots.iter().all(shown) {
            return Err(Refused::NoOption);
        }
        self.person(who)?.dots = dots;
        Ok(())
    }

    fn go_to(&mut self, stage: Stage, at: u32) {
        self.stage = stage;
        self.until = None;
        self.writing = stage == Stage::Debrief(Step::Apply);
        if stage == Stage::Roles && self.rotated.is_none() {
            self.deal();
        }
        if stage > Stage::Play {
            self.before_decision = None;
        }
        self.began.push((stage, at));
    }

    /// Asks the room, or one half, what comes next. Ballots begin by reading what the last decision brought.
    pub fn ask(&mut self, half: usize, asked: Asked) {
        let ballot = Ballot::new(self.next_number, asked);
        self.next_number += 1;
        self.again = false;
        if let Some(place) = self.ballots.get_mut(half) {
            *place = ballot;
        } else {
            self.ballots.push(ballot);
        }
        let first = self.past.is_empty() && self.ballots.len() == 1;
        self.phase = if first { Phase::Read } else { Phase::Consequence };
    }

    fn go_on(&mut self, phase: Phase) -> Result<(), Refused> {
        if self.stage != Stage::Play || self.ballots.is_empty() {
            return Err(Refused::NotNow);
        }
        if phase == Phase::Vote && !self.ballots.iter().any(Ballot::votes) {
            return Err(Refused::NotNow);
        }
        if phase == Phase::Revote {
            self.again = true;
        }
        self.phase = phase;
        self.until = None;
        Ok(())
    }

    fn count(&mut self, half: usize, counts: &[u32]) -> Result<(), Refused> {
        let phase = self.phase;
        let ballot = self.ballots.get_mut(half).ok_or(Refused::NotNow)?;
        if !matches!(phase, Phase::Vote | Phase::Bet | Phase::Revote) || self.stage != Stage::Play {
            return Err(Refused::Closed);
        }
        let fits = counts.len() == ballot.asked.options.len();
        let locked = counts.iter().zip(&ballot.asked.options).any(|(n, o)| *n > 0 && !o.open);
        if !fits || locked || counts.iter().any(|n| *n > 10_000) {
            return Err(Refused::NoOption);
        }
        if phase != Phase::Revote {
            ballot.typed = counts.to_vec();
        }
        ballot.retyped = counts.to_vec();
        Ok(())
    }

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
        let tie = if self.tie == Tie::Again && self.again { Tie::Lot } else { self.tie };
        let lot = Who(u128::from(ballot.number)).mixed(self.settings.seed);
        ballot.decide(|who| self.people.get(&who).and_then(|p| p.role), with, tie, lot)
    }

    fn decided(&mut self, choices: &[Option<String>], at: u32) -> Result<(), Refused> {
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
        self.before_decision = Some((self.ballots.clone(), before));
        self.until = None;
        Ok(())
    }

    /// The counts of a ballot that is over.
    fn closed(&self, half: usize, chosen: &str, at: u32) -> Past {
        let ballot = &self.ballots[half];
        let options = ballot.asked.options.len();
        let mut moves = vec![vec![0; options]; options];
        for (who, from) in &ballot.first {
            if let Some(to) = ballot.last.get(who) {
                moves[*from][*to] += 1;
            }
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
            scene: ballot.asked.scene.clone(),
            options: ballot.asked.options.iter().map(|o| o.id.clone()).collect(),
            first: ballot.first_tally().counts,
            last: ballot.tally_now().counts,
            twice: self.again,
            moves,
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

    fn deal(&mut self) {
        let (seed, roles) = (self.settings.seed, self.settings.roles);
        if roles == 0 {
            return;
        }
        let mut order: Vec<Who> = self.people.keys().copied().collect();
        order.sort_by_key(|who| who.mixed(seed));
        for (n, who) in order.into_iter().enumerate() {
            if let Some(person) = self.people.get_mut(&who) {
                person.role = Some(n % roles);
            }
        }
        self.rotated = Some(0);
    }

    fn rotate(&mut self) -> Result<(), Refused> {
        let times = self.rotated.ok_or(Refused::NotNow)?;
        for person in self.people.values_mut() {
            person.role = person.role.map(|r| (r + 1) % self.settings.roles.max(1));
        }
        self.rotated = Some(times + 1);
        Ok(())
    }

    /// Deals the halves: people of each role to one and the other in turn.
    fn split(&mut self) -> Result<(), Refused> {
        if self.stage != Stage::Play || self.ballots.len() != 1 {
            return Err(Refused::NotNow);
        }
        let seed = self.settings.seed.rotate_left(17);
        let mut order: Vec<Who> = self.people.keys().copied().collect();
        order.sort_by_key(|who| (self.people.get(who).and_then(|p| p.role), who.mixed(seed)));
        for (n, who) in order.into_iter().enumerate() {
            if let Some(person) = self.people.get_mut(&who) {
                person.half = n % 2;
            }
        }
        self.before_decision = None;
        Ok(())
    }

    fn undo(&mut self) -> Result<(), Refused> {
        match self.phase {
            Phase::Consequence | Phase::Read => {
                let (ballots, past) = self.before_decision.take().ok_or(Refused::NotNow)?;
                self.ballots = ballots;
                self.past.truncate(past);
                self.phase = if self.ballots.iter().any(Ballot::votes) { Phase::Result } else { Phase::Read };
            }
            Phase::Reveal if self.stage == Stage::Play => self.phase = Phase::Vote,
            Phase::Result if self.stage == Stage::Play => {
                self.phase = if self.again { Phase::Revote } else { Phase::Vote };
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
            Phase::Read => Event::Decided(self.choices()?),
            Phase::Vote if !self.quorum() => return Err(Refused::Quorum),
            Phase::Vote => self.close_vote()?,
            Phase::Bet => Event::Phase(Phase::Reveal),
            Phase::Reveal => Event::Phase(Phase::Talk),
            Phase::Talk => Event::Phase(Phase::Revote),
            Phase::Revote => Event::Phase(Phase::Result),
            Phase::Result => Event::Decided(self.choices()?),
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
