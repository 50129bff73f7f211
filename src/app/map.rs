//! A story as a graph of places, in layers from its beginning to its endings: where one was, what one passed, what
//! nobody has seen yet.
//!
//! It is made once for both faces. The invariant: of a place that no run of this player has come to there is its shape
//! and nothing else.

mod graph;

use std::collections::{BTreeSet, HashMap};

use graph::Graph;

use super::{
    game::Game,
    known::Known,
    lang::{Lang, number},
    page::{date, day},
};
use crate::{
    engine::Place,
    story::{
        Story,
        ids::{DeckId, EndingId, SceneId},
    },
};

/// A place of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A scene that is no storylet.
    Scene(SceneId),
    /// A deck with all its storylets.
    Deck(DeckId),
    /// An ending.
    Ending(EndingId),
}

/// What a player knows of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fog {
    /// The play is here.
    Here,
    /// It was here.
    Been,
    /// Another run was.
    Before,
    /// No run was yet, and this one may still come here.
    Ahead,
    /// No run was, and this one cannot come here any more.
    Passed,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What it is.
    pub node: Node,
    /// What is known of it.
    pub fog: Fog,
    /// Its layer, 0 the beginning.
    pub layer: usize,
    /// Its name, if a run came here.
    pub name: Option<String>,
    /// What this run did here: when, and what was chosen.
    pub done: Vec<(String, String)>,
    /// Of a deck: how many storylets any run has met, of how many.
    pub met: Option<(usize, usize)>,
}

/// A story's map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    /// Its places, by layer, those of a layer from left to right.
    pub spots: Vec<Spot>,
    /// Ways from place to place, and whether this run went there.
    pub ways: Vec<(usize, usize, bool)>,
    /// How many layers there are.
    pub layers: usize,
}

impl Map {
    /// The places of a layer.
    pub fn layer(&self, layer: usize) -> impl Iterator<Item = (usize, &Spot)> {
        self.spots.iter().enumerate().filter(move |(_, spot)| spot.layer == layer)
    }

    /// Where the play is.
    #[must_use]
    pub fn here(&self) -> usize {
        self.spots.iter().position(|spot| spot.fog == Fog::Here).unwrap_or(0)
    }
}

/// The map of the story that is played.
#[must_use]
pub fn of(game: &Game, known: &Known, lang: &Lang) -> Map {
    let story = &*game.story;
    if story.scenes.is_empty() {
        return Map::default();
    }
    let graph = Graph::of(story);
    let order = graph.order();
    let path: Vec<(usize, Node)> = (game.timeline.moments().iter().enumerate())
        .filter_map(|(n, moment)| Some((n, place(story, moment.state.place)?)))
        .collect();
    let been: BTreeSet<Node> = path.iter().map(|(_, node)| *node).collect();
    let here = path.last().map(|(_, node)| *node);
    let ahead = here.map(|here| graph.after(here)).unwrap_or_default();
    let before = |node: Node| match node {
        Node::Scene(scene) => known.scenes.contains(&scene),
        Node::Deck(deck) => story.deck(deck).storylets.iter().any(|s| known.scenes.contains(s)),
        Node::Ending(ending) => known.endings.contains(&ending),
    };
    let fog = |node: Node| match node {
        _ if here == Some(node) => Fog::Here,
        _ if been.contains(&node) => Fog::Been,
        _ if before(node) => Fog::Before,
        _ if ahead.contains(&node) => Fog::Ahead,
        _ => Fog::Passed,
    };
    let spots: Vec<Spot> = order
        .iter()
        .map(|(node, layer)| {
            let fog = fog(*node);
            let told = matches!(fog, Fog::Here | Fog::Been | Fog::Before);
            Spot {
                node: *node,
                fog,
                layer: *layer,
                name: told.then(|| name(game, *node, fog == Fog::Here, lang)),
                done: done(game, &path, *node, lang),
                met: match node {
                    Node::Deck(deck) => {
                        let all = &story.deck(*deck).storylets;
                        let now = game.timeline.moments().iter().filter_map(|m| match m.state.place {
                            Place::Scene(scene) => Some(scene),
                            Place::Ended(_) | Place::Nowhere => None,
                        });
                        let seen: BTreeSet<SceneId> = now.chain(known.scenes.iter().copied()).collect();
                        Some((all.iter().filter(|s| seen.contains(s)).count(), all.len()))
                    }
                    Node::Scene(_) | Node::Ending(_) => None,
                },
            }
        })
        .collect();
    let at: HashMap<Node, usize> = order.iter().enumerate().map(|(n, (node, _))| (*node, n)).collect();
    let taken: BTreeSet<(Node, Node)> =
        path.iter().zip(path.iter().skip(1)).map(|((_, a), (_, b))| (*a, *b)).collect();
    let ways = graph
        .ways
        .iter()
        .filter_map(|(from, to)| Some((*at.get(from)?, *at.get(to)?, taken.contains(&(*from, *to)))));
    let ways = ways.collect();
    let layers = order.iter().map(|(_, layer)| layer + 1).max().unwrap_or(0);
    Map { spots, ways, layers }
}

/// The node that a play is in.
fn place(story: &Story, place: Place) -> Option<Node> {
    match place {
        Place::Scene(scene) => Some(of_scene(story, scene)),
        Place::Ended(ending) => Some(Node::Ending(ending)),
        Place::Nowhere => None,
    }
}

fn of_scene(story: &Story, scene: SceneId) -> Node {
    story.scene(scene).storylet.as_ref().map_or(Node::Scene(scene), |s| Node::Deck(s.deck))
}

/// What a place is called; a deck by the scene that is open in it, if one is.
fn name(game: &Game, node: Node, here: bool, lang: &Lang) -> String {
    let story = &*game.story;
    match node {
        Node::Deck(_) if here => {
            let scene = match game.timeline.now().state.place {
                Place::Scene(scene) => story.label_or(story.scene(scene).title, game.language, ""),
                Place::Ended(_) | Place::Nowhere => "",
            };
            if scene.is_empty() { lang.say("map-deck") } else { scene.to_owned() }
        }
        Node::Scene(scene) => {
            let record = story.scene(scene);
            story.label_or(record.title, game.language, &record.id).to_owned()
        }
        Node::Deck(_) => lang.say("map-deck"),
        Node::Ending(ending) => {
            let record = story.ending(ending);
            story.label_or(record.title, game.language, &record.id).to_owned()
        }
    }
}

/// When this run was at a place, and what it chose there.
fn done(game: &Game, path: &[(usize, Node)], node: Node, lang: &Lang) -> Vec<(String, String)> {
    let moments = game.timeline.moments();
    let visits = path.iter().filter(|(_, at)| *at == node);
    visits
        .map(|(n, _)| {
            let state = &moments[*n].state;
            (date(day(state), lang), game.chosen(n + 1).unwrap_or_default())
        })
        .collect()
}

/// What is known of a place, in words: its name first.
#[must_use]
pub fn says(spot: &Spot, lang: &Lang) -> Vec<String> {
    let mut lines: Vec<String> = spot.name.clone().into_iter().collect();
    if spot.name.is_none() && matches!(spot.node, Node::Ending(_)) {
        lines.push(lang.say("map-ending"));
    }
    match spot.fog {
        Fog::Here => lines.push(lang.say("map-here")),
        Fog::Been => {}
        Fog::Before => lines.push(lang.say("map-before")),
        Fog::Ahead => lines.push(lang.say("map-unseen")),
        Fog::Passed => lines.push(lang.say("map-passed")),
    }
    if let Some((met, all)) = spot.met.filter(|_| spot.name.is_some()) {
        let args = [("met", number(met)), ("all", number(all))];
        lines.push(lang.say_with("map-met", &args));
    }
    for (date, chosen) in spot.done.iter().filter(|(_, chosen)| !chosen.is_empty()) {
        let args = [("date", date.clone().into()), ("chosen", chosen.clone().into())];
        lines.push(lang.say_with("map-done", &args));
    }
    lines
}

/// All that is known, a line for each place in the order of the story, and how much lies in the fog.
#[must_use]
pub fn list(map: &Map, lang: &Lang) -> Vec<String> {
    let mut lines = vec![count(map, true, lang) + "."];
    // The name, then what is known of it, as sentences.
    let sentence =
        |part: &String| if part.ends_with(['.', '?', '!']) { part.clone() } else { format!("{part}.") };
    let known = map.spots.iter().filter(|spot| spot.name.is_some());
    lines.extend(known.map(|spot| says(spot, lang).iter().map(sentence).collect::<Vec<_>>().join(" ")));
    let scene = |spot: &&Spot| !matches!(spot.node, Node::Ending(_));
    let count = |fog: Fog| number(map.spots.iter().filter(scene).filter(|spot| spot.fog == fog).count());
    lines.push(lang.say_with("map-fog", &[("ahead", count(Fog::Ahead)), ("passed", count(Fog::Passed))]));
    lines
}

/// How much of a story its player has seen: in words, or in a few digits.
#[must_use]
pub fn count(map: &Map, words: bool, lang: &Lang) -> String {
    let ending = |spot: &&Spot| matches!(spot.node, Node::Ending(_));
    let seen = |spot: &&Spot| spot.name.is_some();
    let args = [
        ("seen", number(map.spots.iter().filter(|s| !ending(s)).filter(seen).count())),
        ("all", number(map.spots.iter().filter(|s| !ending(s)).count())),
        ("endings", number(map.spots.iter().filter(ending).filter(seen).count())),
        ("most", number(map.spots.iter().filter(ending).count())),
    ];
    lang.say_with(if words { "map-count" } else { "map-count-short" }, &args)
}
