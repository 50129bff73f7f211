//! A condition in words: its parts as rows with a mark, and how far each comparison is from holding.
//!
//! Names are those the player sees; where a part has no name that may be shown, it is said that it is hidden. The
//! invariant: one row for each part, in the order of the pack.

use super::{
    game::Game,
    lang::Lang,
    seen::{Seen, seen},
};
use crate::{
    engine::{Branch, Part, Reads, State, branches, read},
    story::{
        Story,
        expr::{
            Binary,
            lower::Pool,
            resolve::{Expr, Node},
        },
        ids::{Slot, TreeId, VarId},
        model::{TURN, VarKind, slot_of},
        names::Tracker,
    },
};

/// A row of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// How deep it stands.
    pub depth: usize,
    /// Whether it holds; unknown where it cannot be worked out.
    pub holds: Option<bool>,
    /// What it says.
    pub text: String,
    /// The variable it compares, where the player may see it.
    pub var: Option<VarId>,
}

/// The rows of a condition in a state.
#[must_use]
pub(super) fn rows(game: &Game, state: &State, tree: TreeId, lang: &Lang) -> Vec<Row> {
    let writer = Writer { game, state, lang };
    branches(&game.story, &game.timeline.setup, state, tree).iter().map(|b| writer.row(b)).collect()
}

struct Writer<'a> {
    game: &'a Game,
    state: &'a State,
    lang: &'a Lang,
}

impl Writer<'_> {
    fn row(&self, branch: &Branch<'_>) -> Row {
        let (text, var) = match branch.part {
            Part::All => (self.lang.say("all-of"), None),
            Part::Any => (self.lang.say("any-of"), None),
            Part::Leaf(expr) => self.leaf(expr, branch.distance),
        };
        Row { depth: branch.depth, holds: branch.holds, text, var }
    }

    fn leaf(&self, expr: &Expr, distance: Option<i64>) -> (String, Option<VarId>) {
        let text = self.expr(expr);
        let Node::Binary(_, ab) = &expr.node else { return (text, None) };
        let compared = [&ab.0, &ab.1].into_iter().find_map(|e| self.variable(e));
        let Some(var) = compared else { return (text, None) };
        match seen(self.game, self.state, var) {
            Seen::Exact(value) => {
                let now = self.number(value, var);
                let mut args = vec![("text", text.into()), ("now", now.into())];
                let key = if let Some(by) = distance.filter(|_| self.all_seen(expr)) {
                    args.push(("by", self.number(by, var).into()));
                    "condition-missed"
                } else {
                    "condition-now"
                };
                (self.lang.say_with(key, &args), Some(var))
            }
            Seen::Between(..) => (text, Some(var)),
            Seen::Hidden => (text, None),
        }
    }

    /// Whether the player sees all numbers of an expression exactly; a distance would tell the others.
    fn all_seen(&self, expr: &Expr) -> bool {
        let story = &*self.game.story;
        let mut code = Pool::default();
        let lowered = code.lower(expr);
        let mut reads = Reads::default();
        reads.code_in(story, &code, lowered);
        reads.vars.iter().all(|var| {
            let counted = matches!(story.var(*var).kind, VarKind::Meter | VarKind::Derived | VarKind::Stock);
            !counted || matches!(seen(self.game, self.state, *var), Seen::Exact(_))
        })
    }

    fn variable(&self, expr: &Expr) -> Option<VarId> {
        let Node::Read(slot) = expr.node else { return None };
        variable(&self.game.story, slot)
    }

    fn number(&self, value: i64, var: VarId) -> String {
        let story = &*self.game.story;
        let point = match story.var(var).kind {
            VarKind::Meter | VarKind::Derived | VarKind::Stock => story.point,
            VarKind::Lever | VarKind::Memory | VarKind::Flag => 1,
        };
        self.lang.exact(value, point)
    }

    /// An expression in words and signs.
    fn expr(&self, expr: &Expr) -> String {
        let story = &*self.game.story;
        match &expr.node {
            Node::Constant(n) => n.to_string(),
            Node::Read(slot) | Node::Marked(slot) => self.slot(*slot),
            Node::Since(slot) => self.lang.say_with("turns-since", &[("what", self.slot(*slot).into())]),
            Node::Let(id) => {
                let record = story.named(*id);
                story.label_or(record.name, self.game.language, &record.id).to_owned()
            }
            Node::Param(id) | Node::Scaled(id, _) => {
                story.label(story.parameter(*id).name, self.game.language).to_owned()
            }
            Node::Shock(id) => story.label(story.shock(*id).name, self.game.language).to_owned(),
            Node::Region(id) => story.label(story.region(*id).name, self.game.language).to_owned(),
            Node::Minus(a) => format!("-{}", self.expr(a)),
            Node::Not(a) => self.lang.say_with("not-so", &[("what", self.expr(a).into())]),
            Node::Abs(a) => format!("|{}|", self.expr(a)),
            Node::Binary(op, ab) => self.binary(*op, &ab.0, &ab.1),
            Node::And(ab) => {
                let args = [("a", self.expr(&ab.0).into()), ("b", self.expr(&ab.1).into())];
                self.lang.say_with("a-and-b", &args)
            }
            Node::Or(ab) => {
                let args = [("a", self.expr(&ab.0).into()), ("b", self.expr(&ab.1).into())];
                self.lang.say_with("a-or-b", &args)
            }
            Node::If(_) | Node::Pick(..) => self.lang.say("worked-out"),
        }
    }

    fn binary(&self, op: Binary, a: &Expr, b: &Expr) -> String {
        // A bound of a meter is said in points, as the meter is shown.
        let side = |e: &Expr, other: &Expr| match (&e.node, self.variable(other)) {
            (Node::Constant(n), Some(var)) => self.number(*n, var),
            _ => self.expr(e),
        };
        let (left, right) = (side(a, b), side(b, a));
        match op {
            Binary::Min | Binary::Max => {
                let word = if op == Binary::Min { "min" } else { "max" };
                format!("{word}({left}, {right})")
            }
            _ => format!("{left} {} {right}", sign(op)),
        }
    }

    fn slot(&self, slot: Slot) -> String {
        let story = &*self.game.story;
        let language = self.game.language;
        if slot == TURN {
            return self.lang.say("the-turn");
        }
        if let Some(var) = variable(story, slot) {
            let record = story.var(var);
            let hidden = matches!(record.kind, VarKind::Memory | VarKind::Flag);
            return match record.name {
                Some(name) if !hidden => story.label(name, language).to_owned(),
                _ => record.id.replace('_', " "),
            };
        }
        let tracker = slot.at().checked_sub(1 + story.vars.len()).and_then(|n| story.trackers.get(n));
        let (key, name) = match tracker {
            Some(Tracker::Peak(v) | Tracker::PeakTurn(v)) => {
                let record = story.var(*v);
                ("peak-of", story.label_or(record.name, language, &record.id).to_owned())
            }
            Some(Tracker::Visits(s) | Tracker::SceneTurn(s)) => {
                let record = story.scene(*s);
                ("visits-of", story.label_or(record.title, language, &record.id).to_owned())
            }
            Some(Tracker::ChoiceTurn(c)) => {
                let text = story.choice(*c).text;
                let read = read(story, &self.game.timeline.setup, self.state, text, language);
                ("chosen-of", read.map(|p| p.plain()).unwrap_or_default())
            }
            Some(Tracker::ShockTurn(s)) => {
                ("happened-of", story.label(story.shock(*s).name, language).to_owned())
            }
            Some(Tracker::RuleTurn(r)) => {
                let record = story.rule(*r);
                ("fired-of", format!("{} ({})", story.label(record.name, language), record.id))
            }
            Some(
                Tracker::Planned(_)
                | Tracker::LaterDue(_)
                | Tracker::LaterTries(_)
                | Tracker::Deck
                | Tracker::DeckLeft
                | Tracker::Drawn(_),
            )
            | None => return self.lang.say("worked-out"),
        };
        self.lang.say_with(key, &[("name", name.into())])
    }
}

fn variable(story: &Story, slot: Slot) -> Option<VarId> {
    let var = VarId::new(slot.at().checked_sub(1)?);
    (var.at() < story.vars.len() && slot_of(var) == slot).then_some(var)
}

const fn sign(op: Binary) -> &'static str {
    match op {
        Binary::Add => "+",
        Binary::Sub => "-",
        Binary::Mul => "*",
        Binary::Div => "/",
        Binary::Rem => "%",
        Binary::Less => "<",
        Binary::AtMost => "<=",
        Binary::More => ">",
        Binary::AtLeast => ">=",
        Binary::Equal => "=",
        Binary::Differs => "<>",
        Binary::Min => "min",
        Binary::Max => "max",
    }
}
