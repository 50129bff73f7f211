//! What can be typed after `cermin`. The help is made from here.

mod author;
mod room;

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

pub(super) use author::{Drawn, Expect, Explain, Format, Graph, New, Stats, Test, Translate};
pub(super) use room::{Host, Kit, Report, ReportAs, Wall};

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
        after_help = "Examples:\n  cermin play measure\n  cermin play measure --seed 7 --schedule mixed\n  cermin play ./my_story --watch\n  cermin play ./my_story --at quay --set trust=320 --set stamped=true\n  cermin play ./my_story --plain\n  cermin play --from run.ron"
    )]
    Play(Play),
    /// Write out what was played in a run
    #[command(
        after_help = "Examples:\n  cermin replay ~/.local/share/cermin/runs/measure/1.ron\n  cermin replay run.ron --until 5 --format markdown\n  cermin replay run.ron --format svg > charts.svg"
    )]
    Replay(Replay),
    /// Govern a world without a story: levers, a budget, and what the rules make of them
    #[command(
        after_help = "Examples:\n  cermin sandbox\n  cermin sandbox --schedule mixed --preset mostly_harms\n  cermin sandbox --levers 4,4,0,2,0 --levers 9:2,1,3,1,3 --turns 24 --format csv\n  cermin sandbox --param chill=130 --start order=420 --levers c=2,g=3 --format json"
    )]
    Sandbox(Sandbox),
    /// Lay a run beside the same play as each stance would have decided it
    #[command(
        after_help = "Examples:\n  cermin mirror ~/.local/share/cermin/runs/measure/1.ron\n  cermin mirror run.ron --format json\n  cermin mirror run.ron --format svg > beside.svg"
    )]
    Mirror(Mirror),
    /// Say which decisions of a run moved the odds of the endings, the most first
    #[command(
        after_help = "Examples:\n  cermin hinges ~/.local/share/cermin/runs/measure/1.ron\n  cermin hinges run.ron --plays 10000 --format json"
    )]
    Hinges(Hinges),
    /// Make many plays and count what they came to
    #[command(
        after_help = "Examples:\n  cermin sim measure\n  cermin sim measure --plays 100000 --schedule mixed --policy least-used\n  cermin sim ./my_story --replays shortest/ --format json"
    )]
    Sim(Sim),
    /// Look at every state a story can come to, and prove its claims; exit code 1 if one is broken
    #[command(
        after_help = "Examples:\n  cermin prove measure\n  cermin prove measure --schedule calm --limit 5000000\n  cermin prove ./my_story --replays shown/ --format json"
    )]
    Prove(Prove),
    /// Count what a sceptical room may ask: prices, voices, endings, and how ways to govern stand beside each other
    #[command(
        after_help = "Examples:\n  cermin audit                                 everything in the program\n  cermin audit measure --format markdown > ledger.md\n  cermin audit gulf --draws 10000\n  cermin audit ./my_story --plays 2000 --format json"
    )]
    Audit(Audit),
    /// Find every mistake in packs; exit code 1 if there is one
    #[command(
        after_help = "Examples:\n  cermin check                 every pack in the program and in --packs\n  cermin check ./my_story      one folder\n  cermin check gulf --format json"
    )]
    Check(Check),
    /// Show what a diagnostic means, with an example and its cure
    #[command(after_help = "Examples:\n  cermin explain C0052\n  cermin explain              the list")]
    Explain(Explain),
    /// Keep a run beside its pack as what the pack is expected to do
    #[command(
        after_help = "Examples:\n  cermin expect run.ron --story ./my_story\n  cermin expect run.ron --story ./my_story --name quiet_night\n  cermin expect run.ron --story ./my_story --name quiet_night --anew"
    )]
    Expect(Expect),
    /// Play all of a pack's expected runs again and show what differs; exit code 1 if anything does
    #[command(after_help = "Examples:\n  cermin test ./my_story")]
    Test(Test),
    /// Write or refresh a language of a pack: what is missing to fill in, what is stale with its old and new source
    #[command(after_help = "Examples:\n  cermin translate ./my_story id")]
    Translate(Translate),
    /// Settle the layout of a pack's files, without touching comments or meaning
    #[command(
        after_help = "Examples:\n  cermin format ./my_story\n  cermin format ./my_story --check      change nothing; exit code 1 if anything would"
    )]
    Format(Format),
    /// Speak with an editor: problems as one types, definitions, hovers, completion, renaming
    #[command(
        after_help = "Speaks the Language Server Protocol on standard input and output; an editor starts it.\n\nExamples:\n  cermin lsp\n  cermin lsp --packs ~/stories"
    )]
    Lsp,
    /// Begin a storyline of your own: a small complete pack that plays, and teaches by comments
    #[command(after_help = "Examples:\n  cermin new my_story\n  cermin new ~/stories/the_lamp")]
    New(New),
    /// Count a pack: words by language and speaker, scenes, choices, endings, reading time
    #[command(after_help = "Examples:\n  cermin stats measure\n  cermin stats ./my_story --format json")]
    Stats(Stats),
    /// Draw a storyline: scenes, storylets, locked ways, endings, and how often each way is taken
    #[command(
        after_help = "Examples:\n  cermin graph measure | dot -Tsvg > measure.svg\n  cermin graph ./my_story --format mermaid\n  cermin graph measure --format svg --plays 10000 > measure.svg"
    )]
    Graph(Graph),
    /// Lead a room through a storyline: phones vote over the local network, without accounts or internet
    #[command(
        after_help = "Examples:\n  cermin host measure\n  cermin host measure --minutes 90 --wifi Workshop --wifi-password \"blue bowl\"\n  cermin host lanterns --bind 192.168.1.10:8080 --lang id\n  cermin host --resume                a room that was left, as after a crash"
    )]
    Host(Host),
    /// Show the wall of the room that is open on this laptop, for the projector
    #[command(after_help = "Examples:\n  cermin wall\n  cermin wall --plain")]
    Wall(Wall),
    /// Write out what was kept of a session: counts, never who
    #[command(
        after_help = "Examples:\n  cermin report                          the last session, as Markdown\n  cermin report --to ~/workshop          HTML, Markdown, CSV and JSON\n  cermin report session.ron --format html --lang id > report.html"
    )]
    Report(Report),
    /// Write the paper kit of a storyline: roles, slips, cards, a sheet for the desk, as HTML for printing
    #[command(
        after_help = "Examples:\n  cermin kit measure > kit.html\n  cermin kit lanterns --people 36 --lang id > kit.html"
    )]
    Kit(Kit),
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
    /// A parameter of the world in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(super) param: Vec<(String, i64)>,
    /// Begin in this scene, wherever the story opens
    #[arg(long, value_name = "SCENE", conflicts_with = "from")]
    pub(super) at: Option<String>,
    /// Begin with this number, in the pack's own units, or this flag: trust=320, sworn=true; may be given again
    #[arg(long, value_name = "ID=N", value_parser = set, conflicts_with = "from")]
    pub(super) set: Vec<(String, i64)>,
    /// Follow the pack's files: what is saved while one plays is played at once
    #[arg(long)]
    pub(super) watch: bool,
    /// Begin from a world card, which another play's ending wrote
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub(super) world_card: Option<PathBuf>,
    /// Go on from the end of a saved run, as a new one
    #[arg(long, value_name = "RUN", conflicts_with_all = ["seed", "schedule", "preset", "param"])]
    pub(super) from: Option<PathBuf>,
}

/// `sandbox`.
#[derive(Debug, Group)]
pub(super) struct Sandbox {
    /// The world [default: gulf]
    pub(super) world: Option<String>,
    /// Levers in the world's order or by name, and from which turn: 4,4,0,2,0 or 9:2,1,3,1,3 or 9:c=2,g=3; may be given again
    #[arg(long, value_name = "[TURN:]LEVERS", allow_hyphen_values = true)]
    pub(super) levers: Vec<String>,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(super) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(super) preset: Option<String>,
    /// A parameter in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(super) param: Vec<(String, i64)>,
    /// A start value in tenths of a point, as in order=420; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(super) start: Vec<(String, i64)>,
    /// How many turns are played unattended [default: 24]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=1000))]
    pub(super) turns: Option<i64>,
    /// Play unattended, and write every turn's numbers
    #[arg(long, value_enum)]
    pub(super) format: Option<Table>,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Table {
    /// A row for each turn: `turn`, then every meter and stock
    Csv,
    /// The same with levers, groups, regions, and all that was set
    Json,
}

/// `id=number`.
fn pair(text: &str) -> Result<(String, i64), String> {
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

/// `mirror`.
#[derive(Debug, Group)]
pub(super) struct Mirror {
    /// The run's file
    pub(super) run: PathBuf,
    /// As it stood at the end of this turn, counted from 1 [default: where the run has come to]
    #[arg(long, value_name = "TURN")]
    pub(super) turn: Option<i64>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Sides::Text)]
    pub(super) format: Sides,
}

/// How five plays are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sides {
    /// For people
    Text,
    /// Every side turn by turn
    Json,
    /// A picture of every number in all five
    Svg,
}

/// `hinges`.
#[derive(Debug, Group)]
pub(super) struct Hinges {
    /// The run's file
    pub(super) run: PathBuf,
    /// How many plays for each choice that was open
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(super) plays: u64,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(super) format: Listed,
}

/// `sim`.
#[derive(Debug, Group)]
pub(super) struct Sim {
    /// The storyline
    pub(super) story: String,
    /// How many plays
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(super) plays: u64,
    /// How they decide
    #[arg(long, value_enum, default_value_t = How::Uniform)]
    pub(super) policy: How,
    /// The seed of all luck and of every draw among choices
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// What the world brings, and when [default: the world's first]
    #[arg(long, value_name = "NAME")]
    pub(super) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(super) preset: Option<String>,
    /// A parameter in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(super) param: Vec<(String, i64)>,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Write the shortest play to each ending into this folder, as runs that `replay` reads
    #[arg(long, value_name = "DIR")]
    pub(super) replays: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Odds::Text)]
    pub(super) format: Odds,
}

/// `audit`.
#[derive(Debug, Group)]
pub(super) struct Audit {
    /// Packs by name, or by the path of their folder; all of them if none is named
    #[arg(value_name = "PACK")]
    pub(super) names: Vec<String>,
    /// How many plays for the prices, and for each schedule and stance
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(super) plays: u64,
    /// How often contested numbers are moved, over all schedules together
    #[arg(long, value_name = "N", default_value_t = 1_500, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(super) draws: u64,
    /// The seed of all luck and of every draw among choices
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Ledger::Text)]
    pub(super) format: Ledger,
}

/// How the ledger is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Ledger {
    /// Tables for people
    Text,
    /// To be handed out
    Markdown,
    /// Everything
    Json,
}

/// `prove`.
#[derive(Debug, Group)]
pub(super) struct Prove {
    /// The storyline
    pub(super) story: String,
    /// What the world brings, and when [default: each of the world's, one after the other]
    #[arg(long, value_name = "NAME")]
    pub(super) schedule: Option<String>,
    /// A named set of the world's contested numbers
    #[arg(long, value_name = "NAME")]
    pub(super) preset: Option<String>,
    /// A parameter in hundredths, from 0 to 300, as in chill=130; may be given again
    #[arg(long, value_name = "ID=N", value_parser = pair)]
    pub(super) param: Vec<(String, i64)>,
    /// Stop looking after so many states
    #[arg(long, value_name = "N", default_value_t = 200_000, value_parser = states)]
    pub(super) limit: usize,
    /// Stop looking when they take so many MiB
    #[arg(long, value_name = "MIB", default_value_t = 1_024)]
    pub(super) memory: usize,
    /// How many threads work on it; the result is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Write the plays that show something into this folder, as runs that `replay` reads
    #[arg(long, value_name = "DIR")]
    pub(super) replays: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Listed::Text)]
    pub(super) format: Listed,
}

/// A number of states.
fn states(text: &str) -> Result<usize, String> {
    let most = 4_000_000_000;
    let number = text.parse().map_err(|_error| format!("`{text}` is no whole number"))?;
    if (1..=most).contains(&number) { Ok(number) } else { Err(format!("it runs from 1 to {most}")) }
}

/// How plays decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum How {
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
pub(super) enum Odds {
    /// Tables for people
    Text,
    /// Everything
    Json,
    /// The quantiles of every number at every turn
    Csv,
    /// A picture: endings, and every number over the turns
    Svg,
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
    /// A picture of every number over the quarters, with the decisions marked
    Svg,
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

/// How problems and sides are written.
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
