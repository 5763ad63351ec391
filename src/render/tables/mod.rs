//! Tables for analysis: areas, judgments, statements, links, figures and findings,
//! each as CSV and as JSON Lines. The columns are described in `docs/export.md`.

mod rows;

use serde_json::{Map, Value, json};

use super::json::{harmless, pretty};
use super::style::clean;
pub use rows::Tables;

/// The file that says of a folder that it is an export, and which tables are in it.
pub const MANIFEST: &str = "peelcheck-export.json";

/// The version of the tables.
const VERSION: u32 = 1;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Words.
    Text,
    /// An ISO date.
    Date,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`; in CSV `TRUE` or `FALSE`.
    Truth,
}

impl Sort {
    fn word(self) -> &'static str {
        match self {
            Sort::Text => "text",
            Sort::Date => "date",
            Sort::Whole => "integer",
            Sort::Number => "number",
            Sort::Truth => "boolean",
        }
    }
}

/// One value. What is not known is empty in CSV and `null` in JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words or a date.
    Text(String),
    /// A whole number.
    Whole(usize),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Truth(bool),
    /// Not known, or not said.
    Unknown,
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Cell::Unknown, Cell::Number)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Cell::Whole(value)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Cell::Truth(value)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Cell::Text(clean(value))
    }
}

impl<'a> From<Option<&'a str>> for Cell {
    fn from(value: Option<&'a str>) -> Self {
        value.map_or(Cell::Unknown, Cell::from)
    }
}

impl<'a> From<&'a Option<String>> for Cell {
    fn from(value: &'a Option<String>) -> Self {
        Cell::from(value.as_deref())
    }
}

impl Cell {
    fn csv(&self) -> String {
        match self {
            Cell::Text(text) => inert(text),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            // In small letters R would read them as text.
            Cell::Truth(truth) => truth.to_string().to_uppercase(),
            Cell::Unknown => String::new(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Cell::Text(text) => text.as_str().into(),
            Cell::Whole(number) => (*number).into(),
            Cell::Number(number) => (*number).into(),
            Cell::Truth(truth) => (*truth).into(),
            Cell::Unknown => Value::Null,
        }
    }
}

/// A text that a spreadsheet would take for a formula, with an apostrophe before it, as OWASP
/// advises against CSV injection.
fn inert(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// A table with named columns.
#[derive(Debug)]
pub struct Table {
    name: &'static str,
    key: &'static [&'static str],
    columns: &'static [(&'static str, Sort)],
    rows: Vec<Vec<Cell>>,
}

impl Table {
    fn csv(&self) -> Result<Vec<u8>, String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut write = |record: Vec<String>| writer.write_record(record);
        write(self.columns.iter().map(|(name, _)| (*name).to_owned()).collect())
            .and_then(|()| {
                let mut rows = self.rows.iter();
                rows.try_for_each(|row| write(row.iter().map(Cell::csv).collect()))
            })
            .map_err(|error| format!("table `{}`: {error}", self.name))?;
        writer.into_inner().map_err(|error| error.to_string())
    }

    fn jsonl(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let names = self.columns.iter().map(|(name, _)| (*name).to_owned());
            let object: Map<String, Value> = names.zip(row.iter().map(Cell::json)).collect();
            text.push_str(&harmless(&Value::Object(object).to_string()));
            text.push('\n');
        }
        text
    }

    fn described(&self) -> Value {
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|(name, sort)| json!({"name": name, "type": sort.word()}))
            .collect();
        json!({"name": self.name, "rows": self.rows.len(), "key": self.key, "columns": columns})
    }
}

/// A key that two rows share, in words.
pub fn doubled(tables: &[Table]) -> Option<String> {
    tables.iter().find_map(|table| {
        let keys = table.columns.iter().map(|(name, _)| table.key.contains(name));
        let keys: Vec<bool> = keys.collect();
        let mut seen = std::collections::BTreeSet::new();
        table.rows.iter().find_map(|row| {
            let key: Vec<String> = row
                .iter()
                .zip(&keys)
                .filter(|(_, wanted)| **wanted)
                .map(|(cell, _)| cell.csv())
                .collect();
            let said = format!("two {} are `{}`", table.name, key.join("`, `"));
            (!seen.insert(key)).then_some(said)
        })
    })
}

/// All files of an export by name: two for each table, and the list of tables last.
pub fn files(tables: &[Table]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    for table in tables {
        files.push((format!("{}.csv", table.name), table.csv()?));
        files.push((format!("{}.jsonl", table.name), table.jsonl().into_bytes()));
    }
    let described: Vec<Value> = tables.iter().map(Table::described).collect();
    let manifest = pretty(&json!({"version": VERSION, "tables": described}));
    files.push((MANIFEST.to_owned(), manifest.into_bytes()));
    Ok(files)
}
