//! What a project says once and for all in `peelcheck.toml`: what is checked, by which
//! rules, how much a finding weighs, which findings are waived. Raw text to valid settings in
//! one step that collects every fault.

mod baseline;
mod choice;
mod paths;
mod raw;
mod read;
mod waivers;

pub use baseline::{Baseline, Update, fingerprints};
pub use choice::{Choice, matches};
pub use paths::{Base, Globs, find};
pub use read::read;
pub use waivers::{CODES, Waiver};

use std::path::{Path, PathBuf};

use crate::diagnostic::Severity;
use crate::source::{FileId, Span};

/// The name of the file.
pub const FILE: &str = "peelcheck.toml";

/// A value with the words that give it.
#[derive(Debug, Clone)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// The settings of a project; empty where there is no file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The file they were read from.
    pub file: Option<FileId>,
    /// The folder that paths and globs in the file start from.
    pub base: Base,
    /// Files of folders to read although they are no curated inspections.
    pub include: Option<Given<Globs>>,
    /// Files of folders not to read.
    pub exclude: Option<Given<Globs>>,
    /// A folder of rule files.
    pub rules: Option<Given<PathBuf>>,
    /// The framework that drafts are judged by.
    pub framework: Option<Given<String>>,
    /// Least severity that fails a run; nothing is `never`.
    pub fail_on: Option<Given<Option<Severity>>>,
    /// The only codes that are reported.
    pub select: Option<Given<Vec<Given<String>>>>,
    /// Codes that are not reported.
    pub ignore: Option<Given<Vec<Given<String>>>>,
    /// A file of findings that are known.
    pub baseline: Option<Given<PathBuf>>,
    /// Codes with a severity of their own; nothing is `off`.
    pub severities: Vec<(Given<String>, Given<Option<Severity>>)>,
    /// Findings that are waived.
    pub waivers: Vec<Waiver>,
    /// The codes that are named, and whether each may be a pattern.
    codes: Vec<(Given<String>, bool)>,
}

/// What the settings say of a file of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// It is not read.
    Excluded,
    /// It is read whatever it is.
    Included,
    /// It is read if it is a curated inspection.
    Unsaid,
}

impl Settings {
    /// What is said of a file; exclusion wins.
    pub fn wish(&self, path: &Path) -> Wanted {
        let lists = (self.exclude.as_ref(), self.include.as_ref());
        let Some(within) = self.base.within(path) else {
            return Wanted::Unsaid;
        };
        let means =
            |globs: Option<&Given<Globs>>| globs.is_some_and(|globs| globs.value.mean(&within));
        match (means(lists.0), means(lists.1)) {
            (true, _) => Wanted::Excluded,
            (false, true) => Wanted::Included,
            (false, false) => Wanted::Unsaid,
        }
    }
}
