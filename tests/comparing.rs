//! Inspections side by side, and two versions of one.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::run;
use serde_json::Value;

const EARLIER: &str = "seeds/cambridgeshire-2021-22.yaml";
const LATER: &str = "seeds/cambridgeshire-2023-25.yaml";

fn json(arguments: &[&str]) -> Value {
    let (status, out, err) = run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

fn copy(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn grades_of_cycles_that_cannot_be_compared_are_not_ranked() {
    let (_, text, _) = run(&["compare", EARLIER, LATER]);
    assert!(text.starts_with("2 inspections of 1 body\n"), "{text}");
    assert!(text.contains("responding: A requires improvement, B inadequate (not ranked)"));
    assert!(text.contains("Grades of PEEL 2021/22 and PEEL 2023–2025 cannot be compared: the"));
    let shown = json(&["compare", EARLIER, LATER]);
    assert!(shown["grades"].as_array().unwrap().iter().all(|row| row.get("ranked").is_none()));
    // Of one framework they are ranked, the best first.
    let other = fs::read_to_string(LATER).unwrap();
    let other = other.replace("id: cambridgeshire-2023-25\n", "id: other\n");
    let other = other.replace("grade: inadequate", "grade: adequate");
    let other = copy("other.yaml", &other);
    let shown = json(&["compare", LATER, other.to_str().unwrap()]);
    let rows = shown["grades"].as_array().unwrap();
    let row = rows.iter().find(|row| row["area"] == "responding").unwrap();
    assert_eq!(row["ranked"], serde_json::json!([1, 0]));
}

#[test]
fn figures_of_one_measure_stand_together_with_their_periods() {
    let shown = json(&["compare", EARLIER, LATER]);
    let measures = shown["measures"].as_array().unwrap();
    let one = measures.iter().find(|one| one["measure"] == "reasonable-grounds").unwrap();
    let figures = one["figures"].as_array().unwrap();
    assert_eq!(figures[0]["column"], 0);
    assert_eq!(figures[0]["period"], "2020-01-01/2021-12-31");
    assert!(figures.iter().any(|one| one["given"] == "90.4 percent of 218"));
    let (status, _, err) = run(&["compare", EARLIER, LATER, "--theme", "call-answring"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `call-answering`?"), "{err}");
}

#[test]
fn areas_of_one_inspection_stand_side_by_side() {
    let (_, text, _) = run(&["compare", LATER, "--theme", "call-answering"]);
    assert!(text.contains("cambridgeshire-2023-25, victims"), "{text}");
    let without = run(&["compare", LATER, "--theme", "call-answering", "--no-quotes"]).1;
    assert!(!without.contains("queueing to be answered"));
}

#[test]
fn the_same_version_differs_in_nothing() {
    let shown = json(&["diff", LATER, LATER]);
    for (part, lists) in [
        ("findings", &["mended", "new"][..]),
        ("judgments", &["changed", "gone", "new"]),
        ("statements", &["reworded", "moved", "gone", "new"]),
    ] {
        for list in lists {
            assert_eq!(shown[part][list], serde_json::json!([]), "{part} {list}");
        }
    }
}

#[test]
fn what_a_new_version_changed_is_told() {
    let old = fs::read_to_string("examples/drafts/clean.md").unwrap();
    let blocks: Vec<&str> = old.split("\n\n").collect();
    // One paragraph goes, one is worded anew, one grade changes.
    let gone = blocks.iter().position(|one| one.contains("218")).unwrap();
    let mut new: Vec<String> = blocks.iter().map(|one| (*one).to_owned()).collect();
    new.remove(gone);
    let new = new.join("\n\n").replacen("every three months", "every second month", 1);
    assert_ne!(old.len(), new.len());
    let (old, new) = (copy("old.md", &old), copy("new.md", &new));
    let shown = json(&["diff", old.to_str().unwrap(), new.to_str().unwrap()]);
    let statements = &shown["statements"];
    assert!(!statements["gone"].as_array().unwrap().is_empty());
    assert_eq!(statements["new"], serde_json::json!([]));
    let reworded = statements["reworded"].as_array().unwrap();
    assert!(reworded.iter().all(|pair| pair[1]["text"].as_str().unwrap().contains("second month")));
    let changed = shown["judgments"]["changed"].as_array().unwrap();
    assert!(changed.iter().any(|one| !one["lost"].as_array().unwrap().is_empty()));
    let back = json(&["diff", new.to_str().unwrap(), old.to_str().unwrap()]);
    assert_eq!(
        back["statements"]["new"].as_array().unwrap().len(),
        statements["gone"].as_array().unwrap().len()
    );
    assert_eq!(
        back["findings"]["mended"].as_array().unwrap().len(),
        shown["findings"]["new"].as_array().unwrap().len()
    );
}

#[test]
fn a_folder_is_no_version() {
    let (status, _, err) = run(&["diff", "seeds", LATER]);
    assert_eq!(status, 2);
    assert!(err.contains("holds 4 inspections; a version is one file"), "{err}");
}
