//! `peelcheck check`: the main job.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;

use super::gather::{self, Part, Terms};
use super::outputs::{self, Format, Output};
use super::{Context, Status, config, fix, load, rules, watch};
use crate::inspection::draft::{self, Draft, Kind};
use crate::judging::Report;
use crate::language::rulebook::Rulebook;
use crate::mapping::Mapper;
use crate::render::annotated;
use crate::render::checked::Checked;
use crate::render::style::Style;
use crate::source::{self, Sources};

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files or folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) drafts: load::Drafts,
    /// Form of the report on standard output
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
    /// Write the report to a file as well, in a form of its own; may be given several times
    #[arg(long, value_name = "FORMAT=FILE")]
    output: Vec<Output>,
    /// List statements that judge something and are not used, and characteristics without evidence
    #[arg(long)]
    pub(super) ledger: bool,
    /// In text, show each inspection and each thing not checked, however many there are
    #[arg(long)]
    verbose: bool,
    /// Write the draft with its findings beside it: a copy with comments of a Word file, else a page
    #[arg(long, value_name = "FILE")]
    annotate: Option<PathBuf>,
    #[command(flatten)]
    mend: fix::Flags,
    #[command(flatten)]
    pub(super) overrides: config::Overrides,
    #[command(flatten)]
    failing: config::Failing,
    /// Stay, and check again whenever a file is saved; Ctrl-C or the end of standard input ends it
    #[arg(long, conflicts_with_all = ["annotate", "fix", "diff"])]
    watch: bool,
}

/// Checks all inspections and writes the report.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    if arguments.watch {
        return watch::run(arguments, context);
    }
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let Some(terms) = terms(arguments, &book, context)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let mut read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    if let Some(status) = fix::run(&arguments.mend, &mut read, &mut sources, &book, context)? {
        return Ok(status);
    }
    let part = Part::of(&mut read, &book, &mut mapper, arguments.ledger, context);
    let report = terms.settle(part, &sources);
    tell(report, &read.drafts, &book, &sources, arguments, context)
}

/// The terms of the run; nothing when they are wrong, which has been said.
pub fn terms(
    arguments: &Arguments,
    book: &Rulebook,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Option<Terms>> {
    let settings = Rc::clone(&context.settings);
    let Some(mut terms) = Terms::new(&arguments.overrides, &arguments.paths, book, context)? else {
        return Ok(None);
    };
    match arguments.overrides.baseline(&settings).map(gather::baseline).transpose() {
        Ok(baseline) => terms.baseline = baseline,
        Err(message) => {
            context.complain(&format!("error: {message}\n"))?;
            return Ok(None);
        }
    }
    Ok(Some(terms))
}

/// Writes a report in all forms that were asked for.
pub fn tell(
    mut report: Report,
    drafts: &[Draft],
    book: &Rulebook,
    sources: &Sources,
    arguments: &Arguments,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let style = context.style();
    if !style.quotes {
        report.without_quotes();
    }
    if report.is_void() {
        return Ok(Status::Broken);
    }
    let checked = Checked {
        report: &report,
        sources,
        pages: &rules::pages(book),
        fails_at: arguments.failing.fails_at(&context.settings),
        brief: !arguments.verbose,
        quotes: style.quotes,
    };
    let known = arguments.overrides.baseline(&context.settings);
    if let Some(path) = known
        && arguments.output.iter().any(|output| outputs::same(&output.file, path))
    {
        let path = path.display();
        context
            .complain(&format!("error: `{path}` was read: give what is written another name\n"))?;
        return Ok(Status::Broken);
    }
    match write(arguments, drafts, &checked, style) {
        Ok(written) => context.print(&written)?,
        Err(message) => {
            context.complain(&format!("error: {message}\n"))?;
            return Ok(Status::Broken);
        }
    }
    Ok(status(&checked))
}

/// Writes the files that were asked for, and gives what goes to standard output.
fn write(
    arguments: &Arguments,
    drafts: &[Draft],
    checked: &Checked<'_>,
    style: Style,
) -> Result<String, String> {
    let written = arguments.format.write(checked, style)?;
    let mut others = Vec::new();
    if let Some(target) = &arguments.annotate {
        others.push((target.clone(), annotated(target, arguments, drafts, checked)?));
    }
    outputs::write(&arguments.output, others, checked, style)?;
    Ok(written)
}

/// The one draft that was named, with its findings beside it.
fn annotated(
    target: &Path,
    arguments: &Arguments,
    drafts: &[Draft],
    checked: &Checked<'_>,
) -> Result<Vec<u8>, String> {
    let ([draft], [path]) = (drafts, arguments.paths.as_slice()) else {
        return Err("`--annotate` takes one draft".to_owned());
    };
    if target == path.as_path() {
        return Err("`--annotate` writes a copy: give it another name".to_owned());
    }
    let findings = &checked.report.findings;
    match draft.document.kind {
        Kind::Word => {
            let original = source::read_bytes(path).map_err(|error| error.to_string())?;
            let comments = annotated::comments(findings, draft, checked.sources, checked.quotes);
            draft::with_comments(&original, &comments)
                .map_err(|why| format!("cannot annotate `{}`: {why}", path.display()))
        }
        _ => {
            let page = annotated::page(draft, findings, checked.sources, checked.quotes)?;
            Ok(page.into_bytes())
        }
    }
}

fn status(checked: &Checked<'_>) -> Status {
    let fails = checked.report.findings.iter().any(|finding| checked.fails(finding));
    match (checked.report.unreadable > 0, fails) {
        (true, _) => Status::Broken,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    }
}
