//! What carries weight: the statements, and the audits or samples, without which a judgment would
//! have another support. Found by judging again without them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::suppose::{Change, Supposed};
use crate::graph::{Graph, Node};
use crate::judging::{Judged, Support, judge};
use crate::language::syntax::Relation;

/// Most statements or bases that fall together.
pub const MOST_FALLING: usize = 3;
/// Most copies that are judged for one judgment.
pub const MOST_COPIES: usize = 2_000;

/// What the judgments rest on so that they would change without it.
#[derive(Debug, Serialize)]
pub struct Weights {
    /// One entry for each judgment asked about.
    pub judgments: Vec<Weight>,
    /// Whether the bound on judged copies was reached, so that there may be more sets.
    pub bounded: bool,
}

/// One judgment.
#[derive(Debug, Serialize)]
pub struct Weight {
    /// Its id.
    pub judgment: String,
    /// How far it is supported as things stand.
    pub support: Support,
    /// Whether it would be otherwise without any of its statements.
    pub carried: bool,
    /// The smallest sets without which it would be otherwise, the smallest first.
    pub sets: Vec<Fall>,
}

/// What falls together.
#[derive(Debug, Serialize)]
pub struct Fall {
    /// Ids of statements, or `basis ID` for all that rests on one.
    pub without: Vec<String>,
    /// The support then.
    pub support: Support,
}

struct Load {
    name: String,
    statements: Vec<usize>,
}

/// Weighs the judgments of an area, or all.
pub fn weigh(graph: &Graph<'_>, area: Option<&str>) -> Weights {
    let now = judge(graph);
    let asked: Vec<&Judged<'_>> = now
        .iter()
        .filter(|judged| !judged.lines.is_empty())
        .filter(|judged| area.is_none() || graph.area(judged.node) == area)
        .collect();
    let mut bounded = false;
    let mut judgments = Vec::new();
    for judged in asked {
        let loads = loads(graph, judged.node);
        let mut weight = Weight {
            judgment: graph.id(judged.node),
            support: judged.support,
            carried: false,
            sets: Vec::new(),
        };
        let mut found: Vec<BTreeSet<usize>> = Vec::new();
        let all = loads.iter().flat_map(|load| load.statements.iter().copied()).collect();
        weight.carried = without(graph, judged.node, &all) != Some(judged.support);
        if !weight.carried {
            judgments.push(weight);
            continue;
        }
        let mut copies = 0;
        'sizes: for size in 1..=MOST_FALLING {
            for set in subsets(loads.len(), size) {
                let falling: BTreeSet<usize> = set
                    .iter()
                    .filter_map(|at| loads.get(*at))
                    .flat_map(|load| load.statements.iter().copied())
                    .collect();
                // What holds a known set is no smallest one.
                if found.iter().any(|known| known.is_subset(&falling)) {
                    continue;
                }
                if copies >= MOST_COPIES {
                    bounded = true;
                    break 'sizes;
                }
                copies += 1;
                if let Some(support) = without(graph, judged.node, &falling)
                    && support != judged.support
                {
                    let names = set.iter().filter_map(|at| loads.get(*at));
                    let without = names.map(|load| load.name.clone()).collect();
                    weight.sets.push(Fall { without, support });
                    found.push(falling);
                }
            }
        }
        judgments.push(weight);
    }
    Weights { judgments, bounded }
}

/// What a judgment rests on at the end: statements one by one, and bases of several.
fn loads(graph: &Graph<'_>, judgment: Node) -> Vec<Load> {
    let mut statements: BTreeSet<usize> = BTreeSet::new();
    let direct = graph.outgoing(judgment, Relation::RestsOn);
    let all = direct.into_iter().map(|(node, _)| node).chain(graph.foundations(judgment));
    statements.extend(all.filter_map(|node| match node {
        Node::Statement(at) => Some(at),
        _ => None,
    }));
    let mut bases: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in &statements {
        let basis = graph.inspection.statements.get(*at).and_then(|one| one.basis.as_deref());
        if let Some(basis) = basis {
            bases.entry(basis).or_default().push(*at);
        }
    }
    let single = statements
        .iter()
        .map(|at| Load { name: graph.id(Node::Statement(*at)), statements: vec![*at] });
    let several = bases
        .into_iter()
        .filter(|(_, statements)| statements.len() > 1)
        .map(|(basis, statements)| Load { name: format!("basis {basis}"), statements });
    single.chain(several).collect()
}

fn without(graph: &Graph<'_>, judgment: Node, falling: &BTreeSet<usize>) -> Option<Support> {
    let changes: Vec<Change> = falling.iter().map(|at| Change::Drop(*at)).collect();
    let supposed = Supposed::new(graph, &changes);
    let support = |all: &[Judged<'_>]| {
        all.iter().find(|judged| judged.node == judgment).map(|judged| judged.support)
    };
    supposed.judged(support).flatten()
}

/// The subsets of a size of the first numbers, in order.
fn subsets(all: usize, size: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut next: Option<Vec<usize>> = (size <= all).then(|| (0..size).collect());
    std::iter::from_fn(move || {
        let here = next.clone()?;
        next = after(&here, all);
        Some(here)
    })
}

fn after(set: &[usize], all: usize) -> Option<Vec<usize>> {
    let size = set.len();
    let place = (0..size)
        .rev()
        .find(|place| set.get(*place).is_some_and(|number| *number < all - size + *place))?;
    let first = set.get(place)? + 1;
    let mut next: Vec<usize> = set.iter().take(place).copied().collect();
    next.extend(first..first + size - place);
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::subsets;

    #[test]
    fn subsets_are_all_there_once_and_in_order() {
        let all: Vec<Vec<usize>> = subsets(4, 2).collect();
        assert_eq!(all, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
        assert_eq!(subsets(2, 3).count(), 0);
        assert_eq!(subsets(3, 3).count(), 1);
    }
}
