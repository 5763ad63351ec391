//! What a person wrote into a file that is written anew: keys that the program does not
//! write, and comments, each put where it stood, at the key or the part it belongs to.
//! What cannot be put anywhere is told with its line.

use std::collections::BTreeMap;

use super::graft::graft;
use super::outline::{Entry, Outline, Side};

/// A text with the comments of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The text.
    pub text: String,
    /// What was lost, or stands elsewhere now.
    pub losses: Vec<Loss>,
}

/// Something of the earlier text that is not where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The line it stood on, from 1.
    pub line: usize,
    /// What became of it, in words.
    pub what: String,
}

/// What the program writes itself.
pub struct Own {
    /// Whether it writes a key, so that the key is missing where there is nothing to say.
    pub key: fn(&str) -> bool,
    /// Whether a comment is one of its own.
    pub comment: fn(&str) -> bool,
}

/// Puts the keys and comments of `old` that are not the program's `own` into `new`, which says
/// the same in the order and form of the program.
pub fn carry(old: &str, new: &str, own: &Own) -> Carried {
    let Some(before) = Outline::of(old) else {
        return Carried { text: new.to_owned(), losses: Vec::new() };
    };
    let (grafted, lines) = graft(old, &before, new, own.key);
    let new = grafted.as_str();
    let bare = |losses| Carried { text: new.to_owned(), losses };
    let Some(after) = Outline::of(new) else { return bare(Vec::new()) };
    let places: BTreeMap<&[String], usize> =
        after.entries.iter().enumerate().rev().map(|(at, one)| (one.way.as_slice(), at)).collect();
    let mut losses = missing(&before, &places);
    let mut put: BTreeMap<(usize, Side), Vec<String>> = BTreeMap::new();
    let grown = |line: usize| lines.contains(&(line - 1));
    let comments = before.comments(old).into_iter();
    for comment in comments.filter(|one| !(own.comment)(&one.text) && !grown(one.line)) {
        let Some(entry) = before.entries.get(comment.entry) else { continue };
        let found = (entry.part..=entry.way.len()).rev().find_map(|end| {
            let at = places.get(entry.way.get(..end)?)?;
            Some((*at, end))
        });
        let lost = |what: String| Loss { line: comment.line, what };
        let Some((at, end)) = found else {
            losses.push(lost(format!(
                "the comment `{}` is not kept: {} is not in the new file",
                comment.text,
                named(entry, entry.part.max(1))
            )));
            continue;
        };
        let whole = end == entry.way.len();
        if !whole {
            losses.push(lost(format!(
                "the comment `{}` stands at {} now: {} is not in the new file",
                comment.text,
                named(entry, end),
                named(entry, entry.way.len())
            )));
        }
        let side = if whole { comment.side } else { Side::Above };
        let line = match (side, after.entries.get(at)) {
            (Side::Below, Some(_)) => after.last_line(at, new),
            (_, Some(entry)) => entry.line,
            (_, None) => continue,
        };
        let column = after.entries.get(at).map_or(0, |entry| entry.column);
        let text = match side {
            Side::Beside => comment.text,
            _ => format!("{:column$}{}", "", comment.text),
        };
        put.entry((line, side)).or_default().push(text);
    }
    let text = woven(new, &put);
    match says(&text) == says(new) {
        true => Carried { text, losses: sorted(losses) },
        false => bare(vec![Loss {
            line: 1,
            what: "its comments are not kept: with them the file would not read the same"
                .to_owned(),
        }]),
    }
}

fn says(text: &str) -> Option<serde_yaml::Value> {
    serde_yaml::from_str(text).ok()
}

fn sorted(mut losses: Vec<Loss>) -> Vec<Loss> {
    losses.sort_by_key(|loss| loss.line);
    losses
}

/// The first steps of a way in words, and the part it stands in.
fn named(entry: &Entry, end: usize) -> String {
    let inside = entry.way.get(entry.part..end).unwrap_or_default().join(" ");
    let part = entry.part.checked_sub(1).and_then(|last| entry.way.get(last));
    match (part, inside.is_empty()) {
        (None, _) => format!("`{inside}`"),
        (Some(part), true) => format!("`{part}`"),
        (Some(part), false) => format!("`{inside}` of `{part}`"),
    }
}

/// Keys of parts that are there still, and that are not written again.
fn missing(before: &Outline, places: &BTreeMap<&[String], usize>) -> Vec<Loss> {
    let key = |entry: &&Entry| {
        let parent = entry.way.split_last().map_or(&[] as &[String], |(_, parent)| parent);
        let there = parent.is_empty() || places.contains_key(parent);
        // Judgments and statements that are gone are told by what compares the drafts.
        let part = entry.way.len() == 1 && entry.part == 1;
        !part && there && !places.contains_key(entry.way.as_slice())
    };
    let gone = before.entries.iter().filter(key);
    gone.map(|entry| Loss {
        line: entry.line + 1,
        what: format!("{} is not carried over", named(entry, entry.way.len())),
    })
    .collect()
}

/// The new text with what belongs above, beside and below its lines.
fn woven(new: &str, put: &BTreeMap<(usize, Side), Vec<String>>) -> String {
    let mut text = String::with_capacity(new.len());
    let at = |line: usize, side: Side| put.get(&(line, side)).into_iter().flatten();
    for (line, body) in new.lines().enumerate() {
        for comment in at(line, Side::Above) {
            text.push_str(comment);
            text.push('\n');
        }
        text.push_str(body);
        for comment in at(line, Side::Beside) {
            text.push_str("  ");
            text.push_str(comment);
        }
        text.push('\n');
        for comment in at(line, Side::Below) {
            text.push_str(comment);
            text.push('\n');
        }
    }
    text
}
