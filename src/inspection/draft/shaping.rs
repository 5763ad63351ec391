//! What the readers of marked-up files share: text comes in piece by piece, blocks
//! go out; a table of one cell is a box, a paragraph wholly in bold a heading.

use std::ops::Range;

use super::document::{Block, Role};
use crate::inspection::prose::Prose;
use crate::source::FileId;

/// Longest paragraph in bold that is taken for a heading, in bytes.
const LONGEST_BOLD: usize = 240;

/// Deepest nesting of boxes that is told apart.
const DEEPEST: usize = 32;

/// Builds blocks.
pub struct Shaper {
    file: FileId,
    blocks: Vec<Block>,
    open: Prose,
    role: Role,
    boxes: Vec<usize>,
    boxes_made: usize,
    depth: usize,
}

impl Shaper {
    /// Nothing read yet.
    pub fn new(file: FileId) -> Self {
        Self {
            file,
            blocks: Vec::new(),
            open: Prose::new(file),
            role: Role::Paragraph,
            boxes: Vec::new(),
            boxes_made: 0,
            depth: 0,
        }
    }

    /// What the next text belongs to.
    pub fn role(&mut self, role: Role) {
        self.role = role;
    }

    /// Whether the next text belongs to an item of a list.
    pub fn in_item(&self) -> bool {
        self.role == Role::Item
    }

    /// Text as it stands in the file.
    pub fn flow(&mut self, text: &str, from: usize) {
        self.open.push_flowing(text, from);
    }

    /// Text that stands for something else in the file.
    pub fn stand_for(&mut self, text: &str, source: Range<usize>) {
        let blank = text.trim().is_empty();
        if !blank || !(self.open.text.is_empty() || self.open.text.ends_with(' ')) {
            self.open.push_for(if blank { " " } else { text }, source);
        }
    }

    /// A box opens.
    pub fn enter(&mut self) {
        self.boxes_made += 1;
        // Deeper boxes than any page has are no boxes of their own.
        self.depth += 1;
        if self.depth <= DEEPEST {
            self.boxes.push(self.boxes_made);
        }
    }

    /// The innermost box closes.
    pub fn leave(&mut self) {
        if self.depth <= DEEPEST {
            self.boxes.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// The block is complete; `bold` if it was so from end to end.
    pub fn end(&mut self, bold: bool) {
        let prose = std::mem::replace(&mut self.open, Prose::new(self.file)).trimmed();
        if prose.text.is_empty() {
            return;
        }
        let short = prose.text.len() <= LONGEST_BOLD && !prose.text.ends_with('.');
        let role = match self.role {
            Role::Paragraph if bold && short => Role::Heading,
            other => other,
        };
        self.blocks.push(Block { role, prose, boxes: self.boxes.clone() });
    }

    /// How many blocks there are, to come back to with [`Shaper::unbox`].
    pub fn count(&self) -> usize {
        self.blocks.len()
    }

    /// A table ended that had one cell: what it holds are paragraphs in a box.
    pub fn unbox(&mut self, from: usize) {
        self.boxes_made += 1;
        let number = self.boxes_made;
        for block in self.blocks.iter_mut().skip(from) {
            if matches!(block.role, Role::Cell { .. }) {
                block.role = Role::Paragraph;
            }
            if block.boxes.len() < 2 * DEEPEST {
                block.boxes.push(number);
            }
        }
    }

    /// Forgets everything before or after what matters.
    pub fn keep_from(&mut self, from: usize) {
        self.blocks.drain(..from.min(self.blocks.len()));
    }

    /// All blocks.
    pub fn finish(mut self) -> Vec<Block> {
        self.end(false);
        self.blocks
    }
}
