//! Roles and halves, dealt.
//!
//! The invariant: by numbers that nobody chose, and evenly; who comes late fills what is emptiest.

use super::{ballot::Phase, event::Refused, people::Who, room::Room, stage::Stage};

impl Room {
    pub(super) fn deal(&mut self) {
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

    pub(super) fn rotate(&mut self) -> Result<(), Refused> {
        let times = self.rotated.filter(|_| self.between_votes()).ok_or(Refused::NotNow)?;
        for person in self.people.values_mut() {
            person.role = person.role.map(|r| (r + 1) % self.settings.roles.max(1));
        }
        self.rotated = Some(times + 1);
        Ok(())
    }

    /// Whether nobody is voting, and no vote stands that is not decided.
    const fn between_votes(&self) -> bool {
        !matches!(self.stage, Stage::Play) || matches!(self.phase, Phase::Consequence | Phase::Read)
    }

    /// Deals the halves: people of each role to one and the other in turn.
    pub(super) fn split(&mut self) -> Result<(), Refused> {
        if self.stage != Stage::Play || self.ballots.len() != 1 || !self.between_votes() {
            return Err(Refused::NotNow);
        }
        self.cut = Some(self.past.len());
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
}
