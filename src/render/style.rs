//! How wide and how coloured: asked once, told to every text format.

use crate::diagnostic::Severity;
use crate::judging::Support;

/// Width and colour of a text output.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// Whether colours may be used.
    pub colour: bool,
    /// Whether the text of statements and source lines is shown.
    pub quotes: bool,
}

impl Style {
    /// No colour, 80 columns.
    pub const PLAIN: Style = Style { width: 80, colour: false, quotes: true };

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// For headings.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// For what is less important.
    pub fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// In the colour of a severity.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.paint(code, text)
    }

    /// In the colour of a support.
    pub fn support(self, support: Support, text: &str) -> String {
        let code = match support {
            Support::Supported => "32",
            Support::PartlySupported => "33",
            Support::Unsupported | Support::Contradicted => "31",
            Support::NotAssessed => "36",
        };
        self.paint(code, text)
    }

    /// Wraps a text with the given indents.
    pub fn wrap(self, text: &str, first: &str, next: &str) -> String {
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(next)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(&clean(text), options)
    }
}

/// A support as two words and a mark that does not need colour.
pub fn support_words(support: Support) -> &'static str {
    match support {
        Support::Supported => "✓ supported",
        Support::PartlySupported => "◐ partly supported",
        Support::Unsupported => "✗ unsupported",
        Support::Contradicted => "✗ contradicted",
        Support::NotAssessed => "? not assessed",
    }
}

/// What a support means, in a line.
pub fn support_meaning(support: Support) -> &'static str {
    match support {
        Support::Supported => "everything it needs is there",
        Support::PartlySupported => "what is official is there, a threshold of our own is not met",
        Support::Unsupported => "something it officially needs is absent",
        Support::Contradicted => "something in the report speaks against it",
        Support::NotAssessed => "not all could be told: the text is incomplete, or unsure",
    }
}

/// What a user supplied, without anything that steers a terminal.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            '\t' | '\u{2028}' | '\u{2029}' => ' ',
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c if c.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c) =>
            {
                '\u{fffd}'
            }
            c => c,
        })
        .collect()
}
