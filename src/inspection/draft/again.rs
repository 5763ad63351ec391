//! Importing a draft again into a file that a person has edited: what was decided
//! stays, and what moved, was reworded or went is told.

use std::collections::{BTreeMap, HashSet};

use crate::inspection::draft::phrasing::plain;
use crate::inspection::model::{Inspection, Judgment, Statement};

/// What became of the parts of the draft since it was imported.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many parts say the same in the same section.
    pub kept: usize,
    /// Ids of what stands in another section now.
    pub moved: Vec<String>,
    /// Ids of what is worded anew.
    pub reworded: Vec<String>,
    /// Ids of what is new.
    pub new: Vec<String>,
    /// Ids of what is gone.
    pub gone: Vec<String>,
    /// Ids of what is worded anew where a person had restated it, with the words of the person.
    pub replaced: Vec<(String, String)>,
}

/// A short name of a text that does not change with its case, blanks or quotation marks: FNV-1a,
/// 64 bits, in hexadecimal after a letter, so that YAML never takes it for a number.
pub fn digest(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in plain(text).bytes() {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    format!("d{hash:016x}")
}

/// Puts what a person decided into a draft read anew.
pub fn merge(new: &mut Inspection, old: Inspection) -> Changes {
    let mut changes = Changes::default();
    new.id = old.id;
    new.body = old.body;
    new.published = old.published.or(new.published.take());
    new.bases = old.bases;
    for source in &mut new.sources {
        if let Some(known) = old.sources.iter().find(|known| known.id == source.id) {
            source.title.clone_from(&known.title);
        }
    }
    let homes = homes(&old.judgments);
    let mut used: HashSet<String> = HashSet::new();
    let mut fresh_ones = Vec::new();
    let statements = pair(
        &old.statements
            .iter()
            .map(|one| key(&one.area, &one.digest, &one.text))
            .collect::<Vec<_>>(),
        &new.statements
            .iter()
            .map(|one| key(&one.area, &one.digest, &one.text))
            .collect::<Vec<_>>(),
    );
    let mut kept: Vec<Option<Statement>> = old.statements.into_iter().map(Some).collect();
    for (at, found) in statements.iter().enumerate() {
        let Some(one) = new.statements.get_mut(at) else { continue };
        let old = found.and_then(|(at, _)| kept.get_mut(at)?.take());
        let (Some(old), Some((_, fate))) = (old, *found) else {
            fresh_ones.push(at);
            continue;
        };
        tell(&mut changes, &old.id, fate);
        one.digest = Some(digest(&one.text));
        match fate {
            Fate::Reworded => changes.restated(&old.id, old.text, old.digest.as_ref()),
            _ => one.text = old.text,
        }
        one.id = old.id;
        one.method = old.method.or(one.method.take());
        one.basis = old.basis;
        one.historical = old.historical;
        one.polarity = old.polarity;
        one.bears_on = old.bears_on;
        used.insert(one.id.clone());
    }
    judgments(new, old.judgments, &mut changes, &mut used);
    // What a person added stands in no draft; it stays.
    for (at, one) in kept.into_iter().enumerate() {
        match one {
            Some(one) if one.digest.is_none() && used.insert(one.id.clone()) => {
                let home = homes
                    .get(&at)
                    .and_then(|id| new.judgments.iter_mut().find(|judgment| judgment.id == *id));
                if let Some(judgment) = home {
                    judgment.statements.push(new.statements.len());
                }
                new.statements.push(one);
            }
            gone => changes.gone.extend(gone.map(|one| one.id)),
        }
    }
    for at in fresh_ones {
        if let Some(one) = new.statements.get_mut(at) {
            one.id = fresh(&one.id, &mut used);
            changes.new.push(one.id.clone());
        }
    }
    changes
}

fn judgments(
    new: &mut Inspection,
    old: Vec<Judgment>,
    changes: &mut Changes,
    used: &mut HashSet<String>,
) {
    let key_of =
        |one: &Judgment| key(&Some(format!("{:?}/{}", one.area, one.kind)), &one.digest, &one.text);
    let old: Vec<Judgment> = old.into_iter().filter(|one| one.grade.is_none()).collect();
    let places: Vec<usize> = (0..new.judgments.len())
        .filter(|at| new.judgments.get(*at).is_some_and(|one| one.grade.is_none()))
        .collect();
    let pairs = pair(
        &old.iter().map(key_of).collect::<Vec<_>>(),
        &places.iter().filter_map(|at| new.judgments.get(*at)).map(key_of).collect::<Vec<_>>(),
    );
    let mut fresh_ones = Vec::new();
    let mut kept: Vec<Option<Judgment>> = old.into_iter().map(Some).collect();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (place, found) in places.iter().zip(pairs) {
        let Some(one) = new.judgments.get_mut(*place) else { continue };
        let old = found.and_then(|(at, _)| kept.get_mut(at)?.take());
        let (Some(old), Some((_, fate))) = (old, found) else {
            fresh_ones.push(*place);
            continue;
        };
        tell(changes, &old.id, fate);
        one.digest = Some(digest(&one.text));
        match fate {
            Fate::Reworded => changes.restated(&old.id, old.text, old.digest.as_ref()),
            _ => one.text = old.text,
        }
        renamed.insert(one.id.clone(), old.id.clone());
        one.id = old.id;
        one.evidence = old.evidence;
        one.follows_up = old.follows_up;
        one.about = old.about;
        one.deadline = old.deadline.or(one.deadline.take());
        used.insert(one.id.clone());
    }
    for at in fresh_ones {
        if let Some(one) = new.judgments.get_mut(at) {
            let name = fresh(&one.id, used);
            renamed.insert(std::mem::replace(&mut one.id, name.clone()), name.clone());
            changes.new.push(name);
        }
    }
    for one in &mut new.judgments {
        if let Some(parent) = &mut one.parent
            && let Some(name) = renamed.get(&parent.id)
        {
            parent.id.clone_from(name);
        }
    }
    for one in kept.into_iter().flatten() {
        match one.digest.is_none() && used.insert(one.id.clone()) {
            true => new.judgments.push(Judgment { statements: Vec::new(), ..one }),
            false => changes.gone.push(one.id),
        }
    }
}

/// The judgment that each statement stands under, by its id.
fn homes(judgments: &[Judgment]) -> BTreeMap<usize, String> {
    let under = |one: &Judgment| {
        let id = one.id.clone();
        one.statements.clone().into_iter().map(move |at| (at, id.clone()))
    };
    judgments.iter().flat_map(under).collect()
}

impl Changes {
    /// Notes the words of a person that the draft's new ones take the place of.
    fn restated(&mut self, id: &str, text: String, known: Option<&String>) {
        if known.is_some_and(|known| *known != digest(&text)) {
            self.replaced.push((id.to_owned(), text));
        }
    }
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It says the same in the same section.
    Kept,
    /// It says the same in another section.
    Moved,
    /// It says something else where it stood.
    Reworded,
}

fn tell(changes: &mut Changes, id: &str, fate: Fate) {
    match fate {
        Fate::Kept => changes.kept += 1,
        Fate::Moved => changes.moved.push(id.to_owned()),
        Fate::Reworded => changes.reworded.push(id.to_owned()),
    }
}

/// A new id that is none of those used already.
fn fresh(id: &str, used: &mut HashSet<String>) -> String {
    let mut name = id.to_owned();
    let mut number = 2;
    while !used.insert(name.clone()) {
        name = format!("{id}-{number}");
        number += 1;
    }
    name
}

/// The section and the digest of a part.
fn key(section: &Option<String>, known: &Option<String>, text: &str) -> (String, String) {
    let section = section.clone().unwrap_or_default();
    (section, known.clone().unwrap_or_else(|| digest(text)))
}

/// For each new part the old one it was, and what became of it. What has the same words is the
/// same; what follows a part that was found, in the same section, was reworded.
fn pair(old: &[(String, String)], new: &[(String, String)]) -> Vec<Option<(usize, Fate)>> {
    let mut free: BTreeMap<&(String, String), Vec<usize>> = BTreeMap::new();
    for (at, key) in old.iter().enumerate().rev() {
        free.entry(key).or_default().push(at);
    }
    let mut found: Vec<Option<(usize, Fate)>> =
        new.iter().map(|key| Some((free.get_mut(key)?.pop()?, Fate::Kept))).collect();
    let mut elsewhere: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for ((_, digest), places) in free {
        elsewhere.entry(digest).or_default().extend(places);
    }
    for (place, (_, digest)) in found.iter_mut().zip(new) {
        if place.is_none() {
            let at = elsewhere.get_mut(digest.as_str()).and_then(Vec::pop);
            *place = at.map(|at| (at, Fate::Moved));
        }
    }
    let mut taken: HashSet<usize> = found.iter().flatten().map(|(at, _)| *at).collect();
    for at in 0..new.len() {
        if found.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| found.get(before).copied().flatten());
        let next = match before {
            Some((before, _)) => before + 1,
            None if at == 0 => 0,
            None => continue,
        };
        let same_section = match (old.get(next), new.get(at)) {
            (Some(old), Some(new)) => old.0 == new.0,
            _ => false,
        };
        if same_section
            && taken.insert(next)
            && let Some(place) = found.get_mut(at)
        {
            *place = Some((next, Fate::Reworded));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_again() {
        let part = |section: &str, text: &str| (section.to_owned(), digest(text));
        let old = [part("a", "one"), part("a", "two"), part("a", "three"), part("b", "four")];
        let new = [part("a", "one"), part("a", "2"), part("b", "four"), part("a", "Three")];
        let found = pair(&old, &new);
        let wanted = [(0, Fate::Kept), (1, Fate::Reworded), (3, Fate::Kept), (2, Fate::Kept)];
        assert_eq!(found, wanted.map(Some));
        let moved = [part("b", "one")];
        assert_eq!(pair(&old, &moved), [Some((0, Fate::Moved))]);
    }
}
