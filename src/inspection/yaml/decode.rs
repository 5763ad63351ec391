//! From YAML values to the raw structs, with every fault of the file in one
//! run. The decoder stops at its first fault; so the faulty value is noted and
//! cut out, and the rest decoded again, until nothing is wrong any more.

use serde_path_to_error::Segment;
use serde_yaml::Value;

use super::guard::Located;
use super::raw::RawInspection;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{FileId, Span};

/// Most structural faults reported for one file.
const MOST_FAULTS: usize = 100;

/// From how many bytes on a file is large.
const LARGE: usize = 512 * 1024;

/// Decodes a value; faults are added, and `None` given if nothing usable is left.
pub fn decode(
    file: FileId,
    mut value: Value,
    tree: &Located,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawInspection> {
    // Lists lose items as they are cut out; the tree keeps the old numbering.
    let mut shifts: Vec<(Vec<Step>, usize)> = Vec::new();
    let mut cut: Vec<Vec<Step>> = Vec::new();
    // Decoding is repeated for each fault: of a large file fewer are looked for.
    let most = if tree.range.len() > LARGE { MOST_FAULTS / 10 } else { MOST_FAULTS };
    for _ in 0..most {
        let error = match serde_path_to_error::deserialize(value.clone()) {
            Ok(raw) => return Some(raw),
            Err(error) => error,
        };
        let path = steps(error.path());
        let message = error.inner().to_string();
        let original = unshift(&path, &shifts);
        let fault = Fault::of(&message);
        let consequence = match &fault {
            Fault::Missing(field) => cut.contains(&with_key(&original, field)),
            _ => false,
        };
        if !consequence {
            faults.push(fault.report(file, &original, tree, &message));
        }
        let victim = fault.victim(&path, tree, &original)?;
        cut.push(unshift(&victim, &shifts));
        if let Some((Step::Index(index), parent)) = victim.split_last().map(|(a, b)| (a.clone(), b))
        {
            shifts.push((parent.to_vec(), index));
        }
        if victim.is_empty() || !remove(&mut value, &victim) {
            return None;
        }
    }
    faults.push(Diagnostic::error(
        "wrong-value",
        format!("more than {most} faults of form in this file; the rest is not listed"),
    ));
    None
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

enum Fault {
    Unknown(String, Vec<String>),
    Missing(String),
    Wrong,
}

fn steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn with_key(path: &[Step], key: &str) -> Vec<Step> {
    let mut longer = path.to_vec();
    longer.push(Step::Key(key.to_owned()));
    longer
}

/// The path in the file of a path in the value that items were cut from.
fn unshift(path: &[Step], shifts: &[(Vec<Step>, usize)]) -> Vec<Step> {
    let mut original = path.to_vec();
    for (parent, index) in shifts.iter().rev() {
        let starts =
            original.len() > parent.len() && original.iter().zip(parent).all(|(a, b)| a == b);
        if let (true, Some(Step::Index(at))) = (starts, original.get_mut(parent.len()))
            && *at >= *index
        {
            *at += 1;
        }
    }
    original
}

impl Fault {
    fn of(message: &str) -> Self {
        let quoted: Vec<String> =
            message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        match quoted.split_first() {
            Some((field, known)) if message.starts_with("unknown field") => {
                Fault::Unknown(field.clone(), known.to_vec())
            }
            Some((field, _)) if message.starts_with("missing field") => {
                Fault::Missing(field.clone())
            }
            _ => Fault::Wrong,
        }
    }

    fn report(&self, file: FileId, path: &[Step], tree: &Located, message: &str) -> Diagnostic {
        let node = find(tree, path);
        let value = node.map_or(tree.range.clone(), |node| node.range.clone());
        let span = |range| Span::new(file, range);
        match self {
            Fault::Unknown(field, known) => {
                let parent = container(path, field);
                let range = find(tree, parent).and_then(|node| node.key(field)).unwrap_or(value);
                Diagnostic::error("unknown-field", format!("unknown field `{field}`"))
                    .at(span(range), "not a field of this part")
                    .help(did_you_mean(field, "fields here", known.iter().map(String::as_str)))
            }
            Fault::Missing(field) => {
                Diagnostic::error("missing-field", format!("the field `{field}` is missing"))
                    .at(span(first_line(tree, path, value)), "in this part")
                    .help(format!("add `{field}: …`"))
            }
            Fault::Wrong => Diagnostic::error("wrong-value", plain(message))
                .at(span(value), "this value")
                .help(advice(message)),
        }
    }

    /// What to cut out so that decoding can go on.
    fn victim(&self, path: &[Step], tree: &Located, original: &[Step]) -> Option<Vec<Step>> {
        match self {
            Fault::Unknown(field, _) => Some(with_key(container(path, field), field)),
            // A part without a field it needs cannot be kept; cut out the whole item.
            Fault::Missing(_) => last_index(path),
            Fault::Wrong => {
                let there = find(tree, original).is_some() && !path.is_empty();
                there.then(|| path.to_vec())
            }
        }
    }
}

/// The path of the map that holds an unknown field, whether or not the path names the field.
fn container<'p>(path: &'p [Step], field: &str) -> &'p [Step] {
    match path.split_last() {
        Some((Step::Key(last), parent)) if last == field => parent,
        _ => path,
    }
}

fn last_index(path: &[Step]) -> Option<Vec<Step>> {
    let at = path.iter().rposition(|step| matches!(step, Step::Index(_)))?;
    path.get(..=at).map(<[Step]>::to_vec)
}

fn find<'t>(tree: &'t Located, path: &[Step]) -> Option<&'t Located> {
    path.iter().try_fold(tree, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.item(*index),
    })
}

/// For a missing field: the first key of the part, not the whole of it.
fn first_line(
    tree: &Located,
    path: &[Step],
    whole: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    match find(tree, path).map(|node| &node.inside) {
        Some(super::guard::Inside::Map(entries)) => match entries.first() {
            Some((_, key, value)) if matches!(value.inside, super::guard::Inside::Scalar) => {
                key.start..value.range.end
            }
            Some((_, key, _)) => key.clone(),
            None => whole,
        },
        _ => whole,
    }
}

fn remove(value: &mut Value, path: &[Step]) -> bool {
    let Some((last, parents)) = path.split_last() else {
        return false;
    };
    let mut at = value;
    for step in parents {
        let next = match step {
            Step::Key(key) => at.get_mut(key.as_str()),
            Step::Index(index) => at.get_mut(*index),
        };
        match next {
            Some(inner) => at = inner,
            None => return false,
        }
    }
    match (last, at) {
        (Step::Key(key), Value::Mapping(map)) => map.remove(key.as_str()).is_some(),
        (Step::Index(index), Value::Sequence(items)) if *index < items.len() => {
            items.remove(*index);
            true
        }
        _ => false,
    }
}

/// The decoder's message without its type names.
fn plain(message: &str) -> String {
    let text = message.split(" at line ").next().unwrap_or(message);
    let text =
        text.rsplit_once(": invalid").map_or(text.to_owned(), |(_, rest)| format!("invalid{rest}"));
    let text = text
        .replace("invalid type: ", "")
        .replace("string \"", "the text \"")
        .replace("floating point `", "the number `")
        .replace("integer `", "the number `")
        .replace("boolean `", "the value `")
        .replace("sequence,", "a list,")
        .replace("map,", "a part with fields,")
        .replace("expected a sequence", "expected a list")
        .replace("unknown variant", "unknown word")
        .replace("unit value", "an empty value")
        .replace("expected f64", "expected a number")
        .replace("expected a string", "expected a text");
    // `struct RawStatement` means nothing to a reader.
    match text.split_once("struct Raw") {
        Some((before, name)) => format!("{before}a {}", name.to_lowercase()),
        None => text,
    }
}

fn advice(message: &str) -> Option<String> {
    if message.contains("expected a string") {
        return Some("a text is wanted here; put it in quotes".to_owned());
    }
    if message.contains("expected f64") {
        return Some(
            "a plain number is wanted here: no unit, no percent sign, no thousands comma"
                .to_owned(),
        );
    }
    if message.contains("expected a sequence") {
        return Some(
            "a list is wanted here: begin each item with `- `, or write `[a, b]`".to_owned(),
        );
    }
    None
}
