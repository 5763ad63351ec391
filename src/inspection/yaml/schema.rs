//! The JSON Schema of the curated YAML: made from the structs that the reader
//! fills, with the names that the rulebook knows put in.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::raw::RawInspection;
use crate::language::EVENTS;
use crate::language::rulebook::{Framework, Rulebook};

const DATE: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const PERIOD: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const DEADLINE: &str =
    r"^(immediately|within [0-9]+ (day|week|month)s?|by [0-9]{4}-[0-9]{2}-[0-9]{2})$";
const FILLED: &str = r"\S";

/// The schema of one curated inspection, after JSON Schema draft 07, which editors know best.
///
/// It holds the frameworks, areas, grades, kinds, methods, gaps and characteristics of `rules`.
/// What needs more than one place of a file (whether an id is there, whether a day exists) stays
/// with the reader.
pub fn schema(rules: &Rulebook) -> Value {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(quiet));
    let mut parts = Parts(settings.into_generator().into_root_schema_for::<RawInspection>());
    parts.head(rules);
    parts.names(rules);
    parts.forms();
    let frameworks: Vec<Value> = rules.frameworks.iter().map(of_framework).collect();
    let mut schema = parts.0;
    schema.insert("allOf".to_owned(), Value::Array(frameworks));
    schema.to_value()
}

/// The schema of an output written by serde.
pub fn of_output<T: JsonSchema>(title: &str) -> Value {
    let settings = SchemaSettings::draft07().for_serialize();
    let mut schema = settings
        .with_transform(RecursiveTransform(quiet))
        .into_generator()
        .into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}

/// Without the sizes of machine numbers and without defaults that say nothing.
fn quiet(schema: &mut Schema) {
    schema.remove("format");
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
}

/// The schema as it is made, by part and field.
struct Parts(Schema);

impl Parts {
    /// Adds keywords to a field; a part without a name is the file itself.
    fn add(&mut self, part: &str, field: &str, keywords: &Value) {
        let path = match part {
            "" => format!("/properties/{field}"),
            _ => format!("/definitions/{part}/properties/{field}"),
        };
        let target = self.0.pointer_mut(&path).and_then(Value::as_object_mut);
        if let (Some(target), Some(keywords)) = (target, keywords.as_object()) {
            for (key, value) in keywords {
                target.insert(key.clone(), value.clone());
            }
        }
    }

    /// One of the names, each with what it means; nothing at all where the field may be left out.
    fn one_of(&mut self, part: &str, field: &str, names: &[(&str, &str)]) {
        let path = match part {
            "" => format!("/properties/{field}"),
            _ => format!("/definitions/{part}/properties/{field}"),
        };
        let Some(target) = self.0.pointer_mut(&path).and_then(Value::as_object_mut) else {
            return;
        };
        let mut text = target.get("description").and_then(Value::as_str).unwrap_or("").to_owned();
        for (name, meaning) in names {
            text.push_str(&format!("\n- `{name}`: {meaning}"));
        }
        target.insert("description".to_owned(), text.into());
        let mut allowed: Vec<Value> = names.iter().map(|(name, _)| (*name).into()).collect();
        match target.get("items").is_some() {
            true => drop(target.insert("items".to_owned(), json!({"enum": allowed}))),
            false => {
                if target.get("type").is_some_and(Value::is_array) {
                    allowed.push(Value::Null);
                }
                target.insert("enum".to_owned(), Value::Array(allowed));
            }
        }
    }

    fn head(&mut self, rules: &Rulebook) {
        let mut known: Vec<(&str, &str)> = Vec::new();
        for framework in &rules.frameworks {
            known.push((&framework.id, &framework.title));
        }
        self.one_of("", "framework", &known);
        self.one_of("section", "carried-over-from", &known);
        self.one_of("section", "compared-with", &known);
        self.add("", "schema", &json!({"const": super::SCHEMA}));
        self.0.insert("title".to_owned(), "A curated inspection".into());
    }

    fn names(&mut self, rules: &Rulebook) {
        let kinds: Vec<(&str, &str)> =
            rules.kinds.iter().map(|kind| (kind.id.as_str(), kind.title.as_str())).collect();
        self.one_of("judgment", "kind", &kinds);
        let mut counted = kinds;
        counted.push(("grade", "Grades"));
        self.one_of("tally", "counts", &counted);
        let gaps: Vec<(&str, &str)> =
            rules.gaps.iter().map(|gap| (gap.id.as_str(), gap.title.as_str())).collect();
        self.one_of("source", "coverage", &gaps);
        self.one_of("judgment", "coverage", &gaps);
        let methods: Vec<(&str, &str)> = rules
            .methods
            .iter()
            .map(|method| (method.id.as_str(), method.title.as_str()))
            .collect();
        self.one_of("statement", "method", &methods);
        self.add("event", "event", &json!({"enum": EVENTS}));
    }

    /// Texts that must say something, and how dates, periods and deadlines are written.
    fn forms(&mut self) {
        for (part, field, pattern) in [
            ("", "published", DATE),
            ("source", "published", DATE),
            ("response", "date", DATE),
            ("correction", "date", DATE),
            ("event", "date", DATE),
            ("figure", "period", PERIOD),
            ("judgment", "deadline", DEADLINE),
            ("judgment", "id", FILLED),
            ("judgment", "text", FILLED),
            ("statement", "id", FILLED),
            ("statement", "text", FILLED),
        ] {
            self.add(part, field, &json!({"pattern": pattern}));
        }
    }
}

/// If the file names this framework, its areas, grades and characteristics are meant.
fn of_framework(framework: &Framework) -> Value {
    let areas: Vec<&str> = framework.areas.iter().map(|area| area.id.as_str()).collect();
    let characteristics: Vec<&str> = framework
        .areas
        .iter()
        .flat_map(|area| &area.characteristics)
        .map(|characteristic| characteristic.id.as_str())
        .collect();
    let grade = json!({"enum": framework.grades});
    let or_none = |names: Vec<&str>| -> Value {
        let mut names: Vec<Value> = names.into_iter().map(Value::from).collect();
        names.push(Value::Null);
        json!({"enum": names})
    };
    let no_or_grade = or_none(framework.grades.iter().map(String::as_str).collect());
    let statements =
        json!({"items": fields([("bears-on", json!({"items": {"enum": characteristics}}))])});
    let judgment =
        fields([("about", json!({"items": {"enum": areas}})), ("statements", statements.clone())]);
    let section = fields([
        ("area", or_none(areas)),
        ("grade", no_or_grade.clone()),
        ("accounts", json!({"items": fields([("grade", grade.clone())])})),
        ("corrected", fields([("from", grade.clone())])),
        ("judgments", json!({"items": judgment})),
        ("statements", statements),
    ]);
    let then = fields([
        ("sections", json!({"items": section})),
        ("tallies", json!({"items": fields([("grade", no_or_grade)])})),
        ("unnamed", json!({"items": fields([("grade", grade)])})),
    ]);
    json!({
        "if": {"properties": {"framework": {"const": framework.id}}, "required": ["framework"]},
        "then": then,
    })
}

fn fields<const N: usize>(all: [(&str, Value); N]) -> Value {
    let all: Map<String, Value> =
        all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({"properties": all})
}
