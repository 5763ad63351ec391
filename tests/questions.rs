//! The questions of the third user, as asked on the command line.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use common::run;
use serde_json::Value;

const SEED: &str = "seeds/cambridgeshire-2023-25.yaml";

#[test]
fn why_responding_is_not_adequate() {
    let ask = ["explain", SEED, "--area", "responding", "--why-not"];
    let (status, out, err) = run(&[&ask[..], &["adequate"]].concat());
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("responding is graded inadequate. Why not adequate?\n"), "{out}");
    assert!(out.contains("it cannot be told that no cause of concern stands"), "{out}");
    assert!(out.contains("add 1 more of kind: area for improvement"), "{out}");
    assert!(out.contains("The boxes with causes of concern"), "{out}");
    let (_, json, _) = run(&[&ask[..], &["adequate", "--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["official"]["ways"][0][0]["act"], "raise");
    let (status, _, err) = run(&[&ask[..], &["adequat"]].concat());
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `adequate`?"), "{err}");
    let (status, _, err) = run(&["explain", SEED, "--area", "respnding", "--why-not", "adequate"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `responding`?"), "{err}");
}

#[test]
fn a_concern_stands_in_the_way_of_a_better_grade() {
    let (_, out, _) = run(&["explain", SEED, "--area", "offenders", "--why-not", "good"]);
    assert!(out.contains("✗ not met (official): a cause of concern stands in the area"), "{out}");
    assert!(out.contains("close or withdraw: rso-concern"), "{out}");
}

#[test]
fn what_carries_weight_names_an_audit() {
    let (status, out, _) = run(&["explain", SEED, "--area", "responding", "--weight"]);
    assert_eq!(status, 0);
    let (_, json, _) =
        run(&["explain", SEED, "--area", "responding", "--weight", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let judgments = json[0]["judgments"].as_array().unwrap();
    for judgment in judgments {
        let id = judgment["judgment"].as_str().unwrap();
        assert!(out.contains(id), "{id} in {out}");
    }
    let sets = judgments.iter().flat_map(|one| one["sets"].as_array().unwrap());
    let audits = sets.filter(|set| set["without"][0].as_str().unwrap().starts_with("basis "));
    assert!(audits.count() > 0, "{out}");
    let (status, _, err) = run(&["explain", SEED, "--area", "respondin", "--weight"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `responding`?"), "{err}");
}

#[test]
fn a_crosswalk_says_what_became_of_each_characteristic() {
    let (status, out, _) = run(&["rules", "crosswalk", "peel-2021-22", "peel-2023-25"]);
    assert_eq!(status, 0);
    assert!(out.contains("Grades cannot be compared"), "{out}");
    let walk = |from: &str, to: &str| -> Value {
        let (_, json, _) = run(&["rules", "crosswalk", from, to, "--format", "json"]);
        serde_json::from_str(&json).unwrap()
    };
    assert_eq!(walk("peel-2017", "peel-2018-19")["grades"], "yes");
    let newest = walk("peel-2023-25", "peel-2025-27");
    assert_eq!(newest["grades"], "not-said");
    let fates: Vec<&str> = newest["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["fate"].as_str().unwrap())
        .collect();
    assert!(fates.contains(&"unknown"), "what is not known is not said to be gone");
    // Every characteristic of both is told once.
    for (way, place) in [("from", "from"), ("to", "to")] {
        let mut told: Vec<String> = newest["steps"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|step| step[way].as_array().unwrap())
            .map(|one| format!("{}/{}", one["area"], one["characteristic"]))
            .collect();
        let all = told.len();
        told.sort();
        told.dedup();
        assert_eq!(told.len(), all, "{place}");
    }
    let (status, _, err) = run(&["rules", "crosswalk", "peel-2021-2", "peel-2023-25"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `peel-2021-22`?"), "{err}");
}

#[test]
fn a_picture_shows_what_is_missing() {
    let (status, svg, _) = run(&["graph", SEED, "--area", "responding", "--format", "svg"]);
    assert_eq!(status, 0);
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") || svg.ends_with("</svg>"));
    assert!(svg.contains("stroke-dasharray"), "what is missing is dashed");
    let (_, shallow, _) =
        run(&["graph", SEED, "--area", "responding", "--format", "svg", "--depth", "judgments"]);
    assert!(shallow.len() < svg.len() / 2);
    assert_eq!(
        run(&["graph", SEED, "--format", "svg"]).1,
        run(&["graph", SEED, "--format", "svg"]).1
    );
}

#[test]
fn an_explanation_goes_as_deep_as_it_is_asked_to() {
    let ask = ["explain", SEED, "--area", "offenders"];
    let whole = run(&ask).1;
    let brief = run(&[&ask[..], &["--brief"]].concat()).1;
    assert!(whole.contains("rule ") && !brief.contains("rule "), "{brief}");
    let shallow = run(&[&ask[..], &["--depth", "1"]].concat()).1;
    assert!(shallow.contains("weaknesses from independent sources bear on it ["), "{shallow}");
    assert!(shallow.lines().count() < 12);
    // What counts as one is said, with why.
    assert!(
        whole.contains("l1 (closure-letter), l3 (closure-letter), l4 (closure-letter) count as")
    );
    assert!(whole.contains("they stand under one"), "{whole}");
}

#[test]
fn a_code_has_a_page() {
    let (status, out, _) = run(&["explain", "unsupported-grade"]);
    assert_eq!(status, 0);
    assert!(out.contains("A grade without the evidence it needs"));
    let (status, _, err) = run(&["explain", "unsupportd-grade"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `unsupported-grade`?"), "{err}");
    let (status, _, err) = run(&["explain", SEED]);
    assert_eq!(status, 2);
    assert!(err.contains("add `--area AREA`"), "{err}");
    let (status, _, err) = run(&["explain", "seeds/gone.yaml", "--brief"]);
    assert_eq!(status, 2);
    assert!(err.contains("there is no file `seeds/gone.yaml`"), "{err}");
}
