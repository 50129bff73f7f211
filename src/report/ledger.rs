//! The fairness ledger written out: tables, each with how it was worked out, for people, for handing out and as JSON.
//!
//! The invariant: all three are made of the same tables.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{Lang, wrap};

/// How wide a paragraph is set.
const WIDE: usize = 100;

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Words.
    Words(String),
    /// A number.
    Number(f64),
    /// Nothing to say.
    Nothing,
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl Cell {
    /// A share of a whole, in percent.
    #[must_use]
    pub fn share(part: u64, whole: u64) -> Self {
        if whole == 0 { Self::Nothing } else { Self::Number(super::odds::percent(part, whole)) }
    }

    /// Units of a meter in points.
    #[must_use]
    pub fn points(units: i64, point: i64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "units of meters are far below 2^52")]
        let points = units as f64 / point.max(1) as f64;
        Self::Number(points)
    }

    /// The cell for people; `whole` where no number of its column has a fraction.
    fn shown(&self, whole: bool, lang: &Lang) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Number(n) if whole => format!("{n:.0}"),
            Self::Number(n) => {
                let shown = format!("{n:.1}");
                if lang.tag() == "id" { shown.replace('.', ",") } else { shown }
            }
            Self::Nothing => "-".to_owned(),
        }
    }
}

/// A table of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// What it is called, for machines.
    pub id: &'static str,
    /// The story or world it is about.
    pub of: String,
    /// Its title.
    pub title: String,
    /// How it was worked out.
    pub how: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// What in it breaks a rule of the ledger, or is to be looked at.
    pub notes: Vec<String>,
}

/// The rows of a section as they are read.
fn shown(section: &Section, lang: &Lang) -> Vec<Vec<String>> {
    let whole = |n: usize| {
        let numbers = section.rows.iter().filter_map(|row| row.get(n));
        numbers.into_iter().all(|c| !matches!(c, Cell::Number(n) if n.fract() != 0.0))
    };
    let whole: Vec<bool> = (0..section.columns.len()).map(whole).collect();
    let row = |row: &Vec<Cell>| row.iter().enumerate().map(|(n, c)| c.shown(whole[n], lang)).collect();
    section.rows.iter().map(row).collect()
}

/// For people, in columns.
#[must_use]
pub fn text(sections: &[Section], lang: &Lang) -> String {
    let mut out = String::new();
    let para = |out: &mut String, text: &str, before: &str| {
        for line in wrap::wrap_plain(text, WIDE) {
            let _ = writeln!(out, "{before}{line}");
        }
    };
    let _ = writeln!(out, "{}", lang.say("audit-title"));
    para(&mut out, &lang.say("audit-claim"), "");
    for section in sections {
        let _ = writeln!(out, "\n{}: {}", section.of, section.title);
        para(&mut out, &section.how, "  ");
        let rows = shown(section, lang);
        let wide = |n: usize| {
            let cells = rows.iter().filter_map(|row| row.get(n)).chain(section.columns.get(n));
            cells.map(|c| wrap::columns(c)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..section.columns.len()).map(wide).collect();
        let words = |n: usize| section.rows.iter().any(|row| matches!(row.get(n), Some(Cell::Words(_))));
        let words: Vec<bool> = (0..section.columns.len()).map(words).collect();
        let line = |row: &[String]| {
            let cells = row.iter().enumerate().map(|(n, cell)| {
                let space = " ".repeat(widths[n].saturating_sub(wrap::columns(cell)));
                if words[n] { format!("{cell}{space}") } else { format!("{space}{cell}") }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let _ = writeln!(out, "\n  {}", line(&section.columns));
        for row in &rows {
            let _ = writeln!(out, "  {}", line(row));
        }
        for note in &section.notes {
            para(&mut out, &format!("! {note}"), "  ");
        }
    }
    out
}

/// For handing out.
#[must_use]
pub fn markdown(sections: &[Section], lang: &Lang) -> String {
    let mut out = format!("# {}\n\n{}\n", lang.say("audit-title"), lang.say("audit-claim"));
    let mut of = "";
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    for section in sections {
        if section.of != of {
            let _ = write!(out, "\n## {}\n", section.of);
            of = &section.of;
        }
        let _ = write!(out, "\n### {}\n\n{}\n\n", section.title, section.how);
        let heads: Vec<String> = section.columns.iter().map(|c| cell(c)).collect();
        let _ = writeln!(out, "| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()));
        for row in shown(section, lang) {
            let cells: Vec<String> = row.iter().map(|c| cell(c)).collect();
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        }
        for (n, note) in section.notes.iter().enumerate() {
            let _ = writeln!(out, "{}* {}", if n == 0 { "\n" } else { "" }, cell(note));
        }
    }
    out
}

/// As JSON.
#[must_use]
pub fn json(sections: &[Section]) -> String {
    serde_json::to_string_pretty(sections).map(|text| text + "\n").unwrap_or_default()
}
