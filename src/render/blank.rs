//! A first curated file to fill in: one section for each area of a framework, and
//! what can stand where as comments, with the names that the packs declare.

use std::fmt::Write as _;

use super::style::clean;
use crate::inspection::yaml::SCHEMA;
use crate::language::rulebook::{Area, Framework, Rulebook};

/// The file; it can be read as it is, and says nothing yet.
pub fn inspection(id: &str, body: &str, framework: &Framework, book: &Rulebook) -> String {
    let mut text = format!(
        "# {} ({}).\n{HEAD}schema: {SCHEMA}\nid: {}\nbody: {}\nframework: {}\n\
         # published: 2000-12-31\n\n{SOURCES}",
        clean(&framework.title),
        framework.id,
        name(id),
        scalar(body),
        framework.id
    );
    for gap in &book.gaps {
        let _ = writeln!(text, "    #   {}: {}", gap.id, clean(&gap.title));
    }
    text.push_str(BASES);
    let _ = writeln!(text, "# Grades: {}.", framework.grades.join(", "));
    text.push_str(SECTIONS);
    for kind in &book.kinds {
        let _ = writeln!(text, "#   {}: {}", kind.id, clean(&kind.title));
    }
    text.push_str(STATEMENTS);
    for method in &book.methods {
        let _ = writeln!(text, "#   {}: {}", method.id, clean(&method.title));
    }
    text.push_str(EXAMPLE);
    for area in framework.areas.iter().filter(|area| !area.separate) {
        section(&mut text, area);
    }
    text
}

fn section(text: &mut String, area: &Area) {
    let _ = writeln!(text, "\n  - area: {}", area.id);
    let _ = writeln!(text, "    heading: {}", scalar(&area.title));
    text.push_str("    # at: report:1\n");
    if area.graded {
        text.push_str("    # grade: \n    # grade-at: report:2\n");
    }
    if area.optional {
        text.push_str("    # Take this section out if the report has none.\n");
    }
    text.push_str("    judgments: []\n");
}

/// An id as a YAML scalar: in quotes where it would be read as something else than a text, by one
/// reader of YAML or another.
pub fn name(id: &str) -> String {
    let word = id.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let other = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    match word && plain && !other.contains(&id.to_ascii_lowercase().as_str()) {
        true => id.to_owned(),
        false => scalar(id),
    }
}

/// A text as a YAML scalar that means the same whatever it holds.
pub fn scalar(text: &str) -> String {
    serde_json::to_string(&clean(text)).unwrap_or_default()
}

const HEAD: &str = "\
# A line that begins with `#` is not read: fill it in and take the sign away. `peelcheck check`
# with this file says what is wrong so far. An editor completes names as you type if
# `peelcheck schema > inspection.json` stands beside it and this is the first line:
# yaml-language-server: $schema=inspection.json
";

const SOURCES: &str = "\
# Each document something is taken from. A pointer (`at`) begins with its id: report:41, or
# report:41-43, or report alone.
sources:
  - id: report
    title: The title of the report
    # document: report.txt
    # address: https://…
    # published: 2000-12-31
    # licence: Open Government Licence v3.0
    # coverage: []
    # What your copy lost; leave it out if the copy is whole:
";

const BASES: &str = "
# Samples, audits and data sets that statements rest on. Statements of one basis count once.
bases: []
#  - id: case-review
#    title: 90 cases reviewed by the inspectorate

";

const SECTIONS: &str = "\
#
# Kinds of judgment:
";

const STATEMENTS: &str = "\
#
# How a statement was obtained (`method`):
";

const EXAMPLE: &str = "\
#
# A judgment with its evidence, in your own words, figures as printed:
#
#    judgments:
#      - id: f3
#        kind: finding
#        text: What the heading says
#        at: report:3
#        statements:
#          - id: r4
#            text: Advice was good in 22 of 24 calls.
#            at: report:4
#            method: inspectorate
#            basis: case-review
#            figures:
#              - {measure: advice, count: 22, of: 24}
sections:";
