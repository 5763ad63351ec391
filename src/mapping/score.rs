//! Which themes a statement is about, and how sure that is. Weights follow from
//! structure: words found near each other over a phrase over a single word, rare
//! words over common ones; words of a longer match are not counted again.

use std::collections::BTreeMap;

use super::matching::{Match, Subject};
use crate::language::rulebook::{Rulebook, Topic};

/// What the heading's words weigh beside the statement's own.
const HEADING: f64 = 0.5;
/// What a theme that only the heading speaks of keeps of its confidence.
const ONLY_HEADING: f64 = 0.75;
/// Themes below this share of the best one are not reported.
const WORTH: f64 = 0.6;
/// What standing in a theme's home area adds.
const AT_HOME: f64 = 0.4;
/// Score at which a theme that stands alone is held for likely.
const HALF_SURE: f64 = 1.4;
/// Most links of one statement.
const MOST_LINKS: usize = 4;

/// A theme with the rule that speaks loudest for it.
#[derive(Debug)]
pub struct Candidate {
    /// The theme and aspect.
    pub topic: Topic,
    /// Whether the theme is no subject.
    pub general: bool,
    /// From 0 to 1.
    pub confidence: f64,
    /// The rule, by index.
    pub rule: usize,
    /// The tokens that matched, of the statement.
    pub tokens: Vec<usize>,
    /// Whether only the heading's words matched.
    pub from_heading: bool,
}

struct Hit {
    rule: usize,
    topic: Topic,
    matched: Match,
    weight: f64,
}

/// The themes of a statement, the best first.
pub fn candidates(book: &Rulebook, subject: Subject<'_>, area: Option<&str>) -> Vec<Candidate> {
    let own = hits(book, subject);
    let mut totals = add_up(&own);
    if let Some(heading) = subject.heading {
        let there = Subject { own: heading, heading: None, figures: &[], ..subject };
        for (topic, total) in add_up(&hits(book, there)) {
            let entry = totals.entry(topic).or_insert(Total {
                score: 0.0,
                rule: total.rule,
                tokens: Vec::new(),
                from_heading: true,
                length: 0,
                commonness: total.commonness,
            });
            entry.score += HEADING * total.score;
        }
    }
    rank(book, totals, area)
}

struct Total {
    score: f64,
    rule: usize,
    tokens: Vec<usize>,
    from_heading: bool,
    length: usize,
    commonness: u32,
}

fn hits(book: &Rulebook, subject: Subject<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for index in subject.program.awake(subject.own) {
        let (Some(rule), Some(compiled)) =
            (book.evidence.get(index), subject.program.evidence.get(index))
        else {
            continue;
        };
        for matched in subject.rule(compiled) {
            for topic in &rule.about {
                hits.push(Hit {
                    rule: index,
                    topic: topic.clone(),
                    weight: weight(&matched),
                    matched: matched.clone(),
                });
            }
        }
    }
    hits.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then_with(|| a.matched.cmp(&b.matched))
            .then(a.rule.cmp(&b.rule))
    });
    hits
}

/// A single word weighs 1, a phrase more by its length, a compound more again.
fn weight(matched: &Match) -> f64 {
    let words = matched.tokens.len() as f64;
    let structure = match matched.parts {
        0 => 0.3,
        1 => words,
        parts => words + 0.5 * (parts - 1) as f64,
    };
    structure / (1.0 + 0.15 * f64::from(matched.commonness.saturating_sub(1)).ln_1p())
}

/// Adds up per topic; a word already counted by a heavier match of any theme counts in part.
fn add_up(hits: &[Hit]) -> BTreeMap<Topic, Total> {
    let mut covered: Vec<(&Topic, &[usize])> = Vec::new();
    let mut totals: BTreeMap<Topic, Total> = BTreeMap::new();
    for hit in hits {
        let tokens = &hit.matched.tokens;
        let inside = |other: &[usize]| {
            other.len() > tokens.len() && tokens.iter().all(|token| other.contains(token))
        };
        if covered.iter().any(|(_, other)| inside(other)) && !tokens.is_empty() {
            continue;
        }
        let fresh = tokens
            .iter()
            .filter(|token| {
                !covered.iter().any(|(topic, other)| **topic == hit.topic && other.contains(token))
            })
            .count();
        let share = match tokens.len() {
            0 => 1.0,
            all => fresh as f64 / all as f64,
        };
        covered.push((&hit.topic, tokens));
        let total = totals.entry(hit.topic.clone()).or_insert(Total {
            score: 0.0,
            rule: hit.rule,
            tokens: tokens.clone(),
            from_heading: false,
            length: tokens.len(),
            commonness: hit.matched.commonness,
        });
        total.score += hit.weight * share;
    }
    totals
}

fn rank(book: &Rulebook, totals: BTreeMap<Topic, Total>, area: Option<&str>) -> Vec<Candidate> {
    let mut ranked: Vec<(Topic, Total)> = totals.into_iter().collect();
    for (topic, total) in &mut ranked {
        let home = book.frameworks.iter().any(|framework| {
            framework.home(topic.theme).is_some_and(|home| Some(home.id.as_str()) == area)
        });
        if home {
            total.score += AT_HOME;
        }
    }
    // Best first; equals by longest match, rarest word, then id.
    ranked.sort_by(|(a, one), (b, other)| {
        other
            .score
            .total_cmp(&one.score)
            .then(other.length.cmp(&one.length))
            .then(one.commonness.cmp(&other.commonness))
            .then_with(|| book.theme_id(a.theme).cmp(book.theme_id(b.theme)))
            .then_with(|| a.aspect.cmp(&b.aspect))
    });
    let best = ranked.first().map_or(0.0, |(_, total)| total.score);
    let second = ranked.get(1).map_or(0.0, |(_, total)| total.score);
    let general = |topic: &Topic| book.theme(topic.theme).is_some_and(|theme| theme.general);
    // Where a general class wins, the statement is about no subject.
    let plain = ranked.first().is_some_and(|(topic, _)| general(topic));
    ranked
        .into_iter()
        .enumerate()
        .filter(|(index, (topic, total))| {
            *index == 0 || (!plain && !general(topic) && total.score >= WORTH * best)
        })
        .take(MOST_LINKS)
        .map(|(index, (topic, total))| {
            let rival = if index == 0 { second } else { best };
            let margin = ((total.score - rival) / best.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
            let strength = total.score / (total.score + HALF_SURE);
            let own = if total.from_heading { ONLY_HEADING } else { 1.0 };
            let confidence = (strength * (0.75 + 0.25 * margin) * own * 1000.0).round() / 1000.0;
            Candidate {
                general: general(&topic),
                topic,
                confidence,
                rule: total.rule,
                tokens: total.tokens,
                from_heading: total.from_heading,
            }
        })
        .collect()
}
