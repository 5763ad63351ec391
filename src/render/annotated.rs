//! A draft as a page with its findings beside its paragraphs. The page needs nothing
//! from elsewhere; every text in it is escaped by the template engine.

use serde::Serialize;

use super::style::clean;
use super::template;
use crate::diagnostic::Diagnostic;
use crate::inspection::draft::{Draft, Role};
use crate::source::Sources;

const PAGE: &str = include_str!("annotated.html");

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
}

#[derive(Serialize)]
struct Note {
    severity: String,
    code: String,
    message: String,
    words: String,
    help: String,
}

/// The page of a draft.
pub fn page(
    draft: &Draft,
    findings: &[Diagnostic],
    sources: &Sources,
    quotes: bool,
) -> Result<String, String> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let all: Vec<&Diagnostic> =
        findings.iter().flat_map(|one| std::iter::once(one).chain(&one.related)).collect();
    for block in &draft.document.blocks {
        let whole = block.prose.whole();
        let about = all.iter().filter(|one| {
            one.span().is_some_and(|span| {
                span.file == whole.file && span.start >= whole.start && span.start < whole.end
            })
        });
        let notes = about.map(|one| note(one, sources, quotes)).collect();
        paragraphs.push(Paragraph {
            element: match block.role {
                Role::Heading => "h2",
                Role::Item => "li",
                Role::Paragraph | Role::Cell { .. } => "p",
            },
            text: if quotes { clean(&block.prose.text) } else { "…".to_owned() },
            notes,
        });
    }
    let name = sources.file(draft.file).map(|file| clean(&file.name)).unwrap_or_default();
    template::render(PAGE, &Page { name, paragraphs, count: all.len() })
}

fn note(one: &Diagnostic, sources: &Sources, quotes: bool) -> Note {
    let words = one.span().map_or("", |span| sources.text(span));
    let words = if quotes && words.len() <= 160 { clean(words) } else { String::new() };
    Note {
        severity: one.severity.to_string(),
        code: one.code.clone(),
        message: clean(&one.message),
        words,
        help: one.help.as_deref().map(clean).unwrap_or_default(),
    }
}

/// The comments of a Word file: for each finding the number of its paragraph and what to say.
pub fn comments(findings: &[Diagnostic], draft: &Draft, sources: &Sources) -> Vec<(usize, String)> {
    let all = findings.iter().flat_map(|one| std::iter::once(one).chain(&one.related));
    let mut found: Vec<(usize, String)> = all
        .filter_map(|one| {
            let span = one.span().filter(|span| span.file == draft.file)?;
            let help = one.help.as_ref().map_or(String::new(), |help| format!(" {help}"));
            let text = format!("{} ({}): {}.{help}", one.code, one.severity, one.message);
            Some((sources.locate(span).1.line, clean(&text)))
        })
        .collect();
    found.sort();
    found
}
