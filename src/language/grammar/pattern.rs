//! Conditions on the words and figures of a statement.
//!
//! `near` binds tighter than `and`. Words joined by `or` stand in brackets beside
//! either, so that `("abandon" or "hang up") near "101"` has one reading.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::multi::many0;
use nom::sequence::preceded;

use super::token::{Grammar, Parsed, expecting, fail, missing};
use crate::language::syntax::{Comparison, Likeness, Order, Pattern, Quantity};

const START: &str = "a word in quotes, the name of a word list, or `(`";

/// Asked for where `or` stands beside `near` or `and`.
pub const BRACKETS: &str = "brackets around the words joined by `or`";

/// Words that begin something else, so that a list of this name would be misread.
const RESERVED: &[&str] =
    &["and", "or", "not", "near", "before", "after", "within", "words", "is", "if", "about"];

impl<'s> Grammar<'s> {
    /// A whole pattern.
    pub fn pattern(&self, input: &'s str) -> Parsed<'s, Pattern> {
        self.whole(input, 0)
    }

    /// `A or B` alone: the right side of a word list.
    pub fn alternatives(&self, input: &'s str) -> Parsed<'s, Pattern> {
        let (rest, first) = self.unit(input, 0)?;
        self.or_more(rest, first, 0)
    }

    fn whole(&self, input: &'s str, depth: usize) -> Parsed<'s, Pattern> {
        let (rest, first) = self.near(input, depth)?;
        if self.keyword(&["or"], "`or`")(rest).is_ok() {
            if matches!(first, Pattern::Near { .. }) {
                return Err(fail(rest, BRACKETS));
            }
            let (rest, any) = self.or_more(rest, first, depth)?;
            let joins = &["near", "before", "after", "and"];
            return match self.keyword(joins, "")(rest) {
                Ok(_) => Err(fail(rest, BRACKETS)),
                Err(_) => Ok((rest, any)),
            };
        }
        let more = preceded(self.keyword(&["and"], "`and`"), cut(|i| self.near(i, depth)));
        let (rest, others) = many0(more).parse(rest)?;
        if !others.is_empty() && self.keyword(&["or"], "`or`")(rest).is_ok() {
            return Err(fail(rest, BRACKETS));
        }
        Ok((rest, join(first, others, Pattern::All)))
    }

    fn near(&self, input: &'s str, depth: usize) -> Parsed<'s, Pattern> {
        let (mut rest, mut left) = self.unit(input, depth)?;
        let joins = &["near", "before", "after"];
        let mut chained = depth;
        while let Ok((after, word)) = self.keyword(joins, "`near`")(rest) {
            chained = self.deeper(rest, chained)?;
            let order = match word {
                "before" => Order::Before,
                "after" => Order::After,
                _ => Order::Either,
            };
            let (after, right) = cut(|i| self.unit(i, depth)).parse(after)?;
            let (after, within) = opt(preceded(
                self.keyword(&["within"], "`within`"),
                cut(|i| {
                    let (rest, words) = self.whole_number(i)?;
                    let (rest, _) = self.keyword(&["words", "word"], "`words`")(rest)?;
                    Ok((rest, words))
                }),
            ))
            .parse(after)?;
            left = Pattern::Near { left: Box::new(left), right: Box::new(right), order, within };
            rest = after;
        }
        Ok((rest, left))
    }

    fn or_more(&self, input: &'s str, first: Pattern, depth: usize) -> Parsed<'s, Pattern> {
        let more = preceded(self.keyword(&["or"], "`or`"), cut(|i| self.unit(i, depth)));
        let (rest, others) = many0(more).parse(input)?;
        Ok((rest, join(first, others, Pattern::Any)))
    }

    fn unit(&self, input: &'s str, depth: usize) -> Parsed<'s, Pattern> {
        let deeper = self.deeper(input, depth)?;
        if input.starts_with('(') {
            let (rest, ()) = self.symbol("(", "`(`")(input)?;
            let (rest, inside) = cut(|i| self.whole(i, deeper)).parse(rest)?;
            let (rest, ()) = cut(self.symbol(")", "`)`")).parse(rest)?;
            return Ok((rest, inside));
        }
        if input.starts_with('"') {
            return self.phrase(input, Likeness::Inflected);
        }
        let (rest, word) =
            expecting(START, |i| self.word(i))(input).map_err(|_| missing(input, START))?;
        let (rest, ()) = self.blank(rest)?;
        match word {
            "exactly" => cut(|i| self.phrase(i, Likeness::Exact)).parse(rest),
            "like" => cut(|i| self.phrase(i, Likeness::Stem)).parse(rest),
            "not" => {
                let (rest, inside) = cut(|i| self.unit(i, deeper)).parse(rest)?;
                Ok((rest, Pattern::Not(Box::new(inside))))
            }
            "heading" | "opening" => {
                let (rest, inside) = cut(|i| self.unit(i, deeper)).parse(rest)?;
                let inside = Box::new(inside);
                let pattern = match word {
                    "heading" => Pattern::Heading(inside),
                    _ => Pattern::Opening(inside),
                };
                Ok((rest, pattern))
            }
            "number" => Ok((rest, Pattern::Number)),
            "share" => self.figure(input, rest, Quantity::Share),
            "change" => self.figure(input, rest, Quantity::Change),
            "count" => self.figure(input, rest, Quantity::Count),
            other if RESERVED.contains(&other) => Err(missing(input, START)),
            _ => {
                let (rest, name) = self.name(START)(input)?;
                Ok((rest, Pattern::List(name)))
            }
        }
    }

    fn phrase(&self, input: &'s str, likeness: Likeness) -> Parsed<'s, Pattern> {
        let (rest, text) = self.text("a word or phrase in quotes")(input)?;
        Ok((rest, Pattern::Phrase { text, likeness }))
    }

    fn figure(&self, whole: &'s str, input: &'s str, quantity: Quantity) -> Parsed<'s, Pattern> {
        let (rest, _) = cut(self.keyword(&["is"], "`is`")).parse(input)?;
        let (rest, comparison) = cut(|i| self.comparison(i)).parse(rest)?;
        let (rest, amount) = cut(|i| self.amount(i)).parse(rest)?;
        let span = self.between(whole, rest);
        Ok((rest, Pattern::Figure { quantity, comparison, amount, span }))
    }

    pub(super) fn comparison(&self, input: &'s str) -> Parsed<'s, Comparison> {
        const WANTED: &str = "`below`, `above`, `at least`, `at most` or `exactly`";
        let words: [(&'static [&'static str], Comparison); 5] = [
            (&["below"], Comparison::Below),
            (&["above"], Comparison::Above),
            (&["at", "least"], Comparison::AtLeast),
            (&["at", "most"], Comparison::AtMost),
            (&["exactly"], Comparison::Exactly),
        ];
        for (words, comparison) in words {
            if let Ok((rest, ())) = self.words(words, WANTED)(input) {
                return Ok((rest, comparison));
            }
        }
        Err(missing(input, WANTED))
    }
}

fn join(first: Pattern, others: Vec<Pattern>, many: fn(Vec<Pattern>) -> Pattern) -> Pattern {
    if others.is_empty() {
        return first;
    }
    many(std::iter::once(first).chain(others).collect())
}
