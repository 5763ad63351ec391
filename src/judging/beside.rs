//! What sources say beside the judgments: stated counts held against what is
//! there, second accounts of a grade, answers and their dates, claims of movement
//! between cycles.

use super::evaluate::Evaluator;
use crate::graph::Node;
use crate::inspection::figures::{Checked, Verdict};
use crate::inspection::model::{Account, Judgment, Tally};
use crate::language::rulebook::Noun;

impl Evaluator<'_, '_> {
    /// A stated count beside the count of what the file holds.
    pub fn tally_checked(&self, it: Node) -> Option<Checked> {
        let tally = self.tally_of(it)?;
        let found = self.counted(tally);
        let what = self.plural(tally);
        let verdict = match found.cmp(&tally.number) {
            std::cmp::Ordering::Equal => Verdict::Consistent,
            std::cmp::Ordering::Less if self.hides_counted(it, tally) => Verdict::NotCheckable,
            _ => Verdict::Inconsistent,
        };
        Some(Checked {
            verdict,
            given: format!("the source counts {} {what}", tally.number),
            computed: format!("the file holds {found}"),
        })
    }

    /// What a tally counts, in words.
    fn plural(&self, tally: &Tally) -> String {
        let one = tally.number == 1;
        let what = match (self.graph.book.kind(&tally.counts), one) {
            (Some((_, kind)), false) => kind.plural.clone(),
            (_, true) => tally.counts.clone(),
            (None, false) => format!("{}s", tally.counts),
        };
        let grade = tally.grade.as_ref().map_or(String::new(), |grade| format!(" of {grade}"));
        format!("{what}{grade}").replace('-', " ")
    }

    fn tally_of(&self, it: Node) -> Option<&Tally> {
        match it {
            Node::Tally(at) => self.graph.inspection.tallies.get(at),
            _ => None,
        }
    }

    fn counted(&self, tally: &Tally) -> usize {
        if tally.counts == "area" {
            let inspection = self.graph.inspection;
            let judged = inspection.judgments.iter().filter_map(|one| one.area.as_ref());
            let told = inspection.statements.iter().filter_map(|one| one.area.as_ref());
            return judged.chain(told).collect::<std::collections::BTreeSet<_>>().len();
        }
        let wanted = |judgment: &&Judgment| {
            judgment.kind == tally.counts
                && (tally.grade.is_none() || judgment.grade == tally.grade)
        };
        let named = self.graph.inspection.judgments.iter().filter(wanted).count();
        let unnamed = self.graph.inspection.unnamed.iter();
        let unnamed = unnamed.filter(|(grade, _)| {
            tally.counts == "grade" && tally.grade.as_ref().is_none_or(|wanted| wanted == grade)
        });
        named + unnamed.map(|(_, number)| number).sum::<usize>()
    }

    fn hides_counted(&self, it: Node, tally: &Tally) -> bool {
        match self.graph.book.kind(&tally.counts) {
            Some((index, _)) => self.hidden(it, Noun::Kind(index)),
            None => self.hidden(it, Noun::Grade),
        }
    }

    /// What explains a wrong count: grades whose sources disagree over a grade it counts, and
    /// earlier counts of the same kind.
    pub(super) fn behind_tally(&self, it: Node) -> Vec<Node> {
        let (Some(tally), Node::Tally(own)) = (self.tally_of(it), it) else {
            return Vec::new();
        };
        // A dispute over a grade explains a wrong count of grades, not one of areas for
        // improvement, and not how many grades there are.
        let explained = tally.counts == "grade" && tally.grade.is_some();
        let tallies = self.graph.inspection.tallies.iter().enumerate().take(own);
        let earlier = tallies.filter(|(_, other)| other.counts == tally.counts);
        let mut behind: Vec<Node> = earlier.map(|(at, _)| Node::Tally(at)).collect();
        let judgments = self.graph.inspection.judgments.iter().enumerate();
        let disputed = judgments
            .filter(|(_, judgment)| {
                explained && (disputed(judgment, false) || disputed(judgment, true))
            })
            .filter(|(_, judgment)| {
                tally.grade.is_none()
                    || judgment.grade == tally.grade
                    || judgment.accounts.iter().any(|one| Some(&one.grade) == tally.grade.as_ref())
            })
            .map(|(at, _)| Node::Judgment(at));
        behind.extend(disputed);
        behind
    }

    /// Days from publication to the first answer.
    pub(super) fn response(&self, it: Node) -> Option<i32> {
        if it != Node::Inspection {
            return None;
        }
        let inspection = self.graph.inspection;
        let published: jiff::civil::Date = inspection.published.as_deref()?.parse().ok()?;
        let answers = inspection.responses.iter();
        answers
            .filter_map(|response| response.date.parse::<jiff::civil::Date>().ok())
            .filter_map(|date| published.until(date).ok())
            .map(|span| span.get_days())
            .min()
    }

    /// Whether a grade is compared with one of a cycle that the frameworks call not comparable.
    pub(super) fn incomparable(&self, judgment: &Judgment) -> bool {
        let Some(other) = &judgment.compared_with else {
            return false;
        };
        // Where the chain of cycles ends before the one meant, that lies further back still.
        let back = self.graph.book.back_to(&self.graph.framework.id, &other.id);
        back.comparable == Some(false)
    }
}

/// Whether another source gives another grade, or the same document does (`within`).
pub(super) fn disputed(judgment: &Judgment, within: bool) -> bool {
    let other = |account: &&Account| Some(&account.grade) != judgment.grade.as_ref();
    judgment.accounts.iter().filter(other).any(|account| account.within == within)
}
