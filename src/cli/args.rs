//! What can be typed after `cermin`. The help is made from here.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

/// A terminal game about how far a state may watch its people.
#[derive(Debug, Parser)]
#[command(
    name = "cermin",
    version,
    about,
    long_about = "A terminal game about how far a state may watch its people.\n\nWithout a verb it opens the library of storylines. Every country and person is invented.",
    after_help = "Examples:\n  cermin                      the library\n  cermin play measure         begin a storyline\n  cermin play measure --plain --lang id\n  cermin check my_story/      every mistake in a pack"
)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

/// What holds for every verb.
#[derive(Debug, Group)]
pub(super) struct Common {
    /// A folder of packs, searched before those in the program; may be given again
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) packs: Vec<PathBuf>,
    /// Where runs are kept [default: the platform's data directory]
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) data: Option<PathBuf>,
    /// The language of the interface and the stories [default: the environment's]
    #[arg(long, value_name = "LANG", global = true, value_parser = ["en", "id"])]
    pub(super) lang: Option<String>,
    /// Lines of words instead of a full screen; by itself in a pipe and where TERM is dumb
    #[arg(long, global = true)]
    pub(super) plain: bool,
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    pub(super) no_mouse: bool,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Play a storyline, by name or by the path of its folder
    #[command(
        after_help = "Examples:\n  cermin play measure\n  cermin play measure --seed 7 --schedule mixed\n  cermin play ./my_story --plain\n  cermin play --from run.ron"
    )]
    Play(Play),
    /// Write out what was played in a run
    #[command(
        after_help = "Examples:\n  cermin replay ~/.local/share/cermin/runs/measure/1.ron\n  cermin replay run.ron --until 5 --format markdown"
    )]
    Replay(Replay),
    /// Find every mistake in packs; exit code 1 if there is one
    #[command(
        after_help = "Examples:\n  cermin check                 every pack in the program and in --packs\n  cermin check ./my_story      one folder\n  cermin check gulf --format json"
    )]
    Check(Check),
    /// Say where runs are kept, or delete them
    #[command(after_help = "Examples:\n  cermin data\n  cermin data --delete")]
    Data(Data),
}

/// `play`.
#[derive(Debug, Group)]
pub(super) struct Play {
    /// The storyline; without it the library opens
    pub(super) story: Option<String>,
    /// The seed of all luck [default: drawn]
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(super) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(super) preset: Option<String>,
    /// Go on from the end of a saved run, as a new one
    #[arg(long, value_name = "RUN", conflicts_with_all = ["seed", "schedule", "preset"])]
    pub(super) from: Option<PathBuf>,
}

/// `replay`.
#[derive(Debug, Group)]
pub(super) struct Replay {
    /// The run's file
    pub(super) run: PathBuf,
    /// Stop after this turn, counted from 0
    #[arg(long, value_name = "TURN")]
    pub(super) until: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Written::Text)]
    pub(super) format: Written,
}

/// How a transcript is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Written {
    /// Lines of text
    Text,
    /// Markdown
    Markdown,
    /// JSON, with every contribution to every number
    Json,
}

/// `check`.
#[derive(Debug, Group)]
pub(super) struct Check {
    /// Packs by name, or by the path of their folder; all of them if none is named
    #[arg(value_name = "PACK")]
    pub(super) names: Vec<String>,
    /// How problems are written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(super) format: Listed,
}

/// How problems are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Listed {
    /// For people
    Text,
    /// A JSON list
    Json,
}

/// `data`.
#[derive(Debug, Group)]
pub(super) struct Data {
    /// Delete all saved runs
    #[arg(long)]
    pub(super) delete: bool,
}
