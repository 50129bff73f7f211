//! Ends that are in reach by choices that are always open: seen from the map, decks and all.

use std::sync::atomic::AtomicU64;

use crate::packs::story;
use cermin::{
    engine::Setup,
    lab::{Limits, Means, Verdict, prove},
    story::Story,
};

/// A street of two doors, drawn in any order, and a way home; with the choices of the second door as they are given.
fn street(door: &str) -> Story {
    story(&[
        (
            "world.ron",
            r#"World(id: "w", format: 1, languages: ["en"], meters: [(id: "calm", name: "Calm", start: 500)])"#,
        ),
        (
            "story.ron",
            r#"Story(id: "demo", format: 1, world: "w", languages: ["en"], title: "T", chair: "C", turns: (0, 2), opens: "a",
                claims: [CanAlwaysEnd], endings: [(id: "over", text: "x")], decks: {"doors": (draw: (1, 2), then: "home")})"#,
        ),
        (
            "scenes.ron",
            &format!(
                r#"Scenes({{"a": (text: "x", choices: [(id: "out", text: "O", goto: "doors")]),
                "one": (storylet: (deck: "doors"), text: "x", choices: [(id: "knock", text: "K", goto: "return")]),
                "two": (storylet: (deck: "doors"), text: "x", choices: [{door}]),
                "home": (text: "x", choices: [(id: "sleep", text: "S", goto: "end")])}})"#
            ),
        ),
    ])
}

/// What is said of it where only two states may be looked at.
fn said(story: &Story) -> Verdict {
    let setup = Setup::new(story, 0, "", "").expect("the defaults");
    let limits = Limits { states: 2, bytes: 1 << 20, threads: 1 };
    prove(story, &setup, limits, &AtomicU64::new(0)).expect("it begins").verdicts[0].clone()
}

#[test]
fn where_a_choice_is_open_everywhere_every_play_can_end() {
    let open = street(r#"(id: "ring", text: "R", goto: "return")"#);
    assert_eq!(said(&open), Verdict::Proved(Means::Bounds, None));
}

#[test]
fn a_door_that_may_be_locked_proves_nothing() {
    let locked = street(r#"(id: "ring", text: "R", when: "calm * 2 > 900", goto: "return")"#);
    assert_ne!(said(&locked), Verdict::Proved(Means::Bounds, None));
}

#[test]
fn a_door_that_leads_back_to_the_street_for_ever_proves_nothing() {
    let round = street(r#"(id: "ring", text: "R", goto: "a")"#);
    assert_ne!(said(&round), Verdict::Proved(Means::Bounds, None));
}
