//! Text that was taken out of a document, with the way back: every byte of it
//! knows where in the file it stood, whatever markup lay between.

use std::ops::Range;

use crate::source::{FileId, Span};

/// A stretch of text and the bytes of the file it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the text.
    at: usize,
    /// Where it stands in the file. As long as the text it gave, or else an entity or blanks
    /// that became something else.
    source: Range<usize>,
    /// Whether the bytes are the same in both.
    verbatim: bool,
}

/// A text with the way back into its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// The text.
    pub text: String,
    file: FileId,
    pieces: Vec<Piece>,
}

impl Prose {
    /// An empty text of a file.
    pub fn new(file: FileId) -> Self {
        Self { text: String::new(), file, pieces: Vec::new() }
    }

    /// Adds text as it stands in the file from a byte on.
    pub fn push(&mut self, text: &str, from: usize) {
        if text.is_empty() {
            return;
        }
        let source = from..from + text.len();
        match self.pieces.last_mut() {
            // What goes on where the text before it ended is one stretch with it.
            Some(last) if last.verbatim && last.source.end == from => last.source.end = source.end,
            _ => self.pieces.push(Piece { at: self.text.len(), source, verbatim: true }),
        }
        self.text.push_str(text);
    }

    /// Adds text that stands for other bytes of the file.
    pub fn push_for(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), source, verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Adds the lines of a text as one: blanks of any kind become single spaces.
    pub fn push_flowing(&mut self, text: &str, from: usize) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let blank = rest.starts_with(char::is_whitespace);
            let end = rest
                .find(|c: char| c.is_whitespace() != blank)
                .map_or(text.len(), |length| at + length);
            let piece = text.get(at..end).unwrap_or("");
            if !blank {
                self.push(piece, from + at);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                match piece {
                    " " => self.push(" ", from + at),
                    _ => self.push_for(" ", from + at..from + end),
                }
            }
            at = end;
        }
    }

    /// Appends another text of the same file after a blank.
    pub fn append(&mut self, other: &Prose) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            let gap = other.pieces.first().map_or(0, |piece| piece.source.start);
            self.push_for(" ", gap..gap);
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        let moved = other.pieces.iter().cloned();
        self.pieces.extend(moved.map(|piece| Piece { at: piece.at + shift, ..piece }));
    }

    /// A part of it; an empty text if the range does not fit.
    pub fn slice(&self, range: Range<usize>) -> Prose {
        let mut part = Prose::new(self.file);
        let Some(text) = self.text.get(range.clone()) else {
            return part;
        };
        let from = self.pieces.partition_point(|piece| piece.at <= range.start).saturating_sub(1);
        for (index, piece) in self.pieces.iter().enumerate().skip(from) {
            if piece.at >= range.end {
                break;
            }
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
            let (start, stop) = (piece.at.max(range.start), end.min(range.end));
            if start >= stop {
                continue;
            }
            let source = match piece.verbatim {
                true => {
                    piece.source.start + (start - piece.at)..piece.source.start + (stop - piece.at)
                }
                false => piece.source.clone(),
            };
            part.pieces.push(Piece { at: start - range.start, source, verbatim: piece.verbatim });
        }
        text.clone_into(&mut part.text);
        part
    }

    /// Blanks at both ends left out.
    pub fn trimmed(&self) -> Prose {
        let start = self.text.len() - self.text.trim_start().len();
        self.slice(start..start + self.text.trim().len())
    }

    /// Where a range of the text stands in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let last = range.end.saturating_sub(1).max(range.start);
        let start = self.locate(range.start).map_or(0, |(byte, _)| byte);
        let end = self.locate(last).map_or(start, |(byte, whole)| whole.unwrap_or(byte + 1));
        Span::new(self.file, start..end)
    }

    /// Where the whole text stands in the file.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// The byte of the file for a byte of the text; with the end of what it stands for, if the
    /// file says it otherwise.
    fn locate(&self, at: usize) -> Option<(usize, Option<usize>)> {
        let index = self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)?;
        let piece = self.pieces.get(index)?;
        Some(match piece.verbatim {
            true => (piece.source.start + (at - piece.at), None),
            false => (piece.source.start, Some(piece.source.end)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn every_byte_finds_its_way_back() {
        let raw = "a &amp; b\n   c";
        let file = Sources::default().add("x", raw);
        let mut prose = Prose::new(file);
        prose.push_flowing("a ", 0);
        prose.push_for("&", 2..7);
        prose.push_flowing(" b\n   c", 7);
        assert_eq!(prose.text, "a & b c");
        assert_eq!(prose.pieces.len(), 5, "`a `, the entity, ` b`, the line end, `c`");
        assert_eq!(prose.span(2..3), Span::new(file, 2..7));
        assert_eq!(prose.slice(4..7).text, "b c");
        assert_eq!(prose.slice(4..7).whole(), Span::new(file, 8..14));
        assert_eq!(prose.whole(), Span::new(file, 0..14));
    }
}
