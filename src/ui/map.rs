//! The story as a graph: places in layers, ways between them, and fog over what nobody has seen.
//!
//! The invariant: what is known of a place is in its sign and in words below, never in colour alone.

use ratatui::{
    Frame,
    layout::Rect,
    style::Color,
    symbols::Marker,
    text::{Line, Span},
    widgets::canvas::{Canvas, Line as Stroke},
};

use super::{
    Drawn, Look, MEASURE, Role, Size,
    body::{Body, hint},
    foot, head, middle, put, rule,
};
use crate::app::{
    Action, Game, Model,
    map::{self, Fog, Map, Node, Spot},
    wrap,
};

/// The most rows from one layer to the next.
const TALL: u16 = 3;

/// The most columns from one place to the next.
const WIDE: u16 = 22;

/// Draws the map.
pub(super) fn draw(model: &Model, game: &Game, marked: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let area = frame.area();
    let size = Size::of(area.width, area.height);
    let map = map::of(game, &model.known(), &model.lang);
    head(frame, &model.lang.say("screen-map"), &map::count(&map, size > Size::Narrow, &model.lang), look);
    rule(frame, 1, look);
    let mut hits = foot(model, look, frame, 0);
    let words = words(&map, marked, usize::from(area.width.saturating_sub(2)), size, model, look);
    let below = u16::try_from(words.len()).unwrap_or(0).min(area.height / 3);
    let place = Rect {
        x: 1,
        y: 2,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(4 + below),
    };
    let Some(spot) = map.spots.get(marked) else { return Drawn { hits, ..Drawn::default() } };
    let layers = u16::try_from(map.layers).unwrap_or(u16::MAX).max(1);
    let step = (place.height / layers).clamp(2, TALL);
    // The marked place is in the middle, unless all of it fits or it lies near an end.
    let total = layers.saturating_sub(1) * step + 1;
    let at = u16::try_from(spot.layer).unwrap_or(0) * step;
    let scroll = at.saturating_sub(place.height / 2).min(total.saturating_sub(place.height));
    let top = place.height.saturating_sub(total) / 2;
    let stand = Stand { place, step, scroll, top };
    hint(frame, place, (scroll.into(), place.height.into(), total.into()), model, look);
    ways(&map, &stand, look, frame);
    for (n, spot) in map.spots.iter().enumerate() {
        let Some((x, y)) = stand.cell(&map, n) else { continue };
        one(spot, n == marked, (x, y), stand.room(&map, n), look, frame);
        hits.push((Rect { x: x.saturating_sub(1), y, width: 3, height: 1 }, Action::Choose(n + 1)));
    }
    for (n, line) in words.iter().take(below.into()).enumerate() {
        let row = place.bottom() + u16::try_from(n).unwrap_or(0);
        put(frame, (1, row), line, area.width.saturating_sub(2));
    }
    Drawn { hits, ..Drawn::default() }
}

/// The same in words.
pub(super) fn list(model: &Model, game: &Game, scroll: usize, look: &Look, frame: &mut Frame<'_>) -> Drawn {
    let map = map::of(game, &model.known(), &model.lang);
    let (width, _) = middle(frame, MEASURE);
    let mut body = Body::default();
    for line in map::list(&map, &model.lang) {
        body.runs(&[(line, Role::Text)], width, 2, look);
    }
    super::reading::page(&model.lang.say("screen-map"), &body, scroll, model, look, frame)
}

/// Where the places stand.
struct Stand {
    place: Rect,
    step: u16,
    scroll: u16,
    top: u16,
}

impl Stand {
    /// The column of a place, and its row, which may lie outside.
    fn at(&self, map: &Map, n: usize) -> (u16, i32) {
        let layer = map.spots[n].layer;
        let row = map.layer(layer);
        let (mut all, mut before) = (0_u16, 0_u16);
        for (other, _) in row {
            all += 1;
            before += u16::from(other < n);
        }
        let gap = (self.place.width / all.max(1)).min(WIDE);
        let left = (self.place.width.saturating_sub(gap * all)) / 2;
        let x = self.place.x + left + gap * before + gap / 2;
        let y = i32::try_from(layer).unwrap_or(0) * i32::from(self.step) - i32::from(self.scroll);
        (x, y + i32::from(self.top))
    }

    /// The cell of a place, if it is in sight.
    fn cell(&self, map: &Map, n: usize) -> Option<(u16, u16)> {
        let (x, y) = self.at(map, n);
        let y = u16::try_from(y).ok().filter(|y| *y < self.place.height)?;
        Some((x, self.place.y + y))
    }

    /// Columns to the right of a place that nothing else stands in.
    fn room(&self, map: &Map, n: usize) -> u16 {
        let (x, _) = self.at(map, n);
        let next = map.spots.get(n + 1).filter(|next| next.layer == map.spots[n].layer);
        let end = next.map_or(self.place.right(), |_| self.at(map, n + 1).0);
        end.saturating_sub(x + 4)
    }
}

/// The ways: dotted, and solid where this run went.
fn ways(map: &Map, stand: &Stand, look: &Look, frame: &mut Frame<'_>) {
    let place = stand.place;
    let (width, height) = (f64::from(place.width), f64::from(place.height));
    for taken in [false, true] {
        let role = if taken { Role::Text } else { Role::Rule };
        let color = look.style(role).fg.unwrap_or_default();
        let marker = match (look.glyphs.ascii, taken) {
            (false, _) => Marker::Braille,
            (true, true) => Marker::Custom(':'),
            (true, false) => Marker::Custom('.'),
        };
        let canvas = Canvas::default()
            .marker(marker)
            .background_color(look.ground.unwrap_or_default())
            .x_bounds([0.0, width])
            .y_bounds([0.0, height])
            .paint(|context| {
                for (from, to, _) in map.ways.iter().filter(|(_, _, went)| *went == taken) {
                    let end = |n: usize| {
                        let (x, y) = stand.at(map, n);
                        (f64::from(x - place.x) + 0.5, height - f64::from(y) - 0.5)
                    };
                    for piece in pieces(end(*from), end(*to), height, taken) {
                        context.draw(&stroke(piece, color));
                    }
                }
            });
        frame.render_widget(canvas, place);
    }
}

type Piece = ((f64, f64), (f64, f64));

const fn stroke(((x1, y1), (x2, y2)): Piece, color: Color) -> Stroke {
    Stroke { x1, y1, x2, y2, color }
}

/// What of a way is in sight: all of it where it was taken, else a few dots on it.
fn pieces((x1, y1): (f64, f64), (x2, y2): (f64, f64), height: f64, taken: bool) -> Vec<Piece> {
    // From the first part of the way that is in sight to the last.
    let along = |y: f64| if (y2 - y1).abs() < f64::EPSILON { 0.0 } else { (y - y1) / (y2 - y1) };
    let (a, b) = (along(0.0), along(height - 0.01));
    let (from, to) = (a.min(b).max(0.0), a.max(b).min(1.0));
    if from >= to {
        return Vec::new();
    }
    let point = |t: f64| (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t);
    if taken {
        return vec![(point(from), point(to))];
    }
    let cells = ((x2 - x1).abs() / 2.0).max((y2 - y1).abs() * 1.5).max(1.0);
    let mut dots = Vec::new();
    let mut t = from;
    while t < to {
        dots.push((point(t), point(t)));
        t += 1.0 / cells;
    }
    dots
}

/// One place: its sign, marked or not, and its name where it is known and has room.
fn one(spot: &Spot, marked: bool, (x, y): (u16, u16), room: u16, look: &Look, frame: &mut Frame<'_>) {
    let role = match spot.fog {
        Fog::Here => Role::Title,
        Fog::Been => Role::Text,
        Fog::Before => Role::Muted,
        Fog::Ahead | Fog::Passed => Role::Rule,
    };
    let sign = sign(spot, look);
    if marked {
        let line = Line::styled(format!("[{sign}]"), look.style(Role::Marked));
        put(frame, (x.saturating_sub(1), y), &line, 3);
    } else {
        put(frame, (x, y), &Line::styled(sign, look.style(role)), 1);
    }
    if let Some(name) = spot.name.as_ref().filter(|_| room >= 6) {
        let name = wrap::cut(name, usize::from(room).min(22), look.glyphs.more);
        // The cell before it is air, whatever way leads through.
        put(frame, (x + 2, y), &Line::styled(format!(" {name}"), look.style(role)), room + 1);
    }
}

fn sign(spot: &Spot, look: &Look) -> &'static str {
    let kind = match spot.node {
        Node::Scene(_) => 0,
        Node::Deck(_) => 1,
        Node::Ending(_) => 2,
    };
    look.glyphs.places[kind][level(spot.fog)]
}

const fn level(fog: Fog) -> usize {
    match fog {
        Fog::Here => 0,
        Fog::Been => 1,
        Fog::Before => 2,
        Fog::Ahead => 3,
        Fog::Passed => 4,
    }
}

/// What is known of the marked place, and what the signs mean.
fn words(
    map: &Map,
    marked: usize,
    width: usize,
    size: Size,
    model: &Model,
    look: &Look,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let Some(spot) = map.spots.get(marked) else { return lines };
    let says = map::says(spot, &model.lang);
    for (n, text) in says.into_iter().enumerate() {
        let role = if n == 0 { Role::Title } else { Role::Muted };
        lines.extend(
            wrap::wrap_plain(&text, width).into_iter().map(|line| Line::styled(line, look.style(role))),
        );
    }
    if size > Size::Narrow {
        let mut legend: Vec<Span<'static>> = Vec::new();
        for (n, word) in ["here", "been", "before", "ahead", "passed"].into_iter().enumerate() {
            let word = model.lang.say(&format!("map-legend-{word}"));
            legend.push(Span::styled(look.glyphs.places[0][n], look.style(Role::Key)));
            legend.push(Span::styled(format!(" {word}  "), look.style(Role::Muted)));
        }
        for (kind, word) in [(1, "deck"), (2, "ending")] {
            let word = model.lang.say(&format!("map-legend-{word}"));
            legend.push(Span::styled(look.glyphs.places[kind][1], look.style(Role::Key)));
            legend.push(Span::styled(format!(" {word}  "), look.style(Role::Muted)));
        }
        lines.push(Line::from(legend));
    }
    lines
}
