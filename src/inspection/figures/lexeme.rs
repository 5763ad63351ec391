//! A sentence as lexemes: words, signs, and numbers with their units. What looks
//! like a number and counts nothing, a year, a date, a section, is told apart.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::figure::Printed;
use crate::inspection::dates::{month, year};
use crate::inspection::numerals::spelt;

/// What a number counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Plain,
    /// Percent.
    Percent,
    /// Pounds.
    Money,
}

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A word.
    Word,
    /// A number that counts or measures.
    Number(Printed, Unit),
    /// A number written as a word.
    Spelt(Printed),
    /// A year.
    Year(i16),
    /// A number that names: a date's day, a section, one half of 2022/23.
    Label,
    /// A sign.
    Sign,
}

/// A word, number or sign.
#[derive(Debug, Clone)]
pub struct Lexeme {
    /// What it is.
    pub kind: Kind,
    /// In small letters.
    pub plain: String,
    /// Its bytes; for a number with its unit.
    pub at: Range<usize>,
}

impl Lexeme {
    /// The number, if it counts something, with its unit.
    pub fn number(&self) -> Option<(Printed, Unit)> {
        match self.kind {
            Kind::Number(printed, unit) => Some((printed, unit)),
            _ => None,
        }
    }

    /// The number, also if it is spelt.
    pub fn amount(&self) -> Option<Printed> {
        match self.kind {
            Kind::Number(printed, Unit::Plain) | Kind::Spelt(printed) => Some(printed),
            _ => None,
        }
    }

    /// The percent.
    pub fn percent(&self) -> Option<Printed> {
        match self.kind {
            Kind::Number(printed, Unit::Percent) => Some(printed),
            _ => None,
        }
    }

    /// Whether it is this word or sign.
    pub fn is(&self, word: &str) -> bool {
        self.plain == word
    }

    /// Whether it is one of these.
    pub fn among(&self, words: &[&str]) -> bool {
        words.contains(&self.plain.as_str())
    }
}

/// Words before a number that make it a name.
const NAMES: &[&str] = &[
    "section",
    "sections",
    "no",
    "number",
    "phase",
    "part",
    "figure",
    "annex",
    "chapter",
    "question",
    "page",
    "table",
    "level",
    "tier",
    "band",
    "grade",
    "operation",
    "round",
    "version",
    "schedule",
    "article",
    "paragraph",
    "unit",
    "streets",
];

/// Numbers that are dialled in Great Britain: before *calls* they name a line and count nothing.
const DIALLED: &[&str] = &["999", "101", "111", "112", "105"];

/// Most lexemes of a sentence that are read; nobody writes longer ones.
const LONGEST_SENTENCE: usize = 1200;

/// The lexemes of a sentence.
pub fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut found: Vec<Lexeme> = text
        .split_word_bound_indices()
        .filter(|(_, piece)| !piece.trim().is_empty())
        .take(LONGEST_SENTENCE)
        .map(|(start, piece)| plain_lexeme(start, piece))
        .collect();
    for at in 0..found.len() {
        refine(&mut found, at);
    }
    // The words of a unit belong to its number.
    let mut end = 0;
    found.retain(|one| {
        let inside = one.at.start < end;
        end = end.max(one.at.end);
        !inside
    });
    found
}

fn plain_lexeme(start: usize, piece: &str) -> Lexeme {
    let at = start..start + piece.len();
    let mut plain = piece.to_lowercase().replace('’', "'");
    let kind = match piece.chars().next() {
        Some(first) if first.is_ascii_digit() => {
            digits(piece).map_or(Kind::Label, |printed| Kind::Number(printed, Unit::Plain))
        }
        Some(first) if first.is_alphabetic() => match spelt(&plain) {
            Some(number) => Kind::Spelt(Printed { value: f64::from(number), decimals: 0 }),
            None => Kind::Word,
        },
        _ => {
            plain = plain.replace(['−', '–', '—'], "-").replace('±', "+/-");
            Kind::Sign
        }
    };
    Lexeme { kind, plain, at }
}

/// `2,665`, `90.4`, `178.2m`; nothing else that begins with a digit.
fn digits(piece: &str) -> Option<Printed> {
    let split = piece.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
    let (number, suffix) = piece.split_at_checked(split.unwrap_or(piece.len()))?;
    let scale = match suffix.to_lowercase().as_str() {
        "" => 1.0,
        "k" => 1e3,
        "m" => 1e6,
        "bn" | "b" => 1e9,
        _ => return None,
    };
    let plain = number.replace(',', "");
    let value: f64 = plain.parse().ok().filter(|value: &f64| value.is_finite())?;
    let decimals = plain.split_once('.').map_or(0, |(_, after)| after.len().min(9));
    let decimals = u32::try_from(decimals).unwrap_or(0);
    // A scaled number is held in its own unit, so that its digits stay what was printed.
    (scale == 1.0 || !plain.is_empty()).then_some(Printed { value: value * scale, decimals })
}

/// Gives a number its unit, or finds that it is none.
fn refine(all: &mut [Lexeme], at: usize) {
    let plain = |index: Option<usize>| {
        index.and_then(|index| all.get(index)).map_or("", |one| one.plain.as_str())
    };
    let (before, after) =
        (plain(at.checked_sub(1)).to_owned(), plain(at.checked_add(1)).to_owned());
    let far_after = plain(at.checked_add(2)).to_owned();
    let far_before = plain(at.checked_sub(2)).to_owned();
    let touching = |one: usize, other: usize| match (all.get(one), all.get(other)) {
        (Some(one), Some(other)) => one.at.end == other.at.start,
        _ => false,
    };
    let glued_after = touching(at, at + 1);
    let glued_before = at > 0 && touching(at - 1, at);
    let after_end = all.get(at + 1).map(|one| one.at.end);
    let far_after_end = all.get(at + 2).map(|one| one.at.end);
    let Some(one) = all.get_mut(at) else {
        return;
    };
    if let Kind::Spelt(_) = one.kind {
        // `three-hour`, `one-stop`, `one another`
        let compound = (glued_after && after == "-") || (glued_before && before == "-");
        if compound || (one.is("one") && !matches!(after.as_str(), "in" | "of" | "out")) {
            one.kind = Kind::Word;
        }
        if let Kind::Spelt(printed) = one.kind
            && (after == "percent" || (after == "per" && far_after == "cent"))
        {
            one.kind = Kind::Number(printed, Unit::Percent);
        }
        return;
    }
    let Kind::Number(printed, _) = one.kind else {
        return;
    };
    let line = matches!(after.as_str(), "call" | "calls" | "caller" | "callers" | "line" | "lines")
        || (matches!(after.as_str(), "and" | "or") && DIALLED.contains(&far_after.as_str()));
    if line && DIALLED.contains(&one.plain.as_str()) {
        one.kind = Kind::Label;
        return;
    }
    if after == "%" || after == "percent" {
        one.kind = Kind::Number(printed, Unit::Percent);
        one.at.end = after_end.unwrap_or(one.at.end);
        return;
    }
    if after == "per" && far_after == "cent" {
        one.kind = Kind::Number(printed, Unit::Percent);
        one.at.end = far_after_end.unwrap_or(one.at.end);
        return;
    }
    if before == "£" && glued_before {
        let scale = match after.as_str() {
            "million" => 1e6,
            "billion" => 1e9,
            _ => 1.0,
        };
        let printed = Printed { value: printed.value * scale, ..printed };
        one.kind = Kind::Number(printed, Unit::Money);
        return;
    }
    let slashed = (glued_after && after == "/") || (glued_before && before == "/");
    let ranged = glued_before && before == "-" && !far_before.is_empty();
    let adjective = glued_after && after == "-" && far_after.starts_with(char::is_alphabetic);
    let day = month(&after).is_some() || month(&before).is_some() || far_after == "quarter";
    if let Some(year) = year(&one.plain).filter(|_| !slashed) {
        one.kind = Kind::Year(year);
    } else if slashed
        || (ranged && printed.decimals == 0 && printed.value < 100.0)
        || adjective
        || day
        || NAMES.contains(&before.as_str())
        || after == "/"
        || (before == "act" && printed.value > 1900.0)
        || matches!(after.as_str(), "month" | "months")
    {
        one.kind = Kind::Label;
    }
}

/// The words of a range of lexemes, as `a few of these`, for looking up runs.
pub fn run<'l>(all: &'l [Lexeme], at: usize, words: &[&str]) -> Option<&'l [Lexeme]> {
    let found = all.get(at..at.checked_add(words.len())?)?;
    found.iter().zip(words).all(|(one, word)| one.is(word)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<f64> {
        lexemes(text).iter().filter_map(|one| Some(one.number()?.0.value)).collect()
    }

    #[test]
    fn what_counts_is_told_from_what_names() {
        assert_eq!(numbers("In 2022/23 it made 2,665 searches under section 60"), [2665.0]);
        assert_eq!(numbers("From 1 January 2022 to 31 December 2022 there were 11"), [11.0]);
        assert_eq!(
            numbers("Savings of £12m by 2026/27, or 5.5 percent, and 7% more"),
            [12e6, 5.5, 7.0]
        );
        assert_eq!(numbers("A three-hour course and a 9-month scheme for 24/7 cover"), [0.0; 0]);
    }
}
