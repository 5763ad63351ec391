//! What a judgment is about, and what a statement speaks of: themes, and the stems of the words
//! that carry meaning. The two meet where they share enough of them.

use std::collections::BTreeSet;

use super::{Lineage, Place};
use crate::graph::Graph;
use crate::language::syntax::Polarity;
use crate::mapping::{Link, Mapper, Unit};

/// What a judgment is about.
#[derive(Debug)]
pub struct Subject {
    themes: BTreeSet<usize>,
    /// Of its own words.
    own: BTreeSet<String>,
    /// Of the statements under it.
    around: BTreeSet<String>,
}

/// What a statement speaks of.
#[derive(Debug)]
pub struct Speech {
    /// Its own themes, and that of its heading.
    pub themes: BTreeSet<usize>,
    /// Stems of its words that carry meaning.
    pub keys: BTreeSet<String>,
    /// For or against.
    pub polarity: Polarity,
    /// The theme it is surely about.
    pub sure: Option<usize>,
    /// Whether it retells or takes up an earlier inspection.
    pub back: bool,
    /// Whether it says so in so many words.
    pub says_so: bool,
}

/// How much of a subject a text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overlap {
    /// Words shared with the judgment itself.
    pub own: usize,
    /// Words shared with what is told under it.
    pub around: usize,
    /// Whether they share a theme.
    pub theme: bool,
}

impl Overlap {
    /// Whether that is enough to be the same subject.
    pub fn is_same(self, recognised: (u32, u32)) -> bool {
        let (of_theme, elsewhere) = recognised;
        let wanted = if self.theme { of_theme } else { elsewhere };
        self.own >= wanted as usize
    }
}

/// What each statement of an inspection speaks of.
pub fn speech(graph: &Graph<'_>, mapper: &mut Mapper<'_>) -> Vec<Speech> {
    let statements = graph.inspection.statements.iter().zip(&graph.links);
    let mut heading: Option<(&str, BTreeSet<usize>)> = None;
    statements
        .map(|(statement, links)| {
            let text = statement.heading.as_deref().unwrap_or("");
            if heading.as_ref().is_none_or(|(known, _)| *known != text) {
                let links = mapper.map(alone(text));
                heading = Some((text, themes(links.iter().take(1))));
            }
            let above = heading.as_ref().map(|(_, themes)| themes.clone());
            let says_so = mapper.takes_up(&statement.text);
            let read = links.first().map_or(Polarity::Neutral, |link| link.polarity);
            Speech {
                themes: themes(links.iter().take(2))
                    .into_iter()
                    .chain(above.into_iter().flatten())
                    .collect(),
                keys: mapper.keys(&statement.text),
                polarity: statement.polarity.unwrap_or(read),
                sure: links
                    .first()
                    .filter(|link| !link.general && link.counts(graph.book.mapping.certain))
                    .map(|link| link.topic.theme),
                back: statement.historical || statement.follow_up || says_so,
                says_so,
            }
        })
        .collect()
}

impl Subject {
    /// What a judgment is about.
    pub fn of(lineage: &Lineage<'_, '_>, place: Place, mapper: &mut Mapper<'_>) -> Self {
        let empty = Self { themes: BTreeSet::new(), own: BTreeSet::new(), around: BTreeSet::new() };
        let (Some(graph), Some(judgment)) = (lineage.graph(place), lineage.judgment(place)) else {
            return empty;
        };
        let certain = graph.book.mapping.certain;
        let links = mapper.map(alone(&judgment.text));
        let sure =
            links.iter().enumerate().filter(|(at, one)| *at == 0 || one.confidence >= certain);
        let themes = themes(sure.map(|(_, link)| link));
        let told = judgment.statements.iter().map(|at| Place { at: *at, ..place });
        let speech = told.filter_map(|place| lineage.speech(place));
        Self {
            themes,
            own: mapper.keys(&judgment.text),
            around: speech.flat_map(|one| one.keys.clone()).collect(),
        }
    }

    /// How much of it a text with these themes and stems speaks of.
    pub fn overlap(&self, themes: &BTreeSet<usize>, keys: &BTreeSet<String>) -> Overlap {
        let own = self.own.intersection(keys).count();
        let around = self.around.difference(&self.own).filter(|key| keys.contains(*key)).count();
        Overlap { own, around, theme: !self.themes.is_disjoint(themes) }
    }

    /// Whether a statement of its theme has words of it or of what describes it, as many as are
    /// `wanted` and one of them `rare`.
    pub fn describes(&self, speech: &Speech, wanted: u32, rare: impl Fn(&str) -> bool) -> bool {
        let known = |key: &&String| self.own.contains(*key) || self.around.contains(*key);
        let shared: Vec<&String> = speech.keys.iter().filter(known).collect();
        self.shares_theme(speech)
            && shared.len() >= wanted as usize
            && shared.into_iter().any(|key| rare(key))
    }

    /// How much of it another judgment is about.
    pub fn common(&self, other: &Subject) -> Overlap {
        Overlap {
            own: self.own.intersection(&other.own).count(),
            around: self.around.intersection(&other.around).count(),
            theme: !self.themes.is_disjoint(&other.themes),
        }
    }

    /// Whether a statement is about its theme.
    pub fn shares_theme(&self, speech: &Speech) -> bool {
        !self.themes.is_disjoint(&speech.themes)
    }

    /// Whether a statement has one of its own words.
    pub fn touches(&self, speech: &Speech) -> bool {
        !self.own.is_disjoint(&speech.keys)
    }
}

fn alone(text: &str) -> Unit<'_> {
    Unit { text, heading: None, area: None, figures: &[], historical: false, follows: false }
}

fn themes<'l>(links: impl Iterator<Item = &'l Link>) -> BTreeSet<usize> {
    links.filter(|link| !link.general).map(|link| link.topic.theme).collect()
}
