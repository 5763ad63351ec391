//! `check --watch`: each save brings a new report, of which only what changed was read again.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a report may take.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    input: Option<ChildStdin>,
    out: Receiver<String>,
    err: Receiver<String>,
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The line that holds some words; it must come in time.
fn until(stream: &Receiver<String>, words: &str) -> String {
    let begin = Instant::now();
    while let Some(left) = PATIENCE.checked_sub(begin.elapsed()) {
        match stream.recv_timeout(left) {
            Ok(line) if line.contains(words) => return line,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    panic!("`{words}` did not come");
}

fn watch(folder: &Path, arguments: &[&str]) -> Watching {
    let mut child = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
        .current_dir(folder)
        .args(["check", "--watch"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (out, err) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
    Watching { input: child.stdin.take(), child, out, err }
}

impl Watching {
    /// The status after standard input is closed.
    fn close(mut self) -> i32 {
        drop(self.input.take());
        self.status()
    }

    fn status(&mut self) -> i32 {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().expect("it ends by itself");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child.kill().unwrap();
        panic!("it does not end");
    }
}

fn probe() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path.join("tests/golden/findings/circular-support.yaml")).unwrap()
}

/// Two inspections, each with one error.
fn two() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), probe()).unwrap();
    fs::write(folder.path().join("b.yaml"), probe().replace("id: probe", "id: other")).unwrap();
    folder
}

/// As editors do it: a new file in the place of the old one.
fn save(folder: &Path, name: &str, text: &str) {
    let beside = folder.join(format!("{name}~"));
    fs::write(&beside, text).unwrap();
    fs::rename(beside, folder.join(name)).unwrap();
}

#[test]
fn a_save_brings_a_new_report_and_only_what_changed_is_read() {
    let folder = two();
    let watching = watch(folder.path(), &["."]);
    until(&watching.out, "2 inspections checked: 2 errors");
    let mended =
        probe().replace("evidence: [c1]", "evidence: [s1]").replace("id: probe", "id: other");
    save(folder.path(), "b.yaml", &mended);
    assert_eq!(until(&watching.err, "read again"), "note: read again: ./b.yaml");
    until(&watching.out, "2 inspections checked: 1 error,");
    // A state in between is told, and the next one is read.
    save(folder.path(), "b.yaml", "schema: peelcheck/inspection/v1\nid: [");
    until(&watching.out, "1 inspection checked");
    save(folder.path(), "b.yaml", &mended);
    until(&watching.out, "2 inspections checked: 1 error,");
    fs::remove_file(folder.path().join("a.yaml")).unwrap();
    until(&watching.out, "1 inspection checked: 0 errors,");
    save(folder.path(), "c.yaml", &probe().replace("id: probe", "id: third"));
    until(&watching.out, "2 inspections checked: 1 error,");
    assert_eq!(watching.close(), 1);
}

#[test]
fn settings_and_baselines_that_change_count_too() {
    let folder = two();
    let watching = watch(folder.path(), &["a.yaml", "--baseline", "known.json"]);
    until(&watching.err, "cannot read `known.json`");
    fs::write(folder.path().join("known.json"), "{\"version\": 1, \"findings\": []}").unwrap();
    until(&watching.out, "1 inspection checked: 1 error");
    save(folder.path(), "peelcheck.toml", "ignor = []");
    until(&watching.err, "did you mean `ignore`?");
    save(folder.path(), "peelcheck.toml", "ignore = [\"circular-*\"]");
    until(&watching.out, "1 inspection checked: 0 errors");
    assert_eq!(watching.close(), 0);
}

#[test]
fn an_interrupt_ends_it_with_the_status_of_the_report() {
    let folder = two();
    let mut watching = watch(folder.path(), &["a.yaml", "--fail-on", "never"]);
    until(&watching.out, "1 inspection checked: 1 error");
    let id = watching.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(watching.status(), 0);
}

#[test]
fn a_closed_pipe_ends_it() {
    let folder = two();
    let mut child = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
        .current_dir(folder.path())
        .args(["check", "--watch", "a.yaml", "--fail-on", "never"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    drop(out);
    let input = child.stdin.take();
    save(folder.path(), "a.yaml", &probe().replace("id: probe", "id: other"));
    let mut watching = Watching { input, child, out: channel().1, err: channel().1 };
    assert_eq!(watching.status(), 0);
}

#[test]
fn the_first_report_is_that_of_check() {
    // Inspections of one body in several files, and several in one file.
    let arguments = ["check", "seeds", "reference/grades.csv"];
    let told = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args([&arguments[..], more].concat())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(told(&[]), told(&["--watch"]));
}
