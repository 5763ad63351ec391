//! What one later stage says of a judgment: read from the passage that takes it up, else from what
//! is told of the same subject; a person's word in the file goes before both.

use std::collections::{BTreeMap, BTreeSet};

use super::passage::Passages;
use super::subject::{Speech, Subject};
use super::{Found, Lineage, Place, Step};
use crate::inspection::figures::Figure;
use crate::inspection::model::Outcome;
use crate::language::rulebook::Rulebook;
use crate::language::syntax::Polarity;

/// A word is rare that no more than one statement in so many has.
const RARE: usize = 50;

impl Lineage<'_, '_> {
    /// What a stage says of an earlier judgment.
    pub(super) fn step(
        &self,
        item: Place,
        stage: usize,
        subjects: &BTreeMap<Place, (Polarity, Subject)>,
        passages: &Passages,
    ) -> Step {
        let mut step = Step {
            stage,
            outcome: Outcome::NotMentioned,
            confirmed: false,
            read: Outcome::NotMentioned,
            found: Found::Nowhere,
            witnesses: Vec::new(),
            relapsed: Vec::new(),
            again: None,
            incomplete: self.incomplete(item, stage),
        };
        let (Some((speaks, subject)), Some(graph)) = (subjects.get(&item), self.graph(item)) else {
            return step;
        };
        match passages.get(&item) {
            Some(passage) => {
                step.found = Found::Named;
                step.read = self.verdict(passage, subject, *speaks, graph.book);
                step.witnesses = passage.iter().copied().collect();
            }
            None => {
                let claimed: BTreeSet<Place> = passages.values().flatten().copied().collect();
                self.unnamed(&mut step, subject, *speaks, &claimed, graph.book);
            }
        }
        step.outcome = step.read;
        step.again = self.raised_again(item, stage, subject, subjects);
        if let Some((said, index)) = self.confirmed(item, stage) {
            step.outcome = said.outcome;
            step.confirmed = true;
            let statements = self.stages.get(stage).and_then(|one| one.graphs.get(index));
            let statements = statements.map_or(&[][..], |graph| &graph.inspection.statements);
            let shown = said.evidence.iter().filter_map(|reference| {
                let at = statements.iter().position(|one| one.id == reference.id)?;
                Some(Place { stage, graph: index, at })
            });
            step.witnesses = shown.collect();
        }
        step.relapsed = self.relapsed(item, &step);
        step
    }

    /// Whether a stage lost judgments of the kind, so that its silence says little.
    fn incomplete(&self, item: Place, stage: usize) -> bool {
        let kind = self.judgment(item).map(|judgment| judgment.kind.as_str());
        let stage = self.stages.get(stage);
        kind.zip(stage).is_some_and(|(kind, stage)| stage.hides(kind))
    }

    /// Done where nothing speaks against it and every share that is measured is high enough.
    fn verdict(
        &self,
        passage: &BTreeSet<Place>,
        subject: &Subject,
        speaks: Polarity,
        book: &Rulebook,
    ) -> Outcome {
        let speech = || passage.iter().filter_map(|place| Some((*place, self.speech(*place)?)));
        let count = |polarity| speech().filter(|(_, one)| one.polarity == polarity).count();
        let (good, bad) = (count(Polarity::Strength), count(Polarity::Weakness));
        let now = |place: Place| self.statement(place).filter(|one| !one.historical);
        let measured = speech().filter(|(place, one)| {
            let leans_on = self.before(*place).and_then(|before| self.speech(before));
            one.polarity != Polarity::Mixed
                && (subject.touches(one) || leans_on.is_some_and(|before| subject.touches(before)))
        });
        let shares = measured.flat_map(|(place, _)| {
            let figures = now(place).map_or(&[][..], |one| one.figures.as_slice());
            figures.iter().filter_map(share).collect::<Vec<_>>()
        });
        let low = shares.into_iter().any(|share| share < book.mapping.resolved * 100.0);
        match (good.cmp(&bad), speaks) {
            (std::cmp::Ordering::Less, Polarity::Strength) => Outcome::Reversed,
            (std::cmp::Ordering::Less, _) => Outcome::StillFailing,
            _ if good == 0 => Outcome::NotMentioned,
            (std::cmp::Ordering::Greater, _) if !low => Outcome::Resolved,
            _ => Outcome::Improved,
        }
    }

    /// The statement of a draft that one follows in its paragraph; curated ones stand alone.
    fn before(&self, place: Place) -> Option<Place> {
        let before = Place { at: place.at.checked_sub(1)?, ..place };
        let paragraph = |place| self.statement(place).map(|one| one.paragraph);
        (paragraph(before) == paragraph(place) && paragraph(place) > Some(0)).then_some(before)
    }

    /// The words that at most one statement in [`RARE`] of a stage has.
    fn rare(&self, stage: usize) -> BTreeSet<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let keys = self.told(stage).flat_map(|(_, speech)| &speech.keys);
        keys.for_each(|key| *counts.entry(key).or_default() += 1);
        let all = self.told(stage).count();
        counts.into_iter().filter(|(_, count)| count * RARE <= all).map(|(key, _)| key).collect()
    }

    /// What is told of the subject where no passage takes it up: what speaks against it decides,
    /// what speaks for it is shown and decides nothing.
    fn unnamed(
        &self,
        step: &mut Step,
        subject: &Subject,
        speaks: Polarity,
        claimed: &BTreeSet<Place>,
        book: &Rulebook,
    ) {
        let recognised = book.mapping.recognised;
        let rare = self.rare(step.stage);
        let same: Vec<(Place, &Speech)> = self
            .told(step.stage)
            .filter(|(place, speech)| !speech.back && !claimed.contains(place))
            .filter(|(_, speech)| match speaks {
                // What is singled out as good is named by a few words and told by what is under it.
                Polarity::Strength => {
                    subject.describes(speech, recognised.0, |key| rare.contains(key))
                }
                _ => subject.overlap(&speech.themes, &speech.keys).is_same(recognised),
            })
            .collect();
        let of = |polarity| -> Vec<Place> {
            same.iter().filter(|(_, one)| one.polarity == polarity).map(|(at, _)| *at).collect()
        };
        let (good, bad) = (of(Polarity::Strength), of(Polarity::Weakness));
        if bad.is_empty() {
            step.witnesses = good;
            return;
        }
        step.found = Found::Matched;
        step.witnesses = bad;
        step.read = match speaks {
            Polarity::Strength => Outcome::Reversed,
            _ => Outcome::StillFailing,
        };
    }

    /// A judgment of the stage that says the same of the same subject. Kinds are declared the
    /// gravest first.
    fn raised_again(
        &self,
        item: Place,
        stage: usize,
        subject: &Subject,
        subjects: &BTreeMap<Place, (Polarity, Subject)>,
    ) -> Option<(Place, bool)> {
        let (speaks, _) = subjects.get(&item)?;
        let book = self.graph(item)?.book;
        let rank = |place: Place| book.kind(&self.judgment(place)?.kind).map(|(index, _)| index);
        let id = format!("{}/{}", self.graph(item)?.inspection.id, self.judgment(item)?.id);
        let later =
            subjects.iter().filter(|(place, (other, _))| place.stage == stage && other == speaks);
        let same = later.filter_map(|(place, (_, other))| {
            let said = self.judgment(*place)?.follows_up.iter().any(|one| one.id == id);
            let overlap = subject.common(other);
            (said || overlap.is_same(book.mapping.recognised)).then_some((
                said,
                overlap.theme,
                overlap.own,
                std::cmp::Reverse(*place),
            ))
        });
        let (_, _, _, std::cmp::Reverse(place)) = same.max()?;
        Some((place, rank(place) < rank(item)))
    }

    /// Strengths told under the judgment that its witnesses now speak against.
    fn relapsed(&self, item: Place, step: &Step) -> Vec<Place> {
        if !matches!(step.outcome, Outcome::StillFailing | Outcome::Reversed) {
            return Vec::new();
        }
        let Some(judgment) = self.judgment(item) else { return Vec::new() };
        let wanted = self.graph(item).map_or(2, |graph| graph.book.mapping.recognised.0) as usize;
        let against: Vec<&Speech> = step
            .witnesses
            .iter()
            .filter_map(|place| self.speech(*place))
            .filter(|speech| step.confirmed || speech.polarity == Polarity::Weakness)
            .collect();
        let told = judgment.statements.iter().map(|at| Place { at: *at, ..item });
        told.filter(|place| {
            self.speech(*place).is_some_and(|one| {
                one.polarity == Polarity::Strength
                    && against
                        .iter()
                        .any(|other| one.keys.intersection(&other.keys).count() >= wanted)
            })
        })
        .collect()
    }

    /// Weaknesses told a stage before, under no judgment and of no theme that a judgment raised,
    /// and told again.
    pub(super) fn told_again(
        &mut self,
        stage: usize,
        subjects: &BTreeMap<Place, (Polarity, Subject)>,
    ) {
        let Some(before) = stage.checked_sub(1) else { return };
        let raised = |speech: &Speech| {
            subjects
                .iter()
                .any(|(place, (_, subject))| place.stage == before && subject.shares_theme(speech))
        };
        let mut found = Vec::new();
        for (earlier, speech) in self.told(before) {
            if speech.polarity != Polarity::Weakness || speech.back || raised(speech) {
                continue;
            }
            let wanted =
                self.graph(earlier).map_or(2, |graph| graph.book.mapping.recognised.0) as usize;
            let later = self.told(stage).filter(|(_, other)| {
                other.polarity == Polarity::Weakness
                    && !other.back
                    && other.sure.is_some()
                    && other.sure == speech.sure
            });
            let shared = later.map(|(place, other)| {
                (other.keys.intersection(&speech.keys).count(), std::cmp::Reverse(place))
            });
            if let Some((shared, std::cmp::Reverse(place))) = shared.max()
                && shared > wanted
            {
                found.push((earlier, place));
            }
        }
        self.told_again.extend(found);
    }
}

/// The share of a figure in percent, as printed or computed, or the level it changed to.
fn share(figure: &Figure) -> Option<f64> {
    let level = figure.numbers.to.map(|to| to.value);
    let level = level.filter(|_| figure.unit.as_deref() == Some("percent"));
    figure.printed_share().or_else(|| figure.share()).or(level)
}
