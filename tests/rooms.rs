//! The rooms of the house: what each may import is written in this table, from
//! the ground up. A room imports only rooms above it here.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Room, the crates that only it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["strsim"]),
    ("language", &["nom", "include_dir", "ignore", "sha2"]),
    (
        "inspection",
        &[
            "serde_yaml",
            "granit_parser",
            "serde_path_to_error",
            "pulldown_cmark",
            "lol_html",
            "htmlize",
            "zip",
            "quick_xml",
            "pdf_extract",
            "csv",
        ],
    ),
    ("mapping", &["rust_stemmers", "rayon"]),
    ("graph", &["petgraph"]),
    ("judging", &["sha2"]),
    ("explain", &[]),
    ("lineage", &[]),
    ("compare", &[]),
    ("quality", &[]),
    ("settings", &["toml", "ignore"]),
    (
        "render",
        &[
            "miette",
            "termtree",
            "textwrap",
            "petgraph",
            "minijinja",
            "tempfile",
            "quick_junit",
            "csv",
            "similar",
        ],
    ),
    (
        "commands",
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "ignore",
            "indicatif",
            "notify_debouncer_mini",
            "ctrlc",
        ],
    ),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn room_of(path: &Path, src: &Path) -> String {
    let first = path.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn sources() -> (PathBuf, Vec<PathBuf>) {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    all.sort();
    assert!(all.len() > 30, "the walk found only {} files", all.len());
    (src, all)
}

#[test]
fn every_room_imports_only_rooms_above_it() {
    let (src, all) = sources();
    let level = |room: &str| ROOMS.iter().position(|(name, _)| *name == room);
    let mut wrong = Vec::new();
    for path in &all {
        let room = room_of(path, &src);
        if room == "main" || room == "lib" {
            continue;
        }
        let own = level(&room).unwrap_or_else(|| panic!("`{room}` is not in the table of rooms"));
        for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let name: String =
                    used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(other) = level(&name)
                    && other > own
                {
                    wrong.push(format!("{}:{} uses {name}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the flow:\n{}", wrong.join("\n"));
}

#[test]
fn every_crate_is_used_in_its_room_only() {
    let (src, all) = sources();
    let mut wrong = Vec::new();
    for path in &all {
        let room = room_of(path, &src);
        let text = fs::read_to_string(path).unwrap();
        for (owner, crates) in ROOMS {
            for name in *crates {
                let allowed =
                    ROOMS.iter().any(|(other, list)| *other == room && list.contains(name));
                let used =
                    text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::"));
                if used && !allowed && room != "main" {
                    wrong.push(format!("{} uses {name}, which belongs to {owner}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let (_, all) = sources();
    for path in &all {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with its job", path.display());
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_engine_knows_no_peel() {
    let (_, all) = sources();
    let words = [
        "HMICFRS",
        "cause-of-concern",
        "area-for-improvement",
        "victims",
        "responding",
        "inadequate",
    ];
    for path in &all {
        let text = fs::read_to_string(path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for word in words {
                assert!(!code.contains(word), "{}:{} knows `{word}`", path.display(), number + 1);
            }
        }
    }
}
