//! What the words and rules of the packs do in a text: which fire where, and which
//! words of the text are taken for what.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::Subject;

/// What happened in one text.
#[derive(Debug)]
pub struct Usage {
    /// Phrases of the rules that were found, by index.
    pub phrases: BTreeSet<usize>,
    /// Evidence rules that fired, by index, with the words they matched, by index.
    pub fired: BTreeMap<usize, BTreeSet<usize>>,
    /// Words that are taken for several words of the rules which have nothing to do with each
    /// other.
    pub namesakes: BTreeMap<String, Vec<String>>,
    /// Words that `like` takes though they are no inflection: the rule's word and the text's.
    pub alike: BTreeSet<(String, String)>,
}

impl Usage {
    /// Looks at a text.
    pub fn of(subject: Subject<'_>) -> Self {
        let mut fired: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for index in subject.program.awake(subject.own) {
            let compiled = subject.program.evidence.get(index);
            for found in compiled.map(|rule| subject.rule(rule)).unwrap_or_default() {
                fired.entry(index).or_default().extend(found.tokens);
            }
        }
        let lexicon = subject.program.lexicon();
        let mut namesakes = BTreeMap::new();
        let mut alike = BTreeSet::new();
        for token in &subject.own.tokens {
            let names = lexicon.namesakes(&token.word);
            if !names.is_empty() {
                let names = names.into_iter().map(str::to_owned).collect();
                namesakes.insert(token.word.clone(), names);
            }
            let wide = lexicon.alike(&token.word).into_iter();
            alike.extend(wide.map(|name| (name.to_owned(), token.word.clone())));
        }
        Self { phrases: subject.own.phrases().collect(), fired, namesakes, alike }
    }
}
