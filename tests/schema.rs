//! The printed schemas: current in the repository, true of what is accepted, and as strict as
//! the reader.

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

use common::{run, yaml_in};
use jsonschema::Validator;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn printed(arguments: &[&str]) -> Validator {
    let (status, out, err) = run(arguments);
    assert_eq!(status, 0, "{err}");
    let schema: Value = serde_json::from_str(&out).unwrap();
    jsonschema::draft7::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// What is wrong with a YAML file by a schema.
fn faults(schema: &Validator, path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let value: Value = serde_yaml::from_str(&text).unwrap();
    schema.iter_errors(&value).map(|one| format!("{}: {one}", one.instance_path())).collect()
}

/// `BLESS=1 cargo test --test schema` writes them anew.
#[test]
fn the_schemas_in_the_repository_are_current() {
    for what in ["inspection", "check", "figures", "map"] {
        let (status, out, err) = run(&["schema", what]);
        assert_eq!(status, 0, "{err}");
        let path = root().join(format!("schemas/{what}.json"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &out).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap();
        assert!(kept == out, "{} is out of date: run with BLESS=1", path.display());
    }
    assert_eq!(run(&["schema"]).1, run(&["schema", "inspection"]).1);
}

#[test]
fn every_curated_file_of_the_project_is_valid() {
    let schema = printed(&["schema", "inspection"]);
    let mut files = Vec::new();
    for folder in ["seeds", "tests/golden/findings", "tests/requirements"] {
        files.extend(yaml_in(folder));
    }
    files.push(root().join("tests/schema/whole.yaml"));
    assert!(files.len() > 100, "only {} files", files.len());
    for path in files {
        assert_eq!(faults(&schema, &path), Vec::<String>::new(), "{}", path.display());
    }
    for example in ["fire", "care"] {
        let rules = format!("examples/{example}/rules");
        let schema = printed(&["schema", "--rules", &rules]);
        let path = root().join(format!("examples/{example}/inspection.yaml"));
        assert_eq!(faults(&schema, &path), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn every_seed_names_the_schema() {
    for path in yaml_in("seeds") {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        assert_eq!(first, "# yaml-language-server: $schema=../schemas/inspection.json");
    }
}

#[test]
fn what_is_broken_is_refused_by_schema_and_reader_alike() {
    let schema = printed(&["schema", "inspection"]);
    let broken = yaml_in("tests/schema/broken");
    assert!(broken.len() >= 15, "only {} files", broken.len());
    let (status, _, err) = run(&["check", "tests/schema/whole.yaml"]);
    assert!(status < 2, "{err}");
    for path in broken {
        let found = faults(&schema, &path);
        assert_eq!(found.len(), 1, "{}: {found:?}", path.display());
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        let (status, out, _) = run(&["check", "--format", "json", &name]);
        let report: Value = serde_json::from_str(&out).unwrap();
        let form = ["unknown-", "missing-field", "wrong-value", "impossible-date"];
        let told = report["findings"].as_array().unwrap().iter().any(|finding| {
            let code = finding["code"].as_str().unwrap();
            form.iter().any(|start| code.starts_with(start))
        });
        assert!(status > 0 && told, "{name}: status {status}\n{out}");
    }
}

#[test]
fn outputs_fit_their_schemas() {
    let seed = "seeds/cambridgeshire-2023-25.yaml";
    let draft = "examples/drafts/faulty.md";
    for (what, arguments) in [
        ("check", vec!["check", "--format", "json", "--ledger", seed, draft]),
        ("check", vec!["check", "--format", "json", "--no-quotes", draft]),
        ("figures", vec!["figures", "--format", "json", seed, draft]),
    ] {
        let schema = printed(&["schema", what]);
        let (_, out, _) = run(&arguments);
        let value: Value = serde_json::from_str(&out).unwrap();
        let wrong: Vec<String> = schema.iter_errors(&value).map(|one| one.to_string()).collect();
        assert!(wrong.is_empty(), "{arguments:?}: {wrong:?}");
        assert!(schema.iter_errors(&serde_json::json!({"version": 1})).next().is_some());
    }
    let schema = printed(&["schema", "map"]);
    let (status, out, _) = run(&["map", "--format", "jsonl", "tests/schema/lines.jsonl"]);
    assert_eq!(status, 0);
    assert_eq!(out.lines().count(), 3);
    for line in out.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert!(schema.is_valid(&value), "{line}");
    }
}
