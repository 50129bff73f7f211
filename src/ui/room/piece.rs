//! The pieces of a desk or a wall as lines.
//!
//! The invariant: a square that a camera reads is drawn whole or not at all, and a bar has its words beside it.

use ratatui::{buffer::Buffer, layout::Rect, text::Line, widgets::Widget as _};
use tui_big_text::{BigText, PixelSize};

use crate::{
    app::{
        Lang,
        workshop::{Bar, Join, Piece},
        wrap,
    },
    report::qr,
    ui::{Look, Role, body::Body},
};

/// How large a code is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// As all text is.
    Plain,
    /// Four rows high, where there is room.
    Large,
}

/// A word four rows high, in quarters of cells.
fn large(word: &str, look: &Look) -> Vec<Line<'static>> {
    let width = u16::try_from(word.chars().count() * 4).unwrap_or(u16::MAX);
    let area = Rect { x: 0, y: 0, width, height: 4 };
    let mut cells = Buffer::empty(area);
    BigText::builder()
        .pixel_size(PixelSize::Quadrant)
        .lines(vec![word.to_owned().into()])
        .build()
        .render(area, &mut cells);
    let row = |y: u16| (0..width).map(|x| cells[(x, y)].symbol()).collect::<String>();
    (0..4).map(|y| Line::styled(row(y), look.style(Role::Emphasis))).collect()
}

/// Adds a piece to a body.
pub(super) fn set(of: &Piece, width: usize, lang: &Lang, look: &Look, body: &mut Body) {
    match of {
        Piece::Heading(text) => {
            body.gap();
            body.text(text, Role::Title, width, look);
        }
        Piece::Folded(name, pieces) => {
            body.gap();
            body.text(name, Role::Title, width, look);
            for piece in pieces {
                set(piece, width, lang, look, body);
            }
        }
        Piece::Text(text) => body.text(text, Role::Text, width, look),
        Piece::Note(text) => body.text(text, Role::Muted, width, look),
        Piece::Notice(text) => {
            body.gap();
            body.text(text, Role::Notice, width, look);
        }
        Piece::List(lines) => {
            for line in lines {
                body.runs(&[(format!("{} {line}", look.glyphs.dot), Role::Text)], width, 2, look);
            }
        }
        Piece::Prose(lines) => {
            for line in lines {
                body.gap();
                let speaker = line.speaker.iter().map(|who| (format!("{who}: "), Role::Speaker));
                let plain = if line.speaker.is_some() { Role::Speech } else { Role::Text };
                let runs = line
                    .stretches
                    .iter()
                    .map(|(text, emphasis)| (text.clone(), if *emphasis { Role::Emphasis } else { plain }));
                body.runs(&speaker.chain(runs).collect::<Vec<_>>(), width, 0, look);
            }
            body.gap();
        }
        Piece::Options(options) => {
            for (n, option) in options.iter().enumerate() {
                body.gap();
                let role = if option.locked.is_some() { Role::Locked } else { Role::Text };
                let number = (format!("{}  ", n + 1), Role::Key);
                body.runs(&[number, (option.label.clone(), role)], width, 3, look);
                for detail in &option.details {
                    body.runs(&[(format!("   {detail}"), Role::Muted)], width, 3, look);
                }
                if let Some(why) = &option.locked {
                    let why = format!("   {}: {why}", lang.say("room-locked"));
                    body.runs(&[(why, Role::Locked)], width, 3, look);
                }
            }
            body.gap();
        }
        Piece::Bars(caption, bars) => {
            body.gap();
            body.text(caption, Role::Title, width, look);
            for bar in bars {
                draw_bar(bar, width, look, body);
            }
        }
        Piece::Join(join) => how_to_join(join, width, lang, look, body),
    }
}

fn draw_bar(bar: &Bar, width: usize, look: &Look, body: &mut Body) {
    let role = if bar.leads { Role::Emphasis } else { Role::Text };
    body.text(&bar.label, role, width, look);
    let room = width.saturating_sub(16).clamp(4, 60);
    let full = (usize::try_from(bar.share).unwrap_or(0) * room + 500) / 1000;
    let (done, open) = if look.glyphs.ascii { ("#", ".") } else { ("█", "░") };
    let drawn = done.repeat(full.min(room)) + &open.repeat(room - full.min(room));
    body.runs(&[(drawn, Role::Key), (format!(" {}", bar.words), Role::Text)], width.max(room + 16), 0, look);
}

pub(super) fn how_to_join(join: &Join, width: usize, lang: &Lang, look: &Look, body: &mut Body) {
    // First what can be read from afar; the squares may not fit.
    words_of_join(join, (width, Letters::Large), lang, look, body);
    body.gap();
    let mut square = |text: &str| {
        let drawn = qr::text(text);
        // A square that is cut is none; whoever cannot see it has the address.
        if !look.glyphs.ascii && drawn.lines().all(|l| wrap::columns(l) <= width) {
            body.lines.extend(drawn.lines().map(|l| Line::styled(l.to_owned(), look.style(Role::Text))));
        }
    };
    if let Some(wifi) = &join.wifi {
        square(wifi);
    }
    square(&join.url);
}

/// The same for who reads.
pub(super) fn words_of_join(
    join: &Join,
    (width, letters): (usize, Letters),
    lang: &Lang,
    look: &Look,
    body: &mut Body,
) {
    body.gap();
    if let Some(name) = &join.wifi_name {
        let text = lang.say_with("room-join-wifi", &[("name", name.clone().into())]);
        body.text(&text, Role::Text, width, look);
    }
    body.text(&format!("{}: {}", lang.say("room-join-open"), join.short), Role::Text, width, look);
    if letters == Letters::Large && !look.glyphs.ascii && width >= join.code.len() * 4 {
        body.gap();
        body.lines.extend(large(&join.code, look));
        return;
    }
    let code = join.code.chars().map(String::from).collect::<Vec<_>>().join(" ");
    body.runs(
        &[(format!("{}: ", lang.say("room-code")), Role::Text), (code, Role::Emphasis)],
        width,
        0,
        look,
    );
}
