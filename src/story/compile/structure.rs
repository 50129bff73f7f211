//! The shape of a story: which scenes can be come to, and from which there is a way out.
//!
//! It follows `goto`s and decks and looks at no condition: what conditions forbid is a later analysis. The invariant:
//! a scene is called unreachable only if no play can reach it.

use super::{Build, parts::Parts};
use crate::story::{
    diagnostic::Code as Problem,
    ids::{DeckId, EndingId, SceneId},
    model::{Story, Target},
    raw,
};

/// A place a play can be at.
#[derive(Clone, Copy)]
enum Node {
    Scene(SceneId),
    Deck(DeckId),
    Over,
}

/// Reports what is wrong with the shape of a story.
pub(super) fn check<'s>(story: &Story, parts: &Parts<'s>, places: &[&'s str], build: &mut Build<'s>) {
    let Some(raw) = &parts.story else { return };
    // A `goto` that leads nowhere would make half the story seem unreachable.
    let broken =
        build.sink.found.iter().any(|d| d.code.severity() == crate::story::diagnostic::Severity::Error);
    if broken {
        return;
    }
    endings(story, raw, build);
    let shape = Shape::of(story);
    let reached = shape.forward(story);
    let leads_out = shape.backward();
    for (n, at) in places.iter().enumerate() {
        let name = &story.scenes[n].id;
        if !reached[n] {
            let message = format!("no choice and no deck leads to `{name}`");
            build.sink.report(Problem::Unreachable, at, message, "lead a `goto` here, or delete the scene");
        }
        if story.scenes[n].choices.is_empty() {
            let message = format!("`{name}` has no choice, so play would stop here");
            build.sink.report(Problem::NoWayOut, at, message, "give it a choice; \"end\" is a `goto` too");
        } else if !leads_out[n] && shape.in_circle(SceneId::new(n), &leads_out) {
            let message = format!("from `{name}` no ending can be reached");
            build.sink.report(Problem::NoWayOut, at, message, "lead one of the scenes in this circle on");
        }
    }
}

fn endings<'s>(story: &Story, raw: &raw::Story<'s>, build: &mut Build<'s>) {
    let past_deck = |c: &crate::story::model::Choice| c.goto == Target::Return && story.is_named(c.scene);
    let uses_end = story.choices.iter().any(|c| c.goto == Target::End || past_deck(c))
        || story.decks.iter().any(|d| d.then == Target::End);
    let fallback = story.endings.iter().any(|e| e.when.is_none());
    if story.endings.is_empty() {
        let help = "add one to `endings`; without `when` it fits every play";
        build.sink.report(Problem::NoWayOut, raw.id.text, "the story has no ending", help);
        return;
    }
    if uses_end && !fallback {
        let at = raw.endings.last().map_or(raw.id.text, |e| e.text.get(..1).unwrap_or(e.text));
        let help = "add a last ending without `when`, for a play that fits no other";
        build.sink.report(Problem::NoWayOut, at, "every ending has a condition; a play may fit none", help);
    }
    for n in 0..story.endings.len() {
        let hidden = story.endings.iter().take(n).any(|e| e.when.is_none());
        let id = EndingId::new(n);
        let named = story.choices.iter().any(|c| c.goto == Target::Ending(id))
            || story.decks.iter().any(|d| d.then == Target::Ending(id));
        let unused = !named && (hidden || !uses_end);
        if let (true, Some(Ok(ending))) = (unused, raw.endings.get(n).map(|e| &e.value)) {
            let message = format!("no play can come to the ending `{}`", story.ending(id).id);
            let help = "endings are tried in order, and one without `when` always fits";
            build.sink.report(Problem::Unreachable, ending.id.text, message, help);
        }
    }
}

struct Shape {
    /// From each scene.
    scenes: Vec<Vec<Node>>,
    /// From each deck.
    decks: Vec<Vec<Node>>,
}

impl Shape {
    fn of(story: &Story) -> Self {
        let node = |target: Target, deck: Option<DeckId>| match target {
            Target::Scene(s) => Node::Scene(s),
            Target::Deck(d) => Node::Deck(d),
            Target::Return => deck.map_or(Node::Over, Node::Deck),
            Target::End | Target::Ending(_) => Node::Over,
        };
        let scenes = story
            .scenes
            .iter()
            .enumerate()
            .map(|(n, s)| {
                let deck = s.storylet.as_ref().map(|s| s.deck);
                // Who was led to a storylet by its name sits at no deck to return to, and comes to the end.
                let named = deck.is_some() && story.is_named(SceneId::new(n));
                let over =
                    |c: usize| (named && story.choices[c].goto == Target::Return).then_some(Node::Over);
                s.choices
                    .clone()
                    .flat_map(|c| [Some(node(story.choices[c].goto, deck)), over(c)])
                    .flatten()
                    .collect()
            })
            .collect();
        let decks = story
            .decks
            .iter()
            .map(|d| {
                let storylets = d.storylets.iter().map(|s| Node::Scene(*s));
                storylets.chain([node(d.then, None)]).collect()
            })
            .collect();
        Self { scenes, decks }
    }

    fn from(&self, node: Node) -> &[Node] {
        match node {
            Node::Scene(s) => &self.scenes[s.at()],
            Node::Deck(d) => &self.decks[d.at()],
            Node::Over => &[],
        }
    }

    /// Whether a play that is shut in can come back to this scene: those before the circle are not at fault.
    fn in_circle(&self, scene: SceneId, leads_out: &[bool]) -> bool {
        let (mut scenes, mut decks) = (vec![false; self.scenes.len()], vec![false; self.decks.len()]);
        let mut open: Vec<Node> = self.scenes[scene.at()].clone();
        while let Some(node) = open.pop() {
            let seen = match node {
                Node::Scene(s) if s == scene => return true,
                Node::Scene(s) if leads_out[s.at()] => continue,
                Node::Scene(s) => &mut scenes[s.at()],
                Node::Deck(d) => &mut decks[d.at()],
                Node::Over => continue,
            };
            if !std::mem::replace(seen, true) {
                open.extend_from_slice(self.from(node));
            }
        }
        false
    }

    /// Which scenes can be come to.
    fn forward(&self, story: &Story) -> Vec<bool> {
        let mut scenes = vec![false; self.scenes.len()];
        let mut decks = vec![false; self.decks.len()];
        let mut open = match story.about.opens {
            Target::Scene(s) => vec![Node::Scene(s)],
            Target::Deck(d) => vec![Node::Deck(d)],
            Target::Return | Target::End | Target::Ending(_) => Vec::new(),
        };
        while let Some(node) = open.pop() {
            let seen = match node {
                Node::Scene(s) => &mut scenes[s.at()],
                Node::Deck(d) => &mut decks[d.at()],
                Node::Over => continue,
            };
            if !std::mem::replace(seen, true) {
                open.extend_from_slice(self.from(node));
            }
        }
        scenes
    }

    /// From which scenes an ending can be reached.
    fn backward(&self) -> Vec<bool> {
        let mut into: Vec<Vec<Node>> = vec![Vec::new(); self.scenes.len() + self.decks.len() + 1];
        let index = |node: Node| match node {
            Node::Scene(s) => s.at(),
            Node::Deck(d) => self.scenes.len() + d.at(),
            Node::Over => self.scenes.len() + self.decks.len(),
        };
        let all = (0..self.scenes.len())
            .map(|n| Node::Scene(SceneId::new(n)))
            .chain((0..self.decks.len()).map(|n| Node::Deck(DeckId::new(n))));
        for node in all {
            for next in self.from(node) {
                into[index(*next)].push(node);
            }
        }
        let mut seen = vec![false; into.len()];
        let mut open = vec![Node::Over];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[index(node)], true) {
                open.extend_from_slice(&into[index(node)]);
            }
        }
        seen.truncate(self.scenes.len());
        seen
    }
}
