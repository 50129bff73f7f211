//! The documents: every whole pack in `docs/authoring.md` loads without a problem, every code of a diagnostic is
//! explained, and what the README shows is so.

use std::fs;

use cermin::story::{
    diagnostic::Code,
    load,
    source::{Shelves, SourceFile},
};

const AUTHORING: &str = include_str!("../docs/authoring.md");

/// The blocks tagged `ron pack`, each as its files.
fn packs() -> Vec<Vec<SourceFile>> {
    AUTHORING
        .split("```ron pack\n")
        .skip(1)
        .map(|rest| {
            let block = rest.split("```").next().unwrap_or_default();
            let files = block.split("// file: ").skip(1).map(|file| {
                let (name, text) = file.split_once('\n').expect("a name, then its text");
                SourceFile { name: name.trim().to_owned(), text: text.to_owned() }
            });
            files.collect()
        })
        .collect()
}

/// The id that the pack's folder is called by.
fn id(files: &[SourceFile]) -> String {
    let of = |part: &str| {
        let file = files.iter().find(|f| f.text.trim_start().starts_with(part))?;
        file.text.split("id: \"").nth(1)?.split('"').next().map(str::to_owned)
    };
    of("Story(").or_else(|| of("World(")).expect("a world or a story")
}

#[test]
fn every_pack_in_the_authors_guide_is_good() {
    let packs = packs();
    assert!(packs.len() >= 8, "only {} packs were found", packs.len());
    for files in packs {
        let folder = tempfile::tempdir().expect("a folder");
        let pack = folder.path().join(id(&files));
        fs::create_dir(&pack).expect("made");
        for file in &files {
            fs::write(pack.join(&file.name), &file.text).expect("written");
        }
        let loaded = load(&Shelves::default(), &pack.display().to_string()).expect("it is read");
        let problems: Vec<_> =
            loaded.findings.diagnostics.iter().map(|d| (d.code.word(), &d.message)).collect();
        assert!(problems.is_empty() && loaded.story.is_some(), "{}: {problems:#?}", pack.display());
    }
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let row = format!("| {} | {} |", code.word(), code.severity().word());
        assert!(AUTHORING.contains(&row), "docs/authoring.md has no row «{row}»");
    }
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = include_str!("../README.md");
    let block = readme.split("```sh\n").nth(1).and_then(|b| b.split("```").next()).expect("a block");
    let commands: Vec<&str> = block.lines().map(|l| l.split('#').next().unwrap_or_default().trim()).collect();
    assert_eq!(commands, ["cargo run --release", "cargo test"]);
}

/// The manual of the keys is the table of the keys: `CERMIN_WRITE_DOCS=1 cargo test --test docs` writes it.
#[test]
fn the_manual_of_the_keys_is_their_table() {
    use cermin::app::{Lang, keys::BINDINGS};
    let en = Lang::new("en");
    let mut text = "# Keys\n\nMade from the table in `src/app/keys/table.rs`. Change one in the settings file (`cermin data` says where), by its name:\n\n\
        ```ron\nSettings(keys: {\"play.undo\": [\"z\", \"Backspace\"]})\n```\n\n\
        A key is a letter, `Ctrl-A` to `Ctrl-Z`, `Space`, `Enter`, `Esc`, `Backspace`, `Up`, `Down`, `Left`, `Right`, `PgUp`, `PgDn`, `Home` or `End`. Digits choose and\n\
        cannot be set. A key that would do two things at once is refused, and both are named.\n\n| name | keys | what it does |\n|---|---|---|\n".to_owned();
    for binding in BINDINGS {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{}`", key.shown(true))).collect();
        let (id, what) = (binding.id(), en.say(binding.action.description()));
        text.extend(["| `", &id, "` | ", &keys.join(" "), " | ", &what, " |\n"]);
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    if std::env::var_os("CERMIN_WRITE_DOCS").is_some() {
        std::fs::write(path, &text).expect("written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("it is there"), text);
}
