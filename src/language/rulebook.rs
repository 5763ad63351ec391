//! The rulebook: all packs together, every name looked up. What the rest of
//! the engine knows of frameworks, kinds and checks, it knows from here.

use std::collections::BTreeMap;

use super::packs::Entry;
use super::reading::{Claim, Layout, MappingSettings, Method, Threshold};
use super::syntax::{
    Comparison, Effect, Pattern, Polarity, Promise, Quantifier, Relation, Valence, Voice,
};
use crate::diagnostic::{Authority, Severity};
use crate::source::Span;

/// All packs together.
#[derive(Debug, Default)]
pub struct Rulebook {
    /// Subjects, in the order of their declaration.
    pub themes: Vec<Theme>,
    /// Word lists by name.
    pub lists: BTreeMap<String, Pattern>,
    /// Irregular inflections: base form and the others.
    pub forms: Vec<(String, Vec<String>)>,
    /// Rules from statements to themes.
    pub evidence: Vec<EvidenceRule>,
    /// Rules of polarity.
    pub signs: Vec<Sign>,
    /// Assessment frameworks.
    pub frameworks: Vec<Framework>,
    /// Kinds of judgment, grades excepted.
    pub kinds: Vec<Kind>,
    /// Named conditions.
    pub definitions: Vec<Definition>,
    /// Checks over the graph.
    pub checks: Vec<Check>,
    /// Ways in which a capture can be incomplete.
    pub gaps: Vec<Gap>,
    /// Ways in which a statement can have been obtained.
    pub methods: Vec<Method>,
    /// How reports are laid out.
    pub layouts: Vec<Layout>,
    /// Claims that have to be shown.
    pub claims: Vec<Claim>,
    /// What else is declared, where it stands.
    pub entries: Vec<Entry>,
    /// How statements are mapped.
    pub mapping: MappingSettings,
    /// What evidence rules and signs compare figures with.
    pub thresholds: Vec<Threshold>,
}

/// A subject that outlives any cycle.
#[derive(Debug)]
pub struct Theme {
    /// Its id.
    pub id: String,
    /// What it is.
    pub definition: String,
    /// Parts of it that a characteristic can single out.
    pub aspects: Vec<String>,
    /// Whether it is no subject, and only keeps text from being taken for one.
    pub general: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A theme by index, and one of its aspects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic {
    /// Index into [`Rulebook::themes`].
    pub theme: usize,
    /// The aspect, if one is named.
    pub aspect: Option<String>,
}

/// A rule from words to a theme.
#[derive(Debug)]
pub struct EvidenceRule {
    /// Its id.
    pub id: String,
    /// Alternatives, each enough.
    pub when: Vec<(Pattern, Span)>,
    /// What silences it.
    pub unless: Vec<Pattern>,
    /// What a statement it fires on is about.
    pub about: Vec<Topic>,
    /// Whether more is good or bad.
    pub valence: Option<Valence>,
    /// Polarities that hold whatever the signs say.
    pub overrides: Vec<(Polarity, Pattern)>,
    /// What it means, in words.
    pub because: Option<String>,
    /// Its tests.
    pub examples: Vec<(Promise, String, Span)>,
    /// Where it is declared.
    pub span: Span,
}

/// A rule of polarity.
#[derive(Debug)]
pub struct Sign {
    /// Its id.
    pub id: String,
    /// Alternatives, each enough.
    pub when: Vec<(Pattern, Span)>,
    /// What silences it.
    pub unless: Vec<Pattern>,
    /// What it does.
    pub effect: Effect,
    /// Which signs it outweighs.
    pub voice: Voice,
    /// Whether no other sign turns it.
    pub stands: bool,
    /// Its tests.
    pub examples: Vec<(Promise, String, Span)>,
    /// Where it is declared.
    pub span: Span,
}

/// One cycle's assessment framework.
#[derive(Debug)]
pub struct Framework {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// ISO date of publication.
    pub published: Option<String>,
    /// The one before, and whether its grades can be compared with these.
    pub follows: Option<(String, Option<bool>)>,
    /// Grades, the best first.
    pub grades: Vec<String>,
    /// ISO date of the revision meant, if there was one.
    pub revised: Option<String>,
    /// The framework from which what is not declared here is taken.
    pub takes_from: Option<String>,
    /// Areas in order.
    pub areas: Vec<Area>,
    /// What each grade needs.
    pub requirements: BTreeMap<String, Vec<Requirement>>,
    /// For a grade, the evidence that speaks against it and how many times as much of it as of
    /// the other is too much.
    pub outweighed: BTreeMap<String, (Polarity, u32)>,
    /// Where it is declared.
    pub span: Span,
}

/// The way back from one framework to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Back {
    /// Whether the earlier one was met.
    pub met: bool,
    /// Whether grades can be compared all the way; `None` where a framework does not say.
    pub comparable: Option<bool>,
}

impl Framework {
    /// The area of an id.
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The area in which a theme is at home.
    pub fn home(&self, theme: usize) -> Option<&Area> {
        self.areas.iter().find(|area| area.themes.contains(&theme))
    }
}

/// A part of a framework that may get a grade.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Other names in the text.
    pub aliases: Vec<String>,
    /// Whether it gets a grade.
    pub graded: bool,
    /// The area it is a part of.
    pub part_of: Option<String>,
    /// Whether an inspection may do without it.
    pub optional: bool,
    /// Whether it has a report of its own.
    pub separate: bool,
    /// Themes at home here, by index.
    pub themes: Vec<usize>,
    /// What good looks like.
    pub characteristics: Vec<Characteristic>,
    /// Where it is declared.
    pub span: Span,
}

/// One characteristic of good performance, in our own words.
#[derive(Debug, Clone)]
pub struct Characteristic {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// What evidence covers it.
    pub topics: Vec<Topic>,
    /// `official`, `seed` or `recalled`.
    pub provenance: String,
    /// Where it is declared.
    pub span: Span,
}

/// A kind of judgment.
#[derive(Debug)]
pub struct Kind {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The plural of the id, as rules may write it.
    pub plural: String,
    /// What a judgment of this kind says of the inspected body.
    pub speaks_of: Option<Polarity>,
    /// How its column in the report is headed; no column without one.
    pub short: Option<String>,
    /// What it needs.
    pub requirements: Vec<Requirement>,
    /// Where it is declared.
    pub span: Span,
}

/// One line `needs …`.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// What must hold.
    pub test: Test,
    /// Who asks for it.
    pub authority: Authority,
    /// Said when it is met.
    pub because: Option<String>,
    /// Said when it is not.
    pub otherwise: Option<String>,
    /// The line as written.
    pub wording: String,
    /// Where it stands.
    pub span: Span,
}

/// A named condition.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub id: String,
    /// What it stands for.
    pub test: Test,
}

/// A check over the graph.
#[derive(Debug)]
pub struct Check {
    /// The code of its findings.
    pub code: String,
    /// Their weight.
    pub severity: Severity,
    /// What it is about.
    pub title: String,
    /// What every thing, or none, must be.
    pub demand: Test,
    /// What to say, by condition; the first that holds is taken.
    pub otherwise: Vec<(Option<Test>, String)>,
    /// What to say once of several things, and of which, in place of saying it of each.
    pub together: Option<(Option<Test>, String)>,
    /// How to mend it, by condition; the first that holds is taken.
    pub help: Vec<(Option<Test>, String)>,
    /// Why it matters.
    pub because: Option<String>,
    /// Other weights under conditions.
    pub escalations: Vec<(Severity, Test)>,
    /// Who asks for it.
    pub authority: Authority,
    /// Where it is declared.
    pub span: Span,
}

/// A way in which a capture can be incomplete.
#[derive(Debug)]
pub struct Gap {
    /// Its id.
    pub id: String,
    /// What is missing.
    pub title: String,
    /// What may have stood there.
    pub hides: Vec<Noun>,
}

/// What a set is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// Judgments of one kind, by index.
    Kind(usize),
    /// Judgments of any kind, grades included.
    Judgment,
    /// Grades.
    Grade,
    /// Evidence statements.
    Statement,
    /// Characteristics of the framework.
    Characteristic,
    /// Figures.
    Figure,
    /// Counts that a source states.
    Tally,
    /// The inspection as a whole.
    Inspection,
    /// What reading a draft noticed.
    Remark,
    /// Statements that count for a characteristic.
    Strength,
    /// Statements that count against one.
    Weakness,
}

/// A property of a thing that conditions can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// What sort of judgment it is.
    Kind,
    /// The support of a judgment.
    Support,
    /// The grade of a graded judgment.
    Grade,
    /// How a statement was obtained.
    Method,
    /// What recomputing a figure gave.
    Verdict,
    /// What the capture of its source lost.
    Coverage,
    /// The area it stands in.
    Area,
    /// The last event in the life of a judgment.
    Status,
    /// By when something must be done.
    Deadline,
    /// What a statement rests on.
    Basis,
    /// The report in which the rest of a judgment stands.
    Elsewhere,
    /// A number given to a judgment.
    Score,
    /// The answer of the inspected body's overseer; its value is days after publication.
    Response,
    /// The cycle a judgment was carried over from.
    Origin,
    /// `historical`, `self-reported`, `decisive`, `graded`, `disputed`, `contradictory`,
    /// `drafted`, `corrected`, `incomparable`
    Flag,
}

impl Attribute {
    /// The attribute of a name in a rule.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, _)| *word == name).map(|(_, attribute)| *attribute)
    }

    /// All attributes with the word for each.
    pub const ALL: &[(&'static str, Attribute)] = &[
        ("support", Attribute::Support),
        ("grade", Attribute::Grade),
        ("method", Attribute::Method),
        ("verdict", Attribute::Verdict),
        ("coverage", Attribute::Coverage),
        ("area", Attribute::Area),
        ("status", Attribute::Status),
        ("deadline", Attribute::Deadline),
        ("basis", Attribute::Basis),
        ("elsewhere", Attribute::Elsewhere),
        ("score", Attribute::Score),
        ("response", Attribute::Response),
        ("origin", Attribute::Origin),
    ];
}

/// A set of things of one sort.
#[derive(Debug, Clone)]
pub struct Things {
    /// Whether those of one basis count once.
    pub independent: bool,
    /// What they are.
    pub noun: Noun,
    /// The word the rule uses for them.
    pub word: String,
    /// Which of them.
    pub filter: Option<Box<Test>>,
}

/// A condition with its names looked up.
#[derive(Debug, Clone)]
pub struct Test {
    /// What it asks.
    pub form: Form,
    /// Where it stands.
    pub span: Span,
}

/// What a condition asks.
#[derive(Debug, Clone)]
pub enum Form {
    /// All of them.
    All(Vec<Test>),
    /// One of them.
    Any(Vec<Test>),
    /// The opposite.
    Not(Box<Test>),
    /// The attribute has one of these values; any value if the list is empty.
    Has(Attribute, Vec<String>),
    /// The attribute, a number, compares so.
    Number(Attribute, Comparison, f64),
    /// The mean of an attribute over things compares so.
    Average(Attribute, Things, Comparison, f64),
    /// A named condition, by index.
    Defined(usize),
    /// The relation leads back to the thing.
    Itself(Relation),
    /// So many of these things.
    Count {
        /// Along which edge; all things of the graph if none.
        relation: Option<Relation>,
        /// How many.
        quantifier: Quantifier,
        /// Of which.
        things: Things,
        /// Of which this holds.
        body: Option<Box<Test>>,
    },
}

impl Rulebook {
    /// The framework of an id.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// The kind of an id, with its index.
    pub fn kind(&self, id: &str) -> Option<(usize, &Kind)> {
        self.kinds.iter().enumerate().find(|(_, kind)| kind.id == id)
    }

    /// The method of an id.
    pub fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    /// The gap of an id.
    pub fn gap(&self, id: &str) -> Option<&Gap> {
        self.gaps.iter().find(|gap| gap.id == id)
    }

    /// The theme of an index; an index comes from this rulebook, so it is there.
    pub fn theme(&self, index: usize) -> Option<&Theme> {
        self.themes.get(index)
    }

    /// Goes back from a framework towards an earlier one, cycle by cycle.
    pub fn back_to(&self, later: &str, earlier: &str) -> Back {
        let mut back = Back { met: later == earlier, comparable: Some(true) };
        let mut at = later;
        for _ in 0..self.frameworks.len() {
            let follows = self.framework(at).and_then(|framework| framework.follows.as_ref());
            let (false, Some((before, step))) = (back.met, follows) else {
                break;
            };
            back.comparable = match (back.comparable, *step) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            at = before;
            back.met = at == earlier;
        }
        back
    }

    /// The id of an evidence rule.
    pub fn rule_id(&self, index: usize) -> &str {
        self.evidence.get(index).map_or("", |rule| &rule.id)
    }

    /// The id of a theme.
    pub fn theme_id(&self, index: usize) -> &str {
        self.themes.get(index).map_or("", |theme| &theme.id)
    }
}
