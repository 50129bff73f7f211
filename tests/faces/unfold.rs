//! Text that unfolds, without a terminal: what is there is in its place, and time and keys bring the rest.

use cermin::app::{Action, Model, Msg, Pace, update};
use proptest::prelude::*;

use super::{draw, look, playing, text};

fn unfolding(decided: &[usize], pace: Pace) -> Model {
    let mut model = playing("en", 7, decided);
    model.settings.pace = pace;
    let _ = update(&mut model, Msg::Clock);
    let _ = update(&mut model, Msg::Act(Action::Choose(1)));
    model
}

fn tell(model: &mut Model, size: (u16, u16)) -> String {
    let (terminal, drawn) = draw(model, &look(), size);
    let _ = update(model, Msg::Drawn(drawn.extent));
    text(&terminal)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_has_unfolded_stands_where_it_stays(
        ticks in prop::collection::vec(0..700_u64, 1..12), width in 40..130_u16, height in 12..40_u16,
    ) {
        let mut done = playing("en", 7, &[3, 1]);
        let whole = tell(&mut done, (width, height));
        let mut model = unfolding(&[3], Pace::Middling);
        let mut before = 0;
        for ms in ticks {
            let shown = tell(&mut model, (width, height));
            let letters = shown.chars().filter(|c| !c.is_whitespace()).count();
            prop_assert!(letters >= before, "nothing that was there goes");
            before = letters;
            // The hint that there is more below stands on the rule, whatever has unfolded.
            for (row, last) in shown.lines().zip(whole.lines()).take(usize::from(height) - 2) {
                for (here, there) in row.chars().zip(last.chars()) {
                    prop_assert!(here == ' ' || here == there, "{shown}\n{whole}");
                }
            }
            let _ = update(&mut model, Msg::Tick(ms));
        }
        let _ = update(&mut model, Msg::Tick(1_000_000));
        prop_assert_eq!(tell(&mut model, (width, height)), whole);
    }
}

#[test]
fn where_nobody_tells_the_time_everything_is_there() {
    let mut model = playing("en", 7, &[3, 1]);
    assert!(!model.moving.waits());
    assert!(tell(&mut model, (80, 60)).contains("gives"));
}

#[test]
fn enter_is_deaf_for_a_moment_after_the_text_and_time_makes_it_hear() {
    let mut model = unfolding(&[3], Pace::Slow);
    let _ = tell(&mut model, (80, 60));
    let decided = |model: &Model| model.game.as_ref().map_or(0, |g| g.timeline.decisions());
    let before = decided(&model);
    for _ in 0..2 {
        let _ = update(&mut model, Msg::Act(Action::Confirm));
        let _ = tell(&mut model, (80, 60));
        assert_eq!(decided(&model), before);
    }
    let _ = update(&mut model, Msg::Tick(200));
    assert!(!model.moving.waits(), "nothing wakes an idle screen");
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    assert_eq!(decided(&model), before + 1);
}

#[test]
fn at_once_means_at_once() {
    let mut model = unfolding(&[3], Pace::Instant);
    assert!(!model.moving.unfolds());
    assert!(tell(&mut model, (80, 60)).contains("gives"));
}

#[test]
fn a_key_that_is_held_down_takes_nothing_however_long() {
    let mut model = unfolding(&[3], Pace::Fast);
    let decided = |model: &Model| model.game.as_ref().map_or(0, |g| g.timeline.decisions());
    let before = decided(&model);
    for _ in 0..60 {
        let _ = tell(&mut model, (80, 60));
        let _ = update(&mut model, Msg::Tick(33));
        let _ = update(&mut model, Msg::Act(Action::Confirm));
    }
    assert_eq!(decided(&model), before);
    let _ = update(&mut model, Msg::Tick(200));
    let _ = update(&mut model, Msg::Act(Action::Confirm));
    assert_eq!(decided(&model), before + 1, "let go and pressed again");
}

#[test]
fn what_was_taken_back_and_what_was_told_in_lines_does_not_unfold_again() {
    use cermin::app::model::Shown;
    let mut model = unfolding(&[3], Pace::Slow);
    assert!(model.moving.unfolds());
    let _ = update(&mut model, Msg::Tick(1_000_000));
    let _ = tell(&mut model, (80, 60));
    for action in [Action::Undo(1), Action::Choose(1)] {
        let _ = update(&mut model, Msg::Act(action));
    }
    assert!(!model.moving.unfolds(), "it was read");
    let _ = update(&mut model, Msg::Shown(Shown::Lines));
    let _ = update(&mut model, Msg::Act(Action::Choose(1)));
    assert!(!model.moving.waits(), "lines know no time");
    let _ = update(&mut model, Msg::Shown(Shown::Screen));
    let _ = update(&mut model, Msg::Clock);
    for action in [Action::Undo(1), Action::Choose(1)] {
        let _ = update(&mut model, Msg::Act(action));
    }
    assert!(!model.moving.unfolds(), "it was told in lines");
}
