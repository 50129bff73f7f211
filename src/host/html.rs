//! Pages of the room as HTML: forms and text that need no script, and a wall for the projector.
//!
//! Every text is escaped by the macro that makes them; nothing of a pack or of what was typed is HTML. The invariant: a
//! page works without script and style, and has no address in it but the room's own.

mod forms;
mod parts;

use maud::{DOCTYPE, Markup, html};

use crate::app::{
    Lang,
    lang::LANGUAGES,
    workshop::{Join, Known, Phone, Piece, Wall, clock_words},
};
use forms::send;
use parts::part;

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

/// How to join, as one page for printing that needs nothing else.
pub(super) fn sheet(join: &Join, title: &str, lang: &Lang) -> String {
    let rules = ["room-join-who", "room-join-plain"];
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                title { (title) " · Cermin" }
                style { "body{font:16pt/1.4 system-ui,sans-serif;text-align:center;margin:15mm}.qr{width:75mm}.join{display:flex;gap:15mm;justify-content:center}.code{font-size:48pt;letter-spacing:.2em;font-weight:700;margin:0}" }
            }
            body { main {
                h1 { (title) }
                (part(&Piece::Join(join.clone()), lang))
                @for key in rules { p { (lang.say(key)) } }
            } }
        }
    }
    .into_string()
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
