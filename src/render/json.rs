//! The JSON of `check`, version 1: a public interface, described in
//! `docs/output.md`. Written by serde, never by hand.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Authority, Diagnostic, Severity};
use crate::inspection::yaml::schema::of_output;
use crate::judging::{Known, Report, Support};
use crate::source::Sources;

/// The version of the form.
pub const VERSION: u32 = 1;

/// What `check` found.
#[derive(Serialize, JsonSchema)]
struct Document<'r> {
    /// The version of this form.
    version: u32,
    /// What does not hold, by place, then code.
    findings: Vec<Finding<'r>>,
    /// Every judgment with its support.
    judgments: Vec<Judgment<'r>>,
    /// What could not be checked, in sentences.
    not_checked: &'r [String],
    /// How many findings were set aside.
    waived: usize,
    /// How the run compares with what is known, with `--baseline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Known>,
    /// Findings that were set aside, each with the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside: Option<Vec<Aside<'r>>>,
    /// Files that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<Vec<Unread<'r>>>,
    /// The unused evidence of each inspection, with `--ledger`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Vec<Ledger<'r>>>,
}

/// What carries no grade in one inspection.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ledger")]
struct Ledger<'r> {
    /// Id of the inspection.
    inspection: &'r str,
    /// Statements that are used for no grade.
    unused: Vec<Entry<'r>>,
    /// Characteristics that no statement surely reaches.
    unreached: Vec<Entry<'r>>,
}

/// A statement or a characteristic.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "entry")]
struct Entry<'r> {
    /// Its id.
    id: &'r str,
    /// Its area.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Its text; left out with `--no-quotes`.
    text: Option<&'r str>,
    /// Why it carries nothing.
    why: &'r str,
    /// Its line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

/// A finding that was set aside: by a waiver, which somebody owns, or in the draft itself.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "aside")]
pub struct Aside<'r> {
    /// The finding.
    #[serde(flatten)]
    finding: Finding<'r>,
    /// Why it is no fault, or is borne with.
    reason: &'r str,
    /// Who answers for the waiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'r str>,
    /// The waiver's last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'r str>,
}

/// A file that could not be read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "unread")]
pub struct Unread<'r> {
    /// Its path, as it was named.
    path: &'r str,
    /// Why.
    message: &'r str,
}

/// A finding of the public form.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "finding")]
pub struct Finding<'r> {
    /// Its stable name: `peelcheck explain CODE` is its page.
    code: &'r str,
    /// Its weight.
    severity: Severity,
    /// What is wrong.
    message: &'r str,
    /// The file, as it was named.
    path: &'r str,
    /// Line from 1; in a Word file the paragraph.
    line: usize,
    /// Column from 1, in Unicode scalars.
    column: usize,
    /// Line of the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    /// One past the last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    /// The area it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// The judgment, statement, figure or remark it concerns.
    subject: Option<&'r str>,
    /// Who asks for it.
    source: Authority,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    /// A name that stays when lines move.
    #[serde(skip_serializing_if = "str::is_empty")]
    fingerprint: &'r str,
    /// Findings that this one brings about.
    related: Vec<Finding<'r>>,
}

/// A judgment and how far it is supported.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "judgment")]
struct Judgment<'r> {
    /// Its id.
    id: &'r str,
    /// Id of the inspection; the path of a draft.
    inspection: &'r str,
    /// `grade`, or a kind that the packs declare.
    kind: &'r str,
    /// Its area, if it stands in one.
    area: Option<&'r str>,
    /// Its grade, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<&'r str>,
    /// How far it is supported.
    #[schemars(with = "Support")]
    support: &'static str,
    /// Ids of what carries it.
    witnesses: &'r [String],
    /// What is absent or cannot be told, in the words of the rules.
    missing: &'r [String],
    /// The file, as it was named.
    path: &'r str,
    /// Its line, from 1.
    line: usize,
}

/// The JSON Schema of this form.
pub fn schema() -> serde_json::Value {
    of_output::<Document<'_>>("Output of peelcheck check --format json")
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
