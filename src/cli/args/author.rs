//! What authors can type: verbs for working on a pack, and for their shell.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};
use clap_complete::Shell;

use super::Listed;

/// `check`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Check {
    /// Packs by name, or by the path of their folder; all of them if none is named
    #[arg(value_name = "PACK")]
    pub(in crate::cli) names: Vec<String>,
    /// How problems are written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(in crate::cli) format: Listed,
}

/// `explain`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Explain {
    /// The code, as in C0052; without it all are listed
    pub(in crate::cli) code: Option<String>,
}

/// `new`.
#[derive(Debug, Group)]
pub(in crate::cli) struct New {
    /// The folder to make; its name becomes the storyline's id
    pub(in crate::cli) dir: PathBuf,
}

/// `stats`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Stats {
    /// The storyline or world
    pub(in crate::cli) story: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(in crate::cli) format: Listed,
}

/// `graph`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Graph {
    /// The storyline
    pub(in crate::cli) story: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Drawn::Dot)]
    pub(in crate::cli) format: Drawn,
    /// Make so many plays and say how often each way was taken
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(in crate::cli) plays: Option<u64>,
}

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Drawn {
    /// For Graphviz
    Dot,
    /// For Mermaid, which many pages draw
    Mermaid,
    /// A picture
    Svg,
}

/// `expect`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Expect {
    /// The run's file
    pub(in crate::cli) run: PathBuf,
    /// The pack's folder [default: the pack the run names]
    #[arg(long, value_name = "STORY")]
    pub(in crate::cli) story: Option<String>,
    /// What it is called [default: the next number]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    /// Write it anew where it is there already
    #[arg(long, requires = "name")]
    pub(in crate::cli) anew: bool,
}

/// `test`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Test {
    /// The storyline's folder
    pub(in crate::cli) story: String,
}

/// `translate`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Translate {
    /// The pack's folder
    pub(in crate::cli) story: String,
    /// The language, as in id
    pub(in crate::cli) lang: String,
}

/// `format`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Format {
    /// Packs by the path of their folder, or files
    #[arg(value_name = "PACK", required = true)]
    pub(in crate::cli) names: Vec<String>,
    /// Change nothing; say what would be changed
    #[arg(long)]
    pub(in crate::cli) check: bool,
}

/// `completions`.
#[derive(Debug, Group)]
pub(in crate::cli) struct Completions {
    /// The shell [default: the one that $SHELL names]
    #[arg(value_enum)]
    pub(in crate::cli) shell: Option<Shell>,
}
