//! The facilitator's desk, and the wall, on a terminal.
//!
//! What they say is made in `app::workshop`; here it is set. The invariant: the wall is drawn from a [`Wall`] alone, so
//! nothing of the desk can be on it.

mod piece;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Look, Role, body::Body, put, rule};
use crate::{
    app::{
        Lang,
        workshop::{Act, Desk, Join, Wall, clock_words},
        wrap,
    },
    report::qr,
};
use piece::{Letters, how_to_join, set, words_of_join};

/// What the desk's screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The script.
    #[default]
    Desk,
    /// What the projector shows.
    Wall,
    /// What can be done.
    Help,
    /// How to join.
    Join,
}

/// All that the desk's screen is drawn from.
#[derive(Debug)]
pub struct DeskScreen<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// The wall.
    pub wall: &'a Wall,
    /// How to join.
    pub join: &'a Join,
    /// What was looked at before the first phone came.
    pub checks: &'a [String],
    /// How many pages listen, and whether a phone has reached this laptop.
    pub phones: (usize, bool),
    /// What is shown.
    pub side: Side,
    /// How many lines are scrolled away.
    pub scroll: usize,
    /// What is being typed.
    pub typed: Option<&'a str>,
    /// What was refused, or must be confirmed.
    pub notice: Option<&'a str>,
    /// The language.
    pub lang: &'a Lang,
}

/// From how many columns on the wall stands beside the script.
const BESIDE: u16 = 110;
/// The keys at the foot: key, and the message for it.
const KEYS: &[(&str, &str)] = &[
    ("Enter", "room-key-next"),
    ("u", "room-key-undo"),
    ("p", "room-key-pause"),
    ("+", "room-key-longer"),
    ("b", "room-key-blank"),
    ("w", "room-key-wall"),
    (":", "room-key-type"),
    ("?", "room-key-help"),
    ("j", "room-key-join"),
    ("q", "room-key-quit"),
];

/// Draws the desk; the most lines that can be scrolled away.
pub fn desk(of: &DeskScreen<'_>, look: &Look, frame: &mut Frame<'_>) -> usize {
    ground(look, frame);
    let area = frame.area();
    let (lang, desk) = (of.lang, of.desk);
    if of.side == Side::Join {
        return joining(of, look, frame);
    }
    let head = Line::from(vec![
        Span::styled(desk.heading.clone(), look.style(Role::Title)),
        Span::styled(format!("  {}", of.wall.title), look.style(Role::Muted)),
    ]);
    put(frame, (1, 0), &head, area.width.saturating_sub(2));
    let clock = u16::try_from(wrap::columns(&desk.clock)).unwrap_or(0);
    let second = area.width < 80;
    let at = if second { (1, 1) } else { (area.width.saturating_sub(clock + 1), 0) };
    put(frame, at, &Line::styled(desk.clock.clone(), look.style(Role::Muted)), area.width);
    let row = if second { 2 } else { 1 };
    let phones = lang.say_with("room-phones", &[("n", crate::app::lang::number(of.phones.0))]);
    let late = if desk.late { Role::Notice } else { Role::Muted };
    let counts = Line::from(vec![
        Span::styled(format!("{}. {phones} ", desk.here), look.style(Role::Text)),
        Span::styled(desk.drift.clone(), look.style(late)),
    ]);
    put(frame, (1, row), &counts, area.width.saturating_sub(2));
    rule(frame, row + 1, look);
    let top = row + 2;
    let bottom = area.height.saturating_sub(4);
    let beside = area.width >= BESIDE && of.side == Side::Desk;
    let width = if beside { area.width / 2 } else { area.width };
    let place = Rect { x: 1, y: top, width: width.saturating_sub(2), height: bottom.saturating_sub(top) };
    let mut body = Body::default();
    let columns = usize::from(place.width);
    match of.side {
        Side::Desk => script(of, columns, look, &mut body),
        Side::Wall => wall_body(of.wall, columns, lang, look, &mut body),
        Side::Help => {
            for (word, what) in Act::help(lang) {
                body.runs(&[(word, Role::Key), (format!("  {what}"), Role::Text)], columns, 2, look);
            }
        }
        Side::Join => {}
    }
    let most = scrolled(&body, place, of.scroll, lang, look, frame);
    if beside {
        let right = Rect { x: width + 1, width: area.width - width - 2, ..place };
        let mut wall = Body::default();
        wall.text(&lang.say("room-on-wall"), Role::Muted, usize::from(right.width), look);
        wall_body(of.wall, usize::from(right.width), lang, look, &mut wall);
        scrolled(&wall, right, 0, lang, look, frame);
    }
    foot(of, look, frame);
    most
}

/// How to join, on the whole screen: a square that is cut is none.
fn joining(of: &DeskScreen<'_>, look: &Look, frame: &mut Frame<'_>) -> usize {
    let area = frame.area();
    let foot = area.height.saturating_sub(1);
    let place = Rect { x: 1, y: 0, width: area.width.saturating_sub(2), height: foot };
    let mut body = Body::default();
    let columns = usize::from(place.width);
    let (lang, join) = (of.lang, of.join);
    let squares: Vec<String> = join.wifi.iter().chain([&join.url]).map(|text| qr::text(text)).collect();
    let wide: usize = squares.iter().map(|s| s.lines().next().map_or(0, wrap::columns) + 2).sum();
    let high = squares.iter().map(|s| s.lines().count()).max().unwrap_or(0);
    // Side by side where they fit whole, else one above the other.
    if wide <= columns + 2 && !look.glyphs.ascii {
        for row in 0..high {
            let line: Vec<&str> = squares.iter().map(|s| s.lines().nth(row).unwrap_or_default()).collect();
            body.lines.push(Line::styled(line.join("  "), look.style(Role::Text)));
        }
        // Large where nothing is pushed out by it.
        let roomy = high + 14 <= usize::from(place.height);
        let letters = if roomy { Letters::Large } else { Letters::Plain };
        words_of_join(join, (columns, letters), lang, look, &mut body);
    } else {
        how_to_join(join, columns, lang, look, &mut body);
    }
    let (phones, reached) = of.phones;
    let told = if reached { "room-reached" } else { "room-not-reached" };
    body.text(&lang.say_with(told, &[("n", crate::app::lang::number(phones))]), Role::Notice, columns, look);
    for line in of.checks {
        body.text(line, Role::Muted, columns, look);
    }
    let most = scrolled(&body, place, of.scroll, lang, look, frame);
    if let Some(told) = told_now(of, look) {
        put(frame, (1, foot), &told, area.width);
        return most;
    }
    let keys = Line::from(vec![
        Span::styled("j", look.style(Role::Key)),
        Span::styled(format!(" {}", lang.say("room-key-desk")), look.style(Role::Muted)),
    ]);
    put(frame, (1, foot), &keys, area.width);
    most
}

/// The last four rows: a rule, what comes next, what is typed or told, the keys.
fn foot(of: &DeskScreen<'_>, look: &Look, frame: &mut Frame<'_>) {
    let (area, lang) = (frame.area(), of.lang);
    let row = area.height.saturating_sub(4);
    rule(frame, row, look);
    let next = Line::from(vec![
        Span::styled(format!("{}: ", lang.say("room-next")), look.style(Role::Key)),
        Span::styled(of.desk.next.clone(), look.style(Role::Text)),
    ]);
    put(frame, (1, row + 1), &next, area.width.saturating_sub(2));
    let set = || Line::styled(of.desk.set.clone(), look.style(Role::Muted));
    let told = told_now(of, look).unwrap_or_else(set);
    put(frame, (1, row + 2), &told, area.width.saturating_sub(2));
    let mut x = 1;
    for (key, word) in KEYS {
        let word = lang.say(word);
        let width = u16::try_from(key.len() + 1 + wrap::columns(&word)).unwrap_or(u16::MAX);
        if x + width >= area.width {
            break;
        }
        let line = Line::from(vec![
            Span::styled(*key, look.style(Role::Key)),
            Span::styled(format!(" {word}"), look.style(Role::Muted)),
        ]);
        put(frame, (x, row + 3), &line, width);
        x += width + 2;
    }
}

/// What is typed, or what was refused or must be confirmed.
fn told_now(of: &DeskScreen<'_>, look: &Look) -> Option<Line<'static>> {
    match (of.typed, of.notice) {
        (Some(typed), _) => Some(Line::styled(format!(": {typed}_"), look.style(Role::Marked))),
        (None, Some(notice)) => Some(Line::styled(notice.to_owned(), look.style(Role::Notice))),
        (None, None) => None,
    }
}

fn script(of: &DeskScreen<'_>, width: usize, look: &Look, body: &mut Body) {
    let (desk, lang) = (of.desk, of.lang);
    for piece in &desk.say {
        set(piece, width, lang, look, body);
    }
    for (n, text) in &desk.waiting {
        body.gap();
        let args = [("n", (*n as u64).into()), ("text", text.clone().into())];
        body.text(&lang.say_with("room-waits", &args), Role::Notice, width, look);
    }
    if !desk.notes.is_empty() {
        body.gap();
        body.text(&lang.say("room-notes"), Role::Muted, width, look);
        for piece in &desk.notes {
            set(piece, width, lang, look, body);
        }
    }
}

/// Draws the wall; the most lines that can be scrolled away.
pub fn wall(wall: &Wall, lang: &Lang, scroll: usize, look: &Look, frame: &mut Frame<'_>) -> usize {
    ground(look, frame);
    let area = frame.area();
    if wall.blank {
        let width = u16::try_from(wrap::columns(&wall.title)).unwrap_or(0);
        let at = (area.width.saturating_sub(width) / 2, area.height / 2);
        put(frame, at, &Line::styled(wall.title.clone(), look.style(Role::Title)), area.width);
        return 0;
    }
    put(frame, (2, 0), &Line::styled(wall.heading.clone(), look.style(Role::Title)), area.width);
    let until = wall.until.map(clock_words).unwrap_or_default();
    let at = area.width.saturating_sub(u16::try_from(until.len()).unwrap_or(0) + 2);
    put(frame, (at, 0), &Line::styled(until, look.style(Role::Key)), area.width);
    rule(frame, 1, look);
    let height = area.height.saturating_sub(4);
    let columns = u16::try_from(wall.columns.len().max(1)).unwrap_or(1);
    let each = area.width / columns;
    let mut most = 0;
    for (n, pieces) in (0u16..).zip(&wall.columns) {
        let place = Rect { x: n * each + 2, y: 2, width: each.saturating_sub(4), height };
        let mut body = Body::default();
        for piece in pieces {
            set(piece, usize::from(place.width).min(100), lang, look, &mut body);
        }
        most = most.max(scrolled(&body, place, scroll, lang, look, frame));
    }
    rule(frame, area.height.saturating_sub(2), look);
    let foot = Line::styled(wall.foot.clone(), look.style(Role::Muted));
    put(frame, (2, area.height.saturating_sub(1)), &foot, area.width.saturating_sub(4));
    most
}

fn wall_body(wall: &Wall, width: usize, lang: &Lang, look: &Look, body: &mut Body) {
    if wall.blank {
        body.text(&lang.say("room-set-blank"), Role::Notice, width, look);
        return;
    }
    body.text(&wall.heading, Role::Title, width, look);
    body.gap();
    for piece in wall.columns.iter().flatten() {
        set(piece, width, lang, look, body);
    }
    body.gap();
    body.text(&wall.foot, Role::Muted, width, look);
}

fn ground(look: &Look, frame: &mut Frame<'_>) {
    if let Some(ground) = look.ground {
        let area = frame.area();
        frame.buffer_mut().set_style(area, look.style(Role::Text).bg(ground));
    }
}

/// Draws a body from a line on, and says where there is more; the most that can be scrolled.
fn scrolled(
    body: &Body,
    area: Rect,
    scroll: usize,
    lang: &Lang,
    look: &Look,
    frame: &mut Frame<'_>,
) -> usize {
    let rows = usize::from(area.height);
    let most = body.lines.len().saturating_sub(rows);
    let scroll = scroll.min(most);
    for (n, line) in (0u16..).zip(body.lines.iter().skip(scroll).take(rows)) {
        put(frame, (area.x, area.y + n), line, area.width);
    }
    let mut more = |key: &str, sign: &str, row: u16| {
        let text = format!(" {sign} {} ", lang.say(key));
        let width = u16::try_from(wrap::columns(&text)).unwrap_or(0);
        let x = (area.x + area.width).saturating_sub(width + 1);
        put(frame, (x, row), &Line::styled(text, look.style(Role::Muted)), width);
    };
    if scroll > 0 {
        more("more-above", look.glyphs.up, area.y.saturating_sub(1));
    }
    if scroll < most {
        more("more-below", look.glyphs.down, area.y + area.height);
    }
    most
}
