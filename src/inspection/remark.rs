//! What reading a draft noticed beside its judgments. A remark accuses nobody: the
//! checks of the packs say which remarks are findings, and how much they weigh.

use crate::language::reading::Notice;
use crate::source::Span;

/// A remark.
#[derive(Debug, Clone)]
pub struct Remark {
    /// What was noticed.
    pub notice: Notice,
    /// The words it is about.
    pub words: String,
    /// Where they stand.
    pub span: Span,
    /// What it is held against, and where that stands.
    pub other: Option<(Span, String)>,
    /// The area it stands in.
    pub area: Option<String>,
    /// The judgment it is about, by index.
    pub judgment: Option<usize>,
    /// Why it was noticed, where a rule says so.
    pub reason: Option<String>,
    /// The id of what it is about, where that is a thing of its own.
    pub subject: Option<String>,
}

impl Remark {
    /// A remark on words somewhere.
    pub fn new(notice: Notice, words: impl Into<String>, span: Span) -> Self {
        Self {
            notice,
            words: words.into(),
            span,
            other: None,
            area: None,
            judgment: None,
            reason: None,
            subject: None,
        }
    }
}
