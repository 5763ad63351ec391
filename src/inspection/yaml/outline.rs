//! Where the keys, the items and the comments of a YAML file stand.

use std::ops::Range;

use super::guard::{self, Inside, Located};

/// The way to a part and to what stands in it. Parts with an id are found by it wherever they
/// stand; sections are found by their area.
pub(super) type Way = Vec<String>;

/// A key, or an item of a list.
#[derive(Debug)]
pub(super) struct Entry {
    pub way: Way,
    /// How many steps of the way lead to the part it stands in.
    pub part: usize,
    /// Its line, from 0.
    pub line: usize,
    /// Its last line, from 0.
    pub last: usize,
    /// The byte of its line at which it begins.
    pub column: usize,
}

/// How a comment stands to the entry it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Above,
    Beside,
    Below,
}

/// Lists whose parts have ids of one name space.
const NAMED: [&str; 2] = ["judgments", "statements"];

/// A comment with the entry it belongs to.
pub(super) struct Comment {
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its entry, by index.
    pub entry: usize,
    pub side: Side,
}

/// Where the entries of a text stand.
pub(super) struct Outline {
    pub entries: Vec<Entry>,
    scalars: Vec<Range<usize>>,
}

impl Outline {
    pub fn of(text: &str) -> Option<Self> {
        let tree = guard::locate(text).ok().flatten()?;
        let starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut walk = Walk { text, starts, found: Self { entries: vec![], scalars: vec![] } };
        walk.node(&tree, &Vec::new(), 0);
        let mut found = walk.found;
        found.scalars.sort_by_key(|range| range.start);
        Some(found)
    }

    /// All comments of the text, with the line of each counted from 1.
    pub fn comments(&self, text: &str) -> Vec<Comment> {
        let mut found = Vec::new();
        let mut start = 0;
        for (line, body) in text.split('\n').enumerate() {
            let hash = body.match_indices('#').map(|(at, _)| at).find(|at| {
                let before = body.get(..*at).unwrap_or("");
                (before.is_empty() || before.ends_with([' ', '\t'])) && !self.within(start + at)
            });
            if let Some(at) = hash {
                let alone = body.get(..at).is_some_and(|before| before.trim().is_empty());
                let text = body.get(at..).unwrap_or("").trim_end().to_owned();
                if let Some((entry, side)) = self.owner(line, at, alone) {
                    found.push(Comment { text, line: line + 1, entry, side });
                }
            }
            start += body.len() + 1;
        }
        found
    }

    /// Whether a byte stands in a value.
    fn within(&self, at: usize) -> bool {
        let next = self.scalars.partition_point(|range| range.start <= at);
        let before = next.checked_sub(1).and_then(|place| self.scalars.get(place));
        before.is_some_and(|range| range.end > at)
    }

    /// Whose a comment is: beside an entry that of its line, alone that of the next line, or, if
    /// that stands further out, the one before.
    fn owner(&self, line: usize, column: usize, alone: bool) -> Option<(usize, Side)> {
        let next = self.entries.partition_point(|entry| entry.line <= line);
        if !alone {
            let first = self.entries.partition_point(|entry| entry.line < line);
            let at = if first < next { first } else { next.checked_sub(1)? };
            return Some((at, Side::Beside));
        }
        match self.entries.get(next) {
            Some(entry) if entry.column >= column => Some((next, Side::Above)),
            _ => {
                let before = self.entries.get(..next)?;
                let same = before.iter().rposition(|entry| entry.column <= column);
                match same.or(next.checked_sub(1)) {
                    Some(entry) => Some((entry, Side::Below)),
                    None => (!self.entries.is_empty()).then_some((0, Side::Above)),
                }
            }
        }
    }

    /// The last line of an entry and of all that stands in it, comments too.
    pub fn last_line(&self, at: usize, text: &str) -> usize {
        let Some(own) = self.entries.get(at) else { return 0 };
        let rest = self.entries.get(at + 1..).unwrap_or_default();
        let inside = rest.iter().take_while(|entry| entry.column > own.column);
        let last = inside.last().map_or(own.line, |entry| entry.line);
        let comment = |line: &&str| {
            line.find(|c| c != ' ').is_some_and(|column| column > own.column)
                && line.trim_start().starts_with('#')
        };
        last + text.lines().skip(last + 1).take_while(comment).count()
    }
}

struct Walk<'t> {
    text: &'t str,
    starts: Vec<usize>,
    found: Outline,
}

impl Walk<'_> {
    fn node(&mut self, node: &Located, way: &Way, part: usize) {
        match &node.inside {
            Inside::Scalar => self.found.scalars.push(node.range.clone()),
            Inside::Map(entries) => {
                for (key, range, value) in entries {
                    let mut inner = way.clone();
                    inner.push(key.clone());
                    self.enter(&inner, part, range.start..value.range.end, false);
                    self.found.scalars.push(range.clone());
                    self.node(value, &inner, part);
                }
            }
            Inside::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    let (inner, part) = self.item(item, way, part, at);
                    self.enter(&inner, part, item.range.clone(), true);
                    self.node(item, &inner, part);
                }
            }
        }
    }

    /// The way to an item of a list, and how many steps of it lead to its part.
    fn item(&self, item: &Located, list: &Way, part: usize, at: usize) -> (Way, usize) {
        let said = |key: &str| item.get(key).map(|value| self.scalar(value));
        let last = list.last().map_or("", String::as_str);
        let mut way = list.clone();
        if let Some(id) = said("id") {
            if NAMED.contains(&last) {
                way.clear();
            }
            way.push(id);
            let steps = way.len();
            return (way, steps);
        }
        if last == "sections" {
            way.push(said("area").unwrap_or_default());
            let steps = way.len();
            return (way, steps);
        }
        way.push(match &item.inside {
            Inside::Scalar => self.scalar(item),
            _ => (at + 1).to_string(),
        });
        (way, part)
    }

    fn scalar(&self, value: &Located) -> String {
        let written = self.text.get(value.range.clone()).unwrap_or("");
        written.trim().trim_matches(['"', '\'']).to_owned()
    }

    fn enter(&mut self, way: &Way, part: usize, range: Range<usize>, item: bool) {
        let line = self.line(range.start);
        let begin = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(begin..range.start).unwrap_or("");
        // An item begins with its hyphen, unless it stands in brackets.
        let blank = before.chars().all(|c| c == ' ' || c == '-');
        let column = before.find('-').filter(|_| item && blank).unwrap_or(before.len());
        // A value can reach to the beginning of the line after it.
        let told = self.text.get(..range.end).unwrap_or("").trim_end();
        let last = self.line(told.len().saturating_sub(1)).max(line);
        self.found.entries.push(Entry { way: way.clone(), part, line, last, column });
    }

    /// The line of a byte, from 0.
    fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|at| *at <= byte).saturating_sub(1)
    }
}
