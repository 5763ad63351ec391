//! Hypotheses: what would be the verdict if something more were shown, if a judgment were not
//! made, or if a statement fell. Each is applied to a copy of the inspection, and the copy goes
//! before the one judge.

use std::collections::BTreeSet;

use crate::graph::{Graph, Node};
use crate::inspection::model::{Inspection, Judgment, Reference, Statement};
use crate::inspection::remark::Remark;
use crate::judging::{Judged, judge};
use crate::language::rulebook::{Form, Noun, Rulebook, Test};
use crate::language::syntax::Polarity;
use crate::mapping::Link;

/// A change of an inspection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A statement, on a basis of its own, speaks for a characteristic or against it.
    Show {
        /// The area of the framework, by index.
        area: usize,
        /// The characteristic, by index in its area.
        characteristic: usize,
        /// For or against.
        polarity: Polarity,
    },
    /// A judgment is made in an area, with what judgments of its kind must have.
    Raise {
        /// The kind, by index.
        kind: usize,
        /// The id of the area.
        area: String,
    },
    /// A judgment is not made.
    Withdraw(usize),
    /// A statement falls.
    Drop(usize),
    /// A judgment has another grade.
    Regrade(usize, String),
    /// The captures lost nothing: what they do not hold was not there.
    Complete,
}

/// An inspection as it would be.
pub struct Supposed<'a> {
    inspection: Inspection,
    book: &'a Rulebook,
    links: Vec<Vec<Link>>,
    remarks: Vec<Remark>,
}

/// The kind of a judgment that is not made; no pack can declare it.
const NOT_MADE: &str = "";

impl<'a> Supposed<'a> {
    /// A copy with changes. Judgments and statements keep their numbers.
    pub fn new(graph: &Graph<'a>, changes: &[Change]) -> Self {
        let mut supposed = Self {
            inspection: graph.inspection.clone(),
            book: graph.book,
            links: graph.links.clone(),
            remarks: graph.remarks.clone(),
        };
        for change in changes {
            supposed.apply(change, graph);
        }
        supposed
    }

    /// What the judge says of it.
    pub fn judged<T>(&self, tell: impl FnOnce(&[Judged<'_>]) -> T) -> Option<T> {
        let graph =
            Graph::again(&self.inspection, self.book, self.links.clone(), self.remarks.clone())?;
        Some(tell(&judge(&graph)))
    }

    fn apply(&mut self, change: &Change, graph: &Graph<'_>) {
        match change {
            Change::Show { area, characteristic, polarity } => {
                let area = graph.framework.areas.get(*area);
                let one = area.and_then(|area| area.characteristics.get(*characteristic));
                if let (Some(area), Some(one)) = (area, one) {
                    self.show(&area.id, &one.id, *polarity);
                }
            }
            Change::Raise { kind, area } => {
                self.raise(*kind, area, None, &mut BTreeSet::new());
            }
            Change::Withdraw(at) => self.withdraw(*at),
            Change::Drop(at) => {
                if let Some(links) = self.links.get_mut(*at) {
                    links.clear();
                }
                if let Some(statement) = self.inspection.statements.get_mut(*at) {
                    statement.bears_on.clear();
                    statement.figures.clear();
                    let id = statement.id.clone();
                    for judgment in &mut self.inspection.judgments {
                        judgment.statements.retain(|one| one != at);
                        judgment.evidence.retain(|one| one.id != id);
                    }
                }
            }
            Change::Complete => {
                for source in &mut self.inspection.sources {
                    source.coverage.clear();
                }
                for judgment in &mut self.inspection.judgments {
                    judgment.coverage.clear();
                }
            }
            Change::Regrade(at, grade) => {
                if let Some(judgment) = self.inspection.judgments.get_mut(*at) {
                    judgment.grade = Some(grade.clone());
                    judgment.accounts.clear();
                }
            }
        }
    }

    fn name(&self) -> String {
        let number = self.inspection.statements.len() + self.inspection.judgments.len();
        format!("supposed {number}")
    }

    fn show(&mut self, area: &str, characteristic: &str, polarity: Polarity) {
        let span = self.inspection.span;
        let id = self.name();
        self.inspection.statements.push(Statement {
            basis: Some(id.clone()),
            area: Some(area.to_owned()),
            polarity: Some(polarity),
            bears_on: vec![Reference { id: characteristic.to_owned(), span }],
            ..Statement::new(id, String::new(), span)
        });
        self.links.push(Vec::new());
    }

    /// Makes a judgment, and one of each other kind that its kind asks for.
    fn raise(
        &mut self,
        kind: usize,
        area: &str,
        parent: Option<Reference>,
        open: &mut BTreeSet<usize>,
    ) {
        let Some(declared) = self.book.kinds.get(kind).filter(|_| open.insert(kind)) else {
            return;
        };
        let span = self.inspection.span;
        let id = self.name();
        let mut judgment = Judgment::new(id.clone(), declared.id.clone(), String::new(), span);
        judgment.area = Some(area.to_owned());
        judgment.parent = parent;
        let statement = Statement {
            basis: Some(id.clone()),
            area: Some(area.to_owned()),
            ..Statement::new(format!("{id} evidence"), String::new(), span)
        };
        judgment.statements.push(self.inspection.statements.len());
        self.inspection.statements.push(statement);
        self.links.push(Vec::new());
        self.inspection.judgments.push(judgment);
        let mut asked = BTreeSet::new();
        for requirement in &declared.requirements {
            kinds_in(&requirement.test, &mut asked);
        }
        for other in asked {
            self.raise(other, area, Some(Reference { id: id.clone(), span }), open);
        }
    }

    fn withdraw(&mut self, at: usize) {
        let Some(judgment) = self.inspection.judgments.get_mut(at) else {
            return;
        };
        judgment.kind = NOT_MADE.to_owned();
        judgment.area = None;
        let id = judgment.id.clone();
        let belongs = |one: &Judgment| one.parent.as_ref().is_some_and(|parent| parent.id == id);
        let children: Vec<usize> = self
            .inspection
            .judgments
            .iter()
            .enumerate()
            .filter(|(other, one)| *other != at && belongs(one))
            .map(|(other, _)| other)
            .collect();
        for child in children {
            self.withdraw(child);
        }
    }
}

/// The kinds that a condition speaks of.
fn kinds_in(test: &Test, found: &mut BTreeSet<usize>) {
    match &test.form {
        Form::All(all) | Form::Any(all) => all.iter().for_each(|one| kinds_in(one, found)),
        Form::Not(inner) => kinds_in(inner, found),
        Form::Count { things, body, .. } => {
            if let Noun::Kind(kind) = things.noun {
                found.insert(kind);
            }
            things.filter.iter().for_each(|filter| kinds_in(filter, found));
            body.iter().for_each(|body| kinds_in(body, found));
        }
        _ => {}
    }
}

/// The node of a judgment by its number.
pub fn judged_at<'j, 'a>(all: &'j [Judged<'a>], at: usize) -> Option<&'j Judged<'a>> {
    all.iter().find(|judged| judged.node == Node::Judgment(at))
}
