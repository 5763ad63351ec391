//! Whether a wrong figure matters: whether what the report gives and what its
//! numbers compute to fall on different sides of a threshold that a rule uses.

use crate::inspection::figures::Figure;
use crate::language::rulebook::Rulebook;
use crate::language::syntax::{Amount, Comparison, Pattern, Quantity};

/// Whether the difference crosses a threshold of any rule.
pub fn decides(book: &Rulebook, figure: &Figure) -> bool {
    let pairs = [
        (Quantity::Share, figure.printed_share(), figure.share()),
        (Quantity::Change, figure.numbers.change.map(|change| change.value), figure.change()),
    ];
    let of_rules = book.evidence.iter().flat_map(|rule| {
        let fixed = rule.overrides.iter().map(|(_, pattern)| pattern);
        rule.when.iter().map(|(pattern, _)| pattern).chain(&rule.unless).chain(fixed)
    });
    let of_signs = book
        .signs
        .iter()
        .flat_map(|sign| sign.when.iter().map(|(pattern, _)| pattern).chain(&sign.unless));
    of_rules.chain(of_signs).any(|pattern| {
        let mut thresholds = Vec::new();
        collect(pattern, &mut thresholds);
        thresholds.iter().any(|(quantity, comparison, amount)| {
            pairs.iter().any(|(sort, given, computed)| match (given, computed) {
                (Some(given), Some(computed)) if sort == quantity => {
                    comparison.holds(*given, amount.value)
                        != comparison.holds(*computed, amount.value)
                }
                _ => false,
            })
        })
    })
}

fn collect(pattern: &Pattern, found: &mut Vec<(Quantity, Comparison, Amount)>) {
    if let Pattern::Figure { quantity, comparison, amount, .. } = pattern {
        found.push((*quantity, *comparison, *amount));
    }
    pattern.inner().into_iter().for_each(|inner| collect(inner, found));
}
