//! `peelcheck man`: the manual, one page for each command, as roff.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::{Cli, Context, Status};
use crate::diagnostic::plural;
use crate::render::files;
use crate::source::said;

/// Flags of `man`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Folder to write a page for each command to [default: the first page on standard output]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints the first page, or writes all.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut pages)?;
    let Some(folder) = &arguments.output else {
        if let Some((_, page)) = pages.first() {
            context.print(&String::from_utf8_lossy(page))?;
        }
        return Ok(Status::Clean);
    };
    let name = folder.display();
    let said = match files::write_folder(folder, &pages) {
        Ok(()) => Ok(format!("note: {} written to `{name}`\n", plural(pages.len(), "page"))),
        Err(error) => Err(format!("error: cannot write to `{name}`: {}\n", said(&error))),
    };
    let status = if said.is_ok() { Status::Clean } else { Status::Broken };
    context.complain(&said.unwrap_or_else(|error| error))?;
    Ok(status)
}

/// The page of a command, then those of the commands inside it.
fn collect(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    // Only the first command says which version it is; all pages are of that one.
    let version = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let manual = Man::new(command.clone()).source(version).manual("Manual of peelcheck");
    let mut page = Vec::new();
    manual.render(&mut page)?;
    pages.push((manual.get_filename(), page));
    command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
        .try_for_each(|inner| collect(inner, pages))
}
