//! What labelled statements say of the rules: by theme, by rule, by group, and how far the
//! confidence can be trusted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gold::{Outcome, Sort};
use super::rate::{Balanced, Rate};
use crate::language::rulebook::Rulebook;

/// How many cuts the curve of precision against coverage has.
const CUTS: usize = 20;
/// Widths of the bins in which confidence is compared with what came true.
const BIN: f64 = 0.1;

/// All that is measured of one file.
#[derive(Debug, Serialize)]
pub struct Measure {
    /// Statements scored.
    pub statements: usize,
    /// Those that judge something.
    pub judging: usize,
    /// Those of them that got a link.
    pub linked: usize,
    /// Summaries over several areas, which are left out.
    pub skipped: usize,
    /// The scores.
    #[serde(flatten)]
    pub scores: Scores,
    /// By theme of the label.
    pub themes: BTreeMap<String, Part>,
    /// By rule of the first link; right where the theme is.
    pub rules: BTreeMap<String, Rate>,
    /// By group, if one was asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, Scores>,
    /// Taken for another theme, the commonest first.
    pub confusions: Vec<Confusion>,
    /// Polarity of the label → polarity read → how often.
    pub polarities: BTreeMap<String, BTreeMap<String, usize>>,
    /// Precision of the theme if only the surest links are kept.
    pub curve: Vec<Cut>,
    /// Confidence against what came true.
    pub calibration: Vec<Bin>,
    /// What is not right.
    pub misses: Vec<Miss>,
}

/// The numbers that gates and tables use.
#[derive(Debug, Clone, Serialize)]
pub struct Scores {
    /// Area of the first link.
    pub area: Balanced,
    /// Theme of the first link.
    pub theme: Balanced,
    /// Right theme among all links.
    pub among: Rate,
    /// Polarity where the right theme is among the links.
    pub polarity: Rate,
    /// Statements that judge nothing and are left alone.
    pub general: Rate,
}

/// One theme.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Part {
    /// Statements with this label.
    pub wanted: usize,
    /// Those whose first link is right.
    pub right: usize,
    /// Statements of other labels taken for it.
    pub wrongly: usize,
}

/// One theme taken for another.
#[derive(Debug, Serialize)]
pub struct Confusion {
    /// The label.
    pub label: String,
    /// What it was taken for; nothing where there was no link.
    pub taken: Option<String>,
    /// How often.
    pub times: usize,
}

/// The surest links down to a confidence.
#[derive(Debug, Serialize)]
pub struct Cut {
    /// Kept down to this confidence.
    pub confidence: f64,
    /// Share of the judging statements that keep a link.
    pub coverage: f64,
    /// Share of the kept whose theme is right.
    pub precision: f64,
}

/// Links of like confidence.
#[derive(Debug, Serialize)]
pub struct Bin {
    /// From this confidence on.
    pub from: f64,
    /// Their mean confidence.
    pub mean: f64,
    /// How many had the right theme.
    pub right: Rate,
}

/// A statement that is not right.
#[derive(Debug, Serialize)]
pub struct Miss {
    /// Its id.
    pub id: String,
    /// What is wrong: `theme`, `area`, `polarity`, or `general` for a statement that judges
    /// nothing and was linked.
    pub wrong: &'static str,
    /// The label.
    pub label: String,
    /// What was read instead.
    pub read: Option<String>,
    /// The rule that read it.
    pub rule: Option<String>,
    /// Its confidence.
    pub confidence: Option<f64>,
    /// The words that matched.
    pub words: Vec<String>,
    /// The statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Measures outcomes; `group` names the field to group by.
pub fn measure(outcomes: &[Outcome<'_>], group: Option<&str>, book: &Rulebook) -> Measure {
    let count = |sort: Sort| outcomes.iter().filter(|one| one.sort == sort).count();
    let all: Vec<&Outcome<'_>> = outcomes.iter().collect();
    let judging = || all.iter().copied().filter(|one| one.sort == Sort::Judging);
    let mut groups: BTreeMap<String, Vec<&Outcome<'_>>> = BTreeMap::new();
    if let Some(field) = group {
        for one in &all {
            let name = one.row.field(field).unwrap_or_else(|| "(none)".to_owned());
            groups.entry(name).or_default().push(one);
        }
    }
    let mut polarities: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (one, (read, _)) in judging().filter_map(|one| Some((one, one.polarity?))) {
        let label = one.row.polarity.word().to_owned();
        *polarities.entry(label).or_default().entry(read.word().to_owned()).or_default() += 1;
    }
    Measure {
        statements: outcomes.len() - count(Sort::Skipped),
        judging: count(Sort::Judging),
        linked: judging().filter(|one| one.first.is_some()).count(),
        skipped: count(Sort::Skipped),
        scores: scores(&all),
        themes: themes(judging(), book),
        rules: rules(&all, book),
        groups: groups.into_iter().map(|(name, rows)| (name, scores(&rows))).collect(),
        confusions: confusions(judging(), book),
        polarities,
        curve: curve(judging()),
        calibration: calibration(judging()),
        misses: all.iter().flat_map(|one| misses(one, book)).collect(),
    }
}

fn scores(rows: &[&Outcome<'_>]) -> Scores {
    let judging: Vec<_> = rows.iter().filter(|one| one.sort == Sort::Judging).collect();
    let count =
        |test: &dyn Fn(&Outcome<'_>) -> bool| judging.iter().filter(|one| test(one)).count();
    let linked = count(&|one| one.first.is_some());
    let among = count(&|one| one.polarity.is_some());
    let general: Vec<_> = rows.iter().filter(|one| one.sort == Sort::General).collect();
    Scores {
        area: Balanced::new(count(&|one| one.first.is_some() && one.area), linked, judging.len()),
        theme: Balanced::new(count(&|one| one.theme), linked, judging.len()),
        among: Rate::new(among, judging.len()),
        polarity: Rate::new(count(&|one| one.polarity.is_some_and(|(_, right)| right)), among),
        general: Rate::new(general.iter().filter(|one| one.first.is_none()).count(), general.len()),
    }
}

fn themes<'o, 'g: 'o>(
    rows: impl Iterator<Item = &'o Outcome<'g>>,
    book: &Rulebook,
) -> BTreeMap<String, Part> {
    let mut themes: BTreeMap<String, Part> = BTreeMap::new();
    for one in rows {
        let label = themes.entry(one.row.theme.clone().unwrap_or_default()).or_default();
        label.wanted += 1;
        label.right += usize::from(one.theme);
        if let (false, Some(taken)) = (one.theme, &one.first) {
            themes.entry(book.theme_id(taken.theme).to_owned()).or_default().wrongly += 1;
        }
    }
    themes
}

fn rules(rows: &[&Outcome<'_>], book: &Rulebook) -> BTreeMap<String, Rate> {
    let mut tallies: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for one in rows.iter().filter(|one| one.sort != Sort::Skipped) {
        if let Some(taken) = &one.first {
            let (right, of) = tallies.entry(book.rule_id(taken.rule).to_owned()).or_default();
            *right += usize::from(one.sort == Sort::Judging && one.theme);
            *of += 1;
        }
    }
    tallies.into_iter().map(|(rule, (right, of))| (rule, Rate::new(right, of))).collect()
}

fn confusions<'o, 'g: 'o>(
    rows: impl Iterator<Item = &'o Outcome<'g>>,
    book: &Rulebook,
) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for one in rows.filter(|one| !one.theme) {
        let taken = one.first.as_ref().map(|taken| book.theme_id(taken.theme).to_owned());
        *pairs.entry((one.row.theme.clone().unwrap_or_default(), taken)).or_default() += 1;
    }
    let mut confusions: Vec<Confusion> = pairs
        .into_iter()
        .map(|((label, taken), times)| Confusion { label, taken, times })
        .collect();
    confusions.sort_by_key(|one| std::cmp::Reverse(one.times));
    confusions
}

/// Confidence and whether the theme was right, the surest first, and how many could be linked.
fn surest<'o, 'g: 'o>(rows: impl Iterator<Item = &'o Outcome<'g>>) -> (Vec<(f64, bool)>, usize) {
    let rows: Vec<&Outcome<'_>> = rows.collect();
    let linked = rows.iter().filter_map(|one| Some((one.first.as_ref()?.confidence, one.theme)));
    let mut linked: Vec<(f64, bool)> = linked.collect();
    linked.sort_by(|(one, right), (other, wrong)| other.total_cmp(one).then(right.cmp(wrong)));
    (linked, rows.len())
}

fn curve<'o, 'g: 'o>(rows: impl Iterator<Item = &'o Outcome<'g>>) -> Vec<Cut> {
    let (linked, all) = surest(rows);
    let mut cuts: Vec<Cut> = Vec::new();
    for cut in 1..=CUTS {
        let kept = all * cut / CUTS;
        let Some((confidence, _)) = kept.checked_sub(1).and_then(|last| linked.get(last)) else {
            continue;
        };
        // Links of equal confidence are kept or left out together.
        let kept = linked.partition_point(|(one, _)| one >= confidence);
        if cuts.last().is_some_and(|last| last.confidence == *confidence) {
            continue;
        }
        let right = linked.iter().take(kept).filter(|(_, right)| *right).count();
        cuts.push(Cut {
            confidence: *confidence,
            coverage: kept as f64 / all as f64,
            precision: right as f64 / kept as f64,
        });
    }
    cuts
}

fn calibration<'o, 'g: 'o>(rows: impl Iterator<Item = &'o Outcome<'g>>) -> Vec<Bin> {
    let (linked, _) = surest(rows);
    let mut bins: BTreeMap<usize, Vec<(f64, bool)>> = BTreeMap::new();
    for (confidence, right) in linked {
        let bin = (confidence / BIN).floor().clamp(0.0, 9.0) as usize;
        bins.entry(bin).or_default().push((confidence, right));
    }
    bins.into_iter()
        .map(|(bin, links)| Bin {
            from: bin as f64 * BIN,
            mean: links.iter().map(|(confidence, _)| confidence).sum::<f64>() / links.len() as f64,
            right: Rate::new(links.iter().filter(|(_, right)| *right).count(), links.len()),
        })
        .collect()
}

fn misses(one: &Outcome<'_>, book: &Rulebook) -> Vec<Miss> {
    let taken = one.first.as_ref();
    let miss = |wrong, label: String, read: Option<String>| Miss {
        id: one.row.id.clone(),
        wrong,
        label,
        read,
        rule: taken.map(|taken| book.rule_id(taken.rule).to_owned()),
        confidence: taken.map(|taken| taken.confidence),
        words: taken.map(|taken| taken.words.clone()).unwrap_or_default(),
        text: Some(one.row.text.clone()),
    };
    let label = one.row.theme.clone().unwrap_or_else(|| "none".to_owned());
    let read = taken.map(|taken| book.theme_id(taken.theme).to_owned());
    let mut found = Vec::new();
    match one.sort {
        Sort::Skipped => {}
        Sort::General if taken.is_some() => found.push(miss("general", label, read)),
        Sort::General => {}
        Sort::Judging => {
            if !one.theme {
                found.push(miss("theme", label, read));
            }
            if let Some((said, false)) = one.polarity {
                let label = one.row.polarity.word().to_owned();
                found.push(miss("polarity", label, Some(said.word().to_owned())));
            }
        }
    }
    found
}
