//! The program `cermin`. Everything is in the library; this hands over to its command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    cermin::cli::main()
}
