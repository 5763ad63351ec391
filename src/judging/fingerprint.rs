//! The name of a finding from run to run: made of what it says about what, never of
//! where it stands, so that it stays when lines are inserted or a file is renamed.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Report;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};

/// Stands at the head of what is hashed; a new way to make fingerprints gets a new one.
const VERSION: &str = "peelcheck/v1";

/// Bytes of the hash that are kept.
const KEPT: usize = 16;

impl Report {
    /// Puts the findings in order of place and code, and names those that have no name yet.
    ///
    /// A fingerprint is 32 hexadecimal digits: the first 16 bytes of SHA-256 over the code,
    /// the id of the inspection (not of a draft, which has only its path), the id of the
    /// subject, the underlined words with blanks folded, and a number that tells findings apart
    /// in which all these are the same.
    pub fn identify(&mut self, sources: &Sources) {
        self.findings.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.code.cmp(&b.code)));
        let ids: BTreeMap<FileId, String> = self
            .inspections
            .iter()
            .filter(|one| sources.file(one.span.file).is_none_or(|file| file.name != one.id))
            .map(|one| (one.span.file, one.id.clone()))
            .collect();
        let mut seen = BTreeMap::new();
        for finding in &mut self.findings {
            name(finding, &ids, sources, &mut seen);
        }
    }
}

fn name(
    finding: &mut Diagnostic,
    ids: &BTreeMap<FileId, String>,
    sources: &Sources,
    seen: &mut BTreeMap<Vec<u8>, u64>,
) {
    if finding.fingerprint.is_empty() {
        let span = finding.span();
        let words: Vec<&str> =
            span.map_or("", |span| sources.text(span)).split_whitespace().collect();
        let words = words.join(" ");
        let parts = [
            VERSION,
            &finding.code,
            span.and_then(|span| ids.get(&span.file)).map_or("", String::as_str),
            finding.subject.as_deref().unwrap_or(""),
            &words,
        ];
        let mut hasher = Sha256::new();
        for part in parts {
            // The length first: no two lists of parts give the same bytes.
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let number = seen.entry(hasher.clone().finalize().to_vec()).or_default();
        hasher.update(number.to_le_bytes());
        *number += 1;
        let digest = hasher.finalize();
        finding.fingerprint = digest.iter().take(KEPT).map(|byte| format!("{byte:02x}")).collect();
    }
    for related in &mut finding.related {
        name(related, ids, sources, seen);
    }
}
