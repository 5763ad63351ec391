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
            Pattern::Figure { .. } => {}
            Pattern::Any(all) | Pattern::All(all) => {
                for inner in all {
                    self.pattern(inner);
                }
            }
            Pattern::Not(inner) | Pattern::Heading(inner) => self.pattern(inner),
            Pattern::Near { left, right, .. } => {
                self.pattern(left);
                self.pattern(right);
            }
        }
    }

    /// Reports word lists that contain themselves, directly or over others.
    pub fn list_cycles(&mut self) {
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

fn lists_in(pattern: &Pattern) -> Vec<Name> {
    match pattern {
        Pattern::List(name) => vec![name.clone()],
        Pattern::Phrase { .. } | Pattern::Figure { .. } => Vec::new(),
        Pattern::Any(all) | Pattern::All(all) => all.iter().flat_map(lists_in).collect(),
        Pattern::Not(inner) | Pattern::Heading(inner) => lists_in(inner),
        Pattern::Near { left, right, .. } => {
            let mut found = lists_in(left);
            found.extend(lists_in(right));
            found
        }
    }
}
