//! Problems of a pack, printed: with file, line, column and caret, or as JSON.
//!
//! The invariant: only a few characters around a problem are shown, however long its line.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::story::diagnostic::{Diagnostic, Findings, Place, Severity};

/// How much of a line is shown after a problem, in bytes.
const AROUND: usize = 160;

/// How far out on a line a problem is still shown with its line, in bytes.
const FARTHEST: usize = 4_000;

/// Problems as a person reads them; with colour where the terminal has it.
#[must_use]
pub fn text(findings: &Findings, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Yes => Renderer::styled(),
        Colour::No => Renderer::plain(),
    };
    let mut out = String::new();
    for diagnostic in &findings.diagnostics {
        out.push_str(&one(findings, diagnostic, &renderer));
        out.push('\n');
    }
    out
}

/// Whether colour may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// It may.
    Yes,
    /// It may not.
    No,
}

/// The line after all problems: how many there are.
#[must_use]
pub fn summary(name: &str, findings: &Findings) -> String {
    let errors = findings.errors();
    let warnings = findings.diagnostics.len() - errors;
    let plural = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    match (errors, warnings) {
        (0, 0) => format!("{name}: good"),
        (0, w) => format!("{name}: {}", plural(w, "warning")),
        (e, 0) => format!("{name}: {}", plural(e, "error")),
        (e, w) => format!("{name}: {}, {}", plural(e, "error"), plural(w, "warning")),
    }
}

fn one(findings: &Findings, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let code = diagnostic.code.word();
    let window = diagnostic.place.as_ref().map(|p| Window::of(findings, p));
    let also = diagnostic.also.as_ref().map(|(p, label)| (Window::of(findings, p), label.as_str()));
    let mut group = level.primary_title(diagnostic.message.as_str()).id(code).elements(None::<Origin<'_>>);
    if let Some(window) = &window {
        group = window.add_to(group, AnnotationKind::Primary, "");
    }
    if let Some((window, label)) = &also {
        group = window.add_to(group, AnnotationKind::Context, label);
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.help.as_str()));
    }
    renderer.render(&[group]).clone()
}

/// The part of a file that is shown.
struct Window {
    path: String,
    text: String,
    line: usize,
    column: usize,
    span: std::ops::Range<usize>,
}

impl Window {
    fn of(findings: &Findings, place: &Place) -> Self {
        let file = &findings.files[place.file];
        let text = file.text.as_str();
        let start = place.span.start.min(text.len());
        let end = place.span.end.clamp(start, text.len());
        // From the start of the line, so that columns stay true; the renderer leaves out what is too far to the left.
        let from = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let line_end = text.get(start..).and_then(|t| t.find('\n')).map_or(text.len(), |n| start + n);
        let stop = boundary(text, line_end.min(end.max(start) + AROUND).min(start + 2 * AROUND)).max(start);
        let shown = text.get(from..stop).unwrap_or_default().trim_end_matches('\r');
        // Same number of bytes, so that the caret stays where it belongs: what is unsafe gives way to `?`.
        let clean = shown.chars().flat_map(|c| {
            let hidden = crate::story::is_unsafe(c) && c != '\t';
            std::iter::repeat_n(if hidden { '?' } else { c }, if hidden { c.len_utf8() } else { 1 })
        });
        let (line, column) = findings.line_column(place.file, start);
        let span = start - from..(end.min(stop) - from).max(start - from);
        Self { path: crate::story::sane(&file.name), text: clean.collect(), line, column, span }
    }

    fn add_to<'a>(&'a self, group: Group<'a>, kind: AnnotationKind, label: &'a str) -> Group<'a> {
        // Far out on one endless line nothing useful can be shown but where it is.
        if self.span.start > FARTHEST {
            return group.element(Origin::path(self.path.as_str()).line(self.line).char_column(self.column));
        }
        let end = self.span.end.min(self.text.len());
        let annotation = kind.span(self.span.start.min(end)..end);
        let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
        let snippet = Snippet::source(self.text.as_str()).path(self.path.as_str()).line_start(self.line);
        group.element(snippet.annotation(annotation))
    }
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'static str,
    severity: &'static str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    help: &'a str,
}

/// A problem on one line: file, line, column, code and message.
#[must_use]
pub fn line(findings: &Findings, diagnostic: &Diagnostic) -> String {
    let at = diagnostic.place.as_ref().map(|p| {
        let (line, column) = findings.line_column(p.file, p.span.start);
        let name = findings.files[p.file].name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        format!("{}:{line}:{column}: ", crate::story::sane(&name))
    });
    format!("{}{} {}", at.unwrap_or_default(), diagnostic.code.word(), diagnostic.message)
}

/// Problems as a list of JSON objects: `code severity file line column message help`.
#[must_use]
pub fn json(all: &[&Findings]) -> String {
    let mut rows = Vec::new();
    for findings in all {
        for diagnostic in &findings.diagnostics {
            let at = diagnostic.place.as_ref().map(|p| (p, findings.line_column(p.file, p.span.start)));
            rows.push(Row {
                code: diagnostic.code.word(),
                severity: diagnostic.code.severity().word(),
                file: at.as_ref().map(|(p, _)| findings.files[p.file].name.as_str()),
                line: at.as_ref().map(|(_, (line, _))| *line),
                column: at.as_ref().map(|(_, (_, column))| *column),
                message: &diagnostic.message,
                help: &diagnostic.help,
            });
        }
    }
    let mut out = serde_json::to_string_pretty(&rows).unwrap_or_default();
    let _ = writeln!(out);
    out
}
