//! SARIF 2.1.0 (OASIS, sarif-v2.1.0-os), as GitHub code scanning takes it: relative addresses,
//! a page for each code, stable fingerprints, places in UTF-16 units. What one fault brings
//! about is its code flow, step by step.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::checked::{Checked, Region, one_line, path, uri};
use super::json::pretty;
use crate::diagnostic::{Diagnostic, Label, Page};
use crate::judging::SetAside;

/// Longest description that GitHub takes, in characters.
const LONGEST: usize = 1000;

/// The report as a log with one run.
pub fn report(checked: &Checked<'_>) -> String {
    let report = checked.report;
    let mut rules = Rules::new(checked.pages);
    let mut results: Vec<Value> =
        report.findings.iter().map(|one| result(one, None, &mut rules, checked)).collect();
    results.extend(
        report.aside.iter().map(|one| result(&one.finding, Some(one), &mut rules, checked)),
    );
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
    });
    let home = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    if let Some(home) = home.into_iter().find(|address| !address.is_empty()) {
        set(&mut driver, "informationUri", json!(home));
    }
    set(&mut driver, "rules", Value::Array(rules.written));
    let unread: Vec<Value> = report
        .unread
        .iter()
        .map(|one| {
            let place =
                json!({"physicalLocation": {"artifactLocation": {"uri": uri(&path(&one.path))}}});
            json!({"level": "error", "message": message(&one.message), "locations": [place]})
        })
        .collect();
    let left = report
        .not_checked
        .iter()
        .map(|line| json!({"level": "note", "message": message(&format!("not checked: {line}"))}));
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "automationDetails": {"id": "peelcheck/"},
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": report.unreadable == 0,
                "toolExecutionNotifications": unread.into_iter().chain(left).collect::<Vec<_>>(),
            }],
            "results": results,
            "properties": {"waived": report.aside.len(), "baseline": report.known},
        }],
    }))
}

/// The codes with their numbers; one without a page gets one from its first finding.
struct Rules {
    written: Vec<Value>,
    numbers: BTreeMap<String, usize>,
}

impl Rules {
    fn new(pages: &[Page]) -> Self {
        let mut rules = Self { written: Vec::new(), numbers: BTreeMap::new() };
        for page in pages {
            rules.add(page);
        }
        rules
    }

    fn add(&mut self, page: &Page) -> usize {
        let number = self.written.len();
        self.numbers.insert(page.code.clone(), number);
        let title = shortened(&page.title);
        let full = if page.text.is_empty() { &page.title } else { &page.text };
        let text = one_line(full);
        self.written.push(json!({
            "id": page.code,
            "shortDescription": {"text": title},
            "fullDescription": {"text": shortened(full)},
            "help": {"text": text, "markdown": text},
            "defaultConfiguration": {"level": page.severity},
            "properties": {"tags": [page.authority]},
        }));
        number
    }

    fn number(&mut self, finding: &Diagnostic) -> usize {
        if let Some(number) = self.numbers.get(&finding.code) {
            return *number;
        }
        self.add(&Page {
            code: finding.code.clone(),
            title: finding.code.replace('-', " "),
            text: finding.help.clone().unwrap_or_default(),
            severity: finding.severity,
            authority: finding.authority,
        })
    }
}

fn result(
    finding: &Diagnostic,
    aside: Option<&SetAside>,
    rules: &mut Rules,
    checked: &Checked<'_>,
) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rules.number(finding),
        "level": finding.severity,
        "message": message(&checked.words(finding)),
        "locations": checked.region(finding).iter().map(location).collect::<Vec<_>>(),
        "partialFingerprints": {
            "peelcheck/v1": finding.fingerprint,
            // The one name that GitHub reads.
            "primaryLocationLineHash": finding.fingerprint,
        },
    });
    let related = related(finding, checked);
    if !related.is_empty() {
        set(&mut result, "relatedLocations", Value::Array(related));
    }
    let flows: Vec<Value> =
        finding.related.iter().filter_map(|one| flow(finding, one, checked)).collect();
    if !flows.is_empty() {
        set(&mut result, "codeFlows", Value::Array(flows));
    }
    if let Some(aside) = aside {
        let kind = if aside.waiver.is_some() { "external" } else { "inSource" };
        let why = one_line(&aside.why());
        let suppression = json!({"kind": kind, "status": "accepted", "justification": why});
        set(&mut result, "suppressions", json!([suppression]));
    }
    let mut properties = Map::new();
    properties.insert("source".to_owned(), json!(finding.authority));
    for (key, value) in [("area", &finding.area), ("subject", &finding.subject)] {
        if let Some(value) = value {
            properties.insert(key.to_owned(), json!(value));
        }
    }
    set(&mut result, "properties", Value::Object(properties));
    result
}

/// Further labels of the finding, then what it brings about.
fn related(finding: &Diagnostic, checked: &Checked<'_>) -> Vec<Value> {
    let label =
        |label: &Label| Some((Region::of(label.span, checked.sources)?, label.text.clone()));
    let labels = finding.labels.iter().skip(1).filter_map(label);
    let brought = finding.related.iter().filter_map(|one| {
        Some((checked.region(one)?, format!("so {}: {}", one.code, one.message)))
    });
    labels
        .chain(brought)
        .enumerate()
        .map(|(index, (region, text))| {
            let mut place = location(&region);
            set(&mut place, "id", json!(index + 1));
            if !text.is_empty() {
                set(&mut place, "message", message(&text));
            }
            place
        })
        .collect()
}

/// The way from a fault to one that it brings about.
fn flow(finding: &Diagnostic, brought: &Diagnostic, checked: &Checked<'_>) -> Option<Value> {
    let step = |one: &Diagnostic| {
        let mut place = location(&checked.region(one)?);
        set(&mut place, "message", message(&format!("{}: {}", one.code, one.message)));
        Some(json!({"location": place}))
    };
    Some(json!({"threadFlows": [{"locations": [step(finding)?, step(brought)?]}]}))
}

fn location(region: &Region) -> Value {
    let artifact = json!({"uri": uri(&region.path)});
    if region.paragraphs {
        let name = format!("paragraph {}", region.start.line);
        return json!({
            "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": 1}},
            "logicalLocations": [{"name": name}],
        });
    }
    json!({"physicalLocation": {
        "artifactLocation": artifact,
        "region": {
            "startLine": region.start.line,
            "startColumn": region.start_units,
            "endLine": region.end.line,
            "endColumn": region.end_units,
        },
    }})
}

/// A plain text message: no brackets of the user make a link.
fn message(text: &str) -> Value {
    let lines: Vec<String> = text.lines().map(one_line).collect();
    let text = lines.join("\n");
    let text = match text.contains("](") {
        true => text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]"),
        false => text,
    };
    json!({"text": text})
}

fn shortened(text: &str) -> String {
    let text = one_line(text);
    match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST).chain(['…']).collect(),
        false => text,
    }
}

/// Sets a field of an object.
fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}
