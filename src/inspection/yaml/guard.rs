//! What stands before the YAML library: one pass over the parser's events that
//! refuses what would blow up (aliases, deep nesting, floods of nodes) and keeps
//! where every key and value stands. The library itself knows no spans of good
//! values and copies aliases without bound.

use std::ops::Range;

use granit_parser::{Event, Parser};

/// Deepest nesting of lists and maps.
const DEEPEST: usize = 64;
/// Most keys and values in one file.
const MOST_NODES: usize = 2_000_000;

/// Where a value stands, and what lies in it.
#[derive(Debug)]
pub struct Located {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it holds.
    pub inside: Inside,
}

/// What a value holds.
#[derive(Debug)]
pub enum Inside {
    /// A single value.
    Scalar,
    /// A list.
    List(Vec<Located>),
    /// Keys in order, each with its bytes.
    Map(Vec<(String, Range<usize>, Located)>),
}

/// Why a text is refused, and where.
#[derive(Debug)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// The bytes to underline.
    pub range: Range<usize>,
    /// How to mend it.
    pub help: String,
}

impl Located {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Located> {
        match &self.inside {
            Inside::Map(entries) => {
                entries.iter().find(|(name, _, _)| name == key).map(|(_, _, value)| value)
            }
            _ => None,
        }
    }

    /// The bytes of a key.
    pub fn key(&self, key: &str) -> Option<Range<usize>> {
        match &self.inside {
            Inside::Map(entries) => {
                entries.iter().find(|(name, _, _)| name == key).map(|(_, range, _)| range.clone())
            }
            _ => None,
        }
    }

    /// The value at an index.
    pub fn item(&self, index: usize) -> Option<&Located> {
        match &self.inside {
            Inside::List(items) => items.get(index),
            _ => None,
        }
    }

    /// Every key that stands twice in one map: the later and the first place.
    pub fn duplicate_keys(&self) -> Vec<(String, Range<usize>, Range<usize>)> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            match &node.inside {
                Inside::Scalar => {}
                Inside::List(items) => open.extend(items),
                Inside::Map(entries) => {
                    let mut seen = std::collections::BTreeMap::new();
                    for (name, range, value) in entries {
                        if let Some(first) = seen.get(name) {
                            let first: &Range<usize> = first;
                            found.push((name.clone(), range.clone(), first.clone()));
                        } else {
                            seen.insert(name, range.clone());
                        }
                        open.push(value);
                    }
                }
            }
        }
        found.sort_by_key(|(_, range, _)| range.start);
        found
    }
}

/// A list or map whose end has not come yet.
struct Open {
    start: usize,
    items: Vec<Located>,
    entries: Vec<(String, Range<usize>, Located)>,
    key: Option<(String, Range<usize>)>,
    is_map: bool,
}

/// Reads the events of a text into a tree of places, or says why not.
pub fn locate(text: &str) -> Result<Option<Located>, Refusal> {
    if let Some(refusal) = odd_line_end(text) {
        return Err(refusal);
    }
    let mut open: Vec<Open> = Vec::new();
    let mut root: Option<Located> = None;
    let mut nodes = 0usize;
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(text.len());
            refused(text, at, &error.info())
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        if event.is_node() {
            nodes += 1;
            limits(nodes, open.len(), &range)?;
        }
        let done = match event {
            Event::DocumentStart(..) if root.is_some() => {
                return Err(Refusal {
                    message: "a second document begins here".to_owned(),
                    range,
                    help: "keep one inspection in each file; take the `---` out".to_owned(),
                });
            }
            Event::Alias(_) => {
                return Err(Refusal {
                    message: "aliases (`*name`) are refused".to_owned(),
                    range,
                    help: "write the value out; curated data needs no aliases, and they can be made to expand without end".to_owned(),
                });
            }
            Event::Scalar(value, ..) => {
                Some((value.into_owned(), Located { range, inside: Inside::Scalar }))
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                open.push(Open {
                    start: range.start,
                    items: Vec::new(),
                    entries: Vec::new(),
                    key: None,
                    is_map: matches!(event, Event::MappingStart(..)),
                });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| {
                let range = closed.start..range.end.max(closed.start);
                let inside = if closed.is_map {
                    Inside::Map(closed.entries)
                } else {
                    Inside::List(closed.items)
                };
                (String::new(), Located { range, inside })
            }),
            _ => None,
        };
        if let Some((text, located)) = done {
            match open.last_mut() {
                None => root = Some(located),
                Some(parent) if !parent.is_map => parent.items.push(located),
                Some(parent) => match parent.key.take() {
                    None => parent.key = Some((text, located.range)),
                    Some((name, range)) => parent.entries.push((name, range, located)),
                },
            }
        }
    }
    Ok(root)
}

/// Characters that end a line for some readers of YAML and not for others: what one takes for a
/// comment, the other reads as content.
fn odd_line_end(text: &str) -> Option<Refusal> {
    let odd = |(at, c): (usize, char)| match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some((at, c)),
        '\r' if !text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')) => Some((at, c)),
        _ => None,
    };
    let (at, c) = text.char_indices().find_map(odd)?;
    Some(Refusal {
        message: format!(
            "the character U+{:04X} ends a line for some readers of YAML only",
            u32::from(c)
        ),
        range: at..at + c.len_utf8(),
        help:
            "take it out; lines end with a line feed, with or without a carriage return before it"
                .to_owned(),
    })
}

/// A syntax error, with the tab that made it if there is one.
fn refused(text: &str, at: usize, why: &str) -> Refusal {
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line.get(..indent).and_then(|blank| blank.find('\t'));
        if let (Some(tab), true) = (tab, start + line.len() + 1 >= at) {
            return Refusal {
                message: format!("line {} is indented with a tab", number + 1),
                range: start + tab..start + tab + 1,
                help: "YAML is indented with blanks; replace the tab".to_owned(),
            };
        }
        start += line.len();
        if start > at + 200 {
            break;
        }
    }
    Refusal {
        message: format!("this is not YAML: {why}"),
        range: one_character(text, at),
        help: "mend the syntax here or on the line above: an open quote, an indent that differs, a text with `: ` or `#` that wants quotes".to_owned(),
    }
}

fn limits(nodes: usize, depth: usize, range: &Range<usize>) -> Result<(), Refusal> {
    let (message, help) = if depth > DEEPEST {
        (format!("nested more than {DEEPEST} deep"), "an inspection needs fewer than ten levels")
    } else if nodes > MOST_NODES {
        (
            format!("more than {MOST_NODES} keys and values"),
            "split the file: one inspection in each",
        )
    } else {
        return Ok(());
    };
    Err(Refusal { message, range: range.clone(), help: help.to_owned() })
}

/// The character at a byte offset, or the last one before the end.
fn one_character(text: &str, at: usize) -> Range<usize> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' => at..at + c.len_utf8(),
        _ => {
            let before = text.get(..at).unwrap_or("").trim_end();
            let last = before.chars().next_back().map_or(0, char::len_utf8);
            before.len() - last..before.len()
        }
    }
}
