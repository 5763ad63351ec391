//! The same figure stated in two places: `its 36 vacancies for investigators` here,
//! `63 vacancies for investigators` there. Only what is named in the same three
//! words, for the same time or for none, is held to be the same thing.

use std::collections::BTreeMap;

use super::figure::Printed;
use super::lexeme::{Kind, Lexeme, Unit, lexemes};

/// A number with what it counts.
#[derive(Debug, Clone)]
pub struct Named {
    /// The three words after it.
    pub name: String,
    /// The number.
    pub value: Printed,
    /// Its bytes in the sentence.
    pub at: std::ops::Range<usize>,
    /// The years its sentence speaks of.
    years: Vec<i16>,
}

/// Nouns that are counted again for every sample.
const SAMPLED: &[&str] = &[
    "cases",
    "files",
    "records",
    "people",
    "calls",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "minutes",
    "responses",
    "times",
];

/// Words before a number that say there are so many, and no others.
const STATED: &[&str] = &["has", "have", "had", "its", "are", "with", "about", "around"];

/// The numbers of a sentence that say how many there are of something.
pub fn named(text: &str) -> Vec<Named> {
    let words = lexemes(text);
    let years = words.iter().filter_map(|one| match one.kind {
        Kind::Year(year) => Some(year),
        _ => None,
    });
    let mut years: Vec<i16> = years.collect();
    years.sort_unstable();
    years.dedup();
    years.truncate(8);
    (0..words.len()).filter_map(|at| name(&words, at, &years)).collect()
}

fn name(words: &[Lexeme], at: usize, years: &[i16]) -> Option<Named> {
    let one = words.get(at)?;
    let (value, Unit::Plain) = one.number()? else { return None };
    let before = words.get(at.checked_sub(1)?)?;
    let run = words.get(at + 1..at + 4)?;
    let plain = run.iter().all(|one| one.kind == Kind::Word);
    let noun = run.first()?;
    let sampled = run.iter().any(|one| SAMPLED.contains(&one.plain.as_str()));
    let verb = run.iter().any(|one| {
        one.among(&["were", "was", "had", "have", "are", "is", "in", "to", "and", "from"])
    });
    let fits = plain && !sampled && !verb && value.value >= 10.0 && noun.plain.len() > 4;
    (fits && before.among(STATED)).then(|| Named {
        name: run.iter().map(|one| one.plain.as_str()).collect::<Vec<_>>().join(" "),
        value,
        at: one.at.clone(),
        years: years.to_vec(),
    })
}

/// For each number by its place, the other place where the same thing has another value.
pub fn clashes(all: &[(usize, Named)]) -> Vec<(usize, usize)> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (index, (_, named)) in all.iter().enumerate() {
        let Some(first) = known.get(named.name.as_str()).copied() else {
            known.insert(&named.name, index);
            continue;
        };
        let Some((_, other)) = all.get(first) else { continue };
        let times = named.years.is_empty() || other.years.is_empty() || named.years == other.years;
        if times && (named.value.value - other.value.value).abs() > 1e-9 {
            found.push((index, first));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_thing_clashes() {
        let texts = [
            "The constabulary has 63 vacancies for investigators.",
            "It has ranked its 36 vacancies for investigators by risk.",
            "In 2021 it had 84 vacancies for investigators.",
            "We reviewed 100 case files in spring. Of the 30 case files in autumn, all had one.",
        ];
        let all: Vec<(usize, Named)> = texts
            .iter()
            .enumerate()
            .flat_map(|(at, text)| named(text).into_iter().map(move |one| (at, one)))
            .collect();
        let clashes: Vec<(usize, usize)> =
            clashes(&all).into_iter().map(|(a, b)| (all[a].0, all[b].0)).collect();
        assert_eq!(clashes, [(1, 0), (2, 0)]);
    }
}
