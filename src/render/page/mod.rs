//! One page to read and click through: areas, judgments, statements, rules. It holds all it needs
//! and asks the network for nothing.

mod inspected;

use std::collections::BTreeMap;

use serde::Serialize;

use super::template;
use crate::language::rulebook::Rulebook;
use crate::source::{Sources, Span};

pub use inspected::Inspected;

/// Longest wording of a rule that is shown, in characters.
const LONGEST_RULE: usize = 900;

#[derive(Serialize)]
struct Page<'p> {
    title: &'p str,
    tool: String,
    quotes: bool,
    inspections: &'p [Inspected],
    rules: BTreeMap<&'p str, Rule>,
    timeline: Option<Timeline<'p>>,
    style: &'static str,
    script: &'static str,
}

/// What became of earlier judgments, as a picture.
#[derive(Serialize)]
struct Timeline<'p> {
    svg: &'p str,
}

/// A rule as it is shown beside what it linked.
#[derive(Serialize)]
struct Rule {
    because: Option<String>,
    at: String,
    text: String,
}

/// The whole page; with a timeline where several cycles are given.
pub fn page(
    inspections: &[Inspected],
    book: &Rulebook,
    sources: &Sources,
    timeline: Option<&str>,
    quotes: bool,
) -> Result<String, String> {
    let title = match inspections {
        [one] => format!("{}, {}: what its judgments rest on", one.body, one.framework),
        _ => "Inspections: what their judgments rest on".to_owned(),
    };
    let used: Vec<&str> = inspections.iter().flat_map(Inspected::rules).collect();
    let rules = book.evidence.iter().filter(|rule| used.contains(&rule.id.as_str()));
    let page = Page {
        title: &title,
        tool: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        quotes,
        inspections,
        rules: rules
            .map(|rule| {
                let (name, place) = sources.locate(rule.span);
                let shown = Rule {
                    because: rule.because.clone(),
                    at: format!("{name}:{}", place.line),
                    text: wording(rule.span, sources),
                };
                (rule.id.as_str(), shown)
            })
            .collect(),
        timeline: timeline.map(|svg| Timeline { svg }),
        style: include_str!("page.css"),
        script: include_str!("page.js"),
    };
    template::render(include_str!("page.html"), &page)
}

/// The lines of a rule without its examples, cut where they are very long.
fn wording(span: Span, sources: &Sources) -> String {
    let Some(file) = sources.file(span.file) else {
        return String::new();
    };
    let (_, start) = file.line_of(span.start);
    let rest = file.text.get(start..).unwrap_or("");
    let lines = rest.lines().take_while(|line| !line.trim().is_empty());
    let kept: Vec<&str> = lines.filter(|line| !line.trim_start().starts_with("example")).collect();
    let whole = kept.join("\n");
    match whole.char_indices().nth(LONGEST_RULE) {
        Some((end, _)) => format!("{} …", whole.get(..end).unwrap_or("")),
        None => whole,
    }
}
