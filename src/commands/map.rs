//! `peelcheck map`: which statement bears on which characteristic, by which
//! rule. JSON lines are mapped as they come, in memory that does not grow.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, Status, load};
use crate::inspection::yaml;
use crate::inspection::yaml::schema::of_output;
use crate::language::rulebook::{Area, Framework, Rulebook};
use crate::language::syntax::Polarity;
use crate::mapping::{Link, Mapper, Unit, area_of, characteristic_of, figures_of};
use crate::render::json::harmless;
use crate::render::style::Style;
use crate::source::{self, Sources, said};

/// Longest line of a stream, in bytes; a longer one is an error of its own.
const LONGEST_LINE: u64 = 1024 * 1024;

/// Flags of `map`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Inspections, JSON lines or plain text; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What the input is [default: by name and content]
    #[arg(long, value_enum)]
    input: Option<Input>,
    /// Framework whose areas and characteristics are meant [default: the latest]
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Input {
    /// Curated inspections
    Yaml,
    /// One JSON object in each line
    Jsonl,
    /// One statement in each line
    Text,
    /// A draft report: text, Markdown, HTML or Word
    Draft,
}

/// A line of input.
#[derive(Deserialize)]
struct Row {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    area: Option<String>,
    #[serde(default)]
    heading: Option<String>,
    #[serde(default)]
    document: Option<String>,
}

/// A statement that was mapped.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "mapped")]
struct Mapped<'m> {
    /// The id of the input line.
    id: &'m serde_json::Value,
    /// What it bears on, the best first; empty where no rule speaks.
    links: Vec<OneLink<'m>>,
}

/// One thing that a statement bears on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "link")]
struct OneLink<'m> {
    /// The theme.
    theme: &'m str,
    /// The aspect of the theme, if one is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect: Option<&'m str>,
    /// The area it bears on, else the one given.
    area: Option<&'m str>,
    /// The characteristic it bears on.
    characteristic: Option<&'m str>,
    /// For or against.
    polarity: Polarity,
    /// From 0 to 1.
    confidence: f64,
    /// The evidence rule that spoke.
    rule: &'m str,
    /// Bytes of the text that matched: first, and one past the last.
    matched: Vec<[usize; 2]>,
}

/// A line that could not be read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "failed")]
struct Failed {
    /// Its id, as far as it could be read.
    id: serde_json::Value,
    /// What is wrong.
    error: Failure,
}

/// What is wrong with a line.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "failure")]
struct Failure {
    /// In words.
    message: String,
    /// The line of the input, from 1.
    line: usize,
}

/// A line of output.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "says what a line can be; each is written by itself")]
enum Line<'m> {
    Mapped(Mapped<'m>),
    Failed(Failed),
}

/// The JSON Schema of one line of `map --format jsonl`.
pub fn schema() -> serde_json::Value {
    of_output::<Line<'_>>("One line of peelcheck map --format jsonl")
}

/// Maps everything that was named.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let Some(framework) = load::framework(arguments.framework.as_deref(), &book, context)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let mut status = Status::Clean;
    // Of a stream nobody knows how long it is, nor when its next line comes.
    if arguments.paths.iter().all(|path| path.as_os_str() != "-") {
        context.begin("mapping", None);
    }
    for path in &arguments.paths {
        let one = match kind(path, arguments.input) {
            Input::Jsonl => {
                let mut writer = Writer::new(&book, framework, arguments.format, context);
                stream(path, &mut mapper, &mut writer)?
            }
            Input::Text => {
                let mut writer = Writer::new(&book, framework, arguments.format, context);
                lines(path, &mut mapper, &mut writer)?
            }
            Input::Yaml | Input::Draft => inspections(path, arguments, &mut mapper, context)?,
        };
        status = status.max(one);
    }
    context.end();
    Ok(status)
}

fn kind(path: &Path, given: Option<Input>) -> Input {
    if let Some(given) = given {
        return given;
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    match extension.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" => Input::Jsonl,
        "txt" => Input::Text,
        "md" | "markdown" | "html" | "htm" | "docx" => Input::Draft,
        _ if path.as_os_str() == "-" => Input::Jsonl,
        _ => Input::Yaml,
    }
}

/// Writes links in one of the forms.
struct Writer<'w, 'c, 'o> {
    book: &'w Rulebook,
    framework: &'w Framework,
    format: Format,
    style: Style,
    context: &'w mut Context<'c, 'o>,
}

impl<'w, 'c, 'o> Writer<'w, 'c, 'o> {
    fn new(
        book: &'w Rulebook,
        framework: &'w Framework,
        format: Format,
        context: &'w mut Context<'c, 'o>,
    ) -> Self {
        Self { book, framework, format, style: context.style(), context }
    }

    fn write(
        &mut self,
        id: &serde_json::Value,
        unit: Unit<'_>,
        given: Option<&str>,
        links: &[Link],
    ) -> std::io::Result<()> {
        let links: Vec<OneLink<'_>> =
            links.iter().map(|link| self.link(link, unit.area, given)).collect();
        let text = match self.format {
            Format::Jsonl => one_line(&Mapped { id, links }),
            Format::Text => self.told(id, unit, &links),
        };
        self.context.print(&text)
    }

    fn link<'l>(
        &self,
        link: &'l Link,
        standing: Option<&'l Area>,
        given: Option<&'l str>,
    ) -> OneLink<'l>
    where
        'w: 'l,
    {
        let area = match link.general {
            true => None,
            false => area_of(self.framework, &link.topic, standing),
        };
        OneLink {
            theme: self.book.theme_id(link.topic.theme),
            aspect: link.topic.aspect.as_deref(),
            area: area.map(|area| area.id.as_str()).or(given),
            characteristic: area
                .and_then(|area| characteristic_of(area, &link.topic))
                .map(|characteristic| characteristic.id.as_str()),
            polarity: link.polarity,
            confidence: link.confidence,
            rule: self.book.evidence.get(link.rule).map_or("", |rule| rule.id.as_str()),
            matched: link.matched.iter().map(|range| [range.start, range.end]).collect(),
        }
    }

    fn told(&self, id: &serde_json::Value, unit: Unit<'_>, links: &[OneLink<'_>]) -> String {
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        let head = match self.style.quotes {
            true => format!("{id}  {}", unit.text),
            false => id,
        };
        let mut text = self.style.wrap(&head, "", "  ");
        text.push('\n');
        if links.is_empty() {
            text.push_str("    no theme\n");
        }
        for link in links {
            let words: Vec<&str> = link
                .matched
                .iter()
                .filter_map(|[start, end]| unit.text.get(*start..*end))
                .collect();
            let to = link.characteristic.or(link.area).unwrap_or("no area");
            let mut line = format!("{} {} → {to}", link.polarity.word(), link.theme);
            line.push_str(&format!(", rule {}, confidence {:.2}", link.rule, link.confidence));
            if self.style.quotes && !words.is_empty() {
                line.push_str(&format!(", “{}”", words.join("” … “")));
            }
            text.push_str(&self.style.wrap(&line, "    ", "      "));
            text.push('\n');
        }
        text
    }

    fn fail(&mut self, id: serde_json::Value, message: String, line: usize) -> std::io::Result<()> {
        match self.format {
            Format::Jsonl => {
                let error = Failure { message, line };
                self.context.print(&one_line(&Failed { id, error }))
            }
            Format::Text => self.context.complain(&format!("error: line {line}: {message}\n")),
        }
    }
}

fn one_line(value: &impl Serialize) -> String {
    let mut text = harmless(&serde_json::to_string(value).unwrap_or_default());
    text.push('\n');
    text
}

fn reader(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    Ok(Box::new(BufReader::new(source::open(path)?)))
}

/// One line of a stream, or what is wrong with it.
fn next_line(
    reader: &mut dyn BufRead,
    buffer: &mut Vec<u8>,
) -> std::io::Result<Option<Result<(), String>>> {
    buffer.clear();
    let read = Read::take(&mut *reader, LONGEST_LINE).read_until(b'\n', buffer)?;
    if read == 0 {
        return Ok(None);
    }
    if read as u64 == LONGEST_LINE && buffer.last() != Some(&b'\n') {
        buffer.clear();
        loop {
            let rest = Read::take(&mut *reader, LONGEST_LINE).read_until(b'\n', buffer)?;
            let done = rest == 0 || buffer.last() == Some(&b'\n');
            buffer.clear();
            if done {
                break;
            }
        }
        let most = LONGEST_LINE / 1024 / 1024;
        return Ok(Some(Err(format!("the line is longer than {most} MiB"))));
    }
    Ok(Some(Ok(())))
}

/// Hands each line of a file on, with its number; ends early when nobody reads the results.
fn each_line(
    path: &Path,
    writer: &mut Writer<'_, '_, '_>,
    mut take: impl FnMut(&mut Writer<'_, '_, '_>, usize, Result<&[u8], String>) -> std::io::Result<()>,
) -> std::io::Result<Status> {
    let Some(mut reader) = open(path, writer)? else {
        return Ok(Status::Broken);
    };
    let mut buffer = Vec::new();
    let mut number = 0;
    let unread = |why: std::io::Error| {
        std::io::Error::other(format!("cannot read `{}`: {}", path.display(), said(&why)))
    };
    while let Some(line) = next_line(reader.as_mut(), &mut buffer).map_err(unread)? {
        if writer.context.terminal.closed {
            break;
        }
        number += 1;
        if number == 1 && buffer.starts_with(b"\xef\xbb\xbf") {
            buffer.drain(..3);
        }
        take(writer, number, line.map(|()| buffer.as_slice()))?;
    }
    Ok(Status::Clean)
}

/// JSON lines: each is a statement of its own.
fn stream(
    path: &Path,
    mapper: &mut Mapper<'_>,
    writer: &mut Writer<'_, '_, '_>,
) -> std::io::Result<Status> {
    let mut document = None;
    let mut manner = None;
    each_line(path, writer, |writer, number, line| {
        let bytes = match line {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => return Ok(()),
            Ok(bytes) => bytes,
            Err(message) => return writer.fail(serde_json::Value::Null, message, number),
        };
        match serde_json::from_slice::<Row>(bytes) {
            Ok(row) => {
                let figures = figures_of(&row.text);
                let follows = row.document.is_some() && row.document == document;
                let read = mapper.manner(&row.text, manner.filter(|_| follows));
                manner = Some(read);
                let unit = Unit {
                    text: &row.text,
                    heading: row.heading.as_deref(),
                    area: row.area.as_deref().and_then(|id| writer.framework.area(id)),
                    figures: &figures,
                    historical: read.historical,
                    follows,
                };
                let links = mapper.map(unit);
                let written = writer.write(&row.id, unit, row.area.as_deref(), &links);
                document = row.document;
                written
            }
            Err(error) => {
                let id = serde_json::from_slice::<serde_json::Value>(bytes)
                    .ok()
                    .and_then(|row| row.get("id").cloned())
                    .unwrap_or(serde_json::Value::Null);
                writer.fail(id, plain(&error), number)
            }
        }
    })
}

/// The reader's message without its position inside the line, which is the whole text.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let column = error.column();
    let text = text.split(" at line ").next().unwrap_or(&text);
    match error.is_data() {
        true => text.to_owned(),
        false => format!("{text} at column {column}"),
    }
}

fn open(path: &Path, writer: &mut Writer<'_, '_, '_>) -> std::io::Result<Option<Box<dyn BufRead>>> {
    match reader(path) {
        Ok(reader) => Ok(Some(reader)),
        Err(error) => {
            let text = format!("error: cannot read `{}`: {}\n", path.display(), said(&error));
            writer.context.complain(&text)?;
            Ok(None)
        }
    }
}

/// Plain text: each line that is not blank is a statement.
fn lines(
    path: &Path,
    mapper: &mut Mapper<'_>,
    writer: &mut Writer<'_, '_, '_>,
) -> std::io::Result<Status> {
    each_line(path, writer, |writer, number, line| {
        let id = serde_json::Value::String(format!("{}:{number}", path.display()));
        let text = match line.map(std::str::from_utf8) {
            Ok(Ok(text)) => text.trim_end_matches(['\n', '\r']),
            Ok(Err(_)) => return writer.fail(id, "the line is not UTF-8".to_owned(), number),
            Err(message) => return writer.fail(id, message, number),
        };
        if text.trim().is_empty() {
            return Ok(());
        }
        let figures = figures_of(text);
        let unit = Unit {
            text,
            heading: None,
            area: None,
            figures: &figures,
            historical: false,
            follows: false,
        };
        let links = mapper.map(unit);
        writer.write(&id, unit, None, &links)
    })
}

fn inspections(
    path: &Path,
    arguments: &Arguments,
    mapper: &mut Mapper<'_>,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let paths = [path.to_path_buf()];
    let book = mapper.book();
    let drafts = load::Drafts::of(arguments.framework.as_deref());
    let read = load::inspections(&paths, &drafts, mapper, &mut sources, context)?;
    for inspection in &read.inspections {
        let Some(framework) = book.framework(&inspection.framework) else {
            continue;
        };
        let mut writer = Writer::new(book, framework, arguments.format, context);
        for (at, statement) in inspection.statements.iter().enumerate() {
            let Some(unit) = Unit::of(inspection, framework, at) else {
                continue;
            };
            let links = mapper.map(unit);
            let id = serde_json::Value::String(statement.id.clone());
            writer.write(&id, unit, statement.area.as_deref(), &links)?;
        }
    }
    if read.unreadable > 0 {
        let style = context.style();
        let faults = crate::render::text::findings(&read.faults, &sources, style);
        context.show(&faults)?;
        if !read.faults.is_empty() {
            let schema = yaml::SCHEMA;
            context.complain(&format!("note: a curated inspection begins with `schema: {schema}`; name plain text with --input text\n"))?;
        }
        return Ok(Status::Broken);
    }
    Ok(Status::Clean)
}
