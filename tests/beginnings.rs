//! What helps to begin: `new inspection`, `completions`, `man`, `--version --verbose`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::fs;

use common::run;
use peelcheck::inspection::yaml::mend::mend;

const FRAMEWORKS: [&str; 8] = [
    "peel-2015",
    "peel-2016",
    "peel-2017",
    "peel-2018-19",
    "peel-2021-22",
    "peel-2021-22-april-2021",
    "peel-2023-25",
    "peel-2025-27",
];

#[test]
fn a_first_file_has_nothing_wrong_with_it() {
    let (_, schema, _) = run(&["schema"]);
    let schema = jsonschema::draft7::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.yaml");
    for framework in FRAMEWORKS {
        let (status, text, err) =
            run(&["new", "inspection", "St. Mary's", "--framework", framework]);
        assert_eq!(status, 0, "{err}");
        assert!(text.contains(&format!("\nid: st-mary-s-{framework}\n")), "{text}");
        fs::write(&path, &text).unwrap();
        let (status, out, err) = run(&["check", "--fail-on", "note", &path.display().to_string()]);
        assert_eq!(status, 0, "{framework}: {out}{err}");
        assert_eq!(mend(&text).unwrap(), None, "{framework}");
        let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        assert!(schema.is_valid(&value), "{framework}");
    }
}

/// YAML knows more than texts, and not every reader of it knows the same.
#[test]
fn an_id_is_read_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.yaml");
    for id in ["1", "true", "null", "1e3", "2024-01-01", "no", "y", "westmoor"] {
        let (_, text, _) = run(&["new", "inspection", "Westmoor", "--id", id]);
        fs::write(&path, &text).unwrap();
        let (status, out, err) = run(&["check", &path.display().to_string()]);
        assert_eq!(status, 0, "{id}: {out}{err}");
        let quoted = text.contains(&format!("\nid: \"{id}\"\n"));
        assert_eq!(quoted, id != "westmoor", "{id}");
    }
}

/// The example in the comments is one that can be read.
#[test]
fn the_example_of_a_first_file_can_be_used() {
    let (_, text, _) = run(&["new", "inspection", "Westmoor", "--framework", "peel-2023-25"]);
    let (_, after) = text.split_once("#    judgments:\n").unwrap();
    let example: String = after
        .lines()
        .take_while(|line| line.starts_with("# "))
        .map(|line| format!("{}\n", &line[1..]))
        .collect();
    let with = text
        .replacen("    judgments: []\n", &format!("    judgments:\n{example}"), 1)
        .replace("bases: []\n#  - id: case-review\n#  ", "bases:\n  - id: case-review\n  ");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.yaml");
    fs::write(&path, &with).unwrap();
    let (status, out, err) = run(&["check", "--format", "json", &path.display().to_string()]);
    assert_eq!(status, 0, "{with}{out}{err}");
    assert!(out.contains("\"id\": \"f3\""), "{out}");
}

#[test]
fn what_is_wrong_with_a_first_file_is_said() {
    for (arguments, said) in [
        (vec!["new", "inspection", "Westmoor", "--framework", "peel-2023-26"], "did you mean"),
        (vec!["new", "inspection", " "], "say who was inspected"),
        (vec!["new", "inspection", "Westmoor", "--id", "A b"], "small letters"),
    ] {
        let (status, out, err) = run(&arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(said), "{err}");
    }
}

#[test]
fn every_shell_gets_a_script_with_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, out, _) = run(&["completions", shell]);
        assert_eq!(status, 0);
        for command in ["check", "export", "schema", "no-quotes"] {
            assert!(out.contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(run(&["completions", "cmd"]).0, 2);
}

#[test]
fn every_command_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("man1");
    let (status, out, err) = run(&["man", "-o", &target.display().to_string()]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    for page in ["peelcheck", "peelcheck-check", "peelcheck-new-inspection", "peelcheck-rules-show"]
    {
        let text = fs::read_to_string(target.join(format!("{page}.1"))).unwrap();
        assert!(text.contains(&format!(".TH {page} 1")), "{page}: {text}");
        assert!(text.contains(".SH DESCRIPTION"), "{page}");
    }
    let (_, first, _) = run(&["man"]);
    assert_eq!(first, fs::read_to_string(target.join("peelcheck.1")).unwrap());
}

#[test]
fn the_version_names_the_packs() {
    let short = format!("peelcheck {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["--version"]), (0, short.clone(), String::new()));
    assert_eq!(run(&["-V"]).1, short);
    assert_eq!(run(&["--verbose"]).0, 2);
    assert_eq!(run(&["--no-quotes"]).0, 2);
    let (status, plain, err) = run(&["--version", "--verbose"]);
    assert_eq!(status, 0, "{err}");
    assert!(plain.starts_with(&short), "{plain}");
    assert!(plain.contains("\nrules/peel/peel-2023-25.peel\n  1 framework, 11 areas\n"), "{plain}");
    let digests = |text: &str| text.lines().filter(|line| line.starts_with("  sha256 ")).count();
    let packs = digests(&plain);
    assert!(plain.contains(&format!("\n{packs} rule packs, sha256 ")), "{plain}");
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().display().to_string();
    let own = folder.path().join("own.peel");
    let told = |ends: &str| {
        fs::write(&own, format!("theme kites \"Kites\"{ends}theme boats \"Boats\"{ends}")).unwrap();
        run(&["--version", "--verbose", "--rules", &rules]).1
    };
    let (unix, windows) = (told("\n"), told("\r\n"));
    assert_eq!(unix, windows, "the ends of lines make no other pack");
    assert_eq!(digests(&unix), packs + 1);
    assert!(unix.contains("own.peel\n  2 themes\n"), "{unix}");
    assert_ne!(unix.lines().nth(1), plain.lines().nth(1));
}
