//! Inspections or areas side by side, as text. Where they are many, columns that say the same are
//! named together.

use std::fmt::Write as _;

use super::{Head, Said, Shown};
use crate::diagnostic::number;
use crate::render::style::Style;

/// From how many columns on text names them together.
const MANY: usize = 12;

/// As text.
pub fn text(shown: &Shown, style: Style) -> String {
    let mut out = String::new();
    let bodies: std::collections::BTreeSet<&str> =
        shown.columns.iter().map(|column| column.body.as_str()).collect();
    let inspections: std::collections::BTreeSet<&str> =
        shown.columns.iter().map(|column| column.inspection.as_str()).collect();
    let head = format!(
        "{} of {}",
        number(inspections.len(), "inspection", "inspections"),
        number(bodies.len(), "body", "bodies")
    );
    let _ = writeln!(out, "{}", style.bold(&style.wrap(&head, "", "")));
    out.push_str(&legend(&shown.columns, style));
    out.push('\n');
    out.push_str(&graded(shown, style));
    for theme in &shown.themes {
        let _ = writeln!(out, "{}", style.bold(&style.wrap(&theme.theme, "", "  ")));
        let _ = writeln!(out, "{}", style.dim(&style.wrap(&theme.definition, "  ", "  ")));
        let silent: Vec<usize> = silent(&theme.columns);
        for (at, cell) in theme.columns.iter().enumerate().filter(|(at, _)| !silent.contains(at)) {
            out.push_str(&column(at, cell, style));
        }
        if !silent.is_empty() {
            let line = format!("{}: nothing is said", letters(&silent));
            let _ = writeln!(out, "{}", style.wrap(&line, "  ", "     "));
        }
        out.push('\n');
    }
    out.push_str(&measured(shown, style));
    if shown.left_out > 0 {
        let line = format!(
            "{} left out, of which only one speaks (`--all` shows them)",
            number(shown.left_out, "theme", "themes")
        );
        let _ = writeln!(out, "{}", style.dim(&style.wrap(&line, "", "")));
    }
    out
}

/// The columns that say nothing, where they are so many that they are named together.
fn silent(columns: &[Said]) -> Vec<usize> {
    let all = columns.iter().enumerate().filter(|(_, cell)| cell.is_empty());
    let all: Vec<usize> = all.map(|(at, _)| at).collect();
    if all.len() > 2 { all } else { Vec::new() }
}

/// Which letter stands for what: a line each, or where they are many, framework by framework.
fn legend(columns: &[Head], style: Style) -> String {
    let mut out = String::new();
    if columns.len() <= MANY {
        for (at, column) in columns.iter().enumerate() {
            let area = column.area.as_deref().map_or(String::new(), |area| format!(", {area}"));
            let line =
                format!("{}, {}: {}{area}", column.body, column.framework, column.inspection);
            let _ = writeln!(out, "{}", style.wrap(&line, &format!("  {} ", letter(at)), "    "));
        }
        return out;
    }
    let mut frameworks: Vec<(&str, Vec<String>)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let area = column.area.as_deref().map_or(String::new(), |area| format!(" {area}"));
        // The letter and the name stay on one line.
        let name = format!("{}\u{a0}{}{area}", letter(at), column.body);
        match frameworks.iter_mut().find(|(title, _)| *title == column.framework) {
            Some((_, names)) => names.push(name),
            None => frameworks.push((&column.framework, vec![name])),
        }
    }
    for (title, names) in frameworks {
        let line = format!("{title}: {}", names.join(", "));
        let _ = writeln!(out, "{}", style.wrap(&line, "  ", "    "));
    }
    let hint = format!(
        "{} side by side: name fewer files to read each beside the others, or see \
         `peelcheck export` for tables of all",
        columns.len()
    );
    let _ = writeln!(out, "{}", style.dim(&style.wrap(&hint, "  ", "  ")));
    out
}

fn letters(all: &[usize]) -> String {
    all.iter().map(|at| letter(*at)).collect::<Vec<_>>().join(", ")
}

/// A, B, …, Z, A1, B1, …
fn letter(at: usize) -> String {
    let sign = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    match at / 26 {
        0 => sign.to_string(),
        more => format!("{sign}{more}"),
    }
}

fn graded(shown: &Shown, style: Style) -> String {
    if shown.grades.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", style.bold("Grades"));
    for row in shown.grades.iter().filter(|_| shown.columns.len() > MANY) {
        let ranked = if row.ranked.is_some() { "the best first" } else { "not ranked" };
        let _ = writeln!(out, "{}", style.wrap(&format!("{} ({ranked})", row.area), "  ", "    "));
        for (grade, columns) in row.by_grade() {
            let line =
                format!("{}, {}: {}", grade.replace('-', " "), columns.len(), letters(&columns));
            let _ = writeln!(out, "{}", style.wrap(&line, "    ", "      "));
        }
    }
    for row in shown.grades.iter().filter(|_| shown.columns.len() <= MANY) {
        let say = |at: usize| {
            let grade = row.grades.get(at).and_then(Option::as_ref)?;
            Some(format!("{} {}", letter(at), grade.replace('-', " ")))
        };
        let line = match &row.ranked {
            Some(order) => {
                let all: Vec<String> = order.iter().filter_map(|at| say(*at)).collect();
                format!("{}: {} (the best first)", row.area, all.join(", "))
            }
            None => {
                let all: Vec<String> = (0..row.grades.len()).filter_map(say).collect();
                format!("{}: {} (not ranked)", row.area, all.join(", "))
            }
        };
        let _ = writeln!(out, "{}", style.wrap(&line, "  ", "    "));
    }
    let pairs = |said: bool| -> String {
        let title = |at: usize| shown.columns.get(at).map_or("", |one| one.framework.as_str());
        let all = shown.not_comparable.iter().filter(|pair| pair.said == said);
        let all: std::collections::BTreeSet<String> = all
            .map(|pair| {
                let (one, other) = (title(pair.one), title(pair.other));
                let (one, other) = if one < other { (one, other) } else { (other, one) };
                format!("{one} and {other}")
            })
            .collect();
        all.into_iter().collect::<Vec<_>>().join("; of ")
    };
    for (said, words) in [
        (true, "cannot be compared: the frameworks say so"),
        (false, "may not be comparable: the frameworks do not say"),
    ] {
        let all = pairs(said);
        if !all.is_empty() {
            let line = format!("Grades of {all} {words}.");
            let _ = writeln!(out, "{}", style.dim(&style.wrap(&line, "  ", "  ")));
        }
    }
    out.push('\n');
    out
}

fn column(at: usize, cell: &Said, style: Style) -> String {
    let mut out = String::new();
    let counts =
        format!("{}  {} for, {} against", letter(at), cell.strengths.len(), cell.weaknesses.len());
    let counts = if cell.is_empty() { format!("{}  nothing is said", letter(at)) } else { counts };
    let _ = writeln!(out, "{}", style.wrap(&counts, "  ", "     "));
    let parts = [("+", &cell.strengths), ("−", &cell.weaknesses), ("▪", &cell.judgments)];
    for (mark, lines) in parts {
        for one in lines {
            let kind = one
                .kind
                .as_deref()
                .map_or(String::new(), |kind| format!("{} ", kind.replace('-', " ")));
            let text = one.text.as_deref().map_or(String::new(), |text| format!(" {text}"));
            let line = format!("{kind}{} ({}:{}){text}", one.id, one.path, one.line);
            let _ = writeln!(out, "{}", style.wrap(&line, &format!("     {mark} "), "       "));
        }
    }
    out
}

fn measured(shown: &Shown, style: Style) -> String {
    if shown.measures.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", style.bold("Figures of the same measure"));
    for measure in &shown.measures {
        let _ = writeln!(out, "{}", style.wrap(&measure.measure, "  ", "  "));
        for one in &measure.figures {
            let period = one.period.as_deref().unwrap_or("no period given");
            let line = format!("{}, {period} ({}:{})", one.given, one.at.path, one.at.line);
            let first = format!("    {} ", letter(one.column));
            let _ = writeln!(out, "{}", style.wrap(&line, &first, "      "));
        }
    }
    out.push('\n');
    out
}
