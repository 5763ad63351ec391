//! What every format of `check` is written from, and what they share: paths, places in
//! both ways of counting, and the words of a finding.

use super::style::clean;
use crate::diagnostic::{Diagnostic, Page, Severity};
use crate::judging::Report;
use crate::source::{Place, Sources, Span};

/// A finished report with what is needed to write it.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'r> {
    /// The report.
    pub report: &'r Report,
    /// The texts its spans lie in.
    pub sources: &'r Sources,
    /// What there is to say about each code.
    pub pages: &'r [Page],
    /// Least severity that fails the run, if any does.
    pub fails_at: Option<Severity>,
    /// Whether text puts together what there is much of.
    pub brief: bool,
    /// Whether the texts of statements may be printed.
    pub quotes: bool,
}

impl Checked<'_> {
    /// Whether a finding fails the run.
    pub fn fails(&self, finding: &Diagnostic) -> bool {
        self.fails_at.is_some_and(|least| finding.severity >= least)
    }

    /// What is wrong and what to do, on lines of their own; in a file that has no lines, where.
    pub fn words(&self, finding: &Diagnostic) -> String {
        match self.region(finding).filter(|region| region.paragraphs) {
            Some(region) => format!("paragraph {}: {}", region.start.line, words(finding)),
            None => words(finding),
        }
    }

    /// The place of a finding.
    pub fn region(&self, finding: &Diagnostic) -> Option<Region> {
        Region::of(finding.span()?, self.sources)
    }
}

/// A place as the formats of others want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The path, see [`path`].
    pub path: String,
    /// Where it begins; columns in Unicode scalars.
    pub start: Place,
    /// One past where it ends.
    pub end: Place,
    /// The column where it begins, in UTF-16 units, from 1.
    pub start_units: usize,
    /// The column one past its end, in UTF-16 units, from 1.
    pub end_units: usize,
    /// Whether the file has paragraphs in place of lines.
    pub paragraphs: bool,
}

impl Region {
    /// The region of a span; `None` only for a span of another run.
    pub fn of(span: Span, sources: &Sources) -> Option<Self> {
        let file = sources.file(span.file)?;
        // What ends with a line ends in it, not at the begin of the next.
        let words = sources.text(span);
        let end = span.end - (words.len() - words.trim_end_matches(['\n', '\r']).len());
        let units = |byte: usize| {
            let (_, from) = file.line_of(byte);
            file.text.get(from..byte).map_or(0, |before| before.encode_utf16().count()) + 1
        };
        let lower = file.name.to_ascii_lowercase();
        Some(Self {
            path: path(&file.name),
            start: file.place(span.start),
            end: file.place(end),
            start_units: units(span.start),
            end_units: units(end),
            paragraphs: lower.ends_with(".docx"),
        })
    }
}

/// A path with `/`, without `./` before it: others compare paths letter by letter.
pub fn path(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let mut rest = name.as_str();
    while let Some(inner) = rest.strip_prefix("./") {
        rest = inner.trim_start_matches('/');
    }
    rest.to_owned()
}

/// A path as part of an address (RFC 3986): everything but unreserved signs and `/` is encoded.
pub fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':') && cfg!(windows);
    if path.starts_with('/') || drive {
        out.push_str(if drive { "file:///" } else { "file://" });
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// What is wrong and what to do, on lines of their own.
pub fn words(finding: &Diagnostic) -> String {
    let mut text = one_line(&finding.message);
    if let Some(help) = &finding.help {
        text.push_str(&format!("\nhelp: {}", one_line(help)));
    }
    text
}

/// A text without line ends and without what steers a terminal.
pub fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}
