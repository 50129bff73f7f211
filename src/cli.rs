//! The command line: what is asked for, and which door it goes through.
//!
//! The invariant: machine output goes to stdout alone; the exit code is 0 for good, 1 for "the answer is no", 2 for
//! misuse and for what the system refused.

mod again;
mod args;
mod audit;
mod check;
mod completions;
mod expect;
mod explain;
mod hinges;
mod host;
mod kit;
mod lsp;
mod map;
mod mirror;
mod new;
mod play;
mod prove;
mod replay;
mod report;
mod sandbox;
mod sim;
mod watched;
mod write;

use std::{io::Write as _, process::ExitCode};

use clap::Parser as _;

use args::{Args, Verb};

/// The answer is no: a diagnostic, a failed claim.
const NO: u8 = 1;
/// Misuse, or the system refused.
const MISUSE: u8 = 2;

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    // Help and version are no errors; clap prints misuse to stderr and has exit code 2 for it, as we do.
    let args = Args::parse();
    match run(args) {
        Ok(code) => code,
        Err(error) if closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = harmless(&format!("{error:#}"));
            let _ = writeln!(std::io::stderr(), "cermin: {message}");
            ExitCode::from(MISUSE)
        }
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let common = args.common;
    match args.verb {
        None => play::library(&common),
        Some(Verb::Play(play)) => play::play(&common, &play),
        Some(Verb::Replay(replay)) => replay::replay(&common, &replay),
        Some(Verb::Sandbox(args)) => sandbox::sandbox(&common, &args),
        Some(Verb::Mirror(args)) => mirror::mirror(&common, &args),
        Some(Verb::Hinges(args)) => hinges::hinges(&common, &args),
        Some(Verb::Sim(args)) => sim::sim(&common, &args),
        Some(Verb::Prove(args)) => prove::prove(&common, &args),
        Some(Verb::Audit(args)) => audit::audit(&common, &args),
        Some(Verb::Check(check)) => check::check(&common, &check),
        Some(Verb::Expect(args)) => expect::expect(&common, &args),
        Some(Verb::Test(args)) => expect::test(&common, &args),
        Some(Verb::Translate(args)) => write::translate(&common, &args),
        Some(Verb::Format(args)) => write::format(&common, &args),
        Some(Verb::Lsp) => lsp::lsp(&common),
        Some(Verb::Explain(args)) => explain::explain(&args),
        Some(Verb::New(args)) => new::new(&args),
        Some(Verb::Stats(args)) => map::stats(&common, &args),
        Some(Verb::Graph(args)) => map::graph(&common, &args),
        Some(Verb::Host(args)) => host::host(&common, &args),
        Some(Verb::Wall(args)) => host::wall(&common, &args),
        Some(Verb::Report(args)) => report::report(&common, &args),
        Some(Verb::Kit(args)) => kit::kit(&common, &args),
        Some(Verb::Completions(args)) => completions::completions(&args),
        Some(Verb::Data(data)) => play::data(&common, &data),
    }
}

/// Whether somebody who read from us has stopped reading: no error, they have had enough.
fn closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| {
        e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// A message without the control characters that names of files and ids of runs may bring.
fn harmless(message: &str) -> String {
    message.replace(|c: char| crate::story::is_unsafe(c) && c != '\n', "\u{fffd}")
}
