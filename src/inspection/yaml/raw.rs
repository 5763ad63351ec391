//! The curated YAML as it is written: the fields of each part, nothing looked up
//! yet. Unknown fields are refused, so that a mistyped key is never lost. The order of the fields
//! is the order in which `check --fix` puts the keys.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inspection::model::Outcome;
use crate::language::syntax::Polarity;

/// A whole file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "inspection")]
pub struct RawInspection {
    /// The form of this file and its version; always `peelcheck/inspection/v1`.
    pub schema: String,
    /// Id of the inspection: a name of your own, unique among your files.
    pub id: String,
    /// Who was inspected.
    pub body: String,
    /// The framework of the cycle that the report judges by.
    pub framework: String,
    /// Date of publication, such as 2024-03-12.
    #[serde(default)]
    pub published: Option<String>,
    /// The documents something is taken from; pointers begin with their ids.
    #[serde(default)]
    pub sources: Vec<RawSource>,
    /// Samples, audits and data sets that statements rest on.
    #[serde(default)]
    pub bases: Vec<RawBasis>,
    /// Counts that a source states.
    #[serde(default)]
    pub tallies: Vec<RawTally>,
    /// Grades that a source counts and does not name.
    #[serde(default)]
    pub unnamed: Vec<RawUnnamed>,
    /// Answers to the report.
    #[serde(default)]
    pub responses: Vec<RawResponse>,
    /// What became of judgments of earlier inspections.
    #[serde(default, rename = "follow-ups")]
    pub follow_ups: Vec<RawFollowUp>,
    /// Sections in the order of the report, each with its grade, judgments and statements.
    #[serde(default)]
    pub sections: Vec<RawSection>,
}

/// A document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "source")]
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
    /// The day, such as 2024-03-12.
    #[serde(default)]
    pub published: Option<String>,
    /// Licence it was published under.
    #[serde(default, rename = "licence")]
    pub _licence: Option<String>,
    /// What the copy at hand lost; leave it out where the copy is whole.
    #[serde(default)]
    pub coverage: Vec<String>,
    /// What a reader should know of it.
    #[serde(default, rename = "note")]
    pub _note: Option<String>,
}

/// A sample, audit or data set.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "basis")]
pub struct RawBasis {
    /// Id.
    pub id: String,
    /// What it is.
    pub title: String,
}

/// A count that a source states.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "tally")]
pub struct RawTally {
    /// Id, unique among judgments, statements and tallies of the file.
    pub id: String,
    /// Kind counted, or `grade`.
    pub counts: String,
    /// Of which grade.
    #[serde(default)]
    pub grade: Option<String>,
    /// How many.
    pub number: usize,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
}

/// Grades that a source counts and does not name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "unnamed")]
pub struct RawUnnamed {
    /// The grade.
    pub grade: String,
    /// How many.
    pub number: usize,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
}

/// An answer to the report.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "response")]
pub struct RawResponse {
    /// Who answered.
    #[serde(rename = "by")]
    pub _by: String,
    /// The day, such as 2024-03-12.
    pub date: String,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
}

/// What became of a judgment of an earlier inspection.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "follow-up")]
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "account")]
pub struct RawAccount {
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    pub at: String,
    /// The grade it gives.
    pub grade: String,
}

/// A correction after publication.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "correction")]
pub struct RawCorrection {
    /// The grade published first.
    pub from: String,
    /// ISO date of the correction.
    pub date: String,
    /// Why.
    #[serde(default, rename = "because")]
    pub _because: Option<String>,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
}

/// A section of the report.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "section")]
pub struct RawSection {
    /// Id of the area; none for a summary.
    #[serde(default)]
    pub area: Option<String>,
    /// Printed title.
    #[serde(default)]
    pub heading: Option<String>,
    /// Where the title stands: `report:166`.
    #[serde(default)]
    pub at: Option<String>,
    /// Grade, if the area is graded.
    #[serde(default)]
    pub grade: Option<String>,
    /// Where the sentence that states the grade stands: `report:167`.
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "judgment")]
pub struct RawJudgment {
    /// Id, unique among judgments, statements and tallies of the file.
    pub id: String,
    /// What sort of judgment it is.
    pub kind: String,
    /// What it says, in our own words.
    pub text: String,
    /// Short name of the words of the draft it was imported from.
    #[serde(default)]
    pub digest: Option<String>,
    /// A number given to it.
    #[serde(default)]
    pub score: Option<f64>,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
    /// The id of the judgment it belongs to: of a recommendation, its concern.
    #[serde(default, rename = "for")]
    pub parent: Option<String>,
    /// By when: `immediately`, `within 3 months` or `by 2024-09-30`.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Areas it speaks of.
    #[serde(default)]
    pub about: Vec<String>,
    /// What is missing of this judgment in particular.
    #[serde(default)]
    pub coverage: Vec<String>,
    /// The report in which the rest of it stands.
    #[serde(default)]
    pub elsewhere: Option<String>,
    /// Ids of statements and judgments it also rests on.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Ids of judgments it takes up again.
    #[serde(default, rename = "follows-up")]
    pub follows_up: Vec<String>,
    /// What happened to it.
    #[serde(default)]
    pub events: Vec<RawEvent>,
    /// What the inspected body says it does about it.
    #[serde(default)]
    pub response: Option<String>,
    /// Its evidence.
    #[serde(default)]
    pub statements: Vec<RawStatement>,
}

/// An event in the life of a judgment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "event")]
pub struct RawEvent {
    /// What happened.
    pub event: String,
    /// The day, such as 2024-03-12.
    pub date: String,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
}

/// A statement.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "statement")]
pub struct RawStatement {
    /// Id, unique among judgments, statements and tallies of the file.
    pub id: String,
    /// What it says, in our own words.
    pub text: String,
    /// Short name of the words of the draft it was imported from.
    #[serde(default)]
    pub digest: Option<String>,
    /// Where it stands: `report:41`, `report:41-43`, or `report` for the whole document.
    #[serde(default)]
    pub at: Option<String>,
    /// How it was obtained.
    #[serde(default)]
    pub method: Option<String>,
    /// The sample, audit or data set it rests on: an id under `bases`.
    #[serde(default)]
    pub basis: Option<String>,
    /// Whether it only retells an earlier inspection.
    #[serde(default)]
    pub historical: bool,
    /// What a person says it counts as, whatever the signs say.
    #[serde(default)]
    pub polarity: Option<Polarity>,
    /// Characteristics it bears on, if the rules find none or another.
    #[serde(default, rename = "bears-on")]
    pub bears_on: Vec<String>,
    /// Its figures.
    #[serde(default)]
    pub figures: Vec<RawFigure>,
}

/// A figure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "figure")]
pub struct RawFigure {
    /// What is measured.
    pub measure: String,
    /// The part.
    #[serde(default)]
    pub count: Option<f64>,
    /// The whole.
    #[serde(default)]
    pub of: Option<f64>,
    /// The share in percent, as printed, without a percent sign.
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
    /// Relative change in percent, with its sign.
    #[serde(default)]
    pub change: Option<f64>,
    /// A plain value.
    #[serde(default)]
    pub value: Option<f64>,
    /// What is counted or measured.
    #[serde(default)]
    pub unit: Option<String>,
    /// Of whom, if not of the inspected body.
    #[serde(default)]
    pub population: Option<String>,
    /// The time it covers, first and last day: `2022-04-01/2023-03-31`.
    #[serde(default)]
    pub period: Option<String>,
    /// Whether the report says "around".
    #[serde(default)]
    pub approximate: bool,
}
