//! What a rule file says, as a tree: names not yet looked up, every node with
//! its span. The parser makes it, the resolver reads it.

mod condition;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use condition::{Condition, Quantifier, Reach, Relation, Set};

use crate::source::Span;

/// A word of the language that names something, such as `call-answering`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text, its escapes undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text between the quotes.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A theme, or one aspect of it: `problem-solving/evaluation`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The theme.
    pub theme: Name,
    /// The aspect.
    pub aspect: Option<Name>,
}

/// A number as written, with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// Whether a percent sign follows.
    pub percent: bool,
}

/// How the words of a phrase find those of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The word or one of its inflections (the default).
    Inflected,
    /// The very word.
    Exact,
    /// Any word of the same stem.
    Stem,
}

/// Which side `left` must stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Either side (`near`).
    Either,
    /// `left` first (`before`).
    Before,
    /// `right` first (`after`).
    After,
}

/// What a figure is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A part of a whole, in percent.
    Share,
    /// A relative change, in percent, with its sign.
    Change,
    /// A bare number.
    Count,
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `below`
    Below,
    /// `above`
    Above,
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `exactly`
    Exactly,
}

impl Comparison {
    /// Whether `left` stands in this relation to `right`.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Comparison::Below => left < right,
            Comparison::Above => left > right,
            Comparison::AtLeast => left >= right,
            Comparison::AtMost => left <= right,
            Comparison::Exactly => (left - right).abs() < 1e-9,
        }
    }
}

/// A condition on a statement's words and figures.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// `"hang up"`, `exactly "101"`, `like "abandon"`
    Phrase {
        /// The words.
        text: Text,
        /// How they match.
        likeness: Likeness,
    },
    /// The name of a word list.
    List(Name),
    /// `share is below 5%`
    Figure {
        /// What is compared.
        quantity: Quantity,
        /// How.
        comparison: Comparison,
        /// With what.
        amount: Amount,
        /// Where it stands.
        span: Span,
    },
    /// `A or B`
    Any(Vec<Pattern>),
    /// `A and B`, anywhere in the statement
    All(Vec<Pattern>),
    /// `not A`
    Not(Box<Pattern>),
    /// `A near B within 5 words`
    Near {
        /// The one.
        left: Box<Pattern>,
        /// The other.
        right: Box<Pattern>,
        /// Which comes first.
        order: Order,
        /// How many words may lie between; the pack's default if absent.
        within: Option<u32>,
    },
    /// `heading A`: matched in the heading the statement stands under.
    Heading(Box<Pattern>),
    /// A number, in digits or words.
    Number,
    /// Beginning with one of the first two words of the statement.
    Opening(Box<Pattern>),
}

impl Pattern {
    /// The patterns directly inside this one.
    pub fn inner(&self) -> Vec<&Pattern> {
        match self {
            Pattern::Phrase { .. } | Pattern::List(_) | Pattern::Number => Vec::new(),
            Pattern::Figure { .. } => Vec::new(),
            Pattern::Any(all) | Pattern::All(all) => all.iter().collect(),
            Pattern::Not(inner) | Pattern::Heading(inner) | Pattern::Opening(inner) => vec![inner],
            Pattern::Near { left, right, .. } => vec![left, right],
        }
    }
}

/// What a link says of the force.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Counts for it.
    Strength,
    /// Counts against it.
    Weakness,
    /// Both in one.
    Mixed,
    /// Neither.
    Neutral,
}

/// What surrounds a statement and speaks for its themes, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// Its heading.
    Heading,
    /// The statements before it.
    Before,
    /// The statements before it, where it leans on them.
    Leaning,
    /// Its area.
    Home,
    /// Its own last words, where it stands under no heading.
    End,
}

/// How loud a sign speaks: where a louder one says something, it is not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Heard where no other says anything.
    Hints,
    /// As most do.
    Speaks,
    /// Outweighs all that do not decide.
    Decides,
}

impl Voice {
    /// All of them, the loudest first.
    pub const ALL: [Voice; 3] = [Voice::Decides, Voice::Speaks, Voice::Hints];
}

impl Polarity {
    /// The word for it in rules and outputs.
    pub fn word(self) -> &'static str {
        match self {
            Polarity::Strength => "strength",
            Polarity::Weakness => "weakness",
            Polarity::Mixed => "mixed",
            Polarity::Neutral => "neutral",
        }
    }

    /// The opposite; mixed and neutral are their own.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Polarity::Strength => Polarity::Weakness,
            Polarity::Weakness => Polarity::Strength,
            other => other,
        }
    }
}

/// Whether more of what a rule speaks of is good or bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valence {
    /// `good when more`
    GoodWhenMore,
    /// `bad when more`
    BadWhenMore,
}

/// What an example promises: a polarity, that the rule says nothing, or what it is to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// The rule fires with this polarity.
    Fires(Polarity),
    /// The rule stays silent.
    Silent,
    /// The text makes the claim.
    Claims,
    /// The text bears the claim out.
    Shows,
    /// The text denies the claim.
    Denies,
}

/// What a sign says when its pattern is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// `gives weakness`
    Gives(Polarity),
    /// `gives more`: combined with the valence of the evidence rule.
    More,
    /// `gives less`
    Less,
    /// `reverses the next 4 words`: good becomes bad, bad becomes good.
    Reverses(u32),
    /// `mends the next 4 words`: bad becomes good.
    Mends(u32),
    /// `spoils the next 4 words`: good becomes bad.
    Spoils(u32),
}

/// One line below the head of an item (continuations included).
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// `aspect evaluation "…"`
    Aspect(Name, Text),
    /// `general`: a theme that is no subject and only competes.
    General,
    /// `when …`
    When(Pattern),
    /// `unless …`
    Unless(Pattern),
    /// `about a, b, bad when more`
    About(Vec<Subject>, Option<Valence>),
    /// `weakness if …`
    PolarityIf(Polarity, Pattern),
    /// `because "…"`
    Because(Text),
    /// `otherwise "…"`, `otherwise if … "…"`
    Otherwise(Option<Condition>, Text),
    /// `help "…"`, `help if … "…"`
    Help(Option<Condition>, Text),
    /// `example weakness "…"`
    Example(Promise, Text),
    /// `published 2023-02-08`
    Published(Name),
    /// `follows peel-2021-22, grades not comparable`
    Follows(Name, Option<bool>),
    /// `grades outstanding > good`
    Grades(Vec<Name>),
    /// `graded` or `ungraded`
    Graded(bool),
    /// `part of effectiveness`: an area inside another.
    PartOf(Name),
    /// `optional`: not every inspection has this area.
    Optional,
    /// `separate`: reported in a report of its own.
    Separate,
    /// `takes from peel-2021-22`: what is not declared is as there.
    TakesFrom(Name),
    /// `revised 2022-03-01`
    Revised(Name),
    /// `also "…", "…"`
    Also(Vec<Text>),
    /// `home of a, b`
    HomeOf(Vec<Name>),
    /// `characteristic id "…"`
    Characteristic(Name, Text),
    /// `source recalled`
    Source(Name),
    /// `plural causes-of-concern`
    Plural(Name),
    /// `short "AFI"`: how a column of the report is headed.
    Short(Text),
    /// `needs … source official`
    Needs(Condition, Option<Name>),
    /// `every …`, `no …`
    Demand(Condition),
    /// `error if …`
    Escalate(Name, Condition),
    /// `hides a, b`
    Hides(Vec<Name>),
    /// `gives weakness`, `reverses the next 4 words` and the like
    Effect(Effect),
    /// `decides`, `hints`: which signs it outweighs.
    Voice(Voice),
    /// `stands`: no other sign turns it.
    Stands,
    /// `near within 8 words`
    NearWithin(u32),
    /// `certain from 0.5`
    CertainFrom(f64),
    /// `heading weighs 80%`, `before weighs 50%`, `leaning weighs 90%`, `at home weighs 40%`, `end weighs 40%`
    Weighs(Around, f64),
    /// `before fades to 60%`
    Fades(f64),
    /// `decisive from 4 words, 2 ahead`
    DecisiveFrom(u32, u32),
    /// `leaning if …`: how a statement opens that leans on those before it.
    LeaningIf(Pattern),
    /// `historical if …`: a statement that only tells of an earlier inspection.
    HistoricalIf(Pattern),
    /// `historical until …`: what ends the retelling that earlier sentences began.
    HistoricalUntil(Pattern),
    /// `follow-up if …`: a statement that names an earlier inspection and takes it up.
    FollowUpIf(Pattern),
    /// `follow-up hinted if …`: one that takes it up without naming it.
    FollowUpHinted(Pattern),
    /// `resolved from 90%`: the share from which what was asked for is taken as done.
    ResolvedFrom(f64),
    /// `recognised by 2 words, 4 elsewhere`: how many words an earlier judgment shares with a
    /// statement of its theme, and of another, to be found again in it.
    RecognisedBy(u32, u32),
    /// `self-reported`: said by the inspected body itself.
    SelfReported,
    /// `known by "…", "…"`: what gives a layout away.
    KnownBy(Vec<Text>),
    /// `section summary titled "…"`
    Section(Name, Vec<Text>),
    /// `callout area-for-improvement titled "…"`
    Callout(Name, Vec<Text>),
    /// `passes over "…"`: blocks that begin so are no part of the report's reasoning.
    PassesOver(Vec<Text>),
    /// `dated after "…"`: what stands before the date of publication.
    DatedAfter(Vec<Text>),
    /// `counts grade by "graded judgments in {number} of"`
    Counts(Name, Vec<Text>),
    /// `says grade by "{grade} at {areas}"`
    Says(Name, Vec<Text>),
    /// `loses second-hand`: what every document of this layout lacks.
    Loses(Vec<Name>),
    /// `abbreviations known "…"`: those that need no explanation.
    Abbreviations(Vec<Text>),
    /// `compares grade by "improved from {grade} in {cycle}"`
    ComparesGrade(Vec<Text>),
    /// `outweighed by strengths 4 to 1`: how much evidence against a grade is too much.
    OutweighedBy(Polarity, u32),
    /// `speaks of weakness`: what a judgment of this kind says of the inspected body.
    SpeaksOf(Polarity),
    /// `light "good" or "use"`: words that carry no meaning of their own in a claim.
    Light(Pattern),
    /// `shown by "balanced" or "surplus"`: what bears a claim out.
    ShownBy(Pattern),
    /// `denied by "deficit"`: what says the opposite of a claim.
    DeniedBy(Pattern),
    /// `together if is graded "…"`: what to say at once of several things that fail a check.
    Together(Option<Condition>, Text),
    /// `headings announce finding`
    HeadingsAnnounce(Name),
    /// `missing callouts under inadequate mean callouts-missing`
    MissingCallouts(Vec<Name>, Name),
}

/// The head of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// `theme id "…"`
    Theme(Name, Text),
    /// `words id = …`
    Words(Name, Pattern),
    /// `forms "fall" = "fell" or "fallen"`
    Forms(Text, Pattern),
    /// `evidence id`
    Evidence(Name),
    /// `sign id`
    Sign(Name),
    /// `framework id "…"`
    Framework(Name, Text),
    /// `area id "…" in framework`
    Area(Name, Text, Name),
    /// `kind id "…"`
    Kind(Name, Text),
    /// `grade id in framework`
    Grade(Name, Name),
    /// `define id = …`
    Define(Name, Condition),
    /// `check code warning "…"`
    Check(Name, Name, Text),
    /// `gap id "…"`
    Gap(Name, Text),
    /// `method id "…"`
    Method(Name, Text),
    /// `layout id "…" in framework`
    Layout(Name, Text, Name),
    /// `claim id "…"`
    Claim(Name, Text),
    /// `mapping`
    Mapping,
}

/// A clause with the span of its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says.
    pub clause: Clause,
    /// Where.
    pub span: Span,
}

/// A head with the clauses below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it declares.
    pub head: Head,
    /// Where the head stands.
    pub span: Span,
    /// Its clauses in order.
    pub lines: Vec<Line>,
    /// Whether a clause could not be read, so that what seems to be missing may be there.
    pub broken: bool,
}
