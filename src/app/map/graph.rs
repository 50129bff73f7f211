//! A story's places in layers, those of a layer in an order that keeps the ways short.
//!
//! What is known of them is not asked here. The invariant: a way leads to a lower layer, unless it leads back; the
//! same story has the same order always.

use std::collections::{BTreeSet, HashMap};

use super::{Node, of_scene};
use crate::story::{
    Story,
    ids::{DeckId, EndingId, SceneId},
    model::Target,
};

/// How often the places of the layers are put in order by those beside them.
const SWEEPS: usize = 6;

/// The places that can be reached from the beginning, and the ways between them.
pub(super) struct Graph {
    first: Node,
    pub(super) ways: BTreeSet<(Node, Node)>,
}

impl Graph {
    pub(super) fn of(story: &Story) -> Self {
        let targets = |target: Target| -> Vec<Node> {
            match target {
                Target::Scene(scene) => vec![of_scene(story, scene)],
                Target::Deck(deck) => vec![Node::Deck(deck)],
                // The deck itself says where it leads.
                Target::Return => Vec::new(),
                Target::End => (0..story.endings.len()).map(|n| Node::Ending(EndingId::new(n))).collect(),
                Target::Ending(ending) => vec![Node::Ending(ending)],
            }
        };
        let mut ways = BTreeSet::new();
        for choice in &story.choices {
            let from = of_scene(story, choice.scene);
            ways.extend(targets(choice.goto).into_iter().map(|to| (from, to)));
        }
        for (n, deck) in story.decks.iter().enumerate() {
            ways.extend(targets(deck.then).into_iter().map(|to| (Node::Deck(DeckId::new(n)), to)));
        }
        ways.retain(|(from, to)| from != to);
        let first = targets(story.about.opens).into_iter().next();
        Self { first: first.unwrap_or(Node::Scene(SceneId::new(0))), ways }
    }

    fn next(&self, from: Node) -> impl Iterator<Item = Node> {
        self.ways.iter().filter(move |(a, _)| *a == from).map(|(_, b)| *b)
    }

    /// All that can be reached from a place, without itself unless a way leads back.
    pub(super) fn after(&self, from: Node) -> BTreeSet<Node> {
        let mut found = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            open.extend(self.next(node).filter(|to| found.insert(*to)));
        }
        found
    }

    /// The layer of each place: one below the lowest of those that lead to it, ways back left out; endings lowest.
    fn layers(&self) -> HashMap<Node, usize> {
        // Depth first, so that a way to a place that is still open is a way back.
        let (mut finished, mut on_way) = (Vec::new(), BTreeSet::new());
        let mut seen = BTreeSet::from([self.first]);
        let mut back = BTreeSet::new();
        let mut stack: Vec<(Node, Vec<Node>)> = vec![(self.first, self.next(self.first).collect())];
        on_way.insert(self.first);
        while let Some((node, rest)) = stack.last_mut() {
            let node = *node;
            match rest.pop() {
                Some(to) if on_way.contains(&to) => drop(back.insert((node, to))),
                Some(to) if seen.insert(to) => {
                    on_way.insert(to);
                    stack.push((to, self.next(to).collect()));
                }
                Some(_) => {}
                None => {
                    on_way.remove(&node);
                    finished.push(node);
                    stack.pop();
                }
            }
        }
        let mut layers: HashMap<Node, usize> = HashMap::new();
        for node in finished.iter().rev() {
            let own = *layers.entry(*node).or_default();
            for to in self.next(*node).filter(|to| !back.contains(&(*node, *to))) {
                let layer = layers.entry(to).or_default();
                *layer = (*layer).max(own + 1);
            }
        }
        let last = layers.values().max().copied().unwrap_or(0);
        for (node, layer) in &mut layers {
            if matches!(node, Node::Ending(_)) {
                *layer = last;
            }
        }
        layers
    }

    /// The places by layer, in each layer in an order that keeps ways short: by the mean place of those beside them.
    pub(super) fn order(&self) -> Vec<(Node, usize)> {
        let layers = self.layers();
        let count = layers.values().max().map_or(0, |last| last + 1);
        let mut rows: Vec<Vec<Node>> = vec![Vec::new(); count];
        let mut all: Vec<(&Node, &usize)> = layers.iter().collect();
        all.sort_unstable();
        for (node, layer) in all {
            rows[*layer].push(*node);
        }
        for sweep in 0..SWEEPS {
            let down = sweep % 2 == 0;
            let order: Vec<usize> =
                if down { (1..count).collect() } else { (0..count.saturating_sub(1)).rev().collect() };
            for row in order {
                // A place by how far along its own row it stands, in thousandths.
                let along: HashMap<Node, usize> = rows
                    .iter()
                    .flat_map(|r| {
                        r.iter().enumerate().map(|(n, node)| (*node, (2 * n + 1) * 500 / r.len().max(1)))
                    })
                    .collect();
                let mean = |node: &Node| {
                    let beside = self.ways.iter().filter_map(|(a, b)| match down {
                        true if b == node => Some(a),
                        false if a == node => Some(b),
                        _ => None,
                    });
                    let places: Vec<usize> = beside.filter_map(|other| along.get(other).copied()).collect();
                    places
                        .iter()
                        .sum::<usize>()
                        .checked_div(places.len())
                        .unwrap_or_else(|| along.get(node).copied().unwrap_or(0))
                };
                let mut sorted: Vec<(usize, Node)> =
                    rows[row].iter().map(|node| (mean(node), *node)).collect();
                sorted.sort();
                rows[row] = sorted.into_iter().map(|(_, node)| node).collect();
            }
        }
        rows.into_iter()
            .enumerate()
            .flat_map(|(layer, row)| row.into_iter().map(move |node| (node, layer)))
            .collect()
    }
}
