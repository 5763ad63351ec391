//! Findings that a draft sets aside itself, or a waiver does, each with a reason; what is
//! set aside is counted, and what sets nothing aside is a finding of its own.

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};
use crate::inspection::model::Allowance;

/// The codes of findings about what drafts set aside, with their pages.
pub const CODES: &[(&str, Severity, &str, &str)] = &[
    (
        "allowance-without-reason",
        Severity::Error,
        "A finding that a draft sets aside without a reason",
        "What is set aside is printed with its reason: `[peelcheck: allow CODE because REASON]`.",
    ),
    (
        "unused-allowance",
        Severity::Warning,
        "An allowance of a draft that sets nothing aside",
        "The fault is mended, or the allowance stands after the wrong paragraph.",
    ),
];

/// A finding set aside.
#[derive(Debug, Clone)]
pub struct SetAside {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is no fault.
    pub reason: String,
    /// The waiver that does it; without one the draft itself does.
    pub waiver: Option<Waiver>,
}

/// Who answers for a finding being waived, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds, as an ISO date.
    pub until: String,
}

impl SetAside {
    /// The reason, with who answers for a waiver and its last day.
    pub fn why(&self) -> String {
        match &self.waiver {
            Some(waiver) => {
                format!("{} ({}, until {})", self.reason, waiver.owner, waiver.until)
            }
            None => self.reason.clone(),
        }
    }
}

impl Report {
    /// Takes out the findings that a draft sets aside.
    pub fn set_aside(&mut self, allowed: &[Allowance]) {
        for allowance in allowed {
            if allowance.reason.is_empty() || allowance.code.is_empty() {
                self.findings.push(weak(allowance));
                continue;
            }
            let speaks = |finding: &Diagnostic| speaks_of(allowance, finding);
            if self.put_aside(&allowance.reason, None, speaks) == 0 {
                self.findings.push(unused(allowance));
            }
        }
    }

    /// Takes out the findings that are meant, and says how many they were.
    pub fn put_aside(
        &mut self,
        reason: &str,
        waiver: Option<&Waiver>,
        meant: impl Fn(&Diagnostic) -> bool,
    ) -> usize {
        let mut aside = Vec::new();
        self.findings = without(std::mem::take(&mut self.findings), &meant, &mut aside);
        let count = aside.len();
        self.aside.extend(aside.into_iter().map(|finding| SetAside {
            finding,
            reason: reason.to_owned(),
            waiver: waiver.cloned(),
        }));
        count
    }
}

/// Findings without those that are meant, be they brought about by others.
fn without(
    findings: Vec<Diagnostic>,
    meant: &impl Fn(&Diagnostic) -> bool,
    aside: &mut Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut kept = Vec::new();
    for mut finding in findings {
        if meant(&finding) {
            aside.push(finding);
            continue;
        }
        finding.related = without(std::mem::take(&mut finding.related), meant, aside);
        kept.push(finding);
    }
    kept
}

fn speaks_of(allowance: &Allowance, finding: &Diagnostic) -> bool {
    finding.code == allowance.code
        && finding.span().is_some_and(|span| {
            span.file == allowance.about.file
                && span.start < allowance.about.end
                && span.end > allowance.about.start
        })
}

fn weak(allowance: &Allowance) -> Diagnostic {
    Diagnostic::error("allowance-without-reason", "this sets nothing aside: it gives no reason")
        .at(allowance.span, "here")
        .help("write `[peelcheck: allow CODE because REASON]`".to_owned())
}

fn unused(allowance: &Allowance) -> Diagnostic {
    let message = format!("there is no finding `{}` to set aside here", allowance.code);
    let mut finding =
        Diagnostic::error("unused-allowance", message).at(allowance.span, "here").help(
            "it speaks of the paragraph before it; take it out if the fault is mended".to_owned(),
        );
    finding.severity = Severity::Warning;
    finding
}
