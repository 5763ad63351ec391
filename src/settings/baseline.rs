//! Findings that are known: they are told apart from new ones by their fingerprints, never
//! by line or path. The file holds no words of what was checked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Choice;
use crate::diagnostic::Diagnostic;
use crate::judging::{Known, Report};
use crate::source::{FileId, Sources};

/// The version of the form.
const VERSION: u32 = 1;

/// Known findings, in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    entries: BTreeSet<Entry>,
}

/// A known finding. What comes first is what the file is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The id of its inspection; nothing for a draft, which has none.
    inspection: Option<String>,
    code: String,
    subject: Option<String>,
    fingerprint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

/// What an update of a baseline changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Update {
    /// Entries now.
    pub all: usize,
    /// Entries that were not there before.
    pub new: usize,
    /// Entries that are there no more.
    pub gone: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// What is wrong with it, with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if document.version != VERSION {
            return Err(format!("it has version {}, not {VERSION}", document.version));
        }
        Ok(Self { entries: document.findings.into_iter().collect() })
    }

    /// As a file: one entry a line, so that changes can be read and merged.
    pub fn write(&self) -> String {
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|entry| format!("\n{}", serde_json::to_string(entry).unwrap_or_default()))
            .collect();
        let end = if lines.is_empty() { "" } else { "\n" };
        format!("{{\"version\": {VERSION}, \"findings\": [{}{end}]}}\n", lines.join(","))
    }

    /// Takes in what a run found. Entries of inspections that were not read stay, unless the
    /// run was about everything (`whole`).
    pub fn update(
        &mut self,
        report: &Report,
        sources: &Sources,
        settings: Option<FileId>,
        whole: bool,
    ) -> Update {
        let read = Read::of(report, sources);
        let mut entries: BTreeSet<Entry> = match whole {
            true => BTreeSet::new(),
            false => self.entries.iter().filter(|one| !read.covers(one)).cloned().collect(),
        };
        every(&report.findings, &mut |finding| {
            if about(finding, settings) {
                return;
            }
            entries.insert(Entry {
                inspection: read.inspection(finding),
                code: finding.code.clone(),
                subject: finding.subject.clone(),
                fingerprint: finding.fingerprint.clone(),
            });
        });
        let update = Update {
            all: entries.len(),
            new: entries.difference(&self.entries).count(),
            gone: self.entries.difference(&entries).count(),
        };
        self.entries = entries;
        update
    }

    /// Leaves what is new in a report, and counts what is known and what is mended: known, of
    /// an inspection that was read, of a code that is reported, and not `present`.
    pub fn apply(
        &self,
        report: &mut Report,
        sources: &Sources,
        settings: Option<FileId>,
        choice: &Choice,
        present: &BTreeSet<String>,
    ) {
        let names: BTreeSet<&str> =
            self.entries.iter().map(|entry| entry.fingerprint.as_str()).collect();
        let mut new = Vec::new();
        let mut known = 0;
        for finding in std::mem::take(&mut report.findings) {
            match about(&finding, settings) {
                true => new.push(finding),
                false => sift(finding, &names, &mut new, &mut known),
            }
        }
        report.findings = new;
        let read = Read::of(report, sources);
        let mended = self
            .entries
            .iter()
            .filter(|entry| read.covers(entry) && choice.shows(&entry.code))
            .filter(|entry| !present.contains(&entry.fingerprint));
        report.known = Some(Known { known, mended: mended.count() });
    }
}

/// The fingerprints of all findings of a report, those that others bring about included.
pub fn fingerprints(report: &Report) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    every(&report.findings, &mut |finding| {
        all.insert(finding.fingerprint.clone());
    });
    all
}

fn every<'d>(findings: &'d [Diagnostic], act: &mut impl FnMut(&'d Diagnostic)) {
    for finding in findings {
        act(finding);
        every(&finding.related, act);
    }
}

/// Of a finding that is known, what it brings about and what is new.
fn sift(
    mut finding: Diagnostic,
    names: &BTreeSet<&str>,
    new: &mut Vec<Diagnostic>,
    known: &mut usize,
) {
    if !names.contains(finding.fingerprint.as_str()) {
        new.push(finding);
        return;
    }
    *known += 1;
    for related in std::mem::take(&mut finding.related) {
        sift(related, names, new, known);
    }
}

/// Whether a finding is about the settings themselves.
fn about(finding: &Diagnostic, settings: Option<FileId>) -> bool {
    finding.span().is_some_and(|span| Some(span.file) == settings)
}

/// The inspections that a run read, by file; drafts have no id.
struct Read(Vec<(FileId, Option<String>)>);

impl Read {
    fn of(report: &Report, sources: &Sources) -> Self {
        let id = |one: &crate::judging::Judgments| {
            let name = sources.file(one.span.file).map(|file| &file.name);
            (name != Some(&one.id)).then(|| one.id.clone())
        };
        Self(report.inspections.iter().map(|one| (one.span.file, id(one))).collect())
    }

    fn covers(&self, entry: &Entry) -> bool {
        self.0.iter().any(|(_, id)| *id == entry.inspection)
    }

    fn inspection(&self, finding: &Diagnostic) -> Option<String> {
        let file = finding.span()?.file;
        self.0.iter().find(|(other, _)| *other == file)?.1.clone()
    }
}
