//! What players can type: a play, a world without a story, and a run written out.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

/// `play`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Play {
    /// The storyline; without it the library opens
    pub(in crate::cli) story: Option<String>,
    /// The seed of all luck [default: drawn]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) seed: Option<u64>,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) preset: Option<String>,
    /// A parameter of the world in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(in crate::cli) param: Vec<(String, i64)>,
    /// Begin in this scene, wherever the story opens
    #[arg(long, value_name = "SCENE", conflicts_with = "from")]
    pub(in crate::cli) at: Option<String>,
    /// Begin with this number, in the pack's own units, or this flag: trust=320, sworn=true; may be given again
    #[arg(long, value_name = "ID=N", value_parser = set, conflicts_with = "from")]
    pub(in crate::cli) set: Vec<(String, i64)>,
    /// Follow the pack's files: what is saved while one plays is played at once
    #[arg(long)]
    pub(in crate::cli) watch: bool,
    /// Begin from a world card, which another play's ending wrote
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub(in crate::cli) world_card: Option<PathBuf>,
    /// Go on from the end of a saved run, as a new one
    #[arg(long, value_name = "RUN", conflicts_with_all = ["seed", "schedule", "preset", "param"])]
    pub(in crate::cli) from: Option<PathBuf>,
}

/// `sandbox`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Sandbox {
    /// The world [default: gulf]
    pub(in crate::cli) world: Option<String>,
    /// Levers in the world's order or by name, and from which turn: 4,4,0,2,0 or 9:2,1,3,1,3 or 9:c=2,g=3; may be given again
    #[arg(long, value_name = "[TURN:]LEVERS", allow_hyphen_values = true)]
    pub(in crate::cli) levers: Vec<String>,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) preset: Option<String>,
    /// A parameter in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(in crate::cli) param: Vec<(String, i64)>,
    /// A start value in tenths of a point, as in order=420; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(in crate::cli) start: Vec<(String, i64)>,
    /// How many turns are played unattended [default: 24]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=1000))]
    pub(in crate::cli) turns: Option<i64>,
    /// Play unattended, and write every turn's numbers
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<Table>,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Table {
    /// A row for each turn: `turn`, then every meter and stock
    Csv,
    /// The same with levers, groups, regions, and all that was set
    Json,
}

/// `replay`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Replay {
    /// The run's file
    pub(in crate::cli) run: PathBuf,
    /// Stop after this turn, counted from 0
    #[arg(long, value_name = "TURN")]
    pub(in crate::cli) until: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Written::Text)]
    pub(in crate::cli) format: Written,
}

/// How a transcript is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Written {
    /// Lines of text
    Text,
    /// Markdown
    #[value(alias = "md")]
    Markdown,
    /// JSON, with every contribution to every number
    Json,
    /// A picture of every number over the quarters, with the decisions marked
    Svg,
}

/// `id=number`.
pub(super) fn pair(text: &str) -> Result<(String, i64), String> {
    let (id, value) = text.split_once('=').ok_or("write it as ID=N, as in chill=130")?;
    let value = value.trim().parse().map_err(|_error| format!("`{value}` is no whole number"))?;
    Ok((id.trim().to_owned(), value))
}

/// `id=number`, or a flag.
fn set(text: &str) -> Result<(String, i64), String> {
    match text.split_once('=') {
        Some((id, "true" | "yes")) => Ok((id.trim().to_owned(), 1)),
        Some((id, "false" | "no")) => Ok((id.trim().to_owned(), 0)),
        _ => pair(text).map_err(|_error| format!("`{text}`: write trust=320, or sworn=true")),
    }
}
