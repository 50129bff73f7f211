//! Charts: what is drawn is what is told, at every size, and nothing that the office does not see.

use cermin::{
    app::{Action, Model, Msg, Screen, chart, seen::Seen, update},
    plain::{Voice, hear},
};
use proptest::prelude::*;

use super::{Depth, SIZES, draw, look, playing, seen_by, text, whole, with_roles};

/// The play of the snapshots, with its charts open and so many numbers passed over.
fn charted(lang: &str, down: usize, keys: &[Action]) -> Model {
    let mut model = playing(lang, 7, &[3, 1, 2, 1, 2, 1, 2]);
    let _ = update(&mut model, Msg::Act(Action::Charts));
    for action in std::iter::repeat_n(Action::Down, down).chain(keys.iter().copied()) {
        let _ = update(&mut model, Msg::Act(action));
    }
    model
}

#[test]
fn a_number_is_drawn_with_its_decisions_at_three_sizes_in_both_languages() {
    for lang in ["en", "id"] {
        for (width, height) in SIZES {
            let (terminal, _) = draw(&charted(lang, 2, &[]), &look(), (width, height));
            insta::assert_snapshot!(format!("chart_{lang}_{width}x{height}"), with_roles(&terminal, &look()));
        }
    }
}

#[test]
fn the_five_plays_on_one_chart_and_as_a_table() {
    let beside = charted("en", 2, &[Action::Mirror]);
    insta::assert_snapshot!("chart_beside", text(&draw(&beside, &look(), (100, 30)).0));
    let ascii = seen_by(Depth::None, false);
    insta::assert_snapshot!("chart_beside_ascii", text(&draw(&beside, &ascii, (80, 24)).0));
    let table = charted("en", 2, &[Action::Mirror, Action::Table]);
    insta::assert_snapshot!("chart_table", text(&draw(&table, &look(), (80, 24)).0));
    insta::assert_snapshot!("chart_table_narrow", text(&draw(&table, &look(), (40, 12)).0));
}

#[test]
fn a_chart_without_unicode_draws_only_what_every_terminal_has() {
    let (terminal, _) = draw(&charted("id", 0, &[]), &seen_by(Depth::None, false), (120, 36));
    let drawn = text(&terminal);
    let allowed = |c: char| c.is_ascii() || c.is_alphabetic();
    assert!(drawn.chars().all(allowed), "{drawn}");
}

#[test]
fn why_on_a_chart_is_asked_of_the_number_that_is_drawn() {
    let mut model = charted("en", 2, &[Action::Why]);
    let game = model.game.as_ref().expect("a play");
    let drawn = chart::subjects(game, &model.lang)[2].of;
    let Screen::Why { subject, .. } = model.screen() else { panic!("{:?}", model.screen()) };
    assert_eq!(*subject, cermin::app::why::Subject::Sum(drawn));
    let _ = update(&mut model, Msg::Act(Action::Back));
    assert!(matches!(model.screen(), Screen::Charts { marked: 2, .. }), "back where one was");
}

#[test]
fn a_click_on_a_name_draws_that_number() {
    let mut model = charted("en", 0, &[]);
    let (_, drawn) = draw(&model, &look(), (80, 24));
    let action = drawn.hit(5, 2 + 3).expect("the fourth name");
    let _ = update(&mut model, Msg::Act(action));
    assert!(matches!(model.screen(), Screen::Charts { marked: 3, .. }));
}

#[test]
fn what_is_seen_in_a_band_is_charted_in_its_band_and_stands_beside_no_other_play() {
    let model = charted("en", 0, &[]);
    let game = model.game.as_ref().expect("a play");
    let subjects = chart::subjects(game, &model.lang);
    let sides = cermin::lab::mirror(&game.story, &game.timeline).expect("it can be played");
    let mut banded = 0;
    for subject in &subjects {
        let now = chart::trace(game, subject.of).last().expect("now").1;
        let beside = chart::beside(game, &sides[1], subject.of);
        match now {
            Seen::Exact(_) => assert!(beside.is_some(), "{}", subject.name),
            Seen::Between(..) | Seen::Hidden => {
                banded += 1;
                assert_eq!(beside, None, "{}", subject.name);
            }
        }
    }
    assert!(banded > 0, "the office of this story does not see everything");
}

#[test]
fn a_quarter_that_was_seen_in_a_band_is_told_of_no_other_play() {
    let (mut told, mut hidden) = (0, 0);
    // A play in which the log is published, from where on a number in a band is seen to the point.
    let mut model = playing("en", 7, &[3]);
    for _ in 1..whole().len() {
        let _ = update(&mut model, Msg::ChooseId("memo_publish".to_owned()));
        let _ = update(&mut model, Msg::Act(Action::Choose(1)));
        let game = model.game.as_ref().expect("a play");
        if game.ended() {
            break;
        }
        let sides = cermin::lab::mirror(&game.story, &game.timeline).expect("it can be played");
        for subject in chart::subjects(game, &model.lang) {
            let own = chart::trace(game, subject.of);
            let Some(other) = chart::beside(game, &sides[1], subject.of) else { continue };
            for (turn, value) in other {
                let seen = own.iter().find(|(t, _)| *t == turn).or(own.last()).expect("a quarter").1;
                match (seen, value) {
                    (Seen::Exact(_), _) => told += 1,
                    (_, value) => {
                        hidden += 1;
                        assert_eq!(value, Seen::Hidden, "{} in turn {turn}", subject.name);
                    }
                }
            }
        }
    }
    assert!(told > 1000 && hidden > 0, "{told} {hidden}");
}

#[test]
fn the_chart_is_heard_as_it_is_seen() {
    let model = charted("en", 0, &[]);
    let mut voice = Voice::default();
    let heard = voice.answer(&hear("chart privacy", &model), &model).join("\n");
    let table = text(&draw(&charted("en", 2, &[Action::Table]), &look(), (120, 60)).0);
    let game = model.game.as_ref().expect("a play");
    let subject = &chart::subjects(game, &model.lang)[2];
    for (date, values, _) in chart::table(game, &[chart::trace(game, subject.of)], subject.point, &model.lang)
    {
        assert!(heard.contains(&format!("{date}: {}", values[0])), "{heard}");
        assert!(table.contains(&date), "{table}");
    }
    let all = voice.answer(&hear("grafik", &model), &model);
    assert_eq!(all.len(), chart::subjects(game, &model.lang).len());
}

#[test]
fn the_picture_has_every_chart_every_decision_and_no_mark_of_a_name() {
    let model = charted("en", 0, &[]);
    let game = model.game.as_ref().expect("a play");
    let alone = cermin::report::chart::svg(game, &[], &model.lang);
    let sides = cermin::lab::mirror(&game.story, &game.timeline).expect("it can be played");
    let beside = cermin::report::chart::svg(game, &sides, &model.lang);
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    for subject in chart::subjects(game, &model.lang) {
        let name = format!(">{}</text>", escaped(&subject.name));
        assert!(alone.contains(&name) && beside.contains(&name), "{name}");
        let now = chart::trace(game, subject.of).last().expect("now").1;
        assert!(alone.contains(&format!(">{}</text>", chart::words(now, subject.point))), "{}", subject.name);
    }
    for mark in chart::marks(game) {
        assert!(alone.contains(&format!("{}  ", mark.letter)) && alone.contains(&escaped(&mark.label)));
    }
    // One thick line in each panel; four dashed ones only where the office sees to the point.
    let panels = chart::subjects(game, &model.lang).len();
    assert_eq!(alone.matches("<polyline").count(), panels);
    let seen = chart::subjects(game, &model.lang);
    let seen = seen.iter().filter(|s| chart::beside(game, &sides[1], s.of).is_some()).count();
    assert_eq!(beside.matches("<polyline").count(), panels + 4 * seen);
    assert_eq!(alone.matches('<').count(), alone.matches('>').count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn charts_never_panic_at_any_size_or_moment(
        width in 1..200_u16, height in 1..60_u16, decided in 0..26_usize, down in 0..22_usize, way in 0..4_usize,
    ) {
        let mut model = playing("id", 7, &whole()[..decided]);
        let _ = update(&mut model, Msg::Act(Action::Charts));
        for _ in 0..down {
            let _ = update(&mut model, Msg::Act(Action::Down));
        }
        for action in [Action::Mirror, Action::Table].into_iter().enumerate().filter(|(n, _)| way >> n & 1 == 1) {
            let _ = update(&mut model, Msg::Act(action.1));
        }
        draw(&model, &look(), (width, height));
        draw(&model, &seen_by(Depth::None, false), (width, height));
    }
}
