//! What can be typed after `cermin`. The help is made from here.

mod author;
mod lab;
mod play;
mod room;

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

pub(super) use author::{
    Check, Completions, Drawn, Expect, Explain, Format, Graph, New, Stats, Test, Translate,
};
pub(super) use lab::{Audit, Hinges, How, Ledger, Mirror, Odds, Prove, Sides, Sim};
pub(super) use play::{Play, Replay, Sandbox, Table, Written};
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
    /// Write what a shell needs to fill in verbs, options and files
    #[command(
        after_help = "Examples:\n  cermin completions bash > ~/.local/share/bash-completion/completions/cermin\n  cermin completions zsh > ~/.zfunc/_cermin                  a folder of $fpath\n  cermin completions fish > ~/.config/fish/completions/cermin.fish"
    )]
    Completions(Completions),
    /// Say where runs are kept, or delete them
    #[command(after_help = "Examples:\n  cermin data\n  cermin data --delete")]
    Data(Data),
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
