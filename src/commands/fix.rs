//! `peelcheck check --fix` and `--diff`: curated files mended where that decides
//! nothing. Either every file that needs it is written, or none.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::{Context, Status, load};
use crate::inspection::yaml::{self, mend};
use crate::language::rulebook::Rulebook;
use crate::render::{files, patch, text};
use crate::source::{self, FileId, Sources, said};

/// Flags that mend.
#[derive(Debug, Args)]
pub struct Flags {
    /// Mend curated files where that decides nothing (ids, quotes, empty percentages, order of keys)
    #[arg(long)]
    fix: bool,
    /// Show what --fix would change, as a diff, and write nothing, with or without --fix; the
    /// exit status is 1 if anything would change; nothing is checked
    #[arg(long, conflicts_with_all = [
        "format", "output", "ledger", "verbose", "annotate", "select", "ignore", "fail_on", "baseline", "today",
    ])]
    diff: bool,
}

/// A curated file with its text after mending.
struct Mended {
    old: FileId,
    before: Arc<str>,
    after: String,
    changes: Vec<String>,
}

/// Mends what was read. A status ends the run; without one `read` holds the mended files.
pub fn run(
    flags: &Flags,
    read: &mut load::Inspections,
    sources: &mut Sources,
    book: &Rulebook,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Option<Status>> {
    if !flags.fix && !flags.diff {
        return Ok(None);
    }
    if flags.diff && !context.style().quotes {
        context
            .complain("error: `--diff` shows lines of the files, which `--no-quotes` forbids\n")?;
        return Ok(Some(Status::Broken));
    }
    let all = match mended(read, sources) {
        Ok(all) => all,
        Err(message) => {
            context.complain(&format!("error: {message}; nothing was written\n"))?;
            return Ok(Some(Status::Broken));
        }
    };
    let again = read_again(read, &all, sources, book);
    if flags.diff {
        return preview(read, &all, &again, sources, context).map(Some);
    }
    if again.unreadable > 0 {
        context.complain("error: not everything could be read; nothing was mended\n")?;
        return Ok(None);
    }
    let changed = || read.curated.iter().zip(&all).filter(|(_, one)| !one.changes.is_empty());
    for ((path, _), one) in changed() {
        if let Err(message) = writable(path, one) {
            context.complain(&format!("error: {message}; nothing was written\n"))?;
            return Ok(Some(Status::Broken));
        }
    }
    for ((path, _), one) in changed() {
        let name = path.display();
        if let Err(error) = write(path, one) {
            context.complain(&format!("error: cannot write `{name}`: {}\n", said(&error)))?;
            return Ok(Some(Status::Broken));
        }
        for change in &one.changes {
            context.complain(&format!("mended: {name}: {change}\n"))?;
        }
    }
    let drafts = std::mem::take(&mut read.drafts);
    *read = load::Inspections { drafts, ..again };
    Ok(None)
}

/// Every curated file mended, changed or not.
fn mended(read: &load::Inspections, sources: &Sources) -> Result<Vec<Mended>, String> {
    let mut all = Vec::new();
    for (path, old) in &read.curated {
        let before = sources.file(*old).map(|file| Arc::clone(&file.text)).unwrap_or_default();
        let name = path.display();
        let found =
            mend::mend(&before).map_err(|why| format!("`{name}` cannot be mended: {why}"))?;
        let (after, changes) = match found {
            Some(found) => (found.text, found.changes),
            None => (before.to_string(), Vec::new()),
        };
        all.push(Mended { old: *old, before, after, changes });
    }
    Ok(all)
}

/// What is read if every file is as mended.
fn read_again(
    read: &load::Inspections,
    all: &[Mended],
    sources: &mut Sources,
    book: &Rulebook,
) -> load::Inspections {
    let mut again = load::Inspections::default();
    let held = |file: FileId| all.iter().any(|one| one.old == file);
    let others = read.inspections.iter().filter(|one| !held(one.span.file));
    again.inspections.extend(others.cloned());
    // A fault without a place is told of a curated file as a whole, and told again below.
    let faults = read.faults.iter().filter(|fault| fault.span().is_some_and(|at| !held(at.file)));
    again.faults.extend(faults.cloned());
    let readable = read.inspections.iter().filter(|one| held(one.span.file)).count();
    again.unreadable = read.unreadable.saturating_sub(all.len().saturating_sub(readable));
    for ((path, _), one) in read.curated.iter().zip(all) {
        let name = sources.file(one.old).map_or(String::new(), |file| file.name.clone());
        let file = sources.add(name, one.after.as_str());
        let reading = yaml::read(file, sources, book);
        again.faults.extend(reading.faults);
        again.unreadable += usize::from(reading.inspection.is_none());
        again.inspections.extend(reading.inspection);
        again.curated.push((path.clone(), file));
    }
    again
}

/// Shows the difference of each file. The status is 0 whatever would change.
fn preview(
    read: &load::Inspections,
    all: &[Mended],
    again: &load::Inspections,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    for ((path, _), one) in read.curated.iter().zip(all) {
        let name = path.display().to_string();
        context.print(&patch::unified(&name, &one.before, &one.after))?;
    }
    if again.unreadable > 0 {
        let style = context.style();
        context.show(&text::findings(&again.faults, sources, style))?;
        context.complain("error: not everything could be read; --fix would write nothing\n")?;
        return Ok(Status::Broken);
    }
    Ok(match all.iter().all(|one| one.changes.is_empty()) {
        true => Status::Clean,
        false => Status::Findings,
    })
}

/// Whether a file may be written and is as it was read.
fn writable(path: &Path, one: &Mended) -> Result<(), String> {
    let name = path.display();
    if path.as_os_str() == "-" {
        return Err(
            "standard input cannot be mended in place; --diff shows what would change".to_owned()
        );
    }
    let held = std::fs::metadata(path)
        .map_err(|error| format!("cannot write `{name}`: {}", said(&error)))?;
    if held.permissions().readonly() {
        return Err(format!("`{name}` may not be written"));
    }
    let text = source::read(path).map_err(|error| error.to_string())?;
    match *text == *one.before {
        true => Ok(()),
        false => Err(format!("`{name}` changed while it was read")),
    }
}

/// Writes a file in the place a link leads to, with its mark of byte order and its rights.
fn write(path: &Path, one: &Mended) -> std::io::Result<()> {
    let path = std::fs::canonicalize(path)?;
    let rights = std::fs::metadata(&path)?.permissions();
    let before = source::read_bytes(&path).map_err(std::io::Error::other)?;
    let mark: &[u8] = if before.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
    files::write(&path, &[mark, one.after.as_bytes()].concat())?;
    std::fs::set_permissions(&path, rights)
}
