//! `peelcheck export`: tables of inspections, their evidence and their findings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Context, Status, load, outputs};
use crate::diagnostic::{Diagnostic, plural};
use crate::graph::Graph;
use crate::inspection::model::Inspection;
use crate::judging::{Report, assess};
use crate::language::rulebook::Rulebook;
use crate::mapping::Mapper;
use crate::render::tables::{self, Tables};
use crate::render::{files, text};
use crate::source::{FileId, Sources, said};

/// Flags of `export`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Folder to write the tables to; it is made if it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Inspections, folders of them, or drafts; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    /// Write into a folder that holds other files; those are left as they are
    #[arg(long)]
    force: bool,
}

/// Writes all tables, or none. Findings do not change the status.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let refuse = |message: String, context: &mut Context<'_, '_>| {
        context.complain(&format!("error: {message}\n"))?;
        Ok(Status::Broken)
    };
    if let Err(message) = takes(&arguments.folder, arguments.force) {
        return refuse(message, context);
    }
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    if read.unreadable > 0 {
        let style = context.style();
        context.show(&text::findings(&read.faults, &sources, style))?;
        return refuse("not everything could be read; nothing was written".to_owned(), context);
    }
    if let Some(message) = same_id(&read.inspections, &sources) {
        return refuse(message, context);
    }
    let quotes = context.style().quotes;
    let tables = gather(&read, &book, &mut mapper, &sources, quotes);
    if let Some(twice) = tables::doubled(&tables) {
        let help = "`peelcheck check` shows where; nothing was written";
        return refuse(format!("{twice}, so that rows could not be told apart; {help}"), context);
    }
    let folder = &arguments.folder;
    let written = tables::files(&tables).and_then(|all| {
        for (name, _) in &all {
            outputs::unread(&folder.join(name), &sources)?;
        }
        files::write_folder(folder, &all)
            .map_err(|error| format!("cannot write to `{}`: {}", folder.display(), said(&error)))
    });
    match written {
        Err(message) => refuse(message, context),
        Ok(()) => {
            context.complain(&format!(
                "note: {} of {} written to `{}`\n",
                plural(tables.len(), "table"),
                plural(read.inspections.len(), "inspection"),
                folder.display()
            ))?;
            Ok(Status::Clean)
        }
    }
}

/// Whether tables may be written to a folder, or why not.
fn takes(folder: &Path, force: bool) -> Result<(), String> {
    let name = folder.display();
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(format!("`{name}` is not a folder"));
    }
    let mut entries = std::fs::read_dir(folder)
        .map_err(|error| format!("cannot read the folder `{name}`: {}", said(&error)))?;
    let ours = folder.join(tables::MANIFEST).is_file();
    match force || ours || entries.next().is_none() {
        true => Ok(()),
        false => Err(format!(
            "`{name}` holds files that are no export\n  help: name an empty or a new folder, or add --force, which leaves the other files as they are"
        )),
    }
}

/// Two inspections of one id, in words.
fn same_id(inspections: &[Inspection], sources: &Sources) -> Option<String> {
    let mut seen: BTreeMap<&str, &Inspection> = BTreeMap::new();
    inspections.iter().find_map(|inspection| {
        let first = seen.insert(&inspection.id, inspection)?;
        let place = |one: &Inspection| {
            let (path, place) = sources.locate(one.span);
            format!("{path}:{}", place.line)
        };
        Some(format!(
            "two inspections are called `{}`: {} and {}\n  help: give one of them another id, or name only one of the files",
            inspection.id,
            place(first),
            place(inspection)
        ))
    })
}

fn gather(
    read: &load::Inspections,
    book: &Rulebook,
    mapper: &mut Mapper<'_>,
    sources: &Sources,
    quotes: bool,
) -> Vec<tables::Table> {
    let mut all = Tables::new(sources, quotes);
    let mut held: BTreeMap<FileId, usize> = BTreeMap::new();
    for inspection in &read.inspections {
        *held.entry(inspection.span.file).or_default() += 1;
    }
    let mut faults: Vec<&Diagnostic> = read.faults.iter().collect();
    for inspection in &read.inspections {
        let Some(graph) = Graph::build(inspection, book, mapper) else {
            continue;
        };
        // What is wrong with a file that holds several is of none of them in particular.
        let file = inspection.span.file;
        let alone = held.get(&file) == Some(&1);
        let of_file =
            |fault: &&Diagnostic| alone && fault.span().is_some_and(|span| span.file == file);
        let (own, others) = faults.into_iter().partition(of_file);
        faults = others;
        let findings = own.into_iter().cloned().collect();
        let mut report = Report { findings, ..Report::default() };
        report.add(&graph, assess(&graph));
        report.set_aside(&inspection.allowed);
        report.findings.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.code.cmp(&b.code)));
        if let Some(judged) = report.inspections.first() {
            all.add(&graph, judged, &report.findings);
        }
    }
    let rest: Vec<Diagnostic> = faults.into_iter().cloned().collect();
    all.add_findings(None, &rest);
    all.done()
}
