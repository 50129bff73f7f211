//! The desk and the wall of a room, at every size, in both languages.

use cermin::{
    app::{
        Lang,
        workshop::{Join, Workshop, desk, wall},
    },
    engine::Run,
    group::{Event, Phase, Settings, Stage, Who},
    ui::room::{self, DeskScreen, Side},
};
use ratatui::{Terminal, backend::TestBackend};

use super::{look, measure, text};

fn join() -> Join {
    Join {
        url: "http://192.0.2.7:8080/j/ABCD2345".to_owned(),
        short: "http://192.0.2.7:8080/".to_owned(),
        code: "ABCD2345".to_owned(),
        wifi: Some("WIFI:T:WPA;S:Room;P:blue bowl;;".to_owned()),
        wifi_name: Some("Room".to_owned()),
    }
}

/// A room of twenty at a phase of its first vote.
fn at(phase: Phase, lang: &Lang) -> Workshop {
    let story = measure();
    let run = Run::new(&story, 7);
    let workshop = &story.workshop;
    let settings = Settings {
        seed: 3,
        minutes: 60,
        seats: 400,
        quorum: 50,
        roles: workshop.roles.len(),
        items: (workshop.statements.len(), workshop.cases.len()),
    };
    let mut shop = Workshop::new(story.clone(), run, settings, lang).expect("a room");
    for n in 0..20 {
        shop.hear(10, &Event::Joined(Who(n))).expect("they join");
    }
    for stage in [Stage::Before, Stage::Roles, Stage::Play] {
        shop.hear(600, &Event::Stage(stage)).expect("a part");
    }
    let number = shop.room.ballots[0].number;
    for next in [Phase::Vote, Phase::Bet, Phase::Reveal, Phase::Talk, Phase::Revote, Phase::Result] {
        if shop.room.phase == phase {
            break;
        }
        shop.hear(700, &Event::Phase(next)).expect("a phase");
        for n in 0..20u128 {
            let option = usize::from(n % 3 == 0) + usize::from(n == 9);
            let event = match next {
                Phase::Vote => Event::Voted(Who(n), number, option),
                Phase::Bet => Event::Bet(Who(n), number, 1),
                Phase::Revote => Event::Voted(Who(n), number, usize::from(n % 2 == 0)),
                _ => continue,
            };
            shop.hear(720, &event).expect("it is heard");
        }
    }
    shop
}

fn drawn(size: (u16, u16), draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal");
    terminal.draw(draw).expect("drawn");
    text(&terminal)
}

fn desk_at(shop: &Workshop, side: Side, size: (u16, u16), lang: &Lang) -> String {
    let (desk, wall, join) = (desk(shop, 760, lang), wall(shop, &join(), 760, lang), join());
    let screen = DeskScreen {
        desk: &desk,
        wall: &wall,
        join: &join,
        checks: &[],
        phones: (20, true),
        side,
        scroll: 0,
        typed: None,
        notice: None,
        lang,
    };
    drawn(size, |frame| {
        room::desk(&screen, &look(), frame);
    })
}

#[test]
fn the_desk_and_the_wall_are_drawn_at_every_size() {
    for tag in ["en", "id"] {
        let lang = Lang::new(tag);
        let mut all = Vec::new();
        for size in [(40, 12), (80, 24), (120, 36)] {
            for (name, phase, side) in [
                ("joining", Phase::Read, Side::Join),
                ("voting", Phase::Vote, Side::Desk),
                ("result", Phase::Result, Side::Wall),
            ] {
                let shop = at(phase, &lang);
                all.push(format!("── desk, {name}, {size:?}\n{}\n", desk_at(&shop, side, size, &lang)));
            }
            for (name, phase) in [("voting", Phase::Vote), ("talk", Phase::Talk), ("result", Phase::Result)] {
                let shop = at(phase, &lang);
                let shown = wall(&shop, &join(), 760, &lang);
                let cells = drawn(size, |frame| {
                    room::wall(&shown, &lang, 0, &look(), frame);
                });
                all.push(format!("── wall, {name}, {size:?}\n{cells}\n"));
            }
        }
        insta::assert_snapshot!(format!("room_{tag}"), all.concat());
    }
}

#[test]
fn no_count_is_on_a_wall_before_its_reveal_and_no_note_ever() {
    let lang = Lang::new("en");
    for phase in [Phase::Read, Phase::Vote, Phase::Bet, Phase::Revote] {
        let told = format!("{:?}", wall(&at(phase, &lang), &join(), 760, &lang));
        assert!(!told.contains("Bars"), "{phase:?}: {told}");
    }
    for phase in [Phase::Read, Phase::Vote, Phase::Talk, Phase::Result] {
        let told = format!("{:?}", wall(&at(phase, &lang), &join(), 760, &lang));
        assert!(!told.contains("Watch for") && !told.contains("Both sides can accept"), "{phase:?}: {told}");
    }
}
