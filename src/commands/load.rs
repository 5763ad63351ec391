//! What most commands begin with: the rulebook, and the inspections that were
//! asked for. A folder means the curated inspections in it; what was passed over
//! is counted on standard error.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::{Args, ValueEnum};

use super::walk::{How, Meant, walk};
use super::{Context, config, rules};
use crate::diagnostic::{Diagnostic, did_you_mean, plural};
use crate::graph::Graph;
use crate::inspection::draft::{self, Draft, Made, Wish};
use crate::inspection::model::Inspection;
use crate::inspection::{table, yaml};
use crate::judging::Unread;
use crate::language;
use crate::language::rulebook::{Framework, Rulebook};
use crate::mapping::Mapper;
use crate::render::diagnostics::draw;
use crate::render::text;
use crate::settings::Settings;
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
    let (settings, mut faults) = match config::read(context, sources) {
        Ok(read) => read,
        Err(message) => {
            context.complain(&format!("error: {message}\n"))?;
            return Ok(None);
        }
    };
    let given = settings.rules.as_ref().map(|given| &given.value).filter(|rules| rules.is_dir());
    let extra = context.global.rules.as_ref().or(given);
    let files = match language::packs(extra.map(PathBuf::as_path), sources) {
        Ok(files) => files,
        Err(error) => {
            context.complain(&format!("error: {error}\n"))?;
            return Ok(None);
        }
    };
    let compiled = language::compile(&files, sources);
    if let Ok(book) = &compiled {
        let pages = rules::pages(book);
        let codes: Vec<&str> = pages.iter().map(|page| page.code.as_str()).collect();
        let frameworks: Vec<&str> = book.frameworks.iter().map(|one| one.id.as_str()).collect();
        faults.extend(settings.unknown_names(&codes, &frameworks));
    }
    faults.sort_by_key(Diagnostic::span);
    context.settings = Rc::new(settings);
    let sound = refuse(&faults, "settings", sources, context)?;
    match compiled {
        Ok(book) => Ok(sound.then_some(book)),
        Err(faults) => {
            refuse(&faults, "rules", sources, context)?;
            Ok(None)
        }
    }
}

/// Says what is wrong; whether nothing is.
fn refuse(
    faults: &[Diagnostic],
    what: &str,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<bool> {
    let style = context.style();
    for fault in faults {
        let text = draw(fault, sources, style);
        context.show(&format!("{text}\n"))?;
    }
    if !faults.is_empty() {
        let count = plural(faults.len(), "mistake");
        context.complain(&format!("error: {count} in the {what}; nothing was checked\n"))?;
    }
    Ok(faults.is_empty())
}

/// How files that are no curated inspections are to be read.
#[derive(Debug, Clone, Default, Args)]
pub struct Drafts {
    /// What every named file is [default: as its name and content tell]
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

    /// With the framework of the settings where none is asked for.
    pub fn within(&self, settings: &Settings) -> Self {
        let given = settings.framework.as_ref().map(|given| given.value.clone());
        Self { framework: self.framework.clone().or(given), ..self.clone() }
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
    /// Those of them that no fault speaks of.
    pub unread: Vec<Unread>,
    /// How each draft was read.
    pub taken: Vec<Taken>,
    /// The drafts themselves.
    pub drafts: Vec<Draft>,
    /// The curated files: where each is, and its text.
    pub curated: Vec<(PathBuf, FileId)>,
}

impl Inspections {
    /// The graphs of all inspections, where all files could be read; what is wrong is said.
    pub fn graphs<'i>(
        &'i self,
        mapper: &mut Mapper<'i>,
        sources: &Sources,
        context: &mut Context<'_, '_>,
    ) -> std::io::Result<Option<Vec<Graph<'i>>>> {
        if self.unreadable > 0 {
            let style = context.style();
            context.show(&text::findings(&self.faults, sources, style))?;
            return Ok(None);
        }
        let book = mapper.book();
        let built = self.inspections.iter().map(|one| Graph::build(one, book, mapper));
        Ok(Some(built.flatten().collect()))
    }

    /// Says that a file cannot be read, and remembers it.
    fn cannot(
        &mut self,
        path: &Path,
        message: String,
        context: &mut Context<'_, '_>,
    ) -> std::io::Result<()> {
        context.complain(&format!("error: {message}\n"))?;
        self.unreadable += 1;
        self.unread.push(Unread { path: shown(path), message });
        Ok(())
    }
}

/// Reads all inspections under the paths: curated ones, and drafts that are named.
pub fn inspections(
    paths: &[PathBuf],
    drafts: &Drafts,
    mapper: &mut Mapper<'_>,
    sources: &mut Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Inspections> {
    let settings = Rc::clone(&context.settings);
    let drafts = drafts.within(&settings);
    let walk = walk(paths, &settings);
    let mut read = Inspections::default();
    let mut tallies = vec![Tally::default(); paths.len()];
    for (of, message) in walk.errors {
        let path = paths.get(of).map_or(Path::new(""), PathBuf::as_path);
        read.cannot(path, message, context)?;
    }
    for meant in &walk.files {
        let took = one(meant, &drafts, mapper, sources, &mut read);
        if let (Ok(found), Some(tally)) = (&took, tallies.get_mut(meant.of)) {
            tally.count(*found);
        }
        if let Err(message) = took {
            read.cannot(&meant.path, message, context)?;
        }
    }
    for (path, tally) in paths.iter().zip(&tallies).filter(|(path, _)| path.is_dir()) {
        context.complain(&tally.note(path))?;
        if let Some(message) = tally.nothing(path) {
            read.cannot(path, message, context)?;
        }
    }
    let style = context.style();
    for taken in &read.taken {
        context.complain(&format!("{}\n", style.wrap(&how_taken(taken), "", "  ")))?;
    }
    Ok(read)
}

/// What was found in a folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    found: usize,
    passed_over: usize,
}

impl Tally {
    /// Counts a file.
    pub fn count(&mut self, found: bool) {
        match found {
            true => self.found += 1,
            false => self.passed_over += 1,
        }
    }

    /// What to say of files that were passed over.
    pub fn note(self, path: &Path) -> String {
        match self.passed_over {
            0 => String::new(),
            many => format!(
                "note: {} in `{}` passed over: no curated inspections\n",
                plural(many, "file"),
                path.display()
            ),
        }
    }

    /// What is wrong with a folder in which there is nothing to read.
    pub fn nothing(self, path: &Path) -> Option<String> {
        let schema = yaml::SCHEMA;
        (self.found == 0).then(|| {
            format!(
                "no curated inspection in `{}` (a YAML file that begins with `schema: {schema}`)\n  \
                 help: drafts are checked when they are named, as in `peelcheck check draft.docx`, \
                 or when `include` of peelcheck.toml names them",
                path.display()
            )
        })
    }
}

/// By which layout and framework drafts were read.
pub fn how_taken(taken: &Taken) -> String {
    let layout = match &taken.layout {
        Some(layout) => format!("layout `{layout}`, "),
        None => String::new(),
    };
    let (name, framework) = (&taken.name, &taken.framework);
    format!("note: `{name}` read by {layout}framework `{framework}` ({})", taken.why)
}

/// Reads a file that is meant; whether it is an inspection. What is named or included must be one.
///
/// # Errors
/// What to say when it cannot be read.
pub fn one(
    meant: &Meant,
    drafts: &Drafts,
    mapper: &mut Mapper<'_>,
    sources: &mut Sources,
    read: &mut Inspections,
) -> Result<bool, String> {
    match meant.how {
        How::Named => named(&meant.path, drafts, mapper, sources, read).map(|()| true),
        How::Included => {
            // What was said of a named file would hold for any file of the folder.
            let drafts = Drafts { input: None, ..drafts.clone() };
            named(&meant.path, &drafts, mapper, sources, read).map(|()| true)
        }
        How::Found => curated(&meant.path, mapper.book(), sources, read),
    }
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
    named_yaml(path) || std::str::from_utf8(bytes).is_ok_and(yaml::names_schema)
}

fn named_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    })
}

/// How a path is called in every output.
pub fn shown(path: &Path) -> String {
    let name = match path.as_os_str() == "-" {
        true => "<stdin>".to_owned(),
        false if cfg!(windows) => path.display().to_string().replace('\\', "/"),
        false => path.display().to_string(),
    };
    // A name of several lines could say anything on lines of its own.
    if name.chars().any(char::is_control) { name.escape_debug().to_string() } else { name }
}

/// Takes a file of a folder if it is a curated inspection; whether it is one.
fn curated(
    path: &Path,
    rules: &Rulebook,
    sources: &mut Sources,
    read: &mut Inspections,
) -> Result<bool, String> {
    if !named_yaml(path) {
        return Ok(false);
    }
    let text = source::read(path).map_err(|error| error.to_string())?;
    let ours = yaml::names_schema(&text);
    if ours {
        take(path, text, rules, sources, read);
    }
    Ok(ours)
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
