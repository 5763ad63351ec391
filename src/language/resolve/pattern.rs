//! Looking up word lists in patterns.

use std::collections::BTreeMap;

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::language::syntax::{Name, Pattern};

impl Resolver<'_> {
    /// Reports the lists a pattern names that do not exist, and texts without a word.
    pub fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Phrase { text, .. } => {
                if !text.text.chars().any(char::is_alphanumeric) {
                    self.faults.push(
                        Diagnostic::error("rule-meaning", "a pattern without a word never matches")
                            .at(text.span, "no word in here")
                            .help("put the word to look for between the quotes".to_owned()),
                    );
                }
            }
            Pattern::List(name) => {
                if !self.declared.lists.contains_key(&name.text) {
                    let lists: Vec<String> = self.declared.lists.keys().cloned().collect();
                    self.unknown("word list", "word lists", name, lists.iter().map(String::as_str));
                }
            }
            _ => pattern.inner().into_iter().for_each(|inner| self.pattern(inner)),
        }
    }

    /// Reports word lists that contain themselves, directly or over others.
    pub fn list_cycles(&mut self) {
        self.list_sizes();
        let uses: BTreeMap<String, Vec<Name>> =
            self.book.lists.iter().map(|(id, pattern)| (id.clone(), lists_in(pattern))).collect();
        let mut broken = Vec::new();
        for id in uses.keys() {
            let mut seen = std::collections::BTreeSet::new();
            let mut open: Vec<&Name> = uses.get(id).into_iter().flatten().collect();
            while let Some(name) = open.pop() {
                if name.text == *id {
                    self.faults.push(
                        Diagnostic::error(
                            "rule-meaning",
                            format!("word list `{id}` contains itself"),
                        )
                        .at(name.span, "leads back to where it began")
                        .help("put the shared words into a list of their own".to_owned()),
                    );
                    broken.push(id.clone());
                    break;
                }
                if seen.insert(&name.text) {
                    open.extend(uses.get(&name.text).into_iter().flatten());
                }
            }
        }
        for id in broken {
            self.book.lists.remove(&id);
        }
    }
}

/// Deepest nesting of lists in lists.
const DEEPEST_LIST: usize = 16;
/// Most words one list may hold, those of the lists in it counted each time.
const MOST_WORDS: usize = 20_000;

impl Resolver<'_> {
    /// Reports lists that nest or grow beyond what anyone could read.
    fn list_sizes(&mut self) {
        // Sizes settle from the inside out; what has not settled after so many rounds nests too
        // deep, or contains itself.
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..DEEPEST_LIST {
            let ready: Vec<(String, usize)> = self
                .book
                .lists
                .iter()
                .filter(|(id, _)| !sizes.contains_key(*id))
                .filter_map(|(id, pattern)| Some((id.clone(), words_in(pattern, &sizes)?)))
                .collect();
            sizes.extend(ready);
        }
        let wrong = |id: &String| sizes.get(id).is_none_or(|size| *size > MOST_WORDS);
        let bad: Vec<String> = self.book.lists.keys().filter(|id| wrong(id)).cloned().collect();
        for id in bad {
            if let (Some(size), Some(span)) = (sizes.get(&id), self.declared.lists.get(&id)) {
                self.faults.push(
                    Diagnostic::error(
                        "rule-meaning",
                        format!("word list `{id}` holds {size} words with the lists in it"),
                    )
                    .at(*span, "too many")
                    .help(format!("at most {MOST_WORDS}; a list named twice counts twice")),
                );
                self.book.lists.remove(&id);
            }
        }
        // What has no size is on a circle, or nests too deep; circles are looked for only there.
        let open: Vec<String> =
            self.book.lists.keys().filter(|id| !sizes.contains_key(*id)).cloned().collect();
        if open.len() > 200 {
            if let Some(span) = open.first().and_then(|id| self.declared.lists.get(id)) {
                self.faults.push(
                    Diagnostic::error(
                        "rule-meaning",
                        format!("word lists nest more than {DEEPEST_LIST} deep"),
                    )
                    .at(*span, "among them this one")
                    .help("put the words into fewer lists".to_owned()),
                );
            }
            self.book.lists.clear();
        }
    }
}

/// The number of phrases in a pattern; `None` while a list in it has no size.
fn words_in(pattern: &Pattern, sizes: &BTreeMap<String, usize>) -> Option<usize> {
    match pattern {
        Pattern::Phrase { .. } | Pattern::Figure { .. } | Pattern::Number => Some(1),
        Pattern::List(name) => sizes.get(&name.text).copied(),
        _ => {
            let mut all = pattern.inner().into_iter();
            all.try_fold(0usize, |sum, one| Some(sum.saturating_add(words_in(one, sizes)?)))
        }
    }
}

fn lists_in(pattern: &Pattern) -> Vec<Name> {
    match pattern {
        Pattern::List(name) => vec![name.clone()],
        _ => pattern.inner().into_iter().flat_map(lists_in).collect(),
    }
}
