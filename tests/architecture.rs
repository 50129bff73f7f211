//! The house: imports run one way, and doors to the outside stand only where they may.
//!
//! Reads `src/` as text. Each rule is also fed a bad source, so that it is known to fail.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms from the ground up. A room may import itself and every room before it. `save` stands on the engine and is
/// used by the doors alone; `ui` and `plain` do not know each other.
const RANKS: &[(&str, u8)] = &[
    ("story", 0),
    ("engine", 1),
    ("group", 2),
    ("lab", 2),
    ("app", 3),
    ("report", 4),
    ("editor", 4),
    ("plain", 5),
    ("ui", 5),
    ("save", 6),
    ("host", 7),
    ("shell", 7),
    ("cli", 8),
    ("main", 9),
];

/// What may be named only in some rooms or files: the words, and where they may stand.
const DOORS: &[(&str, &[&str], &[&str])] = &[
    (
        "the screen",
        &["ratatui", "crossterm"],
        &["ui", "shell/terminal.rs", "shell/screen.rs", "shell/room/screen.rs", "shell/input.rs"],
    ),
    (
        "files",
        &["std::fs", "fs::read", "fs::write", "File::"],
        &["save.rs", "save/files.rs", "save/settings.rs", "story/source.rs", "cli", "shell", "host"],
    ),
    ("the environment", &["std::env", "env::var", "env::args"], &["cli", "shell", "host"]),
    ("clocks", &["std::time", "Instant::now", "SystemTime"], &["cli", "shell", "host"]),
    ("sockets", &["std::net", "TcpListener", "UdpSocket"], &["host"]),
    ("async", &["async fn", ".await", "tokio"], &["host"]),
    ("seeds from nowhere", &["rand::random", "rand::rng()"], &["shell", "cli", "host"]),
    ("printing", &["println!", "eprintln!", "print!("], &["cli", "shell", "host"]),
];

/// What the engine has none of.
const FLOATS: &[&str] = &["f64", "f32"];

struct Source {
    /// From `src/`, with `/`.
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("src is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|p| Source {
            path: p.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/"),
            code: code_of(&fs::read_to_string(p).expect("text")),
        })
        .collect()
}

/// The code before its tests, without comments and strings' sakes: lines that are comments are dropped.
fn code_of(text: &str) -> String {
    let shown = text.split("#[cfg(test)]").next().unwrap_or_default();
    shown.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

fn rank(room: &str) -> Option<u8> {
    RANKS.iter().find(|(name, _)| *name == room).map(|(_, rank)| *rank)
}

/// The rooms that a source names after `crate::` or `cermin::`, also inside braces that span lines.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::").chain(code.match_indices("cermin::")) {
        let rest = code.get(at + prefix.len()..).unwrap_or_default();
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ if depth > 0 => {}
                    ',' => found.push(std::mem::take(&mut word)),
                    c => word.push(c),
                }
            }
            found.push(word);
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    let first = |w: String| w.trim().split(':').next().unwrap_or_default().trim().to_owned();
    found.into_iter().map(first).filter(|w| !w.is_empty()).collect()
}

fn against_the_arrow(source: &Source) -> Vec<String> {
    let here = room(&source.path);
    if here == "lib" {
        return Vec::new();
    }
    let Some(own) = rank(here) else {
        return vec![format!("{}: the room `{here}` has no rank", source.path)];
    };
    imports(&source.code)
        .into_iter()
        .filter(|there| there != here)
        .filter_map(|there| {
            let other = rank(&there)?;
            let sideways = other == own;
            (other >= own || sideways).then(|| format!("{}: `{here}` imports `{there}`", source.path))
        })
        .collect()
}

fn doors_elsewhere(source: &Source) -> Vec<String> {
    let may = |places: &[&str]| {
        places.iter().any(|p| {
            source.path == *p || room(&source.path) == *p || source.path.starts_with(&format!("{p}/"))
        })
    };
    let mut found = Vec::new();
    for (what, words, places) in DOORS {
        for word in words.iter().filter(|w| source.code.contains(**w) && !may(places)) {
            found.push(format!("{}: {what} (`{word}`)", source.path));
        }
    }
    if matches!(room(&source.path), "engine" | "story" | "lab" | "group") {
        found.extend(
            FLOATS.iter().filter(|w| source.code.contains(**w)).map(|w| format!("{}: `{w}`", source.path)),
        );
    }
    found
}

#[test]
fn imports_follow_the_arrow() {
    let sources = sources();
    assert!(sources.len() > 40, "only {} files were read", sources.len());
    let wrong: Vec<String> = sources.iter().flat_map(against_the_arrow).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn doors_stand_where_they_may() {
    let wrong: Vec<String> = sources().iter().flat_map(doors_elsewhere).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for source in sources() {
        let text = fs::read_to_string(root.join(&source.path)).expect("text");
        assert!(text.starts_with("//!"), "{} does not open with //!", source.path);
        assert!(!source.path.ends_with("mod.rs"), "{}: write foo.rs beside foo/", source.path);
    }
}

#[test]
fn a_bad_import_is_found() {
    let bad = |path: &str, code: &str| {
        let source = Source { path: path.to_owned(), code: code_of(code) };
        [against_the_arrow(&source), doors_elsewhere(&source)].concat()
    };
    assert_eq!(bad("engine/step.rs", "use crate::app::Model;"), ["engine/step.rs: `engine` imports `app`"]);
    assert_eq!(
        bad("ui/play.rs", "use crate::{\n    app::Game,\n    plain::Voice,\n};"),
        ["ui/play.rs: `ui` imports `plain`"]
    );
    assert_eq!(bad("app/page.rs", "let x = crate::save::read(p);"), ["app/page.rs: `app` imports `save`"]);
    assert_eq!(bad("attic/x.rs", ""), ["attic/x.rs: the room `attic` has no rank"]);
    assert!(bad("engine/act.rs", "use crate::{engine::state, story::Story};").is_empty());
    assert!(bad("engine/act.rs", "// use crate::app::Model;").is_empty());
}

#[test]
fn a_bad_door_is_found() {
    let bad =
        |path: &str, code: &str| doors_elsewhere(&Source { path: path.to_owned(), code: code_of(code) });
    assert_eq!(bad("engine/step.rs", "let t = std::time::Instant::now();").len(), 2);
    assert_eq!(bad("app/page.rs", "use ratatui::text::Line;"), ["app/page.rs: the screen (`ratatui`)"]);
    assert_eq!(bad("app/page.rs", "let x = std::env::var(\"HOME\");").len(), 2);
    assert_eq!(bad("story/load.rs", "std::fs::read(p)").len(), 2);
    assert_eq!(bad("engine/eval.rs", "let x: f64 = 1.0;"), ["engine/eval.rs: `f64`"]);
    assert!(bad("shell/terminal.rs", "use ratatui::crossterm;").is_empty());
}
