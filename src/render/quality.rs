//! What measuring the rules gave: tables for people, JSON for machines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::style::{Style, clean};
use crate::diagnostic::{number, plural};
use crate::quality::hygiene::Hygiene;
use crate::quality::measure::{Measure, Scores};
use crate::quality::rate::{Balanced, Rate};

/// Lists that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Statements that are not right.
    Misses,
    /// Every theme.
    Themes,
    /// Every rule that made a first link.
    Rules,
    /// What the rules have to tidy.
    Hygiene,
}

/// How many lines of a table are shown where its list was not asked for.
const FEW: usize = 10;

/// All that was measured.
#[derive(Debug, Serialize)]
pub struct Document<'m> {
    version: u32,
    files: Vec<FileMeasure<'m>>,
    hygiene: &'m Hygiene,
}

#[derive(Debug, Serialize)]
struct FileMeasure<'m> {
    path: &'m str,
    #[serde(flatten)]
    measure: &'m Measure,
}

/// As JSON.
pub fn json(files: &[(String, Measure)], hygiene: &Hygiene) -> String {
    let files = files.iter().map(|(path, measure)| FileMeasure { path, measure }).collect();
    super::json::pretty(&Document { version: super::json::VERSION, files, hygiene })
}

/// One file as text.
pub fn file(path: &str, measure: &Measure, lists: &[List], style: Style) -> String {
    let mut out = String::new();
    let head = format!(
        "{}: {}, {}, {} of them linked",
        clean(path),
        plural(measure.statements, "statement"),
        number(measure.judging, "judges something", "judge something"),
        measure.linked
    );
    let skipped = match measure.skipped {
        0 => String::new(),
        more => format!("; {} over several areas left out", number(more, "summary", "summaries")),
    };
    let _ = writeln!(out, "{}\n", style.wrap(&style.bold(&format!("{head}{skipped}")), "", "  "));
    out.push_str(&scores(&measure.scores));
    out.push_str(&themes(measure, lists.contains(&List::Themes)));
    out.push_str(&confusions(measure, style));
    out.push_str(&groups(&measure.groups));
    out.push_str(&trust(measure));
    if lists.contains(&List::Rules) {
        out.push_str(&rules(measure));
    }
    if lists.contains(&List::Misses) {
        out.push_str(&misses(measure, style));
    } else if !measure.misses.is_empty() {
        let many = measure.misses.len();
        let hint = format!(
            "{} not right; --show misses lists them",
            number(many, "thing is", "things are")
        );
        let _ = writeln!(out, "\n{}", style.wrap(&hint, "", ""));
    }
    out
}

fn scores(scores: &Scores) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{:<9}{:<22}{:<22}F1", "", "precision", "recall");
    for (name, one) in [("area", &scores.area), ("theme", &scores.theme)] {
        let _ = writeln!(
            out,
            "{name:<9}{:<22}{:<22}{}",
            counted(&one.precision),
            counted(&one.recall),
            balanced(one)
        );
    }
    let _ = writeln!(out, "{:<9}{}", "polarity", interval(&scores.polarity));
    let _ = writeln!(out, "{:<9}{}", "general", interval(&scores.general));
    out
}

fn counted(rate: &Rate) -> String {
    format!("{:.3} ({}/{})", rate.value, rate.right, rate.of)
}

fn interval(rate: &Rate) -> String {
    format!("{:<22}95%: {:.2} to {:.2}", counted(rate), rate.low, rate.high)
}

fn balanced(one: &Balanced) -> String {
    format!("{:.3}  95%: {:.2} to {:.2}", one.f1, one.low, one.high)
}

fn themes(measure: &Measure, all: bool) -> String {
    let mut rows: Vec<_> = measure.themes.iter().collect();
    let missed = |part: &crate::quality::measure::Part| part.wanted - part.right + part.wrongly;
    rows.sort_by_key(|(_, part)| std::cmp::Reverse(missed(part)));
    let shown = if all { rows.len() } else { FEW };
    let mut out = format!("\n{:<34}{:>7}{:>8}{:>9}\n", "theme", "labels", "right", "wrongly");
    for (id, part) in rows.iter().take(shown) {
        let _ = writeln!(out, "{id:<34}{:>7}{:>8}{:>9}", part.wanted, part.right, part.wrongly);
    }
    if rows.len() > shown {
        let _ = writeln!(out, "… and {} more; --show themes", rows.len() - shown);
    }
    out
}

fn confusions(measure: &Measure, style: Style) -> String {
    let mut out = String::new();
    let often: Vec<_> = measure.confusions.iter().filter(|one| one.times > 1).take(FEW).collect();
    if !often.is_empty() {
        out.push_str("\ntaken for another theme\n");
    }
    for one in often {
        let taken = one.taken.as_deref().unwrap_or("nothing");
        let line = format!("{:>4}  {} → {taken}", one.times, one.label);
        let _ = writeln!(out, "{}", style.wrap(&line, "", "      "));
    }
    let _ = writeln!(out, "\n{:<12}read as", "polarity");
    let words = ["strength", "weakness", "mixed", "neutral"];
    let _ = writeln!(out, "{:<12}{}", "", words.map(|word| format!("{word:>10}")).concat());
    for label in words {
        let row = measure.polarities.get(label);
        let cells = words.map(|read| {
            let times = row.and_then(|row| row.get(read)).copied().unwrap_or(0);
            format!("{times:>10}")
        });
        let _ = writeln!(out, "{label:<12}{}", cells.concat());
    }
    out
}

fn groups(groups: &BTreeMap<String, Scores>) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let mut out =
        format!("\n{:<28}{:>6}{:>8}{:>8}{:>10}\n", "group", "rows", "area", "theme", "polarity");
    for (name, scores) in groups {
        let _ = writeln!(
            out,
            "{:<28}{:>6}{:>8.3}{:>8.3}{:>10.3}",
            clean(name),
            scores.theme.recall.of,
            scores.area.f1,
            scores.theme.f1,
            scores.polarity.value
        );
    }
    let scored = groups.values().filter(|one| one.theme.recall.of > 0);
    if let Some(worst) = scored.map(|one| one.theme.f1).min_by(f64::total_cmp) {
        let _ = writeln!(out, "{:<34}worst theme F1 {worst:.3}", "");
    }
    out
}

fn trust(measure: &Measure) -> String {
    let mut out = String::from("\nif only the surest links are kept\n");
    let _ = writeln!(out, "{:>12}{:>10}{:>11}", "confidence", "coverage", "precision");
    for cut in measure.curve.iter().filter(|cut| cut.coverage > 0.0) {
        let _ =
            writeln!(out, "{:>12.2}{:>10.2}{:>11.3}", cut.confidence, cut.coverage, cut.precision);
    }
    let _ = writeln!(out, "\n{:>12}{:>10}{:>11}", "confidence", "links", "came true");
    for bin in &measure.calibration {
        let _ = writeln!(out, "{:>12.2}{:>10}{:>11.3}", bin.mean, bin.right.of, bin.right.value);
    }
    out
}

fn rules(measure: &Measure) -> String {
    let mut rows: Vec<_> = measure.rules.iter().collect();
    rows.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.of - rate.right));
    let mut out = format!("\n{:<40}{:>7}{:>8}\n", "rule", "firsts", "right");
    for (id, rate) in rows {
        let _ = writeln!(out, "{id:<40}{:>7}{:>8}", rate.of, rate.right);
    }
    out
}

fn misses(measure: &Measure, style: Style) -> String {
    let mut out = String::from("\nnot right\n");
    for miss in &measure.misses {
        let read = miss.read.as_deref().unwrap_or("no link");
        let mut line = format!("{} {}: {} read as {read}", miss.id, miss.wrong, miss.label);
        if let (Some(rule), Some(confidence)) = (&miss.rule, miss.confidence) {
            let _ = write!(line, ", rule {rule}, confidence {confidence:.2}");
        }
        if style.quotes && !miss.words.is_empty() {
            let _ = write!(line, ", “{}”", miss.words.join("” … “"));
        }
        let _ = writeln!(out, "{}", style.wrap(&line, "  ", "    "));
        if let (true, Some(text)) = (style.quotes, &miss.text) {
            let _ = writeln!(out, "{}", style.wrap(text, "    ", "    "));
        }
    }
    out
}

/// What the rules have to tidy, as text.
pub fn hygiene(hygiene: &Hygiene, all: bool, style: Style) -> String {
    let mut out = format!("\nrules against {} at hand\n", plural(hygiene.texts, "text"));
    let mut list = |title: &str, lines: Vec<String>| {
        let _ = writeln!(out, "{:>6}  {title}", lines.len());
        if all {
            for line in lines {
                let _ = writeln!(out, "{}", style.wrap(&line, "          ", "            "));
            }
        }
    };
    list("rules that no labelled statement fires", hygiene.silent.clone());
    list(
        "rules that fire and never win",
        hygiene
            .losing
            .iter()
            .map(|(rule, times)| format!("{rule}, {}", plural(*times, "time")))
            .collect(),
    );
    list(
        "phrases that no text at hand holds",
        hygiene.idle.iter().map(|spot| format!("{}: “{}”", spot.rule, spot.phrase)).collect(),
    );
    list(
        "phrases that rules of different themes each take for theirs",
        hygiene
            .shared
            .iter()
            .map(|shared| format!("“{}”: {}", shared.phrase, shared.rules.join(", ")))
            .collect(),
    );
    list(
        "pairs of rules of different themes on the same words",
        hygiene
            .overlaps
            .iter()
            .map(|pair| format!("{} and {}, {}", pair.one, pair.other, plural(pair.times, "time")))
            .collect(),
    );
    list(
        "words that could be several words of the rules",
        hygiene
            .namesakes
            .iter()
            .map(|(word, names)| format!("{word}: {}", names.join(", ")))
            .collect(),
    );
    list(
        "words of the rules that `like` widens",
        hygiene
            .alike
            .iter()
            .map(|(wide, words)| {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                format!("like “{wide}” takes {}", words.join(", "))
            })
            .collect(),
    );
    if !all {
        out.push_str("        --show hygiene lists them\n");
    }
    out
}
