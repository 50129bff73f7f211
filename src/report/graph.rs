//! A story as a graph: its places and the ways between them, as DOT, as Mermaid, and as a picture.
//!
//! Acts are the files that scenes stand in. A way that a condition can lock is dashed; with a count of plays each way
//! says how often it was taken. The invariant: every scene, deck and ending is there once, and every choice is a way.

mod drawn;

use std::fmt::Write as _;

use crate::{
    lab::{Tally, lockable},
    story::{
        Story,
        diagnostic::Findings,
        ids::{DeckId, EndingId},
        index::{Index, space},
        model::Target,
    },
};

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Scene,
    Storylet,
    Deck,
    Ending,
    /// Where `goto: "end"` leads, from which the endings are tried.
    End,
}

#[derive(Debug, Clone)]
struct Node {
    what: What,
    id: String,
    title: String,
    /// The file it stands in; none for what a story declares.
    act: Option<String>,
}

#[derive(Debug, Clone)]
struct Edge {
    from: usize,
    to: usize,
    /// The choice's id; empty for what a deck does.
    label: String,
    /// Whether a condition or the budget can lock it.
    locked: bool,
    /// How many of a hundred plays took it, in tenths.
    taken: Option<u64>,
}

/// A story's places and ways.
#[derive(Debug, Clone)]
pub struct Graph {
    title: String,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// The name of a file without its folder and its ending.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.trim_end_matches(".ron").to_owned()
}

impl Graph {
    /// The graph of a story, with how often each way was taken if plays were made.
    #[must_use]
    pub fn of(story: &Story, index: &Index, findings: &Findings, plays: Option<&Tally>) -> Self {
        let locks = lockable(story, index);
        let mut nodes = Vec::new();
        for scene in &story.scenes {
            let place = index.definition(space::PLACE, &scene.id).map(|m| m.place.file);
            nodes.push(Node {
                what: if scene.storylet.is_some() { What::Storylet } else { What::Scene },
                id: scene.id.clone(),
                title: story.label_or(scene.title, 0, "").to_owned(),
                act: place.and_then(|f| findings.files.get(f)).map(|f| stem(&f.name)),
            });
        }
        let plain = |what, id: &str, title: &str| Node {
            what,
            id: id.to_owned(),
            title: title.to_owned(),
            act: None,
        };
        nodes.extend(story.decks.iter().map(|d| plain(What::Deck, &d.id, "")));
        nodes
            .extend(story.endings.iter().map(|e| plain(What::Ending, &e.id, story.label_or(e.title, 0, ""))));
        nodes.push(plain(What::End, "end", ""));
        let mut graph =
            Self { title: story.label(story.about.title, 0).to_owned(), nodes, edges: Vec::new() };
        graph.ways(story, &locks, plays);
        graph
    }

    fn ways(&mut self, story: &Story, locks: &[bool], plays: Option<&Tally>) {
        let decks = story.scenes.len();
        let endings = decks + story.decks.len();
        let end = endings + story.endings.len();
        let node = |target: Target, deck: Option<DeckId>| match target {
            Target::Scene(s) => s.at(),
            Target::Deck(d) => decks + d.at(),
            Target::Return => deck.map_or(end, |d| decks + d.at()),
            Target::Ending(e) => endings + e.at(),
            Target::End => end,
        };
        let share = |count: u64, plays: u64| (count * 1000).checked_div(plays).unwrap_or(0);
        for (n, choice) in story.choices.iter().enumerate() {
            let deck = story.scene(choice.scene).storylet.as_ref().map(|s| s.deck);
            self.edges.push(Edge {
                from: choice.scene.at(),
                to: node(choice.goto, deck),
                label: choice.id.clone(),
                locked: locks[n],
                taken: plays.map(|t| share(t.choices[n].taken, t.plays)),
            });
        }
        for (n, deck) in story.decks.iter().enumerate() {
            for scene in &deck.storylets {
                let when = story.scene(*scene).storylet.as_ref().and_then(|s| s.when);
                let taken = plays.map(|t| share(t.scenes[scene.at()], t.plays));
                self.edges.push(Edge {
                    from: decks + n,
                    to: scene.at(),
                    label: String::new(),
                    locked: when.is_some(),
                    taken,
                });
            }
            let to = node(deck.then, None);
            self.edges.push(Edge { from: decks + n, to, label: String::new(), locked: false, taken: None });
        }
        // Those after an ending that always fits are come to by their names alone.
        let tried =
            story.endings.iter().position(|e| e.when.is_none()).map_or(story.endings.len(), |n| n + 1);
        for n in 0..tried {
            let id = EndingId::new(n);
            let named = |t: &Tally| -> u64 {
                let choices = story.choices.iter().enumerate().filter(|(_, c)| c.goto == Target::Ending(id));
                choices.map(|(n, _)| t.choices[n].taken).sum()
            };
            let taken = plays.map(|t| share(t.endings[n].saturating_sub(named(t)), t.plays));
            let locked = story.endings[n].when.is_some();
            self.edges.push(Edge { from: end, to: endings + n, label: String::new(), locked, taken });
        }
        debug_assert!(self.edges.iter().all(|e| e.from <= end && e.to <= end));
    }

    fn acts(&self) -> Vec<&str> {
        let mut acts: Vec<&str> = self.nodes.iter().filter_map(|n| n.act.as_deref()).collect();
        acts.dedup();
        acts.sort_unstable();
        acts.dedup();
        acts
    }

    /// As a digraph of Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        let mut out = format!(
            "digraph story {{\n  label={};\n  node [fontname=\"sans-serif\"];\n",
            quoted(&self.title)
        );
        let node = |n: usize, out: &mut String| {
            let node = &self.nodes[n];
            let shape = match node.what {
                What::Scene => "box",
                What::Storylet => "note",
                What::Deck => "folder",
                What::Ending => "doubleoctagon",
                What::End => "point",
            };
            let _ = writeln!(out, "n{n} [shape={shape}, label={}];", quoted(&self.caption(n, "\n")));
        };
        for (a, act) in self.acts().iter().enumerate() {
            let _ = writeln!(out, "  subgraph cluster_{a} {{\n    label={};", quoted(act));
            for n in (0..self.nodes.len()).filter(|n| self.nodes[*n].act.as_deref() == Some(*act)) {
                out.push_str("    ");
                node(n, &mut out);
            }
            out.push_str("  }\n");
        }
        for n in (0..self.nodes.len()).filter(|n| self.nodes[*n].act.is_none()) {
            out.push_str("  ");
            node(n, &mut out);
        }
        for edge in &self.edges {
            let style = if edge.locked { ", style=dashed" } else { "" };
            let _ =
                writeln!(out, "  n{} -> n{} [label={}{style}];", edge.from, edge.to, quoted(&edge.caption()));
        }
        out.push_str("}\n");
        out
    }

    /// As a flowchart of Mermaid.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let mut out = format!("---\ntitle: {}\n---\nflowchart TD\n", plain(&self.title));
        let node = |n: usize, out: &mut String| {
            let caption = plain(&self.caption(n, "<br/>")).replace("&lt;br/&gt;", "<br/>");
            let _ = match self.nodes[n].what {
                What::Scene => writeln!(out, "n{n}[\"{caption}\"]"),
                What::Storylet => writeln!(out, "n{n}>\"{caption}\"]"),
                What::Deck => writeln!(out, "n{n}[[\"{caption}\"]]"),
                What::Ending => writeln!(out, "n{n}{{{{\"{caption}\"}}}}"),
                What::End => writeln!(out, "n{n}((\"{caption}\"))"),
            };
        };
        for (a, act) in self.acts().iter().enumerate() {
            let _ = writeln!(out, "  subgraph act{a} [\"{}\"]", plain(act));
            for n in (0..self.nodes.len()).filter(|n| self.nodes[*n].act.as_deref() == Some(*act)) {
                out.push_str("    ");
                node(n, &mut out);
            }
            out.push_str("  end\n");
        }
        for n in (0..self.nodes.len()).filter(|n| self.nodes[*n].act.is_none()) {
            out.push_str("  ");
            node(n, &mut out);
        }
        for edge in &self.edges {
            let line = if edge.locked { "-.->" } else { "-->" };
            let caption = plain(&edge.caption());
            let caption = if caption.is_empty() { String::new() } else { format!("|\"{caption}\"|") };
            let _ = writeln!(out, "  n{} {line}{caption} n{}", edge.from, edge.to);
        }
        out
    }

    fn caption(&self, n: usize, line: &str) -> String {
        let node = &self.nodes[n];
        if node.title.is_empty() { node.id.clone() } else { format!("{}{line}{}", node.id, node.title) }
    }
}

impl Edge {
    fn caption(&self) -> String {
        match self.taken {
            None => self.label.clone(),
            Some(tenths) => format!("{} {}.{}%", self.label, tenths / 10, tenths % 10).trim().to_owned(),
        }
    }
}

/// A string of DOT.
fn quoted(text: &str) -> String {
    let safe: String = text.chars().filter(|c| *c == '\n' || !crate::story::is_unsafe(*c)).collect();
    format!("\"{}\"", safe.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// A text for Mermaid, where some signs have a meaning.
fn plain(text: &str) -> String {
    let safe: String = text.chars().filter(|c| !crate::story::is_unsafe(*c)).collect();
    safe.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
