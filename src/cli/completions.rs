//! `cermin completions`: what a shell needs to fill in verbs, options and files.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use super::{
    again::say,
    args::{Args, Completions},
};

pub(super) fn completions(args: &Completions) -> anyhow::Result<ExitCode> {
    let shell = args.shell.or_else(Shell::from_env).context(
        "$SHELL names none of bash, elvish, fish, powershell and zsh; write one of them after the verb",
    )?;
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "cermin", &mut script);
    say(&String::from_utf8(script)?)?;
    Ok(ExitCode::SUCCESS)
}
