//! The paper kit: a sheet for the desk, role cards, ballots of paper, cards to hold up, the questions before and after.
//!
//! One page of HTML whose parts break where paper does. The invariant: with this and the desk's `count`, a room needs no
//! phone.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{
    app::{Lang, workshop::stage_key},
    group::Stage,
    story::{
        Story,
        ids::TextId,
        model::{Dilemma, Item, Side, Step},
    },
};

const STYLE: &str = "@page{margin:12mm}body{font:11pt/1.4 system-ui,sans-serif;color:#000;background:#fff;margin:0}section{break-after:\
page;padding:1rem}.cards{display:grid;grid-template-columns:1fr 1fr;gap:0}.card{border:1px dashed #777;padding:5mm;min-height:45mm;\
break-inside:avoid}.letters{display:grid;grid-template-columns:1fr 1fr}.letter{border:1px dashed #777;font-size:90pt;text-align:\
center;padding:15mm 0;break-inside:avoid;font-weight:700}.slip{border:1px dashed #777;padding:4mm;break-inside:avoid}h1{font-size:\
18pt}h2{font-size:13pt;margin:.8em 0 .3em}.box{display:inline-block;width:1em;height:1em;border:1px solid #000;margin-right:.4em;\
vertical-align:-.15em}.line{border-bottom:1px solid #000;height:1.8em}";

struct Maker<'a> {
    story: &'a Story,
    lang: &'a Lang,
}

/// The page, with cards for so many people.
#[must_use]
pub fn page(story: &Story, people: usize, lang: &Lang) -> String {
    let maker = Maker { story, lang };
    let title = maker.label(story.about.title);
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Cermin" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (maker.desk(&title))
                (maker.roles(people))
                (maker.letters())
                (maker.questions(true))
                (maker.questions(false))
                (maker.slips())
            }
        }
    }
    .into_string()
}

impl Maker<'_> {
    fn label(&self, text: TextId) -> String {
        self.story.label(text, self.story.language(self.lang.tag())).to_owned()
    }

    fn scene(&self, dilemma: &Dilemma) -> String {
        let scene = self.story.scene(dilemma.scene);
        self.story.label_or(scene.title, self.story.language(self.lang.tag()), &scene.id).to_owned()
    }

    /// What the facilitator holds.
    fn desk(&self, title: &str) -> Markup {
        let (lang, workshop) = (self.lang, &self.story.workshop);
        html! {
            section {
                h1 { (title) }
                p { (self.label(self.story.about.chair)) }
                ul { @for rule in &workshop.rules { li { (self.label(*rule)) } } }
                @for dilemma in &self.story.guide.dilemmas {
                    h2 { (self.scene(dilemma)) " · " (dilemma.minutes) " min" }
                    @if let Some(watch) = dilemma.watch { p { (lang.say_with("room-watch", &[("text", self.label(watch).into())])) } }
                    @if let Some(fact) = dilemma.fact { p { (lang.say_with("room-fact", &[("text", self.label(fact).into())])) } }
                    @for side in [Side::For, Side::Against] {
                        p { b { (lang.say(if side == Side::For { "room-ask-for" } else { "room-ask-against" })) } }
                        ul { @for prompt in dilemma.prompts.iter().filter(|p| p.side == side) { li { (self.label(prompt.text)) } } }
                    }
                }
                @for step in [Step::Describe, Step::Analyse, Step::Apply] {
                    h2 { (lang.say(stage_key(Stage::Debrief(step)))) }
                    ul { @for q in workshop.debrief.iter().filter(|q| q.step == step) { li { (self.label(q.text)) } } }
                }
                @if let Some(leaving) = workshop.leaving { p { b { (self.label(leaving)) } } }
            }
        }
    }

    /// A card for each person, the roles in turn.
    fn roles(&self, people: usize) -> Markup {
        let roles = &self.story.workshop.roles;
        if roles.is_empty() {
            return html! {};
        }
        html! {
            section class="cards" {
                @for n in 0..people {
                    @let role = &roles[n % roles.len()];
                    div class="card" { h2 { (self.label(role.name)) } p { (self.label(role.card)) } }
                }
            }
        }
    }

    /// Numbers to hold up, as the options are numbered.
    fn letters(&self) -> Markup {
        let most = self.story.guide.dilemmas.iter().map(|d| self.story.scene(d.scene).choices.len()).max();
        html! {
            section class="letters" { @for n in 1..=most.unwrap_or(4) { div class="letter" { (n) } } }
        }
    }

    /// The questions before or after.
    fn questions(&self, before: bool) -> Markup {
        let (lang, workshop) = (self.lang, &self.story.workshop);
        let item = |item: &Item| {
            html! {
                p { b { (self.label(item.text)) } }
                @for option in &item.options { p { span class="box" {} (self.label(*option)) } }
                (self.sure())
            }
        };
        html! {
            section {
                h1 { (lang.say(if before { "room-stage-before" } else { "room-stage-after" })) }
                @for statement in &workshop.statements {
                    p { b { (self.label(if before { statement.before } else { statement.after })) } }
                    p { @for n in 0..5 { span class="box" {} (lang.say(&format!("room-agree-{n}"))) " " } }
                    (self.sure())
                }
                @for case in &workshop.cases { (item(if before { &case.before } else { &case.after })) }
            }
        }
    }

    fn sure(&self) -> Markup {
        html! {
            p {
                (self.lang.say("room-sure")) " "
                @for n in 0..3 { span class="box" {} (self.lang.say(&format!("room-sure-{n}"))) " " }
            }
        }
    }

    /// Slips for votes and safeguards.
    fn slips(&self) -> Markup {
        html! {
            section {
                @for dilemma in &self.story.guide.dilemmas {
                    div class="slip" {
                        b { (self.scene(dilemma)) }
                        @for (n, (_, choice)) in self.story.choices_of(dilemma.scene).enumerate() {
                            p { span class="box" {} (n + 1) ". " (self.label(choice.text)) }
                        }
                    }
                }
                div class="slip" { b { (self.lang.say("room-draft")) } @for _ in 0..3 { div class="line" {} } }
            }
        }
    }
}
