//! `peelcheck check`: the main job.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::Graph;
use crate::judging::{Ledger, Report, assess};
use crate::mapping::Mapper;
use crate::render::{json, text};
use crate::source::Sources;

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files or folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List statements that judge something and are not used, and characteristics without evidence
    #[arg(long)]
    ledger: bool,
    /// Least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

/// Checks all inspections and writes the report.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let mut report =
        Report { findings: read.faults, unreadable: read.unreadable, ..Report::default() };
    for inspection in &read.inspections {
        if let Some(graph) = Graph::build(inspection, &book, &mut mapper) {
            if arguments.ledger {
                report.ledgers.push((inspection.id.clone(), Ledger::of(&graph)));
            }
            report.add(&graph, assess(&graph));
        }
    }
    for inspection in &read.inspections {
        report.set_aside(&inspection.allowed);
    }
    report.findings.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.code.cmp(&b.code)));
    if !context.style().quotes {
        report.findings = report.findings.into_iter().map(Diagnostic::without_quotes).collect();
    }
    let written = match arguments.format {
        Format::Text => text::report(&report, &sources, context.style()),
        Format::Json => json::report(&report, &sources, context.style().quotes),
    };
    context.print(&written)?;
    Ok(status(&report, arguments.fail_on))
}

fn status(report: &Report, fail_on: FailOn) -> Status {
    let least = match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Note => Some(Severity::Note),
        FailOn::Never => None,
    };
    let fails =
        least.is_some_and(|least| report.findings.iter().any(|finding| finding.severity >= least));
    match (report.unreadable > 0, fails) {
        (true, _) => Status::Broken,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    }
}
