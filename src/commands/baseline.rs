//! `peelcheck baseline`: the file of findings that are known.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::{Args, Subcommand};

use super::gather::{self, Part, Terms};
use super::{Context, Status, config, load};
use crate::diagnostic::plural;
use crate::mapping::Mapper;
use crate::render::{files, text};
use crate::settings::Baseline;
use crate::source::{Sources, said};

/// Flags of `baseline`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write down everything that is found now as known
    Update(Update),
}

#[derive(Debug, Args)]
struct Update {
    /// Files or folders to check; what is known of other inspections stays
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    drafts: load::Drafts,
    #[command(flatten)]
    overrides: config::Overrides,
}

/// Writes the file; what changed in it goes to standard error.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let What::Update(arguments) = &arguments.what;
    match update(arguments, context)? {
        Ok(()) => Ok(Status::Clean),
        Err(message) => {
            if !message.is_empty() {
                context.complain(&format!("error: {message}\n"))?;
            }
            Ok(Status::Broken)
        }
    }
}

/// The inner result is what to say; nothing when it has been said.
fn update(
    arguments: &Update,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Result<(), String>> {
    let said = Ok(Err(String::new()));
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return said;
    };
    let settings = Rc::clone(&context.settings);
    let Some(path) = arguments.overrides.baseline(&settings) else {
        return Ok(Err("which file? name it with `--baseline FILE`, or as `baseline` in \
                       peelcheck.toml"
            .to_owned()));
    };
    let Some(terms) = Terms::new(&arguments.overrides, &arguments.paths, &book, context)? else {
        return said;
    };
    let mut known = match path.exists().then(|| gather::baseline(path)).transpose() {
        Ok(known) => known.unwrap_or_default(),
        Err(message) => return Ok(Err(message)),
    };
    let mut mapper = Mapper::new(&book);
    let mut read =
        load::inspections(&arguments.paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let part = Part::of(&mut read, &book, &mut mapper, false, context);
    let report = terms.settle(part, &sources);
    if report.unreadable > 0 {
        context.show(&text::findings(&report.findings, &sources, context.style()))?;
        return Ok(Err("nothing was written: not all files can be read".to_owned()));
    }
    let update = known.update(&report, &sources, settings.file, terms.whole);
    if let Err(message) = write(path, &known, &sources) {
        return Ok(Err(message));
    }
    context.complain(&format!(
        "note: `{}`: {}, {} new, {} gone\n",
        path.display(),
        plural(update.all, "known finding"),
        update.new,
        update.gone
    ))?;
    Ok(Ok(()))
}

fn write(path: &Path, known: &Baseline, sources: &Sources) -> Result<(), String> {
    super::outputs::unread(path, sources)?;
    files::write(path, known.write().as_bytes())
        .map_err(|error| format!("cannot write `{}`: {}", path.display(), said(&error)))
}
