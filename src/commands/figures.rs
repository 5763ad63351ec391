//! `peelcheck figures`: every figure, what is given, what its numbers compute to,
//! and the verdict.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::mapping::Mapper;
use crate::render::{figures, text};
use crate::source::Sources;

/// Flags of `figures`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Drafts, or curated inspections and folders of them; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Leave out what is consistent
    #[arg(long)]
    wrong_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Lists all figures. Wrong ones do not change the status; `check` is there for that.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let style = context.style();
    let rows = figures::rows(&read.inspections, arguments.wrong_only, style.quotes);
    let written = match arguments.format {
        Format::Text => figures::text(&rows, &sources, style),
        Format::Json => figures::json(&rows, &sources),
    };
    context.print(&written)?;
    if read.unreadable > 0 {
        context.show(&text::findings(&read.faults, &sources, style))?;
        return Ok(Status::Broken);
    }
    Ok(Status::Clean)
}
