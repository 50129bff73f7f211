//! The room itself: what its events make of an empty one.
//!
//! The invariant: an event that is refused changes nothing; and a vote that is counted is one that was given.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ballot::{Asked, Ballot, How, Pace, Phase, Tie},
    drafts::{DOTS, Draft, MOST_DRAFTS, ROOM_FOR_DRAFTS, Standing},
    event::{Event, Refused},
    kept::KeptItem,
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
    /// Whether the room was cut in two.
    pub cut: bool,
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
    /// Last votes of those who gave no first one.
    pub new: Vec<u32>,
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

/// Whether a vote was given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Second {
    /// It was not.
    None,
    /// After people talked.
    AfterTalk,
    /// Because it was tied: a tie of this one is drawn.
    ForTie,
}

/// What was before a decision, for who takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The ballots.
    pub ballots: Vec<Ballot>,
    /// How many were over.
    pub past: usize,
    /// Whether there was a second vote.
    pub second: Second,
    /// How they went.
    pub pace: Pace,
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
    /// What was before the last decision.
    pub before_decision: Option<Before>,
    /// Whether there was a second vote.
    pub second: Second,
    /// How many ballots were over when the room was cut in two.
    pub cut: Option<usize>,
    /// What is told of the questions before and after, counted once when the session closes.
    pub counted: Option<Vec<KeptItem>>,
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
            second: Second::None,
            cut: None,
            counted: None,
            drafts: Vec::new(),
            writing: false,
            rotated: None,
            blank: false,
            paused: None,
            until: None,
            began: vec![(Stage::Lobby, 0)],
        }
    }

    /// Whether there was a second vote.
    #[must_use]
    pub const fn again(&self) -> bool {
        !matches!(self.second, Second::None)
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
                let draft = self.drafts.get_mut(*draft).filter(|d| !d.text.is_empty());
                let draft = draft.ok_or(Refused::NoOption)?;
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
        let person = self.people.remove(&who).ok_or(Refused::Unknown)?;
        // What the room has seen stays as it was seen: else who looks on would learn what this one said.
        let closed = self.phase != Phase::Vote;
        for ballot in &mut self.ballots {
            ballot.forget(who, closed);
        }
        for ballot in self.before_decision.iter_mut().flat_map(|b| &mut b.ballots) {
            ballot.forget(who, true);
        }
        for (n, draft) in self.drafts.iter_mut().enumerate() {
            if self.stage != Stage::Ranking && person.dots.contains(&n) {
                draft.left += 1;
            }
            if draft.by == Some(who) {
                // Its place stays, so that the numbers of the others stand; its words go.
                (draft.by, draft.standing) = (None, Standing::Kept);
                draft.text.clear();
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
        if theirs.count() >= MOST_DRAFTS
            || self.drafts.iter().filter(|d| !d.text.is_empty()).count() >= ROOM_FOR_DRAFTS
        {
            return Err(Refused::Enough);
        }
        let text = text.to_owned();
        self.drafts.push(Draft { text, by: Some(who), standing: Standing::Waits, left: 0 });
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
        if stage > Stage::Play && self.stage == Stage::Play {
            // A vote that was begun and not decided is counted all the same, and nobody's any more.
            let open: Vec<usize> = (0..self.ballots.len()).filter(|n| self.ballots[*n].votes()).collect();
            let open = if self.phase == Phase::Consequence { Vec::new() } else { open };
            for half in open {
                if self.ballots[half].begun() {
                    let past = self.closed(half, "", at);
                    self.past.push(past);
                }
                let asked = self.ballots[half].asked.clone();
                self.ballots[half] = Ballot::new(self.next_number, asked);
                self.next_number += 1;
            }
            // Who comes back to the play reads this scene again, and votes anew.
            (self.phase, self.second) = (Phase::Read, Second::None);
        }
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
        self.second = Second::None;
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
            // From the result there is a way back to a vote only where it was tied.
            self.second =
                if self.phase == Phase::Result { Second::ForTie } else { self.second.max(Second::AfterTalk) };
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
}
