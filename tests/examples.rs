//! The inspections in `examples/`, each with the pack of its inspectorate: their
//! planted faults are found, and nothing else is said.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::process::Command;

/// Code and subject of every finding.
fn findings(example: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "--format", "json", "--rules"])
        .arg(format!("examples/{example}/rules"))
        .arg(format!("examples/{example}/inspection.yaml"))
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = report["findings"].as_array().unwrap();
    all.iter()
        .map(|one| {
            let (code, subject) = (one["code"].as_str().unwrap(), one["subject"].as_str().unwrap());
            format!("{code} {subject}")
        })
        .collect()
}

#[test]
fn fire_and_rescue() {
    assert_eq!(
        findings("fire"),
        [
            "grade-tally-mismatch t-good",
            "unsupported-grade grade-q1-2",
            "unsupported-grade grade-q1-3",
        ]
    );
}

#[test]
fn care() {
    assert_eq!(findings("care"), ["contradicted-grade grade-safe", "breach-without-deadline b1"]);
}
