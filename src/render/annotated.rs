//! A draft with its findings beside it: a page for most kinds of files, comments for
//! Word. What a finding is held against is marked where it stands too, and each of the
//! two places leads to the other. The page needs nothing from elsewhere; every text in
//! it is escaped by the template engine.

use serde::Serialize;

use super::style::clean;
use super::template;
use crate::diagnostic::{Diagnostic, Label};
use crate::inspection::draft::{Draft, Role};
use crate::source::{FileId, Sources, Span};

const PAGE: &str = include_str!("annotated.html");

/// Most characters of a place that are quoted to lead there.
const LONGEST_LEAD: usize = 60;

#[derive(Serialize)]
struct Page {
    name: String,
    paragraphs: Vec<Paragraph>,
    count: usize,
}

#[derive(Serialize)]
struct Paragraph {
    element: &'static str,
    text: String,
    notes: Vec<Note>,
    /// Findings told elsewhere that are held against this paragraph.
    marks: Vec<Mark>,
}

#[derive(Serialize)]
struct Note {
    number: usize,
    severity: String,
    code: String,
    message: String,
    words: String,
    help: String,
    others: Vec<Other>,
}

/// The way to what a finding is held against.
#[derive(Serialize)]
struct Other {
    paragraph: usize,
    what: String,
    lead: String,
}

/// The way back from there.
#[derive(Serialize)]
struct Mark {
    number: usize,
    code: String,
    what: String,
}

/// The page of a draft.
pub fn page(
    draft: &Draft,
    findings: &[Diagnostic],
    sources: &Sources,
    quotes: bool,
) -> Result<String, String> {
    let blocks = &draft.document.blocks;
    let mut paragraphs: Vec<Paragraph> = blocks
        .iter()
        .map(|block| Paragraph {
            element: match block.role {
                Role::Heading => "h2",
                Role::Item => "li",
                Role::Paragraph | Role::Cell { .. } => "p",
            },
            text: if quotes { clean(&block.prose.text) } else { "…".to_owned() },
            notes: Vec::new(),
            marks: Vec::new(),
        })
        .collect();
    // What stands in no paragraph, such as an allowance, belongs to the one before it.
    let starts: Vec<usize> = blocks.iter().map(|block| block.prose.whole().start).collect();
    let paragraph_of =
        |span: Span| starts.partition_point(|start| *start <= span.start).saturating_sub(1);
    let all = told(findings, draft.file);
    for (at, (one, span)) in all.iter().enumerate() {
        let mut note = note(at + 1, one, *span, sources, quotes);
        let home = paragraph_of(*span);
        for label in others(one, draft.file) {
            let place = paragraph_of(label.span);
            note.others.push(Other {
                paragraph: place + 1,
                what: what(label),
                lead: lead(label.span, sources, quotes),
            });
            if let Some(paragraph) = paragraphs.get_mut(place).filter(|_| place != home) {
                let code = one.code.clone();
                paragraph.marks.push(Mark { number: at + 1, code, what: what(label) });
            }
        }
        if let Some(paragraph) = paragraphs.get_mut(home) {
            paragraph.notes.push(note);
        }
    }
    let name = sources.file(draft.file).map(|file| clean(&file.name)).unwrap_or_default();
    template::render(PAGE, &Page { name, paragraphs, count: all.len() })
}

/// All findings on a file, those that follow from others too, with their places.
fn told(findings: &[Diagnostic], file: FileId) -> Vec<(&Diagnostic, Span)> {
    let all = findings.iter().flat_map(|one| std::iter::once(one).chain(&one.related));
    all.filter_map(|one| Some((one, one.span().filter(|span| span.file == file)?))).collect()
}

/// What a finding is held against in the same file.
fn others(one: &Diagnostic, file: FileId) -> impl Iterator<Item = &Label> {
    one.labels.iter().skip(1).filter(move |label| label.span.file == file)
}

fn what(label: &Label) -> String {
    if label.text.is_empty() { "the other place".to_owned() } else { clean(&label.text) }
}

/// The first words of a place; none where the draft is not to be quoted.
fn lead(span: Span, sources: &Sources, quotes: bool) -> String {
    let words: Vec<&str> = sources.text(span).split_whitespace().collect();
    let text = clean(&words.join(" "));
    match text.char_indices().nth(LONGEST_LEAD).and_then(|(end, _)| text.get(..end)) {
        _ if !quotes => String::new(),
        Some(begun) => format!("{begun}…"),
        None => text,
    }
}

fn note(number: usize, one: &Diagnostic, span: Span, sources: &Sources, quotes: bool) -> Note {
    let words = sources.text(span);
    let words = if quotes && words.len() <= 160 { clean(words) } else { String::new() };
    Note {
        number,
        severity: one.severity.to_string(),
        code: one.code.clone(),
        message: clean(&one.message),
        words,
        help: one.help.as_deref().map(clean).unwrap_or_default(),
        others: Vec::new(),
    }
}

/// The comments of a Word file: the number of a paragraph and what to say there, for each finding
/// and for each other place that one is held against.
pub fn comments(
    findings: &[Diagnostic],
    draft: &Draft,
    sources: &Sources,
    quotes: bool,
) -> Vec<(usize, String)> {
    let paragraph = |span: Span| sources.locate(span).1.line;
    let way = |span: Span| match lead(span, sources, quotes) {
        lead if lead.is_empty() => format!("paragraph {}", paragraph(span)),
        lead => format!("“{lead}” (paragraph {})", paragraph(span)),
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    for (one, span) in told(findings, draft.file) {
        let head = format!("{} ({})", one.code, one.severity);
        let help = one.help.as_ref().map_or(String::new(), |help| format!(" {help}"));
        let words = match lead(span, sources, quotes) {
            lead if lead.is_empty() || one.message.contains(&lead) => String::new(),
            lead => format!(" at “{lead}”"),
        };
        let mut text = format!("{head}{words}: {}.{help}", one.message);
        for label in others(one, draft.file) {
            text.push_str(&format!(" See {}: {}.", way(label.span), what(label)));
            if paragraph(label.span) != paragraph(span) {
                // Its message speaks of the place it stands at as `here`; it is not said again.
                let back = format!("{head} at {} is about this place too", way(span));
                let text = format!("{back}: {}.", what(label));
                found.push((paragraph(label.span), clean(&text)));
            }
        }
        found.push((paragraph(span), clean(&text)));
    }
    found.sort();
    found
}
