//! The support of every judgment: its requirements evaluated, and one verdict.

use super::evaluate::Evaluator;
use super::proof::{Proof, Support, Truth};
use crate::diagnostic::Authority;
use crate::graph::{Graph, Node};
use crate::language::rulebook::Requirement;

/// A requirement with what came out.
#[derive(Debug)]
pub struct Line<'a> {
    /// The rule.
    pub requirement: &'a Requirement,
    /// Its evaluation.
    pub proof: Proof,
}

impl Line<'_> {
    /// What to say of it: `otherwise` if it is not met, else `because` (which after "whether"
    /// also says what is unknown), else the rule as written.
    pub fn sentence(&self) -> &str {
        let chosen = match self.proof.truth {
            Truth::True | Truth::Unknown => &self.requirement.because,
            Truth::False => &self.requirement.otherwise,
        };
        chosen.as_deref().unwrap_or(&self.requirement.wording)
    }
}

/// A judgment judged.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The judgment.
    pub node: Node,
    /// The verdict.
    pub support: Support,
    /// Its requirements in order.
    pub lines: Vec<Line<'a>>,
}

impl Judged<'_> {
    /// What is missing or unknown, in the words of the rules: the false ones, official before
    /// house, or where none is false the unknown ones.
    pub fn missing(&self) -> Vec<&str> {
        let of = |truth: Truth, authority: Option<Authority>| -> Vec<&str> {
            self.lines
                .iter()
                .filter(|line| line.proof.truth == truth)
                .filter(|line| authority.is_none_or(|wanted| line.requirement.authority == wanted))
                .map(Line::sentence)
                .collect()
        };
        let mut missing = of(Truth::False, Some(Authority::Official));
        if missing.is_empty() {
            missing = of(Truth::Unknown, Some(Authority::Official));
        }
        if missing.is_empty() {
            missing = of(Truth::False, None);
        }
        if missing.is_empty() {
            missing = of(Truth::Unknown, None);
        }
        missing
    }

    /// The things that carry it, each once.
    pub fn witnesses(&self) -> Vec<Node> {
        let mut witnesses: Vec<Node> =
            self.lines.iter().flat_map(|line| line.proof.witnesses.clone()).collect();
        witnesses.sort_unstable();
        witnesses.dedup();
        witnesses
    }
}

/// Judges every judgment, grades last, since they rest on the others.
pub fn judge<'a>(graph: &Graph<'a>, evaluator: &mut Evaluator<'_, 'a>) -> Vec<Judged<'a>> {
    let count = graph.inspection.judgments.len();
    let is_grade = |at: &usize| {
        graph.inspection.judgments.get(*at).is_some_and(|judgment| judgment.kind == "grade")
    };
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| (is_grade(at), *at));
    let mut judged = Vec::new();
    for at in order {
        let node = Node::Judgment(at);
        let lines: Vec<Line<'a>> = requirements(graph, node)
            .iter()
            .map(|requirement| Line { proof: evaluator.test(&requirement.test, node), requirement })
            .collect();
        let support = verdict(&lines);
        if let Some(slot) = evaluator.supports.get_mut(at) {
            *slot = Some(support);
        }
        judged.push(Judged { node, support, lines });
    }
    judged.sort_by_key(|one| one.node);
    judged
}

fn requirements<'a>(graph: &Graph<'a>, node: Node) -> &'a [Requirement] {
    let Some(judgment) = graph.judgment(node) else {
        return &[];
    };
    if let Some(grade) = &judgment.grade {
        let found = graph.framework.requirements.get(grade);
        return found.map_or(&[], Vec::as_slice);
    }
    let kind = graph.book.kind(&judgment.kind);
    kind.map_or(&[], |(_, kind)| kind.requirements.as_slice())
}

/// The definition of support over true, false and unknown.
fn verdict(lines: &[Line<'_>]) -> Support {
    let any = |truth: Truth, authority: Authority| {
        lines
            .iter()
            .any(|line| line.proof.truth == truth && line.requirement.authority == authority)
    };
    let against = lines.iter().any(|line| {
        line.proof.truth == Truth::False
            && line.requirement.authority == Authority::Official
            && line.proof.spoken_against
    });
    if against {
        Support::Contradicted
    } else if any(Truth::False, Authority::Official) {
        Support::Unsupported
    } else if lines.is_empty() || any(Truth::Unknown, Authority::Official) {
        Support::NotAssessed
    } else if any(Truth::False, Authority::House) {
        Support::PartlySupported
    } else if any(Truth::Unknown, Authority::House) {
        Support::NotAssessed
    } else {
        Support::Supported
    }
}
