//! The formats of `check`, on standard output and in files.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::render::checked::Checked;
use crate::render::style::Style;
use crate::render::{files, github, gitlab, json, jsonl, junit, markdown, sarif, text};
use crate::source::{Sources, said};

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the table of grades, each finding with its line, what was not checked
    Text,
    /// One JSON document
    Json,
    /// One finding a line as JSON, then a summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// JUnit XML, for test reports
    Junit,
    /// A summary in Markdown, for a job page or a comment
    Markdown,
}

impl Format {
    /// The report in this form.
    pub fn write(self, checked: &Checked<'_>, style: Style) -> Result<String, String> {
        Ok(match self {
            Format::Text => text::report(checked.report, checked.sources, checked.brief, style),
            Format::Json => json::report(checked.report, checked.sources, checked.quotes),
            Format::Jsonl => jsonl::report(checked),
            Format::Sarif => sarif::report(checked),
            Format::Github => github::report(checked),
            Format::Gitlab => gitlab::report(checked),
            Format::Junit => junit::report(checked)?,
            Format::Markdown => markdown::report(checked),
        })
    }
}

/// A file to write the report to: `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    format: Format,
    /// Where.
    pub file: PathBuf,
}

impl std::str::FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text
            .split_once('=')
            .filter(|(_, file)| !file.is_empty())
            .ok_or("write FORMAT=FILE, such as `sarif=findings.sarif`")?;
        let known = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
        let format = Format::from_str(format, false).map_err(|_| {
            let help = crate::diagnostic::did_you_mean(
                format,
                "formats",
                known.iter().map(String::as_str),
            );
            format!("there is no format `{format}`; {}", help.unwrap_or_default())
        })?;
        Ok(Self { format, file: PathBuf::from(file) })
    }
}

/// Writes all files of a run, or none of them as far as that can be known before.
///
/// # Errors
/// What cannot be written, and why.
pub fn write(
    outputs: &[Output],
    others: Vec<(PathBuf, Vec<u8>)>,
    checked: &Checked<'_>,
    style: Style,
) -> Result<(), String> {
    let style = Style { colour: false, ..style };
    let mut all = others;
    for output in outputs {
        all.push((output.file.clone(), output.format.write(checked, style)?.into_bytes()));
    }
    for (index, (path, _)) in all.iter().enumerate() {
        if all.iter().skip(index + 1).any(|(other, _)| same(path, other)) {
            return Err(format!("`{}` is to be written twice", path.display()));
        }
        unread(path, checked.sources)?;
    }
    let ready: Vec<(&Path, &[u8])> =
        all.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice())).collect();
    files::write_all(&ready)
        .map_err(|(path, error)| format!("cannot write `{}`: {}", path.display(), said(&error)))
}

/// What was read is not written over.
///
/// # Errors
/// That it was read.
pub fn unread(path: &Path, sources: &Sources) -> Result<(), String> {
    match sources.names().any(|name| same(path, Path::new(name))) {
        true => Err(format!("`{}` was read: give what is written another name", path.display())),
        false => Ok(()),
    }
}

/// Whether two paths name one file.
pub fn same(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| {
        path.canonicalize().ok().or_else(|| {
            // What is not there yet has a folder that is.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
            Some(folder.join(path.file_name()?))
        })
    };
    one == other || canonical(one).is_some_and(|path| Some(path) == canonical(other))
}
