//! What would have to change, against brute force: on small inspections every set of changes is
//! judged, and the smallest that do are those that were told.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;

use peelcheck::diagnostic::Authority;
use peelcheck::explain::suppose::{Change, Supposed, judged_at};
use peelcheck::explain::weight::{Weight, weigh};
use peelcheck::explain::why_not::{Act, Ways, why_not};
use peelcheck::graph::Graph;
use peelcheck::inspection::yaml;
use peelcheck::judging::{Truth, judge};
use peelcheck::language;
use peelcheck::language::syntax::Polarity;
use peelcheck::mapping::Mapper;
use peelcheck::source::Sources;

const PACK: &str = r#"
theme call-answering "Answering calls"
theme incident-attendance "Coming to incidents"
theme workload "Work to be done"

kind recommendation "Recommendation"
kind cause-of-concern "Cause of concern"
  plural causes-of-concern
  needs at least 1 recommendation source official
    otherwise "it has no recommendation"
kind area-for-improvement "Area for improvement"
  plural areas-for-improvement

framework small "A small framework"
  grades good > fair > poor

grade good in small
  excludes causes-of-concern source official
    otherwise "a cause of concern stands in the area"
  needs at least 1 strength source official
    otherwise "no strength"
  needs at least 60% of characteristics have at least 1 strength source house
    otherwise "too few strengths"

grade fair in small
  needs at least 1 area-for-improvement source official
    otherwise "no area for improvement"
  needs no cause-of-concern or at least 2 strengths source house
    otherwise "a concern and few strengths"

grade poor in small
  needs at least 1 cause-of-concern that has at least 1 recommendation source official
    otherwise "no cause of concern"
  needs at least 2 independent weaknesses source house
    otherwise "few weaknesses"

area responding "Responding" in small
  home of call-answering, incident-attendance, workload
  characteristic answers "Calls are answered"
    about call-answering
  characteristic attends "Officers come"
    about incident-attendance
  characteristic bears "Work can be borne"
    about workload

mapping
  certain from 0.5
"#;

/// An inspection of one area with some strengths, weaknesses and judgments.
fn inspection(grade: &str, strong: &[&str], weak: &[&str], concern: bool, afis: usize) -> String {
    let mut text = format!(
        "schema: {}\nid: small\nbody: Wexmoor\nframework: small\nsources:\n  - {{id: report, title: Report}}\nsections:\n  - area: responding\n    at: report:1\n    grade: {grade}\n",
        yaml::SCHEMA
    );
    let mut judgments = String::new();
    if concern {
        judgments
            .push_str("      - {id: c1, kind: cause-of-concern, text: A concern, at: report:2}\n");
        judgments.push_str(
            "      - {id: r1, kind: recommendation, for: c1, text: Do it, at: report:3}\n",
        );
    }
    for number in 0..afis {
        judgments.push_str(&format!(
            "      - {{id: a{number}, kind: area-for-improvement, text: Improve, at: report:4}}\n"
        ));
    }
    if !judgments.is_empty() {
        text.push_str(&format!("    judgments:\n{judgments}"));
    }
    let strong = strong.iter().map(|one| (one, "strength"));
    let all = strong.chain(weak.iter().map(|one| (one, "weakness")));
    let mut statements = String::new();
    for (number, (characteristic, polarity)) in all.enumerate() {
        statements.push_str(&format!(
            "      - {{id: s{number}, text: Words, polarity: {polarity}, bears-on: [{characteristic}], at: \"report:{}\"}}\n",
            10 + number
        ));
    }
    if !statements.is_empty() {
        text.push_str(&format!("    statements:\n{statements}"));
    }
    text
}

fn with_graph(text: &str, then: impl FnOnce(&Graph<'_>)) {
    let mut sources = Sources::default();
    let pack = sources.add("small.peel", PACK);
    let book = language::compile(&[pack], &sources).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let file = sources.add("small.yaml", text);
    let read = yaml::read(file, &sources, &book);
    assert!(read.faults.is_empty(), "{:#?}\n{text}", read.faults);
    let inspection = read.inspection.unwrap();
    let graph = Graph::build(&inspection, &book, &mut Mapper::new(&book)).unwrap();
    then(&graph);
}

/// The number of the one grade.
fn grade_of(graph: &Graph<'_>) -> usize {
    graph.inspection.judgments.iter().position(|one| one.grade.is_some()).unwrap()
}

/// Whether nothing that the grade needs is false under changes.
fn enough(
    graph: &Graph<'_>,
    asked: &str,
    changes: &[Change],
    authority: Option<Authority>,
) -> bool {
    let mut all = vec![Change::Regrade(grade_of(graph), asked.to_owned()), Change::Complete];
    all.extend_from_slice(changes);
    Supposed::new(graph, &all)
        .judged(|judged| {
            let lines = &judged_at(judged, grade_of(graph)).unwrap().lines;
            !lines.iter().any(|line| {
                line.proof.truth == Truth::False
                    && authority.is_none_or(|one| line.requirement.authority == one)
            })
        })
        .unwrap()
}

/// Every single change, the endless ones twice, with the name that a step gives it.
fn universe(graph: &Graph<'_>) -> Vec<(Act, String, Change)> {
    let mut all = Vec::new();
    for (place, id) in ["answers", "attends", "bears"].iter().enumerate() {
        let show = |polarity| Change::Show { area: 0, characteristic: place, polarity };
        all.push((Act::ShowStrength, (*id).to_owned(), show(Polarity::Strength)));
    }
    for (place, id) in ["answers", "attends"].iter().enumerate() {
        let show = Change::Show { area: 0, characteristic: place, polarity: Polarity::Weakness };
        all.push((Act::ShowWeakness, (*id).to_owned(), show));
    }
    for (kind, declared) in graph.book.kinds.iter().enumerate() {
        let raise = Change::Raise { kind, area: "responding".to_owned() };
        all.push((Act::Raise, declared.id.clone(), raise));
    }
    for (at, judgment) in graph.inspection.judgments.iter().enumerate() {
        if judgment.grade.is_none() && judgment.parent.is_none() {
            all.push((Act::Withdraw, judgment.id.clone(), Change::Withdraw(at)));
        }
    }
    all
}

/// The smallest sets of changes that are enough, by trying all.
fn brute(
    graph: &Graph<'_>,
    asked: &str,
    authority: Option<Authority>,
) -> BTreeSet<Vec<(Act, usize)>> {
    let universe = universe(graph);
    let mut found: Vec<u32> = Vec::new();
    let mut masks: Vec<u32> = (0..1u32 << universe.len()).collect();
    masks.sort_by_key(|mask| (mask.count_ones(), *mask));
    for mask in masks {
        if found.iter().any(|known| known & mask == *known) {
            continue;
        }
        let picked = universe.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0);
        let changes: Vec<Change> = picked.map(|(_, (.., change))| change.clone()).collect();
        if enough(graph, asked, &changes, authority) {
            found.push(mask);
        }
    }
    let shape = |mask: &u32| {
        let mut acts: Vec<(Act, usize)> = Vec::new();
        for (at, (act, ..)) in universe.iter().enumerate() {
            if mask & (1 << at) != 0 {
                match acts.iter_mut().find(|(known, _)| known == act) {
                    Some((_, number)) => *number += 1,
                    None => acts.push((*act, 1)),
                }
            }
        }
        acts.sort();
        acts
    };
    found.iter().map(shape).collect()
}

fn told(ways: &Ways) -> BTreeSet<Vec<(Act, usize)>> {
    if ways.met {
        return BTreeSet::from([Vec::new()]);
    }
    let shape = |way: &Vec<peelcheck::explain::why_not::Step>| {
        let mut acts: Vec<(Act, usize)> = Vec::new();
        for step in way {
            match acts.iter_mut().find(|(known, _)| *known == step.act) {
                Some((_, number)) => *number += step.number,
                None => acts.push((step.act, step.number)),
            }
        }
        acts.sort();
        acts
    };
    ways.ways.iter().map(shape).collect()
}

#[test]
fn the_smallest_changes_are_those_of_brute_force() {
    let cases: &[(&[&str], &[&str], bool, usize)] = &[
        (&[], &[], false, 0),
        (&["answers"], &[], false, 0),
        (&["answers"], &["attends"], true, 0),
        (&["answers", "attends"], &["bears"], true, 1),
        (&[], &["answers", "attends"], true, 0),
        (&["bears"], &["bears"], false, 2),
    ];
    let mut asked_of = 0;
    for (strong, weak, concern, afis) in cases {
        for grade in ["good", "fair", "poor"] {
            for asked in ["good", "fair", "poor"] {
                with_graph(&inspection(grade, strong, weak, *concern, *afis), |graph| {
                    let answer = why_not(graph, "responding", asked).unwrap();
                    assert!(!answer.official.bounded && !answer.house.bounded);
                    let official = brute(graph, asked, Some(Authority::Official));
                    assert_eq!(
                        told(&answer.official),
                        official,
                        "{asked}, official: {strong:?} {weak:?} {concern} {afis}"
                    );
                    let house = brute(graph, asked, None);
                    assert_eq!(
                        told(&answer.house),
                        house,
                        "{asked}, house: {strong:?} {weak:?} {concern} {afis}"
                    );
                    asked_of += 1;
                });
            }
        }
    }
    assert_eq!(asked_of, cases.len() * 9);
}

#[test]
fn what_carries_weight_changes_the_verdict_and_no_part_of_it_does() {
    with_graph(&inspection("good", &["answers", "attends"], &[], false, 0), |graph| {
        let now = judge(graph);
        let weights = weigh(graph, Some("responding"));
        let grade = |one: &&Weight| one.judgment == "grade-responding";
        let weight = weights.judgments.iter().find(grade).unwrap();
        let sets: Vec<Vec<String>> = weight.sets.iter().map(|fall| fall.without.clone()).collect();
        // Either alone breaks the threshold of the house.
        assert_eq!(sets, [["s0"], ["s1"]]);
        for fall in &weight.sets {
            assert_ne!(Some(fall.support), judged_at(&now, grade_of(graph)).map(|one| one.support));
        }
    });
    with_graph(&inspection("fair", &["answers"], &["attends"], false, 1), |graph| {
        let weights = weigh(graph, Some("responding"));
        let fair = weights.judgments.iter().find(|one| one.judgment == "grade-responding").unwrap();
        assert!(fair.sets.is_empty() && !fair.carried);
    });
}
