//! A trace for the terminal.

use std::fmt::Write as _;

use super::{Body, Mention, Stop, Traced, Traveller, mark, spoken};
use crate::render::style::Style;

/// As text; with `evidence` the statements are written out.
pub fn text(traced: &Traced, evidence: bool, style: Style) -> String {
    let mut out = String::new();
    for body in &traced.bodies {
        let _ = writeln!(out, "{}", style.bold(&style.wrap(&body.body, "", "")));
        for cycle in &body.cycles {
            let date = cycle.published.as_deref().unwrap_or("no date");
            let line = format!("{}, {date}: {}", cycle.title, cycle.inspections.join(", "));
            let _ = writeln!(out, "{}", style.dim(&style.wrap(&line, "  ", "    ")));
        }
        out.push('\n');
        for raised in 0..body.cycles.len() {
            out.push_str(&cycle(body, raised, evidence, style));
        }
        out.push_str(&pairs(
            "Weaknesses that nobody had raised, told again",
            "told again",
            &body.told_again,
            style,
        ));
        out.push_str(&single(
            "Taken up, and never raised in what is at hand",
            &body.unlisted,
            style,
        ));
        out.push_str(&pairs(
            "Retold otherwise than it stands",
            "stands there",
            &body.drifted,
            style,
        ));
        out.push_str(&grades(body, style));
    }
    out
}

fn cycle(body: &Body, raised: usize, evidence: bool, style: Style) -> String {
    let judgments: Vec<&Traveller> =
        body.judgments.iter().filter(|one| one.cycle == raised).collect();
    let Some(title) = body.cycles.get(raised).map(|cycle| cycle.title.as_str()) else {
        return String::new();
    };
    if judgments.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let head = format!("Raised in {title}: {}", judgments.len());
    let _ = writeln!(out, "{}", style.bold(&style.wrap(&head, "", "  ")));
    for (later, cycle) in body.cycles.iter().enumerate().skip(raised + 1) {
        let tally = body.tally(raised, later);
        let told: Vec<String> =
            tally.iter().map(|(word, count)| format!("{count} {}", spoken(word))).collect();
        if !told.is_empty() {
            let line = format!("in {}: {}", cycle.title, told.join(", "));
            let _ = writeln!(out, "{}", style.dim(&style.wrap(&line, "  ", "    ")));
        }
    }
    out.push('\n');
    for one in judgments {
        out.push_str(&traveller(body, one, evidence, style));
    }
    out
}

fn traveller(body: &Body, one: &Traveller, evidence: bool, style: Style) -> String {
    let mut out = String::new();
    let area = one.area.as_deref().map_or(String::new(), |area| format!(", {area}"));
    let head = format!("{}  {}{area}", one.id, one.title.to_lowercase());
    let _ = writeln!(out, "{}", style.wrap(&head, "  ", "    "));
    if let Some(text) = &one.text {
        let _ = writeln!(out, "{}", style.dim(&style.wrap(text, "    ", "    ")));
    }
    for event in &one.events {
        let at = event.at.as_ref().map_or(String::new(), |at| format!(" ({at})"));
        let line = format!("{} {}{at}", event.date, event.event);
        let _ = writeln!(out, "{}", style.wrap(&line, "    ○ ", "      "));
    }
    for step in &one.steps {
        out.push_str(&stop(body, step, evidence, style));
    }
    out.push('\n');
    out
}

fn stop(body: &Body, step: &Stop, evidence: bool, style: Style) -> String {
    let title = body.cycles.get(step.cycle).map_or("", |cycle| cycle.title.as_str());
    let mut parts = vec![format!("{title}: {}", spoken(step.outcome))];
    parts.extend(step.beyond());
    parts.extend(Some(step.known()).filter(|known| !known.is_empty()));
    let mut line = parts.join("; ");
    let near = if step.outcome == "not-mentioned" { "near: " } else { "" };
    if !evidence && !step.witnesses.is_empty() {
        let _ = write!(line, " ({near}{})", some(&step.witnesses));
    }
    let mut out = String::new();
    let first = format!("    {} ", mark(step.outcome));
    let _ = writeln!(out, "{}", style.wrap(&line, &first, "      "));
    if evidence {
        for witness in &step.witnesses {
            let _ = writeln!(out, "{}", style.wrap(&said(witness, near), "      ", "        "));
        }
    }
    for before in &step.relapsed {
        let line = said(before, "had been good: ");
        let _ = writeln!(out, "{}", style.wrap(&line, "      ", "        "));
    }
    out
}

fn some(mentions: &[Mention]) -> String {
    const SHOWN: usize = 4;
    let names: Vec<&str> = mentions.iter().take(SHOWN).map(|one| one.id.as_str()).collect();
    match mentions.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// A statement with its place, and what it says.
pub(super) fn said(mention: &Mention, before: &str) -> String {
    let text = mention.text.as_deref().map_or(String::new(), |text| format!(" {text}"));
    format!("{before}{} ({}:{}){text}", mention.id, mention.path, mention.line)
}

fn single(title: &str, mentions: &[Mention], style: Style) -> String {
    if mentions.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", style.bold(&style.wrap(title, "", "  ")));
    for one in mentions {
        let _ = writeln!(out, "{}", style.wrap(&said(one, ""), "  ", "    "));
    }
    out.push('\n');
    out
}

fn pairs(title: &str, second: &str, pairs: &[[Mention; 2]], style: Style) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", style.bold(&style.wrap(title, "", "  ")));
    for [one, other] in pairs {
        let _ = writeln!(out, "{}", style.wrap(&said(one, ""), "  ", "    "));
        let line = said(other, &format!("{second}: "));
        let _ = writeln!(out, "{}", style.wrap(&line, "      ", "        "));
    }
    out.push('\n');
    out
}

/// Grades side by side; never ranked where the frameworks say that they cannot be compared.
fn grades(body: &Body, style: Style) -> String {
    if body.grades.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", style.bold("Grades"));
    for row in &body.grades {
        let told = row.grades.iter().zip(&body.cycles).filter_map(|(grade, cycle)| {
            Some(format!("{} {}", cycle.title, spoken(grade.as_ref()?)))
        });
        let line = format!("{}: {}", row.area, told.collect::<Vec<_>>().join(" · "));
        let _ = writeln!(out, "{}", style.wrap(&line, "  ", "    "));
    }
    for line in not_comparable(body) {
        let _ = writeln!(out, "{}", style.dim(&style.wrap(&line, "  ", "    ")));
    }
    out.push('\n');
    out
}

/// Which cycles' grades must not be compared.
pub(super) fn not_comparable(body: &Body) -> Vec<String> {
    let pairs = body.cycles.windows(2).filter_map(|pair| match pair {
        [before, cycle] => Some((before, cycle)),
        _ => None,
    });
    pairs
        .filter_map(|(before, cycle)| {
            let (before, after) = (&before.title, &cycle.title);
            match cycle.comparable {
                Some(true) => None,
                Some(false) => Some(format!(
                    "Grades up to {before} and from {after} on cannot be compared: the frameworks \
                     say so."
                )),
                None => Some(format!(
                    "Whether grades up to {before} and from {after} on can be compared is not said."
                )),
            }
        })
        .collect()
}
