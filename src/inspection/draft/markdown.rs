//! Markdown: every word keeps its place in the file, whatever signs stand around it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::document::{Block, Document, Kind, Role};
use super::shaping::Shaper;
use crate::source::FileId;

/// Reads Markdown.
pub fn read(file: FileId, text: &str) -> Document {
    let mut reader = Reader { shaper: Shaper::new(file), strong: 0, lead: None, row: 0, column: 0 };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event, range, text);
    }
    let blocks: Vec<Block> = reader.shaper.finish();
    Document { kind: Kind::Markdown, blocks }.with_headings()
}

struct Reader {
    shaper: Shaper,
    /// Open `**`.
    strong: usize,
    /// Whether the paragraph so far is bold from its first word on.
    lead: Option<bool>,
    row: usize,
    column: usize,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, range: Range<usize>, whole: &str) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) => {
                self.lead = Some(self.lead.unwrap_or(true) && self.strong > 0);
                // Code stands between backquotes; a plain text stands as it is, or is an entity.
                let at = whole.get(range.clone()).and_then(|raw| raw.find(text.as_ref()));
                match at {
                    Some(at) => self.shaper.flow(&text, range.start + at),
                    None => self.shaper.stand_for(&text, range),
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                let label = self.lead == Some(true) && self.strong == 0;
                if label {
                    self.end_block(); // a bold label on a line of its own
                } else {
                    self.shaper.stand_for(" ", range);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::BlockQuote(_) => {
                self.end_block();
                self.shaper.enter();
            }
            Tag::Heading { .. } => self.begin(Role::Heading),
            Tag::Item => self.begin(Role::Item),
            Tag::TableRow | Tag::TableHead => {
                self.row += 1;
                self.column = 0;
            }
            Tag::TableCell => {
                self.column += 1;
                self.begin(Role::Cell { row: self.row, column: self.column });
            }
            Tag::Paragraph if !self.shaper.in_item() => self.begin(Role::Paragraph),
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock => self.end_block(),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.shaper.leave();
            }
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::TableCell | TagEnd::CodeBlock => {
                self.end_block();
            }
            TagEnd::Item => {
                self.end_block();
                self.shaper.role(Role::Paragraph);
            }
            _ => {}
        }
    }

    fn begin(&mut self, role: Role) {
        self.end_block();
        self.shaper.role(role);
    }

    fn end_block(&mut self) {
        self.shaper.end(self.lead == Some(true));
        self.lead = None;
    }
}
