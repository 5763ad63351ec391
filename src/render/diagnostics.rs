//! Diagnostics with their source lines, drawn by miette. Lines are cut to the
//! width around what is underlined, since a report often has a paragraph on one
//! line; what a user supplied cannot steer the terminal.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::style::{Style, clean};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// Each snippet gets a stretch of virtual offsets of its own.
const STRETCH: usize = 1 << 20;

/// Draws one diagnostic with everything that hangs on it.
pub fn draw(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let theme = match style.colour {
        true => GraphicalTheme::unicode(),
        false => GraphicalTheme::unicode_nocolor(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(0);
    let drawn = Drawn::new(diagnostic, sources, style);
    let mut text = String::new();
    if handler.render_report(&mut text, &drawn).is_err() {
        text = format!("{}: {}\n", diagnostic.code, clean(&diagnostic.message));
    }
    for related in &diagnostic.related {
        let place = related.span().map(|span| sources.locate(span));
        let at = place.map_or(String::new(), |(name, place)| {
            format!(" ({name}:{}:{})", place.line, place.column)
        });
        let line = format!("so {}: {}{at}", related.code, related.message);
        text.push_str(&style.wrap(&line, "  ", "     "));
        text.push('\n');
    }
    // The handler pads some lines; nobody wants blanks at the ends of lines.
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_start_matches('\n'))
}

struct Drawn {
    code: String,
    message: String,
    severity: Severity,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    source: Snippets,
}

impl Drawn {
    fn new(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> Self {
        let mut source = Snippets(Vec::new());
        let mut labels = Vec::new();
        for label in diagnostic.labels.iter().filter(|_| style.quotes) {
            let Some(snippet) = Snippet::cut(label.span, sources, style.width) else {
                continue;
            };
            let base = source.0.len() * STRETCH;
            let text = (!label.text.is_empty()).then(|| clean(&label.text));
            let span = (base + snippet.start, snippet.length);
            labels.push(match source.0.is_empty() {
                true => LabeledSpan::new_primary_with_span(text, span),
                false => LabeledSpan::new_with_span(text, span),
            });
            source.0.push(snippet);
        }
        let mut message = clean(&diagnostic.message);
        if let (false, Some(span)) = (style.quotes, diagnostic.span()) {
            let (name, place) = sources.locate(span);
            message = format!("{message} ({}:{}:{})", clean(name), place.line, place.column);
        }
        Self {
            code: diagnostic.code.clone(),
            message,
            severity: diagnostic.severity,
            help: diagnostic.help.as_deref().map(clean),
            labels,
            source,
        }
    }
}

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl miette::Diagnostic for Drawn {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.source.0.is_empty()).then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// One line of a source, cut to the width, with the part to underline.
struct Snippet {
    name: String,
    text: String,
    start: usize,
    length: usize,
    line: usize,
    column: usize,
}

impl Snippet {
    fn cut(span: Span, sources: &Sources, width: usize) -> Option<Self> {
        let file = sources.file(span.file)?;
        let (line, from) = file.line_of(span.start);
        let end = file.line_start(line + 1);
        let whole = file.text.get(from..end)?.trim_end_matches(['\n', '\r']);
        let room = width.saturating_sub(14).max(20);
        let start = whole.get(..span.start.saturating_sub(from).min(whole.len()))?.chars().count();
        let marked = file
            .text
            .get(span.start..span.end.min(from + whole.len()).max(span.start))
            .map_or(1, |text| text.chars().count().max(1));
        let all = whole.chars().count();
        // A caret past the end of a line is not drawn: step back onto its last character.
        let start = start.min(all.saturating_sub(1));
        let shown = marked.min(room.saturating_sub(2));
        let left = if all <= room {
            0
        } else {
            let centred = start.saturating_sub(room.saturating_sub(shown) / 2);
            centred.min(all - room.min(all))
        };
        let mut text = String::new();
        let mut begin = 0;
        let mut finish = 0;
        if left > 0 {
            text.push('…');
        }
        for (index, c) in whole.chars().enumerate().skip(left).take(room) {
            if index == start {
                begin = text.len();
            }
            text.push_str(&clean(&c.to_string()));
            if index < start + marked {
                finish = text.len();
            }
        }
        if left + room < all {
            text.push('…');
        }
        let place = file.place(span.start);
        Some(Self {
            name: clean(&file.name),
            text,
            start: begin,
            length: finish.saturating_sub(begin),
            line,
            column: place.column - 1,
        })
    }
}

struct Snippets(Vec<Snippet>);

impl SourceCode for Snippets {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let index = span.offset() / STRETCH;
        let inside = span.offset() % STRETCH;
        let snippet = self.0.get(index).ok_or(MietteError::OutOfBounds)?;
        if inside + span.len() > snippet.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let base = index * STRETCH;
        Ok(Box::new(MietteSpanContents::new_named(
            snippet.name.clone(),
            snippet.text.as_bytes(),
            (base, snippet.text.len()).into(),
            snippet.line,
            snippet.column,
            1,
        )))
    }
}
