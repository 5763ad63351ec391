//! A draft as curated YAML: ids, pointers, methods and figures filled in, and what
//! a person has to decide marked with `# decide`.

use std::fmt::Write as _;

use super::blank::{name, scalar};
use super::style::clean;
use crate::inspection::draft::digest;
use crate::inspection::figures::{Figure, Numbers, Printed, Sort};
use crate::inspection::model::{Inspection, Judgment, Statement};
use crate::inspection::yaml::SCHEMA;

/// Writes an inspection. `id` is what the file calls it, `framework` a title of the framework's
/// areas by id.
pub fn write(
    inspection: &Inspection,
    id: &str,
    title_of: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut writer = Writer { text: String::new(), inspection };
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
}

fn number(printed: Printed) -> String {
    format!("{:.*}", printed.decimals as usize, printed.value)
}

impl Writer<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.text, "{:indent$}{text}", "");
    }

    fn head(&mut self, id: &str) {
        let inspection = self.inspection;
        self.line(0, "# A first curated file, made from a draft. Before it is shared: restate the texts in your");
        self.line(0, "# own words, name the sample or data set that statements rest on (`bases`), and settle");
        self.line(
            0,
            "# every line marked `decide`. Importing the draft again keeps what you changed.",
        );
        self.line(0, &format!("schema: {SCHEMA}"));
        self.line(0, &format!("id: {}", name(id)));
        self.line(0, &format!("body: {}", scalar(&inspection.body)));
        self.line(0, &format!("framework: {}", inspection.framework));
        match &inspection.published {
            Some(date) => self.line(0, &format!("published: {date}")),
            None => self.line(0, "# decide: published: year-month-day"),
        }
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
            for account in
                one.accounts.iter().filter(|other| Some(&other.grade) != one.grade.as_ref())
            {
                let said = format!("# decide: {} says {}", account.at, account.grade);
                self.line(4, &said);
            }
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
        self.line(
            8,
            &format!("digest: {}", one.digest.clone().unwrap_or_else(|| digest(&one.text))),
        );
        if let Some(at) = &one.at {
            self.line(8, &format!("at: {at}"));
        }
        if let Some(parent) = &one.parent {
            self.line(8, &format!("for: {}", name(&parent.id)));
        }
        if let Some(deadline) = &one.deadline {
            match crate::inspection::draft::deadline(deadline) {
                Some(deadline) => self.line(8, &format!("deadline: {deadline}")),
                None => self.line(8, &format!("# decide: deadline: {}", clean(deadline))),
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
            self.line(8, &format!("# decide: event {} on {}", event.event, event.date));
        }
        if let Some(response) = &one.response {
            self.line(8, &format!("response: {}", scalar(response)));
        }
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
        self.line(
            inside,
            &format!("digest: {}", one.digest.clone().unwrap_or_else(|| digest(&one.text))),
        );
        if let Some(at) = &one.at {
            self.line(inside, &format!("at: {at}"));
        }
        match &one.method {
            Some(method) => self.line(inside, &format!("method: {method}")),
            None => self.line(inside, "# decide: method"),
        }
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
