//! What became of the judgments of one inspection in those that came after it: taken up by name,
//! found again in what is told, raised again, closed, turned into the opposite, or not spoken of.

mod course;
mod passage;
mod remarks;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;
use crate::inspection::model::{FollowUp, Inspection, Judgment, Outcome};
use crate::language::rulebook::Noun;
use crate::language::syntax::Polarity;
use crate::mapping::Mapper;
use crate::source::Span;

pub use remarks::{dangling, notice};
use subject::{Speech, Subject};

/// The inspections of one body, and what became of their judgments.
pub struct Lineage<'g, 'a> {
    /// Who was inspected.
    pub body: String,
    /// The cycles, the earliest first.
    pub stages: Vec<Stage<'g, 'a>>,
    /// What was raised or singled out, with what became of it, in order.
    pub courses: Vec<Course>,
    /// Statements that take up an earlier inspection and find nothing there.
    pub unlisted: Vec<Place>,
    /// Statements that retell an earlier one otherwise.
    pub drifted: Vec<(Place, Place)>,
    /// Weaknesses that no judgment had raised, told again a cycle later.
    pub told_again: Vec<(Place, Place)>,
}

/// The inspections of one cycle: several documents can tell of one.
pub struct Stage<'g, 'a> {
    /// Its graphs.
    pub graphs: Vec<&'g Graph<'a>>,
    speech: Vec<Vec<Speech>>,
}

impl<'g, 'a> Stage<'g, 'a> {
    /// The id of its framework.
    pub fn framework(&self) -> &str {
        self.graphs.first().map_or("", |graph| &graph.framework.id)
    }

    /// The title of its framework.
    pub fn title(&self) -> &str {
        self.graphs.first().map_or("", |graph| &graph.framework.title)
    }

    /// The first date of publication that is known.
    pub fn published(&self) -> Option<&str> {
        self.graphs.iter().filter_map(|graph| graph.inspection.published.as_deref()).min()
    }

    /// Its inspections.
    pub fn inspections(&self) -> impl Iterator<Item = &'a Inspection> + '_ {
        self.graphs.iter().map(|graph| graph.inspection)
    }

    /// Whether what it does not hold of a kind may have been lost from all its documents.
    fn hides(&self, kind: &str) -> bool {
        self.graphs.iter().all(|graph| {
            let gaps = graph.inspection.sources.iter().flat_map(|source| &source.coverage);
            let mut gaps = gaps.filter_map(|id| graph.book.gap(id));
            let place = graph.book.kind(kind).map(|(index, _)| index);
            gaps.any(|gap| {
                gap.hides.iter().any(|noun| match (noun, place) {
                    (Noun::Kind(hidden), Some(kind)) => *hidden == kind,
                    _ => false,
                })
            })
        })
    }
}

/// A statement or judgment: its stage, its graph there, and its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The stage.
    pub stage: usize,
    /// The graph in the stage.
    pub graph: usize,
    /// The index in the inspection.
    pub at: usize,
}

/// A judgment from where it was raised, through the later stages.
#[derive(Debug)]
pub struct Course {
    /// The judgment.
    pub item: Place,
    /// What each later stage says of it, in order.
    pub steps: Vec<Step>,
}

/// What one stage says of an earlier judgment.
#[derive(Debug, Clone)]
pub struct Step {
    /// The stage.
    pub stage: usize,
    /// What became of it by then.
    pub outcome: Outcome,
    /// Whether a person said so in the file.
    pub confirmed: bool,
    /// What the texts alone give, where a person says otherwise.
    pub read: Outcome,
    /// How it was found again.
    pub found: Found,
    /// The statements that show it.
    pub witnesses: Vec<Place>,
    /// Strengths told with the judgment itself that the witnesses speak against.
    pub relapsed: Vec<Place>,
    /// A judgment that raises it again, and whether its kind is a graver one.
    pub again: Option<(Place, bool)>,
    /// Whether what the stage does not hold may have been lost from its documents.
    pub incomplete: bool,
}

/// How a judgment was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The later report says that it takes up the earlier one.
    Named,
    /// The later report speaks of the same subject.
    Matched,
    /// Not at all.
    Nowhere,
}

impl Found {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Found::Named => "named",
            Found::Matched => "matched",
            Found::Nowhere => "nowhere",
        }
    }
}

/// The lineages of all bodies, each with at least two stages, by name.
pub fn trace<'g, 'a>(graphs: &'g [Graph<'a>], mapper: &mut Mapper<'_>) -> Vec<Lineage<'g, 'a>> {
    let mut bodies: BTreeMap<&str, Vec<&'g Graph<'a>>> = BTreeMap::new();
    for graph in graphs {
        bodies.entry(graph.inspection.body.as_str()).or_default().push(graph);
    }
    // Drafts that do not say whom they are about are about the one body that the others are about.
    if bodies.len() == 2
        && let Some(unnamed) = bodies.remove(Inspection::UNNAMED_BODY)
    {
        bodies.values_mut().for_each(|graphs| graphs.extend(&unnamed));
    }
    let lineages = bodies.into_iter().filter_map(|(body, graphs)| {
        let mut stages: BTreeMap<(&str, usize, &str), Vec<&'g Graph<'a>>> = BTreeMap::new();
        for graph in graphs {
            let (when, after) = when(graph);
            stages.entry((when, after, &graph.framework.id)).or_default().push(graph);
        }
        if stages.len() < 2 {
            return None;
        }
        let stages = stages.into_values().map(|graphs| {
            let speech = graphs.iter().map(|graph| subject::speech(graph, mapper)).collect();
            Stage { graphs, speech }
        });
        let mut lineage = Lineage {
            body: body.to_owned(),
            stages: stages.collect(),
            courses: Vec::new(),
            unlisted: Vec::new(),
            drifted: Vec::new(),
            told_again: Vec::new(),
        };
        lineage.follow(mapper);
        Some(lineage)
    });
    lineages.collect()
}

/// When a framework was published; of one whose date is not known, when the latest of those it
/// follows was, and how many cycles after that it came.
fn when<'a>(graph: &Graph<'a>) -> (&'a str, usize) {
    let mut framework = Some(graph.framework);
    for after in 0..=graph.book.frameworks.len() {
        if let Some(date) = framework.and_then(|one| one.published.as_deref()) {
            return (date, after);
        }
        let before = framework.and_then(|one| one.follows.as_ref());
        framework = before.and_then(|(id, _)| graph.book.framework(id));
    }
    ("", 0)
}

impl<'g, 'a> Lineage<'g, 'a> {
    /// The graph of a place.
    pub fn graph(&self, place: Place) -> Option<&'g Graph<'a>> {
        self.stages.get(place.stage)?.graphs.get(place.graph).copied()
    }

    /// The judgment at a place.
    pub fn judgment(&self, place: Place) -> Option<&'a Judgment> {
        self.graph(place)?.inspection.judgments.get(place.at)
    }

    /// The statement at a place.
    pub fn statement(&self, place: Place) -> Option<&'a crate::inspection::model::Statement> {
        self.graph(place)?.inspection.statements.get(place.at)
    }

    /// Where a statement stands in its file.
    pub fn span(&self, place: Place) -> Option<Span> {
        self.statement(place).map(|statement| statement.span)
    }

    fn speech(&self, place: Place) -> Option<&Speech> {
        self.stages.get(place.stage)?.speech.get(place.graph)?.get(place.at)
    }

    /// All statements of a stage with what they speak of.
    fn told(&self, stage: usize) -> impl Iterator<Item = (Place, &Speech)> + '_ {
        let graphs = self.stages.get(stage).map(|stage| stage.speech.iter().enumerate());
        graphs.into_iter().flatten().flat_map(move |(graph, speech)| {
            let speech = speech.iter().enumerate();
            speech.map(move |(at, one)| (Place { stage, graph, at }, one))
        })
    }

    /// The judgments of a stage that say something of the body by their kind, and stand alone.
    fn items(&self, stage: usize) -> Vec<(Place, Polarity)> {
        let graphs = self.stages.get(stage).map_or(&[][..], |stage| stage.graphs.as_slice());
        let mut items = Vec::new();
        for (index, graph) in graphs.iter().enumerate() {
            for (at, judgment) in graph.inspection.judgments.iter().enumerate() {
                let kind = graph.book.kind(&judgment.kind).and_then(|(_, kind)| kind.speaks_of);
                if let (Some(polarity), None) = (kind, &judgment.parent) {
                    items.push((Place { stage, graph: index, at }, polarity));
                }
            }
        }
        items
    }

    fn follow(&mut self, mapper: &mut Mapper<'_>) {
        let mut subjects: BTreeMap<Place, (Polarity, Subject)> = BTreeMap::new();
        for stage in 0..self.stages.len() {
            for (place, polarity) in self.items(stage) {
                let subject = Subject::of(self, place, mapper);
                subjects.insert(place, (polarity, subject));
                self.courses.push(Course { item: place, steps: Vec::new() });
            }
        }
        let mut over: BTreeSet<Place> = BTreeSet::new();
        for stage in 1..self.stages.len() {
            let passages = self.passages(stage, &subjects, mapper);
            for index in 0..self.courses.len() {
                let Some(item) = self.courses.get(index).map(|course| course.item) else {
                    continue;
                };
                if item.stage >= stage || over.contains(&item) {
                    continue;
                }
                let step = self.step(item, stage, &subjects, &passages);
                if step.again.is_some() {
                    over.insert(item);
                }
                if let Some(course) = self.courses.get_mut(index) {
                    course.steps.push(step);
                }
            }
            self.told_again(stage, &subjects);
        }
    }

    /// What a person says in a later stage of a judgment.
    fn confirmed(&self, item: Place, stage: usize) -> Option<(&'a FollowUp, usize)> {
        let id = format!("{}/{}", self.graph(item)?.inspection.id, self.judgment(item)?.id);
        let graphs = self.stages.get(stage)?.graphs.iter().enumerate();
        graphs.into_iter().find_map(|(index, graph)| {
            let said = graph.inspection.follow_ups.iter().find(|one| one.of.id == id)?;
            Some((said, index))
        })
    }
}
