//! JSON Lines: a finding a line, as in the JSON of `check`, and a summary as the last line.

use serde_json::json;

use super::checked::Checked;
use super::json::{finding, harmless, set_aside, unread};
use crate::diagnostic::Severity;

/// The report, line by line.
pub fn report(checked: &Checked<'_>) -> String {
    let report = checked.report;
    let mut lines: Vec<String> = report
        .findings
        .iter()
        .map(|one| serde_json::to_string(&finding(one, checked.sources)).unwrap_or_default())
        .collect();
    let mut summary = json!({
        "version": super::json::VERSION,
        "inspections": report.inspections.len(),
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "notes": report.count(Severity::Note),
        "waived": report.aside.len(),
        "not_checked": report.not_checked.len(),
        "unreadable": report.unreadable,
    });
    if let Some(fields) = summary.as_object_mut() {
        fields.extend(report.known.map(|known| ("baseline".to_owned(), json!(known))));
        let aside = set_aside(report, checked.sources).map(|all| json!(all));
        let unread = unread(report).map(|all| json!(all));
        for (key, all) in [("set_aside", aside), ("unread", unread)] {
            fields.extend(all.map(|all| (key.to_owned(), all)));
        }
    }
    lines.push(json!({"summary": summary}).to_string());
    lines.iter().map(|line| format!("{}\n", harmless(line))).collect()
}
