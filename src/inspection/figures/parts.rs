//! What is said of shares in words, and parts that make up a whole: `almost all of
//! the plans (38 of 40)`; `96 were referred by schools, 53 by officers`.

use super::claim::Claim;
use super::figure::{Numbers, Printed, Sort};
use super::lexeme::Lexeme;
use super::reader::{Found, Reader};
use super::shares::{approximate, span};
use super::wording::quantity;

/// `almost all of the plans (38 of 40)`: the word against the share beside it.
pub fn quantities(words: &[Lexeme], found: &mut Vec<Found>) {
    let mut at = 0;
    let mut read = Vec::new();
    while at < words.len() {
        let Some(word) = quantity(words, at) else {
            at += 1;
            continue;
        };
        let end = at + word.length;
        let reach = words.get(end).map_or(0, |one| one.at.start);
        let first = words.get(at).map_or(0, |one| one.at.start);
        // The share stands in brackets soon after the word, with nothing counted in between.
        let share = found.iter().find(|one| {
            let shared = matches!(one.sort, Sort::Ratio | Sort::Percent) && one.claim.is_none();
            let between =
                words.iter().filter(|word| word.at.start >= reach && word.at.end <= one.at.start);
            let between: Vec<&Lexeme> = between.collect();
            let bracket = between.last().is_some_and(|last| last.is("("))
                || between.last().is_some_and(|last| last.among(&["-", ","])) && between.len() <= 2;
            let quiet = between.iter().all(|one| one.number().is_none() && !one.among(&[";", ")"]));
            shared && one.at.start >= first && bracket && quiet && between.len() <= 14
        });
        if let Some(share) = share {
            let last = words.get(end.saturating_sub(1)).map_or(first, |one| one.at.end);
            let mut numbers = share.numbers;
            numbers.interval = None;
            let approximate = approximate(words, at);
            let slack = if approximate { 3.0 } else { 0.0 };
            read.push(Found {
                at: first..last,
                numbers,
                sort: Sort::Quantity,
                claim: Some(Claim::Words(word.low - slack, word.high + slack)),
                approximate: true,
            });
        }
        at = end;
    }
    found.append(&mut read);
}

/// `96 were referred by schools, 53 by officers and 35 by health services`.
pub fn sums(reader: &Reader, words: &[Lexeme], found: &mut Vec<Found>, taken: &[bool]) {
    let opens = words.first().is_some_and(|one| one.is("of"))
        && words.get(1).is_some_and(|one| one.among(&["these", "those", "them", "the"]));
    let dash = words.iter().position(|one| one.among(&["-", ":"]));
    let whole_at = words.iter().position(|one| one.amount().is_some());
    // The whole stands before a dash in the same sentence, or in the sentence before.
    let (whole, from) = match (dash, whole_at) {
        (Some(dash), Some(at)) if at < dash => (words.get(at).and_then(Lexeme::amount), dash),
        _ if opens => (direct_whole(words).or(reader.levels.last_plain()), 1),
        _ => return,
    };
    let sized = direct_whole(words).filter(|_| opens);
    let mut parts: Vec<(usize, Printed)> = words
        .iter()
        .enumerate()
        .filter(|(at, _)| *at > from && !taken.get(*at).copied().unwrap_or(false))
        .filter_map(|(at, one)| Some((at, one.amount()?)))
        .collect();
    if sized.is_some() && !parts.is_empty() {
        parts.remove(0);
    }
    let loose = words.iter().any(|one| {
        one.among(&[
            "including",
            "includes",
            "include",
            "others",
            "rest",
            "remaining",
            "remainder",
            "such",
        ])
    });
    let Some(whole) = whole.filter(|_| parts.len() >= 3 && !loose) else {
        return;
    };
    if parts.iter().any(|(_, part)| part.decimals > 0 || part.value > whole.value) {
        return;
    }
    let (first, last) = (parts.first().map_or(0, |one| one.0), parts.last().map_or(0, |one| one.0));
    let numbers = Numbers { value: Some(whole), ..Numbers::default() };
    found.push(Found {
        at: span(words, first, last),
        numbers,
        sort: Sort::Sum,
        claim: Some(Claim::Parts(parts.into_iter().map(|(_, part)| part).collect(), true)),
        approximate: false,
    });
}

/// `Of these 184 children`
fn direct_whole(words: &[Lexeme]) -> Option<Printed> {
    words.get(2)?.amount()
}
