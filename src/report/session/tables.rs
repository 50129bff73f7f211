//! A session as Markdown, as CSV and as JSON.
//!
//! The invariant: no cell of the CSV is taken for a formula by a spreadsheet, and no text breaks a table.

use serde_json::{Value, json};

use super::{Arranged, Part};
use crate::group::Cell;

/// What stands for a cell that is hidden.
pub(super) const HIDDEN: &str = "–";

pub(super) fn cell(cell: Cell) -> String {
    cell.shown().map_or_else(|| HIDDEN.to_owned(), |n| n.to_string())
}

/// As Markdown.
#[must_use]
pub fn markdown(of: &Arranged) -> String {
    let text = |text: &str| {
        let marked: String = text
            .chars()
            .flat_map(|c| ['\\'].into_iter().filter(move |_| "\\`*_[]<>|#".contains(c)).chain([c]))
            .collect();
        marked.replace('\n', " ")
    };
    let mut lines = vec![format!("# {}", text(&of.title))];
    for part in &of.parts {
        lines.push(String::new());
        match part {
            Part::Heading(heading) => lines.push(format!("## {}", text(heading))),
            Part::Text(words) => lines.push(text(words)),
            Part::List(list) => lines.extend(list.iter().map(|line| format!("* {}", text(line)))),
            Part::Table(table) => {
                let columns: Vec<String> = table.columns.iter().map(|c| text(c)).collect();
                lines.push(format!("| {} | {} |", text(&table.caption), columns.join(" | ")));
                lines.push(format!("|---|{}", "---:|".repeat(columns.len())));
                for (name, cells) in &table.rows {
                    let cells: Vec<String> = cells.iter().map(|c| cell(*c)).collect();
                    lines.push(format!("| {} | {} |", text(name), cells.join(" | ")));
                }
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let risky = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']);
    if risky { format!("'{text}") } else { text.to_owned() }
}

/// As CSV: one row for each cell of each table, `about,table,row,column,people`; a hidden one is empty.
///
/// # Errors
/// None that a memory can have; what the writer says.
pub fn csv(of: &Arranged) -> Result<String, csv::Error> {
    let mut out = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    out.write_record(["about", "table", "row", "column", "people"])?;
    for part in &of.parts {
        let Part::Table(table) = part else { continue };
        for (name, cells) in &table.rows {
            for (column, cell) in table.columns.iter().zip(cells) {
                let people = cell.shown().map(|n| n.to_string()).unwrap_or_default();
                out.write_record([
                    &harmless(&table.about),
                    &harmless(&table.caption),
                    &harmless(name),
                    &harmless(column),
                    &people,
                ])?;
            }
        }
    }
    let bytes = out.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// As JSON: the parts in their order; a hidden cell is null.
#[must_use]
pub fn json(of: &Arranged) -> String {
    let part = |part: &Part| -> Value {
        match part {
            Part::Heading(text) => json!({"heading": text}),
            Part::Text(text) => json!({"text": text}),
            Part::List(lines) => json!({"list": lines}),
            Part::Table(table) => {
                let rows: Vec<Value> = table
                    .rows
                    .iter()
                    .map(|(name, cells)| {
                        let people: Vec<Option<u32>> = cells.iter().map(|c| c.shown()).collect();
                        json!({"row": name, "people": people})
                    })
                    .collect();
                json!({"about": table.about, "table": table.caption, "columns": table.columns, "rows": rows})
            }
        }
    };
    let all = json!({
        "title": of.title, "lang": of.lang, "parts": of.parts.iter().map(part).collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::session::Table;

    fn of(text: &str) -> Arranged {
        let rows = vec![(text.to_owned(), vec![Cell::Shown(7), Cell::Hidden])];
        let columns = vec!["=1+1".to_owned(), "b".to_owned()];
        let table = Table { about: "x".to_owned(), caption: "c;=2".to_owned(), columns, rows };
        Arranged { title: text.to_owned(), lang: "en".to_owned(), parts: vec![Part::Table(table)] }
    }

    #[test]
    fn no_cell_of_a_table_is_a_formula_and_a_hidden_one_is_empty() {
        for text in ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "|cmd", "%x"] {
            let written = csv(&of(text)).expect("it is written");
            assert!(written.contains(&format!("\"'{text}\"")), "{written}");
            assert!(written.contains("\"'=1+1\",\"7\"") && written.contains("\"b\",\"\""), "{written}");
            assert!(
                written.contains("\"c;=2\""),
                "what divides cells elsewhere stands inside quotes: {written}"
            );
        }
        assert!(csv(&of("a name")).expect("it is written").contains("\"a name\""));
    }

    #[test]
    fn no_text_breaks_a_table_of_markdown() {
        let written = markdown(&of("a|b <b> `c`\n# d"));
        assert!(written.contains("| a\\|b \\<b\\> \\`c\\` \\# d | 7 | – |"), "{written}");
    }
}
