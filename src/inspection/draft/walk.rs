//! One pass over the blocks of a document: which section, area and heading each
//! stands in, and what it makes there.

use std::collections::BTreeMap;

use super::callouts::Callout;
use super::document::{Block, Document, Role};
use super::grades::{Stated, Voice};
use super::layout::{Plan, Title};
use super::phrasing::{Word, words};
use super::sentences::sentences;
use crate::inspection::model::{Judgment, Statement};
use crate::inspection::prose::Prose;
use crate::language::reading::Part;

/// What a walk gathered.
pub struct Gathered {
    /// Judgments, grades excepted.
    pub judgments: Vec<Judgment>,
    /// Statements.
    pub statements: Vec<Statement>,
    /// Sentences of judgments, which are no evidence for them.
    pub beside: Vec<Statement>,
    /// Grades and counts.
    pub stated: Stated,
    /// Whether there was any callout.
    pub callouts: bool,
    /// What stands before the date of publication, if it was found.
    pub dated: Option<String>,
    /// How many blocks stand before the appendix.
    pub end: usize,
}

/// The state of a walk.
pub struct Walk<'p, 'b> {
    pub(super) plan: &'p Plan<'b>,
    pub(super) gathered: Gathered,
    part: Option<Part>,
    pub(super) area: Option<String>,
    pub(super) heading: Option<String>,
    /// The judgment that a heading made.
    finding: Option<usize>,
    pub(super) callout: Option<Callout>,
    /// Whether the next sentence is the first of an area.
    opening: bool,
    /// How many of each sort there are, for ids.
    counted: BTreeMap<String, usize>,
    /// The last entry of a table of judgments that is not one for each row.
    pending: Pending,
    table: Vec<(usize, usize, Block)>,
    /// Tables read as boxes so far.
    tables: usize,
    /// Paragraphs of statements so far.
    paragraphs: usize,
}

/// Longest heading that statements carry with them, in characters.
const LONGEST_HEADING: usize = 300;

#[derive(Default)]
struct Pending {
    grade: Option<String>,
    areas: Vec<String>,
    /// Whether the grade stands before its areas.
    grade_first: Option<bool>,
}

impl<'p, 'b> Walk<'p, 'b> {
    /// Walks over a whole document.
    pub fn over(plan: &'p Plan<'b>, document: &Document) -> Gathered {
        let stated = Stated::default();
        let gathered = Gathered {
            judgments: Vec::new(),
            statements: Vec::new(),
            beside: Vec::new(),
            stated,
            callouts: false,
            dated: None,
            end: document.blocks.len(),
        };
        let mut walk = Walk {
            plan,
            gathered,
            part: None,
            area: None,
            heading: None,
            finding: None,
            callout: None,
            opening: false,
            counted: BTreeMap::new(),
            pending: Pending::default(),
            table: Vec::new(),
            tables: 0,
            paragraphs: 0,
        };
        for (at, block) in document.blocks.iter().enumerate() {
            if walk.part == Some(Part::Appendix) {
                walk.gathered.end = at.saturating_sub(1);
                break;
            }
            walk.block(block, document.blocks.get(at + 1));
        }
        walk.end_table();
        walk.gathered
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        let text = &block.prose.text;
        if let Role::Cell { row, column } = block.role {
            self.table.push((row, column, block.clone()));
            return;
        }
        self.end_table();
        self.leave_box(block);
        if self.dated(text) || self.plan.passes_over(text) {
            return;
        }
        if self.in_judgments(block, next) {
            return;
        }
        if let Some(grade) = self.plan.grade_line(text) {
            if let Some(area) = self.area.clone() {
                self.gathered.stated.grade(&area, grade, Voice::Printed, &block.prose);
            }
            return;
        }
        match self.plan.title(block) {
            Some((Title::Part(part), rest)) => self.section(part, rest, block),
            Some((Title::Callout(kind), rest)) => {
                self.open_callout(&kind, block);
                if let Some(from) = rest {
                    self.in_callout(&block.prose.slice(from..text.len()), Role::Paragraph);
                }
            }
            None if block.role == Role::Heading && !self.takes_headings(block) => {
                self.headed(&block.prose);
            }
            None => self.body(block),
        }
    }

    fn body(&mut self, block: &Block) {
        match &self.part {
            _ if self.callout.is_some() => self.in_callout(&block.prose, block.role),
            Some(Part::Aside | Part::Recap | Part::Judgments) => {
                for sentence in sentences(&block.prose.text) {
                    let sentence = block.prose.slice(sentence);
                    self.gathered.stated.read(self.plan, &sentence, None, false);
                }
            }
            Some(Part::Claims(kind)) => {
                let kind = kind.clone();
                self.beside(&block.prose);
                for sentence in sentences(&block.prose.text) {
                    let sentence = block.prose.slice(sentence);
                    self.gathered.stated.read(self.plan, &sentence, None, false);
                    if self.plan.passes_over(&sentence.text) {
                        continue;
                    }
                    if !sentence.text.ends_with(['.', '!', '?', '”', '’']) {
                        continue; // a signature, a caption
                    }
                    let claim = self.judgment(&kind, &sentence);
                    self.gathered.judgments.push(claim);
                }
            }
            _ => self.statements(&block.prose, None),
        }
    }

    fn section(&mut self, part: Part, rest: Option<usize>, block: &Block) {
        match part {
            Part::Findings => {}
            // Inside a callout: what it rests on, or what is answered to it.
            Part::Context | Part::Response => {
                let answers = part == Part::Response;
                if let Some(callout) = &mut self.callout {
                    callout.answering = answers;
                }
                if let Some(from) = rest {
                    let body = block.prose.slice(from..block.prose.text.len());
                    self.in_callout(&body, Role::Paragraph);
                }
            }
            Part::Recap => {
                self.close();
                self.part = Some(Part::Recap);
            }
            other => {
                self.close();
                self.opening = matches!(other, Part::Area(_));
                self.area = match &other {
                    Part::Area(area) => Some(area.clone()),
                    _ => None,
                };
                self.part = Some(other);
            }
        }
    }

    fn close(&mut self) {
        self.callout = None;
        self.finding = None;
        self.heading = None;
    }

    /// A heading that is no title: a finding, if the layout says that headings announce them.
    fn headed(&mut self, prose: &Prose) {
        self.close();
        self.heading = Some(prose.text.chars().take(LONGEST_HEADING).collect());
        let sectioned = matches!(self.part, Some(Part::Area(_)));
        if !sectioned {
            self.gathered.stated.read(self.plan, prose, None, false);
        }
        let kind = self.plan.layout.and_then(|layout| layout.headings.clone());
        if let Some(kind) = kind.filter(|_| sectioned && !prose.text.ends_with('?')) {
            let judgment = self.judgment(&kind, prose);
            self.finding = Some(self.gathered.judgments.len());
            self.gathered.judgments.push(judgment);
        }
    }

    /// A new judgment in the place reached.
    pub(super) fn judgment(&mut self, kind: &str, prose: &Prose) -> Judgment {
        let number = self.number(kind);
        let id = match &self.area {
            Some(area) => format!("{area}-{kind}-{number}"),
            None => format!("{kind}-{number}"),
        };
        let mut judgment = Judgment::new(id, kind.to_owned(), prose.text.clone(), prose.whole());
        judgment.area.clone_from(&self.area);
        judgment.heading.clone_from(&self.heading);
        judgment.prose = Some(prose.clone());
        judgment
    }

    fn number(&mut self, sort: &str) -> usize {
        let area = self.area.as_deref().unwrap_or("");
        let counted = self.counted.entry(format!("{area}/{sort}")).or_default();
        *counted += 1;
        *counted
    }

    /// The sentences of a paragraph as statements, under a judgment or under the finding.
    pub(super) fn statements(&mut self, prose: &Prose, under: Option<usize>) {
        self.paragraphs += 1;
        for range in sentences(&prose.text) {
            let sentence = prose.slice(range);
            let opening = std::mem::replace(&mut self.opening, false);
            let before = self
                .area
                .as_ref()
                .is_some_and(|area| self.gathered.stated.has(area, Voice::Opening));
            self.gathered.stated.read(self.plan, &sentence, self.area.as_deref(), opening);
            let grades = opening
                && !before
                && self
                    .area
                    .as_ref()
                    .is_some_and(|area| self.gathered.stated.has(area, Voice::Opening));
            if grades {
                continue; // it is the judgment itself
            }
            if self.said_in_prose(&sentence) {
                continue;
            }
            let number = self.number("statement");
            let id = format!("{}-{number}", self.area.as_deref().unwrap_or("statement"));
            let at = self.gathered.statements.len();
            let statement = self.statement(id, sentence);
            self.gathered.statements.push(statement);
            if let Some(judgment) =
                under.or(self.finding).and_then(|index| self.gathered.judgments.get_mut(index))
            {
                judgment.statements.push(at);
            }
        }
    }

    fn statement(&self, id: String, sentence: Prose) -> Statement {
        Statement {
            id,
            text: sentence.text.clone(),
            area: self.area.clone(),
            heading: self.heading.clone(),
            at: None,
            method: None,
            basis: None,
            historical: false,
            follow_up: false,
            polarity: None,
            bears_on: Vec::new(),
            figures: Vec::new(),
            span: sentence.whole(),
            text_span: sentence.whole(),
            digest: None,
            prose: Some(sentence),
            paragraph: self.paragraphs,
        }
    }

    /// The sentences of a judgment itself: they are no evidence, but their figures are read.
    pub(super) fn beside(&mut self, prose: &Prose) {
        self.paragraphs += 1;
        for range in sentences(&prose.text) {
            let number = self.number("said");
            let id = format!("{}-said-{number}", self.area.as_deref().unwrap_or("summary"));
            let statement = self.statement(id, prose.slice(range));
            self.gathered.beside.push(statement);
        }
    }

    /// A sentence that is itself a judgment of a kind, such as *this is a cause of concern*.
    fn said_in_prose(&mut self, sentence: &Prose) -> bool {
        let words = words(&sentence.text);
        let fits = |_: &str, _: &[Word]| true;
        let kind = self
            .plan
            .says
            .iter()
            .find(|(kind, said)| *kind != "grade" && !said.find(&words, &fits).is_empty())
            .map(|(kind, _)| (*kind).to_owned());
        let Some(kind) = kind else {
            return false;
        };
        let judgment = self.judgment(&kind, sentence);
        self.gathered.judgments.push(judgment);
        true
    }

    fn dated(&mut self, text: &str) -> bool {
        let Some(layout) = self.plan.layout else {
            return false;
        };
        for label in &layout.dated_after {
            let start = text.get(..label.len()).is_some_and(|s| s.eq_ignore_ascii_case(label));
            if start {
                self.gathered.dated = text.get(label.len()..).map(str::to_owned);
                return true;
            }
        }
        false
    }

    /// Inside the table of judgments: areas and grades in turns.
    fn in_judgments(&mut self, block: &Block, next: Option<&Block>) -> bool {
        if self.part != Some(Part::Judgments) {
            return false;
        }
        let text = &block.prose.text;
        if let Some((area, grade)) = self.plan.area_with_grade(text) {
            self.gathered.stated.grade(area, grade, Voice::Table, &block.prose);
            return true;
        }
        let followed = next.is_some_and(|next| {
            let text = &next.prose.text;
            self.plan.grade_line(text).is_some() || self.plan.title(next).is_some()
        });
        match (self.plan.area_line(text), self.plan.grade_line(text)) {
            (_, Some(grade)) => {
                let first = *self.pending.grade_first.get_or_insert(self.pending.areas.is_empty());
                self.pending.grade = Some(grade.to_owned());
                if !first {
                    for area in std::mem::take(&mut self.pending.areas) {
                        self.gathered.stated.grade(&area, grade, Voice::Table, &block.prose);
                    }
                }
                true
            }
            (Some(area), None) if followed || self.pending.grade.is_some() => {
                match (self.pending.grade_first, &self.pending.grade) {
                    (Some(true), Some(grade)) => {
                        let grade = grade.clone();
                        self.gathered.stated.grade(area, &grade, Voice::Table, &block.prose);
                    }
                    _ if followed => self.pending.areas.push(area.to_owned()),
                    _ => return false,
                }
                true
            }
            _ => false,
        }
    }

    /// A table ended: one that opens with the title of a callout is its box; if it gives grades to
    /// areas it is read, else it is passed over.
    fn end_table(&mut self) {
        let cells = std::mem::take(&mut self.table);
        let paragraph = |block: &Block| Block { role: Role::Paragraph, ..block.clone() };
        let titled = cells.first().map(|(.., block)| self.plan.title(&paragraph(block)));
        if let Some(Some((Title::Callout(_), _))) = titled {
            self.tables += 1;
            let mut leads = None;
            for (row, column, cell) in &cells {
                let mut block = paragraph(cell);
                block.boxes.push(usize::MAX - self.tables); // no other box has this number
                // What follows a colon in a cell is its list.
                if leads == Some((row, column)) {
                    block.role = Role::Item;
                } else if block.prose.text.ends_with(':') {
                    leads = Some((row, column));
                }
                self.block(&block, None);
            }
            return;
        }
        self.graded(&cells);
    }

    /// Grades that a table gives to areas, beside them or above them.
    fn graded(&mut self, cells: &[(usize, usize, Block)]) {
        let mut columns: BTreeMap<usize, &str> = BTreeMap::new();
        let first_row = cells.first().map(|(row, ..)| *row);
        for (row, column, block) in cells {
            match self.plan.grade_line(&block.prose.text) {
                Some(grade) if Some(*row) == first_row => {
                    columns.insert(*column, grade);
                }
                _ => {}
            }
        }
        for (row, column, block) in cells {
            let Some(area) = self.plan.area_line(&block.prose.text) else {
                continue;
            };
            let beside = cells.iter().filter(|(other, ..)| other == row).find_map(|(.., cell)| {
                Some((self.plan.grade_line(&cell.prose.text)?, &cell.prose))
            });
            let above = columns.get(column).map(|grade| (*grade, &block.prose));
            if let Some((grade, place)) = beside.or(above) {
                self.gathered.stated.grade(area, grade, Voice::Table, place);
            }
        }
    }
}
