//! From raw to valid: ids are unique, names are known, dates exist, figures are
//! possible. Walks the raw structs and the tree of places side by side.

use std::collections::BTreeMap;

use super::guard::Located;
use super::raw::{RawInspection, RawJudgment, RawSection, RawStatement};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::inspection::model::{
    Basis, Document, Event, FollowUp, Inspection, Judgment, Reference, Statement, Tally,
};
use crate::language::EVENTS;
use crate::language::rulebook::{Framework, Rulebook};
use crate::source::{FileId, Sources, Span};

/// The valid inspection, or `None` if it names no known framework.
pub fn validate(
    file: FileId,
    sources: &Sources,
    rules: &Rulebook,
    raw: RawInspection,
    tree: &Located,
    whole: bool,
    faults: &mut Vec<Diagnostic>,
) -> Option<Inspection> {
    let top = Part { file, node: Some(tree) };
    if raw.schema != super::SCHEMA {
        faults.push(
            Diagnostic::error("wrong-value", format!("unknown schema `{}`", raw.schema))
                .at(top.get("schema").span(), "this version is not known")
                .help(format!("write `schema: {}`", super::SCHEMA)),
        );
        return None;
    }
    let Some(framework) = rules.framework(&raw.framework) else {
        let known = rules.frameworks.iter().map(|framework| framework.id.as_str());
        faults.push(
            Diagnostic::error(
                "unknown-framework",
                format!("unknown framework `{}`", raw.framework),
            )
            .at(top.get("framework").span(), "no pack declares it")
            .help(did_you_mean(&raw.framework, "frameworks", known)),
        );
        return None;
    };
    let mut check = Check {
        sources,
        rules,
        framework,
        faults,
        whole,
        documents: Vec::new(),
        bases: Vec::new(),
        judgments: Vec::new(),
        statements: Vec::new(),
    };
    check.inspection(raw, top)
}

/// Most judgments in one inspection; reports have some hundred at most.
const MOST_JUDGMENTS: usize = 5_000;
/// Most grades in one inspection; frameworks have some twenty areas.
const MOST_GRADES: usize = 200;

/// A part of the file: its place, and the way to the places inside it.
#[derive(Clone, Copy)]
pub(super) struct Part<'t> {
    file: FileId,
    pub(super) node: Option<&'t Located>,
}

impl<'t> Part<'t> {
    pub(super) fn get(self, key: &str) -> Part<'t> {
        Part { file: self.file, node: self.node.and_then(|node| node.get(key)) }
    }

    pub(super) fn item(self, index: usize) -> Part<'t> {
        Part { file: self.file, node: self.node.and_then(|node| node.item(index)) }
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.file, self.node.map_or(0..0, |node| node.range.clone()))
    }
}

pub(super) struct Check<'a> {
    pub(super) sources: &'a Sources,
    pub(super) rules: &'a Rulebook,
    pub(super) framework: &'a Framework,
    pub(super) faults: &'a mut Vec<Diagnostic>,
    whole: bool,
    pub(super) documents: Vec<Document>,
    bases: Vec<Basis>,
    judgments: Vec<Judgment>,
    statements: Vec<Statement>,
}

impl Check<'_> {
    fn inspection(&mut self, mut raw: RawInspection, top: Part<'_>) -> Option<Inspection> {
        if let Some(date) = &raw.published {
            self.date(date, top.get("published"));
        }
        self.plain(&mut raw.id, top.get("id"));
        self.plain(&mut raw.body, top.get("body"));
        for (index, source) in raw.sources.into_iter().enumerate() {
            let part = top.get("sources").item(index);
            if let Some(date) = &source.published {
                self.date(date, part.get("published"));
            }
            self.coverage(&source.coverage, part);
            self.documents.push(Document {
                id: source.id,
                title: source.title,
                coverage: source.coverage,
                span: part.get("id").span(),
            });
        }
        for basis in raw.bases {
            self.bases.push(Basis { id: basis.id, title: basis.title });
        }
        for (index, section) in raw.sections.into_iter().enumerate() {
            self.section(section, top.get("sections").item(index));
        }
        let grades = self.judgments.iter().filter(|judgment| judgment.grade.is_some()).count();
        if self.judgments.len() > MOST_JUDGMENTS || grades > MOST_GRADES {
            self.faults.push(
                Diagnostic::error(
                    "wrong-value",
                    format!("more than {MOST_JUDGMENTS} judgments, or {MOST_GRADES} grades"),
                )
                .at(top.get("sections").item(0).get("area").span(), "in this file")
                .help("put each inspection into a file of its own".to_owned()),
            );
            return None;
        }
        let tallies = self.tallies(raw.tallies, top);
        let unnamed = self.unnamed(raw.unnamed, top);
        let responses = self.responses(raw.responses, top);
        let follow_ups = self.follow_ups(raw.follow_ups, top);
        self.unique_ids(top, &tallies);
        // Where parts had to be cut out, what seems to lead nowhere may lead to them.
        if self.whole {
            self.references(&follow_ups);
        }
        Some(Inspection {
            drafted: false,
            beside: Vec::new(),
            allowed: Vec::new(),
            remarks: Vec::new(),
            id: raw.id,
            body: raw.body,
            framework: raw.framework,
            published: raw.published,
            sources: std::mem::take(&mut self.documents),
            bases: std::mem::take(&mut self.bases),
            judgments: std::mem::take(&mut self.judgments),
            statements: std::mem::take(&mut self.statements),
            tallies,
            unnamed,
            responses,
            follow_ups,
            span: top.get("id").span(),
        })
    }

    fn section(&mut self, raw: RawSection, part: Part<'_>) {
        let areas: Vec<&str> = self.framework.areas.iter().map(|area| area.id.as_str()).collect();
        if let Some(area) = &raw.area {
            let what = format!("area of {}", self.framework.id);
            self.known(&what, area, part.get("area"), &areas);
        }
        if let Some(grade) = &raw.grade {
            self.grade(&raw, grade, part);
        }
        let here = Standing { area: raw.area.clone(), heading: raw.heading.clone() };
        for (index, judgment) in raw.judgments.into_iter().enumerate() {
            self.judgment(judgment, part.get("judgments").item(index), &here);
        }
        for (index, statement) in raw.statements.into_iter().enumerate() {
            // A section's title is no finding: it does not say what the statement is about.
            let bare = Standing { area: here.area.clone(), heading: None };
            self.statement(statement, part.get("statements").item(index), &bare);
        }
    }

    fn grade(&mut self, raw: &RawSection, grade: &str, part: Part<'_>) {
        let span = part.get("grade").span();
        let grades: Vec<&str> = self.framework.grades.iter().map(String::as_str).collect();
        self.known(&format!("grade of {}", self.framework.id), grade, part.get("grade"), &grades);
        let area = raw.area.as_deref().and_then(|id| self.framework.area(id));
        if let Some(area) = area
            && !area.graded
        {
            self.faults.push(
                Diagnostic::error(
                    "unknown-grade",
                    format!("`{}` is not graded in {}", area.id, self.framework.id),
                )
                .at(span, "a grade for an ungraded area")
                .help("take the grade out, or check the area".to_owned()),
            );
        }
        let at = raw.grade_at.as_ref().or(raw.at.as_ref());
        let pointer = at.map(|at| {
            let key = if raw.grade_at.is_some() { "grade-at" } else { "at" };
            self.pointer(at, part.get(key))
        });
        let accounts = self.accounts(&raw.accounts, part);
        let corrected_from = self.correction(raw.corrected.as_ref(), part);
        for (key, id) in [("carried-over-from", &raw.origin), ("compared-with", &raw.compared_with)]
        {
            if let Some(id) = id {
                let known: Vec<&str> =
                    self.rules.frameworks.iter().map(|f| f.id.as_str()).collect();
                self.known("framework", id, part.get(key), &known);
            }
        }
        let id = format!("grade-{}", raw.area.as_deref().unwrap_or("overall"));
        let text = area.map_or_else(|| "overall".to_owned(), |area| area.title.clone());
        self.judgments.push(Judgment {
            area: raw.area.clone(),
            heading: raw.heading.clone(),
            grade: Some(grade.to_owned()),
            at: pointer,
            accounts,
            corrected_from,
            origin: raw.origin.clone(),
            compared_with: raw
                .compared_with
                .clone()
                .map(|id| Reference { id, span: part.get("compared-with").span() }),
            ..Judgment::new(id, "grade".to_owned(), text, span)
        });
    }

    fn judgment(&mut self, mut raw: RawJudgment, part: Part<'_>, standing: &Standing) {
        let kinds: Vec<&str> = self.rules.kinds.iter().map(|kind| kind.id.as_str()).collect();
        self.known("kind of judgment", &raw.kind, part.get("kind"), &kinds);
        let areas: Vec<&str> = self.framework.areas.iter().map(|area| area.id.as_str()).collect();
        for (index, area) in raw.about.iter().enumerate() {
            let what = format!("area of {}", self.framework.id);
            self.known(&what, area, part.get("about").item(index), &areas);
        }
        if let Some(deadline) = &raw.deadline {
            self.deadline(deadline, part.get("deadline"));
        }
        for (index, event) in raw.events.iter().enumerate() {
            let place = part.get("events").item(index);
            self.known("event", &event.event, place.get("event"), EVENTS);
            self.date(&event.date, place.get("date"));
        }
        let events = raw.events.into_iter().enumerate().map(|(index, event)| {
            let place = part.get("events").item(index).get("at");
            let at = event.at.map(|at| self.pointer(&at, place));
            Event { event: event.event, date: event.date, at }
        });
        let events = events.collect();
        let under = Standing { area: standing.area.clone(), heading: Some(raw.text.clone()) };
        let first = self.statements.len();
        for (index, statement) in raw.statements.into_iter().enumerate() {
            self.statement(statement, part.get("statements").item(index), &under);
        }
        let references = |ids: Vec<String>, key: &str| -> Vec<Reference> {
            ids.into_iter()
                .enumerate()
                .map(|(index, id)| Reference { id, span: part.get(key).item(index).span() })
                .collect()
        };
        let at = raw.at.as_ref().map(|at| self.pointer(at, part.get("at")));
        self.filled(&raw.id, part.get("id"));
        self.plain(&mut raw.id, part.get("id"));
        self.filled(&raw.text, part.get("text"));
        self.coverage(&raw.coverage, part);
        self.judgments.push(Judgment {
            response: raw.response,
            digest: raw.digest,
            area: standing.area.clone(),
            heading: standing.heading.clone(),
            at,
            parent: raw.parent.map(|id| Reference { id, span: part.get("for").span() }),
            evidence: references(raw.evidence, "evidence"),
            follows_up: references(raw.follows_up, "follows-up"),
            deadline: raw.deadline,
            about: raw.about,
            events,
            coverage: raw.coverage,
            elsewhere: raw.elsewhere,
            score: raw.score,
            statements: (first..self.statements.len()).collect(),
            ..Judgment::new(raw.id, raw.kind, raw.text, part.get("id").span())
        });
    }

    fn statement(&mut self, mut raw: RawStatement, part: Part<'_>, standing: &Standing) {
        if let Some(method) = &raw.method {
            let known: Vec<&str> =
                self.rules.methods.iter().map(|method| method.id.as_str()).collect();
            self.known("method", method, part.get("method"), &known);
        }
        if let Some(basis) = &raw.basis
            && !self.bases.iter().any(|known| known.id == *basis)
        {
            let known: Vec<String> = self.bases.iter().map(|basis| basis.id.clone()).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let place = part.get("basis");
            self.dangling(basis, place.span(), "basis", &known);
        }
        self.filled(&raw.id, part.get("id"));
        self.plain(&mut raw.id, part.get("id"));
        self.filled(&raw.text, part.get("text"));
        let figures = raw
            .figures
            .into_iter()
            .enumerate()
            .map(|(index, figure)| self.figure(figure, part.get("figures").item(index)))
            .collect();
        let bears_on = raw
            .bears_on
            .into_iter()
            .enumerate()
            .map(|(index, id)| Reference { id, span: part.get("bears-on").item(index).span() })
            .collect();
        let at = raw.at.as_ref().map(|at| self.pointer(at, part.get("at")));
        self.statements.push(Statement {
            digest: raw.digest,
            prose: None,
            paragraph: 0,
            follow_up: false,
            id: raw.id,
            text: raw.text,
            area: standing.area.clone(),
            heading: standing.heading.clone(),
            at,
            method: raw.method,
            basis: raw.basis,
            historical: raw.historical,
            polarity: raw.polarity,
            bears_on,
            figures,
            span: part.get("id").span(),
            text_span: part.get("text").span(),
        });
    }

    /// Ids of judgments and statements share one name space; sources and bases have their own.
    fn unique_ids(&mut self, top: Part<'_>, tallies: &[Tally]) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let judgments = self.judgments.iter().map(|judgment| (judgment.id.as_str(), judgment.span));
        let statements = self.statements.iter().map(|one| (one.id.as_str(), one.span));
        let counts = tallies.iter().map(|one| (one.id.as_str(), one.id_span));
        let mut named: Vec<(&str, Span)> = judgments.chain(statements).chain(counts).collect();
        named.sort_by_key(|(_, span)| *span);
        let mut twice = Vec::new();
        for (id, span) in named {
            match seen.get(id) {
                Some(first) => twice.push((id.to_owned(), span, *first)),
                None => drop(seen.insert(id, span)),
            }
        }
        for key in ["sources", "bases"] {
            let mut seen: BTreeMap<String, Span> = BTreeMap::new();
            for index in 0.. {
                let part = top.get(key).item(index);
                if part.node.is_none() {
                    break;
                }
                let span = part.get("id").span();
                let id = self.sources.text(span).to_owned();
                match seen.get(&id) {
                    Some(first) => twice.push((id, span, *first)),
                    None => drop(seen.insert(id, span)),
                }
            }
        }
        for (id, second, first) in twice {
            let mut fault =
                Diagnostic::error("duplicate-id", format!("the id `{id}` is given twice"))
                    .at(second, "the second time here")
                    .at(first, "the first time here")
                    .help("give one of them another id".to_owned());
            fault.subject = Some(id);
            self.faults.push(fault);
        }
    }

    fn references(&mut self, follow_ups: &[FollowUp]) {
        let judgments: Vec<String> = self.judgments.iter().map(|one| one.id.clone()).collect();
        let mut all = judgments.clone();
        all.extend(self.statements.iter().map(|one| one.id.clone()));
        let characteristics: Vec<String> = self
            .framework
            .areas
            .iter()
            .flat_map(|area| &area.characteristics)
            .map(|characteristic| characteristic.id.clone())
            .collect();
        let mut wanted: Vec<(Reference, &str, &[String])> = Vec::new();
        for judgment in &self.judgments {
            let parent = judgment.parent.iter();
            wanted.extend(parent.map(|one| (one.clone(), "judgment", judgments.as_slice())));
            let evidence = judgment.evidence.iter();
            wanted
                .extend(evidence.map(|one| (one.clone(), "statement or judgment", all.as_slice())));
        }
        let shown = follow_ups.iter().flat_map(|one| &one.evidence);
        wanted.extend(shown.map(|one| (one.clone(), "statement or judgment", all.as_slice())));
        for statement in &self.statements {
            let bears = statement.bears_on.iter();
            wanted.extend(
                bears.map(|one| (one.clone(), "characteristic", characteristics.as_slice())),
            );
        }
        let known: Vec<(&str, std::collections::BTreeSet<&String>)> = vec![
            ("judgment", judgments.iter().collect()),
            ("statement or judgment", all.iter().collect()),
            ("characteristic", characteristics.iter().collect()),
        ];
        let mut left = super::MOST_FAULTS;
        for (reference, what, names) in wanted {
            if left == 0 {
                break;
            }
            let there =
                known.iter().any(|(sort, ids)| *sort == what && ids.contains(&reference.id));
            if !there {
                left -= 1;
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.dangling(&reference.id, reference.span, what, &names);
            }
        }
    }
}

/// Where the parts of a section stand.
struct Standing {
    area: Option<String>,
    heading: Option<String>,
}
