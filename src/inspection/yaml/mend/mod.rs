//! What `check --fix` mends in a curated file. Only what decides nothing; it works on
//! spans of the text, so that comments, blank lines and the order of entries stay, and
//! the result is read again: it must say the same, but for what was mended.
//!
//! What is safe, and what is not, is described in `docs/curating.md`.

mod form;
mod order;
mod values;

use std::ops::Range;

use serde_yaml::Value;

use super::guard::{self, Located};
use form::{Form, Step};

/// A file mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Its text.
    pub text: String,
    /// What was done, in the order of the file: values first, then the order of keys.
    pub changes: Vec<String>,
}

/// A piece of text to be put in place of another.
#[derive(Debug)]
struct Edit {
    /// The bytes it replaces; none for what is put in.
    range: Range<usize>,
    /// What stands there then.
    with: String,
    /// What it does, in words.
    what: String,
    /// The value that changes, and what it is then.
    set: Option<(Vec<Step>, Value)>,
}

/// Most rounds of putting keys in order: parts lie in parts, but not deep.
const MOST_ROUNDS: usize = 16;

/// Mends a text. `None` if there is nothing to mend, or nothing that can be read as YAML. Keys stay
/// in their order where putting them in order would change what the file says.
///
/// # Errors
///
/// Says so if the mended text would not read as the same file; then nothing must be written.
pub fn mend(text: &str) -> Result<Option<Mended>, String> {
    let Some((tree, wanted)) = read(text) else {
        return Ok(None);
    };
    let form = Form::new();
    let mended = attempt(text, &tree, &wanted, &form, true);
    mended
        .or_else(|| attempt(text, &tree, &wanted, &form, false))
        .map(|mended| Some(mended).filter(|mended| !mended.changes.is_empty()))
        .ok_or_else(|| "the mended text would not read as the same inspection".to_owned())
}

/// Mends values and, if asked, the order of keys; `None` if the result says something else.
fn attempt(
    text: &str,
    tree: &Located,
    value: &Value,
    form: &Form,
    in_order: bool,
) -> Option<Mended> {
    let mut wanted = value.clone();
    let mut changes = Vec::new();
    let edits = values::edits(text, tree, form);
    for (path, value) in edits.iter().filter_map(|edit| edit.set.as_ref()) {
        put(&mut wanted, path, value.clone())?;
    }
    let mut mended = applied(text, edits, &mut changes)?;
    for _ in 0..if in_order { MOST_ROUNDS } else { 0 } {
        let tree = guard::locate(&mended).ok().flatten()?;
        let edits = order::edits(&mended, &tree, form);
        if edits.is_empty() {
            break;
        }
        mended = applied(&mended, edits, &mut changes)?;
    }
    let (tree, found) = read(&mended)?;
    let done = values::edits(&mended, &tree, form).is_empty()
        && (!in_order || order::edits(&mended, &tree, form).is_empty());
    (found == wanted && done).then_some(Mended { text: mended, changes })
}

/// A text as places and as a value, if the reader would get so far.
fn read(text: &str) -> Option<(Located, Value)> {
    let tree = guard::locate(text).ok().flatten()?;
    if !tree.duplicate_keys().is_empty() {
        return None;
    }
    Some((tree, serde_yaml::from_str(text).ok()?))
}

/// A text with all edits made; `None` if they overlap.
fn applied(text: &str, edits: Vec<Edit>, changes: &mut Vec<String>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        out.push_str(text.get(end..edit.range.start)?);
        out.push_str(&edit.with);
        end = edit.range.end;
        changes.push(edit.what);
    }
    out.push_str(text.get(end..)?);
    Some(out)
}

/// Sets the value at a path; a key that is not there is added.
fn put(value: &mut Value, path: &[Step], new: Value) -> Option<()> {
    let (last, way) = path.split_last()?;
    let mut at = value;
    for step in way {
        at = match step {
            Step::Key(key) => at.get_mut(key.as_str())?,
            Step::Item(index) => at.get_mut(*index)?,
        };
    }
    match (last, at) {
        (Step::Key(key), Value::Mapping(map)) => {
            map.insert(Value::String(key.clone()), new);
        }
        (Step::Item(index), Value::Sequence(items)) => *items.get_mut(*index)? = new,
        _ => return None,
    }
    Some(())
}
