//! A trace as Markdown tables.

use std::fmt::Write as _;

use super::text::{not_comparable, said};
use super::{Body, Stop, Traced, Traveller, mark, spoken};
use crate::render::style::clean;

/// As Markdown; with `evidence` the statements are written out below each table.
pub fn markdown(traced: &Traced, evidence: bool) -> String {
    let mut out = String::new();
    for body in &traced.bodies {
        let _ = writeln!(out, "# {}\n", cell(&body.body));
        for (raised, cycle) in body.cycles.iter().enumerate() {
            let judgments: Vec<&Traveller> =
                body.judgments.iter().filter(|one| one.cycle == raised).collect();
            if judgments.is_empty() || raised + 1 == body.cycles.len() {
                continue;
            }
            let _ = writeln!(out, "## Raised in {}\n", cell(&cycle.title));
            let later: Vec<&str> =
                body.cycles.iter().skip(raised + 1).map(|cycle| cycle.title.as_str()).collect();
            let heads: Vec<String> = later.iter().map(|title| cell(title)).collect();
            let _ = writeln!(out, "| | what | area | {} |", heads.join(" | "));
            let _ = writeln!(out, "|---|---|---|{}", "---|".repeat(later.len()));
            for one in &judgments {
                out.push_str(&row(body, one, raised));
            }
            out.push('\n');
            for one in judgments.iter().filter(|_| evidence) {
                out.push_str(&shown_by(body, one));
            }
        }
        for line in not_comparable(body) {
            let _ = writeln!(out, "- {}", cell(&line));
        }
        out.push('\n');
    }
    out
}

fn row(body: &Body, one: &Traveller, raised: usize) -> String {
    let events: Vec<String> =
        one.events.iter().map(|event| format!("{} {}", event.event, event.date)).collect();
    let events = match events.is_empty() {
        true => String::new(),
        false => format!(" ({})", events.join(", ")),
    };
    let text = one.text.as_deref().unwrap_or("");
    let what = format!("{}: {text}{events}", one.title);
    let cells = (raised + 1..body.cycles.len()).map(|cycle| {
        let step = one.steps.iter().find(|step| step.cycle == cycle);
        step.map_or(String::new(), stop)
    });
    let cells: Vec<String> = cells.collect();
    let area = one.area.as_deref().unwrap_or("");
    format!("| {} | {} | {} | {} |\n", cell(&one.id), cell(&what), cell(area), cells.join(" | "))
}

/// The statements that show what became of a judgment.
fn shown_by(body: &Body, one: &Traveller) -> String {
    let mut out = String::new();
    for step in &one.steps {
        let near = if step.outcome == "not-mentioned" { "near: " } else { "" };
        let shown = step.witnesses.iter().map(|witness| said(witness, near));
        let relapsed = step.relapsed.iter().map(|before| said(before, "had been good: "));
        let lines: Vec<String> = shown.chain(relapsed).collect();
        if lines.is_empty() {
            continue;
        }
        let title = body.cycles.get(step.cycle).map_or("", |cycle| cycle.title.as_str());
        let outcome = spoken(step.outcome);
        let _ = writeln!(out, "- {}, {}: {outcome}", cell(&one.id), cell(title));
        for line in lines {
            let _ = writeln!(out, "  - {}", cell(&line));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn stop(step: &Stop) -> String {
    let mut parts = vec![format!("{} {}", mark(step.outcome), spoken(step.outcome))];
    parts.extend(step.beyond());
    parts.extend(Some(step.known()).filter(|known| !known.is_empty()));
    cell(&parts.join("; "))
}

/// A text that opens no markup and no new cell.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '\n' => out.push(' '),
            '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '\\' | '&' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
