//! What can be typed after the verbs of a room: `host`, `wall`, `report`, `kit`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

/// `host`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Host {
    /// The storyline
    #[arg(conflicts_with = "resume")]
    pub(in crate::cli) story: Option<String>,
    /// How long the session is planned, in minutes
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(10..=600))]
    pub(in crate::cli) minutes: u32,
    /// Where phones reach this laptop [default: the first address of a local network, from port 8080 on]
    #[arg(long, value_name = "ADDR")]
    pub(in crate::cli) bind: Option<String>,
    /// The name of the Wi-Fi, for a code that phones read to join it
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) wifi: Option<String>,
    /// Its password
    #[arg(long, value_name = "WORD", requires = "wifi")]
    pub(in crate::cli) wifi_password: Option<String>,
    /// How many phones may join
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = seats)]
    pub(in crate::cli) seats: usize,
    /// How many in a hundred must have voted before a vote is closed
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(in crate::cli) quorum: u32,
    /// The seed of the story's luck [default: drawn]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) seed: Option<u64>,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) preset: Option<String>,
    /// Write a sheet for printing, with the squares that phones read
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) sheet: Option<PathBuf>,
    /// Take up again the room that was left last
    #[arg(long)]
    pub(in crate::cli) resume: bool,
    /// Where keys lie while a room is open [default: the directory that the system forgets]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) runtime: Option<PathBuf>,
}

fn seats(word: &str) -> Result<usize, String> {
    word.parse().ok().filter(|n| (1..=5000).contains(n)).ok_or_else(|| "from 1 to 5000".to_owned())
}

/// `wall`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Wall {
    /// Where keys lie while a room is open [default: the directory that the system forgets]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) runtime: Option<PathBuf>,
}

/// `report`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Report {
    /// The session's file [default: the last one kept]
    pub(in crate::cli) session: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = ReportAs::Markdown)]
    pub(in crate::cli) format: ReportAs,
    /// A folder that all four are written to
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    pub(in crate::cli) to: Option<PathBuf>,
}

/// How a session is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportAs {
    /// One page that needs nothing else, with charts
    Html,
    /// Markdown
    #[value(alias = "md")]
    Markdown,
    /// Every count of every table, for a spreadsheet
    Csv,
    /// The same for a program
    Json,
}

/// `kit`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Kit {
    /// The storyline
    pub(in crate::cli) story: String,
    /// How many people there are cards for
    #[arg(long, value_name = "N", default_value_t = 36, value_parser = clap::value_parser!(u16).range(1..=300))]
    pub(in crate::cli) people: u16,
}
