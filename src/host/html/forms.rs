//! What a phone can send, as forms.
//!
//! The invariant: every field has a label, and what was sent before is marked in words, not by its look alone.

use maud::{Markup, html};

use super::{Frame, hidden};
use crate::app::{
    Lang,
    lang::number,
    workshop::{Form, Offer, Question},
};

/// What can be sent.
pub(super) fn send(frame: &Frame<'_>, form: &Form) -> Markup {
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
                textarea id="text" name="text" rows="3" maxlength=(crate::host::LETTERS) required {}
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
                        @for line in &option.details { " " span class="detail" { (line) } }
                        @if option.chosen { " " span class="detail" { (lang.say("room-chosen")) } }
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
