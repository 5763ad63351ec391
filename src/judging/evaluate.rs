//! Conditions of the rule language over the graph. Every quantity ends in a
//! count over a finite set, so evaluation always ends; what a gap in the capture
//! may hide makes a count a lower bound.

use std::collections::{BTreeMap, BTreeSet};

use super::proof::{Proof, Shared, Support, Truth};
use crate::graph::{Graph, Node};
use crate::language::rulebook::{Attribute, Form, Noun, Test, Things};
use crate::language::syntax::{Polarity, Quantifier, Relation};
use crate::source::Span;

/// What conditions are evaluated in.
pub struct Evaluator<'g, 'a> {
    /// The graph.
    pub graph: &'g Graph<'a>,
    /// Supports known so far, by index of the judgment.
    pub supports: Vec<Option<Support>>,
    /// Judgments on a circle of `rests on`.
    pub circular: BTreeSet<Node>,
    /// The circles themselves, each in order.
    pub circles: Vec<Vec<Node>>,
}

/// Most members of a circle that are named.
const MOST_NAMED: usize = 4;

/// What a count is taken over.
struct Domain {
    nodes: Vec<Node>,
    /// Those of which it is not sure that they belong: links below the threshold.
    doubtful: BTreeSet<Node>,
    /// Whether the text may hide more.
    open: bool,
}

/// A count with what is not known of it.
struct Count {
    yes: Vec<Node>,
    maybe: Vec<Node>,
    no: Vec<Node>,
    parts: Vec<Proof>,
    open: bool,
}

impl<'g, 'a> Evaluator<'g, 'a> {
    /// An evaluator that knows no supports yet.
    pub fn new(graph: &'g Graph<'a>) -> Self {
        let circles = graph.circles();
        Self {
            graph,
            supports: vec![None; graph.inspection.judgments.len()],
            circular: circles.iter().flatten().copied().collect(),
            circles,
        }
    }

    /// A condition about one thing.
    pub fn test(&self, test: &Test, it: Node) -> Proof {
        match &test.form {
            Form::All(all) => {
                self.several(all, it, test.span, Truth::False, |proof| proof.spoken_against)
            }
            Form::Any(all) => {
                self.several(all, it, test.span, Truth::True, |proof| proof.spoken_against)
            }
            Form::Not(inner) => {
                let inner = self.test(inner, it);
                Proof {
                    truth: inner.truth.opposite(),
                    spoken_against: inner.truth == Truth::True,
                    witnesses: inner.witnesses.clone(),
                    rejected: inner.rejected.clone(),
                    together: Vec::new(),
                    note: inner.note.clone(),
                    span: test.span,
                    parts: vec![inner],
                }
            }
            Form::Number(attribute, comparison, wanted) => {
                let values = self.values(*attribute, it);
                let number = values.first().and_then(|value| value.parse::<f64>().ok());
                let Some(number) = number else {
                    return Proof::bare(Truth::Unknown, "no number is given", test.span);
                };
                let holds = comparison.holds(number, *wanted);
                let mut proof = Proof::bare(Truth::known(holds), number.to_string(), test.span);
                proof.spoken_against = !holds;
                proof
            }
            Form::Average(attribute, things, comparison, wanted) => self.average(
                *attribute,
                things,
                |mean| comparison.holds(mean, *wanted),
                it,
                test.span,
            ),
            Form::Has(attribute, values) => self.attribute(*attribute, values, it, test.span),
            Form::Defined(index) => match self.graph.book.definitions.get(*index) {
                Some(definition) => self.test(&definition.test, it),
                None => Proof::bare(Truth::Unknown, "", test.span),
            },
            Form::Itself(relation) => self.itself(*relation, it, test.span),
            Form::Count { relation, quantifier, things, body } => {
                let domain = match relation {
                    Some(relation) => self.related(it, *relation, things.noun),
                    None => Domain {
                        nodes: self.all(things.noun),
                        doubtful: BTreeSet::new(),
                        open: false,
                    },
                };
                self.count(domain, *quantifier, things, body.as_deref(), test.span)
            }
        }
    }

    /// The mean of an attribute over the things that have it; unknown where one has none.
    fn average(
        &self,
        attribute: Attribute,
        things: &Things,
        holds: impl Fn(f64) -> bool,
        it: Node,
        span: Span,
    ) -> Proof {
        let domain = self.related(it, Relation::Has, things.noun);
        let within = |node: &Node| {
            things.filter.as_ref().is_none_or(|test| self.test(test, *node).truth == Truth::True)
        };
        let nodes: Vec<Node> = domain.nodes.into_iter().filter(within).collect();
        let numbers: Vec<f64> = nodes
            .iter()
            .filter_map(|node| self.values(attribute, *node).first()?.parse().ok())
            .collect();
        if numbers.is_empty() || numbers.len() < nodes.len() || domain.open {
            let note =
                format!("{} of {} {} have a number", numbers.len(), nodes.len(), things.word);
            return Proof::bare(Truth::Unknown, note, span);
        }
        let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
        let truth = Truth::known(holds(mean));
        let mut proof =
            Proof::bare(truth, format!("the mean of {} is {mean:.2}", nodes.len()), span);
        proof.spoken_against = truth == Truth::False;
        proof.witnesses = nodes;
        proof
    }

    /// `and` (decided by a false part) or `or` (decided by a true one).
    fn several(
        &self,
        all: &[Test],
        it: Node,
        span: Span,
        decider: Truth,
        against: fn(&Proof) -> bool,
    ) -> Proof {
        let parts: Vec<Proof> = all.iter().map(|one| self.test(one, it)).collect();
        let truth = if parts.iter().any(|part| part.truth == decider) {
            decider
        } else if parts.iter().any(|part| part.truth == Truth::Unknown) {
            Truth::Unknown
        } else {
            decider.opposite()
        };
        let telling: Vec<&Proof> = parts.iter().filter(|part| part.truth == truth).collect();
        let witnesses = telling.iter().flat_map(|part| part.witnesses.clone()).collect();
        let rejected = parts.iter().flat_map(|part| part.rejected.clone()).collect();
        let notes: Vec<&str> =
            telling.iter().map(|part| part.note.as_str()).filter(|note| !note.is_empty()).collect();
        // An `and` is spoken against by one of its false parts, an `or` only by all of them.
        let spoken_against = truth == Truth::False
            && match decider {
                Truth::False => telling.iter().any(|part| against(part)),
                _ => telling.iter().all(|part| against(part)),
            };
        let together = parts.iter().flat_map(|part| part.together.clone()).collect();
        let note = notes.join("; ");
        Proof { truth, witnesses, rejected, spoken_against, together, note, span, parts }
    }

    fn itself(&self, relation: Relation, it: Node, span: Span) -> Proof {
        let circular = match relation {
            Relation::UltimatelyRestsOn => self.circular.contains(&it),
            direct => self.graph.outgoing(it, direct).iter().any(|(node, _)| *node == it),
        };
        let mut proof = Proof::bare(Truth::known(circular), "", span);
        if circular {
            let circle = self.circles.iter().find(|circle| circle.contains(&it));
            let others = circle.into_iter().flatten().copied().filter(|node| *node != it);
            let others: Vec<Node> = others.take(MOST_NAMED + 1).collect();
            let names: Vec<String> = others
                .iter()
                .take(MOST_NAMED)
                .map(|node| format!("`{}`", self.graph.id(*node)))
                .collect();
            proof.note = match (names.is_empty(), others.len() > MOST_NAMED) {
                (true, _) => "it names itself".to_owned(),
                (false, false) => format!("the circle runs over {}", names.join(", ")),
                (false, true) => format!("the circle runs over {} and more", names.join(", ")),
            };
            proof.witnesses = others;
        }
        proof
    }

    fn all(&self, noun: Noun) -> Vec<Node> {
        self.graph.all().filter(|node| self.belongs(*node, noun)).collect()
    }

    /// Whether a thing is what a noun means.
    pub fn belongs(&self, node: Node, noun: Noun) -> bool {
        match (node, noun) {
            (Node::Tally(_), Noun::Tally)
            | (Node::Remark(_), Noun::Remark)
            | (Node::Inspection, Noun::Inspection)
            | (Node::Judgment(_), Noun::Judgment)
            | (Node::Statement(_), Noun::Statement)
            | (Node::Figure(..), Noun::Figure)
            | (Node::Characteristic(..), Noun::Characteristic) => true,
            (Node::Judgment(_), Noun::Grade) => self.kind(node) == Some("grade"),
            (Node::Judgment(_), Noun::Kind(index)) => {
                let kind = self.graph.book.kinds.get(index).map(|kind| kind.id.as_str());
                self.kind(node) == kind
            }
            _ => false,
        }
    }

    fn kind(&self, node: Node) -> Option<&'a str> {
        self.graph.judgment(node).map(|judgment| judgment.kind.as_str())
    }

    fn related(&self, it: Node, relation: Relation, noun: Noun) -> Domain {
        let polarity = match noun {
            Noun::Strength => Some(Polarity::Strength),
            Noun::Weakness => Some(Polarity::Weakness),
            _ => None,
        };
        let mut doubtful = BTreeSet::new();
        let nodes = match polarity {
            Some(polarity) => {
                let sure = self.bearing(it, polarity);
                doubtful.extend(self.borne(it, polarity, false));
                doubtful.retain(|node| !sure.contains(node));
                sure.into_iter().chain(doubtful.iter().copied()).collect()
            }
            None => {
                let reached: Vec<Node> = match relation {
                    Relation::UltimatelyRestsOn => self.graph.foundations(it),
                    Relation::Supports => first(self.graph.incoming(it, Relation::RestsOn)),
                    direct => first(self.graph.outgoing(it, direct)),
                };
                reached.into_iter().filter(|node| self.belongs(*node, noun)).collect()
            }
        };
        let mut nodes: Vec<Node> = nodes;
        nodes.sort_unstable();
        nodes.dedup();
        let open = self.hidden(it, noun) || (polarity.is_some() && self.only_recalled(it));
        Domain { nodes, doubtful, open }
    }

    /// Whether all characteristics a thing is held to are only recalled, not checked against the
    /// framework: then their lack of evidence proves nothing.
    fn only_recalled(&self, it: Node) -> bool {
        let own = self.graph.characteristic_at(it).into_iter();
        let has = self.graph.outgoing(it, Relation::Has);
        let held = has.iter().filter_map(|(node, _)| self.graph.characteristic_at(*node));
        let mut all = own.chain(held).peekable();
        all.peek().is_some() && all.all(|characteristic| characteristic.provenance == "recalled")
    }

    /// How many things of a sort belong to a thing, and whether the capture may hide more.
    pub fn tally(&self, it: Node, noun: Noun) -> (usize, bool) {
        let domain = self.related(it, Relation::Has, noun);
        (domain.nodes.len(), domain.open)
    }

    /// The statements that count for or against a thing: for a grade those that bear on its
    /// characteristics, for a characteristic those that bear on it, else those it rests on.
    pub fn bearing(&self, it: Node, polarity: Polarity) -> Vec<Node> {
        self.borne(it, polarity, true)
    }

    fn borne(&self, it: Node, polarity: Polarity, certain: bool) -> Vec<Node> {
        let counts = |(node, edge): (Node, &crate::graph::Edge)| {
            (edge.certain == certain && edge.polarity == Some(polarity)).then_some(node)
        };
        let on = |characteristic: Node| {
            let bearing = self.graph.incoming(characteristic, Relation::BearsOn);
            bearing.into_iter().filter_map(counts).collect::<Vec<Node>>()
        };
        match it {
            Node::Characteristic(..) => on(it),
            Node::Judgment(_) if self.kind(it) == Some("grade") => {
                let has = self.graph.outgoing(it, Relation::Has);
                let of_area =
                    has.into_iter().filter(|(node, _)| matches!(node, Node::Characteristic(..)));
                of_area.flat_map(|(node, _)| on(node)).collect()
            }
            Node::Judgment(_) => first(self.graph.outgoing(it, Relation::RestsOn))
                .into_iter()
                .filter(|statement| {
                    let bears = self.graph.outgoing(*statement, Relation::BearsOn);
                    bears
                        .into_iter()
                        .any(|(_, edge)| edge.certain == certain && edge.polarity == Some(polarity))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    fn count(
        &self,
        domain: Domain,
        quantifier: Quantifier,
        things: &Things,
        body: Option<&Test>,
        span: Span,
    ) -> Proof {
        let mut count = Count {
            yes: Vec::new(),
            maybe: Vec::new(),
            no: Vec::new(),
            parts: Vec::new(),
            open: domain.open,
        };
        let mut outside = Vec::new();
        for node in domain.nodes {
            let within = things.filter.as_ref().map_or(Truth::True, |f| self.test(f, node).truth);
            if within == Truth::False {
                outside.push(node);
                continue;
            }
            let proof = body.map(|body| self.test(body, node));
            let within = match within {
                Truth::True if domain.doubtful.contains(&node) => Truth::Unknown,
                other => other,
            };
            let truth = match (within, proof.as_ref().map_or(Truth::True, |p| p.truth)) {
                (Truth::True, truth) => truth,
                (_, Truth::False) => Truth::False,
                _ => Truth::Unknown,
            };
            match truth {
                Truth::True => count.yes.push(node),
                Truth::Unknown => count.maybe.push(node),
                Truth::False => count.no.push(node),
            }
            if truth != Truth::True {
                count.parts.extend(proof);
            }
        }
        let mut proof = self.decide(count, quantifier, things, span);
        proof.rejected.extend(outside);
        proof
    }

    fn decide(&self, count: Count, quantifier: Quantifier, things: &Things, span: Span) -> Proof {
        let size = |nodes: &[Node]| {
            if things.independent { self.independent(nodes).len() } else { nodes.len() }
        };
        let sure = size(&count.yes);
        let mut wide = count.yes.clone();
        wide.extend(&count.maybe);
        let possible = size(&wide);
        let all = count.yes.len() + count.maybe.len() + count.no.len();
        let least = |number: f64| match () {
            () if sure as f64 >= number => Truth::True,
            () if (possible as f64) < number && !count.open => Truth::False,
            () => Truth::Unknown,
        };
        let most = |number: f64| match () {
            () if sure as f64 > number => Truth::False,
            () if possible as f64 <= number && !count.open => Truth::True,
            () => Truth::Unknown,
        };
        let both = |a: Truth, b: Truth| match (a, b) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            _ => Truth::Unknown,
        };
        let share = |percent: f64| percent / 100.0 * all as f64;
        let (truth, by_presence) = match quantifier {
            Quantifier::AtLeast(amount) if amount.percent => (least(share(amount.value)), false),
            Quantifier::AtLeast(amount) => (least(amount.value), false),
            Quantifier::Some => (least(1.0), false),
            Quantifier::AtMost(amount) if amount.percent => (most(share(amount.value)), true),
            Quantifier::AtMost(amount) => (most(amount.value), true),
            Quantifier::No => (most(0.0), true),
            Quantifier::Exactly(number) => {
                let (low, high) = (least(number as f64), most(number as f64));
                (both(low, high), high == Truth::False)
            }
            Quantifier::Every => {
                let truth = match () {
                    () if !count.no.is_empty() => Truth::False,
                    () if !count.maybe.is_empty() || count.open => Truth::Unknown,
                    () => Truth::True,
                };
                (truth, count.parts.iter().any(|part| part.spoken_against))
            }
        };
        let witnesses = match (truth, quantifier) {
            (Truth::False, Quantifier::Every) => count.no.clone(),
            _ => count.yes.clone(),
        };
        let together = match things.independent {
            true => self.independent(&count.yes).into_iter().collect(),
            false => Vec::new(),
        };
        Proof {
            truth,
            together,
            witnesses,
            rejected: count.no.clone(),
            spoken_against: truth == Truth::False && by_presence,
            note: describe(&count, sure, all, things),
            span,
            parts: count.parts,
        }
    }

    /// Things by what they rest on. Statements without a basis count once for each heading they
    /// stand under, since nothing says that they are independent.
    fn independent(&self, nodes: &[Node]) -> BTreeMap<Shared, Vec<Node>> {
        let mut bases: BTreeMap<Shared, Vec<Node>> = BTreeMap::new();
        for node in nodes {
            let shared = match self.graph.statement(*node) {
                Some(statement) => match (&statement.basis, &statement.heading) {
                    (Some(basis), _) => Shared::Basis(basis.clone()),
                    (None, Some(heading)) => Shared::Heading(heading.clone()),
                    (None, None) => Shared::Nothing(statement.id.clone()),
                },
                None => match self.graph.judgment(*node) {
                    Some(judgment) => Shared::Nothing(judgment.id.clone()),
                    None => continue,
                },
            };
            bases.entry(shared).or_default().push(*node);
        }
        bases
    }
}

fn first(edges: Vec<(Node, &crate::graph::Edge)>) -> Vec<Node> {
    edges.into_iter().map(|(node, _)| node).collect()
}

fn describe(count: &Count, sure: usize, all: usize, things: &Things) -> String {
    let word = &things.word;
    let mut text = match (all, things.independent) {
        (0, _) => format!("found no {word}"),
        (all, false) if sure == all => format!("found {sure}"),
        (all, false) => format!("found {sure} of {all}"),
        (_, true) => format!("found {sure} of independent basis among {}", count.yes.len()),
    };
    if count.open {
        text.push_str("; the capture may hide more");
    }
    text
}
