//! One inspection as the engine sees it: judgments, statements and figures, each
//! with the place in the file it came from. Valid as far as one file can be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::Span;

use super::figures::Figure;
use super::prose::Prose;
use super::remark::Remark;
use crate::language::syntax::Polarity;

/// A published or drafted inspection.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Its id.
    pub id: String,
    /// Who was inspected.
    pub body: String,
    /// The framework it is judged by; known to the rulebook.
    pub framework: String,
    /// ISO date of publication.
    pub published: Option<String>,
    /// Where its parts come from.
    pub sources: Vec<Document>,
    /// What statements rest on.
    pub bases: Vec<Basis>,
    /// Its judgments in order; grades among them.
    pub judgments: Vec<Judgment>,
    /// Its statements in order.
    pub statements: Vec<Statement>,
    /// Sentences of the judgments of a draft: no evidence for them, but their figures are checked.
    pub beside: Vec<Statement>,
    /// Counts that a source states.
    pub tallies: Vec<Tally>,
    /// Grades that a source counts and does not name.
    pub unnamed: Vec<(String, usize)>,
    /// Answers of the body that oversees the inspected one.
    pub responses: Vec<Response>,
    /// What became of judgments of earlier inspections, as a person says.
    pub follow_ups: Vec<FollowUp>,
    /// What reading a draft noticed beside its judgments.
    pub remarks: Vec<Remark>,
    /// Findings that the draft itself sets aside.
    pub allowed: Vec<Allowance>,
    /// Whether it was read from a draft, so that nobody has chosen its statements yet.
    pub drafted: bool,
    /// Where the file says what it is.
    pub span: Span,
}

impl Inspection {
    /// What the body is called where a draft does not say who was inspected.
    pub const UNNAMED_BODY: &'static str = "the inspected body";
}

/// A finding set aside in the draft, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The code of the finding.
    pub code: String,
    /// Why it is no fault.
    pub reason: String,
    /// The words it is about.
    pub about: Span,
    /// Where it is said.
    pub span: Span,
}

/// A count that a source states.
#[derive(Debug, Clone)]
pub struct Tally {
    /// Its id.
    pub id: String,
    /// The kind it counts, or `grade`.
    pub counts: String,
    /// Of which grade.
    pub grade: Option<String>,
    /// How many.
    pub number: usize,
    /// Where it stands in its source.
    pub at: Option<Pointer>,
    /// The number in the file.
    pub span: Span,
    /// Its id in the file.
    pub id_span: Span,
}

/// An answer to the report.
#[derive(Debug, Clone)]
pub struct Response {
    /// ISO date.
    pub date: String,
    /// The date in the file.
    pub span: Span,
}

/// A second source's grade for the same judgment.
#[derive(Debug, Clone)]
pub struct Account {
    /// The grade it gives.
    pub grade: String,
    /// Where it stands in its source.
    pub at: Pointer,
    /// Whether it stands in the same document as the judgment.
    pub within: bool,
    /// The grade in the file.
    pub span: Span,
}

/// A document that parts of the inspection come from.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id within the inspection.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What its capture lost: ids of gaps.
    pub coverage: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A sample, audit or data set.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
}

/// Where something stands in a source document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The id of the document.
    pub document: String,
    /// Line, lines, heading or paragraph in it, as written.
    pub place: Option<String>,
}

impl Pointer {
    /// `report:41` → document and place; `report` alone is a whole document.
    pub fn parse(text: &str) -> Self {
        match text.split_once([':', '#']) {
            Some((document, place)) => {
                Self { document: document.to_owned(), place: Some(place.to_owned()) }
            }
            None => Self { document: text.to_owned(), place: None },
        }
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{}:{place}", self.document),
            None => f.write_str(&self.document),
        }
    }
}

/// Something the report decides.
#[derive(Debug, Clone)]
pub struct Judgment {
    /// Its id.
    pub id: String,
    /// `grade`, or a kind of the rulebook.
    pub kind: String,
    /// What it says; the area's title for a grade.
    pub text: String,
    /// The area it stands in.
    pub area: Option<String>,
    /// The heading of the section it stands in.
    pub heading: Option<String>,
    /// The grade, if it is one.
    pub grade: Option<String>,
    /// Where it stands in its source.
    pub at: Option<Pointer>,
    /// The judgment it belongs to (a recommendation to its concern).
    pub parent: Option<Reference>,
    /// Statements and judgments it names as evidence, besides its own statements.
    pub evidence: Vec<Reference>,
    /// Earlier judgments it takes up again.
    pub follows_up: Vec<Reference>,
    /// By when, as written.
    pub deadline: Option<String>,
    /// The areas it speaks of, if it stands in none.
    pub about: Vec<String>,
    /// What happened to it, in order.
    pub events: Vec<Event>,
    /// What other sources give.
    pub accounts: Vec<Account>,
    /// What is missing of it in particular: ids of gaps.
    pub coverage: Vec<String>,
    /// The report in which the rest of it stands.
    pub elsewhere: Option<String>,
    /// A number given to it.
    pub score: Option<f64>,
    /// The grade it was published with, before a correction.
    pub corrected_from: Option<String>,
    /// The cycle it was carried over from.
    pub origin: Option<String>,
    /// The framework whose grade it compares itself with, and where it does.
    pub compared_with: Option<Reference>,
    /// Indices of the statements written under it.
    pub statements: Vec<usize>,
    /// What the inspected body answers to it.
    pub response: Option<String>,
    /// A short name of the words of the draft it was imported from.
    pub digest: Option<String>,
    /// Its words in the draft it was read from.
    pub prose: Option<Prose>,
    /// Its id in the file.
    pub span: Span,
}

impl Judgment {
    /// A judgment of which nothing else is known yet.
    pub fn new(id: String, kind: String, text: String, span: Span) -> Self {
        Self {
            id,
            kind,
            text,
            area: None,
            heading: None,
            grade: None,
            at: None,
            parent: None,
            evidence: Vec::new(),
            follows_up: Vec::new(),
            deadline: None,
            about: Vec::new(),
            events: Vec::new(),
            accounts: Vec::new(),
            coverage: Vec::new(),
            elsewhere: None,
            score: None,
            corrected_from: None,
            origin: None,
            compared_with: None,
            statements: Vec::new(),
            response: None,
            digest: None,
            prose: None,
            span,
        }
    }
}

/// What became of a judgment of an earlier inspection, as a person says.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// The judgment: the id of its inspection, `/`, its id.
    pub of: Reference,
    /// What became of it.
    pub outcome: Outcome,
    /// Ids of the statements that show it.
    pub evidence: Vec<Reference>,
}

/// What a later inspection says of a judgment.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "outcome")]
pub enum Outcome {
    /// What was asked for is there.
    Resolved,
    /// It is better, and a gap remains.
    Improved,
    /// The weakness is still there.
    StillFailing,
    /// What was singled out as good is now criticised.
    Reversed,
    /// Nothing is said of it.
    NotMentioned,
}

impl Outcome {
    /// All of them with the words that files use.
    pub const ALL: &[(&'static str, Outcome)] = &[
        ("resolved", Outcome::Resolved),
        ("improved", Outcome::Improved),
        ("still-failing", Outcome::StillFailing),
        ("reversed", Outcome::Reversed),
        ("not-mentioned", Outcome::NotMentioned),
    ];

    /// The word that files use.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, outcome)| *outcome == self).map_or("", |(word, _)| word)
    }
}

/// A name of another thing, with its place in the file.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The id.
    pub id: String,
    /// Where.
    pub span: Span,
}

/// Something that happened to a judgment.
#[derive(Debug, Clone)]
pub struct Event {
    /// `raised`, `revisited`, `closed`
    pub event: String,
    /// ISO date.
    pub date: String,
    /// Where it stands in its source.
    pub at: Option<Pointer>,
}

/// A piece of evidence.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// The area it stands in.
    pub area: Option<String>,
    /// The finding heading it stands under.
    pub heading: Option<String>,
    /// Where it stands in its source.
    pub at: Option<Pointer>,
    /// How it was obtained: a method of the rulebook.
    pub method: Option<String>,
    /// The sample, audit or data set it rests on.
    pub basis: Option<String>,
    /// Whether it only tells what an earlier inspection found.
    pub historical: bool,
    /// Whether it takes up an earlier inspection, in a draft.
    pub follow_up: bool,
    /// What a person says it counts as, whatever the signs say.
    pub polarity: Option<Polarity>,
    /// Characteristics a person says it bears on, whatever the rules find.
    pub bears_on: Vec<Reference>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Its id in the file.
    pub span: Span,
    /// Its text in the file.
    pub text_span: Span,
    /// A short name of the words of the draft it was imported from.
    pub digest: Option<String>,
    /// Its words in the draft it was read from.
    pub prose: Option<Prose>,
    /// The paragraph of the draft it stands in, counted from 1.
    pub paragraph: usize,
}

impl Statement {
    /// A statement of which nothing else is known yet.
    pub fn new(id: String, text: String, span: Span) -> Self {
        Self {
            id,
            text,
            area: None,
            heading: None,
            at: None,
            method: None,
            basis: None,
            historical: false,
            follow_up: false,
            polarity: None,
            bears_on: Vec::new(),
            figures: Vec::new(),
            span,
            text_span: span,
            digest: None,
            prose: None,
            paragraph: 0,
        }
    }

    /// Where a range of its text stands; the whole text where the file does not say it as it is.
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        match &self.prose {
            Some(prose) => prose.span(range),
            None => self.text_span,
        }
    }
}
