//! A ballot in words: its options, what was voted and bet, what was decided and by which rule.
//!
//! The invariant: what [`Phase::shows`] does not let be seen is in none of this.

use super::{
    Workshop,
    pages::{Bar, Offer, Piece, lines},
};
use crate::{
    app::{
        Lang,
        lang::number,
        page::{Block, Page, meter_words},
    },
    group::{Ballot, Decision, How, Phase, Powers, Tally, Tie},
    story::model::Might,
};

/// The fewest votes that are drawn as bars; fewer people are asked for hands.
const BARS: u32 = 8;

impl Workshop {
    /// The options of a half.
    pub(super) fn options(&self, half: usize, lang: &Lang) -> Vec<Offer> {
        let Some(page) = self.page(half, lang) else { return Vec::new() };
        let option = |c: &crate::app::page::Choice| {
            let gives = c.gives.iter().map(|g| lang.say_with("room-gives", &[("what", g.clone().into())]));
            let costs = c.costs.iter().map(|g| lang.say_with("room-costs", &[("what", g.clone().into())]));
            Offer {
                label: c.label.clone(),
                details: gives.chain(costs).collect(),
                locked: c.locked.clone(),
                chosen: false,
            }
        };
        page.choices.iter().map(option).collect()
    }

    /// What the last decision brought.
    pub(super) fn consequence(&self, half: usize, lang: &Lang) -> Vec<Piece> {
        let Some(page) = self.page(half, lang) else { return Vec::new() };
        // Not “you”: the room chose.
        let chose = self.decided(half, lang).pop();
        let cut = self.room.cut == Some(self.room.past.len());
        let key = if cut { "room-goes-on-from" } else { "room-recap-one" };
        let chose = chose.map(|last| Piece::Text(lang.say_with(key, &[("last", last.into())])));
        let mut pieces: Vec<Piece> = chose.into_iter().collect();
        pieces.extend(self.blocks(&page, lang, false));
        let moved: Vec<String> =
            page.meters.iter().filter(|m| m.change != 0).map(|m| meter_words(m, lang)).collect();
        if !moved.is_empty() {
            pieces.push(Piece::List(moved));
        }
        if pieces.is_empty() {
            pieces.push(Piece::Note(lang.say("room-nothing-yet")));
        }
        pieces
    }

    /// What a half has decided so far, first to last.
    pub(super) fn decided(&self, half: usize, lang: &Lang) -> Vec<String> {
        let Some(game) = self.games.get(half) else { return Vec::new() };
        let by = game.timeline.moments().iter().filter_map(|m| m.by);
        by.map(|choice| self.label(self.story.choice(choice).text, lang)).collect()
    }

    /// What somebody should know before the story begins.
    pub(super) fn content_notes(&self, lang: &Lang) -> Option<Piece> {
        let notes: Vec<String> = self.story.about.notes.iter().map(|t| self.label(*t, lang)).collect();
        let args = [("notes", notes.join(" ").into())];
        (!notes.is_empty()).then(|| Piece::Note(lang.say_with("content-notes", &args)))
    }

    /// The scene or the ending itself.
    pub(super) fn scene_prose(&self, half: usize, lang: &Lang) -> Vec<Piece> {
        let Some(page) = self.page(half, lang) else { return Vec::new() };
        let mut pieces = Vec::new();
        if !page.place.is_empty() {
            pieces.push(Piece::Heading(page.place.clone()));
        }
        pieces.push(Piece::Note(page.date.clone()));
        pieces.extend(self.blocks(&page, lang, true));
        pieces
    }

    /// What is read on a page: the scene, or what came before it.
    fn blocks(&self, page: &Page, lang: &Lang, scene: bool) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for block in &page.blocks {
            let piece = match block {
                Block::Pending(text) if scene => Piece::Note(text.clone()),
                Block::Fact(text) if scene => Piece::Text(text.clone()),
                Block::Prose(passage) if scene => Piece::Prose(lines(passage, &self.story, lang)),
                Block::Ending(text) if scene => Piece::Heading(text.clone()),
                Block::Line(text) if !scene => Piece::Text(text.clone()),
                Block::News(passage) if !scene => Piece::Prose(lines(passage, &self.story, lang)),
                Block::List { heading, lines, asked } if !scene && !asked.is_empty() => {
                    pieces.push(Piece::Text(heading.clone()));
                    Piece::List(lines.clone())
                }
                Block::Notes(_)
                | Block::Pending(_)
                | Block::Fact(_)
                | Block::Prose(_)
                | Block::Ending(_)
                | Block::Chosen(_)
                | Block::Line(_)
                | Block::News(_)
                | Block::List { .. } => continue,
            };
            pieces.push(piece);
        }
        pieces
    }

    /// Which rules hold for this vote, told before it.
    pub(super) fn rules_of(&self, half: usize, lang: &Lang) -> Vec<String> {
        let Some(ballot) = self.room.ballots.get(half).filter(|b| b.votes()) else { return Vec::new() };
        let mut told = vec![self.tie_words(ballot, lang)];
        for power in self.scene(half).and_then(|s| self.dilemma(s)).iter().flat_map(|d| &d.powers) {
            let role = self.role_name(power.role, lang);
            let key = match power.might {
                Might::Veto => "room-power-veto",
                Might::Casting => "room-power-casting",
                Might::Weight(_) => "room-power-weight",
            };
            let n = if let Might::Weight(n) = power.might { n } else { 1 };
            let because = self.label(power.because, lang);
            told.push(
                lang.say_with(key, &[("role", role.into()), ("n", n.into()), ("because", because.into())]),
            );
        }
        told
    }

    fn tie_words(&self, ballot: &Ballot, lang: &Lang) -> String {
        match self.room.tie {
            Tie::Again => lang.say("room-tie-again"),
            Tie::AsItIs if ballot.asked.as_it_is.is_some_and(|o| ballot.is_open(o)) => {
                lang.say("room-tie-as-it-is")
            }
            // Also where nothing in this vote leaves things as they are.
            Tie::Lot | Tie::AsItIs => lang.say("room-tie-lot"),
            Tie::Role(role) => lang.say_with("room-tie-role", &[("role", self.role_name(role, lang).into())]),
        }
    }

    /// A role by its name.
    pub(super) fn role_name(&self, role: usize, lang: &Lang) -> String {
        super::words::role_words(&self.story, role, lang)
    }

    /// What was voted, as far as the phase lets it be seen.
    pub(super) fn counts(&self, half: usize, lang: &Lang) -> Vec<Piece> {
        let (phase, room) = (self.room.phase, &self.room);
        let Some(ballot) = room.ballots.get(half).filter(|b| b.votes() && phase.shows()) else {
            return Vec::new();
        };
        let labels: Vec<String> = self.options(half, lang).into_iter().map(|o| o.label).collect();
        let bars = |tally: &Tally| bars(tally, &labels, lang);
        let mut pieces = Vec::new();
        let first = ballot.first_tally();
        // Before the second vote the votes as they stand are the first.
        let twice = phase == Phase::Result && room.again();
        let now = ballot.tally_now();
        if now.all() < BARS {
            pieces.push(Piece::Notice(lang.say("room-hands")));
        } else {
            let caption = if twice { "room-votes-first" } else { "room-votes" };
            // One or two who voted first are no bar either.
            if first.all() >= BARS {
                pieces.push(Piece::Bars(lang.say(caption), bars(&first)));
            }
            if twice {
                pieces.push(Piece::Bars(lang.say("room-votes-last"), bars(&now)));
            } else {
                let bets = ballot.bet_tally();
                if bets.all() >= BARS {
                    pieces.push(Piece::Bars(lang.say("room-bets"), bars(&bets)));
                }
            }
            let typed: u32 = now.typed.iter().sum();
            if typed > 0 {
                let args = [("n", number(typed as usize))];
                pieces.push(Piece::Note(lang.say_with("room-typed", &args)));
            }
        }
        if phase == Phase::Result {
            pieces.extend(self.decision(half, &labels, lang));
        }
        pieces
    }

    /// What was decided, and how; with roles' power, what one person, one vote would have decided too.
    fn decision(&self, half: usize, labels: &[String], lang: &Lang) -> Vec<Piece> {
        let label = |option: usize| labels.get(option).cloned().unwrap_or_default();
        let mut pieces = Vec::new();
        let held = self.room.outcome(half, Powers::Held);
        pieces.push(Piece::Notice(match held {
            Decision::For(option, how) => {
                let key = match how {
                    How::Most => "room-decided-most",
                    How::Lot => "room-decided-lot",
                    How::AsItIs => "room-decided-as-it-is",
                    How::Role(_) => "room-decided-role",
                };
                let role = if let How::Role(role) = how { self.role_name(role, lang) } else { String::new() };
                lang.say_with(key, &[("option", label(option).into()), ("role", role.into())])
            }
            Decision::Again => lang.say("room-tied"),
            Decision::Nobody => lang.say("room-nobody"),
        }));
        let powers = self.room.ballots.get(half).is_some_and(|b| !b.asked.powers.is_empty());
        if let (true, Decision::For(option, _)) = (powers, self.room.outcome(half, Powers::Aside)) {
            let same = matches!(held, Decision::For(other, _) if other == option);
            let key = if same { "room-power-same" } else { "room-power-other" };
            pieces.push(Piece::Text(lang.say_with(key, &[("option", label(option).into())])));
        }
        pieces
    }
}

/// Counts as bars.
fn bars(tally: &Tally, labels: &[String], lang: &Lang) -> Vec<Bar> {
    let all = tally.all();
    let most = tally.counts.iter().copied().max().unwrap_or(0);
    let bar = |(label, n): (&String, &u32)| Bar {
        label: label.clone(),
        share: n * 1000 / all.max(1),
        words: lang.say_with("room-n-of", &[("n", number(*n as usize)), ("all", number(all as usize))]),
        leads: *n == most && most > 0,
    };
    labels.iter().zip(&tally.counts).map(bar).collect()
}
