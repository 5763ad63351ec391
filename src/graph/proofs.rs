//! Claims of a kind that has to be shown: those that the draft shows are borne out, whatever
//! their words; those that nothing shows are noted.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;
use super::claims::{Claim, Told};
use crate::inspection::model::Judgment;
use crate::inspection::remark::Remark;
use crate::language::reading::Notice;
use crate::mapping::{Answer, Mapper};
use crate::source::Span;

/// A claim of fact that a heading or a summary makes.
struct Assertion {
    /// The heading or the claim of the summary, by index.
    judgment: usize,
    /// The claim of the rulebook, by index.
    rule: usize,
    /// Its words.
    span: Span,
    /// The stems of those of them that carry meaning.
    keys: BTreeSet<String>,
}

impl Graph<'_> {
    /// Looks for what bears out the claims of fact of the headings and the summary: a heading by
    /// what stands under it, the summary by a statement of any area. `remarks` loses the doubts
    /// that are settled by it, and gains what nothing shows.
    pub(super) fn prove(
        &self,
        claims: &[Claim],
        told: &[Told],
        remarks: &mut Vec<Remark>,
        mapper: &mut Mapper<'_>,
    ) {
        let made = self.assertions(claims, mapper);
        if made.is_empty() {
            return;
        }
        let asked: BTreeSet<usize> = made.iter().map(|one| one.rule).collect();
        let answers = mapper.answers(&self.inspection.statements, &asked);
        let anywhere: BTreeSet<usize> =
            answers.iter().flat_map(|answer| answer.shown.iter().copied()).collect();
        let mut doubts: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for remark in remarks.iter().filter(|remark| remark.notice == Notice::Unborne) {
            let Some(judgment) = remark.judgment else { continue };
            doubts.entry(judgment).or_default().push(remark.span);
        }
        let mut settled: BTreeSet<(usize, Span)> = BTreeSet::new();
        for one in made {
            let Some(judgment) = self.inspection.judgments.get(one.judgment) else { continue };
            let says = |at: &&usize, those: fn(&Answer) -> &BTreeSet<usize>| {
                answers.get(**at).is_some_and(|answer| those(answer).contains(&one.rule))
            };
            // A heading is borne out by what stands under it, the summary by any area.
            let shown = match judgment.area.is_some() {
                true => judgment.statements.iter().any(|at| says(&at, |answer| &answer.shown)),
                false => anywhere.contains(&one.rule),
            };
            let known = doubts.get(&one.judgment).into_iter().flatten();
            let mut known = known.filter(|span| span.touches(one.span)).peekable();
            if shown {
                settled.extend(known.map(|span| (one.judgment, *span)));
                continue;
            }
            let mut against = judgment.statements.iter();
            let denied = against.find(|at| {
                says(at, |answer| &answer.denied) && self.is_of_the_same(&one, judgment, **at, told)
            });
            if denied.is_some() || known.peek().is_none() {
                remarks.extend(self.doubt(&one, judgment, denied.copied()));
            }
        }
        remarks.retain(|remark| {
            let place = remark.judgment.map(|judgment| (judgment, remark.span));
            remark.notice != Notice::Unborne || place.is_none_or(|place| !settled.contains(&place))
        });
    }

    /// Whether the paragraph of a statement under a heading speaks of what the heading claims. A
    /// summary is too far from what it sums up to tell.
    fn is_of_the_same(
        &self,
        one: &Assertion,
        judgment: &Judgment,
        at: usize,
        told: &[Told],
    ) -> bool {
        let paragraph = |at: usize| self.inspection.statements.get(at).map(|one| one.paragraph);
        let mut under = judgment.statements.iter().filter(|_| judgment.area.is_some());
        under.any(|other| {
            paragraph(*other) == paragraph(at)
                && told.get(*other).is_some_and(|told| !told.stems.is_disjoint(&one.keys))
        })
    }

    /// That a claim is not shown, or that a statement denies it.
    fn doubt(&self, one: &Assertion, judgment: &Judgment, denied: Option<usize>) -> Option<Remark> {
        let claim = self.book.claims.get(one.rule)?;
        let against = denied.and_then(|at| self.inspection.statements.get(at));
        let notice = if against.is_some() { Notice::Opposed } else { Notice::Unshown };
        let mut remark = Remark::new(notice, claim.title.clone(), one.span);
        remark.reason.clone_from(&claim.because);
        remark.other = against.map(|one| (one.span, "says the opposite".to_owned()));
        remark.area.clone_from(&judgment.area);
        remark.judgment = Some(one.judgment);
        Some(remark)
    }

    /// The claims of fact that judgments make, other than those of the callouts.
    fn assertions(&self, claims: &[Claim], mapper: &mut Mapper<'_>) -> Vec<Assertion> {
        let mut made = Vec::new();
        for claim in claims.iter().filter(|claim| self.speaks_of(claim).is_none()) {
            let Some(judgment) = self.inspection.judgments.get(claim.judgment) else { continue };
            // Nothing at all under a heading is another finding.
            if judgment.area.is_some() && judgment.statements.is_empty() {
                continue;
            }
            for part in claim.parts() {
                let words = judgment.text.get(part.clone()).unwrap_or("");
                for (rule, inside) in mapper.claims(words) {
                    let keys = mapper.keys(words.get(inside.clone()).unwrap_or(""));
                    let range = part.start + inside.start..part.start + inside.end;
                    let prose = judgment.prose.as_ref();
                    let span = prose.map_or(judgment.span, |prose| prose.span(range));
                    made.push(Assertion { judgment: claim.judgment, rule, span, keys });
                }
            }
        }
        made
    }
}
