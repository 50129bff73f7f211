//! An editor's conversation with the real binary over its pipes, as it was recorded; and what has to be so in it.

use std::{
    fmt::Write as _,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

/// A client that writes down what was said.
struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pack: PathBuf,
    next: i64,
    told: String,
    _folder: tempfile::TempDir,
}

impl Client {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pack = folder.path().canonicalize().expect("it is there").join("well");
        let made =
            Command::new(env!("CARGO_BIN_EXE_cermin")).arg("new").arg(&pack).output().expect("it runs");
        assert!(made.status.success(), "{made:?}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_cermin"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, input, output, pack, next: 0, told: String::new(), _folder: folder }
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}", self.pack.join(file).display())
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.pack.join(file)).expect("it is there")
    }

    fn note(&mut self, sign: &str, message: &Value) {
        let mut shown = message.clone();
        // The text of a whole file says nothing here.
        for pointer in ["/params/textDocument/text", "/params/contentChanges/0/text"] {
            if let Some(text) = shown.pointer_mut(pointer) {
                *text = json!(format!("{} letters", text.as_str().unwrap_or_default().chars().count()));
            }
        }
        let shown = shown.to_string().replace(&self.pack.display().to_string(), "/PACK");
        let _ = writeln!(self.told, "{sign} {shown}");
    }

    fn send(&mut self, message: &Value) {
        self.note("->", message);
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it listens");
        self.input.flush().expect("it listens");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("it speaks") > 0, "it has stopped speaking");
            if line == "\r\n" {
                break;
            }
            if let Some(n) = line.strip_prefix("Content-Length: ") {
                length = n.trim().parse().expect("a number");
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("it speaks");
        let message: Value = serde_json::from_slice(&body).expect("JSON");
        self.note("<-", &message);
        message
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let answer = self.receive();
        assert_eq!(answer["id"], json!(id));
        answer
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The problems that are told of the pack's files, by file.
    fn problems(&mut self) -> Vec<(String, Vec<Value>)> {
        let files = std::fs::read_dir(&self.pack).expect("it is there").count();
        let told = (0..files).map(|_| {
            let message = self.receive();
            assert_eq!(message["method"], json!("textDocument/publishDiagnostics"));
            let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
            let name = Path::new(&uri).file_name().expect("a file").to_string_lossy().into_owned();
            (name, message["params"]["diagnostics"].as_array().expect("a list").clone())
        });
        told.filter(|(_, list)| !list.is_empty()).collect()
    }

    fn change(&mut self, file: &str, text: &str) -> Vec<(String, Vec<Value>)> {
        let uri = self.uri(file);
        self.tell(
            "textDocument/didChange",
            &json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]}),
        );
        self.problems()
    }

    /// A place in a file, so many letters after a text.
    fn at(&self, file: &str, after: &str, more: usize) -> Value {
        let text = self.text(file);
        let byte = text.find(after).expect("it stands there") + after.len() + more;
        let before = text.get(..byte).expect("a place");
        let column = before.rsplit('\n').next().expect("a line").encode_utf16().count();
        json!({"textDocument": {"uri": self.uri(file)}, "position": {"line": before.matches('\n').count(), "character": column}})
    }
}

fn names(answer: &Value) -> Vec<&str> {
    answer["result"].as_array().expect("a list").iter().filter_map(|i| i["label"].as_str()).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one conversation, from its beginning to its end")]
fn an_editor_is_told_of_problems_and_finds_completes_and_renames() {
    let mut client = Client::new();
    let answer = client.ask("initialize", &json!({"processId": null, "rootUri": null, "capabilities": {}}));
    assert_eq!(answer["result"]["capabilities"]["renameProvider"], json!(true));
    client.tell("initialized", &json!({}));

    // The pack as it is made is clean; a misspelt way is told of while it is typed, before anything is saved.
    let scenes = client.text("scenes.ron");
    let uri = client.uri("scenes.ron");
    client.tell(
        "textDocument/didOpen",
        &json!({"textDocument": {"uri": uri, "languageId": "ron", "version": 1, "text": scenes}}),
    );
    assert_eq!(client.problems(), []);
    let found = client.change("scenes.ron", &scenes.replacen("goto: \"evening\"", "goto: \"evning\"", 1));
    assert_eq!(found[0].0, "scenes.ron");
    assert_eq!(found[0].1[0]["code"], json!("C0020"));
    assert_eq!(client.change("scenes.ron", &scenes), []);

    // From a use to its definition, and to every place.
    let place = client.at("scenes.ron", "goto: \"", 2);
    let answer = client.ask("textDocument/definition", &place);
    let line = scenes
        .get(..scenes.find("\"evening\": (").expect("it is there"))
        .expect("text")
        .matches('\n')
        .count();
    assert_eq!(answer["result"]["range"]["start"]["line"], json!(line));
    let mut place = client.at("scenes.ron", "{if guards", 0);
    place["context"] = json!({"includeDeclaration": true});
    let answer = client.ask("textDocument/references", &place);
    let files: Vec<&str> = answer["result"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|l| l["uri"].as_str()?.rsplit('/').next())
        .collect();
    for file in ["world.ron", "rules.ron", "scenes.ron", "id.ron"] {
        assert!(files.contains(&file), "{files:?}");
    }

    // What a number can be here, and the reason of a rule.
    let place = client.at("scenes.ron", "{if guards", 0);
    let answer = client.ask("textDocument/hover", &place);
    let said = answer["result"]["contents"]["value"].as_str().expect("words");
    assert!(said.contains("In `evening`: **0 to 1**"), "{said}");
    let uri = client.uri("rules.ron");
    let rules = client.text("rules.ron");
    client.tell(
        "textDocument/didOpen",
        &json!({"textDocument": {"uri": uri, "languageId": "ron", "version": 1, "text": rules}}),
    );
    assert_eq!(client.problems(), []);
    let place = client.at("rules.ron", "(id: \"W2", 0);
    let answer = client.ask("textDocument/hover", &place);
    let said = answer["result"]["contents"]["value"].as_str().expect("words");
    assert!(said.contains("Who is counted takes less"), "{said}");

    // Ids where an id is asked for, names and functions in a condition.
    let place = client.at("scenes.ron", "goto: \"", 0);
    let answer = client.ask("textDocument/completion", &place);
    let offered = names(&answer);
    assert!(["evening", "morning", "both", "end"].iter().all(|n| offered.contains(n)), "{offered:?}");
    assert!(!offered.contains(&"trust"), "{offered:?}");
    let place = client.at("scenes.ron", "when: \"", 0);
    let answer = client.ask("textDocument/completion", &place);
    let offered = names(&answer);
    assert!(["trust", "book_kept", "visits", "not"].iter().all(|n| offered.contains(n)), "{offered:?}");

    // A new name goes to every place, the translation's keys among them, and the pack is as good as before.
    let mut place = client.at("scenes.ron", "(id: \"guard", 0);
    place["newName"] = json!("post_guard");
    let answer = client.ask("textDocument/rename", &place);
    let changes = answer["result"]["changes"].as_object().expect("changes").clone();
    let edits = |file: &str| {
        changes
            .iter()
            .find(|(uri, _)| uri.ends_with(file))
            .map_or(0, |(_, e)| e.as_array().expect("edits").len())
    };
    assert_eq!((edits("scenes.ron"), edits("id.ron")), (1, 3));
    place["newName"] = json!("burn");
    let answer = client.ask("textDocument/rename", &place);
    assert_eq!(answer["error"]["message"], json!("there is a `burn` already"));
    for (uri, edits) in &changes {
        let name = uri.rsplit('/').next().expect("a file");
        let mut text = client.text(name);
        let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
        edits.sort_by_key(|e| {
            std::cmp::Reverse((
                e["range"]["start"]["line"].as_u64(),
                e["range"]["start"]["character"].as_u64(),
            ))
        });
        for edit in edits {
            let byte = |at: &Value| {
                let line = usize::try_from(at["line"].as_u64().expect("a line")).expect("small");
                let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
                start + usize::try_from(at["character"].as_u64().expect("a column")).expect("small")
            };
            let (from, to) = (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]));
            text.replace_range(from..to, edit["newText"].as_str().expect("text"));
        }
        std::fs::write(client.pack.join(name), text).expect("written");
    }
    let check =
        Command::new(env!("CARGO_BIN_EXE_cermin")).arg("check").arg(&client.pack).output().expect("it runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));

    let answer = client.ask("textDocument/nonsense", &json!({}));
    assert_eq!(answer["error"]["code"], json!(-32601));
    let _ = client.ask("shutdown", &Value::Null);
    client.tell("exit", &Value::Null);
    assert!(client.child.wait().expect("it ends").success());
    insta::assert_snapshot!("conversation", client.told);
}

/// A scene that the guide talks about, a translation names twice, an expression asks for and `renamed` leads to.
#[test]
fn a_name_is_followed_through_the_guide_and_renamed() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().canonicalize().expect("it is there").join("gate");
    std::fs::create_dir(&pack).expect("made");
    let files = [
        (
            "world.ron",
            "World(id: \"pier\", format: 1, languages: [\"en\", \"id\"], meters: [(id: \"trust\", name: \"Trust\", start: 500)])",
        ),
        (
            "story.ron",
            "Story(id: \"gate\", format: 1, world: \"pier\", languages: [\"en\", \"id\"], title: \"T\", chair: \"C\", turns: (0, 2), opens: \"queue\",\n    renamed: {\"line\": \"queue\"},\n    endings: [(id: \"over\", text: \"{if visits(queue) > 1}Again.{end}\")])",
        ),
        (
            "scenes.ron",
            "Scenes({\"queue\": (title: \"The queue\", text: \"A man.\", choices: [(id: \"on\", text: \"On.\", do: [\"trust += 1\"], goto: \"end\"), (id: \"wait\", text: \"Wait.\", goto: \"queue\")])})",
        ),
        (
            "guide.ron",
            "Guide(dilemmas: {\"queue\": (minutes: 5, prompts: [(side: For, text: \"Why?\"), (side: Against, text: \"Why not?\")])})",
        ),
        (
            "id.ron",
            "Translation(lang: \"id\", of: \"en\", texts: {\"scene.queue\": (text: \"Antre.\"), \"scene.queue.title\": (text: \"Antrean\"), \"guide.queue.prompt.0\": (text: \"Mengapa?\")})",
        ),
    ];
    for (name, text) in files {
        std::fs::write(pack.join(name), text).expect("written");
    }
    let mut editor = cermin::editor::Editor::default();
    let scenes = pack.join("scenes.ron");
    editor.opened(&scenes, std::fs::read_to_string(&scenes).expect("it is there"));
    let edit = editor.rename(&scenes, lsp_types::Position::new(0, 10), "line_of_men").expect("a name");
    let mut found: Vec<(String, usize)> = edit
        .changes
        .expect("changes")
        .iter()
        .map(|(uri, edits)| (uri.as_str().rsplit('/').next().unwrap_or_default().to_owned(), edits.len()))
        .collect();
    found.sort();
    let want = [("guide.ron", 1), ("id.ron", 3), ("scenes.ron", 2), ("story.ron", 3)];
    assert_eq!(found, want.map(|(name, count)| (name.to_owned(), count)));
}
