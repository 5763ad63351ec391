//! What an evaluation leaves behind: its truth, and who bears witness to it.

use crate::graph::Node;
use crate::source::Span;

/// Three values: what an incomplete text does not say is unknown, not false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// The text cannot tell.
    Unknown,
}

impl Truth {
    /// From a fact that is known.
    pub fn known(holds: bool) -> Self {
        if holds { Truth::True } else { Truth::False }
    }

    /// How a requirement stands of which this came out.
    pub fn state(self) -> &'static str {
        match self {
            Truth::True => "met",
            Truth::False => "not met",
            Truth::Unknown => "unknown",
        }
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

/// What statements share that count as one piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    /// A sample, audit or data set, by id.
    Basis(String),
    /// No basis is known: the heading they stand under.
    Heading(String),
    /// Nothing: it is the only one.
    Nothing(String),
}

/// One evaluated condition.
#[derive(Debug, Clone)]
pub struct Proof {
    /// What came out.
    pub truth: Truth,
    /// The things that make it so: those counted, or those that speak against it.
    pub witnesses: Vec<Node>,
    /// The things looked at that did not count.
    pub rejected: Vec<Node>,
    /// Where it is false: whether a witness speaks against it, rather than nothing for it.
    pub spoken_against: bool,
    /// Where independent things were counted: what the witnesses share, and those that share it.
    pub together: Vec<(Shared, Vec<Node>)>,
    /// What was counted, in words.
    pub note: String,
    /// The clause of the rule.
    pub span: Span,
    /// The conditions it is made of.
    pub parts: Vec<Proof>,
}

impl Proof {
    /// A proof without witnesses.
    pub fn bare(truth: Truth, note: impl Into<String>, span: Span) -> Self {
        Self {
            truth,
            witnesses: Vec::new(),
            rejected: Vec::new(),
            spoken_against: false,
            together: Vec::new(),
            note: note.into(),
            span,
            parts: Vec::new(),
        }
    }
}

/// How far a judgment is supported.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// Everything it needs is there.
    Supported,
    /// Everything official is there, something of the house is not.
    PartlySupported,
    /// Something official is absent.
    Unsupported,
    /// Something speaks against it.
    Contradicted,
    /// The text is too incomplete to tell.
    NotAssessed,
}

impl Support {
    /// The word for it in rules and outputs.
    pub fn word(self) -> &'static str {
        match self {
            Support::Supported => "supported",
            Support::PartlySupported => "partly-supported",
            Support::Unsupported => "unsupported",
            Support::Contradicted => "contradicted",
            Support::NotAssessed => "not-assessed",
        }
    }
}
