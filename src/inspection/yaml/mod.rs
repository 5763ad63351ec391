//! Curated YAML: guard, decode, then one step from raw to valid that collects
//! every fault with its place.

pub mod carry;
mod counts;
mod decode;
mod graft;
mod guard;
pub mod mend;
mod outline;
mod raw;
pub mod schema;
mod valid;
mod values;

use crate::diagnostic::{Diagnostic, number};
use crate::inspection::model::Inspection;
use crate::language::rulebook::Rulebook;
use crate::source::{FileId, Sources, Span};

/// What the `schema` field of a curated inspection says.
pub const SCHEMA: &str = "peelcheck/inspection/v1";

/// Most faults listed for one file.
const MOST_FAULTS: usize = 200;

/// What reading one file gave.
#[derive(Debug)]
pub struct Reading {
    /// The inspection, if enough could be read to judge it.
    pub inspection: Option<Inspection>,
    /// What is wrong with the file.
    pub faults: Vec<Diagnostic>,
}

/// Whether a text says of itself that it is a curated inspection.
pub fn names_schema(text: &str) -> bool {
    text.split(['\n', '\r']).take(100).any(|line| {
        line.trim_start().starts_with("schema:") && line.contains("peelcheck/inspection")
    })
}

/// Reads one curated inspection.
pub fn read(file: FileId, sources: &Sources, rules: &Rulebook) -> Reading {
    let mut faults = Vec::new();
    let inspection = read_into(file, sources, rules, &mut faults);
    faults.sort_by_key(Diagnostic::span);
    if faults.len() > MOST_FAULTS {
        let more = faults.len() - MOST_FAULTS;
        faults.truncate(MOST_FAULTS);
        let span = faults.last().and_then(Diagnostic::span);
        let more = number(more, "more fault in this file is", "more faults in this file are");
        let message = format!("{more} not listed");
        let rest = Diagnostic::error("wrong-value", message);
        faults.push(match span {
            Some(span) => rest.at(span, "the last one listed"),
            None => rest,
        });
    }
    Reading { inspection, faults }
}

fn read_into(
    file: FileId,
    sources: &Sources,
    rules: &Rulebook,
    faults: &mut Vec<Diagnostic>,
) -> Option<Inspection> {
    let text = &sources.file(file)?.text;
    let tree = match guard::locate(text) {
        Ok(Some(tree)) => tree,
        Ok(None) => {
            faults.push(
                Diagnostic::error("unreadable-yaml", "the file is empty")
                    .at(Span::new(file, 0..text.len().min(1)), "nothing here")
                    .help(format!("a curated inspection begins with `schema: {SCHEMA}`")),
            );
            return None;
        }
        Err(refusal) => {
            faults.push(
                Diagnostic::error("unreadable-yaml", refusal.message)
                    .at(Span::new(file, refusal.range), "here")
                    .help(refusal.help),
            );
            return None;
        }
    };
    let doubled = tree.duplicate_keys();
    if !doubled.is_empty() {
        for (key, second, first) in doubled {
            faults.push(
                Diagnostic::error(
                    "duplicate-key",
                    format!("the key `{key}` stands twice in one part"),
                )
                .at(Span::new(file, second), "the second time here")
                .at(Span::new(file, first), "the first time here")
                .help("keep one of them".to_owned()),
            );
        }
        return None;
    }
    let value = match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(value) => value,
        Err(error) => {
            let at = error.location().map_or(0, |place| place.index());
            faults.push(
                Diagnostic::error("unreadable-yaml", format!("this is not YAML: {error}"))
                    .at(Span::new(file, at..at), "here"),
            );
            return None;
        }
    };
    let before = faults.len();
    let raw = decode::decode(file, value, &tree, faults)?;
    let whole = faults.iter().skip(before).all(|fault| fault.code == "unknown-field");
    let inspection = valid::validate(file, sources, rules, raw, &tree, whole, faults);
    inspection.filter(|_| whole)
}
