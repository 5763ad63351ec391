//! TOML values with their places, taken as what a setting wants them to be; what they are
//! not is a fault at the very words.

use std::path::PathBuf;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Base, Given, Globs};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::source::{FileId, Sources, Span};

/// A value with its place.
pub type Value<'i> = Spanned<DeValue<'i>>;

/// Takes values and collects what is wrong with them.
pub struct Reader<'s> {
    /// The file.
    pub file: FileId,
    /// The texts of the run.
    pub sources: &'s Sources,
    /// Where its paths start.
    pub base: Base,
    /// The codes it names, and whether each may be a pattern.
    pub codes: Vec<(Given<String>, bool)>,
    /// What is wrong.
    pub faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The span of a range of bytes.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Notes a fault.
    pub fn fault(&mut self, code: &str, message: String, span: Span, help: Option<String>) {
        // What is no TOML is said once, better than the parser can.
        self.faults.retain(|other| other.span() != Some(span));
        self.faults.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    fn wrong(&mut self, key: &str, wants: &str, value: &Value<'_>) {
        let message = format!("`{key}` takes {wants}, not {}", sort(value.get_ref()));
        let span = self.span(value.span());
        self.fault("wrong-setting", message, span, None);
    }

    /// A text that is not empty.
    pub fn text(&mut self, key: &str, value: &Value<'_>) -> Option<Given<String>> {
        let span = self.span(value.span());
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.fault("wrong-setting", format!("`{key}` is empty"), span, None);
                None
            }
            DeValue::String(text) => Some(Given { value: text.clone().into_owned(), span }),
            _ => {
                self.wrong(key, "a text", value);
                None
            }
        }
    }

    /// A path, seen from the folder of the file.
    pub fn path(&mut self, key: &str, value: &Value<'_>) -> Option<Given<PathBuf>> {
        let text = self.text(key, value)?;
        Some(Given { value: self.base.join(&text.value), span: text.span })
    }

    /// A list of texts.
    pub fn list(&mut self, key: &str, value: &Value<'_>) -> Option<Given<Vec<Given<String>>>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, "a list of texts", value);
            return None;
        };
        let all: Vec<_> = items.iter().filter_map(|item| self.text(key, item)).collect();
        Some(Given { value: all, span: self.span(value.span()) })
    }

    /// A code, which the rules must have.
    pub fn code(&mut self, key: &str, value: &Value<'_>) -> Option<Given<String>> {
        let code = self.text(key, value)?;
        self.codes.push((code.clone(), false));
        Some(code)
    }

    /// A list of codes; one that ends with `*` stands for any ending.
    pub fn patterns(&mut self, key: &str, value: &Value<'_>) -> Option<Given<Vec<Given<String>>>> {
        let list = self.list(key, value)?;
        self.codes.extend(list.value.iter().map(|one| (one.clone(), true)));
        Some(list)
    }

    /// A list of globs.
    pub fn globs(&mut self, key: &str, value: &Value<'_>) -> Option<Given<Globs>> {
        let list = self.list(key, value)?;
        let mut whole = true;
        for one in &list.value {
            whole &= self.compiled(key, std::slice::from_ref(one)).is_some();
        }
        let globs = if whole { self.compiled(key, &list.value) } else { None };
        Some(Given { value: globs?, span: list.span })
    }

    /// One glob.
    pub fn glob(&mut self, key: &str, value: &Value<'_>) -> Option<Given<Globs>> {
        let text = self.text(key, value)?;
        let globs = self.compiled(key, std::slice::from_ref(&text))?;
        Some(Given { value: globs, span: text.span })
    }

    fn compiled(&mut self, key: &str, list: &[Given<String>]) -> Option<Globs> {
        match Globs::new(list.iter().map(|one| one.value.clone()).collect()) {
            Ok(globs) => Some(globs),
            Err((index, why)) => {
                if let Some(one) = list.get(index) {
                    let message = format!("`{key}`: `{}` is no glob: {why}", one.value);
                    let help = "globs are written as in .gitignore, such as `drafts/*.md`";
                    self.fault("wrong-setting", message, one.span, Some(help.to_owned()));
                }
                None
            }
        }
    }

    /// A severity, or the one word that stands for none.
    pub fn severity(
        &mut self,
        key: &str,
        none: &str,
        value: &Value<'_>,
    ) -> Option<Given<Option<Severity>>> {
        let text = self.text(key, value)?;
        let words = [Severity::Error, Severity::Warning, Severity::Note];
        let found = words.into_iter().find(|word| word.to_string() == text.value);
        if found.is_none() && text.value != none {
            let known = ["error", "warning", "note", none];
            let message = format!("`{key}` cannot be `{}`", text.value);
            let help = did_you_mean(&text.value, "one of", known);
            self.fault("wrong-setting", message, text.span, help);
            return None;
        }
        Some(Given { value: found, span: text.span })
    }

    /// A date, with or without quotes.
    pub fn date(&mut self, key: &str, value: &Value<'_>) -> Option<Given<Date>> {
        let span = self.span(value.span());
        let written = match value.get_ref() {
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Datetime(_) => self.sources.text(span).to_owned(),
            _ => {
                self.wrong(key, "a date", value);
                return None;
            }
        };
        // Of a moment jiff would read the date alone.
        match written.parse::<Date>() {
            Ok(date) if date.to_string() == written => Some(Given { value: date, span }),
            _ => {
                let message = format!("`{key}`: `{written}` is no date");
                let help = "write year, month and day, such as `2026-01-31`";
                self.fault("impossible-date", message, span, Some(help.to_owned()));
                None
            }
        }
    }

    /// A table.
    pub fn table<'v, 'i>(&mut self, key: &str, value: &'v Value<'i>) -> Option<&'v DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(key, "a table", value);
                None
            }
        }
    }

    /// A key that nothing is known of.
    pub fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, of: &str, known: &[&str]) {
        let message = format!("there is no setting `{}`{of}", key.get_ref());
        let help = did_you_mean(key.get_ref(), "settings", known.iter().copied());
        let span = self.span(key.span());
        self.fault("unknown-setting", message, span, help);
    }
}

/// What a value is, in words.
fn sort(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
