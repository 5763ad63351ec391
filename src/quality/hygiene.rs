//! What is idle, doubled or ambiguous in the rules, as far as the texts at hand show:
//! the examples in the packs and labelled statements.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::gold::{Labelled, Outcome};
use crate::language::rulebook::{EvidenceRule, Rulebook};
use crate::language::syntax::{Likeness, Pattern};
use crate::mapping::{Mapper, Usage};

/// Rules that meet on the same words less often are no overlap worth telling.
const OFTEN: usize = 3;

/// What there is to tidy.
#[derive(Debug, Default, Serialize)]
pub struct Hygiene {
    /// Texts looked at.
    pub texts: usize,
    /// Rules that fire on no labelled statement.
    pub silent: Vec<String>,
    /// Rules that fire on labelled statements and never make the first link, with how often.
    pub losing: Vec<(String, usize)>,
    /// Words and phrases of rules that no text at hand holds.
    pub idle: Vec<Spot>,
    /// Words and phrases that rules of different themes each take for theirs alone.
    pub shared: Vec<Shared>,
    /// Rules that fire on the same words, about different themes.
    pub overlaps: Vec<Overlap>,
    /// Words of the texts taken for several words of the rules that have nothing to do with each
    /// other.
    pub namesakes: BTreeMap<String, Vec<String>>,
    /// What `like` takes beside inflections: the word of the rule, and those of the texts.
    pub alike: BTreeMap<String, BTreeSet<String>>,
}

/// A phrase of a rule.
#[derive(Debug, Serialize)]
pub struct Spot {
    /// The rule.
    pub rule: String,
    /// The phrase.
    pub phrase: String,
}

/// A phrase of several rules.
#[derive(Debug, Serialize)]
pub struct Shared {
    /// The phrase.
    pub phrase: String,
    /// The rules, each enough with it alone.
    pub rules: Vec<String>,
}

/// Two rules on the same words.
#[derive(Debug, Serialize)]
pub struct Overlap {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// In how many texts.
    pub times: usize,
}

/// Looks through the rules with labelled statements and their outcomes.
pub fn look(
    book: &Rulebook,
    mapper: &mut Mapper<'_>,
    rows: &[&Labelled],
    outcomes: &[&Outcome<'_>],
) -> Hygiene {
    let mut found = BTreeSet::new();
    let mut fired: BTreeMap<usize, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut hygiene = Hygiene::default();
    let examples = book.evidence.iter().flat_map(|rule| &rule.examples);
    let examples = examples.chain(book.signs.iter().flat_map(|sign| &sign.examples));
    let examples: Vec<&str> = examples.map(|(_, text, _)| text.as_str()).collect();
    for text in &examples {
        hygiene.take(mapper.usage(text), &mut found);
    }
    for row in rows {
        let usage = mapper.usage(&row.text);
        for rule in usage.fired.keys() {
            *fired.entry(*rule).or_default() += 1;
        }
        for pair in meetings(&usage, book) {
            *pairs.entry(pair).or_default() += 1;
        }
        hygiene.take(usage, &mut found);
    }
    hygiene.texts = examples.len() + rows.len();
    let firsts: BTreeSet<usize> =
        outcomes.iter().filter_map(|one| Some(one.first.as_ref()?.rule)).collect();
    let general = |rule: &EvidenceRule| {
        rule.about.iter().all(|topic| book.theme(topic.theme).is_some_and(|theme| theme.general))
    };
    for (index, rule) in book.evidence.iter().enumerate() {
        match fired.get(&index) {
            None => hygiene.silent.push(rule.id.clone()),
            Some(times) if !firsts.contains(&index) && !general(rule) => {
                hygiene.losing.push((rule.id.clone(), *times));
            }
            Some(_) => {}
        }
    }
    hygiene.losing.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let name = |index: usize| book.rule_id(index).to_owned();
    hygiene.overlaps = pairs
        .into_iter()
        .filter(|(_, times)| *times >= OFTEN)
        .map(|((one, other), times)| Overlap { one: name(one), other: name(other), times })
        .collect();
    hygiene.overlaps.sort_by_key(|overlap| std::cmp::Reverse(overlap.times));
    hygiene.idle = idle(book, mapper, &found);
    hygiene.shared = shared(book);
    hygiene
}

impl Hygiene {
    fn take(&mut self, usage: Usage, found: &mut BTreeSet<usize>) {
        found.extend(usage.phrases);
        self.namesakes.extend(usage.namesakes);
        for (wide, word) in usage.alike {
            self.alike.entry(wide).or_default().insert(word);
        }
    }
}

/// Pairs of rules about different themes that match a word together.
fn meetings(usage: &Usage, book: &Rulebook) -> Vec<(usize, usize)> {
    let fired: Vec<(&usize, &BTreeSet<usize>)> = usage.fired.iter().collect();
    let mut pairs = Vec::new();
    for (at, (one, words)) in fired.iter().enumerate() {
        for (other, others) in fired.iter().skip(at + 1) {
            if !words.is_disjoint(others) && apart(book, **one, **other) {
                pairs.push((**one, **other));
            }
        }
    }
    pairs
}

fn apart(book: &Rulebook, one: usize, other: usize) -> bool {
    let themes = |rule: usize| -> BTreeSet<usize> {
        let about = book.evidence.get(rule).map(|rule| rule.about.as_slice()).unwrap_or_default();
        about.iter().map(|topic| topic.theme).collect()
    };
    themes(one).is_disjoint(&themes(other))
}

/// Phrases of evidence rules that no text at hand holds.
fn idle(book: &Rulebook, mapper: &Mapper<'_>, found: &BTreeSet<usize>) -> Vec<Spot> {
    let mut idle = Vec::new();
    for rule in &book.evidence {
        let patterns = rule.when.iter().map(|(pattern, _)| pattern);
        for pattern in patterns.chain(&rule.unless).chain(rule.overrides.iter().map(|(_, p)| p)) {
            let mut phrases = Vec::new();
            every_phrase(pattern, &mut phrases);
            for (text, likeness) in phrases {
                let seen = mapper.phrase(text, likeness).is_some_and(|at| found.contains(&at));
                if !seen {
                    idle.push(Spot { rule: rule.id.clone(), phrase: text.to_owned() });
                }
            }
        }
    }
    idle
}

fn every_phrase<'p>(pattern: &'p Pattern, found: &mut Vec<(&'p str, Likeness)>) {
    if let Pattern::Phrase { text, likeness } = pattern {
        found.push((&text.text, *likeness));
    }
    pattern.inner().into_iter().for_each(|inner| every_phrase(inner, found));
}

/// Phrases that alone are enough for rules of different themes.
fn shared(book: &Rulebook) -> Vec<Shared> {
    let mut owners: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, rule) in book.evidence.iter().enumerate() {
        for (pattern, _) in &rule.when {
            let mut alone = Vec::new();
            enough_alone(pattern, book, 0, &mut alone);
            for phrase in alone {
                owners.entry(phrase).or_default().insert(index);
            }
        }
    }
    let contested = |rules: &BTreeSet<usize>| {
        rules.iter().any(|one| rules.iter().any(|other| one < other && apart(book, *one, *other)))
    };
    owners
        .into_iter()
        .filter(|(_, rules)| contested(rules))
        .map(|(phrase, rules)| Shared {
            phrase: phrase.to_owned(),
            rules: rules.into_iter().map(|rule| book.rule_id(rule).to_owned()).collect(),
        })
        .collect()
}

fn enough_alone<'b>(
    pattern: &'b Pattern,
    book: &'b Rulebook,
    depth: usize,
    found: &mut Vec<&'b str>,
) {
    match pattern {
        Pattern::Phrase { text, .. } => found.push(&text.text),
        Pattern::Any(all) => all.iter().for_each(|one| enough_alone(one, book, depth, found)),
        // Lists nest 16 deep at most.
        Pattern::List(name) if depth < 16 => {
            if let Some(list) = book.lists.get(&name.text) {
                enough_alone(list, book, depth + 1, found);
            }
        }
        _ => {}
    }
}
