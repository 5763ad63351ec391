//! Spans of time: what ended after the report was published, and what ends before
//! it begins.

use jiff::civil::Date;

use super::claim::Claim;
use super::figure::{Numbers, Sort};
use super::lexeme::Lexeme;
use super::reader::Found;
use crate::inspection::dates::dates;

/// Words of a sentence that speaks of what is still to come.
const AHEAD: &[&str] = &[
    "will",
    "plan",
    "plans",
    "planned",
    "planning",
    "due",
    "expects",
    "expected",
    "intends",
    "aims",
    "target",
    "would",
    "future",
    "forecast",
    "forecasts",
    "projected",
    "next",
    "shall",
    "should",
    "must",
    "until",
];

/// Reads the spans of time of a sentence.
pub fn read(words: &[Lexeme], text: &str, published: Option<Date>, found: &mut Vec<Found>) {
    let ahead = words.iter().any(|one| one.among(AHEAD));
    let dates = dates(text);
    for (index, (start, date)) in dates.iter().enumerate() {
        let before = words.iter().rev().find(|one| one.at.end <= *start);
        let lead = before.map_or("", |one| one.plain.as_str());
        let ends = matches!(lead, "ending" | "ended" | "to" | "until" | "on" | "and");
        let from = index.checked_sub(1).and_then(|back| dates.get(back));
        let reversed = matches!(lead, "to" | "and")
            && from.is_some_and(|(at, first)| {
                let opened = words.iter().rev().find(|one| one.at.end <= *at);
                first > date && opened.is_some_and(|one| one.among(&["from", "between"]))
            });
        let late = published.filter(|published| ends && !ahead && date > published);
        let claim = match (reversed, late) {
            (true, _) => Some(Claim::Reversed),
            (_, Some(published)) => Some(Claim::After(*date, published)),
            _ if ends && matches!(lead, "ending" | "ended" | "to") => None,
            _ => continue,
        };
        let end = text
            .get(*start..)
            .and_then(|rest| rest.find([',', '.', ';', ')']))
            .map_or(text.len(), |length| start + length);
        let end = words
            .iter()
            .filter(|one| one.at.start >= *start && one.at.end <= end)
            .nth(2)
            .map_or(end, |one| one.at.end);
        let from = before.map_or(*start, |one| one.at.start);
        found.push(Found {
            at: from..end,
            numbers: Numbers::default(),
            sort: Sort::Period,
            claim,
            approximate: false,
        });
    }
}
