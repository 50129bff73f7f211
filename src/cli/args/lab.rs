//! What can be typed to count, prove and lay side by side.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

use super::{Listed, play::pair};

/// `mirror`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Mirror {
    /// The run's file
    pub(in crate::cli) run: PathBuf,
    /// As it stood at the end of this turn, counted from 1 [default: where the run has come to]
    #[arg(long, value_name = "TURN")]
    pub(in crate::cli) turn: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Sides::Text)]
    pub(in crate::cli) format: Sides,
}

/// How five plays are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Sides {
    /// For people
    Text,
    /// Every side turn by turn
    Json,
    /// A picture of every number in all five
    Svg,
}

/// `hinges`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Hinges {
    /// The run's file
    pub(in crate::cli) run: PathBuf,
    /// How many plays for each choice that was open
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(in crate::cli) plays: u64,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) threads: Option<usize>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(in crate::cli) format: Listed,
}

/// `sim`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Sim {
    /// The storyline
    pub(in crate::cli) story: String,
    /// How many plays
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(in crate::cli) plays: u64,
    /// How they decide
    #[arg(long, value_enum, default_value_t = How::Uniform)]
    pub(in crate::cli) policy: How,
    /// The seed of all luck and of every draw among choices
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) preset: Option<String>,
    /// A parameter in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(in crate::cli) param: Vec<(String, i64)>,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) threads: Option<usize>,
    /// Write the shortest play to each ending into this folder, as runs that `replay` reads
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) replays: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Odds::Text)]
    pub(in crate::cli) format: Odds,
}

/// How plays decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum How {
    /// Every open choice alike
    Uniform,
    /// Rather what was tried least so far
    LeastUsed,
    /// What leans to watching more
    Watch,
    /// What leans to watching under rules
    Regulate,
    /// What leans to not watching
    Refuse,
    /// What leans to asking those who are watched
    Listen,
}

/// How odds are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Odds {
    /// Tables for people
    Text,
    /// Everything
    Json,
    /// The quantiles of every number at every turn
    Csv,
    /// A picture: endings, and every number over the turns
    Svg,
}

/// `audit`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Audit {
    /// Packs by name, or by the path of their folder; all of them if none is named
    #[arg(value_name = "PACK")]
    pub(in crate::cli) names: Vec<String>,
    /// How many plays for the prices, and for each schedule and stance
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(in crate::cli) plays: u64,
    /// How often contested numbers are moved, over all schedules together
    #[arg(long, value_name = "N", default_value_t = 1_500, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(in crate::cli) draws: u64,
    /// The seed of all luck and of every draw among choices
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) threads: Option<usize>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Ledger::Text)]
    pub(in crate::cli) format: Ledger,
}

/// How the ledger is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Ledger {
    /// Tables for people
    Text,
    /// To be handed out
    #[value(alias = "md")]
    Markdown,
    /// Everything
    Json,
}

/// `prove`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Prove {
    /// The storyline
    pub(in crate::cli) story: String,
    /// What the world brings, and when [default: each of the world's, one after the other]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) preset: Option<String>,
    /// A parameter in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(in crate::cli) param: Vec<(String, i64)>,
    /// Stop looking after so many states
    #[arg(long, value_name = "N", default_value_t = 200_000, value_parser = states)]
    pub(in crate::cli) limit: usize,
    /// Stop looking when they take so many MiB
    #[arg(long, value_name = "MIB", default_value_t = 1_024)]
    pub(in crate::cli) memory: usize,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) threads: Option<usize>,
    /// Write the plays that show something into this folder, as runs that `replay` reads
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) replays: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(in crate::cli) format: Listed,
}

/// A number of states.
fn states(text: &str) -> Result<usize, String> {
    let most = 4_000_000_000;
    let number = text.parse().map_err(|_error| format!("`{text}` is no whole number"))?;
    if (1..=most).contains(&number) { Ok(number) } else { Err(format!("it runs from 1 to {most}")) }
}
