//! `cermin replay`: a run written out.

use std::{process::ExitCode, sync::Arc};

use super::{
    again::{again, say},
    args::{Common, Replay, Written},
    play::load_pack,
};
use crate::report::{
    chart,
    transcript::{self, Format},
};

pub(super) fn replay(common: &Common, args: &Replay) -> anyhow::Result<ExitCode> {
    // A run of a world is replayed as one of a story is.
    let load = |shelves: &_, name: &str| Ok(Arc::new(load_pack(shelves, name)?));
    let (game, lang, code) = again(common, &args.run, load)?;
    let write = |format| transcript::write(&game, &lang, format, args.until);
    say(&match args.format {
        Written::Text => write(Format::Text),
        Written::Markdown => write(Format::Markdown),
        Written::Json => write(Format::Json),
        Written::Svg => chart::svg(&game, &[], &lang),
    })?;
    Ok(code)
}
