//! Word files. What the reader and every diagnostic see is the text with one line
//! for each paragraph, so that a line number is a paragraph number. Deleted text
//! of tracked changes is left out, inserted text is read.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader as XmlReader;

use super::document::{Document, Kind, Role};
use super::shaping::Shaper;
use crate::source::FileId;

/// The largest part of a Word file that is read, in bytes (16 MiB, as much as any file); what a small
/// archive unpacks to can be much larger than the archive.
const LARGEST_PART: u64 = crate::source::LARGEST_FILE;

/// Why a Word file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WordError {
    /// No archive, or a broken one.
    #[error("it is no Word file, or a damaged one: {0}")]
    Archive(String),
    /// An archive of something else.
    #[error("it is an archive, but holds no Word document (no `word/document.xml`)")]
    NoDocument,
    /// A part larger than [`LARGEST_PART`].
    #[error("its text is larger than {} MiB", LARGEST_PART / 1024 / 1024)]
    TooLarge,
    /// Not XML inside.
    #[error("the document inside it is damaged: {0}")]
    Damaged(String),
}

/// A paragraph as it was found.
#[derive(Debug)]
struct Paragraph {
    text: String,
    role: Role,
    bold: bool,
    /// Whether it is an entry of the table of contents.
    contents: bool,
    /// The innermost table, if it stands in one.
    table: Option<usize>,
}

/// The text of a Word file, one line for each paragraph, with what each of them is.
#[derive(Debug, Default)]
pub struct Word {
    /// The text.
    pub text: String,
    paragraphs: Vec<Paragraph>,
    /// Cells of each table.
    cells: Vec<usize>,
}

/// Unpacks and reads a Word file.
pub fn unpack(bytes: &[u8]) -> Result<Word, WordError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| WordError::Archive(error.to_string()))?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(WordError::NoDocument)?;
    let styles = part(&mut archive, "word/styles.xml")?.unwrap_or_default();
    let mut reader = Reader {
        headings: headings(&styles)?,
        word: Word { text: String::new(), paragraphs: Vec::new(), cells: Vec::new() },
        ..Reader::default()
    };
    each(&document, |event| reader.take(event))?;
    for paragraph in &reader.word.paragraphs {
        reader.word.text.push_str(&paragraph.text);
        reader.word.text.push('\n');
    }
    Ok(reader.word)
}

pub(super) fn part(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<Option<String>, WordError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(WordError::Archive(error.to_string())),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST_PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| WordError::Archive(error.to_string()))?;
    if bytes.len() as u64 > LARGEST_PART {
        return Err(WordError::TooLarge);
    }
    String::from_utf8(bytes).map(Some).map_err(|_| WordError::Damaged("not UTF-8".to_owned()))
}

pub(super) fn each(xml: &str, mut take: impl FnMut(&Event<'_>)) -> Result<(), WordError> {
    let mut reader = XmlReader::from_str(xml);
    let mut open = 0i64;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) if open > 0 => {
                return Err(WordError::Damaged("it ends in the middle".to_owned()));
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(event @ Event::Start(_)) => {
                open += 1;
                take(&event);
            }
            Ok(event @ Event::End(_)) => {
                open -= 1;
                take(&event);
            }
            Ok(Event::Empty(tag)) => {
                take(&Event::Start(tag.borrow()));
                take(&Event::End(tag.to_end()));
            }
            Ok(event) => take(&event),
            Err(error) => return Err(WordError::Damaged(error.to_string())),
        }
    }
}

/// The ids of the styles that are headings, whatever language their ids are in.
fn headings(styles: &str) -> Result<HashSet<String>, WordError> {
    let mut found = HashSet::new();
    let mut id = String::new();
    each(styles, |event| {
        if let Event::Start(tag) = event {
            match local(tag.name().as_ref()) {
                "style" => id = value(tag, "styleId").unwrap_or_default(),
                "name" => {
                    let name = value(tag, "val").unwrap_or_default().to_lowercase();
                    if name.starts_with("heading") || name == "title" {
                        found.insert(id.clone());
                    }
                }
                _ => {}
            }
        }
    })?;
    Ok(found)
}

pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or("")
}

pub(super) fn value(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|one| local(one.key.as_ref()) == wanted)?;
    Some(attribute.value.to_string())
}

#[derive(Default)]
struct Reader {
    headings: HashSet<String>,
    word: Word,
    open: Vec<Paragraph>,
    /// Open tables, with the row each is in.
    tables: Vec<usize>,
    row: usize,
    column: usize,
    /// Inside text that is shown.
    shown: bool,
    /// Inside something that says it once more, or no longer says it.
    silent: usize,
    /// Whether the run is bold, and whether everything so far was.
    bold: bool,
}

impl Reader {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.stop(local(tag.name().as_ref())),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(entity) if self.shown && self.silent == 0 => {
                let written = format!("&{};", &**entity);
                let decoded = htmlize::unescape(written.as_str());
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.text.push_str(&decoded);
                }
            }
            _ => {}
        }
    }

    /// Adds to the open paragraph what is shown.
    fn text(&mut self, text: &str) {
        let (shown, bold) = (self.shown && self.silent == 0, self.bold);
        if let Some(paragraph) = self.open.last_mut().filter(|_| shown) {
            paragraph.text.push_str(text);
            paragraph.bold &= bold || text.trim().is_empty();
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        match local(name.as_ref()) {
            "Fallback" | "del" | "moveFrom" => self.silent += 1,
            "tbl" => {
                self.tables.push(self.word.cells.len());
                self.word.cells.push(0);
            }
            "tr" => {
                self.row += 1;
                self.column = 0;
            }
            "tc" => {
                self.column += 1;
                if let Some(cells) = self.tables.last().and_then(|at| self.word.cells.get_mut(*at))
                {
                    *cells += 1;
                }
            }
            "p" => {
                let role = match self.tables.last() {
                    Some(_) => Role::Cell { row: self.row, column: self.column },
                    None => Role::Paragraph,
                };
                let table = self.tables.last().copied();
                self.open.push(Paragraph {
                    text: String::new(),
                    role,
                    bold: true,
                    contents: false,
                    table,
                });
            }
            "pStyle" => {
                let style = value(tag, "val").unwrap_or_default();
                let heading = self.headings.contains(&style);
                self.set(if heading { Some(Role::Heading) } else { None });
                let style = style.to_lowercase();
                if style.starts_with("list") {
                    self.set(Some(Role::Item));
                }
                if style.starts_with("toc")
                    && let Some(paragraph) = self.open.last_mut()
                {
                    paragraph.contents = true;
                }
            }
            "numPr" => self.set(Some(Role::Item)),
            "r" => self.bold = false,
            "b" => self.bold = !matches!(value(tag, "val").as_deref(), Some("0" | "false")),
            "t" => self.shown = true,
            "tab" | "br" | "cr" if self.silent == 0 => {
                if let Some(paragraph) = self.open.last_mut()
                    && !paragraph.text.is_empty()
                {
                    paragraph.text.push(' ');
                }
            }
            "noBreakHyphen" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.text.push('-');
                }
            }
            _ => {}
        }
    }

    /// A heading stays one, wherever it stands and whatever list it is in.
    fn set(&mut self, role: Option<Role>) {
        if let (Some(role), Some(paragraph)) = (role, self.open.last_mut())
            && paragraph.role != Role::Heading
        {
            paragraph.role = role;
        }
    }

    fn stop(&mut self, name: &str) {
        match name {
            "Fallback" | "del" | "moveFrom" => self.silent = self.silent.saturating_sub(1),
            "tbl" => {
                self.tables.pop();
            }
            "t" => self.shown = false,
            "p" => {
                if let Some(mut paragraph) = self.open.pop()
                    && self.silent == 0
                {
                    // One line for each paragraph: none inside it.
                    paragraph.text = paragraph.text.replace(['\n', '\r'], " ");
                    self.word.paragraphs.push(paragraph);
                }
            }
            _ => {}
        }
    }
}

impl Word {
    /// The blocks of the document; `file` is the id its text was given.
    pub fn document(&self, file: FileId) -> Document {
        let mut shaper = Shaper::new(file);
        let mut at = 0;
        let mut boxed: BTreeMap<usize, usize> = BTreeMap::new();
        let mut before: Option<usize> = None;
        for paragraph in &self.paragraphs {
            let single = paragraph.table.filter(|table| self.cells.get(*table) == Some(&1));
            if single != before {
                if let Some(from) = before.and_then(|table| boxed.remove(&table)) {
                    shaper.unbox(from);
                }
                if let Some(table) = single {
                    boxed.insert(table, shaper.count());
                }
                before = single;
            }
            let role = match paragraph.role {
                Role::Cell { .. } if single.is_some() => Role::Paragraph,
                other => other,
            };
            if !paragraph.contents {
                shaper.role(role);
                shaper.flow(&paragraph.text, at);
                shaper.end(paragraph.bold);
            }
            at += paragraph.text.len() + 1;
        }
        if let Some(from) = before.and_then(|table| boxed.remove(&table)) {
            shaper.unbox(from);
        }
        Document { kind: Kind::Word, blocks: shaper.finish() }.with_headings()
    }
}
