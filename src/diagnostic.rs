//! A fault as plain data: code, severity, labelled spans, help, what hangs
//! together with it. Built where it is found, turned into words on a screen or
//! into JSON only in `render`.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Span;

/// How much a finding weighs. Ordered: a note is less than an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a second look before publication.
    Warning,
    /// A judgment does not hold, or a file is wrong.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// Who says that a thing must be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Authority {
    /// The framework or the inspectorate.
    Official,
    /// Our own threshold.
    House,
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Authority::Official => "official",
            Authority::House => "house",
        })
    }
}

/// A span with what is to be said at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; may be empty where the message says it.
    pub text: String,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the fault, such as `unsupported-grade`.
    pub code: String,
    /// Its weight.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the user's words in backquotes.
    pub message: String,
    /// Where; the first label is the place of the finding.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// The area it concerns.
    pub area: Option<String>,
    /// The judgment, statement or figure it concerns.
    pub subject: Option<String>,
    /// Who asks for it.
    pub authority: Authority,
    /// Consequences and further places of the same fault.
    pub related: Vec<Diagnostic>,
    /// Its name from run to run, given once the report is complete; empty before.
    pub fingerprint: String,
}

/// What there is to say about a code, apart from any finding of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The code.
    pub code: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// Why it matters and what to do.
    pub text: String,
    /// Its weight, where nothing raises it.
    pub severity: Severity,
    /// Who asks for it.
    pub authority: Authority,
}

impl Diagnostic {
    /// An error with a code and a message; the rest is added by the builders below.
    pub fn error(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            area: None,
            subject: None,
            authority: Authority::House,
            related: Vec::new(),
            fingerprint: String::new(),
        }
    }

    /// Adds a labelled span.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Sets the help, if there is any.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same without words of the text it is about: a confidential draft is not quoted.
    #[must_use]
    pub fn without_quotes(mut self) -> Self {
        self.message = unquoted(&self.message);
        for label in &mut self.labels {
            label.text = unquoted(&label.text);
        }
        self.help = self.help.map(|help| unquoted(&help));
        self.related = self.related.into_iter().map(Self::without_quotes).collect();
        self
    }

    /// The place of the finding.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// A text without what stands in it between quotation marks, ids and codes excepted.
pub fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_./:{}".contains(c);
        match index % 2 {
            0 => out.push_str(piece),
            _ if piece.chars().all(name) || piece.starts_with("peelcheck ") => {
                out.push_str(&format!("`{piece}`"));
            }
            _ => out.push_str("`…`"),
        }
    }
    let mut plain = String::with_capacity(out.len());
    let mut rest = out.as_str();
    while let Some((before, quoted)) = rest.split_once('“') {
        plain.push_str(before);
        plain.push_str("“…”");
        rest = quoted.split_once('”').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// A number with its noun, whose plural has an `s`.
pub fn plural(count: usize, word: &str) -> String {
    number(count, word, &format!("{word}s"))
}

/// A number with what it counts, as it is said of one and of several.
pub fn number(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Longest name, in bytes, that a nearest one is looked for.
const LONGEST_NAME: usize = 80;

/// The nearest known name, if it is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let limit = (name.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST_NAME)
        .map(|candidate| {
            let begun = name.len() > 3 && candidate.starts_with(name);
            (!begun, strsim::damerau_levenshtein(name, candidate), candidate)
        })
        .filter(|(other, distance, _)| !other || *distance <= limit)
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// Whether two words differ by one slip of the pen: a letter too many, too few, wrong or swapped.
pub fn one_slip_apart(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 4 && strsim::damerau_levenshtein(one, other) == 1
}

/// The help line that suggests the nearest known name, else lists a few.
pub fn did_you_mean<'a>(
    name: &str,
    what: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    match known.len() {
        0 => None,
        1..=12 => Some(format!("{what}: {}", known.join(", "))),
        many => Some(format!(
            "{what}: {} and {} more",
            known.iter().take(10).copied().collect::<Vec<_>>().join(", "),
            many - 10
        )),
    }
}
