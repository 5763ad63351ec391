//! A Markdown summary, as a job of a CI server shows it: counts, the areas with their grades,
//! the findings file by file, what was set aside and what was not checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::checked::{Checked, one_line, path, uri};
use super::style::support_words;
use super::text::{counts, evidence};
use crate::diagnostic::{Diagnostic, Severity, number};
use crate::judging::Judgments;

/// A job summary holds 1 MiB; past this many bytes findings are only counted.
const ROOM: usize = 900 * 1024;

/// The report as Markdown (GitHub's flavour).
pub fn report(checked: &Checked<'_>) -> String {
    let report = checked.report;
    let mut text = format!("## peelcheck\n\n{}\n", plain(&counts(report)));
    if !report.unread.is_empty() {
        text.push_str("\n### Could not be read\n\n");
        for one in &report.unread {
            let _ = writeln!(text, "- {}", plain(&one.message));
        }
    }
    for judgments in &report.inspections {
        areas(judgments, checked, &mut text);
    }
    findings(checked, &mut text);
    if !report.aside.is_empty() {
        text.push_str("\n### Set aside\n\n");
        for aside in &report.aside {
            let link = link(&aside.finding, checked);
            let _ =
                writeln!(text, "- {}{link}: {}", plain(&aside.finding.code), plain(&aside.why()));
        }
    }
    if !report.not_checked.is_empty() {
        text.push_str("\n### Not checked\n\n");
        for line in &report.not_checked {
            let _ = writeln!(text, "- {}", plain(line));
        }
    }
    text
}

fn areas(judgments: &Judgments, checked: &Checked<'_>, text: &mut String) {
    let name = path(checked.sources.locate(judgments.span).0);
    let _ = writeln!(
        text,
        "\n### {}, {}\n\n[{}]({})\n",
        plain(&judgments.body),
        plain(&judgments.framework),
        plain(&name),
        uri(&name)
    );
    if judgments.areas.is_empty() {
        text.push_str("no graded area\n");
        return;
    }
    text.push_str("| area | grade | support | strong | weak |\n| --- | --- | --- | --: | --: |\n");
    for area in &judgments.areas {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            plain(&area.area),
            plain(&area.grade.replace('-', " ")),
            support_words(area.support),
            evidence(area.strengths),
            evidence(area.weaknesses)
        );
    }
}

fn findings(checked: &Checked<'_>, text: &mut String) {
    let mut files: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &checked.report.findings {
        let name = checked.region(finding).map_or(String::new(), |region| region.path);
        files.entry(name).or_default().push(finding);
    }
    let mut left = 0usize;
    let mut helped: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (name, findings) in &files {
        if text.len() < ROOM {
            let _ = writeln!(text, "\n### {}\n", plain(name));
        }
        for finding in findings {
            if text.len() >= ROOM {
                left += 1;
                continue;
            }
            let mark = match finding.severity {
                Severity::Error => "✗ error",
                Severity::Warning => "⚠ warning",
                Severity::Note => "· note",
            };
            let code = plain(&finding.code);
            let at = link(finding, checked);
            let _ = writeln!(text, "- {mark} **{code}**{at}: {}", plain(&finding.message));
            // The same advice is given once.
            if let Some(help) = &finding.help
                && helped.insert((&finding.code, help))
            {
                let _ = writeln!(text, "  <br>help: {}", plain(help));
            }
            for related in &finding.related {
                let at = link(related, checked);
                let code = plain(&related.code);
                let _ = writeln!(text, "  - so {code}{at}: {}", plain(&related.message));
            }
        }
    }
    if left > 0 {
        let left = number(left, "more finding is", "more findings are");
        let _ = writeln!(text, "\n{left} not shown: the summary would be too long");
    }
}

/// A link to the line of a finding.
fn link(finding: &Diagnostic, checked: &Checked<'_>) -> String {
    checked.region(finding).map_or(String::new(), |region| match region.paragraphs {
        true => format!(" [paragraph {}]({})", region.start.line, uri(&region.path)),
        false => {
            format!(" [line {0}]({1}#L{0})", region.start.line, uri(&region.path))
        }
    })
}

/// A text that means nothing but itself: no marks, no HTML, no cells, one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
