//! Why: the answers to "why is that so?", as pages of rows that can be followed to further answers.
//!
//! A page is made for both faces and the exports; how it is set is each face's own. The invariant: the amounts of a
//! page about a number add up to the number it shows.

mod causes;
mod index;
mod sums;

use super::{
    condition,
    game::Game,
    lang::Lang,
    page,
    seen::{Seen, seen},
};
use crate::{
    engine::{Asked, NotDrawn, Place, Point, State},
    story::{
        ids::{LaterId, TreeId, VarId},
        model::{Cause, VarKind},
    },
};

pub use index::find;

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Everything that can be asked about here.
    Index,
    /// A number.
    Sum(Asked),
    /// What one cause did to a number, turn by turn.
    Part(Asked, Cause),
    /// One line of the ledger, by its index.
    Entry(usize),
    /// A condition of this moment.
    Condition(TreeId),
    /// The deck that is open.
    Deck,
    /// A consequence that lapsed in that turn.
    Lapsed(LaterId, i64),
}

/// How a row is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A line of text.
    Plain,
    /// A heading among the rows.
    Heading,
    /// A contribution upward.
    Up,
    /// A contribution downward.
    Down,
    /// The result.
    Total,
    /// A condition that holds.
    Holds,
    /// A condition that does not.
    Fails,
}

/// A row of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How far it is set in.
    pub depth: usize,
    /// An amount, in points; empty where there is none.
    pub amount: String,
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// Where it leads.
    pub follow: Option<(Subject, Point)>,
}

impl Row {
    pub(super) fn text(text: String) -> Self {
        Self { depth: 0, amount: String::new(), text, tone: Tone::Plain, follow: None }
    }

    fn heading(text: String) -> Self {
        Self { tone: Tone::Heading, ..Self::text(text) }
    }

    fn to(self, subject: Subject, point: Point) -> Self {
        Self { follow: Some((subject, point)), ..self }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The answer about a subject at a point of a play.
#[must_use]
pub fn page(game: &Game, subject: Subject, point: Point, lang: &Lang) -> Page {
    let maker = Maker { game, lang, point };
    match subject {
        Subject::Index => maker.index(),
        Subject::Sum(asked) => maker.sum(asked),
        Subject::Part(asked, cause) => maker.part(asked, cause),
        Subject::Entry(n) => maker.entry(n),
        Subject::Condition(tree) => {
            let (state, _) = game.timeline.at(point);
            Page { title: lang.say("why-condition"), rows: maker.condition(state, tree) }
        }
        Subject::Deck => maker.deck(),
        Subject::Lapsed(later, turn) => maker.lapsed(later, turn),
    }
}

/// The point a play has come to.
#[must_use]
pub fn here(game: &Game) -> Point {
    Point::Moment(game.timeline.decisions())
}

struct Maker<'a> {
    game: &'a Game,
    lang: &'a Lang,
    point: Point,
}

impl Maker<'_> {
    fn state(&self) -> &State {
        self.game.timeline.at(self.point).0
    }

    fn date(&self) -> String {
        page::date(page::day(self.state()), self.lang)
    }

    /// Units of a number to the point it is shown in.
    fn point_of(&self, asked: Asked) -> i64 {
        match asked {
            Asked::Group(_) => 10,
            Asked::Var(var) => self.point_of_var(var),
        }
    }

    fn point_of_var(&self, var: VarId) -> i64 {
        match self.game.story.var(var).kind {
            VarKind::Meter | VarKind::Derived | VarKind::Stock => self.game.story.point,
            VarKind::Lever | VarKind::Memory | VarKind::Flag => 1,
        }
    }

    fn name(&self, asked: Asked) -> String {
        let story = &*self.game.story;
        match asked {
            Asked::Group(group) => story.label(story.groups[group.at()].name, self.game.language).to_owned(),
            Asked::Var(var) => {
                let record = story.var(var);
                story.label_or(record.name, self.game.language, &record.id).to_owned()
            }
        }
    }

    /// A number as the player's office sees it.
    fn seen(&self, state: &State, var: VarId) -> Option<String> {
        let point = self.point_of_var(var);
        match seen(self.game, state, var) {
            Seen::Exact(value) => Some(self.lang.exact(value, point)),
            Seen::Between(low, high) => Some(self.band(low, high, point)),
            Seen::Hidden => None,
        }
    }

    fn band(&self, low: i64, high: i64, point: i64) -> String {
        let args =
            [("low", low.div_euclid(point).into()), ("high", (high + point - 1).div_euclid(point).into())];
        self.lang.say_with("band", &args)
    }

    fn condition(&self, state: &State, tree: TreeId) -> Vec<Row> {
        let rows = condition::rows(self.game, state, tree, self.lang);
        let to = |row: condition::Row| {
            let tone = match row.holds {
                Some(true) => Tone::Holds,
                Some(false) => Tone::Fails,
                None => Tone::Plain,
            };
            let follow = row.var.map(|var| (Subject::Sum(Asked::Var(var)), self.point));
            Row { depth: row.depth, amount: String::new(), text: row.text, tone, follow }
        };
        rows.into_iter().map(to).collect()
    }

    fn deck(&self) -> Page {
        let story = &*self.game.story;
        let title = self.lang.say("why-deck");
        let found = crate::engine::deck(story, &self.game.timeline.setup, self.state());
        let Ok(Some((_, reasons))) = found else {
            return Page { title, rows: vec![Row::text(self.lang.say("why-no-deck"))] };
        };
        let mut rows = Vec::new();
        for (scene, reason) in reasons {
            let record = story.scene(scene);
            let name = story.label_or(record.title, self.game.language, &record.id).to_owned();
            let (key, args) = match reason {
                NotDrawn::Already => ("drawn-already", vec![]),
                NotDrawn::Worn => ("drawn-worn", vec![]),
                NotDrawn::Cooling(turns) => ("drawn-cooling", vec![("n", turns.into())]),
                NotDrawn::Condition(_) => ("drawn-condition", vec![]),
                NotDrawn::Outranked => ("drawn-outranked", vec![]),
                NotDrawn::Luck(its, all) => ("drawn-luck", vec![("its", its.into()), ("all", all.into())]),
            };
            let text = format!("{name}: {}", self.lang.say_with(key, &args));
            let row = Row::text(text);
            rows.push(match reason {
                NotDrawn::Condition(tree) => row.to(Subject::Condition(tree), self.point),
                _ => row,
            });
        }
        Page { title, rows }
    }

    fn lapsed(&self, later: LaterId, turn: i64) -> Page {
        let record = self.game.story.later(later);
        let title = self.lang.say("why-lapsed");
        let mut rows = vec![Row::text(self.plain(record.foreshadow.or(record.text), self.state()))];
        rows.extend(self.set_off(record.by));
        // What the rules of that turn read is what stood when it fell due.
        if let (Some(when), Some(state)) = (record.when, self.game.timeline.read_at(turn)) {
            rows.push(Row::heading(self.lang.say("why-lapsed-when")));
            rows.extend(self.condition(state, when.tree));
        }
        Page { title, rows }
    }

    /// A text without its markup, as it reads in a state; empty where there is none.
    fn plain(&self, text: Option<crate::story::ids::TextId>, state: &State) -> String {
        let story = &*self.game.story;
        let read =
            text.map(|t| crate::engine::read(story, &self.game.timeline.setup, state, t, self.game.language));
        read.and_then(Result::ok).map(|p| p.plain()).unwrap_or_default()
    }

    /// The scene that a state is in.
    fn place(&self, state: &State) -> String {
        let story = &*self.game.story;
        match state.place {
            Place::Scene(s) => {
                let record = story.scene(s);
                story.label_or(record.title, self.game.language, &record.id).to_owned()
            }
            Place::Ended(_) | Place::Nowhere => String::new(),
        }
    }
}
