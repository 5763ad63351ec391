//! Findings set aside in the draft itself: a paragraph of its own that says
//! `[peelcheck: allow CODE because REASON]` speaks of the paragraph before it.

use super::document::Document;
use crate::inspection::model::Allowance;

/// How such a paragraph opens.
const OPENING: &str = "[peelcheck:";

/// Takes these paragraphs out of a document.
pub fn take(document: &mut Document) -> Vec<Allowance> {
    let mut found = Vec::new();
    let mut before = None;
    document.blocks.retain(|block| {
        let text = block.prose.text.trim();
        let Some(body) = text.strip_prefix(OPENING).and_then(|rest| rest.strip_suffix(']')) else {
            before = Some(block.prose.whole());
            return true;
        };
        let span = block.prose.whole();
        let body = body.trim().strip_prefix("allow").map(str::trim).unwrap_or("");
        let (code, reason) = body.split_once(" because ").unwrap_or((body, ""));
        found.push(Allowance {
            code: code.trim().to_owned(),
            reason: reason.trim().to_owned(),
            about: before.unwrap_or(span),
            span,
        });
        false
    });
    found
}
