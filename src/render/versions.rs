//! What two versions of an inspection differ in, as text and JSON from one object.

use std::fmt::Write as _;

use serde::Serialize;

use super::style::Style;
use crate::compare::versions::{Fate, Shift, Version, Versions};
use crate::diagnostic::{Diagnostic, Severity, number};
use crate::graph::Node;
use crate::judging::title;
use crate::source::Sources;

/// The version of the form.
pub const VERSION: u32 = 1;

/// What is shown.
#[derive(Debug, Serialize)]
pub struct Shown {
    version: u32,
    findings: Findings,
    judgments: Judgments,
    statements: Statements,
}

#[derive(Debug, Serialize)]
struct Findings {
    mended: Vec<Finding>,
    new: Vec<Finding>,
    remaining: usize,
}

#[derive(Debug, Serialize)]
struct Finding {
    code: String,
    severity: Severity,
    message: String,
    path: String,
    line: usize,
}

#[derive(Debug, Serialize)]
struct Judgments {
    changed: Vec<Changed>,
    gone: Vec<Part>,
    new: Vec<Part>,
}

#[derive(Debug, Serialize)]
struct Changed {
    id: String,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<[String; 2]>,
    support: [&'static str; 2],
    lost: Vec<Part>,
    gained: Vec<Part>,
}

#[derive(Debug, Serialize)]
struct Statements {
    kept: usize,
    reworded: Vec<[Part; 2]>,
    moved: Vec<[Part; 2]>,
    gone: Vec<Part>,
    new: Vec<Part>,
}

/// A part of one version.
#[derive(Debug, Serialize)]
struct Part {
    id: String,
    path: String,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// What is shown of two versions; without `quotes` texts are left out.
pub fn shown(
    versions: &Versions<'_>,
    old: Version<'_, '_>,
    new: Version<'_, '_>,
    sources: &Sources,
    quotes: bool,
) -> Shown {
    let reader = Reader { sources, quotes };
    let one = |version: Version<'_, '_>, at: usize| reader.statement(version, at);
    let all = |version: Version<'_, '_>, all: &[usize]| -> Vec<Part> {
        all.iter().filter_map(|at| reader.statement(version, *at)).collect()
    };
    let pairs = |fate: Fate| -> Vec<[Part; 2]> {
        let pairs = versions.statements.pairs.iter().filter(|(_, _, one)| *one == fate);
        pairs.filter_map(|(a, b, _)| Some([one(old, *a)?, one(new, *b)?])).collect()
    };
    let judgments = |version: Version<'_, '_>, all: &[usize]| -> Vec<Part> {
        all.iter().filter_map(|at| reader.judgment(version, *at)).collect()
    };
    let kept = versions.statements.pairs.iter().filter(|(_, _, fate)| *fate == Fate::Kept).count();
    Shown {
        version: VERSION,
        findings: Findings {
            mended: versions.mended.iter().map(|one| reader.finding(one)).collect(),
            new: versions.fresh.iter().map(|one| reader.finding(one)).collect(),
            remaining: versions.remaining,
        },
        judgments: Judgments {
            changed: versions
                .shifts
                .iter()
                .filter_map(|shift| reader.changed(shift, old, new))
                .collect(),
            gone: judgments(old, &versions.judgments.gone),
            new: judgments(new, &versions.judgments.new),
        },
        statements: Statements {
            kept,
            reworded: pairs(Fate::Reworded),
            moved: pairs(Fate::Moved),
            gone: all(old, &versions.statements.gone),
            new: all(new, &versions.statements.new),
        },
    }
}

struct Reader<'r> {
    sources: &'r Sources,
    quotes: bool,
}

impl Reader<'_> {
    fn finding(&self, one: &Diagnostic) -> Finding {
        let place = one.span().map(|span| self.sources.locate(span));
        Finding {
            code: one.code.to_string(),
            severity: one.severity,
            message: match self.quotes {
                true => one.message.clone(),
                false => one.clone().without_quotes().message,
            },
            path: place.map_or("", |(path, _)| path).to_owned(),
            line: place.map_or(1, |(_, place)| place.line),
        }
    }

    fn statement(&self, version: Version<'_, '_>, at: usize) -> Option<Part> {
        let one = version.graph.inspection.statements.get(at)?;
        let (path, place) = self.sources.locate(one.span);
        Some(Part {
            id: one.id.clone(),
            path: path.to_owned(),
            line: place.line,
            area: one.area.clone(),
            text: self.quotes.then(|| one.text.clone()),
        })
    }

    fn judgment(&self, version: Version<'_, '_>, at: usize) -> Option<Part> {
        let one = version.graph.inspection.judgments.get(at)?;
        let (path, place) = self.sources.locate(one.span);
        Some(Part {
            id: one.id.clone(),
            path: path.to_owned(),
            line: place.line,
            area: one.area.clone(),
            text: self.quotes.then(|| one.text.clone()),
        })
    }

    fn changed(
        &self,
        shift: &Shift,
        old: Version<'_, '_>,
        new: Version<'_, '_>,
    ) -> Option<Changed> {
        let (before, after) = shift.judgment;
        let was = old.graph.inspection.judgments.get(before)?;
        let is = new.graph.inspection.judgments.get(after)?;
        let grade = was.grade.clone().zip(is.grade.clone()).filter(|(a, b)| a != b);
        let part = |version, all: &[usize]| -> Vec<Part> {
            all.iter().filter_map(|at| self.statement(version, *at)).collect()
        };
        let named = match (&is.grade, self.quotes) {
            (Some(_), _) => format!("grade of {}", is.area.as_deref().unwrap_or("the whole")),
            (None, true) => format!("{} “{}”", is.kind, title(new.graph, Node::Judgment(after))),
            (None, false) => is.kind.clone(),
        };
        Some(Changed {
            id: is.id.clone(),
            what: named,
            grade: grade.map(|(a, b)| [a, b]),
            support: [shift.support.0.word(), shift.support.1.word()],
            lost: part(old, &shift.lost),
            gained: part(new, &shift.gained),
        })
    }
}

/// As JSON.
pub fn json(shown: &Shown) -> String {
    super::json::pretty(shown)
}

/// As text.
pub fn text(shown: &Shown, style: Style) -> String {
    let mut out = String::new();
    let Findings { mended, new, remaining } = &shown.findings;
    let head = format!(
        "{} mended, {} new, {remaining} as before",
        number(mended.len(), "finding", "findings"),
        new.len()
    );
    let _ = writeln!(out, "{}", style.bold(&style.wrap(&head, "", "")));
    for (mark, findings) in [("✓ ", mended), ("✗ ", new)] {
        for one in findings {
            let line = format!("{}: {} ({}:{})", one.code, one.message, one.path, one.line);
            let _ = writeln!(out, "{}", style.wrap(&line, &format!("  {mark}"), "    "));
        }
    }
    out.push('\n');
    out.push_str(&judgments(&shown.judgments, style));
    out.push_str(&statements(&shown.statements, style));
    if shown.renumbered() {
        let line = "Ids of a draft are counted anew in each version: the same id, with another \
                    file and line, is another sentence.";
        let _ = writeln!(out, "\n{}", style.dim(&style.wrap(line, "", "")));
    }
    out
}

impl Shown {
    /// Whether an id stands for one thing in the old version and for another in the new one.
    fn renumbered(&self) -> bool {
        let twice =
            |old: &[Part], new: &[Part]| old.iter().any(|was| new.iter().any(|is| was.id == is.id));
        let Statements { gone, new, .. } = &self.statements;
        let changed = &self.judgments.changed;
        twice(gone, new) || changed.iter().any(|one| twice(&one.lost, &one.gained))
    }
}

fn judgments(judgments: &Judgments, style: Style) -> String {
    let Judgments { changed, gone, new } = judgments;
    let head = format!(
        "{} changed, {} gone, {} new",
        number(changed.len(), "judgment", "judgments"),
        gone.len(),
        new.len()
    );
    let mut out = format!("{}\n", style.bold(&style.wrap(&head, "", "")));
    for one in changed {
        let mut line = one.what.clone();
        if let Some([was, is]) = &one.grade {
            let _ = write!(line, ": {} → {}", words(was), words(is));
        }
        let [was, is] = one.support;
        match was == is {
            true => line.push_str(&format!(", {} as before", words(is))),
            false => line.push_str(&format!(", {} → {}", words(was), words(is))),
        }
        let _ = writeln!(out, "{}", style.wrap(&line, "  ", "    "));
        for (what, parts) in [("lost", &one.lost), ("gained", &one.gained)] {
            if !parts.is_empty() {
                let line = format!("{what} {}: {}", parts.len(), names(parts));
                let _ = writeln!(out, "{}", style.wrap(&line, "    ", "      "));
            }
        }
    }
    for (mark, parts) in [("− ", gone), ("+ ", new)] {
        for one in parts {
            let _ = writeln!(out, "{}", style.wrap(&said(one), &format!("  {mark}"), "    "));
        }
    }
    out.push('\n');
    out
}

fn statements(statements: &Statements, style: Style) -> String {
    let Statements { kept, reworded, moved, gone, new } = statements;
    let head = format!(
        "{} as before, {} reworded, {} moved, {} gone, {} new",
        number(*kept, "statement", "statements"),
        reworded.len(),
        moved.len(),
        gone.len(),
        new.len()
    );
    let mut out = format!("{}\n", style.bold(&style.wrap(&head, "", "")));
    for [was, is] in reworded {
        let _ = writeln!(out, "{}", style.dim(&style.wrap(&said(was), "  ~ ", "    ")));
        let _ = writeln!(out, "{}", style.wrap(&said(is), "    ", "    "));
    }
    for [was, is] in moved {
        let area = |part: &Part| part.area.clone().unwrap_or_else(|| "no area".to_owned());
        let line = format!("{} → {}: {}", area(was), area(is), said(is));
        let _ = writeln!(out, "{}", style.wrap(&line, "  → ", "    "));
    }
    for (mark, parts) in [("− ", gone), ("+ ", new)] {
        for one in parts {
            let _ = writeln!(out, "{}", style.wrap(&said(one), &format!("  {mark}"), "    "));
        }
    }
    out
}

fn said(part: &Part) -> String {
    let text = part.text.as_deref().map_or(String::new(), |text| format!(" {text}"));
    format!("{} ({}:{}){text}", part.id, part.path, part.line)
}

fn names(parts: &[Part]) -> String {
    const SHOWN: usize = 6;
    let named = |one: &Part| format!("{} ({}:{})", one.id, one.path, one.line);
    let shown: Vec<String> = parts.iter().take(SHOWN).map(named).collect();
    match parts.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn words(word: &str) -> String {
    word.replace('-', " ")
}
