//! The ledger of unused evidence: what judges something and reached no
//! characteristic, and characteristics that no statement surely reached.

use crate::diagnostic::number;
use crate::graph::{Graph, Node};
use crate::language::syntax::{Polarity, Relation};
use crate::mapping::Origin;
use crate::source::Span;

/// An entry of the ledger.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its area, if it stands in one.
    pub area: Option<String>,
    /// The id of the statement or characteristic.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Why it stands here.
    pub why: String,
    /// Where it stands; a characteristic stands where its area's grade does.
    pub span: Option<Span>,
}

/// What an inspection holds and does not use, and what it lacks.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Statements.
    pub unused: Vec<Entry>,
    /// Characteristics.
    pub unreached: Vec<Entry>,
}

impl Ledger {
    /// The ledger of a graph.
    pub fn of(graph: &Graph<'_>) -> Self {
        let mut ledger = Self::default();
        let mut nodes: Vec<Node> = graph.all().collect();
        nodes.sort_unstable();
        for node in nodes {
            match node {
                Node::Statement(at) => ledger.unused.extend(unused(graph, node, at)),
                Node::Characteristic(..) => ledger.unreached.extend(unreached(graph, node)),
                _ => {}
            }
        }
        ledger
    }
}

fn unused(graph: &Graph<'_>, node: Node, at: usize) -> Option<Entry> {
    let statement = graph.statement(node)?;
    let links = graph.links.get(at)?;
    let reached = graph.outgoing(node, Relation::BearsOn).iter().any(|(_, edge)| edge.certain);
    if reached || statement.historical || links.first().is_some_and(|link| link.general) {
        return None;
    }
    let first = links.first();
    let judges = !statement.figures.is_empty()
        || first.is_some_and(|link| link.polarity != Polarity::Neutral && !link.signs.is_empty());
    let why = match first {
        None => "reached no theme".to_owned(),
        Some(link) if link.confidence < graph.book.mapping.certain => format!(
            "`{}` only uncertainly ({:.2})",
            graph.book.theme_id(link.topic.theme),
            link.confidence
        ),
        Some(link) if link.origin == Origin::Heading => {
            format!("only its heading is about `{}`", graph.book.theme_id(link.topic.theme))
        }
        Some(link) => {
            format!(
                "no characteristic of the framework is about `{}`",
                graph.book.theme_id(link.topic.theme)
            )
        }
    };
    judges.then(|| Entry {
        area: statement.area.clone(),
        id: statement.id.clone(),
        text: statement.text.clone(),
        why,
        span: Some(statement.text_span),
    })
}

fn unreached(graph: &Graph<'_>, node: Node) -> Option<Entry> {
    let characteristic = graph.characteristic_at(node)?;
    let bearing = graph.incoming(node, Relation::BearsOn);
    if bearing.iter().any(|(_, edge)| edge.certain) {
        return None;
    }
    let area = graph.area(node);
    let mut judgments = graph.inspection.judgments.iter();
    let grade = judgments.find(|one| one.grade.is_some() && one.area.as_deref() == area);
    let why = match bearing.len() {
        0 => "no statement bears on it".to_owned(),
        many => number(many, "statement, only uncertainly", "statements, all only uncertainly"),
    };
    Some(Entry {
        area: area.map(str::to_owned),
        id: characteristic.id.clone(),
        text: characteristic.text.clone(),
        why,
        span: grade.map(|one| one.span),
    })
}
