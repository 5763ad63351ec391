//! What the page tells of one inspection: plain data from the graph, its proofs and the report.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostic::{Authority, Diagnostic, Severity};
use crate::graph::{Graph, Node};
use crate::judging::{Assessment, Judged, Judgments};
use crate::language::rulebook::Area;
use crate::language::syntax::{Polarity, Relation};
use crate::mapping::{Link, Origin, area_of, characteristic_of};
use crate::render::style::{clean, support_meaning, support_words};
use crate::render::svg::{self, Depth};
use crate::source::Sources;

/// One inspection.
#[derive(Serialize)]
pub struct Inspected {
    id: String,
    /// Who was inspected.
    pub body: String,
    /// The title of the framework.
    pub framework: String,
    published: Option<String>,
    file: String,
    columns: Vec<String>,
    areas: Vec<AreaPart>,
    judgments: Vec<JudgmentPart>,
    statements: Vec<StatementPart>,
    findings: Vec<FindingPart>,
    not_checked: Vec<String>,
}

#[derive(Serialize)]
struct AreaPart {
    id: String,
    title: String,
    graded: bool,
    grade: Option<String>,
    support: Option<&'static str>,
    support_words: &'static str,
    support_meaning: &'static str,
    strengths: Count,
    weaknesses: Count,
    counts: Vec<Count>,
    judgment: Option<String>,
    characteristics: Vec<CharacteristicPart>,
    judgments: Vec<String>,
    svg: String,
}

#[derive(Serialize)]
struct Count {
    count: usize,
    may_hide: bool,
}

#[derive(Serialize)]
struct CharacteristicPart {
    id: String,
    text: String,
    provenance: String,
    strengths: usize,
    weaknesses: usize,
    statements: Vec<Bearing>,
}

#[derive(Serialize)]
struct Bearing {
    id: String,
    polarity: &'static str,
    certain: bool,
}

#[derive(Serialize)]
struct JudgmentPart {
    id: String,
    kind: String,
    kind_title: String,
    text: Option<String>,
    area: Option<String>,
    grade: Option<String>,
    support: &'static str,
    support_words: &'static str,
    line: usize,
    requirements: Vec<RequirementPart>,
    rests_on: Vec<String>,
    findings: Vec<usize>,
}

#[derive(Serialize)]
struct RequirementPart {
    state: &'static str,
    authority: &'static str,
    sentence: String,
    wording: String,
    note: String,
    rule_at: String,
    witnesses: Vec<String>,
}

#[derive(Serialize)]
struct StatementPart {
    id: String,
    text: Option<String>,
    area: Option<String>,
    heading: Option<String>,
    at: String,
    line: usize,
    method: Option<String>,
    historical: bool,
    figures: Vec<FigurePart>,
    links: Vec<LinkPart>,
    supports: Vec<String>,
}

#[derive(Serialize)]
struct FigurePart {
    given: String,
    computed: String,
    verdict: &'static str,
}

#[derive(Serialize)]
struct LinkPart {
    theme: String,
    area: Option<String>,
    characteristic: Option<String>,
    polarity: &'static str,
    confidence: f64,
    certain: bool,
    rule: String,
    because: Option<String>,
    words: Vec<String>,
    origin: &'static str,
}

#[derive(Serialize)]
struct FindingPart {
    code: String,
    severity: Severity,
    message: String,
    area: Option<String>,
    subject: Option<String>,
    path: String,
    line: usize,
    help: Option<String>,
    related: Vec<FindingPart>,
}

impl Inspected {
    /// Gathers what is told: `judged` is the line of the report about this inspection, so that the
    /// page has its numbers from where the other formats have theirs.
    pub fn new(
        graph: &Graph<'_>,
        assessment: &Assessment<'_>,
        judgments: &Judgments,
        not_checked: &[String],
        sources: &Sources,
        quotes: bool,
    ) -> Result<Self, String> {
        let gather = Gather { graph, assessment, sources, quotes };
        let inspection = graph.inspection;
        let areas = graph.framework.areas.iter().enumerate();
        let mut parts = Vec::new();
        for (index, area) in areas {
            parts.extend(gather.area(index, area, judgments)?);
        }
        Ok(Self {
            id: clean(&inspection.id),
            body: clean(&inspection.body),
            framework: graph.framework.title.clone(),
            published: inspection.published.clone(),
            file: clean(sources.locate(inspection.span).0),
            columns: judgments.columns.clone(),
            areas: parts,
            judgments: assessment.judged.iter().filter_map(|one| gather.judgment(one)).collect(),
            statements: (0..inspection.statements.len())
                .filter_map(|at| gather.statement(at))
                .collect(),
            findings: assessment.findings.iter().map(|one| gather.finding(one)).collect(),
            not_checked: not_checked.iter().map(|text| clean(text)).collect(),
        })
    }

    /// Ids of the rules that made its links.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(|one| &one.links).map(|link| link.rule.as_str())
    }
}

struct Gather<'g, 'a> {
    graph: &'g Graph<'a>,
    assessment: &'g Assessment<'a>,
    sources: &'g Sources,
    quotes: bool,
}

impl Gather<'_, '_> {
    fn quoted(&self, text: &str) -> Option<String> {
        self.quotes.then(|| clean(text))
    }

    /// An area that the inspection speaks of.
    fn area(
        &self,
        index: usize,
        area: &Area,
        report: &Judgments,
    ) -> Result<Option<AreaPart>, String> {
        let graph = self.graph;
        let here = |node: &Node| graph.area(*node) == Some(area.id.as_str());
        let judged: Vec<&Judged<'_>> =
            self.assessment.judged.iter().filter(|one| here(&one.node)).collect();
        let spoken =
            graph.inspection.statements.iter().any(|one| one.area.as_ref() == Some(&area.id));
        if judged.is_empty() && !spoken {
            return Ok(None);
        }
        let is_grade = |judged: &&&Judged<'_>| {
            graph.judgment(judged.node).is_some_and(|one| one.grade.is_some())
        };
        let grade = judged.iter().find(is_grade).copied();
        let others = judged.iter().filter(|one| !is_grade(one)).copied();
        let line = report.areas.iter().find(|line| line.area == area.id);
        let svg = svg::draw(
            graph,
            &self.assessment.judged,
            Some(&area.id),
            Depth::Characteristics,
            self.quotes,
        )?;
        let characteristics: Vec<CharacteristicPart> = (0..area.characteristics.len())
            .filter_map(|place| self.characteristic(Node::Characteristic(index, place)))
            .collect();
        // The report has no line for an area without a grade; its statements are counted here.
        let bearing = |polarity: Polarity| {
            let all = characteristics.iter().flat_map(|one| &one.statements);
            let sure = all.filter(|one| one.certain && one.polarity == polarity.word());
            sure.map(|one| one.id.as_str()).collect::<BTreeSet<_>>().len()
        };
        let count =
            |(count, may_hide): &(usize, bool)| Count { count: *count, may_hide: *may_hide };
        let known = |found: Option<usize>| count(&(found.unwrap_or(0), found.is_none()));
        Ok(Some(AreaPart {
            id: area.id.clone(),
            title: area.title.clone(),
            graded: area.graded,
            grade: line.map(|line| line.grade.replace('-', " ")),
            support: line.map(|line| line.support.word()),
            support_words: line.map_or("", |line| support_words(line.support)),
            support_meaning: line.map_or("", |line| support_meaning(line.support)),
            strengths: known(
                line.map_or_else(|| Some(bearing(Polarity::Strength)), |line| line.strengths),
            ),
            weaknesses: known(
                line.map_or_else(|| Some(bearing(Polarity::Weakness)), |line| line.weaknesses),
            ),
            counts: match line {
                Some(line) => line.counts.iter().map(count).collect(),
                None => report.columns.iter().map(|_| count(&(0, true))).collect(),
            },
            judgment: grade.map(|judged| graph.id(judged.node)),
            characteristics,
            judgments: grade.into_iter().chain(others).map(|one| graph.id(one.node)).collect(),
            svg,
        }))
    }

    fn characteristic(&self, node: Node) -> Option<CharacteristicPart> {
        let characteristic = self.graph.characteristic_at(node)?;
        let mut seen = BTreeSet::new();
        let bearing = self.graph.incoming(node, Relation::BearsOn);
        let statements: Vec<Bearing> = bearing
            .into_iter()
            .filter(|(statement, _)| seen.insert(*statement))
            .map(|(statement, edge)| Bearing {
                id: self.graph.id(statement),
                polarity: edge.polarity.map_or("neutral", Polarity::word),
                certain: edge.certain,
            })
            .collect();
        let of = |polarity: Polarity| {
            let sure = statements.iter().filter(|one| one.certain);
            sure.filter(|one| one.polarity == polarity.word()).count()
        };
        Some(CharacteristicPart {
            id: characteristic.id.clone(),
            text: characteristic.text.clone(),
            provenance: characteristic.provenance.clone(),
            strengths: of(Polarity::Strength),
            weaknesses: of(Polarity::Weakness),
            statements,
        })
    }

    /// Ids of the statements and judgments among nodes.
    fn told(&self, nodes: impl Iterator<Item = Node>) -> Vec<String> {
        let told = nodes.filter(|node| matches!(node, Node::Statement(_) | Node::Judgment(_)));
        let mut seen = BTreeSet::new();
        told.filter(|node| seen.insert(*node)).map(|node| self.graph.id(node)).collect()
    }

    fn judgment(&self, judged: &Judged<'_>) -> Option<JudgmentPart> {
        let graph = self.graph;
        let judgment = graph.judgment(judged.node)?;
        let kind = graph.book.kind(&judgment.kind).map(|(_, kind)| kind.title.clone());
        let resting = graph.outgoing(judged.node, Relation::RestsOn);
        let about = self.assessment.findings.iter().enumerate();
        Some(JudgmentPart {
            id: judgment.id.clone(),
            kind: judgment.kind.clone(),
            kind_title: kind.unwrap_or_else(|| "Grade".to_owned()),
            text: self.quoted(&judgment.text),
            area: judgment.area.clone(),
            grade: judgment.grade.clone(),
            support: judged.support.word(),
            support_words: support_words(judged.support),
            line: self.sources.locate(judgment.span).1.line,
            requirements: judged
                .lines
                .iter()
                .map(|line| {
                    let (file, place) = self.sources.locate(line.requirement.span);
                    RequirementPart {
                        state: line.proof.truth.state(),
                        authority: match line.requirement.authority {
                            Authority::Official => "official",
                            Authority::House => "house rule",
                        },
                        sentence: line.sentence().to_owned(),
                        wording: line.requirement.wording.clone(),
                        note: clean(&line.proof.note),
                        rule_at: format!("{file}:{}", place.line),
                        witnesses: self.told(line.proof.witnesses.iter().copied()),
                    }
                })
                .collect(),
            rests_on: self.told(resting.into_iter().map(|(node, _)| node)),
            findings: about
                .filter(|(_, one)| one.subject.as_deref() == Some(judgment.id.as_str()))
                .map(|(index, _)| index)
                .collect(),
        })
    }

    fn statement(&self, at: usize) -> Option<StatementPart> {
        let graph = self.graph;
        let statement = graph.inspection.statements.get(at)?;
        let node = Node::Statement(at);
        let carried = graph.incoming(node, Relation::RestsOn);
        let method = statement.method.as_deref().and_then(|id| graph.book.method(id));
        let standing = statement.area.as_deref().and_then(|id| graph.framework.area(id));
        let links = graph.links.get(at).map(Vec::as_slice).unwrap_or_default();
        Some(StatementPart {
            id: statement.id.clone(),
            text: self.quoted(&statement.text),
            area: statement.area.clone(),
            heading: statement.heading.as_deref().and_then(|text| self.quoted(text)),
            at: statement.at.as_ref().map_or(String::new(), |at| clean(&at.to_string())),
            line: self.sources.locate(statement.span).1.line,
            method: method.map(|method| method.title.clone()),
            historical: statement.historical,
            figures: statement
                .figures
                .iter()
                .filter(|_| self.quotes)
                .map(|figure| {
                    let checked = figure.check();
                    FigurePart {
                        given: clean(&checked.given),
                        computed: clean(&checked.computed),
                        verdict: checked.verdict.word(),
                    }
                })
                .collect(),
            links: links.iter().map(|link| self.link(link, &statement.text, standing)).collect(),
            supports: self.told(carried.into_iter().map(|(node, _)| node)),
        })
    }

    fn link(&self, link: &Link, text: &str, standing: Option<&Area>) -> LinkPart {
        let graph = self.graph;
        let area = area_of(graph.framework, &link.topic, standing);
        let rule = graph.book.evidence.get(link.rule);
        let words = link.matched.iter().filter_map(|range| text.get(range.clone()));
        LinkPart {
            theme: graph.book.theme_id(link.topic.theme).to_owned(),
            area: area.map(|area| area.id.clone()),
            characteristic: area
                .and_then(|area| characteristic_of(area, &link.topic))
                .map(|characteristic| characteristic.id.clone()),
            polarity: link.polarity.word(),
            confidence: link.confidence,
            certain: link.counts(graph.book.mapping.certain),
            rule: rule.map_or(String::new(), |rule| rule.id.clone()),
            because: rule.and_then(|rule| rule.because.clone()),
            words: if self.quotes { words.map(clean).collect() } else { Vec::new() },
            origin: match link.origin {
                Origin::Own => "own",
                Origin::Heading => "heading",
                Origin::Before(_) => "before",
            },
        }
    }

    fn finding(&self, one: &Diagnostic) -> FindingPart {
        let place = one.span().map(|span| self.sources.locate(span));
        FindingPart {
            code: one.code.clone(),
            severity: one.severity,
            message: clean(&one.message),
            area: one.area.clone(),
            subject: one.subject.clone(),
            path: place.map_or(String::new(), |(path, _)| clean(path)),
            line: place.map_or(1, |(_, place)| place.line),
            help: one.help.as_deref().map(clean),
            related: one.related.iter().map(|one| self.finding(one)).collect(),
        }
    }
}
