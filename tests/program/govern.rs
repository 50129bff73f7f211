//! The sandbox and world cards, by the program itself.

use std::fs;

use crate::Room;

#[test]
fn unattended_it_writes_a_table_for_other_programs() {
    let room = Room::new();
    let csv = room.run(&["sandbox", "--levers", "4,4,0,2,0", "--format", "csv"], "").exits(0).out;
    let mut lines = csv.lines();
    let header = "turn,order,service,privacy,voice,trust,fairness,oversight,reach,standing,scope,errors,gaming,admired,alarmed";
    assert_eq!(lines.next(), Some(header));
    assert_eq!(lines.next(), Some("0,500,480,660,600,500,560,350,220,500,50,80,0,500,500"));
    assert_eq!(lines.clone().count(), 24);
    // The same levers by name, and an eighth turn that changes nothing.
    let named = ["sandbox", "gulf", "--levers", "c=4,k=4,h=2", "--levers", "8:c=4", "--format", "csv"];
    assert_eq!(room.run(&named, "").exits(0).out, csv);
    let json = [
        "sandbox",
        "--schedule",
        "mixed",
        "--param",
        "chill=130",
        "--start",
        "order=420",
        "--turns",
        "7",
        "--format",
        "json",
    ];
    let told = room.run(&json, "").exits(0);
    assert!(told.err.contains("Chill 130, Order 42"), "{told:?}");
    let json: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(json["turns"].as_array().map(Vec::len), Some(8));
    assert_eq!(json["turns"][6]["shocks"], serde_json::json!(["crime"]));
    assert_eq!(json["turns"][0]["values"]["order"], 420);
    assert_eq!((&json["numbers_changed"], &json["parameters"]["chill"]), (&true.into(), &130.into()));
    assert_eq!(json["turns"][7]["groups"].as_object().map(serde_json::Map::len), Some(5));
    assert!(!room.path("data").exists(), "nothing is kept of an unattended run");
}

#[test]
fn what_cannot_be_set_is_told_with_what_can_and_nothing_is_written() {
    let room = Room::new();
    for (args, says) in [
        (vec!["--levers", "4,4,4,4,4"], "they cost 144 a turn, and the budget is 70"),
        (vec!["--levers", "3,1,0,2,0", "--levers", "5:g=4"], "the budget is 70"),
        (vec!["--levers", "4,4"], "5 numbers are needed, for c, k, g, h, o"),
        (vec!["--levers", "c=9"], "`c` runs from 0 to 4, not 9"),
        (vec!["--levers", "c=-1"], "`c` runs from 0 to 4"),
        (vec!["--levers", "reach=1"], "there are: c, g, h, k, o"),
        (vec!["--levers", "x:1,1,1,1,1"], "before the colon stands the turn"),
        (vec!["--levers", "-3:1,1,1,1,1"], "before the colon stands the turn"),
        (vec!["--levers", "1,1,1,1,one"], "`one` is no whole number"),
        (vec!["--levers", "30:1,1,1,1,1"], "the last turn that can be set is 23"),
        (vec!["--schedule", "clam"], "did you mean `calm`?"),
        (vec!["--preset", "harms"], "mostly_harms"),
        (vec!["--param", "chil=100"], "did you mean `chill`?"),
        (vec!["--param", "chill=301"], "it runs from 0 to 300"),
        (vec!["--param", "chill"], "write it as ID=N"),
        (vec!["--start", "order=2000"], "it runs from 0 to 1000"),
        (vec!["--start", "standing=3"], "it is derived"),
        (vec!["--turns", "0"], "0 is not in 1..=1000"),
        (vec!["measure"], "is a storyline"),
        (vec!["nowhere"], "there is no pack"),
    ] {
        let mut command = vec!["sandbox", "--format", "csv"];
        command.extend(args);
        let told = room.run(&command, "").exits(2).says(says);
        assert!(told.out.is_empty(), "{told:?}");
    }
    room.run(&["sandbox", "--turns", "3"], "").exits(2).says("name a --format too");
    room.run(&["play", "measure", "--param", "chill=999"], "").exits(2).says("it runs from 0 to 300");
    assert!(!room.path("data").exists());
}

#[test]
fn by_words_one_governs_and_goes_on_another_day() {
    let room = Room::new();
    let told = room.run(
        &["sandbox", "--schedule", "mixed", "--plain"],
        "set c 3\nset human 2\nset g 4\nset x 1\nnext 2\nyear\nwhy reach\nmeters\nundo\nnext\nparam chill 130\nparam chill 999\nparam xx 3\nquit\n",
    );
    let path = room.path("data/runs/gulf/1.ron");
    let told = told
        .exits(0)
        .says("Collection 3. Cost 30 of 70 a quarter; 40 left.")
        .says("A step costs 10 a quarter; the budget leaves 14.")
        .says("Not understood: set x 1")
        .says("Set by hand: Collection 3, Human capacity 2")
        .says("Equipment is quick to buy.")
        .says("One decision taken back.")
        .says("Mixed. Chill 130.")
        .says("it runs from 0 to 300")
        .says("Not understood: param xx 3")
        .says(&format!("saved: {}", path.display()));
    assert!(told.out.contains("Scope 1"), "who governs sees everything: {told:?}");
    let run = fs::read_to_string(&path).expect("saved");
    assert!(run.contains("turns: 6") && run.contains("schedule: \"mixed\""), "{run}");
    room.run(&["--plain"], "3\nquit\n").exits(0).says("Go on: year 2, quarter 3");
    room.run(&["replay", &path.display().to_string()], "")
        .exits(0)
        .says("Sandbox")
        .says("Set by hand: Collection 3");
    room.run(&["sandbox", "--plain", "--lang", "id"], "setel c 2\nmaju\nmengapa jangkauan\nkeluar\n")
        .exits(0)
        .says("disetel sendiri: Pengumpulan data 2")
        .says("di awal");
}

#[test]
fn at_an_ending_a_world_card_is_written_and_another_play_begins_from_it() {
    let room = Room::new();
    let whole = format!("3\n{}card\nwhy\nquit\n", "1\n".repeat(25));
    let told =
        room.run(&["play", "measure", "--plain", "--seed", "7", "--schedule", "mixed"], &whole).exits(0);
    let card = room.path("data/cards/1.ron").display().to_string();
    let told = told.says(&format!("The world card was written: {card}"));
    assert!(told.out.contains("Trust, as measured: "), "{told:?}");
    // The same country: its flags and numbers at the turn the story begins, and its schedule.
    room.run(&["play", "measure", "--plain", "--world-card", &card], "").exits(0).says("Mixed.");
    let begun = room.run(&["play", "measure", "--plain", "--world-card", &card], "1\nquit\n").exits(0);
    assert!(begun.out.contains("saved: "));
    let run = fs::read_to_string(room.path("data/runs/measure/2.ron")).expect("saved");
    assert!(run.contains("rent_season"), "the flags came along: {run}");
    // From the library too.
    room.run(&["--plain"], "card 1\nquit\n")
        .exits(0)
        .says("A new run begins with: Calm / Default / world card 1");
    let text = fs::read_to_string(&card).expect("there");
    for (changed, says) in [
        (
            text.replace("world: \"gulf\"", "world: \"moon\""),
            "this card is of the world `moon`; this story plays in `gulf`",
        ),
        (text.replacen("format: 1", "format: 9", 1), "update Cermin"),
        (text.replacen("format: 1", "format: 0", 1), "make it again with this version"),
        (text.replacen("\"order\": 500", "\"order\": 5000", 1), "it runs from 0 to 1000"),
        (text.chars().take(text.len() / 2).collect(), "this is no world card"),
    ] {
        let path = room.write("card.ron", changed).display().to_string();
        let before = fs::read_dir(room.path("data/runs/measure")).expect("there").count();
        room.run(&["play", "measure", "--plain", "--world-card", &path], "1\n").exits(2).says(says);
        assert_eq!(fs::read_dir(room.path("data/runs/measure")).expect("there").count(), before);
    }
    room.run(&["play", "measure", "--world-card", "/nowhere/at/all.ron"], "")
        .exits(2)
        .says("/nowhere/at/all.ron");
}
