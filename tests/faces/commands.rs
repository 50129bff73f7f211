//! The palette: found by a few letters or by a key, done on the screen below.

use super::*;

/// A play with the palette open and this typed.
fn typed_there(lang: &str, letters: &str) -> Model {
    let mut model = playing(lang, 7, &[3]);
    let _ = update(&mut model, Msg::Act(Action::Palette));
    for letter in letters.chars() {
        let action = cermin::app::keys::action(model.screen(), cermin::app::keys::Key::Char(letter));
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
    assert!(text(&terminal).contains("Nothing here is called so."));
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
