//! `peelcheck compare`: inspections, or areas, side by side.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::compare::side::{Across, side};
use crate::diagnostic::did_you_mean;
use crate::mapping::Mapper;
use crate::render::side::{self as render, Choice};
use crate::source::Sources;

/// Flags of `compare`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Inspections of forces or cycles; areas of one are compared where only one is given
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    /// What stands side by side [default: inspections, or areas of a single one]
    #[arg(long, value_enum, value_name = "WHAT")]
    across: Option<What>,
    /// Only this theme
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,
    /// Also themes of which only one speaks
    #[arg(long)]
    all: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Inspections,
    Areas,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Puts inspections side by side.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    if let Some(theme) = &arguments.theme
        && !book.themes.iter().any(|known| known.id == *theme)
    {
        let known = book.themes.iter().map(|theme| theme.id.as_str());
        let help = did_you_mean(theme, "themes", known);
        let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
        context.complain(&format!("error: there is no theme `{theme}`{help}\n"))?;
        return Ok(Status::Broken);
    }
    let mut mapper = Mapper::new(&book);
    let read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let style = context.style();
    let Some(graphs) = read.graphs(&mut mapper, &sources, context)? else {
        return Ok(Status::Broken);
    };
    let across = match (arguments.across, graphs.len()) {
        (Some(What::Areas), _) | (None, 1) => Across::Areas,
        _ => Across::Inspections,
    };
    let side = side(&graphs, across, &mut mapper);
    let theme = arguments.theme.as_deref();
    let choice = Choice { theme, all: arguments.all, quotes: style.quotes };
    let shown = render::shown(&side, choice, &sources);
    let written = match arguments.format {
        Format::Text => render::text(&shown, style),
        Format::Json => render::json(&shown),
    };
    context.print(&written)?;
    Ok(Status::Clean)
}
