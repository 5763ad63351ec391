//! What several suites need: the binary, run in the project's folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Parser;
use peelcheck::commands::{Cli, Status, Terminal};

/// Status, standard output and standard error of one run.
#[allow(dead_code, reason = "each suite is compiled with all of this, and not all run the binary")]
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

/// The same in this process.
#[allow(dead_code, reason = "each suite is compiled with all of this, and not all run it here")]
pub fn here(arguments: &[&str]) -> (Status, String, String) {
    let cli = Cli::try_parse_from(std::iter::once(&"peelcheck").chain(arguments)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal =
        Terminal { out: &mut out, err: &mut err, closed: false, columns: None, colour: false };
    let status = peelcheck::commands::run(&cli, &mut terminal).unwrap();
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
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
