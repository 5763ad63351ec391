//! The rows of the tables, inspection by inspection, in the order of the files.

use std::collections::BTreeMap;

use super::Sort::{Date, Number, Text, Truth, Whole};
use super::{Cell, Sort, Table};
use crate::diagnostic::Diagnostic;
use crate::graph::{Graph, Node};
use crate::inspection::figures::Printed;
use crate::inspection::model::{Judgment, Pointer, Statement};
use crate::judging::Judgments;
use crate::language::syntax::Relation;
use crate::mapping::area_of;
use crate::source::{Sources, Span};

const AREAS: &[(&str, Sort)] = &[
    ("inspection", Text),
    ("area", Text),
    ("body", Text),
    ("framework", Text),
    ("published", Date),
    ("title", Text),
    ("part_of", Text),
    ("graded", Truth),
    ("judgment", Text),
    ("grade", Text),
    ("support", Text),
    ("strengths", Whole),
    ("weaknesses", Whole),
    ("corrected_from", Text),
    ("carried_over_from", Text),
    ("compared_with", Text),
];

const JUDGMENTS: &[(&str, Sort)] = &[
    ("inspection", Text),
    ("id", Text),
    ("kind", Text),
    ("area", Text),
    ("heading", Text),
    ("text", Text),
    ("grade", Text),
    ("support", Text),
    ("witnesses", Whole),
    ("missing", Text),
    ("parent", Text),
    ("deadline", Text),
    ("status", Text),
    ("status_date", Date),
    ("score", Number),
    ("elsewhere", Text),
    ("response", Text),
    ("document", Text),
    ("place", Text),
    ("path", Text),
    ("line", Whole),
];

const STATEMENTS: &[(&str, Sort)] = &[
    ("inspection", Text),
    ("id", Text),
    ("judgment", Text),
    ("area", Text),
    ("heading", Text),
    ("text", Text),
    ("method", Text),
    ("self_reported", Truth),
    ("basis", Text),
    ("historical", Truth),
    ("polarity", Text),
    ("document", Text),
    ("place", Text),
    ("path", Text),
    ("line", Whole),
];

const LINKS: &[(&str, Sort)] = &[
    ("inspection", Text),
    ("statement", Text),
    ("position", Whole),
    ("theme", Text),
    ("aspect", Text),
    ("area", Text),
    ("characteristic", Text),
    ("polarity", Text),
    ("confidence", Number),
    ("counts", Truth),
    ("rule", Text),
    ("by_person", Truth),
];

const FIGURES: &[(&str, Sort)] = &[
    ("inspection", Text),
    ("id", Text),
    ("statement", Text),
    ("measure", Text),
    ("kind", Text),
    ("part", Number),
    ("whole", Number),
    ("percent", Number),
    ("interval", Number),
    ("level_before", Number),
    ("level_after", Number),
    ("change_percent", Number),
    ("value", Number),
    ("unit", Text),
    ("population", Text),
    ("period_begins", Date),
    ("period_ends", Date),
    ("approximate", Truth),
    ("verdict", Text),
    ("computed", Text),
    ("path", Text),
    ("line", Whole),
    ("line_column", Whole),
];

const FINDINGS: &[(&str, Sort)] = &[
    ("inspection", Text),
    ("id", Text),
    ("code", Text),
    ("severity", Text),
    ("source", Text),
    ("area", Text),
    ("subject", Text),
    ("message", Text),
    ("help", Text),
    ("related", Whole),
    ("path", Text),
    ("line", Whole),
    ("line_column", Whole),
];

/// The tables as they grow.
pub struct Tables<'s> {
    sources: &'s Sources,
    quotes: bool,
    areas: Vec<Vec<Cell>>,
    judgments: Vec<Vec<Cell>>,
    statements: Vec<Vec<Cell>>,
    links: Vec<Vec<Cell>>,
    figures: Vec<Vec<Cell>>,
    findings: Vec<Vec<Cell>>,
}

impl<'s> Tables<'s> {
    /// Empty tables. Without `quotes` the texts of judgments and statements are left out.
    pub fn new(sources: &'s Sources, quotes: bool) -> Self {
        Self {
            sources,
            quotes,
            areas: Vec::new(),
            judgments: Vec::new(),
            statements: Vec::new(),
            links: Vec::new(),
            figures: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Takes in an inspection as it was judged, with the findings about it by place.
    pub fn add(&mut self, graph: &Graph<'_>, judged: &Judgments, findings: &[Diagnostic]) {
        self.add_areas(graph, judged);
        self.add_judgments(graph, judged);
        self.add_statements(graph);
        self.add_figures(graph);
        self.add_findings(Some(&graph.inspection.id), findings);
    }

    /// The tables in the order in which they are listed.
    pub fn done(self) -> Vec<Table> {
        let own: &[&str] = &["inspection", "id"];
        let link: &[&str] = &["inspection", "statement", "position"];
        vec![
            Table { name: "areas", key: &["inspection", "area"], columns: AREAS, rows: self.areas },
            Table { name: "judgments", key: own, columns: JUDGMENTS, rows: self.judgments },
            Table { name: "statements", key: own, columns: STATEMENTS, rows: self.statements },
            Table { name: "links", key: link, columns: LINKS, rows: self.links },
            Table { name: "figures", key: own, columns: FIGURES, rows: self.figures },
            Table { name: "findings", key: own, columns: FINDINGS, rows: self.findings },
        ]
    }

    fn place(&self, span: Span) -> (Cell, Cell, Cell) {
        let (path, place) = self.sources.locate(span);
        (path.into(), place.line.into(), place.column.into())
    }

    fn quoted(&self, text: Option<&str>) -> Cell {
        text.filter(|_| self.quotes).into()
    }

    fn add_areas(&mut self, graph: &Graph<'_>, judged: &Judgments) {
        let inspection = graph.inspection;
        for area in &graph.framework.areas {
            let grade =
                |one: &&Judgment| one.grade.is_some() && one.area.as_ref() == Some(&area.id);
            let judgment = inspection.judgments.iter().find(grade);
            let line = judged.areas.iter().find(|line| line.area == area.id);
            self.areas.push(vec![
                inspection.id.as_str().into(),
                area.id.as_str().into(),
                inspection.body.as_str().into(),
                inspection.framework.as_str().into(),
                (&inspection.published).into(),
                area.title.as_str().into(),
                (&area.part_of).into(),
                area.graded.into(),
                judgment.map(|one| one.id.as_str()).into(),
                judgment.and_then(|one| one.grade.as_deref()).into(),
                line.map(|line| line.support.word()).into(),
                line.and_then(|line| line.strengths).map_or(Cell::Unknown, Cell::from),
                line.and_then(|line| line.weaknesses).map_or(Cell::Unknown, Cell::from),
                judgment.and_then(|one| one.corrected_from.as_deref()).into(),
                judgment.and_then(|one| one.origin.as_deref()).into(),
                judgment
                    .and_then(|one| one.compared_with.as_ref().map(|other| other.id.as_str()))
                    .into(),
            ]);
        }
    }

    fn add_judgments(&mut self, graph: &Graph<'_>, judged: &Judgments) {
        let mut lines = judged.judgments.iter();
        for judgment in &graph.inspection.judgments {
            // Judging keeps their order and may pass over some.
            let line = lines.clone().position(|line| line.span == judgment.span);
            let line = line.and_then(|at| lines.nth(at));
            let event = judgment.events.last();
            let (document, at) = pointer(judgment.at.as_ref());
            let (path, number, _) = self.place(judgment.span);
            self.judgments.push(vec![
                graph.inspection.id.as_str().into(),
                judgment.id.as_str().into(),
                judgment.kind.as_str().into(),
                (&judgment.area).into(),
                self.quoted(judgment.heading.as_deref()),
                self.quoted(Some(&judgment.text)),
                (&judgment.grade).into(),
                line.map(|line| line.support.word()).into(),
                line.map_or(Cell::Unknown, |line| line.witnesses.len().into()),
                line.map(|line| line.missing.join("; "))
                    .filter(|text| !text.is_empty())
                    .as_deref()
                    .into(),
                judgment.parent.as_ref().map(|parent| parent.id.as_str()).into(),
                (&judgment.deadline).into(),
                event.map(|event| event.event.as_str()).into(),
                event.map(|event| event.date.as_str()).into(),
                judgment.score.into(),
                (&judgment.elsewhere).into(),
                self.quoted(judgment.response.as_deref()),
                document,
                at,
                path,
                number,
            ]);
        }
    }

    fn add_statements(&mut self, graph: &Graph<'_>) {
        let inspection = graph.inspection;
        let mut above: BTreeMap<usize, &str> = BTreeMap::new();
        for judgment in &inspection.judgments {
            above.extend(judgment.statements.iter().map(|at| (*at, judgment.id.as_str())));
        }
        for (number, statement) in inspection.statements.iter().enumerate() {
            let method = statement.method.as_deref().and_then(|id| graph.book.method(id));
            let (document, at) = pointer(statement.at.as_ref());
            let (path, line, _) = self.place(statement.span);
            self.statements.push(vec![
                inspection.id.as_str().into(),
                statement.id.as_str().into(),
                above.get(&number).copied().into(),
                (&statement.area).into(),
                self.quoted(statement.heading.as_deref()),
                self.quoted(Some(&statement.text)),
                (&statement.method).into(),
                method.map_or(Cell::Unknown, |method| method.self_reported.into()),
                (&statement.basis).into(),
                statement.historical.into(),
                statement.polarity.map(|polarity| polarity.word()).into(),
                document,
                at,
                path,
                line,
            ]);
            self.add_links(graph, number, statement);
        }
    }

    fn add_links(&mut self, graph: &Graph<'_>, number: usize, statement: &Statement) {
        let book = graph.book;
        let standing = statement.area.as_deref().and_then(|id| graph.framework.area(id));
        let edges = graph.outgoing(Node::Statement(number), Relation::BearsOn);
        let mut found: Vec<Vec<Cell>> = Vec::new();
        for (at, link) in graph.links.get(number).into_iter().flatten().enumerate() {
            let reached: Vec<Node> = edges
                .iter()
                .filter(|(_, edge)| edge.link == Some(at))
                .map(|(node, _)| *node)
                .collect();
            let alone = area_of(graph.framework, &link.topic, standing).filter(|_| !link.general);
            let mut add = |area: Option<&str>, characteristic: Option<&str>| {
                found.push(vec![
                    book.theme_id(link.topic.theme).into(),
                    (&link.topic.aspect).into(),
                    area.into(),
                    characteristic.into(),
                    statement.polarity.unwrap_or(link.polarity).word().into(),
                    Cell::Number(link.confidence),
                    (!link.general && link.counts(book.mapping.certain)).into(),
                    book.rule_id(link.rule).into(),
                    false.into(),
                ]);
            };
            if reached.is_empty() {
                add(alone.map(|area| area.id.as_str()), None);
            }
            for node in reached {
                add(graph.area(node), graph.characteristic_at(node).map(|one| one.id.as_str()));
            }
        }
        for (node, edge) in edges.iter().filter(|(_, edge)| edge.explicit) {
            found.push(vec![
                Cell::Unknown,
                Cell::Unknown,
                graph.area(*node).into(),
                graph.characteristic_at(*node).map(|one| one.id.as_str()).into(),
                edge.polarity.map(|polarity| polarity.word()).into(),
                Cell::Unknown,
                edge.certain.into(),
                Cell::Unknown,
                true.into(),
            ]);
        }
        for (at, rest) in found.into_iter().enumerate() {
            let mut row: Vec<Cell> = vec![
                graph.inspection.id.as_str().into(),
                statement.id.as_str().into(),
                (at + 1).into(),
            ];
            row.extend(rest);
            self.links.push(row);
        }
    }

    fn add_figures(&mut self, graph: &Graph<'_>) {
        let mut names = Names::default();
        for (number, statement) in graph.inspection.statements.iter().enumerate() {
            for (at, figure) in statement.figures.iter().enumerate() {
                let checked = figure.check();
                let numbers = &figure.numbers;
                let exact = |printed: Option<Printed>| Cell::from(printed.map(|one| one.value));
                let (path, line, column) = self.place(figure.stated_span);
                let period = figure.period.as_deref().and_then(|period| period.split_once('/'));
                let (begins, ends) = period.map(|(a, b)| (a.to_owned(), b.to_owned())).unzip();
                self.figures.push(vec![
                    graph.inspection.id.as_str().into(),
                    names.unique(graph.id(Node::Figure(number, at))).as_str().into(),
                    statement.id.as_str().into(),
                    figure.measure.as_str().into(),
                    figure.sort.word().into(),
                    exact(numbers.count),
                    exact(numbers.of),
                    exact(numbers.percent),
                    exact(numbers.interval),
                    exact(numbers.from),
                    exact(numbers.to),
                    exact(numbers.change),
                    exact(numbers.value),
                    (&figure.unit).into(),
                    (&figure.population).into(),
                    (&begins).into(),
                    (&ends).into(),
                    figure.approximate.into(),
                    checked.verdict.word().into(),
                    self.quoted(Some(&checked.computed)),
                    path,
                    line,
                    column,
                ]);
            }
        }
    }

    /// Takes in findings about an inspection, or about a file as a whole.
    pub fn add_findings(&mut self, inspection: Option<&str>, findings: &[Diagnostic]) {
        let mut names = Names::default();
        for finding in findings {
            let subject = finding.subject.as_deref().or(finding.area.as_deref());
            let id = match subject {
                Some(subject) => format!("{}:{subject}", finding.code),
                None => finding.code.clone(),
            };
            let finding = match self.quotes {
                true => finding.clone(),
                false => finding.clone().without_quotes(),
            };
            let (path, line, column) = match finding.span() {
                Some(span) => self.place(span),
                None => (Cell::Unknown, Cell::Unknown, Cell::Unknown),
            };
            self.findings.push(vec![
                inspection.into(),
                names.unique(id).as_str().into(),
                finding.code.as_str().into(),
                finding.severity.to_string().as_str().into(),
                finding.authority.to_string().as_str().into(),
                (&finding.area).into(),
                (&finding.subject).into(),
                finding.message.as_str().into(),
                (&finding.help).into(),
                finding.related.len().into(),
                path,
                line,
                column,
            ]);
        }
    }
}

fn pointer(at: Option<&Pointer>) -> (Cell, Cell) {
    let document = at.map(|at| at.document.as_str());
    (document.into(), at.and_then(|at| at.place.as_deref()).into())
}

/// Ids that were given; one that comes again gets a number.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn unique(&mut self, id: String) -> String {
        let times = self.0.entry(id.clone()).or_default();
        *times += 1;
        match *times {
            1 => id,
            more => format!("{id}~{more}"),
        }
    }
}
