//! The host is killed at random moments; what it acknowledged is there afterwards, once.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::hosted::{Hosted, Phone, get};

/// How often it is killed.
const KILLS: u64 = 50;
const PEOPLE: usize = 60;

/// A number that nobody chose, but the same in each run of this test.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[test]
fn no_acknowledged_vote_is_lost_or_doubled_however_often_the_host_is_killed() {
    let mut room = Hosted::open("measure", &[]);
    let phones: Vec<Phone> = (0..PEOPLE).map(|_| room.phone()).collect();
    room.to("Read");
    room.desk("next");
    let page = phones[0].page();
    let (mut ballot, mut options) = (page.field("ballot"), page.options());
    // What each phone was last told is in.
    let acknowledged: Arc<Mutex<HashMap<usize, usize>>> = Arc::default();
    for kill in 0..KILLS {
        let over = Arc::new(AtomicBool::new(false));
        let voters: Vec<_> = (0..4)
            .map(|part| {
                let (phones, over, told) = (phones.clone(), Arc::clone(&over), Arc::clone(&acknowledged));
                let (ballot, options) = (ballot.clone(), options.clone());
                thread::spawn(move || {
                    for round in 0.. {
                        for n in (part..PEOPLE).step_by(4) {
                            if over.load(Ordering::Relaxed) {
                                return;
                            }
                            let which = mixed(kill * 1000 + round * 100 + n as u64) % options.len() as u64;
                            let option = options[usize::try_from(which).unwrap()];
                            let fields = [("ballot", ballot.as_str()), ("option", &option.to_string())];
                            // What was sent and not answered may or may not be in: then nothing is known of it.
                            told.lock().unwrap().remove(&n);
                            match phones[n].try_send("vote", &fields) {
                                Some(answer) if answer.status == 200 => {
                                    assert!(answer.says("Your vote is in"));
                                    told.lock().unwrap().insert(n, option);
                                }
                                Some(answer) => assert_eq!(answer.status, 429, "{}", answer.body),
                                None => {}
                            }
                        }
                    }
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(5 + mixed(kill) % 120));
        let folder = room.kill();
        over.store(true, Ordering::Relaxed);
        for voter in voters {
            voter.join().unwrap();
        }
        let began = Instant::now();
        room = Hosted::resume(folder);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_eq!(room.address, phones[0].address, "phones come back to where they were");
        let sure = acknowledged.lock().unwrap().clone();
        for (n, option) in &sure {
            let page = phones[*n].page();
            let mark = format!("value=\"{option}\" aria-pressed=\"true\"");
            assert!(page.says(&mark), "phone {n} after kill {kill}: {}", page.body);
        }
        // The session goes on between: to the next scene that is voted on.
        if kill % 10 == 9 {
            for phone in &phones {
                assert_eq!(
                    phone.send("vote", &[("ballot", &ballot), ("option", &options[0].to_string())]).status,
                    200
                );
            }
            room.to("Vote, each alone");
            let page = phones[0].page();
            (ballot, options) = (page.field("ballot"), page.options());
            acknowledged.lock().unwrap().clear();
        }
    }
    // Everybody votes once more, and all are counted, once.
    for (n, phone) in phones.iter().enumerate() {
        let option = options[usize::from(n >= 20)].to_string();
        assert_eq!(phone.send("vote", &[("ballot", &ballot), ("option", &option)]).status, 200);
    }
    // A vote that is talked about is bet upon first.
    if room.desk("next").iter().any(|l| l.starts_with("# What will the room")) {
        room.desk("next");
    }
    let wall = get(&room.address, &format!("/w/{}", room.code));
    assert!(wall.says("20 of 60") && wall.says("40 of 60"), "{}", wall.body);
}

#[test]
fn a_decision_survives_and_so_do_halves_and_what_was_forgotten() {
    let mut room = Hosted::open("measure", &[]);
    let phones: Vec<Phone> = (0..9).map(|_| room.phone()).collect();
    room.to("Read");
    room.desk("quick");
    room.desk("next");
    for p in &phones {
        assert_eq!(p.vote(1).status, 200);
    }
    room.desk("next");
    room.desk("next");
    assert!(phones[0].send("forget", &[]).says("Forgotten"));
    let before = get(&room.address, &format!("/w/{}", room.code)).body;
    let room = Hosted::resume(room.kill());
    let after = get(&room.address, &format!("/w/{}", room.code)).body;
    let main = |page: &str| page.split_once("<header>").unwrap().1.to_owned();
    assert_eq!(main(&before), main(&after));
    assert_eq!(phones[0].page().status, 410, "forgotten is forgotten");
    assert_eq!(phones[1].page().status, 200);
}

#[test]
fn a_log_without_its_key_is_destroyed_and_one_that_was_damaged_says_so() {
    let room = Hosted::open("measure", &[]);
    let _phone = room.phone();
    let folder = room.kill();
    let rooms = folder.path().join("data/rooms");
    let mut all = std::fs::read_dir(&rooms).unwrap().map(|e| e.unwrap().path());
    let log = all.find(|p| p.extension().is_some_and(|e| e == "log")).unwrap();
    let mut bytes = std::fs::read(&log).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    std::fs::write(&log, &bytes).unwrap();
    let run = |folder: &std::path::Path| {
        std::process::Command::new(env!("CARGO_BIN_EXE_cermin"))
            .args(["host", "--resume", "--data"])
            .arg(folder.join("data"))
            .arg("--runtime")
            .arg(folder.join("run"))
            .output()
            .unwrap()
    };
    let answer = run(folder.path());
    assert_eq!(answer.status.code(), Some(2));
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(said.contains("cannot be opened with this key"), "{said}");
    // Looked for from elsewhere, as from another session of the same user, it is neither found nor harmed.
    let elsewhere = std::process::Command::new(env!("CARGO_BIN_EXE_cermin"))
        .args(["host", "--resume", "--data"])
        .arg(folder.path().join("data"))
        .arg("--runtime")
        .arg(folder.path().join("elsewhere"))
        .output()
        .unwrap();
    assert_eq!(elsewhere.status.code(), Some(2));
    assert_eq!(std::fs::read(&log).unwrap(), bytes, "its key still lies where it was put");
    std::fs::remove_dir_all(folder.path().join("run")).unwrap();
    let answer = run(folder.path());
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(said.contains("no room was left"), "{said}");
    assert!(!log.exists(), "without its key a log is noise, and is destroyed");
}
