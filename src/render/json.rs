//! The JSON of `check`, version 1: a public interface, described in
//! `docs/output.md`. Written by serde, never by hand.

use serde::Serialize;

use crate::diagnostic::{Authority, Diagnostic, Severity};
use crate::judging::{Known, Report};
use crate::source::Sources;

/// The version of the form.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    findings: Vec<Finding<'r>>,
    judgments: Vec<Judgment<'r>>,
    not_checked: &'r [String],
    waived: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Known>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside: Option<Vec<Aside<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<Vec<Unread<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Vec<Ledger<'r>>>,
}

#[derive(Serialize)]
struct Ledger<'r> {
    inspection: &'r str,
    unused: Vec<Entry<'r>>,
    unreached: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Entry<'r> {
    id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
    why: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

/// A finding that was set aside: by a waiver, which somebody owns, or in the draft itself.
#[derive(Serialize)]
pub struct Aside<'r> {
    #[serde(flatten)]
    finding: Finding<'r>,
    reason: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'r str>,
}

/// A file that could not be read.
#[derive(Serialize)]
pub struct Unread<'r> {
    path: &'r str,
    message: &'r str,
}

/// A finding of the public form.
#[derive(Serialize)]
pub struct Finding<'r> {
    code: &'r str,
    severity: Severity,
    message: &'r str,
    path: &'r str,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'r str>,
    source: Authority,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    fingerprint: &'r str,
    related: Vec<Finding<'r>>,
}

#[derive(Serialize)]
struct Judgment<'r> {
    id: &'r str,
    inspection: &'r str,
    kind: &'r str,
    area: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<&'r str>,
    support: &'static str,
    witnesses: &'r [String],
    missing: &'r [String],
    path: &'r str,
    line: usize,
}

/// The whole report as one JSON document with a line end.
///
/// Without `quotes` the texts of statements are left out.
pub fn report(report: &Report, sources: &Sources, quotes: bool) -> String {
    let judgments = report
        .inspections
        .iter()
        .flat_map(|inspection| {
            inspection.judgments.iter().map(|judgment| {
                let (path, place) = sources.locate(judgment.span);
                Judgment {
                    id: &judgment.id,
                    inspection: &inspection.id,
                    kind: &judgment.kind,
                    area: judgment.area.as_deref(),
                    grade: judgment.grade.as_deref(),
                    support: judgment.support.word(),
                    witnesses: &judgment.witnesses,
                    missing: &judgment.missing,
                    path,
                    line: place.line,
                }
            })
        })
        .collect();
    let document = Document {
        version: VERSION,
        findings: report.findings.iter().map(|one| finding(one, sources)).collect(),
        judgments,
        not_checked: &report.not_checked,
        waived: report.aside.len(),
        baseline: report.known,
        set_aside: set_aside(report, sources),
        unread: unread(report),
        ledger: ledger(report, sources, quotes),
    };
    pretty(&document)
}

/// What was set aside, if anything was.
pub(super) fn set_aside<'r>(report: &'r Report, sources: &'r Sources) -> Option<Vec<Aside<'r>>> {
    let all = report.aside.iter().map(|aside| Aside {
        finding: finding(&aside.finding, sources),
        reason: &aside.reason,
        owner: aside.waiver.as_ref().map(|waiver| waiver.owner.as_str()),
        until: aside.waiver.as_ref().map(|waiver| waiver.until.as_str()),
    });
    (!report.aside.is_empty()).then(|| all.collect())
}

/// The files that could not be read, if there are any.
pub(super) fn unread(report: &Report) -> Option<Vec<Unread<'_>>> {
    let all = report.unread.iter().map(|one| Unread { path: &one.path, message: &one.message });
    (!report.unread.is_empty()).then(|| all.collect())
}

fn ledger<'r>(report: &'r Report, sources: &Sources, quotes: bool) -> Option<Vec<Ledger<'r>>> {
    let entries = |all: &'r [crate::judging::Entry]| {
        all.iter()
            .map(|one| Entry {
                id: &one.id,
                area: one.area.as_deref(),
                text: quotes.then_some(one.text.as_str()),
                why: &one.why,
                line: one.span.map(|span| sources.locate(span).1.line),
            })
            .collect()
    };
    let all = report.ledgers.iter().map(|(inspection, ledger)| Ledger {
        inspection,
        unused: entries(&ledger.unused),
        unreached: entries(&ledger.unreached),
    });
    (!report.ledgers.is_empty()).then(|| all.collect())
}

/// A finding with what it brings about.
pub(super) fn finding<'r>(diagnostic: &'r Diagnostic, sources: &'r Sources) -> Finding<'r> {
    let place = diagnostic.span().map(|span| sources.locate(span));
    let (path, start) = place.map_or(("", None), |(path, place)| (path, Some(place)));
    let end = diagnostic.span().and_then(|span| Some(sources.file(span.file)?.place(span.end)));
    Finding {
        code: &diagnostic.code,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        path,
        line: start.map_or(1, |place| place.line),
        column: start.map_or(1, |place| place.column),
        end_line: end.map(|place| place.line),
        end_column: end.map(|place| place.column),
        area: diagnostic.area.as_deref(),
        subject: diagnostic.subject.as_deref(),
        source: diagnostic.authority,
        help: diagnostic.help.as_deref(),
        fingerprint: &diagnostic.fingerprint,
        related: diagnostic.related.iter().map(|one| finding(one, sources)).collect(),
    }
}

/// Any value as indented JSON with a line end.
pub fn pretty(value: &impl Serialize) -> String {
    let mut text = harmless(&serde_json::to_string_pretty(value).unwrap_or_default());
    text.push('\n');
    text
}

/// JSON in which signs that steer a terminal or turn the direction of writing are escaped too.
pub fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let steers = matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if steers {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}
