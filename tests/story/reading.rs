//! Texts read out for thousands of plays: they say what a player reads, and the choices are those a player has.

use crate::{
    brief::list,
    laws::played,
    packs::{Dice, story},
};
use cermin::{
    engine::{Moment, Paragraph, Place, Quick, Timeline, choices, read},
    story::{
        Story,
        ids::{ChoiceId, TextId},
        prose::Cue,
    },
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_quick_play_reads_what_a_player_reads(seed in any::<u64>()) {
        let story = told_story(seed);
        let watched = played(&story, seed);
        let mut quick = Quick::new(&story, watched.setup.clone()).expect("it begins");
        quick.restart(watched.setup.seed).expect("it begins");
        let mut before = watched.now();
        for moment in watched.moments() {
            if let Some(choice) = moment.by {
                let mut outcome = Vec::new();
                quick.read_outcome(choice, &mut outcome).expect("it reads");
                let texts: Vec<TextId> = story.choice(choice).outcome.into_iter().collect();
                prop_assert_eq!(lines(outcome), told(&story, &watched, before, &texts));
                quick.decide(choice).expect("it is open");
            }
            before = moment;
            let (mut page, mut again) = (Vec::new(), Vec::new());
            quick.read(&mut page).expect("it reads");
            let open = quick.open().expect("it can be worked out").to_vec();
            quick.read(&mut again).expect("it reads");
            prop_assert_eq!(&page, &again);
            let (texts, offered) = here(&story, &watched, moment);
            prop_assert_eq!(open, offered);
            prop_assert_eq!(lines(page), told(&story, &watched, moment, &texts));
        }
    }
}

#[test]
fn what_is_read_without_a_break_is_one_cue() {
    let scenes = "Scenes({\"a\": (text: \"Of {m} men.{if m > 40} All came.{end}\", choices: [(id: \"out\", text: \
                  \"Go\", goto: \"end\")])})";
    let story = story(&[
        ("world.ron", "World(id: \"w\", format: 1, languages: [\"en\"], meters: [(id: \"m\", name: \"M\")])"),
        (
            "story.ron",
            "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"B\", chair: \"C\", turns: (0, \
             9), opens: \"a\", endings: [(id: \"last\", text: \"L\")])",
        ),
        ("scenes.ron", scenes),
    ]);
    let letters = |(from, to): (u32, u32)| story.texts.letters(from, to).to_owned();
    let cues = story.flat.cues.iter().map(|cue| match *cue {
        Cue::Last(from, to) => format!("last {:?}", letters((from, to))),
        Cue::Letters(from, to) => format!("letters {:?}", letters((from, to))),
        Cue::Number { letters: run, points, .. } => {
            format!("number after {:?}, points {points}", letters(run))
        }
        Cue::Unless { over, .. } => format!("unless over {over}"),
    });
    let expected = [
        "number after \"Of \", points true",
        "unless over 1",
        "last \" men. All came.\\n\"",
        "letters \" men.\"",
        "last \"\\n\"",
    ];
    assert_eq!(cues.collect::<Vec<_>>(), expected);
}

/// Lines as they were read, without those that have nothing in them.
fn lines(bytes: Vec<u8>) -> Vec<String> {
    let text = String::from_utf8(bytes).expect("whole letters");
    assert!(text.lines().all(|line| !line.starts_with(' ') && !line.contains("  ")), "{text:?}");
    text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The texts that a player is given at a moment, and the choices that are open.
fn here(story: &Story, watched: &Timeline, moment: &Moment) -> (Vec<TextId>, Vec<ChoiceId>) {
    match moment.state.place {
        Place::Scene(scene) => {
            let offers = choices(story, &watched.setup, &moment.state);
            let open: Vec<ChoiceId> =
                offers.into_iter().filter(|offer| offer.lock.is_none()).map(|offer| offer.choice).collect();
            let scene = story.scene(scene);
            let came = story.events[scene.events.clone()].iter().filter_map(|event| event.text);
            let labels = open.iter().map(|choice| story.choice(*choice).text);
            (came.chain([scene.text]).chain(labels).collect(), open)
        }
        Place::Ended(ending) => (vec![story.ending(ending).text], Vec::new()),
        Place::Nowhere => (Vec::new(), Vec::new()),
    }
}

/// The paragraphs of some texts as the screens get them.
fn told(story: &Story, watched: &Timeline, moment: &Moment, texts: &[TextId]) -> Vec<String> {
    let page = |text: &TextId| read(story, &watched.setup, &moment.state, *text, 0).expect("it reads");
    texts.iter().flat_map(|text| page(text).paragraphs).map(|p: Paragraph| p.plain()).collect()
}

fn condition(dice: &mut Dice) -> String {
    let (one, other, low) = (dice.roll(3), dice.roll(3), dice.roll(100));
    match dice.roll(5) {
        0 => "flag".to_owned(),
        1 => format!("m{one} < {low} and m{other} >= 20"),
        2 => format!("m{one} > m{other}"),
        _ => format!("m{one} > {low}"),
    }
}

/// A text of letters, numbers, conditions within conditions, emphasis, and now and then what is drawn.
fn prose(dice: &mut Dice, depth: u64) -> String {
    let parts = (0..=dice.roll(4)).map(|n| match dice.roll(if depth == 0 { 3 } else { 9 }) {
        0 => format!("Word{n}."),
        1 => format!("{{m{}}}", dice.roll(3)),
        2 => "*so*".to_owned(),
        3 => "{one|two|three}".to_owned(),
        4 => format!("{{m{} + m{}}}", dice.roll(3), dice.roll(3)),
        5 => format!("{{if {}}} {}{{end}}", condition(dice), prose(dice, depth - 1)),
        6 => format!("{{if {}}}{} {{end}}", condition(dice), prose(dice, depth - 1)),
        _ => {
            let (yes, no) = (prose(dice, depth - 1), prose(dice, depth - 1));
            format!("{{if {}}}{yes}{{else}}{no}{{end}}", condition(dice))
        }
    });
    let parts: Vec<String> = parts.collect();
    parts.join(if dice.roll(2) == 0 { " " } else { "" })
}

fn told_scene(dice: &mut Dice, n: u64) -> String {
    let goto = if n == 3 { "end".to_owned() } else { format!("s{}", n + 1) };
    let asking = dice.roll(4);
    let choices = list(4, |c| {
        let when = if c < asking { format!("when: \"{}\", ", condition(dice)) } else { String::new() };
        let label = if dice.roll(4) == 0 { prose(dice, 1) } else { format!("Do {c}") };
        let adds = format!("\"m{} += {}\", \"flag = not flag\"", dice.roll(3), dice.roll(60));
        let outcome = prose(dice, 1);
        format!(
            "(id: \"s{n}_{c}\", text: \"x{label}\", {when}do: [{adds}], outcome: \"u{outcome}\", goto: \"{goto}\")"
        )
    });
    let event = format!("(id: \"e{n}\", chance: (1, 1), text: \"y{}\")", prose(dice, 1));
    let mut text = format!("z{}", prose(dice, 3));
    if dice.roll(3) == 0 {
        text = format!("{text}\n\nw{}", prose(dice, 2));
    }
    format!("\"s{n}\": (turn: {n}, events: [{event}], text: \"{text}\", choices: [{choices}])")
}

/// A story of much prose: three meters, with tenths or without, and a flag.
fn told_story(seed: u64) -> Story {
    let mut dice = Dice::new(seed);
    let point = if dice.roll(2) == 0 { 1 } else { 10 };
    let meters = list(3, |n| {
        let start = i64::try_from(dice.roll(151)).expect("it fits") - 50;
        format!("(id: \"m{n}\", name: \"M{n}\", start: {start}, min: -50, max: 120)")
    });
    let scenes = list(4, |n| told_scene(&mut dice, n));
    let last = prose(&mut dice, 2);
    let world = format!(
        "World(id: \"w\", format: 1, languages: [\"en\"], point: {point}, meters: [{meters}], flags: [\"flag\"])"
    );
    let about = format!(
        "Story(id: \"demo\", format: 1, world: \"w\", languages: [\"en\"], title: \"B\", chair: \"C\", turns: (0, 9), \
         opens: \"s0\", endings: [(id: \"last\", text: \"v{last}\")])"
    );
    let scenes = format!("Scenes({{{scenes}}})");
    story(&[("world.ron", &world), ("story.ron", &about), ("scenes.ron", &scenes)])
}
