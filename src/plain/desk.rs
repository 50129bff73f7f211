//! The desk and the wall as lines of words: append-only, nothing drawn.
//!
//! The invariant: what is said of the desk is all that the desk's screen shows, and of the wall what the wall shows.

use crate::app::{
    Lang,
    workshop::{Act, Desk, Join, Piece, Wall, bar_words},
};

/// The desk.
#[must_use]
pub fn desk_lines(desk: &Desk, lang: &Lang) -> Vec<String> {
    let mut told =
        vec![format!("# {}", desk.heading), desk.clock.clone(), desk.here.clone(), desk.drift.clone()];
    told.push(desk.set.clone());
    if !desk.say.is_empty() {
        told.push(format!("{}:", lang.say("room-say")));
        told.extend(desk.say.iter().flat_map(|p| piece_lines(p, lang)));
    }
    if !desk.notes.is_empty() {
        told.push(format!("{}:", lang.say("room-notes")));
        told.extend(desk.notes.iter().flat_map(|p| piece_lines(p, lang)));
    }
    for (n, text) in &desk.waiting {
        told.push(lang.say_with("room-waits", &[("n", (*n as u64).into()), ("text", text.clone().into())]));
    }
    told.push(format!("{}: {}", lang.say("room-next"), desk.next));
    told
}

/// The wall.
#[must_use]
pub fn wall_lines(wall: &Wall, lang: &Lang) -> Vec<String> {
    if wall.blank {
        return vec![format!("# {}", wall.title)];
    }
    let mut told = vec![format!("# {}", wall.heading)];
    told.extend(wall.columns.iter().flatten().flat_map(|p| piece_lines(p, lang)));
    told.push(wall.foot.clone());
    told
}

/// What the facilitator can type.
#[must_use]
pub fn desk_help(lang: &Lang) -> Vec<String> {
    Act::help(lang).into_iter().map(|(word, what)| format!("{word}: {what}")).collect()
}

/// How to join.
#[must_use]
pub fn join_lines(join: &Join, lang: &Lang) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(name) = &join.wifi_name {
        told.push(lang.say_with("room-join-wifi", &[("name", name.clone().into())]));
    }
    told.push(format!("{}: {}", lang.say("room-join-open"), join.url));
    told.push(format!("{} · {}: {}", join.short, lang.say("room-code"), join.code));
    told.push(format!("{}: {}", lang.say("room-wall-at"), join.url.replace("/j/", "/w/")));
    told
}

fn piece_lines(piece: &Piece, lang: &Lang) -> Vec<String> {
    match piece {
        Piece::Heading(text) => vec![format!("## {text}")],
        Piece::Folded(name, pieces) => [format!("## {name}")]
            .into_iter()
            .chain(pieces.iter().flat_map(|p| piece_lines(p, lang)))
            .collect(),
        Piece::Text(text) | Piece::Note(text) | Piece::Notice(text) => vec![text.clone()],
        Piece::List(lines) => lines.iter().map(|l| format!("- {l}")).collect(),
        Piece::Prose(lines) => lines
            .iter()
            .map(|line| {
                let text: String = line.stretches.iter().map(|(text, _)| text.as_str()).collect();
                line.speaker.as_ref().map_or_else(|| text.clone(), |who| format!("{who}: {text}"))
            })
            .collect(),
        Piece::Options(options) => {
            let mut told = Vec::new();
            for (n, option) in options.iter().enumerate() {
                told.push(format!("{}. {}", n + 1, option.label));
                told.extend(option.details.iter().map(|d| format!("   {d}")));
                told.extend(option.locked.iter().map(|why| format!("   {}: {why}", lang.say("room-locked"))));
            }
            told
        }
        Piece::Bars(caption, bars) => [format!("{caption}:")]
            .into_iter()
            .chain(bars.iter().map(|b| format!("- {}", bar_words(b))))
            .collect(),
        Piece::Join(join) => join_lines(join, lang),
    }
}
