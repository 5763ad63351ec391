//! Whether a wrong figure matters: whether what the report gives and what its
//! numbers compute to fall on different sides of a threshold that a rule uses.

use crate::inspection::figures::Figure;
use crate::language::rulebook::Rulebook;
use crate::language::syntax::Quantity;

/// Whether the difference crosses a threshold of any rule.
pub fn decides(book: &Rulebook, figure: &Figure) -> bool {
    let pairs = [
        (Quantity::Share, figure.printed_share(), figure.share()),
        (Quantity::Change, figure.numbers.change.map(|change| change.value), figure.change()),
    ];
    book.thresholds.iter().any(|threshold| {
        pairs.iter().any(|(sort, given, computed)| match (given, computed) {
            (Some(given), Some(computed)) if *sort == threshold.quantity => {
                let crosses = |value| threshold.comparison.holds(value, threshold.amount);
                crosses(*given) != crosses(*computed)
            }
            _ => false,
        })
    })
}
