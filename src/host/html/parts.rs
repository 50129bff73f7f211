//! The pieces of a page: prose, lists, options, bars, how to join.
//!
//! The invariant: a picture is hidden from who reads by ear, and its words stand beside it.

use maud::{Markup, html};

use crate::app::{
    Lang,
    workshop::{Join, Piece},
};

/// One piece of what is read.
pub(super) fn part(piece: &Piece, lang: &Lang) -> Markup {
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
fn qr(text: &str) -> Markup {
    let Ok(code) = qrcode::QrCode::new(text.as_bytes()) else { return html! {} };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, c)| *c == qrcode::Color::Dark);
    let dots: Vec<String> =
        dark.map(|(n, _)| format!("M{} {}h1v1h-1z", n % width + 4, n / width + 4)).collect();
    let view = format!("0 0 {0} {0}", width + 8);
    html! {
        svg class="qr" viewBox=(view) aria-hidden="true" {
            rect width="100%" height="100%" fill="#ffffff" {}
            path d=(dots.concat()) fill="#000000" {}
        }
    }
}
