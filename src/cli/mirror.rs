//! `cermin mirror`: a run beside the same play as each stance would have decided it.

use std::process::ExitCode;

use super::{
    again::{again, say},
    args::{Common, Listed, Mirror},
    play::story,
};
use crate::{lab, report::mirror};

pub(super) fn mirror(common: &Common, args: &Mirror) -> anyhow::Result<ExitCode> {
    let (game, lang, code) = again(common, &args.run, story)?;
    let sides = lab::mirror(&game.story, &game.timeline)?;
    say(&match args.format {
        Listed::Text => mirror::text(&game, &sides, &lang, usize::MAX, args.turn),
        Listed::Json => mirror::json(&game, &sides),
    })?;
    Ok(code)
}
