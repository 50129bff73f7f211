//! The reference of the format: every key, function, effect and diagnostic, made from the code itself.
//!
//! `docs/reference.md` is this text; a test writes it and sees that it is so. What a key means stands in
//! `docs/authoring.md`. The invariant: whatever a pack can hold stands in here.

use std::fmt::Write as _;

use super::explain;
use crate::story::{
    diagnostic::Code,
    expr::calls::{CALLS, MEANINGS},
    raw::{Field, SHAPES},
};

/// What the value of a field is, in words, from its type in the code.
fn kind(field: &Field) -> String {
    let ty = field.ty.replace("<'s>", "").replace("'s, ", "").replace(' ', "");
    let bare = ty.trim_start_matches("Option<").trim_start_matches("Box<").trim_start_matches("Spanned<");
    let bare = bare.trim_end_matches('>');
    let one = |inner: &str| match inner {
        "Str" | "Cow<str" | "Cow<str>" => "string".to_owned(),
        "Int" => "whole number".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "(i64,i64)" => "two whole numbers, `(1, 4)`".to_owned(),
        other => format!("`{other}`"),
    };
    if let Some(inner) = bare.strip_prefix("List<") {
        return match inner.trim_end_matches('>') {
            "Cow<str" => "list of strings".to_owned(),
            inner => format!("list of `{inner}`"),
        };
    }
    if let Some(inner) = bare.strip_prefix("Map<") {
        return format!("map of ids to `{}`", inner.trim_end_matches('>'));
    }
    if let Some(inner) = bare.strip_prefix("ByTurn<") {
        return match inner.trim_end_matches('>') {
            "Cow<str" => "map of turns to lists of strings".to_owned(),
            inner => format!("map of turns to lists of `{inner}`"),
        };
    }
    if let Some(inner) = bare.strip_prefix("Pairs<") {
        return match inner.trim_end_matches('>') {
            "Int" => "map of ids to whole numbers".to_owned(),
            "Str" => "map of strings to strings".to_owned(),
            _ => "map of turns to maps of ids to whole numbers".to_owned(),
        };
    }
    one(bare)
}

/// The whole reference, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut out = String::from(
        "# Reference\n\nEvery key, function, effect and diagnostic of the format, made from the code by `CERMIN_WRITE_DOCS=1 cargo test --test docs`.\n\
         What they mean, with examples, stands in [authoring.md](authoring.md).\n\n## Keys\n",
    );
    for shape in SHAPES {
        let _ = write!(
            out,
            "\n### {}\n\n{}\n\n| key | value | |\n|---|---|---|\n",
            shape.name,
            shape.about.trim()
        );
        for field in shape.fields {
            let needed = if field.needed { "needed" } else { "" };
            let _ = writeln!(out, "| `{}` | {} | {needed} |", field.name, kind(field));
        }
    }
    out.push_str(
        "\n## Expressions\n\nFrom loosest to tightest: `if a then b else c`, `or`, `and`, `not`, one of `<` `<=` `>` `>=` `==` `!=`, `+` `-`, `*` `/` `%`,\nunary `-`. Names are values; `turn` is the turn.\n\n| function | comes to |\n|---|---|\n",
    );
    for (name, form) in CALLS {
        let meaning = MEANINGS.iter().find(|(of, _)| of == name).map_or("", |(_, meaning)| meaning);
        let _ = writeln!(out, "| `{form}` | {meaning} |");
    }
    out.push_str(
        "\n## Effects\n\n| effect | does |\n|---|---|\n| `x += e` | adds |\n| `x -= e` | takes away |\n| `x = e` | sets; not in a rule |\n| `… when c` | only where `c` holds |\n",
    );
    out.push_str("\n## Diagnostics\n\n`cermin explain CODE` shows the page of one, with an example and its cure.\n\n| code | | |\n|---|---|---|\n");
    for code in Code::ALL {
        let _ = writeln!(out, "| {} | {} | {} |", code.word(), code.severity().word(), explain::title(*code));
    }
    out
}
