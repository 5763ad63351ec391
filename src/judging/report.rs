//! The one result object that every output format is written from: plain data,
//! nothing to look up any more.

use serde::Serialize;

use super::evaluate::Evaluator;
use super::support::Line;
use super::{Assessment, Ledger, SetAside, Support};
use crate::diagnostic::{Authority, Diagnostic, Severity, number, plural};
use crate::graph::{Graph, Node};
use crate::inspection::figures::Verdict;
use crate::language::rulebook::Noun;
use crate::language::syntax::Polarity;
use crate::source::Span;

/// What a run gave.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Each inspection that could be judged.
    pub inspections: Vec<Judgments>,
    /// All findings, by place.
    pub findings: Vec<Diagnostic>,
    /// Findings that drafts set aside.
    pub aside: Vec<SetAside>,
    /// What was left out since it is known, if anybody said what is.
    pub known: Option<Known>,
    /// The unused evidence of each inspection, if it was asked for.
    pub ledgers: Vec<(String, Ledger)>,
    /// What was not checked, in sentences.
    pub not_checked: Vec<String>,
    /// Files that could not be read as what they are.
    pub unreadable: usize,
    /// Those of them that no finding speaks of.
    pub unread: Vec<Unread>,
}

/// How a run compares with what was known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "known")]
pub struct Known {
    /// Findings that are known, and not among the findings.
    pub known: usize,
    /// Known findings that are there no more.
    pub mended: usize,
}

/// A file or folder that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its path as given.
    pub path: String,
    /// Why, with the path in it.
    pub message: String,
}

/// The judgments of one inspection.
#[derive(Debug, Clone)]
pub struct Judgments {
    /// Its id.
    pub id: String,
    /// Who was inspected.
    pub body: String,
    /// The title of the framework.
    pub framework: String,
    /// Where the file says what it is.
    pub span: Span,
    /// The titles of the columns that count kinds of judgments.
    pub columns: Vec<String>,
    /// One line for each graded area.
    pub areas: Vec<AreaLine>,
    /// Every judgment.
    pub judgments: Vec<JudgmentLine>,
}

/// A graded area.
#[derive(Debug, Clone)]
pub struct AreaLine {
    /// Its id.
    pub area: String,
    /// Its grade.
    pub grade: String,
    /// How far the grade is supported.
    pub support: Support,
    /// Statements that count for it; nothing where none is at hand and the capture may hide some.
    pub strengths: Option<usize>,
    /// Statements that count against it, likewise.
    pub weaknesses: Option<usize>,
    /// How many judgments of each column; with whether the capture may hide more.
    pub counts: Vec<(usize, bool)>,
}

/// A judgment.
#[derive(Debug, Clone)]
pub struct JudgmentLine {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its area.
    pub area: Option<String>,
    /// Its grade.
    pub grade: Option<String>,
    /// How far it is supported.
    pub support: Support,
    /// Ids of what carries it.
    pub witnesses: Vec<String>,
    /// What is missing or unknown, in the words of the rules.
    pub missing: Vec<String>,
    /// Whether what is missing is asked for officially or by the house.
    pub authority: Option<Authority>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Report {
    /// What one assessment gives, its findings left out.
    pub fn of(graph: &Graph<'_>, assessment: &Assessment<'_>) -> Self {
        Self {
            inspections: vec![judgments(graph, assessment)],
            not_checked: not_checked(graph, assessment),
            ..Self::default()
        }
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether there is nothing to tell, since nothing could be read.
    pub fn is_void(&self) -> bool {
        self.unreadable > 0 && self.inspections.is_empty() && self.findings.is_empty()
    }

    /// The report without words of the texts it is about.
    pub fn without_quotes(&mut self) {
        let findings = std::mem::take(&mut self.findings);
        self.findings = findings.into_iter().map(Diagnostic::without_quotes).collect();
        for aside in &mut self.aside {
            aside.finding = aside.finding.clone().without_quotes();
        }
    }

    /// Takes in what another run gave; nothing is settled in either.
    pub fn join(&mut self, other: Self) {
        self.inspections.extend(other.inspections);
        self.findings.extend(other.findings);
        self.ledgers.extend(other.ledgers);
        self.not_checked.extend(other.not_checked);
        self.unreadable += other.unreadable;
        self.unread.extend(other.unread);
    }

    /// Takes in an inspection with its assessment.
    pub fn add(&mut self, graph: &Graph<'_>, assessment: Assessment<'_>) {
        let one = Self::of(graph, &assessment);
        self.not_checked.extend(one.not_checked);
        self.inspections.extend(one.inspections);
        self.findings.extend(assessment.findings);
    }
}

fn judgments(graph: &Graph<'_>, assessment: &Assessment<'_>) -> Judgments {
    let evaluator = Evaluator::new(graph);
    let columns: Vec<(usize, String)> = graph
        .book
        .kinds
        .iter()
        .enumerate()
        .filter_map(|(index, kind)| Some((index, kind.short.clone()?)))
        .collect();
    let mut areas = Vec::new();
    let mut lines = Vec::new();
    for judged in &assessment.judged {
        let Some(judgment) = graph.judgment(judged.node) else {
            continue;
        };
        if let (Some(grade), Some(area)) = (&judgment.grade, &judgment.area) {
            let bearing = |polarity, noun| {
                let mut nodes = evaluator.bearing(judged.node, polarity);
                nodes.sort_unstable();
                nodes.dedup();
                let known = !nodes.is_empty() || !evaluator.hidden(judged.node, noun);
                known.then_some(nodes.len())
            };
            areas.push(AreaLine {
                area: area.clone(),
                grade: grade.clone(),
                support: judged.support,
                strengths: bearing(Polarity::Strength, Noun::Strength),
                weaknesses: bearing(Polarity::Weakness, Noun::Weakness),
                counts: columns
                    .iter()
                    .map(|(kind, _)| evaluator.tally(judged.node, Noun::Kind(*kind)))
                    .collect(),
            });
        }
        let open = judged.support != Support::Supported;
        lines.push(JudgmentLine {
            id: judgment.id.clone(),
            kind: judgment.kind.clone(),
            area: judgment.area.clone(),
            grade: judgment.grade.clone(),
            support: judged.support,
            witnesses: judged.witnesses().into_iter().map(|node| graph.id(node)).collect(),
            missing: if open {
                judged.missing().into_iter().map(str::to_owned).collect()
            } else {
                Vec::new()
            },
            authority: first_failing(&judged.lines),
            span: judgment.span,
        });
    }
    Judgments {
        id: graph.inspection.id.clone(),
        body: graph.inspection.body.clone(),
        framework: graph.framework.title.clone(),
        span: graph.inspection.span,
        columns: columns.into_iter().map(|(_, title)| title).collect(),
        areas,
        judgments: lines,
    }
}

fn first_failing(lines: &[Line<'_>]) -> Option<Authority> {
    lines
        .iter()
        .filter(|line| line.proof.truth != super::Truth::True)
        .map(|line| line.requirement.authority)
        .min()
}

/// What a reader must know was left out.
fn not_checked(graph: &Graph<'_>, assessment: &Assessment<'_>) -> Vec<String> {
    let mut left = Vec::new();
    let inspection = graph.inspection;
    for source in &inspection.sources {
        for gap in source.coverage.iter().filter_map(|id| graph.book.gap(id)) {
            left.push(format!("`{}`: {}", source.id, lower(&gap.title)));
        }
    }
    for unanswered in &assessment.unanswered {
        left.push(format!(
            "`{}` could not be told for {}: {}",
            unanswered.code,
            plural(unanswered.things.len(), "thing"),
            some_of(&unanswered.things)
        ));
    }
    let figures: Vec<Verdict> = inspection
        .statements
        .iter()
        .flat_map(|statement| &statement.figures)
        .map(|figure| figure.check().verdict)
        .collect();
    let open = figures.iter().filter(|verdict| **verdict == Verdict::NotCheckable).count();
    if open > 0 {
        left.push(format!(
            "{open} of {} cannot be recomputed from what is printed",
            plural(figures.len(), "figure")
        ));
    }
    let unmapped = graph.links.iter().filter(|links| links.is_empty()).count();
    if unmapped > 0 {
        left.push(format!(
            "{unmapped} of {} reached no theme",
            plural(inspection.statements.len(), "statement")
        ));
    }
    let unsure = graph
        .links
        .iter()
        .filter(|links| {
            links.first().is_some_and(|link| link.confidence < graph.book.mapping.certain)
        })
        .count();
    if unsure > 0 {
        left.push(format!(
            "{} only uncertainly and count in no judgment",
            number(unsure, "statement reaches its theme", "statements reach their theme")
        ));
    }
    let silent: Vec<String> = graph
        .book
        .themes
        .iter()
        .enumerate()
        .filter(|(index, theme)| {
            let spoken = |rule: &crate::language::rulebook::EvidenceRule| {
                rule.about.iter().any(|topic| topic.theme == *index)
            };
            !theme.general && !graph.book.evidence.iter().any(spoken)
        })
        .map(|(_, theme)| theme.id.clone())
        .collect();
    if !silent.is_empty() {
        left.push(format!(
            "{} without an evidence rule: {}",
            plural(silent.len(), "theme"),
            some_of(&silent)
        ));
    }
    let recalled: Vec<String> = graph
        .all()
        .filter(|node| matches!(node, Node::Characteristic(..)))
        .filter_map(|node| graph.characteristic_at(node))
        .filter(|characteristic| characteristic.provenance == "recalled")
        .map(|characteristic| characteristic.id.clone())
        .collect();
    if !recalled.is_empty() {
        left.push(format!(
            "{} from memory, not checked against the framework: {}",
            number(recalled.len(), "characteristic is", "characteristics are"),
            some_of(&recalled)
        ));
    }
    left.iter().map(|line| format!("{}: {line}", inspection.id)).collect()
}

fn some_of(names: &[String]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
