//! What the seeds say across sources and cycles is seen by checks: breaking any
//! one of these facts in a copy gives one finding at the right place, with what
//! it brings about attached to it.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn seed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    fs::read_to_string(path).unwrap()
}

fn check(text: &str) -> Vec<serde_json::Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
        .args(["check", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

/// The findings of a copy that its original does not have.
fn new_findings(original: &str, copy: &str) -> Vec<serde_json::Value> {
    assert!(original != copy, "the copy is not broken");
    let message = |finding: &serde_json::Value| {
        format!("{} {} {}", finding["code"], finding["subject"], finding["message"])
    };
    let before: Vec<String> = check(original).iter().map(message).collect();
    let after = check(copy);
    after.into_iter().filter(|finding| !before.contains(&message(finding))).collect()
}

/// One new finding of this code, on the line of the copy that holds `on`; its related codes.
fn breaks(original: &str, copy: &str, code: &str, on: &str) -> Vec<String> {
    let found = new_findings(original, copy);
    assert_eq!(found.len(), 1, "{code}: {found:#?}");
    assert_eq!(found[0]["code"], code, "{found:#?}");
    let line = found[0]["line"].as_u64().unwrap() as usize;
    let text = copy.lines().nth(line - 1).unwrap();
    assert!(text.contains(on), "{code} is on `{text}`");
    let related = found[0]["related"].as_array().unwrap();
    related.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_concern_of_2015_has_its_recommendations_in_another_report() {
    let text = seed("cambridgeshire-2015.yaml");
    let findings = check(&text);
    assert!(findings.iter().any(|one| one["code"] == "concern-recommendations-elsewhere"));
    assert!(!findings.iter().any(|one| one["code"] == "concern-without-recommendation"));
    // Without that, it is a concern without a recommendation.
    let copy: Vec<&str> = text
        .lines()
        .filter(|line| {
            !line.contains("recommendations-elsewhere")
                && !line.trim_start().starts_with("elsewhere:")
        })
        .collect();
    breaks(&text, &(copy.join("\n") + "\n"), "concern-without-recommendation", "k64");
}

#[test]
fn two_sources_of_2021_22_agree() {
    let text = seed("cambridgeshire-2021-22.yaml");
    assert!(check(&text).is_empty(), "{:#?}", check(&text));
    // The letter's account of one grade is changed.
    let account = text.find("accounts:").unwrap();
    let at = account + text[account..].find("grade: ").unwrap() + "grade: ".len();
    let end = at + text[at..].find(['}', '\n']).unwrap();
    let mut copy = text.clone();
    copy.replace_range(at..end, "inadequate");
    breaks(&text, &copy, "source-disagreement", "grade: ");
}

#[test]
fn a_changed_grade_upsets_the_counts_and_is_one_finding() {
    let text = seed("cambridgeshire-2021-22.yaml");
    let section = text.find("- area: vulnerable").unwrap();
    let at = section + text[section..].find("grade: good").unwrap();
    let mut copy = text.clone();
    copy.replace_range(at..at + "grade: good".len(), "grade: adequate");
    let related = breaks(&text, &copy, "source-disagreement", "grade: adequate");
    assert!(related.iter().any(|code| code == "grade-tally-mismatch"), "{related:?}");
}

#[test]
fn three_grades_are_counted_and_not_named() {
    let text = seed("cambridgeshire-2021-22.yaml");
    let at = text.find("unnamed:").unwrap();
    let at = at + text[at..].find("number: 3").unwrap();
    let mut copy = text.clone();
    copy.replace_range(at..at + "number: 3".len(), "number: 2");
    let related = breaks(&text, &copy, "grade-tally-mismatch", "t-news-graded");
    assert!(related.iter().all(|code| code == "grade-tally-mismatch"), "{related:?}");
}

#[test]
fn thirteen_areas_for_improvement_are_there() {
    let text = seed("cambridgeshire-2021-22.yaml");
    assert_eq!(text.matches("kind: area-for-improvement").count(), 13);
    let copy = text.replacen("kind: area-for-improvement", "kind: finding", 1);
    let related = breaks(&text, &copy, "finding-count-mismatch", "t-letter-afis");
    assert_eq!(related, ["finding-count-mismatch"]);
}

#[test]
fn the_answer_came_on_the_last_day() {
    let text = seed("cambridgeshire-2021-22.yaml");
    let at = text.find("responses:").unwrap();
    let at = at + text[at..].find("2022-08-16").unwrap();
    let mut copy = text.clone();
    copy.replace_range(at..at + 10, "2022-08-17");
    breaks(&text, &copy, "response-overdue", "2022-08-17");
}
