//! Plain text: a block is a line, or the lines of a paragraph where the text was
//! wrapped; a page break inside a sentence is mended.

use super::document::{Block, Document, Kind, Role};
use crate::inspection::prose::Prose;
use crate::source::FileId;

/// Signs that open an item of a list.
const BULLETS: &[char] = &['-', '•', '*', '–', '·', '●', '▪', 'o'];

/// Reads plain text.
pub fn read(file: FileId, text: &str) -> Document {
    let wrapped = is_wrapped(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    let mut after_blank = true;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let indent = line.len() - line.trim_start().len();
        let body = line.trim();
        if body.is_empty() || is_contents(body) {
            after_blank = true;
            continue;
        }
        let (role, skipped) = match bullet(body) {
            Some(length) => (Role::Item, length),
            None => (Role::Paragraph, 0),
        };
        let mut prose = Prose::new(file);
        prose.push_flowing(body.get(skipped..).unwrap_or(""), start + indent + skipped);
        let joins = role == Role::Paragraph
            && blocks
                .last()
                .is_some_and(|last| (wrapped && !after_blank) || runs_on(&last.prose.text, body));
        match blocks.last_mut() {
            Some(last) if joins => last.prose.append(&prose),
            _ => blocks.push(Block { role, prose, boxes: Vec::new() }),
        }
        after_blank = false;
    }
    Document { kind: Kind::Text, blocks }.with_headings()
}

/// Whether a line is an entry of a table of contents: a title, a tab or dots, a page number.
fn is_contents(line: &str) -> bool {
    let title = line.trim_end_matches(|c: char| c.is_ascii_digit());
    title.len() < line.len() && title.trim_end_matches(' ').ends_with(['\t', '.']) && {
        let dots = title.trim_end().trim_end_matches('.');
        title.ends_with('\t') || title.len() - dots.len() >= 3
    }
}

/// The length of the sign that opens an item, with the blanks after it.
fn bullet(line: &str) -> Option<usize> {
    let rest = line.strip_prefix(BULLETS)?;
    let body = rest.trim_start();
    (body.len() < rest.len() && !body.is_empty()).then(|| line.len() - body.len())
}

/// Whether a sentence was cut by a page break: it has no end, and what follows goes on in small
/// letters.
fn runs_on(before: &str, after: &str) -> bool {
    let open = !before.ends_with(['.', '!', '?', ':', ';', '”', '’', '"']);
    open && before.len() > 40 && after.starts_with(char::is_lowercase)
}

/// Whether lines were broken at a width and paragraphs parted by empty lines.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let pairs = lines.windows(2).filter(|pair| match pair {
        [one, two] => !one.is_empty() && !two.is_empty(),
        _ => false,
    });
    let (mut all, mut flowing) = (0usize, 0usize);
    for pair in pairs {
        if let [one, two] = pair {
            all += 1;
            let mid = !one.ends_with(['.', ':', '!', '?']) && bullet(two.trim()).is_none();
            flowing += usize::from(mid && one.chars().count() > longest / 2);
        }
    }
    longest <= 120 && all >= 3 && flowing * 2 > all
}
