//! The charts of a play as a picture: every number over the quarters, alone or beside the plays of the stances.
//!
//! SVG that needs nothing else. The invariant: it shows what the screen's charts show, no more; every name is escaped,
//! and no line is told from another by its colour alone.

use std::fmt::Write as _;

use super::picture::{escaped, pixels};
use crate::{
    app::{
        Game, Lang,
        chart::{self, Mark, Subject, Trace},
        known::Known,
        map,
        page::{date, stance_key},
        seen::Seen,
    },
    lab::Side,
};

/// A panel: its width and the height of its frame.
const PANEL: (usize, usize) = (300, 130);
/// Panels side by side.
const ACROSS: usize = 3;
/// From one row of panels to the next.
const DOWN: usize = PANEL.1 + 62;
const WIDTH: usize = PANEL.0 * ACROSS + 40;
/// A line of the list of decisions.
const LINE: usize = 18;
/// Pixels above the first panel.
const TOP: usize = 80;

/// How a stance's line is drawn: dashes, and shades that differ in lightness too.
const LINES: [(&str, &str); 4] =
    [("6 3", "#1b3a57"), ("2 3", "#0072b2"), ("9 3 2 3", "#9a6700"), ("1 2", "#555555")];

/// The picture. `sides` are those of the mirror, the player's own among them; none for the play alone.
#[must_use]
pub fn svg(game: &Game, sides: &[Side], lang: &Lang) -> String {
    let story = &*game.story;
    let (subjects, marks) = (chart::subjects(game, lang), chart::marks(game));
    let rows = subjects.len().div_ceil(ACROSS);
    let list = TOP + rows * DOWN + 10;
    // The map belongs to the play alone, not to what others would have made of it.
    let map = if sides.is_empty() { map::of(game, &Known::default(), lang) } else { map::Map::default() };
    let below = list + (marks.len() + 1) * LINE + 20;
    let height = below + map.layers * STEP + if map.layers > 0 { 40 } else { 0 };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    );
    let title = escaped(story.label(story.about.title, game.language));
    let _ = writeln!(out, "<title>{title}</title>\n<text x=\"20\" y=\"28\" font-size=\"18\">{title}</text>");
    legend(sides, lang, &mut out);
    for (n, subject) in subjects.iter().enumerate() {
        let at = (20 + n % ACROSS * PANEL.0, TOP + n / ACROSS * DOWN);
        panel(game, subject, (sides, &marks), at, lang, &mut out);
    }
    if !marks.is_empty() {
        let heading = escaped(&lang.say("chart-decisions"));
        let _ = writeln!(out, "<text x=\"20\" y=\"{list}\" font-weight=\"bold\">{heading}</text>");
    }
    for (n, mark) in marks.iter().enumerate() {
        let text = escaped(&format!("{}  {}, {}", mark.letter, date(mark.turn, lang), mark.label));
        let _ = writeln!(out, "<text x=\"20\" y=\"{}\">{text}</text>", list + (n + 1) * LINE);
    }
    places(&map, below, lang, &mut out);
    out.push_str("</svg>\n");
    out
}

/// From one layer of the map to the next.
const STEP: usize = 34;

/// The map: places in layers, ways that were taken solid and the others dotted, names where the play was.
fn places(map: &map::Map, top: usize, lang: &Lang, out: &mut String) {
    if map.layers == 0 {
        return;
    }
    let heading = escaped(&lang.say("screen-map"));
    let _ = writeln!(out, "<text x=\"20\" y=\"{top}\" font-weight=\"bold\">{heading}</text>");
    let at = |n: usize| {
        let layer = map.spots[n].layer;
        let (all, before) =
            (map.layer(layer).count(), map.layer(layer).filter(|(other, _)| *other < n).count());
        let gap = ((WIDTH - 40) / all.max(1)).min(220);
        let left = 20 + (WIDTH - 40 - gap * all) / 2;
        (left + gap * before + gap / 2, top + 24 + layer * STEP)
    };
    for (from, to, taken) in &map.ways {
        let ((x1, y1), (x2, y2)) = (at(*from), at(*to));
        let style = if *taken {
            "stroke=\"#000000\" stroke-width=\"2\""
        } else {
            "stroke=\"#999999\" stroke-dasharray=\"1 4\""
        };
        let _ = writeln!(out, "<path d=\"M{x1} {y1}L{x2} {y2}\" {style}/>");
    }
    for (n, spot) in map.spots.iter().enumerate() {
        let (x, y) = at(n);
        let fill = if spot.name.is_some() { "#000000" } else { "#ffffff" };
        let shape = match spot.node {
            map::Node::Scene(_) => format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"5\""),
            map::Node::Deck(_) => format!("<rect x=\"{}\" y=\"{}\" width=\"10\" height=\"10\"", x - 5, y - 5),
            map::Node::Ending(_) => format!("<path d=\"M{x} {}l6 6l-6 6l-6 -6z\"", y - 6),
        };
        let _ = writeln!(out, "{shape} fill=\"{fill}\" stroke=\"#000000\"/>");
        if let Some(name) = &spot.name {
            let _ = writeln!(out, "<text x=\"{}\" y=\"{}\">{}</text>", x + 10, y + 4, escaped(name));
        }
    }
}

/// The stances among the sides, each with its place among them.
fn stances(sides: &[Side]) -> impl Iterator<Item = (usize, &Side, &'static str)> {
    let stances = sides.iter().filter_map(|side| Some((side, stance_key(side.stance?))));
    stances.enumerate().map(|(n, (side, key))| (n, side, key))
}

fn legend(sides: &[Side], lang: &Lang, out: &mut String) {
    let mut x = 20;
    let mut entry = |name: &str, dashes: &str, colour: &str, wide: usize| {
        let _ = writeln!(
            out,
            "<path d=\"M{x} 48h30\" stroke=\"{colour}\" stroke-width=\"{wide}\" stroke-dasharray=\"{dashes}\"/>\
             <text x=\"{}\" y=\"52\">{}</text>",
            x + 36,
            escaped(name),
        );
        x += 60 + 8 * name.chars().count();
    };
    entry(&lang.say("mirror-yours"), "none", "#000000", 3);
    for (n, _, key) in stances(sides) {
        let (dashes, colour) = LINES[n % LINES.len()];
        entry(&format!("{} {}", n + 1, lang.say(key)), dashes, colour, 2);
    }
}

/// One number.
fn panel(
    game: &Game,
    subject: &Subject,
    (sides, marks): (&[Side], &[Mark]),
    (x, y): (usize, usize),
    lang: &Lang,
    out: &mut String,
) {
    let (wide, tall) = (PANEL.0 - 70, PANEL.1);
    let span = chart::span(game);
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    let part = |value: i64, (low, high): (i64, i64)| (value - low) as f64 / (high - low).max(1) as f64;
    let across = |turn: i64| pixels(x + 26) + part(turn, span) * pixels(wide);
    let up = |units: i64| pixels(y) + (1.0 - part(units, subject.range)) * pixels(tall);
    let (low, high) = (subject.range.0 / subject.point, subject.range.1 / subject.point);
    let (first, last) = (date(span.0, lang), date(span.1 - i64::from(!game.governs()), lang));
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{}\" font-weight=\"bold\">{}</text>\
         <rect x=\"{left}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" fill=\"none\" stroke=\"#bbbbbb\"/>\
         <g fill=\"#555555\" font-size=\"10\"><text x=\"{x}\" y=\"{}\">{high}</text><text x=\"{x}\" y=\"{}\">{low}</text>\
         <text x=\"{left}\" y=\"{dates}\">{}</text><text x=\"{}\" y=\"{dates}\" text-anchor=\"end\">{}</text></g>",
        y - 6,
        escaped(&subject.name),
        y + 10,
        y + tall,
        escaped(&first),
        x + 26 + wide,
        escaped(&last),
        left = x + 26,
        dates = y + tall + 26,
    );
    let path = |trace: &Trace| -> String {
        let points =
            trace.iter().filter_map(|(turn, value)| Some((across(*turn), up(chart::place(*value)?))));
        points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
    };
    let mut ends = Vec::new();
    for (n, side, _) in stances(sides) {
        let Some(trace) = chart::beside(game, side, subject.of) else { continue };
        let (dashes, colour) = LINES[n % LINES.len()];
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-dasharray=\"{dashes}\"/>",
            path(&trace)
        );
        ends.extend(trace.last().map(|(turn, value)| (*turn, *value, format!("{} ", n + 1))));
    }
    let own = chart::trace(game, subject.of);
    out.push_str(&band(&own, across, up));
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#000000\" stroke-width=\"2.5\"/>",
        path(&own)
    );
    ends.extend(own.last().map(|(turn, value)| (*turn, *value, String::new())));
    labels(&ends, subject, across, up, out);
    for together in marks.chunk_by(|a, b| a.turn == b.turn) {
        let Some(at) = together.first().map(|mark| across(mark.turn)) else { continue };
        let letters: String = together.iter().map(|mark| mark.letter).collect();
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {}v4\" stroke=\"#000000\"/><text x=\"{at:.1}\" y=\"{}\" font-size=\"9\" text-anchor=\"middle\">{}</text>",
            y + tall,
            y + tall + 13,
            escaped(&letters),
        );
    }
}

/// Where a number is seen in a band: the band behind its middle.
fn band(trace: &Trace, across: impl Fn(i64) -> f64, up: impl Fn(i64) -> f64) -> String {
    let mut out = String::new();
    for pair in trace.windows(2) {
        if let [(from, Seen::Between(a, b)), (to, Seen::Between(c, d))] = pair {
            let (x1, x2) = (across(*from), across(*to));
            let _ = writeln!(
                out,
                "<polygon points=\"{x1:.1},{:.1} {x2:.1},{:.1} {x2:.1},{:.1} {x1:.1},{:.1}\" fill=\"#dddddd\"/>",
                up(*a),
                up(*c),
                up(*d),
                up(*b)
            );
        }
    }
    out
}

/// The value at the end of each line, moved apart where they would lie on each other.
fn labels(
    ends: &[(i64, Seen, String)],
    subject: &Subject,
    across: impl Fn(i64) -> f64,
    up: impl Fn(i64) -> f64,
    out: &mut String,
) {
    let mut placed: Vec<(f64, f64, String)> = ends
        .iter()
        .filter_map(|(turn, value, sign)| {
            let words = format!("{sign}{}", chart::words(*value, subject.point));
            Some((across(*turn) + 4.0, up(chart::place(*value)?) + 4.0, words))
        })
        .collect();
    placed.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut lowest = f64::MIN;
    for (x, y, words) in placed {
        let y = y.max(lowest + 10.0);
        lowest = y;
        let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"10\">{}</text>", escaped(&words));
    }
}
