//! From the characteristics of one framework to those of another, by the themes that both name:
//! what is the same, split, merged, new or gone.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::language::rulebook::{Area, Characteristic, Framework, Rulebook, Topic};

/// What became of characteristics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// One is one.
    Same,
    /// One is several.
    Split,
    /// Several are one.
    Merged,
    /// Several are several others.
    Regrouped,
    /// There was none.
    New,
    /// There is none.
    Gone,
    /// What the other framework asks there is not known.
    Unknown,
}

impl Fate {
    /// All of them.
    pub const ALL: [Fate; 7] = [
        Fate::Same,
        Fate::Split,
        Fate::Merged,
        Fate::Regrouped,
        Fate::New,
        Fate::Gone,
        Fate::Unknown,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Same => "same",
            Fate::Split => "split",
            Fate::Merged => "merged",
            Fate::Regrouped => "regrouped",
            Fate::New => "new",
            Fate::Gone => "gone",
            Fate::Unknown => "not known",
        }
    }
}

/// A characteristic in its area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The id of the area.
    pub area: String,
    /// The id of the characteristic.
    pub characteristic: String,
}

/// Characteristics that belong together.
#[derive(Debug, Serialize)]
pub struct Step {
    /// What became of them.
    pub fate: Fate,
    /// Those of the first framework.
    pub from: Vec<Place>,
    /// Those of the second.
    pub to: Vec<Place>,
    /// The themes that tie them.
    pub themes: Vec<String>,
}

/// A theme that has another home.
#[derive(Debug, Serialize)]
pub struct Move {
    /// The theme.
    pub theme: String,
    /// Its home in the first framework, if it has one.
    pub from: Option<String>,
    /// Its home in the second.
    pub to: Option<String>,
}

/// Whether grades of two frameworks can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparable {
    /// The frameworks say so.
    Yes,
    /// They say that they cannot.
    No,
    /// They do not say.
    NotSaid,
}

/// The way from one framework to another.
#[derive(Debug, Serialize)]
pub struct Crosswalk {
    /// The first framework.
    pub from: String,
    /// The second.
    pub to: String,
    /// Whether their grades can be compared.
    pub grades: Comparable,
    /// The characteristics, in the order of the first framework, then the new ones.
    pub steps: Vec<Step>,
    /// Themes that moved to another area.
    pub moved: Vec<Move>,
}

/// Walks from one framework to another.
pub fn crosswalk(book: &Rulebook, from: &Framework, to: &Framework) -> Crosswalk {
    let ways = [book.back_to(&to.id, &from.id), book.back_to(&from.id, &to.id)];
    let grades = match ways.iter().find(|way| way.met).and_then(|way| way.comparable) {
        Some(true) => Comparable::Yes,
        Some(false) => Comparable::No,
        None => Comparable::NotSaid,
    };
    let moved = (0..book.themes.len()).filter_map(|theme| {
        let home = |framework: &Framework| framework.home(theme).map(|area| area.id.clone());
        let (before, after) = (home(from), home(to));
        (before != after).then(|| Move {
            theme: book.theme_id(theme).to_owned(),
            from: before,
            to: after,
        })
    });
    Crosswalk {
        from: from.id.clone(),
        to: to.id.clone(),
        grades,
        steps: steps(book, from, to),
        moved: moved.collect(),
    }
}

type Held<'f> = (&'f Area, &'f Characteristic);

fn all(framework: &Framework) -> Vec<Held<'_>> {
    let areas = framework.areas.iter();
    areas.flat_map(|area| area.characteristics.iter().map(move |one| (area, one))).collect()
}

fn steps(book: &Rulebook, from: &Framework, to: &Framework) -> Vec<Step> {
    let (before, after) = (all(from), all(to));
    // Group after group: whoever shares a subject with a member belongs to it.
    let mut left: BTreeSet<usize> = (0..before.len()).collect();
    let mut right: BTreeSet<usize> = (0..after.len()).collect();
    let mut steps = Vec::new();
    // What stands in the same area about the same subjects is the same, whoever else shares them.
    for one in left.clone() {
        let Some((area, mine)) = before.get(one).copied() else { continue };
        let twin = right.iter().copied().find(|other| {
            after
                .get(*other)
                .is_some_and(|(there, theirs)| area.id == there.id && mine.topics == theirs.topics)
        });
        if let Some(twin) = twin {
            left.remove(&one);
            right.remove(&twin);
            steps.push((one, step(book, to, &pick(&before, &[one]), &pick(&after, &[twin]))));
        }
    }
    while let Some(first) = left.pop_first() {
        let (mut here, mut there) = (vec![first], Vec::new());
        let (mut seen_here, mut seen_there) = (0, 0);
        while seen_here < here.len() || seen_there < there.len() {
            while let Some(one) = here.get(seen_here).copied() {
                seen_here += 1;
                there.extend(take(&mut right, |other| meet(&before, one, &after, other)));
            }
            while let Some(other) = there.get(seen_there).copied() {
                seen_there += 1;
                here.extend(take(&mut left, |one| meet(&before, one, &after, other)));
            }
        }
        steps.push((first, step(book, to, &pick(&before, &here), &pick(&after, &there))));
    }
    steps.sort_by_key(|(first, _)| *first);
    let mut steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
    let new = right.into_iter().filter_map(|other| after.get(other).copied());
    steps.extend(new.map(|other| step(book, to, &[], &[other])));
    steps
}

/// Removes from a set what a test holds of.
fn take(set: &mut BTreeSet<usize>, test: impl Fn(usize) -> bool) -> Vec<usize> {
    let taken: Vec<usize> = set.iter().copied().filter(|one| test(*one)).collect();
    taken.iter().for_each(|one| {
        set.remove(one);
    });
    taken
}

fn pick<'f>(all: &[Held<'f>], chosen: &[usize]) -> Vec<Held<'f>> {
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.into_iter().filter_map(|at| all.get(at).copied()).collect()
}

/// Whether two characteristics share a subject: the same aspect, or a theme that one of the two
/// frameworks does not divide.
fn meet(before: &[Held<'_>], one: usize, after: &[Held<'_>], other: usize) -> bool {
    let (Some((_, one)), Some((_, other))) = (before.get(one), after.get(other)) else {
        return false;
    };
    let divided = |all: &[Held<'_>], topic: &Topic| {
        all.iter().flat_map(|(_, held)| &held.topics).any(|known| known == topic)
    };
    one.topics.iter().any(|mine| {
        other.topics.iter().any(|theirs| {
            mine == theirs
                || (mine.theme == theirs.theme && !divided(after, mine) && !divided(before, theirs))
        })
    })
}

fn step(book: &Rulebook, to: &Framework, from: &[Held<'_>], there: &[Held<'_>]) -> Step {
    let unknown = from
        .iter()
        .any(|(area, _)| to.area(&area.id).is_some_and(|other| other.characteristics.is_empty()));
    let fate = match (from.len(), there.len()) {
        (0, _) => Fate::New,
        (_, 0) if unknown => Fate::Unknown,
        (_, 0) => Fate::Gone,
        (1, 1) => Fate::Same,
        (1, _) => Fate::Split,
        (_, 1) => Fate::Merged,
        _ => Fate::Regrouped,
    };
    let places = |held: &[Held<'_>]| {
        held.iter()
            .map(|(area, one)| Place { area: area.id.clone(), characteristic: one.id.clone() })
            .collect()
    };
    let mut themes: BTreeMap<&str, ()> = BTreeMap::new();
    for (_, held) in from.iter().chain(there) {
        themes.extend(held.topics.iter().map(|topic| (book.theme_id(topic.theme), ())));
    }
    Step {
        fate,
        from: places(from),
        to: places(there),
        themes: themes.into_keys().map(str::to_owned).collect(),
    }
}
