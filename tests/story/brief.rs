//! The brief way through a decision: it comes to what the long way comes to.

use crate::{
    laws::{follows, played},
    packs::{Dice, story},
};
use cermin::{
    engine::{Place, Quick},
    story::Story,
};
use proptest::prelude::*;

proptest! {
    /// Where a turn is only what can be done at once, plays that nobody watches take another way through it.
    #[test]
    fn the_brief_way_comes_to_what_the_long_way_comes_to(seed in any::<u64>()) {
        let story = brief_story(seed);
        prop_assert!(story.flat.choices.iter().all(|choice| choice.brief.is_some()));
        let watched = played(&story, seed);
        prop_assert!(matches!(watched.now().state.place, Place::Ended(_)));
        let mut quick = Quick::with_ledger(&story, watched.setup.clone()).expect("it begins");
        quick.restart(watched.setup.seed).expect("it begins");
        for moment in watched.moments() {
            follows(&mut quick, moment, &watched);
        }
    }
}

/// So many of something, as RON writes a list.
pub(crate) fn list(count: u64, one: impl FnMut(u64) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(", ")
}

fn brief_adds(dice: &mut Dice) -> String {
    list(dice.roll(4), |_| {
        let sign = if dice.roll(2) == 0 { "+" } else { "-" };
        format!("\"m{} {sign}= {}\"", dice.roll(3), dice.roll(40))
    })
}

fn brief_condition(dice: &mut Dice) -> String {
    let (one, other, low, high) = (dice.roll(3), dice.roll(3), dice.roll(100), dice.roll(100));
    if dice.roll(2) == 0 {
        format!("m{one} > {low}")
    } else {
        format!("m{one} < {high} and m{other} >= {low}")
    }
}

fn brief_scene(dice: &mut Dice, n: u64) -> String {
    let events = list(dice.roll(3), |e| {
        let (wins, of, adds) = (1 + dice.roll(3), 4 + dice.roll(3), brief_adds(dice));
        format!("(id: \"e{n}_{e}\", chance: ({wins}, {of}), text: \"It came.\", do: [{adds}])")
    });
    let goto = if n == 3 { "end".to_owned() } else { format!("s{}", n + 1) };
    let choices = list(3, |c| {
        let when = if c == 0 { String::new() } else { format!("when: \"{}\", ", brief_condition(dice)) };
        let adds = brief_adds(dice);
        format!("(id: \"s{n}_{c}\", text: \"Do {c}\", {when}do: [{adds}], goto: \"{goto}\")")
    });
    let turn = 2 * n;
    format!("\"s{n}\": (turn: {turn}, events: [{events}], text: \"Scene {n}.\", choices: [{choices}])")
}

/// A story of three meters whose turns are all [`brief`](cermin::story::model::Flat::brief): rules that are ranges,
/// amounts that stand fixed and often run into a bound, events drawn by chance alone.
fn brief_story(seed: u64) -> Story {
    let mut dice = Dice::new(seed);
    let meters = list(3, |n| format!("(id: \"m{n}\", name: \"M{n}\", start: {}, max: 100)", dice.roll(101)));
    let rules = list(dice.roll(9), |n| {
        let (when, then) = (brief_condition(&mut dice), brief_adds(&mut dice));
        format!("(id: \"r{n}\", name: \"R{n}\", when: \"{when}\", then: [{then}], because: \"So.\")")
    });
    let scenes = list(4, |n| brief_scene(&mut dice, n));
    let first = brief_condition(&mut dice);
    let world = format!("World(id: \"w\", format: 1, languages: [\"en\"], point: 1, meters: [{meters}])");
    let about = format!(
        "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"B\", chair: \"C\", turns: (0, 9), \
         opens: \"s0\", endings: [(id: \"first\", when: \"{first}\", text: \"One.\"), (id: \"last\", text: \"Two.\")])"
    );
    let (rules, scenes) = (format!("Rules([{rules}])"), format!("Scenes({{{scenes}}})"));
    story(&[("world.ron", &world), ("rules.ron", &rules), ("story.ron", &about), ("scenes.ron", &scenes)])
}
