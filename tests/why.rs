//! Why: what is printed adds up, can be followed to a choice, and hides what the office does not see.

use std::sync::Arc;

use cermin::{
    app::{
        Game, Lang,
        seen::{Seen, group_seen, seen},
        why::{self, Page, Subject, Tone},
    },
    engine::{Asked, Card, Place, Point, Run, choices, groups, why as sum},
    report::transcript::{self, Format},
    story::{
        Story,
        ids::GroupId,
        load,
        model::{Cause, VarKind},
        source::Shelves,
    },
};
use proptest::prelude::*;

fn pack(name: &str) -> Arc<Story> {
    let loaded = load(&Shelves::default(), name).expect("it is in the binary");
    Arc::new(loaded.story.expect("it has no error"))
}

/// A story in the Gulf that opens at turn 8, in a folder of its own.
fn from_eight(country: &str, begins: i64) -> Arc<Story> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("later_on");
    std::fs::create_dir(&path).expect("made");
    let story = format!(
        r#"Story(id: "later_on", format: 1, world: "gulf", languages: ["en"], title: "T", chair: "C",
        turns: ({begins}, 24), country: "{country}", opens: "a", endings: [(id: "over", text: "x")],
        carried: ["rent_season"])"#
    );
    let scenes = r#"Scenes({"a": (text: "{if rent_season}Rent.{else}No rent.{end} {if happened(crime)}Crime.{end} {if fired(R20)}Creep.{end}
        {if peak(reach) > 300}High.{end}", choices: [
        (id: "rest", when: "trust >= 990 and (chosen(go) or peak(reach) > 5)", text: "Rest", goto: "end"),
        (id: "go", text: "Go", goto: "end")])})"#;
    std::fs::write(path.join("story.ron"), story).expect("written");
    std::fs::write(path.join("scenes.ron"), scenes).expect("written");
    let loaded = load(&Shelves::default(), &path.display().to_string()).expect("it is read");
    Arc::new(loaded.story.unwrap_or_else(|| panic!("{:#?}", loaded.findings.diagnostics)))
}

/// A play of so many decisions, each the n-th open choice of its scene.
fn play(story: &Arc<Story>, run: Run, decisions: usize, dice: u64) -> Game {
    let mut game = Game::resume(story.clone(), run, None, "en").expect("it begins").game;
    let mut dice = dice | 1;
    for _ in 0..decisions {
        let offers = choices(story, &game.timeline.setup, &game.timeline.now().state);
        let open: Vec<_> = offers.iter().filter(|o| o.lock.is_none()).collect();
        if open.is_empty() {
            break;
        }
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let n = usize::try_from(dice >> 33).expect("64 bits") % open.len();
        game.decide(open[n].choice).expect("it is open");
    }
    game
}

fn run(story: &Story, schedule: &str, preset: &str) -> Run {
    let mut run = Run::new(story, 7);
    schedule.clone_into(&mut run.schedule);
    preset.clone_into(&mut run.preset);
    run
}

/// Tenths of a printed number; its sign, comma or point left out of account.
fn tenths(amount: &str) -> i64 {
    let digits: String = amount.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
    digits.parse().unwrap_or_else(|_| panic!("«{amount}» is no number"))
}

/// Start, parts and total of a printed sum.
fn printed(page: &Page) -> (i64, i64) {
    let numbers: Vec<(Tone, i64)> =
        page.rows.iter().filter(|r| !r.amount.is_empty()).map(|r| (r.tone, tenths(&r.amount))).collect();
    let parts = numbers.iter().filter(|(tone, _)| *tone != Tone::Total).map(|(_, n)| n).sum();
    let total = numbers.iter().find(|(tone, _)| *tone == Tone::Total).expect("a total").1;
    (parts, total)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_printed_sum_is_the_value_to_the_tenth(
        dice in any::<u64>(), decisions in 0_usize..27, schedule in 0_usize..5, preset in 0_usize..3, back in 0_i64..8,
        indonesian in any::<bool>(),
    ) {
        let story = pack("measure");
        let run = run(&story, &story.schedules[schedule].id, &story.presets[preset].id);
        let game = play(&story, run, decisions, dice);
        let lang = Lang::new(if indonesian { "id" } else { "en" });
        let now = why::here(&game);
        let turn = game.timeline.now().state.turn();
        for point in [now, Point::Turn((turn - back).max(0))] {
            let (state, _) = game.timeline.at(point);
            for (var, record) in story.vars() {
                let told = sum(&story, &game.timeline, Asked::Var(var), point).expect("worked out");
                prop_assert_eq!(told.value, state.value(var), "{}", &record.id);
                prop_assert_eq!(told.start + told.lines.iter().map(|l| l.amount).sum::<i64>(), told.value);
                let asked = matches!(record.kind, VarKind::Meter | VarKind::Derived | VarKind::Stock);
                let page = why::page(&game, Subject::Sum(Asked::Var(var)), point, &lang);
                if asked && matches!(seen(&game, state, var), Seen::Exact(_)) {
                    let (parts, total) = printed(&page);
                    prop_assert_eq!(parts, total, "{}", &record.id);
                    prop_assert_eq!(total, state.value(var));
                }
            }
            for (group, value) in groups(&story, &game.timeline.setup, state).expect("worked out") {
                let told = sum(&story, &game.timeline, Asked::Group(group), point).expect("worked out");
                prop_assert_eq!(told.start + told.lines.iter().map(|l| l.amount).sum::<i64>(), value);
                let page = why::page(&game, Subject::Sum(Asked::Group(group)), point, &lang);
                match group_seen(&game, state, group) {
                    Seen::Exact(seen) => {
                        prop_assert_eq!(seen, value);
                        prop_assert_eq!(printed(&page), (value, value));
                    }
                    Seen::Between(low, high) => {
                        prop_assert!(low <= value && value <= high);
                        prop_assert!(page.rows.iter().all(|r| !r.amount.contains(|c: char| c.is_ascii_digit())));
                    }
                    Seen::Hidden => prop_assert!(false, "no group of the Gulf is hidden"),
                }
            }
        }
    }

    #[test]
    fn while_a_play_is_on_nothing_says_what_the_office_sees_in_a_band(dice in any::<u64>(), decisions in 1_usize..24) {
        let story = pack("measure");
        let game = play(&story, run(&story, "calm", ""), decisions, dice);
        prop_assume!(!game.ended());
        let now = &game.timeline.now().state;
        let fairness = story.var_named("fairness").expect("a meter");
        prop_assume!(matches!(seen(&game, now, fairness), Seen::Between(..)));
        let lang = Lang::new("en");
        let index = why::page(&game, Subject::Index, why::here(&game), &lang);
        let row = index.rows.iter().find(|r| r.text == "Fairness").expect("it is asked about");
        prop_assert!(row.amount.contains('-'), "{}", &row.amount);
        let page = why::page(&game, Subject::Sum(Asked::Var(fairness)), why::here(&game), &lang);
        prop_assert!(page.rows.iter().all(|r| !r.amount.contains(|c: char| c.is_ascii_digit())));
        let json: serde_json::Value =
            serde_json::from_str(&transcript::write(&game, &lang, Format::Json, None)).expect("JSON");
        let last = json["moments"].as_array().expect("rows").last().expect("one");
        prop_assert!(last["values"]["fairness"]["low"].is_i64());
        prop_assert!(last["values"]["scope"].is_null() && last["values"]["contract"].is_null());
        let told = last["contributions"].as_array().expect("rows");
        prop_assert!(told.iter().all(|c| c["to"] != "fairness" && c["to"] != "scope" && c["to"] != "errors"));
        prop_assert!(json["why"].as_array().expect("rows").iter().all(|w| w["of"] != "fairness"));
    }
}

#[test]
fn at_the_end_everything_is_told_and_trust_twice() {
    let story = pack("measure");
    let game = play(&story, run(&story, "calm", ""), 40, 5);
    assert!(game.ended());
    let lang = Lang::new("en");
    let json: serde_json::Value =
        serde_json::from_str(&transcript::write(&game, &lang, Format::Json, None)).expect("JSON");
    let last = json["moments"].as_array().expect("rows").last().expect("one");
    assert!(last["values"]["fairness"].is_i64() && last["values"]["scope"].is_i64());
    let by_post = json["figures"]["by_post"].as_i64().expect("a figure");
    let value = |id: &str| last["values"][id].as_i64().expect("a number");
    let process = (value("fairness") * 2 + value("privacy") + value("voice")) / 4;
    assert_eq!(by_post, value("trust") - (1000 - value("voice")) * (500 - process).max(0) / 1000);
    let text = transcript::write(&game, &lang, Format::Text, None);
    assert!(text.contains("Trust, as measured: "), "{text}");
}

#[test]
fn an_error_log_that_is_published_lifts_the_band() {
    let story = pack("measure");
    let mut game = play(&story, run(&story, "calm", ""), 0, 1);
    let fairness = story.var_named("fairness").expect("a meter");
    let mut hidden = false;
    loop {
        let state = &game.timeline.now().state;
        let published = state.value(story.var_named("log_published").expect("a flag")) != 0;
        match seen(&game, state, fairness) {
            Seen::Exact(_) => assert!(published || game.ended()),
            Seen::Between(low, high) => {
                assert!(!published && low <= state.value(fairness) && state.value(fairness) <= high);
                hidden = true;
            }
            Seen::Hidden => panic!("a meter is never hidden altogether"),
        }
        if published {
            break;
        }
        let offers = choices(&story, &game.timeline.setup, state);
        let publish = offers.iter().find(|o| story.choice(o.choice).id == "memo_publish");
        let choice =
            publish.or_else(|| offers.iter().find(|o| o.lock.is_none())).expect("one is open").choice;
        game.decide(choice).expect("it is open");
    }
    assert!(hidden);
}

/// Follows the first row that leads to a subject of a kind.
fn follow(game: &Game, page: &Page, wanted: impl Fn(Subject) -> bool) -> Option<Page> {
    let lead = page.rows.iter().filter_map(|r| r.follow).find(|(subject, _)| wanted(*subject))?;
    Some(why::page(game, lead.0, lead.1, &Lang::new("en")))
}

#[test]
fn a_cause_can_be_followed_to_the_choice_that_fed_it() {
    let story = pack("measure");
    let mut game = play(&story, run(&story, "calm", ""), 0, 1);
    for id in ["widen", "w_keep_list"] {
        let choice = cermin::engine::find(&story, &game.timeline, id).expect("it is here");
        game.decide(choice).expect("it is open");
    }
    let order = story.var_named("order").expect("a meter");
    let lang = Lang::new("en");
    let page = why::page(&game, Subject::Sum(Asked::Var(order)), why::here(&game), &lang);
    let bite = |s: Subject| matches!(s, Subject::Part(_, Cause::Rule(r)) if story.rule(r).id == "R05");
    let part = follow(&game, &page, bite).expect("stakes bite");
    let entry = follow(&game, &part, |s| matches!(s, Subject::Entry(_))).expect("a quarter of it");
    let stakes =
        entry.rows.iter().find(|r| r.text.starts_with("Stakes: You chose: ")).expect("the lever's mover");
    assert!(stakes.text.contains("Widen the Measure"), "{}", stakes.text);
    let (subject, point) = stakes.follow.expect("it leads on");
    let choice = why::page(&game, subject, point, &lang);
    assert!(choice.rows.iter().any(|r| r.text.contains("Issen Dravel")), "who pays is told: {choice:#?}");
}

#[test]
fn a_lock_is_a_tree_with_the_distance_to_each_leaf() {
    let story = from_eight("kaveren", 8);
    let game = play(&story, run(&story, "mixed", ""), 0, 1);
    let lang = Lang::new("en");
    let index = why::page(&game, Subject::Index, why::here(&game), &lang);
    let page = follow(&game, &index, |s| matches!(s, Subject::Condition(_))).expect("a lock");
    let rows: Vec<(usize, Tone, String)> =
        page.rows.iter().map(|r| (r.depth, r.tone, r.text.clone())).collect();
    assert_eq!((rows[0].0, rows[0].1, rows[0].2.as_str()), (0, Tone::Fails, "all of these"));
    assert!(rows[1].1 == Tone::Fails && rows[1].2.starts_with("Trust >= 99.0 (it is "), "{rows:?}");
    let trust = game.timeline.now().state.value(story.var_named("trust").expect("a meter"));
    let missing = 990 - trust;
    assert!(rows[1].2.ends_with(&format!("{}.{} missing)", missing / 10, missing % 10)), "{rows:?}");
    assert_eq!((rows[2].0, rows[2].1, rows[2].2.as_str()), (1, Tone::Holds, "one of these is enough"));
    assert_eq!((rows[3].0, rows[3].1), (2, Tone::Fails));
    assert_eq!((rows[4].0, rows[4].1), (2, Tone::Holds));
}

#[test]
fn every_other_storylet_of_a_deck_has_a_reason() {
    let story = pack("measure");
    let mut game = play(&story, run(&story, "calm", ""), 0, 3);
    while story
        .deck(cermin::story::ids::DeckId::new(1))
        .storylets
        .iter()
        .all(|s| game.timeline.now().state.place != Place::Scene(*s))
    {
        let offers = choices(&story, &game.timeline.setup, &game.timeline.now().state);
        let open = offers.iter().find(|o| o.lock.is_none()).expect("one is open").choice;
        game.decide(open).expect("it is open");
    }
    let Place::Scene(here) = game.timeline.now().state.place else { panic!("in a scene") };
    let deck = story.scene(here).storylet.as_ref().expect("a storylet").deck;
    let page = why::page(&game, Subject::Deck, why::here(&game), &Lang::new("en"));
    assert_eq!(page.rows.len(), story.deck(deck).storylets.len() - 1);
    assert!(
        page.rows.iter().any(|r| r.text.ends_with("its condition does not hold") && r.follow.is_some()),
        "{page:#?}"
    );
    assert!(page.rows.iter().any(|r| r.text.contains("the draw fell on this one")), "{page:#?}");
}

#[test]
fn a_consequence_that_lapsed_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lapse");
    std::fs::create_dir(&path).expect("made");
    std::fs::write(
        path.join("world.ron"),
        r#"World(id: "w", format: 1, languages: ["en"],
        meters: [(id: "trust", name: "Trust", start: 400)])"#,
    )
    .expect("written");
    std::fs::write(
        path.join("story.ron"),
        r#"Story(id: "lapse", format: 1, world: "w", languages: ["en"], title: "T", chair: "C",
        turns: (0, 4), opens: "a", endings: [(id: "over", text: "x")])"#,
    )
    .expect("written");
    std::fs::write(path.join("scenes.ron"), r#"Scenes({
        "a": (text: "x", choices: [(id: "go", text: "Go", goto: "b", later: [(id: "thanks", after: 1, when: "trust >= 500",
            text: "Thanks.", foreshadow: "Somebody may thank you.")])]),
        "b": (turn: 3, text: "y", choices: [(id: "on", text: "On", goto: "end")])})"#).expect("written");
    let loaded = load(&Shelves::default(), &path.display().to_string()).expect("it is read");
    let story = Arc::new(loaded.story.unwrap_or_else(|| panic!("{:#?}", loaded.findings.diagnostics)));
    let game = play(&story, Run::new(&story, 1), 1, 1);
    let lang = Lang::new("en");
    let index = why::page(&game, Subject::Index, why::here(&game), &lang);
    let page = follow(&game, &index, |s| matches!(s, Subject::Lapsed(..))).expect("what lapsed");
    let text: Vec<&str> = page.rows.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(text[0], "Somebody may thank you.");
    assert!(text[1].contains("You chose: Go"), "{text:?}");
    assert!(text[3].starts_with("Trust >= 50.0 (it is 40.0; 10.0 missing)"), "{text:?}");
}

/// What was lived before counts as if it had been lived here.
#[test]
fn a_story_begun_from_a_card_goes_on_from_its_history() {
    let measure = pack("measure");
    let lived = play(&measure, run(&measure, "mixed", "mostly_harms"), 40, 9);
    let card = Card::of(&measure, &lived.timeline, None);
    let story = from_eight("kaveren", 8);
    let mut run = Run::new(&story, 3);
    run.begin_from(&card, &story).expect("a card of this country");
    let game = play(&story, run.clone(), 0, 1);
    let (then, _) = lived.timeline.at(Point::Turn(8));
    let now = &game.timeline.now().state;
    assert_eq!(now.turn(), 8);
    for (var, record) in story.vars().filter(|(_, v)| v.owner == cermin::story::model::Owner::World) {
        let theirs = measure.var_named(&record.id).expect("the same world");
        if record.kind != VarKind::Flag {
            assert_eq!(now.value(var), then.value(theirs), "{}", record.id);
        }
    }
    let text = game.story.clone();
    let page = cermin::app::page::now(&game, &Lang::new("en"));
    let prose = format!("{:?}", page.blocks);
    assert!(prose.contains("Crime."), "a crime wave came at turn 6 of that history: {prose}");
    assert_eq!(prose.contains("No rent."), !card.flags.contains(&"rent_season".to_owned()));
    assert!(prose.contains("High."), "the peak is of the whole history");
    // Both go on alike under the same levers.
    let mut other = game.clone();
    other.decide(cermin::engine::find(&text, &other.timeline, "go").expect("open")).expect("played");
    assert_eq!(other.run.preset, "mostly_harms");
    // The run carries what it took: read back, it is the same play.
    let again = Game::resume(story.clone(), other.run.clone(), None, "en").expect("it begins").game;
    assert_eq!(again.timeline, other.timeline);
}

#[test]
fn a_card_of_another_country_brings_its_flags_alone() {
    let measure = pack("measure");
    let mut game = play(&measure, run(&measure, "calm", ""), 0, 1);
    game.decide(cermin::engine::find(&measure, &game.timeline, "widen").expect("open")).expect("played");
    let card = Card::of(&measure, &game.timeline, None);
    let story = from_eight("marlune", 8);
    let mut run = Run::new(&story, 3);
    run.begin_from(&card, &story).expect("flags are always welcome");
    let game = play(&story, run, 0, 1);
    assert!(format!("{:?}", cermin::app::page::now(&game, &Lang::new("en")).blocks).contains("Rent."));
    let plain = play(&story, Run::new(&story, 3), 0, 1);
    let order = story.var_named("order").expect("a meter");
    assert_eq!(game.timeline.now().state.value(order), plain.timeline.now().state.value(order));
}

#[test]
fn a_card_that_is_too_short_or_of_another_world_is_refused() {
    let measure = pack("measure");
    let game = play(&measure, run(&measure, "calm", ""), 1, 1);
    let mut card = Card::of(&measure, &game.timeline, None);
    let story = from_eight("kaveren", 8);
    let refused = Run::new(&story, 3).begin_from(&card, &story).expect_err("it ends at turn 1");
    assert_eq!(refused.to_string(), "this card ends at turn 1; the story begins at turn 8");
    card.world = "moon".to_owned();
    let refused = Run::new(&story, 3).begin_from(&card, &story).expect_err("another world");
    assert_eq!(refused.to_string(), "this card is of the world `moon`; this story plays in `gulf`");
}

#[test]
fn words_ask_about_what_they_name() {
    let story = pack("measure");
    let game = play(&story, run(&story, "calm", ""), 3, 1);
    let trust = story.var_named("trust").expect("a meter");
    for word in ["trust", "Trust", "tru"] {
        assert_eq!(why::find(&game, word), Some(Subject::Sum(Asked::Var(trust))), "{word}");
    }
    assert_eq!(why::find(&game, "river"), Some(Subject::Sum(Asked::Group(GroupId::new(2)))));
    assert_eq!(why::find(&game, "scope"), None, "what is hidden cannot be asked about");
    assert_eq!(why::find(&game, "dread"), None);
    assert_eq!(why::find(&game, ""), Some(Subject::Index));
}
