//! The list of figures: given, computed, verdict.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use super::style::{Style, clean};
use crate::diagnostic::{plural, unquoted};
use crate::inspection::figures::{Sort, Verdict};
use crate::inspection::model::Inspection;
use crate::inspection::yaml::schema::of_output;
use crate::source::{Sources, Span};

/// A figure as it is listed.
#[derive(Debug)]
pub struct Row<'a> {
    span: Span,
    said: String,
    sentence: Option<&'a str>,
    sort: Sort,
    given: String,
    computed: String,
    verdict: Verdict,
}

/// What `figures` lists.
#[derive(Serialize, JsonSchema)]
struct Document<'r> {
    /// The version of this form.
    version: u32,
    /// The figures, file by file, in the order in which they stand.
    figures: Vec<Figure<'r>>,
}

/// One figure.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "figure")]
struct Figure<'r> {
    /// The file, as it was named.
    path: &'r str,
    /// Line from 1; in a Word file the paragraph.
    line: usize,
    /// Column from 1, in Unicode scalars.
    column: usize,
    /// The sentence or statement; left out with `--no-quotes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
    /// What sort of figure it is.
    #[schemars(with = "Sort")]
    kind: &'static str,
    /// The figure as it is given.
    given: &'r str,
    /// What recomputing gave, for people.
    computed: &'r str,
    /// What recomputing gave.
    #[schemars(with = "Verdict")]
    verdict: &'static str,
}

/// The figures of inspections in the order in which they stand.
pub fn rows(inspections: &[Inspection], wrong_only: bool, quotes: bool) -> Vec<Row<'_>> {
    let statements = inspections.iter().flat_map(|one| one.statements.iter().chain(&one.beside));
    let figures = statements
        .flat_map(|statement| statement.figures.iter().map(move |figure| (statement, figure)));
    let mut rows: Vec<Row<'_>> = figures
        .map(|(statement, figure)| {
            let checked = figure.check();
            // `of these, 72 left` says only half of `72 of 123`.
            let whole = !quotes || figure.sort == Sort::Ratio || figure.said.is_empty();
            let given = if whole { checked.given } else { figure.said.clone() };
            let hide = |text: String| if quotes { text } else { unquoted(&text) };
            Row {
                span: figure.stated_span,
                said: if quotes { figure.said.clone() } else { String::new() },
                sentence: quotes.then_some(statement.text.as_str()),
                sort: figure.sort,
                given: hide(given),
                computed: hide(checked.computed),
                verdict: checked.verdict,
            }
        })
        .filter(|row| {
            !wrong_only || !matches!(row.verdict, Verdict::Consistent | Verdict::NotCheckable)
        })
        .collect();
    rows.sort_by_key(|row| row.span);
    rows
}

/// The JSON Schema of this form.
pub fn schema() -> serde_json::Value {
    of_output::<Document<'_>>("Output of peelcheck figures --format json")
}

/// For machines; the form is described in `docs/output.md`.
pub fn json(rows: &[Row<'_>], sources: &Sources) -> String {
    let figures = rows
        .iter()
        .map(|row| {
            let (path, place) = sources.locate(row.span);
            Figure {
                path,
                line: place.line,
                column: place.column,
                text: row.sentence,
                kind: row.sort.word(),
                given: &row.given,
                computed: &row.computed,
                verdict: row.verdict.word(),
            }
        })
        .collect();
    let document = Document { version: super::json::VERSION, figures };
    super::json::pretty(&document)
}

/// For people: a line for each figure, then how many there are of each verdict.
pub fn text(rows: &[Row<'_>], sources: &Sources, style: Style) -> String {
    let mut text = String::new();
    let mut file = "";
    for row in rows {
        let (path, place) = sources.locate(row.span);
        if path != file {
            let _ = writeln!(text, "{}", style.bold(&clean(path)));
            file = path;
        }
        let given = if row.said.is_empty() {
            clean(&row.given)
        } else {
            format!("“{}”", clean(&row.said))
        };
        let verdict = match row.verdict {
            Verdict::Consistent => "✓ consistent",
            Verdict::NotCheckable => "? not checkable",
            Verdict::Truncated => "! truncated",
            Verdict::Inconsistent => "✗ inconsistent",
            Verdict::Impossible => "✗ impossible",
        };
        let line = format!("{}:{} {verdict}: {given}", place.line, place.column);
        let _ = writeln!(text, "{}", style.wrap(&line, "  ", "      "));
        if !matches!(row.verdict, Verdict::NotCheckable) {
            let _ = writeln!(text, "{}", style.dim(&style.wrap(&row.computed, "      ", "      ")));
        }
    }
    let count = |wanted: Verdict| rows.iter().filter(|row| row.verdict == wanted).count();
    let counts = [
        Verdict::Consistent,
        Verdict::Truncated,
        Verdict::Inconsistent,
        Verdict::Impossible,
        Verdict::NotCheckable,
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .map(|verdict| (count(verdict), verdict.word().replace('-', " ")))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let counted = match counts.is_empty() {
        true => String::new(),
        false => format!(": {}", counts.join(", ")),
    };
    let _ = writeln!(
        text,
        "{}",
        style.wrap(&format!("{}{counted}", plural(rows.len(), "figure")), "", "")
    );
    text
}
