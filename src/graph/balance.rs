//! Whether the evidence told in an area speaks against its grade in the balance.

use super::Graph;
use crate::inspection::remark::Remark;
use crate::language::reading::Notice;
use crate::language::syntax::Polarity;

/// Least number of statements that have to stand in an area before they are weighed.
const LEAST: usize = 10;

impl Graph<'_> {
    /// Notes the grades of a draft that their evidence outweighs, as the framework says.
    pub(super) fn weigh(&mut self) {
        if !self.inspection.drafted {
            return;
        }
        let found: Vec<Remark> = (0..self.inspection.judgments.len())
            .filter_map(|judgment| self.outweighed(judgment))
            .collect();
        self.remarks.extend(found);
    }

    fn outweighed(&self, at: usize) -> Option<Remark> {
        let judgment = self.inspection.judgments.get(at)?;
        let grade = judgment.grade.as_ref()?;
        let (against, times) = *self.framework.outweighed.get(grade)?;
        let strengths = self.standing(judgment.area.as_deref(), Polarity::Strength);
        let weaknesses = self.standing(judgment.area.as_deref(), Polarity::Weakness);
        let (heavy, light) = match against {
            Polarity::Strength => (strengths, weaknesses),
            _ => (weaknesses, strengths),
        };
        if heavy + light < LEAST || heavy < light.saturating_mul(times as usize).max(1) {
            return None;
        }
        let words = format!("{strengths} for it and {weaknesses} against it");
        let mut remark = Remark::new(Notice::Unbalanced, words, judgment.span);
        remark.area.clone_from(&judgment.area);
        remark.judgment = Some(at);
        Some(remark)
    }

    /// How many statements that stand in an area speak one way.
    fn standing(&self, area: Option<&str>, polarity: Polarity) -> usize {
        let here = self.inspection.statements.iter().zip(&self.links);
        let speaking = here.filter(|(one, links)| {
            one.area.as_deref() == area
                && !one.historical
                && links.first().is_some_and(|link| !link.general && link.polarity == polarity)
        });
        speaking.count()
    }
}
