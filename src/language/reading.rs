//! What packs say of the reading of drafts: how reports are laid out, and which of
//! the things that reading can notice are findings.

use crate::source::Span;

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
    /// A judgment that a statement says the opposite of.
    Opposed,
    /// A statement that stands in one area and bears only on others.
    Misplaced,
    /// Statements of an area that speak against its grade in the balance.
    Unbalanced,
}

impl Notice {
    /// All of them with the words that rules use.
    pub const ALL: &[(&'static str, Notice)] = &[
        ("repeated-paragraph", Notice::RepeatedParagraph),
        ("spelling-variant", Notice::SpellingVariant),
        ("unexplained-abbreviation", Notice::UnexplainedAbbreviation),
        ("missing-list", Notice::MissingList),
        ("unborne", Notice::Unborne),
        ("opposed", Notice::Opposed),
        ("misplaced", Notice::Misplaced),
        ("unbalanced", Notice::Unbalanced),
    ];

    /// The word that rules use.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, notice)| *notice == self).map_or("", |(word, _)| word)
    }
}
