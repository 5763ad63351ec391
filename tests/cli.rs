//! The binary as a user meets it: status, streams, bad input, pipes, repeated runs.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

fn peelcheck(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peelcheck"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).env_remove("NO_COLOR");
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    told(peelcheck(arguments).stdin(Stdio::null()).output().unwrap())
}

fn fed(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = peelcheck(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    told(output)
}

fn told(output: Output) -> (i32, String, String) {
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn the_seeds_end_with_warnings_and_status_0() {
    let (status, out, _) = run(&["check", "seeds"]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("89.7 percent is given for 368 of 410"), "{out}");
    assert!(out.contains("truncated, not rounded"), "{out}");
    assert!(out.contains("the callout boxes of 7 areas were lost: investigating,"), "{out}");
    assert!(
        out.contains("the callout boxes of offenders were lost; the grade inadequate rests on")
    );
    assert!(out.contains("Not checked"), "{out}");
}

#[test]
fn the_seeds_as_json_keep_the_public_form() {
    let (status, out, _) = run(&["check", "--format", "json", "seeds/cambridgeshire-2023-25.yaml"]);
    assert_eq!(status, 0);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["waived"], 0);
    let judgments = report["judgments"].as_array().unwrap();
    let graded: Vec<&str> = judgments
        .iter()
        .filter(|judgment| judgment["kind"] == "grade")
        .map(|judgment| judgment["grade"].as_str().unwrap())
        .collect();
    assert_eq!(graded.len(), 8, "{graded:?}");
    assert!(!report["not_checked"].as_array().unwrap().is_empty());
    for finding in report["findings"].as_array().unwrap() {
        for key in ["code", "severity", "message", "path", "line", "column", "source", "related"] {
            assert!(!finding[key].is_null(), "{key} is missing in {finding}");
        }
    }
}

#[test]
fn fail_on_moves_the_status() {
    assert_eq!(run(&["check", "seeds", "--fail-on", "warning"]).0, 1);
    assert_eq!(run(&["check", "seeds", "--fail-on", "never"]).0, 0);
}

#[test]
fn explain_reaches_the_calls_told_under_victims() {
    let file = "seeds/cambridgeshire-2023-25.yaml";
    let (status, out, _) = run(&["explain", file, "--area", "responding", "--width", "200"]);
    assert_eq!(status, 0);
    assert!(out.contains("r41a report:41"), "{out}");
    assert!(out.contains("told under victims"), "{out}");
    assert!(out.contains("rule call-answering"), "{out}");
    let (status, out, _) = run(&["explain", file, "--judgment", "rso-concern"]);
    assert_eq!(status, 0);
    assert!(out.contains("supported"), "{out}");
}

#[test]
fn graphs_are_written_in_three_forms() {
    let file = "seeds/cambridgeshire-2023-25.yaml";
    let (status, dot, _) = run(&["graph", file]);
    assert_eq!(status, 0);
    assert!(dot.starts_with("digraph"), "{dot}");
    let (_, mermaid, _) = run(&["graph", file, "--format", "mermaid", "--area", "offenders"]);
    assert!(mermaid.starts_with("flowchart LR"), "{mermaid}");
    let (_, json, _) = run(&["graph", file, "--format", "json"]);
    let graph: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(graph["nodes"].as_array().unwrap().len() > 400);
}

#[test]
fn unknown_names_get_the_nearest() {
    let file = "seeds/cambridgeshire-2023-25.yaml";
    for (arguments, near) in [
        (vec!["explain", file, "--area", "respondng"], "did you mean `responding`?"),
        (vec!["explain", file, "--judgment", "rso-concrn"], "did you mean `rso-concern`?"),
        (vec!["graph", file, "--area", "offnders"], "did you mean `offenders`?"),
        (vec!["rules", "show", "unsuported-grade"], "did you mean `unsupported-grade`?"),
        (vec!["map", file, "--framework", "peel-2023-26"], "did you mean `peel-2023-25`?"),
    ] {
        let (status, _, err) = run(&arguments);
        assert_eq!(status, 2, "{arguments:?}");
        assert!(err.contains(near), "{arguments:?}: {err}");
    }
}

#[test]
fn every_code_has_a_page() {
    let (_, list, _) = run(&["rules", "list"]);
    let codes: Vec<&str> = list
        .lines()
        .filter(|line| line.starts_with("check ") || line.starts_with("code "))
        .map(|line| line.split_whitespace().nth(1).unwrap())
        .collect();
    assert!(codes.len() > 20, "{codes:?}");
    for code in codes {
        let (status, page, _) = run(&["rules", "show", code]);
        assert_eq!(status, 0, "{code}");
        assert!(page.lines().count() > 3, "{code}: {page}");
    }
}

#[test]
fn json_lines_are_mapped_one_by_one_in_order() {
    let input = concat!(
        "{\"id\": 1, \"text\": \"Callers abandon one in three 101 calls.\"}\n",
        "not json\n",
        "\n",
        "{\"id\": \"x\"}\n",
        "{\"id\": \"é\", \"text\": \"Café staff said “yes”: 999 calls are answered promptly.\", \"area\": \"victims\"}\n",
    );
    let (status, out, err) =
        fed(&["map", "--format", "jsonl", "--input", "jsonl", "-"], input.as_bytes());
    assert_eq!((status, err.as_str()), (0, ""));
    let rows: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0]["id"], 1);
    assert_eq!(rows[0]["links"][0]["theme"], "call-answering");
    assert_eq!(rows[1]["error"]["line"], 2);
    assert_eq!(rows[2]["id"], "x");
    assert_eq!(rows[2]["error"]["line"], 4);
    let text = "Café staff said “yes”: 999 calls are answered promptly.";
    for pair in rows[3]["links"][0]["matched"].as_array().unwrap() {
        let (start, end) = (pair[0].as_u64().unwrap() as usize, pair[1].as_u64().unwrap() as usize);
        assert!(text.get(start..end).is_some(), "{pair} is not on character boundaries");
    }
}

#[test]
fn bad_input_gets_one_clear_error_and_status_2() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    };
    let bomb = {
        let mut text = String::from("schema: peelcheck/inspection/v1\na: &a [1,1,1,1,1,1,1,1,1]\n");
        for (next, last) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d")] {
            text.push_str(&format!("{next}: &{next} [*{last},*{last},*{last},*{last},*{last}]\n"));
        }
        text
    };
    let files = [
        write("empty.yaml", b""),
        write("binary.yaml", &[0xff, 0xfe, 0x00, 0x80]),
        write("nul.yaml", b"schema: \0\0"),
        write("bomb.yaml", bomb.as_bytes()),
        write("deep.yaml", "[".repeat(200_000).as_bytes()),
        write("deep-map.yaml", "{a: ".repeat(100_000).as_bytes()),
        write("list.yaml", b"- a\n- b\n"),
        write("other.yaml", b"hello: world\n"),
        write("huge.yaml", &vec![b'a'; 65 * 1024 * 1024]),
        folder.path().join("not-there.yaml").to_string_lossy().into_owned(),
    ];
    for file in &files {
        let (status, out, err) = run(&["check", file]);
        assert_eq!(status, 2, "{file}: {out}{err}");
        let told = format!("{out}{err}");
        assert!(told.contains("error") || told.contains('×'), "{file}: {told}");
        assert!(told.len() < 4000, "{file}: {} bytes", told.len());
        assert!(!told.contains("panicked"), "{file}: {told}");
    }
    // Other files are still checked, and 2 wins.
    let (status, out, _) = run(&["check", &files[0], "seeds"]);
    assert_eq!(status, 2);
    assert!(out.contains("Cambridgeshire Constabulary"), "{out}");
}

#[test]
fn broken_rules_end_with_2_and_every_mistake() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.peel"), "evidnce x\n").unwrap();
    fs::write(folder.path().join("b.peel"), "evidence y\n  when \"y\"\n  about call-answring\n")
        .unwrap();
    let (status, _, err) = run(&["check", "seeds", "--rules", &folder.path().to_string_lossy()]);
    assert_eq!(status, 2);
    assert!(
        err.contains("did you mean `evidence`?") && err.contains("did you mean `call-answering`?"),
        "{err}"
    );
    assert!(err.contains("2 mistakes in the rules"), "{err}");
    assert_eq!(run(&["check", "seeds", "--rules", "no-such-folder"]).0, 2);
}

#[test]
fn a_pack_of_the_same_name_replaces_a_built_in_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("peel")).unwrap();
    let checks = folder.path().join("peel/checks.peel");
    fs::write(
        checks,
        "check probe-only warning \"Probe\"\n  no grade is graded\n  otherwise \"{it}\"\n",
    )
    .unwrap();
    let (status, out, _) = run(&[
        "check",
        "seeds/cambridgeshire-2023-25.yaml",
        "--format",
        "json",
        "--rules",
        &folder.path().to_string_lossy(),
    ]);
    assert_eq!(status, 0);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 8);
    assert!(findings.iter().all(|finding| finding["code"] == "probe-only"));
}

#[test]
fn repeated_runs_give_the_same_bytes() {
    let file = "seeds/cambridgeshire-2023-25.yaml";
    for arguments in [
        vec!["check", "seeds"],
        vec!["check", "seeds", "--format", "json"],
        vec!["explain", file, "--area", "offenders"],
        vec!["graph", file],
        vec!["map", file, "--format", "jsonl"],
        vec!["rules", "list"],
    ] {
        let first = run(&arguments);
        for _ in 0..3 {
            assert_eq!(run(&arguments), first, "{arguments:?}");
        }
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = peelcheck(&["map", "seeds", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0u8; 16];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("panicked") && !err.contains("error"), "{err}");
}

/// A disk that is full, as far as a program can tell.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_ends_with_2_and_one_error() {
    for arguments in [&["--help"][..], &["check", "-h"], &["--version"], &["rules", "list"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (status, _, err) = told(peelcheck(arguments).stdout(full).output().unwrap());
        assert_eq!(status, 2, "{arguments:?}");
        assert_eq!(err, "error: cannot write the output: no space is left\n", "{arguments:?}");
    }
}

#[test]
fn help_into_a_closed_pipe_is_silent() {
    for arguments in [&["--help"][..], &["--version"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (status, _, err) = told(peelcheck(arguments).stdout(writer).output().unwrap());
        assert_eq!((status, err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn no_colour_goes_into_a_pipe_and_text_cannot_steer_the_terminal() {
    let (_, out, _) = run(&["check", "seeds"]);
    assert!(!out.contains('\u{1b}'));
    let seed = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/seeds/cambridgeshire-2023-25.yaml"
    ))
    .unwrap();
    let hostile =
        seed.replace("body: Cambridgeshire Constabulary", "body: \"Evil\\e[31m\\u202Eforce\"");
    let (status, out, _) = fed(&["check", "-"], hostile.as_bytes());
    assert_eq!(status, 1, "a name of such signs is a fault: {out}");
    assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
    assert!(out.contains("Evil"), "{out}");
}

#[test]
fn no_quotes_keeps_the_words_of_a_draft_in_the_house() {
    let file = "seeds/cambridgeshire-2023-25.yaml";
    for arguments in [
        vec!["explain", file, "--area", "responding", "--no-quotes"],
        vec!["check", file, "--no-quotes"],
        vec!["graph", file, "--no-quotes"],
        vec!["map", file, "--no-quotes"],
    ] {
        let (_, out, _) = run(&arguments);
        assert!(!out.contains("more quickly than it does"), "{arguments:?}");
    }
}

#[test]
fn narrow_terminals_are_respected() {
    for width in ["40", "80"] {
        let (_, out, _) = run(&["check", "seeds", "--width", width]);
        let limit: usize = width.parse().unwrap();
        for line in out.lines() {
            // Paths are never broken.
            let long = line.chars().count() > limit && !line.contains("seeds/");
            assert!(!long, "{} columns at {width}: {line}", line.chars().count());
        }
    }
}

#[test]
fn windows_line_ends_change_nothing() {
    let seed = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/seeds/cambridgeshire-2023-25.yaml"
    ))
    .unwrap();
    let (_, unix, _) = fed(&["check", "-", "--format", "json"], seed.as_bytes());
    let (_, windows, _) =
        fed(&["check", "-", "--format", "json"], seed.replace('\n', "\r\n").as_bytes());
    assert_eq!(unix, windows);
    let old = seed.replace('\n', "\r");
    assert_eq!(unix, fed(&["check", "-", "--format", "json"], old.as_bytes()).1, "CR alone");
}

/// The samples of the README are cut where they are long; each line shown is one that comes.
#[test]
fn the_samples_of_the_readme_come_out() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let seed = "seeds/cambridgeshire-2023-25.yaml";
    let shown = [
        run(&["check", seed]).1,
        run(&["explain", seed, "--area", "responding"]).1,
        run(&["check", "examples/drafts/faulty.docx"]).1,
    ]
    .concat();
    let lines: std::collections::BTreeSet<&str> = shown.lines().map(str::trim_end).collect();
    let mut tried = 0;
    for line in readme.lines().filter(|line| line.contains(".yaml:") || line.contains('│')) {
        // Within a sample, where a tree stands deeper the branches above it are cut.
        if line.trim_end().ends_with('…') || line.starts_with('$') {
            continue;
        }
        tried += 1;
        assert!(lines.contains(line.trim_end()), "the README shows `{line}`");
    }
    assert!(tried > 10, "{tried}");
}
