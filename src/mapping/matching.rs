//! Running a compiled pattern over a scanned text. A match knows its words, so
//! that every link can show them.

use super::program::{Alternatives, Matcher, Program};
use super::scan::Scan;
use crate::inspection::figures::Figure;
use crate::inspection::numerals::spelt;
use crate::language::syntax::{Order, Quantity};

/// Most matches kept for one pattern in one statement.
const MOST_MATCHES: usize = 24;

/// How many words open a statement.
const OPENING: usize = 2;

/// The words that made a pattern match.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Tokens in order.
    pub tokens: Vec<usize>,
    /// How many separate phrases were needed.
    pub parts: usize,
    /// Themes that use the commonest of its phrases; common words say less.
    pub commonness: u32,
}

impl Match {
    fn with(&self, other: &Match) -> Match {
        let mut tokens = self.tokens.clone();
        tokens.extend(&other.tokens);
        tokens.sort_unstable();
        tokens.dedup();
        Match {
            tokens,
            parts: self.parts + other.parts,
            commonness: self.commonness.max(other.commonness),
        }
    }

    fn first(&self) -> usize {
        self.tokens.first().copied().unwrap_or(0)
    }

    fn last(&self) -> usize {
        self.tokens.last().copied().unwrap_or(0)
    }
}

/// What a pattern is run on.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The compiled rules.
    pub program: &'a Program,
    /// The statement's own words.
    pub own: &'a Scan,
    /// The words of the heading it stands under.
    pub heading: Option<&'a Scan>,
    /// Its figures.
    pub figures: &'a [Figure],
}

impl<'a> Subject<'a> {
    /// The matches of the first alternative that holds, unless something silences the rule.
    pub fn rule(self, alternatives: &Alternatives) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for matcher in &alternatives.when {
            found.extend(self.run(matcher));
        }
        if found.is_empty() || alternatives.unless.iter().any(|one| self.holds(one)) {
            return Vec::new();
        }
        found.sort();
        found.dedup();
        found
    }

    /// All matches of a pattern, up to a bound.
    pub fn run(self, matcher: &Matcher) -> Vec<Match> {
        let mut found = match matcher {
            Matcher::Phrase(index) => self.phrase(*index),
            Matcher::Phrases(all) => {
                self.own.held_of(all).flat_map(|index| self.phrase(index)).collect()
            }
            Matcher::List(index) => match self.program.lists.get(*index) {
                Some(list) => self.run(list),
                None => Vec::new(),
            },
            Matcher::Figure(quantity, comparison, amount) => {
                let holds = self.figures.iter().any(|figure| {
                    quantity_of(figure, *quantity)
                        .is_some_and(|value| comparison.holds(value, amount.value))
                });
                condition(holds)
            }
            Matcher::Number => self.numbers(),
            Matcher::Any(all) => all.iter().flat_map(|one| self.run(one)).collect(),
            Matcher::All(all) => {
                let mut joined = Match::default();
                for one in all {
                    match self.run(one).into_iter().next() {
                        Some(first) => joined = joined.with(&first),
                        None => return Vec::new(),
                    }
                }
                vec![joined]
            }
            Matcher::Not(inner) => condition(!self.holds(inner)),
            Matcher::Near { left, right, order, within } => {
                if !self.holds(left) || !self.holds(right) {
                    return Vec::new();
                }
                near(&self.run(left), &self.run(right), *order, *within)
            }
            Matcher::Opening(inner) => {
                let mut found = self.run(inner);
                found.retain(|found| found.tokens.first().is_some_and(|first| *first < OPENING));
                found
            }
            Matcher::Heading(inner) => condition(self.heading_holds(inner)),
        };
        found.truncate(MOST_MATCHES);
        found
    }

    /// Whether a pattern matches at all: asked far more often than where, and answered without
    /// gathering words as far as it goes.
    pub fn holds(self, matcher: &Matcher) -> bool {
        match matcher {
            Matcher::Phrase(index) => self.own.holds(*index),
            Matcher::Phrases(all) => self.own.holds_any(all),
            Matcher::List(index) => {
                self.program.lists.get(*index).is_some_and(|list| self.holds(list))
            }
            Matcher::Any(all) => all.iter().any(|one| self.holds(one)),
            Matcher::All(all) => all.iter().all(|one| self.holds(one)),
            Matcher::Not(inner) => !self.holds(inner),
            Matcher::Heading(inner) => self.heading_holds(inner),
            Matcher::Figure(..) | Matcher::Number | Matcher::Near { .. } | Matcher::Opening(_) => {
                !self.run(matcher).is_empty()
            }
        }
    }

    fn heading_holds(self, matcher: &Matcher) -> bool {
        self.heading.is_some_and(|own| Subject { own, heading: None, ..self }.holds(matcher))
    }

    fn numbers(self) -> Vec<Match> {
        let words = self.own.tokens.iter().enumerate();
        words
            .filter(|(_, token)| {
                token.word.starts_with(|c: char| c.is_ascii_digit()) || spelt(&token.word).is_some()
            })
            .map(|(at, _)| Match { tokens: vec![at], parts: 1, commonness: 1 })
            .collect()
    }

    fn phrase(self, index: usize) -> Vec<Match> {
        self.own
            .places(index)
            .iter()
            .map(|spot| Match {
                tokens: (spot.first..=spot.last).collect(),
                parts: 1,
                commonness: self.program.uses(index),
            })
            .collect()
    }
}

/// A condition that needs no words of its own.
fn condition(holds: bool) -> Vec<Match> {
    if holds { vec![Match::default()] } else { Vec::new() }
}

fn near(left: &[Match], right: &[Match], order: Order, within: usize) -> Vec<Match> {
    let mut found = Vec::new();
    for one in left {
        for other in right {
            if one.tokens.iter().any(|token| other.tokens.contains(token)) {
                continue;
            }
            let (gap, left_first) = if one.last() < other.first() {
                (other.first() - one.last() - 1, true)
            } else if other.last() < one.first() {
                (one.first() - other.last() - 1, false)
            } else {
                (0, one.first() < other.first())
            };
            let ordered = match order {
                Order::Either => true,
                Order::Before => left_first,
                Order::After => !left_first,
            };
            if ordered && gap <= within {
                found.push((gap, one.with(other)));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, found)| found).collect()
}

/// The number of a figure that a condition compares, in percent for shares and changes.
pub fn quantity_of(figure: &Figure, quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Share => figure.share(),
        Quantity::Change => figure.change(),
        Quantity::Count => {
            let numbers = figure.numbers;
            numbers.value.or(numbers.count).map(|printed| printed.value)
        }
    }
}
