//! What parts a curated file has, which fields each, and in which order: read off
//! the schema of the structs that the reader fills, so that the two cannot differ.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::inspection::yaml::guard::{Inside, Located};
use crate::inspection::yaml::raw::RawInspection;

/// What a field holds, as far as mending cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A part, by name.
    Part(String),
    /// A list of parts.
    Parts(String),
    /// A number, a truth value.
    Other,
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Under a key.
    Key(String),
    /// In a list.
    Item(usize),
}

/// A part of a file.
#[derive(Debug)]
pub struct Part<'t> {
    /// What it is: `inspection`, `section`, `judgment` …
    pub name: String,
    /// Where it stands.
    pub node: &'t Located,
    /// The way to it.
    pub path: Vec<Step>,
}

/// The form of a curated file.
pub struct Form(Value);

/// What the file itself is called as a part.
const WHOLE: &str = "inspection";

impl Form {
    /// The form that the reader knows.
    pub fn new() -> Self {
        let generator = SchemaSettings::draft07().into_generator();
        Self(generator.into_root_schema_for::<RawInspection>().to_value())
    }

    fn properties(&self, part: &str) -> Option<&serde_json::Map<String, Value>> {
        let part = match part {
            WHOLE => &self.0,
            _ => self.0.get("definitions")?.get(part)?,
        };
        part.get("properties")?.as_object()
    }

    /// The place of a field among those of its part; `None` for a field it does not have.
    pub fn rank(&self, part: &str, field: &str) -> Option<usize> {
        self.properties(part)?.keys().position(|name| name == field)
    }

    /// What a field of a part holds.
    pub fn sort(&self, part: &str, field: &str) -> Sort {
        let property = self.properties(part).and_then(|all| all.get(field));
        let Some(property) = property else {
            return Sort::Other;
        };
        if let Some(items) = property.get("items") {
            return match (reference(items), is_text(items)) {
                (Some(part), _) => Sort::Parts(part),
                (None, true) => Sort::Texts,
                _ => Sort::Other,
            };
        }
        let first = property.get("anyOf").and_then(|any| any.get(0));
        match (first.and_then(reference), is_text(property)) {
            (Some(part), _) => Sort::Part(part),
            (None, true) => Sort::Text,
            _ => Sort::Other,
        }
    }

    /// All parts of a file in the order in which they begin.
    pub fn parts<'t>(&self, tree: &'t Located) -> Vec<Part<'t>> {
        let mut found = Vec::new();
        let mut open = vec![Part { name: WHOLE.to_owned(), node: tree, path: Vec::new() }];
        while let Some(part) = open.pop() {
            let Inside::Map(entries) = &part.node.inside else {
                continue;
            };
            let mut inner = Vec::new();
            for (key, _, node) in entries {
                let mut path = part.path.clone();
                path.push(Step::Key(key.clone()));
                match (self.sort(&part.name, key), &node.inside) {
                    (Sort::Part(name), _) => inner.push(Part { name, node, path }),
                    (Sort::Parts(name), Inside::List(items)) => {
                        inner.extend(items.iter().enumerate().map(|(at, node)| {
                            let mut path = path.clone();
                            path.push(Step::Item(at));
                            Part { name: name.clone(), node, path }
                        }));
                    }
                    _ => {}
                }
            }
            open.extend(inner.into_iter().rev());
            found.push(part);
        }
        found
    }
}

fn reference(schema: &Value) -> Option<String> {
    let path = schema.get("$ref")?.as_str()?;
    path.strip_prefix("#/definitions/").map(str::to_owned)
}

fn is_text(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == "string",
        Some(Value::Array(several)) => several.iter().any(|one| one == "string"),
        _ => false,
    }
}
