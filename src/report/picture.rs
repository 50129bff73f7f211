//! What many plays came to, as a picture: the shares of the endings, and for each number how it spread over the turns.
//!
//! SVG that needs nothing else. The invariant: every name is escaped, and every bar has its figure beside it.

use std::fmt::Write as _;

use super::odds::{Told, interval, percent};
use crate::{app::Lang, lab::Tally};

/// One panel of the numbers.
const PANEL: (usize, usize) = (280, 150);
const PANELS: usize = 3;
/// A row of the endings.
const ROW: usize = 24;
const LEFT: usize = 220;
const WIDTH: usize = PANEL.0 * PANELS + 40;

#[expect(clippy::cast_precision_loss, reason = "pixels and turns")]
pub(super) const fn pixels(n: usize) -> f64 {
    n as f64
}

/// Names come from packs: data, never marks.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The picture.
#[must_use]
pub fn svg(told: &Told<'_>, tally: &Tally, lang: &Lang) -> String {
    let story = told.story;
    let rows = tally.numbers.len().div_ceil(PANELS);
    let top = 70 + story.endings.len() * ROW + 40;
    let height = top + rows * (PANEL.1 + 30) + 20;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    );
    let title = escaped(story.label(story.about.title, told.language));
    let _ = writeln!(out, "<text x=\"20\" y=\"28\" font-size=\"18\">{title}</text>");
    let args = [
        ("plays", lang.grouped(usize::try_from(tally.plays).unwrap_or(usize::MAX)).into()),
        ("policy", told.policy.clone().into()),
        ("schedule", told.schedule.clone().into()),
        ("seed", told.seed.to_string().into()),
    ];
    let head = escaped(&lang.say_with("sim-picture", &args));
    let _ = writeln!(out, "<text x=\"20\" y=\"50\" fill=\"#555555\">{head}</text>");
    for (n, ending) in story.endings.iter().enumerate() {
        let y = 70 + n * ROW;
        let name = escaped(story.label_or(ending.title, told.language, &ending.id));
        let share = percent(tally.endings[n], tally.plays);
        let (low, high) = interval(tally.endings[n], tally.plays);
        let wide = |percent: f64| pixels(LEFT) + percent * 5.0;
        let _ = writeln!(out, "<text x=\"20\" y=\"{}\">{name}</text>", y + 15);
        let _ = writeln!(
            out,
            "<rect x=\"{LEFT}\" y=\"{}\" width=\"{:.1}\" height=\"14\" fill=\"#4477aa\"/>",
            y + 4,
            share * 5.0
        );
        let _ = writeln!(
            out,
            "<path d=\"M{:.1} {mid}H{:.1}\" stroke=\"#000000\"/><text x=\"{:.1}\" y=\"{}\">{}</text>",
            wide(low),
            wide(high),
            wide(high) + 8.0,
            y + 15,
            comma(&format!("{share:.1} %"), lang),
            mid = y + 11,
        );
    }
    for n in 0..tally.numbers.len() {
        let (x, y) = (20 + n % PANELS * PANEL.0, top + n / PANELS * (PANEL.1 + 30));
        panel(told, tally, n, (x, y), &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn comma(text: &str, lang: &Lang) -> String {
    if lang.tag() == "id" { text.replace('.', ",") } else { text.to_owned() }
}

/// A number over the turns: nine plays in ten lie in the light band, half in the dark one; the line is the middle.
fn panel(told: &Told<'_>, tally: &Tally, n: usize, (x, y): (usize, usize), out: &mut String) {
    let story = told.story;
    let var = story.var(tally.numbers[n]);
    let name = escaped(story.label_or(var.name, told.language, &var.id));
    let (low, high) = (var.min / story.point, var.max / story.point);
    let (wide, tall) = (PANEL.0 - 50, PANEL.1);
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{}\">{name}</text>", y - 6);
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" fill=\"none\" stroke=\"#bbbbbb\"/>\
         <text x=\"{0}\" y=\"{1}\" fill=\"#555555\">{high}</text><text x=\"{0}\" y=\"{2}\" fill=\"#555555\">{low}</text>",
        x + wide + 4,
        y + 11,
        y + tall,
    );
    let turns = tally.points.len();
    let point = |turn: usize, hundredths: u64| -> Option<(f64, f64)> {
        let value = tally.quantile(story, turn, n, hundredths)?;
        #[expect(clippy::cast_precision_loss, reason = "pixels")]
        let part = (value - low) as f64 / (high - low).max(1) as f64;
        let across = pixels(turn) / pixels(turns.saturating_sub(1).max(1));
        Some((pixels(x) + across * pixels(wide), pixels(y) + (1.0 - part) * pixels(tall)))
    };
    let line =
        |hundredths: u64| (0..turns).filter_map(move |turn| point(turn, hundredths)).collect::<Vec<_>>();
    let path = |points: &[(f64, f64)]| {
        points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
    };
    for (low, high, fill) in [(5, 95, "#cfe0ee"), (25, 75, "#88b0d0")] {
        let mut band = line(low);
        band.extend(line(high).into_iter().rev());
        let _ = writeln!(out, "<polygon points=\"{}\" fill=\"{fill}\"/>", path(&band));
    }
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1b3a57\" stroke-width=\"2\"/>",
        path(&line(50))
    );
}
