//! Annotations for GitHub Actions: workflow commands, as the runner reads them
//! (docs.github.com, "Workflow commands for GitHub Actions"). A step shows ten of each
//! level, so the worst come first and the rest is counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::checked::{Checked, one_line};
use super::text::counts;
use crate::diagnostic::{Diagnostic, Severity, plural};

/// Annotations of one level that a step shows.
const SHOWN: usize = 10;

/// The report as workflow commands, one a line.
pub fn report(checked: &Checked<'_>) -> String {
    let report = checked.report;
    let mut text = String::new();
    let unread = report.unread.len().min(SHOWN);
    for one in report.unread.iter().take(SHOWN) {
        let line = command("error", &[("title", "unreadable file")], &one_line(&one.message));
        let _ = writeln!(text, "{line}");
    }
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for level in [Severity::Error, Severity::Warning, Severity::Note] {
        // One notice is kept for the last line.
        let room = match level {
            Severity::Error => SHOWN - unread,
            Severity::Warning => SHOWN,
            Severity::Note => SHOWN - 1,
        };
        let all = report.findings.iter().filter(|finding| finding.severity == level);
        for (index, finding) in all.enumerate() {
            if index < room {
                let _ = writeln!(text, "{}", annotation(finding, checked));
            } else {
                let region = checked.region(finding);
                *left.entry(region.map_or(String::new(), |region| region.path)).or_default() += 1;
            }
        }
    }
    let _ = writeln!(text, "{}", last(&left, checked));
    text
}

fn annotation(finding: &Diagnostic, checked: &Checked<'_>) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties: Vec<(&str, String)> = Vec::new();
    if let Some(region) = checked.region(finding) {
        properties.push(("file", region.path));
        if !region.paragraphs {
            properties.push(("line", region.start.line.to_string()));
            properties.push(("endLine", region.end.line.to_string()));
        }
        if !region.paragraphs && region.start.line == region.end.line {
            properties.push(("col", region.start.column.to_string()));
            properties.push(("endColumn", region.end.column.to_string()));
        }
    }
    properties.push(("title", one_line(&finding.code)));
    let properties: Vec<(&str, &str)> =
        properties.iter().map(|(key, value)| (*key, value.as_str())).collect();
    command(name, &properties, &checked.words(finding))
}

fn last(left: &BTreeMap<String, usize>, checked: &Checked<'_>) -> String {
    const FILES: usize = 10;
    let mut message = counts(checked.report);
    let more: usize = left.values().sum();
    if more > 0 {
        let mut files: Vec<String> =
            left.iter().take(FILES).map(|(path, count)| format!("{path}: {count}")).collect();
        if left.len() > FILES {
            files.push(plural(left.len() - FILES, "more file"));
        }
        message.push_str(&format!("\n{more} more not shown here ({})", files.join(", ")));
    }
    command("notice", &[("title", "peelcheck")], &message)
}

/// One command; what a user supplied can end neither it nor a property.
fn command(name: &str, properties: &[(&str, &str)], message: &str) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let properties: Vec<String> = properties
        .iter()
        .map(|(key, value)| {
            format!("{key}={}", data(value).replace(':', "%3A").replace(',', "%2C"))
        })
        .collect();
    format!("::{name} {}::{}", properties.join(","), data(message))
}
