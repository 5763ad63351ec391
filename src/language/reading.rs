//! What packs say of reading: how reports are laid out, which of the things that
//! reading can notice are findings, and how a statement is read in its place.

use super::syntax::{Comparison, Pattern, Promise, Quantity};
use crate::source::Span;

/// Settings of the mapping, said in a pack.
#[derive(Debug, Clone)]
pub struct MappingSettings {
    /// Words that may lie between the two sides of a `near` that does not say.
    pub near: u32,
    /// Confidence from which a link counts in a judgment.
    pub certain: f64,
    /// What the words of the heading weigh beside the statement's own.
    pub heading_weight: f64,
    /// What the words of the statements before it weigh.
    pub before_weight: f64,
    /// What they weigh where it leans on them.
    pub leaning_weight: f64,
    /// What each further statement leaves of that weight.
    pub fading: f64,
    /// What a word at the end of a statement without a heading weighs beside one at its beginning.
    pub end_weight: f64,
    /// What standing in a theme's home area adds, in single words.
    pub home_weight: f64,
    /// From what score its own words leave no doubt what a statement is about, and how far
    /// ahead of the next theme; then what surrounds it is not asked.
    pub decisive: Option<(u32, u32)>,
    /// How a statement opens that leans on those before it.
    pub leaning: Vec<Pattern>,
    /// What shows that a statement only tells of an earlier inspection.
    pub historical: Vec<Pattern>,
    /// What ends such a retelling where it runs on.
    pub historical_until: Vec<Pattern>,
    /// What shows that a statement names an earlier inspection and takes it up.
    pub follow_up: Vec<Pattern>,
    /// What shows that a statement takes one up without naming it.
    pub follow_up_hinted: Vec<Pattern>,
    /// The share from which what an earlier judgment asked for is taken as done.
    pub resolved: f64,
    /// How many words that carry meaning an earlier judgment shares with a statement of its theme,
    /// and with one of another theme, to be found again in it.
    pub recognised: (u32, u32),
    /// Words that carry no meaning of their own in a claim.
    pub light: Vec<Pattern>,
}

impl Default for MappingSettings {
    fn default() -> Self {
        Self {
            near: 8,
            certain: 0.55,
            heading_weight: 0.0,
            before_weight: 0.0,
            leaning_weight: 0.0,
            fading: 0.0,
            end_weight: 1.0,
            home_weight: 0.0,
            decisive: None,
            leaning: Vec::new(),
            historical: Vec::new(),
            historical_until: Vec::new(),
            follow_up: Vec::new(),
            follow_up_hinted: Vec::new(),
            resolved: 1.0,
            recognised: (2, 4),
            light: Vec::new(),
        }
    }
}

/// How a statement was obtained.
#[derive(Debug)]
pub struct Method {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Whether the inspected body said it of itself.
    pub self_reported: bool,
    /// What shows in a statement that it was obtained so.
    pub when: Vec<Pattern>,
    /// What shows that it was not.
    pub unless: Vec<Pattern>,
}

/// A claim of a kind that has to be shown: whoever says that a budget is balanced has to say so
/// where the money is told of, too.
#[derive(Debug)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// What is claimed, to be read after *nothing shows*.
    pub title: String,
    /// How a heading or a summary claims it; alternatives, each enough.
    pub when: Vec<(Pattern, Span)>,
    /// What silences it.
    pub unless: Vec<Pattern>,
    /// What a statement says that bears it out; alternatives, each enough.
    pub shown_by: Vec<(Pattern, Span)>,
    /// What a statement says that denies it.
    pub denied_by: Vec<(Pattern, Span)>,
    /// Why it has to be shown.
    pub because: Option<String>,
    /// Its tests.
    pub examples: Vec<(Promise, String, Span)>,
    /// Where it is declared.
    pub span: Span,
}

/// How the reports of one framework are laid out, so that a draft can be read.
#[derive(Debug)]
pub struct Layout {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The framework its reports are judged by.
    pub framework: String,
    /// Texts that give it away.
    pub known_by: Vec<String>,
    /// Titles of sections and what they hold.
    pub sections: Vec<(Part, Vec<String>)>,
    /// Titles of callouts and the kind each announces.
    pub callouts: Vec<(String, Vec<String>)>,
    /// Beginnings of blocks that are no part of the report's reasoning.
    pub passes_over: Vec<String>,
    /// What stands before the date of publication.
    pub dated_after: Vec<String>,
    /// Phrasings with `{number}` that count judgments of a kind, or grades, or areas.
    pub counts: Vec<(String, Vec<String>)>,
    /// The kind of judgment that a heading inside an area is.
    pub headings: Option<String>,
    /// Phrasings that give a grade, or announce a judgment of a kind in running text.
    pub says: Vec<(String, Vec<String>)>,
    /// Grades that cannot stand without a callout, and the gap where there is none at all.
    pub missing_callouts: Option<(Vec<String>, String)>,
    /// What every document of this layout lacks: ids of gaps.
    pub loses: Vec<String>,
    /// Abbreviations that need no explanation; without a list none is asked for.
    pub abbreviations: Option<Vec<String>>,
    /// Phrasings that compare a grade with that of another cycle.
    pub compares: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// What a section of a report holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The findings of an area.
    Area(String),
    /// Sentences that each are a judgment of a kind, such as the claims of a summary.
    Claims(String),
    /// `judgments`: the table of grades.
    Judgments,
    /// `findings`: a heading inside an area that announces its findings.
    Findings,
    /// `recap`: what the area said before, once more.
    Recap,
    /// `context`: what a callout rests on.
    Context,
    /// `response`: what the inspected body answers to a callout.
    Response,
    /// `aside`: what is neither finding nor evidence.
    Aside,
    /// `appendix`: the same, up to the end of the document.
    Appendix,
}

impl Part {
    /// The parts with the words for them in a rule; areas and kinds have their ids.
    pub const WORDS: &[(&'static str, Part)] = &[
        ("judgments", Part::Judgments),
        ("findings", Part::Findings),
        ("recap", Part::Recap),
        ("context", Part::Context),
        ("response", Part::Response),
        ("aside", Part::Aside),
        ("appendix", Part::Appendix),
    ];
}

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// A paragraph stands twice.
    RepeatedParagraph,
    /// A name is spelt in two ways.
    SpellingVariant,
    /// An abbreviation is used and never explained.
    UnexplainedAbbreviation,
    /// A list or table is announced and does not follow.
    MissingList,
    /// Part of a judgment that nothing it rests on speaks of.
    Unborne,
    /// Part of a judgment that claims what has to be shown, where nothing shows it.
    Unshown,
    /// A judgment that a statement says the opposite of.
    Opposed,
    /// A statement that stands in one area and bears only on others.
    Misplaced,
    /// Statements of an area that speak against its grade in the balance.
    Unbalanced,
    /// A statement that takes up something no earlier inspection at hand has raised.
    Unlisted,
    /// A statement that retells an earlier inspection otherwise than it stands there.
    Drifted,
    /// Something an earlier inspection raised, and this one does not speak of.
    Dropped,
    /// A statement that says the opposite of what an earlier inspection singled out.
    Reversed,
}

impl Notice {
    /// All of them with the words that rules use.
    pub const ALL: &[(&'static str, Notice)] = &[
        ("repeated-paragraph", Notice::RepeatedParagraph),
        ("spelling-variant", Notice::SpellingVariant),
        ("unexplained-abbreviation", Notice::UnexplainedAbbreviation),
        ("missing-list", Notice::MissingList),
        ("unborne", Notice::Unborne),
        ("unshown", Notice::Unshown),
        ("opposed", Notice::Opposed),
        ("misplaced", Notice::Misplaced),
        ("unbalanced", Notice::Unbalanced),
        ("unlisted", Notice::Unlisted),
        ("drifted", Notice::Drifted),
        ("dropped", Notice::Dropped),
        ("reversed", Notice::Reversed),
    ];

    /// The word that rules use.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, notice)| *notice == self).map_or("", |(word, _)| word)
    }
}

/// A bound on one side of which a figure says something else to a rule.
#[derive(Debug, Clone, Copy)]
pub struct Threshold {
    /// Which number of a figure.
    pub quantity: Quantity,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what.
    pub amount: f64,
}
