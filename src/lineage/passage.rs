//! Passages that take up an earlier inspection: the paragraph that says so, and what the same
//! heading goes on to tell of the same subject. Each belongs to the judgment it shares most with.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::{Speech, Subject};
use super::{Lineage, Place};
use crate::language::syntax::Polarity;
use crate::mapping::Mapper;

/// The judgments taken up in a stage, each with the statements that do.
pub type Passages = BTreeMap<Place, BTreeSet<Place>>;

/// One paragraph that looks back.
struct Reference {
    /// Its statements.
    whole: Vec<Place>,
    /// Those of them that look back.
    back: Vec<Place>,
    themes: BTreeSet<usize>,
    keys: BTreeSet<String>,
}

impl Lineage<'_, '_> {
    /// What a stage takes up of earlier ones.
    pub(super) fn passages(
        &mut self,
        stage: usize,
        subjects: &BTreeMap<Place, (Polarity, Subject)>,
        mapper: &mut Mapper<'_>,
    ) -> Passages {
        let mut passages = Passages::new();
        let mut drifted = Vec::new();
        let (mut met, mut lost) = (Vec::new(), Vec::new());
        for reference in self.references(stage) {
            let Some(item) = self.taken_up(&reference, stage, subjects) else {
                lost.push(reference);
                continue;
            };
            met.extend(&reference.back);
            let passage = passages.entry(item).or_default();
            passage.extend(&reference.whole);
            if let Some((_, subject)) = subjects.get(&item) {
                drifted.extend(self.drift(&reference, item, subject, mapper));
                let same = self.told(stage).filter(|(place, speech)| {
                    subject.shares_theme(speech)
                        && reference.back.iter().any(|back| self.under_one_heading(*back, *place))
                });
                passage.extend(same.map(|(place, _)| place));
            }
        }
        // Under a heading that takes up a judgment, further looks back are part of that.
        lost.retain(|reference| {
            let under = |back: &Place| met.iter().any(|one| self.under_one_heading(*one, *back));
            !reference.back.iter().any(under)
        });
        let unlisted: Vec<Place> =
            lost.iter().filter_map(|reference| self.orphan(reference, stage)).collect();
        self.unlisted.extend(unlisted);
        self.drifted.extend(drifted);
        passages
    }

    fn under_one_heading(&self, a: Place, b: Place) -> bool {
        let key = |place| self.statement(place).map(|one| (&one.area, &one.heading));
        a.graph == b.graph
            && key(a) == key(b)
            && key(a).is_some_and(|(_, heading)| heading.is_some())
    }

    /// The paragraphs of a stage in which something looks back.
    fn references(&self, stage: usize) -> Vec<Reference> {
        type Paragraph = (usize, Option<String>, Option<String>, String);
        let mut paragraphs: BTreeMap<Paragraph, Vec<Place>> = BTreeMap::new();
        for (place, _) in self.told(stage) {
            let Some(one) = self.statement(place) else { continue };
            let where_ = match (one.paragraph, &one.at) {
                (0, Some(at)) => at.to_string(),
                (0, None) => one.id.clone(),
                (number, _) => number.to_string(),
            };
            let key = (place.graph, one.area.clone(), one.heading.clone(), where_);
            paragraphs.entry(key).or_default().push(place);
        }
        let looks_back = |place: &&Place| self.speech(**place).is_some_and(|speech| speech.back);
        let mut found: Vec<Reference> = paragraphs
            .into_values()
            .filter_map(|whole| {
                let back: Vec<Place> = whole.iter().filter(looks_back).copied().collect();
                // What only says "this is better than before" leans on the sentence before it.
                let told = whole.iter().zip(whole.iter().skip(1));
                let leant_on = told.filter(|(_, next)| back.contains(next)).map(|(one, _)| one);
                let speech: Vec<&Speech> =
                    back.iter().chain(leant_on).filter_map(|place| self.speech(*place)).collect();
                let themes = speech.iter().flat_map(|one| one.themes.clone()).collect();
                let keys = speech.iter().flat_map(|one| one.keys.clone()).collect();
                (!back.is_empty()).then_some(Reference { whole, back, themes, keys })
            })
            .collect();
        found.sort_by_key(|reference| reference.whole.first().copied());
        found
    }

    /// The judgment that a paragraph takes up: the latest of those it shares most with.
    fn taken_up(
        &self,
        reference: &Reference,
        stage: usize,
        subjects: &BTreeMap<Place, (Polarity, Subject)>,
    ) -> Option<Place> {
        let earlier = subjects.iter().filter(|(place, _)| place.stage < stage);
        let shared = earlier.filter_map(|(place, (_, subject))| {
            let recognised = self.graph(*place)?.book.mapping.recognised;
            let overlap = subject.overlap(&reference.themes, &reference.keys);
            overlap.is_same(recognised).then_some((place.stage, overlap, *place))
        });
        shared
            .max_by_key(|(stage, overlap, place)| {
                (*stage, overlap.theme, overlap.own, overlap.around, std::cmp::Reverse(*place))
            })
            .map(|(_, _, place)| place)
    }

    /// A paragraph that says it takes up an earlier inspection, when the list of that inspection
    /// is at hand and neither a judgment nor a statement of it is about the same.
    fn orphan(&self, reference: &Reference, stage: usize) -> Option<Place> {
        let said = reference
            .back
            .iter()
            .find(|place| self.speech(**place).is_some_and(|speech| speech.says_so))?;
        let before = stage.checked_sub(1)?;
        let listed = self.items(before).iter().any(|(place, polarity)| {
            let kind = self.judgment(*place).map(|judgment| judgment.kind.as_str());
            let hidden = kind
                .is_none_or(|kind| self.stages.get(before).is_none_or(|stage| stage.hides(kind)));
            *polarity == Polarity::Weakness && !hidden
        });
        let recognised = self.graph(*said)?.book.mapping.recognised.0 as usize;
        let told = (0..stage).any(|earlier| {
            self.told(earlier).any(|(_, speech)| {
                speech.polarity == Polarity::Weakness
                    && !speech.themes.is_disjoint(&reference.themes)
                    && speech.keys.intersection(&reference.keys).count() >= recognised
            })
        });
        (listed && !told).then_some(*said)
    }

    /// Retellings whose words the earlier inspection uses to say the opposite, and nowhere so.
    fn drift(
        &self,
        reference: &Reference,
        item: Place,
        subject: &Subject,
        mapper: &mut Mapper<'_>,
    ) -> Vec<(Place, Place)> {
        let mut drifted = Vec::new();
        for place in &reference.back {
            // What is retold by its figures does not say how it was.
            let retold = self
                .statement(*place)
                .filter(|one| (one.historical || one.follow_up) && one.figures.is_empty());
            let clauses = retold.map(|one| one.text.split([',', ';', ':']));
            for clause in clauses.into_iter().flatten() {
                if mapper.read_signs(clause) == Polarity::Strength {
                    continue;
                }
                let keys = mapper.keys(clause);
                drifted.extend(self.denied(item, subject, &keys).map(|there| (*place, there)));
            }
        }
        drifted.dedup();
        drifted
    }

    /// The strength told under a judgment that words are about, more than they are about the
    /// judgment itself or about anything else told under it.
    fn denied(&self, item: Place, subject: &Subject, keys: &BTreeSet<String>) -> Option<Place> {
        let told = self.judgment(item)?.statements.iter().filter_map(|at| {
            let there = Place { at: *at, ..item };
            let one = self.speech(there)?;
            // Who retells a figure as it was has not drifted.
            let mut both = one.keys.intersection(keys);
            if both.any(|key| key.chars().any(|c| c.is_ascii_digit())) {
                return None;
            }
            let shared = one.keys.intersection(keys).count();
            Some((shared, std::cmp::Reverse(there), one.polarity))
        });
        let (shared, std::cmp::Reverse(there), polarity) =
            told.max_by_key(|(shared, there, _)| (*shared, *there))?;
        let own = subject.overlap(&BTreeSet::new(), keys).own;
        let wanted = self.graph(item)?.book.mapping.recognised.0 as usize;
        (polarity == Polarity::Strength && shared > own.max(wanted)).then_some(there)
    }
}
