//! The curated YAML as it is written: the fields of each part, nothing looked up
//! yet. Unknown fields are refused, so that a mistyped key is never lost.

use serde::Deserialize;

use crate::inspection::model::Outcome;
use crate::language::syntax::Polarity;

/// A whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawInspection {
    /// Always [`super::SCHEMA`].
    pub schema: String,
    /// Id of the inspection.
    pub id: String,
    /// Who was inspected.
    pub body: String,
    /// Id of the framework.
    pub framework: String,
    /// ISO date of publication.
    #[serde(default)]
    pub published: Option<String>,
    /// Documents it comes from.
    #[serde(default)]
    pub sources: Vec<RawSource>,
    /// Samples, audits, data sets.
    #[serde(default)]
    pub bases: Vec<RawBasis>,
    /// Counts that a source states.
    #[serde(default)]
    pub tallies: Vec<RawTally>,
    /// Grades counted and not named.
    #[serde(default)]
    pub unnamed: Vec<RawUnnamed>,
    /// Answers to the report.
    #[serde(default)]
    pub responses: Vec<RawResponse>,
    /// What became of judgments of earlier inspections.
    #[serde(default, rename = "follow-ups")]
    pub follow_ups: Vec<RawFollowUp>,
    /// Sections in the order of the report.
    #[serde(default)]
    pub sections: Vec<RawSection>,
}

/// A document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    /// Id that pointers begin with.
    pub id: String,
    /// Title.
    pub title: String,
    /// File name of the captured text.
    #[serde(default, rename = "document")]
    pub _document: Option<String>,
    /// Web address.
    #[serde(default, rename = "address")]
    pub _address: Option<String>,
    /// ISO date.
    #[serde(default)]
    pub published: Option<String>,
    /// Licence it was published under.
    #[serde(default, rename = "licence")]
    pub _licence: Option<String>,
    /// What the capture lost.
    #[serde(default)]
    pub coverage: Vec<String>,
    /// What a reader should know of it.
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

/// A sample, audit or data set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBasis {
    /// Id.
    pub id: String,
    /// What it is.
    pub title: String,
}

/// A count that a source states.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTally {
    /// Id, unique in the file.
    pub id: String,
    /// Kind counted, or `grade`.
    pub counts: String,
    /// Of which grade.
    #[serde(default)]
    pub grade: Option<String>,
    /// How many.
    pub number: usize,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
}

/// Grades that a source counts and does not name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawUnnamed {
    /// The grade.
    pub grade: String,
    /// How many.
    pub number: usize,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
}

/// An answer to the report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawResponse {
    /// Who answered.
    #[serde(rename = "by")]
    pub _by: String,
    /// ISO date.
    pub date: String,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
}

/// What became of a judgment of an earlier inspection.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFollowUp {
    /// The id of the earlier inspection, `/`, the id of the judgment.
    pub of: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Ids of the statements that show it.
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A second source's grade.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAccount {
    /// Pointer.
    pub at: String,
    /// The grade it gives.
    pub grade: String,
}

/// A correction after publication.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCorrection {
    /// The grade published first.
    pub from: String,
    /// ISO date of the correction.
    pub date: String,
    /// Why.
    #[serde(default, rename = "because")]
    pub _because: Option<String>,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
}

/// A section of the report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSection {
    /// Id of the area; none for a summary.
    #[serde(default)]
    pub area: Option<String>,
    /// Printed title.
    #[serde(default)]
    pub heading: Option<String>,
    /// Pointer to the title.
    #[serde(default)]
    pub at: Option<String>,
    /// Grade, if the area is graded.
    #[serde(default)]
    pub grade: Option<String>,
    /// Pointer to the sentence that states it.
    #[serde(default, rename = "grade-at")]
    pub grade_at: Option<String>,
    /// What other sources give.
    #[serde(default)]
    pub accounts: Vec<RawAccount>,
    /// A correction of the grade.
    #[serde(default)]
    pub corrected: Option<RawCorrection>,
    /// Framework of the cycle the grade was carried over from.
    #[serde(default, rename = "carried-over-from")]
    pub origin: Option<String>,
    /// Framework whose grade the report compares this one with.
    #[serde(default, rename = "compared-with")]
    pub compared_with: Option<String>,
    /// Judgments in order.
    #[serde(default)]
    pub judgments: Vec<RawJudgment>,
    /// Statements under no judgment.
    #[serde(default)]
    pub statements: Vec<RawStatement>,
}

/// A judgment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawJudgment {
    /// Id, unique in the file.
    pub id: String,
    /// Kind of the rulebook.
    pub kind: String,
    /// What it says, in our own words.
    pub text: String,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
    /// The judgment it belongs to.
    #[serde(default, rename = "for")]
    pub parent: Option<String>,
    /// Ids of statements and judgments it also rests on.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Ids of judgments it takes up again.
    #[serde(default, rename = "follows-up")]
    pub follows_up: Vec<String>,
    /// What is missing of it.
    #[serde(default)]
    pub coverage: Vec<String>,
    /// The report in which the rest of it stands.
    #[serde(default)]
    pub elsewhere: Option<String>,
    /// A number given to it.
    #[serde(default)]
    pub score: Option<f64>,
    /// What the inspected body says it does about it.
    #[serde(default)]
    pub response: Option<String>,
    /// Short name of the words of the draft it was imported from.
    #[serde(default)]
    pub digest: Option<String>,
    /// By when.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Areas it speaks of.
    #[serde(default)]
    pub about: Vec<String>,
    /// What happened to it.
    #[serde(default)]
    pub events: Vec<RawEvent>,
    /// Its evidence.
    #[serde(default)]
    pub statements: Vec<RawStatement>,
}

/// An event in the life of a judgment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEvent {
    /// What happened.
    pub event: String,
    /// ISO date.
    pub date: String,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
}

/// A statement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawStatement {
    /// Id, unique in the file.
    pub id: String,
    /// What it says, in our own words.
    pub text: String,
    /// Pointer.
    #[serde(default)]
    pub at: Option<String>,
    /// Short name of the words of the draft it was imported from.
    #[serde(default)]
    pub digest: Option<String>,
    /// How it was obtained.
    #[serde(default)]
    pub method: Option<String>,
    /// What it rests on.
    #[serde(default)]
    pub basis: Option<String>,
    /// Whether it only retells an earlier inspection.
    #[serde(default)]
    pub historical: bool,
    /// What a person says it counts as, whatever the signs say.
    #[serde(default)]
    pub polarity: Option<Polarity>,
    /// Characteristics it bears on.
    #[serde(default, rename = "bears-on")]
    pub bears_on: Vec<String>,
    /// Its figures.
    #[serde(default)]
    pub figures: Vec<RawFigure>,
}

/// A figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFigure {
    /// What is measured.
    pub measure: String,
    /// The part.
    #[serde(default)]
    pub count: Option<f64>,
    /// The whole.
    #[serde(default)]
    pub of: Option<f64>,
    /// The share in percent.
    #[serde(default)]
    pub percent: Option<f64>,
    /// Half the confidence interval, in points.
    #[serde(default)]
    pub interval: Option<f64>,
    /// The level before.
    #[serde(default)]
    pub from: Option<f64>,
    /// The level after.
    #[serde(default)]
    pub to: Option<f64>,
    /// Relative change in percent.
    #[serde(default)]
    pub change: Option<f64>,
    /// A plain value.
    #[serde(default)]
    pub value: Option<f64>,
    /// What is counted.
    #[serde(default)]
    pub unit: Option<String>,
    /// Of whom.
    #[serde(default)]
    pub population: Option<String>,
    /// ISO interval.
    #[serde(default)]
    pub period: Option<String>,
    /// Whether the report says "around".
    #[serde(default)]
    pub approximate: bool,
}
