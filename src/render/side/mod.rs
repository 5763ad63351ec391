//! Inspections or areas side by side, as text and JSON from one object.

mod text;

use serde::Serialize;

pub use text::text;

use crate::compare::side::{Cell, Side};
use crate::inspection::model::Statement;
use crate::source::{Sources, Span};

/// The version of the form.
pub const VERSION: u32 = 1;

/// What is shown.
#[derive(Debug, Serialize)]
pub struct Shown {
    version: u32,
    /// What is compared.
    pub columns: Vec<Head>,
    /// Pairs of columns whose grades cannot be compared, or of which it is not said.
    pub not_comparable: Vec<Pair>,
    /// Areas that several columns grade.
    pub grades: Vec<Graded>,
    /// Themes that are spoken of.
    pub themes: Vec<Spoken>,
    /// Measures that several columns give.
    pub measures: Vec<Measure>,
    /// Themes left out, since only one column speaks of them.
    pub left_out: usize,
}

/// One of the things compared.
#[derive(Debug, Serialize)]
pub struct Head {
    /// How it is called in the rows.
    pub name: String,
    /// Who was inspected.
    pub body: String,
    /// Title of the framework.
    pub framework: String,
    /// Id of the inspection.
    pub inspection: String,
    /// The area, where areas are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
}

/// Two columns whose grades say nothing of each other.
#[derive(Debug, Serialize)]
pub struct Pair {
    /// The first, counted from 0.
    pub one: usize,
    /// The second.
    pub other: usize,
    /// Whether the frameworks say so, or say nothing.
    pub said: bool,
}

/// The grades of an area.
#[derive(Debug, Serialize)]
pub struct Graded {
    /// The area.
    pub area: String,
    /// A grade for each column, or none.
    pub grades: Vec<Option<String>>,
    /// The best first, where all can be compared; else nothing is ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranked: Option<Vec<usize>>,
}

impl Graded {
    /// The columns of each grade; the best grade first, if they are ranked.
    fn by_grade(&self) -> Vec<(&str, Vec<usize>)> {
        let all: Vec<usize> = (0..self.grades.len()).collect();
        let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
        for at in self.ranked.as_ref().unwrap_or(&all) {
            let Some(grade) = self.grades.get(*at).and_then(Option::as_deref) else { continue };
            match found.iter_mut().find(|(known, _)| *known == grade) {
                Some((_, columns)) => columns.push(*at),
                None => found.push((grade, vec![*at])),
            }
        }
        found
    }
}

/// A theme.
#[derive(Debug, Serialize)]
pub struct Spoken {
    /// Its id.
    pub theme: String,
    /// What it is.
    pub definition: String,
    /// What each column says.
    pub columns: Vec<Said>,
}

/// What one column says of a theme.
#[derive(Debug, Serialize)]
pub struct Said {
    /// Statements for it.
    pub strengths: Vec<Line>,
    /// Statements against it.
    pub weaknesses: Vec<Line>,
    /// Judgments about it.
    pub judgments: Vec<Line>,
}

impl Said {
    fn is_empty(&self) -> bool {
        self.strengths.is_empty() && self.weaknesses.is_empty() && self.judgments.is_empty()
    }
}

/// Something with its place.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// The kind of a judgment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The file.
    pub path: String,
    /// The line.
    pub line: usize,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Figures of one measure.
#[derive(Debug, Serialize)]
pub struct Measure {
    /// The measure.
    pub measure: String,
    /// What each gives, in the order of the columns.
    pub figures: Vec<Given>,
}

/// A figure.
#[derive(Debug, Serialize)]
pub struct Given {
    /// The column, counted from 0.
    pub column: usize,
    /// As given.
    pub given: String,
    /// The period it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Where it stands.
    pub at: Line,
}

/// Which themes are shown.
#[derive(Debug, Default, Clone, Copy)]
pub struct Choice<'c> {
    /// Only this theme.
    pub theme: Option<&'c str>,
    /// Also themes of which only one column speaks.
    pub all: bool,
    /// Whether texts are shown.
    pub quotes: bool,
}

/// What is shown of it.
pub fn shown(side: &Side<'_, '_>, choice: Choice<'_>, sources: &Sources) -> Shown {
    let book = side.columns.first().map(|column| column.graph.book);
    let mut themes = Vec::new();
    let mut left_out = 0;
    for (theme, cells) in &side.themes {
        let Some(theme) = book.and_then(|book| book.theme(*theme)) else { continue };
        let several = cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
        let asked = choice.theme.is_none_or(|id| id == theme.id);
        if !asked || !(several || choice.all || choice.theme.is_some()) {
            left_out += usize::from(asked);
            continue;
        }
        let told = cells.iter().enumerate();
        themes.push(Spoken {
            theme: theme.id.clone(),
            definition: theme.definition.clone(),
            columns: told.map(|(at, cell)| said(side, at, cell, choice.quotes, sources)).collect(),
        });
    }
    Shown {
        version: VERSION,
        columns: heads(side),
        not_comparable: pairs(side),
        grades: grades(side),
        themes,
        measures: if choice.theme.is_some() { Vec::new() } else { measures(side, choice, sources) },
        left_out,
    }
}

fn heads(side: &Side<'_, '_>) -> Vec<Head> {
    let heads = side.columns.iter().map(|column| {
        let inspection = column.graph.inspection;
        Head {
            name: match &column.area {
                Some(area) => format!("{} {area}", inspection.id),
                None => inspection.id.clone(),
            },
            body: inspection.body.clone(),
            framework: column.graph.framework.title.clone(),
            inspection: inspection.id.clone(),
            area: column.area.clone(),
        }
    });
    heads.collect()
}

fn pairs(side: &Side<'_, '_>) -> Vec<Pair> {
    let count = side.columns.len();
    let all = (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other)));
    all.filter_map(|(one, other)| match side.comparable(one, other) {
        Some(true) => None,
        said => Some(Pair { one, other, said: said.is_some() }),
    })
    .collect()
}

fn grades(side: &Side<'_, '_>) -> Vec<Graded> {
    let mut rows: Vec<Graded> = Vec::new();
    for column in 0..side.columns.len() {
        for judgment in side.grades(column) {
            let Some(area) = &judgment.area else { continue };
            let known = rows.iter().position(|row| row.area == *area);
            let at = known.unwrap_or_else(|| {
                let grades = vec![None; side.columns.len()];
                rows.push(Graded { area: area.clone(), grades, ranked: None });
                rows.len() - 1
            });
            if let Some(cell) = rows.get_mut(at).and_then(|row| row.grades.get_mut(column)) {
                cell.clone_from(&judgment.grade);
            }
        }
    }
    rows.retain(|row| row.grades.iter().flatten().count() > 1);
    for row in &mut rows {
        row.ranked = ranked(side, &row.grades);
    }
    rows
}

/// The columns that have a grade, the best first; nothing where two cannot be compared.
fn ranked(side: &Side<'_, '_>, grades: &[Option<String>]) -> Option<Vec<usize>> {
    let graded: Vec<usize> =
        (0..grades.len()).filter(|at| grades.get(*at).is_some_and(Option::is_some)).collect();
    let (first, rest) = graded.split_first()?;
    if !rest.iter().all(|other| side.comparable(*first, *other) == Some(true)) {
        return None;
    }
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for at in graded {
        let scale = &side.columns.get(at)?.graph.framework.grades;
        let grade = grades.get(at)?.as_ref()?;
        placed.push((scale.iter().position(|one| one == grade)?, at));
    }
    placed.sort_unstable();
    Some(placed.into_iter().map(|(_, at)| at).collect())
}

fn line(id: &str, kind: Option<&str>, span: Span, text: Option<&str>, sources: &Sources) -> Line {
    let (path, place) = sources.locate(span);
    Line {
        id: id.to_owned(),
        kind: kind.map(str::to_owned),
        path: path.to_owned(),
        line: place.line,
        text: text.map(str::to_owned),
    }
}

fn of_statement(one: &Statement, quotes: bool, sources: &Sources) -> Line {
    line(&one.id, None, one.span, quotes.then_some(one.text.as_str()), sources)
}

fn said(side: &Side<'_, '_>, column: usize, cell: &Cell, quotes: bool, sources: &Sources) -> Said {
    let inspection = side.columns.get(column).map(|column| column.graph.inspection);
    let statements = |all: &[usize]| -> Vec<Line> {
        let found = all.iter().filter_map(|at| inspection?.statements.get(*at));
        found.map(|one| of_statement(one, quotes, sources)).collect()
    };
    let judgments = cell.judgments.iter().filter_map(|at| inspection?.judgments.get(*at));
    Said {
        strengths: statements(&cell.strengths),
        weaknesses: statements(&cell.weaknesses),
        judgments: judgments
            .map(|one| {
                let text = quotes.then_some(one.text.as_str());
                line(&one.id, Some(&one.kind), one.span, text, sources)
            })
            .collect(),
    }
}

fn measures(side: &Side<'_, '_>, choice: Choice<'_>, sources: &Sources) -> Vec<Measure> {
    let measures = side.measures.iter().map(|(measure, all)| Measure {
        measure: (*measure).to_owned(),
        figures: all
            .iter()
            .map(|one| Given {
                column: one.column,
                given: one.figure.check().given,
                period: one.figure.period.clone(),
                at: of_statement(one.statement, choice.quotes, sources),
            })
            .collect(),
    });
    measures.collect()
}

/// As JSON.
pub fn json(shown: &Shown) -> String {
    crate::render::json::pretty(shown)
}
