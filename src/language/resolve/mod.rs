//! From syntax to rulebook: every name is looked up, every fault of every file
//! collected. First all declarations are taken in, so that order and file never
//! matter; then what they refer to is resolved.

mod check;
mod claim;
mod condition;
mod declare;
mod framework;
mod item;
mod laws;
mod layout;
mod pattern;

use super::packs::Entry;
use super::reading::Threshold;
use super::rulebook::Rulebook;
use super::syntax::{Item, Name, Pattern};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Sources, Span};

pub use condition::EVENTS;
pub use declare::Declared;

/// Builds the rulebook from the items of all files; faults are added to `faults`.
pub fn resolve(items: Vec<Item>, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Rulebook {
    let declared = Declared::of(&items, faults);
    let areas_named = Vec::new();
    let entries = items.iter().filter_map(Entry::of).collect();
    let book = Rulebook { entries, ..Rulebook::default() };
    let mut resolver = Resolver { declared, sources, faults, areas_named, book };
    resolver.all(items);
    let mut book = resolver.book;
    book.thresholds = thresholds(&book);
    book
}

/// What the patterns of evidence rules and signs compare figures with.
fn thresholds(book: &Rulebook) -> Vec<Threshold> {
    let of_rules = book.evidence.iter().flat_map(|rule| {
        let fixed = rule.overrides.iter().map(|(_, pattern)| pattern);
        rule.when.iter().map(|(pattern, _)| pattern).chain(&rule.unless).chain(fixed)
    });
    let of_signs = book
        .signs
        .iter()
        .flat_map(|sign| sign.when.iter().map(|(pattern, _)| pattern).chain(&sign.unless));
    let mut found = Vec::new();
    for pattern in of_rules.chain(of_signs) {
        compared(pattern, &mut found);
    }
    found
}

fn compared(pattern: &Pattern, found: &mut Vec<Threshold>) {
    if let Pattern::Figure { quantity, comparison, amount, .. } = pattern {
        found.push(Threshold {
            quantity: *quantity,
            comparison: *comparison,
            amount: amount.value,
        });
    }
    pattern.inner().into_iter().for_each(|inner| compared(inner, found));
}

/// The state of one resolution.
pub struct Resolver<'a> {
    declared: Declared,
    sources: &'a Sources,
    faults: &'a mut Vec<Diagnostic>,
    /// Areas that layouts name, with their framework; looked up last.
    areas_named: Vec<(Name, String)>,
    book: Rulebook,
}

impl Resolver<'_> {
    /// Reports a name that nothing is called by.
    fn unknown<'n>(
        &mut self,
        what: &str,
        plural: &str,
        name: &Name,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let help = did_you_mean(&name.text, plural, known);
        self.faults.push(
            Diagnostic::error("unknown-name", format!("there is no {what} `{}`", name.text))
                .at(name.span, format!("no such {what}"))
                .help(help),
        );
    }

    /// Reports something that reads well and means nothing.
    fn wrong(&mut self, message: impl Into<String>, name: &Name, help: impl Into<String>) {
        self.wrong_at(message, name.span, help);
    }

    fn wrong_at(&mut self, message: impl Into<String>, span: Span, help: impl Into<String>) {
        self.faults
            .push(Diagnostic::error("rule-meaning", message).at(span, "here").help(help.into()));
    }
}
