//! Claims that have to be shown: where a text makes one, and whether a text bears it out or
//! denies it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::matching::{Match, Subject};
use super::program::Matcher;
use super::{Mapper, figures_of};
use crate::inspection::figures::Figure;

/// What a statement says of the claims that were asked for, by index.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Those it bears out.
    pub shown: BTreeSet<usize>,
    /// Those it denies.
    pub denied: BTreeSet<usize>,
}

/// What a claim finds in the text of one of its examples.
#[derive(Debug)]
pub struct Claimed {
    /// Which of its `when` lines match.
    pub when: Vec<usize>,
    /// Which of its `shown by` lines match.
    pub shown_by: Vec<usize>,
    /// Which of its `denied by` lines match.
    pub denied_by: Vec<usize>,
    /// Whether the text makes the claim: a `when` matches and nothing silences it.
    pub made: bool,
}

impl Mapper<'_> {
    /// The claims a text makes, by index, with the bytes from their first word to their last.
    pub fn claims(&mut self, text: &str) -> Vec<(usize, Range<usize>)> {
        let own = self.program.scan(text, &mut self.memory);
        let subject = Subject { program: &self.program, own: &own, heading: None, figures: &[] };
        let spot = |found: &Match| {
            let first = own.tokens.get(*found.tokens.first()?)?;
            let last = own.tokens.get(*found.tokens.last()?)?;
            Some(first.range.start..last.range.end)
        };
        let claims = self.program.claims.iter().enumerate();
        claims.filter_map(|(at, cues)| Some((at, spot(subject.rule(cues).first()?)?))).collect()
    }

    /// What a text with its figures says of some claims.
    pub fn answers(&mut self, text: &str, figures: &[Figure], asked: &BTreeSet<usize>) -> Answer {
        let own = self.program.scan(text, &mut self.memory);
        let subject = Subject { program: &self.program, own: &own, heading: None, figures };
        let those = |all: &[Vec<Matcher>]| -> BTreeSet<usize> {
            let lines = asked.iter().filter_map(|at| Some((*at, all.get(*at)?)));
            lines
                .filter(|(_, lines)| !matching(subject, lines).is_empty())
                .map(|(at, _)| at)
                .collect()
        };
        Answer { shown: those(&self.program.shown_by), denied: those(&self.program.denied_by) }
    }

    /// What a claim finds in a text that stands nowhere.
    pub fn try_claim(&mut self, claim: usize, text: &str) -> Option<Claimed> {
        let figures = figures_of(text);
        let own = self.program.scan(text, &mut self.memory);
        let subject =
            Subject { program: &self.program, own: &own, heading: None, figures: &figures };
        let cues = self.program.claims.get(claim)?;
        Some(Claimed {
            when: matching(subject, &cues.when),
            shown_by: matching(subject, self.program.shown_by.get(claim)?),
            denied_by: matching(subject, self.program.denied_by.get(claim)?),
            made: !subject.rule(cues).is_empty(),
        })
    }
}

/// The lines that match, by index.
fn matching(subject: Subject<'_>, lines: &[Matcher]) -> Vec<usize> {
    let lines = lines.iter().enumerate();
    lines.filter(|(_, line)| !subject.run(line).is_empty()).map(|(at, _)| at).collect()
}
