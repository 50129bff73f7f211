//! Squares that a phone's camera reads, in letters.
//!
//! The invariant: light on dark or dark on light, there is a light margin of four modules around it, as readers need.

/// A text as a square of half blocks; empty where it is too long for one.
#[must_use]
pub fn text(of: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(of.as_bytes()) else { return String::new() };
    let width = code.width();
    let colours = code.to_colors();
    let margin = 4;
    let light = |x: usize, y: usize| {
        let inside = |n: usize| n.checked_sub(margin).filter(|n| *n < width);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => colours[y * width + x] == qrcode::Color::Light,
            _ => true,
        }
    };
    let all = width + 2 * margin;
    let mut lines = Vec::new();
    for y in (0..all).step_by(2) {
        // What is light is drawn: on a dark terminal the square is then as a reader expects it.
        let letter = |x: usize| match (light(x, y), y + 1 >= all || light(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        lines.push((0..all).map(letter).collect::<String>());
    }
    lines.join("\n")
}
