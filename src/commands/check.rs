//! `peelcheck check`: the main job.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Context, Status, fix, load};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::Graph;
use crate::inspection::draft::{self, Draft, Kind};
use crate::judging::{Ledger, Report, assess};
use crate::mapping::Mapper;
use crate::render::{annotated, files, json, text};
use crate::source::{self, Sources};

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
    /// Write the draft with its findings beside it: a copy with comments of a Word file, else a page
    #[arg(long, value_name = "FILE")]
    annotate: Option<PathBuf>,
    /// Least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    fail_on: FailOn,
    #[command(flatten)]
    mend: fix::Flags,
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
    let mut read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    if let Some(status) = fix::run(&arguments.mend, &mut read, &mut sources, &book, context)? {
        return Ok(status);
    }
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
    if let Some(target) = &arguments.annotate
        && let Err(message) = annotate(target, arguments, &read.drafts, &report, &sources, context)
    {
        context.complain(&format!("error: {message}\n"))?;
        return Ok(Status::Broken);
    }
    let written = match arguments.format {
        Format::Text => text::report(&report, &sources, context.style()),
        Format::Json => json::report(&report, &sources, context.style().quotes),
    };
    context.print(&written)?;
    Ok(status(&report, arguments.fail_on))
}

/// Writes the one draft that was named, with its findings beside it.
fn annotate(
    target: &Path,
    arguments: &Arguments,
    drafts: &[Draft],
    report: &Report,
    sources: &Sources,
    context: &Context<'_, '_>,
) -> Result<(), String> {
    let ([draft], [path]) = (drafts, arguments.paths.as_slice()) else {
        return Err("`--annotate` takes one draft".to_owned());
    };
    let same = target == path.as_path();
    if same {
        return Err("`--annotate` writes a copy: give it another name".to_owned());
    }
    let bytes = match draft.document.kind {
        Kind::Word => {
            let original = source::read_bytes(path).map_err(|error| error.to_string())?;
            let comments = annotated::comments(&report.findings, draft, sources);
            draft::with_comments(&original, &comments)
                .map_err(|why| format!("cannot annotate `{}`: {why}", path.display()))?
        }
        _ => {
            let quotes = context.style().quotes;
            annotated::page(draft, &report.findings, sources, quotes)?.into_bytes()
        }
    };
    files::write(target, &bytes)
        .map_err(|error| format!("cannot write `{}`: {error}", target.display()))
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
