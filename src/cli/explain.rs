//! `cermin explain`: the page of a diagnostic, or the list of all.

use std::process::ExitCode;

use anyhow::bail;

use super::{again::say, args::Explain};
use crate::{
    report::explain,
    story::{diagnostic::Code, nearest::did_you_mean},
};

pub(super) fn explain(args: &Explain) -> anyhow::Result<ExitCode> {
    let Some(word) = &args.code else {
        say(&explain::list())?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(code) = Code::of(&whole(word)) else {
        let known = Code::ALL.iter().map(|c| c.word());
        bail!("there is no diagnostic `{}`; {}", crate::story::sane(word), did_you_mean(word, known));
    };
    say(explain::page(code))?;
    Ok(ExitCode::SUCCESS)
}

/// A code as it is listed: `c52` and `52` are `C0052`.
fn whole(word: &str) -> String {
    let number = word.trim_start_matches(['C', 'c']).parse::<u16>();
    number.map_or_else(|_no_number| word.to_uppercase(), |number| format!("C{number:04}"))
}
