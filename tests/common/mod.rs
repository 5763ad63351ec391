//! What several suites need: the binary, run in the project's folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Status, standard output and standard error of one run.
pub fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The curated files of a folder of the project, by name.
#[allow(dead_code, reason = "each suite is compiled with all of this, and not all read folders")]
pub fn yaml_in(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no YAML");
    found
}
