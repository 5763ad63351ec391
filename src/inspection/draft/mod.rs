//! Drafts as people have them: text, Markdown, HTML, Word. Each becomes a row of
//! blocks; a layout of the rulebook says what the blocks are; one walk over them
//! makes the inspection.

mod again;
mod allow;
mod callouts;
mod comments;
mod document;
mod editing;
mod grades;
mod html;
mod layout;
mod markdown;
mod phrasing;
mod sentences;
mod shaping;
mod text;
mod walk;
mod word;

use std::path::Path;

pub use again::{Changes, digest, merge};
pub use callouts::written_deadline as deadline;
pub use comments::with_comments;
pub use document::{Block, Document, Kind, Role};
pub use layout::Wish;
pub use sentences::sentences;
pub use word::WordError;

use self::layout::Plan;
use super::figures;
use super::model::{self, Allowance, Inspection, Pointer};
use crate::language::rulebook::Rulebook;
use crate::source::{self, FileId, ReadError, Sources, Span};
use walk::Walk;

/// Why a file could not be read as a draft.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A Word file that is none.
    #[error("cannot read `{name}`: {why}")]
    Word {
        /// The path as given.
        name: String,
        /// What is wrong.
        why: WordError,
    },
    /// Bytes that are no text.
    #[error(
        "`{name}` is no text (it holds zero bytes); drafts are text, Markdown, HTML or Word files"
    )]
    Binary {
        /// The path as given.
        name: String,
    },
    /// Not UTF-8.
    #[error(transparent)]
    NotText(#[from] ReadError),
    /// A PDF, and no reader for it, or a damaged one.
    #[error("`{name}` is a PDF that cannot be read: save it as Word, HTML or text")]
    Pdf {
        /// The path as given.
        name: String,
    },
    /// Nothing in it.
    #[error("`{name}` holds no text")]
    Empty {
        /// The path as given.
        name: String,
    },
}

/// A draft read into blocks.
#[derive(Debug)]
pub struct Draft {
    /// Its text as diagnostics show it.
    pub file: FileId,
    /// Its blocks.
    pub document: Document,
    /// Findings that it sets aside.
    pub allowed: Vec<Allowance>,
}

/// What the bytes are: by what they begin with, else by the name.
pub fn kind_of(path: &Path, bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") {
        return Kind::Word;
    }
    if bytes.starts_with(b"%PDF-") {
        return Kind::Pdf;
    }
    let head: String = String::from_utf8_lossy(bytes.get(..bytes.len().min(512)).unwrap_or(bytes))
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Kind::Html;
    }
    let extension = path.extension().map(|one| one.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("docx" | "docm") => Kind::Word,
        Some("pdf") => Kind::Pdf,
        Some("html" | "htm" | "xhtml") => Kind::Html,
        Some("md" | "markdown") => Kind::Markdown,
        _ => Kind::Text,
    }
}

/// The text of a PDF; nothing if it cannot be read, or if that feature was not built in.
#[cfg(feature = "pdf")]
fn pdf_text(bytes: &[u8]) -> Option<String> {
    // The reader may panic on a damaged file; that is an unreadable file and nothing worse.
    let read = std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem(bytes));
    read.ok()?.ok()
}

/// The text of a PDF; nothing if it cannot be read, or if that feature was not built in.
#[cfg(not(feature = "pdf"))]
fn pdf_text(_: &[u8]) -> Option<String> {
    None
}

/// Reads the bytes of a file as what they are, or as `kind` if it is given.
pub fn read(
    path: &Path,
    name: &str,
    bytes: Vec<u8>,
    kind: Option<Kind>,
    sources: &mut Sources,
) -> Result<Draft, DraftError> {
    let kind = kind.unwrap_or_else(|| kind_of(path, &bytes));
    let mut draft = match kind {
        Kind::Pdf => {
            let text = pdf_text(&bytes).ok_or(DraftError::Pdf { name: name.to_owned() })?;
            let file = sources.add(name, text);
            let text = sources.file(file).map(|file| file.text.clone()).unwrap_or_default();
            Draft { file, document: text::read(file, &text), allowed: Vec::new() }
        }
        Kind::Word => {
            let word = word::unpack(&bytes)
                .map_err(|why| DraftError::Word { name: name.to_owned(), why })?;
            let file = sources.add(name, word.text.clone());
            Draft { file, document: word.document(file), allowed: Vec::new() }
        }
        Kind::Text | Kind::Markdown | Kind::Html => {
            if bytes.contains(&0) {
                return Err(DraftError::Binary { name: name.to_owned() });
            }
            let text = source::decode(name, bytes)?;
            let file = sources.add(name, text);
            let text = sources.file(file).map(|file| file.text.clone()).unwrap_or_default();
            let document = match kind {
                Kind::Markdown => markdown::read(file, &text),
                Kind::Html => html::read(file, &text),
                _ => text::read(file, &text),
            };
            Draft { file, document, allowed: Vec::new() }
        }
    };
    draft.allowed = allow::take(&mut draft.document);
    match draft.document.blocks.is_empty() {
        true => Err(DraftError::Empty { name: name.to_owned() }),
        false => Ok(draft),
    }
}

/// An inspection made from a draft, and how it was read.
#[derive(Debug)]
pub struct Made {
    /// The inspection.
    pub inspection: Inspection,
    /// The layout taken, if one was recognised.
    pub layout: Option<String>,
    /// Why this framework and layout, in words.
    pub why: String,
}

/// Makes the inspection of a draft. An error is a sentence for the user.
pub fn inspection(
    draft: &Draft,
    rules: &Rulebook,
    sources: &Sources,
    wish: Wish<'_>,
) -> Result<Made, String> {
    let plan = layout::choose(&draft.document, rules, wish)?;
    let mut gathered = Walk::over(&plan, &draft.document);
    let body = gathered.stated.body.take().unwrap_or_else(|| Inspection::UNNAMED_BODY.to_owned());
    let (mut judgments, tallies) = gathered.stated.judgments(&plan, sources);
    let mut coverage = lost(&plan, gathered.callouts, &judgments);
    coverage.extend(plan.layout.iter().flat_map(|layout| layout.loses.clone()));
    judgments.append(&mut gathered.judgments);
    let pointer = |span: Span| {
        Some(Pointer { document: "draft".to_owned(), place: Some(grades::line(sources, span)) })
    };
    for judgment in &mut judgments {
        judgment.at = pointer(judgment.span);
    }
    for statement in &mut gathered.statements {
        statement.at = pointer(statement.span);
    }
    let first = draft.document.blocks.first().map(|block| block.prose.whole());
    let span = first.unwrap_or_else(|| Span::new(draft.file, 0..0));
    let name = sources.file(draft.file).map(|file| file.name.clone()).unwrap_or_default();
    let known = plan.layout.and_then(|layout| layout.abbreviations.as_deref());
    let remarks = editing::remarks(&draft.document, gathered.end, known);
    let published = gathered.dated.as_deref().and_then(super::dates::first);
    read_figures(&mut gathered.statements, published.as_deref());
    read_figures(&mut gathered.beside, published.as_deref());
    let inspection = Inspection {
        id: name.clone(),
        body,
        framework: plan.framework.id.clone(),
        published,
        sources: vec![model::Document { id: "draft".to_owned(), title: name, coverage, span }],
        bases: Vec::new(),
        judgments,
        statements: gathered.statements,
        beside: gathered.beside,
        tallies,
        unnamed: Vec::new(),
        responses: Vec::new(),
        follow_ups: Vec::new(),
        remarks,
        allowed: draft.allowed.clone(),
        drafted: true,
        span,
    };
    let layout = plan.layout.map(|layout| layout.id.clone());
    Ok(Made { inspection, layout, why: plan.why })
}

/// Reads the figures of all statements, paragraph by paragraph.
fn read_figures(statements: &mut [model::Statement], published: Option<&str>) {
    let mut reader = figures::Reader::new(published.and_then(|date| date.parse().ok()));
    let mut heading: Option<(Option<String>, Option<String>)> = None;
    for paragraph in statements.chunk_by_mut(|one, other| one.paragraph == other.paragraph) {
        let place = paragraph.first().map(|one| (one.area.clone(), one.heading.clone()));
        if place != heading {
            reader.heading();
            heading = place;
        }
        let texts: Vec<&str> = paragraph.iter().map(|one| one.text.as_str()).collect();
        let under = heading.as_ref().and_then(|(_, heading)| heading.as_deref());
        let found = reader.paragraph(&texts, under);
        for (statement, found) in paragraph.iter_mut().zip(found) {
            let figure = |one: figures::Found| {
                let span = statement.span_of(one.at.clone());
                one.figure(&statement.text, span)
            };
            statement.figures = found.into_iter().map(figure).collect();
        }
    }
    read_repeats(statements);
}

/// Figures that another place of the report gives otherwise.
fn read_repeats(statements: &mut [model::Statement]) {
    let told = statements.iter().enumerate().filter(|(_, one)| !one.historical);
    let all: Vec<(usize, figures::Named)> = told
        .flat_map(|(at, one)| figures::named(&one.text).into_iter().map(move |named| (at, named)))
        .collect();
    for (index, first) in figures::clashes(&all) {
        let (Some((at, named)), Some((other, value))) = (all.get(index), all.get(first)) else {
            continue;
        };
        let place = statements.get(*other).and_then(|one| one.heading.clone());
        let place = place.map_or("another place".to_owned(), |heading| format!("“{heading}”"));
        let Some(statement) = statements.get_mut(*at).filter(|_| at != other) else {
            continue;
        };
        let numbers = figures::Numbers { value: Some(named.value), ..figures::Numbers::default() };
        let found = figures::Found {
            at: named.at.clone(),
            numbers,
            sort: figures::Sort::Repeated,
            claim: Some(figures::Claim::Elsewhere(value.value, place)),
            approximate: false,
        };
        let span = statement.span_of(named.at.clone());
        let figure = found.figure(&statement.text, span);
        statement.figures.push(figure);
    }
}

/// The gap where a text has no callout at all and a grade that cannot stand without one.
fn lost(plan: &Plan<'_>, callouts: bool, grades: &[model::Judgment]) -> Vec<String> {
    let Some(layout) = plan.layout else {
        // Boxes and sections that no layout describes are there and were not read: whatever a
        // capture can lose may have stood in them.
        let widest = plan.book.gaps.iter().rev().max_by_key(|gap| gap.hides.len());
        return widest.into_iter().map(|gap| gap.id.clone()).collect();
    };
    let Some((without, gap)) = &layout.missing_callouts else {
        return Vec::new();
    };
    let needed =
        grades.iter().filter_map(|one| one.grade.as_ref()).any(|one| without.contains(one));
    match needed && !callouts {
        true => vec![gap.clone()],
        false => Vec::new(),
    }
}
