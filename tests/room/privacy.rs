//! Things that could betray somebody are planted, and looked for in every file during and after.

use std::path::{Path, PathBuf};

use super::hosted::{Hosted, Phone, try_post};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Every place where one of the words stands.
fn betrayed(folder: &Path, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(folder) {
        let bytes = std::fs::read(&path).unwrap();
        for word in words {
            if bytes.windows(word.len()).any(|w| w == word.as_bytes()) {
                found.push(format!("`{word}` in {}", path.display()));
            }
        }
    }
    found
}

#[test]
fn no_address_agent_token_or_unseen_word_is_in_any_file() {
    let mut room = Hosted::open("measure", &[]);
    let agent = "PlantedAgent/7.31 (a rare phone)";
    let phones: Vec<Phone> = (0..12).map(|_| room.phone()).collect();
    for phone in &phones {
        let body = format!("token={}&lang=en&do=page", phone.token);
        let heads = [
            format!("User-Agent: {agent}"),
            "X-Forwarded-For: 203.0.113.77".to_owned(),
            "Cookie: planted=cookie731".to_owned(),
            "Referer: http://planted.example/referer731".to_owned(),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let path = format!("/j/{}", room.code);
        assert_eq!(try_post(&room.address, &path, &body, &heads).unwrap().status, 200);
    }
    room.to("Vote, each alone");
    for p in &phones {
        assert_eq!(p.vote(0).status, 200);
    }
    for heading in ["What will the room say?", "What the room said"] {
        room.to(heading);
    }
    room.desk("debrief");
    room.to("What follows");
    for (n, phone) in phones.iter().enumerate() {
        assert_eq!(phone.send("draft", &[("text", &format!("planted draft {n} quince"))]).status, 200);
    }
    room.desk("ok 1");
    let mut words: Vec<String> = phones.iter().map(|p| p.token.clone()).collect();
    words.extend(["PlantedAgent", "203.0.113.77", "cookie731", "referer731", "quince"].map(str::to_owned));
    let folder = room.folder.path().to_owned();
    assert_eq!(betrayed(&folder, &words), Vec::<String>::new(), "while the room is open");
    // The log is sealed: not even what is no secret can be read in it.
    assert_eq!(
        betrayed(&folder.join("data"), &["measure".to_owned(), "Voted".to_owned()]),
        Vec::<String>::new()
    );
    let (_, folder) = room.end();
    words.pop();
    words.extend((1..12).map(|n| format!("planted draft {n} ")));
    assert_eq!(betrayed(folder.path(), &words), Vec::<String>::new(), "after the end");
    let kept = files(folder.path());
    assert_eq!(kept.len(), 1, "{kept:?}");
    let text = std::fs::read_to_string(&kept[0]).unwrap();
    assert!(text.contains("planted draft 0 quince"), "what the desk let through is kept");
}

#[test]
fn a_phone_is_told_all_that_is_known_of_it_and_forgetting_takes_it_out_of_the_log() {
    let mut room = Hosted::open("measure", &[]);
    let phones: Vec<Phone> = (0..3).map(|_| room.phone()).collect();
    room.to("Vote, each alone");
    for p in &phones {
        assert_eq!(p.vote(0).status, 200);
    }
    let me = phones[0].send("me", &[]);
    assert!(me.says("You are called") && me.says("Your vote now") && me.says("Your role"), "{}", me.body);
    let mut all = files(&room.folder.path().join("data/rooms")).into_iter();
    let log = all.find(|p| p.extension().is_some_and(|e| e == "log")).unwrap();
    let before = std::fs::metadata(&log).unwrap().len();
    assert!(phones[0].send("forget", &[]).says("Forgotten"));
    let after = std::fs::metadata(&log).unwrap().len();
    assert_ne!(before, after, "the log was written anew");
    assert_eq!(phones[0].page().status, 410);
    assert!(room.desk("look").iter().any(|l| l == "2 of 2 have answered"));
}
