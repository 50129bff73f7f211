//! Loading ten thousand scenes: bare RON into structs, and Cermin's own with places, checks and code; and all that
//! `cermin check` does with them.
//!
//! Each runs in a process of its own, so that the peak of memory is its own. Not the plays: those are `main`'s.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, process::Command, time::Instant};

use cermin::{
    app::check::check,
    story::{load, source::Shelves},
};
use serde::Deserialize;

const SCENES: usize = 10_000;
const ROUNDS: usize = 5;

/// The same fields as bare structs: what anybody would write who needs no places in the file.
#[derive(Deserialize)]
struct Scenes(BTreeMap<String, Scene>);

#[derive(Deserialize)]
#[expect(dead_code, reason = "read and dropped")]
struct Scene {
    #[serde(default)]
    events: Vec<Event>,
    text: String,
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read and dropped")]
struct Event {
    id: String,
    chance: (i64, i64),
    text: String,
    #[serde(rename = "do")]
    effects: Vec<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read and dropped")]
struct Choice {
    id: String,
    text: String,
    outcome: String,
    #[serde(default)]
    when: Option<String>,
    #[serde(rename = "do")]
    effects: Vec<String>,
    goto: String,
}

/// About 12 MB: every scene leads to the next, and to two others further on.
fn write_pack(folder: &Path) {
    const WORDS: [&str; 24] = [
        "the", "gate", "of", "rain", "a", "lamp", "and", "two", "men", "with", "bread", "under", "old", "wall", "that",
        "nobody", "counted", "before", "morning", "river", "said", "to", "keys", "no",
    ];
    let mut dice = crate::Dice(7);
    let mut prose = |letters: usize| {
        let mut text = String::new();
        while text.len() < letters {
            text.push_str(WORDS[dice.below(WORDS.len())]);
            text.push(' ');
        }
        text.trim_end().to_owned()
    };
    let mut out = String::from("Scenes({\n");
    for n in 1..=SCENES {
        let to = |far: usize| if n + far > SCENES { "end".to_owned() } else { format!("s{}", n + far) };
        let _ = write!(
            out,
            "    \"s{n}\": (\n        events: [(id: \"e{n}\", chance: (1, 4), text: \"{}.\", do: [\"dread += 7\", \"power -= 3\"])],\n        \
             text: r#\"\n            {} {{trust}} {}.{{if dread > 40}} {}.{{end}}\n        \"#,\n        choices: [\n",
            prose(60), prose(280), prose(140), prose(60),
        );
        for (letter, far, when) in [('a', 1, ""), ('b', 7, " when: \"trust > 40\","), ('c', 31, "")] {
            let _ = writeln!(
                out,
                "            (id: \"s{n}_{letter}\", text: \"{}\", outcome: \"{}.\",{when}\n             \
                 do: [\"trust += 6\", \"power += 2\", \"dread -= 3\"], goto: \"{}\"),",
                prose(26), prose(70), to(far),
            );
        }
        out.push_str("        ],\n    ),\n");
    }
    out.push_str("})\n");
    let pack = folder.join("graph10k");
    fs::create_dir_all(&pack).expect("a folder");
    fs::write(pack.join("scenes.ron"), out).expect("written");
    let story = "Story(id: \"graph10k\", format: 1, world: \"gate\", languages: [\"en\"], title: \"Graph\", chair: \"You keep the gate.\",\n    \
                 turns: (0, 100000), opens: \"s1\", endings: [(id: \"over\", text: \"It is over.\")])\n";
    fs::write(pack.join("story.ron"), story).expect("written");
}

/// The most memory this process ever had, in MiB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM"));
    let kib = line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}

/// One load in this process: seconds, and the peak.
pub fn child(what: &str, folder: &str) {
    let before = peak();
    let since = Instant::now();
    if what == "ron" {
        let text = fs::read_to_string(Path::new(folder).join("graph10k/scenes.ron")).expect("it is there");
        let scenes: Scenes = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(&text)
            .expect("it reads");
        assert_eq!(scenes.0.len(), SCENES);
    } else {
        let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/packs");
        let shelves = Shelves { folders: vec![packs.into(), folder.into()], ..Shelves::default() };
        let loaded = if what == "check" {
            check(&shelves, "graph10k").expect("it is there").loaded
        } else {
            load(&shelves, "graph10k").expect("it is there")
        };
        // What a made-up story asks for in vain is told by `check`, and so it should be.
        let errors = loaded.findings.errors();
        assert!(errors == 0 && (what == "check" || loaded.findings.diagnostics.is_empty()));
        assert_eq!(loaded.story.expect("it is good").scenes.len(), SCENES);
    }
    println!("{} {}", since.elapsed().as_secs_f64(), peak() - before);
}

/// Both in turn, each in a process of its own; medians, and what was asked.
pub fn compare() {
    let folder = std::env::temp_dir().join("cermin-graph10k");
    write_pack(&folder);
    let bytes = fs::metadata(folder.join("graph10k/scenes.ron")).expect("it is there").len() as f64;
    let run = |what: &str| -> (f64, f64) {
        let program = std::env::current_exe().expect("this program");
        let out = Command::new(program).args(["--load", what]).arg(&folder).output().expect("it runs");
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let mut numbers = text.split_whitespace().map(|n| n.parse::<f64>().expect("a number"));
        (numbers.next().expect("seconds"), numbers.next().expect("a peak"))
    };
    let mut found: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for what in ["ron", "cermin", "check"] {
            found.entry(what).or_default().push(run(what));
        }
    }
    let median = |what: &str, of: fn(&(f64, f64)) -> f64| {
        let mut all: Vec<f64> = found[what].iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let mib = bytes / (1024.0 * 1024.0);
    for what in ["ron", "cermin", "check"] {
        let (seconds, peak) = (median(what, |f| f.0), median(what, |f| f.1));
        println!("{what:8} {:>7.0} ms  {peak:>6.1} MiB, {:.1} times the source of {mib:.1} MiB", seconds * 1e3, peak / mib);
    }
    println!("cermin: {:.2} times bare RON (asked: at most 3)", median("cermin", |f| f.0) / median("ron", |f| f.0));
    let _ = fs::remove_dir_all(folder);
}
