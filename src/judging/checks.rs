//! The checks of the packs over the judged graph, as findings. What one fault
//! brings about is attached to it, not listed beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::Evaluator;
use super::proof::{Proof, Support, Truth};
use super::support::Judged;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Graph, Node};
use crate::inspection::model::Account;
use crate::language::rulebook::{Attribute, Check, Form, Test};
use crate::language::syntax::{Quantifier, Relation};
use crate::source::Span;

/// A check that could not be answered for some things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The code of the check.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The things it could not be answered for.
    pub things: Vec<String>,
}

/// What the checks gave.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, by place.
    pub findings: Vec<Diagnostic>,
    /// What could not be told.
    pub unanswered: Vec<Unanswered>,
}

/// A finding with the thing it is about and what it blames.
struct Finding {
    node: Node,
    blames: BTreeSet<Node>,
    /// Whether it is about the support of a judgment.
    on_support: bool,
    diagnostic: Diagnostic,
}

/// Runs all checks.
pub fn check(graph: &Graph<'_>, evaluator: &Evaluator<'_, '_>, judged: &[Judged<'_>]) -> Outcome {
    let mut found: Vec<Finding> = Vec::new();
    let mut outcome = Outcome::default();
    for check in &graph.book.checks {
        let mut unknown = Vec::new();
        let first = found.len();
        for (node, proof) in demanded(graph, evaluator, check) {
            match proof.truth {
                Truth::True => {}
                Truth::Unknown => unknown.push(graph.id(node)),
                Truth::False => found.push(
                    Context { graph, evaluator, judged, check, node, proof: &proof }.finding(),
                ),
            }
        }
        if let Some((condition, text)) = &check.together {
            let meant = |one: &Finding| {
                let holds = |test| evaluator.test(test, one.node).truth == Truth::True;
                condition.as_ref().is_none_or(holds)
            };
            let (meant, others) = found.split_off(first).into_iter().partition(meant);
            found.extend(others);
            found.extend(together(graph, text, meant));
        }
        if !unknown.is_empty() {
            outcome.unanswered.push(Unanswered {
                code: check.code.clone(),
                title: check.title.clone(),
                things: unknown,
            });
        }
    }
    outcome.findings = gather(found);
    outcome
}

/// One finding for several of a check: the first, as grave as the gravest, and said of all.
fn together(graph: &Graph<'_>, text: &str, several: Vec<Finding>) -> Option<Finding> {
    let number = several.len();
    let areas: BTreeSet<&str> = several.iter().filter_map(|one| graph.area(one.node)).collect();
    let areas: Vec<&str> = areas.into_iter().collect();
    let severity = several.iter().map(|one| one.diagnostic.severity).max();
    let mut all = several.into_iter();
    let mut first = all.next()?;
    if number > 1 {
        first.blames.extend(all.flat_map(|one| one.blames));
        first.diagnostic.severity = severity.unwrap_or(first.diagnostic.severity);
        first.diagnostic.message =
            text.replace("{number}", &number.to_string()).replace("{areas}", &areas.join(", "));
        first.diagnostic.area = None;
        first.diagnostic.subject = None;
    }
    Some(first)
}

/// The things a check speaks of, each with the demand evaluated on it: true means in order.
fn demanded(graph: &Graph<'_>, evaluator: &Evaluator<'_, '_>, check: &Check) -> Vec<(Node, Proof)> {
    let Form::Count { quantifier, things, body, .. } = &check.demand.form else {
        return Vec::new();
    };
    let everything = Test { form: Form::All(Vec::new()), span: check.demand.span };
    let body = body.as_deref().unwrap_or(&everything);
    let wanted = *quantifier == Quantifier::Every;
    let filter = things.filter.as_deref();
    let mut all: Vec<Node> = graph.all().collect();
    all.sort_unstable();
    all.into_iter()
        .filter(|node| evaluator.belongs(*node, things.noun))
        .filter(|node| {
            filter.is_none_or(|filter| evaluator.test(filter, *node).truth == Truth::True)
        })
        .map(|node| {
            let mut proof = evaluator.test(body, node);
            if !wanted {
                proof.truth = proof.truth.opposite();
            }
            (node, proof)
        })
        .collect()
}

/// Everything a message can speak of.
struct Context<'c, 'g, 'a> {
    graph: &'c Graph<'a>,
    evaluator: &'c Evaluator<'g, 'a>,
    judged: &'c [Judged<'a>],
    check: &'c Check,
    node: Node,
    proof: &'c Proof,
}

impl Context<'_, '_, '_> {
    fn finding(&self) -> Finding {
        let check = self.check;
        let text = self.said(&check.otherwise).unwrap_or(&check.title);
        let severity = check
            .escalations
            .iter()
            .find(|(_, test)| self.evaluator.test(test, self.node).truth == Truth::True)
            .map_or(check.severity, |(severity, _)| *severity);
        let mut diagnostic = Diagnostic::error(check.code.clone(), self.fill(text));
        diagnostic.severity = severity;
        diagnostic.authority = check.authority;
        diagnostic.area = self.graph.area(self.node).map(str::to_owned);
        diagnostic.subject = Some(self.graph.id(self.node));
        diagnostic.help = self.said(&check.help).map(|help| self.fill(help));
        if let Some(span) = self.compared().or_else(|| place(self.graph, self.node)) {
            diagnostic = diagnostic.at(span, "");
        }
        if let Some((span, text)) = self.graph.remark(self.node).and_then(|one| one.other.clone()) {
            diagnostic = diagnostic.at(span, text);
        }
        if text.contains("{other}") {
            for account in self.other_accounts().filter(|account| account.within) {
                let grade = account.grade.replace('-', " ");
                diagnostic = diagnostic.at(account.span, format!("{grade} here"));
            }
        }
        for witness in self.speaking_against() {
            if let Some(span) = place(self.graph, witness) {
                diagnostic =
                    diagnostic.at(span, format!("`{}` speaks against it", self.graph.id(witness)));
            }
        }
        Finding {
            node: self.node,
            blames: self.blames(),
            on_support: asks_support(&self.check.demand),
            diagnostic,
        }
    }

    /// Where a grade is compared with another, if the check is about that.
    fn compared(&self) -> Option<Span> {
        let asked = mentions(&self.check.demand, &|test| match &test.form {
            Form::Has(_, values) => values.iter().any(|value| value == "incomparable"),
            _ => false,
        });
        let compared = self.graph.judgment(self.node)?.compared_with.as_ref()?;
        asked.then_some(compared.span)
    }

    /// The first text whose condition holds.
    fn said<'t>(&self, texts: &'t [(Option<Test>, String)]) -> Option<&'t str> {
        let holds = |test: &Test| self.evaluator.test(test, self.node).truth == Truth::True;
        let mut fitting = texts.iter().filter(|(test, _)| test.as_ref().is_none_or(holds));
        fitting.next().map(|(_, text)| text.as_str())
    }

    fn judged(&self) -> Option<&Judged<'_>> {
        self.judged.iter().find(|judged| judged.node == self.node)
    }

    /// The witnesses of the requirements that something speaks against.
    fn speaking_against(&self) -> Vec<Node> {
        let Some(judged) = self.judged() else {
            return Vec::new();
        };
        if !asks_support(&self.check.demand) {
            return Vec::new();
        }
        let mut nodes: Vec<Node> = judged
            .lines
            .iter()
            .filter(|line| line.proof.truth == Truth::False && line.proof.spoken_against)
            .flat_map(|line| line.proof.witnesses.clone())
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes.truncate(3);
        nodes
    }

    /// Things whose own faults explain this one.
    fn blames(&self) -> BTreeSet<Node> {
        let mut blamed = self.proof.rejected.clone();
        if circles(&self.check.demand) {
            blamed.extend(self.proof.witnesses.clone());
        }
        if let (Some(judged), true) = (self.judged(), asks_support(&self.check.demand)) {
            for line in judged.lines.iter().filter(|line| line.proof.truth == Truth::False) {
                blamed.extend(line.proof.rejected.clone());
            }
        }
        blamed.extend(self.evaluator.behind_tally(self.node));
        blamed.into_iter().filter(|node| *node != self.node).collect()
    }

    fn fill(&self, template: &str) -> String {
        let mut text = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            match after.split_once('}') {
                Some((name, after)) => {
                    text.push_str(&self.value(name));
                    rest = after;
                }
                None => rest = after,
            }
        }
        text.push_str(rest);
        text
    }

    fn value(&self, name: &str) -> String {
        let graph = self.graph;
        let attribute = |attribute| self.evaluator.values(attribute, self.node).join(", ");
        match name {
            "it" => graph.id(self.node),
            "title" => title(graph, self.node),
            "kind" => attribute(Attribute::Kind),
            "area" => graph.area(self.node).unwrap_or("no area").to_owned(),
            "grade" => attribute(Attribute::Grade),
            "support" => attribute(Attribute::Support),
            "method" => attribute(Attribute::Method),
            "other" => {
                let told = self.other_accounts();
                let told = told.map(|one| format!("{} ({})", one.grade.replace('-', " "), one.at));
                told.collect::<Vec<_>>().join(", ")
            }
            "days" => attribute(Attribute::Response),
            "elsewhere" => attribute(Attribute::Elsewhere),
            "origin" => attribute(Attribute::Origin),
            "score" => attribute(Attribute::Score),
            "before" => {
                let judgment = graph.judgment(self.node);
                let corrected = judgment.and_then(|one| one.corrected_from.clone());
                let compared = judgment.and_then(|one| one.compared_with.as_ref());
                let cycle = compared.map(|other| {
                    let known = graph.book.framework(&other.id);
                    known.map_or(&other.id, |framework| &framework.title).clone()
                });
                corrected.or(cycle).unwrap_or_default()
            }
            "words" => graph.remark(self.node).map(|one| one.words.clone()).unwrap_or_default(),
            "reason" => {
                graph.remark(self.node).and_then(|one| one.reason.clone()).unwrap_or_default()
            }
            "gap" => attribute(Attribute::Coverage),
            "framework" => graph.framework.id.clone(),
            "missing" if counts_things(&self.check.demand) => self.proof.note.clone(),
            "missing" => {
                self.judged().map_or(String::new(), |judged| judged.missing().join(self.between()))
            }
            "given" => self.figure().map(|checked| checked.given).unwrap_or_default(),
            "computed" => self.figure().map(|checked| checked.computed).unwrap_or_default(),
            "verdict" => attribute(Attribute::Verdict),
            _ => String::new(),
        }
    }

    /// How several missing things are joined: "it cannot be told that A, nor that B".
    fn between(&self) -> &'static str {
        let unknown = self.judged().is_some_and(|judged| judged.support == Support::NotAssessed);
        if unknown { ", nor that " } else { "; " }
    }

    /// What other sources, or other places, give as another grade.
    fn other_accounts(&self) -> impl Iterator<Item = &Account> {
        let judgment = self.graph.judgment(self.node);
        judgment.into_iter().flat_map(|judgment| {
            let other = |one: &&Account| Some(&one.grade) != judgment.grade.as_ref();
            judgment.accounts.iter().filter(other)
        })
    }

    fn figure(&self) -> Option<crate::inspection::figures::Checked> {
        match self.node {
            Node::Figure(_, place) => {
                Some(self.graph.statement(self.node)?.figures.get(place)?.check())
            }
            Node::Tally(_) => self.evaluator.tally_checked(self.node),
            _ => None,
        }
    }
}

/// Whether a check asks for the support of judgments.
fn asks_support(test: &Test) -> bool {
    mentions(test, &|test| match &test.form {
        Form::Has(attribute, _) => *attribute == Attribute::Support,
        Form::Itself(relation) => *relation != Relation::UltimatelyRestsOn,
        _ => false,
    })
}

/// Whether a condition holds a part of some sort; what definitions hold is not looked into.
fn mentions(test: &Test, sort: &impl Fn(&Test) -> bool) -> bool {
    match &test.form {
        Form::All(all) | Form::Any(all) => all.iter().any(|one| mentions(one, sort)),
        Form::Not(inner) => mentions(inner, sort),
        Form::Count { things, body, .. } => {
            let inner = [things.filter.as_deref(), body.as_deref()];
            inner.into_iter().flatten().any(|one| mentions(one, sort))
        }
        _ => sort(test),
    }
}

/// Whether what a check asks of each thing is a quantity, so that its proof says what was found.
fn counts_things(demand: &Test) -> bool {
    match &demand.form {
        Form::Count { body: Some(body), .. } => {
            matches!(body.form, Form::Count { .. } | Form::Itself(_))
        }
        _ => false,
    }
}

/// Whether a check asks for circles.
fn circles(test: &Test) -> bool {
    mentions(test, &|test| matches!(test.form, Form::Itself(_)))
}

/// Where a thing stands in the file; a characteristic stands where its area's first judgment does.
fn place(graph: &Graph<'_>, node: Node) -> Option<Span> {
    match node {
        Node::Judgment(_) => graph.judgment(node).map(|one| one.span),
        Node::Statement(_) => graph.statement(node).map(|one| one.span),
        Node::Figure(_, place) => {
            graph.statement(node)?.figures.get(place).map(|figure| figure.stated_span)
        }
        Node::Tally(at) => graph.inspection.tallies.get(at).map(|tally| tally.span),
        Node::Remark(_) => graph.remark(node).map(|remark| remark.span),
        Node::Inspection => {
            let response = graph.inspection.responses.first().map(|response| response.span);
            response.or(Some(graph.inspection.span))
        }
        Node::Characteristic(..) => {
            let area = graph.area(node);
            let judgments = &graph.inspection.judgments;
            judgments.iter().find(|one| one.area.as_deref() == area).map(|one| one.span)
        }
    }
}

/// What a thing says, in words.
pub fn title(graph: &Graph<'_>, node: Node) -> String {
    match node {
        Node::Judgment(_) => graph.judgment(node).map(|one| one.text.clone()),
        Node::Statement(_) => graph.statement(node).map(|one| one.text.clone()),
        Node::Characteristic(..) => graph.characteristic_at(node).map(|one| one.text.clone()),
        Node::Figure(_, place) => graph
            .statement(node)
            .and_then(|one| one.figures.get(place))
            .map(|figure| figure.measure.clone()),
        Node::Tally(at) => graph.inspection.tallies.get(at).map(|tally| tally.counts.clone()),
        Node::Remark(_) => graph.remark(node).map(|remark| remark.words.clone()),
        Node::Inspection => Some(graph.inspection.body.clone()),
    }
    .unwrap_or_default()
}

/// Whether a judgment lacks support for a reason that is a finding of its own.
fn same(finding: &Finding, cause: &Finding) -> bool {
    finding.node == cause.node && finding.on_support && !cause.on_support
}

/// Hangs each finding under the one that explains it, and sorts what is left by place.
fn gather(found: Vec<Finding>) -> Vec<Diagnostic> {
    let mut by_node: BTreeMap<Node, Vec<usize>> = BTreeMap::new();
    for (index, finding) in found.iter().enumerate() {
        by_node.entry(finding.node).or_default().push(index);
    }
    let explains = |index: usize, finding: &Finding, other: usize| {
        found.get(other).is_some_and(|cause| {
            other != index
                && cause.diagnostic.severity > Severity::Note
                && cause.diagnostic.severity >= finding.diagnostic.severity
                && (finding.blames.contains(&cause.node) || same(finding, cause))
                // Of a circle of blame the first is told.
                && (other < index || !cause.blames.contains(&finding.node))
        })
    };
    let owner: Vec<Option<usize>> = found
        .iter()
        .enumerate()
        .map(|(index, finding)| {
            let nodes = finding.blames.iter().chain([&finding.node]);
            let near = nodes.filter_map(|node| by_node.get(node)).flatten().copied();
            near.filter(|other| explains(index, finding, *other)).min()
        })
        .collect();
    let mut kept: Vec<Option<Diagnostic>> = Vec::new();
    let mut consequences: Vec<(usize, Diagnostic)> = Vec::new();
    for (index, finding) in found.into_iter().enumerate() {
        match root(&owner, index) {
            Some(cause) => {
                consequences.push((cause, finding.diagnostic));
                kept.push(None);
            }
            None => kept.push(Some(finding.diagnostic)),
        }
    }
    for (cause, consequence) in consequences {
        if let Some(Some(finding)) = kept.get_mut(cause) {
            finding.related.push(consequence);
        }
    }
    let mut findings: Vec<Diagnostic> = kept.into_iter().flatten().collect();
    findings.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.code.cmp(&b.code)));
    findings
}

/// Longest chain of causes that is followed.
const LONGEST_CHAIN: usize = 64;

/// The finding at the end of the chain of causes; `None` if it has none itself.
fn root(owner: &[Option<usize>], index: usize) -> Option<usize> {
    let mut at = owner.get(index).copied().flatten()?;
    for _ in 0..LONGEST_CHAIN {
        match owner.get(at).copied().flatten() {
            Some(next) if next != index => at = next,
            _ => break,
        }
    }
    Some(at)
}
