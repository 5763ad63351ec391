//! A published page. The tags are read by a streaming tokeniser that knows the
//! bytes of every tag and text; what stands around the article is left out.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::html_content::{Element, TextChunk};
use lol_html::{HtmlRewriter, Settings, doc_text, element};

use super::document::{Document, Kind, Role};
use super::shaping::Shaper;
use crate::source::FileId;

/// Elements whose text is no part of the page's own.
const SILENT: &[&str] = &[
    "head", "script", "style", "nav", "header", "footer", "noscript", "template", "svg", "form",
    "button", "select", "iframe", "sup",
];
/// Elements that hold blocks and show as boxes.
const BOXES: &[&str] = &["div", "section", "aside", "blockquote", "article", "figure", "details"];
/// Elements that run inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong",
    "sub", "time", "u", "font", "bdi", "bdo", "dfn", "kbd", "var", "samp", "data", "ins", "label",
];
/// Elements without content.
const VOID: &[&str] = &[
    "br", "img", "hr", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source",
    "track",
];

struct Reader {
    shaper: Shaper,
    silent: usize,
    bold: usize,
    lead: Option<bool>,
    row: usize,
    column: usize,
    /// For each open table: the block it begins at and its cells.
    tables: Vec<(usize, usize)>,
    /// Whether the main part has ended.
    over: bool,
}

/// Reads HTML.
pub fn read(file: FileId, text: &str) -> Document {
    let reader = Rc::new(RefCell::new(Reader {
        shaper: Shaper::new(file),
        silent: 0,
        bold: 0,
        lead: None,
        row: 0,
        column: 0,
        tables: Vec::new(),
        over: false,
    }));
    let (opening, texts) = (Rc::clone(&reader), Rc::clone(&reader));
    let elements = element!("*", move |element| {
        open(&opening, element);
        Ok(())
    });
    let chunks = doc_text!(move |chunk| {
        texts.borrow_mut().text(chunk);
        Ok(())
    });
    let settings = Settings::new()
        .append_element_content_handler(elements)
        .append_document_content_handler(chunks);
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    // A page that the tokeniser gives up on is read as far as it goes.
    let _ = rewriter.write(text.as_bytes()).and_then(|()| rewriter.end());
    let blocks = match Rc::try_unwrap(reader) {
        Ok(reader) => reader.into_inner().shaper.finish(),
        Err(shared) => {
            std::mem::replace(&mut shared.borrow_mut().shaper, Shaper::new(file)).finish()
        }
    };
    Document { kind: Kind::Html, blocks }.with_headings()
}

fn open(shared: &Rc<RefCell<Reader>>, element: &mut Element<'_, '_>) {
    let name = element.tag_name();
    shared.borrow_mut().start(&name);
    let closing = Rc::clone(shared);
    if let Some(handlers) = element.end_tag_handlers() {
        handlers.push(Box::new(move |_| {
            closing.borrow_mut().stop(&name);
            Ok(())
        }));
    }
}

impl Reader {
    fn start(&mut self, name: &str) {
        if SILENT.contains(&name) {
            self.silent += 1;
            return;
        }
        if matches!(name, "b" | "strong") {
            self.bold += 1;
        }
        if name == "br" {
            match self.lead == Some(true) && self.bold == 0 {
                true => self.end_block(),
                false => self.shaper.stand_for(" ", 0..0),
            }
        }
        if INLINE.contains(&name) || VOID.contains(&name) {
            return;
        }
        self.end_block();
        match name {
            "main" => self.shaper.keep_from(usize::MAX),
            "table" => self.tables.push((self.shaper.count(), 0)),
            "tr" => {
                self.row += 1;
                self.column = 0;
            }
            "td" | "th" => {
                if let Some((_, cells)) = self.tables.last_mut() {
                    *cells += 1;
                }
                self.column += 1;
                self.shaper.role(Role::Cell { row: self.row, column: self.column });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.shaper.role(Role::Heading),
            "li" => self.shaper.role(Role::Item),
            "p" if self.shaper.in_item() || !self.tables.is_empty() => {}
            "p" => self.shaper.role(Role::Paragraph),
            other if BOXES.contains(&other) => self.shaper.enter(),
            _ => {}
        }
    }

    fn stop(&mut self, name: &str) {
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
            return;
        }
        if matches!(name, "b" | "strong") {
            self.bold = self.bold.saturating_sub(1);
        }
        if INLINE.contains(&name) {
            return;
        }
        self.end_block();
        match name {
            "main" => self.over = true,
            "table" => {
                if let Some((from, 1)) = self.tables.pop() {
                    self.shaper.unbox(from);
                }
                self.shaper.role(Role::Paragraph);
            }
            "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => match self.tables.is_empty() {
                true => self.shaper.role(Role::Paragraph),
                false => self.shaper.role(Role::Cell { row: self.row, column: self.column }),
            },
            other if BOXES.contains(&other) => self.shaper.leave(),
            _ => {}
        }
    }

    fn text(&mut self, chunk: &TextChunk<'_>) {
        if self.silent > 0 || self.over {
            return;
        }
        let raw = chunk.as_str();
        if !raw.trim().is_empty() {
            self.lead = Some(self.lead.unwrap_or(true) && self.bold > 0);
        }
        let from = chunk.source_location().bytes().start;
        let mut at = 0;
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = rest.find('&').unwrap_or(rest.len());
            self.shaper.flow(rest.get(..plain).unwrap_or(""), from + at);
            at += plain;
            let Some(entity) = raw.get(at..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let near = entity.bytes().take(32).position(|byte| byte == b';');
            let length = near.map_or(1, |end| end + 1);
            let source = from + at..from + at + length;
            let decoded = htmlize::unescape(entity.get(..length).unwrap_or("&"));
            self.shaper.stand_for(&decoded, source);
            at += length;
        }
    }

    fn end_block(&mut self) {
        if self.over {
            return;
        }
        self.shaper.end(self.lead == Some(true));
        self.lead = None;
    }
}
