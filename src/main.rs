//! The binary: joins the command line to the process, and nothing else.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use peelcheck::commands::{Cli, Status, Terminal, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stdout = std::io::stdout();
    let to_terminal = stdout.is_terminal();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let mut out = std::io::BufWriter::new(stdout.lock());
    let mut err = std::io::stderr();
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        closed: false,
        columns: terminal_size::terminal_size().map(|(width, _)| width.0),
        colour: to_terminal && !plain,
    };
    let status = run(&cli, &mut terminal).and_then(|status| match out.flush() {
        // Whoever reads has read enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(status),
    });
    match status {
        Ok(status) => ExitCode::from(status as u8),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(Status::Broken as u8)
        }
    }
}
