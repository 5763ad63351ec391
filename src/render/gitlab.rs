//! The code quality report of GitLab: an array of issues (docs.gitlab.com, "Code Quality",
//! "Code Quality report format"). It has no place for what was set aside.

use serde_json::{Value, json};

use super::checked::{Checked, one_line, path};
use super::json::pretty;
use crate::diagnostic::{Authority, Diagnostic, Severity};

/// The report as issues.
pub fn report(checked: &Checked<'_>) -> String {
    let report = checked.report;
    let unread = report.unread.iter().map(|one| {
        json!({
            "description": one_line(&one.message),
            "check_name": "unreadable-file",
            "fingerprint": format!("unreadable-file:{}", one_line(&path(&one.path))),
            "severity": "blocker",
            "location": {"path": one_line(&path(&one.path)), "lines": {"begin": 1}},
        })
    });
    let all: Vec<Value> =
        unread.chain(report.findings.iter().map(|finding| issue(finding, checked))).collect();
    pretty(&all)
}

fn issue(finding: &Diagnostic, checked: &Checked<'_>) -> Value {
    let severity = match (finding.severity, finding.authority) {
        (Severity::Error, Authority::Official) => "critical",
        (Severity::Error, Authority::House) => "major",
        (Severity::Warning, _) => "minor",
        (Severity::Note, _) => "info",
    };
    let region = checked.region(finding);
    let lines = region.as_ref().filter(|region| !region.paragraphs);
    let (begin, end) = lines.map_or((1, 1), |region| (region.start.line, region.end.line));
    json!({
        "description": checked.words(finding).replace('\n', " – "),
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": severity,
        "location": {
            "path": region.as_ref().map_or("", |region| &region.path),
            "lines": {"begin": begin, "end": end},
        },
    })
}
