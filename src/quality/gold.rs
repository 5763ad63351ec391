//! Labelled statements: how they are read, how they are mapped, and when a link is right.
//! The scoring is that of `docs/quality.md`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::language::rulebook::{Framework, Rulebook};
use crate::language::syntax::Polarity;
use crate::mapping::{Link, Manner, Mapper, Unit, area_of, figures_of};
use crate::source::{FileId, Span};

/// The area of a statement that belongs to none.
const NO_AREA: &str = "none";

/// A statement with what a reader says of it.
#[derive(Debug, Deserialize)]
pub struct Labelled {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    area: String,
    #[serde(default)]
    areas_alt: Vec<String>,
    /// What it is about; the first is the label, the others are right, too.
    #[serde(default)]
    pub theme: Option<String>,
    #[serde(default)]
    themes_alt: Vec<String>,
    /// For or against the body inspected.
    pub polarity: Polarity,
    #[serde(default)]
    polarity_alt: Option<Polarity>,
    #[serde(default)]
    document: Option<String>,
    #[serde(default)]
    heading: Option<String>,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

/// What kind of row it is for the scoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// It judges something: it is to be linked.
    Judging,
    /// It judges nothing: no link, or one to a general theme, is right.
    General,
    /// A summary over several areas: not scored.
    Skipped,
}

/// What became of one statement.
#[derive(Debug)]
pub struct Outcome<'g> {
    /// The row.
    pub row: &'g Labelled,
    /// How it counts.
    pub sort: Sort,
    /// The first link, unless it is to a general theme.
    pub first: Option<Taken>,
    /// Whether the first link has the right area.
    pub area: bool,
    /// Whether the first link has a right theme.
    pub theme: bool,
    /// The polarity of the first link with a right theme, if there is one, and whether it is
    /// right.
    pub polarity: Option<(Polarity, bool)>,
}

/// The first link of a statement.
#[derive(Debug)]
pub struct Taken {
    /// Its theme, by index.
    pub theme: usize,
    /// Its rule, by index.
    pub rule: usize,
    /// Its confidence.
    pub confidence: f64,
    /// The words that matched.
    pub words: Vec<String>,
}

impl Labelled {
    /// How it counts.
    pub fn sort(&self, book: &Rulebook) -> Sort {
        if matches!(self.field("type").as_deref(), Some("overall-judgment" | "question")) {
            return Sort::Skipped;
        }
        let theme = self.theme.as_deref();
        let general = theme.is_none_or(|id| book.themes.iter().any(|t| t.id == id && t.general));
        match (general, self.area == NO_AREA) {
            (true, _) => Sort::General,
            (false, true) => Sort::Skipped,
            (false, false) => Sort::Judging,
        }
    }

    /// The value of a field, for grouping; `force` is another word for `group`.
    pub fn field(&self, name: &str) -> Option<String> {
        let own = |value: &Option<String>| value.clone();
        match name {
            "area" => Some(self.area.clone()),
            "theme" => own(&self.theme),
            "document" => own(&self.document),
            "heading" => own(&self.heading),
            "polarity" => Some(self.polarity.word().to_owned()),
            _ => {
                let name = if name == "force" { "group" } else { name };
                match self.others.get(name)? {
                    serde_json::Value::String(text) => Some(text.clone()),
                    serde_json::Value::Null => None,
                    other => Some(other.to_string()),
                }
            }
        }
    }

    /// The names of the fields that rows can be grouped by, as [`Labelled::field`] takes them.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let own = ["area", "theme", "document", "heading", "polarity"].into_iter();
        let force = self.others.contains_key("group").then_some("force");
        own.chain(self.others.keys().map(String::as_str)).chain(force)
    }

    fn right_theme(&self, book: &Rulebook, theme: usize) -> bool {
        let id = book.theme_id(theme);
        self.theme.as_deref() == Some(id) || self.themes_alt.iter().any(|other| other == id)
    }

    fn right_area(&self, area: Option<&str>) -> bool {
        area.is_some_and(|id| self.area == id || self.areas_alt.iter().any(|other| other == id))
    }
}

/// Reads JSON lines; what is wrong in a line is a fault, and the others are read.
pub fn read(
    text: &str,
    file: FileId,
    book: &Rulebook,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Labelled> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = Span::new(file, start..start + line.trim_end().len());
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Labelled>(line) {
            Ok(row) => {
                faults.extend(unknown_themes(&row, at, book));
                rows.push(row);
            }
            Err(error) => faults.push(
                Diagnostic::error("gold-row", "this is no labelled statement")
                    .at(at, without_place(&error))
                    .help("a row has `id`, `text`, `area`, `theme` and `polarity`".to_owned()),
            ),
        }
    }
    rows
}

fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn unknown_themes(row: &Labelled, at: Span, book: &Rulebook) -> Vec<Diagnostic> {
    let known = || book.themes.iter().map(|theme| theme.id.as_str());
    let named = row.theme.iter().chain(&row.themes_alt);
    named
        .filter(|id| !known().any(|other| other == id.as_str()))
        .map(|id| {
            let fault = Diagnostic::error("gold-row", format!("there is no theme `{id}`"));
            let help = did_you_mean(id, "themes", known());
            let fault = fault.at(at, "in this row");
            match help {
                Some(help) => fault.help(help),
                None => fault,
            }
        })
        .collect()
}

/// Maps rows in their order. Those of one `document` follow each other there, and their `area` is
/// where they stand; the others stand alone, and theirs is what is to be found.
pub fn run<'g>(
    rows: &'g [Labelled],
    framework: &Framework,
    mapper: &mut Mapper<'_>,
) -> Vec<Outcome<'g>> {
    let mut before: Option<(&str, Manner)> = None;
    let mut outcomes = Vec::new();
    for row in rows {
        let document = row.document.as_deref();
        let follows = document.is_some() && before.map(|(name, _)| name) == document;
        let told = before.filter(|_| follows).map(|(_, manner)| manner);
        let manner = mapper.manner(&row.text, told);
        before = document.map(|name| (name, manner));
        let figures = figures_of(&row.text);
        let standing = document.and_then(|_| framework.area(&row.area));
        let unit = Unit {
            text: &row.text,
            heading: row.heading.as_deref().filter(|_| document.is_some()),
            area: standing,
            figures: &figures,
            historical: manner.historical,
            follows,
        };
        let links = mapper.map(unit);
        outcomes.push(outcome(row, unit, &links, framework, mapper.book()));
    }
    outcomes
}

fn outcome<'g>(
    row: &'g Labelled,
    unit: Unit<'_>,
    links: &[Link],
    framework: &Framework,
    book: &Rulebook,
) -> Outcome<'g> {
    let first = links.first().filter(|link| !link.general);
    let area = first.and_then(|link| area_of(framework, &link.topic, unit.area));
    let given = row.document.as_ref().map(|_| row.area.as_str());
    let right = links.iter().find(|link| row.right_theme(book, link.topic.theme));
    Outcome {
        row,
        sort: row.sort(book),
        area: row.right_area(area.map(|area| area.id.as_str()).or(given)),
        theme: first.is_some_and(|link| row.right_theme(book, link.topic.theme)),
        polarity: right.filter(|_| first.is_some()).map(|link| {
            let said = link.polarity;
            (said, said == row.polarity || row.polarity_alt == Some(said))
        }),
        first: first.map(|link| Taken {
            theme: link.topic.theme,
            rule: link.rule,
            confidence: link.confidence,
            words: link
                .matched
                .iter()
                .filter_map(|range| row.text.get(range.clone()).map(str::to_owned))
                .collect(),
        }),
    }
}
