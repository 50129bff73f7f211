//! The phone's page and the wall in a real browser: what a person taps and sees, what the browser complains of, what it
//! asks for, and whether everybody can use it.
//!
//! Needs Debian's `chromium` and `chromium-driver`, and the folder of `axe-core` in `CERMIN_AXE`; so it is run by
//! `.ci/run` and by `cargo test --test browser -- --ignored`, not by `cargo test` alone. Screenshots are kept where
//! `CERMIN_SHOTS` names a folder.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "room/hosted.rs"]
#[expect(dead_code, reason = "the other tests of rooms use the rest")]
mod hosted;

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator};
use hosted::{Hosted, raw};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);

struct Driver {
    child: Child,
    address: String,
    profile: tempfile::TempDir,
}

impl Driver {
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver, from Debian's chromium-driver");
        let address = format!("127.0.0.1:{port}");
        let began = Instant::now();
        while std::net::TcpStream::connect(&address).is_err() {
            assert!(began.elapsed() < PATIENCE, "chromedriver does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { child, address, profile: tempfile::tempdir().unwrap() }
    }

    async fn browser(&self, width: u32, height: u32, n: usize) -> Browser {
        let profile = self.profile.path().join(n.to_string());
        let options = json!({
            "goog:chromeOptions": {
                "binary": "/usr/bin/chromium",
                "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en",
                    format!("--user-data-dir={}", profile.display()),
                ],
                "mobileEmulation": {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0}},
            },
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let Value::Object(options) = options else { unreachable!() };
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(options)
            .connect(&format!("http://{}", self.address))
            .await
            .unwrap();
        let session = client.session_id().await.unwrap().unwrap();
        Browser { client, driver: self.address.clone(), session }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Browser {
    client: Client,
    driver: String,
    session: String,
}

impl Browser {
    /// Waits until the page says something.
    async fn says(&self, text: &str) {
        let began = Instant::now();
        loop {
            let body = self.text().await;
            if body.contains(text) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the page never says `{text}`; it says: {body}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn text(&self) -> String {
        // The page may be changing in this moment.
        let script = "return document.body ? document.body.innerText : ''";
        let text = self.client.execute(script, Vec::new()).await;
        text.ok().and_then(|t| t.as_str().map(str::to_owned)).unwrap_or_default()
    }

    async fn tap(&self, css: &str) {
        let began = Instant::now();
        loop {
            if let Ok(found) = self.client.find(Locator::Css(css)).await
                && found.click().await.is_ok()
            {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "there is no `{css}` to tap: {}", self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn shot(&self, name: &str) {
        let Some(folder) = std::env::var_os("CERMIN_SHOTS") else { return };
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), png).unwrap();
    }

    /// Looks for what keeps people out, and keeps a picture.
    async fn audited(&self, name: &str) {
        self.shot(name).await;
        let folder = std::env::var_os("CERMIN_AXE").expect("CERMIN_AXE names the folder of axe-core");
        let axe = std::fs::read_to_string(std::path::Path::new(&folder).join("axe.min.js")).unwrap();
        let rules = r#"["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]"#;
        let script = format!(
            "{axe}; const done = arguments[arguments.length - 1]; \
             axe.run(document, {{runOnly: {{type: 'tag', values: {rules}}}}}) \
             .then((r) => done(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))))"
        );
        let found = self.client.execute_async(&script, Vec::new()).await.unwrap();
        assert_eq!(found, json!([]), "{name}");
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        let body = json!({"type": kind}).to_string();
        let request = format!(
            "POST /session/{}/se/log HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: \
             application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.session,
            self.driver,
            body.len()
        );
        let answer = raw(&self.driver, &request).unwrap();
        let value: Value = serde_json::from_str(&answer.body).unwrap();
        value["value"].as_array().cloned().unwrap_or_default()
    }

    /// Everything that the browser asked for, and that no page of ours was complained of.
    fn asked_for_nothing_but(&self, host: &str) {
        for entry in self.log("performance") {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap_or("{}")).unwrap();
            if message["message"]["method"] == "Network.requestWillBeSent" {
                let url =
                    message["message"]["params"]["request"]["url"].as_str().unwrap_or_default().to_owned();
                // The page of a new tab is the browser's own.
                let own = ["data:", "chrome:", "chrome-untrusted:"].iter().any(|own| url.starts_with(own));
                let own = own || url.starts_with(&format!("http://{host}/"));
                assert!(own, "the page asked for {url}");
            }
        }
    }

    fn complained(&self) -> Vec<String> {
        let severe = self.log("browser").into_iter().filter(|e| e["level"] == "SEVERE");
        severe.map(|e| e["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

fn run(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work);
}

#[test]
#[ignore = "needs a browser"]
fn a_phone_goes_through_a_session() {
    let driver = Driver::start();
    run(async {
        let mut room = Hosted::open("measure", &[]);
        let others: Vec<_> = (0..9).map(|_| room.phone()).collect();
        let phone = driver.browser(390, 844, 0).await;
        let url = format!("http://{}/j/{}", room.address, room.code);
        phone.client.goto(&url).await.unwrap();
        phone.says("Nobody asks for your name").await;
        phone.audited("1-join").await;
        phone.tap("button.big").await;
        phone.says("You are in").await;
        phone.audited("2-lobby").await;
        // From here on nothing is tapped that does not have to be: the page follows by itself.
        room.desk("next");
        phone.says("Not at all").await;
        phone.tap("input[name=q0][value='3']").await;
        phone.tap("input[name=s0][value='2']").await;
        phone.audited("3-questions").await;
        // What was begun is kept where the wall is blanked meanwhile.
        room.desk("blank");
        room.desk("blank");
        tokio::time::sleep(Duration::from_millis(600)).await;
        let kept = phone
            .client
            .execute("return document.querySelector('input[name=q0][value=\"3\"]').checked", Vec::new());
        assert_eq!(kept.await.unwrap(), json!(true));
        phone.tap("button.big:not(.plain)").await;
        phone.says("Sent: 1 of 5").await;
        room.desk("next");
        phone.says("Your role").await;
        phone.audited("4-role").await;
        room.desk("next");
        phone.says("The wall is awake").await;
        phone.audited("5-read").await;
        room.desk("next");
        phone.says("What do you choose?").await;
        phone.audited("6-vote").await;
        phone.tap("button[name=option][value='1']").await;
        phone.says("Your vote is in").await;
        phone.audited("7-voted").await;
        for p in &others {
            assert_eq!(p.vote(0).status, 200);
        }
        room.desk("next");
        phone.says("What do you think most of the room chose?").await;
        phone.tap("button[name=option][value='0']").await;
        phone.says("Your bet is in").await;
        room.desk("next");
        phone.says("9 of 10").await;
        phone.audited("8-reveal").await;
        room.desk("next");
        phone.says("Turn to the person beside you").await;
        room.desk("next");
        phone.says("Your vote stands").await;
        phone.tap("button[name=option][value='0']").await;
        phone.says("Your vote is in").await;
        room.desk("next");
        phone.says("Decided:").await;
        phone.audited("9-result").await;
        room.desk("next");
        phone.says("What came of it").await;
        phone.audited("10-consequence").await;
        assert_eq!(phone.complained(), Vec::<String>::new());

        // Somebody comes late, and is told what happened.
        let late = driver.browser(360, 640, 1).await;
        late.client.goto(&url).await.unwrap();
        late.tap("button.big").await;
        late.says("The room decided").await;
        late.audited("11-late").await;
        assert_eq!(late.complained(), Vec::<String>::new());
        late.asked_for_nothing_but(&room.address);

        // The page is read anew, as after a phone slept; nobody has to join again.
        phone.client.refresh().await.unwrap();
        phone.says("What came of it").await;

        // The laptop fails and comes back; the phone follows by itself.
        phone.asked_for_nothing_but(&room.address);
        let mut room = Hosted::resume(room.kill());
        room.desk("next");
        phone.says("Read").await;
        let _ = phone.complained();

        // What is known, in the other language, and gone.
        phone.tap("footer form:last-of-type button").await;
        phone.says("Lihat lagi").await;
        phone.audited("12-indonesian").await;
        // The language stays where the page is read anew.
        phone.client.refresh().await.unwrap();
        phone.says("Lihat lagi").await;
        phone.tap("footer form:nth-of-type(2) button").await;
        phone.says("Cuma itu").await;
        phone.audited("13-me").await;
        phone.tap("form:last-of-type button.plain").await;
        phone.says("Sudah dilupakan").await;
        phone.audited("14-forgotten").await;
        phone.client.refresh().await.unwrap();
        phone.says("Nobody asks for your name").await;
        assert_eq!(phone.complained(), Vec::<String>::new());
        phone.asked_for_nothing_but(&room.address);
        phone.client.close().await.unwrap();
        late.client.close().await.unwrap();
    });
}

#[test]
#[ignore = "needs a browser"]
fn the_wall_follows_the_room_and_shows_no_note() {
    let driver = Driver::start();
    run(async {
        let mut room =
            Hosted::open("lanterns", &["--wifi", "Workshop; east", "--wifi-password", "blue bowl"]);
        let wall = driver.browser(1280, 720, 0).await;
        wall.client.goto(&format!("http://{}/w/{}", room.address, room.code)).await.unwrap();
        wall.says(&room.code.clone()).await;
        wall.says("0 here").await;
        let phones: Vec<_> = (0..10).map(|_| room.phone()).collect();
        wall.says("10 here").await;
        wall.audited("20-wall-lobby").await;
        room.to("Read");
        wall.says("Read").await;
        wall.audited("21-wall-read").await;
        room.desk("quick");
        room.to("Vote, each alone");
        phones.iter().take(6).for_each(|p| assert_eq!(p.vote(p.page().options()[0]).status, 200));
        wall.says("6 of 10 have answered").await;
        assert!(!wall.text().await.contains("6 of 10\n"), "no count before the reveal");
        room.desk("+90");
        wall.says("1:2").await;
        phones.iter().skip(6).for_each(|p| assert_eq!(p.vote(p.page().options()[1]).status, 200));
        wall.says("10 of 10 have answered").await;
        room.desk("next");
        wall.says("6 of 10").await;
        wall.audited("22-wall-result").await;
        let text = wall.text().await;
        assert!(!text.contains("Watch for") && !text.contains("To ask"), "{text}");
        room.desk("blank");
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(!wall.text().await.contains("6 of 10"));
        assert_eq!(wall.complained(), Vec::<String>::new());
        wall.asked_for_nothing_but(&room.address);
        wall.client.close().await.unwrap();
    });
}
