//! The report a person reads: one line for each graded area, then the findings,
//! then what was not checked, then a summary.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::diagnostics::draw;
use super::gathered;
use super::style::{Style, clean, support_meaning, support_words};
use crate::diagnostic::{Diagnostic, Severity, number, plural};
use crate::judging::{AreaLine, Judgments, Ledger, Report, SetAside};
use crate::source::Sources;

/// The whole report; with `brief` what there is much of is put together.
pub fn report(report: &Report, sources: &Sources, brief: bool, style: Style) -> String {
    let mut text = String::new();
    let (bare, told) = match brief {
        true => gathered::parted(&report.inspections),
        false => (Vec::new(), report.inspections.iter().collect()),
    };
    if !bare.is_empty() {
        text.push_str(&gathered::overview(&bare, sources, style));
        text.push('\n');
    }
    for judgments in told {
        text.push_str(&inspection(judgments, sources, style));
        text.push('\n');
    }
    text.push_str(&findings(&report.findings, sources, style));
    for (inspection, ledger) in &report.ledgers {
        text.push_str(&ledger_of(inspection, ledger, sources, style));
    }
    let (waived, allowed): (Vec<&SetAside>, Vec<&SetAside>) =
        report.aside.iter().partition(|aside| aside.waiver.is_some());
    for (title, all) in [("Set aside in the draft", allowed), ("Waived", waived)] {
        if all.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", style.bold(title));
        for aside in all {
            let place = aside.finding.span().map(|span| sources.locate(span));
            let line = place.map_or(String::new(), |(name, place)| match aside.waiver {
                Some(_) => format!(" ({name}:{})", place.line),
                None => format!(", line {}", place.line),
            });
            let line = format!("{}{line}: {}", aside.finding.code, aside.why());
            let _ = writeln!(text, "{}", style.wrap(&line, "  · ", "    "));
        }
        text.push('\n');
    }
    if !report.not_checked.is_empty() {
        let _ = writeln!(text, "{}", style.bold("Not checked"));
        for line in gathered::not_checked(&report.not_checked, brief) {
            let _ = writeln!(text, "{}", style.wrap(&line, "  · ", "    "));
        }
        text.push('\n');
    }
    text.push_str(&summary(report, style));
    text
}

/// What is there and not used, and what is not there.
fn ledger_of(inspection: &str, ledger: &Ledger, sources: &Sources, style: Style) -> String {
    let mut text = String::new();
    let parts = [
        ("Statements that judge something and are used for no grade", &ledger.unused),
        ("Characteristics that no statement surely reaches", &ledger.unreached),
    ];
    for (title, entries) in parts {
        let head = format!("{title}: {} ({})", entries.len(), clean(inspection));
        let _ = writeln!(text, "{}", style.bold(&style.wrap(&head, "", "")));
        for entry in entries {
            let place = entry.span.map(|span| sources.locate(span).1.line.to_string());
            let area = entry.area.as_deref().unwrap_or("no area");
            let place = place.map_or(String::new(), |line| format!(", line {line}"));
            let line = format!("{} ({area}{place}): {}", entry.id, entry.why);
            let _ = writeln!(text, "{}", style.wrap(&line, "  ", "    "));
            if style.quotes {
                let _ = writeln!(text, "{}", style.dim(&style.wrap(&entry.text, "    ", "    ")));
            }
        }
        text.push('\n');
    }
    text
}

fn inspection(judgments: &Judgments, sources: &Sources, style: Style) -> String {
    let mut text = String::new();
    let title = format!("{}, {}", clean(&judgments.body), judgments.framework);
    let _ = writeln!(text, "{}", style.bold(&style.wrap(&title, "", "")));
    let (name, _) = sources.locate(judgments.span);
    let _ = writeln!(text, "{}\n", style.dim(&style.wrap(name, "", "")));
    if judgments.areas.is_empty() {
        text.push_str("no graded area\n");
    } else {
        text.push_str(&table(judgments, style).unwrap_or_else(|| stacked(judgments, style)));
        text.push_str(&legend(judgments, style));
    }
    text
}

/// What the words of the support column mean, as far as they were used.
fn legend(judgments: &Judgments, style: Style) -> String {
    let mut supports: Vec<_> = judgments.areas.iter().map(|area| area.support).collect();
    supports.sort();
    supports.dedup();
    let mut text = String::from("\n");
    for support in supports {
        let line = format!("{}: {}", support_words(support), support_meaning(support));
        let _ = writeln!(text, "{}", style.dim(&style.wrap(&line, "  ", "    ")));
    }
    let (least, unknown) = judgments.areas.iter().flat_map(|area| &area.counts).fold(
        (false, false),
        |(least, unknown), (found, hidden)| {
            (least || (*hidden && *found > 0), unknown || (*hidden && *found == 0))
        },
    );
    let unseen = judgments.areas.iter().any(|area| area.strengths.and(area.weaknesses).is_none());
    if least || unknown || unseen {
        let line = "?, 1+: the capture may hide some or more of these";
        let _ = writeln!(text, "{}", style.dim(&style.wrap(line, "  ", "    ")));
    }
    text
}

/// How many statements count, or that it is not known.
pub fn evidence(count: Option<usize>) -> String {
    count.map_or("?".to_owned(), |count| count.to_string())
}

fn count(found: usize, hidden: bool) -> String {
    match (found, hidden) {
        (0, true) => "?".to_owned(),
        (some, true) => format!("{some}+"),
        (some, false) => some.to_string(),
    }
}

/// The table, if it fits the width.
fn table(judgments: &Judgments, style: Style) -> Option<String> {
    let mut heads = vec!["area", "grade", "support", "strong", "weak"];
    let shown: Vec<bool> = (0..judgments.columns.len())
        .map(|column| {
            let counts = judgments.areas.iter().filter_map(|area| area.counts.get(column));
            counts.into_iter().any(|(found, hidden)| *found > 0 || *hidden)
        })
        .collect();
    let titles = judgments.columns.iter().zip(&shown).filter(|(_, shown)| **shown);
    heads.extend(titles.map(|(title, _)| title.as_str()));
    let cells = |line: &AreaLine| -> Vec<String> {
        let mut cells = vec![
            clean(&line.area),
            clean(&line.grade).replace('-', " "),
            support_words(line.support).to_owned(),
            evidence(line.strengths),
            evidence(line.weaknesses),
        ];
        let counts = line.counts.iter().zip(&shown).filter(|(_, shown)| **shown);
        cells.extend(counts.map(|((found, hidden), _)| count(*found, *hidden)));
        cells
    };
    let rows: Vec<Vec<String>> = judgments.areas.iter().map(cells).collect();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(column, head)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).chain([head.width()]).max().unwrap_or(0)
        })
        .collect();
    // One blank between columns, and one more after each of the first two.
    let whole: usize = widths.iter().map(|width| width + 1).sum::<usize>() + 1;
    if whole > style.width {
        return None;
    }
    let line = |cells: &[String]| -> Vec<String> {
        cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let blanks = " ".repeat(width.saturating_sub(cell.width()));
                match column {
                    0..=1 => format!("{cell}{blanks} "),
                    2 => format!("{cell}{blanks}"),
                    _ => format!("{blanks}{cell}"),
                }
            })
            .collect()
    };
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let mut text = format!("{}\n", style.dim(line(&heads).join(" ").trim_end()));
    for (row, area) in rows.iter().zip(&judgments.areas) {
        let mut cells = line(row);
        if let Some(cell) = cells.get_mut(2) {
            *cell = style.support(area.support, cell);
        }
        let _ = writeln!(text, "{}", cells.join(" ").trim_end());
    }
    Some(text)
}

fn stacked(judgments: &Judgments, style: Style) -> String {
    let mut text = String::new();
    for area in &judgments.areas {
        let _ = writeln!(text, "{}", style.bold(&clean(&area.area)));
        let support = style.support(area.support, support_words(area.support));
        let _ = writeln!(text, "  {}, {support}", clean(&area.grade).replace('-', " "));
        let mut counts = [(area.strengths, "strong"), (area.weaknesses, "weak")]
            .map(|(count, what)| format!("{what} {}", evidence(count)))
            .to_vec();
        for ((found, hidden), title) in area.counts.iter().zip(&judgments.columns) {
            counts.push(format!("{title} {}", count(*found, *hidden)));
        }
        let _ = writeln!(text, "{}", style.wrap(&counts.join(", "), "  ", "  "));
    }
    text
}

/// Errors and warnings with their lines; notes, of which there can be many, in short.
pub fn findings(findings: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let mut text = String::new();
    let mut helped: std::collections::BTreeSet<(String, String)> =
        std::collections::BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
        // The same advice is given once.
        let mut finding = finding.clone();
        if finding.help.clone().is_some_and(|help| !helped.insert((finding.code.clone(), help))) {
            finding.help = None;
        }
        text.push_str(&draw(&finding, sources, style));
        text.push('\n');
    }
    let notes: Vec<&Diagnostic> =
        findings.iter().filter(|finding| finding.severity == Severity::Note).collect();
    if !notes.is_empty() {
        let _ = writeln!(text, "{}", style.bold("Notes"));
        for note in notes {
            let place = note.span().map(|span| sources.locate(span));
            let at = place.map_or(String::new(), |(name, place)| {
                format!(" ({name}:{}:{})", place.line, place.column)
            });
            let line = format!("{}: {}{at}", note.code, note.message);
            let _ = writeln!(text, "{}", style.wrap(&line, "  · ", "    "));
        }
        text.push('\n');
    }
    text
}

fn summary(report: &Report, style: Style) -> String {
    let line = counted(report, |severity, words| style.severity(severity, words));
    let mut text = style.wrap_painted(&line);
    text.push('\n');
    text
}

/// What was checked and found, in a line.
pub fn counts(report: &Report) -> String {
    counted(report, |_, words| words.to_owned())
}

fn counted(report: &Report, paint: impl Fn(Severity, &str) -> String) -> String {
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let count = report.count(severity);
        let words = plural(count, &severity.to_string());
        parts.push(if count > 0 { paint(severity, &words) } else { words });
    }
    let judged = plural(report.inspections.len(), "inspection");
    let mut line = format!("{judged} checked: {}", parts.join(", "));
    let waived = report.aside.iter().filter(|aside| aside.waiver.is_some()).count();
    if waived > 0 {
        let _ = write!(line, "; {waived} waived");
    }
    if let Some(known) = report.known {
        let _ = write!(line, "; {} known", known.known);
        if known.mended > 0 {
            let _ = write!(
                line,
                "; {} mended: run `peelcheck baseline update`",
                number(known.mended, "known finding is", "known findings are")
            );
        }
    }
    if report.aside.len() > waived {
        let _ = write!(line, "; {} set aside in the draft", report.aside.len() - waived);
    }
    if report.unreadable > 0 {
        let _ = write!(line, "; {} could not be read", plural(report.unreadable, "file"));
    }
    line
}

impl Style {
    /// Wraps a line that already holds colour codes; without colour it is wrapped like any other.
    fn wrap_painted(self, line: &str) -> String {
        if self.colour { line.to_owned() } else { self.wrap(line, "", "") }
    }
}
