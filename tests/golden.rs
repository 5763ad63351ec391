//! Golden cases: an input named after its fault, beside the exact output. To add
//! one, drop the input into the folder of its sort, with a first line that says
//! which words must be underlined, and run `BLESS=1 cargo test --test golden`.

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

use clap::Parser;
use peelcheck::commands::{Cli, Status, Terminal};
use peelcheck::diagnostic::Diagnostic;
use peelcheck::inspection::yaml;
use peelcheck::language;
use peelcheck::render::diagnostics::draw;
use peelcheck::render::style::Style;
use peelcheck::source::Sources;

fn folder(sort: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(sort)
}

/// The inputs of a sort, by name.
fn cases(sort: &str, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder(sort))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|other| other == extension))
        .collect();
    found.sort();
    found
}

/// `# underlines: one | other` on the first line.
fn promised(text: &str) -> Vec<String> {
    let first = text.lines().next().unwrap_or("");
    let comment = first.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
    let list = comment
        .or(first.strip_prefix("# "))
        .and_then(|rest| rest.strip_prefix("underlines: "))
        .unwrap_or_else(|| panic!("the first line says what is underlined, not `{first}`"));
    list.split(" | ").map(str::to_owned).collect()
}

fn underlined(faults: &[Diagnostic], sources: &Sources) -> Vec<String> {
    faults
        .iter()
        .flat_map(|fault| &fault.labels)
        .map(|label| sources.text(label.span).trim().replace('\n', "⏎"))
        .collect()
}

fn drawn(faults: &[Diagnostic], sources: &Sources) -> String {
    faults.iter().map(|fault| format!("{}\n", draw(fault, sources, Style::PLAIN))).collect()
}

/// Compares with the golden file, or writes it.
fn compare(input: &Path, output: &str, wrong: &mut Vec<String>) {
    let golden = input.with_extension("out");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&golden, output).unwrap();
        return;
    }
    let wanted = fs::read_to_string(&golden).unwrap_or_default();
    if wanted != output {
        wrong.push(format!("{}:\n--- expected\n{wanted}\n--- found\n{output}", input.display()));
    }
}

fn settle(wrong: &[String], count: usize, least: usize) {
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= least, "only {count} cases were found, {least} are promised");
}

/// The packs a mistaken rule file is compiled with.
const BASE: &[&str] =
    &["themes.peel", "peel/model.peel", "peel/checks.peel", "peel/peel-2023-25.peel"];

#[test]
fn mistakes_in_rules() {
    let mut wrong = Vec::new();
    let all = cases("rules", "peel");
    for path in &all {
        let text = fs::read_to_string(path).unwrap();
        let mut sources = Sources::default();
        let mut files: Vec<_> = BASE
            .iter()
            .map(|name| {
                let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(name);
                sources.add(format!("rules/{name}"), fs::read_to_string(pack).unwrap())
            })
            .collect();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files.push(sources.add(name, text.clone()));
        match language::compile(&files, &sources) {
            Ok(_) => wrong.push(format!("{}: no mistake was found", path.display())),
            Err(faults) => {
                let found = underlined(&faults, &sources);
                if found != promised(&text) {
                    wrong.push(format!("{}: underlines {}", path.display(), found.join(" | ")));
                }
                compare(path, &drawn(&faults, &sources), &mut wrong);
            }
        }
    }
    settle(&wrong, all.len(), 25);
}

#[test]
fn mistakes_in_curated_yaml() {
    let mut wrong = Vec::new();
    let all = cases("yaml", "yaml");
    for path in &all {
        let text = fs::read_to_string(path).unwrap();
        let mut sources = Sources::default();
        let files = language::packs(None, &mut sources).unwrap();
        let book = language::compile(&files, &sources).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = sources.add(name, text.clone());
        let reading = yaml::read(file, &sources, &book);
        if reading.faults.is_empty() {
            wrong.push(format!("{}: no mistake was found", path.display()));
        }
        let found = underlined(&reading.faults, &sources);
        if found != promised(&text) {
            wrong.push(format!("{}: underlines {}", path.display(), found.join(" | ")));
        }
        let outcome = if reading.inspection.is_some() { "judged" } else { "not judged" };
        compare(path, &format!("{}{outcome}\n", drawn(&reading.faults, &sources)), &mut wrong);
    }
    settle(&wrong, all.len(), 20);
}

/// Runs the command line in this process.
fn run(arguments: &[&str]) -> (Status, String, String) {
    let cli = Cli::try_parse_from(std::iter::once(&"peelcheck").chain(arguments)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal =
        Terminal { out: &mut out, err: &mut err, closed: false, columns: None, colour: false };
    let status = peelcheck::commands::run(&cli, &mut terminal).unwrap();
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// Each case is named after the code it shows and must show it; `--2` tells cases of a code apart.
#[test]
fn findings() {
    let mut wrong = Vec::new();
    let mut all = cases("findings", "yaml");
    all.extend(cases("drafts", "md"));
    for path in &all {
        let text = fs::read_to_string(path).unwrap();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let code = stem.split("--").next().unwrap();
        let name = path.to_string_lossy().into_owned();
        // An inspection of an earlier cycle may stand beside it.
        let earlier = path.with_extension("earlier");
        let mut arguments = vec!["check", "--format", "json", &name];
        arguments.extend(earlier.to_str().filter(|_| earlier.exists()));
        let (status, json, _) = run(&arguments);
        let report: serde_json::Value = serde_json::from_str(&json).unwrap();
        let place = |finding: &serde_json::Value| {
            let at = |key: &str| finding[key].as_u64().unwrap() as usize;
            let line = text.lines().nth(at("line") - 1).unwrap();
            let chars: Vec<char> = line.chars().collect();
            let end = if at("end_line") == at("line") { at("end_column") - 1 } else { chars.len() };
            chars[at("column") - 1..end].iter().collect::<String>()
        };
        let shown: Vec<String> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["code"] == code && finding["path"] == name)
            .map(place)
            .collect();
        if shown != promised(&text) {
            wrong.push(format!("{}: `{code}` underlines {}", path.display(), shown.join(" | ")));
        }
        let findings: Vec<String> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["path"] == name)
            .filter(|finding| finding["code"] == code || finding["severity"] != "note")
            .map(told)
            .collect();
        compare(path, &format!("{}exit {}\n", findings.concat(), status as u8), &mut wrong);
    }
    settle(&wrong, all.len(), 15);
}

/// A finding in short, with what hangs on it.
fn told(finding: &serde_json::Value) -> String {
    let mut text = format!(
        "{} {}:{} {}\n",
        finding["severity"].as_str().unwrap(),
        finding["line"],
        finding["column"],
        finding["message"].as_str().unwrap()
    );
    for related in finding["related"].as_array().unwrap() {
        text.push_str(&format!("  so: {}", told(related)));
    }
    text
}

#[test]
fn every_check_has_a_golden_case_and_a_page() {
    let mut sources = Sources::default();
    let files = language::packs(None, &mut sources).unwrap();
    let book = language::compile(&files, &sources).unwrap();
    let names: Vec<String> = cases("findings", "yaml")
        .iter()
        .chain(&cases("drafts", "md"))
        .map(|path| {
            path.file_stem().unwrap().to_string_lossy().split("--").next().unwrap().to_owned()
        })
        .collect();
    for check in &book.checks {
        assert!(names.contains(&check.code), "no golden case shows `{}`", check.code);
        assert!(check.because.is_some(), "`{}` has no page", check.code);
        let help = check.help.iter().any(|(condition, _)| condition.is_none());
        assert!(help, "`{}` has no help for every case", check.code);
    }
}
