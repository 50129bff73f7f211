//! The map: where one was, what one passed, and nothing of what nobody has seen.

use std::collections::BTreeSet;

use cermin::{
    app::{
        Action, Model, Msg, Screen,
        known::{self, Known},
        map::{self, Fog, Node},
        update,
    },
    engine::Place,
    plain::{Voice, hear},
    story::{Story, ids::SceneId},
};
use proptest::prelude::*;

use super::{Depth, SIZES, draw, look, measure, playing, seen_by, text, whole, with_roles};

fn mapped(lang: &str, decided: &[usize], before: &[usize]) -> Model {
    let mut model = playing(lang, 7, decided);
    let other = playing(lang, 11, before);
    let story = measure();
    model.shelf[0].known = known::of(&story, other.game.iter().map(|game| &game.run));
    let _ = update(&mut model, Msg::Act(Action::Map));
    model
}

fn the_map(model: &Model) -> map::Map {
    map::of(model.game.as_ref().expect("a play"), &model.known(), &model.lang)
}

/// The titles of scenes and endings that no run has come to.
fn unseen(story: &Story, model: &Model) -> Vec<String> {
    let game = model.game.as_ref().expect("a play");
    let been: BTreeSet<SceneId> = (game.timeline.moments().iter())
        .filter_map(|m| if let Place::Scene(scene) = m.state.place { Some(scene) } else { None })
        .chain(model.known().scenes)
        .collect();
    let seen_titles: BTreeSet<&str> =
        been.iter().map(|s| story.label_or(story.scene(*s).title, game.language, "")).collect();
    let all = (0..story.scenes.len()).map(SceneId::new).filter(|scene| !been.contains(scene));
    let titles = all.map(|scene| story.label_or(story.scene(scene).title, game.language, ""));
    // A title that two scenes share is known where one of them is.
    titles.filter(|t| !t.is_empty() && !seen_titles.contains(t)).map(str::to_owned).collect()
}

#[test]
fn the_map_at_three_sizes_in_both_languages() {
    for lang in ["en", "id"] {
        for (width, height) in SIZES {
            let model = mapped(lang, &[3, 1, 2, 1, 2, 1], &[1, 2]);
            let (terminal, _) = draw(&model, &look(), (width, height));
            insta::assert_snapshot!(format!("map_{lang}_{width}x{height}"), with_roles(&terminal, &look()));
        }
    }
    let ascii = draw(&mapped("en", &whole(), &[]), &seen_by(Depth::None, false), (80, 24)).0;
    insta::assert_snapshot!("map_ascii", text(&ascii));
}

#[test]
fn of_what_nobody_has_seen_there_is_its_shape_alone() {
    let story = measure();
    for (decided, before) in [(vec![], vec![]), (vec![3, 1, 2], vec![1, 2, 1]), (whole(), vec![])] {
        let mut model = mapped("en", &decided, &before);
        let spots = the_map(&model).spots;
        let hidden = unseen(&story, &model);
        assert!(!hidden.is_empty());
        let heard = Voice::default().answer(&hear("map", &model), &model).join(" ");
        for marked in 0..spots.len() {
            model.screens.pop();
            model.screens.push(Screen::Map { marked, table: false, scroll: 0 });
            let drawn = text(&draw(&model, &look(), (180, 50)).0);
            for title in &hidden {
                assert!(!drawn.contains(title.as_str()) && !heard.contains(title.as_str()), "{title}");
            }
        }
    }
}

#[test]
fn every_place_that_can_be_reached_is_there_once_and_below_what_leads_to_it() {
    let story = measure();
    let map = the_map(&mapped("en", &[], &[]));
    let scenes = story.scenes.iter().filter(|scene| scene.storylet.is_none()).count();
    assert_eq!(map.spots.len(), scenes + story.decks.len() + story.endings.len());
    let nodes: BTreeSet<Node> = map.spots.iter().map(|spot| spot.node).collect();
    assert_eq!(nodes.len(), map.spots.len());
    assert!(map.ways.iter().all(|(from, to, _)| map.spots[*from].layer < map.spots[*to].layer));
    let last = map.layers - 1;
    let ending = |node: Node| matches!(node, Node::Ending(_));
    assert!(map.spots.iter().all(|spot| ending(spot.node) == (spot.layer == last)));
}

#[test]
fn what_one_passed_is_told_from_what_lies_ahead_and_from_what_another_run_saw() {
    let model = mapped("en", &[3, 1, 2, 1, 2, 1], &[1, 2]);
    let map = the_map(&model);
    let game = model.game.as_ref().expect("a play");
    let count = |fog: Fog| map.spots.iter().filter(|spot| spot.fog == fog).count();
    assert_eq!(count(Fog::Here), 1);
    assert!(count(Fog::Been) > 0 && count(Fog::Ahead) > 0 && count(Fog::Passed) > 0);
    // What is passed can be reached by no way from here, what is ahead can.
    let here = map.here();
    let mut reached = BTreeSet::from([here]);
    while let Some((_, to, _)) =
        map.ways.iter().find(|(from, to, _)| reached.contains(from) && !reached.contains(to))
    {
        reached.insert(*to);
    }
    for (n, spot) in map.spots.iter().enumerate() {
        match spot.fog {
            Fog::Ahead => assert!(reached.contains(&n)),
            Fog::Passed => assert!(!reached.contains(&n)),
            Fog::Here | Fog::Been | Fog::Before => {}
        }
    }
    // The ways that were taken lead from the beginning to here.
    assert!(map.ways.iter().filter(|(_, _, taken)| *taken).count() >= 2);
    let done: usize = map.spots.iter().map(|s| s.done.iter().filter(|(_, c)| !c.is_empty()).count()).sum();
    assert_eq!(done, game.timeline.decisions());
}

#[test]
fn arrows_lead_from_place_to_place_and_a_click_marks_one() {
    let mut model = mapped("en", &[3, 1, 2], &[]);
    let map = the_map(&model);
    let layer = |model: &Model| match model.screen() {
        Screen::Map { marked, .. } => map.spots[*marked].layer,
        other => panic!("{other:?}"),
    };
    let at = layer(&model);
    assert_eq!(at, map.spots[map.here()].layer, "it opens where one is");
    let _ = update(&mut model, Msg::Act(Action::Down));
    assert_eq!(layer(&model), at + 1);
    for _ in 0..map.layers {
        let _ = update(&mut model, Msg::Act(Action::Up));
    }
    assert_eq!(layer(&model), 0);
    let (_, drawn) = draw(&model, &look(), (80, 24));
    let (area, action) =
        drawn.hits.iter().rev().find(|(_, a)| matches!(a, Action::Choose(_))).expect("a place");
    assert_eq!(drawn.hit(area.x + 1, area.y), Some(*action));
    let _ = update(&mut model, Msg::Act(*action));
    let Action::Choose(n) = action else { panic!() };
    assert!(matches!(model.screen(), Screen::Map { marked, .. } if marked + 1 == *n));
}

#[test]
fn endings_that_were_found_are_known_and_stand_in_the_library() {
    let story = measure();
    let ended = playing("en", 7, &whole());
    let run = &ended.game.as_ref().expect("a play").run;
    let known = known::of(&story, std::iter::once(run));
    let Place::Ended(ending) = ended.game.as_ref().expect("a play").timeline.now().state.place else {
        panic!()
    };
    assert_eq!(known.endings.iter().collect::<Vec<_>>(), [&ending]);
    assert_eq!(known::of(&story, std::iter::empty()), Known::default());
    let mut model = Model::new(cermin::app::Lang::new("en"), super::shelf(&story));
    let title = story.label_or(story.ending(ending).title, 0, "").to_owned();
    assert!(!text(&draw(&model, &look(), (80, 24)).0).contains(&title));
    model.shelf[0].known = known;
    let drawn = text(&draw(&model, &look(), (80, 24)).0);
    assert!(drawn.contains(&title) && drawn.contains("1 of 7 endings"), "{drawn}");
    assert!(drawn.contains('◆') && drawn.matches('◇').count() == 6, "{drawn}");
    assert!(Voice::default().news(&model).join(" ").contains("1 of 7 endings"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_map_never_panics_at_any_size_or_moment(
        width in 1..200_u16, height in 1..60_u16, decided in 0..26_usize, steps in prop::collection::vec(0..6_u8, 0..40),
    ) {
        let mut model = mapped("id", &whole()[..decided], &[1]);
        for step in steps {
            let ways = [Action::Up, Action::Down, Action::Left, Action::Right, Action::First, Action::Last];
            let _ = update(&mut model, Msg::Act(ways[usize::from(step)]));
            draw(&model, &look(), (width, height));
        }
        draw(&model, &seen_by(Depth::None, false), (width, height));
    }
}

#[test]
fn a_run_that_is_left_for_a_new_one_is_known_at_once() {
    let mut model = playing("en", 7, &whole());
    let decided = model.game.as_ref().map_or(0, |g| g.timeline.decisions());
    assert!(model.known().scenes.is_empty() && decided > 20);
    let _ = update(&mut model, Msg::Begin { story: 0, seed: 8 });
    assert_eq!((model.known().scenes.len(), model.known().endings.len()), (decided, 1));
    let before = the_map(&model).spots.iter().filter(|spot| spot.fog == Fog::Before).count();
    assert!(before > 10, "{before}");
}

#[test]
fn the_map_is_a_list_one_key_away_and_a_picture_in_the_export() {
    let mut model = mapped("en", &[3, 1, 2, 1], &[]);
    let heard = map::list(&the_map(&model), &model.lang);
    let _ = update(&mut model, Msg::Act(Action::Table));
    let drawn = text(&draw(&model, &look(), (100, 50)).0).split_whitespace().collect::<Vec<_>>().join(" ");
    for line in &heard {
        assert!(drawn.contains(&line.split_whitespace().collect::<Vec<_>>().join(" ")), "{line}\n{drawn}");
    }
    let (_, seen) = draw(&model, &look(), (40, 12));
    let _ = update(&mut model, Msg::Drawn(seen.extent));
    let _ = update(&mut model, Msg::Act(Action::Down));
    assert!(matches!(model.screen(), Screen::Map { table: true, scroll: 1, .. }), "{:?}", model.screen());
    let _ = update(&mut model, Msg::Act(Action::Table));
    assert!(matches!(model.screen(), Screen::Map { table: false, .. }));
    let game = model.game.as_ref().expect("a play");
    let svg = cermin::report::chart::svg(game, &[], &model.lang);
    let spots = map::of(game, &Known::default(), &model.lang).spots;
    for name in spots.iter().filter_map(|spot| spot.name.as_ref()) {
        assert!(svg.contains(&format!(">{name}</text>")), "{name}");
    }
    assert_eq!(
        svg.matches("r=\"5\"").count(),
        spots.iter().filter(|s| matches!(s.node, Node::Scene(_))).count()
    );
    for title in unseen(&measure(), &model) {
        assert!(!svg.contains(&format!(">{title}</text>")), "{title}");
    }
}
