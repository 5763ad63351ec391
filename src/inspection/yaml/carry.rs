//! Comments of a file that is written anew: each is put where it stood, at the key or
//! the part it belongs to. What cannot be put anywhere, and keys that are not written
//! again, are told with their lines.

use std::collections::BTreeMap;
use std::ops::Range;

use super::guard::{self, Inside, Located};

/// A text with the comments of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The text.
    pub text: String,
    /// What was lost, or stands elsewhere now.
    pub losses: Vec<Loss>,
}

/// Something of the earlier text that is not where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The line it stood on, from 1.
    pub line: usize,
    /// What became of it, in words.
    pub what: String,
}

/// The way to a part and to what stands in it. Parts with an id are found by it wherever they
/// stand; sections are found by their area.
type Way = Vec<String>;

/// A key, or an item of a list.
#[derive(Debug)]
struct Entry {
    way: Way,
    /// How many steps of the way lead to the part it stands in.
    part: usize,
    line: usize,
    column: usize,
}

/// How a comment stands to the entry it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Above,
    Beside,
    Below,
}

/// Lists whose parts have ids of one name space.
const NAMED: [&str; 2] = ["judgments", "statements"];

/// Puts the comments of `old` into `new`, which says the same in the order and form of the
/// program. Comments that are `own` to the program are written by it, and not carried.
pub fn carry(old: &str, new: &str, own: impl Fn(&str) -> bool) -> Carried {
    let bare = |losses| Carried { text: new.to_owned(), losses };
    let (Some(before), Some(after)) = (Layout::of(old), Layout::of(new)) else {
        return bare(Vec::new());
    };
    let places: BTreeMap<&[String], usize> =
        after.entries.iter().enumerate().rev().map(|(at, one)| (one.way.as_slice(), at)).collect();
    let mut losses = missing(&before, &places);
    let mut put: BTreeMap<(usize, Side), Vec<String>> = BTreeMap::new();
    for comment in before.comments(old).into_iter().filter(|one| !own(&one.text)) {
        let Some(entry) = before.entries.get(comment.entry) else { continue };
        let found = (entry.part..=entry.way.len()).rev().find_map(|end| {
            let at = places.get(entry.way.get(..end)?)?;
            Some((*at, end))
        });
        let lost = |what: String| Loss { line: comment.line, what };
        let Some((at, end)) = found else {
            losses.push(lost(format!(
                "the comment `{}` is not kept: {} is not in the new file",
                comment.text,
                named(entry, entry.part.max(1))
            )));
            continue;
        };
        let whole = end == entry.way.len();
        if !whole {
            losses.push(lost(format!(
                "the comment `{}` stands at {} now: {} is not in the new file",
                comment.text,
                named(entry, end),
                named(entry, entry.way.len())
            )));
        }
        let side = if whole { comment.side } else { Side::Above };
        let line = match (side, after.entries.get(at)) {
            (Side::Below, Some(_)) => after.last_line(at, new),
            (_, Some(entry)) => entry.line,
            (_, None) => continue,
        };
        let column = after.entries.get(at).map_or(0, |entry| entry.column);
        let text = match side {
            Side::Beside => comment.text,
            _ => format!("{:column$}{}", "", comment.text),
        };
        put.entry((line, side)).or_default().push(text);
    }
    let text = woven(new, &put);
    match says(&text) == says(new) {
        true => Carried { text, losses: sorted(losses) },
        false => bare(vec![Loss {
            line: 1,
            what: "its comments are not kept: with them the file would not read the same"
                .to_owned(),
        }]),
    }
}

fn says(text: &str) -> Option<serde_yaml::Value> {
    serde_yaml::from_str(text).ok()
}

fn sorted(mut losses: Vec<Loss>) -> Vec<Loss> {
    losses.sort_by_key(|loss| loss.line);
    losses
}

/// The first steps of a way in words, and the part it stands in.
fn named(entry: &Entry, end: usize) -> String {
    let inside = entry.way.get(entry.part..end).unwrap_or_default().join(" ");
    let part = entry.part.checked_sub(1).and_then(|last| entry.way.get(last));
    match (part, inside.is_empty()) {
        (None, _) => format!("`{inside}`"),
        (Some(part), true) => format!("`{part}`"),
        (Some(part), false) => format!("`{inside}` of `{part}`"),
    }
}

/// Keys of parts that are there still, and that are not written again.
fn missing(before: &Layout, places: &BTreeMap<&[String], usize>) -> Vec<Loss> {
    let key = |entry: &&Entry| {
        let parent = entry.way.split_last().map_or(&[] as &[String], |(_, parent)| parent);
        let there = parent.is_empty() || places.contains_key(parent);
        // Judgments and statements that are gone are told by what compares the drafts.
        let part = entry.way.len() == 1 && entry.part == 1;
        !part && there && !places.contains_key(entry.way.as_slice())
    };
    let gone = before.entries.iter().filter(key);
    gone.map(|entry| Loss {
        line: entry.line + 1,
        what: format!("{} is not carried over", named(entry, entry.way.len())),
    })
    .collect()
}

/// The new text with what belongs above, beside and below its lines.
fn woven(new: &str, put: &BTreeMap<(usize, Side), Vec<String>>) -> String {
    let mut text = String::with_capacity(new.len());
    let at = |line: usize, side: Side| put.get(&(line, side)).into_iter().flatten();
    for (line, body) in new.lines().enumerate() {
        for comment in at(line, Side::Above) {
            text.push_str(comment);
            text.push('\n');
        }
        text.push_str(body);
        for comment in at(line, Side::Beside) {
            text.push_str("  ");
            text.push_str(comment);
        }
        text.push('\n');
        for comment in at(line, Side::Below) {
            text.push_str(comment);
            text.push('\n');
        }
    }
    text
}

/// A comment with the entry it belongs to.
struct Comment {
    text: String,
    line: usize,
    entry: usize,
    side: Side,
}

/// Where the entries of a text stand.
struct Layout {
    entries: Vec<Entry>,
    scalars: Vec<Range<usize>>,
}

impl Layout {
    fn of(text: &str) -> Option<Self> {
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
    fn comments(&self, text: &str) -> Vec<Comment> {
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
                Some((same.or(next.checked_sub(1))?, Side::Below))
            }
        }
    }

    /// The last line of an entry and of all that stands in it, comments too.
    fn last_line(&self, at: usize, text: &str) -> usize {
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
    found: Layout,
}

impl Walk<'_> {
    fn node(&mut self, node: &Located, way: &Way, part: usize) {
        match &node.inside {
            Inside::Scalar => self.found.scalars.push(node.range.clone()),
            Inside::Map(entries) => {
                for (key, range, value) in entries {
                    let mut inner = way.clone();
                    inner.push(key.clone());
                    self.enter(&inner, part, range.start, false);
                    self.found.scalars.push(range.clone());
                    self.node(value, &inner, part);
                }
            }
            Inside::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    let (inner, part) = self.item(item, way, part, at);
                    self.enter(&inner, part, item.range.start, true);
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

    fn enter(&mut self, way: &Way, part: usize, start: usize, item: bool) {
        let line = self.starts.partition_point(|at| *at <= start).saturating_sub(1);
        let begin = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(begin..start).unwrap_or("");
        // An item begins with its hyphen, unless it stands in brackets.
        let blank = before.chars().all(|c| c == ' ' || c == '-');
        let column = before.find('-').filter(|_| item && blank).unwrap_or(before.len());
        self.found.entries.push(Entry { way: way.clone(), part, line, column });
    }
}
