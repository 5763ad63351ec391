//! Which findings are reported, and how much they weigh.

use std::collections::{BTreeMap, BTreeSet};

use super::{CODES, Settings};
use crate::diagnostic::{Diagnostic, Severity, plural};
use crate::judging::Report;
use crate::source::FileId;

/// What is reported.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The only codes that are, if any are named.
    pub select: Option<Vec<String>>,
    /// Codes that are not.
    pub ignore: Vec<String>,
    /// Codes with a severity of their own; nothing is `off`.
    pub severities: BTreeMap<String, Option<Severity>>,
}

/// Whether a pattern means a code; a `*` at its end stands for any ending.
pub fn matches(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(begin) => code.starts_with(begin),
        None => pattern == code,
    }
}

/// Whether a finding says why its file could not be read, which nobody can choose not to know.
fn is_why_unread(finding: &Diagnostic, read: &BTreeSet<FileId>) -> bool {
    finding.span().is_some_and(|span| !read.contains(&span.file))
        && CODES.iter().all(|(code, ..)| finding.code != *code)
}

impl Choice {
    /// What the settings say, where no flag says otherwise.
    pub fn new(
        settings: &Settings,
        select: Option<Vec<String>>,
        ignore: Option<Vec<String>>,
    ) -> Self {
        let list = |given: &Option<super::Given<Vec<super::Given<String>>>>| {
            let given = given.as_ref()?;
            Some(given.value.iter().map(|one| one.value.clone()).collect())
        };
        let severities = settings.severities.iter();
        Self {
            select: select.or_else(|| list(&settings.select)),
            ignore: ignore.or_else(|| list(&settings.ignore)).unwrap_or_default(),
            severities: severities
                .map(|(code, severity)| (code.value.clone(), severity.value))
                .collect(),
        }
    }

    /// Why a code is not reported; nothing if it is.
    fn hidden(&self, code: &str) -> Option<&'static str> {
        if self.severities.get(code) == Some(&None) {
            return Some("switched off");
        }
        if self.ignore.iter().any(|pattern| matches(pattern, code)) {
            return Some("ignored");
        }
        let chosen = |list: &Vec<String>| list.iter().any(|pattern| matches(pattern, code));
        self.select.as_ref().is_some_and(|list| !chosen(list)).then_some("not selected")
    }

    /// Whether a code is reported.
    pub fn shows(&self, code: &str) -> bool {
        self.hidden(code).is_none()
    }

    /// Takes out what is not reported, counts it among what was not checked, and weighs the rest.
    pub fn apply(&self, report: &mut Report) {
        let mut hidden: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
        let mut kept = Vec::new();
        let read: BTreeSet<FileId> = report.inspections.iter().map(|one| one.span.file).collect();
        for finding in std::mem::take(&mut report.findings) {
            match is_why_unread(&finding, &read) {
                true => kept.push(finding),
                false => self.sift(finding, &mut kept, &mut hidden),
            }
        }
        report.findings = kept;
        report.aside.retain(|aside| self.shows(&aside.finding.code));
        for ((why, code), count) in hidden {
            let findings = plural(count, "finding");
            report.not_checked.push(format!("`{code}` is {why}: {findings} not shown"));
        }
    }

    /// Passes a finding on, or what hangs on it where it is hidden itself.
    fn sift(
        &self,
        mut finding: Diagnostic,
        kept: &mut Vec<Diagnostic>,
        hidden: &mut BTreeMap<(&'static str, String), usize>,
    ) {
        let mut related = Vec::new();
        for one in std::mem::take(&mut finding.related) {
            self.sift(one, &mut related, hidden);
        }
        if let Some(why) = self.hidden(&finding.code) {
            *hidden.entry((why, finding.code)).or_default() += 1;
            kept.extend(related);
            return;
        }
        if let Some(Some(severity)) = self.severities.get(&finding.code) {
            finding.severity = *severity;
        }
        finding.related = related;
        kept.push(finding);
    }
}
