//! A world governed without a story: the levers and what they cost, every number with its history, the groups.
//!
//! The invariant: every lever, every meter and stock, and every group is in the body, whatever the size; a wide window
//! only sets them side by side.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Drawn, Look, MEASURE, Role, Size, body::Body, foot, head, put, rule, society};
use crate::{
    app::{
        Game, Model, govern,
        page::{self, Block},
        wrap,
    },
    engine::{Point, groups, region},
};

/// Draws the sandbox.
pub(super) fn draw(
    model: &Model,
    game: &Game,
    (marked, scroll): (usize, usize),
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let area = frame.area();
    let size = Size::of(area.width, area.height);
    let page = page::now(game, &model.lang);
    head(frame, &model.lang.say("sandbox-title"), &super::dated(&page, size, look), look);
    rule(frame, 1, look);
    let height = area.height.saturating_sub(4);
    let mut hits = foot(model, look, frame, 0);
    let (wide, left) = match size {
        Size::Tiny | Size::Narrow => (false, usize::from(area.width.saturating_sub(2))),
        Size::Normal => (true, 34),
        Size::Wide => (true, 44),
    };
    let mut body = Body::default();
    if let Some(notice) = &model.notice {
        body.text(notice, Role::Notice, left, look);
        body.gap();
    }
    levers(&mut body, model, game, marked, left, look);
    let right = usize::from(area.width).saturating_sub(left + 5);
    let numbers = numbers(game, &page, if wide { right } else { left }, look);
    if !wide {
        body.gap();
        body.lines.extend(numbers.clone());
    }
    body.gap();
    content(&mut body, model, game, left, look);
    news(&mut body, &page, left, look);
    let place = Rect { x: 1, y: 2, width: u16::try_from(left).unwrap_or(area.width), height };
    let (extent, clicks) = body.draw(frame, place, scroll, model, look);
    hits.extend(clicks);
    if wide {
        let x = u16::try_from(left + 4).unwrap_or(0);
        for (n, line) in numbers.iter().take(height.into()).enumerate() {
            let Ok(row) = u16::try_from(n) else { break };
            put(frame, (x, 2 + row), line, area.width.saturating_sub(x + 1));
        }
    }
    Drawn { hits, extent }
}

fn levers(body: &mut Body, model: &Model, game: &Game, marked: usize, width: usize, look: &Look) {
    let lang = &model.lang;
    let all = govern::levers(game);
    let widest = all.iter().map(|l| wrap::columns(&l.name)).max().unwrap_or(0).min(width / 2);
    for (n, lever) in all.iter().enumerate() {
        let here = n == marked;
        let (marker, role) = if here { (look.glyphs.marker, Role::Marked) } else { (" ", Role::Text) };
        let name = wrap::cut(&lever.name, widest, look.glyphs.more);
        let pad = " ".repeat(widest.saturating_sub(wrap::columns(&name)));
        let full = usize::try_from(lever.value).unwrap_or(0).min(20);
        let rest = usize::try_from(lever.max - lever.value).unwrap_or(0).min(20);
        let bar = look.glyphs.bar.0.repeat(full) + &look.glyphs.bar.1.repeat(rest);
        let moved = if lever.value == lever.now {
            String::new()
        } else {
            lang.say_with("lever-was", &[("now", lever.now.into())])
        };
        let cost = lang.say_with("lever-cost", &[("cost", lever.cost.into())]);
        let first = body.lines.len();
        body.lines.push(Line::from(vec![
            Span::styled(format!("{marker} {name}{pad} "), look.style(role)),
            Span::styled(bar, look.style(Role::Text)),
            Span::styled(format!(" {} ", lever.value), look.style(role)),
            Span::styled(format!("{cost} {moved}"), look.style(Role::Muted)),
        ]));
        if here && !lever.about.is_empty() {
            let before = body.lines.len();
            body.text(&lever.about, Role::Muted, width.saturating_sub(4), look);
            for line in body.lines.iter_mut().skip(before) {
                line.spans.insert(0, Span::raw("    "));
            }
        }
        body.choices.push((first, body.lines.len().saturating_sub(1)));
    }
    let budget = govern::budget_words(game, lang);
    if !budget.is_empty() {
        body.gap();
        body.text(&budget, Role::Text, width, look);
    }
}

/// Every meter and stock: its name, value, change and history, with the value it began with.
fn numbers(game: &Game, page: &page::Page, width: usize, look: &Look) -> Vec<Line<'static>> {
    let widest = page.meters.iter().map(|m| wrap::columns(&m.name)).max().unwrap_or(0).min(18);
    let point = game.story.point;
    let turns = game.timeline.start.turn()..=game.timeline.now().state.turn();
    let mut lines = Vec::new();
    for meter in &page.meters {
        let values: Vec<i64> =
            turns.clone().map(|t| game.timeline.at(Point::Turn(t)).0.value(meter.var)).collect();
        let name = wrap::cut(&meter.name, widest, look.glyphs.more);
        let pad = " ".repeat(widest.saturating_sub(wrap::columns(&name)));
        let first = values.first().copied().unwrap_or(0) / point;
        let change = society::change(meter, look);
        let gap = 4usize.saturating_sub(change.as_ref().map_or(0, Span::width));
        let mut spans = vec![
            Span::styled(format!("{name}{pad} "), look.style(Role::Muted)),
            Span::styled(format!("{:>3}", meter.points), look.style(Role::Text)),
        ];
        spans.extend(change);
        let room = width.saturating_sub(widest + 13).min(72);
        let record = game.story.var(meter.var);
        let spark = society::spark(&values, (record.min, record.max), room, look);
        spans.push(Span::styled(format!("{} {first:>3} ", " ".repeat(gap)), look.style(Role::Muted)));
        spans.push(Span::styled(spark, look.style(Role::Text)));
        lines.push(Line::from(spans));
    }
    lines
}

/// What the last quarter brought.
fn news(body: &mut Body, page: &page::Page, width: usize, look: &Look) {
    for block in &page.blocks {
        match block {
            Block::Line(line) => {
                body.gap();
                body.text(line, Role::News, width, look);
            }
            Block::List { lines, .. } => {
                body.gap();
                for line in lines {
                    body.runs(&[(line.clone(), Role::Muted)], width, 2, look);
                }
            }
            Block::News(_)
            | Block::Prose(_)
            | Block::Notes(_)
            | Block::Chosen(_)
            | Block::Pending(_)
            | Block::Ending(_)
            | Block::Fact(_) => {}
        }
    }
}

fn content(body: &mut Body, model: &Model, game: &Game, width: usize, look: &Look) {
    let state = &game.timeline.now().state;
    let setup = &game.timeline.setup;
    let columns = society::group_columns(game, width);
    for (id, value) in groups(&game.story, setup, state).unwrap_or_default() {
        let group = &game.story.groups[id.at()];
        let name = game.story.label(group.name, game.language);
        let bar = society::bar(value, 1000, columns, look);
        body.lines.push(society::row(name, bar, &(value / 10).to_string(), None, columns, look));
    }
    if let Ok(Some(found)) = region(&game.story, setup, state) {
        let name = game.story.label(game.story.region(found).name, game.language).to_owned();
        body.gap();
        let text = model.lang.say_with("ending-region", &[("region", name.into())]);
        body.text(&text, Role::Muted, width, look);
    }
}

/// Draws the world's parameters, each with what it is in this run.
pub(super) fn numbers_screen(
    model: &Model,
    game: &Game,
    (marked, scroll): (usize, usize),
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let area = frame.area();
    let lang = &model.lang;
    head(frame, &lang.say("screen-numbers"), &super::right_of(model, look), look);
    rule(frame, 1, look);
    let width = usize::from(area.width.saturating_sub(2)).min(MEASURE);
    let mut body = Body::default();
    if let Some(notice) = &model.notice {
        body.text(notice, Role::Notice, width, look);
        body.gap();
    }
    for (at, n) in govern::order(Some(game)).into_iter().enumerate() {
        let record = &game.story.parameters[n];
        let value = game.timeline.setup.params[n];
        let here = at == marked;
        let (marker, role) = if here { (look.glyphs.marker, Role::Marked) } else { (" ", Role::Text) };
        let first = body.lines.len();
        if at == 0 {
            body.text(&lang.say("numbers-about"), Role::Muted, width, look);
            body.gap();
        }
        let name = game.story.label(record.name, game.language);
        let number = if value == 100 { Role::Muted } else { Role::News };
        let lead = format!("{marker} {value:>3}  ");
        let indent = wrap::columns(&lead);
        let about = game.story.label_or(record.about, game.language, "").to_owned();
        let runs = [(lead, number), (format!("{name}  "), role), (about, Role::Muted)];
        body.runs(&runs, width, indent, look);
        body.choices.push((first, body.lines.len().saturating_sub(1)));
    }
    let place = Rect {
        x: u16::try_from((usize::from(area.width).saturating_sub(width) / 2).max(1)).unwrap_or(1),
        y: 2,
        width: u16::try_from(width).unwrap_or(area.width),
        height: area.height.saturating_sub(4),
    };
    let mut hits = foot(model, look, frame, 0);
    let (extent, clicks) = body.draw(frame, place, scroll, model, look);
    hits.extend(clicks);
    Drawn { hits, extent }
}
