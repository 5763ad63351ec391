//! An explanation as a tree on the terminal.

use termtree::{GlyphPalette, Tree};

use super::style::{Style, clean};
use crate::diagnostic::unquoted;
use crate::explain::Branch;

/// Narrowest a text is wrapped to, however deep it stands.
const NARROWEST: usize = 24;

/// The tree, wrapped to the width.
pub fn tree(branch: &Branch, style: Style) -> String {
    let drawn = grow(branch, style, 0).to_string();
    let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

fn grow(branch: &Branch, style: Style, depth: usize) -> Tree<String> {
    let glyphs = GlyphPalette {
        middle_item: "├",
        last_item: "└",
        item_indent: "─ ",
        middle_skip: "│",
        last_skip: " ",
        skip_indent: "  ",
    };
    let width = style.width.saturating_sub(3 * depth).max(NARROWEST);
    let narrow = Style { width, ..style };
    let hidden = (!style.quotes).then(|| unquoted(&branch.text));
    let mut text = narrow.wrap(hidden.as_deref().unwrap_or(&branch.text), "", "");
    if depth == 0 {
        text = style.bold(&text);
    }
    if let (Some(quote), true) = (&branch.quote, style.quotes) {
        let quote = narrow.wrap(&format!("“{}”", clean(quote)), "", "");
        text.push('\n');
        text.push_str(&style.dim(&quote));
    }
    Tree::new(text)
        .with_glyphs(glyphs)
        .with_multiline(true)
        .with_leaves(branch.branches.iter().map(|inner| grow(inner, style, depth + 1)))
}
