//! What sources say beside the report itself: counts, second accounts of a
//! grade, corrections, answers.

use super::raw::{RawAccount, RawCorrection, RawFollowUp, RawResponse, RawTally, RawUnnamed};
use super::valid::{Check, Part};
use crate::diagnostic::Diagnostic;
use crate::inspection::model::{Account, FollowUp, Reference, Response, Tally};

impl Check<'_> {
    pub(super) fn coverage(&mut self, gaps: &[String], part: Part<'_>) {
        for (at, gap) in gaps.iter().enumerate() {
            let known: Vec<&str> = self.rules.gaps.iter().map(|gap| gap.id.as_str()).collect();
            self.known("coverage", gap, part.get("coverage").item(at), &known);
        }
    }

    fn grade_name(&mut self, grade: &str, part: Part<'_>) {
        let grades: Vec<&str> = self.framework.grades.iter().map(String::as_str).collect();
        self.known(&format!("grade of {}", self.framework.id), grade, part, &grades);
    }

    pub(super) fn accounts(&mut self, raw: &[RawAccount], part: Part<'_>) -> Vec<Account> {
        let mut accounts = Vec::new();
        for (index, account) in raw.iter().enumerate() {
            let place = part.get("accounts").item(index);
            self.grade_name(&account.grade, place.get("grade"));
            accounts.push(Account {
                within: false,
                grade: account.grade.clone(),
                at: self.pointer(&account.at, place.get("at")),
                span: place.get("grade").span(),
            });
        }
        accounts
    }

    pub(super) fn correction(
        &mut self,
        raw: Option<&RawCorrection>,
        part: Part<'_>,
    ) -> Option<String> {
        let raw = raw?;
        let place = part.get("corrected");
        self.grade_name(&raw.from, place.get("from"));
        self.date(&raw.date, place.get("date"));
        if let Some(at) = &raw.at {
            self.pointer(at, place.get("at"));
        }
        Some(format!("{}, on {}", raw.from.replace('-', " "), raw.date))
    }

    pub(super) fn tallies(&mut self, raw: Vec<RawTally>, top: Part<'_>) -> Vec<Tally> {
        let mut tallies = Vec::new();
        for (index, tally) in raw.into_iter().enumerate() {
            let part = top.get("tallies").item(index);
            let mut kinds: Vec<&str> =
                self.rules.kinds.iter().map(|kind| kind.id.as_str()).collect();
            kinds.push("grade");
            self.known("kind of judgment", &tally.counts, part.get("counts"), &kinds);
            if let Some(grade) = &tally.grade {
                self.grade_name(grade, part.get("grade"));
            }
            tallies.push(Tally {
                id: tally.id,
                counts: tally.counts,
                grade: tally.grade,
                number: tally.number,
                at: tally.at.as_ref().map(|at| self.pointer(at, part.get("at"))),
                span: part.get("number").span(),
                id_span: part.get("id").span(),
            });
        }
        tallies
    }

    pub(super) fn unnamed(&mut self, raw: Vec<RawUnnamed>, top: Part<'_>) -> Vec<(String, usize)> {
        let mut unnamed = Vec::new();
        for (index, one) in raw.into_iter().enumerate() {
            let part = top.get("unnamed").item(index);
            self.grade_name(&one.grade, part.get("grade"));
            if let Some(at) = &one.at {
                self.pointer(at, part.get("at"));
            }
            unnamed.push((one.grade, one.number));
        }
        unnamed
    }

    pub(super) fn responses(&mut self, raw: Vec<RawResponse>, top: Part<'_>) -> Vec<Response> {
        let mut responses = Vec::new();
        for (index, response) in raw.into_iter().enumerate() {
            let part = top.get("responses").item(index);
            self.date(&response.date, part.get("date"));
            if let Some(at) = &response.at {
                self.pointer(at, part.get("at"));
            }
            responses.push(Response { date: response.date, span: part.get("date").span() });
        }
        responses
    }

    pub(super) fn follow_ups(&mut self, raw: Vec<RawFollowUp>, top: Part<'_>) -> Vec<FollowUp> {
        let mut follow_ups = Vec::new();
        for (index, one) in raw.into_iter().enumerate() {
            let part = top.get("follow-ups").item(index);
            let of = Reference { id: one.of, span: part.get("of").span() };
            let parts = of.id.split_once('/');
            if !parts.is_some_and(|(id, judgment)| !id.is_empty() && !judgment.is_empty()) {
                let fault = format!("`{}` names no judgment of another inspection", of.id);
                self.faults.push(
                    Diagnostic::error("wrong-value", fault)
                        .at(of.span, "not `INSPECTION/JUDGMENT`")
                        .help(
                            "write the id of the inspection, `/`, the id of the judgment"
                                .to_owned(),
                        ),
                );
            }
            let evidence = one.evidence.into_iter().enumerate();
            let evidence = evidence
                .map(|(at, id)| Reference { id, span: part.get("evidence").item(at).span() });
            follow_ups.push(FollowUp { of, outcome: one.outcome, evidence: evidence.collect() });
        }
        follow_ups
    }
}
