//! Faults that an attack found, each with the smallest input that showed it.

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

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn inspection(id: &str, framework: &str, more: &str) -> String {
    format!(
        "schema: peelcheck/inspection/v1\nid: {id}\nbody: Attack Police\nframework: {framework}\n{more}\
         sections:\n  - area: investigating\n    judgments:\n      - id: j1\n        \
         kind: area-for-improvement\n        text: The force should supervise investigations\n"
    )
}

#[test]
fn what_was_read_is_not_written_over() {
    let folder = folder("inputs");
    let path = folder.join("a.yaml");
    let text = inspection("a", "peel-2023-25", "");
    fs::write(&path, &text).unwrap();
    let name = path.to_str().unwrap();
    let whole = folder.to_str().unwrap();
    let dotted = format!("{whole}/./a.yaml");
    for arguments in [
        vec!["report", name, "-o", name],
        vec!["report", whole, "-o", &dotted],
        vec!["check", name, "--output", &format!("json={dotted}")],
    ] {
        let (status, _, err) = run(&arguments);
        assert_eq!(status, 2, "{arguments:?}");
        assert!(err.contains("was read"), "{err}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let baseline = folder.join("known.json");
    let known = baseline.to_str().unwrap();
    assert_eq!(run(&["baseline", "update", name, "--baseline", known]).0, 0);
    let before = fs::read_to_string(&baseline).unwrap();
    let (status, _, err) =
        run(&["check", name, "--baseline", known, "--output", &format!("json={known}")]);
    assert_eq!(status, 2, "{err}");
    assert_eq!(fs::read_to_string(&baseline).unwrap(), before);
    let (json, sarif) = (format!("json={whole}/x"), format!("sarif={whole}/./x"));
    let (status, _, err) = run(&["check", name, "--output", &json, "--output", &sarif]);
    assert_eq!(status, 2);
    assert!(err.contains("written twice"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = folder("links");
    let (path, target, link) =
        (folder.join("a.yaml"), folder.join("t.json"), folder.join("l.json"));
    fs::write(&path, inspection("a", "peel-2023-25", "")).unwrap();
    fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let output = format!("json={}", link.display());
    let (status, _, err) = run(&["check", path.to_str().unwrap(), "--output", &output]);
    assert_ne!(status, 2, "{err}");
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().starts_with('{'));
}

#[test]
fn a_cycle_without_a_date_comes_after_the_one_it_follows() {
    let folder = folder("order");
    let write = |name: &str, framework: &str, more: &str| {
        let path = folder.join(name);
        fs::write(&path, inspection(name.trim_end_matches(".yaml"), framework, more)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let a = write("a.yaml", "peel-2021-22", "");
    let b = write("b.yaml", "peel-2023-25", "");
    let c = write("c.yaml", "peel-2025-27", "follow-ups:\n  - {of: b/j1, outcome: improved}\n");
    let (status, out, err) = run(&["trace", &c, &a, &b]);
    assert_eq!(status, 0, "{err}");
    let at = |title: &str| out.find(title).unwrap_or_else(|| panic!("{title} in {out}"));
    assert!(at("PEEL 2021/22") < at("PEEL 2023–2025") && at("PEEL 2023–2025") < at("PEEL 2025"));
    assert!(out.contains("improved"), "{out}");
}

#[test]
fn two_of_one_name_are_told() {
    let folder = folder("doubled");
    let (a, b) = (folder.join("a.yaml"), folder.join("b.yaml"));
    fs::write(&a, inspection("same", "peel-2021-22", "")).unwrap();
    let twice =
        "follow-ups:\n  - {of: x/j1, outcome: improved}\n  - {of: x/j1, outcome: resolved}\n";
    fs::write(&b, inspection("same", "peel-2023-25", twice)).unwrap();
    let (status, out, _) = run(&["check", a.to_str().unwrap(), b.to_str().unwrap()]);
    assert_eq!(status, 1);
    assert!(out.contains("two inspections have the id `same`"), "{out}");
    assert!(out.contains("what became of `x/j1` is said twice"), "{out}");
    fs::write(&b, inspection("b", "peel-2023-25", "follow-ups:\n  - {of: /, outcome: improved}\n"))
        .unwrap();
    let (_, out, _) = run(&["check", b.to_str().unwrap()]);
    assert!(out.contains("names no judgment of another inspection"), "{out}");
}

#[test]
fn what_cannot_be_read_ends_with_status_2() {
    let folder = folder("unread");
    fs::write(folder.join("a.yaml"), inspection("a", "peel-2023-25", "")).unwrap();
    fs::write(folder.join("bad.yaml"), [0xff, 0xfe, 0xfd]).unwrap();
    let name = folder.to_str().unwrap();
    for command in [&["diff", name, name][..], &["graph", name]] {
        assert_eq!(run(command).0, 2, "{command:?}");
    }
}

#[test]
fn names_of_several_lines_are_refused() {
    let folder = folder("names");
    let path = folder.join("a.yaml");
    let text = inspection("a", "peel-2023-25", "");
    for (from, to) in [
        ("body: Attack Police", "body: \"B\\n::error::pwn\""),
        ("- id: j1", "- id: \"j\\u202e\\0\""),
        ("id: a\n", "id: \"a\\uFFFF\"\n"),
    ] {
        fs::write(&path, text.replace(from, to)).unwrap();
        let (status, out, err) = run(&["check", path.to_str().unwrap()]);
        assert_ne!(status, 0, "{to}");
        assert!(
            out.contains("wrong-value") || err.contains("YAML") || out.contains("unreadable-yaml"),
            "{out}{err}"
        );
        assert!(!out.lines().chain(err.lines()).any(|line| line.starts_with("::")), "{out}");
    }
}

#[test]
fn settings_without_end_are_refused_at_once() {
    let folder = folder("settings");
    let config = folder.join("peelcheck.toml");
    let text: String = (0..100_000).map(|at| format!("k{at} = 1\n")).collect();
    fs::write(&config, text).unwrap();
    let (status, _, err) = run(&["config", "show", "--config", config.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(err.contains("settings of more than 256 KiB"), "{err}");
    assert!(err.len() < 4_000);
}
