//! What goes back to the author of a draft: findings as comments, set aside with a reason,
//! and without a word of a draft that is confidential.

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
use std::path::PathBuf;

mod common;

use common::here as run;
use peelcheck::commands::Status;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_finding_is_set_aside_in_the_draft_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.txt").display().to_string();
    let fault = "Supervisors had reviewed 47 of the 44 plans for calls.";
    let draft = |aside: &str| {
        format!(
            "PEEL 2023–25\nResponding to the public\nWexmoor Constabulary is good at responding to \
             the public.\nPlans are reviewed\n{fault}\n{aside}\n"
        )
    };
    let codes = |text: String| {
        fs::write(&path, text).unwrap();
        let (_, json, _) = run(&["check", &path, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&json).unwrap();
        let codes: Vec<String> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect();
        (codes, report["waived"].as_u64().unwrap())
    };
    let has = |codes: &[String], code: &str| codes.iter().any(|one| one == code);
    let (plain, waived) = codes(draft(""));
    assert!(has(&plain, "figure-mismatch") && waived == 0, "{plain:?}");
    let (aside, waived) =
        codes(draft("[peelcheck: allow figure-mismatch because three plans were reviewed twice]"));
    assert!(!has(&aside, "figure-mismatch") && waived == 1, "{aside:?}");
    let (weak, _) = codes(draft("[peelcheck: allow figure-mismatch]"));
    assert!(has(&weak, "figure-mismatch") && has(&weak, "allowance-without-reason"), "{weak:?}");
    let (idle, _) = codes(draft("[peelcheck: allow missing-list because there is none]"));
    assert!(has(&idle, "unused-allowance"), "{idle:?}");
}

/// A part of a Word file.
fn part(path: &str, name: &str) -> String {
    let bytes = fs::read(path).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn findings_go_back_to_the_author() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let draft = |name: &str| root().join("examples/drafts").join(name).display().to_string();
    // A Word file gets comments, and stays the file it was.
    let (status, before, _) = run(&["check", &draft("faulty.docx"), "--format", "json"]);
    let (again, _, _) = run(&["check", &draft("faulty.docx"), "--annotate", &at("faulty.docx")]);
    assert_eq!((status, again), (Status::Findings, Status::Findings));
    let (_, after, _) = run(&["check", &at("faulty.docx"), "--format", "json"]);
    let codes = |json: &str| {
        let report: serde_json::Value = serde_json::from_str(json).unwrap();
        let all = report["findings"].as_array().unwrap().clone();
        all.iter().map(|one| (one["code"].clone(), one["line"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(codes(&before), codes(&after));
    let comments = part(&at("faulty.docx"), "word/comments.xml");
    assert!(comments.matches("<w:comment ").count() >= 25, "{comments}");
    // What a finding is held against is marked too, and each place leads to the other.
    let there = "finding-against-evidence (warning) at “The constabulary should tell people when \
                 officers are delaye…”: a statement of the report says the opposite \
                 of this area-for-improvement. Look at both places: one of them is wrong, or one \
                 speaks of other cases and should say so. See “When officers are delayed, the \
                 constabulary is good at telli…” (paragraph 47): says the opposite.";
    let back = "finding-against-evidence (warning) at “The constabulary should tell people when \
                officers are delaye…” (paragraph 109) is about this place too: says the opposite.";
    let document = part(&at("faulty.docx"), "word/document.xml");
    for (wanted, words) in [(there, "should tell people when"), (back, "When officers are delayed")]
    {
        let (before, _) = comments.split_once(wanted).unwrap_or_else(|| panic!("{comments}"));
        let id = before.rsplit_once("w:id=\"").unwrap().1.split('"').next().unwrap();
        let mark = format!("<w:commentRangeStart w:id=\"{id}\"/>");
        let (_, paragraph) = document.split_once(&mark).unwrap();
        assert!(paragraph.split("</w:p>").next().unwrap().contains(words), "{wanted}");
    }
    let (_, _, _) = run(&["check", &draft("faulty.md"), "--annotate", &at("both.html")]);
    let page = fs::read_to_string(at("both.html")).unwrap();
    let link = |to: &str| format!("<a href=\"#{to}\">");
    let (_, finding) = page.split_once("<code>finding-against-evidence</code>: ").unwrap();
    let way = finding.split_once("</aside>").unwrap().0;
    let other = way.split_once("<a href=\"#").unwrap().1.split('"').next().unwrap();
    let (_, place) = page.split_once(&format!("id=\"{other}\"")).unwrap();
    assert!(place.contains("When officers are delayed"), "{way}");
    let number = page.split("<code>finding-against-evidence</code>: ").next().unwrap();
    let number = number.rsplit_once(" id=\"").unwrap().1.split('"').next().unwrap();
    let mark = place.split_once("<p id=").unwrap().0;
    assert!(mark.contains(&link(number)) && mark.contains("says the opposite"), "{mark}");
    // Other kinds become a page in which nothing of the draft is markup.
    let hostile = "# PEEL 2023–25\n\n## Responding to the public\n\nWexmoor Constabulary is good \
                   at responding to the public.\n\n### Plans\n\nIn 47 of the 44 plans &lt;script&gt;alert(1)&lt;/script&gt; stood.\n";
    fs::write(at("hostile.md"), hostile).unwrap();
    let (_, _, told) = run(&["check", &at("hostile.md"), "--annotate", &at("page.html")]);
    let page = fs::read_to_string(at("page.html")).unwrap();
    assert!(page.contains("a part cannot be larger than its whole"), "{told}");
    assert!(!page.contains("<script>alert"), "{page}");
    let (_, _, _) =
        run(&["check", &at("hostile.md"), "--no-quotes", "--annotate", &at("mute.html")]);
    assert!(!fs::read_to_string(at("mute.html")).unwrap().contains("plans"));
    // The draft itself is never written over.
    let (status, _, told) = run(&["check", &at("hostile.md"), "--annotate", &at("hostile.md")]);
    assert!(status == Status::Broken && told.contains("another name"), "{told}");
    assert_eq!(fs::read_to_string(at("hostile.md")).unwrap(), hostile);
}

#[test]
fn a_confidential_draft_is_not_quoted() {
    let draft = root().join("examples/drafts/faulty.md").display().to_string();
    let commands: [&[&str]; 5] = [
        &["check", &draft],
        &["check", &draft, "--format", "json", "--ledger"],
        &["figures", &draft],
        &["figures", &draft, "--format", "json"],
        &["explain", &draft, "--area", "offenders"],
    ];
    for command in commands {
        let (_, out, _) = run(&[command, &["--no-quotes"]].concat());
        for words in ["Harroby", "red tape", "visits to registered", "sergeants", "Almost all"] {
            assert!(!out.contains(words), "{command:?} tells `{words}`");
        }
    }
}

/// A copy of a Word file with one part changed.
fn changed(from: &str, to: &str, name: &str, change: impl Fn(&str) -> String) {
    let bytes = fs::read(from).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).unwrap();
        if file.name().unwrap() != name {
            copy.raw_copy_file(file).unwrap();
        }
    }
    copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut copy, change(&part(from, name)).as_bytes()).unwrap();
    copy.finish().unwrap();
}

/// A Word file written in another way than comments are gets none, and is told so.
#[test]
fn a_word_file_that_cannot_take_comments_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let draft = root().join("examples/drafts/faulty.docx").display().to_string();
    let prefixed = |text: &str| {
        text.replace("<w:", "<x:").replace("</w:", "</x:").replace("xmlns:w=", "xmlns:x=")
    };
    let closed = |text: &str| {
        let (begin, _) = text.split_once("<Override").unwrap();
        let begin = begin.split_once("<Types").unwrap().0;
        format!("{begin}<Types/>")
    };
    for (name, part, change) in [
        ("a.docx", "word/document.xml", &prefixed as &dyn Fn(&str) -> String),
        ("b.docx", "[Content_Types].xml", &closed),
    ] {
        changed(&draft, &at(name), part, change);
        let (status, _, told) = run(&["check", &at(name), "--annotate", &at("out.docx")]);
        assert_eq!(status, Status::Broken, "{name}: {told}");
        assert!(told.contains("cannot take comments"), "{name}: {told}");
        assert!(!PathBuf::from(at("out.docx")).exists(), "{name}");
    }
}
