//! Claims that have to be shown: where a text makes one, and whether a text bears it out or
//! denies it.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::matching::{Match, Subject};
use super::program::Matcher;
use super::{Mapper, figures_of};
use crate::inspection::model::Statement;

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

    /// What each of some statements says of the claims that are asked for. What only tells of an
    /// earlier inspection, or stands in no area, says nothing.
    pub fn answers(&self, statements: &[Statement], asked: &BTreeSet<usize>) -> Vec<Answer> {
        let silent = |one: &Statement| one.area.is_none() || one.historical;
        statements
            .par_iter()
            .map_init(self.workers(), |mapper, one| match silent(one) {
                true => Answer::default(),
                false => mapper.answer(one, asked),
            })
            .collect()
    }

    fn answer(&mut self, statement: &Statement, asked: &BTreeSet<usize>) -> Answer {
        let own = self.program.scan(&statement.text, &mut self.memory);
        let figures = &statement.figures;
        let subject = Subject { program: &self.program, own: &own, heading: None, figures };
        let those = |all: &[Vec<Matcher>]| -> BTreeSet<usize> {
            let lines = asked.iter().filter_map(|at| Some((*at, all.get(*at)?)));
            let holds = |lines: &Vec<Matcher>| lines.iter().any(|one| subject.holds(one));
            lines.filter(|(_, lines)| holds(lines)).map(|(at, _)| at).collect()
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
    lines.filter(|(_, line)| subject.holds(line)).map(|(at, _)| at).collect()
}
