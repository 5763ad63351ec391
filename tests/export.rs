//! The tables of `export`: keys, types, what is left out, what a spreadsheet must not run, and
//! folders that are not overwritten.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::run;
use serde_json::Value;

const TABLES: [&str; 6] = ["areas", "judgments", "statements", "links", "figures", "findings"];
const SEEDS: &str = "seeds";

fn export(folder: &Path, more: &[&str]) -> (i32, String) {
    let folder = folder.display().to_string();
    let (status, out, err) = run(&[&["export", folder.as_str()], more].concat());
    assert_eq!(out, "", "nothing goes to standard output");
    (status, err)
}

fn manifest(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("peelcheck-export.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn csv_rows(folder: &Path, table: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap();
    let heads = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    (heads, rows.collect())
}

fn json_rows(folder: &Path, table: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(format!("{table}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn both_forms_hold_the_same_and_keys_are_keys() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("new/tables");
    let (status, err) = export(&target, &[SEEDS]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("6 tables of 4 inspections written to"), "{err}");
    let described = manifest(&target);
    for (table, name) in described["tables"].as_array().unwrap().iter().zip(TABLES) {
        assert_eq!(table["name"], name);
        let (heads, rows) = csv_rows(&target, name);
        let lines = json_rows(&target, name);
        assert_eq!(rows.len(), lines.len(), "{name}");
        assert_eq!(table["rows"], rows.len(), "{name}");
        assert!(!rows.is_empty(), "{name}");
        let keys: Vec<&str> =
            table["key"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
        let mut seen = BTreeSet::new();
        for (row, line) in rows.iter().zip(&lines) {
            let key: Vec<String> = keys.iter().map(|key| line[key].to_string()).collect();
            assert!(seen.insert(key), "{name}: the key of {line} comes twice");
            for (head, cell) in heads.iter().zip(row) {
                let same = match &line[head] {
                    Value::Null => cell.is_empty(),
                    Value::Bool(truth) => *cell == truth.to_string().to_uppercase(),
                    Value::Number(number) => cell.parse::<f64>().ok() == number.as_f64(),
                    Value::String(text) => cell == text,
                    other => panic!("{name}.{head}: {other}"),
                };
                assert!(same, "{name}.{head}: {cell} and {}", line[head]);
            }
        }
    }
}

#[test]
fn what_the_page_says_of_the_columns_is_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    export(folder.path(), &["seeds/cambridgeshire-2016.yaml"]);
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md"));
    let page = page.unwrap();
    for table in manifest(folder.path())["tables"].as_array().unwrap() {
        let name = table["name"].as_str().unwrap();
        let part = page.split(&format!("\n## {name}\n")).nth(1).unwrap();
        let part = part.split("\n## ").next().unwrap();
        let told: Vec<String> = part
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('|').take(3).collect::<Vec<_>>().join("|"))
            .collect();
        let columns = table["columns"].as_array().unwrap().iter();
        let wanted: Vec<String> = columns
            .map(|one| {
                format!(
                    "| `{}` | {} ",
                    one["name"].as_str().unwrap(),
                    one["type"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(told, wanted, "{name}");
    }
}

#[test]
fn a_row_says_what_the_file_says() {
    let folder = tempfile::tempdir().unwrap();
    export(folder.path(), &["seeds/cambridgeshire-2023-25.yaml"]);
    let areas = json_rows(folder.path(), "areas");
    let responding = areas.iter().find(|row| row["area"] == "responding").unwrap();
    assert_eq!(responding["grade"], "inadequate");
    assert_eq!(responding["published"], "2024-03-12");
    assert_eq!(responding["graded"], true);
    let findings = json_rows(folder.path(), "findings");
    let id = "figure-mismatch:r326c/inclusive-line-manager";
    let finding = findings.iter().find(|row| row["id"] == id).unwrap();
    let figures = json_rows(folder.path(), "figures");
    let figure = figures.iter().find(|row| row["id"] == finding["subject"]).unwrap();
    assert_eq!((&figure["part"], &figure["whole"]), (&368.0.into(), &410.0.into()));
    assert_eq!(figure["verdict"], "truncated");
    assert_eq!(figure["line"], finding["line"]);
}

/// A text that a spreadsheet would run, in places a report fills.
const HOSTILE: &str = r#"schema: peelcheck/inspection/v1
id: "=cmd"
body: "+Probe"
framework: peel-2023-25
sections:
  - area: responding
    grade: good
    judgments:
      - id: "@f1"
        kind: finding
        text: "-2+3 calls\tare \u001b[31m answered"
        statements:
          - id: s1
            text: "=HYPERLINK(\"x\"), and a line\nend"
            figures:
              - {measure: "-m", from: 10, to: 5, change: -50}
"#;

#[test]
fn no_cell_is_a_formula_and_numbers_stay_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hostile.yaml");
    fs::write(&file, HOSTILE).unwrap();
    let target = folder.path().join("out");
    let (status, err) = export(&target, &[&file.display().to_string()]);
    assert_eq!(status, 0, "{err}");
    let mut guarded = 0;
    for table in TABLES {
        let (heads, rows) = csv_rows(&target, table);
        for row in rows {
            for (head, cell) in heads.iter().zip(&row) {
                let number = cell.parse::<f64>().is_ok();
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!runs || number, "{table}.{head}: {cell}");
                assert!(!cell.contains('\u{1b}'), "{table}.{head}");
                guarded += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(guarded > 5, "only {guarded} cells");
    let (heads, rows) = csv_rows(&target, "figures");
    let change = heads.iter().position(|head| head == "change_percent").unwrap();
    assert_eq!(rows[0][change], "-50");
    let statement = &json_rows(&target, "statements")[0];
    assert_eq!(statement["inspection"], "=cmd");
    assert_eq!(statement["text"], "=HYPERLINK(\"x\"), and a line\nend");
}

#[test]
fn texts_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (status, _) = export(folder.path(), &["--no-quotes", "examples/drafts/faulty.md"]);
    assert_eq!(status, 0);
    for table in ["judgments", "statements"] {
        for row in json_rows(folder.path(), table) {
            assert_eq!((&row["text"], &row["heading"]), (&Value::Null, &Value::Null));
        }
    }
    let draft =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/drafts/faulty.md"));
    let draft = draft.unwrap();
    let all: String = TABLES
        .iter()
        .map(|table| fs::read_to_string(folder.path().join(format!("{table}.jsonl"))).unwrap())
        .collect();
    let sentences = draft.lines().filter(|line| line.len() > 60);
    for sentence in sentences {
        assert!(!all.contains(sentence), "{sentence}");
    }
}

#[test]
fn other_files_are_not_lost_and_an_export_is_replaced() {
    let seed = "seeds/cambridgeshire-2016.yaml";
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note.txt");
    fs::write(&note, "mine").unwrap();
    let (status, err) = export(folder.path(), &[seed]);
    assert_eq!(status, 2);
    assert!(err.contains("holds files that are no export") && err.contains("--force"), "{err}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(export(folder.path(), &[seed, "--force"]).0, 0);
    let first = fs::read(folder.path().join("statements.csv")).unwrap();
    assert_eq!(export(folder.path(), &[seed]).0, 0, "it is an export now");
    assert_eq!(first, fs::read(folder.path().join("statements.csv")).unwrap());
    assert_eq!(fs::read_to_string(&note).unwrap(), "mine");
    let (status, err) = export(&note, &[seed]);
    assert_eq!(status, 2);
    assert!(err.contains("is not a folder"), "{err}");
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let seed = "seeds/cambridgeshire-2016.yaml";
    for (paths, said) in [
        (vec![seed, "tests/golden/yaml/broken-syntax.yaml"], "nothing was written"),
        (vec![seed, "not-there.yaml"], "nothing was written"),
        (vec![seed, seed], "two inspections are called `cambridgeshire-2016`"),
        (vec!["tests/golden/yaml/id-twice.yaml"], "could not be told apart"),
    ] {
        let (status, err) = export(&target, &paths);
        assert_eq!(status, 2, "{paths:?}: {err}");
        assert!(err.contains(said), "{paths:?}: {err}");
        assert!(!target.exists(), "{paths:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
