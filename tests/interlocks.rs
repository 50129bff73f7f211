//! The three chairs of the Gulf: what one history decided is carried to another by a world card, and can be read there.

use std::{collections::BTreeSet, sync::Arc};

use cermin::{
    app::Game,
    engine::{Card, Place, Run, Setup, State, Timeline, choices, read},
    story::{
        Story,
        ids::{ChoiceId, EventId, LaterId, SceneId, TextId},
        load,
        model::{Owner, VarKind},
        source::Shelves,
    },
};

const CHAIRS: [&str; 3] = ["measure", "shop", "lanterns"];

fn pack(name: &str) -> Arc<Story> {
    let loaded = load(&Shelves::default(), name).expect("it is in the binary");
    Arc::new(loaded.story.expect("it has no error"))
}

/// A play to its end, each decision the n-th of those that are open; at most so many.
fn lived(story: &Arc<Story>, run: Run, most: usize, dice: u64) -> Game {
    let mut game = Game::resume(story.clone(), run, None, "en").expect("it begins").game;
    let mut dice = dice | 1;
    for _ in 0..most {
        let offers = choices(story, &game.timeline.setup, &game.timeline.now().state);
        let open: Vec<_> = offers.iter().filter(|o| o.lock.is_none()).collect();
        if open.is_empty() {
            break;
        }
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let chosen = open[usize::try_from(dice % open.len() as u64).expect("small")].choice;
        game.decide(chosen).expect("it is open");
    }
    game
}

/// The flags that the story itself can set: those that a choice, scene or consequence of it writes.
fn sets(story: &Story) -> BTreeSet<String> {
    let written = story.effects.iter().map(|e| story.var(e.var));
    written.filter(|v| v.kind == VarKind::Flag).map(|v| v.id.clone()).collect()
}

/// The story's own flags; the world's are read by the world's rules.
fn has(story: &Story) -> BTreeSet<String> {
    let own = |v: &&cermin::story::model::Var| v.kind == VarKind::Flag && v.owner == Owner::Story;
    story.vars.iter().filter(own).map(|v| v.id.clone()).collect()
}

/// Every text of the story that a state reads.
fn everything(story: &Story, setup: &Setup, state: &State) -> Vec<String> {
    let scenes = (0..story.scenes.len()).map(|n| story.scene(SceneId::new(n)).text);
    let outcomes = (0..story.choices.len()).filter_map(|n| story.choice(ChoiceId::new(n)).outcome);
    let events = (0..story.events.len()).filter_map(|n| story.event(EventId::new(n)).text);
    let laters = (0..story.laters.len()).filter_map(|n| story.later(LaterId::new(n)).text);
    let endings = story.endings.iter().map(|e| e.text);
    let all: Vec<TextId> = scenes.chain(outcomes).chain(events).chain(laters).chain(endings).collect();
    let text = |id| read(story, setup, state, id, 0).map(|passage| passage.plain()).unwrap_or_default();
    all.into_iter().map(text).collect()
}

/// Each of the six ways from one chair to another: the card is taken, and a history of the same country goes on.
#[test]
fn every_chair_can_be_taken_after_every_other() {
    let stories = CHAIRS.map(pack);
    for (from, earlier) in stories.iter().enumerate() {
        let before = lived(earlier, Run::new(earlier, 5), 60, 77);
        assert!(matches!(before.timeline.now().state.place, Place::Ended(_)), "{}", CHAIRS[from]);
        let card = Card::of(earlier, &before.timeline, None);
        for (to, later) in stories.iter().enumerate().filter(|(to, _)| *to != from) {
            let way = format!("from {} to {}", CHAIRS[from], CHAIRS[to]);
            let mut run = Run::new(later, 8);
            run.begin_from(&card, later).unwrap_or_else(|e| panic!("{way}: {e}"));
            let after = lived(later, run, 60, 78);
            assert!(matches!(after.timeline.now().state.place, Place::Ended(_)), "{way}");
            let start = &after.timeline.start;
            for flag in &card.flags {
                // What the world itself holds is as it was at that turn of the same country's history.
                let ours = |var| {
                    later.var(var).owner == Owner::Story || later.about.country != earlier.about.country
                };
                if let Some(var) = later.var_named(flag).filter(|var| ours(*var)) {
                    assert_eq!(start.value(var), 1, "{way}: {flag}");
                }
            }
            if later.about.country == earlier.about.country {
                let world = later.vars().filter(|(_, v)| v.owner == Owner::World && v.kind == VarKind::Meter);
                let row = card.turns.get(&later.about.turns.0).expect("that turn was lived through");
                for (var, record) in world {
                    assert_eq!(Some(&start.value(var)), row.get(&record.id), "{way}: {}", record.id);
                }
            }
        }
    }
}

/// A flag that one of the three sets and another only reads changes some text there.
#[test]
fn what_one_chair_decided_is_felt_in_the_others() {
    let stories = CHAIRS.map(pack);
    let mut felt = BTreeSet::new();
    for (from, earlier) in stories.iter().enumerate() {
        for (to, later) in stories.iter().enumerate().filter(|(to, _)| *to != from) {
            let own = sets(later);
            for flag in sets(earlier).intersection(&has(later)).filter(|f| !own.contains(*f)) {
                let var = later.var_named(flag).expect("it has it");
                let setup = Setup::new(later, 8, "", "").expect("a setup");
                let plain = Timeline::begin(later, setup.clone()).expect("it begins").now().state.clone();
                let mut carried = plain.clone();
                carried.set(cermin::story::model::slot_of(var), 1);
                let reads = everything(later, &setup, &plain) != everything(later, &setup, &carried);
                assert!(reads, "`{flag}` of {} is in no text of {}", CHAIRS[from], CHAIRS[to]);
                felt.insert((CHAIRS[from], CHAIRS[to], flag.clone()));
            }
        }
    }
    let ways: BTreeSet<_> = felt.iter().map(|(from, to, _)| (*from, *to)).collect();
    assert_eq!(ways, BTreeSet::from([("measure", "shop"), ("measure", "lanterns")]), "{felt:#?}");
}
