//! `cermin replay`: a run written out.

use std::{process::ExitCode, sync::Arc};

use super::{
    again::{again, say},
    args::{Common, Replay, Written},
    play::load_pack,
};
use crate::report::transcript::{self, Format};

pub(super) fn replay(common: &Common, args: &Replay) -> anyhow::Result<ExitCode> {
    // A run of a world is replayed as one of a story is.
    let load = |shelves: &_, name: &str| Ok(Arc::new(load_pack(shelves, name)?));
    let (game, lang, code) = again(common, &args.run, load)?;
    let format = match args.format {
        Written::Text => Format::Text,
        Written::Markdown => Format::Markdown,
        Written::Json => Format::Json,
    };
    say(&transcript::write(&game, &lang, format, args.until))?;
    Ok(code)
}
