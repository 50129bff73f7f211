//! Screens that one reads and scrolls: the transcript, and the keys of the screen below.
//!
//! The invariant: the transcript is the same text that `replay` writes.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line as TextLine, Span},
};

use super::{Drawn, Look, MEASURE, Role, body::Body, foot, head, middle, put, right_of, rule};
use crate::{
    app::{Model, Motion, Screen, lang::number, made, model::PLAYS, numbers, people, rules, unfold, wrap},
    report::{
        hinges::{self, Line},
        mirror,
        transcript::{self, Format},
    },
};

/// Draws the transcript, scrolled so many rows back from its end.
pub(super) fn transcript(model: &Model, back: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let mut body = Body::default();
    let (width, _) = middle(frame, MEASURE);
    if let Some(game) = &model.game {
        let written = || {
            let text = transcript::write(game, &model.lang, Format::Text, None);
            text.lines().flat_map(|line| wrap::wrap_plain(line, width)).collect()
        };
        for line in game.made.transcript((model.lang.tag(), game.language), width, written).iter() {
            if line.is_empty() {
                body.gap();
            } else {
                body.lines.push(TextLine::styled(line.clone(), look.style(Role::Text)));
            }
        }
    }
    let rows = usize::from(frame.area().height.saturating_sub(4));
    let from = body.lines.len().saturating_sub(rows).saturating_sub(back);
    page(&model.lang.say("screen-transcript"), &body, from, model, look, frame)
}

/// Draws the hinges, or how far they have been worked out.
pub(super) fn weighed(model: &Model, scroll: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let mut body = Body::default();
    let (width, _) = middle(frame, MEASURE);
    if let (Some(game), Some(weighed)) = (&model.game, &model.hinges) {
        match &weighed.found {
            None => {
                let share = weighed.done * 100 / weighed.all.max(1);
                body.text(
                    &model.lang.say_with("hinges-working", &[("share", share.into())]),
                    Role::Text,
                    width,
                    look,
                );
                if unfold::motion(model) == Motion::None {
                    return page(&model.lang.say("screen-hinges"), &body, scroll, model, look, frame);
                }
                let full = usize::try_from(share).unwrap_or(0) * width.min(50) / 100;
                let (done, open) = if look.glyphs.ascii { ("#", ".") } else { ("█", "░") };
                let bar = done.repeat(full) + &open.repeat(width.min(50) - full);
                body.runs(&[(bar, Role::Key)], width, 0, look);
            }
            Some(Ok(found)) => {
                for line in hinges::lines(game, found, PLAYS, &model.lang) {
                    match line {
                        Line::Words(_, words) if words.is_empty() => body.gap(),
                        Line::Words(0, words) => body.text(&words, Role::Text, width, look),
                        Line::Words(indent, words) => {
                            let words = (format!("{}{words}", " ".repeat(indent)), Role::Muted);
                            body.runs(&[words], width, indent + 2, look);
                        }
                        Line::Odds(odds) => body.lines.extend(bars(&odds, width, model, look)),
                    }
                }
            }
            Some(Err(why)) => {
                let args = [("why", why.clone().into())];
                body.text(&model.lang.say_with("notice-fault", &args), Role::Notice, width, look);
            }
        }
    }
    page(&model.lang.say("screen-hinges"), &body, scroll, model, look, frame)
}

/// A bar for each ending, with its share beside it.
fn bars(odds: &[(String, f64)], width: usize, model: &Model, look: &Look) -> Vec<TextLine<'static>> {
    const LEAD: usize = 6;
    const SHARE: usize = 9;
    let names = odds.iter().map(|(name, _)| wrap::columns(name)).max().unwrap_or(0).min(width / 2);
    let cells = width.saturating_sub(LEAD + names + SHARE + 1).min(25);
    let bar = |(name, share): &(String, f64)| {
        let name = wrap::cut(name, names, look.glyphs.more);
        let pad = " ".repeat(LEAD + names - wrap::columns(&name));
        // Each cell is as much as it stands for; the smallest share has one.
        let full = (1..=cells)
            .filter(|n| *share * 2.0 * real(cells) >= (2.0 * real(*n) - 1.0) * 100.0)
            .count()
            .max(1);
        TextLine::from(vec![
            Span::styled(format!("{pad}{name} "), look.style(Role::Muted)),
            Span::styled(look.glyphs.bar.0.repeat(full), look.style(Role::Text)),
            Span::styled(format!(" {} %", hinges::percents(*share, &model.lang)), look.style(Role::Muted)),
        ])
    };
    odds.iter().map(bar).collect()
}

#[expect(clippy::cast_precision_loss, reason = "cells of a bar")]
const fn real(n: usize) -> f64 {
    n as f64
}

/// Draws the mirror.
pub(super) fn mirror(
    model: &Model,
    turn: Option<i64>,
    scroll: usize,
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let mut body = Body::default();
    let (width, _) = middle(frame, MEASURE);
    if let Some(game) = &model.game {
        match &*made::mirrored(game) {
            Ok(sides) => {
                for line in mirror::text(game, sides, &model.lang, width, turn).lines() {
                    if line.is_empty() {
                        body.gap();
                    } else if line.starts_with(' ') {
                        // A row of the table, or what belongs to the line above.
                        let rest = line.trim_start();
                        let lead = line.len() - rest.len();
                        if lead > 2 {
                            body.lines.push(TextLine::styled(line.to_owned(), look.style(Role::Muted)));
                        } else {
                            body.runs(&[(format!("  {rest}"), Role::Muted)], width, 2, look);
                        }
                    } else {
                        body.row(line, width, look);
                    }
                }
            }
            Err(error) => {
                let args = [("why", error.to_string().into())];
                body.text(&model.lang.say_with("notice-fault", &args), Role::Notice, width, look);
            }
        }
    }
    page(&model.lang.say("screen-mirror"), &body, scroll, model, look, frame)
}

/// Draws the world's rules.
pub(super) fn rules(model: &Model, scroll: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let mut body = Body::default();
    let (width, _) = middle(frame, MEASURE);
    let lang = &model.lang;
    if let Some(game) = &model.game {
        body.text(&lang.say("rules-about"), Role::Muted, width, look);
        body.text(
            &numbers::changed(game, lang).unwrap_or_else(|| lang.say("numbers-unchanged")),
            Role::Notice,
            width,
            look,
        );
        body.gap();
        body.text(&lang.say("rules-presets"), Role::Title, width, look);
        for preset in rules::presets(game, lang) {
            body.runs(&[(preset, Role::Text)], width, 2, look);
        }
        for rule in rules::list(game, lang) {
            body.gap();
            body.runs(
                &[(rule.title, Role::Title), (format!("  {}", rule.moves), Role::Muted)],
                width,
                2,
                look,
            );
            body.text(&rule.because, Role::Text, width, look);
            if let Some(says) = &rule.says {
                body.text(says, Role::Text, width, look);
            }
            for (factor, contested) in rule.factors {
                let role = if contested { Role::News } else { Role::Muted };
                body.runs(&[(factor, role)], width, 2, look);
            }
            for line in rule.written {
                body.runs(&[(format!("  {line}"), Role::Muted)], width, 4, look);
            }
        }
    }
    page(&lang.say("key-rules"), &body, scroll, model, look, frame)
}

/// Draws the people who have spoken.
pub(super) fn people(model: &Model, scroll: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let mut body = Body::default();
    let (width, _) = middle(frame, MEASURE);
    if let Some(game) = &model.game {
        let (met, unmet) = people::met(game, &model.lang);
        for person in met {
            body.runs(&[(person.name, Role::Title)], width, 0, look);
            let scenes = model.lang.say_with("people-scenes", &[("n", number(person.scenes))]);
            let about = if person.about.is_empty() { scenes } else { format!("{}. {scenes}", person.about) };
            body.runs(&[(format!("  {about}"), Role::Muted)], width, 2, look);
        }
        body.gap();
        body.text(&model.lang.say_with("people-unmet", &[("n", number(unmet))]), Role::Muted, width, look);
    }
    page(&model.lang.say("key-people"), &body, scroll, model, look, frame)
}

/// Draws the keys of the screen below this one.
pub(super) fn keys(model: &Model, scroll: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let mut lower = model.screens.iter().rev().skip_while(|s| !matches!(s, Screen::Keys { .. }));
    let below = lower.nth(1).cloned().unwrap_or(Screen::Library { marked: 0 });
    let mut body = Body::default();
    let (width, _) = middle(frame, MEASURE);
    for binding in model.keys.on(&below) {
        let names: Vec<String> = binding.keys.iter().map(|k| k.shown(look.glyphs.ascii)).collect();
        let what = model.lang.say(binding.action.description());
        let names = names.join("  ");
        let pad = 28usize.saturating_sub(crate::app::wrap::columns(&names)).max(2);
        let lead = (format!("{names}{}", " ".repeat(pad)), Role::Key);
        body.runs(&[lead, (what, Role::Text)], width, if width > 50 { 28 } else { 4 }, look);
    }
    let digits = model.lang.say("key-choose");
    body.runs(&[(format!("1-9{}", " ".repeat(25)), Role::Key), (digits, Role::Text)], width, 4, look);
    page(&model.lang.say("screen-keys"), &body, scroll, model, look, frame)
}

pub(super) fn page(
    title: &str,
    body: &Body,
    from: usize,
    model: &Model,
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let area = frame.area();
    head(frame, title, &right_of(model, look), look);
    rule(frame, 1, look);
    let (width, x) = middle(frame, MEASURE);
    let place = Rect {
        x,
        y: 2,
        width: u16::try_from(width).unwrap_or(area.width),
        height: area.height.saturating_sub(4),
    };
    let hits = foot(model, look, frame, 0);
    let row = area.height.saturating_sub(2);
    let asked = match model.screen() {
        Screen::Find { query } => Some((format!(" / {query}_ "), Role::Key)),
        _ => model.notice.as_ref().map(|notice| (format!(" {notice} "), Role::Notice)),
    };
    if let Some((text, role)) = asked {
        put(frame, (1, row), &TextLine::styled(text, look.style(role)), area.width.saturating_sub(2));
    }
    let (extent, _) = body.draw(frame, place, from, model, look);
    Drawn { hits, extent }
}
