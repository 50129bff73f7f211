//! "The Measure" played in eight deliberate ways: what a person might mean to do, and where the rules take it.

use std::{collections::BTreeSet, sync::Arc};

use cermin::{
    app::Game,
    engine::{Run, choices, region},
    story::{Story, load, model::Stance, source::Shelves},
};

fn measure() -> Arc<Story> {
    let loaded = load(&Shelves::default(), "measure").expect("it is in the binary");
    Arc::new(loaded.story.expect("it has no error"))
}

/// A way of playing: these choices wherever they are open, else the first that leans so, else the first that is open.
struct Way {
    name: &'static str,
    schedule: &'static str,
    choices: &'static [&'static str],
    leans: &'static [Stance],
    ending: &'static str,
    region: &'static str,
}

const WAYS: &[Way] = &[
    Way {
        name: "see everything",
        schedule: "calm",
        choices: &[],
        leans: &[Stance::Watch],
        ending: "quiet",
        region: "quiet_city",
    },
    Way {
        name: "see everything while crime comes in waves",
        schedule: "wave",
        choices: &[],
        leans: &[Stance::Watch],
        ending: "cracked",
        region: "cracked_glass",
    },
    Way {
        name: "rules for everything",
        schedule: "calm",
        choices: &[],
        leans: &[Stance::Regulate, Stance::Listen],
        ending: "rules_hold",
        region: "rules_that_hold",
    },
    Way {
        name: "rules for everything, and a hard hand comes after",
        schedule: "successor",
        choices: &[],
        leans: &[Stance::Regulate],
        ending: "shield",
        region: "paper_shield",
    },
    Way {
        name: "let it grow, then cut it back in the open",
        schedule: "calm",
        choices: &[
            "print_all",
            "keep_match",
            "est_keep",
            "memo_publish",
            "mo_house",
            "uh_dated",
            "ca_terms",
            "op_publish",
            "ho_escrow",
        ],
        leans: &[Stance::Listen],
        ending: "mended",
        region: "mended",
    },
    Way {
        name: "leave things as they are",
        schedule: "calm",
        choices: &[
            "print_all",
            "est_keep",
            "memo_wait",
            "mk_hold",
            "dh_price",
            "uh_refuse",
            "ca_door",
            "op_leave",
            "ho_intact",
        ],
        leans: &[Stance::Listen],
        ending: "drawer",
        region: "drift",
    },
    Way {
        name: "refuse, and go",
        schedule: "calm",
        choices: &["est_keep", "memo_quiet", "mm_hush", "op_resign"],
        leans: &[Stance::Refuse],
        ending: "five88",
        region: "drift",
    },
    Way {
        name: "listen to whoever comes",
        schedule: "breach",
        choices: &["mo_counter"],
        leans: &[Stance::Listen, Stance::Regulate],
        ending: "rules_hold",
        region: "rules_that_hold",
    },
];

fn played(story: &Arc<Story>, way: &Way) -> Game {
    let mut run = Run::new(story, 11);
    way.schedule.clone_into(&mut run.schedule);
    let mut game = Game::resume(story.clone(), run, None, "en").expect("it begins").game;
    while !game.ended() {
        let offers = choices(story, &game.timeline.setup, &game.timeline.now().state);
        let open: Vec<_> = offers.iter().filter(|o| o.lock.is_none()).map(|o| o.choice).collect();
        let meant = open.iter().find(|c| way.choices.contains(&story.choice(**c).id.as_str()));
        let leaning = way
            .leans
            .iter()
            .find_map(|stance| open.iter().find(|c| story.choice(**c).stance == Some(*stance)));
        let choice = *meant.or(leaning).or(open.first()).expect("something is open");
        game.decide(choice).expect("it is open");
    }
    game
}

#[test]
fn eight_ways_of_playing_reach_six_regions() {
    let story = measure();
    let mut regions = BTreeSet::new();
    let mut wrong = Vec::new();
    for way in WAYS {
        let game = played(&story, way);
        let state = &game.timeline.now().state;
        let found = region(&story, &game.timeline.setup, state).expect("worked out").expect("one fits");
        let cermin::engine::Place::Ended(ending) = state.place else { panic!("{}: no ending", way.name) };
        let (ending, region) = (story.ending(ending).id.as_str(), story.region(found).id.as_str());
        if (ending, region) != (way.ending, way.region) {
            wrong.push(format!("{}: {ending} ({region})", way.name));
        }
        regions.insert(story.region(found).id.clone());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(regions.len() >= 6, "{regions:?}");
}

/// What came twice before the story opens is told once.
#[test]
fn a_shock_of_two_quarters_is_told_once() {
    let loaded = load(&Shelves::default(), "shop").expect("it is in the binary");
    let shop = Arc::new(loaded.story.expect("it has no error"));
    let mut run = Run::new(&shop, 5);
    "wave".clone_into(&mut run.schedule);
    let game = Game::resume(shop, run, None, "en").expect("it begins").game;
    let page = cermin::app::page::now(&game, &cermin::app::Lang::new("en"));
    let told = page.blocks.iter().filter(|b| format!("{b:?}").contains("Crime wave."));
    assert_eq!(told.count(), 1, "{:#?}", page.blocks);
}
