//! A scene or an ending: head, meters, prose, choices, foot; at the side of a wide window, the society.
//!
//! The invariant: everything of the page is in the body, whatever the size; only the side panel comes and goes.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Drawn, Look, MEASURE, Role, Size, body::Body, foot, head, put, rule, society};
use crate::{
    app::{
        Action, Game, Model, library,
        page::{self, Block, Meter, Page},
        unfold, wrap,
    },
    engine::Asked,
    story::model::VarKind,
};

/// Draws a play.
pub(super) fn draw(
    model: &Model,
    game: &Game,
    (mark, scroll): (usize, usize),
    look: &Look,
    frame: &mut Frame<'_>,
) -> Drawn {
    let area = frame.area();
    let size = Size::of(area.width, area.height);
    let page = page::now(game, &model.lang);
    let left = match (page.place.is_empty(), size) {
        (true, _) => page.title.clone(),
        (false, Size::Narrow) => page.place.clone(),
        (false, _) => format!("{} {} {}", page.title, look.glyphs.crumb, page.place),
    };
    head(frame, &left, &super::dated(&page, size, look), look);
    let mut asks = Vec::new();
    let (side, top) = if size == Size::Wide {
        rule(frame, 1, look);
        (area.width / 3, 2)
    } else {
        let rows = meters(frame, &page, if size == Size::Normal { 2 } else { 1 }, &mut asks, look);
        rule(frame, 1 + rows, look);
        (0, 2 + rows)
    };
    let middle_width = area.width - side;
    // A column for the marker, one for air, and the same at the other side.
    let measure = usize::from(middle_width.saturating_sub(8)).clamp(30, MEASURE);
    let measure = if size == Size::Narrow { usize::from(area.width.saturating_sub(3)) } else { measure };
    let x = match size {
        Size::Tiny | Size::Narrow => 1,
        Size::Normal | Size::Wide => {
            let free = usize::from(middle_width).saturating_sub(measure);
            u16::try_from(free / 2).unwrap_or(1)
        }
    };
    let mut body = body(model, game, &page, mark, measure, look);
    let height = area.height.saturating_sub(top + 2);
    if let Some(letters) = unfold::letters(model) {
        body.unfold(letters, height.into());
    }
    let place = Rect { x, y: top, width: u16::try_from(measure).unwrap_or(area.width), height };
    let mut hits = foot(model, look, frame, page.choices.len());
    let (extent, clicks) = body.draw(frame, place, scroll, model, look);
    super::notice_below(model, scroll.min(extent.last()), look, frame);
    hits.extend(clicks);
    hits.extend(asks);
    if side > 0 {
        let panel = Rect { x: area.width - side, y: top, width: side, height };
        society::draw(game, &page, panel, &mut hits, look, frame);
    }
    Drawn { hits, extent }
}

fn body(model: &Model, game: &Game, page: &Page, mark: usize, width: usize, look: &Look) -> Body {
    let mut body = Body::default();
    if let Some(notice) = &model.notice {
        body.text(notice, Role::Notice, width, look);
    }
    let story = (&*game.story, game.language);
    for block in &page.blocks {
        if model.introduced && matches!(block, Block::Notes(_)) {
            continue;
        }
        body.gap();
        match block {
            Block::Prose(passage) => body.passage(passage, Role::Text, story, width, look),
            Block::News(passage) => body.passage(passage, Role::News, story, width, look),
            Block::List { heading, lines, asked } => {
                body.text(heading, Role::Muted, width, look);
                for (n, line) in lines.iter().enumerate() {
                    let first = body.lines.len();
                    body.runs(&[(line.clone(), Role::Muted)], width, 2, look);
                    if let Some(asked) = asked.get(n).copied().flatten() {
                        body.hits.push((first, body.lines.len() - 1, Action::Ask(asked)));
                    }
                }
            }
            Block::Chosen(line) | Block::Notes(line) | Block::Pending(line) | Block::Fact(line) => {
                body.text(line, Role::Muted, width, look);
            }
            Block::Line(line) => body.text(line, Role::News, width, look),
            Block::Ending(line) => body.text(line, Role::Title, width, look),
        }
    }
    if let Some(chairs) = library::other_chairs(model) {
        body.gap();
        body.text(&chairs, Role::Muted, width, look);
    }
    for (n, choice) in page.choices.iter().enumerate() {
        body.gap();
        let first = body.lines.len();
        one_choice(&mut body, n, choice, mark == n, width, model, look);
        let last = body.lines.len().saturating_sub(1);
        body.choices.push((first, last));
        body.hits.push((first, last, Action::Choose(n + 1)));
    }
    body
}

fn one_choice(
    body: &mut Body,
    n: usize,
    choice: &page::Choice,
    marked: bool,
    width: usize,
    model: &Model,
    look: &Look,
) {
    let (role, sign) = match (&choice.locked, marked) {
        (Some(_), _) => (Role::Locked, format!("{}{}", n + 1, look.glyphs.lock)),
        (None, true) => (Role::Marked, (n + 1).to_string()),
        (None, false) => (Role::Text, (n + 1).to_string()),
    };
    let marker = if marked { look.glyphs.marker } else { " " };
    let lead = match choice.locked {
        Some(_) => format!("{marker} {sign} "),
        None => format!("{marker} {sign}  "),
    };
    let indent = wrap::columns(&lead);
    body.runs(&[(lead, role), (choice.label.clone(), role)], width, indent, look);
    let mut rest: Vec<wrap::Marked<Role>> = Vec::new();
    let mut add = |word: String, text: &str, role: Role| {
        let gap = if rest.is_empty() { "" } else { "   " };
        rest.push((format!("{gap}{word} "), Role::Muted));
        rest.push((text.to_owned(), role));
    };
    if let Some(gives) = &choice.gives {
        add(model.lang.say("gives"), gives, Role::Gives);
    }
    if let Some(costs) = &choice.costs {
        add(model.lang.say("costs"), costs, Role::Costs);
    }
    // The indentation is part of the first line; wrapping would trim it, so it is added after.
    let lines_before = body.lines.len();
    if !rest.is_empty() {
        body.runs(&rest, width.saturating_sub(indent), 0, look);
    }
    if let Some(why) = &choice.locked {
        let locked = format!("{}: {why}", model.lang.say("locked"));
        body.runs(&[(locked, Role::Locked)], width.saturating_sub(indent), 0, look);
    }
    for line in body.lines.iter_mut().skip(lines_before) {
        line.spans.insert(0, Span::raw(" ".repeat(indent)));
    }
}

/// The meters on one or two rows; how many were used. Where not all fit, those that changed come first.
fn meters(frame: &mut Frame<'_>, page: &Page, rows: u16, hits: &mut Vec<(Rect, Action)>, look: &Look) -> u16 {
    let width = usize::from(frame.area().width.saturating_sub(2));
    let shown: Vec<&Meter> = page.meters.iter().filter(|m| m.kind != VarKind::Stock).collect();
    let all: Vec<(usize, Vec<Span<'static>>)> = shown.iter().map(|m| meter(m, look)).collect();
    let fits = |order: &[usize]| {
        let mut lines: Vec<Vec<usize>> = vec![Vec::new()];
        let mut used = 0;
        for n in order {
            let wide = all[*n].0;
            if used > 0 && used + 2 + wide > width {
                lines.push(Vec::new());
                used = 0;
            }
            used += wide + if used > 0 { 2 } else { 0 };
            if let Some(line) = lines.last_mut() {
                line.push(*n);
            }
        }
        lines
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    let mut lines = fits(&order);
    if lines.len() > usize::from(rows) {
        order.sort_by_key(|n| (shown[*n].change == 0, *n));
        lines = fits(&order);
        let last = usize::from(rows);
        lines.truncate(last);
        if let Some(line) = lines.last_mut() {
            let mut used: usize = line.iter().map(|n| all[*n].0 + 2).sum();
            while used + wrap::columns(look.glyphs.more) > width {
                let Some(n) = line.pop() else { break };
                used -= all[n].0 + 2;
            }
            line.push(usize::MAX);
        }
        for line in &mut lines {
            line.sort_unstable();
        }
    }
    for (row, line) in lines.iter().enumerate() {
        let mut spans = Vec::new();
        let Ok(row) = u16::try_from(row + 1) else { break };
        let mut x = 1;
        for n in line {
            if !spans.is_empty() {
                spans.push(Span::raw("  "));
                x += 2;
            }
            match all.get(*n) {
                Some((wide, meter)) => {
                    let width = u16::try_from(*wide).unwrap_or(0);
                    hits.push((Rect { x, y: row, width, height: 1 }, Action::Ask(Asked::Var(shown[*n].var))));
                    x += width;
                    spans.extend(meter.iter().cloned());
                }
                None => spans.push(Span::styled(look.glyphs.more, look.style(Role::Muted))),
            }
        }
        put(frame, (1, row), &Line::from(spans), frame.area().width);
    }
    u16::try_from(lines.len()).unwrap_or(1)
}

/// `Order 52▴2`, and how wide it is.
fn meter(meter: &Meter, look: &Look) -> (usize, Vec<Span<'static>>) {
    let mut spans = vec![
        Span::styled(format!("{} ", meter.name), look.style(Role::Muted)),
        Span::styled(society::points(meter), look.style(Role::Text)),
    ];
    spans.extend(society::change(meter, look));
    (spans.iter().map(Span::width).sum(), spans)
}
