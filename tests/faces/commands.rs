//! The palette: found by a few letters or by a key, done on the screen below.

use super::*;

/// A play with the palette open and this typed.
fn typed_there(lang: &str, letters: &str) -> Model {
    let mut model = playing(lang, 7, &[3]);
    let _ = update(&mut model, Msg::Act(Action::Palette));
    for letter in letters.chars() {
        let action = model.keys.action(model.screen(), cermin::app::keys::Key::Char(letter));
        let _ = update(&mut model, Msg::Act(action.expect("a letter is typed")));
    }
    model
}

#[test]
fn a_command_is_found_by_a_few_letters_and_done() {
    let mut model = typed_there("en", "transc");
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    assert!(matches!(model.screen(), Screen::Transcript { .. }), "{:?}", model.screen());
    let _ = update(&mut model, Msg::Act(Action::Back));
    assert!(matches!(model.screen(), Screen::Play { .. }), "the palette is gone");
}

#[test]
fn a_command_is_found_by_its_key() {
    let found = cermin::app::palette::entries(&typed_there("id", "ctrl-o"), false);
    let found: Vec<Action> = found.iter().map(|e| e.action).collect();
    assert_eq!(found, [Action::Mouse]);
    // `w` is a letter there, and the key of Why is before all names that have it.
    let all = cermin::app::palette::entries(&typed_there("en", "w"), false);
    assert_eq!(all.first().map(|e| e.action), Some(Action::Why));
}

#[test]
fn what_nobody_calls_so_is_told_and_does_nothing() {
    let mut model = typed_there("en", "xyzzy");
    let before = model.screens.clone();
    let effects = update(&mut model, Msg::Act(Action::Confirm));
    assert!(effects.is_empty() && model.screens == before);
    let (terminal, _) = draw(&model, &look(), (80, 24));
    assert!(text(&terminal).contains("No command is called so."));
    // A letter back at a time, and then out.
    for _ in 0..6 {
        let _ = update(&mut model, Msg::Act(Action::Erase));
    }
    assert!(matches!(model.screen(), Screen::Play { .. }));
}

#[test]
fn the_palette_at_three_sizes_in_both_languages() {
    for lang in ["en", "id"] {
        for (width, height) in SIZES {
            let (terminal, _) = draw(&typed_there(lang, "a"), &look(), (width, height));
            insta::assert_snapshot!(
                format!("palette_{lang}_{width}x{height}"),
                with_roles(&terminal, &look())
            );
        }
    }
}

/// A play of some decisions at its transcript, this typed to be sought, and the frame drawn as the loop does.
fn sought(lang: &str, word: &str, size: (u16, u16)) -> (Model, Terminal<TestBackend>) {
    let mut model = playing(lang, 7, &[3, 1, 1, 1]);
    let _ = update(&mut model, Msg::Act(Action::Transcript));
    let mut terminal = shown(&mut model, size);
    let _ = update(&mut model, Msg::Act(Action::Find));
    for letter in word.chars() {
        let _ = update(&mut model, Msg::Act(Action::Type(letter)));
        terminal = shown(&mut model, size);
    }
    (model, terminal)
}

fn shown(model: &mut Model, size: (u16, u16)) -> Terminal<TestBackend> {
    let (terminal, drawn) = draw(model, &look(), size);
    let _ = update(model, Msg::Drawn(drawn.extent));
    terminal
}

#[test]
fn a_word_of_the_transcript_is_found_and_gone_through_round_and_round() {
    let (mut model, _) = sought("en", "DAVETH", (80, 24));
    let rows = model.extent.found.clone();
    assert!(rows.len() > 1, "{rows:?}");
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    assert!(matches!(model.screen(), Screen::Transcript { .. }));
    let top = |model: &Model| match model.screen() {
        Screen::Transcript { scroll } => model.extent.last() - scroll,
        screen => panic!("{screen:?}"),
    };
    let mut seen = Vec::new();
    for _ in 0..=rows.len() {
        let terminal = shown(&mut model, (80, 24));
        assert!(text(&terminal).to_lowercase().contains("daveth"));
        seen.push(top(&model));
        let _ = update(&mut model, Msg::Act(Action::FoundNext));
    }
    let last = model.extent.last();
    let places: std::collections::BTreeSet<usize> = rows.iter().map(|row| (*row).min(last)).collect();
    assert_eq!(
        seen.iter().copied().collect::<std::collections::BTreeSet<_>>(),
        places,
        "all of them, and round"
    );
    let _ = update(&mut model, Msg::Act(Action::FoundBefore));
    assert!(places.contains(&top(&model)));
}

#[test]
fn a_word_that_is_nowhere_is_told() {
    let (mut model, _) = sought("id", "xyzzy", (80, 24));
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    let terminal = shown(&mut model, (80, 24));
    assert!(text(&terminal).contains("«xyzzy» tak ada di sini."), "{}", text(&terminal));
}

#[test]
fn the_line_one_types_into_at_three_sizes() {
    for size in SIZES {
        let (_, terminal) = sought("en", "the", size);
        insta::assert_snapshot!(format!("find_{}x{}", size.0, size.1), with_roles(&terminal, &look()));
    }
}

#[test]
fn a_click_takes_the_command_it_is_on() {
    let mut model = typed_there("en", "transc");
    let (terminal, drawn) = draw(&model, &look(), (80, 24));
    let row = text(&terminal).lines().position(|l| l.contains("transcript")).expect("it is listed");
    let action = drawn.hit(10, u16::try_from(row).expect("a row")).expect("it can be clicked");
    let _ = update(&mut model, Msg::Act(action));
    assert!(matches!(model.screen(), Screen::Transcript { .. }), "{:?}", model.screen());
}

#[test]
fn a_key_is_found_among_the_keys_of_the_screen_below() {
    let mut model = playing("en", 7, &[3]);
    let _ = update(&mut model, Msg::Act(Action::Keys));
    let _ = update(&mut model, Msg::Act(Action::Find));
    for letter in "transcript".chars() {
        let _ = update(&mut model, Msg::Act(Action::Type(letter)));
    }
    let terminal = shown(&mut model, (80, 24));
    assert_eq!(model.extent.found.len(), 1, "{}", text(&terminal));
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    assert!(matches!(model.screen(), Screen::Keys { .. }));
}

#[test]
fn the_rule_above_the_foot_says_that_there_is_more() {
    let story = measure();
    let library = Model::new(Lang::new("en"), shelf(&story));
    for model in [library, typed_there("en", "")] {
        let (terminal, _) = draw(&model, &look(), (40, 12));
        assert!(text(&terminal).contains("▾ more below"), "{}", text(&terminal));
    }
}

#[test]
fn everything_that_can_be_completed_is_understood() {
    use cermin::plain::{Said, completions, hear};
    let library = Model::new(Lang::new("en"), super::shelf(&super::measure()));
    let mut seen = 0;
    for model in [
        library,
        playing("en", 7, &[3]),
        playing("id", 7, &[3, 1]),
        super::answers::governing("id", "calm", ""),
    ] {
        let all = completions(&model).all();
        for line in &all {
            // A word such as `set` means nothing until more is said.
            if all.iter().any(|longer| longer.starts_with(&format!("{line} "))) {
                continue;
            }
            assert!(!matches!(hear(line, &model), Said::Unknown(_)), "{line}");
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn a_completion_begins_where_the_word_does() {
    use cermin::plain::completions;
    let model = playing("en", 7, &[3]);
    let known = completions(&model);
    assert_eq!(known.of("trans"), (0, vec!["transcript".to_owned()]));
    assert_eq!(known.of("wh"), (0, vec!["why ".to_owned()]), "there is more to say");
    let (at, found) = known.of("why river f");
    assert_eq!((at, found), (4, vec!["River families".to_owned()]));
    let (at, found) = known.of("settings theme o");
    assert_eq!((at, found), (9, vec!["theme okabe-ito".to_owned()]));
    assert_eq!(known.of("nothing of the kind").1, Vec::<String>::new());
}
