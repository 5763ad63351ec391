//! Which files are meant by the paths of a command: those that are named, and of a folder
//! the curated inspections, with what the settings include and exclude.

use std::path::{Path, PathBuf};

use crate::settings::{Settings, Wanted};
use crate::source::said;

/// How a file came to be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was named: it must be something that can be read.
    Named,
    /// The settings include it, in a folder.
    Included,
    /// It lies in a folder: it is read if it is a curated inspection.
    Found,
}

/// A file that is meant.
#[derive(Debug, Clone)]
pub struct Meant {
    /// Its path.
    pub path: PathBuf,
    /// How.
    pub how: How,
    /// The number of the path that means it.
    pub of: usize,
}

/// All files of some paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, in the order of the paths, those of a folder by name.
    pub files: Vec<Meant>,
    /// What could not be walked: the number of the path, and why.
    pub errors: Vec<(usize, String)>,
}

/// Finds the files of some paths. What `.gitignore` names is left out of folders.
pub fn walk(paths: &[PathBuf], settings: &Settings) -> Walk {
    let mut walk = Walk::default();
    for (of, path) in paths.iter().enumerate() {
        if path.is_dir() {
            folder(path, of, settings, &mut walk);
        } else {
            walk.files.push(Meant { path: path.clone(), how: How::Named, of });
        }
    }
    walk
}

fn folder(path: &Path, of: usize, settings: &Settings, walk: &mut Walk) {
    for entry in ignore::WalkBuilder::new(path).sort_by_file_path(Path::cmp).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walk.errors.push((of, told(&error)));
                continue;
            }
        };
        if !entry.file_type().is_some_and(|sort| sort.is_file()) {
            continue;
        }
        let how = match settings.wish(entry.path()) {
            Wanted::Excluded => continue,
            Wanted::Included => How::Included,
            Wanted::Unsaid => How::Found,
        };
        walk.files.push(Meant { path: entry.into_path(), how, of });
    }
}

/// Why an entry of a folder could not be read.
fn told(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithDepth { err, .. } => told(err),
        ignore::Error::WithPath { path, err } => {
            format!("cannot read `{}`: {}", path.display(), told(err))
        }
        ignore::Error::Io(why) => said(why),
        other => other.to_string(),
    }
}
