//! A session as one page of HTML that needs nothing else: bars are SVG, the style is in it, there is no script.
//!
//! The invariant: every text is escaped, and every bar has its number beside it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Arranged, Part, Table, tables::cell};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1d22;\
background:#fff}h1{line-height:1.2}h2{margin-top:2.5rem;border-top:1px solid #bbb;padding-top:1rem}table{border-collapse:\
collapse;width:100%;margin:1rem 0;break-inside:avoid}caption{text-align:left;font-weight:700;margin-bottom:.3rem}th,td{\
padding:.25rem .5rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}td{text-align:right;white-space:\
nowrap}thead th{font-weight:400;color:#55585f;text-align:right}thead th:first-child{text-align:left}tbody th{font-weight:\
400}svg{width:6rem;height:.8rem;margin-left:.5rem}@media print{body{margin:0;max-width:none}}";

/// The page.
#[must_use]
pub fn page(of: &Arranged) -> String {
    html! {
        (DOCTYPE)
        html lang=(of.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (of.title) " · Cermin" }
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (of.title) }
                @for part in &of.parts { (written(part)) }
            } }
        }
    }
    .into_string()
}

fn written(part: &Part) -> Markup {
    match part {
        Part::Heading(text) => html! { h2 { (text) } },
        Part::Text(text) => html! { p { (text) } },
        Part::List(lines) => html! { ul { @for line in lines { li { (line) } } } },
        Part::Table(table) => of_table(table),
    }
}

fn of_table(table: &Table) -> Markup {
    // Bars of one column are told by its sum, as far as it can be seen.
    let sums: Vec<u32> = (0..table.columns.len())
        .map(|c| table.rows.iter().filter_map(|(_, cells)| cells.get(c)?.shown()).sum())
        .collect();
    let wide = table.columns.len() > 3;
    html! {
        table {
            caption { (table.caption) }
            thead { tr { th {} @for column in &table.columns { th scope="col" { (column) } } } }
            tbody {
                @for (name, cells) in &table.rows {
                    tr {
                        th scope="row" { (name) }
                        @for (n, sum) in cells.iter().zip(&sums) {
                            td {
                                (cell(*n))
                                @if let (Some(n), false) = (n.shown(), wide) {
                                    svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
                                        rect width="100" height="10" fill="#e3e1da" {}
                                        rect width=(n * 100 / (*sum).max(1)) height="10" fill="#0b4f7d" {}
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
