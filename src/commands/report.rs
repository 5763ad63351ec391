//! `peelcheck report`: one page to read and click through.

use std::path::PathBuf;

use clap::Args;

use super::{Context, Status, load};
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::judging::{Report, assess};
use crate::mapping::Mapper;
use crate::render::page::{Inspected, page};
use crate::render::{files, text};
use crate::source::Sources;

/// Flags of `report`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Curated inspections or drafts; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    /// The page to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Writes the page.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let style = context.style();
    if read.unreadable > 0 || read.inspections.is_empty() {
        context.show(&text::findings(&read.faults, &sources, style))?;
        context.complain("error: nothing was written: no inspection, or not all can be read\n")?;
        return Ok(Status::Broken);
    }
    let mut inspected = Vec::new();
    for inspection in &read.inspections {
        let Some(graph) = Graph::build(inspection, &book, &mut mapper) else {
            continue;
        };
        let mut assessment = assess(&graph);
        if !style.quotes {
            let findings = std::mem::take(&mut assessment.findings);
            assessment.findings = findings.into_iter().map(Diagnostic::without_quotes).collect();
        }
        let report = Report::of(&graph, &assessment);
        let Some(judgments) = report.inspections.first() else {
            continue;
        };
        let left = &report.not_checked;
        match Inspected::new(&graph, &assessment, judgments, left, &sources, style.quotes) {
            Ok(one) => inspected.push(one),
            Err(message) => return broken(&message, context),
        }
    }
    let written = match page(&inspected, &book, &sources, style.quotes) {
        Ok(written) => written,
        Err(message) => return broken(&message, context),
    };
    match files::write(&arguments.output, written.as_bytes()) {
        Ok(()) => Ok(Status::Clean),
        Err(error) => {
            broken(&format!("cannot write `{}`: {error}", arguments.output.display()), context)
        }
    }
}

fn broken(message: &str, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    context.complain(&format!("error: {message}\n"))?;
    Ok(Status::Broken)
}
