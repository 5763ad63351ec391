//! What most commands begin with: the rulebook, and the inspections that were
//! asked for. A folder means the curated inspections in it; what was passed over
//! is counted on standard error.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Context;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::inspection::draft::{self, Draft, Made, Wish};
use crate::inspection::model::Inspection;
use crate::inspection::{table, yaml};
use crate::language;
use crate::language::rulebook::{Framework, Rulebook};
use crate::mapping::Mapper;
use crate::render::diagnostics::draw;
use crate::source::{self, FileId, Sources};

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

/// How files that are no curated inspections are to be read.
#[derive(Debug, Default, Args)]
pub struct Drafts {
    /// What a named file is, if its name and content do not tell
    #[arg(long, value_enum, value_name = "KIND")]
    input: Option<Input>,
    /// Framework to judge drafts by [default: the one their layout belongs to]
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// Layout to read drafts by [default: the one whose texts they hold]
    #[arg(long, value_name = "ID")]
    layout: Option<String>,
}

impl Drafts {
    /// Nothing asked for but the framework.
    pub fn of(framework: Option<&str>) -> Self {
        Self { framework: framework.map(str::to_owned), ..Self::default() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Input {
    /// A curated inspection
    Yaml,
    /// A table of grades (CSV)
    Table,
    /// Plain text, as copied from a web page
    Text,
    /// Markdown
    Markdown,
    /// A web page
    Html,
    /// A Word file (.docx)
    Word,
}

impl Input {
    fn draft(self) -> Option<draft::Kind> {
        match self {
            Input::Yaml | Input::Table => None,
            Input::Text => Some(draft::Kind::Text),
            Input::Markdown => Some(draft::Kind::Markdown),
            Input::Html => Some(draft::Kind::Html),
            Input::Word => Some(draft::Kind::Word),
        }
    }
}

/// How a draft was read.
#[derive(Debug)]
pub struct Taken {
    /// The file.
    pub name: String,
    /// The framework taken.
    pub framework: String,
    /// The layout taken, if one was recognised.
    pub layout: Option<String>,
    /// Why.
    pub why: String,
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
    /// How each draft was read.
    pub taken: Vec<Taken>,
    /// The drafts themselves.
    pub drafts: Vec<Draft>,
    /// The curated files: where each is, and its text.
    pub curated: Vec<(PathBuf, FileId)>,
}

/// Reads all inspections under the paths: curated ones, and drafts that are named.
pub fn inspections(
    paths: &[PathBuf],
    drafts: &Drafts,
    mapper: &mut Mapper<'_>,
    sources: &mut Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Inspections> {
    let rules = mapper.book();
    let mut read = Inspections::default();
    for path in paths {
        if path.is_dir() {
            folder(path, rules, sources, &mut read, context)?;
        } else if let Err(message) = named(path, drafts, mapper, sources, &mut read) {
            read.unreadable += 1;
            context.complain(&format!("error: {message}\n"))?;
        }
    }
    for taken in &read.taken {
        let layout = match &taken.layout {
            Some(layout) => format!("layout `{layout}`, "),
            None => String::new(),
        };
        context.complain(&format!(
            "note: `{}` read by {layout}framework `{}` ({})\n",
            taken.name, taken.framework, taken.why
        ))?;
    }
    Ok(read)
}

/// A file that was named must be a curated inspection or a draft.
fn named(
    path: &Path,
    drafts: &Drafts,
    mapper: &mut Mapper<'_>,
    sources: &mut Sources,
    read: &mut Inspections,
) -> Result<(), String> {
    let rules = mapper.book();
    let say = |error: &dyn std::fmt::Display| error.to_string();
    let bytes = source::read_bytes(path).map_err(|error| say(&error))?;
    if is_table(path, drafts.input) {
        let text = source::decode(&path.display().to_string(), bytes).map_err(|e| say(&e))?;
        take_table(path, text, rules, sources, read);
        return Ok(());
    }
    let yaml = match drafts.input {
        Some(input) => input == Input::Yaml,
        None => is_yaml(path, &bytes),
    };
    if yaml {
        let text = source::decode(&path.display().to_string(), bytes).map_err(|e| say(&e))?;
        take(path, text, rules, sources, read);
        return Ok(());
    }
    let name = shown(path);
    let kind = drafts.input.and_then(Input::draft);
    let draft = draft::read(path, &name, bytes, kind, sources).map_err(|error| say(&error))?;
    let made = from_draft(&draft, drafts, mapper, sources)?;
    read.taken.push(Taken {
        name,
        framework: made.inspection.framework.clone(),
        layout: made.layout,
        why: made.why,
    });
    read.inspections.push(made.inspection);
    read.drafts.push(draft);
    Ok(())
}

/// A draft as an inspection; how each statement was obtained is read from its words.
fn from_draft(
    draft: &Draft,
    drafts: &Drafts,
    mapper: &mut Mapper<'_>,
    sources: &Sources,
) -> Result<Made, String> {
    let rules = mapper.book();
    let wish = Wish { framework: drafts.framework.as_deref(), layout: drafts.layout.as_deref() };
    let mut made = draft::inspection(draft, rules, sources, wish)?;
    mapper.read_manner(&mut made.inspection.statements);
    Ok(made)
}

fn is_table(path: &Path, input: Option<Input>) -> bool {
    let named = || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    input.map_or_else(named, |input| input == Input::Table)
}

/// Takes in a table of grades: an inspection for each framework and body in it.
fn take_table(
    path: &Path,
    text: String,
    rules: &Rulebook,
    sources: &mut Sources,
    read: &mut Inspections,
) {
    let file = sources.add(shown(path), text);
    let found = table::read(file, sources, rules);
    read.faults.extend(found.faults);
    read.inspections.extend(found.inspections);
    read.unreadable += usize::from(!found.readable);
}

fn is_yaml(path: &Path, bytes: &[u8]) -> bool {
    let named = path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    });
    named || std::str::from_utf8(bytes).is_ok_and(yaml::names_schema)
}

/// How a path is called in every output.
fn shown(path: &Path) -> String {
    match path.as_os_str() == "-" {
        true => "<stdin>".to_owned(),
        false => path.display().to_string(),
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
    let file = sources.add(shown(path), text);
    read.curated.push((path.to_path_buf(), file));
    let reading = yaml::read(file, sources, rules);
    read.faults.extend(reading.faults);
    match reading.inspection {
        Some(inspection) => read.inspections.push(inspection),
        None => read.unreadable += 1,
    }
}

/// The framework of an id, or the latest; what is wrong is said.
pub fn framework<'b>(
    id: Option<&str>,
    book: &'b Rulebook,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Option<&'b Framework>> {
    let Some(id) = id else {
        let latest = book.frameworks.iter().max_by_key(|framework| framework.published.clone());
        if latest.is_none() {
            context.complain("error: the rules declare no framework\n")?;
        }
        return Ok(latest);
    };
    let found = book.framework(id);
    if found.is_none() {
        let known = book.frameworks.iter().map(|framework| framework.id.as_str());
        let help = did_you_mean(id, "frameworks", known);
        let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
        context.complain(&format!("error: there is no framework `{id}`{help}\n"))?;
    }
    Ok(found)
}
