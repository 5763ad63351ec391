//! Which themes a statement is about, and how sure that is. Weights follow from
//! structure: words found near each other over a phrase over a single word, rare
//! words over common ones; words of a longer match are not counted again.

use super::context::Totals;
use super::matching::{Match, Subject};
use crate::language::rulebook::{Rulebook, Topic};

/// Themes below this share of the best one are not reported.
const WORTH: f64 = 0.6;
/// How sure a link is, as the log-odds of its theme being right: by the logarithm of its score and
/// by its lead over the next theme. Fitted on labelled statements; `docs/quality.md` has the fit
/// and how well it holds elsewhere.
const SURE: Sureness = Sureness { start: -1.3, score: 0.9, lead: 2.7 };
/// Most links of one statement.
const MOST_LINKS: usize = 4;

struct Sureness {
    start: f64,
    score: f64,
    lead: f64,
}

impl Sureness {
    /// From 0 to 1, with three decimals.
    fn of(&self, score: f64, rival: f64) -> f64 {
        let lead = ((score - rival) / score.max(f64::MIN_POSITIVE)).max(-1.0);
        let odds = self.start + self.score * (score + 0.1).ln() + self.lead * lead;
        (1000.0 / (1.0 + (-odds).exp())).round() / 1000.0
    }
}

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
    /// Where it comes from.
    pub origin: Origin,
}

struct Hit {
    rule: usize,
    topic: Topic,
    matched: Match,
    weight: f64,
    kept: f64,
}

/// Where a link comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The statement's own words.
    Own,
    /// The words of its heading.
    Heading,
    /// The words of a statement so many before it.
    Before(usize),
}

/// What speaks for a topic, with the rule that speaks loudest.
#[derive(Debug, Clone)]
pub struct Total {
    /// All that speaks for it, in single words.
    pub score: f64,
    /// Where the rule found its words.
    pub origin: Origin,
    rule: usize,
    tokens: Vec<usize>,
    length: usize,
    commonness: u32,
}

impl Total {
    /// The same rule for a statement whose own words say nothing.
    pub fn without_words(&self) -> Total {
        Total { score: 0.0, tokens: Vec::new(), length: 0, ..*self }
    }
}

/// What the words of a text speak for.
pub fn totals(book: &Rulebook, subject: Subject<'_>, origin: Origin) -> Totals {
    add_up(&hits(book, subject), origin)
}

/// What a match keeps of its weight by its place: all at the beginning of a statement that stands
/// alone, since it names its subject first; under a heading all everywhere.
fn kept(book: &Rulebook, subject: Subject<'_>, matched: &Match) -> f64 {
    let (Some(first), None) = (matched.tokens.first(), subject.heading) else {
        return 1.0;
    };
    let way = *first as f64 / subject.own.tokens.len().max(1) as f64;
    1.0 - (1.0 - book.mapping.end_weight) * way
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
                    kept: kept(book, subject, &matched),
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
fn add_up(hits: &[Hit], origin: Origin) -> Totals {
    let mut covered: Vec<(&Topic, &[usize])> = Vec::new();
    let mut totals = Totals::new();
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
            origin,
            length: tokens.len(),
            commonness: hit.matched.commonness,
        });
        total.score += hit.weight * share * hit.kept;
    }
    totals
}

/// The themes of a statement by what speaks for them, the best first.
pub fn rank(book: &Rulebook, totals: Totals) -> Vec<Candidate> {
    let mut ranked: Vec<(Topic, Total)> = totals.into_iter().collect();
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
            let confidence = SURE.of(total.score, rival);
            Candidate {
                general: general(&topic),
                topic,
                confidence,
                rule: total.rule,
                tokens: total.tokens,
                origin: total.origin,
            }
        })
        .collect()
}
