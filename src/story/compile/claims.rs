//! What a story says can be proved of it.
//!
//! The invariant: a claim that is kept names an ending and a choice that there are.

use super::{Build, parts::Parts};
use crate::story::{
    diagnostic::Code as Problem,
    model::{Claim, Owner, Says, Story},
    raw,
};

/// How many claims a story may make.
const MOST: usize = 60;

impl<'s> Build<'s> {
    pub(super) fn claims(&mut self, parts: &Parts<'s>, story: &mut Story) {
        let Some(raw) = &parts.story else { return };
        for leaf in &raw.claims {
            let Some(claim) = self.sink.take(leaf) else { continue };
            let Some(says) = self.says(claim) else { continue };
            if story.claims.len() == MOST {
                let message = format!("more than {MOST} claims");
                self.sink.report(Problem::Range, leaf.text, message, "join some of them with `and`");
                return;
            }
            let written = leaf.text.split_whitespace().collect::<Vec<_>>().join(" ");
            story.claims.push(Claim { written, says });
        }
    }

    fn says(&mut self, claim: &raw::Claim<'s>) -> Option<Says> {
        let owner = Owner::Story;
        match claim {
            raw::Claim::Reachable(ending) => self.find(ending, "ending", |n| &n.endings).map(Says::Reachable),
            raw::Claim::Always(is) => self.condition(Some(is), owner).map(Says::Always),
            raw::Claim::Never(is) => self.condition(Some(is), owner).map(Says::Never),
            raw::Claim::AlwaysEventually(is) => self.condition(Some(is), owner).map(Says::AlwaysEventually),
            raw::Claim::CanAlwaysEnd => Some(Says::CanAlwaysEnd),
            raw::Claim::Implies(choice, is) => {
                let choice = self.find(choice, "choice", |n| &n.choices);
                let is = self.condition(Some(is), owner);
                Some(Says::Implies(choice?, is?))
            }
        }
    }
}
