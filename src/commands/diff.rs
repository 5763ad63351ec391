//! `peelcheck diff`: two versions of a draft or a curated file.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::compare::versions::{Version, versions};
use crate::diagnostic::{Diagnostic, plural};
use crate::graph::Graph;
use crate::judging::{Assessment, assess};
use crate::mapping::Mapper;
use crate::render::{text, versions as render};
use crate::source::Sources;

/// Flags of `diff`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The earlier version
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later version
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[command(flatten)]
    drafts: load::Drafts,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Shows what two versions differ in.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let mut both = Vec::new();
    for path in [&arguments.old, &arguments.new] {
        let paths = std::slice::from_ref(path);
        let read = load::inspections(paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
        if read.inspections.len() != 1 || read.unreadable > 0 {
            return several(path, &read, &sources, context);
        }
        both.push(read);
    }
    let style = context.style();
    let judged: Vec<(Graph<'_>, Vec<Diagnostic>)> = both
        .iter()
        .filter_map(|read| {
            let graph = Graph::build(read.inspections.first()?, &book, &mut mapper)?;
            Some((graph, read.faults.clone()))
        })
        .collect();
    let judged: Vec<(&Graph<'_>, Assessment<'_>, Vec<Diagnostic>)> = judged
        .iter()
        .map(|(graph, faults)| {
            let assessment = assess(graph);
            let findings = faults.iter().chain(&assessment.findings).cloned().collect();
            (graph, assessment, findings)
        })
        .collect();
    let mut sides =
        judged.iter().map(|(graph, assessment, findings)| Version { graph, assessment, findings });
    let (Some(old), Some(new)) = (sides.next(), sides.next()) else {
        return Ok(Status::Broken);
    };
    let found = versions(old, new, &sources);
    let shown = render::shown(&found, old, new, &sources, style.quotes);
    let written = match arguments.format {
        Format::Text => render::text(&shown, style),
        Format::Json => render::json(&shown),
    };
    context.print(&written)?;
    Ok(Status::Clean)
}

fn several(
    path: &Path,
    read: &load::Inspections,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let style = context.style();
    context.show(&text::findings(&read.faults, sources, style))?;
    if read.unreadable == 0 {
        let count = plural(read.inspections.len(), "inspection");
        let path = path.display();
        context.complain(&format!("error: `{path}` holds {count}; a version is one file\n"))?;
    }
    Ok(Status::Broken)
}
