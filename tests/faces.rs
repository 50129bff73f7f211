//! The two faces: what they show, at every size, and that neither shows less than the other.

#[path = "faces/all.rs"]
mod all;
#[path = "faces/answers.rs"]
mod answers;
#[path = "faces/charts.rs"]
mod charts;
#[path = "faces/commands.rs"]
mod commands;
#[path = "faces/loops.rs"]
mod loops;
#[path = "faces/map.rs"]
mod map;
#[path = "faces/rooms.rs"]
mod rooms;
#[path = "faces/themes.rs"]
mod themes;
#[path = "faces/unfold.rs"]
mod unfold;

use std::{io::Cursor, sync::Arc};

use cermin::{
    app::{
        Action, Game, Lang, Model, Msg, Screen, Signs, Theme,
        known::Known,
        model::{Shelved, Stock},
        page, update,
    },
    plain::Voice,
    report::transcript::{self, Format},
    save::Store,
    shell::{
        Doors,
        lines::{self, Other, Piped},
    },
    story::{Head, Story, load, source::Shelves},
    ui::{Depth, Drawn, Look, Means, Role, view},
};
use proptest::prelude::*;
use ratatui::{Terminal, backend::TestBackend};

/// The sizes that screens are looked at in.
const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 36)];

fn measure() -> Arc<Story> {
    let loaded = load(&Shelves::default(), "measure").expect("it is in the binary");
    Arc::new(loaded.story.expect("it has no error"))
}

/// The terminal's own colours, on a terminal that can show so much.
fn seen_by(depth: Depth, unicode: bool) -> Look {
    Look::of(Theme::Terminal, Signs::Auto, Means { depth, unicode })
}

fn look() -> Look {
    seen_by(Depth::Sixteen, true)
}

fn shelf(story: &Arc<Story>) -> Vec<Shelved> {
    let (head, stock) = (Head::of(story), Stock::Story(story.clone()));
    vec![Shelved {
        name: "measure".to_owned(),
        head,
        stock,
        world: false,
        runs: Vec::new(),
        known: Known::default(),
    }]
}

/// A game that has been played so far.
fn playing(lang: &str, seed: u64, decisions: &[usize]) -> Model {
    let story = measure();
    let mut model = Model::new(Lang::new(lang), shelf(&story));
    let _ = update(&mut model, Msg::Begin { story: 0, seed });
    for n in decisions {
        let _ = update(&mut model, Msg::Act(Action::Choose(*n)));
    }
    model
}

/// The decisions of a whole play.
fn whole() -> Vec<usize> {
    std::iter::once(3).chain([1; 25]).collect()
}

fn draw(model: &Model, look: &Look, (width, height): (u16, u16)) -> (Terminal<TestBackend>, Drawn) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = view(model, look, frame)).expect("drawn");
    (terminal, drawn)
}

fn text(terminal: &Terminal<TestBackend>) -> String {
    let buffer = terminal.backend().buffer();
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width);
    rows.map(|row| {
        row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned() + "\n"
    })
    .collect()
}

/// The cells, and below them a second grid with a letter for the weight and colour of each.
fn with_roles(terminal: &Terminal<TestBackend>, look: &Look) -> String {
    let buffer = terminal.backend().buffer();
    let width = usize::from(buffer.area.width);
    let letter = |cell: &ratatui::buffer::Cell| {
        let found = Role::ALL.iter().position(|r| {
            let style = look.style(*r);
            style.fg.unwrap_or_default() == cell.fg && style.add_modifier == cell.modifier
        });
        if cell.symbol() == " " {
            ' '
        } else {
            found.map_or('?', |n| "abcdefghijklmnopqrst".as_bytes()[n] as char)
        }
    };
    let rows = buffer.content.chunks(width);
    let grid: String =
        rows.map(|row| row.iter().map(letter).collect::<String>().trim_end().to_owned() + "\n").collect();
    format!("{}\n{grid}", text(terminal))
}

#[test]
fn the_play_screen_at_three_sizes_in_both_languages() {
    for lang in ["en", "id"] {
        for (width, height) in SIZES {
            let model = playing(lang, 7, &[3]);
            let (terminal, _) = draw(&model, &look(), (width, height));
            insta::assert_snapshot!(format!("play_{lang}_{width}x{height}"), with_roles(&terminal, &look()));
        }
    }
}

#[test]
fn the_other_screens() {
    let story = measure();
    let library = Model::new(Lang::new("en"), shelf(&story));
    insta::assert_snapshot!("library", with_roles(&draw(&library, &look(), (80, 24)).0, &look()));
    let mut model = playing("en", 7, &[3, 1]);
    let _ = update(&mut model, Msg::Act(Action::Transcript));
    insta::assert_snapshot!("transcript", text(&draw(&model, &look(), (80, 24)).0));
    let mut model = playing("id", 7, &[3, 1]);
    let _ = update(&mut model, Msg::Act(Action::Keys));
    insta::assert_snapshot!("keys", text(&draw(&model, &look(), (80, 24)).0));
    let ended = playing("en", 7, &whole());
    assert!(ended.game.as_ref().is_some_and(Game::ended));
    insta::assert_snapshot!("ending", text(&draw(&ended, &look(), (100, 40)).0));
    insta::assert_snapshot!("too_small", text(&draw(&ended, &look(), (39, 8)).0));
}

/// The picture in the README is the screen.
#[test]
fn the_readme_shows_the_screen_as_it_is() {
    let mut model = playing("en", 7, &[]);
    let (_, drawn) = draw(&model, &look(), (80, 24));
    let _ = update(&mut model, Msg::Drawn(drawn.extent));
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    let (terminal, _) = draw(&model, &look(), (80, 24));
    let picture = text(&terminal);
    insta::assert_snapshot!("readme", picture);
    let readme = include_str!("../README.md");
    assert!(readme.contains(picture.trim_end()), "paste the snapshot `readme` into README.md:\n{picture}");
}

#[test]
fn without_colour_and_without_unicode_nothing_is_lost() {
    let model = playing("en", 7, &[3]);
    let plain = seen_by(Depth::None, false);
    let (terminal, _) = draw(&model, &plain, (120, 36));
    let shown = text(&terminal);
    assert!(shown.is_ascii(), "{}", shown.chars().filter(|c| !c.is_ascii()).collect::<String>());
    assert!(shown.contains("> 1"));
    let buffer = terminal.backend().buffer();
    assert!(
        buffer
            .content
            .iter()
            .all(|c| c.fg == ratatui::style::Color::Reset && c.bg == ratatui::style::Color::Reset)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_screen_panics_at_any_size(
        width in 1u16..=200, height in 1u16..=60, seed in 0u64..50,
        picks in prop::collection::vec(1usize..5, 0..12), screen in 0usize..9, scroll in 0usize..2000, id in any::<bool>(),
    ) {
        let mut model = playing(if id { "id" } else { "en" }, seed, &picks);
        match screen {
            0 => model.screens.push(Screen::Transcript { scroll }),
            1 => model.screens.push(Screen::Keys { scroll }),
            2 => model.screens = vec![Screen::Library { marked: scroll }],
            4 => model.screens.push(Screen::Settings { marked: scroll }),
            7 => model.screens.push(Screen::People { scroll }),
            6 => model.screens.extend([Screen::Transcript { scroll }, Screen::Find { query: "e".repeat(scroll % 3) }]),
            5 => model.screens.push(Screen::Palette { query: "a".repeat(scroll % 50), marked: scroll }),
            3 => if let Some(Screen::Play { scroll: s, marked }) = model.screens.last_mut() { (*s, *marked) = (scroll, scroll) },
            _ => {}
        }
        for look in [look(), seen_by(Depth::None, false)] {
            let (_, drawn) = draw(&model, &look, (width, height));
            for (area, _) in &drawn.hits {
                prop_assert!(area.right() <= width && area.bottom() <= height, "{area:?} in {width}x{height}");
            }
        }
    }

    #[test]
    fn the_plain_face_shows_every_choice_and_word_the_full_screen_shows(
        seed in 0u64..50, picks in prop::collection::vec(1usize..5, 0..12), id in any::<bool>(),
    ) {
        let model = playing(if id { "id" } else { "en" }, seed, &picks);
        let game = model.game.as_ref().expect("a game");
        let said = Voice::default().news(&model).join(" ");
        // Without white space: a line may break after a hyphen.
        let words = |t: &str| t.split_whitespace().collect::<String>();
        let said = words(&said);
        let page = page::now(game, &model.lang);
        for choice in &page.choices {
            prop_assert!(said.contains(&words(&choice.label)), "{}", choice.label);
            for more in [&choice.gives, &choice.costs, &choice.locked].into_iter().flatten() {
                prop_assert!(said.contains(&words(more)), "{more}");
            }
        }
        for block in &page.blocks {
            let texts = match block {
                page::Block::Prose(p) | page::Block::News(p) => p.paragraphs.iter().map(cermin::engine::Paragraph::plain).collect(),
                page::Block::List { heading, lines, .. } => [vec![heading.clone()], lines.clone()].concat(),
                page::Block::Notes(l) | page::Block::Chosen(l) | page::Block::Line(l) | page::Block::Pending(l)
                | page::Block::Ending(l) | page::Block::Fact(l) => vec![l.clone()],
            };
            for text in texts {
                prop_assert!(said.contains(&words(&text)), "{text}");
            }
        }
    }
}

fn doors(folder: &std::path::Path) -> Doors {
    let mut doors = Doors::new(Shelves::default(), Ok(Store::at(folder.to_owned())));
    doors.load_all();
    doors
}

/// What the plain face says when these lines are typed.
fn typed(lang: &str, seed: u64, input: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut doors = doors(folder.path());
    let mut model = Model::new(Lang::new(lang), doors.shelf());
    let _ = update(&mut model, Msg::Begin { story: 0, seed });
    let mut out = Vec::new();
    lines::run(&mut Piped(Cursor::new(input.to_owned())), &mut out, Other::None, &mut model, &mut doors)
        .expect("it plays");
    let said = String::from_utf8(out).expect("UTF-8");
    said.replace(&folder.path().display().to_string(), "DATA")
}

#[test]
fn a_whole_play_by_the_plain_face_is_as_it_was() {
    for lang in ["en", "id"] {
        let said = typed(lang, 7, &format!("3\n{}", "1\n".repeat(25)));
        assert!(!said.contains('\u{1b}'));
        assert!(said.trim_end().lines().last().expect("a line").starts_with("ending: "), "{said}");
        insta::assert_snapshot!(format!("plain_{lang}"), said);
    }
}

#[test]
fn words_of_the_plain_face_do_what_they_say() {
    let said = typed(
        "en",
        7,
        "3\nundo\n9\nnonsense\nwiden\nhelp\nmeters\ntranscript\nbahasa\nbatal 5\nundo\nlagi\n\x1b[31m\nquit\n",
    );
    for expected in [
        "One decision taken back.",
        "There is no choice 9 here.",
        "Not understood: nonsense.",
        "A number or a choice's id chooses.",
        "Order 50 of 100",
        "Takaran. ",
        "1 keputusan ditarik.",
        "Tak ada yang bisa ditarik.",
        "1 keputusan diambil lagi.",
        "Tak dimengerti: \u{fffd}[31m.",
        "tersimpan: DATA/runs/measure/1.ron",
    ] {
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(expected), "{expected} in\n{said}");
    }
    assert!(!said.contains('\u{1b}'));
}

#[test]
fn transcripts_are_the_pages_in_every_format() {
    let model = playing("en", 7, &[3, 1]);
    let game = model.game.as_ref().expect("a game");
    let markdown = transcript::write(game, &model.lang, Format::Markdown, None);
    assert!(
        markdown.starts_with("# The Measure\n") && markdown.contains("\n## The wall, year 1, quarter 1\n")
    );
    let json: serde_json::Value =
        serde_json::from_str(&transcript::write(game, &model.lang, Format::Json, None)).expect("JSON");
    assert_eq!(json["moments"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["moments"][1]["chosen"], "widen");
    let sum: i64 = json["moments"]
        .as_array()
        .expect("rows")
        .iter()
        .flat_map(|m| m["contributions"].as_array().expect("rows").clone())
        .filter(|c| c["to"] == "order")
        .map(|c| c["amount"].as_i64().expect("a number"))
        .sum();
    assert_eq!(500 + sum, json["moments"][2]["values"]["order"].as_i64().expect("a number"));
    let until = transcript::write(game, &model.lang, Format::Json, Some(0));
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&until).expect("JSON")["moments"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn every_scene_fits_its_choices_on_the_smallest_screen() {
    for lang in ["en", "id"] {
        for seed in 0..6 {
            for first in 1..4 {
                let mut model = playing(lang, seed, &[first]);
                for _ in 0..12 {
                    let (_, drawn) = draw(&model, &look(), (40, 12));
                    for (a, b) in &drawn.extent.choices {
                        assert!(
                            b - a < drawn.extent.rows,
                            "a choice has {} rows of {}",
                            b - a + 1,
                            drawn.extent.rows
                        );
                    }
                    let _ = update(&mut model, Msg::Act(Action::Choose(1)));
                    let _ = update(&mut model, Msg::Act(Action::Choose(2)));
                }
            }
        }
    }
}
