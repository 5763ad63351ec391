//! Much of one kind in few lines: inspections of which only the grades are known, counted by
//! framework, and what was not checked in many inspections, said once.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::style::{Style, clean};
use crate::diagnostic::plural;
use crate::judging::{Judgments, Support};
use crate::source::Sources;

/// From how many of one kind on they are put together.
const MANY: usize = 4;
/// How many lines of what was not checked are printed as they are.
const LINES: usize = 24;
/// How many names are given of those that are put together.
const NAMES: usize = 3;

/// Inspections of which only the grades are known, if they are many; and the others.
pub fn parted(all: &[Judgments]) -> (Vec<&Judgments>, Vec<&Judgments>) {
    let (bare, others): (Vec<&Judgments>, Vec<&Judgments>) = all.iter().partition(|one| bare(one));
    match bare.len() > MANY {
        true => (bare, others),
        false => (Vec::new(), all.iter().collect()),
    }
}

fn bare(one: &Judgments) -> bool {
    let untold = |line: &crate::judging::AreaLine| {
        line.support == Support::NotAssessed && line.strengths.or(line.weaknesses).is_none()
    };
    let graded = one.judgments.iter().all(|judgment| judgment.grade.is_some());
    graded && !one.areas.is_empty() && one.areas.iter().all(untold)
}

/// How often each grade was given to each area, framework by framework.
pub fn overview(all: &[&Judgments], sources: &Sources, style: Style) -> String {
    let head = format!("{} of which only the grades are known", plural(all.len(), "inspection"));
    let mut text = format!("{}\n", style.bold(&style.wrap(&head, "", "")));
    let files: BTreeSet<&str> = all.iter().map(|one| sources.locate(one.span).0).collect();
    for file in files {
        let _ = writeln!(text, "{}", style.dim(&style.wrap(file, "", "")));
    }
    for (framework, inspections) in by(all.iter().map(|one| (one.framework.as_str(), *one))) {
        let head = format!("{framework}, {}", plural(inspections.len(), "inspection"));
        let _ = writeln!(text, "\n{}", style.wrap(&head, "", "  "));
        let lines = inspections.iter().flat_map(|one| &one.areas);
        for (area, grades) in by(lines.map(|line| (line.area.as_str(), line.grade.as_str()))) {
            let mut counts: Vec<(usize, &str)> = by(grades.into_iter().map(|one| (one, ())))
                .into_iter()
                .map(|(grade, times)| (times.len(), grade))
                .collect();
            counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            let counts: Vec<String> = counts
                .into_iter()
                .map(|(count, grade)| format!("{count} {}", grade.replace('-', " ")))
                .collect();
            let line = format!("{}: {}", clean(area), counts.join(", "));
            let _ = writeln!(text, "{}", style.wrap(&line, "  ", "    "));
        }
    }
    let hint = "--verbose shows each inspection";
    let _ = writeln!(text, "\n{}", style.dim(&style.wrap(hint, "", "")));
    text
}

/// Values by key, in the order in which the keys come.
fn by<'k, V>(all: impl Iterator<Item = (&'k str, V)>) -> Vec<(&'k str, Vec<V>)> {
    let mut found: Vec<(&str, Vec<V>)> = Vec::new();
    for (key, value) in all {
        match found.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => found.push((key, vec![value])),
        }
    }
    found
}

/// What was not checked: what many inspections share is said once; with `brief`, where that is
/// still long, what is of one kind too.
pub fn not_checked(lines: &[String], brief: bool) -> Vec<String> {
    let told = shared(lines);
    if !brief || told.len() <= LINES {
        return told;
    }
    let mut kinds: Vec<(String, Vec<&String>)> = Vec::new();
    for line in lines {
        let kind = kind(after_id(line).1);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, lines)) => lines.push(line),
            None => kinds.push((kind, vec![line])),
        }
    }
    let mut told = Vec::new();
    for (kind, lines) in kinds {
        match lines.len() > MANY {
            true => told.push(condensed(&kind, &lines)),
            false => told.extend(shared(&lines.into_iter().cloned().collect::<Vec<_>>())),
        }
    }
    told.push("--verbose shows each in full".to_owned());
    told
}

/// The inspection a line is about, and what it says of it.
fn after_id(line: &str) -> (&str, &str) {
    line.split_once(": ").unwrap_or(("", line))
}

/// Lines that say the same of several inspections, put together.
fn shared(lines: &[String]) -> Vec<String> {
    let all = by(lines.iter().map(|line| {
        let (id, what) = after_id(line);
        (what, id)
    }));
    let told = all.into_iter().flat_map(|(what, ids)| match ids.as_slice() {
        [first, .., last] if ids.len() >= MANY => {
            vec![format!("{first} to {last}, {} inspections: {what}", ids.len())]
        }
        _ => ids.iter().map(|id| format!("{id}: {what}")).collect(),
    });
    told.collect()
}

/// What a line says without its numbers and without the names it lists.
fn kind(what: &str) -> String {
    let said = match what.split_once(": ") {
        Some((said, _)) if said.contains(' ') => said,
        _ => what,
    };
    let words = said.split(' ').map(|word| if figure(word).is_some() { "#" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn figure(word: &str) -> Option<usize> {
    word.parse().ok()
}

/// One line for many of a kind: its numbers from the least to the greatest, and the first names.
fn condensed(kind: &str, lines: &[&String]) -> String {
    let figures: Vec<Vec<usize>> =
        lines.iter().map(|line| after_id(line).1.split(' ').filter_map(figure).collect()).collect();
    let mut column = 0;
    let words: Vec<String> = kind
        .split(' ')
        .map(|word| {
            if word != "#" {
                return word.to_owned();
            }
            let all = || figures.iter().filter_map(|line| line.get(column)).copied();
            let (least, most) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
            column += 1;
            if least == most { least.to_string() } else { format!("{least} to {most}") }
        })
        .collect();
    let ids: Vec<&str> = lines.iter().map(|line| after_id(line).0).take(NAMES).collect();
    let more = lines.len() - ids.len();
    format!(
        "{}: {}, such as {} and {more} more",
        words.join(" "),
        plural(lines.len(), "inspection"),
        ids.join(", ")
    )
}
