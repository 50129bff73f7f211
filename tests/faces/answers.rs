//! The screens that answer, and the sandbox: in the full screen at three sizes, and in the plain face by words.

use std::sync::Arc;

use cermin::{
    app::{
        Action, Effect, Lang, Model, Msg, Screen,
        begin::play,
        known::Known,
        model::{Shelved, Stock},
        update,
    },
    engine::Run,
    story::{Head, Story, load, source::Shelves},
    ui::Depth,
};
use proptest::prelude::*;

use crate::{SIZES, doors, draw, look, measure, playing, seen_by, shelf, text, typed, with_roles};

fn gulf() -> Arc<Story> {
    let loaded = load(&Shelves::default(), "gulf").expect("it is in the binary");
    Arc::new(loaded.story.expect("it has no error"))
}

/// A world governed, under this schedule and preset.
pub(super) fn governing(lang: &str, schedule: &str, preset: &str) -> Model {
    let world = gulf();
    let (head, stock) = (Head::named("gulf"), Stock::Story(world.clone()));
    let shelved = Shelved {
        name: "gulf".to_owned(),
        head,
        stock,
        world: true,
        runs: Vec::new(),
        known: Known::default(),
    };
    let mut model = Model::new(Lang::new(lang), vec![shelved]);
    let mut run = Run::new(&world, 0);
    schedule.clone_into(&mut run.schedule);
    preset.clone_into(&mut run.preset);
    let _ = play(&mut model, 0, run, None);
    model
}

fn act(model: &mut Model, actions: &[Action]) {
    for action in actions {
        let _ = update(model, Msg::Act(*action));
        // As the loop does: what is seen is known before the next key.
        let (_, drawn) = draw(model, &look(), (80, 24));
        let _ = update(model, Msg::Drawn(drawn.extent));
    }
}

/// Levers 3, 0, 1, 1, 0, and two years.
fn two_years(model: &mut Model) {
    use Action::{Down, More, Quarters};
    act(model, &[More, More, More, Down, Down, More, Down, More, Quarters(4), Quarters(4)]);
}

#[test]
fn the_sandbox_at_every_size() {
    for (lang, schedule) in [("en", "mixed"), ("id", "calm")] {
        let mut model = governing(lang, schedule, "");
        two_years(&mut model);
        for size in SIZES {
            let (terminal, _) = draw(&model, &look(), size);
            insta::assert_snapshot!(
                format!("govern_{lang}_{}x{}", size.0, size.1),
                with_roles(&terminal, &look())
            );
        }
    }
}

#[test]
fn a_lever_goes_as_far_as_the_budget_and_undo_puts_it_back() {
    let mut model = governing("en", "calm", "");
    act(&mut model, &[Action::More; 6]);
    let hand =
        |model: &Model| model.game.as_ref().expect("a game").hand.iter().map(|(_, v)| *v).collect::<Vec<_>>();
    assert_eq!(hand(&model), [4, 0, 0, 0, 0], "it ends at 4");
    assert!(model.notice.as_deref().is_some_and(|n| n.contains("from 0 to 4")), "{:?}", model.notice);
    act(&mut model, &[Action::Down, Action::Down, Action::Down, Action::More, Action::More, Action::More]);
    assert_eq!(hand(&model), [4, 0, 0, 2, 0], "40 and 26 are 66 of 70");
    assert!(model.notice.as_deref().is_some_and(|n| n.contains("leaves 4")), "{:?}", model.notice);
    act(&mut model, &[Action::Quarters(1), Action::Less, Action::Quarters(1)]);
    let game = model.game.as_ref().expect("a game");
    assert_eq!(game.run.turns, 2);
    assert_eq!(game.run.levers[&1], [("h".to_owned(), 1)].into());
    act(&mut model, &[Action::Undo(1)]);
    assert_eq!(model.game.as_ref().expect("a game").run.turns, 1);
    assert_eq!(hand(&model), [4, 0, 0, 1, 0], "the hand is where it was when that quarter passed");
    act(&mut model, &[Action::Undo(5)]);
    assert_eq!(model.game.as_ref().expect("a game").timeline.decisions(), 0);
}

#[test]
fn why_is_walked_from_the_index_to_a_choice_and_back() {
    let mut model = playing("en", 7, &[3, 1]);
    act(&mut model, &[Action::Why]);
    assert!(matches!(model.screen(), Screen::Why { .. }));
    for size in SIZES {
        insta::assert_snapshot!(
            format!("why_index_{}x{}", size.0, size.1),
            text(&draw(&model, &look(), size).0)
        );
    }
    act(&mut model, &[Action::Confirm]);
    insta::assert_snapshot!("why_order", with_roles(&draw(&model, &look(), (80, 24)).0, &look()));
    act(&mut model, &[Action::Choose(3), Action::Confirm]);
    insta::assert_snapshot!("why_entry", text(&draw(&model, &look(), (80, 24)).0));
    act(&mut model, &[Action::Back, Action::Back, Action::Earlier]);
    let shown = text(&draw(&model, &look(), (80, 24)).0);
    assert!(shown.contains("Why Order? year 1, quarter 2"), "{shown}");
    act(&mut model, &[Action::Back, Action::Back]);
    assert!(matches!(model.screen(), Screen::Play { .. }));
}

#[test]
fn the_mirror_at_every_size_and_by_a_word() {
    for lang in ["en", "id"] {
        let mut model = playing(lang, 7, &[3, 1, 1, 1, 1, 1, 1, 1]);
        act(&mut model, &[Action::Mirror]);
        for size in SIZES {
            let shown = text(&draw(&model, &look(), size).0);
            insta::assert_snapshot!(format!("mirror_{lang}_{}x{}", size.0, size.1), shown);
        }
        let said = typed(lang, 7, "3\n1\n1\nmirror\nquit\n");
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(if lang == "en" { "Order: yours " } else { "Tertib: kamu " }), "{said}");
        assert!(
            !words.contains(if lang == "en" { "Fairness: yours" } else { "Keadilan: kamu" }),
            "a band stays a band: {said}"
        );
        // Two decisions as watching would have made them: it goes on where the player has not decided.
        let said = typed(lang, 7, "3\n2\nmirror\nquit\n");
        assert!(said.contains(if lang == "en" { "As yours so far" } else { "Sejauh ini sama" }), "{said}");
        assert!(!said.contains("“-”"), "{said}");
    }
}

#[test]
fn the_mirror_moves_along_the_quarters() {
    let mut model = playing("en", 7, &[3, 1, 1, 1, 1, 1, 1, 1]);
    act(&mut model, &[Action::Mirror]);
    let shown = |model: &Model| text(&draw(model, &look(), (100, 40)).0);
    let now = shown(&model);
    act(&mut model, &[Action::Earlier]);
    let before = shown(&model);
    assert_ne!(now, before);
    act(&mut model, &[Action::Later, Action::Later]);
    assert_eq!(shown(&model), now, "later than now is now");
    act(&mut model, &[Action::Earlier; 30]);
    let first = shown(&model);
    // Nothing has been decided yet: all five stand alike.
    let order = first.lines().find(|l| l.trim_start().starts_with("Order")).expect("a row");
    let cells: Vec<&str> = order.split_whitespace().skip(1).collect();
    assert!(cells.len() == 5 && cells.iter().all(|c| *c == cells[0]), "{order}");
    assert!(first.contains("Wardens"), "{first}");
}

#[test]
fn the_hinges_are_worked_out_beside_the_screen() {
    for lang in ["en", "id"] {
        let mut model = playing(lang, 7, &[3, 1, 1]);
        assert_eq!(update(&mut model, Msg::Act(Action::Hinges)), [Effect::Weigh]);
        let of = model.game.as_ref().expect("a play").decided();
        let _ = update(&mut model, Msg::Weighing { of: of.clone(), done: 30, all: 60 });
        let shown = text(&draw(&model, &look(), (80, 24)).0);
        assert!(shown.contains(if lang == "en" { "50 of 100" } else { "50 dari 100" }), "{shown}");
        // News of another play is not of this one.
        let _ = update(&mut model, Msg::Weighed { of: (8, Vec::new()), found: Err("late".to_owned()) });
        assert_eq!(model.hinges.as_ref().and_then(|w| w.found.clone()), None);
        let folder = tempfile::tempdir().expect("a folder");
        let found = doors(folder.path()).weigh(model.game.as_ref().expect("a play")).expect("at once");
        let _ = update(&mut model, found);
        for size in SIZES {
            let shown = text(&draw(&model, &look(), size).0);
            insta::assert_snapshot!(format!("hinges_{lang}_{}x{}", size.0, size.1), shown);
        }
        // Asked again they are there; after another decision they are weighed anew.
        act(&mut model, &[Action::Back]);
        assert_eq!(update(&mut model, Msg::Act(Action::Hinges)), []);
        act(&mut model, &[Action::Back, Action::Choose(1)]);
        assert_eq!(update(&mut model, Msg::Act(Action::Hinges)), [Effect::Weigh]);
        let said =
            typed(lang, 7, if lang == "en" { "3\n1\nhinges\nquit\n" } else { "3\n1\nengsel\nkeluar\n" });
        assert!(
            said.contains(if lang == "en" {
                "of 100 plays end elsewhere"
            } else {
                "dari 100 permainan berakhir"
            }),
            "{said}"
        );
    }
}

#[test]
fn the_rules_in_both_languages() {
    for lang in ["en", "id"] {
        let mut model = playing(lang, 7, &[3]);
        act(&mut model, &[Action::Rules]);
        insta::assert_snapshot!(format!("rules_{lang}"), text(&draw(&model, &look(), (80, 48)).0));
    }
}

/// Where the numbers of the world were changed, every screen and every export says so, at every size.
#[test]
fn a_run_with_other_numbers_says_so_everywhere() {
    let story = measure();
    let mut model = Model::new(Lang::new("en"), shelf(&story));
    let mut run = Run::new(&story, 7);
    "mostly_harms".clone_into(&mut run.preset);
    run.parameters.insert("chill".to_owned(), 55);
    let _ = play(&mut model, 0, run, None);
    let mut govern = governing("en", "calm", "mostly_harms");
    for model in [&mut model, &mut govern] {
        for action in
            [None, Some(Action::Why), Some(Action::Rules), Some(Action::Transcript), Some(Action::Keys)]
        {
            act(model, action.as_slice());
            for size in SIZES {
                for (look, sign) in [(look(), "≠"), (seen_by(Depth::None, false), "!=")] {
                    let shown = text(&draw(model, &look, size).0);
                    let head = shown.lines().next().expect("a head");
                    assert!(head.contains(sign), "{action:?} at {size:?}: {head}");
                    assert!(size.0 < 80 || head.contains("mostly harms"), "{action:?} at {size:?}: {head}");
                }
            }
            act(model, action.map(|_| Action::Back).as_slice());
        }
    }
    let game = model.game.as_ref().expect("a game");
    for format in [cermin::report::transcript::Format::Text, cermin::report::transcript::Format::Markdown] {
        let text = cermin::report::transcript::write(game, &model.lang, format, None);
        assert!(text.contains("The system mostly harms, Chill 55"), "{text}");
    }
    let json =
        cermin::report::transcript::write(game, &model.lang, cermin::report::transcript::Format::Json, None);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["preset"], &json["parameters"]["chill"]), (&"mostly_harms".into(), &55.into()));
}

#[test]
fn the_library_turns_over_what_a_new_run_begins_with() {
    let story = measure();
    let mut model = Model::new(Lang::new("en"), shelf(&story));
    act(&mut model, &[Action::Schedule, Action::Preset]);
    let shown = text(&draw(&model, &look(), (80, 24)).0);
    assert!(shown.contains("A new run begins with: Crime wave / The system mostly works"), "{shown}");
    let _ = update(&mut model, Msg::Begin { story: 0, seed: 4 });
    let run = &model.game.as_ref().expect("begun").run;
    assert_eq!((run.schedule.as_str(), run.preset.as_str()), ("wave", "mostly_works"));
    act(&mut model, &[Action::Card]);
    assert!(model.notice.as_deref().is_some_and(|n| n.contains("at an ending")));
}

#[test]
fn the_plain_face_answers_why_by_words() {
    let said = typed(
        "en",
        7,
        "3\n1\nwhy trust\nwhy 1\nwhy 1\nwhy 99\nwhy river\nwhy order 2\nwhy\nwhy scope\nwhy nothing at all\nrules creep\nrules xyzzy\nmengapa\naturan\nset c 3\nnext\nquit\n",
    );
    for expected in [
        "Why Trust? year 1, quarter 3.",
        "50.0 at the start",
        "1. +",
        "What the rule read",
        "There is nothing called 99 to ask about.",
        "Why River families? year 1, quarter 3.",
        "Why Order? year 1, quarter 2.",
        "How content people are",
        "There is nothing called scope to ask about.",
        "There is nothing called nothing at all to ask about.",
        "Creep (R20): Scope.",
        "There is nothing called xyzzy to ask about.",
        "Not understood: set c 3",
    ] {
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(expected), "«{expected}» is not in\n{said}");
    }
}

#[test]
fn a_number_changed_in_the_sandbox_plays_the_same_government_again() {
    let mut model = governing("en", "mixed", "");
    two_years(&mut model);
    let order = |model: &Model| {
        let game = model.game.as_ref().expect("a game");
        game.timeline.now().state.value(game.story.var_named("order").expect("a meter"))
    };
    let (before, levers) = (order(&model), model.game.as_ref().expect("a game").run.levers.clone());
    act(&mut model, &[Action::Numbers]);
    for size in SIZES {
        insta::assert_snapshot!(
            format!("numbers_{}x{}", size.0, size.1),
            text(&draw(&model, &look(), size).0)
        );
    }
    // Deterrence is the second; five steps up.
    act(&mut model, &[Action::Down]);
    act(&mut model, &[Action::More; 5]);
    let game = model.game.as_ref().expect("a game");
    assert_eq!(game.run.parameters, [("deter".to_owned(), 150)].into());
    assert_eq!((game.run.turns, &game.run.levers), (8, &levers));
    assert!(order(&model) > before, "being seen counts for more");
    act(&mut model, &[Action::Less; 40]);
    assert_eq!(model.game.as_ref().expect("a game").run.parameters["deter"], 0);
    assert!(model.notice.as_deref().is_some_and(|n| n.contains("from 0 to 300")), "{:?}", model.notice);
    act(&mut model, &[Action::Back]);
    let head = text(&draw(&model, &look(), (80, 24)).0);
    assert!(head.lines().next().expect("a head").contains("Deterrence 0"), "{head}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the size, language and signs, no screen that answers panics, and every cell lies inside.
    #[test]
    fn the_new_screens_are_drawn_at_any_size(
        width in 1_u16..200, height in 1_u16..60, which in 0_usize..6, indonesian in any::<bool>(), marks in 0_usize..40,
    ) {
        let lang = if indonesian { "id" } else { "en" };
        let mut model = if which < 3 { governing(lang, "wave", "mostly_works") } else { playing(lang, 7, &[3, 1, 1]) };
        let opened = [Action::Quarters(4), Action::Numbers, Action::Why, Action::Why, Action::Rules, Action::Transcript];
        let _ = update(&mut model, Msg::Act(opened[which]));
        for _ in 0..marks {
            let _ = update(&mut model, Msg::Act(Action::Down));
        }
        let _ = update(&mut model, Msg::Act(Action::Confirm));
        for look in [look(), seen_by(Depth::None, false)] {
            let (_, drawn) = draw(&model, &look, (width, height));
            for (area, _) in &drawn.hits {
                prop_assert!(area.right() <= width && area.bottom() <= height);
            }
        }
    }
}

#[test]
fn the_people_are_those_who_have_spoken_and_no_others() {
    for lang in ["en", "id"] {
        let mut model = playing(lang, 7, &[3, 1, 1]);
        let game = model.game.as_ref().expect("a game");
        let (met, unmet) = cermin::app::people::met(game, &model.lang);
        assert_eq!(met.len() + unmet, game.story.cast.len());
        let read = cermin::report::transcript::write(
            game,
            &model.lang,
            cermin::report::transcript::Format::Text,
            None,
        );
        assert!(!met.is_empty() && unmet > 0);
        for person in &met {
            // By the first name, as a text calls them.
            let first = person.name.split_whitespace().next().expect("a name");
            assert!(read.contains(first), "{} is not in\n{read}", person.name);
        }
        let _ = update(&mut model, Msg::Act(Action::People));
        for size in SIZES {
            let (terminal, _) = draw(&model, &look(), size);
            insta::assert_snapshot!(
                format!("people_{lang}_{}x{}", size.0, size.1),
                with_roles(&terminal, &look())
            );
        }
    }
}

#[test]
fn people_are_asked_for_by_a_word() {
    let said = typed("en", 7, "3\n1\npeople\nquit\n");
    assert!(said.contains("more have not spoken"), "{said}");
    assert!(said.contains("Daveth"), "{said}");
}
