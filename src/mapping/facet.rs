//! What a judgment claims, part by part, and whether a text speaks of it: by a word
//! of the same stem that carries meaning, small and light words left out.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use super::words::{Token, tokens};

/// A part of a claim: a clause or a member of a list of doings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Its bytes.
    pub range: Range<usize>,
    /// The stems of its words that carry meaning.
    pub keys: BTreeSet<String>,
}

/// Words that open a new part after `and` or a comma.
const SUBJECTS: &[&str] = &["it", "they", "he", "she", "this", "these", "which"];

/// The parts of a claim; `light` are the tokens of it that carry no meaning.
pub fn facets(text: &str, light: &BTreeSet<usize>) -> Vec<Facet> {
    let stemmer = Stemmer::create(Algorithm::English);
    let words = tokens(text);
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    for (at, token) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", |next| next.word.as_str());
        let doing = |word: &str| word.len() > 5 && word.ends_with("ing");
        let joined = matches!(token.word.as_str(), "and" | "but" | "while" | "although");
        let comma = at > 0 && words.get(at - 1).is_some_and(|before| before.clause != token.clause);
        let opens = doing(&token.word) || SUBJECTS.contains(&token.word.as_str());
        let splits = match token.word.as_str() {
            "but" | "while" | "although" => true,
            _ if joined => doing(next) || SUBJECTS.contains(&next),
            _ => comma && opens,
        };
        if splits {
            parts.push(Vec::new());
        }
        if let (false, Some(part)) = (joined, parts.last_mut()) {
            part.push(at);
        }
    }
    let part = |part: Vec<usize>| {
        let first = words.get(*part.first()?)?;
        let last = words.get(*part.last()?)?;
        let keys = part
            .iter()
            .filter(|at| !light.contains(at))
            .filter_map(|at| words.get(*at))
            .filter(|token| carries(token))
            .map(|token| stemmer.stem(&token.word).into_owned())
            .collect();
        Some(Facet { range: first.range.start..last.range.end, keys })
    };
    parts.into_iter().filter_map(part).collect()
}

/// The stems of a text.
pub fn stems(text: &str) -> BTreeSet<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    tokens(text).iter().map(|token| stemmer.stem(&token.word).into_owned()).collect()
}

fn carries(token: &Token) -> bool {
    if token.word.contains('\'') {
        return false; // hasn't, they're
    }
    token.word.chars().count() > 2 || token.word.chars().any(|c| c.is_ascii_digit())
}
