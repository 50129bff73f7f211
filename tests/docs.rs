//! The documents: every whole pack in `docs/authoring.md` is without a problem, every page of a diagnostic shows what it
//! says, the reference is what the code says, and what the README shows is so.

use std::fs;

use cermin::{
    app::check::{check, check_files},
    engine::Run,
    report::{explain, reference::reference},
    story::{
        diagnostic::Code,
        expr::calls::{CALLS, MEANINGS},
        raw::{self, SHAPES},
        source::{PackFiles, Shelves, SourceFile},
        spanned::{Leaf as _, options},
    },
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
    let mut wrong = Vec::new();
    for files in packs {
        let folder = tempfile::tempdir().expect("a folder");
        let pack = folder.path().join(id(&files));
        fs::create_dir(&pack).expect("made");
        for file in &files {
            fs::write(pack.join(&file.name), &file.text).expect("written");
        }
        let loaded = check(&Shelves::default(), &pack.display().to_string()).expect("it is read").loaded;
        let problems = loaded.findings.diagnostics.iter();
        wrong.extend(problems.map(|d| format!("{}: {} {}", id(&files), d.code.word(), d.message)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is shown of a part of a file stands where it says: in a story, a run, a translation.
#[test]
fn every_fragment_in_the_authors_guide_is_read_where_it_belongs() {
    let blocks = AUTHORING.split("```ron fragment\n").skip(1).chain(AUTHORING.split("```ron\n").skip(1));
    let fragments: Vec<&str> = blocks.filter_map(|rest| rest.split("```").next()).collect();
    assert!(fragments.len() >= 6, "only {} fragments were found", fragments.len());
    for fragment in fragments {
        let first = fragment.lines().find(|l| !l.trim_start().starts_with("//")).expect("a line");
        let problem = if first.starts_with("Translation(") {
            raw::Translation::read(fragment).err().map(|e| e.to_string())
        } else if first.starts_with('"') {
            let whole = format!("Translation(lang: \"id\", of: \"en\", texts: {{\n{fragment}}})");
            raw::Translation::read(&whole).err().map(|e| e.to_string())
        } else if first.starts_with("levers: {0:") {
            let run =
                format!("Run(format: 1, story: \"s\", pack: \"0\", engine: \"0\", seed: 1,\n{fragment})");
            options().from_str::<Run>(&run).err().map(|e| e.to_string())
        } else {
            let story = format!(
                "Story(id: \"s\", format: 1, world: \"w\", title: \"T\", chair: \"C\", opens: \"a\", turns: (0, 1),\n{fragment})"
            );
            match raw::Story::read(&story) {
                Err(error) => Some(error.to_string()),
                Ok(read) => read.claims.iter().find_map(|c| c.value.as_ref().err().map(ToString::to_string)),
            }
        };
        assert_eq!(problem, None, "{fragment}");
    }
}

/// The pack that the pages' examples are put into.
const BASE: [(&str, &str); 3] = [
    ("world.ron", r#"World(id: "pier", format: 1, meters: [(id: "trust", name: "Trust", start: 500)])"#),
    (
        "story.ron",
        r#"Story(id: "gate", format: 1, world: "pier", title: "The Gate", chair: "You keep the ferry gate.", turns: (0, 4), opens: "queue",
            endings: [(id: "evening", text: "The last ferry goes.")])"#,
    ),
    (
        "scenes.ron",
        r#"Scenes({"queue": (text: "A man has no ticket and a sleeping child.", choices: [
            (id: "pass", text: "Let him through.", do: ["trust += 30"], goto: "end"),
            (id: "refuse", text: "Send him back.", do: ["trust -= 10"], goto: "end")])})"#,
    ),
];

/// What is wrong with the pack of a part of a page.
fn found(part: &str) -> Vec<String> {
    let mut files: Vec<SourceFile> = BASE
        .iter()
        .map(|(name, text)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() })
        .collect();
    let mut below = Vec::new();
    let blocks: Vec<&str> = part.split("```ron ").skip(1).collect();
    assert!(!blocks.is_empty(), "no example");
    for block in blocks {
        let (name, rest) = block.split_once('\n').expect("a name");
        let text = rest.split("```").next().expect("an end").to_owned();
        match files.iter_mut().find(|f| f.name == name) {
            Some(file) => file.text = text,
            None if name.contains('/') => below.push(name.to_owned()),
            None => files.push(SourceFile { name: name.to_owned(), text }),
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let pack = PackFiles { name: "gate".to_owned(), beside: None, files, below };
    let checked = check_files(&Shelves::default(), pack);
    checked.loaded.findings.diagnostics.iter().map(|d| d.code.word().to_owned()).collect()
}

#[test]
fn the_example_of_every_page_has_what_it_explains_and_the_mended_one_has_nothing() {
    for code in Code::ALL {
        let page = explain::page(*code);
        assert!(page.starts_with(&format!("# {}: ", code.word())), "{} has no page", code.word());
        let (wrong, right) = page.split_once("\n## Right\n").expect("two examples");
        let (_, wrong) = wrong.split_once("\n## Wrong\n").expect("two examples");
        let (bad, good) = (found(wrong), found(right));
        assert!(bad.iter().any(|c| c == code.word()), "{}: {bad:?}", code.word());
        assert!(good.is_empty(), "{} mended: {good:?}", code.word());
    }
}

/// What stands on the disk is what the code says: `CERMIN_WRITE_DOCS=1 cargo test --test docs` writes it.
fn is_written(path: &str, text: &str) {
    if std::env::var_os("CERMIN_WRITE_DOCS").is_some() {
        fs::write(path, text).expect("written");
    }
    assert_eq!(fs::read_to_string(path).expect("it is there"), text);
}

#[test]
fn the_reference_is_made_from_the_code() {
    is_written(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md"), &reference());
}

#[test]
fn every_key_of_the_format_stands_in_the_authors_guide() {
    for shape in SHAPES {
        for field in shape.fields {
            let name = field.name;
            let told = [format!("`{name}`"), format!("`{name}:"), format!("{name}: ")];
            assert!(
                told.iter().any(|t| AUTHORING.contains(t)),
                "`{name}` of {} is nowhere in docs/authoring.md",
                shape.name
            );
        }
    }
    for (name, _) in CALLS {
        assert!(AUTHORING.contains(&format!("{name}(")), "{name}");
        assert!(
            MEANINGS.iter().any(|(of, meaning)| of == name && !meaning.is_empty()),
            "{name} has no meaning"
        );
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
    is_written(path, &text);
}
