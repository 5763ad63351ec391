//! Inspections, or the areas of one, side by side: theme by theme what speaks for and against each,
//! which judgments were made, and what figures of the same measure say.

use std::collections::BTreeMap;

use crate::graph::Graph;
use crate::inspection::figures::Figure;
use crate::inspection::model::{Judgment, Statement};
use crate::language::syntax::Polarity;
use crate::mapping::{Mapper, Unit};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    /// Each inspection with the others.
    Inspections,
    /// Each area of an inspection with the others.
    Areas,
}

/// One of the things compared.
pub struct Column<'g, 'a> {
    /// Its graph.
    pub graph: &'g Graph<'a>,
    /// The area, where areas are compared.
    pub area: Option<String>,
}

/// What one column says of a theme.
#[derive(Debug, Default)]
pub struct Cell {
    /// Statements for it, by index.
    pub strengths: Vec<usize>,
    /// Statements against it.
    pub weaknesses: Vec<usize>,
    /// Judgments that are about it.
    pub judgments: Vec<usize>,
}

impl Cell {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.strengths.is_empty() && self.weaknesses.is_empty() && self.judgments.is_empty()
    }
}

/// A figure in its column.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// The column.
    pub column: usize,
    /// The statement it stands in.
    pub statement: &'a Statement,
    /// The figure.
    pub figure: &'a Figure,
}

/// Everything side by side.
pub struct Side<'g, 'a> {
    /// What is compared.
    pub columns: Vec<Column<'g, 'a>>,
    /// By theme, a cell for each column; only themes that somebody speaks of.
    pub themes: BTreeMap<usize, Vec<Cell>>,
    /// Figures of one measure that several columns give.
    pub measures: BTreeMap<&'a str, Vec<Measured<'a>>>,
}

/// Puts inspections, or the areas of all of them, side by side.
pub fn side<'g, 'a>(
    graphs: &'g [Graph<'a>],
    across: Across,
    mapper: &mut Mapper<'_>,
) -> Side<'g, 'a> {
    let mut columns: Vec<Column<'g, 'a>> = Vec::new();
    for graph in graphs {
        match across {
            Across::Inspections => columns.push(Column { graph, area: None }),
            Across::Areas => {
                let told = |area: &str| {
                    graph.inspection.statements.iter().any(|one| one.area.as_deref() == Some(area))
                };
                let areas = graph.framework.areas.iter().filter(|area| told(&area.id));
                columns.extend(areas.map(|area| Column { graph, area: Some(area.id.clone()) }));
            }
        }
    }
    let mut side = Side { columns, themes: BTreeMap::new(), measures: BTreeMap::new() };
    for at in 0..side.columns.len() {
        side.statements(at);
        side.judgments(at, mapper);
    }
    // A measure says something only where two give it.
    side.measures.retain(|_, all| {
        all.iter().any(|one| all.first().is_some_and(|first| first.column != one.column))
    });
    side
}

impl<'a> Side<'_, 'a> {
    fn cell(&mut self, theme: usize, column: usize) -> Option<&mut Cell> {
        let count = self.columns.len();
        let empty = || (0..count).map(|_| Cell::default()).collect();
        self.themes.entry(theme).or_insert_with(empty).get_mut(column)
    }

    fn statements(&mut self, column: usize) {
        let Some(Column { graph, area }) = self.columns.get(column) else { return };
        let (graph, area) = (*graph, area.clone());
        let certain = graph.book.mapping.certain;
        for (at, (statement, links)) in
            graph.inspection.statements.iter().zip(&graph.links).enumerate()
        {
            if statement.historical || (area.is_some() && statement.area != area) {
                continue;
            }
            if !graph.inspection.drafted {
                for figure in &statement.figures {
                    let measured = Measured { column, statement, figure };
                    self.measures.entry(figure.measure.as_str()).or_default().push(measured);
                }
            }
            let first = links.first().filter(|link| !link.general && link.counts(certain));
            let Some(link) = first else { continue };
            let polarity = statement.polarity.unwrap_or(link.polarity);
            let Some(cell) = self.cell(link.topic.theme, column) else { continue };
            match polarity {
                Polarity::Strength => cell.strengths.push(at),
                Polarity::Weakness => cell.weaknesses.push(at),
                Polarity::Mixed | Polarity::Neutral => {}
            }
        }
    }

    /// Judgments whose kind says something of the body, by the theme of their own words.
    fn judgments(&mut self, column: usize, mapper: &mut Mapper<'_>) {
        let Some(Column { graph, area }) = self.columns.get(column) else { return };
        let (graph, area) = (*graph, area.clone());
        for (at, judgment) in graph.inspection.judgments.iter().enumerate() {
            let speaks = graph.book.kind(&judgment.kind).and_then(|(_, kind)| kind.speaks_of);
            if speaks.is_none()
                || judgment.parent.is_some()
                || (area.is_some() && judgment.area != area)
            {
                continue;
            }
            let links = mapper.map(Unit {
                text: &judgment.text,
                heading: None,
                area: judgment.area.as_deref().and_then(|id| graph.framework.area(id)),
                figures: &[],
                historical: false,
                follows: false,
            });
            let theme = links.iter().find(|link| !link.general).map(|link| link.topic.theme);
            if let Some(cell) = theme.and_then(|theme| self.cell(theme, column)) {
                cell.judgments.push(at);
            }
        }
    }

    /// The grades of a column: of its area, or of all its areas.
    pub fn grades(&self, column: usize) -> Vec<&'a Judgment> {
        let Some(Column { graph, area }) = self.columns.get(column) else { return Vec::new() };
        let all = graph.inspection.judgments.iter();
        all.filter(|one| one.grade.is_some() && (area.is_none() || one.area == *area)).collect()
    }

    /// Whether the grades of two columns can be compared; `None` where it is not said.
    pub fn comparable(&self, one: usize, other: usize) -> Option<bool> {
        let framework = |column: usize| self.columns.get(column).map(|one| one.graph.framework);
        let book = self.columns.get(one)?.graph.book;
        let (a, b) = (framework(one)?, framework(other)?);
        if a.id == b.id {
            return Some(true);
        }
        let (later, earlier) = if a.published >= b.published { (a, b) } else { (b, a) };
        let back = book.back_to(&later.id, &earlier.id);
        back.comparable.filter(|_| back.met)
    }
}
