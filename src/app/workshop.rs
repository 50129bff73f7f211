//! A room that plays a story: the ballots of the group on one side, one or two plays on the other.
//!
//! What happens comes in as an [`Event`]; what is seen goes out as pages for the wall, a phone and the desk, each made
//! here once for every way of showing it. It knows no socket and no clock. The invariant: the plays are what the room
//! decided, and a wall or phone is given no count before the room is.

mod act;
mod ballot;
mod desk;
mod pages;
mod phone;
mod session;
mod wall;
mod words;

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use crate::{
    app::{Game, Lang, page, page::Page},
    engine::{CannotBegin, Place, Run, choices, find},
    group::{Asked, Choosable, Event, Pace, Phase, Refused, Room, Settings, Stage, keep},
    story::{
        Story,
        ids::SceneId,
        model::{Dilemma, Stance},
    },
};

pub use act::{Act, Conductor};
pub use desk::{Desk, desk};
pub use pages::{Bar, Form, Join, Line, Offer, Piece, Question, bar_words, clock_words};
pub use phone::{Known, Phone, known, phone};
pub use session::{SESSION_FORMAT, Session};
pub use wall::{Wall, wall};
pub use words::{choice_words, finding_words, half_key, role_words, scene_words, stage_key};

/// What moved the odds most in a play, in words: the heading and the lines.
pub type Hinges = Vec<String>;

/// A room and its plays.
#[derive(Debug)]
pub struct Workshop {
    /// The story.
    pub story: Arc<Story>,
    /// The play of the room, or of each half.
    pub games: Vec<Game>,
    /// The room.
    pub room: Room,
    /// What moved the odds most in each play, once that is worked out.
    pub hinges: Vec<Hinges>,
    /// Pages made for the moments that the plays are at, by half and language.
    made: RefCell<HashMap<(usize, String), Arc<Page>>>,
}

impl Workshop {
    /// A room that is about to begin.
    ///
    /// # Errors
    /// A story that cannot be begun.
    pub fn new(story: Arc<Story>, run: Run, settings: Settings, lang: &Lang) -> Result<Self, CannotBegin> {
        let game = Game::resume(Arc::clone(&story), run, None, lang.tag())?.game;
        let room = Room::new(settings);
        Ok(Self { story, games: vec![game], room, hinges: Vec::new(), made: RefCell::default() })
    }

    /// Lets something happen, so many seconds after the session began.
    ///
    /// # Errors
    /// [`Refused`]; nothing has changed then.
    pub fn hear(&mut self, at: u32, event: &Event) -> Result<(), Refused> {
        match event {
            Event::Decided(chosen) => {
                let mut games = self.games.clone();
                for (game, id) in games.iter_mut().zip(chosen) {
                    let Some(id) = id else { continue };
                    let choice = find(&game.story, &game.timeline, id).ok_or(Refused::NoOption)?;
                    game.decide(choice).map_err(|_error| Refused::NoOption)?;
                }
                self.room.hear(at, event)?;
                self.games = games;
                self.ask();
            }
            Event::Split(left, right) => {
                let mut games = Vec::new();
                for id in [left, right] {
                    let mut game = self.games.first().cloned().ok_or(Refused::NotNow)?;
                    let choice = find(&game.story, &game.timeline, id).ok_or(Refused::NoOption)?;
                    game.decide(choice).map_err(|_error| Refused::NoOption)?;
                    games.push(game);
                }
                self.room.hear(at, event)?;
                self.games = games;
                self.ask();
                self.room.phase = Phase::Consequence;
            }
            Event::Undone if self.room.can_undo_decision() => {
                // Halves whose story had ended decided nothing.
                let kept = self.room.before_decision.as_ref().map_or(0, |b| b.past);
                let halves: Vec<usize> = self.room.past.iter().skip(kept).map(|p| p.half).collect();
                self.room.hear(at, event)?;
                for half in halves {
                    if let Some(game) = self.games.get_mut(half) {
                        game.undo(1);
                    }
                }
            }
            Event::Stage(_) => {
                self.room.hear(at, event)?;
                if self.room.stage == Stage::Play && self.room.ballots.is_empty() {
                    self.ask();
                }
                self.room.counted = None;
                if self.room.stage == Stage::Closing {
                    self.room.counted = Some(keep(&self.room, &self.best()).items);
                }
            }
            Event::Joined(_)
            | Event::Forgotten(_)
            | Event::Voted(..)
            | Event::Bet(..)
            | Event::Answered(..)
            | Event::Drafted(..)
            | Event::Dotted(..)
            | Event::Parted(..)
            | Event::Phase(_)
            | Event::Pace(_)
            | Event::Tie(_)
            | Event::Counted(..)
            | Event::Rotated
            | Event::Undone
            | Event::Paused(_)
            | Event::Longer(_)
            | Event::Blank(_)
            | Event::Judged(..)
            | Event::Writing(_) => return self.room.hear(at, event),
        }
        self.made.borrow_mut().clear();
        Ok(())
    }

    /// Puts what the plays have come to before the room.
    fn ask(&mut self) {
        let asked: Vec<Asked> = self.games.iter().map(|game| self.asked(game)).collect();
        // What the guide speaks of is talked about; the rest is voted on and done.
        let talked = asked.iter().any(|a| a.minutes.is_some());
        self.room.pace = if talked { Pace::Full } else { Pace::Quick };
        for (half, asked) in asked.into_iter().enumerate() {
            self.room.ask(half, asked);
        }
    }

    fn asked(&self, game: &Game) -> Asked {
        let (story, state) = (&*self.story, &game.timeline.now().state);
        let scene = match state.place {
            Place::Scene(scene) => scene,
            Place::Ended(ending) => {
                return Asked { scene: story.ending(ending).id.clone(), ..Asked::default() };
            }
            Place::Nowhere => return Asked::default(),
        };
        let offers = choices(story, &game.timeline.setup, state);
        let options: Vec<Choosable> = offers
            .iter()
            .map(|o| Choosable { id: story.choice(o.choice).id.clone(), open: o.lock.is_none() })
            .collect();
        let dilemma = self.dilemma(scene);
        Asked {
            scene: story.scene(scene).id.clone(),
            options,
            powers: dilemma.iter().flat_map(|d| &d.powers).map(|p| (p.role, p.might)).collect(),
            as_it_is: dilemma
                .and_then(|d| d.as_it_is)
                .and_then(|choice| offers.iter().position(|o| o.choice == choice)),
            minutes: dilemma.and_then(|d| u32::try_from(d.minutes).ok()),
        }
    }

    /// What the guide says of a scene.
    #[must_use]
    pub fn dilemma(&self, scene: SceneId) -> Option<&Dilemma> {
        self.story.guide.dilemmas.iter().find(|d| d.scene == scene)
    }

    /// The scene that a half is in.
    #[must_use]
    pub fn scene(&self, half: usize) -> Option<SceneId> {
        match self.games.get(half)?.timeline.now().state.place {
            Place::Scene(scene) => Some(scene),
            Place::Ended(_) | Place::Nowhere => None,
        }
    }

    /// The page of the moment that a half has come to.
    fn page(&self, half: usize, lang: &Lang) -> Option<Arc<Page>> {
        let key = (half, lang.tag().to_owned());
        if let Some(page) = self.made.borrow().get(&key) {
            return Some(Arc::clone(page));
        }
        let mut game = self.games.get(half)?.clone();
        game.language = self.story.language(lang.tag());
        let page = Arc::new(page::of(&game, game.timeline.decisions(), lang));
        self.made.borrow_mut().insert(key, Arc::clone(&page));
        Some(page)
    }

    /// The desk's next step.
    ///
    /// # Errors
    /// Too few votes.
    pub fn next(&self) -> Result<Option<Event>, Refused> {
        match self.room.next() {
            // A tie that is to be voted again is the next step by itself.
            Err(Refused::Tied) => Ok(Some(Event::Phase(Phase::Revote))),
            next => next,
        }
    }

    /// The same where too few have voted.
    ///
    /// # Errors
    /// A vote that nobody gave.
    pub fn next_all_the_same(&self) -> Result<Option<Event>, Refused> {
        match self.next() {
            Err(Refused::Quorum) => self.room.close_vote().map(Some),
            next => next,
        }
    }

    /// The two choices that cut the room in two: one that watches and one that regulates.
    #[must_use]
    pub fn split(&self) -> Option<Event> {
        let scene = self.scene(0).filter(|_| self.games.len() == 1)?;
        let state = &self.games.first()?.timeline.now().state;
        let open = choices(&self.story, &self.games.first()?.timeline.setup, state);
        let leaning = |stance: Stance| {
            let found = open.iter().filter(|o| o.lock.is_none()).map(|o| self.story.choice(o.choice));
            found.into_iter().find(|c| c.scene == scene && c.stance == Some(stance)).map(|c| c.id.clone())
        };
        Some(Event::Split(leaning(Stance::Watch)?, leaning(Stance::Regulate)?))
    }

    /// The fitting option of each case, before and after.
    #[must_use]
    pub fn best(&self) -> Vec<(usize, usize)> {
        self.story.workshop.cases.iter().map(|c| (c.before.best, c.after.best)).collect()
    }

    /// The label of a text in a language.
    fn label(&self, text: crate::story::ids::TextId, lang: &Lang) -> String {
        self.story.label(text, self.story.language(lang.tag())).to_owned()
    }
}
