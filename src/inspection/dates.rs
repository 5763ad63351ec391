//! Dates in running text: `12 March 2024`, `the 21st of June 2022`.

use jiff::civil::Date;
use unicode_segmentation::UnicodeSegmentation;

/// The months, in small letters.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its name or its first three letters, from 1.
pub fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let index = MONTHS
        .iter()
        .position(|month| *month == word || (word.len() == 3 && month.starts_with(&word)))?;
    i8::try_from(index + 1).ok()
}

/// A year of this or the last century.
pub fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1900..2100).contains(year))
}

fn day(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits.unwrap_or(&word).parse().ok().filter(|day| (1..=31).contains(day))
}

/// The dates of a text with a day, a month and a year, with the byte each begins at.
pub fn dates(text: &str) -> Vec<(usize, Date)> {
    let words: Vec<(usize, &str)> =
        text.unicode_word_indices().filter(|(_, word)| !word.eq_ignore_ascii_case("of")).collect();
    words
        .windows(3)
        .filter_map(|window| match window {
            [(at, first), (_, second), (_, third)] => {
                let date = Date::new(year(third)?, month(second)?, day(first)?).ok()?;
                Some((*at, date))
            }
            _ => None,
        })
        .collect()
}

/// The first date of a text in ISO form; a month alone stands for nothing.
pub fn first(text: &str) -> Option<String> {
    dates(text).first().map(|(_, date)| date.to_string())
}
