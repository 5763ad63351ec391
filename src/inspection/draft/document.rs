//! A document as a row of blocks, whatever kind of file it came from.

use crate::inspection::prose::Prose;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, as copied from a web page: headings are bare lines.
    Text,
    /// Markdown.
    Markdown,
    /// A page of the web.
    Html,
    /// A Word file; what stands for its lines are its paragraphs.
    Word,
    /// PDF, if the feature `pdf` was built in; its text is read like plain text.
    Pdf,
}

impl Kind {
    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Markdown => "markdown",
            Kind::Html => "html",
            Kind::Word => "word",
            Kind::Pdf => "pdf",
        }
    }
}

/// What a block is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Marked as a heading, or a bare line of a text.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    Item,
    /// A cell of a table that has more than one.
    Cell {
        /// Which row, counted over the whole document.
        row: usize,
        /// Which column of the row, from 1.
        column: usize,
    },
}

/// A paragraph, heading, item or cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// What it says.
    pub prose: Prose,
    /// The boxes it stands in, the outermost first; each box has a number of its own.
    pub boxes: Vec<usize>,
}

/// A document read.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// What it was.
    pub kind: Kind,
    /// Its blocks in order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Makes headings of the bare lines where a document marks none itself.
    pub fn with_headings(mut self) -> Self {
        let marked = self.blocks.iter().any(|block| block.role == Role::Heading);
        if !marked {
            mark_bare_lines(&mut self.blocks);
        }
        self
    }
}

/// Longest bare line that is taken for a heading, in characters.
const LONGEST_HEADING: usize = 220;

fn mark_bare_lines(blocks: &mut [Block]) {
    let mut listing = false;
    for index in 0..blocks.len() {
        let next = blocks.get(index + 1).map(|block| block.prose.text.clone());
        let Some(block) = blocks.get_mut(index) else {
            continue;
        };
        let text = block.prose.text.trim();
        let ends_list = text.ends_with(['.', '!', '?']);
        if block.role == Role::Paragraph && listing && !ends_list && !is_bare(text, None) {
            listing = false;
        }
        let after_colon = listing;
        if block.role == Role::Paragraph && !after_colon && is_bare(text, next.as_deref()) {
            block.role = Role::Heading;
        }
        listing = match text.ends_with(':') {
            true => true,
            false => listing && !ends_list,
        };
        if after_colon && block.role == Role::Paragraph && !text.ends_with(':') && !ends_list {
            block.role = Role::Item;
        }
    }
}

/// Whether a line reads as a heading: no full stop at its end, not too long, some letters.
fn is_bare(text: &str, next: Option<&str>) -> bool {
    let length = text.chars().count();
    let closes = text.trim_end_matches(['’', '”', '"', '\'', ')', ']', '¹', '²', '³', '⁴']);
    let sentence = closes.ends_with(['.', '!', ';', ':', ',', '…']);
    let question = closes.ends_with('?');
    // A number before a heading is no sentence of its own: `3. Main findings`.
    let body = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    let one = !text.trim_end_matches('?').contains(['?', '!']) && !body.contains(". ");
    // What runs on in the next line is no heading.
    let runs_on = next.is_some_and(|next| next.starts_with(char::is_lowercase));
    let opens =
        text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "‘“\"'".contains(c));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    length <= LONGEST_HEADING
        && letters >= 3
        && !sentence
        && opens
        && one
        && !text.contains('\t')
        && (!runs_on || question)
}
