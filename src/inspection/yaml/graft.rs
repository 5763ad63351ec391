//! Keys of a file that a person added and the program does not write: they are taken over as
//! they stand, with all that is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::outline::{Entry, Outline};

/// Puts the keys and items of `old` that `new` lacks into it, each into the part it stood in.
/// What the program writes itself (`own`) is missing for a reason, as are judgments and
/// statements. Gives the text and the lines of `old` that were taken over.
pub(super) fn graft(
    old: &str,
    before: &Outline,
    new: &str,
    own: fn(&str) -> bool,
) -> (String, BTreeSet<usize>) {
    let as_it_was = || (new.to_owned(), BTreeSet::new());
    let Some(after) = Outline::of(new) else { return as_it_was() };
    let lines: Vec<&str> = old.lines().collect();
    let target = Target::of(&after, new);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut put: BTreeMap<usize, String> = BTreeMap::new();
    for (at, entry) in before.entries.iter().enumerate() {
        let Some((last, parent)) = entry.way.split_last() else { continue };
        let inside = taken.contains(&entry.line);
        let gone = entry.way.len() == 1 && entry.part == 1; // a judgment or a statement
        let there = parent.is_empty() || target.ways.contains_key(parent);
        let written = own(last) || target.ways.contains_key(entry.way.as_slice());
        if inside || gone || written || !there || !stands_alone(&lines, before, at) {
            continue;
        }
        if let Some((line, column)) = target.place(before, at) {
            let whole = entry.line..entry.last + 1;
            let moved = shifted(&lines, whole.clone(), entry.column, column);
            put.entry(line).or_default().push_str(&moved);
            taken.extend(whole);
        }
    }
    let mut text = String::with_capacity(new.len() + old.len());
    for (line, body) in target.lines.iter().enumerate() {
        text.push_str(body);
        text.push('\n');
        text.push_str(put.get(&line).map_or("", String::as_str));
    }
    match serde_yaml::from_str::<serde_yaml::Value>(&text) {
        Ok(_) => (text, taken),
        Err(_) => as_it_was(),
    }
}

/// Whether an entry has its lines for itself: nothing but a hyphen stands before it, and nothing
/// behind it.
fn stands_alone(lines: &[&str], outline: &Outline, at: usize) -> bool {
    let Some(entry) = outline.entries.get(at) else { return false };
    let before = lines.get(entry.line).and_then(|line| line.get(..entry.column)).unwrap_or("");
    let rest = outline.entries.get(at + 1..).unwrap_or_default();
    let next = rest.iter().find(|one| !one.way.starts_with(&entry.way));
    before.chars().all(|c| c == ' ') && next.is_none_or(|next| next.line > entry.last)
}

/// What keys are put into.
struct Target<'t> {
    lines: Vec<&'t str>,
    ways: BTreeMap<&'t [String], &'t Entry>,
    /// The first entry of each part.
    firsts: BTreeMap<&'t [String], &'t Entry>,
}

impl<'t> Target<'t> {
    fn of(outline: &'t Outline, text: &'t str) -> Self {
        let entries = outline.entries.iter().rev();
        let parent = |one: &'t Entry| Some((one.way.split_last()?.1, one));
        Self {
            lines: text.lines().collect(),
            ways: entries.clone().map(|one| (one.way.as_slice(), one)).collect(),
            firsts: entries.filter_map(parent).collect(),
        }
    }

    /// The line after which an entry belongs, and its column there: behind the one that stood
    /// before it, else behind the first of its part. Nothing is put into brackets.
    fn place(&self, before: &Outline, at: usize) -> Option<(usize, usize)> {
        let entry = before.entries.get(at)?;
        let parent = entry.way.split_last()?.1;
        let earlier = before.entries.get(..at)?.iter().rev();
        let beside = earlier
            .take_while(|one| one.way.len() >= parent.len())
            .filter(|one| one.way.split_last().is_some_and(|(_, of)| of == parent));
        let sibling = beside.filter_map(|one| self.ways.get(one.way.as_slice())).next();
        let sibling = sibling.or_else(|| self.firsts.get(parent))?;
        let begin = self.lines.get(sibling.line)?.get(..sibling.column)?;
        begin.chars().all(|c| c == ' ' || c == '-').then_some((sibling.last, sibling.column))
    }
}

/// Lines moved from one column to another.
fn shifted(lines: &[&str], range: Range<usize>, from: usize, to: usize) -> String {
    let lines = lines.get(range).unwrap_or_default().iter();
    let line = |line: &&str| match line.get(from..) {
        Some(rest) if !line.trim().is_empty() => format!("{:to$}{rest}\n", ""),
        _ => "\n".to_owned(),
    };
    lines.map(line).collect()
}
