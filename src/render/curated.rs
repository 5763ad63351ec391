//! A draft as curated YAML: ids, pointers, methods and figures filled in, and what
//! a person has to decide marked with `# decide`.

use std::fmt::Write as _;

use super::blank::{name, scalar};
use super::style::clean;
use crate::inspection::draft::digest;
use crate::inspection::figures::{Figure, Numbers, Printed, Sort};
use crate::inspection::model::{Inspection, Judgment, Statement};
use crate::inspection::yaml::SCHEMA;
use crate::inspection::yaml::carry::Own;

/// What stands at the head of each file that is written.
const HEADER: [&str; 3] = [
    "# A first curated file, made from a draft. Before it is shared: restate the texts in your",
    "# own words, name the sample or data set that statements rest on (`bases`), and settle",
    "# every line marked `decide`. Importing the draft again keeps what you changed.",
];

/// What a person has to decide is marked with; one of [`DECIDED`] follows.
const MARK: &str = "# decide: ";

/// What there is to decide.
const DECIDED: [&str; 5] = ["published", "finding", "deadline", "event", "method"];

/// A finding of the draft that the file cannot show, since its form has no place for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is about.
    pub place: Place,
    /// Its code.
    pub code: String,
    /// What it says.
    pub message: String,
}

/// Where a file tells of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At its head.
    Head,
    /// In the section of an area.
    Area(String),
    /// In the judgment, statement or tally of this id.
    Part(String),
}

/// What [`write`] writes: a key of these that it did not write says nothing.
pub const OWN: Own = Own { key: |key| KEYS.contains(&key), comment: is_own };

/// The keys that [`write`] writes.
const KEYS: &[&str] = &[
    "schema",
    "id",
    "body",
    "framework",
    "published",
    "sources",
    "title",
    "coverage",
    "bases",
    "tallies",
    "sections",
    "area",
    "heading",
    "grade",
    "grade-at",
    "compared-with",
    "judgments",
    "kind",
    "text",
    "digest",
    "for",
    "deadline",
    "about",
    "evidence",
    "follows-up",
    "response",
    "statements",
    "method",
    "basis",
    "historical",
    "polarity",
    "bears-on",
    "figures",
];

/// Whether a comment is one that [`write`] writes.
fn is_own(comment: &str) -> bool {
    // What follows a bare mark is a note of somebody.
    let told = |rest: &str, what: &str| {
        rest.strip_prefix(what).is_some_and(|rest| rest.starts_with([':', ' ']))
    };
    let marked = comment.strip_prefix(MARK).is_some_and(|rest| {
        rest == "method" || DECIDED.iter().any(|what| *what != "method" && told(rest, what))
    });
    marked || HEADER.contains(&comment)
}

/// Writes an inspection. `id` is what the file calls it, `framework` a title of the framework's
/// areas by id.
pub fn write(
    inspection: &Inspection,
    id: &str,
    title_of: &dyn Fn(&str) -> Option<String>,
    marks: &[Mark],
) -> String {
    let mut writer = Writer { text: String::new(), inspection, marks };
    writer.head(id);
    writer.tallies();
    writer.line(0, "sections:");
    writer.section(None, None);
    let mut areas: Vec<&str> = Vec::new();
    let judged = inspection.judgments.iter().filter_map(|one| one.area.as_deref());
    let told = inspection.statements.iter().filter_map(|one| one.area.as_deref());
    for area in judged.chain(told) {
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    for area in areas {
        writer.section(Some(area), title_of(area));
    }
    writer.text
}

struct Writer<'a> {
    text: String,
    inspection: &'a Inspection,
    marks: &'a [Mark],
}

fn number(printed: Printed) -> String {
    format!("{:.*}", printed.decimals as usize, printed.value)
}

impl Writer<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.text, "{:indent$}{text}", "");
    }

    /// Marks what a person has to decide; begins with one of [`DECIDED`].
    fn decide(&mut self, indent: usize, what: &str) {
        self.line(indent, &format!("{MARK}{}", what.replace('\n', " ")));
    }

    /// By what a part is found again in its draft; what a person added stands in none.
    fn digest(&mut self, indent: usize, text: &str, known: Option<&String>, drafted: bool) {
        let of_draft = drafted.then(|| digest(text));
        if let Some(digest) = known.cloned().or(of_draft) {
            self.line(indent, &format!("digest: {digest}"));
        }
    }

    /// Findings of the draft on something that the file cannot show.
    fn marks(&mut self, indent: usize, place: &Place) {
        for mark in self.marks.iter().filter(|mark| mark.place == *place) {
            let told = format!("finding {}: {}", mark.code, clean(&mark.message));
            self.decide(indent, &told);
        }
    }

    fn head(&mut self, id: &str) {
        let inspection = self.inspection;
        for line in HEADER {
            self.line(0, line);
        }
        self.line(0, &format!("schema: {SCHEMA}"));
        self.line(0, &format!("id: {}", name(id)));
        self.line(0, &format!("body: {}", scalar(&inspection.body)));
        self.line(0, &format!("framework: {}", inspection.framework));
        match &inspection.published {
            Some(date) => self.line(0, &format!("published: {date}")),
            None => self.decide(0, "published: year-month-day"),
        }
        self.marks(0, &Place::Head);
        self.line(0, "");
        self.line(0, "sources:");
        for source in &inspection.sources {
            self.line(2, &format!("- id: {}", name(&source.id)));
            self.line(4, &format!("title: {}", scalar(&source.title)));
            if !source.coverage.is_empty() {
                self.line(4, &format!("coverage: [{}]", source.coverage.join(", ")));
            }
        }
        if !inspection.bases.is_empty() {
            self.line(0, "");
            self.line(0, "bases:");
            for basis in &inspection.bases {
                self.line(
                    2,
                    &format!("- {{id: {}, title: {}}}", name(&basis.id), scalar(&basis.title)),
                );
            }
        }
        self.line(0, "");
    }

    fn tallies(&mut self) {
        let tallies: Vec<_> =
            self.inspection.tallies.iter().filter(|tally| tally.counts != "area").collect();
        if tallies.is_empty() {
            return;
        }
        self.line(0, "tallies:");
        for tally in tallies {
            let grade =
                tally.grade.as_ref().map_or(String::new(), |grade| format!(", grade: {grade}"));
            let line = format!(
                "- {{id: {}, counts: {}{grade}, number: {}}}",
                name(&tally.id),
                tally.counts,
                tally.number
            );
            self.line(2, &line);
            self.marks(4, &Place::Part(tally.id.clone()));
        }
        self.line(0, "");
    }

    /// An area, or what stands in none.
    fn section(&mut self, area: Option<&str>, title: Option<String>) {
        let inspection = self.inspection;
        let grade = inspection
            .judgments
            .iter()
            .find(|one| one.kind == "grade" && area.is_some() && one.area.as_deref() == area);
        let judgments: Vec<&Judgment> = inspection
            .judgments
            .iter()
            .filter(|one| one.kind != "grade" && one.area.as_deref() == area)
            .collect();
        let held: Vec<usize> = judgments.iter().flat_map(|one| one.statements.clone()).collect();
        let loose: Vec<&Statement> = inspection
            .statements
            .iter()
            .enumerate()
            .filter(|(at, one)| one.area.as_deref() == area && !held.contains(at))
            .map(|(_, one)| one)
            .collect();
        if grade.is_none() && judgments.is_empty() && loose.is_empty() {
            return;
        }
        match area {
            Some(area) => self.line(2, &format!("- area: {area}")),
            None => self.line(2, "- heading: \"Outside the areas\""),
        }
        if let Some(title) = title {
            self.line(4, &format!("heading: {}", scalar(&title)));
        }
        if let Some(one) = grade {
            self.line(4, &format!("grade: {}", one.grade.as_deref().unwrap_or("")));
            if let Some(at) = &one.at {
                self.line(4, &format!("grade-at: {at}"));
            }
            if let Some(other) = &one.compared_with {
                self.line(4, &format!("compared-with: {}", other.id));
            }
        }
        if let Some(area) = area {
            self.marks(4, &Place::Area(area.to_owned()));
        }
        if !judgments.is_empty() {
            self.line(4, "judgments:");
            for judgment in judgments {
                self.judgment(judgment);
            }
        }
        if !loose.is_empty() {
            self.line(4, "statements:");
            for statement in loose {
                self.statement(6, statement);
            }
        }
    }

    fn judgment(&mut self, one: &Judgment) {
        self.line(6, &format!("- id: {}", name(&one.id)));
        self.line(8, &format!("kind: {}", one.kind));
        self.line(8, &format!("text: {}", scalar(&one.text)));
        self.digest(8, &one.text, one.digest.as_ref(), one.prose.is_some());
        if let Some(at) = &one.at {
            self.line(8, &format!("at: {at}"));
        }
        if let Some(parent) = &one.parent {
            self.line(8, &format!("for: {}", name(&parent.id)));
        }
        if let Some(deadline) = &one.deadline {
            match crate::inspection::draft::deadline(deadline) {
                Some(deadline) => self.line(8, &format!("deadline: {deadline}")),
                None => self.decide(8, &format!("deadline: {}", clean(deadline))),
            }
        }
        if !one.about.is_empty() {
            self.line(8, &format!("about: [{}]", one.about.join(", ")));
        }
        for (key, list) in [("evidence", &one.evidence), ("follows-up", &one.follows_up)] {
            if !list.is_empty() {
                let ids: Vec<String> = list.iter().map(|one| name(&one.id)).collect();
                self.line(8, &format!("{key}: [{}]", ids.join(", ")));
            }
        }
        for event in &one.events {
            self.decide(8, &format!("event {} on {}", event.event, event.date));
        }
        if let Some(response) = &one.response {
            self.line(8, &format!("response: {}", scalar(response)));
        }
        self.marks(8, &Place::Part(one.id.clone()));
        let statements: Vec<&Statement> =
            one.statements.iter().filter_map(|at| self.inspection.statements.get(*at)).collect();
        if !statements.is_empty() {
            self.line(8, "statements:");
            for statement in statements {
                self.statement(10, statement);
            }
        }
    }

    fn statement(&mut self, indent: usize, one: &Statement) {
        self.line(indent, &format!("- id: {}", name(&one.id)));
        let inside = indent + 2;
        self.line(inside, &format!("text: {}", scalar(&one.text)));
        self.digest(inside, &one.text, one.digest.as_ref(), one.prose.is_some());
        if let Some(at) = &one.at {
            self.line(inside, &format!("at: {at}"));
        }
        match &one.method {
            Some(method) => self.line(inside, &format!("method: {method}")),
            None => self.decide(inside, "method"),
        }
        self.marks(inside, &Place::Part(one.id.clone()));
        if let Some(basis) = &one.basis {
            self.line(inside, &format!("basis: {}", name(basis)));
        }
        if one.historical {
            self.line(inside, "historical: true");
        }
        if let Some(polarity) = one.polarity {
            self.line(inside, &format!("polarity: {}", polarity.word()));
        }
        if !one.bears_on.is_empty() {
            let ids: Vec<String> = one.bears_on.iter().map(|one| name(&one.id)).collect();
            self.line(inside, &format!("bears-on: [{}]", ids.join(", ")));
        }
        let figures: Vec<String> =
            one.figures.iter().enumerate().filter_map(|(at, one)| figure(at, one)).collect();
        if !figures.is_empty() {
            self.line(inside, "figures:");
            for figure in figures {
                self.line(inside + 2, &format!("- {{{figure}}}"));
            }
        }
    }
}

/// A figure as the curated form has it; claims in words have no place there.
fn figure(at: usize, one: &Figure) -> Option<String> {
    if matches!(
        one.sort,
        Sort::Quantity | Sort::Significance | Sort::Sum | Sort::Period | Sort::Repeated
    ) {
        return None;
    }
    let Numbers { count, of, percent, interval, from, to, change, value } = one.numbers;
    // A base that was inferred for an interval is no part of what is printed.
    let of = of.filter(|_| one.sort != Sort::Interval);
    let fields = [
        ("count", count),
        ("of", of),
        ("percent", percent),
        ("interval", interval),
        ("from", from),
        ("to", to),
        ("change", change),
        ("value", value),
    ];
    let written: Vec<String> = fields
        .into_iter()
        .filter_map(|(key, printed)| Some(format!("{key}: {}", number(printed?))))
        .collect();
    let approximate = if one.approximate { ", approximate: true" } else { "" };
    (!written.is_empty()).then(|| {
        format!("measure: {}-{}, {}{approximate}", one.sort.word(), at + 1, written.join(", "))
    })
}
