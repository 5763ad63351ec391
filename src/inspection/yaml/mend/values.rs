//! Values that can be mended without deciding anything: ids that are missing or
//! stand twice, numbers where a text belongs, percentages left empty.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use super::Edit;
use super::form::{Form, Part, Sort, Step};
use crate::inspection::yaml::guard::{Inside, Located};

/// Parts whose ids share one name space.
const NAMED: [&str; 3] = ["judgment", "statement", "tally"];

/// All such values of a file, in order; no two overlap.
pub fn edits(text: &str, tree: &Located, form: &Form) -> Vec<Edit> {
    let parts = form.parts(tree);
    let mut names = Names::of(text, &parts);
    let mut found = Vec::new();
    for part in &parts {
        let Inside::Map(entries) = &part.node.inside else {
            continue;
        };
        let before = found.len();
        if NAMED.contains(&part.name.as_str()) {
            found.extend(names.mended(text, part));
        }
        let renamed = found.len() > before;
        for (key, _, value) in entries.iter().filter(|(key, ..)| !(renamed && key == "id")) {
            let path = |item: Option<usize>| {
                let mut path = part.path.clone();
                path.push(Step::Key(key.clone()));
                path.extend(item.map(Step::Item));
                path
            };
            match (form.sort(&part.name, key), &value.inside) {
                (Sort::Text, _) => found.extend(in_quotes(text, value, key, path(None))),
                (Sort::Texts, Inside::List(items)) => {
                    found.extend(
                        items
                            .iter()
                            .enumerate()
                            .filter_map(|(at, item)| in_quotes(text, item, key, path(Some(at)))),
                    );
                }
                _ => {}
            }
        }
        if part.name == "figure" {
            found.extend(share(text, part));
            found.extend(change(text, part));
        }
    }
    found.sort_by_key(|edit| edit.range.start);
    found
}

/// A number or a truth value where a text belongs, in quotes: the same signs, read as a text.
fn in_quotes(text: &str, value: &Located, key: &str, path: Vec<Step>) -> Option<Edit> {
    let written = written(text, value)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-._".contains(c);
    let no_text = matches!(serde_yaml::from_str(written), Ok(Value::Number(_) | Value::Bool(_)));
    (no_text && written.chars().all(plain)).then(|| Edit {
        range: value.range.clone(),
        with: format!("\"{written}\""),
        what: format!("`{key}`: `{written}` put in quotes"),
        set: Some((path, Value::String(written.to_owned()))),
    })
}

/// A scalar as it is written.
fn written<'t>(text: &'t str, value: &Located) -> Option<&'t str> {
    let scalar = matches!(value.inside, Inside::Scalar);
    text.get(value.range.clone()).filter(|_| scalar)
}

/// What a scalar says.
fn said(text: &str, value: &Located) -> Option<String> {
    let written = written(text, value)?;
    match serde_yaml::from_str(written) {
        Ok(Value::String(text)) => Some(text),
        Ok(Value::Number(_) | Value::Bool(_)) => Some(written.to_owned()),
        _ => None,
    }
}

/// The ids of a file.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    met: BTreeSet<String>,
    referred: BTreeSet<String>,
    /// How many forms of a name were tried.
    tried: BTreeMap<String, usize>,
}

impl Names {
    fn of(text: &str, parts: &[Part<'_>]) -> Self {
        let mut names = Self::default();
        for part in parts {
            if NAMED.contains(&part.name.as_str()) {
                names.taken.extend(part.node.get("id").and_then(|id| said(text, id)));
            }
            for key in ["for", "evidence", "follows-up"] {
                let Some(value) = part.node.get(key) else {
                    continue;
                };
                match &value.inside {
                    Inside::List(items) => {
                        names.referred.extend(items.iter().filter_map(|item| said(text, item)));
                    }
                    _ => names.referred.extend(said(text, value)),
                }
            }
        }
        names
    }

    /// The id of a part, if it has none, or one that stands before and that nothing refers to.
    fn mended(&mut self, text: &str, part: &Part<'_>) -> Option<Edit> {
        let mut path = part.path.clone();
        path.push(Step::Key("id".to_owned()));
        let set = |id: &str| Some((path, Value::String(id.to_owned())));
        match part.node.get("id") {
            None => {
                let id = self.free(&wished(text, part));
                let Inside::Map(entries) = &part.node.inside else {
                    return None;
                };
                let (_, first, _) = entries.first()?;
                let with = format!("id: {id}{}", between(text, part.node, first.start)?);
                let what = format!("{} without an id is called `{id}`", part.name);
                Some(Edit { range: first.start..first.start, with, what, set: set(&id) })
            }
            Some(node) => {
                let id = said(text, node)?;
                if self.met.insert(id.clone()) || self.referred.contains(&id) {
                    return None;
                }
                let other = self.free(&id);
                let what = format!("the second `{id}` is called `{other}`");
                let with = quoted_if_needed(&other);
                Some(Edit { range: node.range.clone(), with, what, set: set(&other) })
            }
        }
    }

    /// The name, or with the first letter or number behind it that makes it free.
    fn free(&mut self, wished: &str) -> String {
        let from = *self.tried.get(wished).unwrap_or(&1);
        for number in from.. {
            let name = match (number, u8::try_from(number)) {
                (1, _) => wished.to_owned(),
                (2..=26, Ok(number)) => format!("{wished}{}", char::from(b'a' - 1 + number)),
                _ => format!("{wished}-{}", number - 25),
            };
            if !self.taken.contains(&name) {
                self.tried.insert(wished.to_owned(), number + 1);
                self.taken.insert(name.clone());
                self.met.insert(name.clone());
                return name;
            }
        }
        wished.to_owned()
    }
}

fn quoted_if_needed(id: &str) -> String {
    match serde_yaml::from_str::<Value>(id) {
        Ok(Value::String(same)) if same == id => id.to_owned(),
        _ => serde_json::to_string(id).unwrap_or_default(),
    }
}

/// The first letter of its kind, or of its document, and the line it stands on; of a tally what
/// it counts.
fn wished(text: &str, part: &Part<'_>) -> String {
    let field = |key: &str| part.node.get(key).and_then(|value| said(text, value));
    if part.name == "tally" {
        let of = field("grade").map(|grade| format!("-{grade}")).unwrap_or_default();
        return plain(&format!("t-{}{of}", field("counts").unwrap_or_default()));
    }
    let at = field("at").unwrap_or_default();
    let (document, place) = at.split_once([':', '#']).unwrap_or((&at, ""));
    let digits: String = place.chars().take_while(char::is_ascii_digit).collect();
    let named = if part.name == "judgment" { field("kind") } else { Some(document.to_owned()) };
    let letter = named.unwrap_or_default().chars().next().filter(char::is_ascii_lowercase);
    let letter = letter.unwrap_or(if part.name == "judgment" { 'j' } else { 's' });
    match digits.is_empty() {
        true => format!("{letter}-1"),
        false => format!("{letter}{digits}"),
    }
}

fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// What stands between two entries of a part: a comma in braces, else a new line as far in.
fn between(text: &str, part: &Located, first: usize) -> Option<String> {
    if text.get(part.range.clone())?.starts_with('{') {
        return Some(", ".to_owned());
    }
    let line = text.get(..first)?.rfind('\n').map_or(0, |end| end + 1);
    let indent = text.get(line..first)?;
    let blank = indent.chars().all(|c| c == ' ' || c == '-');
    let windows = text.split('\n').next().is_some_and(|line| line.ends_with('\r'));
    let end = if windows { "\r\n" } else { "\n" };
    blank.then(|| format!("{end}{}", " ".repeat(indent.len())))
}

fn number(text: &str, part: &Part<'_>, key: &str) -> Option<f64> {
    let value = serde_yaml::from_str::<Value>(written(text, part.node.get(key)?)?).ok()?;
    value.as_f64().filter(|number| number.is_finite())
}

/// A `percent` left empty beside its count and its whole.
fn share(text: &str, part: &Part<'_>) -> Option<Edit> {
    let (count, of) = (number(text, part, "count")?, number(text, part, "of")?);
    let sound = of > 0.0 && (0.0..=of).contains(&count);
    filled(text, part, "percent", (100.0 * count / of).into(), sound)
}

/// A `change` left empty beside the levels before and after.
fn change(text: &str, part: &Part<'_>) -> Option<Edit> {
    let (from, to) = (number(text, part, "from")?, number(text, part, "to")?);
    filled(text, part, "change", (100.0 * (to - from) / from).into(), from > 0.0)
}

/// Fills in a number to one decimal, rounded half up, where the key is there and says nothing.
fn filled(text: &str, part: &Part<'_>, key: &str, exact: Option<f64>, sound: bool) -> Option<Edit> {
    let value = part.node.get(key)?;
    let written = written(text, value)?;
    let exact = exact.filter(|exact| sound && exact.abs() < 1e9)?;
    let rounded = (exact * 10.0).round() / 10.0;
    let with = format!("{rounded}");
    let read = serde_yaml::from_str::<Value>(&with).ok()?;
    let (range, with) = match written {
        "" => {
            let end = part.node.key(key)?.end;
            let colon = end + text.get(end..)?.find(':')? + 1;
            (colon..colon, format!(" {with}"))
        }
        "~" | "null" => (value.range.clone(), with),
        _ => return None,
    };
    let what = format!("empty `{key}` is {rounded}, as its numbers compute to");
    let mut path = part.path.clone();
    path.push(Step::Key(key.to_owned()));
    Some(Edit { range, with, what, set: Some((path, read)) })
}
