//! How quiet the checker is: stories that are right in every way it looks at bring no word from it.
//!
//! Each is made from a seed and then shown to be right by plays: every choice was open in one and locked in another
//! where it has a condition, every ending was come to, no play was shut in. What then is said of it is a false alarm.

use std::fmt::Write as _;

use cermin::{
    engine::{Quick, Setup},
    lab::{Policy, seed_of},
    story::Story,
};

use super::survey::checked;
use crate::packs::Dice;

/// A story in a world of its own: a street of scenes, some with flags that later ones ask for, a deck, a rule that time
/// feeds, endings by what was gathered, a second language.
#[expect(clippy::too_many_lines, reason = "one story, from its first line to its last")]
fn story(seed: u64) -> Vec<(String, String)> {
    let mut dice = Dice::new(seed);
    let scenes = 5 + dice.roll(5);
    let step = 20 + 10 * dice.roll(4);
    let start = 300 + 50 * dice.roll(8);
    let gate = start + step * 2;
    let world = format!(
        "World(id: \"demo_world\", format: 1, languages: [\"en\", \"id\"], meters: [(id: \"trust\", name: \"Trust\", start: {start}), \
         (id: \"coal\", name: \"Coal\", start: 500)],\n    parameters: [(id: \"chill\", name: \"Chill\")],\n    \
         memory: [(id: \"weeks\", max: 40, is: \"weeks + 1\")],\n    let: [(id: \"cold\", is: \"min(40, weeks * {})\")])",
        1 + dice.roll(4),
    );
    let rules = "Rules([\n    (id: \"W1\", name: \"Winter\", then: [\"coal -= scaled(chill, cold)\"], because: \"Stoves burn.\"),\n    \
         (id: \"W2\", name: \"Queue\", when: \"coal < 450\", then: [\"trust -= 3\"], because: \"Nobody likes a queue.\"),\n])";
    let mut text = String::from("Scenes({\n");
    let mut words = Vec::new();
    let with_deck = dice.roll(2) == 0;
    let flagged: Vec<u64> = (0..scenes - 2).filter(|_| dice.roll(2) == 0).collect();
    for n in 0..scenes {
        let next = if n + 1 == scenes {
            "end".to_owned()
        } else if with_deck && n == 1 {
            "stalls".to_owned()
        } else {
            format!("s{}", n + 1)
        };
        let turn = if n > 0 && dice.roll(2) == 0 { format!("turn: {}, ", n * 2) } else { String::new() };
        let told = flagged.iter().filter(|f| **f < n).max();
        let aside = told.map_or(String::new(), |f| {
            format!(" {{if f{f}}}The list is up.{{else}}The wall is bare.{{end}}")
        });
        let _ = writeln!(text, "\"s{n}\": ({turn}text: \"Street {n}. Trust is {{trust}}.{aside}\",");
        if dice.roll(3) == 0 {
            let _ = writeln!(
                text,
                "  events: [(id: \"e{n}\", chance: (1, {}), text: \"Rain.\", do: [\"coal -= 5\"])],",
                2 + dice.roll(3)
            );
            words.push(format!("\"event.e{n}\""));
        }
        let _ = writeln!(text, "  choices: [");
        let flag = if flagged.contains(&n) { format!(", \"f{n} = true\"") } else { String::new() };
        let later = if dice.roll(3) == 0 {
            words.push(format!("\"later.l{n}\""));
            format!(
                " later: [(id: \"l{n}\", after: {}, do: [\"trust += 1\"], text: \"A note.\")],",
                1 + dice.roll(2)
            )
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "    (id: \"c{n}_a\", text: \"Give.\", do: [\"trust += {step}\"{flag}],{later} goto: \"{next}\"),"
        );
        let _ = writeln!(
            text,
            "    (id: \"c{n}_b\", text: \"Keep.\", do: [\"trust -= {step}\"], goto: \"{next}\"),"
        );
        if let Some(f) = told {
            let when = if dice.roll(2) == 0 {
                format!("f{f}")
            } else {
                format!("chosen(c{f}_a) and since(chosen(c{f}_a)) >= 0")
            };
            let _ = writeln!(
                text,
                "    (id: \"c{n}_c\", text: \"Read the list.\", when: \"{when}\", goto: \"{next}\"),"
            );
            words.push(format!("\"choice.c{n}_c\""));
        } else if n > 2 {
            let _ = writeln!(
                text,
                "    (id: \"c{n}_c\", text: \"Speak.\", when: \"trust >= {gate}\", goto: \"{next}\"),"
            );
            words.push(format!("\"choice.c{n}_c\""));
        }
        let _ = writeln!(text, "  ]),");
        words.extend([format!("\"scene.s{n}\""), format!("\"choice.c{n}_a\""), format!("\"choice.c{n}_b\"")]);
    }
    if with_deck {
        let lucky = format!(" when: \"trust > {start}\",");
        for (n, when) in ["", lucky.as_str(), " when: \"not visited\","].iter().enumerate() {
            let sets = if n == 2 { " do: [\"visited = true\"]," } else { "" };
            let _ = writeln!(
                text,
                "\"t{n}\": (storylet: (deck: \"stalls\",{when} weight: {}), text: \"Stall {n}.\",{sets} choices: [(id: \"t{n}_a\", text: \"On.\", goto: \"return\")]),",
                1 + dice.roll(3)
            );
            words.extend([format!("\"scene.t{n}\""), format!("\"choice.t{n}_a\"")]);
        }
    }
    text.push_str("})");
    let mut flags: Vec<String> = flagged.iter().map(|f| format!("\"f{f}\"")).collect();
    flags.extend(with_deck.then(|| "\"visited\"".to_owned()));
    let deck = if with_deck { "decks: {\"stalls\": (draw: (1, 2), then: \"s2\")}," } else { "" };
    let story = format!(
        "Story(id: \"demo\", format: 1, world: \"demo_world\", languages: [\"en\", \"id\"], title: \"T\", chair: \"C\", turns: (0, {}), opens: \"s0\",\n    \
         flags: [{}], {deck}\n    endings: [(id: \"warm\", when: \"trust > {gate} and coal < 490\", text: \"Warm at {{trust}}.\"), \
         (id: \"even\", when: \"trust >= {}\", text: \"Even.\"), (id: \"cold\", text: \"Cold.\")])",
        scenes * 2 + 1,
        flags.join(", "),
        start - step,
    );
    let mut files = vec![
        ("world.ron".to_owned(), world),
        ("rules.ron".to_owned(), rules.to_owned()),
        ("scenes.ron".to_owned(), text),
        ("story.ron".to_owned(), story),
    ];
    let own = ["\"story.title\"", "\"story.chair\"", "\"ending.warm\"", "\"ending.even\"", "\"ending.cold\""];
    words.extend(own.map(str::to_owned));
    words.extend(
        [
            "meter.trust.name",
            "meter.coal.name",
            "parameter.chill.name",
            "rule.W1.name",
            "rule.W1.because",
            "rule.W2.name",
            "rule.W2.because",
        ]
        .map(|k| format!("\"{k}\"")),
    );
    translate(&mut files, &words);
    files
}

/// Adds the other language, each text with the mark of its source, as the checker itself names it.
fn translate(files: &mut Vec<(String, String)>, keys: &[String]) {
    let entries = |marks: &dyn Fn(&str) -> String| {
        let each = keys.iter().map(|key| {
            let name = key.trim_matches('"');
            let shows = match name {
                n if n.starts_with("scene.s") => "Jalan {trust}.",
                "ending.warm" => "Hangat {trust}.",
                _ => "Ya.",
            };
            format!("    {key}: (text: \"{shows}\", of: \"{}\"),\n", marks(name))
        });
        format!("Translation(lang: \"id\", of: \"en\", texts: {{\n{}}})", each.collect::<String>())
    };
    files.push(("id.ron".to_owned(), entries(&|_| "000000".to_owned())));
    let found = checked(files);
    let findings = &found.loaded.findings;
    let marks: Vec<(String, String)> = findings
        .diagnostics
        .iter()
        .filter(|d| d.code.word() == "C0041")
        .filter_map(|d| {
            let place = d.place.as_ref()?;
            let line = findings.files[place.file].text.get(..place.span.start)?.rsplit('\n').next()?;
            Some((line.split('"').nth(1)?.to_owned(), d.help.rsplit('"').nth(1)?.to_owned()))
        })
        .collect();
    let mark = |key: &str| {
        marks.iter().find(|(k, _)| k == key).map_or_else(|| "000000".to_owned(), |(_, m)| m.clone())
    };
    *files.last_mut().expect("it was pushed") = ("id.ron".to_owned(), entries(&mark));
}

/// Whether plays show that nothing in a story is dead: every choice open and, with a condition, also locked; every
/// scene and ending come to; nobody shut in.
fn alive(story: &Story) -> bool {
    let setup = Setup::new(story, 0, "", "").expect("the defaults");
    let mut play = Quick::new(story, setup).expect("it begins");
    let (mut open_once, mut locked_once) =
        (vec![false; story.choices.len()], vec![false; story.choices.len()]);
    let mut ended = vec![false; story.endings.len()];
    for number in 0..600 {
        play.restart(seed_of(7, number)).expect("it begins");
        for step in 0..200 {
            let cermin::engine::Place::Scene(scene) = play.state().place else { break };
            let open = play.open().expect("it can be asked").to_vec();
            for n in story.scene(scene).choices.clone() {
                let is = open.iter().any(|c| c.at() == n);
                open_once[n] |= is;
                locked_once[n] |= !is;
            }
            let Some(choice) = Policy::Uniform.choose(story, &open, (number, step), &[]) else {
                return false;
            };
            play.decide(choice).expect("it was open");
        }
        match play.ended() {
            Some(ending) => ended[ending.at()] = true,
            None => return false,
        }
    }
    let conditions = story.choices.iter().zip(&locked_once).all(|(c, locked)| c.when.is_none() || *locked);
    open_once.iter().all(|o| *o) && ended.iter().all(|e| *e) && conditions
}

#[test]
fn stories_that_are_right_bring_no_word() {
    const CORPUS: usize = 240;
    let (mut right, mut alarms, mut seeds) = (0, Vec::new(), 0);
    // Dice make one stream of a number and the next.
    for seed in (0..4_000).step_by(2) {
        if right == CORPUS {
            break;
        }
        seeds += 1;
        let files = story(seed);
        let checked = checked(&files);
        let Some(made) = &checked.loaded.story else {
            panic!("seed {seed}: {:#?}\n{files:#?}", checked.loaded.findings.diagnostics)
        };
        if !alive(made) {
            continue;
        }
        right += 1;
        for d in &checked.loaded.findings.diagnostics {
            let at = d.place.as_ref().map_or("", |p| {
                checked.loaded.findings.files[p.file].text.get(p.span.clone()).unwrap_or_default()
            });
            alarms.push(format!("seed {seed}: {} {} «{at}»", d.code.word(), d.message));
        }
    }
    println!("{right} right stories of {seeds} made, {} false alarms", alarms.len());
    assert_eq!(right, CORPUS, "too few of the generated stories are right");
    assert!(alarms.is_empty(), "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
}
