//! A statement in its place: what its heading and the statements before it speak for
//! speaks for it, too, as much as the pack says.

use std::collections::BTreeMap;

use super::score::{Origin, Total};
use crate::language::reading::MappingSettings;
use crate::language::rulebook::Topic;

/// What speaks for each topic.
pub type Totals = BTreeMap<Topic, Total>;

/// Below this, what earlier statements spoke for is forgotten.
const FAINT: f64 = 0.01;

/// What the statements before the present one spoke for.
#[derive(Debug, Default)]
pub struct Before {
    totals: Totals,
}

impl Before {
    /// Forgets everything: a new passage begins.
    pub fn forget(&mut self) {
        self.totals.clear();
    }

    /// Takes in what the words of the latest statement spoke for; what was before fades.
    pub fn take(&mut self, own: Totals, settings: &MappingSettings) {
        for total in self.totals.values_mut() {
            total.score *= settings.fading;
            if let Origin::Before(back) = &mut total.origin {
                *back += 1;
            }
        }
        self.totals.retain(|_, total| total.score >= FAINT);
        for (topic, mut total) in own {
            total.score += self.totals.get(&topic).map_or(0.0, |old| old.score);
            total.origin = Origin::Before(1);
            self.totals.insert(topic, total);
        }
    }
}

/// What surrounds a statement.
pub struct Place<'a> {
    /// What the words of its heading speak for.
    pub heading: Option<&'a Totals>,
    /// What the statements before it spoke for.
    pub before: &'a Before,
    /// Whether it leans on them by its opening.
    pub leans: bool,
    /// The themes at home in the area it stands in.
    pub at_home: &'a [usize],
}

impl Place<'_> {
    /// Adds what surrounds a statement to what its own words speak for.
    pub fn add_to(&self, mut own: Totals, settings: &MappingSettings) -> Totals {
        if !self.leans && decisive(&own, settings) {
            return own;
        }
        let before = match self.leans {
            true => settings.leaning_weight,
            false => settings.before_weight,
        };
        let heading = self.heading.into_iter().flatten();
        let around = heading
            .map(|(topic, total)| (topic, total, settings.heading_weight))
            .chain(self.before.totals.iter().map(|(topic, total)| (topic, total, before)));
        for (topic, total, weight) in around {
            if weight > 0.0 {
                own.entry(topic.clone()).or_insert_with(|| total.without_words()).score +=
                    weight * total.score;
            }
        }
        for (topic, total) in &mut own {
            if self.at_home.contains(&topic.theme) {
                total.score += settings.home_weight;
            }
        }
        own
    }
}

/// Whether a statement's own words leave no doubt what it is about.
fn decisive(own: &Totals, settings: &MappingSettings) -> bool {
    let mut scores: Vec<f64> = own.values().map(|total| total.score).collect();
    scores.sort_by(|one, other| other.total_cmp(one));
    let best = scores.first().copied().unwrap_or(0.0);
    let second = scores.get(1).copied().unwrap_or(0.0);
    settings
        .decisive
        .is_some_and(|(least, lead)| best >= f64::from(least) && best - second >= f64::from(lead))
}
