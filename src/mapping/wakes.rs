//! Which rules are worth trying on a text: those of which a phrase was found that
//! they cannot do without.

use super::program::{Alternatives, Matcher};
use super::scan::Scan;

/// The rules of one sort by what wakes them.
#[derive(Default)]
pub struct Wakes {
    /// Phrase → rules that need it or another, by index.
    by_phrase: Vec<Vec<usize>>,
    /// Rules that can match without a phrase of their own words.
    always: Vec<usize>,
}

impl Wakes {
    /// Looks at rules over so many `phrases`, with the word lists they use.
    pub fn new(rules: &[Alternatives], lists: &[Matcher], phrases: usize) -> Self {
        let mut wakes = Self { by_phrase: vec![Vec::new(); phrases], always: Vec::new() };
        for (rule, alternatives) in rules.iter().enumerate() {
            let mut needed = Vec::new();
            let mut free = false;
            for matcher in &alternatives.when {
                free |= !needs(matcher, lists, &mut needed);
            }
            if free {
                wakes.always.push(rule);
            }
            needed.sort_unstable();
            needed.dedup();
            for phrase in needed {
                if let Some(rules) = wakes.by_phrase.get_mut(phrase) {
                    rules.push(rule);
                }
            }
        }
        wakes
    }

    /// The rules that each phrase wakes.
    pub fn by_phrase(&self) -> &[Vec<usize>] {
        &self.by_phrase
    }

    /// The rules worth trying on a text, in order.
    pub fn awake(&self, scan: &Scan) -> Vec<usize> {
        let mut rules = self.always.clone();
        for phrase in scan.phrases() {
            rules.extend(self.by_phrase.get(phrase).into_iter().flatten());
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Collects phrases of which at least one must be found; false if it can match without.
fn needs(matcher: &Matcher, lists: &[Matcher], phrases: &mut Vec<usize>) -> bool {
    match matcher {
        Matcher::Phrase(index) => {
            phrases.push(*index);
            true
        }
        Matcher::List(index) => lists.get(*index).is_some_and(|list| needs(list, lists, phrases)),
        Matcher::Phrases(all) => {
            phrases.extend(all.iter());
            true
        }
        Matcher::Number | Matcher::Figure(..) | Matcher::Not(_) | Matcher::Heading(_) => false,
        Matcher::Any(all) => {
            let mut bound = true;
            for one in all {
                bound &= needs(one, lists, phrases);
            }
            bound
        }
        // One bound side is enough; take the first that is.
        Matcher::All(all) => all.iter().any(|one| needs(one, lists, phrases)),
        Matcher::Opening(inner) => needs(inner, lists, phrases),
        Matcher::Near { left, right, .. } => {
            needs(left, lists, phrases) || needs(right, lists, phrases)
        }
    }
}
