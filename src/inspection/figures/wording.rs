//! Words that stand for quantities and movements, with what they may mean. The
//! bounds are house readings of ordinary English; they are wide on purpose.

use super::lexeme::Lexeme;
use crate::inspection::numerals::spelt;

/// A quantity word found.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// How many lexemes it takes.
    pub length: usize,
    /// Least share it can stand for, in percent.
    pub low: f64,
    /// Greatest share.
    pub high: f64,
}

/// Words, least and greatest share in percent.
const QUANTITIES: &[(&str, f64, f64)] = &[
    ("all but one", 50.0, 99.99),
    ("almost all", 85.0, 100.0),
    ("nearly all", 85.0, 100.0),
    ("virtually all", 85.0, 100.0),
    ("almost every", 85.0, 100.0),
    ("nearly every", 85.0, 100.0),
    ("the vast majority", 75.0, 100.0),
    ("the great majority", 70.0, 100.0),
    ("the overwhelming majority", 75.0, 100.0),
    ("the majority", 50.01, 100.0),
    ("a majority", 50.01, 100.0),
    ("a large majority", 60.0, 100.0),
    ("most", 50.01, 100.0),
    ("more than half", 50.01, 100.0),
    ("over half", 50.01, 100.0),
    ("less than half", 0.0, 49.99),
    ("fewer than half", 0.0, 49.99),
    ("under half", 0.0, 49.99),
    ("almost half", 41.0, 50.0),
    ("nearly half", 41.0, 50.0),
    ("half", 44.0, 56.0),
    ("two-thirds", 62.0, 71.0),
    ("two thirds", 62.0, 71.0),
    ("three-quarters", 70.0, 80.0),
    ("three quarters", 70.0, 80.0),
    ("a third", 28.0, 39.0),
    ("one third", 28.0, 39.0),
    ("one-third", 28.0, 39.0),
    ("a quarter", 20.0, 30.0),
    ("one quarter", 20.0, 30.0),
    ("a fifth", 16.0, 24.0),
    ("a tenth", 7.0, 13.0),
    ("a minority", 0.0, 49.99),
    ("only a minority", 0.0, 49.99),
    ("a small minority", 0.0, 30.0),
    ("hardly any", 0.0, 15.0),
    ("almost none", 0.0, 15.0),
    ("very few", 0.0, 20.0),
    ("few", 0.0, 35.0),
    ("none", 0.0, 0.0),
];

/// The quantity word that begins at a lexeme.
pub fn quantity(all: &[Lexeme], at: usize) -> Option<Quantity> {
    if let Some(found) = one_in(all, at) {
        return Some(found);
    }
    // Most words begin none of them.
    let first = all.get(at)?.plain.as_str();
    let begun = QUANTITIES.iter().filter(|(words, ..)| words.starts_with(first));
    let best = begun.filter_map(|(words, low, high)| {
        let dashed = words.contains('-');
        let mut index = at;
        for (place, piece) in words.split([' ', '-']).enumerate() {
            if place > 0 && dashed && all.get(index).is_some_and(|one| one.is("-")) {
                index += 1;
            }
            if !all.get(index)?.is(piece) {
                return None;
            }
            index += 1;
        }
        Some(Quantity { length: index - at, low: *low, high: *high })
    });
    let mut found = best.max_by_key(|found| found.length)?;
    // What stands before widens or turns it.
    let before = |back: usize| at.checked_sub(back).and_then(|at| all.get(at));
    let word = before(1).map_or("", |one| one.plain.as_str());
    let than = before(2).map_or("", |one| one.plain.as_str());
    match word {
        "than" if than == "more" => {
            (found.low, found.high) = (found.low.max(middle(&found)), 100.0)
        }
        "than" if matches!(than, "less" | "fewer") => {
            (found.low, found.high) = (0.0, middle(&found));
        }
        "over" => (found.low, found.high) = (middle(&found), 100.0),
        "under" | "below" => (found.low, found.high) = (0.0, middle(&found)),
        _ => {}
    }
    // `not all`, `not many`: what it denies is not reckoned.
    (word != "not" && than != "not").then_some(found)
}

/// What `a third` says exactly: bounds are wide around it, `more than` is not.
fn middle(found: &Quantity) -> f64 {
    match (found.low, found.high) {
        (28.0, 39.0) => 100.0 / 3.0,
        (62.0, 71.0) => 200.0 / 3.0,
        (low, high) => f64::midpoint(low, high),
    }
}

/// `one in three`, `1 in 10`, `nine out of ten` without a count beside it.
fn one_in(all: &[Lexeme], at: usize) -> Option<Quantity> {
    let part = small(all.get(at)?)?;
    let (of, length) = match all.get(at + 1)?.plain.as_str() {
        "in" => (small(all.get(at + 2)?)?, 3),
        "out" if all.get(at + 2)?.is("of") && spelt(&all.get(at)?.plain).is_some() => {
            (small(all.get(at + 3)?)?, 4)
        }
        _ => return None,
    };
    let share = 100.0 * part / of;
    (part < of && (2.0..=100.0).contains(&of)).then(|| Quantity {
        length,
        low: share * 0.85,
        high: (share * 1.15).min(100.0),
    })
}

fn small(one: &Lexeme) -> Option<f64> {
    one.amount().map(|printed| printed.value).or_else(|| spelt(&one.plain).map(f64::from))
}

/// Which way something moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
}

const UP: &[&str] = &[
    "increase",
    "increases",
    "increased",
    "increasing",
    "rise",
    "rises",
    "rose",
    "risen",
    "rising",
    "grew",
    "grow",
    "grows",
    "grown",
    "growth",
    "growing",
    "up",
    "climbed",
    "climb",
];
const DOWN: &[&str] = &[
    "decrease",
    "decreases",
    "decreased",
    "decreasing",
    "fall",
    "falls",
    "fell",
    "fallen",
    "falling",
    "drop",
    "drops",
    "dropped",
    "dropping",
    "reduce",
    "reduces",
    "reduced",
    "reducing",
    "reduction",
    "down",
    "declined",
    "decline",
    "shrank",
    "cut",
];

/// The direction a word gives.
pub fn direction(word: &str) -> Option<Direction> {
    match word {
        word if UP.contains(&word) => Some(Direction::Up),
        word if DOWN.contains(&word) => Some(Direction::Down),
        _ => None,
    }
}

/// Least and greatest relative change in percent that a word or phrase stands for.
pub fn factor(all: &[Lexeme], at: usize) -> Option<(usize, f64, f64)> {
    let word = |index: usize| all.get(index).map_or("", |one| one.plain.as_str());
    let more = at >= 2 && word(at - 1) == "than" && word(at - 2) == "more";
    Some(match word(at) {
        "halved" | "halving" if more => (1, -100.0, -50.0),
        "halved" | "halving" => (1, -57.0, -43.0),
        "doubled" | "doubling" if more => (1, 100.0, f64::INFINITY),
        "doubled" | "doubling" => (1, 80.0, 125.0),
        "trebled" | "tripled" if more => (1, 200.0, f64::INFINITY),
        "trebled" | "tripled" => (1, 165.0, 245.0),
        "by" if word(at + 1) == "more" && word(at + 2) == "than" && word(at + 3) == "half" => {
            (4, -100.0, -50.0)
        }
        "by" if word(at + 1) == "half" => (2, -57.0, -43.0),
        "by" if word(at + 1) == "a" && word(at + 2) == "third" => (3, -39.0, 39.0),
        "by" if word(at + 1) == "a" && word(at + 2) == "quarter" => (3, -30.0, 30.0),
        _ => return None,
    })
}
