//! `peelcheck completions`: a script that lets a shell complete commands and flags.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Cli, Context, Status};

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "peelcheck", &mut script);
    context.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Clean)
}
