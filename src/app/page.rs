//! One moment of a play as it is shown: made once, for every face, the transcript and the exports.
//!
//! Everything is words and numbers in the player's language; how it is set is each face's own. The invariant: a page
//! of the same moment in the same language is always the same, and it names every choice the scene has.

mod ending;

use std::sync::Arc;

use fluent_bundle::FluentValue;

use super::{
    game::Game,
    lang::{Lang, number},
    locks, numbers, quarters,
    seen::{self, Seen},
};
use crate::{
    engine::{Asked, Happening, Passage, Place, foreshadowed, read},
    story::{
        Story,
        ids::{ChoiceId, TextId, VarId},
        model::{Cause, Owner, Stance, VarKind},
    },
};

/// A meter as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Its variable.
    pub var: VarId,
    /// Its name.
    pub name: String,
    /// Whole points; the middle of the band where there is one.
    pub points: i64,
    /// The whole points it lies between, where the office sees no more than that.
    pub band: Option<(i64, i64)>,
    /// The highest it can be, in whole points.
    pub most: i64,
    /// The change of the points since the moment before.
    pub change: i64,
    /// Whether it is the world's or the player's own.
    pub owner: Owner,
    /// A meter, or a stock that is shown all the same.
    pub kind: VarKind,
}

/// A part of what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What a player should know before it begins.
    Notes(String),
    /// The choice that led here.
    Chosen(String),
    /// A heading and its lines: what the quarters brought, or questions to talk about.
    List {
        /// What it is.
        heading: String,
        /// Its lines.
        lines: Vec<String>,
        /// By line, what it tells of, if it can be asked about.
        asked: Vec<Option<Asked>>,
    },
    /// A shock, a lapse, a lever that was moved: one line.
    Line(String),
    /// Prose that came on the way: an event, a consequence.
    News(Passage),
    /// The scene or ending itself.
    Prose(Passage),
    /// What is pending.
    Pending(String),
    /// The end and its title.
    Ending(String),
    /// A fact about the run, at its end.
    Fact(String),
}

/// A choice as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub choice: ChoiceId,
    /// The author's id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Who gains.
    pub gives: Option<String>,
    /// Who pays.
    pub costs: Option<String>,
    /// How it leans.
    pub stance: Option<Stance>,
    /// Why it is locked.
    pub locked: Option<String>,
}

/// A moment as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The story's title.
    pub title: String,
    /// The scene's or ending's title; may be empty.
    pub place: String,
    /// Year and quarter.
    pub date: String,
    /// The schedule's name.
    pub schedule: String,
    /// Which numbers of the world were changed for this run, in a few words.
    pub numbers: Option<String>,
    /// The meters, the world's first.
    pub meters: Vec<Meter>,
    /// What is read, in order.
    pub blocks: Vec<Block>,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// The page of the `n`-th moment of a play.
#[must_use]
pub fn of(game: &Game, n: usize, lang: &Lang) -> Page {
    let story = &*game.story;
    let maker = Maker { game, story, lang, n };
    let state = &game.timeline.moments()[n].state;
    let place = match state.place {
        Place::Scene(s) => story.label_or(story.scene(s).title, game.language, ""),
        Place::Ended(e) => story.label_or(story.ending(e).title, game.language, ""),
        Place::Nowhere => "",
    };
    let schedule = game.timeline.setup.schedule.map(|s| story.schedules[s.at()].name);
    Page {
        title: if game.governs() {
            lang.say("sandbox-title")
        } else {
            story.label(story.about.title, game.language).to_owned()
        },
        place: place.to_owned(),
        date: date(day(state), lang),
        schedule: story.label_or(schedule, game.language, "").to_owned(),
        numbers: numbers::short(game, lang),
        meters: maker.meters(),
        blocks: maker.blocks(),
        choices: maker.choices(),
    }
}

/// The page of the moment that a play has come to, made once for it.
#[must_use]
pub fn now(game: &Game, lang: &Lang) -> Arc<Page> {
    game.made.page((lang.tag(), game.language), || of(game, game.timeline.decisions(), lang))
}

/// The turn that a state is dated by: an ending closes the quarter that has passed.
pub(super) fn day(state: &crate::engine::State) -> i64 {
    match state.place {
        Place::Ended(_) => state.turn() - 1,
        Place::Scene(_) | Place::Nowhere => state.turn(),
    }
}

/// A turn as the calendar says it; screens count from 1.
#[must_use]
pub fn date(turn: i64, lang: &Lang) -> String {
    let year = FluentValue::from(turn.div_euclid(4) + 1);
    let quarter = FluentValue::from(turn.rem_euclid(4) + 1);
    lang.say_with("year-quarter", &[("year", year), ("quarter", quarter)])
}

struct Maker<'a> {
    game: &'a Game,
    story: &'a Story,
    lang: &'a Lang,
    n: usize,
}

impl Maker<'_> {
    fn text(&self, text: TextId) -> Passage {
        let state = &self.game.timeline.moments()[self.n].state;
        read(self.story, &self.game.timeline.setup, state, text, self.game.language).unwrap_or_else(|fault| {
            let why = format!("{fault} ({})", self.story.texts.key(text));
            let stretch = crate::engine::Stretch {
                text: self.lang.say_with("notice-fault", &[("why", why.into())]),
                emphasis: false,
                said_by: None,
            };
            let paragraph = crate::engine::Paragraph { speaker: None, stretches: vec![stretch] };
            Passage { paragraphs: vec![paragraph] }
        })
    }

    fn meters(&self) -> Vec<Meter> {
        let story = self.story;
        let now = &self.game.timeline.moments()[self.n].state;
        let before = if self.n == 0 { now } else { self.game.timeline.before(self.n) };
        let seen = story.vars().filter(|(_, v)| match v.kind {
            VarKind::Meter | VarKind::Derived => true,
            VarKind::Stock => v.shown || v.band.is_some() || self.game.governs() || self.game.ended(),
            VarKind::Memory | VarKind::Lever | VarKind::Flag => false,
        });
        let point = story.point;
        seen.filter_map(|(var, record)| {
            let (points, band, change) = match seen::seen(self.game, now, var) {
                Seen::Exact(value) => {
                    let was = match seen::seen(self.game, before, var) {
                        Seen::Exact(was) => was,
                        Seen::Between(..) | Seen::Hidden => value,
                    };
                    (value / point, None, value / point - was / point)
                }
                Seen::Between(low, high) => {
                    let (low, high) = (low.div_euclid(point), (high + point - 1).div_euclid(point));
                    (i64::midpoint(low, high), Some((low, high)), 0)
                }
                Seen::Hidden => return None,
            };
            let name = story.label_or(record.name, self.game.language, &record.id).to_owned();
            let (owner, kind) = (record.owner, record.kind);
            Some(Meter { var, name, points, band, most: record.max / point, change, owner, kind })
        })
        .collect()
    }

    fn blocks(&self) -> Vec<Block> {
        let (story, lang) = (self.story, self.lang);
        let moment = &self.game.timeline.moments()[self.n];
        let mut blocks = Vec::new();
        if self.n == 0 && !story.about.notes.is_empty() {
            let notes: Vec<&str> =
                story.about.notes.iter().map(|t| story.label(*t, self.game.language)).collect();
            blocks.push(Block::Notes(lang.say_with("content-notes", &[("notes", notes.join(" ").into())])));
        }
        if let Some(choice) = moment.by {
            let label = self.game.chosen(self.n).unwrap_or_default();
            blocks.push(Block::Chosen(lang.say_with("you-chose", &[("choice", label.into())])));
            // As it read in the moment it was made.
            let outcome = story.choice(choice).outcome.map(|text| {
                let state = self.game.timeline.before(self.n);
                read(story, &self.game.timeline.setup, state, text, self.game.language)
            });
            blocks.extend(outcome.and_then(Result::ok).map(Block::News));
        }
        let moved: Vec<String> = (self.game.timeline.entries(self.n).iter())
            .filter(|e| e.cause == Cause::Hand)
            .map(|e| {
                let record = story.var(e.var);
                let name = story.label_or(record.name, self.game.language, &record.id);
                let before = self.game.timeline.before(self.n).value(e.var);
                format!("{name} {}", before + e.amount)
            })
            .collect();
        if !moved.is_empty() {
            blocks.push(Block::Chosen(lang.say_with("levers-set", &[("list", moved.join(", ").into())])));
        }
        let quarters = quarters::passed(self.game, self.n, lang);
        blocks.extend(quarters.map(|(heading, told)| {
            let (lines, asked) = told.into_iter().unzip();
            Block::List { heading, lines, asked }
        }));
        for (_, what) in &moment.happenings {
            // What came again in the next quarter, before anybody looked, is told once.
            blocks.extend(self.happening(*what).filter(|block| blocks.last() != Some(block)));
        }
        match moment.state.place {
            Place::Scene(scene) => {
                blocks.push(Block::Prose(self.text(story.scene(scene).text)));
                for (_, text, _) in foreshadowed(story, &moment.state) {
                    let text = self.text(text).plain();
                    blocks.push(Block::Pending(lang.say_with("pending", &[("text", text.into())])));
                }
            }
            Place::Ended(ending) => self.ending(ending, &mut blocks),
            Place::Nowhere => {}
        }
        blocks
    }

    fn happening(&self, what: Happening) -> Option<Block> {
        let story = self.story;
        match what {
            Happening::Shock(shock) => {
                let name = story.label(story.shock(shock).name, self.game.language).to_owned();
                Some(Block::Line(self.lang.say_with("shock-came", &[("name", name.into())])))
            }
            Happening::Event(event) => Some(Block::News(self.text(story.event(event).text?))),
            Happening::Came(later) => Some(Block::News(self.text(story.later(later).text?))),
            // Only what the player was told of can be missed.
            Happening::Dropped(later) => {
                story.later(later).foreshadow.map(|_| Block::Line(self.lang.say("dropped")))
            }
            Happening::Planned(plan) => {
                let levers = story.plan[plan.at()].levers.iter().map(|(lever, value)| {
                    let record = story.var(*lever);
                    format!("{} {value}", story.label_or(record.name, self.game.language, &record.id))
                });
                let list = levers.collect::<Vec<_>>().join(", ");
                Some(Block::Line(self.lang.say_with("plan-moved", &[("list", list.into())])))
            }
        }
    }

    fn choices(&self) -> Vec<Choice> {
        let (game, story) = (self.game, self.story);
        let state = &game.timeline.moments()[self.n].state;
        let offers = crate::engine::choices(story, &game.timeline.setup, state);
        offers
            .into_iter()
            .map(|offer| {
                let record = story.choice(offer.choice);
                Choice {
                    choice: offer.choice,
                    id: record.id.clone(),
                    label: self.text(record.text).plain(),
                    gives: record.gives.map(|t| self.text(t).plain()),
                    costs: record.costs.map(|t| self.text(t).plain()),
                    stance: record.stance,
                    locked: offer.lock.map(|lock| locks::words(game, self.n, &lock, self.lang)),
                }
            })
            .collect()
    }
}

/// The Fluent key of a stance.
#[must_use]
pub const fn stance_key(stance: Stance) -> &'static str {
    match stance {
        Stance::Watch => "stance-watch",
        Stance::Regulate => "stance-regulate",
        Stance::Refuse => "stance-refuse",
        Stance::Listen => "stance-listen",
    }
}

/// A meter in words: `Trust 51, up 1`.
#[must_use]
pub fn meter_words(meter: &Meter, lang: &Lang) -> String {
    if let Some((low, high)) = meter.band {
        let args = [("name", meter.name.clone().into()), ("low", low.into()), ("high", high.into())];
        return lang.say_with("meter-in-band", &args);
    }
    let key = match meter.change {
        0 => "meter-in-words",
        1.. => "meter-up",
        _ => "meter-down",
    };
    let value = meter.points;
    let change = number(usize::try_from(meter.change.unsigned_abs()).unwrap_or(0));
    lang.say_with(key, &[("name", meter.name.clone().into()), ("value", value.into()), ("change", change)])
}
