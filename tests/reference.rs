//! Tables of grades: what they say of a file is true, and the one in the repository agrees with
//! the curated inspections.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::run;
use serde_json::Value;

const TABLE: &str = "reference/grades.csv";

fn report(arguments: &[&str]) -> (i32, Value) {
    let (status, out, err) = run(&[&["check", "--format", "json"], arguments].concat());
    (status, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}")))
}

/// Line, column, code, message and help of a finding.
type Told = (u64, u64, String, String, String);

fn findings(text: &str) -> (i32, Vec<Told>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    fs::write(&path, text).unwrap();
    let (status, report) = report(&[&path.display().to_string()]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = report["findings"].as_array().unwrap().iter();
    let found = found.map(|one| {
        let (line, column) = (one["line"].as_u64().unwrap(), one["column"].as_u64().unwrap());
        (line, column, text(&one["code"]), text(&one["message"]), text(&one["help"]))
    });
    (status, found.collect())
}

#[test]
fn the_public_grades_hold_but_for_one_line() {
    let (status, report) = report(&[TABLE]);
    let found = report["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(status, 1);
    assert_eq!(found[0]["message"], "`victims` is not graded in peel-2021-22");
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&129.into(), &38.into()));
    assert_eq!(found[0]["help"], "it is graded in `peel-2021-22-april-2021`; check the framework");
    let lines = fs::read_to_string(TABLE).unwrap().lines().count();
    let judgments = report["judgments"].as_array().unwrap();
    assert_eq!(judgments.len(), lines - 2, "all but the head and the line at fault");
    assert!(judgments.iter().all(|one| one["support"] == "not-assessed"));
}

#[test]
fn the_public_grades_agree_with_the_curated_ones() {
    let grades = |report: &Value, frameworks: &BTreeMap<&str, &str>| {
        let judgments = report["judgments"].as_array().unwrap().iter();
        let graded = judgments.filter(|one| one["kind"] == "grade" && !one["area"].is_null());
        graded
            .filter_map(|one| {
                let cycle = *frameworks.get(one["inspection"].as_str().unwrap())?;
                Some(((cycle.to_owned(), one["area"].to_string()), one["grade"].to_string()))
            })
            .collect::<BTreeMap<(String, String), String>>()
    };
    let curated = grades(
        &report(&["seeds"]).1,
        &BTreeMap::from([
            ("cambridgeshire-2015-effectiveness", "2015"),
            ("cambridgeshire-2016", "2016"),
            ("cambridgeshire-2021-22", "2021-22"),
            ("cambridgeshire-2023-25", "2023-25"),
        ]),
    );
    let public = grades(
        &report(&[TABLE]).1,
        &BTreeMap::from([
            ("cambridgeshire-peel-2015", "2015"),
            ("cambridgeshire-peel-2016", "2016"),
            ("cambridgeshire-peel-2021-22", "2021-22"),
            ("cambridgeshire-peel-2023-25", "2023-25"),
        ]),
    );
    let both: Vec<_> = public.iter().filter(|(key, _)| curated.contains_key(*key)).collect();
    assert!(both.len() >= 15, "only {} grades are in both", both.len());
    for (key, grade) in both {
        assert_eq!(curated[key], *grade, "{key:?}");
    }
}

#[test]
fn every_fault_is_told_at_its_place_with_the_nearest_name() {
    let (status, found) = findings(
        "force,framework,area,grade,source_url\r\n\
         Westmoor,peel-2023-26,leadership,good,https://example.org/a\r\n\
         Westmoor,peel-2023-25,ledership,god,https://example.org/a\r\n\
         \"Moor, West\",peel-2015,effectiveness,adequate,https://example.org/a\r\n\
         Westmoor,peel-2023-25,leadership,good,https://example.org/a\r\n\
         \r\n\
         Westmoor,peel-2023-25,leadership,adequate,https://example.org/b\r\n\
         Westmoor,peel-2023-25,leadership\r\n\
         Westmoor,peel-2023-25,prevention,,https://example.org/a\r\n",
    );
    assert_eq!(status, 1);
    let told: Vec<(u64, u64, &str, &str)> = found
        .iter()
        .map(|(line, column, code, _, help)| (*line, *column, code.as_str(), help.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (2, 10, "unknown-framework", "did you mean `peel-2023-25`?"),
            (3, 23, "unknown-area", "did you mean `leadership`?"),
            (3, 33, "unknown-grade", "did you mean `good`?"),
            (4, 38, "unknown-grade", "did you mean `inadequate`?"),
            (7, 34, "duplicate-id", "keep one of the lines"),
            (8, 1, "wrong-value", "a comma inside a value needs quotes around the value"),
            (9, 34, "wrong-value", "fill it in, or take the line out"),
        ]
    );
    assert_eq!(found[4].3, "leadership of Westmoor is graded twice in peel-2023-25");
}

#[test]
fn a_head_that_is_not_understood_ends_with_2() {
    for (text, code, said) in [
        ("", "missing-field", "the table is empty"),
        ("framework,body,area,grade\n", "missing-field", "the column `source_url` is missing"),
        ("framework,body,area,grad,source_url\n", "unknown-field", "unknown column `grad`"),
        ("framework,body,force,area,grade,source_url\n", "duplicate-key", "`force` stands twice"),
    ] {
        let (status, found) = findings(text);
        assert_eq!(status, 2, "{text}: {found:?}");
        let told = found.iter().any(|(.., c, message, _)| c == code && message.contains(said));
        assert!(told, "{text}: {found:?}");
    }
}

#[test]
fn a_table_under_another_name_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.txt");
    let text = "\u{feff}area,framework,body,source_url,grade\n\
                responding,peel-2023-25,Westmoor,https://example.org,good\n";
    fs::write(&path, text).unwrap();
    let (status, report) = report(&["--input", "table", &path.display().to_string()]);
    assert_eq!(status, 0, "{report}");
    assert_eq!(report["judgments"][0]["inspection"], "westmoor-peel-2023-25");
    assert_eq!(report["judgments"][0]["grade"], "good");
}

#[test]
fn a_long_table_is_read_in_a_screen_or_two() {
    let (_, brief, _) = run(&["check", TABLE]);
    let (_, whole, _) = run(&["check", TABLE, "--verbose"]);
    assert!(brief.lines().count() < 120, "{} lines", brief.lines().count());
    assert!(whole.lines().count() > 900, "{} lines", whole.lines().count());
    // Every grade is counted once.
    let lines = fs::read_to_string(TABLE).unwrap().lines().count();
    let counts = brief.lines().filter(|line| line.starts_with("  ") && line.contains(": "));
    let counts = counts.take_while(|line| !line.contains('·'));
    let counts = counts.flat_map(|line| line.split_once(": ").unwrap().1.split(", "));
    let sum: usize = counts.filter_map(|one| one.split(' ').next()?.parse::<usize>().ok()).sum();
    assert_eq!(sum, lines - 2, "{brief}");
    let last = |text: &str| text.lines().last().unwrap().to_owned();
    assert_eq!(last(&brief), last(&whole));
}

#[test]
fn evidence_that_is_not_known_is_not_counted_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let tables = folder.path().join("tables");
    let (status, _, err) = run(&["export", &tables.display().to_string(), TABLE]);
    assert_eq!(status, 0, "{err}");
    let areas = fs::read_to_string(tables.join("areas.jsonl")).unwrap();
    let areas = areas.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let graded: Vec<Value> = areas.filter(|area| !area["grade"].is_null()).collect();
    assert!(graded.len() > 200, "only {} grades", graded.len());
    for area in graded {
        assert_eq!((&area["strengths"], &area["weaknesses"]), (&Value::Null, &Value::Null));
    }
}

#[test]
fn many_columns_are_named_together() {
    let (status, out, err) = run(&["compare", TABLE]);
    assert_eq!(status, 0, "{err}");
    assert!(out.lines().count() < 110, "{} lines", out.lines().count());
    assert!(out.contains("86 side by side: name fewer files"), "{out}");
    assert!(out.contains("\n  effectiveness (the best first)\n    outstanding, 2: "), "{out}");
}
