//! The dependency graph of one inspection: grade → cause of concern → area for
//! improvement or recommendation → evidence → characteristic. Links that a
//! person wrote and links that the mapping found are told apart.

mod balance;
mod claims;
mod proofs;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef};

use crate::inspection::model::{Inspection, Judgment, Statement};
use crate::inspection::remark::Remark;
use crate::language::rulebook::{Characteristic, Framework, Rulebook};
use crate::language::syntax::{Polarity, Relation};
use crate::mapping::{Link, Mapper, Unit, area_of, characteristic_of};

/// A thing of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A judgment, by index into the inspection.
    Judgment(usize),
    /// A statement, by index into the inspection.
    Statement(usize),
    /// A figure of a statement.
    Figure(usize, usize),
    /// A characteristic: area and place in it.
    Characteristic(usize, usize),
    /// A count that a source states.
    Tally(usize),
    /// What reading the draft noticed, by index.
    Remark(usize),
    /// The inspection as a whole.
    Inspection,
}

/// What ties two things.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// How.
    pub relation: Relation,
    /// Whether a person wrote it.
    pub explicit: bool,
    /// On `bears on`: for or against.
    pub polarity: Option<Polarity>,
    /// On `bears on`: the link of the statement that made it.
    pub link: Option<usize>,
    /// Whether it is sure enough to count in a judgment.
    pub certain: bool,
}

impl Edge {
    fn explicit(relation: Relation) -> Self {
        Self { relation, explicit: true, polarity: None, link: None, certain: true }
    }

    fn inferred(relation: Relation) -> Self {
        Self { explicit: false, ..Self::explicit(relation) }
    }
}

/// The graph with what its nodes stand for.
pub struct Graph<'a> {
    /// The inspection.
    pub inspection: &'a Inspection,
    /// Its framework.
    pub framework: &'a Framework,
    /// All packs.
    pub book: &'a Rulebook,
    /// The links of each statement, the best first.
    pub links: Vec<Vec<Link>>,
    /// What was noticed, in the text and in what it claims.
    pub remarks: Vec<Remark>,
    /// Nodes and edges.
    pub net: DiGraph<Node, Edge>,
    index: BTreeMap<Node, NodeIndex>,
}

impl<'a> Graph<'a> {
    /// Maps every statement and ties everything together. `None` for an unknown framework.
    pub fn build(
        inspection: &'a Inspection,
        book: &'a Rulebook,
        mapper: &mut Mapper<'_>,
    ) -> Option<Self> {
        let framework = book.framework(&inspection.framework)?;
        let units = 0..inspection.statements.len();
        let units: Vec<Unit<'_>> =
            units.filter_map(|at| Unit::of(inspection, framework, at)).collect();
        let links = mapper.map_all(&units);
        let mut graph = Self::bare(inspection, framework, book, links, inspection.remarks.clone());
        graph.claims(mapper);
        graph.grades();
        graph.weigh();
        graph.noticed();
        Some(graph)
    }

    /// The graph of an inspection that was mapped before: with these links and remarks.
    pub fn again(
        inspection: &'a Inspection,
        book: &'a Rulebook,
        links: Vec<Vec<Link>>,
        remarks: Vec<Remark>,
    ) -> Option<Self> {
        let framework = book.framework(&inspection.framework)?;
        let mut graph = Self::bare(inspection, framework, book, links, remarks);
        graph.grades();
        graph.noticed();
        Some(graph)
    }

    fn bare(
        inspection: &'a Inspection,
        framework: &'a Framework,
        book: &'a Rulebook,
        links: Vec<Vec<Link>>,
        remarks: Vec<Remark>,
    ) -> Self {
        let (net, index) = (DiGraph::new(), BTreeMap::new());
        let mut graph = Self { inspection, framework, book, links, remarks, net, index };
        graph.nodes();
        graph.judgments();
        graph.statements();
        graph
    }

    fn nodes(&mut self) {
        let mut all: Vec<Node> = (0..self.inspection.judgments.len()).map(Node::Judgment).collect();
        for (at, statement) in self.inspection.statements.iter().enumerate() {
            all.push(Node::Statement(at));
            all.extend((0..statement.figures.len()).map(|figure| Node::Figure(at, figure)));
        }
        // What judgments themselves say is no evidence; only its figures are things of the graph.
        for (at, statement) in self.inspection.beside.iter().enumerate() {
            let at = at + self.inspection.statements.len();
            all.extend((0..statement.figures.len()).map(|figure| Node::Figure(at, figure)));
        }
        let present: BTreeSet<&str> = self
            .inspection
            .judgments
            .iter()
            .filter_map(|judgment| judgment.area.as_deref())
            .chain(self.inspection.statements.iter().filter_map(|one| one.area.as_deref()))
            .collect();
        for (at, area) in self.framework.areas.iter().enumerate() {
            if present.contains(area.id.as_str()) {
                let inside = 0..area.characteristics.len();
                all.extend(inside.map(|index| Node::Characteristic(at, index)));
            }
        }
        all.extend((0..self.inspection.tallies.len()).map(Node::Tally));
        all.push(Node::Inspection);
        for node in all {
            let index = self.net.add_node(node);
            self.index.insert(node, index);
        }
    }

    /// Remarks are things of the graph, so that checks can speak of them.
    fn noticed(&mut self) {
        let remarks = std::mem::take(&mut self.remarks);
        self.notice(remarks);
    }

    /// Takes in what was noticed when the graph was there already.
    pub fn notice(&mut self, remarks: Vec<Remark>) {
        let first = self.remarks.len();
        self.remarks.extend(remarks);
        for node in (first..self.remarks.len()).map(Node::Remark) {
            let index = self.net.add_node(node);
            self.index.insert(node, index);
        }
    }

    fn tie(&mut self, from: Node, to: Node, edge: Edge) {
        if let (Some(from), Some(to)) = (self.index.get(&from), self.index.get(&to)) {
            self.net.add_edge(*from, *to, edge);
        }
    }

    fn judgments(&mut self) {
        let mut ids: BTreeMap<&str, Node> = BTreeMap::new();
        for (at, statement) in self.inspection.statements.iter().enumerate() {
            ids.insert(&statement.id, Node::Statement(at));
        }
        for (at, judgment) in self.inspection.judgments.iter().enumerate() {
            ids.insert(&judgment.id, Node::Judgment(at));
        }
        for (at, judgment) in self.inspection.judgments.iter().enumerate() {
            let here = Node::Judgment(at);
            for statement in &judgment.statements {
                self.tie(here, Node::Statement(*statement), Edge::explicit(Relation::RestsOn));
            }
            for reference in &judgment.evidence {
                if let Some(there) = ids.get(reference.id.as_str()) {
                    self.tie(here, *there, Edge::explicit(Relation::RestsOn));
                }
            }
            for reference in &judgment.follows_up {
                if let Some(there) = ids.get(reference.id.as_str()) {
                    self.tie(here, *there, Edge::explicit(Relation::FollowsUp));
                }
            }
            if let Some(there) = judgment.parent.as_ref().and_then(|p| ids.get(p.id.as_str())) {
                self.tie(*there, here, Edge::explicit(Relation::Has));
            }
        }
    }

    fn statements(&mut self) {
        let certain = self.book.mapping.certain;
        for (at, statement) in self.inspection.statements.iter().enumerate() {
            let here = Node::Statement(at);
            for figure in 0..statement.figures.len() {
                self.tie(here, Node::Figure(at, figure), Edge::explicit(Relation::Has));
            }
            let said = statement.polarity;
            for reference in &statement.bears_on {
                if let Some(there) = self.characteristic(&reference.id) {
                    let first = self.links.get(at).and_then(|links| links.first());
                    let mut edge = Edge::explicit(Relation::BearsOn);
                    edge.polarity = said.or(first.map(|link| link.polarity));
                    self.tie(here, there, edge);
                }
            }
            let links = self.links.get(at).cloned().unwrap_or_default();
            for (number, link) in links.iter().enumerate().filter(|(_, link)| !link.general) {
                for there in self.borne_on(statement, link) {
                    let mut edge = Edge::inferred(Relation::BearsOn);
                    edge.polarity = Some(said.unwrap_or(link.polarity));
                    edge.link = Some(number);
                    edge.certain = link.counts(certain);
                    self.tie(here, there, edge);
                }
            }
        }
    }

    /// The characteristic in the theme's home, and the one of the area the statement stands in.
    fn borne_on(&self, statement: &Statement, link: &Link) -> Vec<Node> {
        let standing = statement.area.as_deref().and_then(|id| self.framework.area(id));
        let home = area_of(self.framework, &link.topic, standing);
        let mut found: Vec<Node> = [home, standing]
            .into_iter()
            .flatten()
            .filter_map(|area| self.characteristic(&characteristic_of(area, &link.topic)?.id))
            .collect();
        found.dedup();
        found
    }

    fn characteristic(&self, id: &str) -> Option<Node> {
        self.framework.areas.iter().enumerate().find_map(|(at, area)| {
            let place = area.characteristics.iter().position(|one| one.id == id)?;
            Some(Node::Characteristic(at, place))
        })
    }

    /// A grade has what stands in its area, and rests on it and on what bears on it.
    fn grades(&mut self) {
        for (at, grade) in self.inspection.judgments.iter().enumerate() {
            if grade.kind != "grade" {
                continue;
            }
            let here = Node::Judgment(at);
            for (other, judgment) in self.inspection.judgments.iter().enumerate() {
                let whole = self.framework.area(judgment.area.as_deref().unwrap_or(""));
                let whole = whole.and_then(|area| area.part_of.as_ref());
                // The grade of a whole has the grades of its parts.
                let part =
                    judgment.grade.is_some() && whole.is_some() && whole == grade.area.as_ref();
                let here_too = judgment.area.is_some() && judgment.area == grade.area;
                if other == at || !(here_too || part) {
                    continue;
                }
                self.tie(here, Node::Judgment(other), Edge::inferred(Relation::Has));
                if judgment.parent.is_none() {
                    self.tie(here, Node::Judgment(other), Edge::inferred(Relation::RestsOn));
                }
            }
            // A whole answers for the characteristics of its parts.
            let areas = self.framework.areas.iter().enumerate().filter(|(_, area)| {
                grade.area.is_some()
                    && (Some(&area.id) == grade.area.as_ref() || area.part_of == grade.area)
            });
            let mut bearing: BTreeSet<Node> = BTreeSet::new();
            for (index, area) in areas {
                for place in 0..area.characteristics.len() {
                    let characteristic = Node::Characteristic(index, place);
                    self.tie(here, characteristic, Edge::inferred(Relation::Has));
                    bearing.extend(
                        self.incoming(characteristic, Relation::BearsOn)
                            .into_iter()
                            .filter(|(_, edge)| edge.certain)
                            .map(|(node, _)| node),
                    );
                }
            }
            for statement in bearing {
                self.tie(here, statement, Edge::inferred(Relation::RestsOn));
            }
        }
    }

    /// All nodes in order.
    pub fn all(&self) -> impl Iterator<Item = Node> + '_ {
        self.net.node_weights().copied()
    }

    /// What a node leads to along a relation, with the edge.
    pub fn outgoing(&self, node: Node, relation: Relation) -> Vec<(Node, &Edge)> {
        self.along(node, relation, Direction::Outgoing)
    }

    /// What leads to a node along a relation, with the edge.
    pub fn incoming(&self, node: Node, relation: Relation) -> Vec<(Node, &Edge)> {
        self.along(node, relation, Direction::Incoming)
    }

    fn along(&self, node: Node, relation: Relation, way: Direction) -> Vec<(Node, &Edge)> {
        let Some(index) = self.index.get(&node) else {
            return Vec::new();
        };
        let mut found: Vec<(Node, &Edge)> = self
            .net
            .edges_directed(*index, way)
            .filter(|edge| edge.weight().relation == relation)
            .filter_map(|edge| {
                let other = match way {
                    Direction::Outgoing => edge.target(),
                    Direction::Incoming => edge.source(),
                };
                Some((*self.net.node_weight(other)?, edge.weight()))
            })
            .collect();
        found.sort_by_key(|(node, edge)| (*node, !edge.explicit, edge.link));
        found
    }

    /// Everything reached over one or more steps of `rests on`.
    pub fn foundations(&self, node: Node) -> Vec<Node> {
        let Some(start) = self.index.get(&node) else {
            return Vec::new();
        };
        let resting =
            EdgeFiltered::from_fn(&self.net, |edge| edge.weight().relation == Relation::RestsOn);
        let mut walk = Dfs::new(&resting, *start);
        let mut found: Vec<Node> = Vec::new();
        while let Some(next) = walk.next(&resting) {
            if next != *start {
                found.extend(self.net.node_weight(next).copied());
            }
        }
        found.sort_unstable();
        found
    }

    /// The judgments that rest on themselves, each with the others of its circle.
    pub fn circles(&self) -> Vec<Vec<Node>> {
        let resting =
            EdgeFiltered::from_fn(&self.net, |edge| edge.weight().relation == Relation::RestsOn);
        let mut circles: Vec<Vec<Node>> = kosaraju_scc(&resting)
            .into_iter()
            .filter(|part| match part.as_slice() {
                [one] => self
                    .net
                    .edges_connecting(*one, *one)
                    .any(|edge| edge.weight().relation == Relation::RestsOn),
                _ => true,
            })
            .map(|part| {
                let mut nodes: Vec<Node> =
                    part.iter().filter_map(|index| self.net.node_weight(*index).copied()).collect();
                nodes.sort_unstable();
                nodes
            })
            .collect();
        circles.sort();
        circles
    }

    /// The judgment of a node.
    pub fn judgment(&self, node: Node) -> Option<&'a Judgment> {
        match node {
            Node::Judgment(at) => self.inspection.judgments.get(at),
            _ => None,
        }
    }

    /// The statement of a node; of a figure the one it stands in.
    pub fn statement(&self, node: Node) -> Option<&'a Statement> {
        match node {
            Node::Statement(at) => self.inspection.statements.get(at),
            Node::Figure(at, _) => self.inspection.statements.get(at).or_else(|| {
                let beside = at.checked_sub(self.inspection.statements.len())?;
                self.inspection.beside.get(beside)
            }),
            _ => None,
        }
    }

    /// The characteristic of a node.
    pub fn characteristic_at(&self, node: Node) -> Option<&'a Characteristic> {
        match node {
            Node::Characteristic(area, place) => {
                self.framework.areas.get(area)?.characteristics.get(place)
            }
            _ => None,
        }
    }

    /// The remark of a node.
    pub fn remark(&self, node: Node) -> Option<&Remark> {
        match node {
            Node::Remark(at) => self.remarks.get(at),
            _ => None,
        }
    }

    /// The id of a node, unique in the inspection.
    pub fn id(&self, node: Node) -> String {
        match node {
            Node::Judgment(_) => self.judgment(node).map(|one| one.id.clone()),
            Node::Statement(_) => self.statement(node).map(|one| one.id.clone()),
            Node::Characteristic(..) => self.characteristic_at(node).map(|one| one.id.clone()),
            Node::Figure(_, place) => self.statement(node).and_then(|one| {
                let figure = one.figures.get(place)?;
                Some(format!("{}/{}", one.id, figure.measure))
            }),
            Node::Tally(at) => self.inspection.tallies.get(at).map(|one| one.id.clone()),
            Node::Remark(_) => self
                .remark(node)
                .map(|one| one.subject.clone().unwrap_or_else(|| one.notice.word().to_owned())),
            Node::Inspection => Some(self.inspection.id.clone()),
        }
        .unwrap_or_default()
    }

    /// The area a node belongs to.
    pub fn area(&self, node: Node) -> Option<&str> {
        match node {
            Node::Judgment(_) => self.judgment(node)?.area.as_deref(),
            Node::Statement(_) | Node::Figure(..) => self.statement(node)?.area.as_deref(),
            Node::Characteristic(area, _) => Some(&self.framework.areas.get(area)?.id),
            Node::Remark(_) => self.remark(node)?.area.as_deref(),
            Node::Tally(_) | Node::Inspection => None,
        }
    }
}
