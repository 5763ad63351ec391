//! Figures in running text: `57 of 61`, `22 out of 24`, `27.8 percent`.

use unicode_segmentation::UnicodeSegmentation;

use super::figure::{Figure, Numbers, Printed};
use crate::source::Span;

/// The figures of a text; `span` is where the text stands.
pub fn figures(text: &str, span: Span) -> Vec<Figure> {
    let words: Vec<(usize, &str)> = text.unicode_word_indices().collect();
    let at = |index: usize| words.get(index).map(|(_, word)| *word);
    let mut found = Vec::new();
    for index in 0..words.len() {
        let Some(first) = at(index).and_then(printed) else {
            continue;
        };
        let end = words.get(index).map_or(0, |(start, word)| start + word.len());
        let sign = text.get(end..).is_some_and(|rest| rest.trim_start().starts_with('%'));
        let percent = sign
            || at(index + 1) == Some("percent")
            || (at(index + 1), at(index + 2)) == (Some("per"), Some("cent"));
        if percent {
            found.push(figure(span, Numbers { percent: Some(first), ..Numbers::default() }));
            continue;
        }
        let mut next = index + 1;
        if at(next) == Some("out") {
            next += 1;
        }
        if at(next) != Some("of") {
            continue;
        }
        next += 1;
        if at(next).is_some_and(|word| ["the", "these", "those", "all"].contains(&word)) {
            next += 1;
        }
        if let Some(whole) = at(next).and_then(printed) {
            found.push(figure(
                span,
                Numbers { count: Some(first), of: Some(whole), ..Numbers::default() },
            ));
        }
    }
    found
}

fn figure(span: Span, numbers: Numbers) -> Figure {
    Figure {
        measure: String::new(),
        numbers,
        unit: None,
        population: None,
        approximate: false,
        span,
        stated_span: span,
    }
}

fn printed(word: &str) -> Option<Printed> {
    let plain = word.replace(',', "");
    let value: f64 = plain.parse().ok().filter(|value: &f64| value.is_finite())?;
    let digits = plain.starts_with(|c: char| c.is_ascii_digit());
    let decimals = plain.split_once('.').map_or(0, |(_, after)| after.len().min(9));
    digits.then_some(Printed { value, decimals: u32::try_from(decimals).unwrap_or(0) })
}
