//! Why an area got its grade, or any judgment its support: read off the proofs
//! that judging left, down to the statement, the rule and the words.

pub mod suppose;
pub mod weight;
pub mod why_not;

use crate::diagnostic::{Authority, plural};
use crate::graph::{Edge, Graph, Node};
use crate::judging::{Assessment, Judged, Line, Shared, Truth, title};
use crate::language::syntax::{Polarity, Relation};
use crate::mapping::{Link, Origin};
use crate::source::Sources;

/// A branch of an explanation.
#[derive(Debug, Default, serde::Serialize)]
pub struct Branch {
    /// What stands at its head.
    pub text: String,
    /// The words of the report, which `--no-quotes` leaves out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Whether it tells how the engine came to it, which only some want to know.
    #[serde(skip)]
    pub inner_working: bool,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<Branch>,
}

impl Branch {
    fn leaf(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn working(text: impl Into<String>) -> Self {
        Self { inner_working: true, ..Self::leaf(text) }
    }

    /// Without how the engine came to it: rules, signs, confidences.
    #[must_use]
    pub fn in_brief(mut self) -> Self {
        self.branches.retain(|branch| !branch.inner_working);
        self.branches = self.branches.into_iter().map(Self::in_brief).collect();
        self
    }

    /// Down to so many steps below its head; what is left out is counted.
    #[must_use]
    pub fn down_to(mut self, depth: usize) -> Self {
        if depth == 0 && !self.branches.is_empty() {
            self.text.push_str(&format!(" [{} below]", self.branches.len()));
            self.branches.clear();
        }
        let deeper = depth.saturating_sub(1);
        self.branches = self.branches.into_iter().map(|one| one.down_to(deeper)).collect();
        self
    }
}

/// What can be asked about.
pub enum Asked<'q> {
    /// The grade of an area, or what is known of an ungraded one.
    Area(&'q str),
    /// A judgment by id.
    Judgment(&'q str),
}

/// Explains one thing; `None` if the inspection does not have it.
pub fn explain(
    asked: &Asked<'_>,
    graph: &Graph<'_>,
    assessment: &Assessment<'_>,
    sources: &Sources,
) -> Option<Branch> {
    let teller = Teller { graph, sources };
    let found = assessment.judged.iter().find(|judged| {
        graph.judgment(judged.node).is_some_and(|judgment| match asked {
            Asked::Area(area) => judgment.grade.is_some() && judgment.area.as_deref() == Some(area),
            Asked::Judgment(id) => judgment.id == *id,
        })
    });
    match (found, asked) {
        (Some(judged), _) => Some(teller.judgment(judged)),
        (None, Asked::Area(id)) => {
            let area = graph.framework.area(id)?;
            let mut root = Branch::leaf(format!("{}: not graded", area.title));
            root.branches = teller.characteristics(id);
            (!root.branches.is_empty()).then_some(root)
        }
        (None, Asked::Judgment(_)) => None,
    }
}

struct Teller<'t, 'a> {
    graph: &'t Graph<'a>,
    sources: &'t Sources,
}

impl Teller<'_, '_> {
    fn judgment(&self, judged: &Judged<'_>) -> Branch {
        let Some(judgment) = self.graph.judgment(judged.node) else {
            return Branch::default();
        };
        let support = judged.support.word().replace('-', " ");
        let at = judgment.at.as_ref().map_or(String::new(), |at| format!(", {at}"));
        let mut root = Branch::leaf(match &judgment.grade {
            Some(grade) => {
                let grade = grade.replace('-', " ");
                format!("{}: {grade}, {support} ({}{at})", judgment.text, self.file(judgment.span))
            }
            None => {
                let file = self.file(judgment.span);
                format!("{} `{}`, {support} ({file}{at})", judgment.kind, judgment.id)
            }
        });
        if judgment.grade.is_none() {
            root.quote = Some(judgment.text.clone());
        }
        if judged.lines.is_empty() {
            root.branches.push(Branch::leaf("nothing is asked of a judgment of this kind"));
        }
        root.branches.extend(judged.lines.iter().map(|line| self.requirement(line)));
        match (&judgment.grade, &judgment.area) {
            (Some(_), Some(area)) => {
                let mut all = Branch::leaf("evidence by characteristic");
                all.branches = self.characteristics(area);
                root.branches.push(all);
            }
            _ => {
                let resting = self.graph.outgoing(judged.node, Relation::RestsOn);
                let mut all = Branch::leaf(format!("rests on {}", plural(resting.len(), "thing")));
                all.branches =
                    resting.into_iter().map(|(node, edge)| self.thing(node, Some(edge))).collect();
                root.branches.push(all);
            }
        }
        root
    }

    /// One line of the requirements: met, not met or unknown, by whom, and who bears witness.
    fn requirement(&self, line: &Line<'_>) -> Branch {
        let state = line.proof.truth.state();
        let authority = match line.requirement.authority {
            Authority::Official => "official",
            Authority::House => "house rule",
        };
        let text = match line.proof.truth {
            Truth::Unknown => format!("that {}", line.sentence()),
            _ => line.sentence().to_owned(),
        };
        let mut branch = Branch::leaf(format!("{state} ({authority}): {text}"));
        let note = &line.proof.note;
        let rule = self.file(line.requirement.span);
        let counted = format!("{}: {note} ({rule})", line.requirement.wording);
        branch.branches.push(Branch::working(counted));
        if line.proof.together.is_empty() {
            let witnesses = line.proof.witnesses.iter();
            branch.branches.extend(witnesses.map(|node| Branch::leaf(self.name(*node))));
        }
        let together = line.proof.together.iter();
        branch.branches.extend(together.map(|(shared, nodes)| self.together(shared, nodes)));
        branch
    }

    /// What counts as one piece of evidence, and why.
    fn together(&self, shared: &Shared, nodes: &[Node]) -> Branch {
        let names: Vec<String> = nodes.iter().map(|node| self.name(*node)).collect();
        let names = names.join(", ");
        let bases = &self.graph.inspection.bases;
        let named = |id: &str| {
            let found = bases.iter().find(|basis| basis.id == id);
            found.map_or(id.to_owned(), |basis| basis.title.clone())
        };
        Branch::leaf(match (shared, nodes.len()) {
            (Shared::Basis(id), 1) => format!("{names}, from: {}", named(id)),
            (Shared::Basis(id), _) => format!("{names} count as one, from: {}", named(id)),
            (Shared::Heading(_), 2..) => {
                format!(
                    "{names} count as one: they stand under one heading, and nothing says that they rest on different things"
                )
            }
            _ => names,
        })
    }

    /// A thing in one line, for a witness that is told in full elsewhere.
    fn name(&self, node: Node) -> String {
        let id = self.graph.id(node);
        match node {
            Node::Statement(_) => {
                let stands = self.graph.statement(node).and_then(|one| one.at.as_ref());
                stands.map_or(id.clone(), |at| format!("{id} ({at})"))
            }
            Node::Judgment(_) => {
                let kind = self.graph.judgment(node).map_or("", |one| one.kind.as_str());
                format!("{kind} `{id}`: “{}”", title(self.graph, node))
            }
            _ => format!("{id}: {}", title(self.graph, node)),
        }
    }

    /// The characteristics of an area, each with the statements that bear on it.
    fn characteristics(&self, area: &str) -> Vec<Branch> {
        let mut all: Vec<Node> = self
            .graph
            .all()
            .filter(|node| matches!(node, Node::Characteristic(..)))
            .filter(|node| self.graph.area(*node) == Some(area))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|node| self.characteristic(node)).collect()
    }

    fn characteristic(&self, node: Node) -> Branch {
        let bearing = self.graph.incoming(node, Relation::BearsOn);
        let of = |polarity: Polarity| {
            bearing
                .iter()
                .filter(|(_, edge)| edge.certain && edge.polarity == Some(polarity))
                .count()
        };
        let (strong, weak) = (of(Polarity::Strength), of(Polarity::Weakness));
        let mut branch = Branch::leaf(format!(
            "{}: {} ({strong} for, {weak} against)",
            self.graph.id(node),
            title(self.graph, node)
        ));
        if bearing.is_empty() {
            branch.branches.push(Branch::leaf("no statement bears on it"));
        }
        let area = self.graph.area(node);
        for (statement, edge) in bearing {
            let mut told = self.thing(statement, Some(edge));
            let stands = self.graph.area(statement);
            if let (true, Some(stands)) = (stands != area, stands) {
                told.text.push_str(&format!(", told under {stands}"));
            }
            branch.branches.push(told);
        }
        branch
    }

    /// A statement or judgment with its words, its place and the rule that tied it.
    fn thing(&self, node: Node, edge: Option<&Edge>) -> Branch {
        let id = self.graph.id(node);
        let Some(statement) = self.graph.statement(node) else {
            let mut branch = Branch::leaf(self.name(node));
            if let Some(judgment) = self.graph.judgment(node) {
                branch.text = format!("{} `{id}` ({})", judgment.kind, self.file(judgment.span));
                branch.quote = Some(judgment.text.clone());
            }
            return branch;
        };
        let polarity = edge.and_then(|edge| edge.polarity);
        let mark = match polarity {
            Some(Polarity::Strength) => "+ ",
            Some(Polarity::Weakness) => "− ",
            Some(Polarity::Mixed) => "± ",
            Some(Polarity::Neutral) => "· ",
            None => "",
        };
        let at = statement.at.as_ref().map_or(String::new(), |at| format!(" {at}"));
        let file = self.file(statement.span);
        let mut branch = Branch::leaf(format!("{mark}{id}{at} ({file})"));
        branch.quote = Some(statement.text.clone());
        if let (Some(edge), Node::Statement(index)) = (edge, node) {
            if edge.explicit && edge.relation == Relation::BearsOn {
                branch.branches.push(Branch::leaf("tied by a person in the file"));
            }
            let links = self.graph.links.get(index);
            if let Some(link) = edge.link.and_then(|link| links?.get(link)) {
                branch.branches.push(Branch::working(self.link(link, index)));
                if !edge.certain {
                    let doubt = match link.origin {
                        Origin::Heading => "only its heading says so; it counts in no judgment",
                        _ => "too uncertain to count in a judgment",
                    };
                    branch.branches.push(Branch::leaf(doubt));
                }
            }
        }
        branch
    }

    /// The rule, the words that matched, the signs.
    fn link(&self, link: &Link, at: usize) -> String {
        let book = self.graph.book;
        let statements = &self.graph.inspection.statements;
        let text = statements.get(at).map_or("", |statement| statement.text.as_str());
        let rule = book.evidence.get(link.rule);
        let id = rule.map_or("", |rule| rule.id.as_str());
        let because = rule.and_then(|rule| rule.because.as_deref());
        let words = |ranges: &[std::ops::Range<usize>]| -> String {
            let words = ranges.iter().filter_map(|range| text.get(range.clone()));
            words.map(|word| format!("“{word}”")).collect::<Vec<_>>().join(" … ")
        };
        let mut told = format!("rule {id}");
        if let Some(because) = because {
            told.push_str(&format!(" ({because})"));
        }
        match link.origin {
            Origin::Own => told.push_str(&format!(", by {}", words(&link.matched))),
            Origin::Heading => told.push_str(", by the words of its heading"),
            Origin::Before(back) => {
                let before = at.checked_sub(back).and_then(|before| statements.get(before));
                let id = before.map_or("", |before| before.id.as_str());
                told.push_str(&format!(", carried on from {id}"));
            }
        }
        for (sign, ranges) in &link.signs {
            let id = book.signs.get(*sign).map_or("", |sign| sign.id.as_str());
            let found = words(ranges);
            match found.is_empty() {
                true => told.push_str(&format!("; sign {id}")),
                false => told.push_str(&format!("; sign {id}, {found}")),
            }
        }
        told.push_str(&format!("; confidence {:.2}", link.confidence));
        told
    }

    /// File and line.
    fn file(&self, span: crate::source::Span) -> String {
        let (name, place) = self.sources.locate(span);
        format!("{name}:{}", place.line)
    }
}
