//! An hour in a minute: join, answer, vote, bet, see, talk, vote again, decide, debrief, end.

use super::hosted::{Hosted, get};

fn room_of(n: usize, story: &str) -> (Hosted, Vec<super::hosted::Phone>) {
    let room = Hosted::open(story, &[]);
    let phones = (0..n).map(|_| room.phone()).collect();
    (room, phones)
}

#[test]
fn a_room_goes_from_the_lobby_to_the_end_and_only_counts_remain() {
    let (mut room, phones) = room_of(12, "measure");
    room.desk("next");
    let page = phones[0].page();
    assert!(page.says("Not at all") && page.says("very sure"), "{}", page.body);
    for (n, phone) in phones.iter().enumerate() {
        let value = (n % 5).to_string();
        let fields: Vec<(String, String)> = (0..5)
            .flat_map(|q| {
                let value = if q < 3 { value.clone() } else { "2".to_owned() };
                [(format!("q{q}"), value), (format!("s{q}"), "2".to_owned())]
            })
            .collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert!(phone.send("answers", &fields).says("5 of 5"));
    }
    assert!(room.desk("look").iter().any(|l| l == "12 of 12 have answered"));
    room.desk("next");
    assert!(phones[3].page().says("Your role:"));
    room.desk("next");
    assert!(phones[3].page().says("class=\"prose\""), "the scene is read on the phone");
    room.desk("next");
    // Counts are nowhere before the reveal.
    for (n, phone) in phones.iter().enumerate() {
        let answer = phone.vote(usize::from(n >= 7));
        assert!(answer.says("Your vote is in"), "{}", answer.body);
    }
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("12 of 12 have answered") && !wall.says("class=\"bars\""), "{}", wall.body);
    room.desk("next");
    let bet = phones[0].page();
    assert!(!bet.says("class=\"bars\"") && bet.says("What do you think most"), "{}", bet.body);
    for phone in &phones {
        let ballot = phone.page().field("ballot");
        assert_eq!(phone.send("bet", &[("ballot", &ballot), ("option", "1")]).status, 200);
    }
    room.desk("next");
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("7 of 12") && wall.says("5 of 12"), "{}", wall.body);
    assert!(wall.says("Bets on the room"), "{}", wall.body);
    let late = phones[0].send("vote", &[("ballot", "1"), ("option", "2")]);
    assert_eq!(late.status, 409);
    assert!(late.says("too late"));
    room.desk("next");
    room.desk("next");
    for phone in phones.iter().take(4) {
        phone.vote(1);
    }
    room.desk("next");
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("9 of 12") && wall.says("Decided:"), "{}", wall.body);
    room.desk("next");
    let newcomer = room.phone();
    let page = newcomer.page();
    assert!(page.says("<details open") && page.says("The room decided"), "{}", page.body);
    room.desk("debrief");
    room.desk("debrief");
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("The biggest surprise"), "{}", wall.body);
    room.desk("next");
    room.desk("next");
    for phone in phones.iter().take(6) {
        let answer = phone.send("draft", &[("text", "An end date <b>& a judge</b>\u{202e}")]);
        assert!(answer.says("An end date &lt;b&gt;&amp; a judge&lt;/b&gt;"), "{}", answer.body);
    }
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(!wall.says("An end date"), "nothing is seen before the desk let it through");
    room.desk("ok 1");
    room.desk("no 2");
    assert!(get(&room.address, &format!("/w/{}", room.code)).says("An end date"));
    room.desk("next");
    for phone in &phones {
        assert_eq!(phone.send("dots", &[("d0", "on")]).status, 200);
        assert_eq!(phone.send("dots", &[("d1", "on")]).status, 409, "what is kept back gets no dots");
    }
    room.desk("next");
    room.desk("next");
    assert!(get(&room.address, &format!("/w/{}", room.code)).says("(12)"));
    for phone in &phones {
        assert_eq!(phone.send("parting", &[("worth", "2"), ("change", "1")]).status, 200);
    }
    let (told, folder) = room.end();
    assert!(told.iter().any(|l| l.contains("13 phones are forgotten")), "{told:#?}");
    let kept = std::fs::read_to_string(folder.path().join("data/sessions/1.ron")).unwrap();
    assert!(kept.contains("An end date"), "{kept}");
    assert!(std::fs::read_dir(folder.path().join("data/rooms")).unwrap().next().is_none());
    assert!(std::fs::read_dir(folder.path().join("run")).unwrap().next().is_none());

    reported(&folder, &phones);
}

/// What is kept can be written out, in four ways that say the same.
fn reported(folder: &tempfile::TempDir, phones: &[super::hosted::Phone]) {
    let out = folder.path().join("out");
    let report = std::process::Command::new(env!("CARGO_BIN_EXE_cermin"))
        .args(["report", "--lang", "en", "--data"])
        .arg(folder.path().join("data"))
        .arg("--to")
        .arg(&out)
        .output()
        .unwrap();
    assert!(report.status.success(), "{}", String::from_utf8_lossy(&report.stderr));
    let read = |end: &str| std::fs::read_to_string(out.join(format!("measure-1.{end}"))).unwrap();
    let (markdown, html, csv) = (read("md"), read("html"), read("csv"));
    // 7 : 5 : 0 first, 9 : 3 : 0 after the talk: what is under five goes, and what would give it away.
    assert!(markdown.contains("| Answer the nine before anything else moves. | 7 | – | – |"), "{markdown}");
    assert!(!markdown.contains("| 5 |") && !markdown.contains("| 9 |"), "{markdown}");
    assert!(html.contains("<svg") && !html.contains("<script") && !html.contains("http"), "{html}");
    assert!(html.contains("An end date &lt;b&gt;"), "{html}");
    assert!(csv.starts_with("\"about\",\"table\",\"row\",\"column\",\"people\"\n"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&read("json")).unwrap();
    assert_eq!(json["title"], "The Measure");
    for text in [&markdown, &html, &csv] {
        for phone in phones {
            assert!(!text.contains(&phone.token));
        }
    }
    if let Some(kept) = std::env::var_os("CERMIN_SHOTS") {
        for end in ["md", "html", "csv", "json"] {
            std::fs::copy(
                out.join(format!("measure-1.{end}")),
                std::path::Path::new(&kept).join(format!("report.{end}")),
            )
            .unwrap();
        }
    }
}

#[test]
fn a_room_without_phones_plays_by_counts_that_are_typed() {
    let mut room = Hosted::open("measure", &[]);
    room.to("Read");
    room.desk("next");
    assert!(room.refused("count 9 9").contains("no such option"), "one number for each option");
    room.desk("count 10 4 2");
    room.desk("next");
    room.desk("next");
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("10 of 16") && wall.says("counted by hand"), "{}", wall.body);
    room.desk("next");
    room.desk("next");
    room.desk("count 3 11 2");
    room.desk("next");
    assert!(get(&room.address, &format!("/w/{}", room.code)).says("11 of 16"));
    let told = room.desk("next");
    assert!(told.iter().any(|l| l == "# What came of it"), "{told:#?}");
}

#[test]
fn too_few_votes_are_not_closed_unless_the_desk_insists_and_a_reveal_is_taken_back() {
    let (mut room, phones) = room_of(10, "measure");
    room.to("Read");
    room.desk("next");
    for phone in phones.iter().take(3) {
        phone.vote(0);
    }
    assert!(room.refused("next").contains("Too few"));
    room.desk("next!");
    room.desk("next");
    assert!(phones[9].page().says("Fewer than eight have voted"), "no bars of three");
    room.desk("undo");
    assert!(phones[9].vote(1).says("Your vote is in"), "the vote is open again");
}

#[test]
fn a_decision_that_is_taken_back_is_undone_in_the_story_too() {
    let (mut room, phones) = room_of(9, "measure");
    room.to("Read");
    room.desk("quick");
    room.desk("next");
    for phone in &phones {
        phone.vote(0);
    }
    room.desk("next");
    let before = get(&room.address, &format!("/w/{}", room.code)).body;
    room.desk("next");
    assert!(get(&room.address, &format!("/w/{}", room.code)).says("What came of it"));
    room.desk("undo");
    let after = get(&room.address, &format!("/w/{}", room.code)).body;
    let main = |page: &str| page.split_once("<h1>").unwrap().1.to_owned();
    assert_eq!(main(&before), main(&after));
}

#[test]
fn a_room_is_cut_in_two_and_each_half_plays_its_own_line() {
    let (mut room, phones) = room_of(20, "lanterns");
    room.to("Read");
    let mut cut = false;
    for _ in 0..12 {
        room.type_line("split");
        let first = room.hear_until("").pop().unwrap();
        if first.starts_with('#') {
            room.hear_until("Next:");
            cut = true;
            break;
        }
        room.desk("quick");
        room.to("Vote, each alone");
        for phone in &phones {
            phone.vote(phone.page().options()[0]);
        }
        room.to("Read");
    }
    assert!(cut, "no scene had a choice that watches and one that regulates: {:#?}", room.said);
    let sides: Vec<bool> = phones.iter().map(|p| p.page().says("Left half")).collect();
    assert_eq!(sides.iter().filter(|left| **left).count(), 10);
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("Left half") && wall.says("Right half") && wall.says("columns two"), "{}", wall.body);
}

#[test]
fn a_phone_reads_indonesian_where_its_browser_asks_for_it_or_a_person_taps_it() {
    let room = Hosted::open("shop", &[]);
    let path = format!("/j/{}", room.code);
    let asked = super::hosted::raw(
        &room.address,
        &format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Language: id-ID,id;q=0.9\r\nConnection: close\r\n\r\n",
            room.address
        ),
    )
    .unwrap();
    assert!(asked.says("<html lang=\"id\">") && asked.says("Namamu tidak ditanyakan"), "{}", asked.body);
    assert!(get(&room.address, &format!("{path}?lang=id")).says("Masuk"));
    assert!(get(&room.address, &path).says("Nobody asks for your name"));
}

#[test]
fn every_page_of_a_phone_is_small() {
    let (mut room, phones) = room_of(1, "measure");
    let files = get(&room.address, "/room.css").body.len() + get(&room.address, "/room.js").body.len();
    for heading in ["Before we begin", "Who you are", "Read", "Vote, each alone"] {
        room.to(heading);
        let all = phones[0].page().body.len() + files;
        assert!(all < 40_000, "{heading}: {all} bytes");
    }
}
