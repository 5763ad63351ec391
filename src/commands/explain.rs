//! `peelcheck explain`: why a grade, what a judgment rests on.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::diagnostic::did_you_mean;
use crate::explain::{Asked, explain};
use crate::graph::Graph;
use crate::judging::assess;
use crate::mapping::Mapper;
use crate::render::{explanation, json, text};
use crate::source::Sources;

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A curated inspection or a draft; `-` is standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    drafts: load::Drafts,
    /// The area whose grade is asked about
    #[arg(
        long,
        value_name = "AREA",
        required_unless_present = "judgment",
        conflicts_with = "judgment"
    )]
    area: Option<String>,
    /// The id of a judgment
    #[arg(long, value_name = "ID")]
    judgment: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Explains one grade or judgment.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let paths = std::slice::from_ref(&arguments.path);
    let mut mapper = Mapper::new(&book);
    let read = load::inspections(paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let style = context.style();
    if read.inspections.is_empty() {
        context.show(&text::findings(&read.faults, &sources, style))?;
        return Ok(Status::Broken);
    }
    let asked = match (&arguments.area, &arguments.judgment) {
        (Some(area), _) => Asked::Area(area),
        (None, Some(id)) => Asked::Judgment(id),
        (None, None) => return Ok(Status::Broken),
    };
    let mut known: Vec<String> = Vec::new();
    let mut answers = Vec::new();
    for inspection in &read.inspections {
        let Some(graph) = Graph::build(inspection, &book, &mut mapper) else {
            continue;
        };
        let assessment = assess(&graph);
        match explain(&asked, &graph, &assessment, &sources) {
            Some(branch) => answers.push(branch),
            None => match asked {
                Asked::Area(_) => {
                    known.extend(inspection.judgments.iter().filter_map(|one| one.area.clone()));
                }
                Asked::Judgment(_) => {
                    known.extend(inspection.judgments.iter().map(|one| one.id.clone()));
                }
            },
        }
    }
    if answers.is_empty() {
        let (what, name) = match asked {
            Asked::Area(area) => ("area", area),
            Asked::Judgment(id) => ("judgment", id),
        };
        let help = did_you_mean(name, "the file has", known.iter().map(String::as_str));
        let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
        let path = arguments.path.display();
        context.complain(&format!("error: `{path}` holds no {what} `{name}`{help}\n"))?;
        return Ok(Status::Broken);
    }
    match arguments.format {
        Format::Json => context.print(&json::pretty(&answers))?,
        Format::Text => {
            for answer in &answers {
                context.print(&explanation::tree(answer, style))?;
            }
        }
    }
    Ok(Status::Clean)
}
