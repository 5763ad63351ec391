//! Findings that are waived: somebody answers for each, until a day. A waiver that is past
//! its day waives nothing and is a finding itself, as is one that nothing needs.

use std::path::Path;

use jiff::civil::Date;

use super::{Given, Globs, Settings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::judging::{self, Report};
use crate::source::Sources;

/// The codes of findings about waivers, with their pages.
pub const CODES: &[(&str, Severity, &str, &str)] = &[
    (
        "expired-waiver",
        Severity::Error,
        "A waiver past its last day",
        "It waives nothing any more. Mend what it waived, or decide again: a new reason, a new day.",
    ),
    (
        "unused-waiver",
        Severity::Warning,
        "A waiver that waives nothing",
        "What it waived is mended, or has another code, path or id now. Take it out.",
    ),
];

/// A waiver of the settings.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The code of what is waived.
    pub code: Given<String>,
    /// The files in which it is.
    pub path: Option<Given<Globs>>,
    /// The judgment, statement or figure of which it is.
    pub id: Option<Given<String>>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub until: Given<Date>,
}

impl Settings {
    /// Sets aside what is waived on this day, and adds what is to be said about waivers.
    ///
    /// A waiver with a path is called unused only if a file that it means was checked, or
    /// everything below the settings was (`whole`).
    pub fn waive(&self, report: &mut Report, sources: &Sources, today: Date, whole: bool) {
        for waiver in &self.waivers {
            if waiver.until.value < today {
                report.findings.push(expired(waiver));
                continue;
            }
            let by = judging::Waiver {
                owner: waiver.owner.clone(),
                until: waiver.until.value.to_string(),
            };
            let meant = |finding: &Diagnostic| self.means(waiver, finding, sources);
            let count = report.put_aside(&waiver.reason, Some(&by), meant);
            let looked = || {
                let mut names =
                    report.inspections.iter().map(|one| sources.locate(one.span).0).chain(
                        report
                            .findings
                            .iter()
                            .filter_map(|one| Some(sources.locate(one.span()?).0)),
                    );
                waiver.path.is_none() || names.any(|name| self.lies_under(waiver, name))
            };
            if count == 0 && (whole || looked()) {
                report.findings.push(unused(waiver));
            }
        }
    }

    fn means(&self, waiver: &Waiver, finding: &Diagnostic, sources: &Sources) -> bool {
        let subject = finding.subject.as_deref();
        finding.code == waiver.code.value
            && waiver.id.as_ref().is_none_or(|id| subject == Some(id.value.as_str()))
            && (waiver.path.is_none()
                || finding
                    .span()
                    .is_some_and(|span| self.lies_under(waiver, sources.locate(span).0)))
    }

    /// Whether a file is one that the waiver means.
    fn lies_under(&self, waiver: &Waiver, name: &str) -> bool {
        let within = self.base.within(Path::new(name));
        waiver.path.as_ref().zip(within).is_some_and(|(globs, path)| globs.value.mean(&path))
    }
}

fn expired(waiver: &Waiver) -> Diagnostic {
    let message = format!("the waiver of `{}` ended on {}", waiver.code.value, waiver.until.value);
    let help = format!(
        "mend what it waives, or decide again with a new reason and day; `{}` answers for it",
        waiver.owner
    );
    Diagnostic::error("expired-waiver", message).at(waiver.until.span, "").help(help)
}

fn unused(waiver: &Waiver) -> Diagnostic {
    let message = format!("this waiver of `{}` waives nothing", waiver.code.value);
    let help = "take it out if the finding is mended; else look at its code, path and id";
    let mut finding =
        Diagnostic::error("unused-waiver", message).at(waiver.code.span, "").help(help.to_owned());
    finding.severity = Severity::Warning;
    finding
}
