//! Packs for tests: from text, and random ones for the laws.

use std::fmt::Write as _;

use cermin::story::{
    Loaded, Story,
    load::compile_packs,
    source::{PackFiles, SourceFile},
};

/// A pack of these files.
pub(crate) fn pack(files: &[(&str, &str)]) -> Loaded {
    let has_story = files.iter().any(|(_, text)| text.starts_with("Story("));
    let name = if has_story { "demo" } else { "w" }.to_owned();
    let file =
        |(name, text): &(&str, &str)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() };
    compile_packs(
        None,
        PackFiles { name, beside: None, files: files.iter().map(file).collect(), below: Vec::new() },
    )
}

/// A story of these files, which must have no problem.
pub(crate) fn story(files: &[(&str, &str)]) -> Story {
    let loaded = pack(files);
    let problems: Vec<_> =
        loaded.findings.diagnostics.iter().map(|d| format!("{:?} {}", d.code, d.message)).collect();
    assert!(problems.is_empty(), "{problems:#?}\n{}", files.iter().map(|(_, t)| *t).collect::<String>());
    loaded.story.expect("no problem, so a story")
}

/// A small stream of numbers, so that a random story can be made again from its seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// From 0 to `n - 1`.
    pub(crate) fn roll(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.roll(u64::try_from(high - low + 1).expect("it fits"))).expect("it fits")
    }
}

const METERS: u64 = 4;

fn number(dice: &mut Dice, depth: u64, lets: bool) -> String {
    if depth == 0 {
        return match dice.roll(if lets { 6 } else { 5 }) {
            0 => dice.between(-40, 400).to_string(),
            1 => "turn".to_owned(),
            2 => "lever".to_owned(),
            3 => "(if flag then 3 else 1)".to_owned(),
            4 => format!("m{}", dice.roll(METERS)),
            _ => "half".to_owned(),
        };
    }
    let a = number(dice, depth - 1, lets);
    let b = number(dice, depth - 1, lets);
    match dice.roll(7) {
        0 => format!("({a} + {b})"),
        1 => format!("({a} - {b})"),
        2 => format!("({a} * {b}) / 100"),
        3 => format!("({a} / 7)"),
        4 => format!("min({a}, {b})"),
        5 => format!("scaled(p, {a})"),
        _ => format!("(if {a} > {b} then {a} else 5)"),
    }
}

fn truth(dice: &mut Dice, of_story: bool) -> String {
    let a = number(dice, 1, false);
    match dice.roll(if of_story { 16 } else { 11 }) {
        6 => format!("happened(x) and since(happened(x)) <= {}", dice.between(0, 4)),
        7 => format!("peak(m1) > {}", dice.between(0, 1000)),
        8 => format!(
            "(m0 > {} or m2 < {}) and not (flag and m3 >= {})",
            dice.between(0, 900),
            dice.between(100, 1000),
            dice.between(0, 900)
        ),
        9 => format!(
            "abs(m0 - m1) <= {} and (if flag then m2 > 5 else m3 > {})",
            dice.between(0, 900),
            dice.between(0, 900)
        ),
        10 => format!("pick(k % 3, m0, {}, m1 * 2) > {}", dice.between(0, 900), dice.between(0, 900)),
        11 => format!("visits(s{}) >= {}", dice.roll(3), dice.between(0, 2)),
        12 => format!("chosen(c{}_{})", dice.roll(3), dice.roll(3)),
        13 => format!("since(chosen(c{}_0)) > {}", dice.roll(3), dice.between(-1, 5)),
        14 => "region(hot) == flag".to_owned(),
        15 => {
            let sign = if dice.roll(2) == 0 { "==" } else { "!=" };
            format!(
                "m{} {sign} {}",
                dice.roll(METERS),
                if dice.roll(3) == 0 { 1000 } else { dice.between(0, 1000) }
            )
        }
        0 => format!("{a} >= {}", dice.between(0, 500)),
        1 => format!("{a} < {} or flag", dice.between(0, 500)),
        2 => "not flag".to_owned(),
        3 => format!("m0 > {} and m1 < 900", dice.between(0, 300)),
        4 => "fired(r0)".to_owned(),
        _ => "turn % 2 == 0".to_owned(),
    }
}

/// The files of a random world and story; `order` turns its rules about without changing them, and `extra` adds an
/// event to the last scene that changes nothing but draws.
pub(crate) fn random(seed: u64, order: usize, extra: bool) -> Vec<(String, String)> {
    let mut dice = Dice::new(seed);
    let mut world = String::from("World(id: \"demo_world\", format: 1, languages: [\"en\"], meters: [\n");
    for n in 0..METERS {
        let _ = writeln!(world, "(id: \"m{n}\", name: \"M{n}\", start: {}),", dice.between(0, 1000));
    }
    let _ = writeln!(world, "(id: \"d\", name: \"D\", is: \"(m0 + m1) / 2\"),");
    // One derived from the highest that the other was.
    let _ = writeln!(world, "(id: \"high_d\", name: \"H\", is: \"peak(d) / 2\"),");
    let _ = writeln!(world, "], stocks: [(id: \"s\", name: \"S\", start: 100)],");
    let _ = writeln!(world, "memory: [(id: \"k\", start: 0, max: 9, is: \"if m0 > m1 then k + 1 else 0\")],");
    let _ = writeln!(world, "levers: [(id: \"lever\", name: \"L\", max: 4, cost: 10)], budget: 30,");
    let _ = writeln!(world, "parameters: [(id: \"p\", name: \"P\")], shocks: [(id: \"x\", name: \"X\")],");
    let _ = writeln!(world, "let: [(id: \"half\", is: \"m2 / 2 + k\")], flags: [\"flag\"])");
    let mut rules: Vec<String> = (0..dice.roll(5) + 2)
        .map(|n| {
            let when = if dice.roll(3) == 0 {
                format!("when: \"{}\",", truth(&mut dice, false))
            } else {
                String::new()
            };
            let target = if dice.roll(5) == 0 { "s".to_owned() } else { format!("m{}", dice.roll(METERS)) };
            let sign = if dice.roll(2) == 0 { "+=" } else { "-=" };
            let value = number(&mut dice, 2, true);
            format!(
                "(id: \"r{n}\", name: \"R\", because: \"B\", {when} then: [\"{target} {sign} {value}\"]),\n"
            )
        })
        .collect();
    let turns = rules.len();
    rules.rotate_left(order % turns);
    let rules = format!("Rules([\n{}])", rules.concat());
    let schedules = "Schedules([(id: \"calm\", name: \"C\", turns: {2: [\"x\"]}, events: {3: [(id: \"sched\", chance: (1, 2), when: \"d < 700\", do: [\"m0 += 60\"])]}), (id: \"all\", name: \"A\", turns: {})])";
    let regions =
        "Regions([(id: \"hot\", name: \"H\", when: \"m0 > 600 or m1 < 200\"), (id: \"other\", name: \"O\")])";
    let scenes = 3 + dice.roll(3);
    let mut text = String::from("Scenes({\n");
    for n in 0..scenes {
        let next = if n + 1 == scenes { "end".to_owned() } else { format!("s{}", n + 1) };
        let chance = dice.between(1, 3);
        let _ = writeln!(
            text,
            "\"s{n}\": (turn: {}, text: \"Here is {{m0}}. {{a|b|c}}\",",
            n * 2 + if seed.is_multiple_of(4) { 2 } else { 0 }
        );
        let more = if extra && n + 1 == scenes { "(id: \"zz\", chance: (1, 2), text: \"Z\")," } else { "" };
        let _ = writeln!(
            text,
            "events: [(id: \"e{n}\", chance: ({chance}, 4), text: \"E\", do: [\"m1 += 9\"]),{more}],"
        );
        let _ = writeln!(text, "choices: [");
        for c in 0..3 {
            let when = if c > 0 { format!("when: \"{}\",", truth(&mut dice, true)) } else { String::new() };
            let goto = match (n, c) {
                (1, 0) => "deck".to_owned(),
                // By name, past the deck.
                (1, 2) if seed.is_multiple_of(3) => "t0".to_owned(),
                _ => next.clone(),
            };
            let effect = match dice.roll(4) {
                0 => "lever += 1".to_owned(),
                1 => "flag = not flag".to_owned(),
                2 => format!("s += {}", number(&mut dice, 1, false)),
                _ => format!("m{} -= {}", dice.roll(METERS), dice.between(-300, 300)),
            };
            let later = if c == 2 {
                format!(
                    "later: [(id: \"l{n}\", after: 2, when: \"m0 > 300\", or: Retry(1), do: [\"m3 += 50\"])],"
                )
            } else {
                String::new()
            };
            let _ = writeln!(
                text,
                "(id: \"c{n}_{c}\", text: \"C{c}\", {when} do: [\"{effect}\"], {later} goto: \"{goto}\"),"
            );
        }
        let _ = writeln!(text, "]),");
    }
    for n in 0..3 {
        let _ = writeln!(
            text,
            "\"t{n}\": (text: \"T\", storylet: (deck: \"deck\", weight: {}), choices: [(id: \"t{n}_0\", text: \"On\", do: [\"m2 += {n}\"], goto: \"return\")]),",
            n + 1
        );
    }
    text.push_str("})");
    let first = if seed.is_multiple_of(4) { 2 } else { 0 };
    let country = if seed.is_multiple_of(2) { "country: \"here\"," } else { "" };
    let story = format!(
        "Story(id: \"demo\", format: 1, world: \"demo_world\", languages: [\"en\"], title: \"T\", chair: \"C\", {country} turns: ({first}, {}), opens: \"s0\", decks: {{\"deck\": (draw: (0, 2), then: \"s2\")}}, plan: [(from: 1, when: \"m0 > 200\", levers: {{\"lever\": 2}}), (from: 2, when: \"lever >= 2 and high_d < 300\", levers: {{\"lever\": 1}})], endings: [(id: \"high\", when: \"d > 500\", text: \"H\"), (id: \"low\", text: \"L\")])",
        first + scenes * 2 + 1
    );
    [
        ("world.ron", world),
        ("rules.ron", rules),
        ("schedules.ron", schedules.to_owned()),
        ("regions.ron", regions.to_owned()),
        ("scenes.ron", text),
        ("story.ron", story),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .to_vec()
}

/// The story of [`random`].
pub(crate) fn random_story(seed: u64, order: usize, extra: bool) -> Story {
    let files = random(seed, order, extra);
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    story(&files)
}
