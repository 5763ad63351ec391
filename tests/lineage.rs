//! What became of earlier judgments: of the seeds as curators confirmed it, of the same without
//! their word, and from the published texts alone, each held against the labelled outcomes.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::run;
use serde_json::Value;

const LATER: &str = "seeds/cambridgeshire-2023-25.yaml";
const EARLIER: &str = "seeds/cambridgeshire-2021-22.yaml";

fn trace(paths: &[&str]) -> Value {
    let (status, json, err) = run(&[&["trace", "--format", "json"], paths].concat());
    assert_eq!(status, 0, "{err}");
    serde_json::from_str(&json).unwrap()
}

/// The outcome of each area for improvement raised in the first cycle, by its place in the list.
fn outcomes(traced: &Value, key: &str) -> BTreeMap<usize, String> {
    let judgments = traced["bodies"][0]["judgments"].as_array().unwrap();
    let improvements = judgments
        .iter()
        .filter(|one| one["cycle"] == 0 && one["kind"] == "area-for-improvement")
        .map(|one| {
            let id = one["id"].as_str().unwrap();
            let number = id.rsplit('-').next().unwrap().parse().unwrap();
            (number, one["steps"][0][key].as_str().unwrap().to_owned())
        });
    improvements.collect()
}

/// The labelled outcomes; `None` says that they are not at hand.
fn gold() -> Option<BTreeMap<usize, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/afis-2021-22.jsonl");
    let Ok(text) = fs::read_to_string(path) else {
        println!("SKIPPED: the labelled outcomes are not at hand");
        return None;
    };
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let told = rows.map(|row| {
        let number = row["number"].as_u64().unwrap() as usize;
        (number, row["followup_2023_25"]["outcome"].as_str().unwrap().to_owned())
    });
    Some(told.collect())
}

fn differing(found: &BTreeMap<usize, String>, gold: &BTreeMap<usize, String>) -> Vec<usize> {
    assert_eq!(found.len(), gold.len());
    gold.iter().filter(|(number, outcome)| found[number] != **outcome).map(|(n, _)| *n).collect()
}

fn source(number: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let found = fs::read_dir(folder).ok()?.map(|entry| entry.unwrap().path());
    found.into_iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with(number))
}

#[test]
fn what_curators_confirmed() {
    let Some(gold) = gold() else { return };
    let traced = trace(&[EARLIER, LATER]);
    assert_eq!(differing(&outcomes(&traced, "outcome"), &gold), Vec::<usize>::new());
    // Without their word, the restated text of one is read wrongly.
    assert_eq!(differing(&outcomes(&traced, "read"), &gold), vec![4]);
}

#[test]
fn the_published_texts_alone() {
    let Some(gold) = gold() else { return };
    let (Some(letter), Some(news), Some(report)) = (source("001"), source("003"), source("000"))
    else {
        println!("SKIPPED: the source documents are not at hand");
        return;
    };
    let paths = [letter, news, report].map(|path| path.to_str().unwrap().to_owned());
    let traced = trace(&paths.each_ref().map(String::as_str));
    assert_eq!(differing(&outcomes(&traced, "outcome"), &gold), Vec::<usize>::new());
    // Which of them the report itself takes up by name.
    let judgments = traced["bodies"][0]["judgments"].as_array().unwrap();
    let found = |number: usize| judgments[number - 1]["steps"][0]["found"].as_str().unwrap();
    for number in [2, 4, 6, 7, 8, 9, 11] {
        assert_eq!(found(number), "named", "{number}");
    }
    for number in [5, 10] {
        assert_eq!(found(number), "matched", "{number}");
    }
    let unlisted = traced["bodies"][0]["unlisted"].as_array().unwrap();
    let lines: Vec<u64> = unlisted.iter().map(|one| one["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [92, 294], "use of force, and developing intelligence");
}

#[test]
fn escalation_closure_reversal_and_relapse_are_events_of_their_own() {
    let traced = trace(&["seeds"]);
    let judgments = traced["bodies"][0]["judgments"].as_array().unwrap();
    let one = |id: &str| judgments.iter().find(|one| one["id"] == id).unwrap();
    let step = |id: &str| &one(id)["steps"][0];
    let again = &step("cambs-21-11")["again"];
    assert_eq!(again["id"], "rso-concern");
    assert_eq!(again["escalated"], true);
    let closed = &one("rso-concern")["events"][1];
    assert_eq!((&closed["event"], &closed["date"]), (&"closed".into(), &"2024-12-09".into()));
    for (id, witness) in [("i73", "r291d"), ("i77", "r282b")] {
        assert_eq!(step(id)["outcome"], "reversed");
        let witnesses = step(id)["witnesses"].as_array().unwrap();
        assert!(witnesses.iter().any(|one| one["id"] == witness), "{id}");
    }
    assert_eq!(step("i77")["read"], "reversed", "seen without a person's word");
    // Wider intelligence checks had been seen, and were not made any more.
    let relapsed = step("cambs-21-11")["relapsed"].as_array().unwrap();
    assert!(relapsed.iter().any(|one| one["id"] == "l137h"), "{relapsed:?}");
}

#[test]
fn what_nobody_had_raised_and_what_is_retold_otherwise() {
    let traced = trace(&["seeds"]);
    let body = &traced["bodies"][0];
    let pairs = |key: &str| -> Vec<(String, String)> {
        let pairs = body[key].as_array().unwrap().iter();
        let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
        pairs.map(|pair| (id(&pair[0]), id(&pair[1]))).collect()
    };
    let abandoned = pairs("told_again")
        .into_iter()
        .any(|(before, now)| before.starts_with("n27") && now.starts_with("r41"));
    assert!(abandoned, "abandoned calls: {:?}", pairs("told_again"));
    assert_eq!(pairs("drifted"), [("r218a".to_owned(), "l121b".to_owned())]);
    let cycles = body["cycles"].as_array().unwrap();
    let comparable: Vec<&Value> = cycles.iter().map(|cycle| &cycle["comparable"]).collect();
    assert_eq!(comparable[3], &Value::Bool(false), "grades across these cycles are not ranked");
}

#[test]
fn every_form_says_the_same() {
    let (_, text, _) = run(&["trace", "seeds", "--evidence"]);
    let (_, markdown, _) = run(&["trace", "seeds", "--format", "markdown"]);
    let (_, svg, _) = run(&["trace", "seeds", "--format", "svg"]);
    let traced = trace(&["seeds"]);
    let judgments = traced["bodies"][0]["judgments"].as_array().unwrap();
    for outcome in ["resolved", "improved", "still-failing", "reversed"] {
        let steps = judgments.iter().flat_map(|one| one["steps"].as_array().unwrap());
        let count = steps.filter(|step| step["outcome"] == outcome).count();
        let words = outcome.replace('-', " ");
        assert_eq!(text.matches(&format!(": {words}")).count(), count, "{outcome}");
        assert_eq!(markdown.matches(&format!("{words};")).count(), count, "{outcome}");
        assert_eq!(svg.matches(&format!("<title>{words},")).count(), count, "{outcome}");
    }
    assert!(run(&["trace", "seeds", "--no-quotes"]).1.lines().all(|line| line.len() < 100));
}

#[test]
fn one_cycle_is_not_enough() {
    let (status, out, err) = run(&["trace", LATER]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("at least two cycles; here is 1 inspection of Cambridgeshire"), "{err}");
}
