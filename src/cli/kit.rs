//! `cermin kit`: what a room needs on paper, as one page for printing.

use std::process::ExitCode;

use super::{
    again::say,
    args::{Common, Kit},
    play,
};
use crate::report::kit;

pub(super) fn kit(common: &Common, args: &Kit) -> anyhow::Result<ExitCode> {
    let story = play::story(&play::shelves(common)?, &args.story)?;
    say(&kit::page(&story, usize::from(args.people), &play::language(common)))?;
    Ok(ExitCode::SUCCESS)
}
