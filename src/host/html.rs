//! Pages of the room as HTML: forms and text that need no script, and a wall for the projector.
//!
//! Every text is escaped by the macro that makes them; nothing of a pack or of what was typed is HTML. The invariant: a
//! page works without script and style, and has no address in it but the room's own.

use maud::{DOCTYPE, Markup, html};

use crate::app::{
    Lang,
    lang::{LANGUAGES, number},
    workshop::{Form, Join, Known, Offer, Phone, Piece, Question, Wall, clock_words},
};

/// What every page of a phone needs.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    pub(super) lang: &'a Lang,
    /// Where it is sent to: `/j/CODE`.
    pub(super) action: String,
    /// The phone's token; in forms alone.
    pub(super) token: &'a str,
    /// What is told first: that something was too late, for one.
    pub(super) notice: Option<String>,
}

/// A whole page.
fn page(lang: &Lang, title: &str, class: &str, live: Option<&str>, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Cermin" }
                link rel="stylesheet" href="/room.css";
                link rel="icon" href="data:,";
                @if live.is_some() { script src="/room.js" defer {} }
            }
            body class=(class) data-live=[live] data-lost=(lang.say("room-lost")) { (body) }
        }
    }
    .into_string()
}

/// The page that a phone comes to first: the language, and a button.
pub(super) fn join(frame: &Frame<'_>, title: &str) -> String {
    let lang = frame.lang;
    let body = html! {
        main id="main" data-turned="0" {
            h1 { (title) }
            @if let Some(notice) = &frame.notice { p class="notice" role="status" { (notice) } }
            p { (lang.say("room-join-who")) }
            form method="post" action=(frame.action) {
                (hidden(frame, "join"))
                button class="big" { (lang.say("room-join")) }
            }
            (languages(frame))
            p class="note" { (lang.say("room-join-plain")) }
        }
    };
    page(lang, title, "phone", Some(&live(&frame.action)), &body)
}

/// The other languages, each a button of its own.
fn languages(frame: &Frame<'_>) -> Markup {
    html! {
        @for tag in LANGUAGES.iter().filter(|t| **t != frame.lang.tag()) {
            form method="get" action=(frame.action) {
                input type="hidden" name="lang" value=(tag);
                button class="plain" lang=(tag) { (super::tongue::lang(tag).say("room-language")) }
            }
        }
    }
}

fn live(action: &str) -> String {
    format!("{action}/live")
}

fn hidden(frame: &Frame<'_>, what: &str) -> Markup {
    html! {
        input type="hidden" name="token" value=(frame.token);
        input type="hidden" name="lang" value=(frame.lang.tag());
        input type="hidden" name="do" value=(what);
    }
}

/// A page with one sentence, for what went wrong before anybody was let in.
pub(super) fn sorry(lang: &Lang, text: &str) -> String {
    let body = html! {
        main id="main" {
            h1 { "Cermin" }
            p class="notice" role="alert" { (text) }
            form method="get" action="/join" {
                label for="code" { (lang.say("room-code")) }
                input id="code" name="code" autocomplete="off" autocapitalize="characters" maxlength="12" required;
                button class="big" { (lang.say("room-enter")) }
            }
        }
    };
    page(lang, "Cermin", "phone", None, &body)
}

/// A participant's page, whole.
pub(super) fn phone(frame: &Frame<'_>, phone: &Phone, turned: u64) -> String {
    page(frame.lang, &phone.heading, "phone", Some(&live(&frame.action)), &phone_main(frame, phone, turned))
}

/// The part of it that changes.
pub(super) fn phone_main(frame: &Frame<'_>, phone: &Phone, turned: u64) -> Markup {
    let lang = frame.lang;
    html! {
        main id="main" data-turned=(turned) {
            h1 tabindex="-1" { (phone.heading) }
            @if let Some(notice) = &frame.notice { p class="notice" role="status" { (notice) } }
            @if let Some((told, open)) = &phone.recap {
                details open[*open] {
                    summary { (lang.say("room-recap")) }
                    @for line in told { p { (line) } }
                }
            }
            @for piece in &phone.pieces { (part(piece, lang)) }
            @if let Some(done) = &phone.done { p class="done" role="status" { "✓ " (done) } }
            @if let Some(form) = &phone.form { (send(frame, form)) }
            @if let Some((name, card)) = &phone.role {
                section class="card" {
                    h2 { (lang.say_with("room-your-role", &[("role", name.clone().into())])) }
                    p { (card) }
                }
            }
            (foot(frame, &phone.alias))
        }
    }
}

fn foot(frame: &Frame<'_>, alias: &str) -> Markup {
    let lang = frame.lang;
    html! {
        footer {
            form method="post" action=(frame.action) class="again" {
                (hidden(frame, "page"))
                button class="plain" { (lang.say("room-look-again")) }
            }
            form method="post" action=(frame.action) {
                (hidden(frame, "me"))
                button class="plain" { (alias) " · " (lang.say("room-what-is-known")) }
            }
            @for tag in LANGUAGES.iter().filter(|t| **t != lang.tag()) {
                form method="post" action=(frame.action) {
                    input type="hidden" name="token" value=(frame.token);
                    input type="hidden" name="lang" value=(tag);
                    input type="hidden" name="do" value="page";
                    button class="plain" lang=(tag) { (super::tongue::lang(tag).say("room-language")) }
                }
            }
        }
    }
}

/// What the room knows of this phone, and the way to be forgotten.
pub(super) fn me(frame: &Frame<'_>, known: &Known, turned: u64) -> String {
    page(
        frame.lang,
        &frame.lang.say("room-me"),
        "phone",
        Some(&live(&frame.action)),
        &me_main(frame, known, turned),
    )
}

/// The part of it that changes.
pub(super) fn me_main(frame: &Frame<'_>, known: &Known, turned: u64) -> Markup {
    let lang = frame.lang;
    html! {
        main id="main" data-turned=(turned) data-still="" {
            h1 tabindex="-1" { (lang.say("room-me")) }
            ul { @for line in &known.lines { li { (line) } } }
            p { (lang.say("room-me-not")) }
            form method="post" action=(frame.action) {
                (hidden(frame, "page"))
                button class="big" { (lang.say("room-back")) }
            }
            form method="post" action=(frame.action) {
                (hidden(frame, "forget"))
                button class="plain" { (lang.say("room-forget")) }
            }
            p class="note" { (lang.say("room-forget-note")) }
        }
    }
}

/// What is left after somebody was forgotten, or where a room is over.
pub(super) fn gone(lang: &Lang, action: &str, text: &str) -> String {
    let body = html! {
        main id="main" data-gone="" {
            h1 tabindex="-1" { "Cermin" }
            p role="status" { (text) }
            form method="get" action=(action) { button class="plain" { (lang.say("room-join-anew")) } }
        }
    };
    page(lang, "Cermin", "phone", None, &body)
}

/// What somebody sees who was too fast: the same phone, and a way to look again.
pub(super) fn wait(frame: &Frame<'_>, text: &str) -> String {
    let body = html! {
        main id="main" {
            h1 tabindex="-1" { "Cermin" }
            p class="notice" role="alert" { (text) }
            form method="post" action=(frame.action) {
                (hidden(frame, "page"))
                button class="big" { (frame.lang.say("room-look-again")) }
            }
        }
    };
    page(frame.lang, "Cermin", "phone", None, &body)
}

fn send(frame: &Frame<'_>, form: &Form) -> Markup {
    let lang = frame.lang;
    match form {
        Form::Vote(number, options) => choose(frame, "vote", *number, options),
        Form::Bet(number, options) => choose(frame, "bet", *number, options),
        Form::Answers(questions) => html! {
            form method="post" action=(frame.action) {
                (hidden(frame, "answers"))
                @for (n, question) in questions.iter().enumerate() { (ask(lang, n, question)) }
                button class="big" { (lang.say("room-send")) }
            }
        },
        Form::Draft(left) => html! {
            form method="post" action=(frame.action) {
                (hidden(frame, "draft"))
                label for="text" { (lang.say("room-draft")) }
                textarea id="text" name="text" rows="3" maxlength=(super::LETTERS) required {}
                p class="note" { (lang.say_with("room-draft-left", &[("n", number(*left))])) }
                button class="big" { (lang.say("room-send")) }
            }
        },
        Form::Dots(drafts) => html! {
            form method="post" action=(frame.action) {
                (hidden(frame, "dots"))
                fieldset {
                    legend { (lang.say("room-dots")) }
                    @for (n, text, given) in drafts {
                        label class="pick" { input type="checkbox" name=(format!("d{n}")) checked[*given]; " " (text) }
                    }
                }
                button class="big" { (lang.say("room-send")) }
            }
        },
        Form::Parting(given) => html! {
            form method="post" action=(frame.action) {
                (hidden(frame, "parting"))
                (radios(&lang.say("room-worth"), "worth", &words(lang, "room-worth", 3), given.map(|g| g.0), true))
                (radios(&lang.say("room-change"), "change", &words(lang, "room-change", 3), given.map(|g| g.1), true))
                button class="big" { (lang.say("room-send")) }
            }
        },
    }
}

fn words(lang: &Lang, key: &str, n: usize) -> Vec<String> {
    (0..n).map(|n| lang.say(&format!("{key}-{n}"))).collect()
}

/// Options, each a button: one tap is a vote.
fn choose(frame: &Frame<'_>, what: &str, number: u32, options: &[Offer]) -> Markup {
    let lang = frame.lang;
    html! {
        form method="post" action=(frame.action) class="choose" {
            (hidden(frame, what))
            input type="hidden" name="ballot" value=(number);
            @for (n, option) in options.iter().enumerate() {
                @if let Some(why) = &option.locked {
                    p class="locked" { (n + 1) ". " (option.label) br; span class="note" { (lang.say("room-locked")) ": " (why) } }
                } @else {
                    button class="option" name="option" value=(n) aria-pressed=(option.chosen) {
                        span class="label" { @if option.chosen { "✓ " } (n + 1) ". " (option.label) }
                        @for line in &option.details { span class="detail" { (line) } }
                        @if option.chosen { span class="detail" { (lang.say("room-chosen")) } }
                    }
                }
            }
        }
    }
}

fn ask(lang: &Lang, n: usize, question: &Question) -> Markup {
    html! {
        section class="question" {
            (radios(&question.text, &format!("q{n}"), &question.answers, question.given.map(|g| g.0), false))
            (radios(&lang.say("room-sure"), &format!("s{n}"), &words(lang, "room-sure", 3), question.given.map(|g| g.1), false))
        }
    }
}

fn radios(legend: &str, name: &str, answers: &[String], given: Option<u8>, required: bool) -> Markup {
    html! {
        fieldset {
            legend { (legend) }
            @for (n, answer) in answers.iter().enumerate() {
                label class="pick" {
                    input type="radio" name=(name) value=(n) checked[given.is_some_and(|g| usize::from(g) == n)] required[required];
                    " " (answer)
                }
            }
        }
    }
}

/// One piece of what is read.
fn part(piece: &Piece, lang: &Lang) -> Markup {
    match piece {
        Piece::Heading(text) => html! { h2 { (text) } },
        Piece::Folded(name, pieces) => html! {
            details { summary { (name) } @for piece in pieces { (part(piece, lang)) } }
        },
        Piece::Text(text) => html! { p { (text) } },
        Piece::Note(text) => html! { p class="note" { (text) } },
        Piece::Notice(text) => html! { p class="notice" { (text) } },
        Piece::List(lines) => html! { ul { @for line in lines { li { (line) } } } },
        Piece::Prose(lines) => html! {
            div class="prose" {
                @for line in lines {
                    p {
                        @if let Some(speaker) = &line.speaker { b { (speaker) } ": " }
                        @for (text, emphasis) in &line.stretches {
                            @if *emphasis { em { (text) } } @else { (text) }
                        }
                    }
                }
            }
        },
        Piece::Options(options) => html! {
            ol {
                @for option in options {
                    li {
                        (option.label)
                        @for line in &option.details { br; span class="note" { (line) } }
                        @if let Some(why) = &option.locked { br; span class="note" { (lang.say("room-locked")) ": " (why) } }
                    }
                }
            }
        },
        Piece::Bars(caption, bars) => html! {
            figure {
                figcaption { (caption) }
                ul class="bars" {
                    @for bar in bars {
                        li class=[bar.leads.then_some("leads")] {
                            span class="label" { (bar.label) }
                            svg viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" {
                                rect class="ground" width="1000" height="24" {}
                                rect class="bar" width=(bar.share) height="24" {}
                            }
                            span class="count" { (bar.words) }
                        }
                    }
                }
            }
        },
        Piece::Join(join) => how_to_join(join, lang),
    }
}

fn how_to_join(join: &Join, lang: &Lang) -> Markup {
    html! {
        div class="join" {
            @if let (Some(wifi), Some(name)) = (&join.wifi, &join.wifi_name) {
                figure {
                    figcaption { "1. " (lang.say_with("room-join-wifi", &[("name", name.clone().into())])) }
                    (qr(wifi))
                }
            }
            figure {
                figcaption {
                    @if join.wifi.is_some() { "2. " }
                    (lang.say("room-join-open"))
                }
                (qr(&join.url))
                p class="address" { (join.short) }
                p class="code" { (join.code) }
            }
        }
    }
}

/// A square that a phone's camera reads; who cannot see it has the address beside it.
pub(super) fn qr(text: &str) -> Markup {
    let Ok(code) = qrcode::QrCode::new(text.as_bytes()) else { return html! {} };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, c)| *c == qrcode::Color::Dark);
    let path: String = dark.map(|(n, _)| format!("M{} {}h1v1h-1z", n % width + 4, n / width + 4)).collect();
    let view = format!("0 0 {0} {0}", width + 8);
    html! {
        svg class="qr" viewBox=(view) aria-hidden="true" {
            rect width="100%" height="100%" fill="#ffffff" {}
            path d=(path) fill="#000000" {}
        }
    }
}

/// The wall, whole.
pub(super) fn wall(wall: &Wall, lang: &Lang, action: &str, turned: u64) -> String {
    page(lang, &wall.title, "wall", Some(&live(action)), &wall_main(wall, lang, turned))
}

/// The part of it that changes.
pub(super) fn wall_main(wall: &Wall, lang: &Lang, turned: u64) -> Markup {
    html! {
        main id="main" data-turned=(turned) data-wall="" {
            @if wall.blank {
                h1 { (wall.title) }
            } @else {
                header {
                    h1 { (wall.heading) }
                    p class="clock" id="clock" data-until=[wall.until] data-paused=[wall.paused.then_some("")] {
                        @if let Some(until) = wall.until { (clock_words(until)) }
                    }
                }
                div class=(if wall.columns.len() > 1 { "columns two" } else { "columns" }) {
                    @for column in &wall.columns { section { @for piece in column { (part(piece, lang)) } } }
                }
                p class="foot" id="foot" { (wall.foot) }
            }
        }
    }
}
