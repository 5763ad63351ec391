//! Where settings stand, and paths seen from there. Globs are those of `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::FILE;

/// The folder of a settings file.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// As it is called from the current folder; empty for the current folder itself.
    folder: PathBuf,
    /// Without links, if it could be found.
    real: Option<PathBuf>,
}

impl Base {
    /// The folder of a file.
    pub fn of(file: &Path) -> Self {
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let real = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        Self { real: real.canonicalize().ok(), folder }
    }

    /// A path written in the file, as it is called from the current folder.
    pub fn join(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// A path seen from the current folder, as it is called from this one; nothing for what
    /// lies outside it.
    pub fn within(&self, path: &Path) -> Option<PathBuf> {
        let real = self.real.as_ref()?;
        let found = match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => {
                let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                folder.canonicalize().ok()?.join(name)
            }
            _ => path.canonicalize().ok()?,
        };
        Some(found.strip_prefix(real).ok()?.to_path_buf())
    }

    /// Whether a folder holds everything that the settings are about.
    pub fn lies_in(&self, folder: &Path) -> bool {
        let folder = folder.canonicalize().ok();
        self.real.as_ref().zip(folder).is_some_and(|(real, folder)| real.starts_with(folder))
    }
}

/// Globs as in `.gitignore`.
#[derive(Debug, Clone)]
pub struct Globs {
    /// As written.
    pub list: Vec<String>,
    matcher: Gitignore,
}

impl Globs {
    /// Compiles globs.
    ///
    /// # Errors
    /// The number of the first that is none, and why.
    pub fn new(list: Vec<String>) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new("");
        // Else `[` alone would mean itself, which nobody means.
        builder.allow_unclosed_class(false);
        for (index, glob) in list.iter().enumerate() {
            if matches!(glob.trim(), "" | "!") || glob.starts_with('#') {
                return Err((index, "it matches nothing".to_owned()));
            }
            builder.add_line(None, glob).map_err(|error| (index, bare(&error)))?;
        }
        let matcher = builder.build().map_err(|error| (0, bare(&error)))?;
        Ok(Self { list, matcher })
    }

    /// Whether a path, or a folder above it, is meant. It is seen from the folder of the settings.
    pub fn mean(&self, path: &Path) -> bool {
        !path.has_root() && self.matcher.matched_path_or_any_parents(path, false).is_ignore()
    }
}

/// What is wrong with a glob, without the glob itself.
fn bare(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

/// The settings file of the current folder or the nearest above it, as it is called from the
/// current folder. A folder with `.git` in it is the last that is looked at.
pub fn find() -> Option<PathBuf> {
    let mut path = PathBuf::from(FILE);
    for folder in std::env::current_dir().ok()?.ancestors() {
        if folder.join(FILE).is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() {
            return None;
        }
        path = Path::new("..").join(path);
    }
    None
}
