//! The scrolling middle of a screen: lines of styled text, gathered first and then shown from some row on.
//!
//! The invariant: what is gathered does not depend on the scroll, so the same content scrolls without changing.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Drawn, Look, MEASURE, Role, foot, middle, put};
use crate::{
    app::{
        Action, Model, find,
        model::Extent,
        unfold,
        wrap::{Marked, hang},
    },
    engine::{Paragraph, Passage},
    story::Story,
};

/// Lines of a screen's middle.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) lines: Vec<Line<'static>>,
    /// First and last row of each choice.
    pub(super) choices: Vec<(usize, usize)>,
    /// Rows that can be clicked.
    pub(super) hits: Vec<(usize, usize, Action)>,
    /// Whether some of it has not unfolded yet.
    hidden: bool,
}

impl Body {
    /// An empty line, unless it would be the first or follow another.
    pub(super) fn gap(&mut self) {
        if self.lines.last().is_some_and(|l| l.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// Runs of one paragraph, wrapped, every line after the first with an indentation.
    pub(super) fn runs(&mut self, runs: &[Marked<Role>], width: usize, indent: usize, look: &Look) {
        let room = " ".repeat(indent);
        for (n, line) in hang(runs, width, indent).into_iter().enumerate() {
            let mut spans = Vec::new();
            if n > 0 && indent > 0 {
                spans.push(Span::raw(room.clone()));
            }
            spans.extend(line.into_iter().map(|(text, role)| Span::styled(text, look.style(role))));
            self.lines.push(Line::from(spans));
        }
    }

    /// One text in one role.
    pub(super) fn text(&mut self, text: &str, role: Role, width: usize, look: &Look) {
        self.runs(&[(text.to_owned(), role)], width, 0, look);
    }

    /// A row whose columns are set already: as it stands where it fits, else as a text.
    pub(super) fn row(&mut self, row: &str, width: usize, look: &Look) {
        if crate::app::wrap::columns(row) <= width {
            self.lines.push(Line::styled(row.to_owned(), look.style(Role::Text)));
        } else {
            self.text(row, Role::Text, width, look);
        }
    }

    /// A passage.
    pub(super) fn passage(
        &mut self,
        passage: &Passage,
        role: Role,
        page: (&Story, usize),
        width: usize,
        look: &Look,
    ) {
        for (n, paragraph) in passage.paragraphs.iter().enumerate() {
            if n > 0 {
                self.gap();
            }
            self.runs(&marked(paragraph, role, page), width, 0, look);
        }
    }

    /// Leaves so many letters of the rows that are seen, a pause counting as several; of the choices, none before all
    /// of the text is there. What is left out keeps its place, so that no word jumps.
    pub(super) fn unfold(&mut self, letters: usize, rows: usize) {
        let mut left = letters;
        let text = self.choices.first().map_or(self.lines.len(), |(first, _)| *first).min(rows);
        for line in self.lines.iter_mut().take(text) {
            for span in &mut line.spans {
                let mut shown = String::new();
                for letter in span.content.graphemes(true) {
                    let weight = unfold::weight(letter);
                    self.hidden |= left < weight;
                    if self.hidden {
                        break;
                    }
                    left -= weight;
                    shown.push_str(letter);
                }
                if shown.len() < span.content.len() {
                    span.content = shown.into();
                }
            }
        }
        if self.hidden {
            self.hits.clear();
            for line in self.lines.iter_mut().skip(text) {
                *line = Line::default();
            }
        }
    }

    /// The rows that have a word in them; none for no word.
    fn found(&self, word: &str) -> Vec<usize> {
        let word = word.to_lowercase();
        let has = |line: &Line<'_>| line.to_string().to_lowercase().contains(&word);
        let rows = self.lines.iter().enumerate().filter(|(_, line)| !word.is_empty() && has(line));
        rows.map(|(row, _)| row).collect()
    }

    /// Draws the rows from `scroll` on, and tells how much there is.
    pub(super) fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        scroll: usize,
        model: &Model,
        look: &Look,
    ) -> (Extent, Vec<(Rect, Action)>) {
        let rows = usize::from(area.height);
        let scroll = scroll.min(self.lines.len().saturating_sub(rows));
        let found = self.found(find::sought(model));
        for (n, line) in self.lines.iter().skip(scroll).take(rows).enumerate() {
            let Ok(row) = u16::try_from(n) else { break };
            if found.contains(&(scroll + n)) {
                put(
                    frame,
                    (area.x, area.y + row),
                    &line.clone().patch_style(look.style(Role::Marked)),
                    area.width,
                );
                let sign = Line::styled(look.glyphs.marker, look.style(Role::Key));
                put(frame, (area.x.saturating_sub(2), area.y + row), &sign, 1);
            } else {
                put(frame, (area.x, area.y + row), line, area.width);
            }
        }
        let mut hits = Vec::new();
        for (first, last, action) in &self.hits {
            let (top, bottom) = ((*first).max(scroll), (*last + 1).min(scroll + rows));
            if let (true, Ok(y), Ok(height)) = (
                top < bottom,
                u16::try_from(top.saturating_sub(scroll)),
                u16::try_from(bottom.saturating_sub(top)),
            ) {
                hits.push((Rect { x: area.x, y: area.y + y, width: area.width, height }, *action));
            }
        }
        hint(frame, area, (scroll, rows, self.lines.len()), model, look);
        let extent = Extent {
            rows,
            total: self.lines.len(),
            choices: self.choices.clone(),
            found,
            hidden: self.hidden,
        };
        (extent, hits)
    }

    /// Draws a screen that is a list, in the measure and from row `top` on, with `marked` always in sight. The foot is
    /// drawn first, for what is below is said on top of it.
    pub(super) fn list(
        &self,
        frame: &mut Frame<'_>,
        top: u16,
        marked: usize,
        model: &Model,
        look: &Look,
    ) -> Drawn {
        let (width, x) = middle(frame, MEASURE);
        let area = frame.area();
        let height = area.height.saturating_sub(top + 2);
        let scroll = self.choices.get(marked).map_or(0, |(_, last)| (last + 2).saturating_sub(height.into()));
        let place = Rect { x, y: top, width: u16::try_from(width).unwrap_or(area.width), height };
        let mut hits = foot(model, look, frame, 0);
        let (extent, clicks) = self.draw(frame, place, scroll, model, look);
        super::notice_below(model, scroll.min(extent.last()), look, frame);
        hits.extend(clicks);
        Drawn { hits, extent }
    }
}

/// A paragraph's runs with their roles.
pub(super) fn marked(
    paragraph: &Paragraph,
    role: Role,
    (story, language): (&Story, usize),
) -> Vec<Marked<Role>> {
    let mut runs = Vec::new();
    if let Some(speaker) = paragraph.speaker {
        let name = story.label(story.person(speaker).name, language);
        runs.push((format!("{name}: "), Role::Speaker));
    }
    runs.extend(paragraph.stretches.iter().map(|s| {
        let own = match (s.emphasis, s.said_by.or(paragraph.speaker)) {
            (true, _) => Role::Emphasis,
            (false, Some(_)) if role == Role::Text => Role::Speech,
            (false, _) => role,
        };
        (s.text.clone(), own)
    }));
    runs
}

/// Says, on the rules above and below, that there is more.
pub(super) fn hint(
    frame: &mut Frame<'_>,
    area: Rect,
    (scroll, rows, total): (usize, usize, usize),
    model: &Model,
    look: &Look,
) {
    let mut say = |key: &str, sign: &str, row: u16| {
        let text = format!(" {sign} {} ", model.lang.say(key));
        let width = u16::try_from(crate::app::wrap::columns(&text)).unwrap_or(0);
        let x = frame.area().width.saturating_sub(width + 2);
        put(frame, (x, row), &Line::styled(text, look.style(Role::Muted)), width);
    };
    if scroll > 0 && area.y > 0 {
        say("more-above", look.glyphs.up, area.y - 1);
    }
    if scroll + rows < total {
        say("more-below", look.glyphs.down, area.y + area.height);
    }
}
