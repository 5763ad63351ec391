//! What most commands begin with: the rulebook, and the inspections that were
//! asked for. A folder means the curated inspections in it; what was passed over
//! is counted on standard error.

use std::path::{Path, PathBuf};

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::inspection::model::Inspection;
use crate::inspection::yaml;
use crate::language::{self, rulebook::Rulebook};
use crate::render::diagnostics::draw;
use crate::source::{self, Sources};

/// The rulebook, or nothing when the rules are broken, which has then been said.
pub fn rulebook(
    context: &mut Context<'_, '_>,
    sources: &mut Sources,
) -> std::io::Result<Option<Rulebook>> {
    if let Some(folder) = &context.global.rules
        && !folder.is_dir()
    {
        let text = format!("error: `{}` is not a folder of rules\n", folder.display());
        context.complain(&text)?;
        return Ok(None);
    }
    let files = match language::packs(context.global.rules.as_deref(), sources) {
        Ok(files) => files,
        Err(error) => {
            context.complain(&format!("error: {error}\n"))?;
            return Ok(None);
        }
    };
    match language::compile(&files, sources) {
        Ok(book) => Ok(Some(book)),
        Err(faults) => {
            let style = context.style();
            for fault in &faults {
                let text = draw(fault, sources, style);
                context.show(&format!("{text}\n"))?;
            }
            let count = match faults.len() {
                1 => "1 mistake".to_owned(),
                many => format!("{many} mistakes"),
            };
            context.complain(&format!("error: {count} in the rules; nothing was checked\n"))?;
            Ok(None)
        }
    }
}

/// Inspections read, with what is wrong with their files.
#[derive(Default)]
pub struct Inspections {
    /// Those that can be judged.
    pub inspections: Vec<Inspection>,
    /// Faults of the files, by place.
    pub faults: Vec<Diagnostic>,
    /// Files that cannot be read as what they are.
    pub unreadable: usize,
}

/// Reads all inspections under the paths.
pub fn inspections(
    paths: &[PathBuf],
    rules: &Rulebook,
    sources: &mut Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Inspections> {
    let mut read = Inspections::default();
    for path in paths {
        if path.is_dir() {
            folder(path, rules, sources, &mut read, context)?;
        } else {
            named(path, rules, sources, &mut read, context)?;
        }
    }
    Ok(read)
}

/// A file that was named must be an inspection.
fn named(
    path: &Path,
    rules: &Rulebook,
    sources: &mut Sources,
    read: &mut Inspections,
    context: &mut Context<'_, '_>,
) -> std::io::Result<()> {
    match source::read(path) {
        Ok(text) => {
            take(path, text, rules, sources, read);
            Ok(())
        }
        Err(error) => {
            read.unreadable += 1;
            context.complain(&format!("error: {error}\n"))
        }
    }
}

fn folder(
    path: &Path,
    rules: &Rulebook,
    sources: &mut Sources,
    read: &mut Inspections,
    context: &mut Context<'_, '_>,
) -> std::io::Result<()> {
    let mut passed_over = 0usize;
    let mut found = 0usize;
    let walk = ignore::WalkBuilder::new(path).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                read.unreadable += 1;
                context.complain(&format!("error: {error}\n"))?;
                continue;
            }
        };
        if !entry.file_type().is_some_and(|sort| sort.is_file()) {
            continue;
        }
        let yaml = entry.path().extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
        });
        if !yaml {
            passed_over += 1;
            continue;
        }
        match source::read(entry.path()) {
            Ok(text) if yaml::names_schema(&text) => {
                found += 1;
                take(entry.path(), text, rules, sources, read);
            }
            Ok(_) => passed_over += 1,
            Err(error) => {
                read.unreadable += 1;
                context.complain(&format!("error: {error}\n"))?;
            }
        }
    }
    if passed_over > 0 {
        let files = if passed_over == 1 { "file" } else { "files" };
        context.complain(&format!(
            "note: {passed_over} {files} in `{}` passed over: no curated inspections\n",
            path.display()
        ))?;
    }
    if found == 0 {
        read.unreadable += 1;
        context.complain(&format!(
            "error: no curated inspection in `{}` (a YAML file that begins with `schema: {}`)\n",
            path.display(),
            yaml::SCHEMA
        ))?;
    }
    Ok(())
}

fn take(
    path: &Path,
    text: String,
    rules: &Rulebook,
    sources: &mut Sources,
    read: &mut Inspections,
) {
    let name = match path.as_os_str() == "-" {
        true => "<stdin>".to_owned(),
        false => path.display().to_string(),
    };
    let file = sources.add(name, text);
    let reading = yaml::read(file, sources, rules);
    read.faults.extend(reading.faults);
    match reading.inspection {
        Some(inspection) => read.inspections.push(inspection),
        None => read.unreadable += 1,
    }
}
