//! Every screen there is, at every size, in both languages: its cells, and a grid of what each cell is.

use cermin::app::{Action, Model, Msg, Screen, known, update};

use super::{answers, draw, look, measure, playing, shelf, whole, with_roles};

/// The sizes: the smallest, the usual, a wide one, and a very wide one.
const ALL_SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 36), (200, 50)];

fn after(mut model: Model, actions: &[Action]) -> Model {
    for action in actions {
        let _ = update(&mut model, Msg::Act(*action));
    }
    model
}

fn library(lang: &str) -> Model {
    let story = measure();
    let mut model = Model::new(cermin::app::Lang::new(lang), shelf(&story));
    let ended = playing(lang, 7, &whole());
    let run = ended.game.map(|game| game.run).expect("a play");
    model.shelf[0].known = known::of(&story, std::iter::once(&run));
    model.shelf[0].runs = vec![(1, run)];
    model
}

/// Every screen by a name; a hinges screen that is still worked out needs no clock.
fn screens(lang: &str) -> Vec<(&'static str, Model)> {
    let begun = || playing(lang, 7, &[3, 1, 2, 1]);
    let govern = || answers::governing(lang, "wave", "");
    let typed = |opens: &[Action], letters: &str| {
        let keys: Vec<Action> = letters.chars().map(Action::Type).collect();
        after(after(begun(), opens), &keys)
    };
    vec![
        ("library", library(lang)),
        ("play", begun()),
        ("ending", playing(lang, 7, &whole())),
        ("why", after(begun(), &[Action::Why])),
        ("why_sum", after(begun(), &[Action::Why, Action::Down, Action::Confirm])),
        ("mirror", after(begun(), &[Action::Mirror])),
        ("hinges", after(begun(), &[Action::Hinges])),
        ("map", after(begun(), &[Action::Map])),
        ("charts", after(begun(), &[Action::Charts])),
        ("charts_table", after(begun(), &[Action::Charts, Action::Mirror, Action::Table])),
        ("transcript", after(begun(), &[Action::Transcript])),
        ("find", typed(&[Action::Transcript, Action::Find], "an")),
        ("people", after(begun(), &[Action::People])),
        ("rules", after(begun(), &[Action::Rules])),
        ("sandbox", after(govern(), &[Action::More, Action::Quarters(4)])),
        ("numbers", after(govern(), &[Action::Numbers, Action::More])),
        ("settings", after(begun(), &[Action::Settings, Action::Down])),
        ("keys", after(begun(), &[Action::Keys])),
        ("palette", typed(&[Action::Palette], "a")),
    ]
}

#[test]
fn every_screen_at_every_size_in_both_languages() {
    let mut names = Vec::new();
    for lang in ["en", "id"] {
        for (name, mut model) in screens(lang) {
            let mut sheets = Vec::new();
            for size in ALL_SIZES {
                let (_, drawn) = draw(&model, &look(), size);
                let _ = update(&mut model, Msg::Drawn(drawn.extent));
                let (terminal, _) = draw(&model, &look(), size);
                sheets.push(format!("{}x{}\n{}", size.0, size.1, with_roles(&terminal, &look())));
            }
            insta::assert_snapshot!(format!("all_{name}_{lang}"), sheets.join("\n"));
            names.push(std::mem::discriminant(model.screen()));
        }
    }
    // Whoever adds a screen adds it here: each kind is there.
    let kinds = [
        Screen::Library { marked: 0 },
        Screen::Play { marked: 0, scroll: 0 },
        Screen::Transcript { scroll: 0 },
        Screen::Govern { marked: 0, scroll: 0 },
        Screen::Numbers { marked: 0, scroll: 0 },
        Screen::Mirror { turn: None, scroll: 0 },
        Screen::Hinges { scroll: 0 },
        Screen::Charts { marked: 0, table: false, beside: false, scroll: 0 },
        Screen::Map { marked: 0, table: false, scroll: 0 },
        Screen::People { scroll: 0 },
        Screen::Rules { scroll: 0 },
        Screen::Settings { marked: 0 },
        Screen::Palette { query: String::new(), marked: 0 },
        Screen::Find { query: String::new() },
        Screen::Keys { scroll: 0 },
    ];
    for kind in kinds {
        assert!(names.contains(&std::mem::discriminant(&kind)), "{kind:?} is not looked at");
    }
}
