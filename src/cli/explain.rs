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
    let Some(code) = Code::of(&word.to_uppercase()) else {
        let known = Code::ALL.iter().map(|c| c.word());
        bail!("there is no diagnostic `{}`; {}", crate::story::sane(word), did_you_mean(word, known));
    };
    say(explain::page(code))?;
    Ok(ExitCode::SUCCESS)
}
