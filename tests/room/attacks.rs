//! What somebody might try who is in the network, one test each.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use super::hosted::{Hosted, get, raw, try_post};

#[test]
fn another_name_in_the_address_is_refused() {
    let room = Hosted::open("measure", &[]);
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:8080"] {
        let asked = format!("GET /j/{} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", room.code);
        let answer = raw(&room.address, &asked).unwrap();
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.says("token"), "{host}");
    }
    let twice = format!(
        "GET /j/{} HTTP/1.1\r\nHost: {}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        room.code, room.address
    );
    assert!(raw(&room.address, &twice).is_none_or(|a| a.status >= 400));
}

#[test]
fn a_form_from_another_page_is_refused() {
    let room = Hosted::open("measure", &[]);
    let phone = room.phone();
    let path = format!("/j/{}", room.code);
    let body = format!("token={}&lang=en&do=page", phone.token);
    let post = |head: &str| try_post(&room.address, &path, &body, &[head]).unwrap().status;
    for head in [
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: https://127.0.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        assert_eq!(post(head), 403, "{head}");
    }
    assert_eq!(post(&format!("Origin: http://{}", room.address)), 200);
    assert_eq!(post("Sec-Fetch-Site: same-origin"), 200);
}

#[test]
fn a_wrong_code_tells_nothing_and_guesses_run_dry() {
    let room = Hosted::open("measure", &[]);
    let wrong = get(&room.address, "/j/AAAAAA");
    assert_eq!(wrong.status, 404);
    assert!(!wrong.says("Measure") && !wrong.says("token"), "{}", wrong.body);
    assert_eq!(get(&room.address, "/w/AAAAAA").status, 404);
    assert!(wrong.head.contains("connection: close"), "one guess, one connection: {}", wrong.head);
    let statuses: Vec<u16> = (0..60).map(|_| get(&room.address, "/j/BBBBBB").status).collect();
    assert!(statuses.contains(&429), "guesses are not slowed: {statuses:?}");
    assert_eq!(get(&room.address, &format!("/j/{}", room.code)).status, 200, "the right code still lets in");
}

#[test]
fn no_cookie_is_set_and_every_answer_has_the_rules_for_browsers() {
    let room = Hosted::open("measure", &[]);
    let phone = room.phone();
    let answers = [
        get(&room.address, "/"),
        get(&room.address, &format!("/j/{}", room.code)),
        get(&room.address, &format!("/w/{}", room.code)),
        get(&room.address, "/room.js"),
        get(&room.address, "/nowhere"),
        phone.page(),
        raw(&room.address, "GET / HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n").unwrap(),
    ];
    for answer in answers {
        assert!(!answer.head.contains("set-cookie"), "{}", answer.head);
        for rule in [
            "content-security-policy: default-src 'none'; script-src 'self'",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: same-origin",
        ] {
            assert!(answer.head.contains(rule), "{rule} is missing in {}", answer.head);
        }
        assert!(!answer.head.contains("server:"), "{}", answer.head);
    }
}

#[test]
fn a_token_in_an_address_is_not_heard() {
    let room = Hosted::open("measure", &[]);
    let phone = room.phone();
    let page = get(&room.address, &format!("/j/{}?token={}&do=page", room.code, phone.token));
    assert_ne!(page.field("token"), phone.token, "a token is read from a form alone");
    assert!(!page.says("what is known of me"));
}

#[test]
fn what_the_desk_can_do_nobody_can_over_the_network() {
    let mut room = Hosted::open("measure", &[]);
    let phone = room.phone();
    for what in
        ["next", "reveal", "undo", "end", "pause", "stage", "Stage", "decided", "judged", "desk", "split"]
    {
        let _ = phone.send(what, &[("n", "1")]);
    }
    for path in ["/desk", "/admin", "/next", "/end", "/j/next", "/w/next"] {
        assert_eq!(get(&room.address, path).status, 404, "{path}");
    }
    assert!(room.desk("look").iter().any(|l| l == "# Coming in"));
}

#[test]
fn a_request_that_is_never_finished_is_dropped() {
    let room = Hosted::open("measure", &[]);
    let began = Instant::now();
    let mut half = TcpStream::connect(&room.address).unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    let mut silent = TcpStream::connect(&room.address).unwrap();
    let mut slow = TcpStream::connect(&room.address).unwrap();
    let head = format!(
        "POST /j/{} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntoken=",
        room.code, room.address
    );
    slow.write_all(head.as_bytes()).unwrap();
    for stream in [&mut half, &mut silent, &mut slow] {
        stream.set_read_timeout(Some(Duration::from_secs(25))).unwrap();
        let mut heard = Vec::new();
        // Closed, or answered that it took too long; never left open.
        let read = stream.read_to_end(&mut heard);
        assert!(read.is_ok() || read.is_err_and(|e| e.kind() != std::io::ErrorKind::WouldBlock));
    }
    assert!(began.elapsed() < Duration::from_secs(24));
    assert_eq!(get(&room.address, "/").status, 200);
}

#[test]
fn half_open_requests_do_not_keep_a_room_out() {
    let room = Hosted::open("measure", &["--seats", "1"]);
    // As many as there are connections for.
    let held: Vec<TcpStream> = (0..70)
        .map(|_| {
            let mut stream = TcpStream::connect(&room.address).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
            stream
        })
        .collect();
    let began = Instant::now();
    assert_eq!(get(&room.address, "/").status, 200);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    drop(held);
}

#[test]
fn streams_leave_room_for_questions() {
    let room = Hosted::open("measure", &["--seats", "1"]);
    let phone = room.phone();
    let ask = format!("GET /j/{}/live HTTP/1.1\r\nHost: {}\r\n\r\n", room.code, room.address);
    let mut held = Vec::new();
    let mut refused = 0;
    for _ in 0..50 {
        let mut stream = TcpStream::connect(&room.address).unwrap();
        stream.write_all(ask.as_bytes()).unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        refused += usize::from(head == *b"HTTP/1.1 503");
        held.push(stream);
    }
    assert!(refused > 0, "streams have no bound");
    assert_eq!(phone.page().status, 200);
    assert_eq!(get(&room.address, &format!("/w/{}", room.code)).status, 200);
}

#[test]
fn walls_that_nobody_waits_for_cost_little_and_end_nothing() {
    let mut room = Hosted::open("measure", &[]);
    let phones: Vec<_> = (0..20).map(|_| room.phone()).collect();
    room.to("Read");
    room.desk("quick");
    room.desk("next");
    for phone in &phones {
        assert_eq!(phone.vote(0).status, 200);
    }
    room.desk("debrief");
    room.desk("debrief");
    for _ in 0..3000 {
        let mut stream = TcpStream::connect(&room.address).unwrap();
        let ask = format!("GET /w/{} HTTP/1.1\r\nHost: {}\r\n\r\n", room.code, room.address);
        let _ = stream.write_all(ask.as_bytes());
    }
    assert!(room.desk("look").iter().any(|l| l == "# What happened"));
    assert_eq!(phones[0].page().status, 200);
}

#[test]
fn a_form_that_is_too_long_or_broken_is_refused() {
    let room = Hosted::open("measure", &[]);
    let path = format!("/j/{}", room.code);
    let long = format!("token={}&do=draft&text={}", "0".repeat(32), "a".repeat(20_000));
    assert_eq!(try_post(&room.address, &path, &long, &[]).map(|a| a.status), Some(413));
    for body in ["", "token=", "token=abc&do=join", "token=%00%ff&do=join", "do=vote", "&&&=&"] {
        let answer = try_post(&room.address, &path, body, &[]).unwrap();
        assert!((400..500).contains(&answer.status), "{body}: {}", answer.status);
    }
    let phone = room.phone();
    for (what, fields) in [
        ("vote", vec![("ballot", "1"), ("option", "99999999999999999999")]),
        ("vote", vec![("ballot", "-1"), ("option", "0")]),
        ("answers", vec![("q0", "250"), ("s0", "1")]),
        ("dots", vec![("d0", "on"), ("d99999999999", "on")]),
        ("parting", vec![("worth", "x"), ("change", "1")]),
        ("draft", vec![("text", "\u{200b}\u{2066}")]),
    ] {
        let answer = phone.send(what, &fields);
        assert!(matches!(answer.status, 200 | 409 | 429), "{what} {fields:?}: {}", answer.status);
    }
}

#[test]
fn one_token_cannot_flood_and_a_shared_address_is_not_punished() {
    let room = Hosted::open("measure", &[]);
    let loud = room.phone();
    let statuses: Vec<u16> = (0..40).map(|_| loud.try_send("page", &[]).unwrap().status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
    // All phones of a room may come from one address.
    for _ in 0..30 {
        assert_eq!(room.phone().page().status, 200);
    }
}

#[test]
fn a_room_that_is_full_says_so() {
    let room = Hosted::open("measure", &["--seats", "3"]);
    let _phones: Vec<_> = (0..3).map(|_| room.phone()).collect();
    let late = room.stranger().send("join", &[]);
    assert!(late.says("The room is full"), "{}", late.body);
}

#[test]
fn what_people_type_steers_neither_page_nor_terminal() {
    let mut room = Hosted::open("measure", &[]);
    let phone = room.phone();
    room.to("Read");
    room.desk("debrief");
    room.to("What follows");
    let nasty = "<script>alert(1)</script>\u{1b}[2J\u{202e}\u{200b}=HYPERLINK(\"x\")\r\n\u{2028}end";
    let answer = phone.send("draft", &[("text", nasty)]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(
        answer.says("&lt;script&gt;alert(1)&lt;/script&gt;[2J=HYPERLINK(&quot;x&quot;) end"),
        "{}",
        answer.body
    );
    let told = room.desk("look").join("\n");
    assert!(told.contains("[2J=HYPERLINK"), "{told}");
    assert!(!told.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\u{2028}']), "{told:?}");
}

#[test]
fn two_rooms_on_one_laptop_do_not_meet() {
    let (one, other) = (Hosted::open("measure", &[]), Hosted::open("shop", &[]));
    let phone = one.phone();
    assert_ne!(one.address, other.address);
    assert_ne!(one.code, other.code);
    assert_eq!(get(&other.address, &format!("/j/{}", one.code)).status, 404);
    let body = format!("token={}&lang=en&do=page", phone.token);
    let there = try_post(&other.address, &format!("/j/{}", other.code), &body, &[]).unwrap();
    assert_eq!(there.status, 410, "a token of one room is nobody in the other");
}
