//! `peelcheck.toml`: where it is found, what is wrong with it, and what each setting does.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

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

/// A repository with one inspection, whose one error is a circle, and settings.
fn repository(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join(".git")).unwrap();
    fs::create_dir_all(folder.path().join("data")).unwrap();
    let probe = project("tests/golden/findings/circular-support.yaml");
    fs::write(folder.path().join("data/probe.yaml"), probe).unwrap();
    fs::write(folder.path().join("peelcheck.toml"), settings).unwrap();
    folder
}

fn findings(folder: &Path, arguments: &[&str]) -> (i32, Vec<Value>, Value) {
    let (status, out, err) = run(folder, &[arguments, &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    (status, report["findings"].as_array().unwrap().clone(), report)
}

fn codes(findings: &[Value]) -> Vec<&str> {
    let mut codes: Vec<&str> = findings.iter().map(|one| one["code"].as_str().unwrap()).collect();
    codes.dedup();
    codes
}

/// Wrong settings, the words that must be underlined, and what must be said.
const WRONG: &[(&str, &str, &str)] = &[
    ("includ = []", "includ", "did you mean `include`?"),
    ("include = \"drafts\"", "\"drafts\"", "`include` takes a list of texts, not a text"),
    ("exclude = [1]", "1", "`exclude` takes a text, not a number"),
    ("exclude = [\"a[b\"]", "\"a[b\"", "is no glob"),
    ("exclude = [\"a{b\"]", "\"a{b\"", "is no glob"),
    ("rules = \"nowhere\"", "\"nowhere\"", "`nowhere` is not a folder of rules"),
    ("framework = \"peel-2023-26\"", "\"peel-2023-26\"", "did you mean `peel-2023-25`?"),
    ("fail-on = \"eror\"", "\"eror\"", "did you mean `error`?"),
    ("select = [\"figure-mismatc\"]", "\"figure-mismatc\"", "did you mean `figure-mismatch`?"),
    ("ignore = [\"zz*\"]", "\"zz*\"", "there is no code `zz*`"),
    ("baseline = 3", "3", "`baseline` takes a text, not a number"),
    ("severity = 3", "3", "`severity` takes a table, not a number"),
    ("[severity]\norphan-evidenc = \"off\"", "orphan-evidenc", "did you mean `orphan-evidence`?"),
    ("[severity]\norphan-evidence = \"of\"", "\"of\"", "did you mean `off`?"),
    ("waiver = 1", "1", "write each under `[[waiver]]`"),
    (
        "[[waiver]]\nuntil = 2026-02-30",
        "2026-02-30",
        "write year, month and day, such as `2026-01-31`",
    ),
    (
        "[[waiver]]\ncode = \"circular-support\"",
        "[[waiver]]",
        "no reason, no owner, no until, no path or id",
    ),
    ("[[waiver]]\npat = \"a\"", "pat", "did you mean `path`?"),
    ("[[waiver]]\nowner = \"\"", "\"\"", "`owner` is empty"),
    (
        "[[waiver]]\ncode = \"circular-supprt\"",
        "\"circular-supprt\"",
        "did you mean `circular-support`?",
    ),
    ("fail-on = ", "", "`fail-on` is empty"),
    ("[[waiver", "", "broken-toml"),
    ("fail-on \"error\"", "", "broken-toml"),
];

#[test]
fn each_mistake_is_underlined_with_the_way_out() {
    for (text, words, said) in WRONG {
        let folder = repository(text);
        let (status, out, err) = run(folder.path(), &["check", "data"]);
        assert_eq!(status, 2, "{text}: {err}");
        assert!(out.is_empty(), "{text}: {out}");
        let flat: String = err.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
        assert!(flat.contains(said), "{text}:\n{err}");
        // What is underlined stands above the line of the marks.
        let lines: Vec<&str> = err.lines().collect();
        let marked: Vec<String> = lines
            .windows(2)
            .filter_map(|pair| {
                let marks = pair[1].split_once('·')?.1;
                let line = pair[0].split_once('│')?.1;
                let begin = marks.chars().position(|c| c == '─')?;
                let length = marks.chars().filter(|c| *c == '─').count();
                Some(line.chars().skip(begin).take(length).collect())
            })
            .collect();
        assert!(
            words.is_empty() || marked.iter().any(|one| one == words),
            "{text}: {marked:?}\n{err}"
        );
    }
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let folder = repository(
        "includ = []\nfail-on = \"eror\"\nselect = [\"zz*\"]\n[[waiver]]\nuntil = 2026-02-30\n",
    );
    let (status, _, err) = run(folder.path(), &["check", "data"]);
    assert_eq!(status, 2);
    assert!(err.contains("error: 5 mistakes in the settings; nothing was checked"), "{err}");
}

#[test]
fn the_file_is_found_upwards_as_far_as_the_repository() {
    let folder = repository("fail-on = \"never\"\n");
    let inner = folder.path().join("data");
    assert_eq!(run(&inner, &["check", "probe.yaml"]).0, 0);
    assert_eq!(run(&inner, &["check", "probe.yaml", "--no-config"]).0, 1);
    assert_eq!(run(&inner, &["check", "probe.yaml", "--fail-on", "error"]).0, 1);
    fs::create_dir_all(inner.join(".git")).unwrap();
    assert_eq!(run(&inner, &["check", "probe.yaml"]).0, 1, "another repository begins here");
    assert_eq!(run(&inner, &["check", "probe.yaml", "--config", "../peelcheck.toml"]).0, 0);
    let (status, _, err) = run(&inner, &["check", "probe.yaml", "--config", "gone.toml"]);
    assert_eq!(status, 2);
    assert!(err.contains("cannot read `gone.toml`"), "{err}");
}

#[test]
fn include_adds_drafts_and_exclude_wins() {
    let folder = repository("include = [\"drafts/*.md\"]\nexclude = [\"old.md\", \"data\"]\n");
    fs::create_dir_all(folder.path().join("drafts")).unwrap();
    for name in ["new.md", "old.md", "other.txt"] {
        let draft = project("examples/drafts/clean.md");
        fs::write(folder.path().join("drafts").join(name), draft).unwrap();
    }
    let (status, _, report) = findings(folder.path(), &["check"]);
    assert_eq!(status, 0, "{report}");
    let judgments = report["judgments"].as_array().unwrap();
    assert!(judgments.iter().all(|one| one["path"] == "./drafts/new.md"), "{judgments:?}");
    assert!(!judgments.is_empty());
    let (status, all, _) = findings(folder.path(), &["check", "data/probe.yaml"]);
    assert_eq!(status, 1, "a file that is named is read");
    assert!(codes(&all).contains(&"circular-support"));
}

#[test]
fn codes_are_selected_ignored_and_weighed() {
    let folder =
        repository("ignore = [\"uncovered-*\"]\n[severity]\ncircular-support = \"note\"\n");
    let (status, all, report) = findings(folder.path(), &["check", "data"]);
    assert_eq!(status, 0, "{report}");
    assert_eq!(codes(&all), ["circular-support"]);
    assert_eq!(all[0]["severity"], "note");
    let left = report["not_checked"].to_string();
    assert!(left.contains("`uncovered-characteristic` is ignored: 9 findings not shown"), "{left}");
    let (status, all, _) = findings(folder.path(), &["check", "data", "--fail-on", "note"]);
    assert_eq!((status, all.len()), (1, 1), "severities come before `--fail-on`");
    let (_, all, _) = findings(folder.path(), &["check", "data", "--ignore", "circular-support"]);
    assert_eq!(codes(&all), ["uncovered-characteristic"], "the flag goes before the file");
    let (_, all, _) =
        findings(folder.path(), &["check", "data", "--select", "figure-*,circular-support"]);
    assert_eq!(codes(&all), ["circular-support"]);
    let (status, _, err) = run(folder.path(), &["check", "data", "--select", "circular-supprt"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `circular-support`?"), "{err}");
}

#[test]
fn what_is_off_is_counted_where_what_was_not_checked_stands() {
    let folder = repository("[severity]\ncircular-support = \"off\"\n");
    let (status, all, report) = findings(folder.path(), &["check", "data"]);
    assert_eq!(status, 0);
    assert_eq!(codes(&all), ["uncovered-characteristic"]);
    let left = report["not_checked"].to_string();
    assert!(left.contains("`circular-support` is switched off: 2 findings not shown"), "{left}");
}

#[test]
fn every_setting_is_shown_with_its_origin() {
    let folder = repository("fail-on = \"warning\"\n\nexclude = [\"old\"]\n");
    let shown = |arguments: &[&str]| {
        let (status, out, err) = run(&folder.path().join("data"), arguments);
        assert_eq!(status, 0, "{err}");
        out
    };
    let text = shown(&["config", "show", "--ignore", "figure-*"]);
    for line in [
        "settings of ../peelcheck.toml",
        "exclude = [\"old\"]  (../peelcheck.toml:3)",
        "fail-on = \"warning\"  (../peelcheck.toml:1)",
        "ignore = [\"figure-*\"]  (flag)",
        "select = [\"*\"]  (default)",
    ] {
        assert!(text.lines().any(|other| other == line), "{line} is not in:\n{text}");
    }
    let json: Value =
        serde_json::from_str(&shown(&["config", "show", "--format", "json"])).unwrap();
    assert_eq!(json["file"], "../peelcheck.toml");
    let all = json["settings"].as_array().unwrap();
    let fails = all.iter().find(|one| one["key"] == "fail-on").unwrap();
    assert_eq!(fails["value"], "warning");
    assert_eq!(fails["from"]["line"], 1);
    assert!(shown(&["config", "show", "--no-config"]).starts_with("no peelcheck.toml"));
}

/// A waiver of the one error.
const WAIVER: &str = "[[waiver]]
code = \"circular-support\"
path = \"data/\"
id = \"f1\"
reason = \"agreed | <b>in</b> 2020\"
owner = \"data team\"
until = 2026-12-31
";

#[test]
fn a_waived_finding_is_counted_in_every_output() {
    let folder = repository(WAIVER);
    let check = ["check", "data", "--today", "2026-12-31"];
    for (format, said) in [
        ("text", "agreed | <b>in</b> 2020 (data team, until 2026-12-31)"),
        ("json", "\"waived\": 1"),
        ("jsonl", "\"waived\":1"),
        ("sarif", "\"kind\": \"external\""),
        ("github", "; 1 waived"),
        ("junit", "1 waived"),
        ("markdown", "1 waived"),
    ] {
        let (status, out, err) = run(folder.path(), &[&check[..], &["--format", format]].concat());
        assert_eq!(status, 0, "{format}: {err}");
        let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(said), "{format}: {out}");
    }
    let (_, all, report) = findings(folder.path(), &check);
    assert_eq!(codes(&all), ["uncovered-characteristic"]);
    let aside = &report["set_aside"][0];
    assert_eq!(aside["code"], "circular-support");
    assert_eq!((&aside["owner"], &aside["until"]), (&"data team".into(), &"2026-12-31".into()));
}

#[test]
fn an_expired_waiver_fails_at_its_place() {
    let folder = repository(WAIVER);
    let (status, all, _) = findings(folder.path(), &["check", "data", "--today", "2027-01-01"]);
    assert_eq!(status, 1);
    let expired = all.iter().find(|one| one["code"] == "expired-waiver").unwrap();
    assert_eq!(expired["severity"], "error");
    assert_eq!((&expired["path"], &expired["line"]), (&"peelcheck.toml".into(), &7.into()));
    assert!(codes(&all).contains(&"circular-support"));
}

#[test]
fn a_waiver_that_nothing_needs_is_a_warning_where_it_was_looked_for() {
    let check = ["check", "data", "--today", "2026-12-31"];
    for (settings, found) in [
        (WAIVER.replace("\"f1\"", "\"f2\""), true),
        (WAIVER.replace("data/", "other/"), false),
        (WAIVER.replace("path = \"data/\"\n", "").replace("\"f1\"", "\"f2\""), true),
    ] {
        let folder = repository(&settings);
        let (_, all, _) = findings(folder.path(), &check);
        let unused = all.iter().find(|one| one["code"] == "unused-waiver");
        assert_eq!(unused.is_some(), found, "{settings}");
        assert!(unused.is_none_or(|one| one["severity"] == "warning" && one["line"] == 2));
    }
    // The whole repository was looked at.
    let folder = repository(&WAIVER.replace("data/", "other/"));
    let (_, all, _) = findings(folder.path(), &["check", ".", "--today", "2026-12-31"]);
    assert!(codes(&all).contains(&"unused-waiver"), "{all:?}");
}

#[test]
fn a_baseline_leaves_what_is_new_and_counts_what_is_mended() {
    let folder = repository("baseline = \"known.json\"\n");
    let (status, _, err) = run(folder.path(), &["check", "data"]);
    assert_eq!(status, 2, "there is none yet");
    assert!(err.contains("`peelcheck baseline update` writes it"), "{err}");
    let (status, _, err) = run(folder.path(), &["baseline", "update", "data", "--no-quotes"]);
    assert_eq!(status, 0);
    assert!(err.contains("11 known findings, 11 new, 0 gone"), "{err}");
    let file = folder.path().join("known.json");
    let known = fs::read_to_string(&file).unwrap();
    let _: Value = serde_json::from_str(&known).unwrap();
    let mut sorted: Vec<&str> = known.lines().filter(|line| line.starts_with("{\"i")).collect();
    assert_eq!(sorted.len(), 11, "one entry a line: {known}");
    let as_written: Vec<String> =
        sorted.iter().map(|line| line.trim_end_matches(',').to_owned()).collect();
    sorted = as_written.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    assert_eq!(sorted, as_written);
    let (status, all, report) = findings(folder.path(), &["check", "data"]);
    assert_eq!((status, all.len()), (0, 0), "{all:?}");
    assert_eq!(report["baseline"]["known"], 11);
    // Mended: one half of the circle is gone, so the circle is.
    let probe = folder.path().join("data/probe.yaml");
    let text = fs::read_to_string(&probe).unwrap();
    fs::write(&probe, text.replace("evidence: [c1]", "evidence: [s1]")).unwrap();
    let (_, out, _) = run(folder.path(), &["check", "data"]);
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("known findings are mended: run `peelcheck baseline update`"), "{out}");
    let (status, _, err) = run(folder.path(), &["baseline", "update", "data"]);
    assert_eq!(status, 0);
    assert!(err.contains(", 0 new, 2 gone"), "{err}");
}

#[test]
fn what_is_known_of_other_inspections_stays() {
    let folder = repository("baseline = \"known.json\"\n");
    let probe = fs::read_to_string(folder.path().join("data/probe.yaml")).unwrap();
    let other = probe.replace("id: probe", "id: other");
    fs::write(folder.path().join("data/other.yaml"), other).unwrap();
    run(folder.path(), &["baseline", "update", "data"]);
    let known = fs::read_to_string(folder.path().join("known.json")).unwrap();
    let (status, _, err) = run(folder.path(), &["baseline", "update", "data/other.yaml"]);
    assert_eq!(status, 0);
    assert!(err.contains("22 known findings, 0 new, 0 gone"), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("known.json")).unwrap(), known);
    let (_, _, report) = findings(folder.path(), &["check", "data/other.yaml"]);
    assert_eq!(report["baseline"], serde_json::json!({"known": 11, "mended": 0}));
}

#[test]
fn a_broken_baseline_is_one_clear_error() {
    let folder = repository("");
    for (text, said) in [
        ("", "is no baseline: EOF while parsing a value at line 1 column 0"),
        ("[]", "is no baseline"),
        ("{\"version\": 2, \"findings\": []}", "it has version 2, not 1"),
        ("{\"version\": 1, \"findings\": [{\"cod\": \"x\"}]}", "unknown field `cod`"),
    ] {
        let file = folder.path().join("known.json");
        fs::write(&file, text).unwrap();
        for arguments in [vec!["check", "data"], vec!["baseline", "update", "data"]] {
            let arguments = [&arguments[..], &["--baseline", "known.json"]].concat();
            let (status, out, err) = run(folder.path(), &arguments);
            assert_eq!(status, 2, "{text}");
            assert!(out.is_empty() && err.contains(said), "{text}: {err}");
            assert_eq!(fs::read_to_string(&file).unwrap(), text, "it is left as it is");
        }
    }
    let (status, _, err) = run(folder.path(), &["baseline", "update", "data"]);
    assert_eq!(status, 2);
    assert!(err.contains("name it with `--baseline FILE`"), "{err}");
}

#[test]
fn why_a_file_could_not_be_read_is_always_told() {
    let folder = repository("[severity]\nunreadable-yaml = \"off\"\n");
    fs::write(folder.path().join("data/broken.yaml"), "schema: peelcheck/inspection/v1\nid: [")
        .unwrap();
    let (status, all, _) = findings(folder.path(), &["check", "data", "--select", "figure-*"]);
    assert_eq!(status, 2);
    assert_eq!(codes(&all), ["unreadable-yaml"]);
}

#[test]
fn every_flag_says_what_it_does() {
    use clap::CommandFactory as _;

    fn look(command: &clap::Command, count: &mut usize) {
        assert!(command.get_about().is_some(), "{} says nothing", command.get_name());
        for argument in command.get_arguments() {
            *count += 1;
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let name = argument.get_id();
            assert!(help.split(' ').count() > 1, "{} {name}: `{help}`", command.get_name());
        }
        for inner in command.get_subcommands() {
            look(inner, count);
        }
    }
    let mut count = 0;
    look(&peelcheck::commands::Cli::command(), &mut count);
    assert!(count > 50, "{count}");
}
