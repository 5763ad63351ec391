//! Keys put in order inside a part. The text of each entry moves as it is, with the
//! comments above it and beside it; what stands between entries stays where it is.

use std::ops::Range;

use super::Edit;
use super::form::{Form, Part};
use crate::inspection::yaml::guard::{Inside, Located};

/// The parts whose keys are out of order and that hold no other such part, each as one edit.
pub fn edits(text: &str, tree: &Located, form: &Form) -> Vec<Edit> {
    let parts = form.parts(tree);
    let mut found: Vec<Edit> = Vec::new();
    // From the end, so that an inner part comes before the one that holds it.
    for part in parts.iter().rev() {
        if let Some(edit) = reordered(text, part, form) {
            // Those found begin after this one, so the latest is the one it can hold.
            if found.last().is_none_or(|inner| edit.range.end <= inner.range.start) {
                found.push(edit);
            }
        }
    }
    found.reverse();
    found
}

fn reordered(text: &str, part: &Part<'_>, form: &Form) -> Option<Edit> {
    let Inside::Map(entries) = &part.node.inside else {
        return None;
    };
    let ranks: Vec<usize> = entries
        .iter()
        .map(|(key, _, _)| form.rank(&part.name, key))
        .collect::<Option<Vec<usize>>>()?;
    if ranks.is_sorted() {
        return None;
    }
    let pieces = pieces(text, entries)?;
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|at| ranks.get(*at).copied());
    let (first, last) = (pieces.first()?, pieces.last()?);
    let mut with = String::new();
    let mut end = first.start;
    for (place, piece) in pieces.iter().enumerate() {
        with.push_str(text.get(end..piece.start)?);
        with.push_str(text.get(pieces.get(*order.get(place)?)?.clone())?);
        end = piece.end;
    }
    let id = part.node.get("id").and_then(|id| text.get(id.range.clone()));
    let name = match id {
        Some(id) => format!("{} `{id}`", part.name),
        None => part.name.clone(),
    };
    let what = format!("keys of {name} put in order");
    Some(Edit { range: first.start..last.end, with, what, set: None })
}

/// The bytes of each entry with its comments; `None` where it is not plain whose a text is.
fn pieces(text: &str, entries: &[(String, Range<usize>, Located)]) -> Option<Vec<Range<usize>>> {
    let column = |at: usize| {
        at - text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    };
    let lines: Vec<usize> = entries.iter().map(|(_, key, _)| line_start(text, key.start)).collect();
    // Entries that share a line belong to a part in braces.
    let block = lines.windows(2).all(|pair| pair.first() != pair.last());
    let mut found: Vec<Range<usize>> = Vec::new();
    for (_, key, value) in entries {
        if text.get(key.clone())?.contains('\n') {
            return None;
        }
        let mut end = end_of(text, key, value)?;
        if !block {
            let body = text.get(key.start..end)?;
            if body.contains('#') && body.contains('\n') {
                return None;
            }
            found.push(key.start..end);
            continue;
        }
        let rest = text.get(end..)?;
        let line = rest.split('\n').next()?.trim_end_matches('\r');
        match line.trim_start() {
            "" => {}
            comment if comment.starts_with('#') => end += line.trim_end().len(),
            _ => return None,
        }
        let before = found.last().map_or(key.start, |last| last.end);
        let start = above(text, before, key.start, column(key.start))?;
        found.push(start..end);
    }
    Some(found)
}

/// One past the last byte of an entry, without what follows it. Of a text set off by `|` or `>`
/// blank lines at its end can be part, so there is no telling.
fn end_of(text: &str, key: &Range<usize>, value: &Located) -> Option<usize> {
    let body = text.get(value.range.clone())?;
    match &value.inside {
        Inside::Scalar if body.trim().is_empty() => {
            Some(key.end + text.get(key.end..)?.find(':')? + 1)
        }
        Inside::Scalar if set_off(text, key, value) => None,
        Inside::Scalar => Some(value.range.start + body.trim_end().len()),
        _ if body.starts_with(['[', '{']) => Some(value.range.end),
        Inside::List(items) => end_of(text, key, items.last()?),
        Inside::Map(entries) => {
            let (_, key, value) = entries.last()?;
            end_of(text, key, value)
        }
    }
}

/// Whether a text is set off by `|` or `>`.
fn set_off(text: &str, key: &Range<usize>, value: &Located) -> bool {
    let head = text.get(key.end..value.range.end).unwrap_or("");
    let head = head.trim_start_matches([':', ' ', '-']);
    head.starts_with(['|', '>'])
}

/// Where the comments directly above an entry begin; `None` if one is indented otherwise.
fn above(text: &str, before: usize, key: usize, column: usize) -> Option<usize> {
    let gap = text.get(before..key)?;
    let mut start = key;
    let mut at = before;
    let mut attached = false;
    for line in gap.split_inclusive('\n') {
        let body = line.trim();
        let indent = line.len() - line.trim_start().len();
        if body.starts_with('#') {
            if indent != column || at == before {
                return None;
            }
            if !attached {
                start = at + indent;
                attached = true;
            }
        } else if body.is_empty() && line.ends_with('\n') {
            // A blank line parts a comment from what follows.
            attached = false;
            start = key;
        } else if !body.is_empty() {
            return None;
        }
        at += line.len();
    }
    Some(start)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}
