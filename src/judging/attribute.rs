//! The attributes of things that conditions ask for, and what a capture may hide.

use std::collections::BTreeSet;

use super::beside::disputed;
use super::evaluate::Evaluator;
use super::proof::{Proof, Support, Truth};
use crate::graph::Node;
use crate::language::rulebook::{Attribute, Noun};
use crate::language::syntax::Polarity;
use crate::mapping::Origin;
use crate::source::Span;

impl<'a> Evaluator<'_, 'a> {
    pub(super) fn attribute(
        &self,
        attribute: Attribute,
        wanted: &[String],
        it: Node,
        span: Span,
    ) -> Proof {
        let values = self.values(attribute, it);
        if values.is_empty() && attribute == Attribute::Support {
            return Proof::bare(Truth::Unknown, "its support is not known yet", span);
        }
        let holds = match wanted {
            [] => !values.is_empty(),
            wanted => values.iter().any(|value| wanted.contains(value)),
        };
        let mut proof = Proof::bare(Truth::known(holds), values.join(", "), span);
        proof.spoken_against = !holds && !values.is_empty();
        proof
    }

    /// The values of an attribute of a thing; none if it has none.
    pub fn values(&self, attribute: Attribute, it: Node) -> Vec<String> {
        let judgment = self.graph.judgment(it);
        let statement = match it {
            Node::Statement(_) => self.graph.statement(it),
            _ => None,
        };
        let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect();
        match attribute {
            Attribute::Kind => match it {
                Node::Tally(at) => {
                    one(self.graph.inspection.tallies.get(at).map(|one| one.counts.as_str()))
                }
                Node::Remark(_) => {
                    let about = self.graph.remark(it).and_then(|remark| remark.judgment);
                    let about = about.and_then(|at| self.graph.inspection.judgments.get(at));
                    one(about.map(|judgment| judgment.kind.as_str()))
                }
                _ => one(judgment.map(|judgment| judgment.kind.as_str())),
            },
            Attribute::Support => match it {
                Node::Judgment(at) => {
                    let support = self.supports.get(at).copied().flatten();
                    one(support.map(Support::word))
                }
                _ => Vec::new(),
            },
            Attribute::Grade => one(judgment.and_then(|judgment| judgment.grade.as_deref())),
            Attribute::Method => one(statement.and_then(|one| one.method.as_deref())),
            Attribute::Basis => one(statement.and_then(|one| one.basis.as_deref())),
            Attribute::Verdict => {
                let figure = self.figure(it).map(|figure| figure.check());
                let checked = figure.or_else(|| self.tally_checked(it));
                one(checked.map(|checked| checked.verdict.word()))
            }
            Attribute::Coverage => self.gaps(it),
            Attribute::Area => one(self.graph.area(it)),
            Attribute::Status => {
                let last = judgment.and_then(|judgment| judgment.events.last());
                one(last.map(|event| event.event.as_str()))
            }
            Attribute::Deadline => one(judgment.and_then(|judgment| judgment.deadline.as_deref())),
            Attribute::Elsewhere => {
                one(judgment.and_then(|judgment| judgment.elsewhere.as_deref()))
            }
            Attribute::Origin => one(judgment.and_then(|judgment| judgment.origin.as_deref())),
            Attribute::Score => {
                let score = judgment.and_then(|judgment| judgment.score);
                score.map(|score| score.to_string()).into_iter().collect()
            }
            Attribute::Response => {
                self.response(it).map(|days| days.to_string()).into_iter().collect()
            }
            Attribute::Flag => self.flags(it),
        }
    }

    pub(super) fn figure(&self, it: Node) -> Option<&'a crate::inspection::figures::Figure> {
        match it {
            Node::Figure(_, place) => self.graph.statement(it)?.figures.get(place),
            _ => None,
        }
    }

    pub(super) fn flags(&self, it: Node) -> Vec<String> {
        let mut flags = Vec::new();
        if self.graph.inspection.drafted {
            flags.push("drafted".to_owned());
        }
        flags.extend(self.graph.remark(it).map(|remark| remark.notice.word().to_owned()));
        if let (Node::Statement(_), Some(statement)) = (it, self.graph.statement(it)) {
            let method = statement.method.as_deref().and_then(|id| self.graph.book.method(id));
            if statement.historical {
                flags.push("historical".to_owned());
            }
            if self.is_idle(it, statement) {
                flags.push("idle".to_owned());
            }
            if method.is_some_and(|method| method.self_reported) {
                flags.push("self-reported".to_owned());
            }
        }
        if self.graph.judgment(it).is_some_and(|judgment| judgment.grade.is_some()) {
            flags.push("graded".to_owned());
        }
        if let Some(judgment) = self.graph.judgment(it) {
            if disputed(judgment, false) {
                flags.push("disputed".to_owned());
            }
            if disputed(judgment, true) {
                flags.push("contradictory".to_owned());
            }
            if judgment.corrected_from.is_some() {
                flags.push("corrected".to_owned());
            }
            if self.incomparable(judgment) {
                flags.push("incomparable".to_owned());
            }
        }
        if self.figure(it).is_some_and(|figure| crate::mapping::decides(self.graph.book, figure)) {
            flags.push("decisive".to_owned());
        }
        flags
    }

    /// Whether a statement of a draft tells nothing that could carry a judgment: no figure, and
    /// no theme it speaks for or against.
    fn is_idle(&self, it: Node, statement: &crate::inspection::model::Statement) -> bool {
        let Node::Statement(at) = it else { return false };
        let links = self.graph.links.get(at).map(Vec::as_slice).unwrap_or_default();
        let tells = links.iter().any(|link| {
            !link.general
                && link.origin == Origin::Own
                && matches!(
                    link.polarity,
                    Polarity::Strength | Polarity::Weakness | Polarity::Mixed
                )
        });
        let general = links.first().is_some_and(|link| link.general);
        self.graph.inspection.drafted && statement.figures.is_empty() && (!tells || general)
    }

    /// What the capture of the thing's source lost; for a characteristic, of its area's sources.
    pub fn gaps(&self, it: Node) -> Vec<String> {
        let inspection = self.graph.inspection;
        let documents: BTreeSet<&str> = match it {
            Node::Judgment(_) => {
                let at = self.graph.judgment(it).and_then(|judgment| judgment.at.as_ref());
                at.map(|at| at.document.as_str()).into_iter().collect()
            }
            Node::Statement(_) | Node::Figure(..) => {
                let at = self.graph.statement(it).and_then(|statement| statement.at.as_ref());
                at.map(|at| at.document.as_str()).into_iter().collect()
            }
            Node::Tally(at) => {
                let at = inspection.tallies.get(at).and_then(|tally| tally.at.as_ref());
                at.map(|at| at.document.as_str()).into_iter().collect()
            }
            Node::Remark(_) => BTreeSet::new(),
            Node::Inspection => inspection.sources.iter().map(|one| one.id.as_str()).collect(),
            Node::Characteristic(..) => inspection
                .judgments
                .iter()
                .filter(|judgment| judgment.area.as_deref() == self.graph.area(it))
                .filter_map(|judgment| Some(judgment.at.as_ref()?.document.as_str()))
                .collect(),
        };
        let mut gaps: Vec<String> = inspection
            .sources
            .iter()
            .filter(|source| documents.contains(source.id.as_str()))
            .flat_map(|source| source.coverage.clone())
            .collect();
        gaps.extend(self.graph.judgment(it).into_iter().flat_map(|one| one.coverage.clone()));
        gaps.sort();
        gaps.dedup();
        gaps
    }

    pub(super) fn hidden(&self, it: Node, noun: Noun) -> bool {
        self.gaps(it)
            .iter()
            .filter_map(|gap| self.graph.book.gap(gap))
            .any(|gap| gap.hides.contains(&noun))
    }
}
