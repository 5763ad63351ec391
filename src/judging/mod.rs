//! Judging: requirements and checks over the graph, three-valued, with proofs.
//! Nothing is decided here that the packs do not say.

mod aside;
mod attribute;
mod beside;
mod checks;
mod evaluate;
mod fingerprint;
mod ledger;
mod proof;
mod report;
mod support;

pub use aside::{CODES, SetAside, Waiver};
pub use checks::{Unanswered, title};
pub use evaluate::Evaluator;
pub use ledger::{Entry, Ledger};
pub use proof::{Proof, Shared, Support, Truth};
pub use report::{AreaLine, JudgmentLine, Judgments, Known, Report, Unread};
pub use support::{Judged, Line};

use crate::diagnostic::Diagnostic;
use crate::graph::Graph;

/// An inspection judged.
pub struct Assessment<'a> {
    /// Every judgment with its support and proof.
    pub judged: Vec<Judged<'a>>,
    /// What the checks found.
    pub findings: Vec<Diagnostic>,
    /// What the checks could not tell.
    pub unanswered: Vec<Unanswered>,
}

/// Judges a graph without running its checks.
pub fn judge<'a>(graph: &Graph<'a>) -> Vec<Judged<'a>> {
    support::judge(graph, &mut Evaluator::new(graph))
}

/// Judges a graph.
pub fn assess<'a>(graph: &Graph<'a>) -> Assessment<'a> {
    let mut evaluator = Evaluator::new(graph);
    let judged = support::judge(graph, &mut evaluator);
    let outcome = checks::check(graph, &evaluator, &judged);
    Assessment { judged, findings: outcome.findings, unanswered: outcome.unanswered }
}
