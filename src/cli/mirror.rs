//! `cermin mirror`: a run beside the same play as each stance would have decided it.

use std::process::ExitCode;

use super::{
    again::{again, say},
    args::{Common, Mirror, Sides},
    play::story,
};
use crate::{
    lab,
    report::{chart, mirror},
};

pub(super) fn mirror(common: &Common, args: &Mirror) -> anyhow::Result<ExitCode> {
    let (game, lang, code) = again(common, &args.run, story)?;
    let sides = lab::mirror(&game.story, &game.timeline)?;
    say(&match args.format {
        Sides::Text => mirror::text(&game, &sides, &lang, usize::MAX, args.turn),
        Sides::Json => mirror::json(&game, &sides),
        Sides::Svg => chart::svg(&game, &sides, &lang),
    })?;
    Ok(code)
}
