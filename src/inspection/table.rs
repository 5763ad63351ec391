//! A table of grades (CSV after RFC 4180) as inspections of which only the grades are known:
//! one line for each grade, with the framework, the body, the area and the address it is taken
//! from. Everything else of these inspections is unknown, not absent.

use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Document, Inspection, Judgment, Pointer};
use crate::diagnostic::{Diagnostic, did_you_mean, number, plural};
use crate::language::rulebook::{Area, Framework, Rulebook};
use crate::source::{FileId, Sources, Span};

/// The gap that the packs declare for what a table does not hold.
pub const GAP: &str = "grades-only";

/// Most grades in one table.
const MOST_ROWS: usize = 20_000;
/// Most faults listed for one table.
const MOST_FAULTS: usize = 200;

/// The columns, each with the names it can have.
const COLUMNS: [&[&str]; 5] =
    [&["framework"], &["body", "force"], &["area"], &["grade"], &["source_url"]];

/// What reading a table gave.
#[derive(Debug, Default)]
pub struct Table {
    /// An inspection for each framework and body, in the order in which they come up.
    pub inspections: Vec<Inspection>,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
    /// Whether its head names the columns, so that there is something to read.
    pub readable: bool,
}

/// One value with its place.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    span: Span,
}

/// Reads a table of grades.
pub fn read(file: FileId, sources: &Sources, rules: &Rulebook) -> Table {
    let mut reading =
        Reading { rules, faults: Vec::new(), found: Vec::new(), seen: BTreeMap::new() };
    let text = sources.file(file).map_or("", |file| &file.text);
    let readable = reading.whole(file, text);
    let mut faults = reading.faults;
    if faults.len() > MOST_FAULTS {
        let more = faults.len() - MOST_FAULTS;
        faults.truncate(MOST_FAULTS);
        let more = number(more, "more fault in this file is", "more faults in this file are");
        let message = format!("{more} not listed");
        let rest = Diagnostic::error("wrong-value", message);
        faults.push(match faults.last().and_then(Diagnostic::span) {
            Some(span) => rest.at(span, "the last one listed"),
            None => rest,
        });
    }
    Table { inspections: reading.found, faults, readable }
}

/// A table as it is read.
struct Reading<'a> {
    rules: &'a Rulebook,
    faults: Vec<Diagnostic>,
    found: Vec<Inspection>,
    /// Index of the inspection of a framework and a body.
    seen: BTreeMap<(String, String), usize>,
}

impl Reading<'_> {
    fn fault(&mut self, code: &str, message: String, span: Span, help: Option<String>) {
        self.faults.push(Diagnostic::error(code, message).at(span, "here").help(help));
    }

    /// Reads all lines; whether the head could be read.
    fn whole(&mut self, file: FileId, text: &str) -> bool {
        let start = Span::new(file, 0..text.find(['\r', '\n']).unwrap_or(text.len()));
        if self.rules.gap(GAP).is_none() {
            let help = format!("add `gap {GAP} \"…\"` with what it hides to a pack");
            self.fault(
                "wrong-value",
                format!("no pack declares the gap `{GAP}`"),
                start,
                Some(help),
            );
            return false;
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut bounds = Bounds { text, file };
        let mut order: Option<[usize; 5]> = None;
        let mut width = 0;
        let mut rows = 0;
        for record in reader.records() {
            let cells = match record {
                Ok(record) => bounds.cells(&record),
                Err(error) => {
                    self.fault("wrong-value", format!("this is no CSV: {error}"), start, None);
                    return order.is_some();
                }
            };
            let Some(order) = order else {
                width = cells.len();
                order = self.head(&cells, start);
                if order.is_none() {
                    return false;
                }
                continue;
            };
            rows += 1;
            if rows > MOST_ROWS {
                let span = cells.first().map_or(start, |cell| cell.span);
                let message = format!("more than {MOST_ROWS} grades in one table");
                self.fault("wrong-value", message, span, Some("split the table".to_owned()));
                return true;
            }
            self.row(&cells, order, width);
        }
        if order.is_none() {
            let help = format!("begin it with the line `{}`", names(", ").replace(", ", ","));
            self.fault("missing-field", "the table is empty".to_owned(), start, Some(help));
        }
        order.is_some()
    }

    /// The place of each column, if all are there and nothing else.
    fn head(&mut self, cells: &[Cell], start: Span) -> Option<[usize; 5]> {
        let before = self.faults.len();
        let all = || COLUMNS.iter().flat_map(|known| known.iter().copied());
        for cell in cells {
            if !all().any(|name| name == cell.text) {
                let help = did_you_mean(&cell.text, "columns", all());
                self.fault(
                    "unknown-field",
                    format!("unknown column `{}`", cell.text),
                    cell.span,
                    help,
                );
            }
        }
        let mut order = [0; 5];
        for (place, known) in order.iter_mut().zip(COLUMNS) {
            let mut there =
                cells.iter().enumerate().filter(|(_, cell)| known.contains(&cell.text.as_str()));
            let first = there.next();
            let second = there.next().map(|(_, cell)| cell.clone());
            match first {
                Some((at, _)) => *place = at,
                None => {
                    let name = known.first().copied().unwrap_or_default();
                    let help = format!("the columns are {}", names(", "));
                    let message = format!("the column `{name}` is missing");
                    self.fault("missing-field", message, start, Some(help));
                }
            }
            if let Some(second) = second {
                let message = format!("the column `{}` stands twice", second.text);
                self.fault("duplicate-key", message, second.span, Some("keep one".to_owned()));
            }
        }
        (self.faults.len() == before).then_some(order)
    }

    fn row(&mut self, cells: &[Cell], order: [usize; 5], width: usize) {
        let Some(first) = cells.first() else {
            return;
        };
        if cells.len() != width {
            let message = format!(
                "this line has {}, and the head names {width}",
                plural(cells.len(), "cell")
            );
            let help = "a comma inside a value needs quotes around the value".to_owned();
            self.fault("wrong-value", message, first.span, Some(help));
            return;
        }
        let mut wanted = order.into_iter().filter_map(|at| cells.get(at));
        let (Some(framework), Some(body), Some(area), Some(grade), Some(address)) =
            (wanted.next(), wanted.next(), wanted.next(), wanted.next(), wanted.next())
        else {
            return;
        };
        let empty: Vec<&Cell> = [framework, body, area, grade, address]
            .into_iter()
            .filter(|cell| cell.text.trim().is_empty())
            .collect();
        for cell in &empty {
            let help = "fill it in, or take the line out".to_owned();
            self.fault("wrong-value", "this cell is empty".to_owned(), cell.span, Some(help));
        }
        for cell in [framework, body, area, grade, address] {
            if cell.text.chars().any(char::is_control) {
                let message = "this cell holds signs that cannot be seen".to_owned();
                let help = "write it in one line of plain letters".to_owned();
                self.fault("wrong-value", message, cell.span, Some(help));
                return;
            }
        }
        if !empty.is_empty() {
            return;
        }
        let rules = self.rules;
        let Some(known) = rules.framework(&framework.text) else {
            let names = rules.frameworks.iter().map(|one| one.id.as_str());
            let help = did_you_mean(&framework.text, "frameworks", names);
            let message = format!("unknown framework `{}`", framework.text);
            self.fault("unknown-framework", message, framework.span, help);
            return;
        };
        if let Some(area) = self.graded(known, area, grade) {
            self.take(known, area, [body, grade, address]);
        }
    }

    /// The area, if it is one of the framework and the grade one of its scale.
    fn graded<'f>(
        &mut self,
        framework: &'f Framework,
        area: &Cell,
        grade: &Cell,
    ) -> Option<&'f Area> {
        let id = &framework.id;
        let known = framework.area(&area.text);
        match known {
            None => {
                let names = framework.areas.iter().map(|area| area.id.as_str());
                let help = did_you_mean(&area.text, "known", names);
                self.fault(
                    "unknown-area",
                    format!("unknown area of {id}: `{}`", area.text),
                    area.span,
                    help,
                );
            }
            Some(one) if !one.graded => {
                let help = match self.sister(framework, area) {
                    Some(sister) => format!("it is graded in `{sister}`; check the framework"),
                    None => "take the line out, or check the area".to_owned(),
                };
                let message = format!("`{}` is not graded in {id}", area.text);
                self.fault("unknown-grade", message, grade.span, Some(help));
            }
            Some(_) => {}
        }
        let good = framework.grades.contains(&grade.text);
        if !good {
            let names = framework.grades.iter().map(String::as_str);
            let help = did_you_mean(&grade.text, "known", names);
            self.fault(
                "unknown-grade",
                format!("unknown grade of {id}: `{}`", grade.text),
                grade.span,
                help,
            );
        }
        known.filter(|area| area.graded && good)
    }

    /// Another version of a framework, in which the area is graded.
    fn sister(&self, framework: &Framework, area: &Cell) -> Option<&str> {
        let mut others = self.rules.frameworks.iter().filter(|other| {
            other.takes_from.as_ref() == Some(&framework.id)
                || framework.takes_from.as_ref() == Some(&other.id)
        });
        let other = others.find(|other| other.area(&area.text).is_some_and(|area| area.graded))?;
        Some(&other.id)
    }

    fn take(&mut self, framework: &Framework, area: &Area, [body, grade, address]: [&Cell; 3]) {
        let key = (framework.id.clone(), body.text.clone());
        let next = self.found.len();
        let at = *self.seen.entry(key).or_insert(next);
        if at == next {
            self.found.push(bare(framework, body));
        }
        let Some(inspection) = self.found.get_mut(at) else {
            return;
        };
        let same = |one: &&Judgment| one.area.as_ref() == Some(&area.id);
        if let Some(first) = inspection.judgments.iter().find(same) {
            let message =
                format!("{} of {} is graded twice in {}", area.id, body.text, framework.id);
            let mut fault = Diagnostic::error("duplicate-id", message)
                .at(grade.span, "the second time here")
                .at(first.span, "the first time here")
                .help("keep one of the lines".to_owned());
            fault.area = Some(area.id.clone());
            self.faults.push(fault);
            return;
        }
        let cited = inspection.sources.iter().find(|source| source.title == address.text);
        let document = match cited {
            Some(source) => source.id.clone(),
            None => {
                let id = format!("source-{}", inspection.sources.len() + 1);
                inspection.sources.push(Document {
                    id: id.clone(),
                    title: address.text.clone(),
                    coverage: vec![GAP.to_owned()],
                    span: address.span,
                });
                id
            }
        };
        let id = format!("grade-{}", area.id);
        inspection.judgments.push(Judgment {
            area: Some(area.id.clone()),
            grade: Some(grade.text.clone()),
            at: Some(Pointer { document, place: None }),
            ..Judgment::new(id, "grade".to_owned(), area.title.clone(), grade.span)
        });
    }
}

/// The names of the columns.
fn names(between: &str) -> String {
    let first = COLUMNS.iter().filter_map(|known| known.first().copied());
    first.collect::<Vec<&str>>().join(between)
}

/// An inspection of which nothing is known yet.
fn bare(framework: &Framework, body: &Cell) -> Inspection {
    let plain: String = body
        .text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    Inspection {
        id: format!("{}-{}", plain.trim_matches('-'), framework.id),
        body: body.text.clone(),
        framework: framework.id.clone(),
        published: None,
        sources: Vec::new(),
        bases: Vec::new(),
        judgments: Vec::new(),
        statements: Vec::new(),
        beside: Vec::new(),
        tallies: Vec::new(),
        unnamed: Vec::new(),
        responses: Vec::new(),
        follow_ups: Vec::new(),
        remarks: Vec::new(),
        allowed: Vec::new(),
        drafted: false,
        span: body.span,
    }
}

/// Finds where the cells of a record stand; the reader of CSV only knows where it begins.
struct Bounds<'t> {
    text: &'t str,
    file: FileId,
}

impl Bounds<'_> {
    fn cells(&mut self, record: &csv::StringRecord) -> Vec<Cell> {
        let start = record.position().map_or(0, |place| place.byte());
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let ranges = ranges(self.text, start, record.len());
        let mut ranges = ranges.into_iter();
        record
            .iter()
            .map(|text| {
                let range = ranges.next().unwrap_or(start..start);
                Cell { text: text.to_owned(), span: Span::new(self.file, range) }
            })
            .collect()
    }
}

/// The bytes of each cell of the record that begins at or after a byte, quotes included.
fn ranges(text: &str, start: usize, count: usize) -> Vec<Range<usize>> {
    let rest = text.get(start..).unwrap_or("");
    // The reader passes over empty lines before a record.
    let start = start + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let mut found = Vec::with_capacity(count);
    let (mut from, mut quoted) = (start, false);
    for (at, c) in text.get(start..).unwrap_or("").char_indices() {
        let here = start + at;
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                found.push(from..here);
                from = here + 1;
            }
            '\r' | '\n' if !quoted => {
                found.push(from..here);
                return found;
            }
            _ => {}
        }
    }
    found.push(from..text.len());
    found
}
