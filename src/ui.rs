//! The full screen: a model in, cells and a map of what can be clicked out.
//!
//! It draws and does nothing else; which terminal it is, and when to draw, is the shell's. The invariant: drawing
//! changes nothing and never panics, at any size.

mod body;
mod chart;
mod glyphs;
mod govern;
mod look;
mod map;
mod palette;
mod play;
mod reading;
mod role;
pub mod room;
mod settings;
mod shelf;
mod society;
pub mod theme;
mod why;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::app::{
    Action, Model, Screen,
    keys::Key,
    lang::number,
    model::{Capture, Extent},
    numbers,
    page::Page,
    wrap,
};

pub use glyphs::{ASCII, Glyphs, UNICODE};
pub use look::{Depth, Look, Means};
pub use role::Role;

/// The smallest window that is drawn: columns and rows.
pub const SMALLEST: (u16, u16) = (40, 12);

/// The widest that prose is set, in columns.
pub const MEASURE: usize = 72;

/// How large the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Too small for anything but a sentence.
    Tiny,
    /// From 40 by 12.
    Narrow,
    /// From 80 by 24.
    Normal,
    /// From 110 by 30.
    Wide,
}

impl Size {
    /// The class of a window.
    #[must_use]
    pub const fn of(width: u16, height: u16) -> Self {
        match (width, height) {
            (110.., 30..) => Self::Wide,
            (80.., 24..) => Self::Normal,
            (40.., 12..) => Self::Narrow,
            _ => Self::Tiny,
        }
    }
}

/// What a drawn frame tells back.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// What can be clicked, the last that fits wins.
    pub hits: Vec<(Rect, Action)>,
    /// How much of the content is seen.
    pub extent: Extent,
}

impl Drawn {
    /// The action of a cell.
    #[must_use]
    pub fn hit(&self, column: u16, row: u16) -> Option<Action> {
        let at = ratatui::layout::Position { x: column, y: row };
        self.hits.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, action)| *action)
    }
}

/// Draws the model.
pub fn view(model: &Model, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let area = frame.area();
    if let Some(ground) = look.ground {
        frame.buffer_mut().set_style(area, look.style(Role::Text).bg(ground));
    }
    let size = Size::of(area.width, area.height);
    if size == Size::Tiny {
        too_small(model, look, frame);
        return Drawn::default();
    }
    let seen = match model.screen() {
        Screen::Find { .. } => model.screens.iter().rev().nth(1).unwrap_or(model.screen()),
        screen => screen,
    };
    match seen {
        Screen::Find { .. } => Drawn::default(),
        Screen::Library { marked } => shelf::draw(model, *marked, look, frame),
        Screen::Play { marked, scroll } => match &model.game {
            Some(game) => play::draw(model, game, (*marked, *scroll), look, frame),
            None => Drawn::default(),
        },
        Screen::Govern { marked, scroll } => match &model.game {
            Some(game) => govern::draw(model, game, (*marked, *scroll), look, frame),
            None => Drawn::default(),
        },
        Screen::Why { subject, point, marked, scroll } => match &model.game {
            Some(game) => why::draw(model, game, (*subject, *point), (*marked, *scroll), look, frame),
            None => Drawn::default(),
        },
        Screen::Numbers { marked, scroll } => match &model.game {
            Some(game) => govern::numbers_screen(model, game, (*marked, *scroll), look, frame),
            None => Drawn::default(),
        },
        Screen::Mirror { turn, scroll } => reading::mirror(model, *turn, *scroll, look, frame),
        Screen::Hinges { scroll } => reading::weighed(model, *scroll, look, frame),
        Screen::Charts { marked, table, beside, scroll } => match &model.game {
            Some(game) => chart::draw(model, game, (*marked, *scroll), (*table, *beside), look, frame),
            None => Drawn::default(),
        },
        Screen::Map { marked, table, scroll } => match &model.game {
            Some(game) if *table => map::list(model, game, *scroll, look, frame),
            Some(game) => map::draw(model, game, *marked, look, frame),
            None => Drawn::default(),
        },
        Screen::People { scroll } => reading::people(model, *scroll, look, frame),
        Screen::Rules { scroll } => reading::rules(model, *scroll, look, frame),
        Screen::Transcript { scroll } => reading::transcript(model, *scroll, look, frame),
        Screen::Palette { query, marked } => palette::draw(model, query, *marked, look, frame),
        Screen::Settings { marked } => settings::draw(model, *marked, look, frame),
        Screen::Keys { scroll } => reading::keys(model, *scroll, look, frame),
    }
}

fn too_small(model: &Model, look: &Look, frame: &mut Frame<'_>) {
    let area = frame.area();
    let args = [("width", number(area.width.into())), ("height", number(area.height.into()))];
    let text = model.lang.say_with("too-small", &args);
    for (n, line) in wrap::wrap_plain(&text, area.width.into()).into_iter().enumerate() {
        let Ok(row) = u16::try_from(n) else { break };
        put(frame, (0, row), &Line::styled(line, look.style(Role::Text)), area.width);
    }
}

/// Puts a line at a place, cut at the window's edge.
fn put(frame: &mut Frame<'_>, at: (u16, u16), line: &Line<'_>, width: u16) {
    let area = frame.area();
    let (x, y) = (area.x.saturating_add(at.0), area.y.saturating_add(at.1));
    if x < area.right() && y < area.bottom() {
        let end = x + width.min(area.right() - x);
        let (buffer, mut x) = (frame.buffer_mut(), x);
        for span in line {
            let style = line.style.patch(span.style);
            // Printable ASCII takes a cell a letter, and most of all text is that: no grapheme has to be sought.
            if span.content.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                for letter in span.content.chars().take(usize::from(end - x)) {
                    buffer[(x, y)].set_char(letter).set_style(style);
                    x += 1;
                }
            } else {
                x = buffer.set_stringn(x, y, &span.content, usize::from(end - x), style).0;
            }
        }
    }
}

/// A rule over the whole width.
fn rule(frame: &mut Frame<'_>, row: u16, look: &Look) {
    let area = Rect { y: frame.area().y.saturating_add(row), height: 1, ..frame.area() };
    let (area, style) = (area.intersection(frame.area()), look.style(Role::Rule));
    for at in area.positions() {
        frame.buffer_mut()[at].set_symbol(look.glyphs.rule).set_style(style);
    }
}

/// The middle of a screen: how many columns, at most so many, and the first of them.
fn middle(frame: &Frame<'_>, most: usize) -> (usize, u16) {
    let all = usize::from(frame.area().width);
    let width = all.saturating_sub(2).min(most);
    let x = u16::try_from(((all - width.min(all)) / 2).max(1)).unwrap_or(1);
    (width, x)
}

/// The body of a screen that can tell something first: the notice, if there is one.
fn noticed(model: &Model, width: usize, look: &Look) -> body::Body {
    let mut body = body::Body::default();
    if let Some(notice) = &model.notice {
        body.text(notice, Role::Notice, width, look);
        body.gap();
    }
    body
}

/// Says the notice on the rule above the foot, where its own place at the top is scrolled away.
fn notice_below(model: &Model, scrolled: usize, look: &Look, frame: &mut Frame<'_>) {
    let (Some(notice), true) = (&model.notice, scrolled > 0) else { return };
    let area = frame.area();
    // What says that there is more below keeps its place.
    let room = usize::from(area.width).saturating_sub(28).max(12);
    let text = format!(" {} ", wrap::cut(notice, room, look.glyphs.more));
    let line = Line::styled(text, look.style(Role::Notice));
    put(frame, (1, area.height.saturating_sub(2)), &line, area.width.saturating_sub(2));
}

/// The head: a title on the left, something short on the right.
fn head(frame: &mut Frame<'_>, left: &str, right: &str, look: &Look) {
    let width = usize::from(frame.area().width);
    let right_width = wrap::columns(right).min(width * 3 / 5);
    let right = wrap::cut(right, right_width, look.glyphs.more);
    let left = wrap::cut(left, width.saturating_sub(right_width + 3), look.glyphs.more);
    // A title begins with a capital, though the footer's word for the same screen does not.
    let mut letters = left.chars();
    let left: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    put(frame, (1, 0), &Line::styled(left, look.style(Role::Title)), frame.area().width);
    let at = width.saturating_sub(right_width + 1);
    let at = u16::try_from(at).unwrap_or(0);
    put(frame, (at, 0), &Line::styled(right, look.style(Role::Muted)), frame.area().width);
}

/// The right end of a play's head: date, schedule, and that numbers were changed.
fn dated(page: &Page, size: Size, look: &Look) -> String {
    let changed = page.numbers.as_ref().map(|n| match size {
        Size::Tiny | Size::Narrow => look.glyphs.changed.to_owned(),
        Size::Normal | Size::Wide => format!("{} {n}", look.glyphs.changed),
    });
    let schedule = Some(page.schedule.clone()).filter(|s| !s.is_empty() && size > Size::Narrow);
    // First what may not be cut off.
    let parts = [changed, Some(page.date.clone()), schedule];
    let dot = if size == Size::Narrow { " ".to_owned() } else { format!(" {} ", look.glyphs.dot) };
    parts.into_iter().flatten().collect::<Vec<_>>().join(&dot)
}

/// The right end of any other head: that numbers were changed, or else the program's name.
fn right_of(model: &Model, look: &Look) -> String {
    let changed = model.game.as_ref().and_then(|g| numbers::short(g, &model.lang));
    changed.map_or_else(|| model.lang.say("app-name"), |n| format!("{} {n}", look.glyphs.changed))
}

/// The foot: a rule, and the keys that are useful now; or the notice, which goes first.
fn foot(model: &Model, look: &Look, frame: &mut Frame<'_>, choices: usize) -> Vec<(Rect, Action)> {
    let area = frame.area();
    let row = area.height.saturating_sub(1);
    rule(frame, row.saturating_sub(1), look);
    let mut entries: Vec<(u8, String, &str, Option<Action>)> = model
        .keys
        .on(model.screen())
        .filter_map(|b| {
            let (place, word) = b.footer?;
            let first = b.shown(model.screen())?;
            let key = first.shown(look.glyphs.ascii);
            // Two ways of one thing stand together.
            let other = match b.action {
                Action::Up => Some(Action::Down),
                Action::Left => Some(Action::Right),
                Action::Less => Some(Action::More),
                Action::Before => Some(Action::After),
                _ => None,
            };
            let other = other.and_then(|action| model.keys.key_for(model.screen(), action));
            let key = match (first, other) {
                (Key::Up, Some(Key::Down)) => format!("{}{}", look.glyphs.up_key, look.glyphs.down_key),
                (Key::Left, Some(Key::Right)) => {
                    format!("{}{}", look.glyphs.left_right.0, look.glyphs.left_right.1)
                }
                (_, Some(other)) => format!("{key}/{}", other.shown(look.glyphs.ascii)),
                (_, None) => key,
            };
            Some((place, key, word, Some(b.action)))
        })
        .collect();
    if choices == 0 && matches!(model.screen(), Screen::Play { .. }) {
        entries.retain(|(_, _, word, _)| *word != "foot-choose");
    }
    if !model.game.as_ref().is_some_and(crate::app::Game::ended) {
        entries.retain(|(_, _, word, _)| *word != "foot-card");
    }
    if choices > 0 {
        let range = if choices == 1 { "1".to_owned() } else { format!("1-{}", choices.min(9)) };
        entries.retain(|(_, _, word, _)| *word != "foot-choose");
        entries.push((0, range, "foot-choose", None));
    }
    if model.mouse == Capture::Terminal
        && let Some(key) = model.keys.key_for(model.screen(), Action::Mouse)
    {
        // Whoever gave the mouse away is told how to have it back, before all else.
        entries.push((0, key.shown(look.glyphs.ascii), "foot-mouse-off", Some(Action::Mouse)));
    }
    entries.sort_by_key(|(place, ..)| *place);
    let mut hits = Vec::new();
    let mut x = 1u16;
    for (_, key, word, action) in entries {
        let word = model.lang.say(word);
        let width = u16::try_from(wrap::columns(&key) + 1 + wrap::columns(&word)).unwrap_or(u16::MAX);
        if x.saturating_add(width) >= area.width {
            continue;
        }
        let line = Line::from(vec![
            Span::styled(key, look.style(Role::Key)),
            Span::styled(format!(" {word}"), look.style(Role::Muted)),
        ]);
        put(frame, (x, row), &line, width);
        if let Some(action) = action.filter(|a| !matches!(a, Action::Up)) {
            hits.push((Rect { x: area.x + x, y: area.y + row, width, height: 1 }, action));
        }
        x += width + 2;
    }
    hits
}
