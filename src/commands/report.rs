//! `peelcheck report`: one page to read and click through.

use std::path::PathBuf;

use clap::Args;

use super::{Context, Status, load, outputs};
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::judging::{Report, assess};
use crate::lineage;
use crate::mapping::Mapper;
use crate::render::page::{Inspected, page};
use crate::render::{self, files};
use crate::source::{Sources, said};

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
    let Some(mut graphs) = read.graphs(&mut mapper, &sources, context)? else {
        return broken("nothing was written, since not all can be read", context);
    };
    if graphs.is_empty() {
        return broken("nothing was written: there is no inspection", context);
    }
    if let Err(message) = outputs::unread(&arguments.output, &sources) {
        return broken(&message, context);
    }
    lineage::notice(&mut graphs, &mut mapper);
    let written = inspected(&graphs, &sources, style.quotes).and_then(|inspected| {
        let lineages = lineage::trace(&graphs, &mut mapper);
        let traced = render::lineage::traced(&lineages, &sources, style.quotes);
        let timeline = render::lineage::timeline(&traced)?;
        let timeline = (!traced.bodies.is_empty()).then_some(timeline.as_str());
        page(&inspected, &book, &sources, timeline, style.quotes)
    });
    let written = match written {
        Ok(written) => written,
        Err(message) => return broken(&message, context),
    };
    match files::write(&arguments.output, written.as_bytes()) {
        Ok(()) => Ok(Status::Clean),
        Err(error) => {
            let name = arguments.output.display();
            broken(&format!("cannot write `{name}`: {}", said(&error)), context)
        }
    }
}

/// Each inspection judged, as the page shows it.
fn inspected(
    graphs: &[Graph<'_>],
    sources: &Sources,
    quotes: bool,
) -> Result<Vec<Inspected>, String> {
    let mut inspected = Vec::new();
    for graph in graphs {
        let mut assessment = assess(graph);
        if !quotes {
            let findings = std::mem::take(&mut assessment.findings);
            assessment.findings = findings.into_iter().map(Diagnostic::without_quotes).collect();
        }
        let report = Report::of(graph, &assessment);
        let left = &report.not_checked;
        for judgments in &report.inspections {
            inspected.push(Inspected::new(graph, &assessment, judgments, left, sources, quotes)?);
        }
    }
    Ok(inspected)
}

fn broken(message: &str, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    context.complain(&format!("error: {message}\n"))?;
    Ok(Status::Broken)
}
