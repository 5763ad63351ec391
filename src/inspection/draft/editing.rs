//! What any editor looks for last: a paragraph that stands twice, a name spelt in
//! two ways, an abbreviation nobody explains, a list that is announced and missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_segmentation::UnicodeSegmentation;

use super::document::{Block, Document, Role};
use super::phrasing::plain;
use crate::diagnostic::one_slip_apart;
use crate::inspection::remark::Remark;
use crate::language::reading::Notice;
use crate::source::Span;

/// Shortest paragraph whose repetition is worth a remark, in bytes.
const SHORTEST: usize = 60;

/// Everything noticed in the blocks of a document, up to its appendix. `known` are
/// abbreviations that need no explanation; without a list none is asked for.
pub fn remarks(document: &Document, end: usize, known: Option<&[String]>) -> Vec<Remark> {
    let blocks = document.blocks.get(..end).unwrap_or(&document.blocks);
    // What stands twice does so in an appendix too.
    let mut found = repeated(&document.blocks);
    found.extend(missing_lists(blocks));
    found.extend(variants(blocks));
    if let Some(known) = known {
        found.extend(abbreviations(blocks, known));
    }
    found
}

fn repeated(blocks: &[Block]) -> Vec<Remark> {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut found = Vec::new();
    for block in blocks.iter().filter(|block| block.prose.text.len() >= SHORTEST) {
        if block.role == Role::Heading {
            continue;
        }
        match seen.get(&plain(&block.prose.text)) {
            Some(first) => {
                let words = opening(&block.prose.text);
                let mut remark = Remark::new(Notice::RepeatedParagraph, words, block.prose.whole());
                remark.other = Some((*first, "the first time here".to_owned()));
                found.push(remark);
            }
            None => {
                seen.insert(plain(&block.prose.text), block.prose.whole());
            }
        }
    }
    found
}

/// The first words of a paragraph.
fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    format!("{} …", words.join(" "))
}

fn missing_lists(blocks: &[Block]) -> Vec<Remark> {
    let mut found = Vec::new();
    for pair in blocks.windows(2) {
        let [block, next] = pair else { continue };
        let announces = block.role == Role::Paragraph
            && block.prose.text.ends_with(':')
            && block.prose.text.contains(' ');
        let follows = matches!(next.role, Role::Item | Role::Cell { .. })
            || next.boxes.len() > block.boxes.len()
            || next.prose.text.starts_with(['“', '"', '‘'])
            || (next.role != Role::Heading && next.prose.text.chars().count() <= 40);
        let sentence = next.role == Role::Heading || next.prose.text.ends_with('.');
        if announces && !follows && sentence {
            let words = block.prose.text.clone();
            found.push(Remark::new(Notice::MissingList, words, block.prose.whole()));
        }
    }
    found
}

/// A word of the document with the places where it stands.
#[derive(Default)]
struct Used {
    places: Vec<Span>,
}

fn words(blocks: &[Block]) -> impl Iterator<Item = (&Block, usize, &str)> {
    blocks.iter().flat_map(|block| {
        let text = block.prose.text.as_str();
        text.unicode_word_indices().map(move |(at, word)| (block, at, word))
    })
}

/// Most names that one is compared with.
const MOST_RIVALS: usize = 200;

/// Shortest name that is compared with others, in characters.
const SHORTEST_NAME: usize = 6;

fn variants(blocks: &[Block]) -> Vec<Remark> {
    let mut names: BTreeMap<String, Used> = BTreeMap::new();
    let mut common: BTreeSet<String> = BTreeSet::new();
    for (block, at, word) in words(blocks) {
        let word = word.trim_end_matches("’s").trim_end_matches("'s");
        let capital = word.starts_with(char::is_uppercase);
        let lettered = word.chars().all(char::is_alphabetic);
        if capital && lettered && word.chars().count() >= SHORTEST_NAME {
            let used = names.entry(word.to_owned()).or_default();
            used.places.push(block.prose.span(at..at + word.len()));
        } else if !capital {
            common.insert(word.to_lowercase());
        }
    }
    let names: Vec<(&String, &Used)> =
        names.iter().filter(|(name, _)| !common.contains(&name.to_lowercase())).collect();
    // Names are compared with those that share their first or their last three letters; a slip
    // of the pen changes one of them at most.
    let mut near: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, (name, _)) in names.iter().enumerate() {
        let letters: Vec<char> = name.to_lowercase().chars().collect();
        let first: String = letters.iter().take(3).collect();
        let last: String = letters.iter().rev().take(3).collect();
        near.entry(format!("^{first}")).or_default().push(index);
        near.entry(format!("${last}")).or_default().push(index);
    }
    let mut found = BTreeMap::new();
    for (rare, used) in &names {
        let letters: Vec<char> = rare.to_lowercase().chars().collect();
        let first: String = letters.iter().take(3).collect();
        let last: String = letters.iter().rev().take(3).collect();
        let others = [format!("^{first}"), format!("${last}")];
        let rivals = others.iter().filter_map(|key| near.get(key)).flatten().take(MOST_RIVALS);
        for other in rivals {
            let Some((usual, usual_used)) = names.get(*other) else { continue };
            let rarer = used.places.len() <= 2 && usual_used.places.len() > used.places.len();
            if !rarer || !slipped(rare, usual) {
                continue;
            }
            if let (Some(place), Some(first)) = (used.places.first(), usual_used.places.first()) {
                let mut remark = Remark::new(Notice::SpellingVariant, (*rare).clone(), *place);
                let times = usual_used.places.len();
                let often = if times == 1 { "once".to_owned() } else { format!("{times} times") };
                remark.other = Some((*first, format!("`{usual}`, {often}")));
                found.insert((*rare).clone(), remark);
            }
        }
    }
    found.into_values().collect()
}

/// Whether one name is the other with a slip of the pen, and no inflection of it.
fn slipped(rare: &str, usual: &str) -> bool {
    let (rare, usual) = (rare.to_lowercase(), usual.to_lowercase());
    let (short, long) = if rare.len() < usual.len() { (&rare, &usual) } else { (&usual, &rare) };
    let inflected = long
        .strip_prefix(short.as_str())
        .is_some_and(|end| matches!(end, "s" | "es" | "d" | "n" | "y" | "e" | "ed"));
    let ending = |name: &str| name.chars().last();
    // `Western` and `Eastern`, `Detective` and `Directive` are words of their own.
    rare != usual
        && !inflected
        && one_slip_apart(&rare, &usual)
        && rare.chars().next() == usual.chars().next()
        && (ending(&rare) == ending(&usual) || rare.len() != usual.len())
}

fn abbreviations(blocks: &[Block], known: &[String]) -> Vec<Remark> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut explained: BTreeSet<String> = BTreeSet::new();
    for block in blocks {
        let text = &block.prose.text;
        let shouted = !text.chars().any(char::is_lowercase);
        for (at, word) in text.unicode_word_indices() {
            let Some(short) = abbreviation(word).filter(|_| !shouted) else {
                continue;
            };
            let before = text.get(..at).unwrap_or("").trim_end();
            let after = text.get(at + word.len()..).unwrap_or("");
            // `long form (ABC)`, `ABC (long form)`
            let bracketed =
                before.ends_with(['(', '‘', '“']) && after.starts_with([')', '’', '”', ',']);
            let long = after
                .trim_start()
                .strip_prefix('(')
                .is_some_and(|rest| rest.chars().next().is_some_and(char::is_alphabetic));
            if bracketed || long || spelt_out(short, after) {
                explained.insert(short.to_owned());
            }
            let span = block.prose.span(at..at + word.len());
            first.entry(short.to_owned()).or_insert(span);
        }
    }
    let unexplained = first
        .into_iter()
        .filter(|(short, _)| !explained.contains(short) && !known.iter().any(|one| one == short));
    unexplained
        .map(|(short, span)| Remark::new(Notice::UnexplainedAbbreviation, short, span))
        .collect()
}

/// `THRIVE assessment (threat, harm, risk …)`: whether a bracket soon after an abbreviation gives
/// a word for each of its letters.
fn spelt_out(short: &str, after: &str) -> bool {
    let Some((before, rest)) = after.split_once('(') else { return false };
    let inside = rest.split(')').next().unwrap_or("");
    let near = before.split_whitespace().count() <= 2 && !before.contains(['.', '!', '?']);
    let mut initials = inside.unicode_words().filter_map(|word| word.chars().next());
    let each = |letter: char| initials.any(|initial| initial.eq_ignore_ascii_case(&letter));
    near && short.chars().all(each)
}

/// Two to seven capitals, with an `s` for the plural left out; no Roman number.
fn abbreviation(word: &str) -> Option<&str> {
    let short = word.strip_suffix("’s").or(word.strip_suffix("'s")).unwrap_or(word);
    let short = short.strip_suffix('s').unwrap_or(short);
    let letters = short.chars().count();
    let capitals = short.chars().filter(|c| c.is_ascii_uppercase()).count();
    let roman = short.chars().all(|c| "IVXLC".contains(c));
    let clean = short.chars().all(|c| c.is_ascii_alphabetic());
    (clean && !roman && (2..=7).contains(&letters) && capitals == letters).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_words() {
        assert!(slipped("Harroby", "Harrowby"));
        assert!(slipped("Stowbrigde", "Stowbridge"));
        for (one, other) in
            [("Officers", "Officer"), ("Western", "Eastern"), ("Penmere", "Penmere")]
        {
            assert!(!slipped(one, other), "{one} {other}");
        }
    }

    #[test]
    fn abbreviations_are_capitals() {
        assert_eq!(abbreviation("PCSOs"), Some("PCSO"));
        assert_eq!(abbreviation("MASH’s"), Some("MASH"));
        for word in ["II", "Police", "A", "iOS", "CamSTRA"] {
            assert_eq!(abbreviation(word), None, "{word}");
        }
    }
}
