//! `peelcheck trace`: what became of earlier judgments.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::lineage;
use crate::mapping::Mapper;
use crate::render::{lineage as render, text};
use crate::source::Sources;

/// Flags of `trace`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The inspections of a body, or of several: files, folders or drafts
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    /// Write out the statements that show each outcome, in text and Markdown; JSON always holds them
    #[arg(long)]
    evidence: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
    /// A timeline as a picture
    Svg,
}

/// Traces the judgments of all bodies with at least two cycles.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    if arguments.evidence && arguments.format == Format::Svg {
        let help = "take another form, or leave out `--evidence`";
        context.complain(&format!(
            "error: a picture has no room for `--evidence`\n  help: {help}\n"
        ))?;
        return Ok(Status::Broken);
    }
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let style = context.style();
    let Some(graphs) = read.graphs(&mut mapper, &sources, context)? else {
        return Ok(Status::Broken);
    };
    let astray = text::findings(&lineage::dangling(&graphs), &sources, style);
    context.show(&astray)?;
    let lineages = lineage::trace(&graphs, &mut mapper);
    if lineages.is_empty() {
        let bodies: std::collections::BTreeSet<&str> =
            read.inspections.iter().map(|one| one.body.as_str()).collect();
        let bodies: Vec<&str> = bodies.into_iter().collect();
        context.complain(&format!(
            "error: a trace needs inspections of one body in at least two cycles; here {} of {}\n  \
             help: name the files of both cycles, and give them the same `body`\n",
            match read.inspections.len() {
                1 => "is 1 inspection".to_owned(),
                many => format!("are {many} inspections"),
            },
            bodies.join(", "),
        ))?;
        return Ok(Status::Broken);
    }
    let traced = render::traced(&lineages, &sources, style.quotes);
    let written = match arguments.format {
        Format::Text => render::text(&traced, arguments.evidence, style),
        Format::Json => render::json(&traced),
        Format::Markdown => render::markdown(&traced, arguments.evidence),
        Format::Svg => match render::timeline(&traced) {
            Ok(picture) => picture,
            Err(message) => {
                context.complain(&format!("error: {message}\n"))?;
                return Ok(Status::Broken);
            }
        },
    };
    context.print(&written)?;
    Ok(Status::Clean)
}
