//! Why not another grade: the smallest changes under which nothing that the grade needs would be
//! missing. Every answer was applied to a copy and judged, and is not one any more if any part of
//! it is left out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::suppose::{Change, Supposed, judged_at};
use crate::diagnostic::Authority;
use crate::graph::{Graph, Node};
use crate::judging::{Evaluator, Judged, Truth, title};
use crate::language::rulebook::Noun;
use crate::language::syntax::{Polarity, Relation};

/// Most changes of one answer.
pub const MOST_CHANGES: usize = 8;
/// Most copies that are judged.
pub const MOST_COPIES: usize = 1_500;

/// The answer for one grade of one area.
#[derive(Debug, Serialize)]
pub struct WhyNot {
    /// The id of the area.
    pub area: String,
    /// The grade it has.
    pub grade: String,
    /// The grade asked about.
    pub asked: String,
    /// Each requirement of that grade, as things stand.
    pub requirements: Vec<Standing>,
    /// Gaps of the sources, in words: what they may hide comes before all ways below, which take
    /// the text as it is.
    pub gaps: Vec<String>,
    /// What would meet all official requirements.
    pub official: Ways,
    /// What would meet those of the house, too.
    pub house: Ways,
}

/// A requirement as things stand.
#[derive(Debug, Serialize)]
pub struct Standing {
    /// `met`, `not met` or `unknown`.
    pub state: &'static str,
    /// Who asks for it.
    pub source: Authority,
    /// What the rule says of it.
    pub sentence: String,
    /// The rule as written.
    pub wording: String,
}

/// Ways to one goal.
#[derive(Debug, Default, Serialize)]
pub struct Ways {
    /// Whether nothing has to change.
    pub met: bool,
    /// The smallest sets of changes, each enough.
    pub ways: Vec<Vec<Step>>,
    /// Evidence that would have to be untrue in every way; it cannot be undone.
    pub in_the_way: Vec<String>,
    /// Whether a bound was reached, so that there may be more ways.
    pub bounded: bool,
}

/// A part of a way: any so many of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What has to be done.
    pub act: Act,
    /// How many of them.
    pub number: usize,
    /// Ids of which any will do; for a new judgment its kind.
    pub of: Vec<String>,
    /// What they are, in words.
    pub titles: Vec<String>,
    /// Of a new judgment: whether it is unknown if the area has some already, since the capture
    /// may hide them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub maybe_there: bool,
}

/// What has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Show that a characteristic is met.
    ShowStrength,
    /// Show that one is not.
    ShowWeakness,
    /// Make a judgment.
    Raise,
    /// Not make one.
    Withdraw,
    /// Evidence would have to fall.
    Drop,
}

/// Changes that do the same.
struct Class {
    act: Act,
    members: Vec<Change>,
    /// Whether one member can be used again and again.
    endless: bool,
}

/// What the judge says of the grade, line by line.
type Lines = Vec<(Truth, String)>;

/// Asks why an area does not have a grade; `None` where it has none at all.
pub fn why_not(graph: &Graph<'_>, area: &str, asked: &str) -> Option<WhyNot> {
    let judgments = graph.inspection.judgments.iter().enumerate();
    let (at, grade) = judgments
        .filter(|(_, one)| one.area.as_deref() == Some(area))
        .find_map(|(at, one)| Some((at, one.grade.clone()?)))?;
    let search = Search { graph, at, regrade: Change::Regrade(at, asked.to_owned()) };
    let asked_now = Supposed::new(graph, std::slice::from_ref(&search.regrade));
    let requirements = asked_now.judged(|all| standing(judged_at(all, at)))?;
    Some(WhyNot {
        area: area.to_owned(),
        grade,
        asked: asked.to_owned(),
        requirements,
        gaps: gaps(graph),
        official: search.ways(area, Some(Authority::Official)),
        house: search.ways(area, None),
    })
}

fn gaps(graph: &Graph<'_>) -> Vec<String> {
    let sources = graph.inspection.sources.iter();
    let mut gaps: Vec<String> = sources
        .flat_map(|source| &source.coverage)
        .filter_map(|id| graph.book.gap(id))
        .map(|gap| gap.title.clone())
        .collect();
    gaps.sort();
    gaps.dedup();
    gaps
}

fn standing(judged: Option<&Judged<'_>>) -> Vec<Standing> {
    let lines = judged.map(|judged| judged.lines.as_slice()).unwrap_or_default();
    lines
        .iter()
        .map(|line| Standing {
            state: line.proof.truth.state(),
            source: line.requirement.authority,
            sentence: line.sentence().to_owned(),
            wording: line.requirement.wording.clone(),
        })
        .collect()
}

struct Search<'s, 'a> {
    graph: &'s Graph<'a>,
    at: usize,
    regrade: Change,
}

impl Search<'_, '_> {
    /// The lines of the grade under changes, those of one authority or all.
    fn lines(&self, changes: &[Change], authority: Option<Authority>) -> Lines {
        let mut all = vec![self.regrade.clone(), Change::Complete];
        all.extend_from_slice(changes);
        let wanted = |judged: &[Judged<'_>]| {
            let lines = judged_at(judged, self.at).map(|one| one.lines.as_slice());
            let lines = lines.unwrap_or_default().iter();
            lines
                .filter(|line| authority.is_none_or(|one| line.requirement.authority == one))
                .map(|line| (line.proof.truth, line.proof.note.clone()))
                .collect()
        };
        Supposed::new(self.graph, &all).judged(wanted).unwrap_or_default()
    }

    fn ways(&self, area: &str, authority: Option<Authority>) -> Ways {
        let now = self.lines(&[], authority);
        if !now.iter().any(|(truth, _)| *truth == Truth::False) {
            return Ways { met: true, ..Ways::default() };
        }
        let mut copies = 0;
        let classes = self.classes(area, authority, &now, &mut copies);
        let mut ways = Ways::default();
        let mut found: Vec<Vec<usize>> = Vec::new();
        'sizes: for size in 1..=MOST_CHANGES {
            for counts in splits(size, &classes) {
                let known = |way: &Vec<usize>| way.iter().zip(&counts).all(|(a, b)| a <= b);
                if found.iter().any(known) {
                    continue;
                }
                copies += 1;
                if copies > MOST_COPIES {
                    ways.bounded = true;
                    break 'sizes;
                }
                let changes = pick(&classes, &counts);
                let lines = self.lines(&changes, authority);
                if !lines.iter().any(|(truth, _)| *truth == Truth::False) {
                    found.push(counts);
                }
            }
        }
        // A way that needs evidence to be untrue is none while there is another.
        let drops = |counts: &Vec<usize>| {
            classes.iter().zip(counts).any(|(class, many)| class.act == Act::Drop && *many > 0)
        };
        if !found.is_empty() && found.iter().all(drops) {
            let falling = classes.iter().filter(|class| class.act == Act::Drop);
            ways.in_the_way = falling
                .flat_map(|class| class.members.iter().map(|change| self.id(change)))
                .collect();
        }
        ways.bounded |= found.is_empty();
        ways.ways = found
            .iter()
            .filter(|counts| !drops(counts))
            .map(|counts| self.told(&classes, counts))
            .collect();
        ways
    }

    /// The changes that could matter, those that do the same put together.
    fn classes(
        &self,
        area: &str,
        authority: Option<Authority>,
        now: &Lines,
        copies: &mut usize,
    ) -> Vec<Class> {
        let mut classes: BTreeMap<(Act, Vec<(usize, String)>), Class> = BTreeMap::new();
        for (act, change, endless) in self.changes(area) {
            *copies += 1;
            let then = self.lines(std::slice::from_ref(&change), authority);
            let moved: Vec<(usize, String)> = now
                .iter()
                .zip(&then)
                .enumerate()
                .filter(|(_, (now, then))| now != then)
                .map(|(line, (_, then))| (line, format!("{then:?}")))
                .collect();
            let helps = moved
                .iter()
                .any(|(line, _)| now.get(*line).is_some_and(|(truth, _)| *truth == Truth::False));
            // What undoes a line that holds can never be part of a smallest way by itself, yet
            // it may be outdone by another; only what moves a false line is asked.
            if helps {
                classes
                    .entry((act, moved))
                    .or_insert(Class { act, members: Vec::new(), endless })
                    .members
                    .push(change);
            }
        }
        classes.into_values().collect()
    }

    /// Every single change there is in an area.
    fn changes(&self, area: &str) -> Vec<(Act, Change, bool)> {
        let graph = self.graph;
        let mut changes = Vec::new();
        let areas = graph.framework.areas.iter().enumerate();
        for (index, inside) in
            areas.filter(|(_, one)| one.id == area || one.part_of.as_deref() == Some(area))
        {
            for place in 0..inside.characteristics.len() {
                let show = |polarity| Change::Show { area: index, characteristic: place, polarity };
                changes.push((Act::ShowStrength, show(Polarity::Strength), false));
                changes.push((Act::ShowWeakness, show(Polarity::Weakness), true));
            }
        }
        for kind in 0..graph.book.kinds.len() {
            changes.push((Act::Raise, Change::Raise { kind, area: area.to_owned() }, true));
        }
        for (at, judgment) in graph.inspection.judgments.iter().enumerate() {
            let here = judgment.area.as_deref() == Some(area) && judgment.grade.is_none();
            if here && judgment.parent.is_none() {
                changes.push((Act::Withdraw, Change::Withdraw(at), false));
            }
        }
        let grade = Node::Judgment(self.at);
        for (node, _) in graph.outgoing(grade, Relation::RestsOn) {
            if let Node::Statement(at) = node {
                changes.push((Act::Drop, Change::Drop(at), false));
            }
        }
        changes
    }

    /// Whether the capture may hide what a change makes.
    fn maybe_there(&self, change: &Change) -> bool {
        let Change::Raise { kind, .. } = change else {
            return false;
        };
        let evaluator = Evaluator::new(self.graph);
        evaluator.tally(Node::Judgment(self.at), Noun::Kind(*kind)).1
    }

    fn told(&self, classes: &[Class], counts: &[usize]) -> Vec<Step> {
        classes
            .iter()
            .zip(counts)
            .filter(|(_, number)| **number > 0)
            .map(|(class, number)| Step {
                act: class.act,
                number: *number,
                of: class.members.iter().map(|change| self.id(change)).collect(),
                titles: class.members.iter().map(|change| self.title(change)).collect(),
                maybe_there: class.members.iter().any(|change| self.maybe_there(change)),
            })
            .collect()
    }

    fn node(&self, change: &Change) -> Option<Node> {
        match change {
            Change::Show { area, characteristic, .. } => {
                Some(Node::Characteristic(*area, *characteristic))
            }
            Change::Withdraw(at) | Change::Regrade(at, _) => Some(Node::Judgment(*at)),
            Change::Drop(at) => Some(Node::Statement(*at)),
            Change::Raise { .. } | Change::Complete => None,
        }
    }

    fn id(&self, change: &Change) -> String {
        match (self.node(change), change) {
            (Some(node), _) => self.graph.id(node),
            (None, Change::Raise { kind, .. }) => {
                self.graph.book.kinds.get(*kind).map(|kind| kind.id.clone()).unwrap_or_default()
            }
            (None, _) => String::new(),
        }
    }

    fn title(&self, change: &Change) -> String {
        match (self.node(change), change) {
            (Some(node), _) => title(self.graph, node),
            (None, Change::Raise { kind, .. }) => {
                let kind = self.graph.book.kinds.get(*kind);
                kind.map(|kind| kind.title.to_lowercase()).unwrap_or_default()
            }
            (None, _) => String::new(),
        }
    }
}

/// Every way to split a number of changes over classes.
fn splits(size: usize, classes: &[Class]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for (at, class) in classes.iter().enumerate() {
        let last = at + 1 == classes.len();
        let mut next = Vec::new();
        for counts in all {
            let left = size - counts.iter().sum::<usize>();
            let most = if class.endless { left } else { left.min(class.members.len()) };
            let least = if last { left } else { 0 };
            for number in (least..=most).rev() {
                let mut counts = counts.clone();
                counts.push(number);
                next.push(counts);
            }
        }
        all = next;
    }
    all.retain(|counts| !counts.is_empty());
    all
}

/// The first members of each class, as many as it says.
fn pick(classes: &[Class], counts: &[usize]) -> Vec<Change> {
    classes
        .iter()
        .zip(counts)
        .flat_map(|(class, number)| class.members.iter().cycle().take(*number).cloned())
        .collect()
}
