//! `peelcheck graph`: the dependency graph for other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::diagnostic::{did_you_mean, plural};
use crate::graph::Graph;
use crate::judging::judge;
use crate::mapping::Mapper;
use crate::render::svg::{self, Depth};
use crate::render::{pictures, text};
use crate::source::Sources;

/// Flags of `graph`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A curated inspection or a draft; `-` is standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    drafts: load::Drafts,
    /// Only this area and what bears on it
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// How far down the svg picture goes [default: statements for one area, else characteristics]
    #[arg(long, value_enum)]
    depth: Option<Level>,
    /// Form of the graph
    #[arg(long, value_enum, default_value_t = Format::Dot)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Dot,
    /// A picture that needs no other program
    Svg,
    Mermaid,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Judgments,
    Characteristics,
    Statements,
}

/// Writes the graph of one inspection.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    if arguments.depth.is_some() && arguments.format != Format::Svg {
        let help =
            "add `--format svg`, or leave out `--depth`: the other forms hold the whole graph";
        context.complain(&format!(
            "error: `--depth` is for the picture of `--format svg`\n  help: {help}\n"
        ))?;
        return Ok(Status::Broken);
    }
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let paths = std::slice::from_ref(&arguments.path);
    let mut mapper = Mapper::new(&book);
    let read = load::inspections(paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let whole = read.unreadable == 0;
    let ([inspection], true) = (read.inspections.as_slice(), whole) else {
        let style = context.style();
        context.show(&text::findings(&read.faults, &sources, style))?;
        if read.unreadable > 0 {
            return Ok(Status::Broken);
        }
        let path = arguments.path.display();
        let count = plural(read.inspections.len(), "inspection");
        let text =
            format!("error: `{path}` holds {count} that can be read; one is drawn at a time\n");
        context.complain(&text)?;
        return Ok(Status::Broken);
    };
    let Some(graph) = Graph::build(inspection, &book, &mut mapper) else {
        return Ok(Status::Broken);
    };
    let area = arguments.area.as_deref();
    if let Some(area) = area
        && graph.framework.area(area).is_none()
    {
        let known = graph.framework.areas.iter().map(|area| area.id.as_str());
        let help = did_you_mean(area, "areas", known);
        let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
        context.complain(&format!("error: there is no area `{area}`{help}\n"))?;
        return Ok(Status::Broken);
    }
    let quotes = context.style().quotes;
    let written = match arguments.format {
        Format::Svg => {
            let depth = match (arguments.depth, area) {
                (Some(Level::Judgments), _) => Depth::Judgments,
                (Some(Level::Characteristics), _) | (None, None) => Depth::Characteristics,
                (Some(Level::Statements), _) | (None, Some(_)) => Depth::Statements,
            };
            match svg::draw(&graph, &judge(&graph), area, depth, quotes) {
                Ok(picture) => picture,
                Err(message) => {
                    context.complain(&format!("error: {message}\n"))?;
                    return Ok(Status::Broken);
                }
            }
        }
        Format::Dot => pictures::dot(&graph, area, quotes),
        Format::Mermaid => pictures::mermaid(&graph, area, quotes),
        Format::Json => pictures::json(&graph, area, quotes),
    };
    context.print(&written)?;
    Ok(Status::Clean)
}
