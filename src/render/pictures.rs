//! The dependency graph for other programs: Graphviz, Mermaid, JSON. Shapes tell
//! the sorts of things apart and line styles the sorts of links, so that a print
//! in grey can be read.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use petgraph::visit::{EdgeRef, IntoNodeReferences};
use serde::Serialize;

use super::json::pretty;
use super::style::clean;
use crate::graph::{Edge, Graph, Node};
use crate::judging::title;
use crate::language::syntax::{Polarity, Relation};

/// Longest text in a node, in characters.
const LONGEST: usize = 60;

/// The part of a graph to draw.
struct Part {
    nodes: Vec<(usize, Node)>,
    edges: Vec<(usize, usize, Edge)>,
}

/// Keeps an area's judgments and characteristics and all that touches them; figures are left
/// out of pictures, and so is what the grade rests on over others.
fn part(graph: &Graph<'_>, area: Option<&str>) -> Part {
    let inside = |node: Node| area.is_none() || graph.area(node) == area;
    let mut edges = Vec::new();
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for (index, node) in graph.net.node_references() {
        let drawn = match node {
            Node::Figure(..) | Node::Tally(_) | Node::Remark(_) | Node::Inspection => false,
            _ => inside(*node),
        };
        if drawn {
            kept.insert(index.index());
        }
    }
    for edge in graph.net.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        let ends = (graph.net.node_weight(edge.source()), graph.net.node_weight(edge.target()));
        let (Some(start), Some(end)) = ends else {
            continue;
        };
        if matches!(start, Node::Figure(..)) || matches!(end, Node::Figure(..)) {
            continue;
        }
        let shortcut = !edge.weight().explicit
            && matches!((start, end), (Node::Judgment(_), Node::Statement(_)))
            || edge.weight().relation == Relation::RestsOn && is_grade(graph, *start);
        if shortcut || !(inside(*start) || inside(*end)) {
            continue;
        }
        let touches = match edge.weight().relation {
            Relation::BearsOn => inside(*end),
            _ => inside(*start),
        };
        if touches {
            kept.extend([from, to]);
            edges.push((from, to, edge.weight().clone()));
        }
    }
    let nodes = graph
        .net
        .node_references()
        .filter(|(index, _)| kept.contains(&index.index()))
        .map(|(index, node)| (index.index(), *node))
        .collect();
    Part { nodes, edges }
}

fn is_grade(graph: &Graph<'_>, node: Node) -> bool {
    graph.judgment(node).is_some_and(|judgment| judgment.grade.is_some())
}

fn label(graph: &Graph<'_>, node: Node, quotes: bool) -> String {
    let id: String = clean(&graph.id(node)).chars().take(LONGEST).collect();
    let text = match graph.judgment(node).and_then(|judgment| judgment.grade.clone()) {
        Some(grade) => format!("{}: {}", title(graph, node), grade.replace('-', " ")),
        None => title(graph, node),
    };
    let short: String = match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => text,
    };
    match quotes {
        true => format!("{id}\n{}", clean(&short)),
        false => id,
    }
}

/// Graphviz.
pub fn dot(graph: &Graph<'_>, area: Option<&str>, quotes: bool) -> String {
    let part = part(graph, area);
    let mut text = String::from(
        "digraph inspection {\n  rankdir=LR\n  node [fontname=\"Helvetica\", fontsize=10, style=filled, fillcolor=white]\n  edge [fontname=\"Helvetica\", fontsize=9]\n",
    );
    for (index, node) in &part.nodes {
        let (shape, fill) = match node {
            Node::Judgment(_) if is_grade(graph, *node) => ("box3d", "#ddebf7"),
            Node::Judgment(_) => ("box", "#fff2cc"),
            Node::Characteristic(..) => ("hexagon", "#f2f2f2"),
            _ => ("note", "white"),
        };
        let label = escape_dot(&label(graph, *node, quotes));
        let _ =
            writeln!(text, "  n{index} [shape={shape}, fillcolor=\"{fill}\", label=\"{label}\"]");
    }
    for (from, to, edge) in &part.edges {
        let (colour, mark) = match edge.polarity {
            Some(Polarity::Strength) => ("#0072b2", "+"),
            Some(Polarity::Weakness) => ("#d55e00", "−"),
            Some(Polarity::Mixed) => ("#666666", "±"),
            _ => ("#666666", ""),
        };
        let line = if edge.explicit { "solid" } else { "dashed" };
        let name = match mark {
            "" => relation(edge.relation).to_owned(),
            mark => format!("{} {mark}", relation(edge.relation)),
        };
        let _ = writeln!(
            text,
            "  n{from} -> n{to} [style={line}, color=\"{colour}\", label=\"{name}\"]"
        );
    }
    text.push_str("}\n");
    text
}

fn escape_dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Mermaid.
pub fn mermaid(graph: &Graph<'_>, area: Option<&str>, quotes: bool) -> String {
    let part = part(graph, area);
    let mut text = String::from("flowchart LR\n");
    for (index, node) in &part.nodes {
        let label = escape_mermaid(&label(graph, *node, quotes));
        let _ = match node {
            Node::Judgment(_) if is_grade(graph, *node) => {
                writeln!(text, "  n{index}[[\"{label}\"]]")
            }
            Node::Judgment(_) => writeln!(text, "  n{index}[\"{label}\"]"),
            Node::Characteristic(..) => writeln!(text, "  n{index}{{{{\"{label}\"}}}}"),
            _ => writeln!(text, "  n{index}>\"{label}\"]"),
        };
    }
    for (from, to, edge) in &part.edges {
        let arrow = if edge.explicit { "-->" } else { "-.->" };
        let mark = match edge.polarity {
            Some(Polarity::Strength) => " +",
            Some(Polarity::Weakness) => " −",
            Some(Polarity::Mixed) => " ±",
            _ => "",
        };
        let _ = writeln!(text, "  n{from} {arrow}|\"{}{mark}\"| n{to}", relation(edge.relation));
    }
    text
}

fn escape_mermaid(text: &str) -> String {
    text.replace('#', "#35;")
        .replace('%', "#37;")
        .replace('`', "#96;")
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\n', "<br/>")
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Has => "has",
        Relation::RestsOn | Relation::UltimatelyRestsOn => "rests on",
        Relation::Supports => "supports",
        Relation::BearsOn => "bears on",
        Relation::FollowsUp => "follows up",
    }
}

#[derive(Serialize)]
struct JsonNode {
    id: String,
    sort: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct JsonEdge {
    from: String,
    to: String,
    relation: &'static str,
    explicit: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    polarity: Option<Polarity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
}

#[derive(Serialize)]
struct JsonGraph {
    version: u32,
    inspection: String,
    nodes: Vec<JsonNode>,
    edges: Vec<JsonEdge>,
}

/// JSON: nodes and edges with what made each link.
pub fn json(graph: &Graph<'_>, area: Option<&str>, quotes: bool) -> String {
    let part = part(graph, area);
    let nodes = part.nodes.iter().map(|(_, node)| JsonNode {
        id: graph.id(*node),
        sort: match node {
            Node::Judgment(_) => "judgment",
            Node::Statement(_) => "statement",
            Node::Figure(..) => "figure",
            Node::Characteristic(..) => "characteristic",
            Node::Tally(_) => "tally",
            Node::Remark(_) => "remark",
            Node::Inspection => "inspection",
        },
        kind: graph.judgment(*node).map(|judgment| judgment.kind.clone()),
        area: graph.area(*node).map(str::to_owned),
        text: quotes.then(|| title(graph, *node)),
    });
    let node_of =
        |index: usize| part.nodes.iter().find(|(known, _)| *known == index).map(|(_, node)| *node);
    let edges = part.edges.iter().filter_map(|(from, to, edge)| {
        let (from, to) = (node_of(*from)?, node_of(*to)?);
        let link = match from {
            Node::Statement(at) => edge.link.and_then(|link| graph.links.get(at)?.get(link)),
            _ => None,
        };
        Some(JsonEdge {
            from: graph.id(from),
            to: graph.id(to),
            relation: relation(edge.relation),
            explicit: edge.explicit,
            polarity: edge.polarity,
            rule: link
                .and_then(|link| graph.book.evidence.get(link.rule))
                .map(|rule| rule.id.clone()),
            confidence: link.map(|link| link.confidence),
        })
    });
    pretty(&JsonGraph {
        version: super::json::VERSION,
        inspection: graph.inspection.id.clone(),
        nodes: nodes.collect(),
        edges: edges.collect(),
    })
}
