//! The full screen's real loop and the one function that changes the game, fed by a test.

use std::sync::mpsc::channel;

use cermin::{
    app::{Action, Effect, Lang, Model, Msg, keys::Key, model::Capture, update},
    engine::{Place, Run},
    shell::{
        Input,
        screen::{self, Host, Left},
    },
    ui::{Depth, Means},
};
use ratatui::{Terminal, backend::TestBackend};

use crate::{doors, draw, look, measure, playing, shelf, text};

/// A host that only counts.
#[derive(Default)]
struct Counting {
    frames: usize,
    suspended: usize,
    mouse: Vec<Capture>,
    titles: Vec<String>,
}

impl Host<TestBackend> for Counting {
    fn open_frame(&mut self, _: &mut TestBackend) {
        self.frames += 1;
    }
    fn close_frame(&mut self, _: &mut TestBackend) {}
    fn suspend(&mut self) {
        self.suspended += 1;
    }
    fn retake(&mut self) {}
    fn copy(&mut self, _: &str) {}
    fn title(&mut self, title: &str) {
        self.titles.push(title.to_owned());
    }
    fn mouse(&mut self, capture: Capture) {
        self.mouse.push(capture);
    }
}

#[test]
fn the_window_is_called_by_what_is_played() {
    let (_, _, host, _) = looped(&[
        Input::Key(Key::Enter),
        Input::Key(Key::Char('L')),
        Input::Key(Key::Char('q')),
        Input::Key(Key::Char('q')),
    ]);
    assert_eq!(host.titles, ["Cermin", "The Measure - Cermin", "Takaran - Cermin", "Cermin"]);
}

/// The real loop, fed these inputs; what is left when they are used up.
fn looped(inputs: &[Input]) -> (Model, Terminal<TestBackend>, Counting, Left) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut doors = doors(folder.path());
    let mut model = Model::new(Lang::new("en"), doors.shelf());
    let (sender, receiver) = channel();
    for input in inputs {
        sender.send(*input).expect("the loop listens");
    }
    drop(sender);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
    let mut host = Counting::default();
    let left = screen::run(
        &mut terminal,
        &receiver,
        &mut model,
        Means { depth: Depth::Sixteen, unicode: true },
        &mut doors,
        &mut host,
    )
    .expect("it runs");
    (model, terminal, host, left)
}

fn key(c: char) -> Input {
    Input::Key(Key::Char(c))
}

#[test]
fn the_first_key_is_already_inside_a_story() {
    let (model, _, _, left) = looped(&[Input::Key(Key::Enter)]);
    assert_eq!(left, Left::Gone);
    assert!(matches!(model.game.expect("a game").timeline.now().state.place, Place::Scene(_)));
}

#[test]
fn enter_reads_on_before_it_chooses() {
    let enter = Input::Key(Key::Enter);
    let (model, ..) = looped(&[enter, enter]);
    assert_eq!(model.game.as_ref().expect("a game").timeline.decisions(), 0);
    let (model, ..) = looped(&[enter, enter, enter]);
    assert_eq!(model.game.as_ref().expect("a game").timeline.decisions(), 1);
}

#[test]
fn undo_and_redo_and_the_way_back_to_where_one_stopped() {
    let enter = Input::Key(Key::Enter);
    let (model, ..) = looped(&[enter, key('3'), key('1'), key('u'), key('u'), key('r'), key('q')]);
    assert!(model.game.is_none());
    let runs = &model.shelf[0].runs;
    assert_eq!((runs.len(), runs[0].1.decisions.len(), runs[0].1.undone.len()), (1, 1, 1));
    let (model, ..) = looped(&[enter, key('3'), key('1'), key('q'), enter, key('1')]);
    assert_eq!(model.game.as_ref().expect("resumed").timeline.decisions(), 3);
    assert_eq!(model.shelf[0].runs.len(), 1);
}

#[test]
fn the_mouse_chooses_what_it_points_at() {
    let story = measure();
    let library = Model::new(Lang::new("en"), shelf(&story));
    let (terminal, drawn) = draw(&library, &look(), (80, 24));
    let row = text(&terminal).lines().position(|l| l.contains("Begin")).expect("a row");
    let row = u16::try_from(row).expect("small");
    assert_eq!(drawn.hit(12, row), Some(Action::Choose(1)));
    let (model, ..) = looped(&[Input::Click(12, row)]);
    assert!(model.game.is_some());
}

#[test]
fn many_inputs_are_heard_before_one_frame_is_drawn_and_waiting_draws_nothing() {
    let (_, _, host, _) = looped(&[Input::Resize, Input::Resize, Input::Resize]);
    assert_eq!(host.frames, 2);
    let (_, _, host, _) = looped(&[Input::Key(Key::Ctrl('z')), Input::Key(Key::Ctrl('o')), Input::Woken]);
    assert_eq!((host.suspended, host.mouse.as_slice()), (1, &[Capture::Terminal][..]));
    let (.., left) = looped(&[Input::End(15)]);
    assert_eq!(left, Left::Signal(15));
}

#[test]
fn after_every_decision_there_is_an_effect_that_saves() {
    let mut model = playing("en", 7, &[]);
    for action in [Action::Choose(3), Action::Choose(1), Action::Undo(1), Action::Redo(1)] {
        let effects = update(&mut model, Msg::Act(action));
        assert!(matches!(effects.as_slice(), [Effect::Save { .. }]), "{action:?}: {effects:?}");
    }
    let refused = update(&mut model, Msg::Act(Action::Choose(9)));
    assert_eq!(refused, []);
}

#[test]
fn a_save_that_fails_is_told_and_play_goes_on() {
    let mut model = playing("en", 7, &[3]);
    let _ = update(&mut model, Msg::Saved(Err("disk full".to_owned())));
    assert!(model.notice.as_ref().is_some_and(|n| n.contains("disk full")));
    let _ = update(&mut model, Msg::Act(Action::Choose(1)));
    assert_eq!(model.game.expect("a game").timeline.decisions(), 2);
}

#[test]
fn a_run_of_an_edited_story_is_taken_to_the_last_moment_that_holds() {
    let story = measure();
    let mut run = Run::new(&story, 7);
    run.pack = "0000000000000000".to_owned();
    for id in ["widen", "gone_since"] {
        run.decisions.push(cermin::engine::Decision(id.to_owned(), "00000000".to_owned()));
    }
    let mut model = Model::new(Lang::new("en"), shelf(&story));
    let effects = update(&mut model, Msg::Opened { story: 0, file: 5, run: Ok(Box::new(run)) });
    let game = model.game.as_ref().expect("it can be played on");
    assert_eq!(game.timeline.decisions(), 1);
    assert!(model.notice.as_ref().is_some_and(|n| n.contains("gone_since")), "{:?}", model.notice);
    // The old file keeps its number; what goes on is a run of its own.
    assert!(matches!(effects.as_slice(), [Effect::Save { file: None, .. }]), "{effects:?}");
}

#[test]
fn a_click_on_a_number_or_on_what_a_quarter_brought_asks_why() {
    use cermin::app::{Screen, why::Subject};
    let asked = |model: &Model| match model.screen() {
        Screen::Why { subject: Subject::Sum(asked), .. } => Some(*asked),
        _ => None,
    };
    let mut all = std::collections::BTreeSet::new();
    for (width, height) in [(40, 12), (80, 24), (120, 36)] {
        let model = playing("en", 7, &[3, 1, 2, 1]);
        let (_, drawn) = draw(&model, &look(), (width, height));
        for (area, action) in &drawn.hits {
            if !matches!(action, Action::Ask(_)) {
                continue;
            }
            let mut model = playing("en", 7, &[3, 1, 2, 1]);
            assert_eq!(drawn.hit(area.x, area.y), Some(*action));
            let _ = update(&mut model, Msg::Act(*action));
            all.insert((width, asked(&model).expect("an answer to what was clicked")));
        }
    }
    let at = |wide: u16| all.iter().filter(|(width, _)| *width == wide).count();
    // One row of meters; two; and at the side all of them with the groups.
    assert!(at(40) >= 2 && at(80) >= 11 && at(120) >= 19, "{} {} {}", at(40), at(80), at(120));
}

#[test]
fn the_footer_says_who_has_the_mouse() {
    let mut model = playing("en", 7, &[3]);
    let foot =
        |model: &Model| text(&draw(model, &look(), (80, 24)).0).lines().last().unwrap_or_default().to_owned();
    assert!(!foot(&model).contains("mouse"));
    let _ = update(&mut model, Msg::Act(Action::Mouse));
    assert!(foot(&model).contains("Ctrl-O mouse: the terminal's"), "{}", foot(&model));
    let _ = update(&mut model, Msg::Act(Action::Mouse));
    assert!(!foot(&model).contains("mouse"));
}

#[test]
fn an_ending_names_the_other_chairs_of_its_country() {
    let mut model = playing("en", 7, &crate::whole());
    let told = |model: &Model| {
        let drawn = text(&draw(model, &look(), (80, 120)).0);
        let said = cermin::plain::Voice::default().news(model).join(" ");
        (drawn.contains("from another chair"), said.contains("from another chair"))
    };
    assert_eq!(told(&model), (false, false), "alone on the shelf");
    let shop = cermin::story::load(&cermin::story::source::Shelves::default(), "shop").expect("it is there");
    let shop = std::sync::Arc::new(shop.story.expect("it is good"));
    let mut other = shelf(&shop);
    model.shelf.append(&mut other);
    assert_eq!(told(&model), (true, true));
    let _ = update(&mut model, Msg::Act(Action::Undo(1)));
    assert_eq!(told(&model), (false, false), "only at the end");
}

#[test]
fn an_answer_opens_at_its_top_wherever_one_was_before() {
    use cermin::app::Screen;
    let mut model = playing("en", 7, &[3, 1, 2, 1]);
    let (_, drawn) = draw(&model, &look(), (40, 12));
    let _ = update(&mut model, Msg::Drawn(drawn.extent));
    for action in [Action::Last, Action::Why] {
        let _ = update(&mut model, Msg::Act(action));
    }
    assert!(matches!(model.screen(), Screen::Why { marked: 0, scroll: 0, .. }), "{:?}", model.screen());
}

#[test]
fn a_notice_is_seen_where_its_place_is_scrolled_away() {
    let mut model = playing("en", 7, &[3, 1, 2, 1]);
    let (_, drawn) = draw(&model, &look(), (80, 24));
    let _ = update(&mut model, Msg::Drawn(drawn.extent));
    let _ = update(&mut model, Msg::Act(Action::Last));
    model.notice = Some("That choice is locked".to_owned());
    let drawn = text(&draw(&model, &look(), (80, 24)).0);
    let rule = drawn.lines().rev().nth(1).unwrap_or_default();
    assert!(rule.contains(" That choice is locked "), "{drawn}");
}
