//! Conditions over the graph, as they are written.

use super::{Amount, Comparison, Name};
use crate::source::Span;

/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantifier {
    /// `at least 2`, `at least 50%`
    AtLeast(Amount),
    /// `at most 2`, `at most 10%`
    AtMost(Amount),
    /// `exactly 3`
    Exactly(u64),
    /// `every`
    Every,
    /// `some`, `a`, `an`
    Some,
    /// `no`
    No,
}

/// `independent weaknesses that is …`
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Whether things of one basis count once.
    pub independent: bool,
    /// A kind or one of the engine's nouns.
    pub noun: Name,
    /// `that …`
    pub filter: Option<Box<Condition>>,
}

/// The edge along which a set is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// `has`: what belongs to a thing.
    Has,
    /// `rests on`: what a judgment is based on.
    RestsOn,
    /// `ultimately rests on`: the same over any number of steps.
    UltimatelyRestsOn,
    /// `supports`: `rests on` read backwards.
    Supports,
    /// `bears on`: from a statement to a characteristic.
    BearsOn,
    /// `follows up`: from a judgment to an earlier one.
    FollowsUp,
}

/// A condition over the graph, about a thing called *it*.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `A and B`
    All(Vec<Condition>, Span),
    /// `A or B`
    Any(Vec<Condition>, Span),
    /// `not A`
    Not(Box<Condition>, Span),
    /// `is inadequate`, `is adequate or worse`
    Is {
        /// A value of one of the attributes of things, or a definition.
        value: Name,
        /// `or better`, `or worse`
        reach: Reach,
        /// Where it stands.
        span: Span,
    },
    /// `has deadline`, `has method survey`, and `has a deadline`
    HasAttribute {
        /// The attribute.
        attribute: Name,
        /// Its value, if one is asked for.
        value: Option<Name>,
        /// Where it stands.
        span: Span,
    },
    /// `has score below 2`
    HasNumber {
        /// The attribute.
        attribute: Name,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        amount: Amount,
        /// Where it stands.
        span: Span,
    },
    /// `has response within 56 days`
    HasWithin {
        /// The attribute: something that has a date.
        attribute: Name,
        /// Days after publication.
        days: u32,
        /// Where it stands.
        span: Span,
    },
    /// `average score of quality-statements is at least 2.5`
    Average {
        /// The attribute.
        attribute: Name,
        /// Of what.
        set: Set,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        amount: Amount,
        /// Where it stands.
        span: Span,
    },
    /// `rests on itself`
    Itself {
        /// The edge.
        relation: Relation,
        /// Where it stands.
        span: Span,
    },
    /// `rests on at least 2 independent statements`
    Quantified {
        /// The edge; absent at the top of a check, where all things are meant.
        relation: Option<Relation>,
        /// How many.
        quantifier: Quantifier,
        /// Of what.
        set: Set,
        /// What is said of each.
        body: Option<Box<Condition>>,
        /// Where it stands.
        span: Span,
    },
}

impl Condition {
    /// Where the condition stands.
    pub fn span(&self) -> Span {
        match self {
            Condition::All(_, span)
            | Condition::Any(_, span)
            | Condition::Not(_, span)
            | Condition::Is { span, .. }
            | Condition::HasAttribute { span, .. }
            | Condition::HasNumber { span, .. }
            | Condition::HasWithin { span, .. }
            | Condition::Average { span, .. }
            | Condition::Itself { span, .. }
            | Condition::Quantified { span, .. } => *span,
        }
    }
}

/// Whether a grade stands for itself or for all from it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The value itself.
    Alone,
    /// `or better`
    OrBetter,
    /// `or worse`
    OrWorse,
}
