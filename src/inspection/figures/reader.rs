//! Running text in its order: what a paragraph says of samples and levels is
//! remembered for the sentences after it.

use std::ops::Range;

use jiff::civil::Date;

use super::changes::Levels;
use super::claim::Claim;
use super::figure::{Figure, Numbers, Printed, Sort};
use super::lexeme::{Lexeme, lexemes, run};
use super::{changes, periods, shares};
use crate::source::Span;

/// A figure found in a sentence.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its bytes in the sentence.
    pub at: Range<usize>,
    /// Its numbers.
    pub numbers: Numbers,
    /// What sort it is.
    pub sort: Sort,
    /// What the words claim.
    pub claim: Option<Claim>,
    /// Whether the report says *around*.
    pub approximate: bool,
}

impl Found {
    /// The figure as a part of a statement, `text` its sentence and `span` where it stands.
    pub fn figure(self, text: &str, span: Span) -> Figure {
        Figure {
            measure: self.sort.word().to_owned(),
            numbers: self.numbers,
            unit: None,
            population: None,
            period: None,
            approximate: self.approximate,
            span,
            stated_span: span,
            sort: self.sort,
            claim: self.claim,
            said: text.get(self.at).unwrap_or("").to_owned(),
        }
    }
}

/// A sample that the text speaks of.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// How many.
    pub size: Printed,
    /// The words after the number, as `case files`.
    pub nouns: Vec<String>,
    /// Whether it answered a survey.
    pub survey: bool,
}

/// An estimate with its confidence interval.
#[derive(Debug, Clone, Copy)]
pub(super) struct Estimate {
    pub percent: Printed,
    pub interval: Printed,
}

/// A claim of significance that waits for the estimates it compares.
#[derive(Debug, Clone)]
struct Open {
    sentence: usize,
    at: Range<usize>,
    denied: bool,
}

/// Reads paragraph after paragraph.
#[derive(Debug, Default)]
pub struct Reader {
    published: Option<Date>,
    pub(super) samples: Vec<Sample>,
    /// The sample the paragraph speaks of.
    pub(super) here: Option<Sample>,
    estimates: Vec<Estimate>,
    pub(super) levels: Levels,
}

impl Reader {
    /// A reader of a report published on a day.
    pub fn new(published: Option<Date>) -> Self {
        Self { published, ..Self::default() }
    }

    /// A new heading: what was said under the one before is no longer meant, surveys excepted.
    pub fn heading(&mut self) {
        self.samples.retain(|sample| sample.survey);
        self.estimates.clear();
        self.here = None;
        self.levels = Levels::default();
    }

    /// The figures of the sentences of a paragraph.
    pub fn paragraph(&mut self, sentences: &[&str], heading: Option<&str>) -> Vec<Vec<Found>> {
        self.levels = Levels::default();
        // A survey is spoken of over several paragraphs, a sample of files in one.
        self.here = self.here.take().filter(|sample| sample.survey);
        let mut all: Vec<Vec<Found>> = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let lexed: Vec<Vec<Lexeme>> = sentences.iter().map(|text| lexemes(text)).collect();
        for (index, words) in lexed.iter().enumerate() {
            let mut found = Vec::new();
            let next = lexed.get(index + 1).map(Vec::as_slice);
            self.sample(words);
            shares::read(self, words, &mut found);
            changes::read(self, words, next, heading, &mut found);
            periods::read(words, sentences.get(index).unwrap_or(&""), self.published, &mut found);
            self.intervals(words, &mut found);
            open.extend(significance(words).map(|(at, denied)| Open {
                sentence: index,
                at,
                denied,
            }));
            found.sort_by_key(|one| (one.at.start, one.at.end));
            all.push(found);
        }
        for claim in open {
            if let [.., one, other] = self.estimates.as_slice()
                && let Some(found) = all.get_mut(claim.sentence)
            {
                let numbers = Numbers {
                    percent: Some(other.percent),
                    interval: Some(other.interval),
                    ..Numbers::default()
                };
                found.push(Found {
                    at: claim.at,
                    numbers,
                    sort: Sort::Significance,
                    claim: Some(Claim::Significant(one.percent, one.interval, claim.denied)),
                    approximate: false,
                });
            }
        }
        all
    }

    /// Notes a sample: `we reviewed 100 case files`, `responses from 410 people`.
    fn sample(&mut self, words: &[Lexeme]) {
        let survey = words.iter().any(|one| one.among(&["survey", "surveyed", "respondents"]));
        let cued = words.iter().any(|one| one.among(CUES));
        if survey && self.here.is_none() {
            self.here = self.samples.iter().rev().find(|sample| sample.survey).cloned();
        }
        for (at, one) in words.iter().enumerate() {
            let Some(size) = one.amount().filter(|size| size.decimals == 0 && size.value >= 5.0)
            else {
                continue;
            };
            if !is_sample(words, at, cued, survey) {
                continue;
            }
            let after = words.get(at + 1..(at + 9).min(words.len())).unwrap_or_default();
            let nouns = after
                .iter()
                .take_while(|one| one.plain.starts_with(char::is_alphabetic))
                .take(4)
                .map(|one| one.plain.clone())
                .collect();
            let sample = Sample { size, nouns, survey };
            self.here = Some(sample.clone());
            self.samples.push(sample);
        }
    }

    /// `90.4 percent (with a confidence interval of +/− 3.8 percent)`
    fn intervals(&mut self, words: &[Lexeme], found: &mut Vec<Found>) {
        for at in 0..words.len() {
            let Some((length, interval)) = half_width(words, at) else {
                continue;
            };
            let estimate = words.get(..at).unwrap_or_default().iter().enumerate().rev();
            let estimate = estimate.take(12).find_map(|(at, one)| Some((at, one.percent()?)));
            let Some((place, percent)) = estimate else {
                continue;
            };
            // `197 of 218 (90.4 percent …)`, or the sample the text speaks of.
            let counted = found.iter().rev().find_map(|one| one.numbers.of);
            let of = counted.or_else(|| self.here.as_ref().map(|sample| sample.size));
            let numbers = Numbers {
                percent: Some(percent),
                interval: Some(interval),
                of,
                ..Numbers::default()
            };
            let start = words.get(place).map_or(0, |one| one.at.start);
            let end = words.get(at + length - 1).map_or(start, |one| one.at.end);
            self.estimates.push(Estimate { percent, interval });
            found.push(Found {
                at: start..end,
                // The base belongs to the claim; a weighted estimate need not be a whole count.
                numbers,
                sort: Sort::Interval,
                claim: Some(Claim::Precision),
                approximate: true,
            });
        }
    }
}

/// Words by which a sentence speaks of what was looked at.
const CUES: &[&str] = &[
    "reviewed",
    "examined",
    "sampled",
    "audited",
    "selected",
    "looked",
    "sample",
    "responses",
    "surveyed",
    "respondents",
    "answered",
    "responded",
    "replies",
    "audit",
    "review",
];

/// Words after a number that say it was looked at.
const LOOKED_AT: &[&str] =
    &["who", "reviewed", "examined", "sampled", "answered", "responded", "respondents"];

/// Whether a number is the size of a sample; `cued` if the sentence speaks of one at all.
fn is_sample(words: &[Lexeme], at: usize, cued: bool, survey: bool) -> bool {
    let before = words.get(at.saturating_sub(6)..at).unwrap_or_default();
    let after = words.get(at + 1..(at + 9).min(words.len())).unwrap_or_default();
    let last = |names: &[&str]| before.last().is_some_and(|last| last.among(names));
    // `we examined 20 of these concerns` takes a sample, `41 of 79` is a share of one.
    let taken = after.first().is_some_and(|next| next.is("of"))
        && after.get(1).is_some_and(|next| next.among(&["these", "those", "the", "its"]))
        && !after.iter().take(4).any(|next| next.amount().is_some())
        && last(CUES);
    let part = after.first().is_some_and(|next| next.among(&["of", "out", "percent"])) && !taken;
    let whole = last(&["of", "than", "the"])
        && !survey
        && !before.iter().any(|one| one.among(&["sample", "total"]));
    // `the records of 44 offenders`
    let held =
        last(&["of"])
            && before.iter().rev().nth(1).is_some_and(|one| {
                one.among(&["records", "files", "cases", "sample", "responses"])
            });
    let looked_at = after.iter().any(|one| one.among(LOOKED_AT));
    let of_those = last(&["the"]) && before.iter().any(|one| one.is("of")) && looked_at;
    let shared = (part || whole) && !held;
    let led = before.iter().any(|one| one.among(CUES));
    !shares::lasts(words, at) && (!shared || of_those) && (led || looked_at) && (cued || of_those)
}

/// `+/− 3.8`, `plus or minus 3.8`; how many lexemes it takes.
fn half_width(words: &[Lexeme], at: usize) -> Option<(usize, Printed)> {
    let signs = ["+/-", "±"];
    let mut index = at;
    if words.get(at)?.among(&signs) {
        index += 1;
    } else if run(words, at, &["+", "/", "-"]).is_some()
        || run(words, at, &["plus", "or", "minus"]).is_some()
    {
        index += 3;
    } else {
        return None;
    }
    let one = words.get(index)?;
    let interval = one.percent().or_else(|| one.amount())?;
    Some((index + 1 - at, interval))
}

/// A claim that a difference is significant, or that it is not.
fn significance(words: &[Lexeme]) -> Option<(Range<usize>, bool)> {
    let at = (0..words.len()).find(|at| {
        run(words, *at, &["statistically", "significant"]).is_some()
            || run(words, *at, &["statistically", "significantly"]).is_some()
    })?;
    let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
    let denied = before
        .iter()
        .any(|one| one.among(&["not", "no", "isn't", "wasn't", "aren't", "weren't", "without"]));
    Some((words.get(at)?.at.start..words.get(at + 1)?.at.end, denied))
}

/// The figures of a text that stands alone.
pub fn of_text(text: &str, span: Span) -> Vec<Figure> {
    let found = Reader::default().paragraph(&[text], None);
    found.into_iter().flatten().map(|one| one.figure(text, span)).collect()
}
