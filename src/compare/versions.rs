//! Two versions of an inspection: which statements are worded anew, stand elsewhere, are new or
//! gone; which judgments lost or gained evidence; which findings are mended and which are new.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::graph::{Graph, Node};
use crate::inspection::model::{Judgment, Statement};
use crate::judging::{Assessment, Support};
use crate::source::Sources;

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It says the same in the same section.
    Kept,
    /// It says the same in another section.
    Moved,
    /// It is worded anew.
    Reworded,
}

/// Parts of two versions, joined.
#[derive(Debug, Default)]
pub struct Joined {
    /// Old index, new index, what became of it; by new index.
    pub pairs: Vec<(usize, usize, Fate)>,
    /// Old ones that are gone.
    pub gone: Vec<usize>,
    /// New ones.
    pub new: Vec<usize>,
}

/// A judgment of both versions whose grade, support or evidence is not the same.
#[derive(Debug)]
pub struct Shift {
    /// Old and new index.
    pub judgment: (usize, usize),
    /// Old and new support.
    pub support: (Support, Support),
    /// Statements of the old version it rested on and no longer does.
    pub lost: Vec<usize>,
    /// Statements of the new version it rests on and did not.
    pub gained: Vec<usize>,
}

/// What two versions differ in.
pub struct Versions<'d> {
    /// The statements.
    pub statements: Joined,
    /// The judgments, grades among them.
    pub judgments: Joined,
    /// Judgments of both whose grade, support or evidence changed.
    pub shifts: Vec<Shift>,
    /// Findings of the old version only.
    pub mended: Vec<&'d Diagnostic>,
    /// Findings of the new version only.
    pub fresh: Vec<&'d Diagnostic>,
    /// How many findings both have.
    pub remaining: usize,
}

/// One version: its graph, judged, with all findings.
#[derive(Clone, Copy)]
pub struct Version<'d, 'a> {
    /// The graph.
    pub graph: &'d Graph<'a>,
    /// The judgments with their proofs.
    pub assessment: &'d Assessment<'a>,
    /// All findings, those of reading included.
    pub findings: &'d [Diagnostic],
}

/// Shared words, in thousandths of all words of two texts, from which on one is the other worded
/// anew.
const ALIKE: usize = 500;

/// Most parts looked at for rewording; beyond it only equal words are found again.
const MOST: usize = 4_000;

/// What two versions differ in.
pub fn versions<'d>(old: Version<'d, '_>, new: Version<'d, '_>, sources: &Sources) -> Versions<'d> {
    let told = |version: Version<'_, '_>| -> Vec<Part> {
        version.graph.inspection.statements.iter().map(Part::statement).collect()
    };
    let judged = |version: Version<'_, '_>| -> Vec<Part> {
        version.graph.inspection.judgments.iter().map(Part::judgment).collect()
    };
    let statements = join(&told(old), &told(new));
    let judgments = join(&judged(old), &judged(new));
    let shifts = shifts(old, new, &statements, &judgments);
    let (mended, fresh, remaining) = findings(old.findings, new.findings, sources);
    Versions { statements, judgments, shifts, mended, fresh, remaining }
}

/// A part as it is found again: by id where a person gave it, by section and words.
struct Part {
    id: Option<String>,
    section: String,
    text: String,
    words: BTreeSet<String>,
}

impl Part {
    fn new(id: Option<&str>, section: String, text: &str) -> Self {
        let small = text.to_lowercase();
        let words: Vec<&str> = small.split(|c: char| !c.is_alphanumeric()).collect();
        Self {
            id: id.map(str::to_owned),
            section,
            text: words
                .iter()
                .filter(|word| !word.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(" "),
            words: words.into_iter().filter(|word| word.len() > 2).map(str::to_owned).collect(),
        }
    }

    fn statement(one: &Statement) -> Self {
        let id = one.prose.is_none().then_some(one.id.as_str());
        Self::new(id, one.area.clone().unwrap_or_default(), &one.text)
    }

    fn judgment(one: &Judgment) -> Self {
        let id = one.prose.is_none().then_some(one.id.as_str());
        // A grade is the one of its area, whatever it says.
        let id = if one.grade.is_some() { Some(one.area.as_deref().unwrap_or("")) } else { id };
        let section = format!("{}/{}", one.area.as_deref().unwrap_or(""), one.kind);
        Self::new(id, section, &one.text)
    }

    /// Shared words in thousandths of all words of both.
    fn likeness(&self, other: &Part) -> usize {
        let shared = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - shared;
        (shared * 1000).checked_div(all).unwrap_or(0)
    }
}

fn join(old: &[Part], new: &[Part]) -> Joined {
    let mut found: BTreeMap<usize, (usize, Fate)> = BTreeMap::new();
    let mut free: BTreeSet<usize> = (0..old.len()).collect();
    exactly(old, new, &mut found, &mut free);
    if free.len() <= MOST && new.len() - found.len() <= MOST {
        alike(old, new, &mut found, &mut free);
    }
    Joined {
        new: (0..new.len()).filter(|at| !found.contains_key(at)).collect(),
        pairs: found.into_iter().map(|(new, (old, fate))| (old, new, fate)).collect(),
        gone: free.into_iter().collect(),
    }
}

/// Pairs what has the same id, then what has the same words, first in the same section.
fn exactly(
    old: &[Part],
    new: &[Part],
    found: &mut BTreeMap<usize, (usize, Fate)>,
    free: &mut BTreeSet<usize>,
) {
    type Key<'p> = (u8, &'p str, &'p str);
    let keys: [fn(&Part) -> Option<Key<'_>>; 3] = [
        |part| Some((0, part.id.as_deref()?, "")),
        |part| Some((1, &part.section, &part.text)),
        |part| Some((2, "", &part.text)),
    ];
    for key in keys {
        let mut waiting: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
        for at in free.iter().rev() {
            if let Some(key) = old.get(*at).and_then(key) {
                waiting.entry(key).or_default().push(*at);
            }
        }
        for (at, part) in new.iter().enumerate() {
            if found.contains_key(&at) {
                continue;
            }
            let before = key(part).and_then(|key| waiting.get_mut(&key)?.pop());
            if let Some(one) = before.and_then(|before| old.get(before)) {
                let fate = match (one.text == part.text, one.section == part.section) {
                    (false, _) => Fate::Reworded,
                    (true, true) => Fate::Kept,
                    (true, false) => Fate::Moved,
                };
                let before = before.unwrap_or_default();
                free.remove(&before);
                found.insert(at, (before, fate));
            }
        }
    }
}

/// Pairs what is left by the words shared, the most alike first.
fn alike(
    old: &[Part],
    new: &[Part],
    found: &mut BTreeMap<usize, (usize, Fate)>,
    free: &mut BTreeSet<usize>,
) {
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in free.iter() {
        let words = old.get(*at).map(|part| &part.words);
        for word in words.into_iter().flatten() {
            by_word.entry(word).or_default().push(*at);
        }
    }
    let mut likely = Vec::new();
    for (at, part) in new.iter().enumerate().filter(|(at, _)| !found.contains_key(at)) {
        let near = part.words.iter().filter_map(|word| by_word.get(word.as_str())).flatten();
        for before in near.collect::<BTreeSet<_>>() {
            let Some(one) = old.get(*before) else { continue };
            let likeness = part.likeness(one);
            if likeness >= ALIKE {
                let elsewhere = one.section != part.section;
                likely.push((std::cmp::Reverse(likeness), elsewhere, *before, at));
            }
        }
    }
    likely.sort_unstable();
    for (_, _, before, at) in likely {
        if free.contains(&before) && !found.contains_key(&at) {
            free.remove(&before);
            found.insert(at, (before, Fate::Reworded));
        }
    }
}

fn shifts(
    old: Version<'_, '_>,
    new: Version<'_, '_>,
    statements: &Joined,
    judgments: &Joined,
) -> Vec<Shift> {
    let forth: BTreeMap<usize, usize> =
        statements.pairs.iter().map(|(old, new, _)| (*old, *new)).collect();
    let resting = |version: Version<'_, '_>, at: usize| -> BTreeSet<usize> {
        let all = version.graph.foundations(Node::Judgment(at)).into_iter();
        let statements = all.filter_map(|node| match node {
            Node::Statement(at) => Some(at),
            _ => None,
        });
        statements.collect()
    };
    let support = |version: Version<'_, '_>, at: usize| {
        let judged = version.assessment.judged.iter().find(|one| one.node == Node::Judgment(at));
        judged.map(|one| one.support)
    };
    let grade = |version: Version<'_, '_>, at: usize| {
        version.graph.inspection.judgments.get(at).and_then(|one| one.grade.clone())
    };
    let mut shifts = Vec::new();
    for (before, after, _) in &judgments.pairs {
        let (was, is) = (resting(old, *before), resting(new, *after));
        let carried: BTreeSet<usize> = was.iter().filter_map(|at| forth.get(at)).copied().collect();
        let lost: Vec<usize> = was
            .iter()
            .filter(|at| forth.get(at).is_none_or(|now| !is.contains(now)))
            .copied()
            .collect();
        let gained: Vec<usize> = is.difference(&carried).copied().collect();
        let (Some(a), Some(b)) = (support(old, *before), support(new, *after)) else { continue };
        let regraded = grade(old, *before) != grade(new, *after);
        if a != b || regraded || !lost.is_empty() || !gained.is_empty() {
            shifts.push(Shift { judgment: (*before, *after), support: (a, b), lost, gained });
        }
    }
    shifts
}

/// Findings of the old version only, of the new one only, and how many both have. A finding is the
/// same where its code, its area and the words it is about are.
fn findings<'d>(
    old: &'d [Diagnostic],
    new: &'d [Diagnostic],
    sources: &Sources,
) -> (Vec<&'d Diagnostic>, Vec<&'d Diagnostic>, usize) {
    let key = |one: &Diagnostic| {
        let words = one.span().map_or("", |span| sources.text(span));
        let words: Vec<&str> = words.split_whitespace().collect();
        (one.code.to_string(), one.area.clone(), words.join(" "))
    };
    let mut known: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
    for one in old {
        known.entry(key(one)).or_default().push(one);
    }
    let mut fresh = Vec::new();
    let mut remaining = 0;
    for one in new {
        match known.get_mut(&key(one)).and_then(Vec::pop) {
            Some(_) => remaining += 1,
            None => fresh.push(one),
        }
    }
    let mut mended: Vec<&Diagnostic> = known.into_values().flatten().collect();
    mended.sort_by_key(|one| one.span());
    (mended, fresh, remaining)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(texts: &[(&str, &str)]) -> Vec<Part> {
        texts.iter().map(|(section, text)| Part::new(None, (*section).to_owned(), text)).collect()
    }

    #[test]
    fn parts_are_found_again() {
        let old = parts(&[
            ("a", "Call handlers answer promptly."),
            ("a", "Supervisors review every plan within two weeks of the crime."),
            ("b", "Officers know the policy."),
            ("b", "Nothing is recorded."),
        ]);
        let new = parts(&[
            ("a", "Officers know the policy."),
            ("a", "call handlers answer promptly"),
            ("a", "Supervisors review most plans within two weeks of the crime."),
            ("b", "A new sentence about bail."),
        ]);
        let joined = join(&old, &new);
        assert_eq!(joined.pairs, [(2, 0, Fate::Moved), (0, 1, Fate::Kept), (1, 2, Fate::Reworded)]);
        assert_eq!((joined.gone, joined.new), (vec![3], vec![3]));
    }
}
