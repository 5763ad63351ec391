//! The binary: joins the command line to the process, and nothing else.

use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use peelcheck::commands::{Cli, Status, Terminal, run, unwritten};
use peelcheck::source::said;

fn main() -> ExitCode {
    let ended = match Cli::try_parse() {
        Ok(cli) => begin(&cli),
        // Help, or what is wrong with the command line.
        Err(told) => {
            let code = u8::try_from(told.exit_code()).unwrap_or(Status::Broken as u8);
            let shown = told.print().and_then(|()| std::io::stdout().flush());
            shown.map(|()| code).or_else(closed(code))
        }
    };
    ExitCode::from(ended.unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "error: {}", said(&error));
        Status::Broken as u8
    }))
}

/// Runs a command line; the status of the process, or what could not be written.
fn begin(cli: &Cli) -> std::io::Result<u8> {
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
    let code = run(cli, &mut terminal)? as u8;
    out.flush().map(|()| code).or_else(closed(code))
}

/// Whoever reads may have read enough: that changes no status.
fn closed(code: u8) -> impl FnOnce(std::io::Error) -> std::io::Result<u8> {
    move |error| match error.kind() {
        ErrorKind::BrokenPipe => Ok(code),
        _ => Err(unwritten(error)),
    }
}
