//! What a lineage shows about the later inspections, as remarks for the checks of the packs.

use super::{Found, Lineage, Place, trace};
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::graph::Graph;
use crate::inspection::model::Outcome;
use crate::inspection::remark::Remark;
use crate::language::reading::Notice;
use crate::mapping::Mapper;
use crate::source::Span;

/// Traces the judgments of all bodies and notes on each inspection what that shows about it. Names
/// of judgments that an inspection at hand does not have are given back as faults.
pub fn notice(graphs: &mut [Graph<'_>], mapper: &mut Mapper<'_>) -> Vec<Diagnostic> {
    let faults = dangling(graphs);
    let mut found = Vec::new();
    for lineage in trace(graphs, mapper) {
        found.extend(remarks(&lineage));
    }
    for graph in graphs {
        let here = found.iter().filter(|(inspection, _)| *inspection == graph.inspection.span);
        graph.notice(here.map(|(_, remark)| remark.clone()).collect());
    }
    faults
}

/// Two inspections of one id, of which nobody could say which is meant; two answers to what became
/// of one judgment.
fn doubled(graphs: &[Graph<'_>]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for inspection in graphs.iter().map(|graph| graph.inspection) {
        if let Some(first) = seen.insert(&inspection.id, inspection.span) {
            let fault = format!("two inspections have the id `{}`", inspection.id);
            faults.push(
                Diagnostic::error("duplicate-id", fault)
                    .at(inspection.span, "the second time here")
                    .at(first, "the first time here")
                    .help("give one of them another id, or name the file once".to_owned()),
            );
        }
        let mut said: BTreeMap<&str, Span> = BTreeMap::new();
        for one in &inspection.follow_ups {
            if let Some(first) = said.insert(&one.of.id, one.of.span) {
                let fault = format!("what became of `{}` is said twice", one.of.id);
                faults.push(
                    Diagnostic::error("duplicate-id", fault)
                        .at(one.of.span, "the second time here")
                        .at(first, "the first time here")
                        .help("keep one of them".to_owned()),
                );
            }
        }
    }
    faults
}

/// Follow-ups of judgments that their inspection, being at hand, does not have.
pub fn dangling(graphs: &[Graph<'_>]) -> Vec<Diagnostic> {
    let mut faults = doubled(graphs);
    for said in graphs.iter().flat_map(|graph| &graph.inspection.follow_ups) {
        let Some((id, judgment)) = said.of.id.split_once('/') else { continue };
        let named = graphs.iter().map(|graph| graph.inspection).filter(|one| one.id == id);
        let known: Vec<&str> =
            named.flat_map(|one| &one.judgments).map(|one| one.id.as_str()).collect();
        if !known.is_empty() && !known.contains(&judgment) {
            let fault = format!("there is no judgment `{judgment}` in `{id}`");
            let near = did_you_mean(judgment, "judgments there", known);
            faults.push(
                Diagnostic::error("dangling-reference", fault)
                    .at(said.of.span, "leads nowhere")
                    .help(near),
            );
        }
    }
    faults
}

/// The remarks, each with the place of the inspection it is on.
fn remarks(lineage: &Lineage<'_, '_>) -> Vec<(Span, Remark)> {
    let mut found = Vec::new();
    for place in &lineage.unlisted {
        found.extend(on_statement(lineage, *place, Notice::Unlisted));
    }
    for (place, source) in &lineage.drifted {
        let remark = on_statement(lineage, *place, Notice::Drifted);
        let source = lineage.span(*source);
        found.extend(remark.map(|(id, mut remark)| {
            remark.other = source.map(|span| (span, "said here".to_owned()));
            (id, remark)
        }));
    }
    for course in &lineage.courses {
        let Some(judgment) = lineage.judgment(course.item) else { continue };
        for step in &course.steps {
            let item = Some((judgment.span, format!("`{}` stands here", judgment.id)));
            let next = step.stage == course.item.stage + 1;
            match step.outcome {
                Outcome::Reversed if step.confirmed || step.found == Found::Named => {
                    let first = step.witnesses.first();
                    let remark = first.and_then(|at| on_statement(lineage, *at, Notice::Reversed));
                    found.extend(remark.map(|(id, mut remark)| {
                        remark.words.clone_from(&judgment.text);
                        remark.other = item;
                        (id, remark)
                    }));
                }
                Outcome::NotMentioned if next && !step.incomplete && step.again.is_none() => {
                    let inspection =
                        lineage.stages.get(step.stage).and_then(|stage| stage.inspections().next());
                    found.extend(inspection.map(|inspection| {
                        let mut remark =
                            Remark::new(Notice::Dropped, judgment.text.clone(), inspection.span);
                        remark.other = item;
                        remark.subject = Some(judgment.id.clone());
                        (inspection.span, remark)
                    }));
                }
                _ => {}
            }
        }
    }
    found.sort_by(|(a, one), (b, two)| {
        (*a, one.span, one.notice, &one.words).cmp(&(*b, two.span, two.notice, &two.words))
    });
    found
}

fn on_statement(lineage: &Lineage<'_, '_>, place: Place, notice: Notice) -> Option<(Span, Remark)> {
    let statement = lineage.statement(place)?;
    let inspection = lineage.graph(place)?.inspection;
    let mut remark = Remark::new(notice, statement.text.clone(), statement.text_span);
    remark.area.clone_from(&statement.area);
    remark.subject = Some(statement.id.clone());
    Some((inspection.span, remark))
}
