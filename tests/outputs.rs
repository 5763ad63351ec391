//! The formats of `check`: each says the same, on the right line, under the same name
//! from run to run; nothing that a user supplies steers whoever reads it.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use quick_xml::events::Event;
use serde_json::Value;

/// Formats with places in them.
const FORMATS: &[&str] =
    &["text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_peelcheck"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn project(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A folder with one file in it.
fn folder(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

/// A finding as some format tells it: code, level, path, line, name. What a format does
/// not tell is empty or 0.
type Told = (String, String, String, u64, String);

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn in_json(out: &str) -> Vec<Told> {
    let report: Value = serde_json::from_str(out).unwrap();
    report["findings"].as_array().unwrap().iter().map(one_in_json).collect()
}

fn one_in_json(one: &Value) -> Told {
    (
        word(&one["code"]),
        word(&one["severity"]),
        word(&one["path"]),
        one["line"].as_u64().unwrap(),
        word(&one["fingerprint"]),
    )
}

fn in_jsonl(out: &str) -> Vec<Told> {
    let mut all: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = all.pop().unwrap();
    let counted = ["errors", "warnings", "notes"].map(|key| last["summary"][key].as_u64().unwrap());
    assert_eq!(counted.iter().sum::<u64>(), all.len() as u64, "{last}");
    all.iter().map(one_in_json).collect()
}

fn in_sarif(out: &str) -> Vec<Told> {
    let log: Value = serde_json::from_str(out).unwrap();
    let run = &log["runs"][0];
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let told = |one: &Value| {
        let index = usize::try_from(one["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], one["ruleId"]);
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "{rule}");
        let place = &one["locations"][0]["physicalLocation"];
        let name = word(&one["partialFingerprints"]["peelcheck/v1"]);
        (
            word(&one["ruleId"]),
            word(&one["level"]),
            word(&place["artifactLocation"]["uri"]),
            place["region"]["startLine"].as_u64().unwrap(),
            name,
        )
    };
    run["results"].as_array().unwrap().iter().map(told).collect()
}

fn in_gitlab(out: &str) -> Vec<Told> {
    let all: Value = serde_json::from_str(out).unwrap();
    let told = |one: &Value| {
        let severity = match one["severity"].as_str().unwrap() {
            "blocker" | "critical" | "major" => "error",
            "minor" => "warning",
            "info" => "note",
            other => panic!("{other} is no severity of GitLab"),
        };
        assert!(!one["description"].as_str().unwrap().is_empty());
        (
            word(&one["check_name"]),
            severity.to_owned(),
            word(&one["location"]["path"]),
            one["location"]["lines"]["begin"].as_u64().unwrap(),
            word(&one["fingerprint"]),
        )
    };
    all.as_array().unwrap().iter().map(told).collect()
}

/// Undoes the escapes of a property.
fn property(command: &str, key: &str) -> Option<String> {
    let list = command.split("::").nth(1)?.split_once(' ')?.1;
    let value = list.split(',').find_map(|pair| pair.strip_prefix(&format!("{key}=")))?;
    Some(value.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%25", "%"))
}

fn in_github(out: &str) -> Vec<Told> {
    let mut lines: Vec<&str> = out.lines().collect();
    assert!(lines.pop().unwrap().starts_with("::notice title=peelcheck::"), "{out}");
    let told = |line: &&str| {
        let level = match line.split([' ', ':']).nth(2).unwrap() {
            "notice" => "note",
            other => other,
        };
        let number = property(line, "line").unwrap().parse().unwrap();
        let code = property(line, "title").unwrap();
        (code, level.to_owned(), property(line, "file").unwrap(), number, String::new())
    };
    lines.iter().map(told).collect()
}

/// The elements of an XML document with their attributes and the text under each.
fn in_junit(out: &str) -> Vec<Told> {
    let mut reader = quick_xml::Reader::from_str(out);
    let (mut told, mut class, mut name, mut text) =
        (Vec::new(), String::new(), String::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                text.clear();
                if element.name().as_ref() == "testcase" {
                    for attribute in element.attributes() {
                        let attribute = attribute.unwrap();
                        let value = attribute.value.replace("&lt;", "<").replace("&gt;", ">");
                        match attribute.key.as_ref() {
                            "classname" => class = value,
                            "name" => name = value,
                            _ => {}
                        }
                    }
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::End(element) => {
                let body = matches!(element.name().as_ref(), "failure" | "system-out");
                let second = text.lines().nth(1).unwrap_or("");
                if let (true, Some((level, _))) = (body, second.split_once(": "))
                    && let Some(line) = text.lines().next().unwrap().rsplit(':').nth(1)
                    && ["error", "warning", "note"].contains(&level)
                {
                    let code = name.split(' ').next().unwrap().to_owned();
                    let number = line.parse().unwrap();
                    told.push((code, level.to_owned(), class.clone(), number, String::new()));
                }
            }
            Event::Eof => return told,
            _ => {}
        }
    }
}

fn in_markdown(out: &str) -> Vec<Told> {
    let told = |line: &str| {
        let rest = line.strip_prefix("- ")?;
        let (level, rest) = rest.split_once(" **")?;
        let (code, rest) = rest.split_once("** [line ")?;
        let (number, rest) = rest.split_once("](")?;
        let (path, _) = rest.split_once("#L")?;
        let level = level.split(' ').next_back()?.to_owned();
        Some((code.to_owned(), level, path.to_owned(), number.parse().ok()?, String::new()))
    };
    out.lines().filter_map(told).collect()
}

fn told(format: &str, out: &str) -> Vec<Told> {
    match format {
        "json" => in_json(out),
        "jsonl" => in_jsonl(out),
        "sarif" => in_sarif(out),
        "gitlab" => in_gitlab(out),
        "github" => in_github(out),
        "junit" => in_junit(out),
        "markdown" => in_markdown(out),
        other => panic!("nothing reads {other}"),
    }
}

/// Without the names, which not every format has; in a fixed order.
fn places(told: &[Told]) -> Vec<(String, String, String, u64)> {
    let mut places: Vec<_> =
        told.iter().map(|(a, b, c, d, _)| (a.clone(), b.clone(), c.clone(), *d)).collect();
    places.sort();
    places
}

#[test]
fn every_format_says_the_same_on_the_same_lines() {
    let folder = folder("probe.yaml", &project("tests/golden/findings/circular-support.yaml"));
    let (status, json, _) = run(folder.path(), &["check", "probe.yaml", "--format", "json"]);
    assert_eq!(status, 1);
    let wanted = in_json(&json);
    assert!(wanted.iter().any(|one| one.0 == "circular-support" && one.3 == 20), "{wanted:?}");
    let names: BTreeSet<&String> = wanted.iter().map(|one| &one.4).collect();
    assert_eq!(names.len(), wanted.len(), "two findings have one fingerprint");
    for format in FORMATS.iter().filter(|format| !["text", "json"].contains(format)) {
        let (status, out, _) = run(folder.path(), &["check", "probe.yaml", "--format", format]);
        assert_eq!(status, 1, "{format}");
        let found = told(format, &out);
        assert_eq!(places(&found), places(&wanted), "{format}:\n{out}");
        if ["jsonl", "sarif", "gitlab"].contains(format) {
            let found: BTreeSet<&String> = found.iter().map(|one| &one.4).collect();
            assert_eq!(found, names, "{format}");
        }
    }
}

#[test]
fn what_one_fault_brings_about_is_a_code_flow() {
    let folder = folder("probe.yaml", &project("tests/golden/findings/circular-support.yaml"));
    let (_, out, _) = run(folder.path(), &["check", "probe.yaml", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let circle = results.iter().find(|one| one["ruleId"] == "circular-support").unwrap();
    let steps = circle["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    let lines: Vec<u64> = steps
        .iter()
        .map(|step| &step["location"]["physicalLocation"]["region"]["startLine"])
        .map(|line| line.as_u64().unwrap())
        .collect();
    assert_eq!(lines, [20, 38]);
}

#[test]
fn fingerprints_stay_when_lines_are_inserted_or_the_file_is_renamed() {
    let text = project("tests/golden/findings/source-disagreement--with-the-counts-it-upsets.yaml");
    let names = |path: &str, text: &str| {
        let folder = folder(path, text);
        let (_, out, _) = run(folder.path(), &["check", path, "--format", "json"]);
        let told = in_json(&out);
        let names: BTreeSet<String> = told.iter().map(|one| one.4.clone()).collect();
        (names, told.iter().map(|one| one.3).max().unwrap())
    };
    let (before, line) = names("probe.yaml", &text);
    assert!(!before.is_empty());
    let (after, moved) = names("other.yaml", &format!("{}{text}", "# filler\n".repeat(100)));
    assert_eq!(before, after);
    assert_eq!(moved, line + 100);
    let (other, _) = names("probe.yaml", &text.replace("id: probe", "id: another"));
    assert!(before.is_disjoint(&other), "the inspection is part of the name");
}

#[test]
fn columns_of_sarif_count_utf16_units() {
    let text = project("tests/golden/findings/dangling-reference.yaml");
    let text = text.replace("evidence: [s99]", "evidence: [\"𝔸\", s99]");
    let folder = folder("probe.yaml", &text);
    let (_, out, _) = run(folder.path(), &["check", "probe.yaml", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let regions: Vec<(u64, u64)> = results
        .iter()
        .filter(|one| one["ruleId"] == "dangling-reference")
        .map(|one| &one["locations"][0]["physicalLocation"]["region"])
        .map(|region| {
            (region["startColumn"].as_u64().unwrap(), region["endColumn"].as_u64().unwrap())
        })
        .collect();
    let line = text.lines().find(|line| line.contains("s99]")).unwrap();
    let units = |byte: usize| line.split_at(byte).0.encode_utf16().count() as u64 + 1;
    let at = line.find("s99").unwrap();
    assert!(regions.contains(&(units(at), units(at + 3))), "{regions:?}");
}

/// Words that steer terminals, runners, pages and tables.
const HOSTILE: &str = "]|`<script>alert(1)</script>|\\e[31m\\u202E\\r\\n::set-output name=x::y\\n##[error]z [a](http://b)";

#[test]
fn hostile_text_is_harmless_in_every_format() {
    let text = project("tests/golden/findings/dangling-reference.yaml");
    let text = text
        .replace("body: Probe Constabulary", &format!("body: \"{HOSTILE}\""))
        .replace("[s99]", &format!("[\"{HOSTILE}\"]"));
    let name = "a,b%|<b>[x](y)`.yaml";
    let folder = folder(name, &text);
    for format in FORMATS {
        let (status, out, err) = run(folder.path(), &["check", name, "--format", format]);
        assert_eq!(status, 1, "{format}: {err}");
        for c in ['\u{1b}', '\u{202e}', '\r'] {
            assert!(!out.contains(c), "{format} lets {c:?} through:\n{out}");
        }
        match *format {
            "github" => {
                for line in out.lines() {
                    let command = line.split(' ').next().unwrap();
                    assert!(["::error", "::warning", "::notice"].contains(&command), "{line}");
                }
            }
            "markdown" => {
                for event in pulldown_cmark::Parser::new_ext(&out, pulldown_cmark::Options::all()) {
                    use pulldown_cmark::{Event, Tag};
                    match event {
                        Event::Html(html) | Event::InlineHtml(html) => assert_eq!(&*html, "<br>"),
                        Event::Start(Tag::Link { dest_url, .. }) => {
                            assert!(dest_url.starts_with("a%2Cb%25%7C"), "{dest_url}");
                        }
                        Event::Code(code) => panic!("`{code}` is code"),
                        _ => {}
                    }
                }
                let rows = out.lines().filter(|line| line.starts_with('|'));
                for row in rows {
                    assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
                }
            }
            "sarif" => {
                let log: Value = serde_json::from_str(&out).unwrap();
                let all = log["runs"][0]["results"].as_array().unwrap();
                for one in all {
                    let message =
                        word(&one["message"]["text"]).replace("\\[", "").replace("\\]", "");
                    assert!(!message.contains("]("), "{message}");
                }
            }
            _ => {}
        }
        if *format != "text" {
            assert!(!told(format, &out).is_empty(), "{format}:\n{out}");
        }
    }
}

#[test]
fn github_shows_ten_of_each_level_worst_first_and_counts_the_rest() {
    let text = project("tests/golden/findings/dangling-reference.yaml");
    let many: Vec<String> = (100..125).map(|number| format!("s{number}")).collect();
    let folder = folder("probe.yaml", &text.replace("[s99]", &format!("[{}]", many.join(", "))));
    let (status, out, _) = run(folder.path(), &["check", "probe.yaml", "--format", "github"]);
    assert_eq!(status, 1);
    let count = |level: &str| out.lines().filter(|line| line.starts_with(level)).count();
    assert_eq!(count("::error "), 10, "{out}");
    assert!(count("::notice ") <= 10, "{out}");
    assert!(out.lines().last().unwrap().contains("more not shown here (probe.yaml: "), "{out}");
    assert!(out.starts_with("::error "), "{out}");
}

#[test]
fn several_files_are_written_in_one_run_or_none() {
    let folder = folder("probe.yaml", &project("tests/golden/findings/unsupported-grade.yaml"));
    let (status, out, _) = run(
        folder.path(),
        &["check", "probe.yaml", "--output", "sarif=a.sarif", "--output", "junit=b.xml"],
    );
    assert_eq!(status, 1);
    assert!(out.contains("unsupported-grade"), "{out}");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(in_sarif(&read("a.sarif")).len(), 10);
    assert_eq!(in_junit(&read("b.xml")).len(), 10);
    for (second, why) in [
        ("junit=missing/b.xml", "cannot write `missing/b.xml`"),
        ("junit=.", "cannot write `.`"),
        ("json=c.json", "is to be written twice"),
        ("json=./probe.yaml", "was read"),
    ] {
        let (status, out, err) = run(
            folder.path(),
            &["check", "probe.yaml", "--output", "sarif=c.json", "--output", second],
        );
        assert_eq!(status, 2, "{second}");
        assert!(err.contains(why), "{second}: {err}");
        assert!(out.is_empty(), "{second}: {out}");
        assert!(!folder.path().join("c.json").exists(), "{second}");
    }
    let (status, _, err) = run(folder.path(), &["check", ".", "--output", "sariff=x"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `sarif`?"), "{err}");
}

#[test]
fn status_2_is_seen_in_every_format() {
    let folder = folder("probe.yaml", &project("tests/golden/findings/unsupported-grade.yaml"));
    for format in FORMATS {
        let (status, out, err) = run(folder.path(), &["check", "gone.yaml", "--format", format]);
        assert_eq!(status, 2, "{format}");
        assert!(out.is_empty(), "{format}: {out}");
        assert!(err.contains("cannot read `gone.yaml`"), "{format}: {err}");
        let (status, out, _) =
            run(folder.path(), &["check", "probe.yaml", "gone.yaml", "--format", format]);
        assert_eq!(status, 2, "{format}");
        let told = if *format == "text" { "could not be read" } else { "gone.yaml" };
        assert!(out.contains(told), "{format}: {out}");
    }
}

#[test]
fn a_broken_link_is_one_new_finding_in_every_format_on_the_right_line() {
    let seed = project("seeds/cambridgeshire-2023-25.yaml");
    let folder = folder("seed.yaml", &seed);
    let update = ["baseline", "update", "seed.yaml", "--baseline", "known.json", "--no-quotes"];
    assert_eq!(run(folder.path(), &update).0, 0);
    let broken = seed.replace("evidence: [r272b, r279b,", "evidence: [r272b, gone,");
    let line = broken.lines().position(|line| line.contains("gone,")).unwrap() as u64 + 1;
    fs::write(folder.path().join("seed.yaml"), &broken).unwrap();
    let check = ["check", "seed.yaml", "--baseline", "known.json", "--format"];
    for format in FORMATS {
        let (status, out, err) = run(folder.path(), &[&check[..], &[format]].concat());
        assert_eq!(status, 1, "{format}: {err}");
        if *format == "text" {
            assert_eq!(out.matches("×").count() + out.matches("⚠").count(), 1, "{out}");
            assert!(out.contains(&format!("seed.yaml:{line}:")), "{out}");
            continue;
        }
        let wanted = vec![(
            "dangling-reference".to_owned(),
            "error".to_owned(),
            "seed.yaml".to_owned(),
            line,
        )];
        assert_eq!(places(&told(format, &out)), wanted, "{format}:\n{out}");
    }
    // The known ones are known wherever they stand.
    let moved = format!("{}{seed}", "# filler\n".repeat(100));
    fs::write(folder.path().join("seed.yaml"), moved).unwrap();
    let (status, out, _) = run(folder.path(), &[&check[..], &["json"]].concat());
    assert_eq!(status, 0);
    assert!(in_json(&out).is_empty(), "{out}");
}

#[test]
fn a_word_file_has_paragraphs_in_place_of_lines() {
    let folder = tempfile::tempdir().unwrap();
    let draft = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/drafts/faulty.docx");
    fs::copy(draft, folder.path().join("draft.docx")).unwrap();
    let check = ["check", "draft.docx", "--select", "grade-contradiction", "--format"];
    let written = |format: &str| run(folder.path(), &[&check[..], &[format]].concat()).1;
    let json = in_json(&written("json"));
    let (paragraph, count) = (json[0].3, json.len());
    assert!(paragraph > 1);
    let said = format!("paragraph {paragraph}: ");
    let github = written("github");
    assert!(github.starts_with("::error file=draft.docx,title=grade-contradiction::paragraph "));
    let sarif = written("sarif");
    for out in [&github, &written("gitlab"), &sarif] {
        assert!(out.contains(&said), "{out}");
    }
    let found = in_sarif(&sarif);
    assert_eq!((found.len(), found[0].3), (count, 1));
}
