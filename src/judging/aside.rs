//! Findings that a draft sets aside itself, each with a reason; what is set aside
//! is counted, and what sets nothing aside is a finding of its own.

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};
use crate::inspection::model::Allowance;

/// A finding set aside.
#[derive(Debug)]
pub struct SetAside {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is no fault.
    pub reason: String,
}

impl Report {
    /// Takes out the findings that a draft sets aside.
    pub fn set_aside(&mut self, allowed: &[Allowance]) {
        for allowance in allowed {
            if allowance.reason.is_empty() || allowance.code.is_empty() {
                self.findings.push(weak(allowance));
                continue;
            }
            let (aside, kept): (Vec<Diagnostic>, Vec<Diagnostic>) =
                std::mem::take(&mut self.findings)
                    .into_iter()
                    .partition(|finding| speaks_of(allowance, finding));
            self.findings = kept;
            if aside.is_empty() {
                self.findings.push(unused(allowance));
            }
            let reason = &allowance.reason;
            self.aside.extend(
                aside.into_iter().map(|finding| SetAside { finding, reason: reason.clone() }),
            );
        }
    }
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
